"""Keys that come faster than the screens change: each does what it would have done alone."""

from __future__ import annotations

import asyncio

import books
import pytest
import world
from own_app import app_on, burst, flat, press, settled
from textual import events

from tastegym.tui.screens.form import FormScreen

PAPER = "\rProbes that transfer\rProbes beat\r70\rGain in points\r1 3 9 points\r"
TEXTS = {
    "paper": "Probes that transfer",
    "result1": "Probes beat",
    "estimate1": "70",
    "result2": "Gain in points",
    "estimate2": "1 3 9 points",
}


def kept(app) -> dict[str, str]:
    return {name: text for name, text in app.screen.texts.items() if text}


async def test_keys_of_one_read_open_the_form_and_fill_its_lines():
    app = app_on(books.Book())
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "a")
        burst(app, PAPER)
        await settled(pilot)
        assert isinstance(app.screen, FormScreen)
        assert kept(app) == TEXTS
        burst(app, "\x13")
        await settled(pilot)
        assert "2 predictions are locked" in flat(world.text_of(app))


async def test_a_form_that_comes_late_gets_all_that_was_typed_for_it(monkeypatch):
    """The machine is busy while the form opens: what is typed meanwhile stands in it."""
    begun, go = asyncio.Event(), asyncio.Event()
    compose = FormScreen._on_compose

    async def late(self, event):
        begun.set()
        await go.wait()
        await compose(self, event)

    monkeypatch.setattr(FormScreen, "_on_compose", late)
    app = app_on(books.Book())
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "a")
        burst(app, PAPER[:8])
        await begun.wait()
        burst(app, PAPER[8:])
        assert not app.ahead.empty
        go.set()
        await settled(pilot)
        assert kept(app) == TEXTS


async def test_a_draft_comes_back_and_what_is_typed_at_once_follows_it():
    book = books.Book()
    book.kept["paper"] = {"paper": "Probes", "result1": "They"}
    app = app_on(book)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "a")
        burst(app, "\r60\rAnd so on\r")
        await settled(pilot)
        assert kept(app) == {
            "paper": "Probes",
            "result1": "They",
            "estimate1": "60",
            "result2": "And so on",
        }
        assert book.kept["paper"]["result2"] == "And so on"


async def test_letters_after_a_command_are_text_and_no_commands():
    app = app_on(books.busy())
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j")
        burst(app, "never quit early")
        await settled(pilot)
        assert isinstance(app.screen, FormScreen)
        assert kept(app)["statement"] == "ever quit early"


async def test_pasted_text_waits_for_its_line():
    app = app_on(books.Book())
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "a")
        burst(app, "\rProbes\r")
        app._driver.send_message(events.Paste("They transfer"))
        burst(app, "\r70")
        await settled(pilot)
        assert kept(app) == {"paper": "Probes", "result1": "They transfer", "estimate1": "70"}


@pytest.mark.parametrize("patience", [0.05])
async def test_a_widget_that_never_answers_holds_no_key_for_ever(monkeypatch, patience):
    monkeypatch.setattr("tastegym.tui.ahead.PATIENCE", patience)
    app = app_on(books.Book())
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "a")
        with monkeypatch.context() as lost:
            lost.setattr(type(app.screen), "call_later", lambda *_: True)
            burst(app, "x")
            await asyncio.sleep(0)
        await press(pilot, "enter")
        assert isinstance(app.screen, FormScreen)
