"""The check-up's page: where the course stands, what is held back, what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.insight import course_words as words
from tastegym.tui import ink

if TYPE_CHECKING:
    from tastegym.insight.anchors import Progress
    from tastegym.practice.course import Where
    from tastegym.tui.ink import Lines

ABOUT = (
    "The same measure three times: now, after 8 weeks, after 16. Each holds 44 unseen worlds in "
    "sittings of eleven, about a quarter of an hour each. Your distance from the ideal answer is "
    "free of luck, so 44 are enough to see a change. Answer as you would in practice, without "
    "paper."
)


def page(found: Where, measured: Progress | None, width: int, *, looked: bool) -> Lines:
    """The whole page; the measures come after the rest (`looked`: they were looked up)."""
    made: Lines = [*ink.flow(ABOUT, width, "dim"), ink.BLANK]
    made += ink.flow(_status(found), width, "strong")
    held = words.held_back(found)
    if held:
        made += ink.flow(held, width)
    if found.course is None:
        return made
    told = [piece for text in words.sentences(measured) for piece in ink.flow(text, width)]
    if not told:
        said = "Nothing is measured yet." if looked else "…"
        told = ink.flow(said, width, "dim")
    return [*made, ink.BLANK, ink.ruled(width, "Measured"), *told]


def _status(found: Where) -> str:
    if found.course is None:
        return "No check-up yet: Enter begins the first."
    return words.status(found)
