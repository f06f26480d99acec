"""The block of numeric answers: coverage of their intervals, and score beside an even spread."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tastegym.calibration.numeric import QuantileSample, quantile_block
from tastegym.calibration.sample import relabel
from tastegym.deck.identity import scenario_from_dict
from tastegym.insight.joined import by_id
from tastegym.insight.values import Quantiles
from tastegym.practice.reveal import even_quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.insight.rows import Row
    from tastegym.ledger.read import History
    from tastegym.ledger.records import Item


class _Ruler(NamedTuple):
    """How an item's numbers are made comparable: its even quantiles, scale, origin and unit."""

    reference: tuple[float, ...]
    log: bool
    start: float = 0.0
    span: float = 1.0

    def __call__(self, value: float) -> float:
        return (value - self.start) / self.span


def quantiles(rows: Sequence[Row], history: History, user: str) -> Quantiles:
    """Coverage and relative score of the fresh numeric answers.

    Levels differ from item to item only if decks do; the block covers the commonest set. Answers
    on a linear scale are measured in the range that their item states, so that units do not
    decide which of them weighs most.
    """
    fresh = [row for row in rows if not row.reason and row.value is not None]
    stale = sum(bool(row.reason) for row in rows)
    if not fresh:
        return Quantiles(excluded=stale)
    levels, _ = Counter(_levels(row) for row in fresh).most_common(1)[0]
    items = by_id(history, "items", {row.item for row in fresh})
    found = [(row, _ruler(items.get(row.item))) for row in fresh if _levels(row) == levels]
    pairs = [(row, ruler) for row, ruler in found if _on_scale(row, ruler)]
    kept, rulers = [row for row, _ in pairs], [ruler for _, ruler in pairs]
    block = quantile_block(
        QuantileSample.build(
            levels,
            [[ruler(value) for _, value in row.forecast.quantiles] for row, ruler in pairs],
            [ruler(row.value or 0.0) for row, ruler in pairs],
            log_scale=[ruler.log for ruler in rulers],
            reference=[
                [ruler(v) for v in ruler.reference] if len(ruler.reference) == len(levels) else None
                for ruler in rulers
            ],
            cluster=relabel(np.array([row.cluster for row in kept])),
        ),
        user,
    )
    if block is None:
        return Quantiles(n=len(kept), excluded=stale)
    return Quantiles(
        block.n, block.coverage, block.low, block.high, block.relative_wis, excluded=stale
    )


def _on_scale(row: Row, ruler: _Ruler) -> bool:
    """Whether all numbers can stand on the item's scale; no logarithm takes zero or less."""
    return not ruler.log or min(row.value or 0.0, *(v for _, v in row.forecast.quantiles)) > 0


def _levels(row: Row) -> tuple[float, ...]:
    return tuple(level for level, _ in row.forecast.quantiles)


def _ruler(item: Item | None) -> _Ruler:
    """The item's ruler; without a reference where its text cannot be read (a newer version's)."""
    try:
        scenario = scenario_from_dict(json.loads(item.body)) if item else None
    except ValueError:
        scenario = None
    key = scenario.quantile if scenario else None
    if scenario is None or key is None:
        return _Ruler((), log=False)
    if key.scale == "log":
        return _Ruler(even_quantiles(scenario), log=True)
    if key.min is None or key.max is None or key.max <= key.min:
        return _Ruler((), log=False)
    return _Ruler(even_quantiles(scenario), False, key.min, key.max - key.min)
