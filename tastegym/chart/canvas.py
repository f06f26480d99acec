"""The canvas that every chart is drawn on: braille dots, glyphs and text in rows of cells.

Nothing here knows Textual, colour or the terminal. A picture is rows of (glyph, role); a face maps
roles to colours or ignores them, so meaning must already lie in the glyphs.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import NamedTuple

from tastegym.chart import columns
from tastegym.text import clean

SERIES = ("series1", "series2", "series3", "series4", "series5", "series6")
"""Roles of the series of an exhibit."""

ROLES = (
    "",  # plain text
    "you",  # the person's own figures
    "band",  # where luck alone would put a calibrated person, at one place
    "outline",  # the same for all places at once
    "perfect",  # the line of perfect calibration, or what was expected
    "outside",  # a point that luck does not explain
    "hit",  # an answer that came true
    "miss",  # an answer that did not
    "reference",  # a comparator
    "accent",  # what the person marked
    "axis",
    "label",
    "head",
    "caption",
    *SERIES,
)
"""Every role that a cell can have."""

MARKERS = "●○◆◇▲△"
"""One shape per series."""

_BRAILLE = 0x2800
# Bit of each dot of a braille cell, by [row from the top][column].
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_UPPER = 0x01 | 0x08 | 0x02 | 0x10
_ASCII = str.maketrans(
    {
        **dict(zip("●○◆◇▲△▼◉✓✗", "*o#+^xv@+x", strict=True)),
        **dict(zip("│─└┬┤├┼┴┈╌", "|-++|+++..", strict=True)),
        **dict(zip("█▓▒░", "#%=:", strict=True)),
        **dict(zip("▉▊▋▌▍▎▏", "###||||", strict=True)),
        **dict(zip("▁▂▃▄▅▆▇", "__..-=#", strict=True)),
        **dict(zip("…–—−×·≤≥→←’‘“”", ".---x.<>><''\"\"", strict=True)),
    }
)


class Cell(NamedTuple):
    """One column of one row. A wide glyph is followed by a cell whose glyph is empty."""

    glyph: str
    role: str


class Picture(NamedTuple):
    """A finished chart: rows of cells, all rows equally long."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.rows)

    def text(self) -> str:
        """The glyphs alone, one line a row, without blanks at the ends of lines."""
        return "\n".join("".join(cell.glyph for cell in row).rstrip() for row in self.rows)

    def runs(self) -> list[list[tuple[str, str]]]:
        """For each row the stretches of equal role as (text, role)."""
        return [
            [
                ("".join(c.glyph for c in cells), role)
                for role, cells in groupby(row, lambda c: c.role)
            ]
            for row in self.rows
        ]

    def ascii(self) -> Picture:
        """The same picture for a terminal that can show nothing but ASCII."""
        return Picture(
            tuple(tuple(Cell(plain_glyph(c.glyph), c.role) for c in row) for row in self.rows)
        )

    def fit(self, encoding: str | None) -> Picture:
        """This picture where the encoding can carry it, else its ASCII form."""
        return self if carries_unicode(encoding) else self.ascii()

    def beside(self, other: Picture, gap: int = 2) -> Picture:
        """Two pictures side by side, tops aligned."""
        rows = []
        for i in range(max(self.height, other.height)):
            left = self.rows[i] if i < self.height else (BLANK,) * self.width
            right = other.rows[i] if i < other.height else (BLANK,) * other.width
            rows.append((*left, *((BLANK,) * gap), *right))
        return Picture(tuple(rows))

    def above(self, other: Picture) -> Picture:
        """Two pictures, one above the other."""
        wide = max(self.width, other.width)
        return Picture(
            tuple((*row, *((BLANK,) * (wide - len(row)))) for row in (*self.rows, *other.rows))
        )


BLANK = Cell(" ", "")
EMPTY = Picture(())


def carries_unicode(encoding: str | None) -> bool:
    """Whether the encoding of an output can carry the glyphs of charts."""
    try:
        "⣿●░│".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def plain_glyph(glyph: str) -> str:
    """The ASCII stand-in of a glyph, as wide as the glyph."""
    if glyph.isascii():
        return glyph
    mask = ord(glyph[0]) - _BRAILLE
    if 0 <= mask < 256:
        return _plain_dots(mask)
    mapped = glyph[0].translate(_ASCII)
    if mapped.isascii():
        return mapped
    bare = unicodedata.normalize("NFKD", glyph).encode("ascii", "ignore").decode()
    return bare if len(bare) == columns.width(glyph) else "?" * columns.width(glyph)


