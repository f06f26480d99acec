"""Line and scatter plots on braille dots: axes, tick labels, and each series named in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tastegym.chart import columns
from tastegym.chart.axes import Axis, Frame, exact_axis, finite, round_axis
from tastegym.chart.canvas import MARKERS, SERIES, Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

Series: TypeAlias = "tuple[str, Sequence[float]]"
"""A name and one y value per x; a value that is no number is left out."""

DASHES = ((1, 0), (4, 3), (1, 2), (7, 2), (2, 2), (5, 1))
"""Dots set and left out, one pattern per series: shapes that differ without colour."""

DOUBLED = "◉"
"""The mark of a cell in which points of more than one series fall."""

_FEWEST_ROWS = 8
_FEWEST_COLUMNS = 24


def line_plot(
    x: Sequence[float],
    series: Sequence[Series],
    size: tuple[int, int],
    *,
    x_label: str = "",
    y_label: str = "",
) -> Picture:
    """Series as lines over shared x values, each named at its right end.

    `size` is (columns, rows). Values get a marker of their series while there is room for it.
    """
    width, height = _at_least(size)
    names = [columns.one_line(name) for name, _ in series]
    right = min(max((columns.width(n) for n in names), default=0) + 3, width // 3)
    right = right if any(names) and not _named_by_axis(names, y_label) else 1
    x_axis, y_axis = _axes(x, series, (width, height), x_label, y_label)
    frame = Frame((width, height), x_axis, y_axis, right=right)
    marked = len(x) <= frame.field_width // 3
    for i, (_, values) in enumerate(series):
        points = list(zip(x, values, strict=False))
        role = SERIES[i % len(SERIES)]
        frame.line(points, role, (1, 0) if marked else DASHES[i % len(DASHES)])
    if marked:
        _mark(frame, x, series)
    if right > 1:
        _name_ends(frame, x, series, names, marked=marked)
    return frame.canvas.picture()


def scatter_plot(
    x: Sequence[float],
    series: Sequence[Series],
    size: tuple[int, int],
    *,
    x_label: str = "",
    y_label: str = "",
) -> Picture:
    """Series as points of different shapes; where there are several, the top row names them.

    Points of two series that fall on one cell get a mark of their own, so that none hides another.
    """
    width, height = _at_least(size)
    names = [columns.one_line(name) for name, _ in series]
    keyed = any(names) and not _named_by_axis(names, y_label)
    named = [f"{MARKERS[i % len(MARKERS)]} {name}" for i, name in enumerate(names)]
    x_axis, y_axis = _axes(x, series, (width, height), x_label, y_label)

    def framed(texts: list[str]) -> tuple[Frame, list[list[tuple[int, str]]]]:
        rows = _key_rows(texts, width) if keyed else []
        return Frame((width, height), x_axis, y_axis, right=1, top=len(rows)), rows

    frame, rows = framed(named)
    if keyed and _doubled(frame, x, series):
        frame, rows = framed([*named, f"{DOUBLED} {'both' if len(names) == 2 else 'several'}"])
    for row, entries in enumerate(rows):
        at = 0
        for i, text in entries:
            place = row + bool(y_label)
            role = SERIES[i % len(SERIES)] if i < len(names) else "label"
            frame.canvas.write(at, place, text, role)
            at += columns.width(text) + 3
    _mark(frame, x, series)
    if keyed:
        for cell in _doubled(frame, x, series):
            frame.canvas.put(*cell, DOUBLED, "label")
    return frame.canvas.picture()


def _at_least(size: tuple[int, int]) -> tuple[int, int]:
    return max(size[0], _FEWEST_COLUMNS), max(size[1], _FEWEST_ROWS)


def _named_by_axis(names: list[str], y_label: str) -> bool:
    return len(names) == 1 and names[0].casefold() == columns.one_line(y_label).casefold()


def _axes(
    x: Sequence[float],
    series: Sequence[Series],
    size: tuple[int, int],
    x_label: str,
    y_label: str,
) -> tuple[Axis, Axis]:
    values = [v for _, ys in series for v in finite(ys)]
    return (
        exact_axis(x, max(2, size[0] // 9), columns.one_line(x_label)),
        round_axis(values, max(2, size[1] // 3), columns.one_line(y_label)),
    )


def _mark(frame: Frame, x: Sequence[float], series: Sequence[Series]) -> None:
    for i, (_, values) in enumerate(series):
        for at, value in zip(x, values, strict=False):
            frame.mark(at, value, MARKERS[i % len(MARKERS)], SERIES[i % len(SERIES)])


def _doubled(frame: Frame, x: Sequence[float], series: Sequence[Series]) -> list[tuple[int, int]]:
    """The cells in which points of more than one series fall."""
    met: dict[tuple[int, int], set[int]] = {}
    for i, (_, values) in enumerate(series):
        for at, value in zip(x, values, strict=False):
            if frame.inside(at, value):
                met.setdefault(frame.cell(at, value), set()).add(i)
    return [cell for cell, who in met.items() if len(who) > 1]


def _name_ends(
    frame: Frame,
    x: Sequence[float],
    series: Sequence[Series],
    names: list[str],
    *,
    marked: bool,
) -> None:
    """Write each name at the height of its last value; names that meet move apart."""
    ends: list[tuple[int, int]] = []
    for i, (_, values) in enumerate(series):
        points = [(a, b) for a, b in zip(x, values, strict=False) if frame.inside(a, b)]
        if points:
            last = max(points, key=lambda point: point[0])
            ends.append((frame.cell(*last)[1], i))
    column = frame.left + frame.field_width
    room = frame.canvas.width - column - (3 if marked else 1)
    for row, i in spread(ends, frame.top, frame.bottom - 1):
        name = columns.cut(names[i], room)
        text = f" {MARKERS[i % len(MARKERS)]} {name}" if marked else f" {name}"
        frame.canvas.write(column, row, text, SERIES[i % len(SERIES)])


def spread(ends: list[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    """Give (row, key) pairs rows of their own between `first` and `last`, in their order."""
    placed: list[list[int]] = []
    floor = first
    for row, key in sorted(ends):
        at = max(row, floor)
        placed.append([at, key])
        floor = at + 1
    ceiling = last
    for entry in reversed(placed):
        entry[0] = min(entry[0], ceiling)
        ceiling = entry[0] - 1
    return [(row, key) for row, key in placed]


def _key_rows(entries: list[str], width: int) -> list[list[tuple[int, str]]]:
    rows: list[list[tuple[int, str]]] = [[]]
    used = 0
    for i, entry in enumerate(entries):
        text = columns.cut(entry, width)
        if rows[-1] and used + 3 + columns.width(text) > width:
            rows.append([])
            used = 0
        used += columns.width(text) + (3 if rows[-1] else 0)
        rows[-1].append((i, text))
    return rows
