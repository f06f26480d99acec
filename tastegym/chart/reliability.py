"""The reliability curve: what came true beside what was said, with the bands of mere luck."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from tastegym.chart.axes import Axis, Frame
from tastegym.chart.spark import spark
from tastegym.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tastegym.chart.canvas import Picture

THIN = 5
"""Below so many answers a point is hollow."""

OUTSIDE, INSIDE, HOLLOW = "◆", "●", "○"
THIN_OUTSIDE = "◇"

TICKS = tuple((k / 100, f"{k}") for k in (0, 20, 40, 60, 80, 100))


class Point(Protocol):
    """One distinct forecast of the curve; see `tastegym.insight.values.CurvePoint`."""

    @property
    def forecast(self) -> float:
        """What was said, 0..1."""

    @property
    def n(self) -> int:
        """How often it was said."""

    @property
    def fitted(self) -> float:
        """The isotonic fit to what came true."""

    @property
    def band_lo(self) -> float:
        """Lower edge of the band that holds one point of a calibrated person's curve."""

    @property
    def band_hi(self) -> float:
        """Its upper edge."""

    @property
    def sim_lo(self) -> float:
        """Lower edge of the outline that holds the whole curve of a calibrated person."""

    @property
    def sim_hi(self) -> float:
        """Its upper edge."""

    @property
    def outside(self) -> bool:
        """Whether the curve leaves the outline here."""


CHOSEN = "█"
"""The point under the cursor."""

SHADING, OUTLINE = "shading", "outline"
BOTH = (SHADING, OUTLINE)
"""The band at one place, and the outline for all places at once."""

_FAR = math.log(0.99 / 0.01)
_ODDS = tuple((p / 100, f"{p}") for p in (1, 5, 20, 50, 80, 95, 99))


def stretched(value: float) -> float:
    """A probability on the scale of log odds, with 1 % at 0 and 99 % at 1."""
    inside = min(0.99, max(0.01, value))
    return 0.5 + math.log(inside / (1.0 - inside)) / (2.0 * _FAR)


def stretched_ticks() -> tuple[tuple[float, str], ...]:
    """The ticks of an axis in log odds."""
    return tuple((stretched(p), text) for p, text in _ODDS)


@frozen
class _Stretched:
    """A point whose places are on the scale of log odds."""

    forecast: float
    n: int
    fitted: float
    band_lo: float
    band_hi: float
    sim_lo: float
    sim_hi: float
    outside: bool


def _by_odds(point: Point) -> _Stretched:
    return _Stretched(
        forecast=stretched(point.forecast),
        n=point.n,
        fitted=stretched(point.fitted),
        band_lo=stretched(point.band_lo),
        band_hi=stretched(point.band_hi),
        sim_lo=stretched(point.sim_lo),
        sim_hi=stretched(point.sim_hi),
        outside=point.outside,
    )


def reliability(
    points: Sequence[Point],
    size: tuple[int, int] = (64, 20),
    *,
    bands: Collection[str] = BOTH,
    odds: bool = False,
    cursor: int | None = None,
    numbers: bool = False,
) -> Picture:
    """The curve of `points` (ascending forecasts) within (columns, rows).

    Shading is the band at one place, dots its outline for all places at once, the sparse diagonal
    perfect calibration; `bands` says which of the two are drawn. A point is a diamond outside the
    outline, else a disc, hollow where fewer than five answers carry it; a block is the point under
    the `cursor`. With `odds` both axes are log odds from 1 to 99 %, which opens the tails. With
    `numbers` each point has its n written beside it; else a row of bars at the foot shows how many
    answers there are, the tallest full height.
    """
    ticks = stretched_ticks() if odds else TICKS
    points = [_by_odds(point) for point in points] if odds else points
    width, height = max(size[0], 30), max(size[1], 12)
    frame = Frame(
        (width, height if numbers else height - 1),
        Axis(0.0, 1.0, ticks, "you said (%)"),
        Axis(0.0, 1.0, ticks, "came true (%)"),
        right=2,
    )
    frame.line([(0.0, 0.0), (1.0, 1.0)], "perfect", (1, 3))
    if SHADING in bands:
        _shade(frame, points)
    if OUTLINE in bands:
        frame.line([(p.forecast, p.sim_lo) for p in points], "outline", (1, 1))
        frame.line([(p.forecast, p.sim_hi) for p in points], "outline", (1, 1))
    frame.line([(p.forecast, p.fitted) for p in points], "you")
    outside = OUTLINE in bands
    for place, point in enumerate(points):
        if place == cursor:
            frame.mark(point.forecast, point.fitted, CHOSEN, "you")
            continue
        odd, thin = point.outside and outside, point.n < THIN
        full, hollow = (OUTSIDE, THIN_OUTSIDE) if odd else (INSIDE, HOLLOW)
        glyph = hollow if thin else full
        frame.mark(point.forecast, point.fitted, glyph, "outside" if odd else "you")
    if numbers:
        beside(frame, [(p.forecast, p.fitted, str(p.n)) for p in points], "label")
        return frame.canvas.picture()
    return frame.canvas.picture().above(_counts(frame, points))


def beside(frame: Frame, marks: Sequence[tuple[float, float, str]], role: str) -> None:
    """Write a short text beside each mark at (x, y), where no other glyph stands.

    Above or below by turns, so that neighbours do not meet; then further off; where every place is
    taken the text is left out.
    """
    for turn, (x, y, text) in enumerate(marks):
        column, row = frame.cell(x, y)
        last = frame.canvas.width - len(text)
        start = min(max(frame.left, column - (len(text) - 1) // 2), last)
        first = -1 if turn % 2 else 1
        for offset in (first, -first, 2 * first, -2 * first, 3 * first, -3 * first):
            spots = range(max(frame.left, start - 1), start + len(text) + 1)
            free = all(not frame.canvas.taken(spot, row + offset) for spot in spots)
            if free and frame.top <= row + offset < frame.bottom:
                frame.canvas.write(start, row + offset, text, role)
                break


def _shade(frame: Frame, points: Sequence[Point]) -> None:
    """Shade the cells between the edges of the band, straight between neighbouring forecasts."""
    for column in range(frame.left, frame.left + frame.field_width):
        x = frame.column_value(column)
        edges = _edges(points, x, 0.5 / frame.field_width)
        if edges is None:
            continue
        for row in range(frame.top, frame.bottom):
            if edges[0] <= frame.row_value(row) <= edges[1]:
                frame.canvas.area(column, row, "band")


def _edges(points: Sequence[Point], x: float, slack: float) -> tuple[float, float] | None:
    if not points or not points[0].forecast - slack <= x <= points[-1].forecast + slack:
        return None
    above = next((i for i, p in enumerate(points) if p.forecast >= x), len(points) - 1)
    high = points[above]
    low = points[max(0, above - 1)]
    gap = high.forecast - low.forecast
    share = min(1.0, max(0.0, (x - low.forecast) / gap)) if gap else 1.0
    return (
        low.band_lo + share * (high.band_lo - low.band_lo),
        low.band_hi + share * (high.band_hi - low.band_hi),
    )


def _counts(frame: Frame, points: Sequence[Point]) -> Picture:
    """A bar per column for the answers that were said there."""
    counts = [0] * frame.field_width
    for point in points:
        counts[frame.cell(point.forecast, 0.0)[0] - frame.left] += point.n
    return spark(counts, indent=frame.left, before="n ")
