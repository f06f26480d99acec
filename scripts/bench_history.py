#!/usr/bin/env python3
"""How long the figures of a history take to compute: `scripts/bench_history.py [N ...]`.

The ledger is made (seeded) and written to a file: choices of two to five options, claims, boards
and worlds over 37 skills, a tenth of them repeats, forecasts on 5 % and on 1 % steps. Timed is the
path of every face, from the file to the finished insight, and one step of moving through time.
The peer, in turns with it, is Python's sqlite3 module fetching the same rows and doing nothing with
them. Medians of several runs; processor time counts, the clock stands beside it. Nothing is
asserted.
"""

from __future__ import annotations

import gc
import itertools
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does before NumPy is imported

from tastegym.chart.reliability import reliability
from tastegym.clock import moment
from tastegym.deck.skills import SKILLS
from tastegym.insight.filters import Filter
from tastegym.insight.look import look
from tastegym.insight.record import Record
from tastegym.ledger.read import History
from tastegym.ledger.read import history as read
from tastegym.ledger.records import Exposure, Fact, Forecast, Item, Reveal, SessionRow
from tastegym.ledger.rows import TABLES, encode
from tastegym.ledger.store import Ledger
from tastegym.scoring.entry import to_basis_points
from tastegym.text import sha256

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = "2026-03-02"
TAGS = sorted(SKILLS)
BETA = 0.75


def ledger(count: int, step: int, seed: int = 1) -> History:
    """A history of `count` forecasts on steps of `step` percent."""
    draw = random.Random(seed)
    made = _Rows(draw, step)
    while len(made.forecasts) < count:
        made.answer()
    return made.history()


