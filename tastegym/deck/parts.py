"""The parts of a scenario that are lists: references, skills, sources, stages, generators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.deck import mends, shapes
from tastegym.deck.answers import read_likelihood
from tastegym.deck.exhibits import read_exhibits
from tastegym.deck.fields import Fields, head, listed, nearest, read_slug, short
from tastegym.deck.model import GeneratorRef, Source, Stage
from tastegym.deck.names import is_uid
from tastegym.deck.nodes import Page, Text
from tastegym.deck.skills import SKILLS

if TYPE_CHECKING:
    from collections.abc import Collection

MIN_STAGES, MAX_STAGES = 2, 12
MAX_SEEDS = 1_000_000


def read_references(page: Page, fields: Fields, name: str, deck: str) -> tuple[str, ...]:
    """Ids of this deck, or full uids of any, as uids."""
    kept: list[str] = []
    for item in fields.words(name):
        if isinstance(item, Text) and "#" in item.value:
            if is_uid(item.value):
                kept.append(item.value)
            else:
                page.report(
                    "M104",
                    item,
                    f"`{short(item.value)}` is no reference to a scenario.",
                    "Write the id of a scenario of this deck, or owner/deck#id.",
                )
            continue
        slug = read_slug(page, item, name)
        if slug:
            kept.append(f"{deck}#{slug}")
    return tuple(dict.fromkeys(kept))


def read_skills(page: Page, fields: Fields, own: Collection[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for item in fields.words("skills"):
        if not isinstance(item, Text):
            fields.wrong(item, "skills", "each item is the id of a skill")
        elif item.value in SKILLS or item.value in own:
            kept.append(item.value)
        else:
            page.report(
                "L301",
                item,
                f"There is no skill `{short(item.value)}`.",
                nearest(item.value, [*SKILLS, *own])
                or "Use an id of the skills file, or declare it in the deck's `skills`.",
                fix=mends.at(item, mends.same_word(item.value, [*SKILLS, *own])),
            )
    return tuple(dict.fromkeys(kept))


def read_sources(page: Page, fields: Fields) -> tuple[Source, ...]:
    kept: list[Source] = []
    for node in fields.maps("sources"):
        inner = Fields(page, node, shapes.SOURCE)
        url = read_url(page, inner)
        kept.append(
            Source(
                inner.text("title"),
                url,
                inner.text("identifier"),
                inner.text("locator"),
                inner.one_of("checked", shapes.CHECKED),
            )
        )
    return tuple(kept)


def read_url(page: Page, inner: Fields) -> str:
    """A web address: http or https, nothing that a terminal or shell would run."""
    node = inner.node_of("url")
    url = inner.text("url")
    if node is None or not url:
        return ""
    if url.startswith(("https://", "http://")) and not any(char.isspace() for char in url):
        return url
    page.report(
        "M104",
        head(node),
        f"`{short(url)}` is no web address.",
        "Write an address that begins with https://, or use `identifier`.",
    )
    return ""


def read_stages(page: Page, fields: Fields, ids: list[str]) -> tuple[Stage, ...]:
    nodes = fields.maps("stages")
    if nodes and not MIN_STAGES <= len(nodes) <= MAX_STAGES:
        page.report(
            "M105",
            fields.key("stages"),
            f"There {'is' if len(nodes) == 1 else 'are'} {len(nodes)} "
            f"stage{'' if len(nodes) == 1 else 's'}; there are {MIN_STAGES} to {MAX_STAGES}.",
            "Begin with `- {ask: prior}`, then reveal the evidence step by step.",
        )
    stages: list[Stage] = []
    for number, node in enumerate(nodes):
        inner = Fields(page, node, shapes.STAGE)
        prior = inner.one_of("ask", ("prior",)) == "prior"
        stage = Stage(
            inner.text("reveal"),
            read_exhibits(page, inner),
            read_likelihood(page, inner, ids),
        )
        shown = inner.has("reveal") or inner.has("exhibits")
        if prior and (shown or number):
            page.report(
                "M104",
                inner.key("ask"),
                "`ask: prior` stands alone, as the first stage.",
                "Move it to the front, without evidence.",
            )
        elif not prior and not shown and not inner.has("ask"):
            entry = shapes.STAGE.get("reveal")
            assert entry is not None
            inner.missing(entry)
        stages.append(stage)
    return tuple(stages)


def read_exciting(page: Page, fields: Fields, ids: list[str]) -> str:
    node = fields.node_of("exciting")
    if node is None:
        return ""
    if isinstance(node, Text) and node.value in ids:
        return node.value
    said = f"`{short(node.value)}`" if isinstance(node, Text) else "this"
    page.report(
        "L304",
        head(node),
        f"`exciting` names an option, and {said} is none.",
        f"Write one of {listed(ids)}.",
        fix=mends.at(node, mends.same_word(node.value, ids)) if isinstance(node, Text) else None,
    )
    return ""


def read_generator(page: Page, fields: Fields) -> GeneratorRef | None:
    node = fields.map("generator")
    if node is None:
        return None
    inner = Fields(page, node, shapes.GENERATOR)
    params: dict[str, str] = {}
    params_node = inner.map("params")
    for name, (_, value) in params_node.entries.items() if params_node is not None else ():
        if isinstance(value, Text):
            params[name] = value.value
        else:
            inner.wrong(value, short(name), "a setting is one word or number")
    return GeneratorRef(inner.slug("name"), inner.integer("version", 1, 10_000) or 1, params)


def read_seeds(page: Page, fields: Fields) -> str:
    node = fields.node_of("seeds")
    if node is None:
        return ""
    if isinstance(node, Text):
        first, dash, last = node.value.partition("-")
        ends = (first, last) if dash else (first, first)
        if all(end.isascii() and end.isdigit() and len(end) <= 9 for end in ends) and (
            0 <= int(ends[1]) - int(ends[0]) < MAX_SEEDS
        ):
            return node.value
    meant = mends.seeds(node.value) if isinstance(node, Text) else None
    if meant is not None and int(meant.partition("-")[0]) > int(meant.partition("-")[2]):
        meant = None
    page.report(
        "M104",
        head(node),
        "`seeds` gives the first and the last seed, the smaller first.",
        "Write `1-40`.",
        fix=mends.at(node, meant),
    )
    return ""
