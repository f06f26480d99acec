"""Where a world asks for quantiles: the ideal ones cover what they say, nobody scores better."""

from __future__ import annotations

import json
import math
from collections import Counter
from statistics import NormalDist

import pytest
from world_cases import drawn

from tastegym.cli.generate import as_dict, as_text
from tastegym.deck.identity import scenario_from_dict, scenario_to_dict
from tastegym.deck.model import Kind
from tastegym.generators import registry
from tastegym.generators.interface import Frame, World
from tastegym.generators.levels import ANCHOR_MIX, level_of
from tastegym.generators.observer import expected_wis, wis_regret
from tastegym.practice.reveal import even_quantiles
from tastegym.scoring.rules import wis

DRAWS = 4000
LEVELS = (0.1, 0.5, 0.9)
CELLS = (0.1, 0.4, 0.4, 0.1)
"""Shares of the values below, between and above ideal quantiles at these levels."""

SCORE = (("ask", "score"),)


def draws():
    return drawn("winners-curse", DRAWS, SCORE)


def cell(one, values):
    return sum(one.value > value for value in values)


def chi_square(cells):
    total = sum(cells.values())
    return sum((cells[i] - total * p) ** 2 / (total * p) for i, p in enumerate(CELLS))


def cells_by(group, answer):
    found = {}
    for one, p_star, bias in draws():
        values = tuple(answer(p_star[0], bias[0]).values())
        found.setdefault(group(one, p_star, bias), Counter())[cell(one, values)] += 1
    return found


def level_shown(one, p_star, bias):
    return level_of(registry.find("winners-curse").gap(one.shown, p_star, bias))


@pytest.mark.parametrize(
    "group",
    [
        lambda *_: "all",
        level_shown,
        lambda one, *_: one.shown["noise"],
        lambda one, *_: one.shown["skin"],
        lambda one, *_: len(one.shown["scores"]),
    ],
    ids=["all", "level", "noise", "skin", "length"],
)
def test_ideal_quantiles_cover_what_they_say(group):
    """In every group that can be seen on the page, values fall into the four cells as promised."""
    for name, cells in cells_by(group, lambda ideal, _: ideal).items():
        assert sum(cells.values()) >= 100, name
        assert chi_square(cells) < 22.0, (name, cells)  # chi-square, 3 df, p = .00007


def test_the_check_has_teeth():
    """The usual bias fails it far, and so do ideal quantiles a quarter too narrow."""
    biased = cells_by(lambda *_: 0, lambda _, bias: bias)[0]
    narrow = cells_by(lambda *_: 0, lambda ideal, _: widened(ideal, 0.75))[0]
    assert chi_square(biased) > 200
    assert chi_square(narrow) > 40


def widened(values, factor):
    middle = values["0.5"]
    return {level: middle + factor * (value - middle) for level, value in values.items()}


def moved(values, share):
    step = share * (values["0.9"] - values["0.1"])
    return {level: value + step for level, value in values.items()}


def narrowed_to(ideal, bias):
    width = (bias["0.9"] - bias["0.1"]) / (ideal["0.9"] - ideal["0.1"])
    return widened(ideal, width)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("usual bias", lambda ideal, bias: bias),
        ("half bias", lambda ideal, bias: {k: (ideal[k] + bias[k]) / 2 for k in ideal}),
        ("right middle, no doubt about the level", narrowed_to),
        ("too narrow", lambda ideal, _: widened(ideal, 0.6)),
        ("too wide", lambda ideal, _: widened(ideal, 1.6)),
        ("higher", lambda ideal, _: moved(ideal, 0.1)),
        ("lower", lambda ideal, _: moved(ideal, -0.1)),
    ],
)
def test_nobody_scores_better_than_the_ideal_observer(name, answer):
    gaps = []
    for one, p_star, bias in draws():
        values = tuple(answer(p_star[0], bias[0]).values())
        gaps.append(
            wis(LEVELS, values, one.value) - wis(LEVELS, tuple(p_star[0].values()), one.value)
        )
    mean = math.fsum(gaps) / DRAWS
    error = math.sqrt(math.fsum((g - mean) ** 2 for g in gaps)) / DRAWS
    assert mean > 2 * error, (name, mean, error)


def test_the_expected_score_is_that_of_a_fine_grid():
    """Against the score of 20,000 equally probable outcomes, without a formula."""
    normal = NormalDist(70, 3)
    outcomes = [normal.inv_cdf((i + 0.5) / 20_000) for i in range(20_000)]
    for values in ((66.2, 70.0, 73.8), (68.0, 71.0, 80.0), (60.0, 60.0, 60.0)):
        grid = math.fsum(wis(LEVELS, values, y) for y in outcomes) / len(outcomes)
        assert expected_wis(70, 3, LEVELS, values) == pytest.approx(grid, rel=2e-4)