class _Rows:
    """Rows under way; instants count up by a minute."""

    def __init__(self, draw: random.Random, step: int) -> None:
        self.draw, self.step = draw, step
        self.at = 0
        self.items: dict[str, Item] = {}
        self.exposures: list[Exposure] = []
        self.forecasts: list[Forecast] = []
        self.reveals: list[Reveal] = []

    def _stamp(self) -> tuple[str, int, str]:
        self.at += 60_000_000
        return f"{self.at:036d}", self.at, DAY

    def answer(self) -> None:
        """One exposure with its locks and its reveal."""
        draw, number = self.draw, len(self.exposures)
        kind = draw.choices(("choice", "binary", "board", "generated"), (5, 2, 1, 2))[0]
        repeat = draw.random() < 0.1 and number > 10
        uid = draw.choice(self.exposures[:-1]).uid if repeat else _uid(kind, number)
        item = self.items.get(uid) or self._item(uid, kind)
        shown = Exposure(*self._stamp(), f"{number // 8:036d}", item.id, uid, "practice")
        self.exposures.append(shown)
        if item.kind == "board":
            told = [self._lock(shown, f"{uid}/r{i}", ("yes", "no")) for i in range(3)]
        else:
            names = ("yes", "no") if item.kind == "binary" else tuple("abcde"[: 2 + len(uid) % 4])
            told = [self._lock(shown, uid, names)]
        self.reveals.append(Reveal(*self._stamp(), shown.id, uid, "", tuple(told)))

    def _item(self, uid: str, kind: str) -> Item:
        body = (
            '{"question":"Which?","setup":"' + "x" * 600 + '","sources":[{"identifier":"doi:'
            f'{len(self.items) // 2}","title":"t"}}]}}'
        )
        tags = tuple(sorted(self.draw.sample(TAGS, 2)))
        kind = "binary" if kind == "generated" and len(self.items) % 2 else kind
        kind = "choice" if kind == "generated" else kind
        stamp, name = (f"{len(self.items):036d}", self.at, DAY), sha256(uid)
        item = Item(
            *stamp, name, name, uid, 1, f"d/{len(self.items) % 5}", "1.0.0", kind, tags, body
        )
        self.items[uid] = item
        return item

    def _lock(self, shown: Exposure, uid: str, names: tuple[str, ...]) -> tuple[str, str]:
        weights = [self.draw.gammavariate(1.0, 1.0) + 1e-9 for _ in names]
        probs = _on_grid([w / sum(weights) for w in weights], 100 // self.step)
        self.forecasts.append(
            Forecast(*self._stamp(), shown.id, "", uid, 0, True, names, to_basis_points(probs))
        )
        true = [max(p, 0.005) ** BETA for p in probs]
        return uid, self.draw.choices(names, true)[0]

    def history(self) -> History:
        """The rows as the ledger gives them."""
        return History(
            items=tuple(self.items.values()),
            sessions=tuple(
                SessionRow(f"{n:036d}", 0, DAY) for n in range(len(self.exposures) // 8 + 1)
            ),
            exposures=tuple(self.exposures),
            forecasts=tuple(self.forecasts),
            reveals=tuple(self.reveals),
            facts=(Fact(f"{0:036d}", 0, DAY, "salt", '{"salt":"bench"}'),),
        )


def _uid(kind: str, number: int) -> str:
    return f"world:base-rate@1/x#{number}" if kind == "generated" else f"d/{number % 5}#s{number}"


def _on_grid(probs: list[float], steps: int) -> list[float]:
    whole = [int(p * steps) for p in probs]
    order = sorted(range(len(probs)), key=lambda k: whole[k] - probs[k] * steps)
    for k in order[: steps - sum(whole)]:
        whole[k] += 1
    return [w / steps for w in whole]


def save(history: History, path: Path) -> None:
    """Write a history to a ledger file, at once."""
    Ledger.create(path, moment(datetime(2026, 3, 1, tzinfo=UTC)), salt="5a").close()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA synchronous=OFF")
        for table, field in zip(TABLES, fields(History), strict=True):
            made = [encode(row) for row in getattr(history, field.name)]
            if made and table.name != "fact":
                names = list(made[0])
                marks = ", ".join("?" * len(names))
                conn.executemany(
                    f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608
                    [tuple(row[name] for name in names) for row in made],
                )
        conn.commit()


@dataclass(frozen=True)
class Taken:
    """Median seconds: of the processor and by the clock."""

    busy: float
    wall: float


def timed(runs: int, *works: Callable[[], object]) -> list[Taken]:
    """Each work in turns, `runs` times over, the first round thrown away."""
    busy: list[list[float]] = [[] for _ in works]
    wall: list[list[float]] = [[] for _ in works]
    for _ in range(runs + 1):
        for place, work in enumerate(works):
            gc.collect()
            start, worked = time.perf_counter(), time.process_time()
            work()
            busy[place].append(time.process_time() - worked)
            wall[place].append(time.perf_counter() - start)
    return [
        Taken(statistics.median(b[1:]), statistics.median(w[1:]))
        for b, w in zip(busy, wall, strict=True)
    ]


def steps(history: History) -> str:
    """Processor time of each step of one look, in words."""
    marks: list[tuple[str, float]] = []
    look(
        history,
        Filter(),
        "2027-01-01",
        progress=lambda name: marks.append((name, time.process_time())),
    )
    marks.append(("", time.process_time()))
    return ", ".join(f"{a[0]} {1000 * (b[1] - a[1]):.0f}" for a, b in itertools.pairwise(marks))


def peer(path: Path) -> None:
    """What sqlite3 takes to hand out the rows that a history rests on."""
    with closing(sqlite3.connect(path)) as conn:
        for table in ("item", "exposure", "forecast", "reveal"):
            conn.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


TARGETS = {(1_000, 5): 150, (1_000, 1): 500, (100_000, 5): 1_000, (100_000, 1): 1_000}
"""Milliseconds of processor time for one look, by answers and steps in percent."""


def report(size: int, step: int, folder: Path) -> None:
    """Measure one ledger and print its lines."""
    path = folder / f"{size}-{step}.sqlite3"
    save(ledger(size, step), path)
    kept = read(path)
    record = Record(kept, Filter(), "2027-01-01")
    width = min(len(record), max(200, len(record) // 2))

    def scrub() -> None:
        for start in range(0, 100, 10):
            reliability(record.window(start, start + width), bands=frozenset())

    def fresh_look() -> None:
        # Columns that were asked for before are kept; a new reading asks for them again.
        look(read(path), Filter(), "2027-01-01")

    runs = 5 if size <= 10_000 else 3
    rows, only_read, opened, moved = timed(
        runs, lambda: peer(path), lambda: read(path), fresh_look, scrub
    )
    figures = 1000 * (opened.busy - only_read.busy)
    target = f" (target {TARGETS[size, step]})" if (size, step) in TARGETS else ""
    print(f"{size:>7,} forecasts on {step} % steps, milliseconds of processor (clock):")
    print(f"        sqlite3 alone, rows fetched  {_ms(rows)}")
    print(f"        ledger read as columns       {_ms(only_read)}  {_times(only_read, rows)}")
    print(f"        read and all figures         {_ms(opened)}  {_times(opened, rows)}")
    print(f"        figures without the reading  {figures:6.0f}{target}: {steps(read(path))}")
    print(f"        one step through time        {1000 * moved.busy / 10:6.1f} (target 100)")


def _ms(taken: Taken) -> str:
    return f"{1000 * taken.busy:6.0f} ({1000 * taken.wall:.0f})"


def _times(taken: Taken, rows: Taken) -> str:
    return f"{taken.busy / rows.busy:.2f} x sqlite3"


def main() -> int:
    """Measure ledgers of the sizes given."""
    sizes = [int(text) for text in sys.argv[1:]] or [1_000, 10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            for step in (5, 1):
                report(size, step, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
