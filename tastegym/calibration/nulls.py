"""What chance alone would put in each group of a reliability curve: draws from "all is right"."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.calibration.cells import Cells
    from tastegym.calibration.sample import Bools, Floats, Ints, Sample

_FEW = 32
"""Up to so many equal forecast vectors, their outcomes are drawn one by one."""

_MANY_BOARDS = 300
"""Kinds of boards from which on they are drawn together."""

_CHUNK = 4096
_BASIS = 10_000


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


def draw_null(sample: Sample, cells: Cells, user: str, count: int) -> NullDraws:
    """Draw ``count`` times the hits of each group if every forecast is exactly right.

    Claims: Binomial(n_j, x_j) for each group. Choices: for each distinct forecast vector (its
    order is irrelevant) a multinomial draw, spread over the groups; independent binomials would
    be wrong, since the options of one question exclude each other. Rows of one unit (a board) were
    locked together, and how they hang together is not known: one uniform number decides all of
    them, which of all ways with these margins spreads the sums most (comonotonic risks; Dhaene et
    al. 2002, Insur. Math. Econ. 31:3-33). So a band is never too narrow for boards, and too wide
    where their rows have nothing in common. Each draw is keyed by (user, group, vector or board,
    count): the same record gives the same picture, and an answer changes only the groups that it
    touches. Source of the idea: Broecker & Smith 2007, Weather Forecast. 22:651-661.
    """
    shape = (len(cells.step), count)
    drawn = NullDraws(np.zeros(shape), np.zeros(shape), np.zeros(shape))
    place = np.zeros(cells.grid + 1, dtype=np.int64)
    place[cells.step] = np.arange(len(cells.step))
    alone = np.bincount(sample.unit)[sample.unit] == 1 if len(sample) else np.zeros(0, np.bool_)
    _draw_claims(sample, alone, cells, place, user, drawn)
    for vector, where, times in _vectors(sample, alone, cells.grid):
        generator = _generator(user, "choice", vector.tobytes().hex(), times)
        hits = _multinomial(generator, vector / vector.sum(), times, count)
        _add_choice(drawn, place[where], hits)
    if not alone.all():
        _draw_boards(sample, ~alone, cells.grid, place, user, drawn)
    return drawn


def _draw_claims(
    sample: Sample, alone: Bools, cells: Cells, place: Ints, user: str, drawn: NullDraws
) -> None:
    """Add the claims that stand alone: one binomial draw for each group."""
    count = drawn.claim_hits.shape[1]
    number = cells.claim_n.astype(np.int64)
    if not alone.all():
        theirs = sample.probs[alone & sample.statement, 0]
        number = np.bincount(place[_steps(theirs, cells.grid)], minlength=len(cells.step))
    rows = zip(cells.step.tolist(), cells.forecast.tolist(), number.tolist(), strict=True)
    for j, (step, forecast, pairs) in enumerate(rows):
        if pairs:
            generator = _generator(user, "claim", cells.grid, step, pairs)
            drawn.claim_hits[j] = generator.binomial(pairs, forecast, size=count)


def _add_choice(drawn: NullDraws, where: Ints, hits: list[Floats]) -> None:
    """Add the hits of a choice's options, which stand in ascending order of their forecasts."""
    for j, column in zip(where.tolist(), hits, strict=True):
        drawn.option_hits[j] += column
    if len(where) == 2:
        drawn.mirror_hits[where[0]] += hits[0]


def _draw_boards(
    sample: Sample, rows: Bools, grid: int, place: Ints, user: str, drawn: NullDraws
) -> None:
    """Add the units of several rows, each kind of board (the same forecasts) in one draw."""
    count = drawn.claim_hits.shape[1]
    found = list(_boards(sample, rows, grid))
    if len(found) > _MANY_BOARDS:
        found = _draw_together(found, place, user, drawn)
    for board, times in found:
        generator = _generator(user, "board", board, times)
        claims = np.array([basis for basis, _ in board.claims], dtype=np.int64)
        if not board.choices:
            # One uniform number u a board, and a claim comes true where u < p.
            inner = np.diff(np.concatenate(([0], claims, [_BASIS]))) / _BASIS
            hits = list(np.cumsum(_multinomial(generator, inner, times, count)[:-1], axis=0))
        else:
            chance = generator.random((times, count))
            hits = [_below(chance, p) for p in (claims / _BASIS).tolist()]
            for choice in board.choices:
                where = np.array([step for _, step in choice], dtype=np.int64)
                _add_choice(drawn, place[where], _favourites_first(chance, choice))
        for (_, step), column in zip(board.claims, hits, strict=True):
            drawn.claim_hits[place[step]] += column


