"""Advice tested forward, and the size of updates in staged answers."""

from __future__ import annotations

import numpy as np
import pytest
from simulated_people import person, staged

from tastegym.calibration import (
    advice,
    power,
    updates,
)
from tastegym.calibration.sample import Sample


def test_advice_is_shrunken_and_pulls_towards_the_data() -> None:
    record = person(np.random.default_rng(9), "claims", 400, 0.5)
    many, few = advice.advise(record), advice.advise(record.take(slice(0, 15)))
    assert many is not None
    assert few is not None
    for row in many.table:
        assert row.low <= row.enter <= row.high
    at = [next(r for r in found.table if r.felt == 0.85) for found in (many, few)]
    assert at[0].enter == pytest.approx(0.85**0.5 / (0.85**0.5 + 0.15**0.5), abs=0.04)
    assert at[0].enter < 0.85
    assert at[1].high - at[1].low > at[0].high - at[0].low
    four = advice.advise(record, options=4)
    assert four is not None
    assert four.table[0].felt == 0.55


def test_correction_uses_only_what_was_known() -> None:
    record = person(np.random.default_rng(10), "choices", 1500, 0.6)
    whole = advice.corrected(record)
    part = advice.corrected(record.take(slice(0, 1200)))
    assert whole[:1200] == pytest.approx(part, abs=1e-9)
    for i in (0, 7, 1100, 1499):
        mass = power.posterior(record.take(slice(0, i))).mass
        logs = np.log(record.clipped()[i])
        each = np.exp(logs[:, None] * power.BETA_GRID)
        assert whole[i] == pytest.approx((each / each.sum(axis=0)) @ mass, abs=1e-9)
    assert whole.sum(axis=1) == pytest.approx(np.ones(1500), abs=1e-12)


def test_forward_test_helps_the_overconfident_and_skips_advised_answers() -> None:
    record = person(np.random.default_rng(12), "choices", 500, 0.5)
    found = advice.forward_test(record)
    assert found is not None
    assert found.brier.high is not None
    assert found.brier.high < 0.0
    assert found.log.mean < 0.0
    marked = np.zeros(500, dtype=bool)
    marked[300:] = True
    short = advice.forward_test(record, marked)
    assert short is not None
    assert short.brier.n == 300 - advice.WARM_UP
    assert short.advised == 200
    # What happened under advice must not move the figures.
    other = Sample.build(record.probs, np.where(marked, 0, record.outcome))
    again = advice.forward_test(other, marked)
    assert again is not None
    assert again.brier == short.brier
    assert advice.advise(other, marked) is not None
    fit = advice.advise(other, marked)
    assert fit is not None
    assert fit.answers == 300
    assert advice.forward_test(record.take(slice(0, 20))) is None


def test_rows_of_a_board_do_not_correct_each_other() -> None:
    probs = [[0.9, 0.1]] * 4
    record = Sample.build(probs, [1, 1, 1, 1], statement=True, unit=["a", "b", "b", "c"])
    mended = advice.corrected(record)
    assert mended[1] == pytest.approx(mended[2], abs=1e-12)
    assert mended[3, 0] < mended[2, 0] < mended[0, 0]


def test_a_board_whose_rows_lie_thousands_of_answers_apart() -> None:
    record = person(np.random.default_rng(21), "claims", 5000, 0.6)
    unit = np.arange(5000)
    unit[[10, 2500, 4999]] = 10
    apart = Sample.build(record.probs, record.outcome, statement=True, unit=unit)
    mended = advice.corrected(apart)
    assert np.isfinite(mended).all()
    mass = power.posterior(apart.take(slice(0, 10))).mass
    for row in (10, 2500, 4999):
        each = np.exp(np.log(record.clipped()[row])[:, None] * power.BETA_GRID)
        assert mended[row] == pytest.approx((each / each.sum(axis=0)) @ mass, abs=1e-9)
    found = advice.forward_test(apart)
    assert found is not None
    # The late rows of the board knew ten answers when it was locked: too few for a test.
    assert found.brier.n == 5000 - advice.WARM_UP - 2


def test_a_correction_rests_on_what_was_known_at_the_lock_not_at_the_outcome() -> None:
    record = person(np.random.default_rng(22), "claims", 1400, 0.5)
    known = np.maximum(0, np.arange(1400) - 100)
    mended = advice.corrected(record, known=known)
    for row in (0, 150, 1399):
        past = power.posterior(record.take(slice(0, int(known[row])))).mass
        each = np.exp(np.log(record.clipped()[row])[:, None] * power.BETA_GRID)
        assert mended[row] == pytest.approx((each / each.sum(axis=0)) @ past, abs=1e-9)
    found = advice.forward_test(record, known=known)
    assert found is not None
    assert found.brier.n == 1400 - 100 - advice.WARM_UP
    ahead = advice.corrected(record, known=np.full(1400, 1400))
    assert ahead == pytest.approx(advice.corrected(record), abs=0.0), "never by what came later"


def test_size_of_updates() -> None:
    rng = np.random.default_rng(14)
    path, outcome = staged(rng, 500, 2)
    before, after = path
    rows = np.arange(500)
    ideal = updates.outcome_multiplier(before, after, outcome, rows)
    assert ideal is not None
    assert ideal.low is not None
    assert ideal.high is not None
    assert ideal.low < 1.0 < ideal.high
    timid = before + 0.5 * (after - before)
    slow = updates.outcome_multiplier(before, timid, outcome, rows)
    assert slow is not None
    assert slow.value == pytest.approx(2 * ideal.value)
    assert updates.outcome_multiplier(before, before, outcome, rows) is None
    likelihood, mask = np.maximum(after / before, 1e-9), np.ones_like(before, dtype=bool)
    likelihood /= likelihood.max(axis=1, keepdims=True)
    half = before * np.sqrt(likelihood)
    half /= half.sum(axis=1, keepdims=True)
    full = updates.evidence_multiplier(before, after, likelihood, mask, rows)
    part = updates.evidence_multiplier(before, half, likelihood, mask, rows)
    assert full is not None
    assert part is not None
    assert full.value == pytest.approx(1.0, abs=0.02)
    assert part.value == pytest.approx(0.5, abs=0.02)
    few = updates.outcome_multiplier(before[:5], after[:5], outcome[:5], rows[:5])
    assert few is not None
    assert few.low is None
