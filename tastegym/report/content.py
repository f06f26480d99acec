"""What the report says: sections of sentences, pictures and tables, from insight alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.deck.skills import GROUPS
from tastegym.frozen import frozen
from tastegym.insight import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tastegym.insight.values import CurvePoint, Figures, Insight, SkillRow, TimePoint
    from tastegym.report.mattered import Kept

RECORDS = {
    "deck": "Research history",
    "generated": "Worlds",
    "journal": "Own work",
    "import": "Imported forecasts",
}
TIME_CAPTION = (
    "Running mean of the Brier score; an answer 30 answers ago counts half. Shading: its 90 % "
    "range. Where promised and even odds rise too, the questions became harder."
)
SKILLS_CAPTION = (
    "How extreme the probabilities are, by group of skills: 1 is calibrated, below 1 too extreme. "
    "Dots are drawn towards each other as far as few answers demand; lines are 90 % ranges."
)


@frozen
class Table:
    """A table; a folded one opens on demand."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: bool = False


@frozen
class Section:
    """One part of the report."""

    title: str
    sentences: tuple[str, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    curve_caption: str = ""
    over_time: tuple[TimePoint, ...] = ()
    time_caption: str = TIME_CAPTION
    skills: tuple[SkillRow, ...] = ()
    skills_caption: str = SKILLS_CAPTION
    tables: tuple[Table, ...] = ()
    kept: tuple[Kept, ...] = ()


@frozen
class Report:
    """The whole report, before any markup."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]


def report(
    insights: Mapping[str, Insight],
    day: str,
    kept: Sequence[Kept] = (),
    skipped: Mapping[str, int] | None = None,
) -> Report:
    """The report of the records that hold anything, written on a local day.

    `kept` are the answers on the person's page of ten that mattered, `skipped` how many questions
    of each record were shown and left without an answer.
    """
    passed = skipped or {}
    sections = [
        _section(RECORDS[name], insight, passed.get(name, 0))
        for name, insight in insights.items()
        if _any(insight)
    ]
    if not sections:
        nothing = ("No forecast has been locked yet; `tastegym practice` begins.",)
        sections = [Section("Nothing yet", nothing)]
    if kept:
        sections.append(_mattered(kept))
    return Report(
        "Forecasts, calibration and skill",
        f"Written by tastegym on {day}. Each record is judged apart.",
        tuple(sections),
    )


def _mattered(kept: Sequence[Kept]) -> Section:
    """The person's own choice: what was said, why, and what happened."""
    said = f"{len(kept)} chosen by hand, so they say nothing about the rest."
    return Section("Ten that mattered", (said,), kept=tuple(kept))


def _any(insight: Insight) -> bool:
    return bool(insight.figures.n or insight.waiting)


def _section(title: str, insight: Insight, skipped: int) -> Section:
    figures = insight.figures
    said = [
        *words.one_look(figures, insight.source, filtered=insight.filtered),
        words.then_now(figures),
        words.regret(figures),
        words.quantiles(figures),
        words.excluded(figures),
        words.waiting(insight),
        words.PROSPECT if figures.fresh < 100 else "",
    ]
    return Section(
        title,
        tuple(text for text in said if text),
        curve=figures.curve or (),
        curve_caption=words.CURVE_CAPTION,
        over_time=figures.over_time or (),
        skills=figures.skills,
        tables=tuple(_tables(insight, skipped)),
    )


def _tables(insight: Insight, skipped: int) -> list[Table]:
    figures = insight.figures
    made = [_shares(insight, skipped)]
    if figures.worth:
        made.append(_worth(figures))
    if figures.curve:
        made.append(_curve(figures.curve))
    if figures.skills:
        made.append(_skills(figures.skills))
    return made


ALWAYS = ("known", "late", "void", "ambiguous")
"""Reasons that the table names also where none was met, so that nobody has to wonder."""


def _shares(insight: Insight, skipped: int) -> Table:
    """What was locked and why some of it does not count, in numbers and shares."""
    figures = insight.figures
    overdue = sum(one.overdue for one in insight.waiting)
    reasons = {**dict.fromkeys(ALWAYS, 0), **figures.excluded}
    rows = [("counted", figures.fresh)]
    rows += [(words.reason(name, n), n) for name, n in reasons.items()]
    rows += [("skipped", skipped), ("waiting for an outcome", len(insight.waiting))]
    rows.append(("of these overdue", overdue))
    whole = figures.n + len(insight.waiting) + skipped
    return Table(
        "What counts and what does not",
        ("answers", "number", "share of all"),
        tuple((name, str(n), words.percent(n / whole) if whole else "") for name, n in rows),
    )


def _worth(figures: Figures) -> Table:
    rows = tuple(
        (
            words.percent(one.said),
            words.percent(one.median),
            f"{words.percent(one.lo)} to {words.percent(one.hi)}",
        )
        for one in figures.worth
    )
    title = f"What your numbers are worth ({figures.fresh} answers)"
    return Table(title, ("you say", "it is about", "90 % range"), rows)


def _curve(curve: Sequence[CurvePoint]) -> Table:
    rows = tuple(
        (
            words.percent(point.forecast),
            str(point.n),
            str(point.hits),
            words.percent(point.rate),
            words.percent(point.fitted),
            f"{words.percent(point.sim_lo)} to {words.percent(point.sim_hi)}",
        )
        for point in curve
    )
    columns = ("you said", "times", "came true", "share", "smoothed", "outline of luck")
    return Table("The reliability curve as a table", columns, rows, folded=True)


def _skills(skills: Sequence[SkillRow]) -> Table:
    rows = tuple(
        (
            GROUPS.get(row.skill, row.skill),
            str(row.n),
            words.decimal(row.beta, 2),
            ""
            if row.beta_q05 is None
            else f"{words.decimal(row.beta_q05, 2)} to {words.decimal(row.beta_q95, 2)}",
        )
        for row in skills
    )
    columns = ("group of skills", "answers", "beta", "90 % range")
    return Table("Confidence by skill as a table", columns, rows, folded=True)
