"""Every forecast ever, for lists, calendar and search; standard library only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from tastegym.bulk import no_collection
from tastegym.insight.rows import NO_OUTCOME
from tastegym.ledger.records import TOTAL
from tastegym.scoring.rules import half_brier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tastegym.insight.rows import Ledgered, Row
    from tastegym.ledger.read import History


class Entry(NamedTuple):
    """One answer as a list shows it.

    `question` is what was asked then, `reason` what the person wrote before the reveal, `said` the
    options with their probabilities (or levels with their values), `outcome` what came true, ""
    where it was taken back. `brier` is None for numeric answers and without an outcome; `why_not`
    says why an answer does not count, "" if it does. `item` leads to the exact text shown.
    """

    forecast_id: str
    at: int
    local_day: str
    record: str
    origin: str
    kind: str
    question: str
    said: tuple[tuple[str, float], ...]
    outcome: str
    brier: float | None
    why_not: str
    recognised: str
    hinted: bool
    reason: str
    item: str

    @property
    def surprise(self) -> float:
        """How surprising the outcome was: the score, or -1 where there is none."""
        return -1.0 if self.brier is None else self.brier


class Entries(Sequence[Entry]):
    """The answers of some rows, newest lock first; each is made when it is looked at, and kept."""

    def __init__(self, history: History, rows: Sequence[Row]) -> None:
        self._history = history
        self._rows = rows
        self._made: dict[int, Entry] = {}
        self._asked: dict[str, str] = {}
        self._places: dict[str, dict[str, int]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(place, slice):
            return tuple(self[i] for i in range(*place.indices(len(self))))
        at = range(len(self))[place]
        if at not in self._made:
            self._made[at] = self._entry(self._rows[at])
        return self._made[at]

    def __iter__(self) -> Iterator[Entry]:
        if len(self._made) < len(self):
            with no_collection():
                for at, row in enumerate(self._rows):
                    if at not in self._made:
                        self._made[at] = self._entry(row)
        return map(self._made.__getitem__, range(len(self)))

    def _entry(self, row: Row) -> Entry:
        key = row.item or row.unit
        if key not in self._asked:
            statement = self._text("questions", row.unit, "statement")
            self._asked[key] = statement or _question(self._text("items", row.item, "body") or "{}")
        return _entry(row, self._asked[key])

    def _text(self, table: str, name: str, field: str) -> str:
        """A field of the row with an id; "" without such a row."""
        if table not in self._places:
            ids = self._history.column(table, "id")
            self._places[table] = dict(zip(ids, range(len(ids)), strict=True))
        place = self._places[table].get(name)
        return "" if place is None else str(self._history.column(table, field)[place])


def entries(history: History, ledger: Ledgered) -> Entries:
    """All answers with an outcome, newest first, also those whose deck is gone."""
    newest = sorted(ledger.rows, key=lambda row: (row.forecast.at, row.forecast.id), reverse=True)
    return Entries(history, newest)


def surprises(found: Iterable[Entry]) -> list[Entry]:
    """The entries with the worst confident misses first."""
    return sorted(found, key=lambda entry: (-entry.surprise, -entry.at, entry.forecast_id))


def search(history: History, found: Iterable[Entry], words: str) -> list[Entry]:
    """The entries whose scenario, reason or reflections hold all of the words, in their order.

    Case is ignored. Texts are those that were shown then.
    """
    wanted = words.casefold().split()
    bodies = {item.id: item.body for item in history.items}
    texts: dict[str, str] = {}
    notes = _notes(history)
    kept = []
    for entry in found:
        if entry.item not in texts:
            texts[entry.item] = " ".join(
                _texts(json.loads(bodies.get(entry.item, "{}")))
            ).casefold()
        hay = [texts[entry.item], entry.question, entry.reason, notes.get(entry.forecast_id, "")]
        text = " ".join(hay).casefold()
        if all(word in text for word in wanted):
            kept.append(entry)
    return kept


def days(history: History) -> dict[str, int]:
    """Answers locked on each day that was lived, by ISO date; a board or a stage is one answer."""
    column = history.column
    asked = zip(column("questions", "id"), column("questions", "body"), strict=True)
    imported = {name for name, body in asked if '"source":"import"' in body}
    first: dict[str, str] = {}
    for exposure, question, day in zip(
        column("forecasts", "exposure_id"),
        column("forecasts", "question_id"),
        column("forecasts", "local_day"),
        strict=True,
    ):
        if question not in imported:  # what was imported was locked elsewhere
            first.setdefault(exposure or f"{question} {day}", day)
    return dict(sorted(Counter(first.values()).items()))


def _entry(row: Row, question: str) -> Entry:
    forecast = row.forecast
    body = json.loads(forecast.body) if '"reason"' in forecast.body else {}
    probs = [p / TOTAL for p in forecast.probs]
    if forecast.probs:
        said = tuple(zip(forecast.options, probs, strict=True))
        known = row.outcome != NO_OUTCOME
        outcome = forecast.options[row.outcome] if known else ""
        brier = half_brier(probs, row.outcome) if known else None
    else:
        said = tuple((f"{100 * level:g} %", value) for level, value in forecast.quantiles)
        outcome, brier = "" if row.value is None else f"{row.value:g}", None
    return Entry(
        forecast.id, forecast.at, forecast.local_day, row.record, row.origin, row.kind, question,
        said, outcome, brier, row.reason, forecast.recognised, forecast.hint_used,
        str(body.get("reason", "")), row.item,
    )  # fmt: skip


def _question(body: str) -> str:
    return str(json.loads(body).get("question", ""))


def _notes(history: History) -> dict[str, str]:
    """What was written after reveals, by the forecast it belongs to."""
    by_exposure: dict[str, list[str]] = {}
    for row in history.forecasts:
        by_exposure.setdefault(row.exposure_id or row.question_id, []).append(row.id)
    notes: dict[str, str] = {}
    for fact in history.facts:
        if fact.kind != "reflection":
            continue
        body = json.loads(fact.body)
        named = body.get("forecast_id")
        key = str(body.get("exposure_id") or body.get("question_id") or "")
        for forecast_id in [str(named)] if named else by_exposure.get(key, []):
            notes[forecast_id] = f"{notes.get(forecast_id, '')} {body.get('text', '')}"
    return notes


def _texts(value: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
