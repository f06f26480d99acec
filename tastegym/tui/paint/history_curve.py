"""The reliability curve: whole, through time, of the likeliest option, and behind a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.chart.reliability import BOTH, OUTLINE, SHADING
from tastegym.tui import ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.insight.opened import Opened
    from tastegym.insight.values import CurvePoint, Figures
    from tastegym.tui.ink import Lines, Run
    from tastegym.tui.paint.history import State

BANDS: tuple[tuple[str, ...], ...] = (BOTH, (SHADING,), (OUTLINE,), ())
"""What `b` goes through."""

_BAND_WORDS = (
    "",
    "Bands: at one place alone. ",
    "Bands: for all places at once alone. ",
    "Bands: none; luck alone moves every point. ",
)
_WINDOW_CAPTION = "● the curve of these answers, ○ fewer than 5, numbers: how often you said it. "
_MOST_BEHIND = 200
_SMALLEST_WINDOW = 30


def window_size(figures: Figures) -> int:
    """How many answers the moving curve holds: a quarter of all, thirty at least."""
    return max(_SMALLEST_WINDOW, figures.fresh // 4)


def window_of(opened: Opened, state: State) -> tuple[int, int]:
    """First and last answer (0-based, end excluded) of the curve that is shown."""
    if not state.window:
        return 0, opened.insight.figures.fresh
    return max(0, state.window - window_size(opened.insight.figures)), state.window


def points(opened: Opened, state: State) -> tuple[CurvePoint, ...]:
    """The curve that is shown: of all answers, of a moving window, or of the likeliest options."""
    if state.window:
        return state.moving
    if state.top and opened.record is not None and opened.insight.figures.curve:
        return opened.top
    return opened.insight.figures.curve or ()


def curve(opened: Opened, state: State, width: int, height: int) -> Lines:
    """The curve with its sentence above and what its marks mean below."""
    from tastegym.insight import words

    figures = opened.insight.figures
    if state.inside:
        return _behind(opened, state, width)
    if state.as_table:
        return _table(opened, state, width)
    shown = points(opened, state)
    if not shown:
        return _before_the_curve(figures, width)
    top = _point(opened, shown, state, width) or _rail(opened, state, width)
    if not top:
        sentence = words.bucket(figures) or words.title(opened.insight) + "."
        top = ink.flow(sentence, width, "strong")
    caption = ink.flow(_caption(state), width, "caption")
    size = (min(width, 96), min(28, max(12, height - len(top) - len(caption))))
    from tastegym.chart.reliability import reliability

    drawn = reliability(
        shown,
        size,
        bands=BANDS[state.bands] if not state.window or state.resting else (),
        odds=state.odds,
        cursor=state.at - 1 if 0 < state.at <= len(shown) else None,
        numbers=True,
    )
    return [*top, *ink.picture(drawn), *caption]


def _before_the_curve(figures: Figures, width: int) -> Lines:
    from tastegym.chart.strip import strip
    from tastegym.insight import words
    from tastegym.insight.veil import CURVE_FROM

    if not figures.answers:
        said = (
            "No answer counts yet. The first picture appears with the first reveal, the curve at "
            f"{CURVE_FROM} counted answers."
        )
        return ink.flow(said, width, "dim")
    drawn = ink.picture(strip(figures.answers, min(width, 72)))
    said = f"{words.STRIP_CAPTION} The curve comes at {CURVE_FROM} counted answers."
    return [*drawn, *ink.flow(said, width, "caption")]


def _caption(state: State) -> str:
    """What the marks mean, after what is unusual about this curve."""
    from tastegym.insight import words

    said = "The likeliest option of each answer alone. " if state.top and not state.window else ""
    said += "Axes in log odds, 1 to 99 %. " if state.odds else ""
    said += _BAND_WORDS[state.bands]
    if state.window and not state.resting:
        return said + _WINDOW_CAPTION + "The bands follow when you rest."
    return said + words.CURVE_CAPTION


def _rail(opened: Opened, state: State, width: int) -> Lines:
    """Where the moving window lies among all answers, and on which days."""
    if not state.window or opened.record is None:
        return []
    first, stop = window_of(opened, state)
    count = opened.insight.figures.fresh
    begun, ended = opened.record.days(first, stop)
    said = f"Answers {first + 1} to {stop} of {count}, {begun} to {ended}; [ and ] move."
    wide = min(width, 60)
    begin = min(wide - 1, round(first / count * wide))
    end = max(begin + 1, round(stop / count * wide))
    rail: ink.Line = (
        ("─" * begin, "axis"),
        ("█" * (end - begin), "you"),
        ("─" * (wide - end), "axis"),
    )
    return [*ink.flow(said, width, "strong"), rail]


def _point(opened: Opened, shown: Sequence[CurvePoint], state: State, width: int) -> Lines:
    """What the point under the cursor says; nothing without one."""
    if not 0 < state.at <= len(shown):
        return []
    point = shown[state.at - 1]
    text = (
        f"At {100 * point.forecast:.0f} %: said {point.n} times, {point.hits} came true "
        f"({100 * point.rate:.0f} %); luck: {100 * point.band_lo:.0f}-{100 * point.band_hi:.0f} %."
    )
    if state.window and not state.resting:
        text = text.partition(";")[0] + "."
    if opened.record is not None:
        text += " Enter lists them."
    return ink.flow(text, width, "strong")


def _behind(opened: Opened, state: State, width: int) -> Lines:
    """The answers behind the point under the cursor."""
    from tastegym.insight.log import Entries

    shown = points(opened, state)
    if opened.record is None or not 0 < state.at <= len(shown):
        return ink.flow("Choose a point of the curve first.", width, "dim")
    point = shown[state.at - 1]
    if state.top and not state.window:
        pairs = opened.record.behind_top(point.forecast)
    else:
        pairs = opened.record.behind(point.forecast, *window_of(opened, state))
    latest = pairs[-_MOST_BEHIND:]
    asked = Entries(opened.record.history, [row for row, _, _ in latest])
    hits = sum(hit for _, _, hit in pairs)
    many = f"{len(pairs)} time{'' if len(pairs) == 1 else 's'}"
    head = f"You said {100 * point.forecast:.0f} % {many}; {hits} came true."
    made = [*ink.flow(head, width, "strong"), ink.BLANK]
    for place in range(len(latest) - 1, -1, -1):
        row, option, hit = latest[place]
        mark: Run = ("✓ true ", "hit") if hit else ("  false", "miss")
        question = asked[place].question
        made.append(
            ink.shorten(
                (
                    (f"{row.forecast.local_day}  ", "dim"),
                    mark,
                    ("  ", ""),
                    ink.plain(f"{option}: {question}"),
                ),
                width,
            )
        )
    if len(pairs) > _MOST_BEHIND:
        made += ink.flow(f"The latest {_MOST_BEHIND} of {len(pairs)}.", width, "dim")
    return made


def _table(opened: Opened, state: State, width: int) -> Lines:
    """The curve as rows; below twenty answers the answers themselves."""
    shown = points(opened, state)
    banded = not state.window or state.resting
    heads = ("said", "times", "came true", "rate", "fitted", "by luck", "whole curve")
    rows: list[list[Run]] = [[(name, "dim") for name in heads]]
    for point in shown:
        luck = f"{100 * point.band_lo:.0f}-{100 * point.band_hi:.0f} %" if banded else "-"
        whole = f"{100 * point.sim_lo:.0f}-{100 * point.sim_hi:.0f} %" if banded else "-"
        rows.append(
            [
                (f"{100 * point.forecast:.0f} %", "strong"),
                (str(point.n), ""),
                (str(point.hits), ""),
                (f"{100 * point.rate:.0f} %", ""),
                (f"{100 * point.fitted:.0f} %{' ◆' if banded and point.outside else ''}", ""),
                (luck, "dim"),
                (whole, "dim"),
            ]
        )
    if len(rows) == 1:
        rows = [[(n, "dim") for n in ("said", "came true", "Brier")]]
        rows += [
            [(f"{100 * a.said:.0f} %", "strong"), (f"{a.right:g}", ""), (f"{a.brier:.3f}", "")]
            for a in opened.insight.figures.answers
        ]
    made = ink.columns_of(rows, right=range(len(rows[0])))
    return [*_rail(opened, state, width), *(ink.shorten(line, width) for line in made)]
