"""Numeric answers given as quantiles: coverage, weighted interval score, width."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tastegym.calibration.scores import relative_skill
from tastegym.scoring.shares import log_beta, share_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.calibration.sample import Bools, Floats, Ints

_PRIOR_ANSWERS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class QuantileSample:
    """N numeric answers at the same Q levels.

    ``levels`` (Q,) ascend; ``values`` (N, Q) ascend in each row; ``observed`` (N,); ``log_scale``
    (N,) marks positive ratio quantities, scored on their logarithm; ``reference`` (N, Q) holds a
    reference forecast, with ``has_reference`` (N,); ``cluster`` (N,) as in ``Sample``.
    """

    levels: Floats
    values: Floats
    observed: Floats
    log_scale: Bools
    reference: Floats
    has_reference: Bools
    cluster: Ints

    @classmethod
    def build(
        cls,
        levels: Sequence[float],
        values: Sequence[Sequence[float]],
        observed: Sequence[float],
        *,
        log_scale: Sequence[bool] | bool = False,
        reference: Sequence[Sequence[float] | None] | None = None,
        cluster: Ints | None = None,
    ) -> QuantileSample:
        """Check plain sequences; ``ValueError`` for quantiles that descend or values off scale."""
        size, width = len(observed), len(levels)
        given = np.asarray(values, dtype=np.float64).reshape(size, width)
        truth = np.asarray(observed, dtype=np.float64)
        logs = np.array(np.broadcast_to(np.asarray(log_scale, dtype=np.bool_), (size,)))
        rows = reference or [None] * size
        known = np.array([row is not None for row in rows], dtype=np.bool_)
        base = np.array([given[i] if row is None else row for i, row in enumerate(rows)])
        base = base.reshape(size, width).astype(np.float64)
        if np.any(np.diff(levels) <= 0.0) or np.any(np.diff(given, axis=1) < 0.0):
            raise ValueError("quantiles ascend with their levels")
        everything = np.column_stack((given, base, truth))
        if not np.isfinite(everything).all():
            raise ValueError("a quantile or an outcome is not a number")
        if np.any(everything[logs] <= 0.0):
            raise ValueError("a log scale takes positive values only")
        clusters = np.arange(size) if cluster is None else cluster
        return cls(np.asarray(levels, dtype=np.float64), given, truth, logs, base, known, clusters)

    def __len__(self) -> int:
        return len(self.observed)


@dataclass(frozen=True, slots=True)
class QuantileBlock:
    """What the numeric answers show.

    ``coverage`` is the share of outcomes inside the outermost interval, which should hold
    ``nominal`` of them, with its 90 % Jeffreys interval; ``e`` is the evidence, valid at any time,
    against "coverage is as claimed". ``relative_wis`` is your summed score over the reference's
    (below 1: better), with a bootstrap interval; ``relative_width`` the geometric mean of your
    interval's width over the reference's. None where no reference is known.
    """

    n: int
    hits: int
    nominal: float
    coverage: float
    low: float
    high: float
    e: float
    relative_wis: float | None
    relative_wis_low: float | None
    relative_wis_high: float | None
    relative_width: float | None


def wis(sample: QuantileSample, values: Floats | None = None) -> Floats:
    """Return (N,) weighted interval scores, twice the mean pinball loss over the levels.

    On the log scale where marked; ``values`` (N, Q) replaces the sample's own quantiles.
    """
    quantiles = _scaled(sample, sample.values if values is None else values)
    gap = _scaled(sample, sample.observed[:, None]) - quantiles
    loss = np.maximum(sample.levels * gap, (sample.levels - 1.0) * gap)
    return np.asarray(2.0 * loss.mean(axis=1), dtype=np.float64)


def quantile_block(sample: QuantileSample, user: str = "") -> QuantileBlock | None:
    """Return coverage, evidence and relative scores; None for no answers or a single level."""
    if not len(sample) or len(sample.levels) < 2:
        return None
    low, high = sample.values[:, 0], sample.values[:, -1]
    hits = int(((sample.observed >= low) & (sample.observed <= high)).sum())
    size = len(sample)
    nominal = float(sample.levels[-1] - sample.levels[0])
    ends = share_interval(hits, size)
    known = sample.has_reference
    scores, reference = wis(sample)[known], wis(sample, sample.reference)[known]
    ratio = relative_skill(scores, reference, sample.cluster[known], user)
    spans: tuple[float | None, float | None, float | None] = (None, None, None)
    if ratio is not None:
        spans = (
            1.0 - ratio.value,
            None if ratio.high is None else 1.0 - ratio.high,
            None if ratio.low is None else 1.0 - ratio.low,
        )
    return QuantileBlock(
        size,
        hits,
        nominal,
        hits / size,
        *ends,
        coverage_e(hits, size, nominal),
        *spans,
        _relative_width(sample),
    )


def coverage_e(hits: int, total: int, nominal: float) -> float:
    """Return the e-value of ``hits`` in ``total`` against a coverage of ``nominal``.

    E = B(10c+h, 10(1-c)+m) / B(10c, 10(1-c)) / (c^h (1-c)^m): a beta mixture worth ten answers,
    centred on the claim, so it stays valid when looked at after every answer.
    """
    a, b = _PRIOR_ANSWERS * nominal, _PRIOR_ANSWERS * (1.0 - nominal)
    misses = total - hits
    log_e = log_beta(a + hits, b + misses) - log_beta(a, b)
    log_e -= hits * math.log(nominal) + misses * math.log1p(-nominal)
    return math.exp(min(log_e, 700.0))


def _scaled(sample: QuantileSample, values: Floats) -> Floats:
    safe = np.where(sample.log_scale[:, None], values, 1.0)
    return np.where(sample.log_scale[:, None], np.log(safe), values)


def _relative_width(sample: QuantileSample) -> float | None:
    own, base = _scaled(sample, sample.values), _scaled(sample, sample.reference)
    widths, reference = own[:, -1] - own[:, 0], base[:, -1] - base[:, 0]
    usable = sample.has_reference & (widths > 0.0) & (reference > 0.0)
    if not usable.any():
        return None
    return math.exp(float(np.log(widths[usable] / reference[usable]).mean()))
