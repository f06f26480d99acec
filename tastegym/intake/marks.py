"""Marks of events in a person's own time, as facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.dates import read_past
from tastegym.errors import UserError
from tastegym.insight.events import KIND, Event
from tastegym.intake.claims import one_line
from tastegym.ledger.records import Fact
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Callable

    from tastegym.clock import Moment

LONGEST = 120


def mark(text: str, day: str, now: Moment, new_id: Callable[[int], str]) -> Fact:
    """The fact that something happened on a day ("" is today); UserError for no such day."""
    said = one_line(text, LONGEST)
    if not said:
        raise UserError("Say in a few words what happened.")
    on = read_past(day, now.local_day, "--on") if day else now.local_day
    return Fact(new_id(now.at), now.at, on, KIND, canonical({"text": said}))


def unmark(event: Event, now: Moment, new_id: Callable[[int], str]) -> Fact:
    """The fact that takes a mark back."""
    return Fact(new_id(now.at), now.at, now.local_day, "hide", canonical({"id": event.id}))
