"""What every test may use, and the wall before the real data folder."""

from __future__ import annotations

import gc
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tastegym.cli.demo import make


@pytest.fixture(autouse=True)
def _no_real_home(tmp_path_factory, monkeypatch) -> None:
    """Without a folder of its own a test writes into a throw-away one, never into the user's."""
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path_factory.getbasetemp() / "no-home-given"))


@pytest.fixture(autouse=True)
def _heap_of_a_test_ends_with_it():
    """What a program under test counts as there for good (`gc.freeze`) is not, in the next test."""
    yield
    gc.unfreeze()
    gc.enable()
    sys.setswitchinterval(0.005)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory) -> Path:
    """The home of a year that nobody played, made once; read it, do not write."""
    folder = tmp_path_factory.mktemp("owner") / "demo"
    make(folder, seed=3, last=datetime(2026, 11, 22, 20, tzinfo=UTC))
    return folder
