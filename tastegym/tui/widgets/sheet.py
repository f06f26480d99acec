"""The whole window as one widget: lines of (text, role), painted row by row.

A change repaints the rows that differ and asks for no layout and no styles, which costs a tenth of
what a handful of widgets cost; what stands where is decided in `tui/paint/layout.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tastegym.text import clean
from tastegym.tui.ink import ascii_text
from tastegym.tui.looks import styles
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.style import Style
    from textual.geometry import Size
    from textual.selection import Selection

    from tastegym.tui.ink import Line, Lines

    Draw = Callable[[int, int], tuple[Lines, int, int]]
    """(columns, rows) of the window -> the lines, the column where they begin, their width."""

_KEPT = 600
"""Painted lines that are remembered: some two dozen screens."""


class Sheet(Widget, can_focus=False):
    """Lines drawn by a function of the window's size; text is never read as markup."""

    DEFAULT_CSS = "Sheet { width: 100%; height: 100%; }"

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self._draw = draw
        self._drawn: tuple[int, int] | None = None
        self._lines: Lines = []
        self._left = self._wide = 0
        self._strips: dict[Line, Strip] = {}
        self._look: dict[str, Style] = {}
        self._looks_of: object = None
        self._plain = Segment("")
        self._painting = False

    def update(self) -> None:
        """Draw again and repaint the rows that are now different."""
        if self._drawn != tuple(self.size):
            return  # the first layout, or the one under way, draws at its own size
        old, place = self._lines, (self._left, self._wide)
        self._read(self.size)
        if place != (self._left, self._wide):
            self.refresh()
            return
        wide = self.size.width
        rows = [
            Region(0, y, wide, 1)
            for y in range(self.size.height)
            if self._line(old, y) != self._line(self._lines, y)
        ]
        if rows:
            self.refresh(*rows)

    @property
    def lines(self) -> Lines:
        """The lines as they were last drawn."""
        return self._lines

    def _read(self, size: Size) -> None:
        lines, left, wide = self._draw(size.width, size.height)
        if (left, wide) != (self._left, self._wide):
            self._strips.clear()
        self._lines, self._left, self._wide = lines, left, wide
        self._drawn = (size.width, size.height)

    @staticmethod
    def _line(lines: Lines, y: int) -> Line:
        return lines[y] if y < len(lines) else ()

    # -- painting -------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Another theme: every colour is asked for again."""
        super().notify_style_update()
        self._looks_of = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a part of the window, as the compositor asks for them."""
        if self._drawn != tuple(self.size):
            self._read(self.size)
        self._painting = True
        try:
            return super().render_lines(crop)
        finally:
            self._painting = False

    def render_line(self, y: int) -> Strip:
        """One row; where its characters lie is added only for the mouse, which costs as much."""
        self._dress()
        line = self._line(self._lines, y)
        strip = self._strips.get(line)
        if strip is None:
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            strip = self._strips[line] = self._strip(line)
        if self._painting:
            return strip if self.text_selection is None else self._selected(strip, y)
        return strip.apply_offsets(0, y)

    def _dress(self) -> None:
        look = styles(self.app.theme_variables)
        if self._looks_of is look:
            return
        self._looks_of = look
        base = self.rich_style
        self._look = {role: base + style.rich_style for role, style in look.items()} | {"": base}
        self._plain = Segment(" ", base)
        self._strips.clear()

    def _strip(self, line: Line) -> Strip:
        base = self._look[""]
        segments = [Segment(self._safe(text), self._look[role]) for text, role in line if text]
        inner = Strip(segments).adjust_cell_length(self._wide, base)
        left = Segment(" " * self._left, base)
        right = Segment(" " * max(0, self.size.width - self._left - self._wide), base)
        return Strip([left, *inner, right], self.size.width)

    @staticmethod
    def _safe(text: str) -> str:
        """The text as the terminal may have it: what draws cleaned it, here is the last door."""
        shown = text if text.isprintable() else clean(text).replace("\n", " ").replace("\t", " ")
        return ascii_text(shown) if Page.ascii_only else shown

    # -- selecting with the mouse ---------------------------------------------------------

    def _selected(self, strip: Strip, y: int) -> Strip:
        selection = self.text_selection
        span = selection.get_span(y) if selection is not None else None
        if span is None:
            return strip
        start, end = span
        end = strip.cell_length if end == -1 else end
        mark = self.screen.get_component_rich_style("screen--selection")
        parts = strip.divide([start, end, strip.cell_length])
        return Strip.join(
            [part.apply_style(mark) if i == 1 else part for i, part in enumerate(parts)]
        )

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, without the margin."""
        margin = " " * self._left
        rows = [margin + "".join(self._safe(t) for t, _ in line) for line in self._lines]
        text = selection.extract("\n".join(rows))
        return "\n".join(row.removeprefix(margin).rstrip() for row in text.split("\n")), "\n"
