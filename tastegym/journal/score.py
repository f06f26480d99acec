"""Scores of dated estimates: the first one, the last one, and the average over time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tastegym.frozen import frozen
from tastegym.journal.estimate import BINARY, LEVELS, QUANTILE
from tastegym.ledger.records import TOTAL
from tastegym.scoring import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.journal.estimate import Estimate


@frozen
class Scores:
    """Losses of one resolved question: half-Brier, or for quantities the weighted interval score.

    `over_time` weighs every estimate by the time for which it stood, up to the answer or the end
    of the question's last day, whichever came first: what was typed after that is hindsight.
    """

    first: float
    last: float
    over_time: float


def loss(estimate: Estimate, truth: int | float) -> float:
    """The loss of one estimate; `truth` is the index of the option, or the value of a quantity."""
    if estimate.kind == QUANTILE:
        return rules.wis(LEVELS, estimate.quantiles, float(truth))
    return rules.half_brier([p / TOTAL for p in estimate.probs], int(truth))


def scores(estimates: Sequence[tuple[int, Estimate]], truth: int | float, end: int) -> Scores:
    """Scores of dated estimates (instant in microseconds, oldest first); `end` is an instant.

    A question that ended as soon as it was asked has its first estimate as average.
    """
    losses = [(at, loss(one, truth)) for at, one in estimates]
    first, last = losses[0][1], losses[-1][1]
    return Scores(first, last, _over_time(losses, end))


def _over_time(losses: Sequence[tuple[int, float]], end: int) -> float:
    start = losses[0][0]
    if end <= start:
        return losses[0][1]
    ends = [at for at, _ in losses[1:]] + [end]
    parts = []
    for (at, value), until in zip(losses, ends, strict=True):
        parts.append(value * max(0, min(until, end) - min(at, end)))
    return math.fsum(parts) / (end - start)


def as_missed(estimate: Estimate) -> float | None:
    """The loss if the least expected came true; None for quantities, which have no such end."""
    if estimate.kind == QUANTILE:
        return None
    worst = min(range(len(estimate.probs)), key=lambda k: estimate.probs[k])
    return loss(estimate, worst)


def hit(estimate: Estimate, truth: int | float) -> float:
    """Share of the favourite in the truth: 1, 0, or a part where several were favourites.

    For quantities whether the 10-90 % range held the value.
    """
    if estimate.kind == QUANTILE:
        return float(estimate.quantiles[0] <= truth <= estimate.quantiles[-1])
    top = max(estimate.probs)
    favourites = [k for k, p in enumerate(estimate.probs) if p == top]
    return 1 / len(favourites) if int(truth) in favourites else 0.0


def said(estimate: Estimate) -> str:
    """An estimate as it is shown."""
    if estimate.kind == QUANTILE:
        return " / ".join(f"{v:g}" for v in estimate.quantiles) + f" {estimate.unit}".rstrip()
    if estimate.kind == BINARY:
        return _percent(estimate.probs[0])
    pairs = zip(estimate.options, estimate.probs, strict=True)
    return ", ".join(f"{text} {_percent(bp)}" for text, bp in pairs)


def _percent(basis_points: int) -> str:
    return f"{basis_points / 100:.2f}".rstrip("0").rstrip(".") + " %"
