"""All rules over one deck."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tastegym.bulk import no_collection
from tastegym.deck.diagnostic import in_order
from tastegym.deck.lint.allow import apply_allows
from tastegym.deck.lint.options import check_catch_all, check_middle, check_options
from tastegym.deck.lint.pairs import Beside, check_duplicates, check_lessons
from tastegym.deck.lint.place import Spot
from tastegym.deck.lint.texts import check_texts
from tastegym.deck.lint.words import content
from tastegym.deck.load import Loaded, load, load_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from tastegym.deck.model import Scenario

    Check: TypeAlias = Callable[[Loaded], None]
    Others: TypeAlias = Sequence[Scenario] | Beside


def lint(path: Path, others: Others = (), checks: Sequence[Check] = ()) -> Loaded:
    """Read the deck at a path and add what lint finds.

    `others` are the scenarios beside it; `checks` report further findings on its pages.
    """
    return lint_loaded(load(path), others, checks)


def lint_text(path: str, data: bytes, others: Others = ()) -> Loaded:
    """The same for a deck of one file from its bytes."""
    return lint_loaded(load_text(path, data), others)


def lint_loaded(loaded: Loaded, others: Others = (), checks: Sequence[Check] = ()) -> Loaded:
    """A deck that was read, with the findings of lint among the others."""
    with no_collection():
        return _lint(loaded, others, checks)


def _lint(loaded: Loaded, others: Others, checks: Sequence[Check]) -> Loaded:
    pages = {id(item.page): item.page for item in loaded.items}
    if loaded.header is not None:
        pages[id(loaded.header.page)] = loaded.header.page
    before = {key: len(page.findings.items) for key, page in pages.items()}
    lang = loaded.deck.lang if loaded.deck is not None else "en"
    spots = _spots(loaded, english=lang.partition("-")[0] == "en")
    for spot in spots:
        check_options(spot)
        check_texts(spot)
    check_catch_all(spots)
    check_middle(spots)
    own = {spot.scenario.uid for spot in spots}
    beside = others if isinstance(others, Beside) else Beside(others)
    check_duplicates(spots, beside)
    check_lessons(spots, [one for one in beside.scenarios if one.uid not in own])
    for check in checks:
        check(loaded)
    found = list(loaded.diagnostics)
    for key, page in pages.items():
        if not loaded.part or page.source.path == loaded.part:
            found += page.findings.items[before[key] :]
    kept = apply_allows(loaded.items, found)
    return replace(loaded, diagnostics=tuple(in_order(kept)))


def _spots(loaded: Loaded, *, english: bool) -> list[Spot]:
    good = [(item, item.scenario) for item in loaded.items if item.scenario is not None]
    stems = [content(one.setup) | content(one.question) for _, one in good]
    frequency = Counter(word for words in stems for word in words)
    return [
        Spot(item, scenario, words, frequency, len(good), english=english)
        for (item, scenario), words in zip(good, stems, strict=True)
    ]
