"""Calibration over time: then against now in one picture, the running score, and beta's path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.tui import ink

if TYPE_CHECKING:
    from tastegym.insight.opened import Opened
    from tastegym.insight.sides import Sides
    from tastegym.insight.values import Figures
    from tastegym.tui.ink import Lines, Run
    from tastegym.tui.paint.history import State

SIDES = (20, 30, 50, 100, 150, 200, 300, 500, 1000, 2000, 5000)
"""Answers on each side of first against last that + and - go through."""

FIRST_SIDE = 100
_LAST_ROWS = 400

CAPTION = (
    "▲ then, dashed; ● now, with its n; hollow: fewer than 5 answers. Two curves differ somewhere "
    "by luck alone."
)
TIME_CAPTION = (
    "Running mean, an answer 30 answers ago counts half; shading: its 90 % range. Where promised "
    "and even odds rise too, the questions became harder."
)
BETA_CAPTION = (
    "β as all answers see it now; shading: its 90 % range. Below 1 your numbers are more extreme "
    "than what comes true, above 1 more timid."
)


def sizes(count: int) -> list[int]:
    """The numbers of answers a side that a record of `count` answers can be cut into."""
    half = count // 2
    return [n for n in SIDES if n < half] + ([half] if half else [])


def change(opened: Opened, state: State, width: int, height: int) -> Lines:
    """Both curves on one canvas, under the sentences on what changed."""
    from tastegym.insight import words
    from tastegym.insight.sides import worth_words
    from tastegym.insight.veil import CURVE_FROM

    sides = state.sides
    if sides is None:
        said = state.sides_said or "Comparing …"
        role = "warn" if state.sides_said else "dim"
        return [*ink.flow(said, width, role), *ink.flow(_cuts(opened, state), width, "dim")]
    made = ink.flow(words.moved(sides.both), width)
    made += ink.flow(worth_words(sides.both), width)
    if state.as_table:
        return [*made, ink.BLANK, *_sides_table(sides, width)]
    fewest = min(sides.both.n, sides.both.n_last)
    if fewest < CURVE_FROM:
        said = f"Curves are drawn from {CURVE_FROM} answers a side; here it is {fewest}."
        return [*made, ink.BLANK, *ink.flow(f"{said} {_cuts(opened, state)}", width, "dim")]
    from tastegym.chart.two_curves import two_curves

    caption = ink.flow(f"{CAPTION} {_cuts(opened, state)}", width, "caption")
    size = (min(width, 96), min(26, max(13, height - len(made) - len(caption))))
    drawn = two_curves(sides.then, sides.now, size, odds=state.odds)
    return [*made, *ink.picture(drawn), *caption]


def _cuts(opened: Opened, state: State) -> str:
    """Which cut this is, of how many, and how to get others."""
    cuts = 1 + len(opened.events) + (state.spans is not None)
    if cuts == 1:
        return "e marks an event to compare before and after, a takes days of your own."
    return f"Cut {state.cut + 1} of {cuts} (c)."


def _sides_table(sides: Sides, width: int) -> Lines:
    then = {round(100 * p.forecast): p for p in sides.then}
    now = {round(100 * p.forecast): p for p in sides.now}
    heads = ("said", "then n", "came true", "fitted", "now n", "came true", "fitted")
    rows: list[list[Run]] = [[(name, "dim") for name in heads]]
    for said in sorted(then | now):
        row: list[Run] = [(f"{said} %", "strong")]
        for side in (then, now):
            point = side.get(said)
            row += (
                [
                    (str(point.n), ""),
                    (f"{100 * point.rate:.0f} %", ""),
                    (f"{100 * point.fitted:.0f} %", ""),
                ]
                if point
                else [("-", "dim")] * 3
            )
        rows.append(row)
    return [ink.shorten(line, width) for line in ink.columns_of(rows, right=range(7))]


# --- over time ------------------------------------------------------------------------------------


def through_time(opened: Opened, state: State, width: int, height: int) -> Lines:
    """The running score and beta over the same answers, with the person's events on both."""
    from tastegym.chart.beta_line import beta_line
    from tastegym.chart.timeline import timeline
    from tastegym.insight import words

    figures = opened.insight.figures
    if not figures.over_time:
        from tastegym.insight.veil import CURVE_FROM

        said = f"The lines begin at {CURVE_FROM} counted answers."
        return [*ink.flow(words.score(figures), width), ink.BLANK, *ink.flow(said, width, "dim")]
    if state.as_table:
        return _time_table(figures, width)
    marks = [(place, event.text) for event, place in zip(opened.events, opened.places, strict=True)]
    captions = [ink.flow(text, width, "caption") for text in (TIME_CAPTION, BETA_CAPTION)]
    room = height - sum(map(len, captions)) - 1
    tall = min(16, max(9, room // 2))
    made = ink.picture(timeline(figures.over_time, (width, tall), marks=marks))
    made += captions[0]
    if len(opened.beta) > 1:
        made += ink.picture(beta_line(opened.beta, (width, tall), marks=marks))
        made += _beta_now(opened, width)
        made += captions[1]
    return made + _events(opened, width)


def _beta_now(opened: Opened, width: int) -> Lines:
    last = opened.beta[-1]
    text = (
        f"β now {last.all_median:.2f} (90 % range {last.all_lo:.2f} to {last.all_hi:.2f}) after "
        f"{last.index} answers."
    )
    return ink.flow(text, width, "strong")


def _events(opened: Opened, width: int) -> Lines:
    """The marks with their days, and what lies before and after each."""
    from tastegym.insight import words

    if not opened.events:
        return [
            ink.BLANK,
            *ink.flow("e marks an event: a book, a course, a new job.", width, "dim"),
        ]
    made: Lines = [ink.BLANK, ink.ruled(width, "▼ Events")]
    after = opened.insight.figures.fresh
    for event, place in zip(opened.events, opened.places, strict=True):
        text = f"{event.text} ({place} answers before, {after - place} since)"
        made += ink.labelled(event.day, text, width, wide=12)
    for both in opened.compared:
        made += ink.flow(words.moved(both), width)
    return made


def _time_table(figures: Figures, width: int) -> Lines:
    rows: list[list[Run]] = [
        [(name, "dim") for name in ("answers", "Brier", "promised", "even odds", "range")]
    ]
    rows += [
        [
            (str(moment.index), "strong"),
            (f"{moment.brier:.3f}", ""),
            (f"{moment.expected:.3f}", ""),
            (f"{moment.uniform:.3f}", ""),
            (f"{moment.lo:.3f}-{moment.hi:.3f}", "dim"),
        ]
        for moment in (figures.over_time or ())[-_LAST_ROWS:]
    ]
    return [ink.shorten(line, width) for line in ink.columns_of(rows, right=range(5))]
