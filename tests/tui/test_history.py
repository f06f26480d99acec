"""The History screen on a year of one synthetic person: goldens, and what must be true on them."""

from __future__ import annotations

import re
import threading

import pytest
import world
from lives import YES_NO, Life, practise
from test_goldens import SIZES, check

from tastegym.errors import UserError
from tastegym.insight import words
from tastegym.insight.events import around
from tastegym.insight.filters import Filter
from tastegym.insight.opened import opened
from tastegym.insight.sides import by_count, by_spans
from tastegym.tui.app import TastegymApp
from tastegym.tui.history_commands import HISTORY, LINE, VIEWS
from tastegym.tui.paint.history_change import sizes
from tastegym.tui.paint.history_curve import BANDS, points, window_of, window_size
from tastegym.tui.screens.today import TodayScreen

DAY = world.DAY


def year() -> Life:
    """Half a year overconfident, a book, half a year calibrated; some worlds and own work."""
    life = Life(seed=11)
    skills = ("anomaly.triage", "experiment.design", "update.evidence", "rigour.replication")
    for half, beta in ((0, 0.45), (1, 1.0)):
        for _ in range(24):
            life.minutes += 60 * 24 * 5
            practise(life, 4, beta)
            life.answer(
                (0.8, 0.2), "yes" if life.random.random() < 0.7 else "no", YES_NO, kind="binary",
                skills=(life.random.choice(skills),), question="Did the effect replicate?",
            )  # fmt: skip
        if not half:
            life.minutes += 60 * 24
            life.said("event", text="read the book on base rates")
    life.answer((0.97, 0.01, 0.01, 0.01), "b", question="Was the logger to blame?",
                lock={"body": '{"reason":"it always is"}'})  # fmt: skip
    life.predict((0.8,), "yes")
    life.predict((0.4,))
    return life


@pytest.fixture(scope="module")
def lived():
    return year().history()


@pytest.fixture(scope="module")
def found(lived):
    return opened(lived, Filter(), DAY)


async def press(pilot, keys) -> None:
    """Press keys, each after what the one before had started."""
    for key in keys.split():
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        for _ in range(400):  # on a busy machine the screen or its figures may come later
            screen = pilot.app.screen
            there = not isinstance(screen, TodayScreen) and getattr(screen, "opened", True)
            if there or getattr(screen, "trouble", ""):
                break
            await pilot.pause(0.02)


async def shown(lived, size, keys, services=None):
    """The screen's text and the screen itself after some keys."""
    services = services or world.FakeServices(lived=lived, figured=world.figures())
    app = TastegymApp(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, f"h {keys}")
        return world.text_of(app), app.screen


def to(view: str) -> str:
    """The keys that lead from the first view to another."""
    return " ".join(["right"] * VIEWS.index(view))


STATES = {
    "look": "",
    "curve": to("curve"),
    "point": to("curve") + " down down",
    "behind": to("curve") + " down enter",
    "odds": to("curve") + " x b",
    "curve-table": to("curve") + " t",
    "change": to("change"),
    "change-event": to("change") + " c",
    "change-table": to("change") + " t",
    "time": to("time"),
    "skills": to("skills"),
    "tags": to("skills") + " t",
    "advice": to("advice"),
    "log": to("log"),
    "surprise": to("log") + " s enter",
    "records": to("records"),
    "filter": to("curve") + " f k i n d colon b",
    "filtered": to("curve") + " f k i n d colon b tab enter",
    "pooled": "r r r r",
}


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", STATES)
async def test_a_year_on_every_view(lived, found, name, size):
    text, screen = await shown(lived, size, STATES[name])
    assert max(map(len, text.splitlines())) <= size[0]
    assert "NaN" not in text
    assert not re.search(r"\bnan\b|None", text)
    flat = " ".join(text.split())
    the_curves_mean_something(name, flat, screen, found)
    the_words_mean_something(name, flat, screen, found)
    check(f"history-year-{name}-{size[0]}x{size[1]}", text)


