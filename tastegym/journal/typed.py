"""What is typed beside an estimate: kind, base rate, bucket, conviction, time.

Commands and forms read with the same functions. What cannot be read is a UserError of wrong usage;
an empty text is None.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tastegym.errors import USAGE, UserError
from tastegym.scoring.entry import EntryError, read_one
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

TOPICS = {
    "experiment": "own experiment",
    "mentor": "mentor's answer",
    "task": "task",
    "idea": "fate of an idea",
    "review": "review outcome",
    "paper": "a paper's result",
    "other": "other",
}
"""What a prediction is about, by the word that is typed."""

BUCKETS = (95, 90, 65, 30)
"""How sure one can be to finish a task, in percent: four words instead of a hundred."""

WORKING_DAY = 8 * 60
"""Minutes of a day of work, for estimates in days."""


def wrong(sentence: str) -> UserError:
    """The error for what cannot be understood."""
    return UserError(sentence, code=USAGE)


def read_topic(text: str) -> str:
    """A kind of prediction by its word or the beginning of it."""
    word = _word(text).casefold()
    fits = [name for name in TOPICS if word and name.startswith(word)]
    if len(fits) != 1:
        raise wrong(f"There is no kind {text!r}: use {', '.join(TOPICS)}.")
    return fits[0]


def read_share(text: str) -> float | None:
    """A base rate (0 to 1) as probabilities are typed: `30`, `1 in 5`."""
    if not _word(text):
        return None
    try:
        return read_one(text)
    except EntryError as error:
        raise wrong(f"Base rate: {error}") from None


def read_bucket(text: str) -> int | None:
    """One of the four buckets, in percent."""
    word = _word(text).removesuffix("%").strip()
    return _one_of(word, BUCKETS, f"{text!r} is no bucket: give 95, 90, 65 or 30.")


def read_conviction(text: str) -> int | None:
    """How much one believes in an idea, from 1 to 5."""
    said = f"{text!r} is no conviction: give 1 (hardly) to 5 (fully)."
    return _one_of(_word(text), range(1, 6), said)


def read_hit(text: str) -> bool | None:
    """Whether somebody gave the reason that was expected of them."""
    word = _word(text).casefold()
    if not word:
        return None
    if word in {"yes", "y", "hit", "no", "n", "missed"}:
        return word in {"yes", "y", "hit"}
    raise wrong(f"{text!r} is no answer: say yes if they gave the reason you expected, else no.")


def _one_of(word: str, known: Iterable[int], said: str) -> int | None:
    if not word:
        return None
    by_word = {str(number): number for number in known}
    if word not in by_word:
        raise wrong(said)
    return by_word[word]


_NUMBER = r"(\d{1,5}(?:[.,]\d{1,3})?)"
_MINUTES = re.compile(
    rf"(?:{_NUMBER}\s*h(?:ours?|rs?)?)?\s*(?:{_NUMBER}\s*(?:m|min|minutes?)?)?", re.A
)
_DAYS = re.compile(rf"{_NUMBER}\s*d(?:ays?)?", re.A)


def read_minutes(text: str) -> float | None:
    """Minutes from `90`, `90m`, `2h`, `1h30`, `1.5 h` or `2 days` (of eight hours)."""
    said = _word(text).lower()
    if not said:
        return None
    if match := _DAYS.fullmatch(said):
        found = _float(match[1]) * WORKING_DAY
    elif (match := _MINUTES.fullmatch(said)) and (match[1] or match[2]):
        found = _float(match[1]) * 60 + _float(match[2])
    else:
        raise wrong(f"{text!r} is no time that I can read: write 90m, 2h, 1h30 or 2 days.")
    if not found:
        raise wrong(f"{text!r} is no time at all: give more than nothing.")
    return found


def _float(text: str | None) -> float:
    return float((text or "0").replace(",", "."))


def _word(text: str) -> str:
    return " ".join(clean(text).split())
