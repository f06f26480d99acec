"""Paths into decks: every file read, every finding kept, the good scenarios playing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tastegym.bulk import no_collection
from tastegym.deck.check import Item, check_deck
from tastegym.deck.diagnostic import Diagnostic, Findings, Severity, in_order
from tastegym.deck.files import DECK_FILE, SCENARIO_DIR, deck_files, read_bytes
from tastegym.deck.header import read_header, read_top, scenario_nodes
from tastegym.deck.identity import with_hashes
from tastegym.deck.nodes import LIMITS, Limits, Map, Page, Seq, Source, Text
from tastegym.deck.read import Home, read_scenario
from tastegym.deck.source import parse

if TYPE_CHECKING:
    from pathlib import Path

    from tastegym.deck.header import Header
    from tastegym.deck.model import Deck
    from tastegym.deck.nodes import Node


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a path held: the deck (None if it cannot be used at all) and every finding.

    `listed` counts the scenarios written, also those that were dropped; `left_out` the findings
    beyond what is kept of one file; `part` is the one file that was asked for, or "".
    """

    deck: Deck | None
    diagnostics: tuple[Diagnostic, ...]
    listed: int = 0
    left_out: int = 0
    part: str = ""
    items: tuple[Item, ...] = field(default=(), repr=False)
    header: Header | None = field(default=None, repr=False)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        found = sum(1 for one in self.diagnostics if one.severity is Severity.ERROR)
        return found + self.left_out


def load(path: Path, limits: Limits = LIMITS) -> Loaded:
    """Read a deck: a folder with deck.yaml and scenarios/*.yaml, or one file.

    A scenario file of a folder deck is read with its whole deck; only its own findings are kept.
    """
    if path.parent.name == SCENARIO_DIR and (path.parent.parent / DECK_FILE).is_file():
        whole = load(path.parent.parent, limits)
        own = tuple(one for one in whole.diagnostics if one.place.path == str(path))
        return replace(whole, diagnostics=own, part=str(path))
    with no_collection():
        return _load(path, limits)


def _load(path: Path, limits: Limits) -> Loaded:
    findings: list[Findings] = []
    pages: list[tuple[Page, Node | None]] = []
    files, others = deck_files(path)
    for name in others:
        page = Page(Source(str(name), ""), Findings())
        page.report("M109", (0, 1), f"`{name.name}` is not read.", "Let its name end in .yaml.")
        findings.append(page.findings)
    for name in files:
        page, root = read_file(name, path, limits)
        findings.append(page.findings)
        pages.append((page, root))
    return _assemble(pages, findings)


def load_text(path: str, data: bytes, limits: Limits = LIMITS, *, pure: bool = False) -> Loaded:
    """Read a deck of one file from its bytes; `path` only names it in messages."""
    with no_collection():
        page, root = parse(path, data, limits, pure=pure)
        return _assemble([(page, root)], [page.findings])


def read_file(path: Path, root: Path, limits: Limits = LIMITS) -> tuple[Page, Node | None]:
    """Open and parse one file; S013 unless it is a regular file inside the deck's folder."""
    got = read_bytes(path, root, limits.size)
    if got.data is not None:
        return parse(str(path), got.data, limits)
    page = Page(Source(str(path), ""), Findings())
    page.report("S001" if got.too_big else "S013", (0, 1), got.reason, got.mend)
    return page, None


@dataclass(slots=True)
class _Body:
    """One file that holds a mapping; `dropped` files are read for their findings alone."""

    page: Page
    top: Map
    dropped: bool


def _assemble(pages: list[tuple[Page, Node | None]], findings: list[Findings]) -> Loaded:
    header: Header | None = None
    bodies: list[_Body] = []
    for number, (page, root) in enumerate(pages):
        dropped = page.findings.errors > 0
        top = None if root is None and dropped else _top(page, root)
        if top is None or not read_top(page, top, main=number == 0):
            continue
        if number == 0:
            header = read_header(page, top)
            if header is not None and dropped:
                header = replace(header, usable=False)
        bodies.append(_Body(page, top, dropped))
    home = Home("", "")
    if header is not None:
        home = Home(header.deck.id, header.deck.version, header.skill_ids)
    items: list[Item] = []
    for body in bodies:
        found: list[Item] = []
        for node in scenario_nodes(body.page, body.top):
            if body.page.findings.hopeless:
                break
            found.append(Item(body.page, node, read_scenario(body.page, node, home)))
        if body.dropped or _has_s_code(body.page):
            found = [replace(item, scenario=None) for item in found]
        items += found
    items = check_deck(items, header)
    deck = None
    if header is not None and header.usable and not _has_s_code(header.page):
        scenarios = (item.scenario for item in items if item.scenario is not None)
        deck = replace(header.deck, scenarios=tuple(with_hashes(one) for one in scenarios))
    everything = [one for part in findings for one in part.items]
    left_out = sum(part.left_out for part in findings)
    return Loaded(
        deck,
        tuple(in_order(everything)),
        len(items),
        left_out,
        items=tuple(items),
        header=header,
    )


def _has_s_code(page: Page) -> bool:
    return page.findings.hopeless or any(one.code[0] == "S" for one in page.findings.items)


def _top(page: Page, root: Node | None) -> Map | None:
    if root is None or (isinstance(root, Text) and root.empty):
        page.report("M106", (0, 1), "The file is empty.", "Begin it with `tastegym: 1`.")
        return None
    if not isinstance(root, Map):
        what = "a list" if isinstance(root, Seq) else "a text"
        page.report(
            "M106",
            (root.start, root.start + 1),
            f"The file holds {what}, not a mapping of fields.",
            "Begin it with `tastegym: 1`, then `scenarios:` and the list.",
        )
        return None
    return root
