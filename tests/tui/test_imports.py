"""What the app may not load before its first question, checked in a fresh process."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "pydantic", "typer", "click", "importlib.metadata", "sqlmodel", "sqlalchemy", "numpy", "scipy",
    "faker", "textual.widgets._markdown", "textual.widgets._data_table",
)  # fmt: skip

PLAY = """
import asyncio, sys
sys.path.insert(0, {tests!r})
import world
from tastegym.tui.desk import Desk
async def main():
    app = world.practice(world.scenario())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "points if true" in world.text_of(app)
        print([name for name in {heavy!r} if name in sys.modules])
asyncio.run(main())
"""


def test_nothing_heavy_before_the_first_question():
    from pathlib import Path

    code = PLAY.format(tests=str(Path(__file__).parent), heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_lines_of_the_screens_know_no_textual():
    code = (
        "import sys, tastegym.tui.ink, tastegym.tui.round, tastegym.tui.paint.ask, "
        "tastegym.tui.paint.reveal, tastegym.tui.paint.after, tastegym.tui.paint.today, "
        "tastegym.tui.paint.history, tastegym.tui.paint.summary, tastegym.tui.paint.decks\n"
        "print([m for m in ('textual', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