def the_curves_mean_something(name, flat, screen, found) -> None:
    figures = found.insight.figures
    if name == "curve":
        numbers = re.findall(r"\d+", flat)
        written = [p for p in figures.curve if str(p.n) in numbers]
        assert len(written) >= 0.8 * len(figures.curve)
    if name == "point":
        point = figures.curve[1]
        assert f"At {100 * point.forecast:.0f} %: said {point.n} times, {point.hits} came" in flat
    if name == "behind":
        pairs = found.record.behind(figures.curve[0].forecast)
        hits = sum(hit for _, _, hit in pairs)
        assert f"{len(pairs)} times; {hits} came true" in flat
        assert len(pairs) == figures.curve[0].n
    if name == "odds":
        assert BANDS[screen.look.bands] == ("shading",)
        assert "Axes in log odds" in flat
    if name == "change":
        both = by_count(found.record, 100).both
        assert words.moved(both)[:60] in flat
        assert "came true (%)" in flat
    if name == "change-event":
        both = by_spans(found.record, *around(found.events[0])).both
        assert f"({both.n} answers) against since then ({both.n_last} answers)" in flat
        assert f"Brier {both.score.first:.3f} then, {both.score.last:.3f} now" in flat
    if name == "time":
        assert "▼" in flat


def the_words_mean_something(name, flat, screen, found) -> None:
    figures = found.insight.figures
    if name == "look":
        assert f"{figures.fresh} counted of {figures.n}" in flat
        assert f"Brier {figures.brier:.3f}" in flat
        assert words.verdict(figures)[:40] in flat
    if name == "advice":
        row = next(row for row in found.record.advice().table if row.felt == 0.85)
        assert f"When you feel 85 %, enter {100 * row.enter:.0f} %" in flat
    if name == "surprise":
        worst = max(found.entries, key=lambda entry: entry.surprise)
        assert f"Brier {worst.brier:.3f}; came true: {worst.outcome}." in flat
        assert worst.question in flat
    if name == "filter":
        assert "kind:binary kind:board" in flat
    if name == "filtered":
        kept = [entry for entry in found.entries if entry.kind == "binary"]
        assert "Only binary questions: no verdict under a filter" in flat
        assert screen.opened.insight.figures.fresh == len(kept) == 48
        assert screen.opened.insight.figures.evidence.e is None
    if name == "pooled":
        assert screen.wanted.source == "all"
        assert screen.opened.insight.figures.fresh == figures.fresh + 1
        assert "No verdict on pooled records" in flat


# --- then against now -----------------------------------------------------------------------------


async def test_both_curves_stand_on_one_canvas_and_differ_without_colour(lived, found):
    text, screen = await shown(lived, (120, 60), to("change"))
    sides = by_count(found.record, 100)
    assert screen.look.sides == sides
    drawn = text.partition("came true (%)")[2].partition("you said")[0]
    hidden = len(sides.then) - (drawn.count("▲") + drawn.count("△"))
    assert 0 <= hidden <= 4, "marks of then lie beneath those of now at most"
    assert drawn.count("●") + drawn.count("○") == len(sides.now)
    assert " then" in drawn
    assert " now" in drawn


async def test_plus_and_minus_change_how_many_answers_stand_on_each_side(lived, found):
    _, screen = await shown(lived, (80, 24), to("change") + " minus minus")
    known = sizes(found.insight.figures.fresh)
    assert screen.look.side == known[known.index(100) - 2]
    assert screen.look.sides.both.n == screen.look.side
    _, screen = await shown(lived, (80, 24), to("change") + " plus plus plus plus")
    assert screen.look.side == found.insight.figures.fresh // 2


async def test_two_spans_of_days_by_one_line(lived, found):
    typed = " ".join("full_stop" if c == "." else "space" if c == " " else "minus" if c == "-"
                     else c for c in "2026-03-01..2026-05-01 2026-09-01..")  # fmt: skip
    typed = re.sub(r"(?<=\d)(?=\d)", " ", typed)
    text, screen = await shown(lived, (120, 40), f"{to('change')} a {typed} enter")
    then = sum(e.local_day <= "2026-05-01" for e in found.entries if not e.why_not)
    now = sum(e.local_day >= "2026-09-01" for e in found.entries if not e.why_not)
    assert (screen.look.sides.both.n, screen.look.sides.both.n_last) == (then, now)
    flat = " ".join(text.split())
    assert f"2026-03-01 to 2026-05-01 ({then} answers) against from 2026-09-01" in flat
    text, screen = await shown(lived, (120, 40), f"{to('change')} a n o enter")
    assert "Give two spans of days" in text
    assert screen.state == LINE


