"""Which forecasts count, and why the others do not: a pure function of stored facts.

Nothing of this is stored, and the order in which rows arrive (or ledgers are merged) is
irrelevant. Time is linear in the number of rows. `insight.fresh` decides the plain cases of a whole
ledger by arrays, and a test holds it to these rules.

An *answer* is all locks of one exposure, or all dated estimates of one question. *Earlier* compares
(UTC instant, id). Facts that matter here: `void` and `contested` (body: one or more of
`forecast_id`, `exposure_id`, `question_id`, `uid`), `hide` (body: `id` of the row taken back) and
`item_variant` (a later text of an item).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from tastegym.bulk import no_collection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from tastegym.ledger.read import History
    from tastegym.ledger.records import Forecast

__all__ = (
    "FRESH",
    "LATE_AFTER",
    "REASONS",
    "Spoken",
    "Status",
    "base_uid",
    "freshness",
    "judged",
    "spoken",
    "taken_back",
)

REASONS = (
    "superseded",
    "void",
    "ambiguous",
    "contested",
    "tutorial",
    "key_seen",
    "spoiled",
    "repeat",
    "hint",
    "known",
    "late",
)
"""Why a forecast is not fresh, in their order: the first that applies is given."""

LATE_AFTER = 24 * 3600 * 1_000_000
"""Microseconds from the first showing after which a lock counts as late."""

When: TypeAlias = tuple[int, str]
_NEVER: When = (2**63, "")


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a forecast counts, and the first reason why it does not ("" if it does)."""

    fresh: bool
    reason: str = ""


FRESH = Status(fresh=True)
_STALE = {reason: Status(fresh=False, reason=reason) for reason in REASONS}


def freshness(history: History, contested: Collection[str] = ()) -> dict[str, Status]:
    """The status of every forecast, by its id.

    `contested` are uids that the installed decks mark so today; what an item said when it was
    answered, and facts, count besides.
    """
    with no_collection():
        return judged(history, spoken(history, contested))


@dataclass(frozen=True, slots=True)
class Spoken:
    """What texts and facts say, and of which ids and uids: the `names`."""

    known: _Scenarios
    marks: _Marks
    names: frozenset[str]


def spoken(history: History, contested: Collection[str] = ()) -> Spoken:
    """What the items' texts, the facts and the resolutions of a history say."""
    hidden = taken_back(history)
    known = _scenarios(history)
    marks = _marks(history, hidden, contested, known)
    names = {*known.root, *known.root.values(), *known.contested, *known.pending}
    names.update(*known.spoils)
    names.update(marks.void, marks.ambiguous, marks.contested, marks.resolved)
    return Spoken(known, marks, frozenset(names))


def judged(history: History, said: Spoken) -> dict[str, Status]:
    """The status of the forecasts of a history by all rules, by id.

    It may be a part of the ledger, if it holds all rows of every scenario in it; `said` is of the
    whole.
    """
    answers = _answers(history, said.known)
    uses = _uses(history, said.known, answers)
    counted = _counted(history, answers, said.marks, said.known)
    statuses = {}
    for forecast in history.forecasts:
        reason = _reason(forecast, answers[_key(forecast)], uses, said.marks, counted)
        statuses[forecast.id] = _STALE[reason] if reason else FRESH
    return statuses


@dataclass(slots=True)
class _Answer:
    """All locks of one exposure or of one question."""

    scenario: str
    uids: tuple[str, ...]
    purpose: str
    exempt: bool
    contested: bool
    first: When = _NEVER
    hinted: bool = False
    known: bool = False


@dataclass(slots=True)
class _Uses:
    """The earliest instants at which each scenario was used up, by its class."""

    lock: dict[str, When] = field(default_factory=dict)
    locked_by: dict[str, str] = field(default_factory=dict)
    reveal: dict[str, When] = field(default_factory=dict)
    key_seen: dict[str, When] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)
    spoiled_by_lock: dict[str, When] = field(default_factory=dict)
    spoiled_by_sight: dict[str, When] = field(default_factory=dict)


@dataclass(slots=True)
class _Scenarios:
    """What the stored texts say of each other: classes of uids, spoilers, flags of items."""

    root: dict[str, str]
    spoils: set[tuple[str, str]]
    contested: set[str]
    pending: set[str]

    def of(self, uid: str) -> str:
        """The class of a uid: one for a scenario and all its aliases."""
        return self.root.get(uid, uid)


@dataclass(slots=True)
class _Marks:
    """What was said of rows and uids: void, ambiguous, contested; and when truths came in."""

    void: set[str] = field(default_factory=set)
    ambiguous: set[str] = field(default_factory=set)
    contested: set[str] = field(default_factory=set)
    resolved: dict[str, When] = field(default_factory=dict)


