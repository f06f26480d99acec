"""What a deck file is read into: texts, lists and mappings that know their place; and the page.

Nothing is ever resolved to a number, a date or an object: the model converts texts itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TypeAlias

from tastegym.deck.codes import CODES
from tastegym.deck.diagnostic import Diagnostic, Findings, Fix, Place, Severity
from tastegym.text import clean


@dataclass(frozen=True, slots=True)
class Limits:
    """What a deck file may hold: bytes, levels of nesting, values.

    A list or mapping counts as two values: its begin and its end cost as much to read as two texts.
    The limit is what can be refused within a second and 300 MB; 5,000 scenarios of 3 kB, each with
    a table, have 705,000.
    """

    size: int = 32 * 1024 * 1024
    depth: int = 32
    nodes: int = 720_000


LIMITS = Limits()
_QUOTE = 100


class Text:
    """A scalar: its text and the stretch of the file that spells it; `style` None is plain."""

    __slots__ = ("end", "start", "style", "value")

    def __init__(self, value: str, start: int, end: int, style: str | None) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.style = style

    @property
    def empty(self) -> bool:
        """True when nothing is written at all (``key:``), other than the quoted empty text."""
        return not self.value and self.style is None


class Seq:
    """A list of nodes."""

    __slots__ = ("end", "items", "start")

    def __init__(self, start: int) -> None:
        self.items: list[Node] = []
        self.start = start
        self.end = start


class Map:
    """A mapping from key texts to (key node, value node)."""

    __slots__ = ("end", "entries", "start")

    def __init__(self, start: int) -> None:
        self.entries: dict[str, tuple[Text, Node]] = {}
        self.start = start
        self.end = start


Node: TypeAlias = Text | Seq | Map


class Source:
    """The text of one file, and where its lines begin."""

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    def position(self, index: int) -> tuple[int, int]:
        """Line and column of a character, counted from 1."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        line = bisect_right(self._starts, min(index, len(self.text)))
        return line, min(index, len(self.text)) - self._starts[line - 1] + 1

    def place(self, start: int, end: int | None = None) -> Place:
        """The place of a stretch; a stretch over several lines ends with its first line."""
        line, col = self.position(start)
        stop = self.text.find("\n", start)
        stop = len(self.text) if stop < 0 else stop
        end = start + 1 if end is None else max(end, start + 1)
        width = max(1, min(end, stop) - start)
        return Place(self.path, line, col, line, col + width)

    def quote(self, place: Place) -> tuple[str, int]:
        """The line of a place, cut to a window, and the column where the window begins."""
        self.position(0)
        assert self._starts is not None
        first = self._starts[place.line - 1]
        stop = self.text.find("\n", first)
        stop = len(self.text) if stop < 0 else stop
        begin = first if place.col <= _QUOTE else first + place.col - 1 - _QUOTE // 2
        window = self.text[begin : min(stop, begin + 2 * _QUOTE)]
        return window.rstrip("\r"), begin - first + 1


class Page:
    """A source together with the findings about it; every reader reports through it."""

    __slots__ = ("findings", "scenario", "source")

    def __init__(self, source: Source, findings: Findings) -> None:
        self.source = source
        self.findings = findings
        self.scenario = ""

    def report(
        self,
        code: str,
        at: Node | tuple[int, int],
        message: str,
        mend: str = "",
        *,
        note: tuple[Node, str] | None = None,
        elsewhere: tuple[Page, Node, str] | None = None,
        fix: tuple[int, int, str] | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Add one finding about a node or a stretch; notes point here or into another page."""
        severity = severity or CODES[code].severity
        if self.findings.skip(severity):
            return
        start, end = at if isinstance(at, tuple) else (at.start, at.end)
        place = self.source.place(start, end)
        if note is not None:
            elsewhere = (self, *note)
        notes: tuple[tuple[Place, str], ...] = ()
        if elsewhere is not None:
            page, node, words = elsewhere
            notes = ((page.source.place(node.start, node.end), words),)
        quote, quote_col = self.source.quote(place)
        self.findings.add(
            Diagnostic(
                code=code,
                severity=severity,
                place=place,
                message=clean(message),
                mend=clean(mend),
                quote=quote,
                quote_col=quote_col,
                notes=notes,
                fix=Fix(self.source.path, *fix) if fix else None,
                scenario=self.scenario,
            )
        )
