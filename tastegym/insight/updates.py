"""Staged answers: whether the steps from stage to stage are as large as the evidence deserves."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tastegym.calibration import updates as test
from tastegym.insight.joined import by_id
from tastegym.insight.values import Multiplier, Updates
from tastegym.ledger.records import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tastegym.calibration.sample import Bools, Floats
    from tastegym.insight.rows import Row
    from tastegym.ledger.read import History
    from tastegym.ledger.records import Forecast

_MARK = '"stages":'


class _Step(NamedTuple):
    """One update: forecasts before and after, what came true, and the likelihoods, if known."""

    before: tuple[float, ...]
    after: tuple[float, ...]
    outcome: int
    likelihood: tuple[float, ...]
    scenario: int


def updates(rows: Sequence[Row], history: History) -> Updates:
    """The size of the updates in the counted staged answers, by outcomes and by likelihoods."""
    steps = list(_steps([row for row in rows if row.forecast.stage], history))
    if not steps:
        return Updates()
    before, mask = _padded([step.before for step in steps])
    after, _ = _padded([step.after for step in steps])
    scenario = np.array([step.scenario for step in steps])
    outcome = np.array([step.outcome for step in steps])
    told = np.array([bool(step.likelihood) for step in steps])
    by_outcome = test.outcome_multiplier(before, after, outcome, scenario)
    by_evidence = None
    if told.any():
        likelihood, _ = _padded([step.likelihood for step in steps], before.shape[1])
        by_evidence = test.evidence_multiplier(
            before[told], after[told], likelihood[told], mask[told], scenario[told]
        )
    return Updates(len(steps), _value(by_outcome), _value(by_evidence))


def _value(made: test.Multiplier | None) -> Multiplier | None:
    if made is None:
        return None
    return Multiplier(made.value, made.low, made.high, made.updates, made.scenarios)


def _steps(rows: Iterable[Row], history: History) -> Iterable[_Step]:
    staged = {row.unit: row for row in rows}
    locks: dict[str, list[Forecast]] = defaultdict(list)
    for forecast in history.forecasts:
        row = staged.get(forecast.exposure_id)
        if row is not None and forecast.uid == row.forecast.uid:
            locks[forecast.exposure_id].append(forecast)
    items = by_id(history, "items", {row.item for row in staged.values()})
    bodies = {name: item.body for name, item in items.items()}
    for number, (unit, found) in enumerate(sorted(locks.items())):
        row = staged[unit]
        last = row.forecast
        path = sorted((f for f in found if f.stage < last.stage), key=lambda f: (f.stage, f.at))
        evidence = _likelihoods(bodies.get(row.item, ""))
        for one, other in pairwise([*{f.stage: f for f in path}.values(), last]):
            given = evidence.get(other.stage, {}) if other.stage == one.stage + 1 else {}
            known = tuple(given.get(option, -1.0) for option in other.options)
            yield _Step(
                _shares(one),
                _shares(other),
                row.outcome,
                known if known and min(known) >= 0 else (),
                number,
            )


def _shares(forecast: Forecast) -> tuple[float, ...]:
    return tuple(p / TOTAL for p in forecast.probs)


def _likelihoods(body: str) -> dict[int, dict[str, float]]:
    """The likelihoods of the evidence that each stage reveals, where the item states them."""
    at = body.find(_MARK)
    if at < 0:
        return {}
    stages = json.JSONDecoder().raw_decode(body, at + len(_MARK))[0]
    return {i: stage["likelihood"] for i, stage in enumerate(stages) if stage.get("likelihood")}


def _padded(rows: Sequence[tuple[float, ...]], width: int = 0) -> tuple[Floats, Bools]:
    wide = max(width, *map(len, rows))
    made, mask = np.zeros((len(rows), wide)), np.zeros((len(rows), wide), dtype=np.bool_)
    for target, kept, row in zip(made, mask, rows, strict=True):
        target[: len(row)] = row
        kept[: len(row)] = True
    return made, mask
