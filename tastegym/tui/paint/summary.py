"""A block in figures: points, what your own numbers promised, rivals, best and worst, the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.practice.words import how_sure, why_excluded
from tastegym.tui import ink
from tastegym.tui.paint.figures import points_role, points_text

if TYPE_CHECKING:
    from tastegym.insight.running import Running
    from tastegym.practice.after import After
    from tastegym.practice.values import Result, Rival, Summary
    from tastegym.tui.ink import Lines


SURE_WIDE = 76
"""Columns from which the table of rivals has room for how sure the order is."""


def page(
    block: Summary, width: int, moved: Running | None = None, follows: After | None = None
) -> Lines:
    """The whole summary; `moved` comes a moment after the rest."""
    made: Lines = [_counts(block)]
    if block.excluded:
        made += ink.flow(why_excluded(block.excluded), width, "dim")
    if block.points is not None:
        head = (f"{points_text(block.points)} points", points_role(block.points))
        made += [
            ink.BLANK,
            ink.line(head, ("   0 = even odds, 100 = always sure and right", "dim")),
        ]
    if block.brier is not None and block.expected is not None and block.sd is not None:
        made += _promised(block.brier, block.expected, block.sd, width)
    if block.regret is not None:
        text = (f"{block.regret:.3f}", "strong")
        made.append(ink.line("Regret in worlds  ", text, ("   0 = the ideal answers", "dim")))
    if block.rivals:
        made += [ink.BLANK, *_rivals(block, width)]
    if block.best is not None or block.worst is not None:
        made.append(ink.BLANK)
    for label, one in (("Best", block.best), ("Worst", block.worst)):
        if one is not None:
            made += _item(label, one, width)
    if block.remember:
        made += [ink.BLANK, ink.ruled(width, "One thing to remember")]
        made += ink.flow(block.remember, width, "strong")
    if follows is not None:
        made += _follows(follows, width)
    if moved is not None:
        made += _moved(moved, width)
    return made


def _moved(moved: Running, width: int) -> Lines:
    """The running figures, once a block."""
    from tastegym.insight.running import sentences

    made: Lines = []
    for sentence in sentences(moved):
        made += ink.flow(sentence, width)
    return [ink.BLANK, *made] if made else []


def _follows(follows: After, width: int) -> Lines:
    """A first prediction about one's own work, or a paper."""
    from tastegym.practice.after import FIRST, PAPER

    if follows.first:
        lead, text = "Enter  ", FIRST
    elif follows.paper:
        lead, text = "a      ", PAPER
    else:
        return []
    pieces = ink.flow(text, width - len(lead))
    return [
        ink.BLANK,
        *(((lead if n == 0 else " " * len(lead), "key"), *one) for n, one in enumerate(pieces)),
    ]


def _counts(block: Summary) -> tuple[tuple[str, str], ...]:
    parts = [f"{block.answered} answered", f"{block.counted} of them count"]
    if block.skipped:
        parts.append(f"{block.skipped} skipped")
    if block.waiting:
        parts.append(f"{block.waiting} locked and still open")
    return ((" · ".join(parts), "dim"),)


def _promised(brier: float, expected: float, sd: float, width: int) -> Lines:
    """The score beside what the person's own numbers promised, and what the difference says."""
    off = (brier - expected) / sd if sd else 0.0
    side = "worse" if off > 0 else "better"
    if abs(off) < 1:
        said = "The difference is no larger than luck."
    elif abs(off) < 2:
        said = f"A little {side} than promised; one block says nothing yet."
    else:
        said = f"Clearly {side} than promised in this block; watch whether it stays."
    promised = f"{expected:.3f} ± {sd:.3f}"
    head = ink.line("Brier ", (f"{brier:.3f}", "strong"), ", promised ", (promised, "strong"))
    return [head, *ink.flow(said, width, "dim")]


def _rivals(block: Summary, width: int) -> Lines:
    """Comparators by skill, you beside each on the same questions, and how sure the order is."""
    wide = width >= SURE_WIDE
    rows = [[("Against", "dim"), ("points", "dim"), ("you", "dim"), ("n", "dim")]]
    if wide:
        rows[0].append(("is the order more than luck?", "dim"))
    for rival in block.rivals:
        row = [
            ink.plain(rival.name),
            (points_text(rival.points), ""),
            (points_text(rival.yours), points_role(rival.yours - rival.points)),
            (str(rival.n), "dim"),
        ]
        rows.append([*row, (_short(rival), "dim")] if wide else row)
    made = [ink.shorten(line, width) for line in ink.columns_of(rows, right=(1, 2, 3))]
    if not wide:
        sure = [rival for rival in block.rivals if rival.n > 1 and rival.p <= 0.2]
        said = "; ".join(f"{rival.name}: {how_sure(rival)}" for rival in sure)
        said = said or "luck alone could make this order"
        made += ink.flow(f"{said[0].upper()}{said[1:]}.", width, "dim")
    return made


def _short(rival: Rival) -> str:
    return "one question cannot tell" if rival.n == 1 else how_sure(rival)


def _item(label: str, one: Result, width: int) -> Lines:
    lead = f"{label}  {points_text(one.points)}"
    return ink.labelled(lead.ljust(13), one.question, width)
