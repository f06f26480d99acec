"""The range of a share, such as "7 of 10 came true", and the beta distribution behind it.

One function for every share that the program shows. The incomplete beta function is evaluated by
its continued fraction (Lentz's method; Abramowitz & Stegun 26.5.8), accurate to about 1e-12 for the
parameters met here. Standard library only.
"""

from __future__ import annotations

import math
from functools import lru_cache

_TINY = 1e-300


def log_beta(a: float, b: float) -> float:
    """Return ln B(a, b)."""
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), a, b > 0."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta(a, b))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, 20_000):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        step = 1.0
        for term in (even, odd):
            d = 1.0 / _away_from_zero(1.0 + term * d)
            c = _away_from_zero(1.0 + term / c)
            step = c * d
            value *= step
        if abs(step - 1.0) < 1e-15:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the p-quantile of the beta distribution, by bisection to full precision."""
    low, high = 0.0, 1.0
    while True:
        middle = 0.5 * (low + high)
        if middle in (low, high):
            return middle
        if beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle


@lru_cache(maxsize=4096)
def share_interval(hits: float, total: int, level: float = 0.9) -> tuple[float, float]:
    """Return the Jeffreys interval of a share: beta quantiles, half a hit and half a miss added.

    ``hits`` may come in parts (a tie between two favourites is half a hit). The lower end is 0
    when nothing hit and the upper end 1 when nothing missed. Source: Brown, Cai & DasGupta 2001,
    Stat. Sci. 16:101-133. Raises ``ValueError`` for an empty total or hits outside 0..total.
    """
    if total < 1 or not 0.0 <= hits <= total:
        raise ValueError(f"{hits} of {total} is no share")
    tail = (1.0 - level) / 2.0
    a, b = hits + 0.5, total - hits + 0.5
    low = 0.0 if hits == 0 else beta_quantile(tail, a, b)
    high = 1.0 if hits == total else beta_quantile(1.0 - tail, a, b)
    return low, high
