"""You against somebody: paired differences on the same questions, and regret split in two."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from tastegym.calibration.power import BETA_GRID
from tastegym.calibration.sample import relabel
from tastegym.calibration.scores import FEWEST_CLUSTERS, LEVEL, mean_interval, standard_error
from tastegym.calibration.special import t_quantile
from tastegym.scoring.rules import CLIP
from tastegym.scoring.shares import beta_cdf

if TYPE_CHECKING:
    from tastegym.calibration.sample import Bools, Floats, Ints
    from tastegym.calibration.scores import Estimate

Method: TypeAlias = Literal["t", "sign_flip"]

SIGN_FLIP_BELOW = 12
"""Below so many clusters the test flips signs instead of trusting the t distribution."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Mean of your loss minus the other's on the same questions; negative: you did better.

    ``low``..``high`` is a 90 % t-interval over clusters (None below 10 clusters), ``p`` the
    two-sided p-value for a mean of 0 by ``method`` (None where it cannot be had), ``won`` the share
    of questions on which your loss was smaller, a tie counting half. The p-value is for one look,
    not for a screen that is opened daily.
    """

    mean: float
    low: float | None
    high: float | None
    p: float | None
    method: Method | None
    won: float
    n: int
    clusters: int


@dataclass(frozen=True, slots=True)
class Regret:
    """Distance from the ideal observer, free of the luck of the draw.

    ``brier`` is the mean of 1/2||p - p*||^2, ``kl`` that of KL(p*||p) in nats. ``kl_calibration``
    is the part of ``kl`` that one power beta on all forecasts would remove (``beta`` is that
    power), ``kl_reasoning`` the rest. The fit is a description: soft labels give no likelihood,
    so there is no posterior and no evidence from it.
    """

    brier: Estimate
    kl: Estimate
    beta: float
    kl_calibration: float
    kl_reasoning: float


def paired(yours: Floats, others: Floats, cluster: Ints) -> Paired | None:
    """Compare two loss vectors (N,) on the same questions; None for no questions.

    The t-test over clusters is Diebold & Mariano's (1995) at horizon 1 with the small-sample
    factor of Harvey, Leybourne & Newbold (1997). Below 12 clusters the p-value comes from all
    sign flips of the cluster sums, exact where a cluster's difference is symmetric around 0.
    """
    difference = np.asarray(yours - others, dtype=np.float64)
    if not len(difference):
        return None
    won = float(((difference < 0.0) + 0.5 * (difference == 0.0)).mean())
    mean = float(difference.mean())
    label = relabel(cluster)
    error, count = standard_error(difference, label)
    low = high = p = None
    method: Method | None = None
    if error is not None and count >= FEWEST_CLUSTERS:
        reach = t_quantile(0.5 + LEVEL / 2.0, count - 1) * error
        low, high = mean - reach, mean + reach
    if count < SIGN_FLIP_BELOW:
        sums = np.bincount(label, weights=difference).astype(np.float64)
        method, p = "sign_flip", sign_flip_p(sums)
    elif error is not None and error > 0.0:
        method, p = "t", _two_sided_t(mean / error, count - 1)
    return Paired(mean, low, high, p, method, won, len(difference), count)


def sign_flip_p(sums: Floats) -> float:
    """Return the share of all 2^G sign patterns whose |total| reaches that of ``sums`` (G,)."""
    signs = np.array(list(itertools.product((-1.0, 1.0), repeat=len(sums))))
    totals = np.abs(signs @ sums)
    return float((totals >= abs(float(sums.sum())) - 1e-12).mean())


def _two_sided_t(t: float, df: int) -> float:
    return beta_cdf(df / (df + t * t), df / 2.0, 0.5)


def regret(probs: Floats, ideal: Floats, mask: Bools, cluster: Ints) -> Regret | None:
    """Return mean regret against the ideal observer; None for no questions.

    ``probs`` and ``ideal`` are (N, K) with ``mask`` marking the options of each row; ``probs``
    clipped at .005 and renormalised for the log-based parts.
    """
    if not len(probs):
        return None
    brier = mean_interval(0.5 * (np.where(mask, probs - ideal, 0.0) ** 2).sum(axis=1), cluster)
    raised = np.where(mask, np.maximum(probs, CLIP), 0.0)
    logs = np.log(np.where(mask, raised / raised.sum(axis=1, keepdims=True), 1.0))
    entropy = (ideal * np.log(np.where(ideal > 0.0, ideal, 1.0))).sum(axis=1)
    kl = mean_interval(entropy - (ideal * logs).sum(axis=1), cluster)
    if brier is None or kl is None:
        return None
    beta, cross = _soft_fit(logs, ideal, mask)
    left = max(0.0, float(entropy.mean()) + cross)
    left = min(left, kl.mean)
    return Regret(brier, kl, beta, kl.mean - left, left)


def _soft_fit(logs: Floats, ideal: Floats, mask: Bools) -> tuple[float, float]:
    """Return beta that minimises the mean cross-entropy of p* and q_beta, and that minimum.

    A golden-section search between the best grid neighbours; the objective is convex in beta.
    """

    def cross(beta: float) -> float:
        scaled = np.where(mask, beta * logs, -np.inf)
        norm = np.log(np.exp(scaled).sum(axis=1))
        return float((norm - beta * (ideal * logs).sum(axis=1)).mean())

    low, high = float(BETA_GRID[0]), float(BETA_GRID[-1])
    ratio = (math.sqrt(5.0) - 1.0) / 2.0
    inner = [high - ratio * (high - low), low + ratio * (high - low)]
    values = [cross(b) for b in inner]
    while high - low > 1e-7:
        if values[0] <= values[1]:
            high, inner[1], values[1] = inner[1], inner[0], values[0]
            inner[0] = high - ratio * (high - low)
            values[0] = cross(inner[0])
        else:
            low, inner[0], values[0] = inner[0], inner[1], values[1]
            inner[1] = low + ratio * (high - low)
            values[1] = cross(inner[1])
    best = 0.5 * (low + high)
    if cross(1.0) <= cross(best):
        best = 1.0
    return best, cross(best)
