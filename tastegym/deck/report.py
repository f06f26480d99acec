"""Findings as text: full with quote and carets, one line each, or JSON."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from tastegym.deck.codes import CODES
from tastegym.deck.diagnostic import SEVERITY_ORDER, Severity
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tastegym.deck.diagnostic import Diagnostic, Place

FORMATS = ("full", "concise", "json", "github")
MANY = 100
"""Beyond this many findings the worst come first, and the text format stops."""
_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_TAB = 4
_EFFECTS = {
    "S": "The file is dropped.",
    "A": "The deck plays; `deck audit` fails until it is mended.",
    "P": "The deck plays; `deck pack` refuses it until it is mended.",
    **dict.fromkeys("GV", "The deck plays; `deck lint` fails until it is mended."),
}


def width(text: str) -> int:
    """Terminal columns of a cleaned text."""
    if text.isascii():
        return len(text)
    columns = 0
    for char in text:
        if unicodedata.combining(char) or char in "\u200c\u200d":
            continue
        columns += 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
    return columns


def _shown(text: str) -> str:
    """One line, safe to print: an unprintable character shows as U+FFFD."""
    return clean(text).replace("\n", " ")


def full(one: Diagnostic, *, colour: bool = False) -> list[str]:
    """The lines of one finding: headline, quote with carets, reason, mend."""
    name = f"{_NAMES[one.severity]} {one.code} {CODES[one.code].name}"
    if colour:
        name = f"\x1b[1;{_COLOURS[one.severity]}m{name}\x1b[0m"
    lines = [f"{_shown(str(one.place))}: {name}", f"  {_shown(one.message)}"]
    if one.quote.strip():
        number = str(one.place.line)
        inside = one.place.col - one.quote_col
        before, marked = _shown(one.quote[:inside]), _shown(one.quote[inside:])
        span = one.quote[inside : inside + one.place.end_col - one.place.col]
        carets = "^" * max(1, width(_shown(span)))
        if colour:
            carets = f"\x1b[{_COLOURS[one.severity]}m{carets}\x1b[0m"
        pad = " " * len(number)
        lines += [
            f"  {pad} |",
            f"  {number} | {before}{marked}",
            f"  {pad} | {' ' * width(before)}{carets}",
        ]
    for place, words in one.notes:
        lines.append(f"  note: {_shown(str(place))}: {words}")
    lines.append(f"  why: {CODES[one.code].why}")
    if one.mend:
        lines.append(f"  mend: {_shown(one.mend)}")
    return lines


def concise(one: Diagnostic) -> str:
    """One line: place, code, message."""
    return f"{_shown(str(one.place))}: {one.severity} {one.code} {_shown(one.message)}"


def as_json(items: Sequence[Diagnostic], left_out: int = 0) -> str:
    """All findings as one JSON object; fields as in docs/deck-format.md."""
    rows = [
        {
            "code": one.code,
            "name": CODES[one.code].name,
            "severity": one.severity.value,
            **_place(one.place),
            "scenario": _shown(one.scenario),
            "message": _shown(one.message),
            "why": CODES[one.code].why,
            "mend": _shown(one.mend),
            "notes": [{**_place(place), "message": words} for place, words in one.notes],
            "fixable": one.fix is not None,
        }
        for one in items
    ]
    body = {"findings": rows, "counts": counts(items), "left_out": left_out}
    return json.dumps(body, ensure_ascii=False, indent=1)


def _place(place: Place) -> dict[str, object]:
    return {
        "path": _shown(place.path),
        "line": place.line,
        "column": place.col,
        "end_line": place.end_line,
        "end_column": place.end_col,
    }


def counts(items: Iterable[Diagnostic]) -> dict[str, int]:
    """How many findings there are of each severity."""
    found = {severity.value: 0 for severity in Severity}
    for one in items:
        found[one.severity.value] += 1
    return found


def github(one: Diagnostic) -> str:
    """One annotation command of GitHub Actions."""
    kind = {"E": "error", "W": "warning", "I": "notice"}[one.severity]
    place = one.place
    fields = {
        "file": place.path,
        "line": str(place.line),
        "endLine": str(place.end_line),
        "col": str(place.col),
        "endColumn": str(max(place.col, place.end_col - 1)),
        "title": f"{one.code} {CODES[one.code].name}",
    }
    said = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    message = f"{one.message} {one.mend}".rstrip()
    return f"::{kind} {said}::{_command(message)}"


def _command(text: str) -> str:
    return _shown(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _command(text).replace(":", "%3A").replace(",", "%2C")


def worst_first(items: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Errors, then warnings, then notes; the order within each stays."""
    return sorted(items, key=lambda one: SEVERITY_ORDER[one.severity])


def tally(items: Sequence[Diagnostic]) -> list[str]:
    """How often each code was found, the worst and commonest first."""
    counted = Counter((SEVERITY_ORDER[one.severity], one.code) for one in items)
    ranked = sorted(counted.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1]))
    return [f"{count:7,} {code} {CODES[code].name}" for (_, code), count in ranked]


def explain(code: str) -> list[str]:
    """What a code means and why."""
    entry = CODES[code]
    effect = {
        "E": _EFFECTS.get(code[0], "The scenario is dropped."),
        "W": "The scenario plays and is packed; mend it all the same."
        if code[0] == "P"
        else "The scenario plays; mend it, or write `# tastegym: allow " + code + " reason`.",
        "I": "Only for your information.",
    }[entry.severity]
    return [f"{code} {entry.name} ({_NAMES[entry.severity]})", entry.why, effect]


def summary(items: Sequence[Diagnostic], decks: int, scenarios: int) -> str:
    """One sentence about everything that was looked at."""
    found = counts(items)
    looked = f"{_many(decks, 'deck')}, {_many(scenarios, 'scenario')}"
    if not items:
        return f"{looked}: nothing to mend."
    parts = [
        _many(found[severity.value], _NAMES[severity])
        for severity in Severity
        if found[severity.value]
    ]
    return f"{looked}: {', '.join(parts)}."


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def in_full(items: Sequence[Diagnostic], *, colour: bool) -> Iterator[str]:
    """All findings in full, with a blank line after each."""
    for one in items:
        yield from full(one, colour=colour)
        yield ""
