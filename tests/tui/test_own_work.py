"""Journal, weekly review and paper through the keyboard: what is typed is what is kept."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import books
import pytest
import world

from tastegym.tui.app import TastegymApp
from tastegym.tui.commands import APP, SCREENS
from tastegym.tui.journal_commands import DONE, EMPTY, LIST, READ, START
from tastegym.tui.screens.form import FormScreen
from tastegym.tui.screens.journal import JournalScreen
from tastegym.tui.screens.paper import PaperScreen
from tastegym.tui.screens.review import ReviewScreen
from tastegym.tui.screens.today import TodayScreen

GOLDENS = Path(__file__).parent.parent / "goldens"
SIZES = ((80, 24), (120, 40), (60, 20))


def app_on(book: books.Book, **given) -> TastegymApp:
    return TastegymApp(world.FakeServices(book=book, **given))


async def press(pilot, *keys: str) -> str:
    """Press keys; what begins with a quote is typed."""
    for key in keys:
        for one in key[1:] if key.startswith('"') else (key,):
            await pilot.press({" ": "space", "|": "vertical_line", "_": "underscore"}.get(one, one))
        await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return world.text_of(pilot.app)


async def told(pilot, said: str) -> bool:
    """Whether a sentence comes up in the corner."""
    for _ in range(50):
        if said in flat(world.text_of(pilot.app)):
            return True
        await pilot.pause(0.02)
    return False


def flat(text: str) -> str:
    return " ".join(text.split())


# --- goldens --------------------------------------------------------------------------------------

RESULTS = (
    '"Probes that transfer', "enter", '"Probes beat the baseline', "enter", '"70', "enter",
    '"Gain in points', "enter", '"1 3 9 points', "enter", "ctrl+s",
)  # fmt: skip
STATES = {
    "today-due": (books.busy, ()),
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
    "review-questions": (books.busy, ("v", "enter", '"ship it', "enter")),
    "paper-start": (books.Book, ("a",)),
    "paper-form": (books.Book, ("a", "enter", *RESULTS[:5])),
    "paper-read": (books.Book, ("a", "enter", *RESULTS)),
    "paper-done": (books.Book, ("a", "enter", *RESULTS, "enter", '"no', "enter", '"4', "enter",
                                '"the size of it', "enter")),
}  # fmt: skip
SAYS = {
    "today-due": ("2 predictions due", "ten minutes with a paper"),
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


# --- journal --------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("line", "typed", "said"),
    [
        ("estimate", "0.7", "70 or 0.7 %?"),
        ("estimate", "170", "above 100"),
        ("estimate", "9 3 1 hours", "must rise"),
        ("by", "someday", "no date that I can read"),
        ("by", "2026-11-19", "has passed"),
        ("kind", "guess", "There is no kind"),
        ("base_rate", "often", "is not a number"),
    ],
)
async def test_a_wrong_input_gets_one_sentence_and_nothing_is_lost(line, typed, said):
    book = books.Book()
    good = {"statement": "It holds", "estimate": "70", "by": "fri", "reason": "why not"}
    book.kept["new"] = {"kind": "experiment", **good, line: typed}
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "n", "ctrl+s")
        assert said in flat(text)
        assert book.saved == []
        screen = pilot.app.screen
        assert isinstance(screen, FormScreen)
        assert screen.focused.id == f"field-{line}", "one stands on the line that is wrong"
        assert screen.texts["statement"] == "It holds"
        assert screen.texts["reason"] == "why not"
        right = {"estimate": "70", "by": "fri", "kind": "task", "base_rate": "30"}[line]
        await press(pilot, "ctrl+u", f'"{right}', "ctrl+s")
    assert len(book.entries()) == 1


async def test_what_was_typed_waits_when_the_form_is_left():
    book = books.Book()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "n", '"Half a sentence', "enter", '"4', "escape")
        assert isinstance(pilot.app.screen, JournalScreen)
        text = await press(pilot, "q", "j", "n")
        assert "Half a sentence" in text
        assert pilot.app.screen.texts["estimate"] == "4"
        assert pilot.app.screen.focused.id == "field-by", "the first empty line"


async def test_a_failed_commit_keeps_the_form_and_sends_the_same_rows_again():
    book = books.Book(fail=[OSError("The disk is full.")])
    sent = []
    submit = book.submit
    book.submit = lambda *rows, then: (sent.append(rows), submit(*rows, then=then))
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "n", '"It holds', "enter", '"70', "enter", '"fri', "ctrl+s")
        assert "Not saved: The disk is full." in text
        assert pilot.app.screen.texts["statement"] == "It holds"
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, JournalScreen)
    assert len(sent) == 2
    assert sent[0] == sent[1], "the same ids, so nothing is kept twice"
    assert len(book.entries()) == 1


async def test_nothing_is_sent_twice_while_a_commit_is_under_way():
    book = books.Book()
    held = []
    book.submit = lambda *rows, then: held.append((rows, then))
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        text = await press(pilot, "j", "n", '"It holds', "enter", '"70', "enter", '"fri', "ctrl+s")
        assert "Saving" in text
        await press(pilot, "ctrl+s", "enter", "ctrl+s")
        assert len(held) == 1
        book.saved.extend(held[0][0])
        held[0][1](None)
        assert "It holds" in await press(pilot)
        assert isinstance(pilot.app.screen, JournalScreen)


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


# --- Today, review, paper -------------------------------------------------------------------------


async def test_due_ones_greet_and_are_gone_when_resolved():
    book = books.busy()
    async with app_on(book).run_test(size=(80, 24)) as pilot:
        assert "2 predictions due" in await press(pilot)
        await press(pilot, "j", "r", '"yes', "ctrl+s")
        assert "1 prediction due" in await press(pilot, "q")
        await press(pilot, "j", "r", '"yes', "ctrl+s")
        assert "due" not in await press(pilot, "q")


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


# --- keys and safety ------------------------------------------------------------------------------


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
