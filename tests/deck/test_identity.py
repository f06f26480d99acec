"""What changes which hash, and the lossless form of a scenario."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tastegym.deck.identity import (
    _canonical,
    _trimmed,
    key_hash,
    scenario_from_dict,
    scenario_to_dict,
    shown_hash,
    with_hashes,
)
from tastegym.deck.load import load_text
from tastegym.deck.model import Option, QuantileAnswer, Row, Scenario, Source, Stage
from tastegym.text import canonical
from tests.deck import broken
from tests.deck.strategies import scenarios

BLANKS = [chr(code) for code in range(0x3001) if chr(code).isspace()]


def one(text: str) -> Scenario:
    deck = load_text("d.yaml", broken.of(text).encode()).deck
    assert deck is not None
    return deck.scenarios[0]


CHOICE, STAGED, BOARD, QUANTILE, GENERATED = (
    one(text)
    for text in (broken.CHOICE, broken.STAGED, broken.BOARD, broken.QUANTILE, broken.GENERATED)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text('ab"n\\\u00e9\u0301\u2000' + "".join(BLANKS), max_size=6)))
def test_blanks_are_cut_whatever_they_are(texts: list[str]) -> None:
    assert _canonical(texts) == canonical(_trimmed(texts))


@pytest.mark.parametrize("blank", BLANKS)
def test_each_blank_is_cut(blank: str) -> None:
    for text in (f"a{blank}", f"a{blank}\nb", f"\n{blank}\na"):
        assert _canonical([text]) == canonical(_trimmed([text]))
        assert blank not in json.loads(_canonical([text]))[0].replace("\n", "") or blank == "\n"


@settings(max_examples=60, deadline=None)
@given(scenarios)
def test_the_round_trip_is_exact(scenario: Scenario) -> None:
    body = scenario_to_dict(scenario)
    again = scenario_from_dict(json.loads(json.dumps(body)))
    assert again == scenario
    assert scenario_to_dict(again) == body
    for entry in fields(Scenario):
        assert type(getattr(again, entry.name)) is type(getattr(scenario, entry.name))


@settings(max_examples=40, deadline=None)
@given(scenarios)
def test_hashes_survive_canonical_json(scenario: Scenario) -> None:
    again = scenario_from_dict(json.loads(canonical(scenario_to_dict(scenario))))
    assert shown_hash(again) == shown_hash(scenario)
    assert key_hash(again) == key_hash(scenario)


def test_defaults_are_dropped() -> None:
    assert set(scenario_to_dict(CHOICE)) == {
        "uid", "deck", "deck_version", "id", "kind", "setup", "question", "explanation", "options",
        "answer", "shown_hash", "key_hash",
    }  # fmt: skip


SHOWN: dict[str, tuple[Scenario, dict[str, Any]]] = {
    "setup": (CHOICE, {"setup": "x"}),
    "question": (CHOICE, {"question": "x"}),
    "option text": (CHOICE, {"options": (Option("x", "Seed"), Option("y", "Data"))}),
    "option id": (CHOICE, {"options": (Option("z", "Seeds"), Option("y", "Data"))}),
    "exhibits": (CHOICE, {"exhibits": one(
        broken.CHOICE + "    exhibits: [{type: table, columns: [a], rows: [[1]]}]\n").exhibits}),
    "hints": (CHOICE, {"hints": ("x",)}),
    "ask_first": (CHOICE, {"ask_first": True}),
    "criterion": (CHOICE, {"criterion": "x"}),
    "resolve_by": (CHOICE, {"resolve_by": "2027-01-01"}),
    "stage": (STAGED, {"stages": (Stage(), Stage("Counts changed."))}),
    "row text": (BOARD, {"rows": (Row("one", "x", "yes"), BOARD.rows[1])}),
    "unit": (QUANTILE, {"quantile": QuantileAnswer(0.18, "g", "linear", -1.0, 2.0)}),
    "generator": (GENERATED, {"generator": replace(GENERATED.generator, version=2)}),
}  # fmt: skip

KEY: dict[str, tuple[Scenario, dict[str, Any]]] = {
    "answer": (CHOICE, {"answer": "y"}),
    "pending": (CHOICE, {"answer": "", "pending": True}),
    "row answer": (BOARD, {"rows": (Row("one", "It rose", "no"), BOARD.rows[1])}),
    "value": (QUANTILE, {"quantile": QuantileAnswer(0.2, "d", "linear", -1.0, 2.0)}),
}

BOTH: dict[str, tuple[Scenario, dict[str, Any]]] = {
    "ordered": (CHOICE, {"ordered": True}),
    "levels": (QUANTILE, {"levels": (0.05, 0.5, 0.95)}),
    "scale": (QUANTILE, {"quantile": QuantileAnswer(0.18, "d", "log", -1.0, 2.0)}),
    "max": (QUANTILE, {"quantile": QuantileAnswer(0.18, "d", "linear", -1.0, 3.0)}),
}

NEITHER: dict[str, tuple[Scenario, dict[str, Any]]] = {
    "explanation": (CHOICE, {"explanation": "x"}),
    "feedback": (CHOICE, {"options": (Option("x", "Seeds", "f"), Option("y", "Data", "g"))}),
    "order in the file": (CHOICE, {"options": CHOICE.options[::-1]}),
    "trailing blanks": (CHOICE, {"setup": "Two runs differ.  \n"}),
    "tags": (CHOICE, {"skills": ("anomaly.triage",), "lessons": ("a",), "difficulty": 2}),
    "sources": (CHOICE, {"sources": (Source("T"),)}),
    "rule and cue": (CHOICE, {"rule": "r", "cue": "c", "ask_yourself": "a"}),
    "names": (CHOICE, {"aliases": ("a",), "rev": 2, "deck_version": "2.0.0", "cluster": "c"}),
    "contested": (CHOICE, {"contested": True}),
    "likelihood": (STAGED, {"stages": (Stage(), Stage("Counts are unchanged.", (), {"x": 1.0}))}),
    "row feedback": (BOARD, {"rows": (Row("one", "It rose", "yes", "f"), BOARD.rows[1])}),
}


@pytest.mark.parametrize("name", [*SHOWN, *KEY, *BOTH, *NEITHER])
def test_what_changes_which_hash(name: str) -> None:
    table = next(part for part in (SHOWN, KEY, BOTH, NEITHER) if name in part)
    scenario, change = table[name]
    changed = replace(scenario, **change)
    assert (shown_hash(changed) != shown_hash(scenario)) is (name in SHOWN or name in BOTH)
    assert (key_hash(changed) != key_hash(scenario)) is (name in KEY or name in BOTH)


def test_answering_a_lab_question_leaves_what_was_shown() -> None:
    late = "    criterion: The log.\n    resolve_by: 2027-01-01\n"
    before = one(broken.CHOICE.replace("answer: x", "answer: pending") + late)
    after = one(broken.CHOICE + late + "    resolved: {on: 2026-12-01}\n")
    assert before.shown_hash == after.shown_hash
    assert before.key_hash != after.key_hash


def test_composed_and_decomposed_letters_are_the_same() -> None:
    composed, decomposed = (one(broken.CHOICE.replace("Why", text)) for text in ("é", "e\u0301"))
    assert composed == decomposed


def test_the_hashes_never_change() -> None:
    """Stored with every answer: another value here would orphan them all."""
    assert [scenario.shown_hash[:16] for scenario in (CHOICE, STAGED, BOARD, QUANTILE)] == [
        "47f795a52c4f5085", "29617f577e1e4913", "07b77ee3121251d9", "bf1db1246692b13a",
    ]  # fmt: skip
    assert [scenario.key_hash[:16] for scenario in (CHOICE, STAGED, BOARD, QUANTILE)] == [
        "86e71fddfb324400", "4f56c9f8e5a604a4", "cdd105d009e78eca", "c18906d968a6f214",
    ]  # fmt: skip


@pytest.mark.parametrize("body", [{}, {"uid": "a"}, {"kind": "choice"}])
def test_what_is_no_scenario(body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a scenario"):
        scenario_from_dict(body)


def test_with_hashes_is_idempotent() -> None:
    assert with_hashes(CHOICE) == CHOICE
