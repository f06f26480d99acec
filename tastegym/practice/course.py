"""Check-ups as they are taken: where the course of a home stands, and the next sitting of it.

Plain mode and the app begin, go on with and end a check-up through the same calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.frozen import frozen
from tastegym.home import ledger_path
from tastegym.practice import checkup
from tastegym.practice.facts import FactRow, checkups_done, rows_of, worlds_shown
from tastegym.practice.session import Session
from tastegym.practice.start import was_used

if TYPE_CHECKING:
    from tastegym.ledger.records import Fact
    from tastegym.practice.checkup import Course, Standing
    from tastegym.practice.start import Base

EARLY = 6
"""Sittings up to which a first check-up still measures where somebody starts."""


@frozen
class Where:
    """The course of a home, if one was begun, and what may be taken on `today`."""

    today: str
    standing: Standing
    course: Course | None = None

    @property
    def ready(self) -> bool:
        """Whether a check-up may be begun or gone on with."""
        return self.standing.number is not None and self.standing.opens <= self.today

    @property
    def under_way(self) -> bool:
        """Whether a check-up is begun and not done."""
        return self.course is not None and self.ready and self.standing.done > 0

    def offered(self, sessions: int) -> bool:
        """Whether Today offers it after so many sittings.

        The first one only early on, when it still measures a start; the others when their week has
        come, and any that is under way.
        """
        return self.ready and (self.course is not None or sessions <= EARLY)


def where(base: Base) -> Where:
    """Where the check-ups of a home stand; UserError if the ledger cannot be read."""
    path, day = ledger_path(base.home), base.now().local_day
    if not was_used(base):
        return Where(day, checkup.standing(None, {}, day))
    present = checkup.course(rows_of(path, checkup.KIND))
    since = present.started if present else ""
    return Where(day, checkup.standing(present, checkups_done(path, since), day), present)


def sitting(base: Base, found: Where, size: int = checkup.SITTING) -> tuple[Session, Fact | None]:
    """The next sitting, and the row that begins its check-up if it is the first of it.

    The row must be committed before the first exposure. ValueError if nothing may be taken.
    """
    number, present, fact = found.standing.number, found.course, None
    if number is None or not found.ready:
        raise ValueError("no check-up may be taken")
    if present is None or present.number != number:
        fact = checkup.begins(present, number, base.salt, base.now(), base.ids.new)
        started = [FactRow(fact.id, fact.local_day, fact.body)]
        path = ledger_path(base.home)
        earlier = rows_of(path, checkup.KIND) if was_used(base) else []
        present = checkup.course([*earlier, *started])
    assert present is not None
    shown = worlds_shown(ledger_path(base.home)) if was_used(base) else ()
    met = {checkup.short_name(uid) for uid in base.seen.met if uid.startswith("world:")}
    left = checkup.instances(present, base.salt, met, set(map(checkup.short_name, shown)))
    # No standings: a check-up moves no lesson.
    session = Session(
        left[:size],
        seed=f"{base.salt}/checkup/{present.number}/{base.seen.sessions}",
        started=base.now(),
        new_id=base.ids.new,
        about={"checkup": present.number},
    )
    return session, fact


def closing(base: Base, found: Where) -> Fact | None:
    """The row that ends a course whose last check-up is done; None if there is nothing to end."""
    if found.course is None or found.course.ended or found.standing.number is not None:
        return None
    return checkup.ends(base.now(), base.ids.new)
