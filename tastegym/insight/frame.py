"""The answers of a ledger as arrays: what `rows.answers` tells row by row, for a whole history.

Rows are made one by one where a screen asks for them; statistics never do. A test holds both ways
to tell the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

import numpy as np

from tastegym.calibration.sample import Sample, relabel
from tastegym.deck.skills import group_of
from tastegym.insight.figures import Labels, Members, Table
from tastegym.insight.fresh import WHY, stale
from tastegym.insight.joined import NONE, Joined, coded, codes, matrix_of
from tastegym.insight.keys import Keys
from tastegym.insight.revealed import Revealed
from tastegym.insight.rows import (
    NO_OUTCOME,
    STATEMENT,
    TAKEN_BACK,
    Ledgered,
    Row,
    number,
    resolutions,
    salt,
)
from tastegym.ledger.records import TOTAL
from tastegym.practice.freshness import base_uid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from tastegym.calibration.sample import Bools, Ints
    from tastegym.insight.values import Waiting
    from tastegym.ledger.read import History
    from tastegym.ledger.records import Forecast

T = TypeVar("T")

_SUPERSEDED = WHY.index("superseded")


class Rows(Sequence[Row]):
    """Some rows of a frame (`where`: their places in it), made when they are looked at."""

    def __init__(self, frame: Frame, where: Ints) -> None:
        self._frame = frame
        self.where = where

    def __len__(self) -> int:
        return len(self.where)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Row | Rows:
        if isinstance(place, slice):
            return Rows(self._frame, self.where[place])
        return self._frame.row(int(self.where[place]))

    def __iter__(self) -> Iterator[Row]:
        if 2 * len(self) > len(self._frame):
            self._frame.prepare()
        return map(self._frame.row, self.where.tolist())


class Picked(Sequence[str]):
    """Some of many texts, looked up when they are asked for."""

    def __init__(self, values: Sequence[str], where: Ints) -> None:
        self._values = values
        self._where = where

    def __len__(self) -> int:
        return len(self._where)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        if isinstance(place, slice):
            return tuple(self._values[i] for i in self._where[place].tolist())
        return str(self._values[self._where[place]])


class _Match(NamedTuple):
    """What an outcome is to some options: `taken` is the number in `WHY` of one taken back."""

    spot: int = NO_OUTCOME
    taken: int = 0
    value: float | None = None
    there: bool = True


class Frame:
    """Every answer with an outcome, in the order of reveals; N rows.

    `lock` (N,) is the place of each in the history's forecasts, `key` (N,) what it answers (an
    exposure or a question), `outcome` (N,) the index of what came true or -1, `why` (N,) the number
    in `fresh.WHY`.
    """

    def __init__(self, history: History, today: str, contested: Collection[str] = ()) -> None:
        self.joined = Joined(history)
        self.history = self.joined.history
        column = self.history.column
        self.uids: Sequence[str] = column("forecasts", "uid")
        self._options = coded(self.history, "forecasts", "options")
        self._probs = coded(self.history, "forecasts", "probs")
        self.days: Sequence[str] = column("forecasts", "local_day")
        self._resolved = resolutions(self.history)
        why = stale(self.joined, contested)
        live = np.flatnonzero(why != _SUPERSEDED)
        self.keys = Keys(self.joined, live, today)
        self.waiting: tuple[tuple[str, Waiting], ...] = ()
        self.odd: tuple[str, ...] = ()
        self._judge(live, why)
        self.salt = salt(self.history)

    def __len__(self) -> int:
        return len(self.lock)

    # --- what came true -----------------------------------------------------------------------

    def _judge(self, live: Ints, why: Ints) -> None:
        """Match each live lock with its outcome, and put the answers in the order of reveals."""
        texts, told = self._outcomes(live)
        known, text = codes(texts)
        pair = self._options[1][live] * len(known) + text
        pairs, self._pair = np.unique(pair, return_inverse=True)
        self._pairs = [self._match(p, list(known)) for p in pairs.tolist()]
        spot, taken = (
            np.array([getattr(one, name) for one in self._pairs], np.int64)[self._pair]
            for name in ("spot", "taken")
        )
        there = np.array([one.there for one in self._pairs], np.bool_)[self._pair]
        self._not_matched(live, texts, there)
        kept = np.flatnonzero(there)
        kept = kept[self._by_reveal(told[kept])]
        self.lock, self._told, self.outcome = live[kept], told[kept], spot[kept]
        self.key = self.keys.of_lock[self.lock]
        self.why = np.where(why[self.lock] > 0, why[self.lock], taken[kept])
        self._pair = self._pair[kept]

    def _match(self, pair: int, texts: Sequence[str | None]) -> _Match:
        """What an outcome is to the options: `pair` numbers the options and the outcome's text."""
        which, said = divmod(pair, len(texts))
        options, text = self._options[0][which], texts[said]
        if text is None:
            return _Match(there=False)
        if text in TAKEN_BACK:
            return _Match(taken=WHY.index(text))
        if text in options:
            return _Match(spot=options.index(text))
        value = None if options else number(text)
        return _Match(value=value, there=value is not None)

    def _not_matched(self, live: Ints, texts: Sequence[str | None], there: Bools) -> None:
        """The locks that wait for an outcome, and those whose outcome is none of their options."""
        waiting: list[tuple[str, Waiting]] = []
        odd: list[str] = []
        for i in np.flatnonzero(~there).tolist():
            place = int(live[i])
            if texts[i] is None:
                waiting.append(self.keys.waiting(self._forecast(place), place))
            else:
                odd.append(self.uids[place] or self.keys.scenario(place))
        waiting.sort(key=lambda entry: (entry[1].resolve_by or "9", entry[1].locked_at))
        self.waiting, self.odd = tuple(waiting), tuple(odd)

    def _outcomes(self, live: Ints) -> tuple[list[str | None], Ints]:
        """What came true of each live lock, and by which row; None where it still waits.

        Rows are the reveals in their order, then the resolutions.
        """
        revealed, resolved = Revealed(self.history), self._resolved
        asked = self.history.column("forecasts", "question_id")
        places = {told.by: len(revealed) + i for i, told in enumerate(resolved.values())}
        rows = np.array(self.keys.reveal, dtype=np.int64)[self.keys.of_lock[live]]
        rows[np.array([bool(asked[place]) for place in live.tolist()], dtype=np.bool_)] = NONE
        uids = [self.uids[place] for place in live.tolist()]
        texts = revealed.of(rows.tolist(), uids)
        for i in [i for i, text in enumerate(texts) if text is None]:
            uid, question = uids[i], asked[live[i]]
            told = (
                resolved.get(question)
                if question
                else resolved.get(uid) or resolved.get(base_uid(uid))
            )
            texts[i], rows[i] = (told.outcome, places[told.by]) if told else (None, NONE)
        return texts, rows

    def _by_reveal(self, told: Ints) -> Ints:
        """The order of (instant, id) of what told the outcomes; equal ones stay as they stand."""
        at = self._told_moments[told]
        order = np.argsort(at, kind="stable")
        at, rows = at[order], told[order]
        meet = np.flatnonzero((at[1:] == at[:-1]) & (rows[1:] != rows[:-1]))
        names = self._told_column("id")
        for instant in np.unique(at[meet]).tolist():
            low, high = np.searchsorted(at, [instant, instant + 1]).tolist()
            order[low:high] = sorted(order[low:high].tolist(), key=lambda i: names[told[i]])
        return order

    def _told_column(self, name: str) -> list[str]:
        """A field (id, local_day) of the reveals and then of the resolutions in use."""
        field = {"id": "by", "local_day": "day"}[name]
        more = [getattr(told, field) for told in self._resolved.values()]
        return [*self.history.column("reveals", name), *more]

    # --- rows ---------------------------------------------------------------------------------

    def ledgered(self) -> Ledgered:
        """All answers as `rows.answers` gives them."""
        return Ledgered(self.rows(np.arange(len(self))), self.waiting, self.odd, self.salt)

    def rows(self, where: Ints) -> Rows:
        """Some of the rows."""
        return Rows(self, where)

    def row(self, place: int) -> Row:
        """One row."""
        keys, key, told = self.keys, int(self.key[place]), int(self._told[place])
        return Row(
            self._forecast(int(self.lock[place])),
            *keys.origin(key),
            int(self.outcome[place]),
            self._pairs[self._pair[place]].value,
            int(self.told_at[place]),
            self._told_ids[told],
            self._told_days[told],
            WHY[int(self.why[place])],
            keys.names[key],
            keys.clusters[key],
            keys.sessions[key],
            keys.items[key],
        )

    def prepare(self) -> None:
        """Make the records of all locks at once, which is cheaper than one by one."""
        _ = self.history.forecasts

    def _forecast(self, place: int) -> Forecast:
        made: Forecast = self.history.row("forecasts", place)
        return made

    # --- columns ------------------------------------------------------------------------------

    def keyed(self, name: str, holds: Callable[[Any], Any]) -> Bools:
        """(N,) whether something holds of what each row's key has in a list of `Keys`."""
        known, which = self.keys.coded(name)
        held = np.array([bool(holds(value)) for value in known], dtype=np.bool_)
        return held[which[self.key]]

    def met(self, values: Sequence[T]) -> set[T]:
        """The values that the keys of the rows have."""
        return {values[key] for key in np.unique(self.key).tolist()}

    def met_skills(self) -> set[str]:
        """The skills of all rows."""
        return {tag for tags in self.met(self.keys.skills) for tag in tags}

    @cached_property
    def numeric(self) -> Bools:
        """(N,) numeric answers in quantiles."""
        known, which = self._probs
        empty = np.array([not probs for probs in known], dtype=np.bool_)
        return empty[which[self.lock]]

    def options(self, lock: int) -> tuple[str, ...]:
        """The options of a lock, by its place in the forecasts; empty of a numeric answer."""
        known, which = self._options
        found: tuple[str, ...] = known[which[lock]]
        return found

    def probs(self, lock: int) -> tuple[int, ...]:
        """The probabilities of a lock in basis points, by its place in the forecasts."""
        known, which = self._probs
        found: tuple[int, ...] = known[which[lock]]
        return found

    def locked(self, name: str) -> list[Any]:
        """One field of the forecasts, row by row."""
        column = self.history.column("forecasts", name)
        return [column[place] for place in self.lock.tolist()]

    @cached_property
    def told_at(self) -> Ints:
        """(N,) instants at which the outcomes came, in microseconds since 1970 UTC."""
        at: Ints = self._told_moments[self._told]
        return at

    @cached_property
    def _told_moments(self) -> Ints:
        more = np.array([told.at for told in self._resolved.values()], dtype=np.int64)
        return np.concatenate((self.joined.told_at, more))

    @cached_property
    def _told_ids(self) -> list[str]:
        ids: list[str] = self._told_column("id")
        return ids

    @cached_property
    def _told_days(self) -> list[str]:
        days: list[str] = self._told_column("local_day")
        return days

    def told_days(self) -> list[str]:
        """(N,) local days on which the outcomes came."""
        days = self._told_days
        return [days[row] for row in self._told.tolist()]

    # --- statistics ---------------------------------------------------------------------------

    @cached_property
    def sample(self) -> Sample:
        """The rows with an outcome among their options as arrays; see `Sample`.

        Of two options that were given a half each, the first shown counts as the favourite: the
        author's order would let the key stand first too often.
        """
        where = np.flatnonzero(self.outcome != NO_OUTCOME)
        locks, keys = self.lock[where], self.key[where]
        # Only what these rows have, so that the matrix is as wide as they need.
        met, spot = np.unique(self._probs[1][locks], return_inverse=True)
        matrix, sizes = matrix_of([self._probs[0][i] for i in met.tolist()], TOTAL)
        claims = np.array([names == STATEMENT for names in self._options[0]], dtype=np.bool_)
        statement = claims[self._options[1][locks]]
        outcome = self.outcome[where].copy()
        tied = (sizes == 2) & (matrix[:, 0] == matrix[:, 1])
        for row in np.flatnonzero(tied[spot] & ~statement).tolist():
            shown = self.keys.order(int(keys[row]))
            if shown and shown[0] == self.options(int(locks[row]))[1]:
                outcome[row] = 1 - outcome[row]
        return Sample(
            probs=matrix[spot],
            options=sizes[spot],
            outcome=outcome,
            statement=statement,
            unit=relabel(self.keys.unit[keys]),
            cluster=relabel(self.keys.coded("clusters")[1][keys]),
            session=relabel(self.keys.coded("sessions")[1][keys]),
        )

    def _labels(self, name: str, keys: Ints) -> Labels:
        """What the keys of some rows have in a list of `Keys`, as labels in order."""
        known, which = self.keys.coded(name)
        names = sorted(known)
        number = {value: i for i, value in enumerate(names)}
        return Labels(tuple(names), np.array([number[v] for v in known], np.int64)[which[keys]])

    def table(self, where: Ints, extra_skills: Mapping[str, str] | None = None) -> Table:
        """Rows (in the order of their reveals, each with an outcome) ready for statistics."""
        sample = self.sample
        if len(where) != len(sample):
            sample = sample.take(np.cumsum(self.outcome != NO_OUTCOME)[where] - 1)
        keys = self.key[where]
        extra = dict(extra_skills or {})
        sets, which = self.keys.coded("skills")
        groups = [tuple(sorted({g for t in tags if (g := group_of(t, extra))})) for tags in sets]
        return Table(
            sample=sample,
            at=self.told_at[where],
            ids=Picked(self.history.column("forecasts", "id"), self.lock[where]),
            kinds=self._labels("kinds", keys),
            sources=self._labels("origins", keys),
            groups=Members(tuple(groups), which[keys]),
            tags=Members(tuple(sets), which[keys]),
        )