def _draw_together(
    found: list[tuple[Board, int]], place: Ints, user: str, drawn: NullDraws
) -> list[tuple[Board, int]]:
    """Add the boards of claims of a long record in one draw for each size; return the others.

    Thousands of kinds of boards would each need a generator; here an answer can change more groups
    than its own, by the error of the draws.
    """
    count = drawn.claim_hits.shape[1]
    sizes: dict[int, list[Forecasts]] = {}
    for board, times in found:
        if not board.choices:
            sizes.setdefault(len(board.claims), []).extend([board.claims] * times)
    for size, boards in sizes.items():
        generator = _generator(user, "boards", size, len(boards))
        told = np.array(boards, dtype=np.int64)
        for start in range(0, len(boards), _CHUNK):
            part = told[start : start + _CHUNK]
            chance = generator.random((len(part), count), dtype=np.float32)
            for row in range(size):
                order = np.argsort(part[:, row, 1], kind="stable")
                edges = (part[order, row, 0] / _BASIS).astype(np.float32)
                steps = part[order, row, 1]
                firsts = np.flatnonzero(np.diff(steps, prepend=-1))
                true = (chance[order] < edges[:, None]).view(np.int8)
                hits = np.add.reduceat(true, firsts, axis=0, dtype=np.int32)
                drawn.claim_hits[place[steps[firsts]]] += hits
    return [(board, times) for board, times in found if board.choices]


def _below(chance: Floats, edge: float) -> Floats:
    return np.asarray((chance < edge).sum(axis=0), dtype=np.float64)


def _favourites_first(chance: Floats, choice: Forecasts) -> list[Floats]:
    """The hits of a choice's options, ascending; small numbers mean that the favourite won."""
    vector = np.array([basis for basis, _ in choice], dtype=np.float64)
    edges = np.cumsum(vector[::-1] / vector.sum())[:-1].tolist()
    times, count = chance.shape
    below = [
        np.zeros(count),
        *(_below(chance, edge) for edge in edges),
        np.full(count, float(times)),
    ]
    return [high - low for low, high in itertools.pairwise(below)][::-1]


Forecasts: TypeAlias = "tuple[tuple[int, int], ...]"
"""Forecasts in ascending order: basis points, and the step of the curve's grid."""


class Board(NamedTuple):
    """The forecasts of one unit of several rows, in whatever order they were given."""

    claims: Forecasts
    choices: tuple[Forecasts, ...]


def _boards(sample: Sample, rows: Bools, grid: int) -> Iterator[tuple[Board, int]]:
    """Yield the distinct units of several rows and how many there are of each."""
    chosen = np.flatnonzero(rows)
    order = chosen[np.argsort(sample.unit[chosen], kind="stable")]
    basis, steps = _basis(sample.probs[order]).tolist(), _steps(sample.probs[order], grid).tolist()
    claim, options = sample.statement[order].tolist(), sample.options[order].tolist()
    starts = np.flatnonzero(np.diff(sample.unit[order], prepend=-1)).tolist()
    met: dict[Board, int] = {}
    for start, stop in itertools.pairwise([*starts, len(order)]):
        claims, choices = [], []
        for i in range(start, stop):
            given = list(zip(basis[i], steps[i], strict=True))[: options[i]]
            if claim[i]:
                claims.append(given[0])
            else:
                choices.append(tuple(sorted(given)))
        board = Board(tuple(sorted(claims)), tuple(sorted(choices)))
        met[board] = met.get(board, 0) + 1
    yield from sorted(met.items())


def _basis(probs: Floats) -> Ints:
    return np.rint(probs * _BASIS).astype(np.int64)


def _steps(probs: Floats, grid: int) -> Ints:
    return np.rint(probs * grid).astype(np.int64)


def _vectors(sample: Sample, alone: Bools, grid: int) -> Iterator[tuple[Ints, Ints, int]]:
    """Yield the distinct forecast vectors of choices in basis points, ascending; steps; counts."""
    choices = alone & ~sample.statement
    probs, options = sample.probs[choices], sample.options[choices]
    for size in np.unique(options).tolist():
        ordered = np.sort(probs[options == size][:, :size], axis=1)
        keys = np.concatenate((_basis(ordered), _steps(ordered, grid)), axis=1)
        distinct, times = np.unique(keys, axis=0, return_counts=True)
        for key, number in zip(distinct, times.tolist(), strict=True):
            yield key[:size], key[size:], number


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
