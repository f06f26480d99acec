"""How often people of known calibration are misjudged: short, seeded versions of scripts/simulate.

Tolerances are three standard errors of the simulation around the promised rate.
"""

from __future__ import annotations

import pytest
import simulated_people as sim


@pytest.mark.parametrize(("seed", "kind"), [(1, "claims"), (2, "choices")])
def test_daily_looking_calls_out_at_most_one_calibrated_person_in_twenty(
    seed: int, kind: str
) -> None:
    found = sim.peeking(seed, kind, runs=400)
    assert found.rate <= 0.05 + found.error(0.05)


def test_overconfidence_on_four_options_is_found() -> None:
    soon = sim.detected(3, runs=300, answers=150)
    assert soon.rate >= 0.75 - soon.error(0.75)
    later = sim.detected(4, runs=300, answers=300)
    assert later.rate >= 0.95 - later.error(0.95)


@pytest.mark.parametrize(
    ("seed", "kind", "runs", "answers"),
    [(5, "claims", 400, 100), (6, "claims", 200, 1000), (7, "choices", 300, 100)],
)
def test_the_simultaneous_band_is_left_by_one_in_ten(
    seed: int, kind: str, runs: int, answers: int
) -> None:
    outside, significant = sim.excursions(seed, kind, runs, answers)
    assert 0.07 - outside.error(0.07) <= outside.rate <= 0.14 + outside.error(0.14)
    assert 0.07 - significant.error(0.07) <= significant.rate <= 0.13 + significant.error(0.13)


def test_rows_of_a_board_do_not_make_a_verdict() -> None:
    joined, apart = sim.boards(8, runs=300)
    assert joined.rate <= 0.05
    assert apart.rate >= 0.3


def test_stages_of_one_question_do_not_make_a_verdict() -> None:
    last, every = sim.stages(9, runs=300)
    assert last.rate <= 0.05
    assert every.rate >= 0.2


def test_ideal_updates_have_multiplier_one() -> None:
    found = sim.update_coverage(10, runs=400)
    assert found.rate >= 0.9 - 0.03 - found.error(0.9)


def test_luck_band_and_beta_interval_have_their_size() -> None:
    size = sim.luck_size(11, "choices", 400, 100)
    assert size.rate <= 0.11 + size.error(0.11)
    held = sim.beta_coverage(12, 400, 100, 0.6)
    assert held.rate >= 0.9 - held.error(0.9)


def test_change_alarm_is_rarely_false() -> None:
    found = sim.change_alarms(13, runs=80)
    assert found.rate <= 0.05 + found.error(0.05)


@pytest.mark.parametrize("how", ["together", "favourites"])
@pytest.mark.parametrize("alike", [True, False])
def test_dependent_rows_of_boards_do_not_widen_what_is_called_remarkable(
    how: str, alike: bool
) -> None:
    outside, significant, unlucky = sim.board_bands(41, 80, how, alike=alike)
    for share in (outside, significant, unlucky):
        assert share.rate <= 0.10 + share.error(0.10)


def test_rows_taken_as_independent_would_call_out_most_calibrated_people() -> None:
    shares = sim.board_bands(42, 40, "together", alike=True, joined=False)
    assert min(share.rate for share in shares) > 0.3


def test_the_price_is_paid_where_rows_have_nothing_in_common() -> None:
    for share in sim.board_bands(43, 60, "apart", alike=False):
        assert share.rate <= 0.06
