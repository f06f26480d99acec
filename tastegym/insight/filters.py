"""Which answers a person asked to see, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tastegym.deck.skills import GROUPS
from tastegym.errors import UserError
from tastegym.insight.rows import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tastegym.insight.frame import Frame

POOLED = "all"
SOURCES = (*RECORDS, POOLED)
USAGE = 2

FRESH, PRACTICE = "fresh", "practice"
COUNTS = (FRESH, PRACTICE)
"""Answers that count, or those alone that do not."""

KINDS = ("binary", "choice", "staged", "board", "quantile")
RECOGNISED = ("new", "heard", "known")
HINTED = ("yes", "no")

SOURCE_WORDS = {
    "deck": "research history (decks)",
    "generated": "worlds (generated scenarios)",
    "journal": "your own work (journal)",
    "import": "imported forecasts",
    POOLED: "all records together",
}


_COUNT_WORDS = {FRESH: "fresh answers", PRACTICE: "practice (what does not count)"}
_RECOGNISED_WORDS = {
    "new": "new to you",
    "heard": "heard of before",
    "known": "known beforehand",
}
_HINT_WORDS = {"yes": "with a hint", "no": "without a hint"}


@dataclass(frozen=True, slots=True)
class Filter:
    """The record (`source`) and what narrows it.

    `since` and `until` are local days of the outcome (ISO), both included. `kind` is that of the
    questions, `counts` one of `COUNTS`, `recognised` one of `RECOGNISED`, `hinted` one of `HINTED`;
    empty means any.
    """

    source: str = "deck"
    since: str = ""
    until: str = ""
    deck: str = ""
    skill: str = ""
    kind: str = ""
    counts: str = ""
    recognised: str = ""
    hinted: str = ""

    @property
    def narrows(self) -> bool:
        """Whether less than a whole record is shown, or more than one; then there is no verdict."""
        days_or_parts = self.since or self.until or self.deck or self.skill or self.kind
        how = self.counts or self.recognised or self.hinted
        return bool(days_or_parts or how) or self.source == POOLED

    @property
    def uncounted(self) -> bool:
        """Whether figures are asked for of answers that do not count in the record."""
        return self.counts == PRACTICE or self.recognised == "known" or self.hinted == "yes"

    def words(self) -> str:
        """The filter as a phrase; "" for a whole record."""
        parts = [
            f"deck {self.deck}" if self.deck else "",
            f"skill {self.skill}" if self.skill else "",
            f"{self.kind} questions" if self.kind else "",
            _COUNT_WORDS.get(self.counts, ""),
            _RECOGNISED_WORDS.get(self.recognised, ""),
            _HINT_WORDS.get(self.hinted, ""),
            f"from {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
        ]
        return ", ".join(filter(None, parts))


def checked(wanted: Filter, frame: Frame, extra: Mapping[str, str] | None = None) -> Filter:
    """The filter with its deck spelled in full; UserError for what names nothing.

    `extra` maps the skills that decks declare themselves to groups.
    """
    if wanted.source not in SOURCES:
        raise UserError(
            f"There is no source {wanted.source!r}: use {', '.join(SOURCES)}.", code=USAGE
        )
    days = [_day(flag, text) for flag, text in (("since", wanted.since), ("until", wanted.until))]
    if all(days) and days[0] > days[1]:
        raise UserError(f"--since {days[0]} lies after --until {days[1]}.", code=USAGE)
    _one_of("counts", wanted.counts, COUNTS)
    _one_of("recognised", wanted.recognised, RECOGNISED)
    _one_of("hinted", wanted.hinted, HINTED)
    _one_of("kind", wanted.kind, KINDS)
    return replace(
        wanted,
        since=days[0],
        until=days[1],
        deck=_deck(wanted.deck, frame.met(frame.keys.origins)) if wanted.deck else "",
        skill=_skill(wanted.skill, frame.met_skills(), extra or {}) if wanted.skill else "",
    )


def _one_of(what: str, wanted: str, known: Iterable[str]) -> None:
    if wanted and wanted not in known:
        raise UserError(f"{what} {wanted!r} is none of {', '.join(known)}.", code=USAGE)


def _day(flag: str, text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UserError(
            f"--{flag} {text!r} is no date: write it as 2026-05-01.", code=USAGE
        ) from None


def _deck(wanted: str, known: set[str]) -> str:
    if wanted in known:
        return wanted
    fits = sorted(name for name in known if name.rpartition("/")[2] == wanted)
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise UserError(f"--deck {wanted!r} fits {' and '.join(fits)}: give the whole id.")
    there = f"there are answers from {', '.join(sorted(known))}" if known else "the ledger is empty"
    raise UserError(f"There is no answer from a deck {wanted!r} in the ledger; {there}.")


def _skill(wanted: str, met: set[str], extra: Mapping[str, str]) -> str:
    from tastegym.deck.skills import SKILLS

    if not wanted or wanted in met or wanted in SKILLS or wanted in GROUPS or wanted in extra:
        return wanted
    raise UserError(
        f"There is no skill {wanted!r}: use a group ({', '.join(GROUPS)}) or the id of a skill."
    )
