"""Dates as people write them: 2026-12-01, tomorrow, fri, in 3 weeks; yesterday, 3 weeks ago.

The one reader of days for every command and form. What cannot be read is wrong usage (exit code
2); a day that can be read and does not fit is refused (exit code 1).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tastegym.errors import USAGE, UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    _Words = Callable[[str, date], date | None]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {"day": 1, "week": 7}
_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_SPAN = rf"(\d{{1,4}}|{'|'.join(_WORDS)})\s+(day|week|month|year)s?"
_IN = re.compile(rf"(?:in\s+)?{_SPAN}", re.A)
_AGO = re.compile(rf"{_SPAN}\s+ago", re.A)
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.A)
_FURTHEST = 20 * 366  # days
_PAST = "yesterday, fri, or 3 weeks ago"


def read_date(text: str, today: str, flag: str = "") -> str:
    """The local day (ISO) that a text means, seen from `today` (ISO); it may be today, not before.

    A weekday is the next one after today; months keep the day of the month where they have it.
    UserError with one sentence for anything else, which begins with `flag` if there is one.
    """
    found = _read(text, today, _forward, f"{flag} {text!r}".strip(), "fri, or in 3 weeks")
    base = date.fromisoformat(today)
    if found < base:
        raise UserError(f"{found.isoformat()} has passed: give a day from {today} on.")
    if (found - base).days > _FURTHEST:
        raise UserError(f"{found.isoformat()} is more than twenty years away: give a nearer day.")
    return found.isoformat()


def read_past(text: str, today: str, flag: str = "") -> str:
    """The local day (ISO) that a text means, today or before; a weekday is the last one, or today.

    UserError with one sentence for anything else, which begins with `flag` if there is one.
    """
    found = _read(text, today, _back, f"{flag} {text!r}".strip(), _PAST)
    if found > date.fromisoformat(today):
        raise UserError(f"{found.isoformat()} is still to come: give a day up to {today}.")
    return found.isoformat()


def read_day(text: str, today: str, flag: str) -> str:
    """The local day (ISO) of a filter, "" for no text; a day that is still to come is no mistake.

    Words look back, as in `read_past`; UserError with one sentence for what is no date.
    """
    if not text:
        return ""
    return _read(text, today, _back, f"{flag} {text!r}", _PAST).isoformat()


def _read(text: str, today: str, words: _Words, shown: str, such: str) -> date:
    said = " ".join(text.lower().replace(",", " ").split())
    try:
        found = _iso(said, text) or words(said, date.fromisoformat(today))
    except OverflowError:
        found = None
    if found is None:
        raise UserError(
            f"{shown} is no date that I can read: write 2026-12-01, {such}.", code=USAGE
        )
    return found


def _iso(said: str, text: str) -> date | None:
    if not _ISO.fullmatch(said):
        return None
    year, month, day = map(int, said.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        raise UserError(
            f"There is no day {text.strip()}: look at a calendar.", code=USAGE
        ) from None


def _forward(said: str, today: date) -> date | None:
    return _coming(said, today) or _counted(_IN.fullmatch(said), today, 1)


def _back(said: str, today: date) -> date | None:
    fixed = {"today": 0, "yesterday": 1, "last week": 7}
    if said in fixed:
        return today - timedelta(days=fixed[said])
    if said in {"last month", "last year"}:
        return _months(today, -1 if said == "last month" else -12)
    place = _weekday(said.removeprefix("last ").removeprefix("on "))
    if place is not None:
        ago = (today.weekday() - place) % 7
        return today - timedelta(days=7 if said.startswith("last ") and not ago else ago)
    return _counted(_AGO.fullmatch(said), today, -1)


def _coming(said: str, today: date) -> date | None:
    fixed = {"today": 0, "tonight": 0, "tomorrow": 1, "next week": 7, "yesterday": -1}
    if said in fixed:
        return today + timedelta(days=fixed[said])
    if said in {"next month", "next year"}:
        return _months(today, 1 if said == "next month" else 12)
    if said in {"end of week", "end of the week"}:
        return today + timedelta(days=6 - today.weekday())
    if said in {"end of month", "end of the month"}:
        return _months(today.replace(day=1), 1) - timedelta(days=1)
    if said in {"end of year", "end of the year"}:
        return date(today.year, 12, 31)
    place = _weekday(said.removeprefix("on "))
    return None if place is None else today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)


def _weekday(word: str) -> int | None:
    """The number of a weekday (Monday 0) by its name or the first letters of it, at least three."""
    fits = [n for n, name in enumerate(_DAYS) if len(word) >= 3 and name.startswith(word)]
    return fits[0] if len(fits) == 1 else None


def _counted(match: re.Match[str] | None, today: date, sign: int) -> date | None:
    if not match:
        return None
    count = sign * (_WORDS.get(match[1]) or int(match[1]))
    if match[2] in _UNITS:
        return today + timedelta(days=count * _UNITS[match[2]])
    return _months(today, count * (12 if match[2] == "year" else 1))


def _months(today: date, count: int) -> date:
    """So many months later, on the last day of a shorter month."""
    month = today.month - 1 + count
    year, month = today.year + month // 12, month % 12 + 1
    if not date.min.year <= year < date.max.year:
        raise OverflowError
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(today.day, last))