def base_uid(uid: str) -> str:
    """The uid of the scenario: that of a board for the uid of one of its rows."""
    head, mark, tail = uid.partition("#")
    return f"{head}{mark}{tail.partition('/')[0]}"


def _key(forecast: Forecast) -> str:
    return forecast.exposure_id or forecast.question_id


def taken_back(history: History) -> set[str]:
    """Ids of rows that were taken back; a `hide` that is itself taken back hides nothing.

    Decided from the hides that nobody aims at, backwards along what each aims at, so that neither
    clocks nor order matter. Hides that aim at each other in a ring hide nothing.
    """
    aims = {
        fact.id: str(json.loads(fact.body).get("id", ""))
        for fact in history.facts
        if fact.kind == "hide"
    }
    undecided = Counter(aims.values())
    hidden: set[str] = set()
    ready = [fact for fact in aims if not undecided[fact]]
    while ready:
        fact = ready.pop()
        target = aims[fact]
        undecided[target] -= 1
        fresh_hit = fact not in hidden and target not in hidden
        if fresh_hit:
            hidden.add(target)
        if target in aims and (fresh_hit or (not undecided[target] and target not in hidden)):
            ready.append(target)
    return hidden


# --- what the texts say -----------------------------------------------------------------------

# Bodies are canonical JSON, so these marks are there if the field is; most texts have none, and
# parsing them all would cost more than everything else.


def _tells(body: str) -> bool:
    return (
        '"aliases":' in body
        or '"spoils":' in body
        or '"contested":' in body
        or '"pending":' in body
    )


def _scenarios(history: History) -> _Scenarios:
    texts: list[tuple[str, str, dict[str, Any]]] = [
        (item, uid, json.loads(body))
        for item, uid, body in zip(
            history.column("items", "id"),
            history.column("items", "uid"),
            history.column("items", "body"),
            strict=True,
        )
        if _tells(body)
    ]
    for fact in history.facts:
        if fact.kind == "item_variant" and _tells(fact.body):
            told = json.loads(fact.body)
            scenario = told.get("body", {})
            texts.append((str(told.get("item_id", "")), str(scenario.get("uid", "")), scenario))
    root = _classes((uid, alias) for _, uid, body in texts for alias in body.get("aliases", ()))
    known = _Scenarios(root, set(), set(), set())
    for item, uid, body in texts:
        for target in body.get("spoils", ()):
            known.spoils.add((known.of(uid), known.of(str(target))))
        if body.get("contested"):
            known.contested.add(item)
        if body.get("pending"):
            known.pending.add(item)
    return known


