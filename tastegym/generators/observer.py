"""Parts of ideal observers: Bayes on a table, odds, quadrature, sums of independent chances.

Sums are `fsum`, which rounds once: the builtin `sum` adds floats differently since Python 3.12.
"""

from __future__ import annotations

from functools import cache
from math import fsum
from typing import TYPE_CHECKING

from tastegym.generators.exact import cdf, density, log2, quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def normalised(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights scaled to sum to 1."""
    total = fsum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


def posterior(prior: Mapping[str, float], likelihood: Mapping[str, float]) -> dict[str, float]:
    """Bayes' rule over named hypotheses."""
    return normalised({key: prior[key] * likelihood[key] for key in prior})


def yes_no(p: float) -> dict[str, float]:
    """The two probabilities of a binary question."""
    return {"yes": p, "no": 1.0 - p}


def from_factor(prior: float, factor: float) -> float:
    """The probability after evidence that multiplies the odds by this factor."""
    odds = prior / (1.0 - prior) * factor
    return odds / (1.0 + odds)


def entropy(probabilities: Sequence[float]) -> float:
    """Shannon entropy in bits."""
    return -fsum(p * log2(p) for p in probabilities if p > 0.0)


def count_distribution(chances: Sequence[float]) -> list[float]:
    """P(0), P(1), ... of the number of independent events that happen."""
    out = [1.0]
    for p in chances:
        nxt = [0.0] * (len(out) + 1)
        for k, mass in enumerate(out):
            nxt[k] += mass * (1.0 - p)
            nxt[k + 1] += mass * p
        out = nxt
    return out


@cache
def normal_nodes(half_width: float = 7.0, count: int = 57) -> tuple[tuple[float, float], ...]:
    """(point, weight) of the trapezoid rule against the standard normal density.

    For smooth bounded integrands its error falls faster than any power of the step: with step 1/4
    it is below 1e-9, the cut tails included.
    """
    step = 2.0 * half_width / (count - 1)
    points = (-half_width + step * i for i in range(count))
    return tuple((x, density(x) * step) for x in points)


_CELLS = 64
_REACH = 8


@cache
def _cdf_table() -> tuple[tuple[float, float], ...]:
    step = 1.0 / _CELLS
    points = ((i - _REACH * _CELLS) * step for i in range(2 * _REACH * _CELLS + 1))
    return tuple((cdf(x), density(x) * step) for x in points)


def quick_cdf(x: float) -> float:
    """Standard normal distribution function from a table, cubic Hermite, error below 3e-10."""
    if x <= -_REACH:
        return 0.0
    if x >= _REACH:
        return 1.0
    place = (x + _REACH) * _CELLS
    cell = min(int(place), 2 * _REACH * _CELLS - 1)
    t = place - cell
    table = _cdf_table()
    (y0, m0), (y1, m1) = table[cell], table[cell + 1]
    rise = y1 - y0
    return y0 + t * (m0 + t * (3.0 * rise - 2.0 * m0 - m1 + t * (m0 + m1 - 2.0 * rise)))


def normal_mean(function: Callable[[float], float]) -> float:
    """E f(Z) for a standard normal Z."""
    return fsum(weight * function(x) for x, weight in normal_nodes())


def expected_wis(mean: float, sd: float, levels: Sequence[float], values: Sequence[float]) -> float:
    """The weighted interval score that these values have on average where N(mean, sd²) is true.

    In the unit of the values. Twice the mean over the levels of E pinball, which is
    sd · (z (Φ(z) − level) + φ(z)) with z = (value − mean) / sd; integrate the loss by parts.
    """
    losses = []
    for level, value in zip(levels, values, strict=True):
        z = (value - mean) / sd
        losses.append(sd * (z * (cdf(z) - level) + density(z)))
    return 2.0 * fsum(losses) / len(losses)


def wis_regret(levels: Sequence[float], values: Sequence[float], ideal: Sequence[float]) -> float:
    """The weighted interval score that an answer gives away on average: 0 for the ideal one.

    `ideal` holds the quantiles of the ideal observer at the same levels, at least two, which must
    be those of a normal distribution: so they are in every world that asks for quantiles. In the
    unit of the values; free of the luck of the draw.
    """
    low, high = quantile(levels[0]), quantile(levels[-1])
    sd = (ideal[-1] - ideal[0]) / (high - low)
    mean = ideal[0] - sd * low
    lost = expected_wis(mean, sd, levels, values) - expected_wis(mean, sd, levels, ideal)
    return max(0.0, lost)
