"""The filter of History as one typed line: reading it, spelling it, and completing its words."""

from __future__ import annotations

import json
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tastegym.dates import read_past
from tastegym.deck.skills import GROUPS, SKILLS
from tastegym.errors import UserError
from tastegym.frozen import frozen
from tastegym.insight.filters import FRESH, KINDS, POOLED, PRACTICE, Filter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tastegym.ledger.read import History

_WORLD = "world:"
FIELDS = ("deck:", "skill:", "kind:", "from:", "until:")
FLAGS = {
    "fresh": ("counts", FRESH),
    "practice": ("counts", PRACTICE),
    "new": ("recognised", "new"),
    "heard": ("recognised", "heard"),
    "known": ("recognised", "known"),
    "hinted": ("hinted", "yes"),
    "unhinted": ("hinted", "no"),
}
_DAYS = {"from:": "since", "until:": "until"}
HELP = (
    "deck: skill: kind: from: until: with a value; fresh or practice; new, heard or known; hinted "
    "or unhinted. Tab completes, Enter applies, an empty line shows all again."
)


@frozen
class Known:
    """What the answers of a ledger come from: decks and worlds, and the skills they train."""

    decks: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


def known(history: History, source: str = POOLED) -> Known:
    """The decks, worlds, lists and skills of one record of a ledger, by name."""
    decks = {
        _origin(item.uid, item.deck)
        for item in history.items
        if source in {POOLED, "generated" if item.uid.startswith(_WORLD) else "deck"}
    }
    for question in history.questions:
        if '"origin"' in question.body and source in {POOLED, "journal", "import"}:
            decks.add(str(json.loads(question.body)["origin"]))
    met = {tag for item in history.items for tag in item.skills}
    return Known(tuple(sorted(filter(None, decks))), (*GROUPS, *sorted(met | set(SKILLS))))


def _origin(uid: str, deck: str) -> str:
    return uid.removeprefix(_WORLD).partition("@")[0] if uid.startswith(_WORLD) else deck


def read(text: str, base: Filter, there: Known, today: str) -> Filter:
    """The filter that a line asks for, on the record of `base`; UserError for what is unknown.

    A word without a colon may be a flag, or the name of a deck, a skill or a kind.
    """
    made = Filter(base.source)
    for word in text.split():
        made = replace(made, **_field(word, there, today))
    if made.since and made.until and made.since > made.until:
        raise UserError(f"from:{made.since} lies after until:{made.until}.")
    return made


def _field(word: str, there: Known, today: str) -> dict[str, str]:
    name, colon, value = word.partition(":")
    name = name.casefold()
    if not colon:
        return _bare(word, there)
    field = f"{name}:"
    if field in _DAYS:
        return {_DAYS[field]: read_past(value, today)}
    if field == "deck:":
        return {"deck": _deck(value, there.decks)}
    if field == "skill:":
        return {"skill": _one(value, there.skills, "skill")}
    if field == "kind:":
        return {"kind": _one(value, KINDS, "kind")}
    raise UserError(f"There is no {field} here{_near(field, FIELDS)}")


def _bare(word: str, there: Known) -> dict[str, str]:
    low = word.casefold()
    if low in FLAGS:
        name, value = FLAGS[low]
        return {name: value}
    if low in KINDS:
        return {"kind": low}
    if low in there.skills:
        return {"skill": low}
    last = {name.rpartition("/")[2]: name for name in there.decks}
    if word in there.decks or word in last:
        return {"deck": last.get(word, word)}
    names = (*FLAGS, *KINDS, *there.skills, *last, *FIELDS)
    raise UserError(f"{word!r} is no filter{_near(low, names)}")


def _deck(value: str, decks: Iterable[str]) -> str:
    names = list(decks)
    if value in names:
        return value
    ends = [name for name in names if name.rpartition("/")[2] == value]
    if len(ends) == 1:
        return ends[0]
    near = (*names, *(name.rpartition("/")[2] for name in names))
    raise UserError(f"There is no answer from a deck {value!r}{_near(value, near)}")


def _one(value: str, names: Iterable[str], what: str) -> str:
    kept = list(names)
    if value.casefold() in kept:
        return value.casefold()
    raise UserError(f"There is no {what} {value!r}{_near(value.casefold(), kept)}")


def _near(word: str, names: Iterable[str]) -> str:
    kept = list(dict.fromkeys(names))
    found = get_close_matches(word, kept, n=1, cutoff=0.5)
    found = found or [name for name in kept if word and name.startswith(word)][:1]
    return f"; did you mean {found[0]}?" if found else "."


def spelled(wanted: Filter) -> str:
    """The line that gives this filter."""
    parts = [
        f"{name}:{value}"
        for name, value in (
            ("deck", wanted.deck),
            ("skill", wanted.skill),
            ("kind", wanted.kind),
            ("from", wanted.since),
            ("until", wanted.until),
        )
        if value
    ]
    for flag, (name, value) in FLAGS.items():
        if getattr(wanted, name) == value:
            parts.append(flag)
    return " ".join(parts)


def completions(text: str, there: Known, most: int = 8) -> list[str]:
    """What the last word of the line may become, best first."""
    word = "" if text.endswith(" ") else (text.split() or [""])[-1].casefold()
    field, colon, value = word.partition(":")
    if not colon:
        found = [name for name in (*FIELDS, *FLAGS) if name.startswith(word)]
        return found[:most] if word else list(FIELDS)
    values: Iterable[str] = ()
    if field == "deck":
        values = [name.rpartition("/")[2] for name in there.decks]
    elif field == "skill":
        values = there.skills
    elif field == "kind":
        values = KINDS
    starts = [name for name in values if name.casefold().startswith(value)]
    holds = [name for name in values if value in name.casefold() and name not in starts]
    return [f"{field}:{name}" for name in (*starts, *holds)][:most]


def completed(text: str, there: Known) -> str:
    """The line with its last word completed as far as all that fits agrees."""
    found = completions(text, there)
    if not found:
        return text
    word = "" if text.endswith(" ") else (text.split() or [""])[-1]
    head = text[: len(text) - len(word)]
    if len(found) == 1:
        return head + found[0] + ("" if found[0].endswith(":") else " ")
    shared = found[0]
    for name in found[1:]:
        while not name.startswith(shared):
            shared = shared[:-1]
    return head + (shared if len(shared) > len(word) else found[0])
