"""A careful reader with a note pad comes near p*: from the page alone, by rough arithmetic.

The worlds that state every chance in numbers need only products and sums. Here are the others,
solved as a person would: a value is looked up in the band of the table it falls into, a spread is
judged by eye, the normal curve is known at half steps.
"""

from __future__ import annotations

import math
import re
from statistics import NormalDist

import pytest
from world_cases import NAMES

from tastegym.deck.model import TableExhibit
from tastegym.generators import registry

SEEDS = range(300, 400)
NEAR = 0.15

TAIL = {0.0: 0.5, 0.5: 0.31, 1.0: 0.16, 1.5: 0.07, 2.0: 0.02, 2.5: 0.01, 3.0: 0.0}
"""The share of a bell curve beyond so many standard deviations, as one remembers it."""


def beyond(z):
    near = min(TAIL, key=lambda step: abs(step - abs(z)))
    return TAIL[near] if z >= 0 else 1 - TAIL[near]


def odds(prior, factor):
    o = prior / (1 - prior) * factor
    return o / (1 + o)


def tables(scenario):
    return {e.id: e for e in scenario.exhibits if isinstance(e, TableExhibit)}


def band_factor(table, value):
    """Ratio of the two counts in the band that holds the value."""
    for i, head in enumerate(table.columns[1:], start=1):
        low, _, high = head.lstrip("<").partition("-")
        if head.startswith(">") or value < float(high or low):
            return float(table.rows[1][i]) / float(table.rows[0][i])
    raise AssertionError("no band holds the value")


def per_100(text):
    return int(re.search(r"In the long run (\d+) of 100", text)[1]) / 100


def anomaly_board(scenario):
    shown = {}
    for exhibit in scenario.exhibits:
        if exhibit.id != "board":
            continue
        for row in exhibit.rows:
            pairs = zip(row[::2], row[1::2], strict=True)
            shown.update({name: float(value) for name, value in pairs if name})
    asked = re.match(r"Is the deviation of (.*), the largest", scenario.question)[1]
    return odds(per_100(scenario.setup), band_factor(tables(scenario)["long-run"], shown[asked]))


def seeds_or_gain(scenario):
    rows = {row[0]: [float(v) for v in row[1:-1]] for row in tables(scenario)["values"].rows}
    old, new = rows["old"], rows["new"]
    middle = float(re.search(r"to case: ([\d.]+) in the middle", scenario.setup)[1])
    unit = float(re.search(r"× ([\d.]+) \(that is", scenario.setup)[1])
    half_ranges = [(max(arm) - min(arm)) for arm in (old, new)]
    by_eye = sum(half_ranges) / 2 / {3: 1.7, 5: 2.3, 10: 3.1}[len(old)]
    spread = round((middle + by_eye) / 2, 1) or middle
    gap = abs(sum(new) / len(new) - sum(old) / len(old))
    return odds(0.4, band_factor(tables(scenario)["long-run"], gap / (spread * unit)))


def winners_curse(scenario):
    setup = scenario.setup
    spread, noise = (float(x) for x in re.findall(r"standard deviation of (\d+\.\d+)", setup))
    centre = float(re.search(r"spread around (\d+)", setup)[1])
    scores = [float(row[1]) for row in tables(scenario)["board"].rows]
    keep = round(spread**2 / (spread**2 + noise**2), 1)
    levels = [centre + keep * (score - centre) for score in scores]
    if "reach" in scenario.question:
        mark = float(re.search(r"reach ([\d.]+) or", scenario.question)[1])
        return beyond((mark - levels[0]) / (math.sqrt(1 + keep) * noise))
    # the winner is best if it beats each rival that has a real chance; shared luck softens it
    doubt = math.sqrt(keep) * noise
    rivals = [beyond((levels[i] - levels[0]) / (1.4 * doubt)) for i in range(1, len(levels))]
    return 1 / (1 + sum((1 - r) / r for r in rivals))


def winners_score(scenario):
    """The middle and the ends of eight in ten, from a shrunken lead and one rounded spread."""
    spread, noise = map(float, re.findall(r"standard deviation of (\d+\.\d+)", scenario.setup))
    centre = float(re.search(r"spread around (\d+)", scenario.setup)[1])
    keep = round(spread**2 / (spread**2 + noise**2), 1)
    middle = centre + keep * (float(tables(scenario)["board"].rows[0][1]) - centre)
    half = 1.3 * math.sqrt(1 + keep) * noise
    return (middle - half, middle, middle + half)


def off_the_list(scenario):
    lengths = [float(x) for x in tables(scenario)["growth"].columns[1:]]
    kinds = [float(x) for x in tables(scenario)["growth"].rows[0][1:]]
    n = int(re.search(r"This log holds (\d+)", scenario.setup)[1])
    at = max(i for i, length in enumerate(lengths) if length <= n)
    rate = (kinds[at + 1] - kinds[at]) / (lengths[at + 1] - lengths[at])
    words = {"two": 2, "three": 3, "five": 5, "eight": 8}
    several = re.search(r"of the next (\w+) ", scenario.question)
    return 1 - (1 - rate) ** (words[several[1]] if several else 1)


READERS = [
    ("anomaly-board", {"ask": "largest"}, anomaly_board),
    ("seeds-or-gain", {"view": "table"}, seeds_or_gain),
    ("winners-curse", {"ask": "rerun"}, winners_curse),
    ("winners-curse", {"ask": "best"}, winners_curse),
    ("off-the-list", {}, off_the_list),
]


@pytest.mark.parametrize(("name", "params", "reader"), READERS)
def test_rough_arithmetic_comes_near(name, params, reader):
    assert name in NAMES
    world = registry.find(name)
    away, biased = [], []
    for seed in SEEDS:
        made = world.instance(seed, params)
        away.append(abs(reader(made.scenario) - made.p_star["yes"]))
        biased.append(abs(made.bias["yes"] - made.p_star["yes"]))
    assert sum(a <= NEAR for a in away) >= 0.9 * len(away)
    assert sum(away) < 0.5 * sum(biased)


def test_quantiles_by_rough_arithmetic_come_near():
    """Within .15 in probability: a value at 50 % stands where the ideal observer has 35 to 65 %."""
    world = registry.find("winners-curse")
    curve = NormalDist()
    near, biased = 0, 0
    for seed in SEEDS:
        made = world.instance(seed, {"ask": "score"})
        low, middle, high = made.p_star.values()
        ideal = NormalDist(middle, (high - low) / 2 / curve.inv_cdf(0.9))
        off, wrong = (
            max(abs(ideal.cdf(v) - level) for v, level in zip(said, (0.1, 0.5, 0.9), strict=True))
            for said in (winners_score(made.scenario), made.bias.values())
        )
        near += off <= NEAR
        biased += wrong <= NEAR
    assert near >= 0.9 * len(SEEDS)
    assert biased < 0.5 * len(SEEDS)
