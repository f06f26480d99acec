"""Help, made from the table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.tui import ink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tastegym.tui.command import Command
    from tastegym.tui.ink import Lines

ABOUT = {
    "Today": (
        "Enter starts the day's plan: lessons that are due, what you have practised least, and "
        "worlds, for as many minutes as the settings say. Nothing piles up on days without."
    ),
    "Check-up": (
        "The same measure before, at week 8 and at week 16, on worlds alone. Two skills stay out "
        "of practice meanwhile, so that what practice changed can be told from the rest."
    ),
    "Practice": (
        "Give each option the chance that you believe in. The points beside a row say what you "
        "would earn if it is true: 0 for even odds, 100 for sure and right, far below 0 for sure "
        "and wrong. Honest numbers earn the most in the long run. Digits are typed; Enter sets "
        "them, and only a second Enter locks."
    ),
    "History": (
        "Three records stand apart: decks, worlds, and your own work. Nothing is claimed about "
        "you until the evidence carries it."
    ),
}


def page(
    name: str,
    table: Iterable[Command],
    everywhere: Iterable[Command],
    state: str,
    keys_of: Callable[[Command], str],
    width: int,
) -> Lines:
    """What works now first, then what works in other moments of the same screen."""
    made: Lines = [((name, "title"),), ink.BLANK]
    if name in ABOUT:
        made += [*ink.flow(ABOUT[name], width, "dim"), ink.BLANK]
    rows = list(table)
    now = [c for c in rows if not c.states or state in c.states]
    later = [c for c in rows if c not in now]
    made += _rows(now, keys_of, width)
    if later:
        made += [ink.BLANK, ink.ruled(width, "At other moments of this screen")]
        made += _rows(later, keys_of, width)
    made += [ink.BLANK, ink.ruled(width, "Everywhere"), *_rows(everywhere, keys_of, width)]
    return made


def _rows(commands: Iterable[Command], keys_of: Callable[[Command], str], width: int) -> Lines:
    made: Lines = []
    for command in commands:
        pieces = ink.flow(command.help, width - 14)
        for k, piece in enumerate(pieces):
            lead = (ink.fit(keys_of(command), 12) + "  ", "key") if k == 0 else (" " * 14, "")
            made.append((lead, *piece))
    return made
