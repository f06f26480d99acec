"""What Today says."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from tastegym.practice.habit import words
from tastegym.practice.words import contents, left
from tastegym.tui import ink
from tastegym.tui.paint.history import small

if TYPE_CHECKING:
    from tastegym.insight.values import Insight
    from tastegym.practice.habit import Habit
    from tastegym.practice.plan import Plan
    from tastegym.tui.ink import Line, Lines
    from tastegym.tui.notebook import OwnWork
    from tastegym.tui.services import Today

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LEAD = 7
"""Columns that the key of a line takes."""

DUE_SHOWN, DRAFTS_SHOWN = 3, 4


def page(
    facts: Today,
    figures: Insight | None,
    width: int,
    own: OwnWork | None = None,
    lived: Habit | None = None,
    chosen: int = 0,
) -> Lines:
    """Own predictions due, what was left open, the day's plan, the week, and the curve.

    `figures`, `own` and `lived` come after the first paint; `chosen` numbers the draft under the
    cursor.
    """
    blocks = (
        _due(facts.plan, width),
        _drafts(facts, chosen, width),
        [*_plan(facts.plan, width), *_besides(facts, own, width)],
        week(facts.day, facts.days, lived or facts.habit, whole=lived is not None),
        _record(facts, figures, width),
    )
    made: Lines = []
    for block in blocks:
        if block:
            made += [*([ink.BLANK] if made else []), *block]
    return made


def _keyed(key: str, *parts: tuple[str, str] | str) -> Line:
    return ink.line((key.ljust(LEAD), "key"), *parts)


def _under(text: str, width: int, role: str = "dim") -> Line:
    return ink.shorten(((" " * LEAD, ""), ink.plain(text, role)), width)


def _due(plan: Plan, width: int) -> Lines:
    """Own predictions whose day has come: they come before everything else."""
    if not plan.due:
        return []
    count = len(plan.due)
    said = f"{count} of your own predictions {'is' if count == 1 else 'are'} due"
    made = [_keyed("j", (said, "strong"))]
    made += [_under(one.statement, width) for one in plan.due[:DUE_SHOWN]]
    if count > DUE_SHOWN:
        made.append(_under(f"and {count - DUE_SHOWN} more", width))
    return made


def _drafts(facts: Today, chosen: int, width: int) -> Lines:
    """Answers left open; of several, the one that `c` opens is marked."""
    if not facts.drafts:
        return []
    zone = timezone(timedelta(minutes=facts.offset_min))
    if len(facts.drafts) == 1:
        made = [_keyed("c", ("go on with the answer left open", "strong"))]
    else:
        made = [_keyed("c  ↑ ↓", (f"  {len(facts.drafts)} answers were left open", "strong"))]
    first = max(0, min(chosen, len(facts.drafts) - DRAFTS_SHOWN))
    for number in range(first, min(len(facts.drafts), first + DRAFTS_SHOWN)):
        one = facts.drafts[number]
        when = datetime.fromtimestamp(one.at / 1e6, zone)
        at = when.strftime("%H:%M") if when.date().isoformat() == facts.day else f"{when:%d %b}"
        title = facts.titles[number] if number < len(facts.titles) else one.uid
        many = len(facts.drafts) > 1
        mark = ("▸ " if number == chosen else "  ", "cursor") if many else ("", "")
        text = ink.plain(f"{at}  {title}", "" if many and number == chosen else "dim")
        made.append(ink.shorten(((" " * LEAD, ""), mark, text), width))
    return made


def _plan(plan: Plan, width: int) -> Lines:
    """The plan that Enter starts: how long, what is in it, what is left."""
    if not plan.spots:
        said = "There is no scenario to play: see the decks for what is wrong."
        return ink.flow(said, width, "dim", indent=" " * LEAD)
    minutes = max(1, round(plan.planned))
    stale = all(spot.why_not for spot in plan.spots)
    head = "practise all the same" if stale else "today's plan"
    made = [
        _keyed("Enter", (head, "strong"), f", about {minutes} minute{'' if minutes == 1 else 's'}")
    ]
    count = len(plan.spots)
    inside = f"{count} question{'' if count == 1 else 's'}: {', '.join(contents(plan))}."
    indent = " " * LEAD
    made += ink.flow(inside, width, indent=indent)
    told = "Every scenario has been met, so this does not count." if stale else left(plan)
    return [*made, *ink.flow(told, width, "dim", indent=indent)]


def _besides(facts: Today, own: OwnWork | None, width: int) -> Lines:
    """What may be done instead: a paper, a check-up; and lab questions that wait."""
    made: Lines = []
    if facts.plan.paper and facts.sittings:
        made.append(_keyed("a", "ten minutes with a paper"))
    if facts.course is not None:
        from tastegym.insight.course_words import offer

        pieces = ink.flow(offer(facts.course), width - LEAD)
        made.append(_keyed("m", *pieces[0]))
        made += [((" " * LEAD, ""), *piece) for piece in pieces[1:]]
    for key, left_open in own.left if own is not None else ():
        made.append(_keyed(key, (f"go on with {left_open}, left unsaved", "strong")))
    if own is not None and own.labs:
        said = f"{own.labs} lab question{' waits' if own.labs == 1 else 's wait'} for the answer"
        if own.overdue:
            said += f", {own.overdue} of them overdue"
        made.append(_keyed("j", (said, "warn" if own.overdue else "")))
    return made


def week(day: str, days: tuple[str, ...], habit: Habit, *, whole: bool = True) -> Lines:
    """The days of this week, the practised ones filled, beside the weekly target.

    Not `whole`: the weeks kept before are not known yet.
    """
    today = date.fromisoformat(day)
    monday = today - timedelta(days=today.weekday())
    names: list[tuple[str, str]] = [("This week  ", "dim")]
    marks: list[tuple[str, str]] = [("           ", "")]
    for i, name in enumerate(DAYS):
        one = (monday + timedelta(days=i)).isoformat()
        names.append((f"{name} ", "strong" if one == day else "dim"))
        marks.append(("●  " if one in days else "·  ", "you" if one in days else "rest"))
    said = words(habit)
    return [tuple(names), (*marks, (said if whole else said.partition(";")[0], "dim"))]


def _record(facts: Today, figures: Insight | None, width: int) -> Lines:
    if not facts.sittings:
        said = (
            "Nothing is recorded yet. Your calibration begins to speak after some thirty answers; "
            "until then every picture would be mostly luck."
        )
        return ink.flow(said, width, "dim")
    if figures is None:
        return [(("So far     ", "dim"), ("…", "dim"))]
    fresh = figures.figures.fresh
    left_out = figures.figures.n - fresh
    said = f"{fresh} answer{'' if fresh == 1 else 's'} count"
    said += f", {left_out} {'does' if left_out == 1 else 'do'} not" if left_out else ""
    head: Line = (("So far     ", "dim"), (said, ""), ("   h tells all", "dim"))
    return [ink.shorten(head, width), *small(figures, width)]
