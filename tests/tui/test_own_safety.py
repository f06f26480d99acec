"""Keys, hostile text and small windows on the screens of own work."""

from __future__ import annotations

import books
import pytest
from own_app import app_on, press

from tastegym.tui.commands import APP, SCREENS
from tastegym.tui.journal_commands import DONE, EMPTY, LIST, READ, START
from tastegym.tui.screens.form import FormScreen
from tastegym.tui.screens.journal import JournalScreen
from tastegym.tui.screens.paper import PaperScreen
from tastegym.tui.screens.review import ReviewScreen


@pytest.mark.parametrize("name", ["Journal", "Weekly review", "A paper", "Form"])
def test_a_key_does_one_thing_in_each_of_their_states(name):
    for state in (LIST, EMPTY, START, READ, DONE, ""):
        taken: dict[str, str] = {}
        for command in (*SCREENS[name], *APP):
            if not command.states or state in command.states:
                for key in command.keys.split(","):
                    assert key not in taken, f"{key}: {taken.get(key)} and {command.id}"
                    taken[key] = command.id


def test_every_action_exists():
    for cls in (JournalScreen, ReviewScreen, PaperScreen, FormScreen):
        for command in cls.TABLE:
            assert hasattr(cls, f"action_{command.action.partition('(')[0]}"), command.id


async def test_nothing_that_was_written_acts(tmp_path, monkeypatch):
    from test_hostile import PAYLOADS, harmless

    monkeypatch.chdir(tmp_path)
    said = "PLAIN " + " ".join(PAYLOADS)[:380]
    for evil in (said, f"SEEN {PAYLOADS[0]}"):
        book = books.Book()
        more = {"criterion": evil, "reason": evil, "change_mind": evil, "tags": (evil,)}
        book.predict(evil, "70", "2026-11-20", 2, topic="mentor", his_reason=evil, **more)
        book.note("review", 7, first="2026-11-07", last="2026-11-13", answers={"change": evil})
        app = app_on(book)
        async with app.run_test(size=(100, 40)) as pilot:
            for keys in (("j",), ("r",), ('"no',), ("escape", "e"), ("escape", "q", "v"),
                         ("enter",), ("escape", "q")):  # fmt: skip
                harmless(await press(pilot, *keys))
                for y in (3, 9):
                    await pilot.click(offset=(6, y))
                assert app.is_running
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["n", "r"])
async def test_a_window_that_is_too_small_writes_nothing(key):
    book = books.busy()
    before = len(book.saved)
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", key)
        await pilot.resize_terminal(40, 10)
        text = await press(pilot, "ctrl+s", "enter")
        assert "A little more room" in text
        assert len(book.saved) == before
        await pilot.resize_terminal(80, 24)
        text = await press(pilot)
        assert "ctrl+s save" in text
