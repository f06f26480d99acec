"""Counts that the tests of this folder found are printed after the run, whatever the verbosity."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COUNTS: list[str] = []

sys.path.insert(0, str(HERE.parent / "ledger"))


@pytest.fixture
def tell():
    """Adds a line to what is printed at the end."""
    return COUNTS.append


def pytest_terminal_summary(terminalreporter):
    if COUNTS:
        terminalreporter.section("ledger reliability")
        for line in COUNTS:
            terminalreporter.write_line(line)


@pytest.fixture
def environment(tmp_path):
    """The environment of a child that runs the program from this checkout, in a home of its own."""
    env = {k: v for k, v in os.environ.items() if k not in {"TASTEGYM_HOME", "PYTHONPATH"}}
    return env | {
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE))),
        "TASTEGYM_HOME": str(tmp_path / "unused"),
        "TERM": "dumb",
    }


@pytest.fixture
def run_script(environment):
    """Runs a script of this folder to its end and gives its output."""

    def run(name, *args, seconds=300):
        done = subprocess.run(
            [sys.executable, str(HERE / name), *map(str, args)],
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def ram_folder(tmp_path_factory):
    """A folder for thousands of short-lived files, in memory where there is such a place."""
    shm = Path("/dev/shm")
    if not (shm.is_dir() and os.access(shm, os.W_OK)):
        yield tmp_path_factory.mktemp("images")
        return
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="tastegym-", dir=shm))
    yield folder
    shutil.rmtree(folder)
