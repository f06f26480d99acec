"""Reading one mapping field by field: whatever is wrong is reported, and reading goes on."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from typing import TYPE_CHECKING

from tastegym.deck import mends
from tastegym.deck.nodes import Map, Node, Page, Seq, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tastegym.deck.shapes import Field, Shape

SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
MAX_SLUG = 64
MAX_TEXT = 20_000
MAX_LIST = 500
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.?(?:nan|inf(?:inity)?)", re.IGNORECASE)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
MAX_DIGITS = 19


def noun(node: Node) -> str:
    """What a node is, for messages."""
    if isinstance(node, Seq):
        return "a list"
    if isinstance(node, Map):
        return "a mapping"
    return "nothing" if node.empty else "a text"


def head(node: Node) -> tuple[int, int]:
    """The stretch to point at: a text in full, a list or mapping by its first character."""
    return (node.start, node.end) if isinstance(node, Text) else (node.start, node.start + 1)


def nearest(word: str, words: Iterable[str]) -> str:
    """`Did you mean ...?`, or nothing when no known word is near."""
    found = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f"Did you mean `{found[0]}`?" if found else ""


def short(value: str, limit: int = 40) -> str:
    """A text cut for a message."""
    line = value.split("\n", 1)[0]
    return line if len(line) <= limit and line == value else line[: limit - 1] + "…"


def many(count: int, what: str) -> str:
    """A count with its noun."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def article(what: str) -> str:
    """A noun with a or an."""
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def listed(words: Iterable[str], limit: int = 12) -> str:
    """Words for a message: `a, b, c`."""
    names = list(words)
    return ", ".join(names[:limit]) + (" …" if len(names) > limit else "")


