"""Mirrors, orders, and pictures that stay as they were."""

from __future__ import annotations

import math

import numpy as np
import pytest
from simulated_people import choices, draw, person

from tastegym.calibration import (
    cells,
    evidence,
    isotonic,
    nulls,
    power,
    reliability,
    scores,
    trend,
)
from tastegym.calibration.sample import Sample


def mirrored(sample: Sample) -> Sample:
    """The same claims, stated as their opposites."""
    return Sample.build(sample.probs[:, ::-1].copy(), 1 - sample.outcome, statement=True)


@pytest.fixture(name="record")
def _record() -> Sample:
    return person(np.random.default_rng(21), "claims", 240, 0.7)


def test_mirrored_claims_have_mirrored_figures(record: Sample) -> None:
    other = mirrored(record)
    assert scores.half_brier(other) == pytest.approx(scores.half_brier(record), abs=1e-12)
    mine, theirs = power.posterior(record), power.posterior(other)
    assert theirs.mass == pytest.approx(mine.mass, abs=1e-12)
    assert evidence.evidence(other).log_e == pytest.approx(
        evidence.evidence(record).log_e, abs=1e-9
    )
    one, two = reliability.diagram(record, "u"), reliability.diagram(other, "u")
    assert one is not None
    assert two is not None
    assert two.curve.forecast == pytest.approx(1 - one.curve.forecast[::-1], abs=1e-12)
    assert two.curve.rate == pytest.approx(1 - one.curve.rate[::-1], abs=1e-12)
    assert two.curve.fitted == pytest.approx(1 - one.curve.fitted[::-1], abs=1e-12)
    assert two.corp.mcb == pytest.approx(one.corp.mcb, abs=1e-12)
    assert two.corp.dsc == pytest.approx(one.corp.dsc, abs=1e-12)
    # Bands are drawn: the mirror holds within Monte Carlo error.
    assert one.curve.band is not None
    assert two.curve.band is not None
    assert two.curve.band.low == pytest.approx(1 - one.curve.band.high[::-1], abs=0.06)
    assert two.curve.band.sim_high == pytest.approx(1 - one.curve.band.sim_low[::-1], abs=0.1)
    assert two.corp.mcb_null == pytest.approx(one.corp.mcb_null, rel=0.05)
    assert two.corp.p == pytest.approx(one.corp.p, abs=0.05)


def test_band_is_nearly_the_mirror_of_itself_for_a_symmetric_record() -> None:
    p = np.repeat([0.2, 0.35, 0.5, 0.65, 0.8], 40)
    drawn = reliability.diagram(Sample.binary(p, np.zeros(200, dtype=int)), "u", 20_000)
    assert drawn is not None
    band = drawn.curve.band
    assert band is not None
    assert band.low == pytest.approx(1 - band.high[::-1], abs=0.03)
    assert band.sim_low == pytest.approx(1 - band.sim_high[::-1], abs=0.03)
    assert np.all(band.sim_low <= band.low)
    assert np.all(band.sim_high >= band.high)


def test_order_of_answers_matters_only_where_time_does() -> None:
    record = person(np.random.default_rng(22), "choices", 150)
    order = np.random.default_rng(1).permutation(150)
    other = record.take(order)
    one, two = reliability.diagram(record, "u"), reliability.diagram(other, "u")
    assert one is not None
    assert two is not None
    assert one.curve.band is not None
    assert two.curve.band is not None
    assert np.array_equal(one.curve.fitted, two.curve.fitted)
    assert np.array_equal(one.curve.band.sim_high, two.curve.band.sim_high)
    assert two.corp.p == one.corp.p
    assert power.posterior(other).mass == pytest.approx(power.posterior(record).mass, abs=1e-12)
    forwards, backwards = evidence.evidence(record), evidence.evidence(other)
    assert backwards.log_e[-1] == pytest.approx(forwards.log_e[-1], abs=1e-9)
    assert not np.allclose(backwards.log_e[:100], forwards.log_e[:100])
    runs = trend.running_score(record), trend.running_score(other)
    assert runs[0] is not None
    assert runs[1] is not None
    assert runs[1].mean[-1] == pytest.approx(runs[0].mean[-1], abs=1e-12)


