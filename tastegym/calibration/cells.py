"""Forecast-outcome pairs grouped by forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tastegym.calibration.sample import Bools, Floats, Ints, Sample

PERCENTS = 100
"""Groups to the unit when forecasts are grouped on whole percents."""

_FINE_ROWS = 10_000
"""From so many rows on, forecasts off the whole percents are grouped on steps of .001."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """J groups of (forecast, outcome) pairs with the same forecast, ascending.

    ``grid`` is the number of steps to the unit, ``step`` (J,) the step of each group, ``forecast``
    (J,) the mean forecast; ``off_grid`` is the share of pairs between two steps. ``claim_n`` and
    ``claim_hits`` count the pairs of yes/no claims, ``option_n`` and ``option_hits`` those of the
    options of choices. Of these ``mirror_n`` and ``mirror_hits`` belong to the lesser option of a
    choice between two, which says nothing that the other does not: they are part of the score and
    left out of the picture. ``scenarios`` (J,) counts rows in the picture.
    """

    grid: int
    off_grid: float
    step: Ints
    forecast: Floats
    claim_n: Floats
    claim_hits: Floats
    option_n: Floats
    option_hits: Floats
    mirror_n: Floats
    mirror_hits: Floats
    scenarios: Ints

    @property
    def exact(self) -> bool:
        """True where all forecasts of a group are the same."""
        return self.off_grid == 0.0

    @property
    def n(self) -> Floats:
        """(J,) pairs of each group in the picture; 0 where there are mirror images alone."""
        return self.claim_n + self.option_n - self.mirror_n

    @property
    def hits(self) -> Floats:
        """(J,) pairs of each group in the picture that came true."""
        return self.claim_hits + self.option_hits - self.mirror_hits

    @property
    def shown(self) -> Bools:
        """(J,) True where the picture has a pair."""
        return self.n > 0.0

    @property
    def mass(self) -> Floats:
        """(J,) pairs weighted so that squared errors add up to the half-Brier score.

        A yes/no claim has one pair with the whole score; each option of a choice has half.
        """
        return self.claim_n + 0.5 * self.option_n

    @property
    def mass_hits(self) -> Floats:
        """(J,) weighted pairs that came true."""
        return self.claim_hits + 0.5 * self.option_hits

    @property
    def mixed(self) -> bool:
        """True where pairs and mass differ in shape: claims with choices, or mirror images."""
        return bool((self.claim_n.any() and self.option_n.any()) or self.mirror_n.any())


def group(sample: Sample) -> Cells:
    """Group the pairs of a sample by forecast; empty groups are left out.

    A yes/no claim gives the pair (p(yes), came true), a choice one pair for each option; of a
    choice between two the lesser one (at .5 the second) is the mirror image of the other. Groups
    are whole percents; a record of 10,000 rows or more, most of it finer, has steps of .001.
    Steps are found by rounding, never by truncation: int(.29 * 100) is 28.
    """
    cells = _group(sample, PERCENTS)
    fine = len(sample) >= _FINE_ROWS and cells.off_grid > 0.5
    return _group(sample, 10 * PERCENTS) if fine else cells


def _group(sample: Sample, grid: int) -> Cells:
    size = grid + 1
    n, hits = np.zeros((3, size)), np.zeros((3, size))
    shift, scenarios = np.zeros(size), np.zeros(size, dtype=np.int64)
    between = 0
    for kind, pairs in enumerate((claim_pairs(sample), option_pairs(sample))):
        if not pairs.forecast.size:
            continue
        scaled = pairs.forecast * grid
        near = np.rint(scaled)
        step = near.astype(np.int64)
        n[kind] = np.bincount(step, minlength=size)
        hits[kind] = np.bincount(step[pairs.came], minlength=size)
        scaled -= near
        off = int(np.count_nonzero(np.abs(scaled) > grid * 1e-9))
        if off:
            shift += np.bincount(step, weights=scaled, minlength=size)
        between += off
        row = pairs.row
        if pairs.mirror is not None:
            n[2] = np.bincount(step[pairs.mirror], minlength=size)
            hits[2] = np.bincount(step[pairs.mirror & pairs.came], minlength=size)
            step = step[~pairs.mirror]
            row = None if row is None else row[~pairs.mirror]
        scenarios += _rows_per_step(step, row, size)
    total = n[0] + n[1]
    used = np.flatnonzero(total)
    mean = (used + shift[used] / total[used]) / grid
    return Cells(
        grid=grid,
        off_grid=between / max(1.0, float(total.sum())),
        step=used,
        forecast=np.clip(mean, 0.0, 1.0),
        claim_n=n[0, used],
        claim_hits=hits[0, used],
        option_n=n[1, used],
        option_hits=hits[1, used],
        mirror_n=n[2, used],
        mirror_hits=hits[2, used],
        scenarios=scenarios[used],
    )


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """P (forecast, came true) pairs; ``row`` (P,) is the row of each, None where rows are pairs.

    ``mirror`` (P,) marks the lesser option of choices between two; None where there is none.
    """

    forecast: Floats
    came: Bools
    row: Ints | None
    mirror: Bools | None = None


def claim_pairs(sample: Sample) -> Pairs:
    """Return p(yes) and whether it came true, for the yes/no claims of the sample."""
    claims = sample.statement
    if claims.all():
        return Pairs(sample.probs[:, 0], sample.outcome == 0, None)
    return Pairs(sample.probs[claims, 0], sample.outcome[claims] == 0, None)


def option_pairs(sample: Sample) -> Pairs:
    """Return every option of the choices against the rest, row by row."""
    choices = np.flatnonzero(~sample.statement)
    shown = sample.mask[choices]
    came = np.arange(sample.probs.shape[1]) == sample.outcome[choices, None]
    options = sample.options[choices]
    row = np.repeat(choices, options)
    probs = sample.probs[choices]
    mirror: Bools | None = None
    if (options == 2).any():
        lesser = np.zeros_like(shown)
        second = probs[:, 1] <= probs[:, 0] + 1e-9
        lesser[:, 0], lesser[:, 1] = (options == 2) & ~second, (options == 2) & second
        mirror = lesser[shown]
    return Pairs(probs[shown], came[shown], row, mirror)


def _rows_per_step(step: Ints, row: Ints | None, size: int) -> Ints:
    """Count the rows that have at least one pair in each group."""
    if row is None:
        return np.bincount(step, minlength=size)
    return np.bincount(np.unique(row * size + step) % size, minlength=size)
