"""Telling the ledger whose answers were seen, so that none of them counts as fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.errors import UserError
from tastegym.home import ensure
from tastegym.ledger import seen
from tastegym.ledger.ids import Ids
from tastegym.ledger.records import Exposure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tastegym.clock import Moment
    from tastegym.ledger.records import Record


def is_there(ledger: Path) -> bool:
    """Whether there is a ledger that can be written; UserError for one that cannot."""
    state = seen.check(ledger)
    if state.state in {seen.State.MISSING, seen.State.NO_RIGHT}:
        return False
    state.require(seen.State.OK, seen.State.OLDER)
    return True


def key_seen(ledger: Path, uids: Iterable[str], now: Moment) -> int:
    """Write a `key_seen` exposure for each uid that has none; how many were written.

    A missing ledger (and its home) is created: who writes a deck before the first sitting must not
    meet it as fresh later. UserError if it cannot be, or is unusable.
    """
    state = seen.check(ledger)
    if state.state is seen.State.MISSING:
        rows = exposures(uids, now, Ids())
        if rows:
            ensure(ledger.parent)
    else:
        state.require(seen.State.OK, seen.State.OLDER)
        was = seen.seen(ledger)
        rows = exposures([uid for uid in uids if uid not in was.key_seen], now, Ids(was.last_id))
    append(ledger, rows, now)
    return len(rows)


def note_seen(ledger: Path, uids: Iterable[str], now: Moment) -> str:
    """As `key_seen`, beside work that stands whatever becomes of the note: "" or one sentence."""
    try:
        key_seen(ledger, uids, now)
    except UserError as error:
        return f"Not noted as seen: {error}"
    return ""


def exposures(uids: Iterable[str], now: Moment, ids: Ids) -> list[Exposure]:
    """The rows that say that the answers of these scenarios were seen."""
    return [
        Exposure(ids.new(now.at), now.at, now.local_day, "", "", uid, "key_seen")
        for uid in dict.fromkeys(uids)
    ]


def append(ledger: Path, rows: Sequence[Record], now: Moment) -> None:
    """Commit rows to a ledger in one transaction, creating it or bringing it up to date first."""
    if not rows:
        return
    # The writer imports SQLModel, which most uses of this module never need.
    from tastegym.ledger.opening import open_for_practice

    opened = open_for_practice(ledger, lambda: now)
    try:
        opened.append(*rows)
    finally:
        opened.close()
