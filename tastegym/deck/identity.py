"""Three keys of a scenario: uid, shown_hash, key_hash; and its lossless form as plain values.

`shown_hash` covers everything that a player sees before the reveal, `key_hash` the answer and how
it is scored. Feedback, tags, sources and comparators are in neither.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tastegym.deck.model import (
    Comparator,
    GeneratorRef,
    Kind,
    Option,
    PlotExhibit,
    QuantileAnswer,
    Resolution,
    Row,
    Scenario,
    Source,
    Stage,
    TableExhibit,
)
from tastegym.frozen import defaults, replace
from tastegym.text import canonical, sha256

if TYPE_CHECKING:
    from collections.abc import Callable

    from tastegym.deck.model import Exhibit


def shown_hash(scenario: Scenario) -> str:
    """SHA-256 over what the player sees before the reveal."""
    return sha256(_canonical(_shown(scenario)))


def key_hash(scenario: Scenario) -> str:
    """SHA-256 over the answer and the scoring."""
    return sha256(_canonical(_key(scenario)))


def with_hashes(scenario: Scenario) -> Scenario:
    """The scenario with both hashes filled in."""
    return replace(scenario, shown_hash=shown_hash(scenario), key_hash=key_hash(scenario))


def _shown(scenario: Scenario) -> dict[str, Any]:
    options = [[option.id, option.text] for option in scenario.options]
    if scenario.shuffle:
        # The order in the file is never seen, so moving options about changes nothing.
        options.sort()
    quantity = scenario.quantile
    generator = scenario.generator
    shown = {
        "kind": scenario.kind.value,
        "setup": scenario.setup,
        "question": scenario.question,
        "exhibits": [_exhibit(exhibit) for exhibit in scenario.exhibits],
        "options": options,
        "ordered": scenario.ordered,
        "fixed": bool(options) and not scenario.shuffle,
        "ask_first": scenario.ask_first,
        "stages": [
            [stage.reveal, [_exhibit(exhibit) for exhibit in stage.exhibits]]
            for stage in scenario.stages
        ],
        "rows": [[row.id, row.text] for row in scenario.rows],
        "levels": list(scenario.levels),
        "bins": list(scenario.bins),
        "quantity": None
        if quantity is None
        else [quantity.unit, quantity.scale, quantity.min, quantity.max],
        "hints": list(scenario.hints),
        "generator": None
        if generator is None
        else [generator.name, generator.version, dict(generator.params)],
        "criterion": scenario.criterion,
        "resolve_by": scenario.resolve_by,
    }

    return {name: value for name, value in shown.items() if value}


def _key(scenario: Scenario) -> dict[str, Any]:
    quantity = scenario.quantile
    key = {
        "kind": scenario.kind.value,
        "answer": scenario.answer,
        "pending": scenario.pending,
        "ordered": [option.id for option in scenario.options] if scenario.ordered else None,
        "rows": [[row.id, row.answer] for row in scenario.rows],
        "levels": list(scenario.levels),
        "bins": list(scenario.bins),
        "quantity": None
        if quantity is None
        else [quantity.value, quantity.scale, quantity.min, quantity.max],
    }
    return {name: value for name, value in key.items() if value}


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    if isinstance(exhibit, TableExhibit):
        return {
            "type": "table",
            "caption": exhibit.caption,
            "columns": list(exhibit.columns),
            "rows": [list(row) for row in exhibit.rows],
        }
    return {
        "type": exhibit.type,
        "caption": exhibit.caption,
        "x": list(exhibit.x),
        "series": [[name, list(values)] for name, values in exhibit.series],
        "x_label": exhibit.x_label,
        "y_label": exhibit.y_label,
        "labels": list(exhibit.labels),
    }


_LOOSE = (' "', " \\n", '"\\n', '\\n"', "\\t", "\\r", "\\f", "\\u00")
"""In JSON: a blank before the end of a line or text, a line end at an end of a text, or a blank
that is neither a space nor a line end."""
_RARE_BLANK = re.compile("[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def _canonical(value: Any) -> str:
    """Canonical JSON of the value without trailing blanks and outer line ends."""
    made = canonical(value)
    # Most texts come without, and looking costs less than trimming.
    loose = any(mark in made for mark in _LOOSE) or _RARE_BLANK.search(made)
    return canonical(_trimmed(value)) if loose else made


def _trimmed(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.split("\n")).strip("\n")
    if isinstance(value, list):
        return [_trimmed(item) for item in value]
    if isinstance(value, dict):
        return {name: _trimmed(item) for name, item in value.items()}
    return value


# --- the lossless form ---------------------------------------------------------------------------


def scenario_to_dict(scenario: Scenario) -> dict[str, Any]:
    """The scenario as JSON values; fields that hold their default are left out."""
    body: dict[str, Any] = _encode(scenario)
    return body


def scenario_from_dict(body: dict[str, Any]) -> Scenario:
    """The scenario back from `scenario_to_dict`; ValueError when the body is no such thing."""
    try:
        return _scenario(body)
    except (KeyError, TypeError, AttributeError) as error:
        message = f"not a scenario: {error}"
        raise ValueError(message) from error


_FIELDS: dict[type[Any], tuple[tuple[str, Any], ...]] = {
    kind: defaults(kind)
    for kind in (
        Comparator, GeneratorRef, Option, PlotExhibit, QuantileAnswer, Resolution, Row, Scenario,
        Source, Stage, TableExhibit,
    )
}  # fmt: skip


def _encode(value: Any) -> Any:
    kind: type[Any] = type(value)
    if kind in _FIELDS:
        body = {
            name: _encode(item)
            for name, default in _FIELDS[kind]
            if (item := getattr(value, name)) != default or type(item) is not type(default)
        }
        if isinstance(value, PlotExhibit):
            body["series"] = [[name, list(points)] for name, points in value.series]
        return body
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, Kind):
        return value.value
    if isinstance(value, str | int | float) or value is None:
        return value
    return dict(value)


def _scenario(body: dict[str, Any]) -> Scenario:
    known = {name for name, _ in _FIELDS[Scenario]}
    return Scenario(
        **{
            name: _DECODERS[name](value) if name in _DECODERS else _plain(value)
            for name, value in body.items()
            if name in known
        }
    )


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _exhibits(items: list[dict[str, Any]]) -> tuple[Exhibit, ...]:
    return tuple(
        TableExhibit(
            item["id"],
            tuple(item["columns"]),
            tuple(tuple(row) for row in item["rows"]),
            item.get("caption", ""),
        )
        if "columns" in item
        else PlotExhibit(
            item["id"],
            item["type"],
            tuple(item["x"]),
            tuple((name, tuple(points)) for name, points in item["series"]),
            item.get("caption", ""),
            item.get("x_label", ""),
            item.get("y_label", ""),
            tuple(item.get("labels", ())),
        )
        for item in items
    )


def _stages(items: list[dict[str, Any]]) -> tuple[Stage, ...]:
    return tuple(
        Stage(
            item.get("reveal", ""),
            _exhibits(item.get("exhibits", [])),
            dict(item.get("likelihood", {})),
        )
        for item in items
    )


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "kind": Kind,
    "options": lambda items: tuple(Option(**item) for item in items),
    "rows": lambda items: tuple(Row(**item) for item in items),
    "sources": lambda items: tuple(Source(**item) for item in items),
    "comparators": lambda items: tuple(Comparator(**item) for item in items),
    "exhibits": _exhibits,
    "stages": _stages,
    "quantile": lambda item: None if item is None else QuantileAnswer(**item),
    "generator": lambda item: None if item is None else GeneratorRef(**item),
    "resolved": lambda item: None if item is None else Resolution(**item),
}
