"""Pictures as SVG from the same frozen values that the braille charts draw.

Colours are classes of the page's style sheet, so that one picture serves light, dark and print;
shape carries the meaning (diamond: outside the outline, circle: inside, hollow: few answers).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tastegym.deck.skills import GROUPS
from tastegym.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tastegym.insight.values import CurvePoint, SkillRow, TimePoint

FEW = 5
"""Answers below which a dot is hollow."""


@frozen
class Frame:
    """A plot area in user units: `x` and `y` map data to them."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def x(self, value: float) -> float:
        """The horizontal place of a value."""
        low, high = self.x_range
        return self.left + (value - low) / ((high - low) or 1) * (
            self.width - self.left - self.right
        )

    def y(self, value: float) -> float:
        """The vertical place of a value; larger values stand higher."""
        low, high = self.y_range
        span = self.height - self.top - self.bottom
        return self.top + (high - value) / ((high - low) or 1) * span


def _svg(frame: Frame, title: str, description: str, parts: Iterable[str]) -> str:
    body = "\n".join(parts)
    return (
        f'<svg viewBox="0 0 {frame.width:g} {frame.height:g}" role="img" class="chart" '
        f'aria-label="{escape(f"{title}. {description}", quote=True)}">\n{body}\n</svg>'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "middle", role: str = "tick") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{role}">{escape(text)}</text>'
    )


def _path(points: Iterable[tuple[float, float]], role: str, *, closed: bool = False) -> str:
    steps = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<path d="M{steps}{"Z" if closed else ""}" class="{role}"/>' if steps else ""


def _axes(frame: Frame, ticks: Sequence[float], *, percent: bool) -> list[str]:
    """Ticks on both axes of a unit square."""
    wide = frame.width - frame.left - frame.right
    high = frame.height - frame.top - frame.bottom
    place = f'x="{frame.left:g}" y="{frame.top:g}" width="{wide:g}" height="{high:g}"'
    parts = [f'<rect {place} class="frame"/>']
    for tick in ticks:
        said = f"{tick:.0%}" if percent else f"{tick:g}"
        parts.append(_text(frame.left - 8, frame.y(tick) + 4, said, anchor="end"))
        if percent:
            parts.append(_text(frame.x(tick), frame.height - frame.bottom + 18, said))
    return parts


def reliability(curve: Sequence[CurvePoint], description: str) -> str:
    """The reliability curve: shading, outline, diagonal, the isotonic line with a dot a number."""
    frame = Frame(520, 476, 56, 16, 30, 64, (0.0, 1.0), (0.0, 1.0))
    xs = [frame.x(point.forecast) for point in curve]

    def area(low: str, high: str, role: str) -> str:
        upper = [(x, frame.y(getattr(p, high))) for x, p in zip(xs, curve, strict=True)]
        lower = [(x, frame.y(getattr(p, low))) for x, p in zip(xs, curve, strict=True)]
        return _path([*upper, *reversed(lower)], role, closed=True)

    parts = [
        *_axes(frame, (0, 0.2, 0.4, 0.6, 0.8, 1), percent=True),
        area("band_lo", "band_hi", "band"),
        area("sim_lo", "sim_hi", "outline"),
        _path([(frame.x(0), frame.y(0)), (frame.x(1), frame.y(1))], "perfect"),
        _path([(x, frame.y(p.fitted)) for x, p in zip(xs, curve, strict=True)], "you"),
        *(_dot(x, frame.y(p.fitted), p) for x, p in zip(xs, curve, strict=True)),
        *_numbers(frame, curve),
        _text(frame.x(0.5), frame.height - 22, "you said", role="label"),
        _text(12, 18, "came true", anchor="start", role="label"),
    ]
    return _svg(frame, "Reliability curve", description, parts)


def _numbers(frame: Frame, curve: Sequence[CurvePoint]) -> list[str]:
    """How often each number was said, beside its dot; below and above by turns."""
    made = []
    for turn, point in enumerate(curve):
        y = frame.y(point.fitted) + (-10 if turn % 2 else 19)
        y = min(max(y, frame.top + 11), frame.y(0) - 5)
        made.append(_text(frame.x(point.forecast), y, str(point.n), role="n"))
    return made