async def test_an_event_is_marked_on_the_screen_with_text_and_day(lived):
    services = world.FakeServices(lived=lived, figured=world.figures())
    app = TastegymApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, f"h {to('time')} e n e w space j o b enter")
        await press(pilot, "y e s t e r d a y enter")
        (fact,) = services.notebook().saved
        assert (fact.kind, fact.local_day) == ("event", "2026-11-19")
        assert fact.body == '{"text":"new job"}'
        assert app.screen.HEADING == "History"


async def test_a_mark_is_taken_back_only_by_the_second_press(lived, found):
    services = world.FakeServices(lived=lived, figured=world.figures())
    app = TastegymApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, f"h {to('change')} c backspace")
        assert services.notebook().saved == []
        await press(pilot, "backspace")
        (fact,) = services.notebook().saved
        assert (fact.kind, fact.body) == ("hide", f'{{"id":"{found.events[0].id}"}}')


# --- moving through time --------------------------------------------------------------------------


async def test_brackets_move_the_curve_and_the_bands_come_at_rest(lived, found):
    services = world.FakeServices(lived=lived, figured=world.figures())
    app = TastegymApp(services)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await press(pilot, "h right")
        await pilot.press("[", "[", "[")
        await pilot.pause()
        screen = app.screen
        size = window_size(found.insight.figures)
        stop = screen.look.window
        assert 0 < stop < len(found.record)
        assert window_of(found, screen.look) == (stop - size, stop)
        assert screen.look.moving == found.record.window(stop - size, stop)
        begun, ended = found.record.days(stop - size, stop)
        flat = " ".join(world.text_of(app).split())
        assert f"Answers {stop - size + 1} to {stop} of 241, {begun} to {ended}" in flat
        for _ in range(200):
            if screen.look.resting:
                break
            await pilot.pause(0.05)
        assert screen.look.moving == found.record.window_at_rest(stop - size, stop)
        await pilot.press("down", "enter")
        await pilot.pause()
        pairs = found.record.behind(screen.look.moving[0].forecast, stop - size, stop)
        assert len(pairs) == screen.look.moving[0].n
        assert f"{len(pairs)} time" in world.text_of(app)
        await pilot.press("q", "]", "]", "]", "]", "]")
        assert screen.look.window == 0, "past the last answer stands the whole record"
        await pilot.press("[", "q")
        assert screen.look.window == 0
        assert app.screen is screen, "the first q shows all again"


async def test_the_likeliest_option_alone_has_a_pair_an_answer(lived, found):
    text, screen = await shown(lived, (80, 60), "right o down enter")
    assert sum(point.n for point in found.top) == found.insight.figures.fresh
    assert points(screen.opened, screen.look) == screen.opened.top
    pairs = found.record.behind_top(found.top[0].forecast)
    assert len(pairs) == found.top[0].n
    assert f"{sum(hit for _, _, hit in pairs)} came true" in text


# --- filters --------------------------------------------------------------------------------------


async def test_the_filter_is_one_for_all_views_and_leaves_by_an_empty_line(lived, found):
    keys = "f p r o b l e m enter"
    text, screen = await shown(lived, (120, 40), f"{keys} {to('log')}")
    assert screen.wanted.skill == "problem"
    assert "0 answers" in text
    assert "Only skill problem" in text
    back = " ".join(["backspace"] * 20)
    _, screen = await shown(lived, (120, 40), f"{keys} {to('log')} f {back} enter")
    assert screen.wanted == Filter()
    assert screen.opened.insight.figures.fresh == found.insight.figures.fresh


async def test_a_misspelt_filter_says_what_was_meant_and_keeps_the_line(lived):
    text, screen = await shown(lived, (80, 24), "f s k i l l colon a n o m a l e e s enter")
    assert "did you mean anomalies?" in text
    assert screen.look.typed.text == "skill:anomalees"
    assert screen.wanted == Filter()
    _, screen = await shown(lived, (80, 24), "f b i n a escape")
    assert screen.state == "look"


