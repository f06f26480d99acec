"""The weekly review as lines: the Markdown that plain mode prints and `--export` writes, drawn."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from tastegym.chart.timeline import timeline
from tastegym.journal.review import QUESTIONS
from tastegym.journal.review_text import LINE, markdown
from tastegym.tui import ink

if TYPE_CHECKING:
    from tastegym.journal.review import Review
    from tastegym.tui.ink import Lines

WIDEST = 76  # columns of the picture
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|!~])")


def waiting(trouble: str, width: int) -> Lines:
    """Before the figures are there, or why they cannot be had."""
    return ink.flow(trouble or "Looking back on the week …", width, "warn" if trouble else "dim")


def page(found: Review, width: int) -> Lines:
    """The review, then what is still to be answered and how to take it along."""
    made: Lines = [ink.line((f"{found.first} to {found.last}", "title"))]
    fenced = False
    for written in islice(markdown(found), 1, None):  # the title is drawn above
        if written.startswith("```"):
            fenced = not fenced
            if fenced:
                made += ink.picture(timeline(found.line, (min(width, WIDEST), LINE[1])))
        elif not fenced and (written or made[-1] != ink.BLANK):
            made += _drawn(written, width)
    while made[-1] == ink.BLANK:
        made.pop()
    return [*made, ink.BLANK, *_ending(found, width)]


def _drawn(written: str, width: int) -> Lines:
    """One line of the Markdown."""
    text = _ESCAPED.sub(r"\1", written.replace("**", ""))
    if written.startswith("## "):
        return [ink.ruled(width, text[3:])]
    if written.startswith("**"):
        return ink.flow(text, width, "accent")
    if written.startswith("- "):
        return ink.flow(text[2:], width, indent="  ", first="· ")
    if written.startswith("  "):
        return ink.flow(text.strip(), width, "dim", indent="    ")
    return ink.flow(text, width, "dim") if text else [ink.BLANK]


def _ending(found: Review, width: int) -> Lines:
    left = sum(not found.kept.get(name) for name in QUESTIONS)
    noun = "question" if left == 1 else "questions"
    asked = f"{left} {noun} left, each may be skipped" if left else "change your answers"
    hint = "`tastegym review --export week.md` writes all of it as Markdown."
    return [
        ink.line(("Enter", "key"), (f"  {asked}", "strong")),
        *ink.flow(hint, width, "dim", indent="       "),
    ]
