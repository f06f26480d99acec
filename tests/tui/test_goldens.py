"""Every screen and state as text, and what the numbers and marks on it mean.

The goldens show how a screen looks; the assertions beside them say that it is right. Write new
ones with `TASTEGYM_GOLDENS=write pytest tests/tui/test_goldens.py` and read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import world

from tastegym.tui.app import TastegymApp
from tastegym.tui.paint.figures import points_text, share

GOLDENS = Path(__file__).parent.parent / "goldens"
SIZES = ((80, 24), (120, 40), (60, 20))

# name: (scenario, keys, what must be true)
STATES = {
    "ask": (world.scenario, ""),
    "ask-typed": (world.scenario, "6 0"),
    "ask-armed": (world.scenario, "6 0 enter space j 2 0 enter"),
    "ask-line": (world.scenario, "colon 1 7 colon 3"),
    "ask-refused": (world.scenario, "0 . 7 enter"),
    "ask-hint-known": (world.scenario, "i s s"),
    "ask-reason": (world.scenario, "w w h y"),
    "ask-bet": (world.scenario, "b up"),
    "binary": (world.binary, "right right"),
    "board": (world.board, "8 0 enter 2 0 enter"),
    "bins": (world.bins, "j j 4 0 enter"),
    "quantile": (world.quantile, "= enter"),
    "long": (world.long, "j j"),
    "long-read": (world.long, "z d"),
    "own-line": (world.ask_first, ""),
    "stage-two": (world.staged, "7 0 enter enter"),
    "reveal": (world.scenario, "6 0 enter enter"),
    "reveal-all": (world.scenario, "6 0 enter enter space"),
    "reveal-miss": (world.scenario, "j 9 0 enter enter r"),
    "reveal-binary": (world.binary, "2 0 enter enter"),
    "reveal-board": (world.board, "8 0 enter 2 0 enter 6 0 enter enter"),
    "reveal-bins": (world.bins, "j j 4 0 enter enter"),
    "reveal-quantile": (world.quantile, "= enter enter"),
    "reveal-long": (world.long, "3 0 enter enter"),
    "reveal-staged": (world.staged, "7 0 enter enter 9 0 enter enter 9 5 enter enter space"),
    "pending": (world.pending, "6 0 enter enter"),
    "summary": (world.scenario, "6 0 enter enter enter"),
}


def check(name: str, text: str) -> None:
    path = GOLDENS / f"{name}.txt"
    if os.environ.get("TASTEGYM_GOLDENS") == "write":
        path.write_text(text + "\n", "utf-8")
    assert text + "\n" == path.read_text("utf-8"), f"{path.name} differs"


def numbers_in(text: str) -> list[str]:
    return re.findall(r"([\d.]+) %", text)


def means_something(screen, text: str) -> None:
    """Shown percents are the entry's, the marked option is the answer, points are the reveal's."""
    play = getattr(screen, "round", None)
    if play is None:
        return
    if (
        play.state in {"ask", "wait"}
        and not play.asking.wants_line
        and not play.asking.scenario.levels
    ):
        shown = numbers_in(text)
        for row, value in enumerate(play.entry.values):
            typed = row == play.entry.at and play.entry.buffer and not play.entry.line
            hidden = screen.laid.rows_hidden
            assert typed or hidden or share(value) in shown
        assert f"{play.asking.number} of {play.asking.total}" in text
    if play.state == "reveal":
        shown = play.shown
        assert f"{points_text(shown.points)} points" in text
        if shown.outcome and not play.all_open:
            (marked,) = [line for line in text.splitlines() if line.strip().startswith("✓")]
            option = next(o for o in shown.asking.options if o.id == shown.outcome)
            assert option.text[:20] in marked
            bp = shown.estimate.probs[[o.id for o in shown.asking.options].index(option.id)]
            assert f"{share(bp)} %" in marked


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", STATES)
async def test_practice_in_every_state(name, size):
    make, keys = STATES[name]
    app = world.practice(make())
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys.split())
        await pilot.pause()
        text = world.text_of(app)
        means_something(app.screen, text)
        assert max(map(len, text.splitlines())) <= size[0]
        check(f"practice-{name}-{size[0]}x{size[1]}", text)


def screens() -> dict[str, tuple[world.FakeServices, str]]:
    return {
        "history": (world.FakeServices(figured=world.figures()), "h"),
        "history-curve": (world.FakeServices(figured=world.figures()), "h right"),
        "history-table": (world.FakeServices(figured=world.figures()), "h right t"),
        "history-time": (world.FakeServices(figured=world.figures()), "h right right right"),
        "history-skills": (world.FakeServices(figured=world.figures()), "h left left left left"),
        "history-records": (world.FakeServices(figured=world.figures()), "h left"),
        "history-empty": (world.FakeServices(figured=world.figures(empty=True)), "h"),
    }


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", screens())
async def test_the_other_screens(name, size):
    services, keys = screens()[name]
    app = TastegymApp(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys.split():
            await pilot.press(key)
            await pilot.pause(0.05 if name.startswith("history") else None)
        await app.workers.wait_for_complete()
        await pilot.pause()
        text = world.text_of(app)
        check(f"{name}-{size[0]}x{size[1]}", text)
        if name == "history":
            assert f"{services.figured.figures.fresh} counted of" in text


@pytest.mark.parametrize("size", [(59, 30), (100, 19), (20, 5), (4, 2), (1, 1)])
async def test_a_window_that_is_too_small_says_so_and_takes_no_answer(size):
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=size) as pilot:
        await pilot.press("6", "0", "enter", "enter", "enter", "x")
        await pilot.pause()
        assert seat.of("Forecast") == []
        assert seat.of("Fact") == []
        if size[0] > 50:
            assert "A little more room, please" in world.text_of(pilot.app)
            assert "Which explanation" not in world.text_of(pilot.app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press("6", "0", "enter", "enter")
        await pilot.pause()
        assert "+72 points" in world.text_of(pilot.app)


async def test_a_storm_of_sizes_loses_nothing():
    seat = world.sitting(world.scenario())
    async with world.practice(seat=seat).run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "0", "enter", "j", "7")
        for i in range(40):
            await pilot.resize_terminal(1 + (i * 37) % 140, 1 + (i * 23) % 50)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "7_" in world.text_of(pilot.app)
        await pilot.press("0", "enter", "enter")
        await pilot.pause()
        (forecast,) = seat.of("Forecast")
        assert dict(zip(forecast.options, forecast.probs, strict=True))["data"] == 7000


async def test_without_unicode_every_glyph_is_ascii():
    services = world.FakeServices(unicode=False, figured=world.figures())
    seat = world.sitting(world.scenario(setup="Über die Kurve → hinaus: 3 ≤ β"))
    app = world.practice(seat=seat, services=services)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("6", "0")
            await pilot.pause()
            assert world.text_of(app).isascii()
            assert "> 1 The logger" in world.text_of(app)
            await pilot.press("enter", "enter", "space")
            await pilot.pause()
            assert world.text_of(app).isascii()
    finally:
        world.unicode_again()
