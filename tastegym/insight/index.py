"""Full-text search over answers: texts as they were shown, reasons, and what was noted after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tastegym.insight.log import Entry
    from tastegym.ledger.read import History

KEEP = 30_000
"""Answers above which an index costs more memory than it saves time; then it is made anew."""


class Index:
    """The searchable texts of some answers, made once; case is ignored."""

    def __init__(self, history: History, found: Iterable[Entry]) -> None:
        bodies = dict(
            zip(history.column("items", "id"), history.column("items", "body"), strict=True)
        )
        shown: dict[str, str] = {}
        notes = _notes(history)
        self._texts: list[tuple[str, str, str]] = []
        for entry in found:
            if entry.item not in shown:
                text = " ".join(_strings(json.loads(bodies.get(entry.item, "{}"))))
                shown[entry.item] = text.casefold()
            own = f"{entry.question} {entry.reason} {notes.get(entry.forecast_id, '')}".casefold()
            self._texts.append((entry.forecast_id, shown[entry.item], own))

    def __len__(self) -> int:
        return len(self._texts)

    def find(self, words: str) -> frozenset[str]:
        """The forecasts whose texts hold all of the words."""
        wanted = words.casefold().split()
        return frozenset(
            name
            for name, shown, own in self._texts
            if all(word in own or word in shown for word in wanted)
        )


def _notes(history: History) -> dict[str, str]:
    """What was written after reveals, by the forecast it belongs to."""
    said = [json.loads(fact.body) for fact in history.facts if fact.kind == "reflection"]
    if not said:
        return {}
    ids, places = history.column("forecasts", "id"), ("exposure_id", "question_id")
    columns = [history.column("forecasts", place) for place in places]
    by_place: dict[str, list[str]] = {}
    for name, exposure, question in zip(ids, *columns, strict=True):
        by_place.setdefault(exposure or question, []).append(name)
    notes: dict[str, str] = {}
    for body in said:
        named = body.get("forecast_id")
        key = str(body.get("exposure_id") or body.get("question_id") or "")
        for name in [str(named)] if named else by_place.get(key, []):
            notes[name] = f"{notes.get(name, '')} {body.get('text', '')}"
    return notes


def _strings(value: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
