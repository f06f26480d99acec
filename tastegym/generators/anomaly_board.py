"""G5: many readings at once; the largest deviation of many is large anyway."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from tastegym.deck.model import Option, TableExhibit
from tastegym.frozen import frozen
from tastegym.generators import names
from tastegym.generators.deviations import long_run
from tastegym.generators.exact import exp, log, sqrt, upper
from tastegym.generators.interface import Draw, Frame, Lesson, World
from tastegym.generators.observer import count_distribution, from_factor, yes_no
from tastegym.generators.params import ask_param, asked
from tastegym.generators.wording import count_word, number, odds_factor, paragraphs, percent

if TYPE_CHECKING:
    from tastegym.generators.interface import Probs, Shown, Values
    from tastegym.generators.streams import Streams

COUNTS = ("none", "one", "two", "more")
HEAD = "deviation"
WIDEST, GAP = 76, 2
"""Columns that a table has on the page, and the blanks between two of them."""


@frozen
class Skin:
    """One story; readings are named from `pool`."""

    scene: str
    moved: str
    readings: str
    entry: str
    pool: str


SKINS: dict[str, Skin] = {
    "finetune": Skin(
        "After a small fine-tune a model is scored on {m} benchmarks.",
        "benchmarks truly change after such a fine-tune",
        "scores",
        "benchmark",
        "dataset",
    ),
    "panel": Skin(
        "A blood sample is screened for {m} substances against a person's usual levels.",
        "substances have truly changed between two such samples",
        "levels",
        "substance",
        "compound",
    ),
    "stations": Skin(
        "A network reads the ground water at {m} wells each week.",
        "wells truly change within a week",
        "readings",
        "well",
        "site",
    ),
    "suite": Skin(
        "A new version of a compiler is timed on {m} programs of a test suite.",
        "programs truly change speed with such a version",
        "timings",
        "program",
        "model",
    ),
    "labs": Skin(
        "A reference sample goes round {m} labs once a year.",
        "labs have a true shift in their instrument in such a year",
        "results",
        "lab",
        "lab",
    ),
    "sky": Skin(
        "A radio telescope compares {m} fields of the sky with last month.",
        "fields truly brighten or fade within a month",
        "readings",
        "field",
        "site",
    ),
    "probes": Skin(
        "After a training change, {m} small models are probed for the same skill.",
        "models truly change with such a step",
        "scores",
        "model",
        "model",
    ),
}


class AnomalyBoard(World):
    """Which deviation on a board of many is real, and how many are."""

    name = "anomaly-board"
    version = 1
    title = "A board full of deviations"
    skills = ("anomaly.triage", "anomaly.choice", "evidence.updating")
    lesson_slug = "largest-of-many"
    p_range = (0.08, 0.97)
    tries = 12
    tolerance = 0.12
    knobs = (ask_param("Is the largest real, or how many are.", "largest", "count"),)

    def draw(self, streams: Streams, params: Values) -> Draw:
        s = streams["design"]
        m = s.choice((8, 10, 16, 20))
        rate = s.choice((3, 5, 8, 15))
        size = s.choice((20, 25, 30)) / 10.0
        ask = asked(params, s, "largest", "count")
        key = streams["skin"].choice(tuple(SKINS))
        truth, noise = streams["moved"], streams["noise"]
        moved = [truth.integer(1, 100) <= rate for _ in range(m)]
        shifts = (truth.normal(0.0, size) if real else 0.0 for real in moved)
        scores = [round(abs(noise.normal() + shift), 1) for shift in shifts]
        top = max(range(m), key=lambda i: (scores[i], -i))
        shown: Shown = {
            "skin": key,
            "entries": names.some(streams["names"], SKINS[key].pool, m),
            "deviations": scores,
            "per_100": rate,
            "size": size,
            "ask": ask,
        }
        if ask == "largest":
            shown["asked"] = top
            return Draw(shown, "yes" if moved[top] else "no")
        return Draw(shown, COUNTS[min(3, sum(moved))])

    def posterior(self, shown: Shown) -> tuple[Probs, ...]:
        if shown["ask"] == "largest":
            return (yes_no(_real(shown, shown["deviations"][shown["asked"]])),)
        masses = count_distribution([_real(shown, z) for z in shown["deviations"]])
        return ({"none": masses[0], "one": masses[1], "two": masses[2], "more": fsum(masses[3:])},)

    def usual(self, shown: Shown) -> tuple[Probs, ...]:
        if shown["ask"] == "largest":
            z = shown["deviations"][shown["asked"]]
            return (yes_no(min(0.99, 1.0 - 2.0 * upper(z))),)
        counted = COUNTS[min(3, _beyond_two(shown))]
        return ({o: 0.85 if o == counted else 0.05 for o in COUNTS},)

    def frame(self, shown: Shown) -> Frame:
        skin, m = SKINS[shown["skin"]], len(shown["entries"])
        setup = paragraphs(
            f"{skin.scene.format(m=m)} In the long run {shown['per_100']} of 100 {skin.moved}; "
            f"the rest only show noise. The {skin.readings} are deviations from the usual value, "
            "sign dropped, in units of their noise, which is bell-shaped with standard deviation "
            "1; a true change adds a bell-shaped shift around 0 with standard deviation "
            f"{number(shown['size'])}. The first table counts where 1,000 of each kind end.",
        )
        exhibits = (
            long_run(1.0 + shown["size"] * shown["size"], "deviation", "true change"),
            _board(shown, skin),
        )
        if shown["ask"] == "largest":
            entry = shown["entries"][shown["asked"]]
            return Frame(
                setup,
                f"Is the deviation of {entry}, the largest, a true change?",
                (Option("yes", "Yes"), Option("no", "No")),
                exhibits,
            )
        texts = ("None", "One", "Two", "Three or more")
        return Frame(
            setup,
            f"How many of the {m} have truly changed?",
            tuple(Option(o, text) for o, text in zip(COUNTS, texts, strict=True)),
            exhibits,
            ordered=True,
            shuffle=False,
        )

    def lesson(self, shown: Shown) -> Lesson:
        m, rate = len(shown["entries"]), shown["per_100"]
        top = max(shown["deviations"])
        factor, p = _factor(shown, top), _real(shown, top)
        lucky = 1.0 - exp(m * log(max(1e-9, 1.0 - 2.0 * upper(top - 0.05))))
        worked = (
            f"A deviation of {top} is {number(factor)} times as frequent where something changed "
            f"as where nothing did: it {odds_factor(factor)}, which start at {rate} to "
            f"{100 - rate}. So the largest is real with {percent(p)}."
        )
        if shown["ask"] == "largest":
            bias = (
                f"Judged alone, a deviation of {top} looks {percent(self.usual(shown)[0]['yes'])} "
                f"sure. But on a board of {m} noise alone puts one that large somewhere in "
                f"{percent(lucky)} of all boards, and true changes are rare."
            )
            feedback = {
                "yes": f"Ideal answer {percent(p)}. A deviation of {top} {odds_factor(factor)}.",
                "no": f"Ideal answer {percent(p)}. Before looking, {rate} of 100 are real.",
            }
        else:
            masses = self.posterior(shown)[0]
            counted = count_word(_beyond_two(shown)) if _beyond_two(shown) else "none"
            bias = (
                f"Doing the same for each of the {m} and adding up gives none "
                f"{percent(masses['none'])}, one {percent(masses['one'])}, two "
                f"{percent(masses['two'])}, more {percent(masses['more'])}. Counting what lies "
                f"beyond 2 gives {counted}; noise alone puts {number(0.0455 * m)} of {m} there, "
                "and small true changes stay below."
            )
            feedback = _count_feedback(shown, masses)
        return Lesson(
            explanation=paragraphs(worked, bias),
            feedback=feedback,
            cue="How many readings were looked at, and how rare are true changes?",
            rule="Look up how often noise gives such a deviation and how often a true change does; "
            "multiply the odds that any one reading is real by the ratio.",
            ask_yourself="How many panels did I scan before this one caught my eye?",
        )


def _count_feedback(shown: Shown, masses: Probs) -> dict[str, str]:
    chances = [_real(shown, z) for z in shown["deviations"]]
    expected = number(fsum(chances))
    told = {
        "none": f"the product of {len(chances)} chances of being noise only.",
        "one": f"most of it that the largest, {max(shown['deviations'])}, is the one.",
        "two": f"on average {expected} of the {len(chances)} are real.",
        "more": f"on average {expected} of the {len(chances)} are real.",
    }
    return {o: f"Ideal answer {percent(masses[o])}: {told[o]}" for o in COUNTS}


def _factor(shown: Shown, z: float) -> float:
    """How much more frequent |z| is under a true change: ratio of two half-normal densities."""
    variance = 1.0 + shown["size"] * shown["size"]
    return exp(0.5 * z * z * (1.0 - 1.0 / variance)) / sqrt(variance)


def _real(shown: Shown, z: float) -> float:
    return from_factor(shown["per_100"] / 100.0, _factor(shown, z))


def _beyond_two(shown: Shown) -> int:
    return sum(z > 2.0 for z in shown["deviations"])


def _board(shown: Shown, skin: Skin) -> TableExhibit:
    """The readings in as many pairs of columns as the page has room for, down each column."""
    cells = [(e, f"{d:.1f}") for e, d in zip(shown["entries"], shown["deviations"], strict=True)]
    for pairs in (3, 2):
        length = -(-len(cells) // pairs)
        columns = [cells[i : i + length] for i in range(0, len(cells), length)]
        names_wide = sum(max(len(skin.entry), *(len(e) for e, _ in one)) for one in columns)
        if names_wide + len(columns) * (len(HEAD) + 2 * GAP) - GAP <= WIDEST:
            break
    padded = [one + [("", "")] * (length - len(one)) for one in columns]
    rows = tuple(tuple(cell for pair in row for cell in pair) for row in zip(*padded, strict=True))
    return TableExhibit("board", (skin.entry, HEAD) * len(columns), rows)
