"""Ten minutes with a paper as lines: what to do, what was locked, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.journal.score import said
from tastegym.tui import ink
from tastegym.tui.paint.journal import scored

if TYPE_CHECKING:
    from tastegym.journal.entry import Entry
    from tastegym.tui.ink import Lines

STEPS = (
    "Read the abstract of a paper, no further.",
    "Write two to four results that you expect, each with its estimate.",
    "They are locked. Read on.",
    "Tell what the paper says, and what surprised you.",
)


def start(width: int) -> Lines:
    """How it goes."""
    made: Lines = [ink.line(("Ten minutes with a paper", "title")), ink.BLANK]
    for number, text in enumerate(STEPS, start=1):
        made += [*ink.flow(text, width, indent="   ", first=f"{number}  "), ink.BLANK]
    made += ink.flow("Nothing is fetched: you have the paper.", width, "dim")
    return [*made, ink.BLANK, ink.line(("Enter", "key"), ("  write what you expect", "strong"))]


def reading(title: str, results: tuple[Entry, ...], width: int) -> Lines:
    """What was locked, while one reads on."""
    count = len(results)
    noun = "prediction is" if count == 1 else "predictions are"
    made: Lines = [
        *ink.flow(title, width, "title"),
        ink.BLANK,
        *ink.flow(f"{count} {noun} locked. Now read on.", width, "strong"),
        ink.BLANK,
    ]
    for number, one in enumerate(results, start=1):
        made += ink.flow(one.statement, width, indent="   ", first=f"{number}  ")
        made += [*ink.flow(f"you: {said(one.last)}", width, "dim", indent="   "), ink.BLANK]
    made.append(ink.line(("Enter", "key"), ("  tell what the paper says", "strong")))
    return [*made, *ink.flow("Later is fine too: they wait in the journal.", width, "dim",
                             indent="       ")]  # fmt: skip


def done(title: str, results: tuple[Entry, ...], surprise: str, width: int) -> Lines:
    """What came of each result."""
    made: Lines = [*ink.flow(title, width, "title"), ink.BLANK]
    for one in results:
        if one.outcome is None:
            mark, role, told = "· ", "dim", ["not yet: it waits in the journal"]
        else:
            hit = one.hit is not None and one.hit > 0
            scored_at_all = one.scores is not None
            mark = ("✓ " if hit else "✗ ") if scored_at_all else "· "
            role = ("good" if hit else "bad") if scored_at_all else "dim"
            told = [f"{one.outcome.text}; you said {said(one.last)}", *scored(one)]
        head = ink.flow(one.statement, width - 2)
        made.append(((mark, role), *head[0]))
        made += [(("  ", ""), *piece) for piece in head[1:]]
        for text in told:
            made += ink.flow(text, width, "dim", indent="  ")
        made.append(ink.BLANK)
    if surprise:
        made += ink.labelled("What surprised you", surprise, width)
    return made
