"""G4: a few seeds in each arm; is the gap a gain, or the spread of seeds?"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from tastegym.deck.model import Option, PlotExhibit, TableExhibit
from tastegym.frozen import frozen
from tastegym.generators import names
from tastegym.generators.deviations import long_run
from tastegym.generators.exact import exp, log, sqrt
from tastegym.generators.interface import Draw, Frame, Lesson, World
from tastegym.generators.observer import from_factor, yes_no
from tastegym.generators.params import Param
from tastegym.generators.wording import number, odds_factor, paragraphs, percent

if TYPE_CHECKING:
    from tastegym.deck.model import Exhibit
    from tastegym.generators.interface import Probs, Shown, Values
    from tastegym.generators.streams import Streams

SHAPE = 4.0
MEDIAN_SHAPE_4 = 3.672
"""Median of a gamma variable of shape 4, so that the middle noise is the one told."""
LOW, HIGH = 0.74, 1.45
"""Its 10 % and 90 % points as multiples of the middle noise: √(3.672/6.681), √(3.672/1.745)."""
GAIN_VARIANCE = 2.0
REAL_PER_100 = 40


@frozen
class Skin:
    """One story; `unit` is one measured thing, `change` what was changed."""

    scene: str
    unit: str
    units: str
    change: str
    measure: str
    centre: float
    noise: float
    uses: tuple[str, ...] = ()


SKINS: dict[str, Skin] = {
    "optimiser": Skin(
        "Changes to the optimiser of {model} are compared by training with several seeds.",
        "seed", "seeds", "new optimiser", "accuracy", 71.0, 0.6, ("model",),
    ),
    "fertiliser": Skin(
        "At {site} fertilisers are compared on small plots of the same field.",
        "plot", "plots", "new fertiliser", "yield (dt/ha)", 62.0, 2.0, ("site",),
    ),
    "coating": Skin(
        "{lab} compares coatings of battery cells by cycling a few cells of each.",
        "cell", "cells", "new coating", "capacity kept (%)", 88.0, 1.2, ("lab",),
    ),
    "augmentation": Skin(
        "Augmentations are compared on {dataset} by training with several seeds.",
        "seed", "seeds", "new augmentation", "F1", 54.0, 0.9, ("dataset",),
    ),
    "enzyme": Skin(
        "A lab compares buffers for one enzyme in a few test tubes each.",
        "tube", "tubes", "new buffer", "activity", 40.0, 1.5,
    ),
    "telescope": Skin(
        "The observatory at {site} compares mirror settings on a few nights each.",
        "night", "nights", "new setting", "sharpness", 30.0, 0.8, ("site",),
    ),
    "policy": Skin(
        "A group compares changes to a walking robot's reward, with several seeds each.",
        "seed", "seeds", "new reward", "return (hundreds)", 31.0, 0.9,
    ),
}  # fmt: skip


class SeedsOrGain(World):
    """A gap between two small groups: real, or the spread within the groups?"""

    name = "seeds-or-gain"
    version = 1
    title = "Seeds or gain"
    skills = ("rigour.noise", "rigour.baselines")
    lesson_slug = "compare-gap-with-spread"
    p_range = (0.15, 0.97)
    tries = 12
    knobs = (
        Param("seeds", "any", "Values an arm.", choices=("any", "3", "4", "5", "7", "10")),
        Param("view", "any", "How the values are shown.", choices=("any", "table", "dots")),
    )

    def draw(self, streams: Streams, params: Values) -> Draw:
        s = streams["design"]
        count = s.choice((3, 5, 10)) if params["seeds"] == "any" else int(params["seeds"])
        view = str(params["view"])
        if view == "any":
            view = "dots" if s.happens(0.35) else "table"
        key, named = names.story(streams, SKINS)
        skin = SKINS[key]
        rate = MEDIAN_SHAPE_4 * skin.noise * skin.noise
        sigma = sqrt(rate / streams["noise"].gamma(SHAPE))
        real = streams["gain"].integer(1, 100) <= REAL_PER_100
        size = streams["gain"].normal(0.0, sqrt(GAIN_VARIANCE) * sigma)
        gain = size if real else 0.0
        base = streams["base"].normal(skin.centre, 2.0 * skin.noise)
        digits = 1 if skin.noise >= 2.0 or count > 5 else 2  # ten values fit into 76 columns
        old = [round(streams["old"].normal(base, sigma), digits) for _ in range(count)]
        new = [round(streams["new"].normal(base + gain, sigma), digits) for _ in range(count)]
        shown: Shown = {
            "skin": key,
            "names": named,
            "noise": skin.noise,
            "old": old,
            "new": new,
            "digits": digits,
            "view": view,
        }
        return Draw(shown, "yes" if real else "no")

    def posterior(self, shown: Shown) -> tuple[Probs, ...]:
        return (yes_no(from_factor(REAL_PER_100 / 100.0, _factor(shown))),)

    def usual(self, shown: Shown) -> tuple[Probs, ...]:
        wins, pairs = _pairs(shown)
        return (yes_no(min(0.97, wins / pairs)),)

    def frame(self, shown: Shown) -> Frame:
        skin = SKINS[shown["skin"]]
        n, noise = len(shown["old"]), shown["noise"]
        setup = paragraphs(
            f"{skin.scene} In the long run {100 - REAL_PER_100} of 100 changes do nothing; the "
            f"other {REAL_PER_100} shift the true mean up or down, bell-shaped around zero with a "
            f"standard deviation 1.4 times that of single {skin.units}. That of single "
            f"{skin.units} is the same in both arms and differs from case to case: "
            f"{number(noise)} in the middle, {number(LOW * noise)} to {number(HIGH * noise)} in "
            "eight cases of ten.",
            f"The old way and the {skin.change} got {n} {skin.units} each, scored by "
            f"{skin.measure}.{_summary(shown)} By chance alone two means differ by about the "
            f"scatter of single {skin.units} × {sqrt(2.0 / n):.2f} (that is √(2/{n})); the first "
            "table counts where 1,000 such gaps, in these units, end.",
        )
        return Frame(
            setup=setup.format(**shown["names"]),
            question=f"Does the {skin.change} truly change the mean?",
            options=(Option("yes", "Yes"), Option("no", "No")),
            exhibits=(long_run(1.0 + n, "gap / chance gap", "real change"), _exhibit(shown, skin)),
        )

    def lesson(self, shown: Shown) -> Lesson:
        skin = SKINS[shown["skin"]]
        p, wrong = self.posterior(shown)[0]["yes"], self.usual(shown)[0]["yes"]
        n, gap, sd = len(shown["old"]), abs(_mean(shown["new"]) - _mean(shown["old"])), _sd(shown)
        wins, pairs = _pairs(shown)
        error = sd * sqrt(2.0 / n)
        worked = (
            f"The means differ by {number(gap)}. With {n} {skin.units} an arm and a spread of "
            f"about {number(sd)} within the arms (data and experience together), chance alone "
            f"makes means differ by about {number(error)}, so the gap is {number(gap / error)} of "
            f"those. A real change would typically give {number(sd * sqrt(2.0 / n + 2.0))}. "
            f"Together the data {odds_factor(_factor(shown), plural=True)} that the change is "
            f"real, which start at {REAL_PER_100} to {100 - REAL_PER_100}: {percent(p)}."
        )
        bias = (
            f"By eye, the better arm wins {number(wins, 3)} of the {pairs} possible pairs, which "
            f"looks like {percent(wrong)}. That treats {n} {skin.units} as if they were the whole "
            "population, and forgets that most changes do nothing."
        )
        verdict = f"Ideal answer {percent(p)}, by eye {percent(wrong)}."
        return Lesson(
            explanation=paragraphs(worked, bias),
            feedback={
                "yes": f"{verdict} The gap is {number(gap / error)} times what chance alone gives.",
                "no": f"{verdict} {100 - REAL_PER_100} of 100 such changes do nothing.",
            },
            cue="Few values an arm: compare the gap with what chance alone gives, spread × √(2/n).",
            rule="A gap counts in units of spread × √(2/n). Below 1.5 of these it speaks against "
            "a change, around 2 it says little, from 3 on it says a lot.",
            ask_yourself="How many seeds stood behind the last gain I believed in?",
        )


def _mean(values: list[float]) -> float:
    return fsum(values) / len(values)


def _scatter(shown: Shown) -> float:
    """Sum of squares within the two arms."""
    total = 0.0
    for arm in (shown["old"], shown["new"]):
        mean = _mean(arm)
        total += fsum((value - mean) * (value - mean) for value in arm)
    return total


def _sd(shown: Shown) -> float:
    """Middle of the noise after the data: prior and scatter together, for the text only."""
    n = len(shown["old"])
    rate = MEDIAN_SHAPE_4 * shown["noise"] * shown["noise"] + _scatter(shown) / 2.0
    return sqrt(rate / (MEDIAN_SHAPE_4 + n - 1.0))


def _factor(shown: Shown) -> float:
    """Marginal likelihood of a gain over none; noise and common mean integrated out (closed)."""
    n = len(shown["old"])
    gap = _mean(shown["new"]) - _mean(shown["old"])
    rate = MEDIAN_SHAPE_4 * shown["noise"] * shown["noise"] + _scatter(shown) / 2.0
    power = SHAPE + (2 * n - 1) / 2.0
    none, some = 2.0 / n, 2.0 / n + GAIN_VARIANCE
    square = gap * gap / 2.0
    logged = 0.5 * log(none / some) + power * log((rate + square / none) / (rate + square / some))
    return exp(logged)


def _pairs(shown: Shown) -> tuple[float, int]:
    """Pairs (old, new) in which the arm with the better mean wins, ties half; and all pairs."""
    sign = 1.0 if _mean(shown["new"]) >= _mean(shown["old"]) else -1.0
    wins = 0.0
    for a in shown["old"]:
        for b in shown["new"]:
            wins += 1.0 if sign * (b - a) > 0 else 0.5 if a == b else 0.0
    return wins, len(shown["old"]) * len(shown["new"])


def _summary(shown: Shown) -> str:
    if shown["view"] == "table":
        return ""
    digits = shown["digits"]
    return f" The means are {_mean(shown['old']):.{digits}f} and {_mean(shown['new']):.{digits}f}."


def _exhibit(shown: Shown, skin: Skin) -> Exhibit:
    digits, n = shown["digits"], len(shown["old"])
    if shown["view"] == "dots":
        return PlotExhibit(
            "dots",
            "scatter",
            tuple(float(i + 1) for i in range(n)),
            (("old", tuple(shown["old"])), ("new", tuple(shown["new"]))),
            x_label=skin.unit,
            y_label=skin.measure,
        )
    rows = []
    for name in ("old", "new"):
        values = [f"{value:.{digits}f}" for value in shown[name]]
        rows.append((name, *values, f"{_mean(shown[name]):.{digits}f}"))
    heads = (skin.unit, *(str(i + 1) for i in range(n)), "mean")
    return TableExhibit("values", heads, tuple(rows))
