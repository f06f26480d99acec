"""Strict YAML: every scalar is text, and every key and value knows its place.

The event stream of PyYAML (libyaml's where present) is turned into nodes; before that, bytes that
are no text and characters that may not reach a terminal are found.
"""

from __future__ import annotations

import re
from itertools import islice

from tastegym.bulk import no_collection
from tastegym.deck.diagnostic import Findings
from tastegym.deck.events import Builder, event_source
from tastegym.deck.nodes import LIMITS, Limits, Node, Page, Source
from tastegym.text import forbidden


def parse(
    path: str, data: bytes, limits: Limits = LIMITS, *, pure: bool = False
) -> tuple[Page, Node | None]:
    """Read one file's bytes.

    Returns the page with its findings and the root node; the root is None for an empty file and
    after a finding that makes further reading pointless. `pure` forces PyYAML's Python parser.
    """
    findings = Findings()
    if len(data) > limits.size:
        page = Page(Source(path, ""), findings)
        megabytes = limits.size / 1024 / 1024
        page.report(
            "S001",
            (0, 1),
            f"The file has {len(data) / 1024 / 1024:.1f} MB; {megabytes:g} MB is the limit.",
            "Split it into several files under scenarios/.",
        )
        return page, None
    page = _decode(path, data, findings)
    text = _without_forbidden(page, data)
    if text is None:
        return page, None
    builder = Builder(page, text, limits)
    as_it_is = text is page.source.text and not findings.items and not data.startswith(_BOM)
    with no_collection():
        return page, builder.run(event_source(data if as_it_is else text, pure=pure))


def _decode(path: str, data: bytes, findings: Findings) -> Page:
    try:
        return Page(Source(path, data.decode("utf-8-sig")), findings)
    except UnicodeDecodeError as error:
        wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
        # No text has a zero byte: a picture or an archive gets one finding, not one for each byte.
        binary = not wide and b"\0" in data
        text = "" if wide or binary else data.decode("utf-8-sig", errors="replace")
        page = Page(Source(path, text), findings)
        if wide:
            page.report("S011", (0, 1), "The file is UTF-16.", "Save it as UTF-8.")
        elif binary:
            page.report(
                "S011", (0, 1), "The file holds no text.", "A deck is a text file in UTF-8."
            )
        else:
            # The replacement is one character for each refused stretch, so the prefix tells where.
            start = len(data[: error.start].decode("utf-8-sig", errors="replace"))
            page.report(
                "S011",
                (start, start + 1),
                f"The byte 0x{data[error.start]:02x} is not UTF-8.",
                "Save the file as UTF-8.",
            )
        return page


_BOM = b"\xef\xbb\xbf"
_ASCII_KEPT = bytes([9, 10, 13, *range(32, 127)])
_MAX_SPOTS = 100
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")
"""Characters without any look of their own: soft hyphen, zero-width space, word joiner, BOM."""


def _without_forbidden(page: Page, data: bytes) -> str | None:
    """Report raw forbidden characters; the text to parse has U+FFFD in their place.

    None when the file is not worth parsing.
    """
    text = page.source.text
    if not text and page.findings.errors:
        return None
    pattern = _suspects(data)
    if pattern is None:
        return text
    spots = [match.end() - 1 for match in islice(pattern.finditer(text), _MAX_SPOTS + 1)]
    if len(spots) > _MAX_SPOTS:
        _report_forbidden(page, spots[0], f"; so it is at more than {_MAX_SPOTS} places")
        return None
    pieces: list[str] = []
    done = 0
    for index in spots:
        _report_forbidden(page, index)
        pieces += [text[done:index], "\ufffd"]
        done = index + 1
    return "".join([*pieces, text[done:]])


def _report_forbidden(page: Page, index: int, more: str = "") -> None:
    page.report(
        "S010",
        (index, index + 1),
        f"The character U+{ord(page.source.text[index]):04X} may not stand in a deck{more}.",
        "Delete it, or say in plain words what it should show.",
        fix=(index, index + 1, "") if page.source.text[index] in _UNSEEN else None,
    )


def _suspects(data: bytes) -> re.Pattern[str] | None:
    # Deleting the harmless ASCII bytes leaves the few others, of which few are distinct: cheap
    # even for 32 MB, where looking at every character is not.
    left = data.removeprefix(_BOM).translate(None, _ASCII_KEPT)
    distinct = set(left.decode("utf-8", errors="ignore"))
    bad = sorted(char for char in distinct if forbidden(char) is not None)[:500]
    marks = sorted(char for char in distinct if forbidden("a" + char * 4) is not None)
    marks = [char for char in marks if forbidden(char) is None]
    parts = []
    if bad:
        parts.append("[" + re.escape("".join(bad)) + "]")
    if marks:
        parts.append("[" + re.escape("".join(marks)) + "]{4}")
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        parts.append(r"\r(?!\n)")
    return re.compile("|".join(parts)) if parts else None
