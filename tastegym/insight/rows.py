"""From the ledger's records to one row per answer; standard library only.

One scenario is one row, a board one per claim, a staged scenario its last stage before the
outcome. What does not count is kept with its reason; nothing is dropped without one.
"""

from __future__ import annotations

import json
import math
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from tastegym.bulk import no_collection
from tastegym.insight.clusters import clusters
from tastegym.insight.imports import settled
from tastegym.insight.values import Waiting
from tastegym.practice.freshness import base_uid, freshness, taken_back

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tastegym.ledger.read import History
    from tastegym.ledger.records import Exposure, Forecast, Item, Question, ResolutionRow, Reveal

RECORDS = ("deck", "generated", "journal", "import")
"""The records that are never pooled into one curve, unless somebody asks for it."""

NO_OUTCOME = -1
TAKEN_BACK = frozenset({"void", "ambiguous"})
_WORLD = "world:"
STATEMENT = ("yes", "no")


class Row(NamedTuple):
    """One answer with its outcome.

    `outcome` is the index in the forecast's options (-1: none, a numeric answer, void or
    ambiguous), `value` the number that came true of a numeric one. `outcome_day` is the local day
    on which the outcome came: of a deck the day of the reveal, of one's own work that of the
    resolution. `record` is one of `RECORDS`, `origin` the deck, world or list it came from. `unit`
    joins the rows of one board, `cluster` rows that share a fact, `session` those of a sitting.
    `reason` is "" if the answer counts.
    """

    forecast: Forecast
    scenario: str
    record: str
    origin: str
    kind: str
    skills: tuple[str, ...]
    outcome: int
    value: float | None
    resolved_at: int
    resolved_by: str
    outcome_day: str
    reason: str
    unit: str
    cluster: str
    session: str
    item: str

    @property
    def statement(self) -> bool:
        """Whether this is a yes/no claim, of which the curve shows p(yes)."""
        return self.forecast.options == STATEMENT

    @property
    def numeric(self) -> bool:
        """Whether this is a numeric answer in quantiles."""
        return not self.forecast.probs

    def came_within(self, first: str, last: str) -> bool:
        """Whether the outcome came on the local days `first` to `last` (ISO; "" is open)."""
        return (not first or first <= self.outcome_day) and (not last or self.outcome_day <= last)


MADE = Row._make  # half the time of calling the class with sixteen arguments


class Ledgered(NamedTuple):
    """All answers of a ledger: `rows` in the order of their reveals; the rest has no outcome.

    `waiting` pairs a record's name with an answer that waits for its outcome; `odd` names answers
    whose outcome is none of their options.
    """

    rows: Sequence[Row]
    waiting: tuple[tuple[str, Waiting], ...]
    odd: tuple[str, ...]
    salt: str


class Told(NamedTuple):
    """What came true, when, by which row, and on which local day."""

    outcome: str
    at: int
    by: str
    day: str


class Origin(NamedTuple):
    """Where an answer belongs."""

    record: str
    origin: str
    kind: str
    skills: tuple[str, ...]
    scenario: str
    session: str
    item: str


def answers(history: History, today: str, contested: Collection[str] = ()) -> Ledgered:
    """One row per answer of the ledger; `today` (ISO date) tells what is overdue.

    `contested` are uids that installed decks mark so now.
    """
    with no_collection():
        return _Reader(settled(history), today, contested).read()


class _Reader:
    """The lookups that every row needs, made once."""

    def __init__(self, history: History, today: str, contested: Collection[str]) -> None:
        self.history = history
        self.status = freshness(history, contested)
        self.lookups = Lookups(history, today)
        self.clusters = clusters(history.items)
        self.resolved = resolutions(history)
        self.revealed = _reveals(history)
        self.origins: dict[str, Origin] = {}

    def read(self) -> Ledgered:
        rows: list[Row] = []
        waiting: list[tuple[str, Waiting]] = []
        odd: list[str] = []
        # Sorted rows stay sorted at no cost, and the order of records must not matter.
        status, origins = self.status, self.origins
        for forecast in sorted(self.history.forecasts, key=attrgetter("id")):
            reason = status[forecast.id].reason
            if reason == "superseded":
                continue
            key = forecast.exposure_id or forecast.question_id
            origin = origins.get(key)
            if origin is None:
                origin = origins[key] = self.lookups.origin(forecast)
            told = self._told(forecast)
            if told is None:
                waiting.append((origin.record, self.lookups.waiting(forecast, origin)))
                continue
            row = self._row(forecast, origin, told, reason)
            if row is None:
                odd.append(forecast.uid or origin.scenario)
            else:
                rows.append(row)
        rows.sort(key=attrgetter("resolved_at", "resolved_by"))
        waiting.sort(key=lambda entry: (entry[1].resolve_by or "9", entry[1].locked_at))
        return Ledgered(tuple(rows), tuple(waiting), tuple(odd), salt(self.history))

    def _row(self, forecast: Forecast, origin: Origin, told: Told, reason: str) -> Row | None:
        outcome, value = NO_OUTCOME, None
        if told.outcome in TAKEN_BACK:
            reason = reason or told.outcome
        elif not forecast.probs:
            value = number(told.outcome)
            if value is None:
                return None
        elif told.outcome in forecast.options:
            outcome = forecast.options.index(told.outcome)
        else:
            return None
        record, source, kind, skills, scenario, session, item = origin
        key = forecast.exposure_id or forecast.question_id
        cluster = self.clusters.get(scenario, scenario)
        return MADE((
            forecast, scenario, record, source, kind, skills, outcome, value, told.at, told.by,
            told.day, reason, key, cluster, session, item,
        ))  # fmt: skip

    def _told(self, forecast: Forecast) -> Told | None:
        if forecast.question_id:
            return self.resolved.get(forecast.question_id)
        reveal = self.revealed.get(forecast.exposure_id)
        if reveal is not None:
            for uid, outcome in reveal.outcome:
                if uid == forecast.uid:
                    return Told(outcome, reveal.at, reveal.id, reveal.local_day)
        return self.resolved.get(forecast.uid) or self.resolved.get(base_uid(forecast.uid))


