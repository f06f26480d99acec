"""What calibration is computed from: forecasts with their outcomes, as padded arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from tastegym.scoring.rules import CLIP

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """N resolved forecasts of one record, in the order of their reveals.

    One row is one scenario, or one row of a board. ``probs`` (N, K) holds the probabilities,
    rows with fewer options padded with zeros on the right; ``options`` (N,) the number of options
    of each row; ``outcome`` (N,) the index of the option that came true. ``statement`` (N,) marks
    yes/no claims: two columns, p(yes) first, of which the curve shows p(yes) only. ``unit`` (N,)
    joins the rows that enter the evidence as one factor (the rows of one board); ``cluster`` (N,)
    joins rows that share a fact or a source; ``session`` (N,) joins rows of one sitting.
    """

    probs: Floats
    options: Ints
    outcome: Ints
    statement: Bools
    unit: Ints
    cluster: Ints
    session: Ints

    @classmethod
    def build(
        cls,
        probs: Sequence[Sequence[float]] | Floats,
        outcome: Sequence[int] | Ints,
        *,
        statement: Sequence[bool] | Bools | bool = False,
        unit: Sequence[object] | Ints | None = None,
        cluster: Sequence[object] | Ints | None = None,
        session: Sequence[object] | Ints | None = None,
    ) -> Self:
        """Check and pad plain sequences; labels of any hashable kind become integers.

        Without ``unit`` and ``cluster`` every row stands alone (``cluster`` defaults to ``unit``,
        since rows of one board share a setup); without ``session`` there is one sitting. Raises
        ``ValueError`` that names the row for anything that is not a forecast with its outcome.
        """
        matrix, options = _padded(probs)
        size = len(matrix)
        hit = np.asarray(outcome, dtype=np.int64).reshape(-1)
        if len(hit) != size:
            raise ValueError(f"{size} forecasts but {len(hit)} outcomes")
        claims = np.array(np.broadcast_to(np.asarray(statement, dtype=np.bool_), (size,)))
        _check(matrix, options, hit, claims)
        units = _labels(unit, size, np.arange(size))
        clusters = _labels(cluster, size, units)
        sessions = _labels(session, size, np.zeros(size, dtype=np.int64))
        return cls(matrix, options, hit, claims, units, clusters, sessions)

    @classmethod
    def binary(cls, p_yes: Sequence[float] | Floats, came_true: Sequence[int] | Ints) -> Self:
        """Build a sample of yes/no claims from p(yes) and 0/1 outcomes."""
        yes = np.asarray(p_yes, dtype=np.float64).reshape(-1)
        hit = np.asarray(came_true).reshape(-1)
        size = len(yes)
        if len(hit) != size:
            raise ValueError(f"{size} forecasts but {len(hit)} outcomes")
        _refuse(~((hit == 0) | (hit == 1)), "the outcome of a yes/no claim is 0 or 1")
        # A comparison with NaN is false, so this also refuses what is not a number.
        _refuse(~((yes >= 0.0) & (yes <= 1.0)), "a probability lies outside 0 to 1")
        alone = np.arange(size)
        return cls(
            probs=np.column_stack((yes, 1.0 - yes)),
            options=np.broadcast_to(np.int64(2), (size,)),
            outcome=(hit == 0).astype(np.int64),
            statement=np.broadcast_to(np.bool_(True), (size,)),
            unit=alone,
            cluster=alone,
            session=np.broadcast_to(np.int64(0), (size,)),
        )

    def __len__(self) -> int:
        return len(self.outcome)

    @property
    def mask(self) -> Bools:
        """(N, K), True where a column is an option of the row."""
        return np.arange(self.probs.shape[1]) < self.options[:, None]

    @property
    def weight(self) -> Floats:
        """(N,) weight of each row in the posterior of beta: 1/rows for a row of a board."""
        if not len(self):
            return np.zeros(0)
        return 1.0 / np.bincount(self.unit)[self.unit]

    @property
    def hit_prob(self) -> Floats:
        """(N,) probability that was given to what came true."""
        hit: Floats = self.probs[np.arange(len(self)), self.outcome]
        return hit

    def clipped(self) -> Floats:
        """(N, K) forecasts raised to at least .005 and renormalised; padding stays 0."""
        raised = np.where(self.mask, np.maximum(self.probs, CLIP), 0.0)
        clipped: Floats = raised / raised.sum(axis=1, keepdims=True)
        return clipped

    def take(self, rows: Ints | Bools | slice) -> Sample:
        """Return the chosen rows, in the order given."""
        return replace(
            self,
            probs=self.probs[rows],
            options=self.options[rows],
            outcome=self.outcome[rows],
            statement=self.statement[rows],
            unit=relabel(self.unit[rows]),
            cluster=relabel(self.cluster[rows]),
            session=relabel(self.session[rows]),
        )

    def with_probs(self, probs: Floats) -> Sample:
        """Return the same questions and outcomes with other forecasts (N, K)."""
        return replace(self, probs=probs)

    def by_session(self) -> Sample:
        """Return the same rows with sittings as clusters, for dependence in time."""
        return replace(self, cluster=self.session)


def relabel(labels: npt.ArrayLike) -> Ints:
    """Return labels as integers 0, 1, ... in the order of first appearance."""
    array = np.asarray(labels)
    size = array.size
    if size == 0:
        return np.zeros(0, dtype=np.int64)
    if array.dtype.kind == "i" and array.min() >= 0 and array.max() < 4 * size:
        return _relabel_small(array.reshape(-1))
    _, first, inverse = np.unique(array, return_index=True, return_inverse=True)
    order = np.empty(len(first), dtype=np.int64)
    order[np.argsort(first, kind="stable")] = np.arange(len(first))
    return order[inverse.reshape(-1)]


def _relabel_small(labels: Ints) -> Ints:
    """Return the same for whole numbers from 0 on, none much larger than their count."""
    places = np.arange(len(labels))
    first = np.zeros(int(labels.max()) + 1, dtype=np.int64)
    first[labels[::-1]] = places[::-1]  # the last to be written is the first to appear
    where = first[labels]
    number = np.cumsum(where == places) - 1
    return number[where]


def _labels(labels: Sequence[object] | Ints | None, size: int, default: Ints) -> Ints:
    if labels is None:
        return default
    if len(labels) != size:
        raise ValueError(f"{size} forecasts but {len(labels)} labels")
    if isinstance(labels, np.ndarray):
        return relabel(labels)
    seen: dict[object, int] = {}
    return np.array([seen.setdefault(label, len(seen)) for label in labels], dtype=np.int64)


def _padded(probs: Sequence[Sequence[float]] | Floats) -> tuple[Floats, Ints]:
    if isinstance(probs, np.ndarray):
        matrix = np.asarray(probs, dtype=np.float64)
        if matrix.ndim != 2:
            raise ValueError("forecasts form a matrix: one row a scenario, one column an option")
        return matrix, np.full(len(matrix), matrix.shape[1], dtype=np.int64)
    options = np.array([len(row) for row in probs], dtype=np.int64)
    matrix = np.zeros((len(options), int(options.max(initial=2))))
    for target, row in zip(matrix, probs, strict=True):
        target[: len(row)] = row
    return matrix, options


def _refuse(bad: Bools, what: str) -> None:
    if bad.any():
        raise ValueError(f"forecast {int(np.argmax(bad)) + 1}: {what}")


def _check(matrix: Floats, options: Ints, outcome: Ints, statement: Bools) -> None:
    _refuse(options < 2, "a question has at least two options")
    _refuse(np.any(~np.isfinite(matrix), axis=1), "a probability is not a number")
    _refuse(np.any((matrix < 0.0) | (matrix > 1.0), axis=1), "a probability lies outside 0 to 1")
    _refuse(np.abs(matrix.sum(axis=1) - 1.0) > 1e-6, "the probabilities do not sum to 1")
    _refuse((outcome < 0) | (outcome >= options), "the outcome is not one of the options")
    _refuse(statement & (options != 2), "a yes/no claim has two columns")
