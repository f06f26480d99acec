"""Entries and figures of the journal: states, dated scores, times, buckets."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_rows import Diary

from tastegym.clock import moment
from tastegym.errors import UserError
from tastegym.journal.estimate import read_estimate
from tastegym.journal.figures import figures, sentences, share
from tastegym.journal.score import scores
from tastegym.journal.view import day_end, find
from tastegym.scoring.shares import share_interval


def test_a_question_runs_from_open_to_due_to_overdue_to_resolved() -> None:
    diary = Diary()
    one = diary.predict("70", by="2026-11-03")
    assert diary.entry(one).state == "open"
    diary.hours = 24
    assert diary.entry(one).state == "due"
    diary.hours = 48
    assert diary.entry(one).state == "overdue"
    diary.resolve(one, "yes")
    entry = diary.entry(one)
    assert (entry.state, entry.open, entry.hit) == ("resolved", False, 1.0)
    assert entry.scores.last == pytest.approx(0.09)


def test_updates_are_dated_and_the_first_stays() -> None:
    diary = Diary()
    one = diary.predict("50", by="2026-11-20")
    diary.hours = 100
    diary.update(one, "90")
    diary.hours = 400
    diary.resolve(one, "yes")
    entry = diary.entry(one)
    assert [row.estimate.probs[0] for row in entry.estimates] == [5000, 9000]
    assert entry.scores.first == pytest.approx(0.25)
    assert entry.scores.last == pytest.approx(0.01)
    assert entry.scores.over_time == pytest.approx((0.25 * 100 + 0.01 * 300) / 400)


def test_time_after_the_last_day_is_hindsight_and_weighs_nothing() -> None:
    estimates = [(0, read_estimate("50")), (100, read_estimate("100"))]
    assert scores(estimates, 0, 100).over_time == pytest.approx(0.25)
    assert scores(estimates, 0, 200).over_time == pytest.approx(0.125)
    assert scores(estimates, 0, 0).over_time == pytest.approx(0.25)
    east = timezone(timedelta(hours=2))
    four = datetime(2026, 11, 4, 4, tzinfo=east)
    assert day_end("2026-11-03", 120) == moment(four).at


@given(
    st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 100)), min_size=1, max_size=6),
    st.booleans(),
    st.integers(0, 3000),
)
def test_the_average_over_time_lies_between_the_losses(steps, came_true: bool, end: int) -> None:
    at, estimates = 0, []
    for gap, percent in steps:
        estimates.append((at, read_estimate(f"{percent}%")))
        at += gap
    found = scores(estimates, 0 if came_true else 1, end)
    losses = [(p / 100 - came_true) ** 2 for _, p in steps]
    assert min(losses) - 1e-9 <= found.over_time <= max(losses) + 1e-9
    # A slow reference: the loss in force at every instant.
    if end > 0:
        total = 0.0
        for second in range(end):
            place = max(n for n, (when, _) in enumerate(estimates) if when <= second)
            total += losses[place]
        assert found.over_time == pytest.approx(total / end)


def test_an_outcome_is_put_right_by_a_new_row_and_only_on_purpose() -> None:
    diary = Diary()
    one = diary.predict("70")
    diary.resolve(one, "yes")
    with pytest.raises(UserError, match="--correct"):
        diary.resolve(one, "no")
    diary.hours = 1
    diary.resolve(one, "no", correct=True)
    assert diary.entry(one).outcome.outcome == "no"
    diary.fact("hide", id=diary.rows["resolutions"][-1].id)
    assert diary.entry(one).outcome.outcome == "yes", "what was taken back shows the row before"


def test_outcomes_of_every_kind() -> None:
    diary = Diary()
    choice = diary.predict("drop it 60 | go on 40")
    diary.resolve(choice, "go on")
    assert diary.entry(choice).outcome.outcome == "o2"
    assert diary.entry(choice).hit == 0.0
    amount = diary.predict("10 20 40 hours")
    diary.resolve(amount, "35 hours")
    assert diary.entry(amount).outcome.text == "35 hours"
    assert diary.entry(amount).hit == 1.0
    unclear = diary.predict("70")
    diary.resolve(unclear, "ambiguous")
    assert diary.entry(unclear).state == "ambiguous"
    assert diary.entry(unclear).scores is None
    for outcome in ("maybe", "", "1e999", "go"):
        with pytest.raises(UserError):
            diary.resolve(diary.predict("70"), outcome)
    with pytest.raises(UserError, match="reason"):
        diary.resolve(diary.predict("70"), "void")


def test_figures_show_what_is_overdue_and_what_it_would_cost() -> None:
    diary = Diary()
    for typed, outcome in (("80", "yes"), ("80", "no"), ("20", "no")):
        diary.resolve(diary.predict(typed, by="2026-11-04"), outcome)
    diary.predict("90", by="2026-11-04")
    diary.predict("10", by="2026-11-04")
    diary.predict("70", by="2026-12-24")
    diary.hours = 72
    found = figures(diary.entries())
    assert (found.resolved, found.overdue, found.open) == (3, 2, 3)
    assert found.overdue_share == pytest.approx(2 / 5)
    assert found.last == pytest.approx((0.04 + 0.64 + 0.04) / 3)
    assert found.with_overdue == pytest.approx((0.04 + 0.64 + 0.04 + 0.81 + 0.81) / 5)
    told = " ".join(sentences(found))
    assert "40 %" in told
    assert "over 3 resolved" in told


def test_tasks_are_timed_and_buckets_meet_their_hit_rates() -> None:
    diary = Diary()
    for minutes, outcome in ((60, "yes"), (180, "yes"), (30, "no")):
        one = diary.predict("90", topic="task", minutes=60.0)
        diary.fact("task_start", question_id=one)
        assert diary.entry(one).running is not None
        diary.hours += minutes / 60
        diary.fact("task_stop", question_id=one)
        diary.resolve(one, outcome)
    found = figures(diary.entries())
    assert found.durations.n == 3
    assert found.durations.ratio == pytest.approx(1.0)
    assert found.durations.over_twice == pytest.approx(1 / 3)
    assert [(one.bucket, one.came_off.n, one.came_off.hits) for one in found.buckets] == [
        (90, 3, 2)
    ]


def test_a_mentors_answer_and_his_reason_are_told_apart() -> None:
    diary = Diary()
    for hit, outcome in ((True, "yes"), (False, "yes"), (True, "no")):
        one = diary.predict("80", topic="mentor", his_reason="the baseline is weak")
        diary.resolve(one, outcome, reason_hit=hit, missing="what the reviewers ask for")
    found = figures(diary.entries())
    assert (found.mentor.hits, found.reasons.hits, found.mentor.n) == (2, 2, 3)
    with pytest.raises(UserError, match="foretold"):
        diary.resolve(diary.predict("80"), "yes", reason_hit=True)


def test_conviction_is_compared_between_ideas_that_came_true_and_others() -> None:
    diary = Diary()
    for conviction, outcome in ((5, "no"), (4, "no"), (2, "yes")):
        diary.resolve(diary.predict("60", topic="idea", conviction=conviction), outcome)
    assert figures(diary.entries()).conviction == (2.0, 4.5)


def test_ids_are_found_by_their_end_and_never_guessed() -> None:
    diary = Diary()
    names = [diary.predict("70") for _ in range(3)]
    made = diary.entries()
    assert find(made, names[1][-6:]).id == names[1]
    assert find(made, names[1]).id == names[1]
    for typed in ("", "zzzzzz", names[1][-3:]):
        with pytest.raises(UserError):
            find(made, typed)


@given(st.integers(0, 50), st.integers(1, 50))
def test_a_share_has_the_interval_that_history_gives_the_same_share(hits: int, n: int) -> None:
    if hits > n:
        return
    found = share([1.0] * hits + [0.0] * (n - hits))
    assert (found.lo, found.hi) == share_interval(hits, n)
    assert found.lo <= found.share <= found.hi
