#!/usr/bin/env python3
"""How long the figures of a history take to compute: `scripts/bench_history.py [N ...]`.

The ledger is made in memory (seeded): choices of two to five options, claims, boards and worlds
over 37 skills, a tenth of them repeats, forecasts on 5 % and on 1 % steps. Timed is the path of
every face, from the ledger's records to the finished insight, without reading the disk. Medians of
several runs on this machine; nothing is asserted.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does before NumPy is imported

from tastegym.chart.reliability import reliability
from tastegym.deck.skills import SKILLS
from tastegym.insight.filters import Filter
from tastegym.insight.look import look
from tastegym.insight.record import Record
from tastegym.ledger.read import History
from tastegym.ledger.records import Exposure, Fact, Forecast, Item, Reveal, SessionRow
from tastegym.scoring.entry import to_basis_points
from tastegym.text import sha256

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
        item = Item(*stamp, name, name, uid, 1, f"d/{len(self.items) % 5}", "1.0.0", kind, tags, body)
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
            sessions=tuple(SessionRow(f"{n:036d}", 0, DAY) for n in range(len(self.exposures) // 8 + 1)),
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


def measure(history: History, runs: int) -> tuple[float, float, dict[str, float]]:
    """Median seconds of a look by the wall clock and of the processor, and wall of each step."""
    totals: list[float] = []
    busy: list[float] = []
    steps: dict[str, list[float]] = {}
    for _ in range(runs):
        marks: list[tuple[str, float]] = []

        def note(name: str, marks: list[tuple[str, float]] = marks) -> None:
            marks.append((name, time.perf_counter()))

        start, worked = time.perf_counter(), time.process_time()
        look(history, Filter(), "2027-01-01", progress=note)
        end = time.perf_counter()
        busy.append(time.process_time() - worked)
        totals.append(end - start)
        for (name, begun), (_, done) in zip(marks, [*marks[1:], ("", end)], strict=True):
            steps.setdefault(name, []).append(done - begun)
    medians = {name: statistics.median(taken) for name, taken in steps.items()}
    return statistics.median(totals), statistics.median(busy), medians


def scrub(history: History, size: int = 200, runs: int = 20) -> float:
    """Median seconds of one step of moving a window of answers through time."""
    record = Record(history, Filter(), "2027-01-01")
    taken = []
    for i in range(runs):
        start = time.perf_counter()
        reliability(record.window(10 * i, 10 * i + max(size, len(record) // 2)), bands=())
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> int:
    """Print a table of medians in milliseconds."""
    sizes = [int(text) for text in sys.argv[1:]] or [1_000, 10_000, 100_000]
    for size in sizes:
        for step in (5, 1):
            history = ledger(size, step)
            measure(history, 1)
            total, busy, parts = measure(history, 7 if size <= 10_000 else 3)
            told = ", ".join(f"{name} {1000 * took:.0f}" for name, took in parts.items())
            print(
                f"{size:>7,} forecasts, {step} % steps: {1000 * total:6.0f} ms, processor "
                f"{1000 * busy:6.0f} ms ({told}); scrubbing {1000 * scrub(history):.1f} ms a step"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
