"""Advice such as "when you feel 85, enter 77", and its honest test on answers that came later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tastegym.calibration.compare import paired
from tastegym.calibration.power import (
    BETA_GRID,
    LOG_GRID,
    Posterior,
    grid_quantiles,
    log_ratios,
    posterior,
    prior,
)
from tastegym.calibration.scores import half_brier, log_losses

if TYPE_CHECKING:
    from tastegym.calibration.compare import Paired
    from tastegym.calibration.sample import Bools, Floats, Ints, Sample

FELT = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99)
"""Probabilities for which advice is given."""

WARM_UP = 30
"""Answers that a correction is fitted on before it is first put to the test."""

_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Correction:
    """When you feel ``felt``, enter ``enter``; the data leave ``low``..``high`` (90 %)."""

    felt: float
    enter: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
    """The correction table, the answers it rests on, and the posterior behind it."""

    table: tuple[Correction, ...]
    answers: int
    beta: Posterior


@dataclass(frozen=True, slots=True)
class ForwardTest:
    """You with the correction against you as you answered; negative differences: it helps.

    Each answer is corrected by what was known before it was locked. ``advised`` answers, given
    after advice had been shown, are neither fitted nor scored: they may hold the correction
    already, and it must not be applied twice.
    """

    brier: Paired
    log: Paired
    advised: int


def advise(
    sample: Sample, advised: Bools | None = None, options: int = 2, felt: tuple[float, ...] = FELT
) -> Advice | None:
    """Return the correction table from the answers given without advice; None if there are none.

    ``enter`` is the posterior mean of q_beta(p): p raised to the power beta against the rest,
    spread evenly over ``options`` - 1 options. The prior on beta shrinks it towards "no
    correction" while answers are few.
    """
    free = sample if advised is None else sample.take(~advised)
    if not len(free):
        return None
    beta = posterior(free)
    rows = (_correct(p, beta, options) for p in felt)
    return Advice(tuple(rows), len(free), beta)


def _correct(felt: float, beta: Posterior, options: int) -> Correction:
    rest = (1.0 - felt) / (options - 1)
    top = felt**BETA_GRID
    worth = top / (top + (options - 1) * rest**BETA_GRID)
    ends = sorted(
        float(felt**b / (felt**b + (options - 1) * rest**b))
        for b in grid_quantiles(beta.mass, (0.05, 0.95), LOG_GRID)
    )
    return Correction(felt, float(beta.mass @ worth), ends[0], ends[1])


def corrected(sample: Sample, advised: Bools | None = None, known: Ints | None = None) -> Floats:
    """Return (N, K) forecasts, each corrected by the answers before it, as a posterior mean.

    ``known`` (N,) says of each row how many rows had their outcome when it was locked (default:
    all before it). Rows of one board do not see each other, however far apart they stand, and
    answers given under advice teach nothing.
    """
    size = len(sample)
    free = np.ones(size, dtype=np.bool_) if advised is None else ~advised
    before = _known(sample, known)
    logs = np.log(np.where(sample.mask, sample.clipped(), 1.0))
    weight = (sample.weight * free)[:, None]
    total = np.log(prior())
    order = np.argsort(before, kind="stable")
    turns = before[order]
    out = np.zeros_like(sample.probs)
    for rows, ratios in log_ratios(sample, block=_BLOCK):
        states = np.empty((len(ratios) + 1, len(BETA_GRID)))
        states[0] = total
        np.cumsum(ratios * weight[rows], axis=0, out=states[1:])
        states[1:] += total
        # The rows whose past ends inside this block; those of a late board stand further on.
        due = order[np.searchsorted(turns, rows.start) : np.searchsorted(turns, rows.stop)]
        for start in range(0, len(due), _BLOCK):
            part = due[start : start + _BLOCK]
            mass = states[before[part] - rows.start]
            out[part] = _worth(logs[part], sample.mask[part], mass)
        total = states[-1]
    return out


def _known(sample: Sample, known: Ints | None) -> Ints:
    """Return (N,) how many rows each row may learn from: those before any row of its board."""
    size = len(sample)
    before = np.arange(size) if known is None else np.minimum(known, np.arange(size))
    first = np.full(size, size, dtype=np.int64)
    np.minimum.at(first, sample.unit, before)
    return first[sample.unit]


def _worth(logs: Floats, mask: Bools, log_mass: Floats) -> Floats:
    """Return (n, K) means of q_beta over posteriors (n, G) given up to a constant in logs."""
    mass = np.exp(log_mass - log_mass.max(axis=1, keepdims=True))
    mass /= mass.sum(axis=1, keepdims=True)
    power = np.where(mask[:, :, None], np.exp(logs[:, :, None] * BETA_GRID), 0.0)
    power /= power.sum(axis=1, keepdims=True)
    return np.asarray(np.einsum("ng,nkg->nk", mass, power), dtype=np.float64)


def forward_test(
    sample: Sample,
    advised: Bools | None = None,
    warm_up: int = WARM_UP,
    known: Ints | None = None,
) -> ForwardTest | None:
    """Score the correction on the answers that knew ``warm_up`` others; None if there are none.

    ``known`` as in ``corrected``: an answer that waited months for its outcome is corrected by
    what was known when it was locked, not by what came in meanwhile.
    """
    marked = np.zeros(len(sample), dtype=np.bool_) if advised is None else advised
    taught = np.concatenate(([0], np.cumsum(~marked)))[_known(sample, known)]
    later = np.flatnonzero(~marked & (taught >= warm_up))
    if not len(later):
        return None
    mended = corrected(sample, marked, known)
    plain = sample.take(later)
    with_advice = plain.with_probs(mended[later])
    brier = paired(half_brier(with_advice), half_brier(plain), plain.cluster)
    log = paired(log_losses(with_advice), log_losses(plain), plain.cluster)
    if brier is None or log is None:
        return None
    return ForwardTest(brier, log, int(marked.sum()))
