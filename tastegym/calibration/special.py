"""Quantiles of the normal and t distributions, without SciPy's import time."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial import Chebyshev

from tastegym.scoring.shares import beta_quantile

if TYPE_CHECKING:
    from tastegym.calibration.sample import Floats

_FEWEST_DF = 4.0


def normal_quantile(p: float) -> float:
    """Return the p-quantile of the standard normal distribution, 0 < p < 1."""
    return NormalDist().inv_cdf(p)


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """Return the p-quantile of Student's t with ``df`` > 0 degrees of freedom, 0 < p < 1."""
    if p == 0.5:
        return 0.0
    tail = 2.0 * min(p, 1.0 - p)
    if df > 2e6:
        size = -normal_quantile(tail / 2.0)
    else:
        x = beta_quantile(tail, df / 2.0, 0.5)
        size = math.sqrt(df * (1.0 - x) / x) if x < 0.9 else _t_near_zero(tail, df)
    return size if p > 0.5 else -size


def _t_near_zero(tail: float, df: float) -> float:
    """Solve through the complement where 1 - x would lose digits (tail near 1, or many df)."""
    y = beta_quantile(1.0 - tail, 0.5, df / 2.0)
    return math.sqrt(df * y / (1.0 - y))


@lru_cache(maxsize=16)
def _t_series(p: float) -> Chebyshev:
    def exact(inverse: Floats) -> Floats:
        return np.array([t_quantile(p, 1.0 / x if x > 0.0 else 1e9) for x in inverse])

    return Chebyshev.interpolate(exact, 16, domain=[0.0, 1.0 / _FEWEST_DF])


def t_quantiles(p: float, df: Floats) -> Floats:
    """Return p-quantiles of t for an array of degrees of freedom > 0, accurate to 1e-8."""
    out = np.asarray(_t_series(p)(1.0 / np.maximum(df, _FEWEST_DF)), dtype=np.float64)
    for index in np.flatnonzero(df < _FEWEST_DF):
        out[index] = t_quantile(p, float(df[index]))
    return out