def _classes(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each uid's class, named after its least member, so that no order matters (union-find)."""
    parent: dict[str, str] = {}

    def find(uid: str) -> str:
        while (above := parent.setdefault(uid, uid)) != uid:
            parent[uid] = uid = parent[above]
        return uid

    for one, other in pairs:
        low, high = sorted((find(one), find(other)))
        parent[high] = low
    return {uid: find(uid) for uid in tuple(parent)}


# --- what was said of rows --------------------------------------------------------------------

_TARGETS = ("forecast_id", "exposure_id", "question_id", "uid")


def _marks(
    history: History, hidden: set[str], contested: Collection[str], known: _Scenarios
) -> _Marks:
    marks = _Marks(contested=set(contested))
    sets = {"void": marks.void, "contested": marks.contested}
    for fact in history.facts:
        if fact.kind in sets and fact.id not in hidden:
            body = json.loads(fact.body)
            sets[fact.kind].update(str(body[name]) for name in _TARGETS if body.get(name))
    last: dict[str, tuple[When, str]] = {}
    for row in history.resolutions:
        if row.id in hidden:
            continue
        target, when = row.question_id or row.uid, (row.at, row.id)
        marks.resolved[target] = min(marks.resolved.get(target, _NEVER), when)
        last[target] = max(last.get(target, ((-1, ""), "")), (when, row.outcome))
    for target, (_, outcome) in last.items():
        if outcome == "void":
            marks.void.add(target)
        elif outcome == "ambiguous":
            marks.ambiguous.add(target)
    for said in (marks.void, marks.ambiguous, marks.contested):
        said |= {known.of(name) for name in said}
    return marks


# --- answers and what uses a scenario up --------------------------------------------------------


def _answers(history: History, known: _Scenarios) -> dict[str, _Answer]:
    exposures = {exposure.id: exposure for exposure in history.exposures}
    answers: dict[str, _Answer] = {}
    for forecast in history.forecasts:
        key = _key(forecast)
        answer = answers.get(key)
        if answer is None:
            shown = exposures.get(forecast.exposure_id)
            uid = shown.uid if shown else base_uid(forecast.uid)
            item = shown.item_id if shown else ""
            answer = answers[key] = _Answer(
                # A question that is no deck's scenario is a class of its own.
                scenario=known.of(uid) if forecast.exposure_id else key,
                uids=(uid, known.of(uid)) if uid else (),
                purpose=shown.purpose if shown else "practice",
                exempt=not forecast.exposure_id or item in known.pending,
                contested=item in known.contested,
            )
        answer.first = min(answer.first, (forecast.at, forecast.id))
        answer.hinted |= forecast.hint_used
        answer.known |= forecast.recognised == "known"
    return answers


def _uses(history: History, known: _Scenarios, answers: Mapping[str, _Answer]) -> _Uses:
    uses = _Uses()
    for key, answer in answers.items():
        if answer.first < uses.lock.get(answer.scenario, _NEVER):
            uses.lock[answer.scenario] = answer.first
            uses.locked_by[answer.scenario] = key
    for row in history.reveals:
        _earliest(uses.reveal, known.of(base_uid(row.uid)), (row.at, row.id))
    for exposure in history.exposures:
        scenario = known.of(exposure.uid)
        if exposure.purpose == "key_seen":
            _earliest(uses.key_seen, scenario, (exposure.at, exposure.id))
        elif exposure.at < uses.shown.get(scenario, _NEVER[0]):
            uses.shown[scenario] = exposure.at
    for one, other in known.spoils:
        if one != other:
            _earliest(uses.spoiled_by_lock, other, uses.lock.get(one, _NEVER))
            sight = min(uses.reveal.get(one, _NEVER), uses.key_seen.get(one, _NEVER))
            _earliest(uses.spoiled_by_sight, other, sight)
    return uses


def _earliest(into: dict[str, When], scenario: str, when: When) -> None:
    if when < into.get(scenario, _NEVER):
        into[scenario] = when


def _counted(
    history: History,
    answers: Mapping[str, _Answer],
    marks: _Marks,
    known: _Scenarios,
) -> set[str]:
    """Ids of the forecasts that stand for their answer: the last lock before the outcome."""
    revealed: dict[str, When] = {}
    for row in history.reveals:
        _earliest(revealed, row.exposure_id, (row.at, row.id))
    truths: dict[str, When] = defaultdict(lambda: _NEVER)
    for target, when in marks.resolved.items():
        for name in {target, known.of(target)}:
            truths[name] = min(truths[name], when)
    best: dict[tuple[str, str], tuple[int, int, str]] = {}
    for forecast in history.forecasts:
        key = _key(forecast)
        truth = min(truths[answers[key].scenario], truths[forecast.uid])
        end = min(revealed.get(key, _NEVER), truth)
        if (forecast.at, forecast.id) > end:
            continue
        place = (forecast.stage, forecast.at, forecast.id)
        slot = (key, forecast.uid)
        if place > best.get(slot, (-1, 0, "")):
            best[slot] = place
    return {forecast_id for _, _, forecast_id in best.values()}


# --- the verdict on one forecast -----------------------------------------------------------------


def _reason(
    forecast: Forecast, answer: _Answer, uses: _Uses, marks: _Marks, counted: set[str]
) -> str:
    if forecast.id not in counted:
        return "superseded"
    names = {forecast.id, forecast.exposure_id, forecast.question_id, forecast.uid, *answer.uids}
    if not marks.void.isdisjoint(names):
        return "void"
    if not marks.ambiguous.isdisjoint(names):
        return "ambiguous"
    if answer.contested or not marks.contested.isdisjoint(names):
        return "contested"
    if answer.purpose == "tutorial":
        return "tutorial"
    return _used_up(forecast, answer, uses) or _said(forecast, answer, uses)


def _used_up(forecast: Forecast, answer: _Answer, uses: _Uses) -> str:
    """Whether the answer could be known from this ledger's own past."""
    lock, scenario = (forecast.at, forecast.id), answer.scenario
    if uses.key_seen.get(scenario, _NEVER) < lock:
        return "key_seen"
    if uses.spoiled_by_lock.get(scenario, _NEVER) < answer.first:
        return "spoiled"
    if uses.spoiled_by_sight.get(scenario, _NEVER) < lock:
        return "spoiled"
    if uses.locked_by[scenario] != _key(forecast) or uses.reveal.get(scenario, _NEVER) < lock:
        return "repeat"
    return ""


def _said(forecast: Forecast, answer: _Answer, uses: _Uses) -> str:
    """Whether help, memory or too long a wait stood before the lock."""
    if answer.hinted:
        return "hint"
    if answer.known:
        return "known"
    shown = uses.shown.get(answer.scenario, forecast.at)
    return "late" if not answer.exempt and forecast.at - shown > LATE_AFTER else ""