def test_the_picture_is_the_same_when_opened_again(record: Sample) -> None:
    one, two = reliability.diagram(record, "salt"), reliability.diagram(record, "salt")
    other = reliability.diagram(record, "other salt")
    assert one is not None
    assert two is not None
    assert other is not None
    assert one.curve.band is not None
    assert two.curve.band is not None
    assert other.curve.band is not None
    assert np.array_equal(one.curve.band.sim_low, two.curve.band.sim_low)
    assert one.corp == two.corp
    assert not np.array_equal(one.curve.band.sim_low, other.curve.band.sim_low)
    again = scores.skill(record, "salt")
    assert again == scores.skill(record, "salt")


def test_an_answer_changes_only_its_own_groups(record: Sample) -> None:
    longer = Sample.binary(
        np.append(record.probs[:, 0], 0.35), np.append(record.outcome == 0, True).astype(int)
    )
    before, after = cells.group(record), cells.group(longer)
    assert np.array_equal(before.step, after.step)
    drawn = nulls.draw_null(record, before, "u", 300), nulls.draw_null(longer, after, "u", 300)
    changed = np.any(drawn[0].hits != drawn[1].hits, axis=1)
    assert before.step[changed].tolist() == [35]


def test_a_choice_changes_only_the_groups_of_its_options() -> None:
    rng = np.random.default_rng(9)
    probs = choices(rng, 80)
    record = Sample.build(probs, draw(rng, probs))
    new = np.array([0.6, 0.25, 0.1, 0.05])
    longer = Sample.build(np.vstack((probs, new)), np.append(record.outcome, 0))
    before, after = cells.group(record), cells.group(longer)
    assert np.array_equal(before.step, after.step)
    drawn = nulls.draw_null(record, before, "u", 300), nulls.draw_null(longer, after, "u", 300)
    changed = np.any(drawn[0].hits != drawn[1].hits, axis=1)
    assert set(before.step[changed].tolist()) == {5, 10, 25, 60}


def test_options_of_one_question_exclude_each_other_in_every_draw() -> None:
    sample = Sample.build([[0.5, 0.3, 0.2]] * 50, [0] * 50)
    null = nulls.draw_null(sample, cells.group(sample), "u", 500)
    assert np.all(null.hits.sum(axis=0) == 50)
    few = Sample.build([[0.5, 0.3, 0.2]] * 5, [0] * 5)
    assert np.all(nulls.draw_null(few, cells.group(few), "u", 500).hits.sum(axis=0) == 5)


def test_rounding_never_truncates() -> None:
    # int(.29 * 100) is 28.
    for percent in range(101):
        groups = cells.group(Sample.binary([percent / 100], [1]))
        assert groups.step.tolist() == [percent]
        assert groups.exact


def test_large_records_of_fine_forecasts_get_fine_groups() -> None:
    rng = np.random.default_rng(12)
    p = rng.random(12_000)
    sample = Sample.binary(p, (rng.random(12_000) < p).astype(int))
    groups = cells.group(sample)
    assert groups.grid == 1000
    assert not groups.exact
    assert groups.n @ groups.forecast == pytest.approx(p.sum(), abs=1e-6)
    whole = Sample.binary(np.rint(p * 100) / 100, (rng.random(12_000) < p).astype(int))
    assert cells.group(whole).grid == 100
    found = reliability.diagram(sample, "u", 200)
    assert found is not None
    assert found.corp.mcb - found.corp.dsc + found.corp.unc == pytest.approx(
        scores.half_brier(sample).mean(), abs=1e-9
    )
    assert found.corp.p is not None
    assert found.corp.p > 0.01


