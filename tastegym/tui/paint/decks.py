"""The list of decks and one deck in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.tui import ink

if TYPE_CHECKING:
    from tastegym.tui.ink import Line, Lines
    from tastegym.tui.services import DeckRow

STATE = {"": "clean", "I": "notes", "W": "warnings", "E": "errors"}


def listed(rows: tuple[DeckRow, ...], at: int, width: int) -> Lines:
    """One line a deck: title, how far, what is left, lint state."""
    if not rows:
        said = "No deck is installed: `tastegym deck install` brings one."
        return ink.flow(said, width, "dim")
    room = max(16, width - 44)
    made: Lines = [
        ink.line((" " * (room + 2), ""), (" " * 14, ""), ("   seen of", "dim"), ("  state", "dim"))
    ]
    for i, row in enumerate(rows):
        made.append(_row(row, width, room, here=i == at))
    return made


def _row(row: DeckRow, width: int, room: int, *, here: bool) -> Line:
    total = row.answered + row.unseen
    return ink.shorten(
        ink.line(
            ("▸ " if here else "  ", "cursor"),
            (ink.fit(row.info.title, room), "strong" if here else ""),
            "  ",
            *ink.bar(row.answered / total if total else 0.0, 12),
            (f"{row.answered:>5} / {total:<4}", "dim"),
            (_state(row), "warn" if row.info.worst == "E" or row.info.hidden else "dim"),
        ),
        width,
    )


def _state(row: DeckRow) -> str:
    return "hidden" if row.info.hidden else STATE.get(row.info.worst, row.info.worst)


def details(row: DeckRow, width: int) -> Lines:
    """What the deck is, how its items were chosen, what the checks say."""
    info = row.info
    made: Lines = [ink.ruled(width, info.title), ink.BLANK]
    made += ink.flow(info.description, width)
    if info.sampling:
        made += [ink.BLANK, *ink.labelled("How chosen", info.sampling, width, wide=13)]
    made.append(ink.BLANK)
    name = f"{info.id} {info.version}".strip() or str(info.path)
    made += ink.labelled("Deck", f"{name}{' (shipped)' if info.shipped else ''}", width, wide=13)
    parts = [f"{row.unseen} new", f"{row.answered} met"]
    if info.waiting:
        parts.append(f"{info.waiting} wait for a later version")
    if info.closed:
        parts.append(f"{info.closed} closed without an answer")
    if info.dropped:
        parts.append(f"{info.dropped} dropped for an error")
    made += ink.labelled("Scenarios", ", ".join(parts), width, wide=13)
    if info.problems:
        made += [ink.BLANK, ink.ruled(width, "Findings")]
        for problem in info.problems:
            lead = f"{problem.severity} {problem.code}".ljust(8)
            made += ink.labelled(lead, f"{problem.place}: {problem.message}", width, wide=10)
        if info.left_out:
            made.append(((f"and {info.left_out} more: `tastegym deck lint` lists all", "dim"),))
    return made
