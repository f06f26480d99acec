"""Forecast-outcome pairs grouped by forecast, and what chance alone would put in each group."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.calibration.sample import Bools, Floats, Ints, Sample

PERCENTS = 100
"""Groups to the unit when forecasts are grouped on whole percents."""

_FINE_ROWS = 10_000
"""From so many rows on, forecasts off the whole percents are grouped on steps of .001."""

_FEW = 32
"""Up to so many equal forecast vectors, their outcomes are drawn one by one."""

_BASIS = 10_000


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


@dataclass(frozen=True, slots=True, eq=False)
class NullDraws:
    """B draws of the hits of each group if every forecast is exactly right: (J, B) arrays."""

    claim_hits: Floats
    option_hits: Floats
    mirror_hits: Floats

    @property
    def hits(self) -> Floats:
        """(J, B) pairs in the picture that came true, as ``Cells.hits``."""
        return self.claim_hits + self.option_hits - self.mirror_hits

    @property
    def mass_hits(self) -> Floats:
        """(J, B) weighted pairs that came true, as ``Cells.mass_hits``."""
        return self.claim_hits + 0.5 * self.option_hits


def resamples(size: int) -> int:
    """Return the number of draws for a band: 2,000 up to 2,000 scenarios, 500 beyond."""
    return 2000 if size <= 2000 else 500


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


def draw_null(sample: Sample, cells: Cells, user: str, count: int) -> NullDraws:
    """Draw ``count`` times the hits of each group if every forecast is exactly right.

    Claims: Binomial(n_j, x_j) for each group. Choices: for each distinct forecast vector (its
    order is irrelevant) a multinomial draw, spread over the groups; independent binomials would
    be wrong, since the options of one question exclude each other. Each draw is keyed by
    (user, group or vector, count): the same record gives the same picture, and an answer changes
    only the groups that it touches. Source of the idea: Broecker & Smith 2007, Weather Forecast.
    22:651-661.
    """
    claim = np.zeros((len(cells.step), count))
    option = np.zeros((len(cells.step), count))
    mirror = np.zeros((len(cells.step), count))
    rows = zip(cells.step.tolist(), cells.forecast.tolist(), cells.claim_n.tolist(), strict=True)
    for j, (step, forecast, pairs) in enumerate(rows):
        if pairs:
            generator = _generator(user, "claim", cells.grid, step, int(pairs))
            claim[j] = generator.binomial(int(pairs), forecast, size=count)
    place = np.zeros(cells.grid + 1, dtype=np.int64)
    place[cells.step] = np.arange(len(cells.step))
    for vector, times in _vectors(sample):
        generator = _generator(user, "choice", vector.tobytes().hex(), times)
        where = place[np.rint(vector * (cells.grid / _BASIS)).astype(np.int64)]
        drawn = _multinomial(generator, vector / vector.sum(), times, count)
        for j, hits in zip(where.tolist(), drawn, strict=True):
            option[j] += hits
        if len(vector) == 2:
            mirror[where[0]] += drawn[0]
    return NullDraws(claim, option, mirror)


def _vectors(sample: Sample) -> Iterator[tuple[Ints, int]]:
    """Yield the distinct forecast vectors of choices, ascending, in basis points, with counts."""
    choices = ~sample.statement
    basis = np.rint(sample.probs[choices] * _BASIS).astype(np.int64)
    options = sample.options[choices]
    for size in np.unique(options).tolist():
        ordered = np.sort(basis[options == size][:, :size], axis=1)
        distinct, times = np.unique(ordered, axis=0, return_counts=True)
        yield from zip(distinct, times.tolist(), strict=True)


def _multinomial(
    generator: np.random.Generator, probs: Floats, times: int, count: int
) -> list[Floats]:
    """Return for each option (count,) hits in ``times`` draws of a categorical outcome."""
    if times > _FEW:
        return list(generator.multinomial(times, probs, size=count).T.astype(np.float64))
    uniform = generator.random((times, count))
    edges = np.cumsum(probs)[:-1]
    below = [np.zeros(count)]
    below += [(uniform < edge).sum(axis=0, dtype=np.float64) for edge in edges]
    below.append(np.full(count, float(times)))
    return [high - low for low, high in itertools.pairwise(below)]


def _generator(*key: object) -> np.random.Generator:
    digest = blake2b(repr(key).encode(), digest_size=16).digest()
    return np.random.Generator(np.random.SFC64(int.from_bytes(digest, "little")))
