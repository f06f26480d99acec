"""Today, the weekly review and ten minutes with a paper through the keyboard."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import books
import pytest
from own_app import app_on, press, told

from tastegym.tui.app import TastegymApp
from tastegym.tui.screens.journal import JournalScreen
from tastegym.tui.screens.paper import PaperScreen
from tastegym.tui.screens.review import ReviewScreen


async def test_the_palette_finds_the_three_screens():
    app = app_on(books.Book())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        titles = {one.title for one in app.get_system_commands(app.screen)}
        assert {"journal  (j)", "review  (v)", "paper  (a)"} <= titles
        for key, cls in (("j", JournalScreen), ("v", ReviewScreen), ("a", PaperScreen)):
            await press(pilot, key)
            assert isinstance(app.screen, cls)
            await press(pilot, "q")


async def test_last_weeks_change_comes_first_and_answers_are_kept():
    book = books.busy()
    book.note("review", 7, first="2026-11-07", last="2026-11-13",
              answers={"change": "look at the split first"})  # fmt: skip
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "v")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        assert lines[2] == "Last time you wanted to change: look at the split first"
        text = await press(pilot, "enter", "enter", '"two runs done', "ctrl+s")
        assert isinstance(pilot.app.screen, ReviewScreen)
        saved = json.loads(book.of("Fact")[-1].body)
        assert saved["answers"] == {"progress": "two runs done"}, "what is skipped is not kept"
        await press(pilot, "d", "d", "d")
        text = await press(pilot)
        assert "6 questions left" in text
        assert "tastegym review --export" in text
        await press(pilot, "enter")
        assert pilot.app.screen.texts["progress"] == "two runs done"
        await press(pilot, "ctrl+s")
        assert len(book.of("Fact")) == 2, "unchanged answers are not kept again"


async def test_a_paper_takes_two_results_at_least_and_locks_them_before_reading_on():
    book = books.Book()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", "enter", '"Title', "enter", '"One', "enter", '"70')
        text = await press(pilot, "ctrl+s")
        assert "Write result 2" in text
        assert book.saved == []
        await press(pilot, '"Two', "enter", '"grows 60 | stays', "ctrl+s")
        assert isinstance(pilot.app.screen, PaperScreen)
        assert [len(book.of(kind)) for kind in ("Question", "Forecast")] == [2, 2]
        one, two = book.entries()
        assert one.paper == two.paper == "Title"
        assert one.topic == "paper"
        text = await press(pilot, "enter", '"void', "enter")
        assert "void because" in text
        await press(pilot, "ctrl+u", '"yes', "enter", "enter", '"so little', "enter")
        assert "so little" in await press(pilot)
    assert [row.outcome for row in book.of("ResolutionRow")] == ["yes"]
    fact = json.loads(book.of("Fact")[-1].body)
    assert fact["paper"] == "Title"
    assert len(fact["questions"]) == 2
    assert fact["surprise"] == "so little"
    (left,) = [one for one in book.entries() if one.open]
    assert left.statement == "Two", "what was left open waits in the journal"


async def test_a_real_home_keeps_it_and_the_plain_commands_read_the_same(tmp_path):
    from tastegym.clock import moment
    from tastegym.journal.read import own
    from tastegym.journal.view import entries
    from tastegym.practice.start import open_base
    from tastegym.tui.desk import Desk

    def now():
        return moment(datetime(2026, 11, 20, 12, tzinfo=UTC))

    desk = Desk(open_base(tmp_path, now=now), unicode=True)
    try:
        async with TastegymApp(desk).run_test(size=(80, 24)) as pilot:
            await press(pilot, "j", "n", '"It holds', "enter", '"70', "enter", '"today', "ctrl+s")
            assert await told(pilot, "▸ It holds")
            await press(pilot, "r", '"yes', "ctrl+s")
            assert await told(pilot, "Resolved (1)")
            await press(pilot, "q", "v")
            assert await told(pilot, "over 1 resolved")
    finally:
        desk.close()
    (entry,) = entries(own(tmp_path / "ledger.sqlite3"), "2026-11-20")
    assert (entry.statement, entry.state, entry.scores.last) == (
        "It holds", "resolved", pytest.approx(0.09),
    )  # fmt: skip


async def test_a_paper_left_halfway_goes_on_where_it_stood():
    book = books.Book()
    for text, typed in (("Probes beat it", "70"), ("Gain", "1 3 9 points")):
        book.predict(text, typed, "2026-11-20", topic="paper", paper="Probes that transfer")
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "a")
        assert "2 predictions are locked. Now read on." in text
        text = await press(pilot, "enter", '"yes', "enter", '"2', "enter", "ctrl+s")
        assert "✓ Probes beat it" in text
        text = await press(pilot, "n")
        assert "Ten minutes with a paper" in text
        text = await press(pilot, "q", "a")
        assert "Ten minutes with a paper" in text, "nothing is open any more"
