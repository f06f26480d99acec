"""G17: what can be read off a thing need not be used; three tests tell four kinds apart."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from tastegym.deck.model import Option, Stage, TableExhibit
from tastegym.frozen import frozen
from tastegym.generators import names
from tastegym.generators.interface import Draw, Frame, Lesson, World, distance
from tastegym.generators.observer import posterior
from tastegym.generators.params import ask_param, asked
from tastegym.generators.wording import capital, listed, paragraphs, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.generators.interface import Probs, Shown, Values
    from tastegym.generators.streams import Streams

KINDS = ("used", "correlated", "dormant", "nothing")
KIND_TEXT = {
    "used": "Used: part of how it works",
    "correlated": "Only correlated: goes along, drives nothing",
    "dormant": "Dormant: can drive it when forced, but normally does not",
    "nothing": "Nothing: unrelated",
}
TESTS = ("read", "push", "remove")
RANGES: dict[str, dict[str, tuple[int, int]]] = {
    "read": {"used": (75, 95), "correlated": (70, 95), "dormant": (15, 45), "nothing": (5, 20)},
    "push": {"used": (70, 95), "correlated": (5, 25), "dormant": (60, 90), "nothing": (3, 15)},
    "remove": {"used": (65, 95), "correlated": (3, 20), "dormant": (3, 20), "nothing": (2, 10)},
}
MOSTLY_NO = {
    "read": "Dormant ones and unrelated ones",
    "push": "Correlated ones and unrelated ones",
    "remove": "All kinds but the used ones",
}
PRIORS = ((30, 40, 10, 20), (20, 40, 20, 20), (15, 30, 15, 40), (45, 30, 10, 15), (25, 20, 35, 20))


@frozen
class Skin:
    """One story: what is examined, and how each test reads when it comes out yes."""

    scene: str
    thing: str
    read: str
    push: str
    remove: str
    uses: tuple[str, ...] = ()


SKINS: dict[str, Skin] = {
    "direction": Skin(
        "A direction in the activations of {model} is suspected of carrying whether a text is "
        "a lie.",
        "directions",
        "a probe reads lies off it better than off random directions",
        "writing it in changes the model's answers",
        "taking it out on ordinary texts hurts the model's answers",
        ("model",),
    ),
    "area": Skin(
        "A small area of a mouse brain is suspected of deciding which way the animal turns.",
        "areas",
        "its activity foretells the turn",
        "stimulating it changes the turn",
        "cooling it on ordinary trials disturbs the turn",
    ),
    "marker": Skin(
        "A blood protein is suspected of bringing on an inflammation.",
        "proteins",
        "its level foretells the inflammation",
        "injecting it brings the inflammation on in mice",
        "blocking it in ordinary patients prevents the inflammation",
    ),
    "gene": Skin(
        "A gene of barley plants at {site} is suspected of making them bear drought.",
        "genes",
        "its activity goes with bearing drought",
        "switching it on by force makes plants bear drought",
        "knocking it out in ordinary plants makes them suffer from drought",
        ("site",),
    ),
    "microbe": Skin(
        "A soil microbe is suspected of keeping tomatoes free of wilt.",
        "microbes",
        "it is frequent where plants stay healthy",
        "adding it in mass keeps plants healthy",
        "removing it from ordinary soil brings wilt",
    ),
    "indicator": Skin(
        "A shop's star rating is suspected of driving its sales.",
        "ratings",
        "it foretells sales",
        "faking it upwards in a trial raises sales",
        "hiding it in ordinary weeks lowers sales",
    ),
    "routine": Skin(
        "A weekly plan meeting is suspected of making a team deliver on time.",
        "meetings",
        "teams that hold it deliver on time more often",
        "ordering teams to hold it makes them deliver on time",
        "dropping it in ordinary teams makes them late",
    ),
}


class DecodableOrUsed(World):
    """Two tests of three are revealed; what will the third say, or which kind is it?"""

    name = "decodable-or-used"
    version = 1
    title = "Decodable or used"
    skills = ("experiment.controls", "experiment.contrast-pairs", "skepticism.find-the-flaw")
    lesson_slug = "decodable-is-not-used"
    p_range = (0.04, 0.85)
    tries = 12
    tolerance = 0.12
    knobs = (ask_param("What the third test will say, or which kind it is.", "third", "kind"),)

    def draw(self, streams: Streams, params: Values) -> Draw:
        s = streams["design"]
        priors = dict(zip(KINDS, s.choice(PRIORS), strict=True))
        rates = {test: {kind: s.integer(*RANGES[test][kind]) for kind in KINDS} for test in TESTS}
        order = s.shuffled(TESTS)
        ask = asked(params, s, "third", "kind")
        kind = KINDS[streams["truth"].weighted(list(priors.values()))]
        results = {test: streams["results"].integer(1, 100) <= rates[test][kind] for test in order}
        key, named = names.story(streams, SKINS)
        shown: Shown = {
            "skin": key,
            "names": named,
            "per_100": priors,
            "rates": rates,
            "revealed": [{"test": test, "yes": results[test]} for test in order[:2]],
            "third": order[2],
            "ask": ask,
        }
        if ask == "kind":
            return Draw(shown, kind)
        return Draw(shown, "yes" if results[order[2]] else "no")

    def posterior(self, shown: Shown) -> tuple[Probs, ...]:
        kinds = [_kinds(shown, seen) for seen in (1, 2)]
        if shown["ask"] == "kind":
            return tuple(kinds)
        return tuple(_third(shown, belief) for belief in kinds)

    def usual(self, shown: Shown) -> tuple[Probs, ...]:
        """One positive test is taken for use, none for nothing."""
        out: list[Probs] = []
        for seen in (1, 2):
            taken = "used" if any(r["yes"] for r in shown["revealed"][:seen]) else "nothing"
            if shown["ask"] == "kind":
                out.append({kind: 0.85 if kind == taken else 0.05 for kind in KINDS})
            else:
                p = shown["rates"][shown["third"]][taken] / 100.0
                out.append({"yes": p, "no": 1.0 - p})
        return tuple(out)

    def gap(self, shown: Shown, p_star: Sequence[Probs], bias: Sequence[Probs]) -> float:
        """Distance at the last stage, on average over the second result as it may come."""
        del p_star, bias
        first, second = shown["revealed"]
        kinds, rates = _kinds(shown, 1), shown["rates"][second["test"]]
        yes = fsum(kinds[kind] * rates[kind] / 100.0 for kind in KINDS)
        total = 0.0
        for said, chance in ((True, yes), (False, 1.0 - yes)):
            case = {**shown, "revealed": [first, {**second, "yes": said}]}
            total += chance * distance(self.posterior(case)[-1], self.usual(case)[-1])
        return total

    def frame(self, shown: Shown) -> Frame:
        skin = SKINS[shown["skin"]]
        setup = paragraphs(
            f"{skin.scene} Such {skin.thing} are of four kinds: used (part of how it works), only "
            "correlated (goes along, drives nothing), dormant (can drive it when forced, but "
            "normally does not), or nothing (unrelated).",
            f"Three tests help. Read: {skin.read}. Push: {skin.push}. Remove: {skin.remove}. The "
            "table says how many of 100 are of each kind in the long run, and in what percentage "
            "of each kind a test says yes. Within a kind the tests do not depend on each other.",
        )
        stages = tuple(
            Stage(
                f"The {place} test, {r['test']}, says {'yes' if r['yes'] else 'no'}.",
                likelihood=_likelihood(shown, i),
            )
            for i, (place, r) in enumerate(zip(("first", "second"), shown["revealed"], strict=True))
        )
        if shown["ask"] == "kind":
            question = "Which kind is it?"
            options = tuple(Option(kind, KIND_TEXT[kind]) for kind in KINDS)
        else:
            question = f"Will the third test say yes: {_test(skin, shown['third'])}?"
            options = (Option("yes", "Yes, it will"), Option("no", "No, it will not"))
        return Frame(
            setup=setup.format(**shown["names"]),
            question=question,
            options=options,
            exhibits=(_table(shown),),
            stages=stages,
            shuffle=False,  # the rows of the table; how frequent each kind is stands there
        )

    def lesson(self, shown: Shown) -> Lesson:
        steps, wrong = self.posterior(shown), self.usual(shown)[-1]
        lines = []
        for i, result in enumerate(shown["revealed"]):
            belief = _kinds(shown, i + 1)
            told = listed([f"{kind} {percent(belief[kind])}" for kind in KINDS])
            said = "yes" if result["yes"] else "no"
            lines.append(f"{capital(result['test'])} says {said}, which leaves {told}.")
        third = shown["third"]
        if shown["ask"] == "third":
            rates = shown["rates"][third]
            parts = listed([f"{rates[kind]}%" for kind in KINDS])
            lines.append(
                f"{capital(third)} says yes in {parts} of these kinds; weighted by the beliefs "
                f"that is {percent(steps[-1]['yes'])}."
            )
            usual = percent(wrong["yes"])
            feedback = {
                "yes": f"Ideal answer {percent(steps[-1]['yes'])}, usual bias {usual}. Used ones "
                f"say yes here in {rates['used']}%.",
                "no": f"Ideal answer {percent(steps[-1]['no'])}. {MOSTLY_NO[third]} mostly say no.",
            }
        else:
            usual = listed([f"{kind} {percent(wrong[kind])}" for kind in KINDS])
            feedback = {
                kind: f"From {shown['per_100'][kind]}% to {percent(steps[-1][kind])}."
                for kind in KINDS
            }
        bias = (
            f"The short cut takes one yes for use and ends at {usual}. Reading shows that "
            "something goes along, pushing that it can drive, and only removing that it is needed."
        )
        return Lesson(
            explanation=paragraphs(" ".join(lines), bias),
            feedback=feedback,
            cue="Ask which of the four kinds would give the same results.",
            rule="Multiply each kind's share by its chance of every result seen, and scale to "
            "100%. A test that two kinds pass alike does not tell them apart.",
            ask_yourself="Which of my causal claims rests on a reading alone?",
        )


def _chance(shown: Shown, seen: int, kind: str) -> float:
    result = shown["revealed"][seen]
    rate = shown["rates"][result["test"]][kind] / 100.0
    return float(rate if result["yes"] else 1.0 - rate)


def _kinds(shown: Shown, seen: int) -> dict[str, float]:
    """Beliefs about the kind after the first `seen` results."""
    beliefs = {kind: shown["per_100"][kind] / 100.0 for kind in KINDS}
    for i in range(seen):
        beliefs = posterior(beliefs, {kind: _chance(shown, i, kind) for kind in KINDS})
    return beliefs


def _third(shown: Shown, beliefs: dict[str, float]) -> dict[str, float]:
    p = fsum(beliefs[kind] * shown["rates"][shown["third"]][kind] / 100.0 for kind in KINDS)
    return {"yes": p, "no": 1.0 - p}


def _likelihood(shown: Shown, seen: int) -> dict[str, float]:
    """P(this result | option, earlier results), for the ideal update shown at the reveal."""
    if shown["ask"] == "kind":
        return {kind: _chance(shown, seen, kind) for kind in KINDS}
    before = _kinds(shown, seen)
    third = shown["rates"][shown["third"]]
    out = {}
    for option in ("yes", "no"):
        weights = {
            k: before[k] * (third[k] if option == "yes" else 100 - third[k]) / 100.0 for k in KINDS
        }
        hit = fsum(weights[k] * _chance(shown, seen, k) for k in KINDS)
        out[option] = hit / fsum(weights.values())
    return out


def _test(skin: Skin, test: str) -> str:
    return {"read": skin.read, "push": skin.push, "remove": skin.remove}[test]


def _table(shown: Shown) -> TableExhibit:
    rows = tuple(
        (
            {"correlated": "only correlated"}.get(kind, kind),
            str(shown["per_100"][kind]),
            *(str(shown["rates"][test][kind]) for test in TESTS),
        )
        for kind in KINDS
    )
    heads = ("kind", "of 100", "read says yes, %", "push yes, %", "remove yes, %")
    return TableExhibit("kinds", heads, rows)
