"""Two parts of a record beside each other, answers as they stood, searching, narrower filters."""

from __future__ import annotations

import math

import pytest
from lives import YES_NO, Life, practise

from tastegym.errors import UserError
from tastegym.insight import anchors
from tastegym.insight.course_words import sentences
from tastegym.insight.events import Span
from tastegym.insight.filters import Filter
from tastegym.insight.index import Index
from tastegym.insight.log import search
from tastegym.insight.opened import opened
from tastegym.insight.record import Record
from tastegym.insight.shown_then import shown_then
from tastegym.insight.sides import by_count, by_spans, worth_words
from tastegym.insight.values import Beta, Interval, Shift, ThenNow

DAY = "2026-12-01"


def record(life: Life, wanted: Filter | None = None) -> Record:
    return Record(life.history(), wanted or Filter(), DAY)


def days(life: Life, count: int) -> Life:
    """Four answers a day."""
    for _ in range(count):
        life.minutes += 60 * 24
        practise(life, 4)
    return life


def test_curves_of_both_sides_hold_the_pairs_of_their_answers():
    made = record(days(Life(), 20))
    sides = by_count(made, 30)
    assert sides.then == made.window(0, 30)
    assert sides.now == made.window(50, 80)
    assert sum(p.n for p in sides.then) == 30 * 4
    assert by_count(made, 41) is None


def test_spans_take_the_answers_of_their_days_and_never_share_one():
    made = record(days(Life(), 20))
    first, last = made.days(0, 80)
    middle = made.days(39, 41)
    then, now = Span(first, middle[0]), Span(middle[1], last)
    if middle[0] == middle[1]:
        pytest.fail("the days of the life changed: choose another split")
    sides = by_spans(made, then, now)
    assert sides.both.n + sides.both.n_last == 80
    assert sum(p.n for p in sides.then) == 4 * sides.both.n
    assert made.before(middle[1]) == sides.both.n
    with pytest.raises(UserError, match="share days"):
        by_spans(made, then, Span(first, last))
    assert by_spans(made, Span("2020-01-01", "2020-02-01"), now) is None


def both(first: float, last: float, ratio: Interval) -> ThenNow:
    shift = Shift(0.2, 0.2, 0.0, None, None)
    betas = [Beta(0.9 * b, b, 1.1 * b, 0.5) for b in (first, last)]
    return ThenNow(10, 10, shift, shift, *betas, ratio, 0.5)


def test_what_eighty_percent_was_worth_is_the_power_of_beta():
    said = worth_words(both(0.6, 1.0, Interval(1.67, 1.2, 2.3)))
    odds = math.exp(0.6 * math.log(4))
    assert f"80 % was worth about {100 * odds / (1 + odds):.0f} %" in said
    assert "then and 80 %" in said
    assert "chance alone" not in said
    assert "chance alone can do that" in worth_words(both(0.9, 1.0, Interval(1.1, 0.8, 1.5)))


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(kind="binary"), 2),
        (Filter(kind="board"), 0),
        (Filter(counts="fresh"), 24),
        (Filter(counts="practice"), 3),
        (Filter(recognised="heard"), 1),
        (Filter(recognised="known"), 1),
        (Filter(hinted="yes"), 2),
        (Filter(hinted="no"), 24),
    ],
)
def test_filters_count_what_they_name_and_give_no_verdict(wanted, count):
    life = practise(Life(), 21)
    life.answer((0.7, 0.3), "yes", YES_NO, kind="binary")
    life.answer((0.7, 0.3), "no", YES_NO, kind="binary")
    for lock in ({"hint_used": True}, {"hint_used": True}, {"recognised": "known"},
                 {"recognised": "heard"}):  # fmt: skip
        life.answer((0.4, 0.3, 0.2, 0.1), "a", lock=lock)
    figures = record(life, wanted).insight().figures
    assert figures.fresh == count
    assert figures.evidence.e is None


def test_a_filter_that_names_nothing_is_refused():
    for wanted in (Filter(kind="riddle"), Filter(counts="all"), Filter(hinted="perhaps")):
        with pytest.raises(UserError, match="is none of"):
            record(Life(), wanted)


def test_an_answer_is_shown_as_it_stood():
    life = Life()
    life.answer(
        (0.1, 0.9), "a", ("a", "b"), question="Which cable?",
        lock={"body": '{"reason":"worn","seconds":12.5,"typed":"90","own_line":"the left"}'},
    )  # fmt: skip
    exposure = life.rows["exposures"][-1]
    life.said("reflection", exposure_id=exposure.id, text="look at both ends")
    found = opened(life.history(), Filter(), DAY)
    then = shown_then(life.history(), found.entries[0])
    assert (then.question, then.setup) == ("Which cable?", "What was seen.")
    assert (then.seconds, then.typed, then.own_line) == (12.5, "90", "the left")
    assert then.notes == ("look at both ends",)
    assert then.order == exposure.option_order


def test_the_index_finds_what_the_plain_search_finds():
    life = practise(Life(), 12)
    life.answer((0.5, 0.5), "a", ("a", "b"), question="Was the LOGGER to blame?",
                lock={"body": '{"reason":"it always is"}'})  # fmt: skip
    life.said("reflection", exposure_id=life.rows["exposures"][-1].id, text="check the window")
    found = opened(life.history(), Filter(), DAY)
    index = Index(life.history(), found.entries)
    assert len(index) == 13
    for words in ("logger", "always blame", "WINDOW", "seen", "nowhere", "logger nowhere"):
        plain = {e.forecast_id for e in search(life.history(), found.entries, words)}
        assert index.find(words) == plain, words
    assert len(index.find("logger window always")) == 1


def test_check_ups_say_practised_and_held_back_apart_with_their_ranges():
    one = anchors.Measured(0, "2026-01-05", 44, anchors.Mean(28, 0.12, 0.1, 0.14), anchors.Mean(16))
    two = anchors.Measured(
        1, "2026-03-02", 44, anchors.Mean(28, 0.05, 0.03, 0.07), anchors.Mean(16, 0.1)
    )
    found = anchors.Progress(
        ("rigour.noise",), (one, two), (anchors.Change(-0.07, -0.1, -0.04),),
        (anchors.Change(-0.01, -0.05, 0.03),),
    )  # fmt: skip
    told = list(sentences(found))
    assert told[0].startswith("Week 0 (2026-01-05): regret on practised skills 0.120 (90 % range")
    assert "held back not measured" in told[0]
    assert "practised -0.070 (90 % range -0.100 to -0.040)" in told[2]
    assert "held back -0.010 (90 % range -0.050 to +0.030, chance alone can do that)" in told[2]
    assert list(sentences(None)) == []
