"""What each answer belongs to: its scenario or question, with record, origin, kind and skills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tastegym.insight.clusters import clusters_of
from tastegym.insight.joined import NONE, coded, codes, looked_up
from tastegym.insight.rows import Lookups, Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.calibration.sample import Ints
    from tastegym.insight.joined import Joined
    from tastegym.insight.values import Waiting
    from tastegym.ledger.records import Forecast

_WORLD = "world:"


class Keys:
    """K keys: the exposures in their order, then questions and what the ledger lost.

    The lists have one entry for a key. `units` join what was locked with no outcome between: the
    rows of a board (one exposure), and questions of one's own work, or of an import, that share a
    cluster. `of_lock` (F,) is the key of each lock (-1: none was asked for); `reveal` is the place
    of the first reveal of each, -1 without one.
    """

    def __init__(self, joined: Joined, live: Ints, today: str) -> None:
        self._joined = joined
        self._history = joined.history
        self._coded: dict[str, tuple[dict[Any, int], Ints]] = {}
        self._lookups = Lookups(joined.history, today)
        self._by_column()
        self._reveals()
        self._one_by_one(live)
        # An exposure is a unit of its own, whatever its number of rows.
        first = len(joined.names)
        self.unit = np.concatenate((np.arange(first), first + codes(self.units[first:])[1]))

    def coded(self, name: str) -> tuple[dict[Any, int], Ints]:
        """The distinct values of one of the lists, and which of them each key has; made once."""
        found = self._coded.get(name)
        if found is None:
            found = self._skills() if name == "skills" else codes(getattr(self, name))
            self._coded[name] = found
        return found

    def _skills(self) -> tuple[dict[Any, int], Ints]:
        """The skills by those of the items: they are tuples, which are dear to look up."""
        sets, of_item = self._sets
        known: dict[Any, int] = {}
        number = [known.setdefault(tags, len(known)) for tags in (*sets, ())]
        first = np.array(number, dtype=np.int64)[np.append(of_item, len(sets))[self._item]]
        more = [known.setdefault(tags, len(known)) for tags in self.skills[len(first) :]]
        return known, np.concatenate((first, np.array(more, dtype=np.int64)))

    def _by_column(self) -> None:
        """All exposures whose item is known."""
        column, uids = self._history.column, list(self._joined.uids)
        places = {name: i for i, name in enumerate(column("items", "id"))}
        self._item = looked_up(places, column("exposures", "item_id"))
        item = self._item.tolist()
        kinds, decks, bodies = ([*column("items", name), ""] for name in ("kind", "deck", "body"))
        self._sets = coded(self._history, "items", "skills")
        sets = self._sets[0]
        skills = [*[sets[i] for i in self._sets[1].tolist()], ()]
        pending = ['"pending":true' in body for body in bodies]
        world = [uid.startswith(_WORLD) for uid in uids]
        self._scenarios = uids
        self.records = [
            "generated" if w else "journal" if pending[i] else "deck"
            for w, i in zip(world, item, strict=True)
        ]
        self.origins = [
            uid.removeprefix(_WORLD).partition("@")[0] if w else decks[i]
            for uid, w, i in zip(uids, world, item, strict=True)
        ]
        self.kinds = [kinds[i] for i in item]
        self.skills = [skills[i] for i in item]
        self.sessions = list(column("exposures", "session_id"))
        self.items = [
            name if i >= 0 else ""
            for name, i in zip(column("exposures", "item_id"), item, strict=True)
        ]
        self.names = list(column("exposures", "id"))
        self.units = list(self.names)
        shared = clusters_of(zip(column("items", "uid"), decks[:-1], bodies[:-1], strict=True))
        self.clusters = [shared.get(uid, uid) for uid in uids]
        self._shared = shared

    def _reveals(self) -> None:
        """The first reveal of each exposure, by its place; -1 for none."""
        joined = self._joined
        first = np.full(len(self.names) + 1, NONE, dtype=np.int64)
        last_to_first = np.argsort(-joined.reveal_rank, kind="stable")
        first[joined.of_reveal[last_to_first]] = last_to_first
        self.reveal: list[int] = first[:-1].tolist()
        strays = last_to_first[joined.of_reveal[last_to_first] == NONE].tolist()
        named = self._history.column("reveals", "exposure_id")
        self._strays = {named[place]: place for place in strays}

    def _one_by_one(self, live: Ints) -> None:
        """Questions, and exposures or items that are not here."""
        self.of_lock = self._joined.of_lock.copy()
        unknown = np.append(self._item < 0, True)[self.of_lock[live]]
        known: dict[str, int] = {}
        for place in live[unknown].tolist():
            forecast: Forecast = self._history.row("forecasts", place)
            name = forecast.exposure_id or forecast.question_id
            key = known.get(name)
            if key is None:
                key = known[name] = len(self.names)
                at = self.of_lock[place]
                self._add(self._lookups.origin(forecast), name, asked=bool(forecast.question_id))
                self.reveal.append(self.reveal[at] if at >= 0 else self._strays.get(name, NONE))
            self.of_lock[place] = key

    def _add(self, origin: Origin, name: str, *, asked: bool) -> None:
        self.records.append(origin.record)
        self.origins.append(origin.origin)
        self.kinds.append(origin.kind)
        self.skills.append(origin.skills)
        self._scenarios.append(origin.scenario)
        self.sessions.append(origin.session)
        self.items.append(origin.item)
        self.names.append(name)
        self.units.append(origin.scenario if asked else name)
        self.clusters.append(self._shared.get(origin.scenario, origin.scenario))

    def scenario(self, lock: int) -> str:
        """The scenario of a lock, by its place in the forecasts."""
        return self._scenarios[int(self.of_lock[lock])]

    def origin(self, key: int) -> tuple[str, str, str, str, tuple[str, ...]]:
        """Scenario, record, origin, kind and skills of a key."""
        return (
            self._scenarios[key],
            self.records[key],
            self.origins[key],
            self.kinds[key],
            self.skills[key],
        )

    def order(self, key: int) -> Sequence[str]:
        """The options of a key in the order in which they were shown; empty where unknown."""
        shown = self._history.column("exposures", "option_order")
        return shown[key] if key < len(shown) else ()

    def waiting(self, forecast: Forecast, lock: int) -> tuple[str, Waiting]:
        """A lock that has no outcome yet, with its record."""
        key = int(self.of_lock[lock])
        origin = Origin(
            self.records[key],
            self.origins[key],
            self.kinds[key],
            self.skills[key],
            self._scenarios[key],
            self.sessions[key],
            self.items[key],
        )
        return origin.record, self._lookups.waiting(forecast, origin)