def test_shading_holds_nine_in_ten_at_each_place_and_the_outline_everywhere() -> None:
    record = person(np.random.default_rng(31), "claims", 300)
    groups = cells.group(record)
    fits = isotonic.pav_many(nulls.draw_null(record, groups, "u", 2000).hits, groups.n)
    drawn = reliability.diagram(record, "u", 2000)
    assert drawn is not None
    band = drawn.curve.band
    assert band is not None
    low, high = band.low[:, None], band.high[:, None]
    for below, reached in (((fits < low), (fits <= low)), ((fits > high), (fits >= high))):
        assert np.all(below.mean(axis=1) <= 0.05)
        assert np.all(reached.mean(axis=1) >= 0.05)
    whole = (fits >= band.sim_low[:, None]) & (fits <= band.sim_high[:, None])
    assert 0.90 <= whole.all(axis=0).mean() <= 0.92


def test_a_choice_between_two_shows_its_likelier_side_alone() -> None:
    rng = np.random.default_rng(31)
    first = rng.integers(0, 21, 400) / 20
    outcome = (rng.random(400) > first).astype(np.int64)
    record = Sample.build(np.column_stack((first, 1 - first)), outcome)
    likelier = np.where(first >= 0.5, first, 1 - first)
    came = np.where(first >= 0.5, outcome == 0, outcome == 1)
    made = reliability.diagram(record, "u")
    alike = reliability.diagram(Sample.binary(likelier, came.astype(np.int64)), "u")
    assert made is not None
    assert alike is not None
    for name in ("forecast", "n", "hits", "scenarios", "rate", "fitted"):
        assert getattr(made.curve, name) == pytest.approx(getattr(alike.curve, name), abs=1e-12)
    assert made.curve.forecast.min() >= 0.5
    assert int(made.curve.n.sum()) == 400
    # The split of the score is that of both sides: telling nothing apart costs a quarter.
    assert made.corp.unc == pytest.approx(0.25, abs=1e-12)
    assert made.corp.score == pytest.approx(
        float(((first - (outcome == 0)) ** 2).mean()), abs=1e-12
    )


def test_which_of_two_options_stands_first_decides_nothing_but_ties() -> None:
    rng = np.random.default_rng(32)
    first = rng.choice([0.1, 0.3, 0.5, 0.7, 0.95], 300)
    outcome = (rng.random(300) > first).astype(np.int64)
    probs = np.column_stack((first, 1 - first))
    given, turned = (
        reliability.diagram(sample, "u")
        for sample in (Sample.build(probs, outcome), Sample.build(probs[:, ::-1], 1 - outcome))
    )
    assert given is not None
    assert turned is not None
    assert given.corp == turned.corp
    away = given.curve.forecast > 0.5
    assert (given.curve.hits == turned.curve.hits)[away].all()
    tie = given.curve.hits[~away], turned.curve.hits[~away]
    assert int(tie[0][0] + tie[1][0]) == int(given.curve.n[~away][0]) == int((first == 0.5).sum())


def test_two_options_beside_claims_and_longer_choices() -> None:
    rows = [[0.7, 0.3], [0.7, 0.3], [0.7, 0.2, 0.1], [0.3, 0.7]]
    record = Sample.build(rows, [0, 0, 1, 0], statement=[True, False, False, False])
    made = reliability.diagram(record, "u")
    assert made is not None
    curve = made.curve
    assert curve.forecast == pytest.approx([0.1, 0.2, 0.7], abs=1e-12)
    assert (curve.n.tolist(), curve.hits.tolist()) == ([1, 1, 4], [0, 1, 2])
    corp = made.corp
    assert corp.score == pytest.approx(corp.mcb - corp.dsc + corp.unc, abs=1e-12)
    assert corp.score == pytest.approx((0.09 + 0.09 + 0.57 + 0.49) / 4, abs=1e-12)


