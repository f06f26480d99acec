"""The screens around practice: what Today, summary, check-up, help and tutorial say and do.

Goldens as in test_goldens: TASTEGYM_GOLDENS=write rewrites them; the assertions say what is right.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
import world

from tastegym.insight.anchors import Change, Mean, Measured, Progress
from tastegym.insight.running import Mean as RunningMean
from tastegym.insight.running import Moved, Running
from tastegym.ledger.draft import Draft
from tastegym.practice.after import After
from tastegym.practice.checkup import Course, Standing
from tastegym.practice.course import Where
from tastegym.practice.facts import DueQuestion
from tastegym.practice.habit import Habit, Week
from tastegym.practice.start import Request
from tastegym.practice.values import Rival
from tastegym.practice.words import contents, left
from tastegym.tui import ink
from tastegym.tui.app import TastegymApp
from tastegym.tui.paint import summary as summary_paint
from tastegym.tui.screens.checkup import CheckupScreen
from tastegym.tui.screens.form import FormScreen
from tastegym.tui.screens.paper import PaperScreen
from tastegym.tui.screens.practice import PracticeScreen
from tastegym.tui.screens.summary import SummaryScreen
from tastegym.tui.screens.today import TodayScreen

GOLDENS = Path(__file__).parent.parent / "goldens"
SIZES = ((80, 24), (120, 40), (60, 20))
AT = 1_795_000_000_000_000
DUE = (
    DueQuestion("q1", "The replication of run 12 ends below 2.0", "2026-11-18"),
    DueQuestion("q2", "Mira calls the ablation unnecessary", "2026-11-20"),
)
HELD = ("planning.task-order", "rigour.noise")
RUNNING_COURSE = Course("2026-09-20", 1, HELD, ("base-rate",) * 44)
MOVED = Running(
    Moved(RunningMean(104, 0.212), RunningMean(100, 0.216)),
    Moved(RunningMean(104, 43.4), RunningMean(100, 41.0)),
    Moved(RunningMean(14, 0.061), RunningMean(13, 0.066)),
)


def check(name: str, text: str) -> None:
    path = GOLDENS / f"{name}.txt"
    if os.environ.get("TASTEGYM_GOLDENS") == "write":
        path.write_text(text + "\n", "utf-8")
    assert text + "\n" == path.read_text("utf-8"), f"{path.name} differs"


def draft(n: int) -> Draft:
    return Draft(f"e{n}", "tastegym/oddities#loss-spike", 0, AT - n * 86_400_000_000, ())


def facts(**given: object) -> object:
    plan = given.pop("plan", {})
    return replace(world.FACTS, plan=replace(world.PLAN, **plan), **given)  # type: ignore[arg-type]


def services(**given: object) -> world.FakeServices:
    more = {name: given.pop(name) for name in ("figured", "follows", "moved", "checkups",
            "measures", "lived_weeks") if name in given}  # fmt: skip
    return world.FakeServices(facts=facts(**given), **more)  # type: ignore[arg-type]


STALE = tuple(replace(spot, why="repeat", why_not="repeat", lesson="") for spot in world.SPOTS[:2])
MEASURES = Progress(
    HELD,
    (
        Measured(0, "2026-09-20", 44, Mean(28, 0.12, 0.09, 0.15), Mean(16, 0.14, 0.1, 0.18)),
        Measured(1, "2026-11-18", 44, Mean(28, 0.07, 0.05, 0.09), Mean(16, 0.13, 0.09, 0.17)),
    ),
    (Change(-0.05, -0.08, -0.02),),
    (Change(-0.01, -0.06, 0.04),),
)


def screens() -> dict[str, tuple[world.FakeServices, str]]:
    under_way = Where(world.DAY, Standing(1, "2026-11-15", 11), RUNNING_COURSE)
    week = Where(world.DAY, Standing(2, "2027-01-10", 0), RUNNING_COURSE)
    return {
        "today": (services(figured=world.figures()), ""),
        "today-draft": (services(drafts=(draft(0),), titles=("Oddities",)), ""),
        "today-drafts": (
            services(drafts=tuple(map(draft, range(6))), titles=("Oddities",) * 6),
            "down",
        ),
        "today-full": (
            services(
                plan={"due": DUE, "paper": True},
                drafts=(draft(0),),
                titles=("Oddities",),
                course=under_way,
                figured=world.figures(),
                lived_weeks=replace(world.FACTS.habit, streak=4),
            ),
            "",
        ),
        "today-done": (services(plan={"spots": STALE, "unseen": 0, "days_left": None}), ""),
        "today-first": (services(sittings=0, days=(), plan={"first": True}), ""),
        "decks": (world.FakeServices(), "d"),
        "decks-broken": (world.FakeServices(), "d j"),
        "settings": (world.FakeServices(), "s j"),
        "tutorial-why": (world.FakeServices(), "t"),
        "tutorial-keys": (world.FakeServices(), "t enter"),
        "tutorial-question": (world.FakeServices(), "t enter enter right"),
        "tutorial-score": (world.FakeServices(), "t enter enter 6 0 enter enter enter"),
        "tutorial-counts": (world.FakeServices(), "t enter enter 6 0 enter enter enter enter"),
        "help": (world.FakeServices(), "question_mark"),
        "checkup-none": (world.FakeServices(), "m"),
        "checkup": (services(checkups=under_way, measures=MEASURES), "m"),
        "checkup-later": (services(checkups=week, measures=MEASURES), "m"),
    }


async def shown(app: TastegymApp, pilot, keys: str) -> str:
    await pilot.pause()
    for key in keys.split():
        await pilot.press(key)
        await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()
    return world.text_of(app)


def words_of(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", screens())
async def test_every_screen_at_every_size(name, size):
    found, keys = screens()[name]
    app = TastegymApp(found)
    async with app.run_test(size=size) as pilot:
        text = await shown(app, pilot, keys)
        check(f"{name}-{size[0]}x{size[1]}", text)
        assert max(map(len, text.splitlines())) <= size[0]
        means_something(name, found, words_of(text), size)


def means_something(name: str, found: world.FakeServices, text: str, size) -> None:
    plan = found.facts.plan
    if name == "today":
        assert f"about {round(plan.planned)} minutes" in text
        assert all(part in text for part in contents(plan))
        assert left(plan) in text
        assert "2 of 3 days this week" in text
        assert f"{found.figured.figures.fresh} answers count, 4 do not" in text
    if name == "today-full":
        places = [text.index(part) for part in ("2 of your own", "left open", "today's plan")]
        assert places == sorted(places), "own predictions come first, then what was left open"
        assert DUE[0].statement in text
        assert "ten minutes with a paper" in text
        assert "check-up of week 8: 33 worlds left, in 3 sittings" in text
        if size[1] > 24:
            assert "4 weeks kept" in text
    if name == "today-done":
        assert "this does not count" in text
    if name == "today-drafts":
        assert "6 answers were left open" in text
        (marked,) = re.findall(r"▸ (\S+ \S+)", text)
        assert marked.startswith("17"), "the second, of the day before"
    if name == "decks":
        assert "6 / 20" in text
    if name == "checkup":
        assert "week 8: 11 of 44 done" in text
        assert "Kept out of practice" in text
        if size[1] >= 24:
            assert "practised −0.050" in text or "practised -0.050" in text
    if name == "checkup-later":
        assert "open from 2027-01-10" in text


# --- Today -----------------------------------------------------------------------------------


async def test_enter_starts_the_plan_and_asks_for_no_count():
    found = world.FakeServices()
    app = TastegymApp(found)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot, "enter")
        assert isinstance(app.screen, PracticeScreen)
        (request,) = [one for one in found.asked if isinstance(one, Request)]
        assert request.leaves_it_open


async def test_c_opens_the_answer_that_is_named():
    found = services(drafts=tuple(map(draft, range(3))), titles=("A", "B", "C"))
    app = TastegymApp(found)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot, "down down c")
        assert "e2" in found.asked
        assert isinstance(app.screen, PracticeScreen)


async def test_arrows_choose_nothing_where_one_answer_is_open():
    found = services(drafts=(draft(0),), titles=("A",))
    app = TastegymApp(found)
    async with app.run_test(size=(80, 24)) as pilot:
        text = await shown(app, pilot, "down down")
        assert "▸" not in text
        await shown(app, pilot, "c")
        assert "e0" in found.asked


async def test_the_check_up_is_in_the_palette_whether_offered_or_not():
    app = TastegymApp(world.FakeServices())
    async with app.run_test(size=(80, 24)) as pilot:
        text = await shown(app, pilot, "")
        assert "check-up" not in text
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert "check-up  (m)" in titles


# --- check-up ----------------------------------------------------------------------------------


async def test_a_sitting_of_the_check_up_is_played_and_leads_back():
    found = services(checkups=Where(world.DAY, Standing(1, world.DAY, 11), RUNNING_COURSE))
    app = TastegymApp(found)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot, "m enter")
        assert "check-up" in found.asked
        assert isinstance(app.screen, PracticeScreen)
        found.checkups = Where(world.DAY, Standing(1, world.DAY, 12), RUNNING_COURSE)
        text = await shown(app, pilot, "2 0 enter enter enter")
        assert isinstance(app.screen, CheckupScreen)
        assert "12 of 44 done" in words_of(text)


async def test_the_course_ends_only_at_the_second_asking():
    found = services(checkups=Where(world.DAY, Standing(1, world.DAY, 11), RUNNING_COURSE))
    app = TastegymApp(found)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot, "m x")
        assert "end" not in found.asked
        text = await shown(app, pilot, "x")
        assert found.asked.count("end") == 1
        assert "nothing is held back" in words_of(text)
        await shown(app, pilot, "enter x")
        assert isinstance(app.screen, CheckupScreen), "nothing more to take"
        assert found.asked.count("end") == 1


# --- summary -------------------------------------------------------------------------------------


def block(count: int = 2, **given: object) -> tuple[TastegymApp, world.FakeServices]:
    seat = world.sitting(*[world.scenario(f"n{i}") for i in range(count)])
    found = world.FakeServices(next_sitting=seat, **given)  # type: ignore[arg-type]
    return world.practice(seat=seat, services=found), found


PLAYED = "6 0 enter enter enter j 9 0 enter enter enter"


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", ["first", "paper", "plain"])
async def test_the_summary(name, size):
    follows = After(first=name == "first", paper=name == "paper")
    app, found = block(follows=follows, moved=MOVED if name == "plain" else None)
    async with app.run_test(size=size) as pilot:
        text = await shown(app, pilot, PLAYED)
        assert isinstance(app.screen, SummaryScreen)
        check(f"summary-{name}-{size[0]}x{size[1]}", text)
        told = app.screen.summary
        page = words_of(ink.text_of(summary_paint.page(told, 76, app.screen.moved, follows)))
        assert f"{told.brier:.3f}" in page
        assert f"promised {told.expected:.3f} ± {told.sd:.3f}" in page
        for rival in told.rivals:
            assert rival.name in page
        assert ("running", app.screen._session) in found.asked
        if name == "plain":
            assert "Decks so far: 43 points over 104 counted answers (+2 with this block)" in page
            assert "regret 0.061 over 14 anchors (−0.005 with this block)" in page
        if name == "first":
            assert "One thing more" in page


async def test_the_first_sitting_ends_with_one_prediction_of_ones_own():
    app, found = block(follows=After(first=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot, PLAYED)
        await shown(app, pilot, "enter")
        assert isinstance(app.screen, FormScreen)
        await shown(app, pilot, "escape")
        assert isinstance(app.screen, SummaryScreen), "it can be left"
        await shown(app, pilot, "enter")
        for text in ("The run beats the baseline", "60", "tomorrow"):
            await pilot.press(*(key if key != " " else "space" for key in text))
            await pilot.press("enter")
        await shown(app, pilot, "ctrl+s")
        (question,) = found.book.of("Question")
        assert question.statement == "The run beats the baseline"
        assert isinstance(app.screen, TodayScreen)


async def test_enter_after_a_block_is_done_goes_home_and_starts_nothing():
    app, found = block()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot, PLAYED)
        await shown(app, pilot, "enter")
        assert isinstance(app.screen, TodayScreen)
        assert not [one for one in found.asked if isinstance(one, Request)]


async def test_a_paper_is_one_key_away_where_it_is_offered():
    app, _ = block(follows=After(paper=True))
    async with app.run_test(size=(80, 24)) as pilot:
        text = await shown(app, pilot, PLAYED)
        assert "a paper" in text.splitlines()[-1]
        await shown(app, pilot, "a")
        assert isinstance(app.screen, PaperScreen)


def test_how_sure_the_order_is_stands_beside_each_rival_or_below_all():
    rivals = (Rival("market", 9, 30.0, 12.0, 0.03), Rival("crowd", 1, 10.0, 5.0))
    told = replace(world.sitting(world.scenario()).session.summary(), rivals=rivals)
    wide = ink.text_of(summary_paint.page(told, 76))
    assert re.search(r"market +\+30 +\+12 +9 +probably not luck", wide)
    assert re.search(r"crowd +\+10 +\+5 +1 +one question cannot tell", wide)
    narrow = ink.text_of(summary_paint.page(told, 56))
    assert "Market: probably not luck." in narrow
    assert max(map(len, narrow.splitlines())) <= 56


# --- help and every sheet ------------------------------------------------------------------------


@pytest.mark.parametrize("keys", ["question_mark", "h question_mark", "j question_mark",
                                  "d question_mark", "s question_mark", "v question_mark",
                                  "a question_mark", "m question_mark", "t question_mark",
                                  "enter question_mark"])  # fmt: skip
async def test_help_of_every_screen_lists_its_table_and_says_that_it_scrolls_on(keys):
    app = TastegymApp(world.FakeServices(figured=world.figures()))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, pilot, " ".join(keys.split()[:-1]))
        table = app.screen.TABLE
        text = await shown(app, pilot, "question_mark")
        page = words_of(ink.text_of(app.screen.page("main-page").lines(76)))
        assert all(" ".join(command.help.split()) in page for command in table)
        box = app.screen.query_one("#main")
        assert ("more below" in text) == (box.max_scroll_y > 0)
        for _ in range(9):
            text = await shown(app, pilot, "d")
        assert "more below" not in text
        assert ("more above" in text) == (box.max_scroll_y > 0)


async def test_settings_choose_minutes_or_a_number_of_questions():
    found = world.FakeServices()
    app = TastegymApp(found)
    async with app.run_test(size=(80, 24)) as pilot:
        text = await shown(app, pilot, "s down right")
        assert found.settings.minutes == 15
        assert "as the minutes allow" in text
        text = await shown(app, pilot, "down right right")
        assert found.settings.block == 4
        await shown(app, pilot, "left left")
        assert found.settings.block is None


def test_weeks_kept_are_told_once_they_are_known():
    from tastegym.tui.paint.today import week

    lived = Habit("2026-11-20", 3, False, False, Week("2026-11-16", 2, 3), 1, 5, 6, ())
    assert "5 weeks kept" in ink.text_of(week("2026-11-20", ("2026-11-17",), lived))
    assert "kept" not in ink.text_of(week("2026-11-20", ("2026-11-17",), lived, whole=False))
