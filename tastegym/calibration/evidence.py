"""Evidence against "your numbers are right" that stays valid when looked at every day.

The e-process E_n = sum_g pi_g prod_i q_g(y_i)/p_i(y_i) mixes the likelihood ratios of the power
recalibration over the grid and prior of ``power``. For a calibrated person it is a fair bet, so
P(E ever reaches 20) <= 1/20 however often it is looked at (Ville 1939; Ramdas et al. 2023, Stat.
Sci. 38:576-601). It needs that a forecast is locked before its outcome is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from tastegym.calibration.power import BETA_GRID, log_ratios, prior

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.calibration.sample import Bools, Floats, Ints, Sample

Verdict: TypeAlias = Literal["cannot_tell", "hint", "fairly_clear", "clear"]
Direction: TypeAlias = Literal["over", "under"]

LADDER: tuple[tuple[float, Verdict], ...] = (
    (20.0, "clear"),
    (10.0, "fairly_clear"),
    (3.0, "hint"),
)
CLEAR = 20.0

_BLOCK = 4096
_FARTHEST = -60.0


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The e-process of one record.

    ``log_e`` (U,) is ln E after each unit (a scenario, or a board as a whole), ``log_over`` and
    ``log_under`` the one-sided versions (beta < 1, beta > 1; never more than 60 below the largest
    ratio), ``row`` (U,) the sample row with which the unit was complete. ``e`` is the value now,
    ``max_e`` the largest so far, ``p_any`` = min(1, 1/max_e) a p-value valid at any time.
    ``direction`` comes from the larger one-sided value and is None while the verdict is
    "cannot_tell". ``beta_low``..``beta_high`` is the 90 % range of beta that is valid at any time
    (None: nothing is excluded on that side).
    """

    log_e: Floats
    log_over: Floats
    log_under: Floats
    row: Ints
    e: float
    max_e: float
    p_any: float
    verdict: Verdict
    direction: Direction | None
    beta_low: float | None
    beta_high: float | None

    def first_at(self, threshold: float = CLEAR) -> int | None:
        """Return the sample row at which E first reached ``threshold``; None if it never did."""
        reached = np.flatnonzero(self.log_e >= math.log(threshold))
        return int(self.row[reached[0]]) if len(reached) else None


def verdict_of(e: float) -> Verdict:
    """Return the rung of the ladder: below 3 nothing, 3 hint, 10 fairly clear, 20 clear."""
    for threshold, name in LADDER:
        if e >= threshold:
            return name
    return "cannot_tell"


def evidence(sample: Sample, betas: Floats = BETA_GRID, weights: Floats | None = None) -> Evidence:
    """Return the e-process of a sample in the order of its reveals.

    ``betas`` (G,) and ``weights`` (G,) default to the grid and prior of ``power``. An empty sample
    has E = 1. A board enters as one factor: at each beta the mean of its rows' ratios, since a
    mean of e-values is an e-value whatever the dependence between them.
    """
    mass = prior() if weights is None else weights
    size = len(np.unique(sample.unit))
    paths = np.zeros((3, size))
    rows = np.zeros(size, dtype=np.int64)
    sides = np.stack(
        [mass, _share(mass, betas < 1.0 - 1e-12), _share(mass, betas > 1.0 + 1e-12)], axis=1
    )
    total = np.zeros(len(betas))
    done = 0
    for last, factors in _unit_factors(sample, betas):
        steps = np.cumsum(factors, axis=0)
        steps += total
        total = steps[-1].copy()
        span = slice(done, done + len(last))
        rows[span] = last
        top = steps.max(axis=1, keepdims=True)
        steps -= top
        # Betas that stay 60 nats behind add nothing; a side made of them is floored there.
        alive = steps.max(axis=0) > _FARTHEST
        mixed = np.maximum(np.exp(steps[:, alive]) @ sides[alive], math.exp(_FARTHEST))
        paths[:, span] = top[:, 0] + np.log(mixed).T
        done += len(last)
    return _summary(paths, rows, total, betas)


