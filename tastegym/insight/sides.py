"""Two parts of a record beside each other: their curves, and what changed between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tastegym.frozen import frozen
from tastegym.insight.spelling import decimal, percent

if TYPE_CHECKING:
    from tastegym.insight.events import Span
    from tastegym.insight.record import Record
    from tastegym.insight.values import Beta, CurvePoint, ThenNow


@frozen
class Sides:
    """What is compared (`words` say how it was cut), and the curve of each side, no bands."""

    words: str
    both: ThenNow
    then: tuple[CurvePoint, ...]
    now: tuple[CurvePoint, ...]


def by_count(record: Record, n: int) -> Sides | None:
    """The first `n` counted answers beside the last `n`; None where they overlap."""
    both = record.then_now(n)
    if both is None:
        return None
    size = len(record)
    words = f"first {n} and last {n} answers"
    return Sides(words, both, record.window(0, n), record.window(size - n, size))


def by_spans(record: Record, then: Span, now: Span) -> Sides | None:
    """The answers of two spans of days; None if one is empty, UserError if they share days."""
    both = record.compare(then, now)
    if both is None:
        return None
    words = f"{then.words()} and {now.words()}"
    return Sides(words, both, record.between(then), record.between(now))


def worth_words(both: ThenNow, said: float = 0.8) -> str:
    """What a stated probability was worth then and now, and by what factor beta moved."""
    first, last, ratio = both.beta_first, both.beta_last, both.beta_ratio
    if first.median is None or last.median is None or ratio.value is None:
        return ""
    text = (
        f"{percent(said)} was worth about {_reach(said, first)} then and {_reach(said, last)} now"
    )
    if ratio.lo is None or ratio.hi is None:
        return text + "."
    luck = "" if ratio.lo > 1 or ratio.hi < 1 else ": chance alone can do that"
    return (
        f"{text}; β {decimal(first.median, 2)} then, {decimal(last.median, 2)} now, "
        f"{decimal(ratio.value, 2)} times (90 % range {decimal(ratio.lo, 2)} to "
        f"{decimal(ratio.hi, 2)}{luck})."
    )


def _reach(said: float, beta: Beta) -> str:
    """What `said` is worth under a beta, with its range."""
    ends = [_worth(said, b) for b in (beta.q05, beta.median, beta.q95) if b is not None]
    if len(ends) < 3:
        return "-"
    return f"{percent(ends[1])} ({100 * ends[0]:.0f}-{percent(ends[2])})"


def _worth(said: float, beta: float) -> float:
    """Power recalibration of one of two options: p^b / (p^b + (1-p)^b)."""
    odds = math.exp(beta * math.log(said / (1.0 - said)))
    return odds / (1.0 + odds)
