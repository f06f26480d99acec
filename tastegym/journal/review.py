"""The weekly review as one frozen value: figures, calls with your own reasons, seven questions."""

from __future__ import annotations

import json
import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tastegym.frozen import frozen
from tastegym.insight.anchors import GroupRegret, anchors, by_group
from tastegym.insight.decks import DeckMarks
from tastegym.insight.filters import Filter
from tastegym.insight.record import Record
from tastegym.insight.rows import NO_OUTCOME, answers
from tastegym.insight.values import TimePoint, Updates
from tastegym.journal.calls import Call, calls_of
from tastegym.journal.figures import JournalFigures, figures
from tastegym.journal.read import Own
from tastegym.journal.view import entries
from tastegym.ledger.records import TOTAL, Fact
from tastegym.practice.freshness import taken_back
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tastegym.clock import Moment
    from tastegym.insight.rows import Row
    from tastegym.journal.entry import Entry
    from tastegym.ledger.read import History

DAYS = 7
QUARTER = 90
"""Days that the line of scores and the size of updates look back: a week holds too few."""

RECORDS = ("deck", "generated", "journal")

QUESTIONS = {
    "goal": "What is the goal now?",
    "progress": "What progress was there towards it?",
    "time": "Where did the time go?",
    "blocks": "What blocked you?",
    "change": "Which mistake was worst, and which change stops it?",
    "confusion": "What confuses you?",
    "missing": "What are you missing?",
}
"""The seven questions of the week by the name under which an answer is kept."""


@frozen
class Week:
    """One record over the days of the review: counted answers and their mean half-Brier score.

    `lo` and `hi` bound the mean (90 %, None for too few), `expected` is what the forecasts
    promised, `sd` its spread by luck. `calibration` and `discrimination` split the score (CORP;
    None for too few). `favourite` is the mean probability of the likeliest option, `came` the share
    of them that came true, `sharpness` the mean distance of yes/no claims from even odds.
    """

    record: str
    n: int
    counted: int
    brier: float | None
    lo: float | None
    hi: float | None
    expected: float | None
    sd: float | None
    calibration: float | None = None
    discrimination: float | None = None
    favourite: float | None = None
    came: float | None = None
    sharpness: float | None = None


@frozen
class Review:
    """A week looked back on. `change` is what was resolved to change the last time ("" = nothing).

    `line` is the running score of the quarter in the record that has most of it (`line_of`), and
    `updates` the size of the steps in staged answers of the quarter.
    `overdue` are own predictions past their day, `journal` the figures of those resolved in the
    week, `kept` the answers given to the questions of this very week so far.
    """

    first: str
    last: str
    change: str
    records: tuple[Week, ...]
    misses: tuple[Call, ...]
    best: tuple[Call, ...]
    regrets: tuple[GroupRegret, ...]
    journal: JournalFigures
    overdue: tuple[Entry, ...]
    kept: Mapping[str, str]
    line: tuple[TimePoint, ...] = ()
    line_of: str = ""
    updates: Updates = Updates()


def review(history: History, last: str, marks: DeckMarks | None = None) -> Review:
    """The review of the seven days that end with `last` (local day, ISO).

    An answer belongs to the week in which its outcome came. `marks` is what the installed decks say
    of their items now.
    """
    marks = marks or DeckMarks()
    first = (date.fromisoformat(last) - timedelta(days=DAYS - 1)).isoformat()
    rows = [
        row
        for row in answers(history, last, marks.contested).rows
        if row.came_within(first, last) and not row.reason
    ]
    mine = entries(_own(history), last)
    week = [one for one in mine if one.outcome and first <= one.outcome.day <= last]
    misses, best = calls_of(rows, history)
    line_of, line, updates = _quarter(history, last, marks)
    return Review(
        first=first,
        last=last,
        change=_told(history, last)[0],
        records=tuple(_week(history, record, last, marks) for record in RECORDS),
        misses=misses,
        best=best,
        regrets=by_group(anchors(history), first, last),
        journal=figures([*week, *(one for one in mine if one.state == "overdue")]),
        overdue=tuple(one for one in mine if one.state == "overdue" and not one.lab),
        kept=_told(history, last)[1],
        line=line,
        line_of=line_of,
        updates=updates,
    )