def _summary(paths: Floats, rows: Ints, total: Floats, betas: Floats) -> Evidence:
    log_e, over, under = paths
    now = float(log_e[-1]) if len(log_e) else 0.0
    top = max(0.0, float(log_e.max(initial=0.0)))
    verdict = verdict_of(math.exp(min(now, 700.0)))
    direction: Direction | None = None
    if verdict != "cannot_tell":
        direction = "over" if over[-1] > under[-1] else "under"
    kept = np.flatnonzero(now - total < math.log(10.0))
    low = float(betas[kept[0]]) if len(kept) and kept[0] > 0 else None
    high = float(betas[kept[-1]]) if len(kept) and kept[-1] < len(betas) - 1 else None
    return Evidence(
        log_e=log_e,
        log_over=over,
        log_under=under,
        row=rows,
        e=math.exp(min(now, 700.0)),
        max_e=math.exp(min(top, 700.0)),
        p_any=math.exp(-top),
        verdict=verdict,
        direction=direction,
        beta_low=low,
        beta_high=high,
    )


def _share(mass: Floats, where: Bools) -> Floats:
    """Return the mass on one side, summing to 1, or zeros if the side is empty."""
    kept = np.where(where, mass, 0.0)
    return np.asarray(kept / max(float(kept.sum()), 1e-300), dtype=np.float64)


def _unit_factors(sample: Sample, betas: Floats) -> Iterator[tuple[Ints, Floats]]:
    """Yield (rows that complete units, (n, G) ln of the units' factors), in order of completion."""
    size = len(sample)
    if size == 0:
        return
    if len(np.unique(sample.unit)) == size:
        for span, ratios in log_ratios(sample, betas, _BLOCK):
            yield np.arange(span.start, span.stop), ratios
        return
    last = np.zeros(int(sample.unit.max()) + 1, dtype=np.int64)
    np.maximum.at(last, sample.unit, np.arange(size))
    order = np.argsort(last[sample.unit], kind="stable")
    completes = last[sample.unit][order]
    ends = np.flatnonzero(np.append(completes[1:] != completes[:-1], True)) + 1
    start = 0
    while start < size:
        stop = int(ends[np.searchsorted(ends, min(start + _BLOCK, size))])
        chosen = order[start:stop]
        block = sample.take(chosen)
        ratios = np.concatenate([r for _, r in log_ratios(block, betas)])
        inside = ends[(ends > start) & (ends <= stop)] - start
        starts = np.concatenate(([0], inside[:-1]))
        if len(starts) < len(ratios):
            ratios = _means(ratios, starts, inside - starts)
        yield completes[start:stop][starts], ratios
        start = stop


def _means(ratios: Floats, starts: Ints, rows: Ints) -> Floats:
    """Return (U, G) ln of the mean of exp(ratios) over units of ``rows`` (U,) rows at ``starts``.

    Units of one row, the many, are copied; the others are added up by their size.
    """
    means = ratios[starts]
    for size in np.unique(rows[rows > 1]).tolist():
        units = np.flatnonzero(rows == size)
        total = np.exp(means[units])
        for place in range(1, size):
            total += np.exp(ratios[starts[units] + place])
        means[units] = np.log(total / size)
    return means


def change_alarm(sample: Sample, rate: float = 0.01) -> Floats:
    """Return (U,) ln E of the test "calibrated all along" against "calibrated until some day".

    The change may start at any unit with geometric prior weight rate(1-rate)^(t-1) (a spread-start
    mixture, so P(E ever reaches 20) <= 1/20 for a person who stays calibrated):
    R_g <- (R_g + w_t) exp(ratio), E_t = sum_g pi_g R_g + 1 - sum w.
    """
    mass = prior()
    path: list[float] = []
    running = np.full(len(mass), -np.inf)
    step = 0
    for _, factors in _unit_factors(sample, BETA_GRID):
        for factor in factors:
            log_w = math.log(rate) + step * math.log1p(-rate)
            running = np.logaddexp(running, log_w) + factor
            step += 1
            started = float(np.logaddexp.reduce(running + np.log(mass)))
            path.append(float(np.logaddexp(started, step * math.log1p(-rate))))
    return np.array(path)
