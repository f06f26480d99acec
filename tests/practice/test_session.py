"""The session: what is asked, what is written, and that only a commit leads to a reveal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import EVERY_KIND, binary, bins, board, choice, market, quantile, staged

from tastegym.clock import moment
from tastegym.deck.forms import Form
from tastegym.deck.identity import scenario_from_dict
from tastegym.ledger.ids import Ids
from tastegym.ledger.records import TOTAL, Exposure, Forecast, Item, Reveal, SessionRow
from tastegym.practice.session import Session
from tastegym.practice.values import Asking, Drawn, Estimate, Shown, Waiting

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


def at(minutes: float = 0):
    return moment(START + timedelta(minutes=minutes))


def session(*scenarios, seed: str = "s", **options) -> Session:
    drawn = [s if isinstance(s, Drawn) else Drawn(s) for s in scenarios]
    return Session(drawn, seed=seed, started=at(), new_id=Ids().new, **options)


def sure_of(asking: Asking, answer: str, bp: int = 7000) -> Estimate:
    ids = [option.id for option in asking.options]
    rest = TOTAL - bp
    probs = [rest // (len(ids) - 1)] * len(ids)
    probs[ids.index(answer)] = bp
    probs[ids.index(answer) - 1] += TOTAL - sum(probs)
    return Estimate(tuple(probs))


def some_estimate(asking: Asking) -> Estimate:
    if asking.form is Form.BOARD:
        return Estimate((8000, 2000, 5000))
    if asking.form is Form.QUANTILE:
        return Estimate(quantiles=(-0.2, 0.1, 0.6))
    return sure_of(asking, asking.options[0].id)


def answer(run: Session, estimate: Estimate, minutes: float = 1):
    return run.committed(run.lock(estimate, at(minutes)))


def test_asking_gives_session_item_and_exposure_once_each() -> None:
    run = session(choice("a"), choice("b"))
    asking = run.ask(at())
    assert [type(r) for r in asking.records] == [SessionRow, Item, Exposure]
    item, exposure = asking.records[1:]
    assert exposure.item_id == item.id
    assert exposure.option_order == tuple(o.id for o in asking.options)
    assert scenario_from_dict(json.loads(item.body)) == asking.scenario
    assert run.ask(at(1)) is asking, "asking again draws nothing anew"
    answer(run, some_estimate(asking))
    assert [type(r) for r in run.ask(at(2)).records] == [Item, Exposure]


def test_a_lock_shows_nothing_until_it_is_committed() -> None:
    run = session(choice())
    asking = run.ask(at())
    pending = run.lock(sure_of(asking, "logger"), at(1))
    assert [type(r) for r in pending.records] == [Forecast, Reveal]
    assert run.asking is asking
    assert run.summary().answered == 0
    shown = run.committed(pending)
    assert isinstance(shown, Shown)
    assert shown.outcome == "logger"
    assert run.asking is None
    with pytest.raises(ValueError, match="no question"):
        run.committed(pending)


def test_probabilities_are_stored_in_the_authors_order_whatever_was_shown() -> None:
    for seed in "abcdefgh":
        run = session(choice(), seed=seed)
        asking = run.ask(at())
        pending = run.lock(sure_of(asking, "data", 9000), at(1))
        (forecast, _) = pending.records
        assert forecast.options == ("logger", "data", "lr")
        assert forecast.probs[1] == 9000
        assert sum(forecast.probs) == TOTAL


def test_option_orders_depend_on_the_seed_and_reach_every_place() -> None:
    orders = {
        tuple(o.id for o in session(choice(), seed=str(n)).ask(at()).options) for n in range(60)
    }
    assert len(orders) == 6
    assert session(binary()).ask(at()).options[0].id == "yes"
    assert [o.id for o in session(bins()).ask(at()).options] == ["bin0", "bin1", "bin2", "bin3"]
    fixed = choice(shuffle=False)
    assert {session(fixed, seed=str(n)).ask(at()).options for n in range(9)} == {fixed.options}


def test_stages_add_evidence_and_the_last_one_is_scored() -> None:
    run = session(staged())
    first = run.ask(at())
    assert (first.stage, first.stages, first.previous) == (0, 3, None)
    even = Estimate((3334, 3333, 3333))
    second = answer(run, even)
    assert isinstance(second, Asking)
    assert second.evidence[-1].reveal == "Token counts are unchanged."
    assert second.previous == even.probs
    third = answer(run, sure_of(second, "logger", 7000))
    shown = answer(run, sure_of(third, "logger", 9000))
    assert isinstance(shown, Shown)
    assert [s.brier for s in shown.stages][-1] == shown.score
    assert shown.stages[0].ideal == ()
    by_id = dict(zip([o.id for o in first.options], shown.stages[1].ideal, strict=True))
    assert by_id["logger"] == pytest.approx(0.9 / 1.3, abs=1e-3)
    assert shown.stages[2].ideal == (), "no likelihoods are known there"


def test_only_the_last_stage_reveals() -> None:
    run = session(staged())
    asking = run.ask(at())
    kinds = []
    for _ in range(3):
        pending = run.lock(some_estimate(asking), at(1))
        kinds.append([type(r) for r in pending.records])
        assert [f.final for f in pending.forecasts] == [pending.stage == 2]
        asking = run.committed(pending)
    assert kinds == [[Forecast], [Forecast], [Forecast, Reveal]]


def test_a_board_locks_every_row_at_once() -> None:
    run = session(board(comparators=(market(hiss=0.9, kink=0.5, drift=0.1),)))
    asking = run.ask(at())
    ids = [row.id for row in asking.rows]
    probs = tuple({"hiss": 9000, "kink": 2000, "drift": 5000}[i] for i in ids)
    pending = run.lock(Estimate(probs), at(1))
    assert [f.uid for f in pending.forecasts] == [f"test/deck#board/{i}" for i in ids]
    assert all(sum(f.probs) == TOTAL and f.options == ("yes", "no") for f in pending.forecasts)
    assert len({f.id for f in pending.forecasts}) == 3
    shown = run.committed(pending)
    assert shown.score == pytest.approx((0.01 + 0.04 + 0.25) / 3)
    assert shown.against[0].score == pytest.approx((0.01 + 0.25 + 0.01) / 3)
    (_, _, _, reveal) = pending.records
    assert dict(reveal.outcome)["test/deck#board/kink"] == "no"


def test_quantiles_are_scored_on_their_scale_beside_an_even_spread() -> None:
    run = session(quantile())
    run.ask(at())
    shown = answer(run, Estimate(quantiles=(-0.7, 0.5, 1.7)))
    assert shown.points == pytest.approx(0.0)
    run = session(quantile())
    run.ask(at())
    shown = answer(run, Estimate(quantiles=(0.18, 0.18, 0.18)))
    assert (shown.score, shown.points) == (0.0, 100.0)
    assert shown.expected is None


def test_bins_are_ordered_options() -> None:
    run = session(bins())
    asking = run.ask(at())
    shown = answer(run, Estimate((0, 1000, 9000, 0)))
    assert shown.outcome == "bin2", "bins are closed on the left: 10 lies in 10 to 20"
    assert shown.ranked == pytest.approx((0 + 0.01 + 0) / 3)
    assert [o.text for o in asking.options][1] == "0 to under 10 points"


def test_a_pending_truth_has_no_reveal() -> None:
    run = session(binary(answer="", pending=True, criterion="It ran.", resolve_by="2026-12-01"))
    run.ask(at())
    pending = run.lock(Estimate((6000, 4000)), at(1))
    assert [type(r) for r in pending.records] == [Forecast]
    assert isinstance(run.committed(pending), Waiting)
    assert run.ask(at(2)) is None
    assert run.summary().waiting == 1


@pytest.mark.parametrize("make", EVERY_KIND)
def test_a_comparator_stands_on_every_reveal(make) -> None:
    run = session(make())
    step = run.ask(at())
    while isinstance(step, Asking):
        step = answer(run, some_estimate(step))
    assert step.against
    assert step.against[0].name


@pytest.mark.parametrize(
    ("prepare", "why"),
    [
        (lambda run: None, ""),
        (lambda run: run.hint(), "hint"),
        (lambda run: run.recognise(), ""),
        (lambda run: [run.recognise(), run.recognise()], "known"),
        (lambda run: [run.recognise(), run.recognise(), run.recognise()], ""),
    ],
)
def test_why_an_answer_does_not_count(prepare, why: str) -> None:
    run = session(choice(hints=("Look at the seeds.",)))
    asking = run.ask(at())
    prepare(run)
    pending = run.lock(some_estimate(asking), at(1))
    assert run.committed(pending).why_not == why
    assert pending.forecasts[0].hint_used == (why == "hint")


def test_late_contested_tutorial_and_repeats_do_not_count() -> None:
    for scenario, options, minutes, why in (
        (choice(), {}, 25 * 60, "late"),
        (choice(contested=True), {}, 1, "contested"),
        (choice(), {"purpose": "tutorial"}, 1, "tutorial"),
        (Drawn(choice(), "repeat"), {}, 1, "repeat"),
    ):
        run = session(scenario, **options)
        asking = run.ask(at())
        assert answer(run, some_estimate(asking), minutes).why_not == why


def test_the_own_line_comes_before_the_options() -> None:
    run = session(choice(ask_first=True))
    asking = run.ask(at())
    assert asking.wants_line
    with pytest.raises(ValueError, match="own line"):
        run.lock(some_estimate(asking), at(1))
    asking = run.own_line("Look at the logger.")
    assert not asking.wants_line
    run.reason("Only one seed shows it.")
    pending = run.lock(some_estimate(asking), at(1))
    body = json.loads(pending.forecasts[0].body)
    assert body["own_line"] == "Look at the logger."
    assert body["reason"] == "Only one seed shows it."


@given(st.lists(st.integers(-5000, 15000), min_size=0, max_size=5))
def test_estimates_that_do_not_fit_are_refused(probs: list[int]) -> None:
    run = session(choice())
    run.ask(at())
    good = len(probs) == 3 and sum(probs) == TOTAL and all(0 <= p <= TOTAL for p in probs)
    if good:
        run.lock(Estimate(tuple(probs)), at(1))
    else:
        with pytest.raises(ValueError, match="does not fit"):
            run.lock(Estimate(tuple(probs)), at(1))


def test_a_skipped_question_leaves_a_fact_and_no_forecast() -> None:
    run = session(choice("a"), choice("b"))
    run.ask(at())
    fact = run.skip(at(1))
    assert fact.kind == "skip"
    assert run.ask(at(2)).scenario.id == "b"
    assert run.summary().skipped == 1


@pytest.mark.parametrize("make", EVERY_KIND)
def test_a_draft_brings_everything_back(make) -> None:
    scenarios = (choice("before"), make(hints=("One.", "Two.")), choice("after"))
    run = session(*scenarios)
    asking = run.ask(at())
    answer(run, some_estimate(asking))
    asking = run.ask(at(2))
    run.hint()
    run.recognise()
    run.reason("Because.")
    asking = run.asking
    if asking.stages > 1:
        asking = answer(run, some_estimate(asking), 3)
    saved = json.loads(json.dumps(run.snapshot()))
    again = Session.resume(saved, [Drawn(s) for s in scenarios], started=at(9), new_id=Ids().new)
    back = again.asking
    assert replace(back, opening=None) == replace(asking, opening=None)
    assert {r.id for r in back.records if not isinstance(r, Exposure)} >= {
        r.id for r in asking.records if isinstance(r, Item)
    }
    assert next(r for r in back.records if isinstance(r, Exposure)).id == asking.exposure_id
    assert again.snapshot() == run.snapshot()
    step = back
    while isinstance(step, Asking):
        step = answer(again, some_estimate(step), 10)
    assert again.summary().answered == 2
    assert again.ask(at(11)).scenario.id == "after"


def test_a_draft_of_changed_scenarios_is_refused() -> None:
    run = session(choice())
    run.ask(at())
    other = replace(choice(), shown_hash="0" * 64)
    with pytest.raises(ValueError, match="other scenarios"):
        Session.resume(run.snapshot(), [Drawn(other)], started=at(), new_id=Ids().new)


def test_the_block_in_figures() -> None:
    run = session(
        choice("a", comparators=(market(logger=0.8, data=0.1, lr=0.1),), rule="First rule."),
        choice("b", rule="Second rule."),
    )
    shown = []
    for answer_id in ("logger", "data"):
        asking = run.ask(at())
        shown.append(answer(run, sure_of(asking, answer_id, 9000)))
    block = run.summary()
    assert block.answered == block.counted == 2
    assert block.brier == pytest.approx((shown[0].score + shown[1].score) / 2)
    total = shown[0].score + shown[1].score
    assert block.points == pytest.approx(100 * (1 - total / (2 / 3)))
    assert block.best.uid.endswith("#a")
    assert block.remember == "Second rule."
    rivals = {rival.name: rival for rival in block.rivals}
    assert rivals["market"].n == 1
    assert rivals["market"].yours == pytest.approx(shown[0].points)


def test_an_empty_block_has_no_figures() -> None:
    block = session().summary()
    assert (block.answered, block.brier, block.points, block.best, block.remember) == (
        0, None, None, None, "",
    )  # fmt: skip
