"""Options of a scenario: at most one of each name and text, with feedback on all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.deck import shapes
from tastegym.deck.diagnostic import Severity
from tastegym.deck.fields import Fields, head, listed
from tastegym.deck.model import NO, YES, Kind, Option

if TYPE_CHECKING:
    from tastegym.deck.nodes import Map, Page

MIN_OPTIONS, MAX_OPTIONS = 2, 12


def _is_yes_no(fields: Fields, kind: str) -> bool:
    """Binary scenarios, and staged ones that list no options, ask yes or no."""
    return kind == Kind.BINARY or (kind == Kind.STAGED and "options" not in fields.node.entries)


def read_options(page: Page, fields: Fields, kind: str) -> tuple[Option, ...]:
    if _is_yes_no(fields, kind):
        node = fields.map("feedback")
        said = {YES: "", NO: ""}
        if node is not None:
            inner = Fields(page, node, shapes.FEEDBACK)
            said = {word: inner.text(word) for word in (YES, NO)}
            _even_feedback(page, fields, said)
        return Option(YES, "Yes", said[YES]), Option(NO, "No", said[NO])
    if kind not in shapes.WITH_OPTIONS:
        return ()
    if kind == Kind.STAGED and fields.has("feedback"):
        key = fields.key("feedback")
        page.report("M101", key, "`feedback` stands in each option where options are listed.",
                    "Move the texts into the options.")  # fmt: skip
    options: list[Option] = []
    texts: dict[str, str] = {}
    nodes = fields.maps("options")
    for node in nodes:
        inner = Fields(page, node, shapes.OPTION)
        option = Option(inner.slug("id"), inner.text("text"), inner.text("feedback"))
        if option.id == "pending":
            page.report("M104", inner.key("id"), "An option may not be called `pending`, "
                        "which marks a question without an answer yet.", "Rename it.")  # fmt: skip
        if option.id and option.id in {one.id for one in options}:
            page.report(
                "L302",
                head(node.entries["id"][1]),
                f"Two options are called `{option.id}`.",
                "Rename one of them.",
            )
        words = " ".join(option.text.casefold().split())
        if words in texts:
            _same_text(page, node, option.id, texts[words])
        elif words:
            texts[words] = option.id
        options.append(option)
    if fields.has("options") and nodes and not MIN_OPTIONS <= len(nodes) <= MAX_OPTIONS:
        page.report(
            "M105",
            fields.key("options"),
            f"There {'is' if len(nodes) == 1 else 'are'} {len(nodes)} "
            f"option{'' if len(nodes) == 1 else 's'}; a question has {MIN_OPTIONS} to "
            f"{MAX_OPTIONS}.",
            "Add or drop options.",
        )
    _even_feedback(page, fields, {option.id: option.feedback for option in options})
    return tuple(options)


def _same_text(page: Page, node: Map, second: str, first: str) -> None:
    page.report(
        "W409",
        head(node.entries["text"][1]),
        f"`{second}` and `{first}` are the same text.",
        "Drop one, or say what sets them apart.",
        severity=Severity.ERROR,
    )


def _even_feedback(page: Page, fields: Fields, said: dict[str, str]) -> None:
    without = [name for name, feedback in said.items() if not feedback]
    if without and len(without) < len(said):
        name = "feedback" if fields.has("feedback") else "options"
        page.report(
            "K204",
            fields.key(name),
            f"Some options have feedback and others none: {listed(without)}.",
            "Say of every option why it tempts and why it holds or fails.",
        )
