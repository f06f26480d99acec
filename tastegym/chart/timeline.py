"""Scores over time: the running mean beside what the forecasts promised and the uniform answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tastegym.chart.axes import Frame, exact_axis, round_axis
from tastegym.chart.marks import draw_marks
from tastegym.chart.plot import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.chart.canvas import Picture
    from tastegym.chart.marks import Marks


class Moment(Protocol):
    """The running means after some number of answers; see `tastegym.insight.values.TimePoint`."""

    @property
    def index(self) -> int:
        """Answers so far."""

    @property
    def brier(self) -> float:
        """Running mean of the score."""

    @property
    def expected(self) -> float:
        """What the forecasts promised."""

    @property
    def uniform(self) -> float:
        """The score of the uniform answer."""

    @property
    def lo(self) -> float:
        """Lower end of the interval of the score."""

    @property
    def hi(self) -> float:
        """Upper end."""


_NAMES = (("you", "you"), ("promised", "perfect"), ("even odds", "reference"))
_ROOM = 10


def timeline(
    moments: Sequence[Moment], size: tuple[int, int] = (76, 12), *, marks: Marks = ()
) -> Picture:
    """The running score within (columns, rows), lower is better; shading is its interval.

    `marks` are events: after how many answers, and what happened.
    """
    width, height = max(size[0], 40), max(size[1], 8)
    values = [v for m in moments for v in (m.brier, m.expected, m.uniform)]
    # Early intervals are wide and would flatten the rest.
    values += [end for m in moments[-1:] for end in (m.lo, m.hi)]
    frame = Frame(
        (width, height),
        exact_axis([m.index for m in moments], width // 12, "answers"),
        round_axis(values or [0.0], max(2, height // 3), "Brier (lower is better)"),
        right=_ROOM,
    )
    _shade(frame, moments)
    draw_marks(frame, marks)
    frame.line([(m.index, m.uniform) for m in moments], "reference", (1, 3))
    frame.line([(m.index, m.expected) for m in moments], "perfect", (3, 2))
    frame.line([(m.index, m.brier) for m in moments], "you")
    if moments:
        _name(frame, moments[-1])
    return frame.canvas.picture()


def _shade(frame: Frame, moments: Sequence[Moment]) -> None:
    if not moments:
        return
    at = 0
    for column in range(frame.left, frame.left + frame.field_width):
        x = frame.column_value(column)
        while at + 1 < len(moments) and moments[at + 1].index <= x:
            at += 1
        for row in range(frame.top, frame.bottom):
            if moments[at].lo <= frame.row_value(row) <= moments[at].hi:
                frame.canvas.area(column, row, "band")


def _name(frame: Frame, last: Moment) -> None:
    values = (last.brier, last.expected, last.uniform)
    ends = [(frame.cell(last.index, value)[1], i) for i, value in enumerate(values)]
    for row, i in spread(ends, frame.top, frame.bottom - 1):
        name, role = _NAMES[i]
        frame.canvas.write(frame.left + frame.field_width + 1, row, name, role)
