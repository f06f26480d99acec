"""Journal, review, paper and their forms: what every state shows, at three sizes."""

from __future__ import annotations

import os
from pathlib import Path

import books
import pytest
from own_app import SIZES, app_on, flat, press

GOLDENS = Path(__file__).parent.parent / "goldens"

RESULTS = (
    '"Probes that transfer', "enter", '"Probes beat the baseline', "enter", '"70', "enter",
    '"Gain in points', "enter", '"1 3 9 points', "enter", "ctrl+s",
)  # fmt: skip
STATES = {
    "journal": (books.busy, ("j",)),
    "journal-choice": (books.busy, ("j", "up", "up", "up", "up")),
    "journal-void": (books.busy, ("j", "up")),
    "journal-figures": (books.busy, ("j", "f")),
    "journal-empty": (books.Book, ("j",)),
    "journal-new": (books.Book, ("j", "n", '"The rebuttal works', "enter", '"3:1', "enter",
                                 '"in 3 weeks')),
    "journal-refused": (books.Book, ("j", "n", '"It holds', "enter", '"0.7', "enter")),
    "journal-resolve-void": (books.busy, ("j", "r", '"void', "enter", "ctrl+s")),
    "journal-update": (books.busy, ("j", "e", '"85')),
    "review": (books.busy, ("v",)),
    "review-line": (books.long, ("v", "d", "d")),
    "review-questions": (books.busy, ("v", "enter", '"ship it', "enter")),
    "paper-start": (books.Book, ("a",)),
    "paper-form": (books.Book, ("a", "enter", *RESULTS[:5])),
    "paper-read": (books.Book, ("a", "enter", *RESULTS)),
    "paper-done": (books.Book, ("a", "enter", *RESULTS, "enter", '"no', "enter", '"4', "enter",
                                '"the size of it', "enter")),
}  # fmt: skip
SAYS = {
    "journal": ("2 predictions due", "70 %  2026-11-18"),
    "journal-choice": ("60 %", "ask again 10 %"),
    "journal-void": ("the question was asked twice", "kept and not scored"),
    "journal-figures": ("over 2 resolved", "1 prediction is unresolved past the day, 33 %"),
    "journal-empty": ("press n",),
    "journal-new": ("= 2026-12-11 (Fri)",),
    "journal-refused": ("70 or 0.7 %?",),
    "journal-resolve-void": ("A void needs a reason",),
    "journal-update": ("It stands at 70 %", "= yes 85 %, no 15 %"),
    "review": ("2026-11-14 to 2026-11-20",),
    "review-line": ("answers: the running Brier score went from",),
    "review-questions": ("What is the goal now?", "What are you missing?"),
    "paper-start": ("no further", "Nothing is fetched"),
    "paper-form": ("What will it report?", "yes 70 %, no 30 %"),
    "paper-read": ("2 predictions are locked. Now read on.", "you: 1 / 3 / 9 points"),
    "paper-done": ("✗ Probes beat", "Brier 0.490", "✓ Gain in points", "the size of it"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", STATES)
async def test_every_state(name, size):
    make, keys = STATES[name]
    app = app_on(make())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = await press(pilot, *keys)
        for said in SAYS[name]:
            if name != "review-questions" or size[1] >= 24:
                assert said in flat(text) or said in text, said
        lines = text.splitlines()
        assert max(map(len, lines)) <= size[0]
        assert any("? help" in line or "ctrl+p palette" in line for line in lines[-2:])
        path = GOLDENS / f"own-{name}-{size[0]}x{size[1]}.txt"
        if os.environ.get("TASTEGYM_GOLDENS") == "write":
            path.write_text(text + "\n", "utf-8")
        assert text + "\n" == path.read_text("utf-8"), f"{path.name} differs"
