"""What a day's plan costs on a heavy home: processor time, beside one pass over the forecasts.

Usage: bench_plan.py [--scenarios N] [--forecasts N] [--runs N]

The peer is `SELECT max(length(body)) FROM forecast`, which reads every row once: what a plan would
cost that looked at each answer. Figures are the best of the interleaved runs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench_home import filled_home

from tastegym import clock
from tastegym.ledger import reader, seen
from tastegym.practice import facts, habit, start

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


def main() -> None:
    """Build the home, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=5_000)
    parser.add_argument("--forecasts", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = filled_home(
            Path(folder), scenarios=args.scenarios, forecasts=args.forecasts, mixed=True
        )
        report(home, args.runs)


def report(home: Path, runs: int) -> None:
    """Measure on a home and print."""
    path = home / "ledger.sqlite3"
    # The day after the last answer: what is asked of "today" would else reach over years.
    last = datetime.fromtimestamp(seen.seen(path).last_at / 1e6, UTC) + timedelta(days=1)
    base = start.open_base(home, now=lambda: clock.moment(last))
    today = base.now().local_day
    monday = habit.monday_of(today)
    parts: dict[str, Callable[[], object]] = {
        "one pass over the forecasts (peer)": lambda: reader.reading(path, _pass),
        "facts of the ledger": lambda: facts.facts(path, today),
        "facts and plan (target 30 ms)": lambda: start.day_plan(base),
        "days practised, all": lambda: habit.practised_days(path),
        "days practised, this week": lambda: habit.practised_days(path, monday),
    }
    best = dict.fromkeys(parts, float("inf"))
    for _ in range(runs):
        for name, part in parts.items():
            begun = time.process_time()
            part()
            best[name] = min(best[name], time.process_time() - begun)
    peer = best["one pass over the forecasts (peer)"]
    for name, seconds in best.items():
        print(f"{name:36} {1e3 * seconds:8.1f} ms   {seconds / peer:6.2f} x the peer")
    base.writer.close()
    base.library.close()


def _pass(conn: sqlite3.Connection) -> object:
    return conn.execute("SELECT max(length(body)) FROM forecast").fetchone()


if __name__ == "__main__":
    main()
