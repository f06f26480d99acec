"""`# tastegym: allow W401 reason`: one finding silenced, with its reason, where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tastegym.deck.codes import CODES
from tastegym.deck.diagnostic import Diagnostic, Findings, Severity
from tastegym.deck.mends import whole_line
from tastegym.deck.nodes import Map, Node, Page, Seq, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tastegym.deck.check import Item

_ALLOW = re.compile(r"#[ \t]*tastegym:[ \t]*allow\b[ \t]*([A-Za-z0-9]*)[ \t]*([^\n\r]*)")


@dataclass(slots=True)
class _Allow:
    page: Page
    start: int
    end: int
    code: str
    reason: str
    scenario: str
    used: bool = field(default=False)


def apply_allows(items: Sequence[Item], found: list[Diagnostic]) -> list[Diagnostic]:
    """The findings that no comment silences, and W420 for comments that silence nothing.

    A comment inside a scenario, or on the line above it, holds for that scenario; one before all
    scenarios holds for the file. Errors cannot be silenced.
    """
    allows = [allow for page in _pages(items) for allow in _comments(page, items)]
    if not allows:
        return found
    kept = [one for one in found if not _silenced(one, allows)]
    extra = Findings()
    for allow in allows:
        page = Page(allow.page.source, extra)
        page.scenario = allow.scenario
        at = (allow.start, allow.end)
        if allow.code not in CODES:
            page.report("W420", at, f"`{allow.code}` is no code.", "Write a code such as W401.")
        elif CODES[allow.code].severity is Severity.ERROR:
            page.report("W420", at, f"{allow.code} is an error and cannot be allowed.", "Mend it.")
        elif not allow.used:
            page.report("W420", at, f"There is no {allow.code} here to allow.", "Delete the line.",
                        fix=_deleted(page.source.text, allow.start, allow.end))  # fmt: skip
        elif not allow.reason:
            page.report("W420", at, f"The allow for {allow.code} gives no reason.",
                        "Write the reason after the code.")  # fmt: skip
    return kept + extra.items


def _deleted(text: str, start: int, end: int) -> tuple[int, int, str]:
    """The edit that deletes a comment: its whole line, or it and the blanks before it."""
    end -= text[end - 1] == "\r"
    alone = whole_line(text, start, end)
    return alone or (len(text[:start].rstrip(" \t")), end, "")


def _pages(items: Sequence[Item]) -> list[Page]:
    return list({id(item.page): item.page for item in items}.values())


def _silenced(one: Diagnostic, allows: Iterable[_Allow]) -> bool:
    silenced = False
    for allow in allows:
        if (
            one.severity is not Severity.ERROR
            and allow.code == one.code
            and allow.page.source.path == one.place.path
            and allow.scenario in ("", one.scenario)
        ):
            allow.used = silenced = True
    return silenced


def _comments(page: Page, items: Sequence[Item]) -> list[_Allow]:
    text = page.source.text
    if "tastegym:" not in text.replace("tastegym: 1", "", 1):
        return []
    own = [item for item in items if item.page is page]
    spans = sorted(span for item in own for span in _texts(item.node))
    starts = [start for start, _ in spans]
    found: list[_Allow] = []
    for match in _ALLOW.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and match.start() < spans[at][1]:
            continue  # inside a text
        anchor = _anchor(text, match.start(), match.end())
        scenario = ""
        for item in own:
            if item.node.start <= anchor < item.node.end and item.id_node is not None:
                scenario = item.id_node.value
        found.append(
            _Allow(page, match.start(), match.end(), match[1].upper(), match[2].strip(), scenario)
        )
    return found


def _anchor(text: str, start: int, end: int) -> int:
    """Where a comment belongs: beside a value there, else the next line that says more."""
    if text[text.rfind("\n", 0, start) + 1 : start].strip():
        return start
    while True:
        line = text.find("\n", end) + 1
        if not line:
            return start
        end = text.find("\n", line)
        end = len(text) if end < 0 else end
        words = text[line:end].strip()
        if words and not words.startswith("#"):
            inner = words.removeprefix("- ")
            return text.index(inner, line) if inner else line


def _texts(node: Node) -> Iterable[tuple[int, int]]:
    stack: list[Node] = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, Text):
            yield one.start, one.end
        elif isinstance(one, Seq):
            stack += one.items
        elif isinstance(one, Map):
            stack += [inner for _, inner in one.entries.values()]
