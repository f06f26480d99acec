"""Marks in time: a dotted line down the field of a chart, with words at its head."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tastegym.chart.columns import cut, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.chart.axes import Frame

    Marks: TypeAlias = Sequence[tuple[float, str]]
    """Where on the x axis, and what happened there."""

HEAD = "▼"
_LEAST = 8  # columns below which a text says nothing


def draw_marks(frame: Frame, marks: Marks) -> None:
    """Draw each mark that lies on the x axis; its text stands above the field where there is room.

    The row of the y axis' name serves, right of that name; without one the top row of the field.
    """
    low, high = frame.x_axis.low, frame.x_axis.high
    inside = sorted((x, text) for x, text in marks if low <= x <= high)
    columns = [frame.cell(x, frame.y_axis.high)[0] for x, _ in inside]
    ends = [*columns[1:], frame.canvas.width]
    name = width(frame.y_axis.label)
    row, free = (frame.top - 1, name + 2) if name else (frame.top, frame.left)
    for (x, text), column, end in zip(inside, columns, ends, strict=False):
        frame.line([(x, frame.y_axis.low), (x, frame.y_axis.high)], "label", (1, 2))
        if column < free:
            frame.canvas.put(column, frame.top, HEAD, "accent")
            continue
        frame.canvas.put(column, row, HEAD, "accent")
        right, left = end - column - 3, column - free - 2
        wide = width(text)
        if right >= min(wide, max(left, _LEAST)):
            said = cut(text, right)
            frame.canvas.write(column + 2, row, said, "accent")
            free = column + 2 + width(said) + 1
        elif left >= _LEAST:
            said = cut(text, left)
            frame.canvas.write(column - 1 - width(said), row, said, "accent")
            free = column + 1
