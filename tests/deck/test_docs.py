"""docs/deck-format.md names every field and code, and its examples are clean."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tastegym.deck import shapes
from tastegym.deck.codes import CODES
from tastegym.deck.diagnostic import Severity
from tastegym.deck.lint.run import lint_text

PAGE = (Path(__file__).parents[2] / "docs" / "deck-format.md").read_text("utf-8")
EXAMPLES = [
    block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "tastegym: 1" in block
]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_examples_lint_clean(number: int) -> None:
    loaded = lint_text("docs.yaml", EXAMPLES[number].encode())
    assert loaded.deck is not None
    assert [one.message for one in loaded.diagnostics] == []


def test_there_is_an_example_of_every_kind() -> None:
    deck = lint_text("docs.yaml", EXAMPLES[1].encode()).deck
    assert deck is not None
    assert {one.kind.value for one in deck.scenarios} == set(shapes.KINDS)
    assert any(one.pending for one in deck.scenarios)


def test_every_field_is_named() -> None:
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`[^`]+`", prose))))
    for shape in (value for value in vars(shapes).values() if isinstance(value, shapes.Shape)):
        assert {field.name for field in shape.fields} <= named, shape.noun


def test_every_code_stands_in_the_table_with_its_severity() -> None:
    cells = dict(re.findall(r"\| ([A-Z]\d{3}\*?(?: [WI])?) (\|)", PAGE))
    marks = {cell[:4]: cell[5:].strip() for cell in cells}
    assert set(marks) == set(CODES)
    for code, mark in marks.items():
        severity = CODES[code].severity
        # W409 is both: overlapping options warn, equal ones are an error.
        assert mark == ("" if severity is Severity.ERROR or code == "W409" else severity.value)


def test_every_code_that_can_be_reported_is_in_the_table() -> None:
    source = Path(__file__).parents[2] / "tastegym"
    said: set[str] = set()
    for folder in ("deck", "authoring", "cli", "tui/preview"):
        for file in sorted((source / folder).rglob("*.py")):
            text = re.sub(r"# noqa: .*", "", file.read_text("utf-8"))
            said |= set(re.findall(r"\b([SMKLXWVGAP]\d{3})\b", text))
    assert {"S000", "P801", "P802", "A501", "G703"} <= said
    assert said == set(CODES)
