"""The calls of a week that mattered: the worst confident misses and the best, with reasons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tastegym.deck.forms import options_of
from tastegym.deck.identity import scenario_from_dict
from tastegym.frozen import frozen
from tastegym.insight.rows import NO_OUTCOME
from tastegym.ledger.records import TOTAL
from tastegym.scoring import rules

if TYPE_CHECKING:
    from tastegym.insight.rows import Row
    from tastegym.ledger.read import History
    from tastegym.ledger.records import Item, Question

CONFIDENT = 0.7
CALLS = 2


@frozen
class Call:
    """One answer of the week: what was asked, what was said of which option, what came true.

    `day` is the local day of the outcome.
    """

    day: str
    question: str
    said: str
    probability: float
    outcome: str
    points: float
    reason: str


def calls_of(rows: list[Row], history: History) -> tuple[tuple[Call, ...], tuple[Call, ...]]:
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
            day=row.outcome_day,
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
