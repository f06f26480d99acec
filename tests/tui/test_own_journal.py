"""The journal through the keyboard: what is typed is what is kept."""

from __future__ import annotations

import json

import books
import pytest
from own_app import app_on, flat, press, told

from tastegym.tui.screens.journal import JournalScreen
from tastegym.tui.screens.today import TodayScreen


async def test_a_new_prediction_is_kept_as_it_was_typed():
    book = books.Book()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        await press(
            pilot, "j", "n", '"Loss ends below 2', "enter", '"70', "enter", '"fri', "enter",
            "enter", '"on the held-out set', "enter", '"1 in 5', "enter", '"it did twice', "enter",
            '"a spike', "enter", '"own, sweep',
        )  # fmt: skip
        assert book.saved == [], "nothing is kept before the last Enter"
        text = await press(pilot, "enter")
        assert isinstance(pilot.app.screen, JournalScreen)
        assert "▸ Loss ends below 2" in text
    (entry,) = book.entries()
    assert entry.last.probs == (7000, 3000)
    assert (entry.by, entry.topic, entry.base_rate) == ("2026-11-27", "experiment", 0.2)
    assert (entry.criterion, entry.change_mind) == ("on the held-out set", "a spike")
    assert entry.tags == ("own", "sweep")
    assert entry.estimates[0].reason == "it did twice"
    assert book.kept == {}


async def test_the_kind_brings_its_own_lines():
    book = books.Book()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "n", '"Mira says no', "enter", '"60', "enter", '"tomorrow',
                           "enter")  # fmt: skip
        assert "Their reason" not in text
        text = await press(pilot, "ctrl+u", '"men')
        assert "= mentor's answer" in text
        assert "Their reason" in text
        assert "Conviction" not in text
        text = await press(pilot, "ctrl+u", '"idea')
        assert "Conviction" in text
        assert "Their reason" not in text
        text = await press(pilot, "enter", '"7', "enter")
        assert "give 1 (hardly) to 5 (fully)" in text
        await press(pilot, "backspace", '"4', "ctrl+s")
    (entry,) = book.entries()
    assert (entry.topic, entry.conviction, entry.his_reason) == ("idea", 4, "")


async def test_a_dated_update_adds_and_edits_nothing():
    book = books.busy()
    before = list(book.saved)
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "e", '"85', "enter", '"a new run', "enter")
        assert "2026-11-20      85 % - a new run" in text
        assert "2026-11-10      70 %" in text
    assert book.saved[: len(before)] == before
    assert [type(one).__name__ for one in book.saved[len(before) :]] == ["Forecast"]


async def test_an_estimate_of_another_kind_is_refused():
    book = books.busy()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "e", '"1 2 3', "enter")
        assert "does not fit this question" in flat(text)
        assert len(book.saved) == len(books.busy().saved)


@pytest.mark.parametrize(
    ("down", "typed", "kept", "said"),
    [
        (0, "yes", "yes", "Brier 0.090; the base rate alone 0.360"),
        (0, "ambiguous", "ambiguous", "kept and not scored"),
        (2, "31 hours", "31.0", "WIS"),
        (4, "2", "o2", "go on"),
    ],
)
async def test_outcomes_of_every_form(down, typed, kept, said):
    book = books.busy()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", *["down"] * down, "r", f'"{typed}', "ctrl+s")
        assert said in flat(text)
        assert "Resolved (4)" in text
    assert book.of("ResolutionRow")[-1].outcome == kept


async def test_a_void_asks_for_its_reason():
    book = books.busy()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "r")
        assert "Why void" not in text
        text = await press(pilot, '"void', "ctrl+s")
        assert "A void needs a reason" in text
        assert len(book.of("ResolutionRow")) == 3
        text = await press(pilot, '"the node burnt', "ctrl+s")
        assert "the node burnt" in text
    assert json.loads(book.of("ResolutionRow")[-1].body)["why"] == "the node burnt"


async def test_a_mentors_reason_is_hit_or_missed_apart_from_the_answer():
    book = books.busy()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "down", "r", '"yes', "enter", '"perhaps', "enter")
        assert "say yes if they gave the reason" in flat(text)
        text = await press(pilot, "ctrl+u", '"no', "ctrl+s")
        assert "Their reason was another." in text
    assert json.loads(book.of("ResolutionRow")[-1].body)["reason_hit"] is False


async def test_an_outcome_is_put_right_by_a_new_row():
    book = books.busy()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "up", "up", "r")
        assert "A new outcome puts that right" in flat(text)
        text = await press(pilot, '"no', "ctrl+s")
        assert "Resolved (3)" in text
    assert len(book.of("ResolutionRow")) == 4
    assert [one.outcome for one in book.of("ResolutionRow")].count("no") == 2


async def test_only_an_open_task_has_a_clock_and_a_resolved_one_takes_no_estimate():
    book = books.busy()
    async with app_on(book).run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "j", "t")
        assert await told(pilot, "Only an open")
        text = await press(pilot, "down", "down", "down", "t")
        assert "the clock runs" in text
        await press(pilot, "t")
        assert [one.kind for one in book.of("Fact")] == ["task_start", "task_stop"]
        await press(pilot, "up", "up", "up", "up", "e")
        assert await told(pilot, "is resolved")
        assert isinstance(pilot.app.screen, JournalScreen)


async def test_trouble_with_the_ledger_is_said():
    book = books.Book(trouble="The ledger cannot be read (it is busy).")
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        for key in ("j", "v"):
            assert "cannot be read" in flat(await press(pilot, key))
            await press(pilot, "q")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_a_long_journal_keeps_the_chosen_line_in_sight():
    book = books.Book()
    for number in range(14):
        book.predict(f"Prediction number {number:02d}", "50", f"2026-12-{1 + number % 28:02d}")
    async with app_on(book).run_test(size=(60, 20)) as pilot:
        await press(pilot, "j")
        for _ in range(15):
            text = await press(pilot, "down")
            chosen = pilot.app.screen.chosen.statement
            assert f"▸ {chosen}" in text
