"""The reliability curve with its consistency bands, and the score decomposition it implies."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from tastegym.calibration.cells import (
    Cells,
    claim_pairs,
    group,
    option_pairs,
)
from tastegym.calibration.isotonic import pav, pav_many
from tastegym.calibration.nulls import NullDraws, draw_null, resamples
from tastegym.scoring.rules import CLIP

if TYPE_CHECKING:
    from tastegym.calibration.sample import Bools, Floats, Ints, Sample

Score: TypeAlias = Literal["brier", "log"]

LEVEL = 0.9
"""Share of calibrated people whose curve stays inside a band."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Where the curve of a calibrated person lies: four (J,) arrays in 0..1.

    ``low``..``high`` holds it at one group with probability .9, ``sim_low``..``sim_high`` at all
    groups at once. Only leaving the second is remarkable.
    """

    low: Floats
    high: Floats
    sim_low: Floats
    sim_high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The reliability curve: (J,) arrays over distinct forecasts, ascending.

    ``n`` counts pairs (one for a yes/no claim, one for each option of a choice, the likelier one
    of a choice between two), ``hits`` those that came true, ``scenarios`` the questions behind
    them; ``rate`` = hits/n is the observed share, ``fitted`` the isotonic (non-decreasing) fit.
    """

    forecast: Floats
    n: Ints
    hits: Ints
    scenarios: Ints
    rate: Floats
    fitted: Floats
    band: Band | None

    @property
    def outside(self) -> Bools:
        """(J,) True where the fitted curve lies outside the simultaneous band."""
        if self.band is None:
            return np.zeros(len(self.n), dtype=np.bool_)
        slack = 1e-12
        low, high = self.band.sim_low - slack, self.band.sim_high + slack
        return (self.fitted < low) | (self.fitted > high)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Mean score = mcb - dsc + unc (CORP; Dimitriadis, Gneiting & Jordan 2021, PNAS 118(8)).

    ``mcb`` is the cost of miscalibration, ``dsc`` the gain from telling questions apart, ``unc``
    the score of always giving the base rate. ``mcb_null`` is the mean of mcb for a calibrated
    person with the same forecasts, ``p`` the share of such persons with an mcb as large; both
    None when no draws were asked for.
    """

    score: float
    mcb: float
    dsc: float
    unc: float
    mcb_null: float | None
    p: float | None

    @property
    def mcb_debiased(self) -> float | None:
        """Miscalibration beyond what a calibrated person shows by luck, at least 0."""
        return None if self.mcb_null is None else max(0.0, self.mcb - self.mcb_null)


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """Curve with bands, and the decomposition of the half-Brier score with its null."""

    curve: Curve
    corp: Decomposition


def diagram(sample: Sample, user: str, draws: int | None = None) -> Diagram | None:
    """Return curve, bands and decomposition from one set of draws; None for an empty sample.

    ``user`` keys the draws (see ``nulls.draw_null``); ``draws`` defaults to ``resamples(N)``.
    """
    if not len(sample):
        return None
    cells = group(sample)
    null = draw_null(sample, cells, user, draws or resamples(len(sample)))
    shown = cells.shown
    fits = pav_many(null.hits[shown], cells.n[shown])
    return Diagram(_curve(cells, _band(fits)), _decompose(sample, cells, null, fits, "brier"))


def curve(sample: Sample) -> Curve | None:
    """Return the curve without bands, for use while filters move; None for an empty sample."""
    return _curve(group(sample), None) if len(sample) else None


def decompose(
    sample: Sample, score: Score = "brier", user: str | None = None, draws: int | None = None
) -> Decomposition | None:
    """Return the CORP decomposition of the mean half-Brier or log score; None if empty.

    With choices the score is the sum over one-vs-rest pairs, halved: for Brier it equals the mean
    half-Brier score, for log with two options the mean log score. The log score uses forecasts
    clipped at .005 and renormalised. With ``user`` the null mean and p are computed.
    """
    if not len(sample):
        return None
    cells = group(sample)
    if user is None:
        return _decompose(sample, cells, None, None, score)
    null = draw_null(sample, cells, user, draws or resamples(len(sample)))
    return _decompose(sample, cells, null, None, score)


def _curve(cells: Cells, band: Band | None) -> Curve:
    shown = cells.shown
    n, hits = cells.n[shown], cells.hits[shown]
    return Curve(
        forecast=cells.forecast[shown],
        n=n.astype(np.int64),
        hits=hits.astype(np.int64),
        scenarios=cells.scenarios[shown],
        rate=hits / n,
        fitted=pav(hits / n, n),
        band=band,
    )


def _band(fits: Floats) -> Band:
    """Pointwise quantiles, and the extreme-rank envelope (Myllymaeki et al. 2017, JRSS B 79).

    A curve's rank is the smallest, over groups, of its two-sided ranks; the envelope of rank r
    runs from the r-th smallest to the r-th largest value of each group. The largest r that keeps
    90 % of the curves whole is taken, so ties make the band wider, never narrower.
    """
    ordered = np.sort(fits, axis=1)
    count = ordered.shape[1]
    cut = math.floor((1.0 - LEVEL) / 2.0 * count)
    low_rank, high_rank = 0, cut
    while low_rank < high_rank:
        rank = (low_rank + high_rank + 1) // 2
        inside = (fits >= ordered[:, rank, None]) & (fits <= ordered[:, count - 1 - rank, None])
        if inside.all(axis=0).mean() >= LEVEL:
            low_rank = rank
        else:
            high_rank = rank - 1
    return Band(
        low=ordered[:, cut],
        high=ordered[:, count - 1 - cut],
        sim_low=ordered[:, low_rank],
        sim_high=ordered[:, count - 1 - low_rank],
    )


def _decompose(
    sample: Sample, cells: Cells, null: NullDraws | None, fits: Floats | None, score: Score
) -> Decomposition:
    forecast, mass, hits = _exact_groups(sample, cells, score)
    scale = float(mass.sum()) / len(sample)
    given = _mean_score(score, forecast, mass, hits) * scale
    fitted = _mean_score(score, pav(hits / mass, mass), mass, hits) * scale
    base = np.full(len(mass), hits.sum() / mass.sum())
    unc = _mean_score(score, base, mass, hits) * scale
    mcb, dsc = max(0.0, given - fitted), max(0.0, unc - fitted)
    if null is None:
        return Decomposition(given, mcb, dsc, unc, None, None)
    if fits is None or cells.mixed:
        fits = pav_many(null.mass_hits, cells.mass)
    # The observed mcb is compared on the groups of the draws: a finer fit would be larger.
    own = pav(cells.mass_hits / cells.mass, cells.mass)[:, None]
    seen = _null_mcb(score, cells, cells.mass_hits[:, None], own)[0]
    drawn = _null_mcb(score, cells, null.mass_hits, fits)
    p = (1.0 + np.count_nonzero(drawn >= seen - 1e-9)) / (len(drawn) + 1.0)
    return Decomposition(given, mcb, dsc, unc, float(drawn.mean()) / len(sample), float(p))


def _exact_groups(sample: Sample, cells: Cells, score: Score) -> tuple[Floats, Floats, Floats]:
    """Return distinct forecasts, their mass and the mass that came true, without rounding."""
    if cells.exact and score == "brier":
        return cells.forecast, cells.mass, cells.mass_hits
    if score == "log":
        sample = replace(sample, probs=sample.clipped())
    claims, options = claim_pairs(sample), option_pairs(sample)
    forecast = np.concatenate((claims.forecast, options.forecast))
    came = np.concatenate((claims.came, options.came))
    mass = np.repeat((1.0, 0.5), (len(claims.came), len(options.came)))
    distinct, where = np.unique(np.rint(forecast * 1e12), return_inverse=True)
    total = np.bincount(where, weights=mass).astype(np.float64)
    return distinct / 1e12, total, np.bincount(where, weights=mass * came).astype(np.float64)


def _mean_score(score: Score, probs: Floats, mass: Floats, hits: Floats) -> float:
    """Return the mass-weighted mean pair score of group forecasts ``probs`` (J,)."""
    if score == "brier":
        total = hits * (1.0 - probs) ** 2 + (mass - hits) * probs**2
    else:
        total = -(_x_log_y(hits, probs) + _x_log_y(mass - hits, 1.0 - probs))
    return float(total.sum()) / float(mass.sum())


def _x_log_y(x: Floats, y: Floats) -> Floats:
    """Return x ln y with 0 ln 0 = 0; rounding residue in x counts as 0."""
    return np.where(x > 1e-12, x * np.log(np.maximum(y, 1e-300)), 0.0)


def _null_mcb(score: Score, cells: Cells, hits: Floats, fits: Floats) -> Floats:
    """Return (B,) sums over groups of score(forecast) - score(fit), given ``hits`` (J, B)."""
    forecast, mass = cells.forecast[:, None], cells.mass[:, None]
    if score == "brier":
        # h(1-x)^2 + (n-h)x^2 is linear in h: the h terms of forecast and fit combine.
        loss: Floats = 2.0 * hits * (fits - forecast) + mass * (forecast**2 - fits**2)
    else:
        clipped = np.clip(forecast, CLIP / (1.0 + CLIP), 1.0 / (1.0 + CLIP))
        loss = _x_log_y(hits, fits) + _x_log_y(mass - hits, 1.0 - fits)
        loss -= _x_log_y(hits, clipped) + _x_log_y(mass - hits, 1.0 - clipped)
    return np.asarray(loss.sum(axis=0), dtype=np.float64)
