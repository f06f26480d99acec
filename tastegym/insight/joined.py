"""The tables of a history as arrays: which lock, reveal and exposure belong together, and when.

Ids and uids become whole numbers once, so that every rule that follows works on arrays. Rows stand
in the order of their ids, and moments are compared as (instant, id), as everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import count, repeat
from operator import eq
from typing import TYPE_CHECKING, Any

import numpy as np

from tastegym.practice.freshness import base_uid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tastegym.calibration.sample import Bools, Floats, Ints
    from tastegym.ledger.read import History

NONE = -1
FAR = np.int64(2**62)


class Joined:
    """A history's exposures (E), locks (F) and reveals (R), joined.

    `names` are the ids of the exposures. `scenario` (E,) numbers their uids, as `scenarios` does;
    `of_lock` (F,) and `of_reveal` (R,) are the exposure of each (-1: a question's, or unknown).
    `lock_rank` and `reveal_rank` put locks and reveals in one order of time.
    """

    def __init__(self, history: History) -> None:
        history = _in_order(history)
        self.history = history
        column = history.column
        self.names: Sequence[str] = column("exposures", "id")
        self.exposures: dict[str, int] = _places(self.names)
        self.uids: Sequence[str] = column("exposures", "uid")
        self.scenarios, self.scenario = codes(self.uids)
        self.shown_at = whole(history, "exposures", "at")
        self.lock_at = whole(history, "forecasts", "at")
        self.of_lock = self._exposure_of("forecasts")
        self.of_reveal = self._exposure_of("reveals")
        self.told_at = whole(history, "reveals", "at")
        ranks = _ranks(
            (self.lock_at, self.told_at), (column("forecasts", "id"), column("reveals", "id"))
        )
        self.lock_rank, self.reveal_rank = ranks[: len(self.lock_at)], ranks[len(self.lock_at) :]

    def _exposure_of(self, table: str) -> Ints:
        return looked_up(self.exposures, self.history.column(table, "exposure_id"))

    @cached_property
    def revealed(self) -> Ints:
        """(R,) the number of the scenario that each reveal names, by itself or by a row; or -1."""
        known, uids = self.scenarios, self.history.column("reveals", "uid")
        # Nearly all name what their exposure showed; only the others are looked up.
        shown = map([*self.uids, None].__getitem__, self.of_reveal.tolist())
        same = np.fromiter(map(eq, uids, shown), dtype=np.bool_, count=len(uids))
        found: Ints = np.append(self.scenario, NONE)[self.of_reveal]
        for place in np.flatnonzero(~same).tolist():
            uid = uids[place]
            found[place] = known[uid] if uid in known else known.get(base_uid(uid), NONE)
        return found


def whole(history: History, table: str, name: str) -> Ints:
    """A field of whole numbers as an array."""
    digits = history.digits(table, name)
    if digits is not None:
        found: Ints = np.fromstring(digits, dtype=np.int64, sep=" ")
        if len(found) == history.count(table):
            return found
    return np.array(history.column(table, name), dtype=np.int64)


def codes(values: Sequence[Any]) -> tuple[dict[Any, int], Ints]:
    """Values as whole numbers in the order of their first appearance."""
    # A value that is met first gets the next number inside the lookup: one pass, all of it in C.
    known: defaultdict[Any, int] = defaultdict(count().__next__)
    which = np.fromiter(map(known.__getitem__, values), dtype=np.int64, count=len(values))
    return dict(known), which


def coded(history: History, table: str, name: str) -> tuple[Sequence[Any], Ints]:
    """The distinct values of a field, and which of them each row has; each is read once."""
    known, which = codes(history.stored(table, name))
    return history.decoded(table, name, list(known)), which


def looked_up(known: Mapping[str, int], values: Sequence[str]) -> Ints:
    """The numbers of values, -1 for those that are not known."""
    found: Iterable[int] = map(known.get, values, repeat(NONE))
    return np.fromiter(found, dtype=np.int64, count=len(values))


def least(size: int, at: Ints, values: Ints) -> Ints:
    """(size,) the least of the `values` at each place, `FAR` where there is none."""
    found = np.full(size, FAR, dtype=np.int64)
    np.minimum.at(found, at, values)
    return found


def any_at(size: int, at: Ints, flags: Bools) -> Bools:
    """(size,) whether a flag is set at each place."""
    found = np.zeros(size, dtype=np.bool_)
    found[at[flags]] = True
    return found


def by_id(history: History, table: str, wanted: Collection[str]) -> dict[str, Any]:
    """Some records of a table by their ids; those that are not there are left out."""
    ids = history.column(table, "id")
    return {name: history.row(table, i) for i, name in enumerate(ids) if name in wanted}


def matrix_of(known: Sequence[tuple[int, ...]], scale: float) -> tuple[Floats, Ints]:
    """Tuples of numbers as a padded matrix, and their sizes."""
    sizes = np.fromiter(map(len, known), dtype=np.int64, count=len(known))
    matrix = np.zeros((len(known), int(sizes.max(initial=2))))
    flat = np.array([value for row in known for value in row], dtype=np.float64)
    matrix[np.arange(matrix.shape[1]) < sizes[:, None]] = flat / scale
    return matrix, sizes


def _places(ids: Sequence[str]) -> dict[str, int]:
    return dict(zip(ids, range(len(ids)), strict=True))


def _in_order(history: History) -> History:
    """The history with locks and reveals in the order of their ids."""
    changed: dict[str, tuple[Any, ...]] = {}
    for table in ("forecasts", "reveals", "exposures"):
        if history.sorted(table):
            continue
        ids = history.column(table, "id")
        if not all(map(str.__le__, ids, ids[1:])):
            changed[table] = tuple(sorted(getattr(history, table), key=lambda row: row.id))
    return history.changed(**changed) if changed else history


def _ranks(instants: Sequence[Ints], ids: Sequence[Sequence[str]]) -> Ints:
    """The place of each row of several tables, end to end, in the order of (instant, id)."""
    at = np.concatenate(instants)
    order = np.argsort(at, kind="stable")
    # Rows of one table stand in the order of their ids; only across tables is there more to do.
    table = np.repeat(np.arange(len(instants)), [len(part) for part in instants])[order]
    at = at[order]
    meet = np.flatnonzero((at[1:] == at[:-1]) & (table[1:] != table[:-1]))
    if len(meet):
        names = [name for part in ids for name in part]
        for instant in np.unique(at[meet]).tolist():
            low, high = np.searchsorted(at, [instant, instant + 1]).tolist()
            order[low:high] = sorted(order[low:high].tolist(), key=names.__getitem__)
    ranks = np.empty(len(at), dtype=np.int64)
    ranks[order] = np.arange(len(at))
    return ranks
