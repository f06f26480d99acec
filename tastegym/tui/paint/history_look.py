"""The first view of History, where everything stands in words; and the records with a calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tastegym.tui import ink

if TYPE_CHECKING:
    from tastegym.insight.opened import Opened
    from tastegym.insight.values import Headline
    from tastegym.tui.ink import Lines
    from tastegym.tui.paint.history import State

EARLY = 100
"""Counted answers below which the page says what the figures will be able to tell."""

_RECORDS = ("deck", "generated", "journal", "import")


def look(opened: Opened, state: State, width: int, height: int) -> Lines:  # noqa: ARG001
    """One look: the verdict first, then score, calibration, what is excluded, the other records."""
    from tastegym.insight import words

    insight = opened.insight
    figures = insight.figures
    made = ink.flow(words.title(insight) + ".", width, "dim")
    verdict = words.verdict(figures, insight.source, filtered=insight.filtered)
    said = [s for s in words.one_look(figures, insight.source, filtered=insight.filtered) if s]
    if figures.fresh:
        made += ink.flow(verdict, width, "strong")
    for text in said:
        if text != verdict or not figures.fresh:
            made += ink.flow(text, width)
    rest = (
        words.practised(figures),
        words.regret(figures),
        words.quantiles(figures),
        words.updates(opened.record.updates()) if opened.record and figures.fresh else "",
        words.excluded(figures),
        words.waiting(insight),
        _odd(insight.odd),
    )
    told = [line for text in rest if text for line in ink.flow(text, width)]
    if told:
        made += [ink.BLANK, *told]
    if not figures.curve and figures.answers:
        made += [ink.BLANK, *_strip(opened, width)]
    made += _others(opened, width)
    if figures.fresh < EARLY:
        made += [ink.BLANK, *ink.flow(words.PROSPECT, width, "dim")]
    return made


def _strip(opened: Opened, width: int) -> Lines:
    from tastegym.chart.strip import strip
    from tastegym.insight import words

    drawn = ink.picture(strip(opened.insight.figures.answers, min(width, 72)))
    return [*drawn, *ink.flow(words.STRIP_CAPTION, width, "caption")]


def _odd(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    told = ", ".join(sorted(set(names)))
    return f"Left out, since their outcome is none of their options: {told}."


def _others(opened: Opened, width: int) -> Lines:
    """The records beside the one that is open, each with its own verdict."""
    insight = opened.insight
    others = [name for name in _RECORDS if name != insight.source and name in insight.records]
    others = [name for name in others if name != "import" or insight.records[name].n]
    if not others:
        return []
    made = [ink.BLANK, ink.ruled(width, "The other records, judged apart", "r")]
    for name in others:
        made += _one(name, insight.records[name], width)
    return made


def _one(name: str, headline: Headline, width: int, mark: str = "") -> Lines:
    from tastegym.insight import words
    from tastegym.insight.values import Figures

    text = words.record(name, headline) + "."
    lead = {"first": mark, "indent": "  "} if mark else {}
    if headline.fresh:
        luck = headline.expected_brier
        if luck.mean is not None:
            text = text[:-1] + f"; your numbers promised {words.decimal(luck.mean)}."
        alone = Figures(n=headline.n, fresh=headline.fresh, evidence=headline.evidence)
        text += (
            " "
            + words.verdict(alone, name)
            .partition(" A lean as large")[0]
            .partition(" Even odds say")[0]
        )
    return ink.flow(text[:1].upper() + text[1:], width, **lead)


def records(opened: Opened, state: State, width: int, height: int) -> Lines:  # noqa: ARG001
    """The four records side by side, what waits for its outcome, and the calendar of practice."""
    insight = opened.insight
    said = "Four records, judged apart; r goes from one to the next, then to all without a verdict."
    made = [*ink.flow(said, width, "dim"), ink.BLANK]
    for name in _RECORDS:
        headline = insight.records.get(name)
        if headline is not None:
            made += _one(name, headline, width, "▸ " if name == insight.source else "  ")
    made += _practised(opened, width)
    if insight.waiting:
        made += [ink.BLANK, ink.ruled(width, "Waiting for their outcome")]
        for one in insight.waiting:
            due = f"due {one.resolve_by}" if one.resolve_by else "no day given"
            due += ", overdue" if one.overdue else ""
            made += ink.labelled(due, one.statement, width, wide=24)
    return made


def _practised(opened: Opened, width: int) -> Lines:
    """The calendar of practice."""
    from tastegym.chart.calendar import calendar

    if not opened.days or not opened.today:
        return []
    drawn = calendar(opened.days, date.fromisoformat(opened.today), min(width, 110))
    total, many = sum(opened.days.values()), len(opened.days)
    said = (
        f"{total} answer{'' if total == 1 else 's'} on {many} day{'' if many == 1 else 's'}; "
        "· none, ░ 1, ▒ 2, ▓ 5, █ 10 and more."
    )
    return [
        ink.BLANK,
        ink.ruled(width, "Practice"),
        *ink.picture(drawn),
        *ink.flow(said, width, "caption"),
    ]
