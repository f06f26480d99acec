"""Comparators of the two machine-learning decks that are computed from the decks themselves."""

from __future__ import annotations

import re
from math import comb, prod
from pathlib import Path

import pytest

from tastegym.deck.load import load
from tastegym.deck.model import YES, Kind, Scenario

ROOT = Path(__file__).parent.parent.parent / "decks"
DECKS = ("what-held-up-in-interpretability", "what-survived-tuning")
YES_RATE, NEWS_RATE = "this deck's share of yes", "this deck's share of news"
STAGES = "likelihoods of the stages"


def items(name: str) -> tuple[Scenario, ...]:
    deck = load(ROOT / name).deck
    assert deck is not None
    return deck.scenarios


def yes_no(name: str) -> list[bool]:
    said = []
    for one in items(name):
        if one.kind is Kind.BOARD:
            said += [row.answer == YES for row in one.rows]
        elif one.kind is Kind.BINARY:
            said.append(one.answer == YES)
    return said


def news(name: str) -> list[bool]:
    asked = [s for s in items(name) if s.kind in (Kind.CHOICE, Kind.STAGED) and s.exciting]
    return [s.exciting == s.answer for s in asked]


def all_comparators() -> list[tuple[str, Scenario, str, dict[str, float], str]]:
    return [
        (deck, one, made.name, dict(made.probs), made.source)
        for deck in DECKS
        for one in items(deck)
        for made in one.comparators
    ]


@pytest.mark.parametrize("deck", DECKS)
def test_all_but_a_few_items_have_a_comparator(deck: str) -> None:
    bare = [one for one in items(deck) if not one.comparators]
    assert len(bare) <= 2
    assert all(one.kind is Kind.QUANTILE or not one.exciting for one in bare)


@pytest.mark.parametrize(
    ("deck", "scenario", "name", "probs", "source"),
    all_comparators(),
    ids=lambda value: getattr(value, "id", None) if isinstance(value, Scenario) else None,
)
def test_a_comparator_is_what_its_label_says(
    deck: str, scenario: Scenario, name: str, probs: dict[str, float], source: str
) -> None:
    assert source, "says where it comes from"
    if scenario.kind not in (Kind.BOARD, Kind.BINARY, Kind.QUANTILE):
        assert sum(probs.values()) == pytest.approx(1.0, abs=1e-9)
    if name in (YES_RATE, NEWS_RATE):
        counted = yes_no(deck) if name == YES_RATE else news(deck)
        assert re.search(rf"\b{sum(counted)} of {len(counted)}\b", source)
        p = sum(counted) / len(counted)
        keys = [row.id for row in scenario.rows] or [YES if name == YES_RATE else scenario.exciting]
        assert [probs[key] for key in keys] == pytest.approx([p] * len(keys), abs=0.002)
    if name == STAGES:
        seen = {
            option.id: prod(stage.likelihood.get(option.id, 1.0) for stage in scenario.stages)
            for option in scenario.options
        }
        total = sum(seen.values())
        assert probs == pytest.approx({k: v / total for k, v in seen.items()}, abs=0.002)


def test_the_binomial_of_one_remedy() -> None:
    (knobs,) = (one for one in items(DECKS[1]) if one.id == "thirteen-knobs")
    chances = [comb(40, k) / 2**40 for k in range(41)]
    bands = {"fewer": (0, 16), "level": (16, 21), "ahead": (21, 35), "far": (35, 41)}
    want = {name: sum(chances[low:high]) for name, (low, high) in bands.items()}
    assert dict(knobs.comparators[0].probs) == pytest.approx(want, abs=0.002)