def _dot(x: float, y: float, point: CurvePoint) -> str:
    told = escape(f"{point.forecast:.0%} said {point.n} times, {point.hits} came true")
    role = "dot few" if point.n < FEW else "dot"
    if point.outside:
        d = 6
        shape = f'<path d="M{x:.1f},{y - d:.1f}l{d},{d}l{-d},{d}l{-d},{-d}Z" class="{role} out">'
        return f"{shape}<title>{told}</title></path>"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="{role}"><title>{told}</title></circle>'


def timeline(points: Sequence[TimePoint], description: str) -> str:
    """The running score with its range, beside what was promised and the uniform answer."""
    highest = max(max(p.hi, p.uniform, p.expected) for p in points)
    frame = Frame(
        720, 300, 56, 84, 12, 48, (points[0].index, points[-1].index), (0.0, highest * 1.05)
    )
    xs = [frame.x(point.index) for point in points]
    shade = [(x, frame.y(p.hi)) for x, p in zip(xs, points, strict=True)]
    shade += [(x, frame.y(p.lo)) for x, p in reversed(list(zip(xs, points, strict=True)))]
    parts = [*_axes(frame, _steps(highest), percent=False), _path(shade, "band", closed=True)]
    labels = []
    for role, name, label in (
        ("uniform", "even odds", "uniform"),
        ("expected", "promised", "expected"),
        ("you", "you", "brier"),
    ):
        parts.append(
            _path([(x, frame.y(getattr(p, label))) for x, p in zip(xs, points, strict=True)], role)
        )
        labels.append((frame.y(getattr(points[-1], label)), name, role))
    for y, name, role in _apart(labels):
        parts.append(
            _text(frame.width - 78, y + 4, name, anchor="start", role=f"label {role}-text")
        )
    ends = (points[0].index, points[-1].index)
    parts += [_text(frame.x(index), frame.height - 28, str(index)) for index in ends]
    parts.append(_text(frame.width / 2, frame.height - 10, "answers", role="label"))
    return _svg(frame, "Brier score over time, lower is better", description, parts)


def _steps(highest: float) -> list[float]:
    step = 0.1 if highest > 0.25 else 0.05
    return [round(step * n, 2) for n in range(int(highest / step) + 1)]


def _apart(
    labels: list[tuple[float, str, str]], least: float = 15.0
) -> list[tuple[float, str, str]]:
    """Labels moved down just far enough not to touch."""
    placed: list[tuple[float, str, str]] = []
    for y, name, role in sorted(labels):
        above = placed[-1][0] + least if placed else y
        placed.append((max(y, above), name, role))
    return placed


def skills(rows: Sequence[SkillRow], description: str) -> str:
    """Shrunken dots with their 90 % ranges on a scale where 1 is calibrated."""
    shown = [row for row in rows if row.beta is not None]
    step, top = 30, 28
    high = max([2.0, *(row.beta_q95 or 0 for row in shown)])
    frame = Frame(
        720, top + step * len(shown) + 40, 190, 70, top, 40, (0.0, high), (0.0, float(len(shown)))
    )
    one = frame.x(1.0)
    bottom = frame.height - frame.bottom
    parts = [_path([(one, top), (one, bottom)], "perfect")]
    for number, row in enumerate(shown):
        y = top + step * (number + 0.5)
        low, middle, up = row.beta_q05 or 0, row.beta or 0, row.beta_q95 or 0
        parts += [
            _text(
                frame.left - 12, y + 4, GROUPS.get(row.skill, row.skill), anchor="end", role="label"
            ),
            _path([(frame.x(low), y), (frame.x(up), y)], "range"),
            f'<circle cx="{frame.x(middle):.1f}" cy="{y:.1f}" r="5" class="dot"/>',
            _text(frame.width - 62, y + 4, f"n {row.n}", anchor="start"),
        ]
    parts += [
        _text(one, bottom + 16, "calibrated"),
        _text(frame.left, bottom + 32, "too extreme", anchor="start"),
        _text(frame.width - frame.right, bottom + 32, "too cautious", anchor="end"),
    ]
    return _svg(frame, "Confidence by skill", description, parts)
