"""Where the parts of the practice screen stand in the window: which rows each gets, what of a
longer text is in sight. Lines in, lines out; nothing here knows widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.frozen import field, frozen, replace
from tastegym.tui import ink
from tastegym.tui.paint.ask import stem_marks

if TYPE_CHECKING:
    from tastegym.tui.ink import Line, Lines

MID, TALL = 24, 32
"""Rows from which the window has room for blank lines, and for more of them."""

WIDEST, MARGIN = 104, 2
"""Columns that text takes at most, margins included, and each margin; also in the stylesheet."""

LEAST_STEM = 3
MOST_LIVE = 3
_ROWS_SHARE = 0.52  # of the window, for the rows under a long text


@frozen
class Window:
    """Columns and rows of the terminal."""

    wide: int
    high: int

    @property
    def text(self) -> int:
        """Columns of text."""
        return max(1, min(self.wide, WIDEST) - 2 * MARGIN)

    @property
    def left(self) -> int:
        """The column in which text begins."""
        return (self.wide - min(self.wide, WIDEST)) // 2 + MARGIN

    @property
    def around(self) -> int:
        """Blank rows over and under the rule and the line under the rows."""
        return 1 if self.high >= TALL else 0


@frozen
class Tops:
    """The first line in sight of each text that may be longer than its place."""

    stem: int = 0
    rows: int = 0
    reveal: int = 0


@frozen
class Parts:
    """What is to be shown; `written` is whether a line is being written under the `live` one.

    `cursor` are the first and the last line of the rows to keep in sight, if any.
    """

    head: Lines
    foot: Lines
    live: Lines
    stem: Lines = field(default_factory=list)
    rows: Lines = field(default_factory=list)
    cursor: tuple[int, int] | None = None
    written: bool = False


@frozen
class Laid:
    """The window: its lines, the tops as they are now, how many lines a scroll key moves, the row
    of the field, and whether some of the rows, or all, are out of sight."""

    lines: Lines
    tops: Tops
    page: int
    field: int | None = None
    rows_hidden: bool = False


def question(window: Window, parts: Parts, tops: Tops, *, zoomed: bool = False) -> Laid:
    """Stem, rule, rows and the line under them; `zoomed` gives the stem the place of the rows."""
    around = window.around
    live = parts.live[:MOST_LIVE]
    written = (1 + around) if parts.written else 0
    head, foot = _head(window, parts), _foot(window, parts)
    # A note of two lines moves nothing in a window that has no blank lines around it.
    under = len(live) + written if around else max(2, len(live) + written)
    free = window.high - len(head) - len(foot) - (1 + 2 * around) - (under + 2 * around)
    if zoomed:
        rows_high, stem_high = 0, max(LEAST_STEM, free + under - len(live) - written)
    else:
        rows_high, stem_high = _share(window, len(parts.stem), len(parts.rows), free)
    stem_top = _clamped(tops.stem, len(parts.stem), stem_high)
    rows_top = _following(tops.rows, parts.cursor, rows_high) if rows_high else tops.rows
    rows_top = _clamped(rows_top, len(parts.rows), rows_high)
    hidden = len(parts.rows) > rows_high
    if hidden and live == [ink.BLANK]:
        said = "z brings the rows back" if zoomed else "more rows ↓ ↑"
        live = [ink.both((), ((said, "dim"),), window.text)]
    below = stem_top + stem_high < len(parts.stem)
    rule = ink.ruled(window.text, right=stem_marks(stem_top > 0, below))
    blank = [ink.BLANK] * around
    lines = [
        *head,
        *_part(parts.stem, stem_top, stem_high),
        *blank,
        rule,
        *blank,
        *_part(parts.rows, rows_top, rows_high),
        *blank,
        *live,
        *blank,
    ]
    return Laid(
        lines=_whole(window, lines, foot),
        tops=replace(tops, stem=stem_top, rows=rows_top),
        page=max(1, stem_high - 1),
        field=len(lines) if parts.written else None,
        rows_hidden=hidden,
    )


def answer(window: Window, parts: Parts, tops: Tops) -> Laid:
    """The reveal in place of stem and rows; its lines come as the stem of the parts."""
    around = window.around
    live = parts.live[:MOST_LIVE]
    written = (1 + around) if parts.written else 0
    head, foot = _head(window, parts), _foot(window, parts)
    high = max(1, window.high - len(head) - len(foot) - len(live) - 2 * around - written)
    top = _clamped(tops.reveal, len(parts.stem), high)
    mark = stem_marks(top > 0, top + high < len(parts.stem))
    if mark and live == [ink.BLANK]:
        live = [ink.both((), ((mark, "dim"),), window.text)]
    blank = [ink.BLANK] * around
    lines = [*head, *_part(parts.stem, top, high, fill=True), *blank, *live, *blank]
    return Laid(
        lines=_whole(window, lines, foot),
        tops=replace(tops, reveal=top),
        page=max(1, high - 1),
        field=len(lines) if parts.written else None,
    )


def only(window: Window, lines: Lines) -> Laid:
    """One text and nothing else, a row and a column from the corner."""
    shifted = [ink.BLANK, *lines]
    return Laid(_whole(window, shifted, []), Tops(), 1)


def _head(window: Window, parts: Parts) -> Lines:
    over = [ink.BLANK] if window.high >= TALL else []
    under = [ink.BLANK] if window.high >= MID else []
    return [*over, *parts.head[:1], *under]


def _foot(window: Window, parts: Parts) -> Lines:
    return [*parts.foot[:1], *([ink.BLANK] if window.high >= TALL else [])]


def _share(window: Window, stem: int, rows: int, free: int) -> tuple[int, int]:
    """Rows of the window for rows and stem: the rows first, unless the stem is long."""
    if rows + stem > free:
        rows = min(rows, max(free - stem, int(window.high * _ROWS_SHARE)))
    most = max(LEAST_STEM, free - rows)
    return rows, max(LEAST_STEM, min(stem, most))


def _following(top: int, cursor: tuple[int, int] | None, high: int) -> int:
    """The top that keeps the row of the cursor in sight, moved only where it is not."""
    if cursor is None:
        return top
    first, last = cursor
    if first < top:
        return max(0, first - 2)
    return last - high if last > top + high else top


def _clamped(top: int, count: int, high: int) -> int:
    return max(0, min(top, count - high))


def _part(lines: Lines, top: int, high: int, *, fill: bool = False) -> list[Line]:
    seen = list(lines[top : top + high])
    if fill or len(lines) < high:
        seen += [ink.BLANK] * (high - len(seen))
    return seen


def _whole(window: Window, lines: Lines, foot: Lines) -> Lines:
    """The lines over the footer, which always stands in the last rows."""
    room = max(0, window.high - len(foot))
    return [*lines[:room], *[ink.BLANK] * (room - len(lines)), *foot]
