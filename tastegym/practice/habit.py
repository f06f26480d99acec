"""The habit, counted in weeks: three of seven days by default, breaks planned, one miss forgiven.

Days are the local days that the ledger recorded, never recomputed, so neither travel nor daylight
saving nor a clock set back can change a week that was lived. Standard library only.
"""

from __future__ import annotations

import math
import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tastegym.frozen import frozen
from tastegym.ledger import reader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

TARGET = 3
"""Days a week that keep it, by default."""


@frozen
class Break:
    """A planned break, both days (ISO) included."""

    first: str
    last: str


@frozen
class Week:
    """One week from Monday (`monday`, ISO): days practised, and how many were wanted.

    `target` is 0 in a week that a planned break covers.
    """

    monday: str
    days: int
    target: int

    @property
    def kept(self) -> bool:
        """Whether as many days were practised as wanted; False in a week off."""
        return self.target > 0 and self.days >= self.target

    @property
    def missed(self) -> bool:
        """Whether fewer days were practised than wanted."""
        return self.days < self.target


@frozen
class Habit:
    """Where the habit stands.

    `streak` counts kept weeks, the present one as soon as it is kept; weeks off are passed over,
    and so is a missed week that stands alone. `left` are the days still wanted this week. `weeks`
    run from the first practised one to the present, oldest first.
    """

    today: str
    target: int
    practised_today: bool
    resting: bool
    this_week: Week
    left: int
    streak: int
    best: int
    weeks: tuple[Week, ...]


def habit(
    days: Collection[str], today: str, *, target: int = TARGET, breaks: Iterable[Break] = ()
) -> Habit:
    """The habit on a local day, from the days on which a fresh forecast was given.

    Days after today (the clock stood ahead for a while) are left out until they come.
    """
    lived = sorted({day for day in days if day <= today})
    off = _days_off(breaks, lived[0] if lived else today, today)
    weeks = _weeks(lived, today, target, off)
    return Habit(
        today=today,
        target=target,
        practised_today=today in lived,
        resting=today in off,
        this_week=weeks[-1],
        left=max(0, weeks[-1].target - weeks[-1].days),
        streak=_streak(weeks),
        best=max(_streak(weeks[: n + 1]) for n in range(len(weeks))),
        weeks=tuple(weeks),
    )


def monday_of(day: str) -> str:
    """The Monday (ISO) of a local day's week."""
    return _monday(day).isoformat()


def _monday(day: str) -> date:
    when = date.fromisoformat(day)
    return when - timedelta(days=when.weekday())


def _days_off(breaks: Iterable[Break], first: str, today: str) -> set[str]:
    start, end = _monday(first), _monday(today) + timedelta(days=6)
    off: set[str] = set()
    for one in breaks:
        day = max(date.fromisoformat(one.first), start)
        last = min(date.fromisoformat(one.last), end)
        while day <= last:
            off.add(day.isoformat())
            day += timedelta(days=1)
    return off


def _weeks(lived: Sequence[str], today: str, target: int, off: Collection[str]) -> list[Week]:
    first = lived[0] if lived else today
    monday, last = _monday(first), _monday(today)
    practised = set(lived)
    weeks: list[Week] = []
    while monday <= last:
        days = [(monday + timedelta(days=n)).isoformat() for n in range(7)]
        # The first week begins with the first day practised: nobody owes the days before.
        free = sum(day >= first and day not in off for day in days)
        wanted = math.ceil(target * free / 7)
        weeks.append(Week(days[0], sum(day in practised for day in days), wanted))
        monday += timedelta(days=7)
    return weeks


def _streak(weeks: Sequence[Week]) -> int:
    """Kept weeks back from the last one, up to two missed weeks in a row."""
    streak = missed = 0
    for number, week in enumerate(reversed(weeks)):
        if week.kept:
            streak, missed = streak + 1, 0
        elif week.missed and number:
            missed += 1
            if missed == 2:
                break
    return streak


def words(found: Habit) -> str:
    """The week in one sentence, without guilt."""
    week = found.this_week
    if found.resting and week.target == 0:
        return "A planned break: nothing is due."
    days = f"{week.days} of {week.target} {'day' if week.target == 1 else 'days'} this week"
    if found.streak < 2:
        return days + "."
    return f"{days}; {found.streak} weeks kept."


# --- from the ledger ------------------------------------------------------------------------------

# For each day one witness is enough: a lock that was neither hinted nor known, of a scenario not
# locked before, in a sitting whose clock was right. Instants of a local day lie between ten hours
# before its midnight in UTC and forty after it, wherever it was lived, so the index on instants
# leads to its rows.
_DAYS = """
SELECT day FROM (
    SELECT DISTINCT local_day AS day FROM forecast
    WHERE at >= 1000000 * CAST(strftime('%s', :since, '-10 hours') AS INTEGER)
      AND local_day >= :since
) WHERE EXISTS (
    SELECT 1 FROM forecast AS f JOIN exposure AS e ON e.id = f.exposure_id
    LEFT JOIN session AS s ON s.id = e.session_id
    WHERE f.at BETWEEN 1000000 * CAST(strftime('%s', day, '-10 hours') AS INTEGER)
                   AND 1000000 * CAST(strftime('%s', day, '+40 hours') AS INTEGER)
      AND f.local_day = day AND f.hint_used = 0 AND f.recognised <> 'known'
      AND e.purpose = 'practice'
      AND (s.id IS NULL OR NOT instr(s.body, '"clock_suspect":true'))
      AND NOT EXISTS (
          SELECT 1 FROM forecast AS g WHERE g.uid = f.uid AND g.exposure_id <> f.exposure_id
          AND (g.at, g.id) < (f.at, f.id)
      )
)
UNION
SELECT f.local_day FROM forecast AS f JOIN question AS q ON q.id = f.question_id
WHERE f.exposure_id IS NULL AND f.local_day >= :since AND NOT instr(q.body, '"source":"import"')
"""
EVER = "1970-01-01"
"""A day before every ledger."""


def practised_days(path: Path, since: str = EVER) -> tuple[str, ...]:
    """Local days with a fresh forecast, of a deck, a world or one's own work, oldest first.

    From the local day `since` on: the present week costs next to nothing, a whole life some tens
    of milliseconds. UserError if the ledger cannot be read.
    """
    try:
        rows = reader.reading(path, lambda c: c.execute(_DAYS, {"since": since}).fetchall())
        return tuple(sorted(day for (day,) in rows))
    except sqlite3.Error as error:
        raise reader.explain(path, error) from None


def settings(path: Path) -> tuple[int, tuple[Break, ...]]:
    """The weekly target and the planned breaks; UserError if the ledger cannot be read."""
    import json

    from tastegym.practice.facts import rows_of

    target = TARGET
    for row in rows_of(path, "weekly_target"):
        target = int(json.loads(row.body)["days"])
    breaks = [json.loads(row.body) for row in rows_of(path, "break")]
    return target, tuple(Break(str(one["first"]), str(one["last"])) for one in breaks)
