"""G3: the top of a noisy leaderboard is partly luck, and luck does not come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.deck.model import Option, QuantileAnswer, TableExhibit
from tastegym.frozen import frozen
from tastegym.generators import names
from tastegym.generators.exact import cdf, log, quantile, sqrt
from tastegym.generators.interface import Draw, Frame, Lesson, World
from tastegym.generators.observer import normal_nodes, quick_cdf, yes_no
from tastegym.generators.params import ask_param, asked
from tastegym.generators.wording import listed, paragraphs, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.generators.interface import Probs, Shown, Values
    from tastegym.generators.streams import Streams


@frozen
class Skin:
    """One story: `entry` and `measured` are nouns, `entries` comes from a pool of names."""

    scene: str
    entry: str
    plural: str
    once: str
    again: str
    score: str
    centre: int
    pool: str
    unit: str = ""


SKINS: dict[str, Skin] = {
    "sweep": Skin(
        "A sweep trains {k} recipes, one seed each.",
        "recipe",
        "recipes",
        "a single seed",
        "A fresh seed of the top recipe, {top}, is about to run.",
        "accuracy",
        70,
        "model",
    ),
    "catalyst": Skin(
        "A screen measures {k} catalysts, one batch each.",
        "catalyst",
        "catalysts",
        "a single batch",
        "A fresh batch of the top catalyst, {top}, is about to be measured.",
        "conversion, %",
        60,
        "compound",
        "%",
    ),
    "varieties": Skin(
        "A trial grows one new barley variety on one field at each of {k} stations.",
        "variety",
        "varieties",
        "a single field",
        "The variety of {top}, top of the list, is about to be grown on a fresh field.",
        "yield, dt/ha",
        55,
        "site",
        "dt/ha",
    ),
    "teams": Skin(
        "A contest lets {k} labs forecast one season of floods.",
        "lab",
        "labs",
        "a single season",
        "The winner, {top}, is about to forecast another season.",
        "points",
        80,
        "lab",
        "points",
    ),
    "corpora": Skin(
        "A group pre-trains one small model on each of {k} data sets.",
        "data set",
        "data sets",
        "a single training run",
        "The data set on top, {top}, is about to be used for a fresh run.",
        "score",
        50,
        "dataset",
    ),
    "observatories": Skin(
        "A survey measures how sharp the air is for one month at each of {k} places.",
        "place",
        "places",
        "a single month",
        "The place on top, {top}, is about to be measured for a fresh month.",
        "clarity",
        40,
        "site",
    ),
}

REACH, NODES = 6.0, 25
"""Quadrature error of P(best) below 1e-6, measured against 321 nodes."""

LEVELS = (0.1, 0.5, 0.9)
BOUNDS = 5.0
"""The range for quantiles reaches so many standard deviations of all results from the average."""


class WinnersCurse(World):
    """What a fresh run of the winner will show, and whether it is the best at all."""

    name = "winners-curse"
    version = 1
    title = "The top of the leaderboard"
    skills = ("rigour.noise", "anomaly.choice")
    lesson_slug = "winners-shrink"
    p_range = (0.08, 0.85)
    tries = 10
    tolerance = 0.1
    knobs = (
        ask_param(
            "Will a fresh run reach a mark, is the winner the best (any: one of the two), or what "
            "will the fresh run score, as quantiles.",
            "rerun",
            "best",
            "score",
        ),
    )

    def draw(self, streams: Streams, params: Values) -> Draw:
        s = streams["design"]
        k = s.choice((5, 6, 8, 10))
        spread = s.choice((10, 15, 20, 30)) / 10.0
        noise = s.choice((10, 15, 20, 30, 40)) / 10.0
        ask = asked(params, s, "rerun", "best", 0.7)
        key = streams["skin"].choice(tuple(SKINS))
        skin = SKINS[key]
        levels = [streams["levels"].normal(skin.centre, spread) for _ in range(k)]
        scores = [round(streams["scores"].normal(level, noise), 1) for level in levels]
        order = sorted(range(k), key=lambda i: (-scores[i], i))
        board = [scores[i] for i in order]
        shown: Shown = {
            "skin": key,
            "entries": names.some(streams["names"], skin.pool, k),
            "scores": board,
            "centre": skin.centre,
            "spread": spread,
            "noise": noise,
            "ask": ask,
        }
        if ask == "best":
            return Draw(shown, "yes" if max(levels) == levels[order[0]] else "no")
        if ask == "score":
            low, high = _bounds(shown)
            fresh = round(streams["fresh"].normal(levels[order[0]], noise), 1)
            return Draw(shown, "", min(max(fresh, low), high))
        own = streams["mark"].happens(0.4)
        mark = round(skin.centre + streams["mark"].uniform(0.0, 1.0) * (board[0] - skin.centre), 1)
        shown["mark"] = board[0] if own else mark
        fresh = streams["fresh"].normal(levels[order[0]], noise)
        return Draw(shown, "yes" if fresh >= shown["mark"] else "no")

    def posterior(self, shown: Shown) -> tuple[Probs, ...]:
        if shown["ask"] == "best":
            return (yes_no(_best(shown)),)
        expected, sd = _fresh(shown)
        if shown["ask"] == "score":
            return (_quantiles(expected, sd),)
        return (yes_no(cdf((expected - shown["mark"]) / sd)),)

    def usual(self, shown: Shown) -> tuple[Probs, ...]:
        top, second = shown["scores"][:2]
        if shown["ask"] == "best":
            return (yes_no(cdf((top - second) / shown["noise"])),)
        if shown["ask"] == "score":
            return (_quantiles(top, shown["noise"]),)
        return (yes_no(cdf((top - shown["mark"]) / shown["noise"])),)

    def spreads(self, shown: Shown) -> bool:
        return bool(shown["ask"] != "score")

    def gap(self, shown: Shown, p_star: Sequence[Probs], bias: Sequence[Probs]) -> float:
        if shown["ask"] != "score":
            return super().gap(shown, p_star, bias)
        return _farthest(*_fresh(shown), shown["scores"][0], shown["noise"])

    def frame(self, shown: Shown) -> Frame:
        skin, k = SKINS[shown["skin"]], len(shown["scores"])
        top = shown["entries"][0]
        setup = paragraphs(
            f"{skin.scene.format(k=k)} Over the years the true levels of such {skin.plural} (the "
            f"mean of very many tries) have spread around {shown['centre']} with a standard "
            f"deviation of {shown['spread']}. The result of {skin.once} scatters around the true "
            f"level with a standard deviation of {shown['noise']}. Both are bell-shaped.",
            skin.again.format(top=top) if shown["ask"] != "best" else "",
        )
        rows = tuple(
            (entry, f"{score:.1f}")
            for entry, score in zip(shown["entries"], shown["scores"], strict=True)
        )
        exhibits = (TableExhibit("board", (skin.entry, skin.score), rows),)
        if shown["ask"] == "score":
            low, high = _bounds(shown)
            question = (
                f"What will the fresh result of {top} be ({skin.score})? Give the values that it "
                "stays below 1, 5 and 9 times in 10."
            )
            asked = QuantileAnswer(None, skin.unit, "linear", low, high)
            return Frame(setup, question, exhibits=exhibits, levels=LEVELS, quantile=asked)
        if shown["ask"] == "rerun":
            question = f"Will {top} reach {shown['mark']:.1f} or more this time?"
        else:
            question = f"Is {top} truly the best of the {k}, by true level?"
        return Frame(setup, question, (Option("yes", "Yes"), Option("no", "No")), exhibits)

    def lesson(self, shown: Shown) -> Lesson:
        keep = _keep(shown)
        top, centre = shown["scores"][0], shown["centre"]
        expected, _ = _fresh(shown)
        shrunk = (
            f"Of a lead over the average, {percent(keep)} is level and the rest luck: "
            f"{shown['spread']}² / ({shown['spread']}² + {shown['noise']}²). The winner stands "
            f"{top - centre:.1f} above {centre}; its true level is most likely {expected:.1f}, "
            f"not {top:.1f}."
        )
        p_star, usual = self.posterior(shown)[0], self.usual(shown)[0]
        feedback: dict[str, str] = {}
        if shown["ask"] == "score":
            result, bias = _score_told(shown, p_star, usual)
        else:
            p, wrong = p_star["yes"], usual["yes"]
            told = _rerun_told if shown["ask"] == "rerun" else _best_told
            result, bias = told(shown, p, wrong)
            verdict = f"Ideal answer {percent(p)}, usual bias {percent(wrong)}."
            feedback = {
                "yes": f"{verdict} Being on top is evidence of a high level, worth {percent(keep)} "
                "of the lead.",
                "no": f"{verdict} Luck helped to get to the top and does not come along.",
            }
        return Lesson(
            explanation=paragraphs(shrunk, result, bias),
            feedback=feedback,
            cue="The winner is the largest of several noisy numbers, and both spreads are given.",
            rule="Expect a winner to keep the share spread² / (spread² + noise²) of its lead over "
            "the average; more candidates and more noise mean more luck on top.",
            ask_yourself="Which of my best results was picked as the best of many single runs?",
        )


def _rerun_told(shown: Shown, p: float, wrong: float) -> tuple[str, str]:
    """How p* comes about, and what the bias overlooks, for a fresh run of the winner."""
    expected, sd = _fresh(shown)
    result = (
        f"A fresh result scatters around {expected:.1f} with a standard deviation of {sd:.1f} "
        "(doubt about the level and new luck together), and the mark of "
        f"{shown['mark']:.1f} lies {_away(shown['mark'] - expected)}: {percent(p)}."
    )
    bias = (
        f"Taking {shown['scores'][0]:.1f} for the true level gives {percent(wrong)}: it forgets "
        "that the top of a list was picked for its luck too."
    )
    return result, bias


def _best_told(shown: Shown, p: float, wrong: float) -> tuple[str, str]:
    """The same for the question whether the winner is the best."""
    result = (
        f"The true level of the runner-up is most likely {_shrunk(shown, 1):.1f}, with a "
        f"standard deviation of {sqrt(_keep(shown)) * shown['noise']:.1f} for each of them, and "
        f"all {len(shown['scores'])} have a chance. Weighing them all gives {percent(p)}."
    )
    bias = (
        "Holding the lead over the runner-up against the noise of a single result gives "
        f"{percent(wrong)}: both are noisy, and the others are in the race too."
    )
    return result, bias


def _score_told(shown: Shown, p_star: Probs, usual: Probs) -> tuple[str, str]:
    """The same for the fresh result in quantiles."""
    expected, sd = _fresh(shown)
    own, other = (listed([f"{value:.1f}" for value in one.values()]) for one in (p_star, usual))
    result = (
        f"A fresh result scatters around {expected:.1f} with a standard deviation of {sd:.1f} "
        "(doubt about the level and new luck together); 1.28 of these to either side hold 8 "
        f"results of 10: {own}."
    )
    share = percent(cdf((usual["0.5"] - expected) / sd))
    bias = (
        f"Taking {shown['scores'][0]:.1f} for the true level gives {other}. It forgets that the "
        "top of a list was picked for its luck too, and that its level is not known exactly: "
        f"{share} of fresh results fall below that middle."
    )
    return result, bias


def _quantiles(mean: float, sd: float) -> Probs:
    return {f"{level:g}": mean + sd * quantile(level) for level in LEVELS}


def _bounds(shown: Shown) -> tuple[float, float]:
    """The range of values asked for, from what all results scatter like; whole numbers.

    Less than one fresh result in a million lies outside, and is set to the end of the range.
    """
    spread, noise = shown["spread"], shown["noise"]
    sd = sqrt(spread * spread + noise * noise)
    reach = -int(-BOUNDS * sd // 1)
    return float(shown["centre"] - reach), float(shown["centre"] + reach)


def _farthest(mean: float, sd: float, other: float, other_sd: float) -> float:
    """The largest difference of two normal distribution functions: what a mark could cost most.

    It lies where the densities cross. The first distribution is the wider one.
    """
    z, other_z = mean / sd, other / other_sd
    a = 1.0 / (other_sd * other_sd) - 1.0 / (sd * sd)
    b = 2.0 * (z / sd - other_z / other_sd)
    c = other_z * other_z - z * z - 2.0 * log(sd / other_sd)
    root = sqrt(b * b - 4.0 * a * c)
    crossings = ((-b + sign * root) / (2.0 * a) for sign in (-1.0, 1.0))
    return max(abs(cdf((x - mean) / sd) - cdf((x - other) / other_sd)) for x in crossings)


def _keep(shown: Shown) -> float:
    spread, noise = shown["spread"], shown["noise"]
    return float(spread * spread / (spread * spread + noise * noise))


def _shrunk(shown: Shown, i: int) -> float:
    return float(shown["centre"] + _keep(shown) * (shown["scores"][i] - shown["centre"]))


def _fresh(shown: Shown) -> tuple[float, float]:
    """Mean and standard deviation of a fresh result of the winner."""
    return _shrunk(shown, 0), float(sqrt(_keep(shown) + 1.0) * shown["noise"])


def _best(shown: Shown) -> float:
    """P(the winner has the highest true level): quadrature over its level, error below 1e-6."""
    sd = sqrt(_keep(shown)) * shown["noise"]
    gaps = [(_shrunk(shown, 0) - _shrunk(shown, i)) / sd for i in range(1, len(shown["scores"]))]
    total = 0.0
    for x, weight in normal_nodes(REACH, NODES):
        ahead = weight
        for gap in gaps:
            ahead *= quick_cdf(x + gap)
        total += ahead
    return total


def _away(distance: float) -> str:
    if abs(distance) < 0.05:
        return "right there"
    return f"{abs(distance):.1f} {'above' if distance > 0 else 'below'} it"
