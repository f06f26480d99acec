"""The form that marks an event in the person's own time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.dates import read_past
from tastegym.errors import UserError
from tastegym.tui.forms import Field, Form
from tastegym.tui.paint.journal import day_words

if TYPE_CHECKING:
    from tastegym.clock import Moment
    from tastegym.ledger.records import Record
    from tastegym.tui.forms import NewId, Texts

ABOUT = (
    "What may have changed how you judge: a book, a course, a new job. History then compares the "
    "answers before it with those since."
)


def event(today: str) -> Form:
    """A day and what happened on it; the mark is a fact of the ledger."""

    def text(said: str, _all: Texts) -> str:
        if not said.strip():
            raise UserError("Say in a few words what happened.")
        return ""

    def day(said: str, _all: Texts) -> str:
        return day_words(read_past(said, today)) if said.strip() else "today"

    def build(texts: Texts, now: Moment, new_id: NewId) -> tuple[Record, ...]:
        from tastegym.intake.marks import mark

        on = read_past(texts["day"], today) if texts["day"].strip() else now.local_day
        return (mark(texts["text"], on, now, new_id),)

    fields = (
        Field("text", "What happened", "read a book on base rates", text),
        Field("day", "On which day", "empty is today; yesterday, 3 weeks ago, 2026-05-01", day),
    )
    return Form("event", "Mark an event", ABOUT, fields, build)
