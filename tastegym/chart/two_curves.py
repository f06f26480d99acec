"""Two reliability curves on one canvas: what came true then, and what comes true now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tastegym.chart.axes import Axis, Frame
from tastegym.chart.plot import spread
from tastegym.chart.reliability import THIN, TICKS, beside, stretched, stretched_ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.chart.canvas import Picture

THEN, THIN_THEN = "▲", "△"
NOW, THIN_NOW = "●", "○"
"""Filled, and hollow where fewer than five answers carry a point."""

_ROOM = 6


class Fitted(Protocol):
    """One distinct forecast of a curve; see `tastegym.insight.values.CurvePoint`."""

    @property
    def forecast(self) -> float:
        """What was said, 0..1."""

    @property
    def n(self) -> int:
        """How often it was said."""

    @property
    def fitted(self) -> float:
        """The isotonic fit to what came true."""


def two_curves(
    then: Sequence[Fitted],
    now: Sequence[Fitted],
    size: tuple[int, int] = (64, 20),
    *,
    odds: bool = False,
    numbers: bool = True,
) -> Picture:
    """Both curves within (columns, rows), each named at its right end.

    Then is a dashed line of triangles, now a whole line of discs; hollow marks are carried by fewer
    than five answers, the sparse diagonal is perfect calibration. With `numbers` the points of now
    have their n beside them. Where marks of both fall on one cell the disc shows.
    """
    width, height = max(size[0], 30), max(size[1], 12)
    ticks = stretched_ticks() if odds else TICKS
    place = stretched if odds else float
    frame = Frame(
        (width, height),
        Axis(0.0, 1.0, ticks, "you said (%)"),
        Axis(0.0, 1.0, ticks, "came true (%)"),
        right=_ROOM,
    )
    frame.line([(0.0, 0.0), (1.0, 1.0)], "perfect", (1, 3))
    sides = (
        (then, (3, 3), (THEN, THIN_THEN), "reference"),
        (now, (1, 0), (NOW, THIN_NOW), "you"),
    )
    ends: list[tuple[int, int]] = []
    for which, (points, dash, marks, role) in enumerate(sides):
        at = [(place(point.forecast), place(point.fitted), point.n) for point in points]
        frame.line([(x, y) for x, y, _ in at], role, dash)
        for x, y, n in at:
            frame.mark(x, y, marks[n < THIN], role)
        if at:
            # Of two ends on one row now comes first: its mark is the one that shows.
            ends.append((frame.cell(at[-1][0], at[-1][1])[1], -which))
    column = frame.left + frame.field_width + 1
    for row, which in spread(ends, frame.top, frame.bottom - 1):
        text, role = ("now", "you") if which else ("then", "reference")
        frame.canvas.write(column, row, text, role)
    if numbers:
        beside(frame, [(place(p.forecast), place(p.fitted), str(p.n)) for p in now], "label")
    return frame.canvas.picture()
