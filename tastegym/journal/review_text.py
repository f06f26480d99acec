"""The weekly review as Markdown lines, which plain mode prints as they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tastegym.chart.timeline import timeline
from tastegym.deck.skills import GROUPS
from tastegym.insight.words import updates
from tastegym.journal.figures import sentences
from tastegym.journal.review import QUESTIONS, headline_words
from tastegym.journal.score import said
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tastegym.insight.anchors import GroupRegret, Mean
    from tastegym.journal.calls import Call
    from tastegym.journal.review import Review, Week

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~])")


def safe(text: str) -> str:
    """A text on one line that Markdown shows as it stands."""
    return _MARKUP.sub(r"\\\1", " ".join(clean(text).split()))


def markdown(found: Review) -> Iterator[str]:
    """The review as lines of Markdown."""
    yield f"# Review of {found.first} to {found.last}"
    yield ""
    if found.change:
        yield f"**Last time you wanted to change:** {safe(found.change)}"
        yield ""
    yield "## The week in figures"
    yield ""
    for week in found.records:
        yield f"- {_week(week)}"
        if sharp := _sharpness(week):
            yield f"  {sharp}"
    yield ""
    if any(week.sharpness is not None for week in found.records):
        yield "Sharpness is the mean distance of your yes/no claims from even odds: 0 to 0.5."
        yield ""
    if told := sentences(found.journal):
        yield "## Own predictions resolved this week, and overdue"
        yield ""
        yield from (f"- {text}" for text in told)
        yield ""
    yield from _calls("Worst confident misses", found.misses)
    yield from _calls("Best calls", found.best)
    yield from _quarter(found)
    yield from _regrets(found.regrets)
    if found.overdue:
        yield "## Still to be resolved"
        yield ""
        for one in found.overdue:
            yield f"- `{one.short}` {safe(one.statement)} ({said(one.last)}, by {one.by})"
        yield ""
    yield from _answers(found.kept)


def _week(week: Week) -> str:
    name = headline_words(week.record)
    if week.brier is None:
        told = f"{week.n} answered, none counted" if week.n else "nothing this week"
        return f"{name}: {told}."
    noun = "answer" if week.counted == 1 else "answers"
    text = f"{name}: Brier {week.brier:.3f} over {week.counted} {noun}"
    if week.lo is not None and week.hi is not None:
        text += f" (90 % range {max(0.0, week.lo):.3f} to {week.hi:.3f})"
    if week.expected is not None and week.sd is not None:
        text += f"; your numbers promised {week.expected:.3f} ± {week.sd:.3f}"
    left = week.n - week.counted
    return text + (f"; {left} more {'does' if left == 1 else 'do'} not count." if left else ".")


def _sharpness(week: Week) -> str:
    """How far from even odds one went, whether that was deserved, and how the score splits."""
    if week.favourite is None or week.came is None:
        return ""
    had, came = f"{100 * week.favourite:.0f} %", f"{100 * week.came:.0f} %"
    parts = [f"Your favourites had {had} on average; {came} of them came true"]
    if week.sharpness is not None:
        parts.append(f"sharpness {week.sharpness:.2f}")
    if week.calibration is not None and week.discrimination is not None:
        parts.append(
            f"of the score, {week.calibration:.3f} is lack of calibration and "
            f"{week.discrimination:.3f} was won by telling cases apart"
        )
    return "; ".join(parts) + "."


LINE = (72, 8)
"""Columns and rows of the running score."""


def _quarter(found: Review) -> Iterator[str]:
    """The running score of three months as a picture, and the size of updates in words."""
    steps = updates(found.updates)
    if not found.line and not steps:
        return
    yield "## The last three months"
    yield ""
    if found.line:
        yield "```text"
        yield from timeline(found.line, LINE).text().splitlines()
        yield "```"
        yield ""
        yield line_words(found)
        yield ""
    if steps:
        yield f"- {steps}"
        yield ""


def line_words(found: Review) -> str:
    """What the picture says."""
    first, last = found.line[0], found.line[-1]
    return (
        f"{headline_words(found.line_of)}, {last.index} answers: the running Brier score went from "
        f"{first.brier:.3f} to {last.brier:.3f} (90 % range {max(0.0, last.lo):.3f} to "
        f"{last.hi:.3f}); lower is better."
    )


def _ended(text: str) -> str:
    """A statement with its full stop, so that the next sentence stands apart."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _calls(title: str, calls: tuple[Call, ...]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    if not calls:
        yield "- None this week."
    for one in calls:
        points = f"{round(one.points):d}".replace("-", "\u2212")
        yield (
            f"- {_ended(safe(one.question))} You said {safe(one.said)} with "
            f"{100 * one.probability:.0f} %; it was {safe(one.outcome)} "
            f"({points} points, {one.day})."
        )
        yield f"  Your reason: {safe(one.reason) or 'none was written'}"
    yield ""


def _regrets(regrets: tuple[GroupRegret, ...]) -> Iterator[str]:
    if not regrets:
        return
    yield "## Regret by skill, on anchors"
    yield ""
    for one in regrets:
        text = f"- {GROUPS.get(one.group, one.group)}: {_mean(one.now)}; before {_mean(one.before)}"
        change = one.change
        if change.lo is not None and change.hi is not None and change.value is not None:
            text += f"; change {change.value:+.3f} ({change.lo:+.3f} to {change.hi:+.3f})"
        yield text + "."
    yield ""


def _mean(found: Mean) -> str:
    if found.value is None:
        return "nothing"
    if found.lo is None or found.hi is None:
        return f"{found.value:.3f} (n = {found.n})"
    return f"{found.value:.3f} (90 % range {max(0.0, found.lo):.3f}-{found.hi:.3f}, n = {found.n})"


def _answers(kept: Mapping[str, str]) -> Iterator[str]:
    if not kept:
        return
    yield "## Your answers"
    yield ""
    for name, question in QUESTIONS.items():
        if kept.get(name):
            yield f"- {question} {safe(kept[name])}"
    yield ""
