"""A question before the lock: head, stem, rows with bars, and the line under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.chart import columns
from tastegym.chart import exhibit as exhibits
from tastegym.deck.forms import Form
from tastegym.practice.bars import spread
from tastegym.practice.reveal import shares
from tastegym.practice.words import not_counted
from tastegym.scoring import rules
from tastegym.tui import ink
from tastegym.tui.paint.figures import points_text, share, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tastegym.deck.model import Exhibit
    from tastegym.practice.bars import Bars
    from tastegym.practice.ladder import Ladder
    from tastegym.practice.values import Asking
    from tastegym.tui.ink import Line, Lines

CHIPS = {"new": "", "heard": "heard of it", "known": "you know the outcome"}


def head(asking: Asking, width: int) -> Lines:
    """One line: where we are, and what is special about this answer."""
    left = ink.line(
        (f"{asking.number}", "accent"),
        (f" of {asking.total}   ", "dim"),
        ink.plain(deck_name(asking.scenario.deck), "dim"),
    )
    kept = ""
    for chip in _chips(asking):
        joined = f"{kept} · {chip}" if kept else chip
        if len(joined) <= width - 28:
            kept = joined
    return [ink.both(left, ((kept, "dim"),), width)]


def deck_name(deck: str) -> str:
    """A deck's or world's name in words: without its owner, version and parameters."""
    name = deck.removeprefix("world:").partition("@")[0]
    return name.rpartition("/")[2].replace("-", " ")


def _chips(asking: Asking) -> Iterator[str]:
    """What is special about this answer, the most important first."""
    if asking.stages > 1:
        yield f"stage {asking.stage + 1} of {asking.stages}"
    if asking.why_not or asking.hints or asking.recognised == "known":
        yield "does not count"
    if CHIPS[asking.recognised]:
        yield CHIPS[asking.recognised]
    if asking.hints:
        yield "hint shown"


def stem(asking: Asking, width: int) -> Lines:
    """What is known before the question: setup, exhibits, evidence so far, hints."""
    made = ink.flow(asking.scenario.setup, width)
    for exhibit in asking.scenario.exhibits:
        made += [ink.BLANK, *_exhibit(exhibit, width)]
    told = 0  # a prior tells nothing, and some items begin with evidence
    for number, stage in enumerate(asking.evidence):
        newest = number == asking.stage
        if not stage.reveal and not stage.exhibits:
            continue
        told += 1
        made += [ink.BLANK, _evidence_head(told, newest=newest, width=width)]
        made += ink.flow(stage.reveal, width)
        for exhibit in stage.exhibits:
            made += [ink.BLANK, *_exhibit(exhibit, width)]
    for hint in asking.hints:
        made += [ink.BLANK, *ink.labelled("Hint", hint, width)]
    if asking.why_not:
        made += [ink.BLANK, *ink.flow(not_counted(asking.why_not), width, "dim")]
    return made


def evidence_at(asking: Asking, width: int) -> int:
    """The line of the stem where the newest evidence begins; 0 where there is none."""
    mark = _evidence_head(asking.stage, newest=True, width=width)
    lines = stem(asking, width)
    return lines.index(mark) if mark in lines else 0


def _evidence_head(number: int, *, newest: bool, width: int) -> Line:
    if newest:
        return ink.ruled(width, "New evidence", role="accent")
    return ink.ruled(width, f"Evidence {number}")


def _exhibit(exhibit: Exhibit, width: int) -> Lines:
    return ink.picture(exhibits.draw(exhibit, width))


def question(asking: Asking, width: int) -> Lines:
    """The question itself, and what an open lab question needs to count."""
    made = ink.flow(asking.scenario.question, width, "strong")
    if asking.scenario.criterion:
        made += ink.labelled("Counts as yes", asking.scenario.criterion, width)
    return made


def rows(asking: Asking, entry: Bars | Ladder, width: int) -> tuple[Lines, tuple[int, int]]:
    """The rows that take numbers, and which lines of them belong to the cursor."""
    if asking.form is Form.QUANTILE:
        from tastegym.tui.paint.quantiles import ladder_rows

        return ladder_rows(asking, entry, width)  # type: ignore[arg-type]
    return _bars(asking, entry, width)  # type: ignore[arg-type]


def _bars(asking: Asking, entry: Bars, width: int) -> tuple[Lines, tuple[int, int]]:
    told = _told(asking, entry)
    cells = bar_cells(width)
    wide_was = max((6 + len(share(t.was)) for t in told if t.was is not None), default=0)
    wide_was = max(8, wide_was) if asking.previous else 0
    wide_points = max(7, *(columns.width(t.points) for t in told))
    room = max(16, width - 4 - 9 - wide_was - (cells + 2 if cells else 0) - wide_points - 4)
    made: Lines = [_heading(asking, width)]
    place = (0, 0)
    for number, one in enumerate(told):
        text = ink.flow(one.text, room, "strong" if one.here else "")
        first = len(made)
        for k, piece in enumerate(text or [ink.BLANK]):
            lead = _lead(number, one, first=k == 0)
            tail = _tail(one, cells, wide_was, wide_points) if k == 0 else ()
            gap = " " * max(0, room - ink.size(piece)) + "  " if tail else ""
            made.append((*lead, *piece, (gap, ""), *tail))
        if one.here:
            place = (first, len(made))
    return made, place


def bar_cells(width: int) -> int:
    """How wide a bar is beside its text; 0 where there is no room for one."""
    if width >= 96:
        return 16
    return 12 if width >= 72 else 8 if width >= 60 else 0


class _Told:
    """One row as it is drawn."""

    def __init__(self, entry: Bars, index: int, text: str, points: str, was: int | None) -> None:
        self.text = text
        self.points = points
        self.was = was
        self.bp = entry.values[index]
        self.here = index == entry.at and index < entry.rows
        self.pinned = index in entry.pinned
        self.buffer = entry.buffer if self.here and not entry.line else ""


def _told(asking: Asking, entry: Bars) -> list[_Told]:
    texts = [option.text for option in asking.options] or [row.text for row in asking.rows]
    if asking.form is Form.BOARD:
        points = [_two(bp) for bp in entry.values]
    else:
        earned = rules.points_by_outcome(shares(entry.values))
        points = [points_text(p) for p in earned]
    was: Sequence[int | None] = asking.previous or (None,) * len(texts)
    return [_Told(entry, i, text, points[i], was[i]) for i, text in enumerate(texts)]


def _two(bp: int) -> str:
    yes, no = rules.points_by_outcome((bp / 10_000, 1 - bp / 10_000))
    return f"{points_text(yes)} / {points_text(no)}"


def _heading(asking: Asking, width: int) -> Line:
    if asking.form is Form.BOARD:
        return ink.both((), (("points if yes / if no", "dim"),), width)
    return ink.both((), (("points if true", "dim"),), width)


def _lead(number: int, one: _Told, *, first: bool) -> Line:
    if not first:
        return (("    ", ""),)
    mark = ("▸ ", "cursor") if one.here else ("  ", "")
    return (mark, (f"{number + 1} ".rjust(2), "dim"))


def _tail(one: _Told, cells: int, wide_was: int, wide_points: int) -> Line:
    if one.buffer:
        shown = (f"{one.buffer}_".rjust(9), "cursor")
    else:
        pin = "◆ " if one.pinned else ""
        shown = (f"{pin}{share(one.bp)} %".rjust(9), "strong" if one.here else "")
    runs: list[tuple[str, str]] = [shown]
    if wide_was:
        was = "" if one.was is None else f"was {share(one.was)}"
        runs.append((was.rjust(wide_was), "dim"))
    if cells:
        runs += [("  ", ""), *ink.bar(one.bp / 10_000, cells)]
    runs.append((one.points.rjust(wide_points + 2), "strong" if one.here else "dim"))
    return tuple(runs)


def live(asking: Asking, entry: Bars | Ladder, width: int) -> Lines:
    """The line under the rows: the open `:` line, a sentence, or nothing."""
    if entry.line:
        caret = ink.line((":", "accent"), (entry.buffer[1:], "strong"), ("_", "cursor"))
        if entry.note:
            return [ink.shorten(caret, width), *_note(entry, width)]
        return [ink.both(caret, ((_such_as(asking, entry), "dim"),), width)]
    if entry.note:
        return _note(entry, width)
    if entry.buffer:
        said = f"Enter sets row {entry.at + 1} to {entry.buffer}"
        return [ink.shorten(ink.line((said, "dim")), width)]
    return [ink.BLANK]


def _such_as(asking: Asking, entry: Bars | Ladder) -> str:
    """What the open line reads, by example, for the rows that stand there."""
    if asking.form is Form.QUANTILE:
        rising = " ".join(value(v) for v in range(1, entry.rows + 1))
        return f"all at once, lowest first: {rising}"
    if asking.form is Form.BINARY:
        return "such as 85, 17:3, 1 in 40, +2b"
    if asking.form is Form.BOARD:
        rows = " ".join(str(p) for p in (80, 35, 60, 50, 90, 15)[: entry.rows])
        return f"such as 85, 17:3, 1 in 40; all rows: {rows}"
    falling = " ".join(map(str, spread(range(entry.rows, 0, -1), 100)))
    return f"such as 85, 17:3, 1 in 40; all rows: {falling}"


def _note(entry: Bars | Ladder, width: int) -> Lines:
    role = "warn" if entry.refused else "accent"
    return ink.flow(entry.note, width, role)


def stem_marks(hidden_above: bool, hidden_below: bool) -> str:
    """What the rule between stem and rows says about text out of sight."""
    if hidden_below:
        return "more below ↓ d"
    return "more above ↑ u" if hidden_above else ""


def own_line_page(asking: Asking, width: int) -> Lines:
    """What stands in place of the options until the own line is given."""
    return [
        *question(asking, width),
        ink.BLANK,
        *ink.flow(
            "First in your own words: what would you answer? One line, or empty to go on. "
            "The options come next.",
            width,
            "dim",
        ),
    ]


def told_lines(asking: Asking, width: int) -> Iterator[Line]:
    """The person's own words on this question so far."""
    if asking.reason:
        yield from ink.labelled("Your reason", asking.reason, width)
