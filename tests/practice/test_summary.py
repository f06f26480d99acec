"""The block in figures: rivals by kind, the longest option, and what a sitting moved."""

from __future__ import annotations

import pytest
from lives import Life, practise

from tastegym.deck.forms import Form
from tastegym.deck.model import Comparator, Kind, Option, Scenario
from tastegym.insight.filters import Filter
from tastegym.insight.look import look
from tastegym.insight.running import Running, running, sentences
from tastegym.practice.reveal import reveal
from tastegym.practice.summary import LONGEST, kind_of, result, summarise
from tastegym.practice.values import Asking, Estimate
from tastegym.scoring import rules

TODAY = "2026-12-31"


def asked(*options: Option, **given: object) -> Asking:
    base = {"uid": "d#x", "deck": "d", "deck_version": "1", "id": "x", "kind": Kind.CHOICE,
            "setup": "S.", "question": "Q?", "explanation": "E.", "answer": "a"}  # fmt: skip
    scenario = Scenario(**{**base, "options": options, **given})  # type: ignore[arg-type]
    return Asking(
        "e", scenario, Form.OPTIONS, options, (), 1, 1, 0, 1, (), None, (), 0, "new", "", None,
        "", None,
    )  # fmt: skip


THREE = (Option("a", "short"), Option("b", "a long one indeed"), Option("c", "middle one"))


def test_the_longest_option_is_a_rival_of_seventy_percent() -> None:
    one = result(reveal(asked(*THREE), [Estimate((6000, 2000, 2000))], ""))
    found = {name: (score, points) for name, score, points in one.against}
    wrong = (0.15, 0.7, 0.15)
    assert found[LONGEST] == pytest.approx((rules.half_brier(wrong, 0), rules.points(wrong, 0)))
    right = result(reveal(asked(*THREE, answer="b"), [Estimate((2000, 6000, 2000))], ""))
    assert {n: p for n, _, p in right.against}[LONGEST] > 60


def test_nobody_is_longest_where_lengths_tie_or_options_stand_on_a_scale() -> None:
    same = (Option("a", "one"), Option("b", "two"), Option("c", "ab"))
    for asking in (asked(*same), asked(*THREE, ordered=True)):
        shown = reveal(asking, [Estimate((6000, 2000, 2000))], "")
        assert LONGEST not in [name for name, _, _ in result(shown).against]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("prediction market", "market"),
        ("forecasters' mean", "crowd"),
        ("crowd", "crowd"),
        ("two blind readers", "blind readers"),
        ("this deck's share of news", "base rate"),
        ("base rate", "base rate"),
        ("share that replicated", "base rate"),
        ("rule: five sigma", "simple rules"),
        ("rule on p alone", "simple rules"),
        ("ideal observer", "ideal observer"),
        ("usual bias", "usual bias"),
        ("even odds", "even odds"),
    ],
)
def test_comparators_of_a_kind_stand_together(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_rivals_are_ranked_by_skill_on_the_questions_they_share() -> None:
    def played(answer: str, **comparators: tuple[float, float, float]) -> object:
        made = tuple(
            Comparator(name.replace("_", " "), dict(zip("abc", probs, strict=True)))
            for name, probs in comparators.items()
        )
        asking = asked(*THREE, answer=answer, comparators=made)
        return result(reveal(asking, [Estimate((6000, 2000, 2000))], ""))

    block = summarise(
        [
            played("a", rule_one=(1.0, 0.0, 0.0), rule_two=(0.0, 1.0, 0.0), market=(0.8, 0.1, 0.1)),
            played("c", market=(0.2, 0.2, 0.6)),
        ],  # type: ignore[list-item]
        skipped=0,
        waiting=0,
    )
    by_name = {rival.name: rival for rival in block.rivals}
    assert set(by_name) == {"market", "simple rules", LONGEST}
    assert by_name["market"].n == 2
    assert by_name["simple rules"].n == 1, "two rules on one question are one rival"
    mean = (rules.half_brier((1, 0, 0), 0) + rules.half_brier((0, 1, 0), 0)) / 2
    assert by_name["simple rules"].points == pytest.approx(
        100 * (1 - mean / rules.half_brier_uniform(3))
    )
    scores = [rules.half_brier((0.6, 0.2, 0.2), 0), rules.half_brier((0.6, 0.2, 0.2), 2)]
    assert by_name["market"].yours == pytest.approx(
        100 * (1 - sum(scores) / (2 * rules.half_brier_uniform(3)))
    )
    points = [rival.points for rival in block.rivals]
    assert points == sorted(points, reverse=True)


# --- what a sitting moved ----------------------------------------------------------------------


def moved(life: Life) -> Running:
    return running(life.history(), life.rows["sessions"][-1].id, TODAY)  # type: ignore[attr-defined]


def test_the_running_figures_are_those_of_the_record() -> None:
    life = practise(Life(seed=3), 40)
    life.minutes += 24 * 60
    before = look(life.history(), Filter(), TODAY).figures
    practise(life, 7)
    after = look(life.history(), Filter(), TODAY).figures
    found = moved(life)
    assert (found.brier.before.n, found.brier.now.n) == (before.fresh, after.fresh)
    assert found.brier.before.value == pytest.approx(before.brier)
    assert found.brier.now.value == pytest.approx(after.brier)
    assert found.points.now.value == pytest.approx(100 * after.skill.value)
    assert found.points.change == pytest.approx(100 * (after.skill.value - before.skill.value))
    (text,) = sentences(found)
    assert "over 47 counted answers" in text
    assert text.count("with this block") == 2


def test_repeats_and_hints_move_nothing() -> None:
    life = practise(Life(seed=3), 25)
    life.minutes += 24 * 60
    life.answer((0.9, 0.05, 0.05, 0.0), "a", name="s3")
    life.answer((0.9, 0.05, 0.05, 0.0), "a", lock={"hint_used": True})
    assert moved(life) == Running()
    assert list(sentences(moved(life))) == []


def test_few_answers_show_no_skill_and_a_first_block_no_change() -> None:
    found = moved(practise(Life(seed=3), 5))
    (text,) = sentences(found)
    assert "skill is shown from 20" in text
    assert "with this block" not in text
    assert found.points.now.value is None


def test_worlds_tell_regret_on_anchors_alone() -> None:
    import dataclasses
    import json

    life = Life(seed=3)
    for n, (anchor, regret) in enumerate(((True, 0.1), (False, 0.9), (True, 0.2), (True, 0.0))):
        if n == 3:
            life.minutes += 24 * 60
        life.answer((0.7, 0.3), "yes", ("yes", "no"), name=f"w{n}", uid=f"world:w@1/a#{n}",
                    kind="binary")  # fmt: skip
        body = json.dumps({"anchor": anchor}, separators=(",", ":"))
        life.rows["exposures"][-1] = dataclasses.replace(life.rows["exposures"][-1], body=body)  # type: ignore[type-var]
        body = json.dumps({"regret": regret})
        life.rows["reveals"][-1] = dataclasses.replace(life.rows["reveals"][-1], body=body)  # type: ignore[type-var]
    found = moved(life)
    assert found.brier == Running().brier, "worlds never enter the record of decks"
    assert (found.regret.before.n, found.regret.now.n) == (2, 3)
    assert found.regret.before.value == pytest.approx(0.15)
    assert found.regret.now.value == pytest.approx(0.1)
    (text,) = sentences(found)
    assert text == "Worlds so far: regret 0.100 over 3 anchors (\u22120.050 with this block)."
