"""Safe mends: other spellings of what plainly was meant, so that no meaning changes.

A function gives the new text, or None where more than one thing could be meant.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tastegym.deck.nodes import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tastegym.deck.nodes import Node

    Edit = tuple[int, int, str]

_FLAGS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false",
          "false": "false"}  # fmt: skip
_YES_NO = {"true": "yes", "yes": "yes", "false": "no", "no": "no"}
_BETWEEN = re.compile(r"[-_. ]+")
_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:_[0-9]{3})+(?:\.[0-9]+)?")
_SEEDS = re.compile(r"([0-9]{1,9}) ?(?:-|–|\.\.|to) ?([0-9]{1,9})")
_PERCENT = re.compile(r"([0-9]{1,2}|100)(?:\.([0-9]{1,6}))? ?%")
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^,\[\]{}#:]*")
_CORE_TAGS = frozenset(["!!str", "!!int", "!!float", "!!bool", "!!seq", "!!map"])
_FIELD = re.compile(r"([ ]*(?:- )?[A-Za-z_][A-Za-z0-9_]*:[ ]+)(\S.*?)([ ]*\r?)")


def flag(word: str) -> str | None:
    """`true` or `false` for other words of yes and no."""
    return _FLAGS.get(word.casefold())


def yes_no(word: str) -> str | None:
    """`yes` or `no` for other words of true and false."""
    return _YES_NO.get(word.casefold())


def same_word(word: str, words: Iterable[str]) -> str | None:
    """The only one of the words that differs in nothing but case, hyphens, dots and blanks."""
    key = _BETWEEN.sub("-", word.casefold())
    found = [one for one in words if _BETWEEN.sub("-", one.casefold()) == key]
    return found[0] if len(found) == 1 else None


def date(text: str) -> str | None:
    """2026-03-01 for 2026/3/1; year, month and day have to stand in this order."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    return "-".join([match[1], *(part.zfill(2) for part in match.groups()[1:] if part)])


def grouped(text: str) -> str | None:
    """1000 for 1_000."""
    return text.replace("_", "") if _GROUPED.fullmatch(text) else None


def seeds(text: str) -> str | None:
    """1-40 for `1 to 40` and 1..40."""
    match = _SEEDS.fullmatch(text)
    return f"{match[1]}-{match[2]}" if match else None


def share(text: str) -> str | None:
    """0.7 for 70%; only where a share is needed."""
    match = _PERCENT.fullmatch(text)
    if match is None:
        return None
    digits = match[1].zfill(3) + (match[2] or "")
    whole = f"{digits[0]}.{digits[1:]}".rstrip("0").rstrip(".")
    return whole or "0"


def core_tag(tag: str) -> bool:
    """Whether a tag says nothing: every scalar of a deck is a text until its field reads it."""
    return tag in _CORE_TAGS


def at(node: Node, text: str | None) -> Edit | None:
    """The edit that writes a text in the place of a plain or quoted scalar."""
    if text is None or not isinstance(node, Text) or node.style in {"|", ">", "alias"}:
        return None
    return node.start, node.end, text


def listed(node: Text, source: str) -> Edit | None:
    """[a] for a list of one that is written as a."""
    raw = source[node.start : node.end]
    if "\n" in raw or node.style in {"|", ">", "alias"}:
        return None
    inner = raw if node.style is not None or _PLAIN.fullmatch(raw) else quoted(node.value)
    return node.start, node.end, f"[{inner}]"


def quoted(text: str) -> str:
    """A text in double quotes: a JSON string is a YAML text."""
    return json.dumps(text, ensure_ascii=False)


def line_of(source: str, index: int) -> tuple[int, int]:
    """Begin and end of the line that holds a place, its line end included."""
    begin = source.rfind("\n", 0, index) + 1
    stop = source.find("\n", index)
    return begin, len(source) if stop < 0 else stop + 1


def whole_line(source: str, start: int, end: int) -> Edit | None:
    """The edit that deletes a line which holds nothing else than this stretch."""
    begin, stop = line_of(source, start)
    around = source[begin:start] + source[end:stop]
    return None if around.strip() or end > stop else (begin, stop, "")


def quoted_value(source: str, index: int) -> Edit | None:
    """Quotes around the text of a field that stands on one line and breaks the YAML there."""
    begin, stop = line_of(source, index)
    match = _FIELD.fullmatch(source[begin:stop].rstrip("\n"))
    if match is None or match[2][0] in "\"'|>[{&*!#" or " #" in match[2]:
        return None
    following = source[stop:].split("\n", 1)[0]
    depth = len(match[1]) - len(match[1].lstrip(" -"))
    if following.strip() and len(following) - len(following.lstrip()) > depth:
        return None  # the text goes on there
    start = begin + len(match[1])
    return start, start + len(match[2]), quoted(match[2])
