"""Comparators of four decks that can be computed: from keys, stages, and the blind answers."""

from __future__ import annotations

import json
import re
from math import prod
from pathlib import Path

import pytest

from tastegym.deck.load import load
from tastegym.deck.model import YES, Comparator, Kind, Scenario

ROOT = Path(__file__).parent.parent.parent
DECKS = ("oddities", "decisive-experiment", "narrative-and-claims", "process-and-planning")
NEWS, YES_RATE, STAGES = (
    "share of news, four decks",
    "this deck's share of yes",
    "likelihoods of the stages",
)


def items(name: str) -> tuple[Scenario, ...]:
    deck = load(ROOT / "decks" / name).deck
    assert deck is not None
    return deck.scenarios


EVERY = [(name, one, made) for name in DECKS for one in items(name) for made in one.comparators]
NAMES = [f"{one.id}-{made.name}" for _, one, made in EVERY]
BLIND = [(one, made) for _, one, made in EVERY if re.search(r"\bblind readers?$", made.name)]


def held() -> list[bool]:
    """Whether each outcome marked as news came true, in all four decks."""
    marked = [(one.exciting, one.answer) for name in DECKS for one in items(name)]
    marked += [(r.exciting, r.answer) for name in DECKS for one in items(name) for r in one.rows]
    return [news == answer for news, answer in marked if news]


def said_yes(name: str) -> list[bool]:
    rows = [row.answer for one in items(name) for row in one.rows]
    return [a == YES for a in rows + [s.answer for s in items(name) if s.kind is Kind.BINARY]]


def unrecognised(scenario: Scenario) -> list[dict[str, float]]:
    """The blind answers to the text as it stands whose reader did not know the case."""
    found = []
    for path in sorted((ROOT / "docs" / "decks" / "blind").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            if one["uid"] == scenario.uid and not one["recognised"]:
                mark = one.get("shown_hash", "")
                found += [one["probs"]] if mark and scenario.shown_hash.startswith(mark) else []
    return found


@pytest.mark.parametrize(("deck", "scenario", "made"), EVERY, ids=NAMES)
def test_a_computed_comparator_is_what_its_label_says(
    deck: str, scenario: Scenario, made: Comparator
) -> None:
    assert made.source, "says where it comes from"
    probs = dict(made.probs)
    if made.name == "ideal observer":
        assert scenario.truth_kind == "CALC"
        assert probs[scenario.answer] == sum(probs.values()) == 1
    if made.name == "exact computation":
        assert probs == {row.id: float(row.answer == YES) for row in scenario.rows}
    if made.name == NEWS:
        others = held()
        others.remove(scenario.exciting == scenario.answer)
        assert re.search(rf"\b{sum(others)} of the other {len(others)}\b", made.source)
        assert probs[scenario.exciting] == pytest.approx(sum(others) / len(others), abs=0.006)
        rest = [p for option, p in probs.items() if option != scenario.exciting]
        assert rest == pytest.approx([rest[0]] * len(scenario.options[1:]))
    if made.name == YES_RATE:
        counted = said_yes(deck)
        assert re.search(rf"\b{sum(counted)} of {len(counted)}\b", made.source)
        want = sum(counted) / len(counted)
        keys = [row.id for row in scenario.rows] or [YES]
        assert [probs[key] for key in keys] == pytest.approx([want] * len(keys), abs=0.001)
    if made.name == STAGES:
        seen = {
            option.id: prod(stage.likelihood.get(option.id, 1.0) for stage in scenario.stages)
            for option in scenario.options
        }
        total = sum(seen.values())
        assert probs == pytest.approx({k: v / total for k, v in seen.items()}, abs=0.002)


@pytest.mark.parametrize(("scenario", "made"), BLIND, ids=[one.id for one, _ in BLIND])
def test_blind_readers_are_those_who_answered_this_very_text(
    scenario: Scenario, made: Comparator
) -> None:
    count = {"one": 1, "two": 2, "three": 3, "four": 4}[made.name.split()[0]]
    answers = unrecognised(scenario)
    assert len(answers) == count
    for key, p in dict(made.probs).items():
        assert p == pytest.approx(sum(one[key] for one in answers) / count, abs=0.006)