def test_a_board_is_decided_by_one_uniform_number() -> None:
    rows = [[0.9, 0.1], [0.4, 0.6], [0.6, 0.4]]
    record = Sample.build(rows * 3, [0] * 9, statement=True, unit=np.repeat([0, 1, 2], 3))
    groups = cells.group(record)
    hits = nulls.draw_null(record, groups, "u", 4000).claim_hits
    assert (np.diff(hits, axis=0) >= 0).all(), "who is right of .4 is right of .6 and .9"
    assert hits.mean(axis=1) == pytest.approx([1.2, 1.8, 2.7], abs=0.05)
    apart = Sample.build(rows * 3, [0] * 9, statement=True)
    alone = nulls.draw_null(apart, groups, "u", 4000).claim_hits
    assert alone.mean(axis=1) == pytest.approx([1.2, 1.8, 2.7], abs=0.05)
    # Covariances of one uniform number: min(p, q) - pq.
    assert hits.sum(axis=0).var() == pytest.approx(3 * 1.09, rel=0.08)
    assert alone.sum(axis=0).var() == pytest.approx(3 * 0.57, rel=0.08)


def test_units_of_claims_and_choices_keep_their_margins() -> None:
    rows = [[0.7, 0.3], [0.5, 0.3, 0.2], [0.8, 0.2]]
    record = Sample.build(rows, [0, 0, 0], statement=[True, False, False], unit=[0, 0, 0])
    groups = cells.group(record)
    drawn = nulls.draw_null(record, groups, "u", 20_000)
    assert groups.forecast == pytest.approx([0.2, 0.3, 0.5, 0.7, 0.8])
    assert drawn.option_hits.mean(axis=1) == pytest.approx([0.4, 0.3, 0.5, 0.0, 0.8], abs=0.02)
    assert drawn.claim_hits.mean(axis=1) == pytest.approx([0, 0, 0, 0.7, 0], abs=0.02)
    assert (drawn.option_hits.sum(axis=0) == 2).all()
    assert drawn.hits.mean(axis=1) == pytest.approx([0.2, 0.3, 0.5, 0.7, 0.8], abs=0.02)


def test_forecasts_off_the_grid_fall_into_groups_that_exist() -> None:
    """Rounding to basis points first would move .12501 from group 13 to group 12."""
    probs = np.array([[0.12501, 0.38499, 0.4900], [0.12499, 0.12501, 0.7500]])
    for unit in (None, [0, 0]):
        record = Sample.build(probs, [0, 1], unit=unit)
        groups = cells.group(record)
        drawn = nulls.draw_null(record, groups, "u", 500)
        assert (drawn.hits <= groups.n[:, None]).all()
        assert (drawn.hits.sum(axis=0) == 2).all()


def test_the_luck_band_lets_rows_of_a_board_rise_and_fall_together() -> None:
    record = Sample.build([[0.8, 0.2]] * 6, [0] * 6, statement=True, unit=[0, 0, 0, 1, 1, 1])
    sd = math.sqrt(float(scores.variance_half_brier(record)[0]))
    band = scores.luck(record)
    assert band is not None
    assert band.sd == pytest.approx(math.sqrt(2 * (3 * sd) ** 2) / 6, abs=1e-12)


def test_thousands_of_kinds_of_boards_are_drawn_together_with_the_same_margins() -> None:
    rng = np.random.default_rng(51)
    size = 700
    p = rng.integers(1, 100, (size, 3)) / 100
    probs = np.column_stack((p.reshape(-1), 1 - p.reshape(-1)))
    record = Sample.build(
        probs, np.zeros(3 * size, int), statement=True, unit=np.repeat(np.arange(size), 3)
    )
    groups = cells.group(record)
    hits = nulls.draw_null(record, groups, "u", 500).claim_hits
    assert (hits <= groups.n[:, None]).all()
    expected = groups.forecast * groups.n
    spread = np.sqrt(groups.n * groups.forecast * (1 - groups.forecast) / 500)
    assert (np.abs(hits.mean(axis=1) - expected) <= 5 * spread + 1e-9).all()
    again = nulls.draw_null(record, groups, "u", 500).claim_hits
    assert (hits == again).all()
    # One number decides a board: the sums spread as min(p, q) - pq says.
    pairs = sum((np.minimum(p[:, i], p[:, j]) - p[:, i] * p[:, j]).sum() for i, j in PAIRS)
    wanted = (p * (1 - p)).sum() + 2 * pairs
    assert hits.sum(axis=0).var() == pytest.approx(wanted, rel=0.25)


PAIRS = ((0, 1), (0, 2), (1, 2))