def _own(history: History) -> Own:
    pending = {item.id for item in history.items if '"pending":true' in item.body}
    shown = tuple(row for row in history.exposures if row.item_id in pending)
    ids = {row.id for row in shown}
    return Own(
        questions=history.questions,
        forecasts=tuple(r for r in history.forecasts if r.question_id or r.exposure_id in ids),
        resolutions=history.resolutions,
        items=tuple(item for item in history.items if item.id in pending),
        exposures=shown,
        reveals=tuple(row for row in history.reveals if row.exposure_id in ids),
        facts=history.facts,
    )


def _record(history: History, source: str, days: int, last: str, marks: DeckMarks) -> Record:
    """The answers of one record whose outcome came in so many days up to `last`."""
    since = (date.fromisoformat(last) - timedelta(days=days - 1)).isoformat()
    wanted = Filter(source, since=since, until=last)
    return Record(history, wanted, last, contested=marks.contested, extra_skills=marks.groups)


def _week(history: History, source: str, last: str, marks: DeckMarks) -> Week:
    record = _record(history, source, DAYS, last, marks)
    found = record.insight().figures
    tops = [
        (max(row.forecast.probs) / TOTAL, share_of_favourite(row))
        for row in record.counted
        if not row.numeric and row.outcome != NO_OUTCOME
    ]
    claims = [row.forecast.probs[0] / TOTAL for row in record.counted if row.statement]
    return Week(
        source,
        found.n,
        found.fresh,
        found.brier,
        found.brier_range.lo,
        found.brier_range.hi,
        found.expected_brier.mean,
        found.expected_brier.sd,
        found.corp.mcb,
        found.corp.dsc,
        _mean([p for p, _ in tops]),
        _mean([hit for _, hit in tops]),
        _mean([abs(p - 0.5) for p in claims]),
    )


def share_of_favourite(row: Row) -> float:
    """Whether the likeliest option came true; with several likeliest, one part each."""
    best = max(row.forecast.probs)
    tied = [k for k, p in enumerate(row.forecast.probs) if p == best]
    return (row.outcome in tied) / len(tied)


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _quarter(
    history: History, last: str, marks: DeckMarks
) -> tuple[str, tuple[TimePoint, ...], Updates]:
    """The record with most answers of the quarter, its running score, and the size of updates."""
    records = {source: _record(history, source, QUARTER, last, marks) for source in RECORDS}
    most = max(RECORDS, key=lambda source: len(records[source]))
    line = records[most].insight().figures.over_time or ()
    return most if line else "", line, records["deck"].updates()


# --- answers to the questions ---------------------------------------------------------------------


def _told(history: History, last: str) -> tuple[str, dict[str, str]]:
    """The change resolved in the last review before this week, and this week's answers so far."""
    hidden = taken_back(history)
    change = ""
    kept: dict[str, str] = {}
    for fact in sorted(history.facts, key=lambda fact: (fact.at, fact.id)):
        if fact.kind != "review" or fact.id in hidden:
            continue
        body: dict[str, Any] = json.loads(fact.body)
        given = {str(name): str(text) for name, text in body.get("answers", {}).items()}
        if body.get("last") == last:
            kept |= given
        elif str(body.get("last", "")) < last and given.get("change"):
            change = given["change"]
    return change, kept


def answered(
    found: Review, given: Mapping[str, str], now: Moment, new_id: Callable[[int], str]
) -> Fact:
    """The row that keeps answers to the questions."""
    body = {"first": found.first, "last": found.last, "answers": dict(given)}
    return Fact(new_id(now.at), now.at, now.local_day, "review", canonical(body))


def headline_words(record: str) -> str:
    """A record as a heading."""
    return {"deck": "Research history", "generated": "Worlds", "journal": "Own work"}[record]
