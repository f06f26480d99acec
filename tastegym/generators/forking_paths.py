"""G7: the best of several analyses is reported; how many there were decides what it is worth."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING

from tastegym.deck.model import Option, TableExhibit
from tastegym.frozen import frozen
from tastegym.generators import names
from tastegym.generators.exact import sqrt
from tastegym.generators.interface import Draw, Frame, Lesson, World
from tastegym.generators.observer import from_factor, normal_mean, quick_cdf, yes_no
from tastegym.generators.params import Param
from tastegym.generators.wording import number, odds_factor, paragraphs, percent

if TYPE_CHECKING:
    from tastegym.generators.interface import Probs, Shown, Values
    from tastegym.generators.streams import Streams

PATHS = (1, 5, 20)
CUTS = (1.5, 2.0, 2.5, 3.0, 3.5)
BANDS = ("below 1.5", "1.5 to 2", "2 to 2.5", "2.5 to 3", "3 to 3.5", "above 3.5")
HIDDEN_WEIGHTS = {1: 0.5, 5: 0.3, 20: 0.2}
_HALF = sqrt(0.5)


@frozen
class Skin:
    """One story; `ways` says what was done, by number of analyses."""

    scene: str
    works: str
    ways: dict[int, str]
    question: str
    uses: tuple[str, ...] = ()


SKINS: dict[str, Skin] = {
    "templates": Skin(
        "{lab} reports that chain prompts help {model} with proofs.",
        "such prompting ideas truly help",
        {
            1: "One prompt template was fixed before the run, with one metric.",
            5: "Five prompt templates were tried, with one metric.",
            20: "Ten prompt templates were tried, each with two metrics.",
        },
        "Do chain prompts truly help here?",
        ("lab", "model"),
    ),
    "trial": Skin(
        "A report says that {compound} speeds recovery.",
        "such compounds truly speed recovery",
        {
            1: "One outcome in all patients was named in advance.",
            5: "Recovery was judged by five outcomes, in all patients.",
            20: "Recovery was judged by four outcomes in each of five age groups.",
        },
        "Does {compound} truly speed recovery?",
        ("compound",),
    ),
    "diet": Skin(
        "A survey reports that a common food goes with better sleep.",
        "such foods truly go with better sleep",
        {
            1: "One measure of sleep was named in advance.",
            5: "Sleep was judged by five measures.",
            20: "Sleep was judged by five measures in each of four age groups.",
        },
        "Does that food truly go with better sleep?",
    ),
    "market": Skin(
        "A trading desk reports a signal that foretells prices.",
        "such signals truly foretell anything",
        {
            1: "One market and one holding time were fixed before the data were bought.",
            5: "The signal was tried in five markets.",
            20: "The signal was tried in five markets with four holding times each.",
        },
        "Does the signal truly foretell prices?",
    ),
    "neurons": Skin(
        "{lab} reports a layer of {model} whose activity tracks the mood of a text.",
        "such layers truly track mood",
        {
            1: "One measure of mood and one collection of texts were fixed in advance.",
            5: "Mood was scored by five measures.",
            20: "Mood was scored by five measures in each of four collections of texts.",
        },
        "Does the activity of that layer truly track mood?",
        ("lab", "model"),
    ),
    "birds": Skin(
        "A field team at {site} reports that robins sing earlier near lit roads.",
        "such effects of light are truly there",
        {
            1: "One way to time the song was fixed before the season.",
            5: "The song was timed in five ways.",
            20: "The song was timed in five ways in each of four months.",
        },
        "Do robins truly sing earlier near lit roads there?",
        ("site",),
    ),
}


class ForkingPaths(World):
    """What the best of m analyses is worth."""

    name = "forking-paths"
    version = 1
    title = "The best of many analyses"
    skills = ("rigour.post-hoc", "rigour.noise")
    lesson_slug = "count-the-paths"
    p_range = (0.05, 0.95)
    tries = 10
    tolerance = 0.1
    knobs = (
        Param(
            "paths",
            "any",
            "Whether the report tells how many analyses there were.",
            choices=("any", "told", "hidden"),
        ),
    )

    def draw(self, streams: Streams, params: Values) -> Draw:
        s = streams["design"]
        rate = s.choice((10, 15, 20, 30, 40, 50))
        shift = s.choice((18, 20, 22, 25, 28)) / 10.0
        m = PATHS[s.weighted((0.15, 0.35, 0.5))]
        told = params["paths"] == "told" or (params["paths"] == "any" and s.happens(0.75))
        real, best = _first_reported(streams, rate, shift, m if told else None)
        key, named = names.story(streams, SKINS)
        shown: Shown = {
            "skin": key,
            "names": named,
            "per_100": rate,
            "shift": shift,
            "paths": m if told else None,
            "band": sum(best >= cut for cut in CUTS),
            "table": {
                str(k): {"nothing": list(_per_1000(k, 0.0)), "real": list(_per_1000(k, shift))}
                for k in PATHS
            },
        }
        return Draw(shown, "yes" if real else "no")

    def posterior(self, shown: Shown) -> tuple[Probs, ...]:
        return (yes_no(from_factor(shown["per_100"] / 100.0, _factor(shown, _weights(shown)))),)

    def usual(self, shown: Shown) -> tuple[Probs, ...]:
        return (yes_no(from_factor(shown["per_100"] / 100.0, _factor(shown, {1: 1.0}))),)

    def frame(self, shown: Shown) -> Frame:
        skin = SKINS[shown["skin"]]
        if shown["paths"]:
            m = shown["paths"]
            ways = f"{skin.ways[m]} In all: {'one analysis' if m == 1 else f'{m} analyses'}."
        else:
            ways = (
                "The report does not say how many analyses were tried. Of 100 studies like it, 50 "
                "plan a single analysis, 30 try 5 and 20 try 20, before any is reported."
            )
        setup = paragraphs(
            f"{skin.scene} In the long run {shown['per_100']} of 100 {skin.works}, and then the "
            "effect shows alike in every analysis.",
            f"{ways} The most favourable analysis is reported: z = {BANDS[shown['band']]}. Reports "
            "below 1.5 are never written.",
            "The table says where the best z ends in 1,000 studies with 1, 5 or 20 analyses of "
            "the same data (they overlap: any two correlate by one half).",
        )
        table = shown["table"]
        heads = ("best z", *(f"{m}: {kind}" for m in PATHS for kind in ("nothing", "real")))
        rows = tuple(
            (band, *(str(table[str(m)][kind][i]) for m in PATHS for kind in ("nothing", "real")))
            for i, band in enumerate(BANDS)
        )
        return Frame(
            setup=setup.format(**shown["names"]),
            question=skin.question.format(**shown["names"]),
            options=(Option("yes", "Yes"), Option("no", "No")),
            exhibits=(TableExhibit("best", heads, rows),),
        )

    def lesson(self, shown: Shown) -> Lesson:
        p, wrong = self.posterior(shown)[0]["yes"], self.usual(shown)[0]["yes"]
        rate, weights = shown["per_100"], _weights(shown)
        factor, alone = _factor(shown, weights), _factor(shown, {1: 1.0})
        null, real = _cells(shown, weights)
        where = f"best of {shown['paths']}" if shown["paths"] else "mixture of 1, 5 and 20 analyses"
        if shown["paths"] == 1:
            where = "single planned analysis"
        worked = (
            f"For the {where}, such a z comes up {number(real, 3)} times in 1,000 when the effect "
            f"is real and {number(null, 3)} times when there is nothing. It {odds_factor(factor)}, "
            f"which start at {rate} to {100 - rate}: {percent(p)}."
        )
        if shown["paths"] == 1:
            bias = "Here one analysis was planned, so the z can be taken as it stands."
        else:
            bias = (
                f"Read as if it were the only analysis, the z {odds_factor(alone)} and gives "
                f"{percent(wrong)}. That forgets how many chances noise had to produce it."
            )
        verdict = f"Ideal answer {percent(p)}, usual bias {percent(wrong)}."
        return Lesson(
            explanation=paragraphs(worked, bias),
            feedback={
                "yes": f"{verdict} With its number of analyses the z {odds_factor(factor)}.",
                "no": f"{verdict} Before the study {rate} of 100 such effects are real.",
            },
            cue="How many analyses were made: that many chances had the reported z.",
            rule="Judge a reported best result in the column of its number of analyses: the more "
            "paths, the larger a z that noise reaches by itself.",
            ask_yourself="How many analyses would I have been content to report?",
        )


def _first_reported(
    streams: Streams, rate: int, shift: float, told: int | None
) -> tuple[bool, float]:
    """Run studies until the best of their overlapping analyses reaches 1.5: truth and best z.

    Where their number is not told it is drawn for each study, before any is reported: larger
    numbers are reported more often, and the table's cells carry that.
    """
    truth, noise, plans = streams["truth"], streams["noise"], streams["plans"]
    shares = [HIDDEN_WEIGHTS[m] for m in PATHS]
    while True:
        m = told or PATHS[plans.weighted(shares)]
        real = truth.integer(1, 100) <= rate
        common = _HALF * noise.normal() + (shift if real else 0.0)
        best = max(common + _HALF * noise.normal() for _ in range(m))
        if best >= CUTS[0]:
            return real, best


def _weights(shown: Shown) -> dict[int, float]:
    return {shown["paths"]: 1.0} if shown["paths"] else HIDDEN_WEIGHTS


def _cells(shown: Shown, weights: dict[int, float]) -> tuple[float, float]:
    """Counts per 1,000 of the reported band, for nothing and for a real effect."""
    table, band = shown["table"], shown["band"]
    null = fsum(w * table[str(m)]["nothing"][band] for m, w in weights.items())
    real = fsum(w * table[str(m)]["real"][band] for m, w in weights.items())
    return null, real


def _factor(shown: Shown, weights: dict[int, float]) -> float:
    null, real = _cells(shown, weights)
    return real / null


@cache
def _per_1000(m: int, shift: float) -> tuple[int | float, ...]:
    """Where the largest of m normals with correlation one half ends; cells keep two digits.

    P(max ≤ t) = E Φ((t − shift − √½ U) / √½)^m over the common part U, by quadrature.
    """

    def below(cut: float) -> float:
        def given(common: float) -> float:
            value = 1.0
            one = quick_cdf((cut - shift - _HALF * common) / _HALF)
            for _ in range(m):
                value *= one
            return value

        return normal_mean(given)

    levels = [0.0, *(below(cut) for cut in CUTS), 1.0]
    cells = []
    for a, b in pairwise(levels):
        mass = 1000.0 * (b - a)
        cells.append(round(mass) if mass >= 10.0 else max(0.01, round(mass, 1 if mass >= 1 else 2)))
    return tuple(cells)