def test_regret_is_free_of_luck_and_the_mean_of_what_luck_blurs():
    """Zero for the ideal answer, positive for others, and equal to the mean loss over draws."""
    lost, regrets = [], []
    for one, p_star, bias in draws():
        ideal, said = tuple(p_star[0].values()), tuple(bias[0].values())
        assert wis_regret(LEVELS, ideal, ideal) == 0.0
        regrets.append(wis_regret(LEVELS, said, ideal))
        lost.append(wis(LEVELS, said, one.value) - wis(LEVELS, ideal, one.value))
    assert min(regrets) > 0.0
    gaps = [a - b for a, b in zip(lost, regrets, strict=True)]
    mean = math.fsum(gaps) / DRAWS
    error = math.sqrt(math.fsum((g - mean) ** 2 for g in gaps)) / DRAWS
    assert abs(mean) < 4 * error
    spread = math.sqrt(math.fsum((g - mean) ** 2 for g in gaps) / DRAWS)
    assert spread > math.fsum(regrets) / DRAWS, "luck is larger than what there is to learn"


def test_levels_of_difficulty_are_met():
    levels = Counter(level_shown(*drawing) for drawing in draws())
    for level, share in enumerate(ANCHOR_MIX, start=1):
        assert levels[level] / DRAWS == pytest.approx(share, abs=0.16)


def test_difficulty_goes_by_the_mark_at_which_the_bias_errs_most():
    """The largest difference of the two distribution functions, here found on a grid."""
    world = registry.find("winners-curse")
    for one, p_star, bias in draws()[:60]:
        (ideal, usual) = (
            NormalDist(v["0.5"], (v["0.9"] - v["0.5"]) / NormalDist().inv_cdf(0.9))
            for v in (p_star[0], bias[0])
        )
        low, high = ideal.mean - 6 * ideal.stdev, usual.mean + 6 * usual.stdev
        grid = (low + (high - low) * i / 4000 for i in range(4001))
        most = max(abs(ideal.cdf(x) - usual.cdf(x)) for x in grid)
        assert world.gap(one.shown, p_star, bias) == pytest.approx(most, abs=1e-5)


def test_the_scenario_is_a_whole_quantile_item():
    world = registry.find("winners-curse")
    for seed in range(60):
        made = world.instance(seed, {"ask": "score"})
        s = made.scenario
        assert (s.kind, s.levels, s.options, s.answer) == (Kind.QUANTILE, LEVELS, (), "")
        assert s.quantile.min < min(made.shown["scores"]) < max(made.shown["scores"])
        assert max(made.shown["scores"]) < s.quantile.max
        assert s.quantile.min <= s.quantile.value <= s.quantile.max
        assert s.quantile.value == round(s.quantile.value, 1)
        assert sum(even_quantiles(s)) / 3 == pytest.approx(made.shown["centre"])
        assert [c.name for c in s.comparators] == ["ideal observer", "usual bias"]
        assert [dict(c.probs) for c in s.comparators] == [made.p_star, made.bias]
        assert list(made.p_star) == ["0.1", "0.5", "0.9"]
        assert sorted(made.p_star.values()) == list(made.p_star.values())
        assert scenario_from_dict(scenario_to_dict(s)) == s
        assert all((s.setup, s.explanation, s.rule, s.cue, s.ask_yourself))


def test_the_range_never_depends_on_what_came_true():
    world = registry.find("winners-curse")
    for one, _, _ in drawn("winners-curse", DRAWS, SCORE)[:40]:
        frame = world.frame(json.loads(json.dumps(one.shown)))
        assert frame.quantile.value is None
        spread = math.hypot(one.shown["spread"], one.shown["noise"])
        assert 5 * spread <= frame.quantile.max - one.shown["centre"] < 5 * spread + 1


def test_generate_prints_and_tells_the_quantile_form():
    made = registry.find("winners-curse").instance(2, {"ask": "score"})
    text = as_text(made)
    assert max(map(len, text.split("\n"))) <= 76
    assert "- values at 10%, 50% and 90%, between " in text
    for name, values in (("Ideal observer", made.p_star), ("Usual bias", made.bias)):
        (line,) = [line for line in text.split("\n") if line.startswith(f"{name}: ")]
        assert all(f"{value:.1f}" in line for value in values.values())
    row = json.loads(json.dumps(as_dict(made)))
    assert row["kind"] == "quantile"
    assert row["truth"] == made.scenario.quantile.value
    assert row["levels"] == list(LEVELS)
    assert row["p_star"] == [made.p_star]
    assert set(row["quantity"]) == {"unit", "scale", "min", "max"}


def test_a_world_that_gives_no_range_is_refused():
    class Boundless(type(registry.find("winners-curse"))):
        def frame(self, shown):
            return Frame("Setup.", "Question?", levels=LEVELS)

    assert issubclass(Boundless, World)
    with pytest.raises(ValueError, match="gives no range"):
        Boundless().instance(1, {"ask": "score"})
