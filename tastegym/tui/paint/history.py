"""History: where the person is, the head, and which painter draws which view."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tastegym.tui import ink
from tastegym.tui.history_commands import ADVICE, CHANGE, CURVE, LOG, LOOK, SKILLS, TIME, VIEWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.insight.events import Span
    from tastegym.insight.log import Entry
    from tastegym.insight.opened import Opened
    from tastegym.insight.sides import Sides
    from tastegym.insight.values import CurvePoint, Insight
    from tastegym.tui.ink import Lines, Run

SOURCES = ("deck", "generated", "journal", "import", "all")
NAMES = {
    "deck": "decks",
    "generated": "worlds",
    "journal": "own work",
    "import": "imports",
    "all": "all together",
}
_WIDE = 72
"""Columns from which all tabs stand in the head."""


@dataclass(slots=True)
class Typed:
    """A line under way: what it is for, its text, and what was wrong with it."""

    purpose: str = ""
    text: str = ""
    said: str = ""
    hints: tuple[str, ...] = ()


@dataclass(slots=True)
class State:
    """Where the person is: the view, its cursor, and how its picture is drawn.

    `bands` counts through the ways to draw the bands. `window` is the number of answers at whose
    end the moving curve stands (0: all of them), `moving` its points, `resting` whether they have
    their bands. `cut` counts through the ways to divide the record (0: first against last `side`
    answers), `spans` are days that the person chose; `sides` is what came of it, None while it is
    counted, `sides_said` why there is nothing to see. `rows` are those of the log, `sorting` tells
    that they are on their way, `advising` that the advice is.
    """

    view: int = 0
    as_table: bool = False
    at: int = 0
    inside: bool = False
    odds: bool = False
    top: bool = False
    bands: int = 0
    window: int = 0
    moving: tuple[CurvePoint, ...] = ()
    resting: bool = False
    cut: int = 0
    side: int = 0
    spans: tuple[Span, Span] | None = None
    sides: Sides | None = None
    sides_said: str = ""
    order: int = 0
    query: str = ""
    typed: Typed = field(default_factory=Typed)
    rows: Sequence[Entry] = ()
    sorting: bool = False
    advising: bool = False


def head(source: str, view: int, width: int) -> Lines:
    """The record, and the views with the present one marked by brackets."""
    left = ink.line(("History", "accent"), "  ", ink.plain(NAMES[source]))
    if width < _WIDE:
        right: Run = (f"[{VIEWS[view]}] {view + 1} of {len(VIEWS)}", "strong")
        return [ink.both(left, (right,), width)]
    tabs: list[Run] = []
    for i, name in enumerate(VIEWS):
        gap = " " if i else ""
        tabs.append((f"{gap}[{name}]" if i == view else f"{gap}{name}", _tab(i == view)))
    return [ink.both(left, tuple(tabs), width)]


def _tab(here: bool) -> str:
    return "strong" if here else "dim"


def waiting(trouble: str, width: int, step: str = "") -> Lines:
    """Until the figures are there: what is being counted."""
    said = f"Counting … {step}" if step else "Counting …"
    return ink.flow(trouble or said, width, "warn" if trouble else "dim")


def line(typed: Typed, width: int) -> Lines:
    """The line that is typed, with what it may become and what was wrong with it."""
    made = ink.flow(f"{typed.purpose}: {typed.text}▏", width, "strong")
    if typed.said:
        made += ink.flow(typed.said, width, "warn")
    if typed.hints:
        made += ink.flow("  ".join(typed.hints), width, "accent")
    return [*made, ink.ruled(width)]


def page(opened: Opened, state: State, width: int, height: int) -> Lines:
    """One view under its filter in words."""
    made = [*line(state.typed, width)] if state.typed.purpose else []
    insight = opened.insight
    if insight.filter_words and not state.typed.purpose:
        said = f"Only {insight.filter_words}: no verdict under a filter (f changes it)."
        made += ink.flow(said, width, "accent")
    room = max(10, height - len(made))
    return [*made, *_painter(state.view)(opened, state, width, room)]


def _painter(view: int) -> Any:
    from tastegym.tui.paint import history_change, history_curve, history_log, history_look
    from tastegym.tui.paint import history_skills as skills

    return {
        LOOK: history_look.look,
        CURVE: history_curve.curve,
        CHANGE: history_change.change,
        TIME: history_change.through_time,
        SKILLS: skills.skills,
        ADVICE: skills.advice,
        LOG: history_log.log,
    }.get(view, history_look.records)


def small(insight: Insight, width: int) -> Lines:
    """What Today shows of the record: one sentence and a small running line."""
    from tastegym.chart.spark import small_curve
    from tastegym.insight import words

    figures = insight.figures
    made: Lines = []
    if figures.over_time and len(figures.over_time) > 1:
        drawn = small_curve(
            [m.brier for m in figures.over_time],
            (min(40, width - 13), 3),
            reference=[m.expected for m in figures.over_time],
        )
        made += ink.picture(drawn, " " * 11)
        made.append(((" " * 11 + "Brier so far, dotted: promised; lower is better", "dim"),))
    text = words.verdict(figures, insight.source)
    return [*made, *ink.flow(text, width, indent=" " * 11)]