class Fields:
    """One mapping under its shape; `kind` limits which fields belong.

    A field that is absent, empty or wrong reads as its default, and what is wrong is reported.
    """

    def __init__(self, page: Page, node: Map, shape: Shape, kind: str | None = None) -> None:
        self.page = page
        self.node = node
        self.shape = shape
        self._entries = node.entries
        self.misspelt: set[str] = set()
        if not node.entries.keys() <= shape.known(kind):
            self._strangers(kind)
        for entry in shape.needed(kind):
            # A field that only has a slip in its name is reported once, by M101.
            if not self.has(entry.name) and entry.name not in self.misspelt:
                self.missing(entry, "K201" if entry.name == "answer" else "M102")

    def _strangers(self, kind: str | None) -> None:
        known = self.shape.known(kind)
        for name in self._entries:
            if self.page.findings.hopeless:
                break
            if name not in known:
                self.misspelt.add(self._stranger(name, kind))

    def _stranger(self, name: str, kind: str | None) -> str:
        """Report an unknown field; the name of the absent field that it seems to be, or ""."""
        entry = self.shape.get(name)
        key = self._entries[name][0]
        if entry is not None:
            kinds = " and ".join(sorted(entry.kinds))
            self.page.report(
                "M101",
                key,
                f"`{name}` does not belong to a scenario of kind {kind}.",
                f"Only {kinds} scenarios have it: delete it or change `kind`.",
            )
            return ""
        words = [one.name for one in self.shape.fields if kind is None or kind in one.kinds]
        guess = difflib.get_close_matches(name, words, n=1, cutoff=0.6)
        free = bool(guess) and guess[0] not in self._entries
        self.page.report(
            "M101",
            key,
            f"`{short(name)}` is no field of {article(self.shape.noun)}.",
            f"Did you mean `{guess[0]}`?" if guess else self._known_fields(name, words),
            fix=(key.start, key.end, guess[0]) if free and key.style is None else None,
        )
        return guess[0] if free else ""

    def _known_fields(self, name: str, words: list[str]) -> str:
        if self.shape.noun == "truth mapping" and name in {"contested", "as_of"}:
            return "It stands beside `truth`, not in it."
        if len(words) > 12:
            return "docs/deck-format.md lists the fields; delete this one or correct its name."
        return f"Its fields are {listed(words)}."

    def missing(self, entry: Field, code: str = "M102") -> None:
        """Report that a field is not there, at the mapping's first key."""
        at: Node | tuple[int, int] = head(self.node)
        for key, _ in self._entries.values():
            at = key
            break
        given = self._entries.get(entry.name)
        what = f"The {self.shape.noun} has no `{entry.name}`."
        if given is not None:
            at, what = given[0], f"`{entry.name}` is empty."
        self.page.report(code, at, what, f"Add `{entry.name}:` - {entry.what}")

    def has(self, name: str) -> bool:
        """True when the field is written and not left empty."""
        return self.node_of(name) is not None

    def node_of(self, name: str) -> Node | None:
        """The node of a field; None when it is absent or left empty."""
        if name not in self._entries:
            return None
        node = self._entries[name][1]
        return None if node.__class__ is Text and not node.value and node.style is None else node

    def key(self, name: str) -> Node:
        """The key of a field, or the whole mapping, to point at when the value is not at fault."""
        entry = self._entries.get(name)
        return entry[0] if entry is not None else self.node

    def wrong(
        self,
        node: Node,
        name: str,
        needed: str,
        mend: str = "",
        fix: tuple[int, int, str] | None = None,
    ) -> None:
        """M104 for a field of another type."""
        said = f"`{name}` holds {noun(node)}; {needed}."
        self.page.report("M104", head(node), said, mend, fix=fix)

    def text(self, name: str, default: str = "") -> str:
        """A text, in NFC, without trailing blanks."""
        node = self.node_of(name)
        return default if node is None else read_text(self.page, node, name) or default

    def slug(self, name: str) -> str:
        """A short lower-case name."""
        node = self.node_of(name)
        return "" if node is None else read_slug(self.page, node, name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """true or false."""
        node = self.node_of(name)
        if node is None:
            return default
        if isinstance(node, Text) and node.value in {"true", "false"}:
            return node.value == "true"
        said = f" and holds `{short(node.value)}`" if isinstance(node, Text) else ""
        self.page.report(
            "M104", head(node), f"`{name}` is true or false{said}.", "Write `true` or `false`.",
            fix=mends.at(node, mends.flag(node.value)) if isinstance(node, Text) else None,
        )  # fmt: skip
        return default

    def integer(self, name: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`."""
        node = self.node_of(name)
        if node is None:
            return None
        value = read_number(self.page, node, name)
        if value is None:
            return None
        if value != int(value) or not low <= value <= high:
            self.page.report(
                "M104",
                head(node),
                f"`{name}` is a whole number from {low} to {high}.",
                "Write such a number.",
            )
            return None
        return int(value)

    def number(self, name: str) -> float | None:
        """A finite number."""
        node = self.node_of(name)
        return None if node is None else read_number(self.page, node, name)

    def one_of(self, name: str, words: tuple[str, ...], default: str = "") -> str:
        """One of a few words."""
        node = self.node_of(name)
        if node is None:
            return default
        if not isinstance(node, Text):
            self.wrong(node, name, f"it is one of {listed(words)}")
            return default
        if node.value in words:
            return node.value
        self.page.report(
            "M104",
            node,
            f"`{short(node.value)}` is no `{name}`; it is one of {listed(words)}.",
            nearest(node.value, words) or f"Write one of {listed(words)}.",
            fix=mends.at(node, mends.same_word(node.value, words)),
        )
        return default

    def day(self, name: str, *, whole: bool) -> str:
        """A date: YYYY-MM-DD, and unless `whole` also YYYY-MM or YYYY."""
        node = self.node_of(name)
        if node is None:
            return ""
        if isinstance(node, Text) and _is_date(node.value, whole=whole):
            return node.value
        form = "2026-12-01" if whole else "2026, 2026-12 or 2026-12-01"
        said = f"`{short(node.value)}`" if isinstance(node, Text) else noun(node)
        meant = mends.date(node.value) if isinstance(node, Text) else None
        if meant is not None and not _is_date(meant, whole=whole):
            meant = None
        self.page.report("M104", head(node), f"`{name}` is a date, not {said}.", f"Write {form}.",
                         fix=mends.at(node, meant))  # fmt: skip
        return ""

    def items(self, name: str, limit: int = MAX_LIST) -> list[Node]:
        """The items of a list."""
        node = self.node_of(name)
        if node is None:
            return []
        if not isinstance(node, Seq):
            self.wrong(node, name, "it is a list", "Write each item on a line after `- `.")
            return []
        if len(node.items) > limit:
            self.page.report(
                "M105",
                self.key(name),
                f"`{name}` has {len(node.items):,} items; {limit} is the limit.",
                "Shorten the list.",
            )
            return []
        return node.items

    def words(self, name: str) -> list[Node]:
        """The items of a list of texts; one text in its place is an error with a safe mend."""
        node = self.node_of(name)
        if not isinstance(node, Text):
            return self.items(name)
        self.wrong(node, name, "it is a list", "Write each item on a line after `- `.",
                   mends.listed(node, self.page.source.text))  # fmt: skip
        return []

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(
            text for item in self.words(name) if (text := read_text(self.page, item, name))
        )

    def slugs(self, name: str) -> tuple[str, ...]:
        """A list of slugs."""
        return tuple(
            slug for item in self.words(name) if (slug := read_slug(self.page, item, name))
        )

    def maps(self, name: str, limit: int = MAX_LIST) -> list[Map]:
        """A list of mappings."""
        kept: list[Map] = []
        for item in self.items(name, limit):
            if isinstance(item, Map):
                kept.append(item)
            else:
                needed = "each of its items is a mapping of fields"
                self.wrong(item, name, needed, "Write each item as {field: value, ...}.")
        return kept

    def map(self, name: str) -> Map | None:
        """One mapping."""
        node = self.node_of(name)
        if node is None or isinstance(node, Map):
            return node
        self.wrong(node, name, "it is a mapping of fields", "Write {field: value, ...}.")
        return None

    def numbers(
        self, name: str, limit: int = MAX_LIST, *, share: bool = False
    ) -> tuple[float, ...] | None:
        """A list of finite numbers; None when any of them is wrong."""
        values = [
            read_number(self.page, item, name, share=share) for item in self.items(name, limit)
        ]
        kept = [value for value in values if value is not None]
        return tuple(kept) if len(kept) == len(values) else None


class Quiet(Fields):
    """Fields of a mapping whose names were checked before."""

    def __init__(self, page: Page, node: Map) -> None:
        self.page = page
        self.node = node
        self.misspelt = set()
        self._entries = node.entries


def _is_date(value: str, *, whole: bool) -> bool:
    match = _DATE.fullmatch(value)
    if match is None or (whole and match[3] is None):
        return False
    from datetime import date

    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def read_text(page: Page, node: Node, name: str) -> str:
    """The text of a node in NFC, without the blanks around it."""
    if not isinstance(node, Text):
        page.report("M104", head(node), f"`{name}` holds {noun(node)}; it is a text.",
                    "Quote the text, or write it as a block after |.")  # fmt: skip
        return ""
    value = node.value
    if len(value) > MAX_TEXT:
        page.report(
            "M110",
            (node.start, node.start + 1),
            f"`{name}` has {len(value):,} characters; {MAX_TEXT:,} is the limit.",
            "Shorten it.",
        )
        return ""
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    made = value.strip("\n").rstrip()
    if not made:
        page.report("M104", head(node), f"`{name}` is a text of blanks only.", "Write the text.")
    return made


def read_slug(page: Page, node: Node, name: str) -> str:
    """A short lower-case name: letters, digits, and - _ . between them."""
    if not isinstance(node, Text):
        page.report("M104", head(node), f"`{name}` holds {noun(node)}; it is a short name.", "")
        return ""
    if SLUG.fullmatch(node.value) and len(node.value) <= MAX_SLUG:
        return node.value
    guess = re.sub(r"[^a-z0-9]+", "-", node.value.lower()).strip("-")[:MAX_SLUG].strip("-")
    page.report(
        "M104",
        node,
        f"`{short(node.value)}` cannot be used as `{name}`: a name has lower-case letters, digits "
        "and hyphens.",
        f"Write `{guess}`." if guess else "Write a short name such as `first-run`.",
    )
    return ""


def read_number(
    page: Page, node: Node, name: str, broken: str = "S010", *, share: bool = False
) -> float | None:
    """A finite number in plain ASCII digits; `broken` is the code for what is not finite.

    `share` tells that the field holds a share of 1, so that a per cent sign has one meaning.
    """
    if not isinstance(node, Text):
        page.report("M104", head(node), f"`{name}` holds {noun(node)}; it is a number.", "")
        return None
    text = node.value
    if _NOT_FINITE.fullmatch(text):
        page.report(broken, node, f"`{text}` is not a finite number.", "Write a finite number.")
        return None
    if len(text) > 64 or not _NUMBER.fullmatch(text):
        digits = text.lstrip("+-")
        if digits.isascii() and digits.isdigit():
            page.report(broken, node, f"`{short(text)}` has more than {MAX_DIGITS} digits.",
                        "Write it shorter, as 1.2e30.")  # fmt: skip
            return None
        mend = "Write digits with a decimal point, as 0.7."
        if text.endswith("%"):
            mend = "Write a share of 1: 70 % is 0.7."
        page.report("M104", node, f"`{short(text)}` is no number, and `{name}` is one.", mend,
                    fix=mends.at(node, mends.share(text) if share else mends.grouped(text)),
        )  # fmt: skip
        return None
    value = float(text)
    if not math.isfinite(value):
        page.report(broken, node, f"`{text}` is too large for a number.", "Write a smaller one.")
        return None
    if sum(char.isdigit() for char in text) > MAX_DIGITS:
        page.report(broken, node, f"`{short(text)}` has more than {MAX_DIGITS} digits.",
                    "Write it shorter, as 1.2e30.")  # fmt: skip
        return None
    return value + 0.0
