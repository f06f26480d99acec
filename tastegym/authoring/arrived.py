"""Lab questions whose answer came with a newer version of their deck: they are revealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.authoring.waiting import reveals, waiting
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from tastegym.authoring.waiting import NewId
    from tastegym.clock import Moment
    from tastegym.deck.library import Library
    from tastegym.deck.model import Scenario
    from tastegym.ledger.records import Reveal


def answered(library: Library, waiting_for: AbstractSet[str]) -> tuple[Scenario, ...]:
    """The scenarios that hold an answer now, of uids whose forecasts wait for one."""
    if not waiting_for:
        return ()
    known = [ref for ref in library.refs() if not ref.pending and not ref.contested]
    return tuple(
        library.scenario(ref.uid)
        for ref in known
        if ref.uid in waiting_for or not waiting_for.isdisjoint(ref.aliases)
    )


def arrived(
    library: Library, waiting_for: AbstractSet[str], ledger: Path, now: Moment, new_id: NewId
) -> tuple[list[Reveal], tuple[str, ...]]:
    """The rows that reveal what waits for these uids and is answered, and what to tell of it.

    UserError if the ledger cannot be read.
    """
    rows: list[Reveal] = []
    lines: list[str] = []
    for truth in answered(library, waiting_for):
        made, told, notes = reveals(waiting(ledger, truth), truth, now, new_id)
        rows += made
        lines += [clean(f"{truth.id}: {truth.question} {one.line()}.") for one in told]
        lines += [clean(f"{truth.id}: {note}") for note in notes]
    return rows, tuple(lines)