def _plain_dots(mask: int) -> str:
    if not mask:
        return " "
    upper, lower = bool(mask & _UPPER), bool(mask & ~_UPPER)
    if upper and lower:
        return ":"
    return "'" if upper else "."


def lines(rows: list[tuple[str, str]]) -> Picture:
    """A picture of whole lines, each with one role; the text is already safe."""
    wide = max((columns.width(text) for text, _ in rows), default=0)
    return Picture(tuple(_cells(columns.pad(text, wide), role) for text, role in rows))


def _cells(text: str, role: str) -> tuple[Cell, ...]:
    row: list[Cell] = []
    for glyph, size in columns.glyphs(text):
        row.append(Cell(glyph, role))
        row.extend([Cell("", role)] * (size - 1))
    return tuple(row)


class Canvas:
    """A sheet of `width` x `height` cells; each cell has 2 x 4 dots, (0, 0) at the top left.

    What lies outside is not drawn. Glyphs hide dots, dots hide areas; of two drawn on the same
    place the later one shows.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(0, width), max(0, height)
        self._glyphs: dict[tuple[int, int], Cell] = {}
        self._dots: dict[tuple[int, int], tuple[int, str]] = {}
        self._areas: dict[tuple[int, int], Cell] = {}

    def dot(self, x: int, y: int, role: str) -> None:
        """Set one dot, counted in dots from the top left."""
        if 0 <= x < 2 * self.width and 0 <= y < 4 * self.height:
            place = (y // 4, x // 2)
            mask = self._dots.get(place, (0, ""))[0]
            self._dots[place] = (mask | _DOTS[y % 4][x % 2], role)

    def line(
        self,
        start: tuple[int, int],
        end: tuple[int, int],
        role: str,
        dash: tuple[int, int] = (1, 0),
        phase: int = 0,
    ) -> int:
        """Draw a straight line of dots; `dash` = dots set and dots left out, in turn.

        Returns the phase at which a line that goes on from `end` continues the dashes.
        """
        (x0, y0), (x1, y1) = start, end
        steps = max(abs(x1 - x0), abs(y1 - y0))
        on, off = dash
        for i in range(steps + 1):
            if (phase + i) % (on + off) < on:
                share = i / steps if steps else 0.0
                self.dot(int(x0 + (x1 - x0) * share + 0.5), int(y0 + (y1 - y0) * share + 0.5), role)
        return (phase + steps) % (on + off)

    def area(self, column: int, row: int, role: str, glyph: str = "░") -> None:
        """Shade a cell beneath whatever else is drawn there."""
        if 0 <= column < self.width and 0 <= row < self.height:
            self._areas[row, column] = Cell(glyph, role)

    def put(self, column: int, row: int, glyph: str, role: str) -> None:
        """Set a glyph one column wide."""
        if 0 <= column < self.width and 0 <= row < self.height:
            self._glyphs[row, column] = Cell(glyph, role)

    def taken(self, column: int, row: int) -> bool:
        """Whether a glyph stands there; dots and areas do not count."""
        return (row, column) in self._glyphs

    def write(self, column: int, row: int, text: str, role: str) -> None:
        """Write one line of text of any origin; it is made safe, and cut at the right border."""
        if not 0 <= row < self.height:
            return
        safe = columns.cut(clean(text).replace("\n", " "), self.width - column)
        for glyph, size in columns.glyphs(safe):
            for offset in range(size):
                if 0 <= column < self.width:
                    self._glyphs[row, column] = Cell("" if offset else glyph, role)
                column += 1

    def picture(self) -> Picture:
        """What has been drawn, as a frozen picture."""
        return Picture(
            tuple(
                tuple(self._cell((row, column)) for column in range(self.width))
                for row in range(self.height)
            )
        )

    def _cell(self, place: tuple[int, int]) -> Cell:
        if place in self._glyphs:
            return self._glyphs[place]
        if place in self._dots:
            mask, role = self._dots[place]
            return Cell(chr(_BRAILLE + mask), role)
        return self._areas.get(place, BLANK)
