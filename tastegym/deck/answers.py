"""Answers and probabilities of a scenario: keys, boards, quantities, comparators, likelihoods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.deck import mends, shapes
from tastegym.deck.fields import Fields, head, listed, many, nearest, read_number, short
from tastegym.deck.model import NO, YES, Comparator, Kind, QuantileAnswer, Row
from tastegym.deck.nodes import Map, Node, Page, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

PENDING = "pending"
MIN_ROWS, MAX_ROWS = 2, 6
MIN_LEVELS, MAX_LEVELS = 2, 19
MAX_EDGES = 11


def read_answer(page: Page, fields: Fields, kind: str, ids: Sequence[str]) -> tuple[str, bool]:
    """The key of a choice, binary or staged scenario, and whether it is pending."""
    if kind not in shapes.WITH_ANSWER:
        return "", False
    node = fields.node_of("answer")
    if node is None:
        return "", False
    if isinstance(node, Text) and node.value == PENDING:
        return "", True
    if kind == Kind.QUANTILE:
        return "", False
    words = list(ids)
    if not isinstance(node, Text):
        fields.wrong(node, "answer", "it is the id of one option", "Write that id.")
        return "", False
    if not words:
        return "", False  # the options have findings of their own
    if node.value not in words:
        what = "neither yes nor no" if words == [YES, NO] else "no option of this scenario"
        page.report(
            "K201",
            node,
            f"The answer `{short(node.value)}` is {what}.",
            nearest(node.value, words) or f"Write one of {listed(word for word in words if word)}.",
            fix=mends.at(node, _meant(node.value, words)),
        )
        return "", False
    return node.value, False


def _meant(word: str, words: Sequence[str]) -> str | None:
    said = mends.same_word(word, words)
    return mends.yes_no(word) if said is None and set(words) == {YES, NO} else said


def read_board(page: Page, fields: Fields) -> tuple[Row, ...]:
    """The rows of a board: claims, each with its own yes or no."""
    nodes = fields.maps("rows")
    if nodes and not MIN_ROWS <= len(nodes) <= MAX_ROWS:
        page.report(
            "M105",
            fields.key("rows"),
            f"The board has {many(len(nodes), 'row')}; it has {MIN_ROWS} to {MAX_ROWS}.",
            "Add or drop rows.",
        )
    rows: list[Row] = []
    for node in nodes:
        inner = Fields(page, node, shapes.ROW)
        row = Row(
            inner.slug("id"),
            inner.text("text"),
            _row_answer(page, inner),
            inner.text("feedback"),
            inner.one_of("exciting", (YES, NO)),
        )
        if row.id and row.id in {one.id for one in rows}:
            page.report(
                "L302",
                head(node.entries["id"][1]),
                f"Two rows are called `{row.id}`.",
                "Rename one of them.",
            )
        rows.append(row)
    without = [row.id for row in rows if not row.feedback]
    if without and len(without) < len(rows):
        page.report(
            "K204",
            fields.key("rows"),
            f"Some rows have feedback and others none: {listed(without)}.",
            "Say of every row why it was so.",
        )
    return tuple(rows)


def _row_answer(page: Page, inner: Fields) -> str:
    node = inner.node_of("answer")
    if node is None:
        return ""
    if isinstance(node, Text) and node.value in {YES, NO}:
        return node.value
    if not isinstance(node, Text):
        inner.wrong(node, "answer", "it is yes or no", "Write `yes` or `no`.")
        return ""
    page.report(
        "K201",
        node,
        f"The answer `{short(node.value)}` is neither yes nor no.",
        "Write `yes` or `no`.",
        fix=mends.at(node, mends.yes_no(node.value)),
    )
    return ""


def read_quantity(
    page: Page, fields: Fields
) -> tuple[QuantileAnswer | None, tuple[float, ...], tuple[float, ...], bool]:
    """The answer of a numeric scenario, its quantile levels, its bin edges; is it pending?"""
    levels, bins = _levels(page, fields), _bins(page, fields)
    if fields.has("levels") and fields.has("bins"):
        page.report(
            "M104",
            fields.key("bins"),
            "The scenario has `levels` and `bins`; it is asked in one way.",
            "Keep one of the two.",
        )
    elif not fields.has("levels") and not fields.has("bins"):
        entry = shapes.SCENARIO.get("levels")
        assert entry is not None
        page.report(
            "M102",
            head(fields.key("id")),
            "The scenario has neither `levels` nor `bins`.",
            "Add `levels: [0.1, 0.5, 0.9]`, or the edges of bins.",
        )
    node = fields.node_of("answer")
    if node is None or (isinstance(node, Text) and node.value == PENDING):
        return (None if node is None else QuantileAnswer(None)), levels, bins, node is not None
    if not isinstance(node, Map):
        fields.wrong(node, "answer", "for a quantity it has fields",
                     "Write {value: 0.18, unit: d}.")  # fmt: skip
        return None, levels, bins, False
    inner = Fields(page, node, shapes.QUANTITY)
    value_node = inner.node_of("value")
    pending = isinstance(value_node, Text) and value_node.value == PENDING
    value = None if pending else inner.number("value")
    answer = QuantileAnswer(
        value,
        inner.text("unit"),
        inner.one_of("scale", ("linear", "log"), "linear"),
        inner.number("min"),
        inner.number("max"),
    )
    _check_range(page, inner, answer)
    return answer, levels, bins, pending


def _check_range(page: Page, inner: Fields, answer: QuantileAnswer) -> None:
    low, high = answer.min, answer.max
    if low is not None and high is not None and low >= high:
        page.report("K203", inner.key("max"), f"max {high:g} is not above min {low:g}.",
                    "Give the lower limit as min.")  # fmt: skip
    elif answer.value is not None and (
        (low is not None and answer.value < low) or (high is not None and answer.value > high)
    ):
        limits = f"{'' if low is None else f'{low:g}'} to {'' if high is None else f'{high:g}'}"
        node = inner.node_of("value")
        assert node is not None
        page.report("K203", node, f"The value {answer.value:g} lies outside {limits}.",
                    "Correct the value, or widen min and max.")  # fmt: skip
    if answer.scale == "log":
        for name, number in (("value", answer.value), ("min", low)):
            if number is not None and number <= 0:
                page.report("K203", inner.key(name),
                            f"On a log scale `{name}` has to be above 0; it is {number:g}.",
                            "Use `scale: linear`, or correct the number.")  # fmt: skip


def _rising(page: Page, fields: Fields, name: str, values: tuple[float, ...]) -> bool:
    items = fields.items(name)
    for i in range(1, len(values)):
        if values[i] <= values[i - 1]:
            page.report(
                "K203",
                head(items[i]),
                f"`{name}` has to rise: {values[i]:g} follows {values[i - 1]:g}.",
                "Write the numbers in rising order, each once.",
            )
            return False
    return True


def _levels(page: Page, fields: Fields) -> tuple[float, ...]:
    values = fields.numbers("levels", share=True)
    if not values:
        return ()
    if not MIN_LEVELS <= len(values) <= MAX_LEVELS:
        page.report("M105", fields.key("levels"),
                    f"There {'is' if len(values) == 1 else 'are'} {many(len(values), 'level')}; "
                    f"there are {MIN_LEVELS} to {MAX_LEVELS}.",
                    "Write [0.1, 0.5, 0.9].")  # fmt: skip
    for item, value in zip(fields.items("levels"), values, strict=True):
        if not 0 < value < 1:
            page.report("K203", head(item), f"The level {value:g} does not lie between 0 and 1.",
                        "Write shares: 10 % is 0.1.")  # fmt: skip
            return ()
    return values if _rising(page, fields, "levels", values) else ()


def _bins(page: Page, fields: Fields) -> tuple[float, ...]:
    values = fields.numbers("bins")
    if not values:
        return ()
    if len(values) > MAX_EDGES:
        page.report("M105", fields.key("bins"),
                    f"There are {len(values)} edges; {MAX_EDGES} make twelve bins.",
                    "Drop some edges.")  # fmt: skip
    return values if _rising(page, fields, "bins", values) else ()


def read_comparators(
    page: Page,
    fields: Fields,
    kind: str,
    ids: Sequence[str],
    rows: Sequence[Row],
    levels: Sequence[float] = (),
) -> tuple[Comparator, ...]:
    """Who else answered; probabilities that sum to 1 but for rounding are brought to exactly 1.

    `ids` are those of the options or bins; with `levels` a comparator gives a value for each.
    """
    kept: list[Comparator] = []
    for node in fields.maps("comparators"):
        inner = Fields(page, node, shapes.COMPARATOR)
        name, source = inner.text("name"), inner.text("source")
        if not _fits(page, inner, "values" if levels else "probs"):
            continue
        if levels:
            values = _at_levels(page, inner, levels)
            if values:
                kept.append(Comparator(name, values, source))
            continue
        words = [row.id for row in rows] if kind == Kind.BOARD else list(ids)
        probs_node = inner.map("probs")
        if probs_node is None:
            continue
        probs = _probabilities(page, probs_node, words, "comparator")
        if probs is None:
            continue
        if kind != Kind.BOARD:
            if set(words) == {YES, NO} and len(probs) == 1:
                (word, p), *_ = probs.items()
                probs = (
                    {YES: p, NO: round(1 - p, 12)}
                    if word == YES
                    else {YES: round(1 - p, 12), NO: p}
                )
            whole = sum(probs.values())
            if abs(whole - 1) > 0.005 * len(words) + 1e-9:
                page.report("K202", inner.key("probs"),
                            f"The probabilities sum to {whole:g}, not to 1.",
                            "Correct them; an option that is left out counts as 0.")  # fmt: skip
                continue
            exact = abs(whole - 1) < 1e-9
            probs = {
                word: probs.get(word, 0.0) if exact else probs.get(word, 0.0) / whole
                for word in words
            }
        kept.append(Comparator(name, probs, source))
    return tuple(kept)


def _fits(page: Page, inner: Fields, wanted: str) -> bool:
    """Whether a comparator gives what its scenario asks for: `probs`, or `values` at levels."""
    other = "probs" if wanted == "values" else "values"
    if inner.has(other):
        said = "asks for quantiles" if wanted == "values" else "asks for no quantiles"
        page.report("M101", inner.key(other), f"The scenario {said}: `{other}` does not belong.",
                    f"Write `{wanted}`.")  # fmt: skip
        return False
    if not inner.has(wanted):
        entry = shapes.COMPARATOR.get(wanted)
        assert entry is not None
        inner.missing(entry)
        return False
    return True


def _at_levels(page: Page, inner: Fields, levels: Sequence[float]) -> dict[str, float]:
    """Values by level, written as 0.1; they may be equal and never fall."""
    values = inner.numbers("values")
    if values is None:
        return {}
    if len(values) != len(levels):
        page.report("M105", inner.key("values"),
                    f"`values` holds {many(len(values), 'number')} for "
                    f"{many(len(levels), 'level')}.",
                    "Give each level one value.")  # fmt: skip
        return {}
    for i in range(1, len(values)):
        if values[i] < values[i - 1]:
            page.report("K203", head(inner.items("values")[i]),
                        f"`values` may not fall: {values[i]:g} follows {values[i - 1]:g}.",
                        "Give the lowest level first.")  # fmt: skip
            return {}
    return {f"{level:g}": value for level, value in zip(levels, values, strict=True)}


def _probabilities(
    page: Page, node: Map, words: Sequence[str], what: str
) -> dict[str, float] | None:
    probs: dict[str, float] = {}
    before = page.findings.errors
    for name, (key, value) in node.entries.items():
        if name not in words:
            page.report(
                "L304",
                key,
                f"`{short(name)}` is no option of this scenario.",
                nearest(name, words) or f"Write one of {listed(words)}.",
                fix=mends.at(key, _unused(mends.same_word(name, words), node)),
            )
            continue
        number = _share(page, value, name)
        if number is not None:
            probs[name] = number
    if not node.entries:
        page.report(
            "K202", head(node), f"The {what} gives no probability.", "Give each option one."
        )
    return probs if page.findings.errors == before else None


def _unused(word: str | None, node: Map) -> str | None:
    return None if word in node.entries else word


def _share(page: Page, node: Node, name: str) -> float | None:
    number = read_number(page, node, name, share=True)
    if number is not None and not 0 <= number <= 1:
        page.report(
            "K202",
            head(node),
            f"The probability {number:g} of `{short(name)}` does not lie between 0 and 1.",
            f"Write {number / 100:g} for {number:g} %." if 2 <= number <= 100 else "Write a share.",
        )
        return None
    return number


def read_likelihood(page: Page, inner: Fields, ids: Sequence[str]) -> dict[str, float]:
    """How probable a stage's evidence is under each option; no sum, not all 0."""
    node = inner.map("likelihood")
    if node is None:
        return {}
    values = _probabilities(page, node, ids, "likelihood")
    if values is None:
        return {}
    left_out = [name for name in ids if name and name not in values]
    if left_out:
        page.report("K202", inner.key("likelihood"),
                    f"The likelihood leaves out {listed(left_out)}.",
                    "Say for every option how probable the evidence is if it holds.")  # fmt: skip
    elif not any(values.values()):
        page.report("K202", inner.key("likelihood"),
                    "The evidence is impossible under every option.",
                    "Give at least one option a likelihood above 0.")  # fmt: skip
    return {name: values[name] for name in ids if name in values}
