"""A notebook over lists: the real forms, rows and entries, and no file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tastegym.clock import Moment, moment
from tastegym.errors import UserError
from tastegym.journal import kept as drafts
from tastegym.journal.entry import Entry
from tastegym.journal.estimate import read_estimate
from tastegym.journal.model import New, forecast, rows
from tastegym.journal.read import Own
from tastegym.journal.resolve import Said, resolution
from tastegym.journal.view import entries
from tastegym.ledger.records import Fact
from tastegym.text import canonical
from tastegym.tui.notebook import OwnWork, is_due, left_open

TABLES = {
    "Question": "questions", "Forecast": "forecasts", "ResolutionRow": "resolutions",
    "Fact": "facts",
}  # fmt: skip
NOON = 1_795_176_000_000_000
"""2026-11-20, 12:00 UTC, a Friday."""


@dataclass
class Book:
    """`fail` makes the next commits fail, `trouble` every reading; `ago` days are taken
    off. With a `home`, what is typed into forms is kept there."""

    saved: list[Any] = field(default_factory=list)
    fail: list[Exception] = field(default_factory=list)
    trouble: str = ""
    ago: int = 0
    found: Any = None
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    home: Path | None = None
    _ids: Any = field(default_factory=lambda: count(1))

    def now(self) -> Moment:
        from datetime import UTC, datetime, timedelta

        return moment(datetime.fromtimestamp(NOON / 1e6, UTC) - timedelta(days=self.ago))

    def new_id(self, at: int) -> str:
        return f"{at:016d}-{next(self._ids):06d}"

    def own(self) -> Own:
        made = defaultdict(list)
        for one in self.saved:
            made[TABLES[type(one).__name__]].append(one)
        return Own(**{name: tuple(rows) for name, rows in made.items()})

    def entries(self) -> tuple[Entry, ...]:
        if self.trouble:
            raise UserError(self.trouble)
        return entries(self.own(), self.now().local_day)

    def own_work(self) -> OwnWork:
        papers = tuple(one.local_day for one in self.saved if getattr(one, "kind", "") == "paper")
        found = self.entries()
        return OwnWork(sum(map(is_due, found)), papers, left=left_open(self.kept, found))

    def review(self) -> Any:
        if self.trouble:
            raise UserError(self.trouble)
        if self.found is not None:
            return self.found
        from tastegym.journal.review import review
        from tastegym.ledger.read import History

        own = self.own()
        return review(
            History(
                questions=own.questions, forecasts=own.forecasts, resolutions=own.resolutions,
                facts=own.facts,
            ),
            self.now().local_day,
        )  # fmt: skip

    def __post_init__(self) -> None:
        if self.home is not None:
            self.kept = drafts.load(self.home)

    def keep(self, key: str, texts: dict[str, str]) -> str:
        self.kept[key] = texts
        return drafts.save(self.home, key, texts) if self.home is not None else ""

    def drop(self, key: str) -> None:
        if self.kept.pop(key, None) is not None and self.home is not None:
            drafts.forget(self.home, key)

    def arrived(self) -> tuple[str, ...]:
        return ()

    def submit(self, *records: Any, then: Any) -> None:
        if self.fail:
            then(self.fail.pop(0))
            return
        self.saved.extend(one for one in records if one not in self.saved)
        then(None)

    # -- a life, quickly --------------------------------------------------------------------

    def predict(self, statement: str, typed: str, by: str, ago: int = 0, **more: Any) -> str:
        self.ago = ago
        new = New(statement, read_estimate(typed), by, **more)
        made = rows(new, self.now(), self.new_id)
        self.saved.extend(made)
        self.ago = 0
        return made[0].id

    def update(self, question: str, typed: str, ago: int = 0, reason: str = "") -> None:
        self.ago = ago
        self.saved.append(forecast(question, read_estimate(typed), self.now(), self.new_id, reason))
        self.ago = 0

    def resolve(self, question: str, outcome: str, ago: int = 0, **more: Any) -> None:
        self.ago = ago
        entry = next(one for one in self.entries() if one.id == question)
        self.saved.append(resolution(entry, Said(outcome, **more), self.now(), self.new_id))
        self.ago = 0

    def note(self, kind: str, ago: int = 0, **body: Any) -> None:
        self.ago = ago
        now = self.now()
        self.saved.append(Fact(self.new_id(now.at), now.at, now.local_day, kind, canonical(body)))
        self.ago = 0

    def of(self, kind: str) -> list[Any]:
        return [one for one in self.saved if type(one).__name__ == kind]


def busy() -> Book:
    """Two that are due, three open ones of every form, three resolved ones."""
    book = Book()
    book.predict("The replication of run 12 ends below 2.0", "70", "2026-11-18", 10,
                 base_rate=0.4, reason="the two smaller ones did")  # fmt: skip
    due = book.predict("Mira calls the ablation unnecessary", "6:4", "2026-11-20", 9,
                       topic="mentor", his_reason="it costs a week")  # fmt: skip
    book.update(due, "80", 3, "she cut two others")
    book.predict("Hours until the sweep is through", "10 25 60 hours", "2026-11-24", 2)
    book.predict("Next step of the probing idea", "drop it 60 | go on 30 | ask again",
                 "2026-12-01", 4)  # fmt: skip
    book.predict("The figure is done by Tuesday", "65", "2026-11-24", 1, topic="task",
                 minutes=120.0, criterion="it stands in the draft")  # fmt: skip
    won = book.predict("Warm-up matters less at batch 4k", "80", "2026-11-19", 12)
    book.resolve(won, "yes", 2)
    lost = book.predict("The leak explains the gain", "90", "2026-11-17", 15,
                        reason="every sign of one")  # fmt: skip
    book.resolve(lost, "no", 1, note="the split was clean")
    gone = book.predict("The cluster is back on Monday", "50", "2026-11-16", 11)
    book.resolve(gone, "void", 3, why="the question was asked twice")
    return book


def long() -> Book:
    """A quarter of own work: enough for the line of scores."""
    book = busy()
    for number in range(40):
        ago = 60 - number
        one = book.predict(f"Probe {number} beats it", str(55 + number), "2026-11-30", ago,
                           reason="the pilot did")  # fmt: skip
        book.resolve(one, "no" if number % 4 == 0 else "yes", max(0, 45 - number))
    return book
