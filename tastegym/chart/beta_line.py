"""Over- and underconfidence through time: the median of beta with its band, around 1."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from tastegym.chart.axes import Axis, Frame, exact_axis
from tastegym.chart.marks import draw_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.chart.canvas import Picture
    from tastegym.chart.marks import Marks

_TICKS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
_ROOM = 10


class Moment(Protocol):
    """Beta after some number of answers; see `tastegym.insight.values.BetaPoint`."""

    @property
    def index(self) -> int:
        """Answers so far."""

    @property
    def all_lo(self) -> float:
        """Lower end of the 90 % range by all answers."""

    @property
    def all_median(self) -> float:
        """Median by all answers."""

    @property
    def all_hi(self) -> float:
        """Upper end."""


def beta_line(
    moments: Sequence[Moment], size: tuple[int, int] = (76, 10), *, marks: Marks = ()
) -> Picture:
    """Beta within (columns, rows) on a scale of ratios; shading is its 90 % range.

    The dashed line is 1: above it the numbers are too timid, below it too extreme. `marks` are
    events: after how many answers, and what happened.
    """
    width, height = max(size[0], 40), max(size[1], 8)
    low = min([0.7, *(m.all_lo for m in moments)])
    high = max([1.4, *(m.all_hi for m in moments)])
    known = [tick for tick in _TICKS if low / 1.05 <= tick <= high * 1.05]
    frame = Frame(
        (width, height),
        exact_axis([m.index for m in moments], width // 12, "answers"),
        Axis(
            math.log(low / 1.05),
            math.log(high * 1.05),
            tuple((math.log(tick), f"{tick:g}") for tick in known),
            "β (1 is right)",
        ),
        right=_ROOM,
    )
    _shade(frame, moments)
    draw_marks(frame, marks)
    frame.line([(frame.x_axis.low, 0.0), (frame.x_axis.high, 0.0)], "perfect", (3, 2))
    frame.line([(m.index, math.log(m.all_median)) for m in moments], "you")
    column = frame.left + frame.field_width + 1
    middle = frame.cell(frame.x_axis.low, 0.0)[1]
    for row, text in ((middle - 1, "timid"), (middle + 1, "bold")):
        if frame.top <= row < frame.bottom:
            frame.canvas.write(column, row, text, "label")
    if moments:
        own = frame.cell(moments[-1].index, math.log(moments[-1].all_median))[1]
        frame.canvas.write(column + (0 if abs(own - middle) > 1 else 6), own, "you", "you")
    return frame.canvas.picture()


def _shade(frame: Frame, moments: Sequence[Moment]) -> None:
    if not moments:
        return
    at = 0
    for column in range(frame.left, frame.left + frame.field_width):
        x = frame.column_value(column)
        while at + 1 < len(moments) and moments[at].index < x:
            at += 1
        one = moments[at]
        for row in range(frame.top, frame.bottom):
            if math.log(one.all_lo) <= frame.row_value(row) <= math.log(one.all_hi):
                frame.canvas.area(column, row, "band")
