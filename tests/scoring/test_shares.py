"""The range of a share: one function for every face, against enumeration and published values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaincinv

from tastegym.scoring.shares import beta_cdf, share_interval


def test_published_values_and_the_two_ends() -> None:
    # Brown, Cai & DasGupta 2001: at the ends one side is exactly 0 or 1.
    assert share_interval(0, 10, 0.95) == pytest.approx((0.0, 0.217196), abs=1e-6)
    assert share_interval(10, 10, 0.95) == pytest.approx((0.782804, 1.0), abs=1e-6)
    assert share_interval(9, 10)[0] == pytest.approx(betaincinv(9.5, 1.5, 0.05), abs=1e-9)
    assert share_interval(3.5, 9)[1] == pytest.approx(betaincinv(4.0, 6.0, 0.95), abs=1e-9)
    assert share_interval(1, 1) == pytest.approx((0.228520, 1.0), abs=1e-6)


@given(st.integers(1, 400), st.data())
def test_it_holds_the_share_and_mirrors(total: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, 2 * total)) / 2
    low, high = share_interval(hits, total)
    assert 0.0 <= low <= hits / total <= high <= 1.0
    assert low < high
    other = share_interval(total - hits, total)
    assert other == pytest.approx((1.0 - high, 1.0 - low), abs=1e-9)


def test_the_mean_coverage_is_as_promised() -> None:
    """Averaged over true shares from .02 to .98 the interval covers 90 % within a point."""
    for total in (10, 30, 100):
        covered = []
        for share in (i / 100 for i in range(2, 99)):
            mass = 0.0
            for hits in range(total + 1):
                low, high = share_interval(hits, total)
                if low <= share <= high:
                    mass += math.comb(total, hits) * share**hits * (1 - share) ** (total - hits)
            covered.append(mass)
        assert sum(covered) / len(covered) == pytest.approx(0.9, abs=0.012)


def test_the_distribution_function_is_the_binomial_tail() -> None:
    for n, k, p in ((12, 3, 0.2), (40, 25, 0.6), (7, 7, 0.9)):
        tail = sum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1))
        assert beta_cdf(p, k, n - k + 1) == pytest.approx(tail, rel=1e-11)


@pytest.mark.parametrize(("hits", "total"), [(0, 0), (3, 2), (-1, 5), (math.nan, 5)])
def test_what_is_no_share_is_refused(hits: float, total: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share_interval(hits, total)
