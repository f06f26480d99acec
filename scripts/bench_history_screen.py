#!/usr/bin/env python3
"""How long History takes to open, and how long a key waits meanwhile.

`scripts/bench_history_screen.py [N ...]` fills a ledger with N forecasts (10,000 by default) and
opens the screen on it without a terminal; with `--home DIR` it opens a home that is there already.
Told are: wall and processor seconds until the figures stand, the steps that were shown, the longest
time that the app's own loop was held up meanwhile (what a key would have waited), and the median of
redrawing each view. Nothing is asserted.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program does before NumPy is imported

from bench_home import fill_ledger

from tastegym.practice.start import Request
from tastegym.tui.app import TastegymApp
from tastegym.tui.desk import Desk
from tastegym.tui.history_commands import VIEWS
from tastegym.tui.screens.history import HistoryScreen

BEAT = 0.005  # seconds between two looks at the loop
LONGEST = 120  # seconds to wait for the figures


async def _beats(gaps: list[float], done: asyncio.Event) -> None:
    """How much later than asked for the loop comes back, again and again."""
    while not done.is_set():
        begun = time.perf_counter()
        await asyncio.sleep(BEAT)
        gaps.append(time.perf_counter() - begun - BEAT)


async def measure(home: Path) -> None:
    """Open History on a home and say what it took."""
    desk = Desk.open(home, Request(), unicode=True)
    app = TastegymApp(desk, lambda _app: HistoryScreen())
    steps: list[str] = []
    gaps: list[float] = []
    done = asyncio.Event()
    async with app.run_test(size=(100, 32)) as pilot:
        screen = app.screen
        assert isinstance(screen, HistoryScreen)
        wall, busy = time.perf_counter(), time.process_time()
        beats = asyncio.create_task(_beats(gaps, done))
        while screen.opened is None and not screen.trouble:
            await asyncio.sleep(BEAT)
            if screen.step and screen.step not in steps:
                steps.append(screen.step)
            if time.perf_counter() - wall > LONGEST:
                raise TimeoutError
        wall, busy = time.perf_counter() - wall, time.process_time() - busy
        done.set()
        await beats
        print(f"open: {wall:.2f} s wall, {busy:.2f} s of the processor; shown: {', '.join(steps)}")
        gaps.sort()
        late = gaps[int(0.99 * len(gaps))]
        print(f"the loop was held up {1000 * late:.0f} ms (99 %), {1000 * gaps[-1]:.0f} ms at most")
        for view in VIEWS:
            taken = []
            for _ in range(5):
                begun = time.process_time()
                screen.draw_all()
                await pilot.pause()
                taken.append(time.process_time() - begun)
            print(f"  {view}: {1000 * statistics.median(taken):.0f} ms a redraw")
            await pilot.press("right")
            await app.workers.wait_for_complete()
    desk.close()


def main() -> int:
    """Measure a home that is there, or fresh ones of the sizes asked for."""
    if "--home" in sys.argv:
        asyncio.run(measure(Path(sys.argv[sys.argv.index("--home") + 1])))
        return 0
    for count in [int(word) for word in sys.argv[1:]] or [10_000]:
        print(f"{count} forecasts")
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            fill_ledger(home / "ledger.sqlite3", count)
            asyncio.run(measure(home))
    return 0


if __name__ == "__main__":
    sys.exit(main())
