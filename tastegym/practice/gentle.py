"""The question of the tutorial: the one with least to read before the first key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.errors import UserError

if TYPE_CHECKING:
    from tastegym.deck.library import Library
    from tastegym.deck.model import Scenario

LOOKED_AT = 24
"""So many of the easiest choices are looked at."""


def gentlest(library: Library) -> Scenario:
    """A short, easy choice without exhibits, if any; UserError if nothing can be played."""
    playable = [ref for ref in library.refs() if ref.playable]
    if not playable:
        raise UserError("There is no scenario for the tutorial: see `tastegym deck list`.")
    choices = [ref for ref in playable if ref.kind == "choice" and not ref.contested] or playable
    choices.sort(key=lambda ref: (ref.difficulty or 3, ref.uid))
    return min((library.scenario(ref.uid) for ref in choices[:LOOKED_AT]), key=_effort)


def _effort(one: Scenario) -> tuple[bool, int]:
    """How much there is to read before the first key; a table or a plot is too much."""
    texts = (one.setup, one.question, *(option.text for option in one.options))
    return bool(one.exhibits) or one.ask_first, sum(map(len, texts))
