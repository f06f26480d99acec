"""One scenario: from nodes to the frozen value, with every finding on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tastegym.deck import mends, shapes
from tastegym.deck.answers import (
    read_answer,
    read_board,
    read_comparators,
    read_quantity,
)
from tastegym.deck.exhibits import read_exhibits
from tastegym.deck.fields import Fields, head, listed, nearest, short
from tastegym.deck.model import (
    Kind,
    QuantileAnswer,
    Resolution,
    Scenario,
)
from tastegym.deck.nodes import Map, Page, Text
from tastegym.deck.options import read_options
from tastegym.deck.parts import (
    read_exciting,
    read_generator,
    read_references,
    read_seeds,
    read_skills,
    read_sources,
    read_stages,
)

if TYPE_CHECKING:
    from collections.abc import Collection

# Kinds that the practice engine plays; others would be read, checked and listed.
PLAYABLE = frozenset(Kind)


def is_playable(scenario: Scenario) -> bool:
    """True when this version can ask the scenario: not a lab question closed without answer."""
    closed = scenario.pending and scenario.resolved is not None and scenario.resolved.outcome
    return scenario.kind in PLAYABLE and not closed


@dataclass(frozen=True, slots=True)
class Home:
    """What a scenario needs to know of the deck that it stands in."""

    deck: str
    version: str
    skills: Collection[str] = ()


def read_scenario(page: Page, node: Map, home: Home) -> Scenario | None:
    """The scenario of a node; None when any error was found in it."""
    before = page.findings.errors
    entry = node.entries.get("id")
    page.scenario = entry[1].value if entry is not None and isinstance(entry[1], Text) else ""
    try:
        scenario = _read(page, node, home)
    finally:
        page.scenario = ""
    return scenario if page.findings.errors == before else None


def _read(page: Page, node: Map, home: Home) -> Scenario:
    kind = _kind(page, node)
    fields = Fields(page, node, shapes.SCENARIO, kind)
    name = fields.slug("id")
    options = read_options(page, fields, kind)
    ids = [option.id for option in options]
    rows = read_board(page, fields) if kind == Kind.BOARD else ()
    answer, pending = read_answer(page, fields, kind, ids)
    quantity: QuantileAnswer | None = None
    levels: tuple[float, ...] = ()
    bins: tuple[float, ...] = ()
    if kind == Kind.QUANTILE:
        quantity, levels, bins, pending = read_quantity(page, fields)
    bin_ids = [f"bin{i}" for i in range(len(bins) + 1)] if bins else []
    resolved = _resolved(page, fields, pending=pending)
    _check_explanation(fields, kind, pending=pending)
    if pending:
        _check_pending(page, fields)
    ordered = fields.flag("ordered")
    shuffle = fields.flag("shuffle", default=not ordered)
    if not shuffle and not ordered:
        page.report(
            "M108",
            fields.key("shuffle"),
            "`shuffle: false` without `ordered: true` shows the options in one order for ever.",
            "Delete it, or write `ordered: true` if the options lie on a scale.",
        )
    return Scenario(
        uid=f"{home.deck}#{name}",
        deck=home.deck,
        deck_version=home.version,
        id=name,
        kind=Kind(kind),
        setup=fields.text("setup"),
        question=fields.text("question"),
        explanation=fields.text("explanation"),
        options=options,
        answer=answer,
        rev=fields.integer("rev", 1, 1_000_000) or 1,
        aliases=read_references(page, fields, "aliases", home.deck),
        skills=read_skills(page, fields, home.skills),
        lessons=fields.slugs("lessons"),
        truth_kind=_truth(page, fields),
        contested=fields.flag("contested"),
        as_of=fields.day("as_of", whole=False),
        exhibits=read_exhibits(page, fields),
        ordered=ordered,
        shuffle=shuffle,
        hints=fields.texts("hints"),
        rule=fields.text("rule"),
        cue=fields.text("cue"),
        ask_yourself=fields.text("ask_yourself"),
        comparators=read_comparators(page, fields, kind, ids or bin_ids, rows, levels),
        spoils=read_references(page, fields, "spoils", home.deck),
        sources=read_sources(page, fields),
        stages=read_stages(page, fields, ids) if kind == Kind.STAGED else (),
        rows=rows,
        ask_first=fields.flag("ask_first"),
        difficulty=fields.integer("difficulty", 1, 5),
        exciting=read_exciting(page, fields, ids),
        cluster=fields.slug("cluster"),
        levels=levels,
        quantile=quantity,
        bins=bins,
        bins_unit=quantity.unit if quantity is not None and bins else "",
        generator=read_generator(page, fields),
        seeds=read_seeds(page, fields),
        pending=pending,
        criterion=fields.text("criterion"),
        resolve_by=fields.day("resolve_by", whole=True),
        resolved=resolved,
    )


def _kind(page: Page, node: Map) -> str:
    entry = node.entries.get("kind")
    if entry is None:
        return Kind.CHOICE
    value = entry[1]
    if isinstance(value, Text) and value.value in shapes.KINDS:
        return value.value
    said = f"`{short(value.value)}`" if isinstance(value, Text) else "this"
    guess = nearest(value.value, shapes.KINDS) if isinstance(value, Text) else ""
    meant = guess.partition("`")[2].partition("`")[0]
    page.report(
        "M104",
        head(value),
        f"{said.capitalize() if said == 'this' else said} is no kind of scenario; "
        f"the kinds are {listed(shapes.KINDS)}.",
        guess or f"Write one of {listed(shapes.KINDS)}.",
        fix=mends.at(value, mends.same_word(value.value, shapes.KINDS))
        if isinstance(value, Text)
        else None,
    )
    return meant or _kind_by_fields(node)


def _kind_by_fields(node: Map) -> str:
    """The kind that the fields speak of, so that the rest is checked against what was meant."""
    for name, kind in (
        ("stages", Kind.STAGED),
        ("rows", Kind.BOARD),
        ("levels", Kind.QUANTILE),
        ("bins", Kind.QUANTILE),
        ("generator", Kind.GENERATED),
        ("options", Kind.CHOICE),
    ):
        if name in node.entries:
            return kind
    return Kind.BINARY


def _check_explanation(fields: Fields, kind: str, *, pending: bool) -> None:
    if pending or kind == Kind.GENERATED or fields.has("explanation"):
        return
    if "explanation" in fields.misspelt:
        return
    entry = shapes.SCENARIO.get("explanation")
    assert entry is not None
    fields.missing(entry)


def _check_pending(page: Page, fields: Fields) -> None:
    for name in ("criterion", "resolve_by"):
        if not fields.has(name):
            entry = shapes.SCENARIO.get(name)
            assert entry is not None
            page.report(
                "M102",
                fields.key("answer"),
                f"The answer is pending and there is no `{name}`.",
                f"Add `{name}:` - {entry.what}",
            )


def _resolved(page: Page, fields: Fields, *, pending: bool) -> Resolution | None:
    node = fields.map("resolved")
    if node is None:
        return None
    inner = Fields(page, node, shapes.RESOLVED)
    outcome = inner.one_of("outcome", shapes.OUTCOMES)
    if outcome and not pending and fields.has("answer"):
        page.report(
            "M104",
            inner.key("outcome"),
            f"The question is {outcome} and has an answer.",
            "Write `answer: pending`, or delete `outcome`.",
        )
    return Resolution(
        inner.day("on", whole=True), inner.text("by"), inner.text("evidence"), outcome
    )


def _truth(page: Page, fields: Fields) -> str:
    node = fields.map("truth")
    if node is None:
        return ""
    return Fields(page, node, shapes.TRUTH).one_of("kind", shapes.TRUTH_KINDS)
