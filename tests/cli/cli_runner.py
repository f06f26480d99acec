"""The command line in this process: a home of its own, a clock that is set, lines on stdin."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tastegym.cli import main
from tastegym.clock import Moment, moment
from tastegym.ledger.read import History, history

START = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # a Sunday


@dataclass
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)


class Cli:
    """Runs commands; `days` and `seconds` set the clock."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.days = 0.0
        self._patch = patch
        self._ticks = 0
        patch.setattr("tastegym.clock.now", self.now)

    def now(self) -> Moment:
        self._ticks += 1
        return moment(START + timedelta(days=self.days, seconds=self._ticks))

    def __call__(self, *argv: str, typed: str | io.StringIO = "") -> Said:
        out, err = io.StringIO(), io.StringIO()
        read = io.StringIO(typed) if isinstance(typed, str) else typed
        for name, stream in (("stdin", read), ("stdout", out), ("stderr", err)):
            self._patch.setattr(sys, name, stream)
        try:
            code = main.run(["--data-dir", str(self.home), *argv])
        except SystemExit as left:
            code = int(left.code or 0)
        return Said(code, out.getvalue(), err.getvalue())

    def history(self) -> History:
        return history(self.home / "ledger.sqlite3")

    def refused(self, *argv: str, typed: str = "", code: int = 1) -> str:
        """The one sentence of a refusal (exit code 1); the ledger must be as it was."""
        before = self.history() if (self.home / "ledger.sqlite3").exists() else None
        said = self(*argv, typed=typed)
        assert said.code == code, said
        assert said.err.startswith("tastegym"), said.err
        assert said.err.count("\n") == 1, said.err
        after = self.history() if (self.home / "ledger.sqlite3").exists() else None
        assert after == before
        return said.err.partition(": ")[2].strip()

    def misread(self, *argv: str, typed: str = "") -> str:
        """The one sentence about words that nobody can understand (exit code 2)."""
        return self.refused(*argv, typed=typed, code=2)


def predicted(cli: Cli, *argv: str) -> str:
    """The short id of a prediction just kept."""
    said = cli("predict", *argv, "--json")
    assert said.code == 0, said.err
    return str(said.json["short"])
