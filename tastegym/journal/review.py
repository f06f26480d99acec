"""The weekly review as one frozen value: figures, calls with your own reasons, seven questions."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tastegym.deck.forms import options_of
from tastegym.deck.identity import scenario_from_dict
from tastegym.frozen import frozen
from tastegym.insight.anchors import GroupRegret, anchors, by_group
from tastegym.insight.filters import Filter
from tastegym.insight.look import look
from tastegym.insight.rows import NO_OUTCOME, answers
from tastegym.journal.figures import JournalFigures, figures
from tastegym.journal.read import Own
from tastegym.journal.view import entries
from tastegym.ledger.records import TOTAL, Fact
from tastegym.practice.freshness import taken_back
from tastegym.scoring import rules
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tastegym.clock import Moment
    from tastegym.insight.rows import Row
    from tastegym.journal.entry import Entry
    from tastegym.ledger.read import History
    from tastegym.ledger.records import Item, Question

DAYS = 7
CONFIDENT = 0.7
CALLS = 2
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
    promised, `sd` its spread by luck.
    """

    record: str
    n: int
    counted: int
    brier: float | None
    lo: float | None
    hi: float | None
    expected: float | None
    sd: float | None


@frozen
class Call:
    """One answer of the week: what was asked, what was said of which option, what came true."""

    day: str
    question: str
    said: str
    probability: float
    outcome: str
    points: float
    reason: str


@frozen
class Review:
    """A week looked back on. `change` is what was resolved to change the last time ("" = nothing).

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


def review(history: History, last: str) -> Review:
    """The review of the seven days that end with `last` (local day, ISO)."""
    first = (date.fromisoformat(last) - timedelta(days=DAYS - 1)).isoformat()
    # What counts is the day on which the outcome came: in decks that of the lock, in one's own
    # work that of the resolution.
    came = {row.id: row.local_day for row in history.resolutions}
    rows = [
        row
        for row in answers(history, last).rows
        if first <= came.get(row.resolved_by, row.forecast.local_day) <= last and not row.reason
    ]
    mine = entries(_own(history), last)
    week = [one for one in mine if one.outcome and first <= one.outcome.day <= last]
    misses, best = _calls(rows, history)
    return Review(
        first=first,
        last=last,
        change=_told(history, last)[0],
        records=tuple(_week(history, record, first, last) for record in RECORDS),
        misses=misses,
        best=best,
        regrets=by_group(anchors(history), first, last),
        journal=figures([*week, *(one for one in mine if one.state == "overdue")]),
        overdue=tuple(one for one in mine if one.state == "overdue" and not one.lab),
        kept=_told(history, last)[1],
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


def _week(history: History, record: str, first: str, last: str) -> Week:
    found = look(history, Filter(record, since=first, until=last), last).figures
    return Week(
        record,
        found.n,
        found.fresh,
        found.brier,
        found.brier_range.lo,
        found.brier_range.hi,
        found.expected_brier.mean,
        found.expected_brier.sd,
    )


# --- calls ----------------------------------------------------------------------------------------


def _calls(rows: list[Row], history: History) -> tuple[tuple[Call, ...], tuple[Call, ...]]:
    """The worst confident misses and the best calls, each at most two."""
    judged = [(row, _points(row)) for row in rows if row.outcome != NO_OUTCOME and not row.numeric]
    told = _Texts(history)
    wrong = [
        (row, points)
        for row, points in judged
        if max(row.forecast.probs) >= CONFIDENT * TOTAL and not _right(row)
    ]
    right = [(row, points) for row, points in judged if points > 0 and _right(row)]
    wrong.sort(key=lambda pair: (pair[1], pair[0].forecast.id))
    right.sort(key=lambda pair: (-pair[1], pair[0].forecast.id))
    return (
        tuple(told.call(row, points) for row, points in wrong[:CALLS]),
        tuple(told.call(row, points) for row, points in right[:CALLS]),
    )


def _points(row: Row) -> float:
    return rules.points([p / TOTAL for p in row.forecast.probs], row.outcome)


def _right(row: Row) -> bool:
    return row.forecast.probs[row.outcome] == max(row.forecast.probs)


class _Texts:
    """What was asked and answered, in the words that were shown."""

    def __init__(self, history: History) -> None:
        self.items: dict[str, Item] = {item.id: item for item in history.items}
        self.questions: dict[str, Question] = {row.id: row for row in history.questions}

    def call(self, row: Row, points: float) -> Call:
        forecast = row.forecast
        question, names = self._texts(row)
        top = forecast.probs.index(max(forecast.probs))
        body = json.loads(forecast.body)
        return Call(
            day=forecast.local_day,
            question=question,
            said=names.get(forecast.options[top], forecast.options[top]),
            probability=forecast.probs[top] / TOTAL,
            outcome=names.get(forecast.options[row.outcome], forecast.options[row.outcome]),
            points=points,
            reason=str(body.get("reason") or body.get("own_line") or ""),
        )

    def _texts(self, row: Row) -> tuple[str, dict[str, str]]:
        question = self.questions.get(row.forecast.question_id)
        if question is not None:
            options = json.loads(question.body).get("options", [])
            return question.statement, {f"o{n}": text for n, text in enumerate(options, start=1)}
        item = self.items.get(row.item)
        if item is None:
            return row.scenario, {}
        try:
            scenario = scenario_from_dict(json.loads(item.body))
        except ValueError:
            return row.scenario, {}
        part = row.forecast.uid.removeprefix(f"{scenario.uid}/")
        claim = next((one.text for one in scenario.rows if one.id == part), "")
        return claim or scenario.question, {one.id: one.text for one in options_of(scenario)}


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
