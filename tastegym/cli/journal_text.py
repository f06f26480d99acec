"""What the journal's commands print: entries and lists in lines, and the same as JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from tastegym.cli.plain_text import heading, wrapped
from tastegym.journal.estimate import CHOICE, QUANTILE
from tastegym.journal.score import said
from tastegym.journal.view import topic_words
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tastegym.journal.entry import Entry


def day(text: str) -> str:
    """A day with its weekday: "2026-12-04 (Fri)"."""
    return f"{text} ({date.fromisoformat(text):%a})" if text else "no day"


def kept(entry: Entry) -> Iterator[str]:
    """What is said after a prediction was kept."""
    yield from wrapped(
        f"Kept {entry.short}: {entry.statement} - {said(entry.last)}, by {day(entry.by)}.",
        hanging="  ",
    )
    if entry.lab:
        yield "Its deck brings the answer; until then `tastegym journal update` takes another."
    else:
        yield f"Tell what came of it with `tastegym resolve {entry.short} {_outcomes(entry)}`."


def _outcomes(entry: Entry) -> str:
    if entry.kind == QUANTILE:
        return "VALUE"
    return f"1-{len(entry.last.options)}" if entry.kind == CHOICE else "yes|no"


def resolved(entry: Entry) -> Iterator[str]:
    """What is said after an outcome was kept."""
    outcome = entry.outcome
    if outcome is None:
        return
    yield from wrapped(
        f"{entry.short} is {outcome.text}: {entry.statement} (you: {said(entry.last)}).",
        hanging="  ",
    )
    if entry.scores is None:
        yield "It is kept and not scored."
        return
    name = "WIS" if entry.kind == QUANTILE else "Brier"
    text = f"{name} {entry.scores.last:.3f}"
    if len(entry.estimates) > 1:
        text += (
            f" (first estimate {entry.scores.first:.3f}, over time {entry.scores.over_time:.3f})"
        )
    if entry.base_rate is not None and entry.kind == "binary":
        truth = 1.0 if outcome.outcome == "yes" else 0.0
        text += f"; the base rate alone {(entry.base_rate - truth) ** 2:.3f}"
    yield text + "."
    if entry.took and entry.minutes:
        yield f"It took {entry.took / entry.minutes:.2g} times your estimate."


def listed(entries: Sequence[Entry], heads: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """Entries under the heads (title, states) that have any."""
    for title, states in heads:
        group = [one for one in entries if one.state in states]
        if not group:
            continue
        yield heading(f"{title} ({len(group)})")
        for one in group:
            yield from _line(one)
        yield ""


OPEN_HEADS = (("overdue", ("overdue",)), ("due today", ("due",)), ("open", ("open",)))
DONE_HEADS = (("resolved", ("resolved", "ambiguous", "void")),)


def _line(one: Entry) -> Iterator[str]:
    lab = "lab question, " if one.lab else ""
    end = f"{one.outcome.text}" if one.outcome else f"by {day(one.by)}"
    yield from wrapped(
        f"{one.short}  {one.statement}  [{lab}{said(one.last)}; {end}]", "  ", " " * 10
    )


def shown(entry: Entry) -> Iterator[str]:
    """Everything about one entry."""
    yield heading(f"{entry.short} - {topic_words(entry.topic)}")
    yield from wrapped(entry.statement)
    yield ""
    for label, text in _labels(entry):
        if text:
            yield from wrapped(f"{label}: {text}", hanging="  ")
    yield "Estimates:"
    for one in entry.estimates:
        reason = f" - {one.reason}" if one.reason else ""
        yield from wrapped(f"{one.day}  {said(one.estimate)}{reason}", "  ", " " * 14)
    yield from resolved(entry)
    if entry.outcome is not None:
        for label, text in (
            ("Why void", entry.outcome.why),
            ("Note", entry.outcome.note),
            ("What you did not know", entry.outcome.missing),
        ):
            if text:
                yield from wrapped(f"{label}: {text}", hanging="  ")


def _labels(entry: Entry) -> tuple[tuple[str, str], ...]:
    return (
        ("By", day(entry.by)),
        ("Counts as yes", entry.criterion),
        ("Base rate", "" if entry.base_rate is None else f"{100 * entry.base_rate:.3g} %"),
        ("Bucket", f"{entry.bucket} %" if entry.bucket else ""),
        ("Estimated time", _hours(entry.minutes)),
        ("Time so far" if entry.open else "Time taken", _hours(entry.took)),
        ("Conviction", f"{entry.conviction} of 5" if entry.conviction else ""),
        ("His reason, as you expect it", entry.his_reason),
        ("What would change your mind", entry.change_mind),
        ("Tags", ", ".join(entry.tags)),
        ("Paper", entry.paper),
    )


def _hours(minutes: float | None) -> str:
    if not minutes:
        return ""
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def as_dict(entry: Entry) -> dict[str, Any]:
    """The stable JSON form of an entry; probabilities lie in 0-1."""
    outcome, scores = entry.outcome, entry.scores
    return {
        "id": entry.id,
        "short": entry.short,
        "statement": clean(entry.statement),
        "form": entry.kind,
        "kind": entry.topic,
        "by": entry.by,
        "state": entry.state,
        "asked": entry.asked,
        "lab": entry.lab,
        "options": list(entry.last.options),
        "unit": entry.last.unit,
        "estimates": [
            {
                "day": one.day,
                "at": one.at,
                "probs": [p / 10_000 for p in one.estimate.probs],
                "quantiles": list(one.estimate.quantiles),
                "reason": one.reason,
            }
            for one in entry.estimates
        ],
        "outcome": None if outcome is None else outcome.outcome,
        "resolved": None if outcome is None else outcome.day,
        "note": None if outcome is None else outcome.note,
        "scores": None
        if scores is None
        else {"first": scores.first, "last": scores.last, "over_time": scores.over_time},
        "criterion": entry.criterion,
        "base_rate": entry.base_rate,
        "bucket": entry.bucket,
        "minutes": entry.minutes,
        "took": entry.took,
        "conviction": entry.conviction,
        "his_reason": entry.his_reason,
        "reason_hit": None if outcome is None else outcome.reason_hit,
        "change_mind": entry.change_mind,
        "tags": list(entry.tags),
        "paper": entry.paper,
    }


def as_json(value: Entry) -> str:
    """One entry as JSON."""
    return json.dumps(as_dict(value), ensure_ascii=False, indent=2, allow_nan=False)
