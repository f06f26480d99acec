"""Two parts of a record beside each other: their curves, and what changed between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.frozen import frozen

if TYPE_CHECKING:
    from tastegym.insight.events import Span
    from tastegym.insight.record import Record
    from tastegym.insight.values import CurvePoint, ThenNow


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