class Lookups:
    """Where single answers belong; rows are looked up by their ids, one by one."""

    def __init__(self, history: History, today: str) -> None:
        self.history, self.today = history, today
        self._places: dict[str, dict[str, int]] = {}

    def _find(self, table: str, name: str) -> Any:
        """The row of a table with an id; None if there is none."""
        places = self._places.get(table)
        if places is None:
            ids = self.history.column(table, "id")
            places = self._places[table] = dict(zip(ids, range(len(ids)), strict=True))
        place = places.get(name)
        return None if place is None else self.history.row(table, place)

    def origin(self, forecast: Forecast) -> Origin:
        """Where the answer of a forecast belongs."""
        return self._of_question(forecast) if forecast.question_id else self._of_exposure(forecast)

    def _of_exposure(self, forecast: Forecast) -> Origin:
        shown: Exposure | None = self._find("exposures", forecast.exposure_id)
        item: Item | None = self._find("items", shown.item_id) if shown else None
        uid = shown.uid if shown else base_uid(forecast.uid)
        session = shown.session_id if shown else ""
        kind = item.kind if item else ("binary" if forecast.options == STATEMENT else "choice")
        skills = item.skills if item else ()
        item_id = item.id if item else ""
        if uid.startswith(_WORLD):
            world = uid.removeprefix(_WORLD).partition("@")[0]
            return Origin("generated", world, kind, skills, uid, session, item_id)
        record = "journal" if item is not None and '"pending":true' in item.body else "deck"
        deck = item.deck if item else uid.partition("#")[0]
        return Origin(record, deck, kind, skills, uid, session, item_id)

    def _of_question(self, forecast: Forecast) -> Origin:
        question: Question | None = self._find("questions", forecast.question_id)
        body = json.loads(question.body) if question else {}
        record = "import" if body.get("source") == "import" else "journal"
        return Origin(
            record,
            str(body.get("origin") or record),
            question.kind if question else "binary",
            tuple(map(str, body.get("skills", ()))),
            str(body.get("cluster") or forecast.question_id),
            forecast.local_day,
            "",
        )

    def waiting(self, forecast: Forecast, origin: Origin) -> Waiting:
        """An answer that has no outcome yet."""
        question: Question | None = self._find("questions", forecast.question_id)
        item: Item | None = self._find("items", origin.item)
        statement, resolve_by = "", ""
        if question is not None:
            statement, resolve_by = question.statement, question.resolve_by
        elif item is not None:
            body = json.loads(item.body)
            statement, resolve_by = body.get("question", ""), body.get("resolve_by", "")
        overdue = bool(resolve_by) and resolve_by < self.today
        return Waiting(forecast.uid or origin.scenario, statement, forecast.at, resolve_by, overdue)


def salt(history: History) -> str:
    """The ledger's salt, which keys the draws of bands; that of the lowest id after a merge.

    A ledger without answers gives its own up when another is merged into it.
    """
    facts = [fact for fact in history.facts if fact.kind == "salt"]
    if len(facts) > 1:
        hidden = taken_back(history)
        facts = [fact for fact in facts if fact.id not in hidden] or facts
    lowest = min(facts, key=lambda fact: fact.id, default=None)
    return str(json.loads(lowest.body).get("salt", "")) if lowest else ""


def _reveals(history: History) -> dict[str, Reveal]:
    """The reveal of each exposure; of several the first holds."""
    first: dict[str, Reveal] = {}
    for row in history.reveals:
        held = first.setdefault(row.exposure_id, row)
        if held is not row and (row.at, row.id) < (held.at, held.id):
            first[row.exposure_id] = row
    return first


def resolutions(history: History) -> Mapping[str, Told]:
    """The last resolution of each question or uid that was not taken back."""
    hidden = taken_back(history)
    last: dict[str, ResolutionRow] = {}
    for row in history.resolutions:
        target = row.question_id or row.uid
        held = last.get(target)
        if row.id not in hidden and (held is None or (held.at, held.id) < (row.at, row.id)):
            last[target] = row
    return {
        target: Told(row.outcome, row.at, row.id, row.local_day) for target, row in last.items()
    }


def number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
