"""The journal as lines: the list, one prediction in full, and the figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tastegym.journal.estimate import BINARY, QUANTILE
from tastegym.journal.figures import figures, sentences
from tastegym.journal.score import said
from tastegym.journal.view import topic_words
from tastegym.tui import ink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.journal.entry import Entry
    from tastegym.tui.ink import Line, Lines

HEADS = (
    ("Overdue", ("overdue",)),
    ("Due today", ("due",)),
    ("Open", ("open",)),
    ("Resolved", ("resolved", "ambiguous", "void")),
)
FIRST = (
    "Nothing is written down yet. A prediction about your own work is one sentence that will be "
    "true or not, a number, and a day: press n and write one about today."
)


def day_words(day: str) -> str:
    """A day with its weekday: "2026-12-04 (Fri)"."""
    return f"{day} ({date.fromisoformat(day):%a})" if day else "no day"


def due_words(count: int) -> str:
    """How many predictions are due."""
    return f"{count} prediction{'' if count == 1 else 's'} due"


def ordered(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries as the list shows them: overdue, due, open, resolved."""
    return tuple(one for _, states in HEADS for one in entries if one.state in states)


def listed(entries: tuple[Entry, ...], at: int, width: int) -> tuple[Lines, int]:
    """The list (entries in the order of `ordered`), and on which line the chosen one stands."""
    made: Lines = []
    chosen = number = 0
    for title, states in HEADS:
        group = [one for one in entries if one.state in states]
        if group:
            made.append(ink.line((f"{title} ({len(group)})", "dim")))
        for one in group:
            if number == at:
                chosen = len(made)
            made.append(_row(one, width, here=number == at))
            number += 1
    return made, chosen


def _row(one: Entry, width: int, *, here: bool) -> Line:
    right: Line = ((_standing(one), "dim"), ("  ", ""), *_end(one))
    room = max(12, width - ink.size(right) - 3)
    left = ink.line(
        ("▸ " if here else "  ", "cursor"), (ink.fit(one.statement, room), "strong" if here else "")
    )
    return ink.both(left, right, width)


def _standing(one: Entry) -> str:
    """The last estimate on few columns."""
    last = one.last
    if last.kind == BINARY:
        return said(last)
    if last.kind == QUANTILE:
        return ink.plain(f"{last.quantiles[1]:g} {last.unit}".rstrip()[:12])[0]
    top = max(last.probs)
    return ink.plain(f"{last.options[last.probs.index(top)][:8]} {top / 100:g} %")[0]


def _end(one: Entry) -> Line:
    if one.outcome is None:
        role = "warn" if one.state in {"overdue", "due"} else "dim"
        return ((ink.fit(one.by or "no day", 10), role),)
    if one.state != "resolved":
        return ((ink.fit(one.state, 10), "dim"),)
    hit = one.hit is not None and one.hit > 0
    mark = ("✓ " if hit else "✗ ", "good" if hit else "bad")
    return (mark, (ink.fit(one.outcome.text, 8), ""))


def details(one: Entry, width: int) -> Lines:
    """Everything about one prediction."""
    kind = "lab question" if one.lab else topic_words(one.topic)
    made: Lines = [
        ink.ruled(width, kind, one.short),
        *ink.flow(one.statement, width, "strong"),
        ink.BLANK,
    ]
    if one.outcome is not None:
        made += [*_came_true(one, width), ink.BLANK]
    for dated in reversed(one.estimates):
        text = said(dated.estimate) + (f" - {dated.reason}" if dated.reason else "")
        made += ink.labelled(dated.day, text, width, wide=16)
    for label, text in _labels(one):
        if text:
            made += ink.labelled(label, text, width, wide=16)
    if one.lab and one.open:
        said_so = "Its deck brings the answer; until then e takes a new estimate."
        made += ink.flow(said_so, width, "dim")
    return made


def _labels(one: Entry) -> tuple[tuple[str, str], ...]:
    outcome = one.outcome
    running = "" if one.running is None else "the clock runs (t stops it)"
    return (
        ("Known by", day_words(one.by)),
        ("Counts as yes", one.criterion),
        ("Base rate", "" if one.base_rate is None else f"{100 * one.base_rate:.3g} %"),
        ("Bucket", f"{one.bucket} %" if one.bucket else ""),
        ("Estimated time", _hours(one.minutes)),
        ("Time so far" if one.open else "Time taken", _hours(one.took)),
        ("Clock", running if one.open else ""),
        ("Conviction", f"{one.conviction} of 5" if one.conviction else ""),
        ("Their reason", one.his_reason),
        ("Change of mind", one.change_mind),
        ("Paper", one.paper),
        ("Tags", ", ".join(one.tags)),
        ("Why void", outcome.why if outcome else ""),
        ("Note", outcome.note if outcome else ""),
        ("Not known", outcome.missing if outcome else ""),
    )


def _hours(minutes: float | None) -> str:
    if not minutes:
        return ""
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"


def _came_true(one: Entry, width: int) -> Lines:
    outcome = one.outcome
    if outcome is None:
        return []
    made = ink.flow(f"{outcome.day}: {outcome.text}", width, "strong")
    for text in scored(one):
        made += ink.flow(text, width)
    return made


def scored(one: Entry) -> Iterator[str]:
    """What a resolved prediction cost, beside the base rate that was written at its creation."""
    outcome = one.outcome
    if outcome is None:
        return
    if one.scores is None:
        yield "It is kept and not scored."
        return
    name = "WIS" if one.kind == QUANTILE else "Brier"
    text = f"{name} {one.scores.last:.3f}"
    if len(one.estimates) > 1:
        text += f" (first estimate {one.scores.first:.3f}, over time {one.scores.over_time:.3f})"
    if one.kind == BINARY:
        if one.base_rate is None:
            text += "; even odds 0.250"
        else:
            truth = 1.0 if outcome.outcome == "yes" else 0.0
            text += f"; the base rate alone {(one.base_rate - truth) ** 2:.3f}"
    yield text + "."
    if outcome.reason_hit is not None:
        yield "Their reason was " + ("as you expected." if outcome.reason_hit else "another.")
    if one.took and one.minutes:
        yield f"It took {one.took / one.minutes:.2g} times your estimate."


def whole(entries: tuple[Entry, ...], width: int) -> Lines:
    """The journal in figures."""
    made: Lines = [ink.ruled(width, "Your journal in figures")]
    told = sentences(figures(entries))
    for text in told or ["Nothing is resolved yet, so there is nothing to count."]:
        made += [*ink.flow(text, width, indent="  ", first="· "), ink.BLANK]
    return made