async def test_practice_alone_is_looked_at_without_a_verdict():
    life = practise(Life(), 25)
    for _ in range(3):
        life.answer((0.7, 0.1, 0.1, 0.1), "a", lock={"hint_used": True})
    text, screen = await shown(life.history(), (80, 24), "f p r a c t i c e enter")
    assert screen.opened.insight.figures.fresh == 3
    assert "practice (what does not count)" in " ".join(text.split())
    assert "No verdict under a filter" in text
    _, screen = await shown(life.history(), (80, 24), "f u n h i n t e d enter")
    assert screen.opened.insight.figures.fresh == 25


# --- log, ten that mattered, advice ---------------------------------------------------------------


async def test_a_search_takes_every_key_and_finds_reasons(lived):
    text, screen = await shown(lived, (80, 24), f"{to('log')} slash a l w a y s enter")
    assert screen.look.query == "always"
    assert "1 answer, newest first" in text
    assert "Was the logger" in text
    _, screen = await shown(lived, (80, 24), f"{to('log')} slash q question_mark q")
    assert screen.look.typed.text == "q?q"


async def test_what_mattered_is_marked_and_shown_alone(lived):
    text, screen = await shown(lived, (80, 24), f"{to('log')} m s s")
    assert "1 answer, ten that mattered" in text
    assert "♦" in text
    assert screen.opened.chosen == (screen.opened.entries[0].forecast_id,)


async def test_marking_what_mattered_leaves_the_keys_free(lived):
    gate = threading.Event()

    class Slow(world.FakeServices):
        def matters(self, forecast_id):
            assert gate.wait(20)
            return super().matters(forecast_id)

    app = TastegymApp(Slow(lived=lived, figured=world.figures()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, f"h {to('log')}")
        await pilot.press("m", "down", "down")
        await pilot.pause()
        assert app.screen.look.at == 2, "the cursor moves while the mark is being kept"
        assert app.screen.opened.chosen == ()
        gate.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.screen.opened.chosen == (app.screen.opened.entries[0].forecast_id,)


async def test_an_eleventh_choice_is_refused_in_words(lived):
    class Full(world.FakeServices):
        def matters(self, forecast_id):
            raise UserError("There are 10 already: take one off first (m on it).")

    app = TastegymApp(Full(lived=lived))
    told: list[str] = []
    app.say = told.append
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, f"h {to('log')} m")
        assert told == ["There are 10 already: take one off first (m on it)."]
        assert app.screen.opened.chosen == ()


async def test_that_advice_was_shown_is_kept_once_and_only_when_it_is_shown(lived):
    services = world.FakeServices(lived=lived, figured=world.figures())
    await shown(lived, (80, 24), to("skills"), services)
    assert services.notebook().saved == []
    await shown(lived, (80, 24), to("advice") + " left right right left", services)
    (fact,) = services.notebook().saved
    assert fact.kind == "advice_shown"
    assert '"source":"deck"' in fact.body
    few = practise(Life(), 10).history()
    services = world.FakeServices(lived=few, figured=world.figures())
    await shown(few, (80, 24), to("advice"), services)
    assert services.notebook().saved == [], "below twenty answers there is no table"


async def test_one_key_starts_what_would_tell_most(lived, found):
    services = world.FakeServices(lived=lived, figured=world.figures())
    await shown(lived, (80, 24), to("skills") + " p", services)
    (request,) = [one for one in services.asked if hasattr(one, "skill")]
    untried = [row.skill for row in found.insight.figures.skills if not row.n]
    assert request.skill == untried[0]


# --- the whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 10])
@pytest.mark.parametrize("view", VIEWS)
async def test_few_answers_or_none_break_no_view(count, view):
    history = practise(Life(), count, 1.0).history()
    text, _ = await shown(history, (60, 20), f"{to(view)} down enter t x [ c plus minus")
    assert not re.search(r"\bnan\b|None", text)
    assert view in text


def test_no_key_does_two_things_in_one_view():
    for state in (*VIEWS, LINE):
        keys = [k for c in HISTORY if state in c.states for k in c.keys.split(",")]
        assert len(keys) == len(set(keys)), state
