"""Freshness by arrays is freshness by the rules, on every history."""

from __future__ import annotations

import json
import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tastegym.insight.fresh import WHY, stale
from tastegym.insight.joined import Joined
from tastegym.ledger.read import History
from tastegym.ledger.records import Exposure, Fact, Forecast, Item, Question, ResolutionRow, Reveal
from tastegym.practice.freshness import REASONS, freshness

DAY = "2026-05-01"
HOUR = 3600 * 1_000_000


class Walk:
    """A ledger of random rows, with everything that can happen and much that should not."""

    def __init__(self, seed: int, size: int) -> None:
        self.draw = random.Random(seed)
        self.count = 0
        self.at = 10**15
        self.items: list[Item] = []
        self.exposures: list[Exposure] = []
        self.forecasts: list[Forecast] = []
        self.reveals: list[Reveal] = []
        self.facts: list[Fact] = []
        self.resolutions: list[ResolutionRow] = []
        self.questions: list[Question] = []
        self.names = [f"o/d#s{i}" for i in range(max(2, size // 3))]
        for _ in range(size):
            self.step()

    def stamp(self) -> tuple[str, int, str]:
        """Ids rise, but clocks stand still, jump and go back."""
        self.count += 1
        self.at += self.draw.choice((0, 0, 60_000_000, 60_000_000, 30 * HOUR, -60_000_000))
        number = self.count if self.draw.random() < 0.9 else self.draw.randrange(10**6)
        return f"{number:08d}-{self.count:04d}", self.at, DAY

    def step(self) -> None:
        draw = self.draw
        kind = draw.choices(
            (self.answer, self.sight, self.question, self.fact, self.stray), (12, 1, 1, 2, 1)
        )[0]
        kind()

    def item(self, uid: str) -> Item:
        draw, more = self.draw, {}
        other = draw.choice(self.names)
        roll = draw.random()
        if roll < 0.04:
            more = {"spoils": [other]}
        elif roll < 0.07:
            more = {"aliases": [other]}
        elif roll < 0.09:
            more = {"contested": True}
        elif roll < 0.11:
            more = {"pending": True}
        body = json.dumps({**more, "uid": uid}, sort_keys=True, separators=(",", ":"))
        made = Item(*self.stamp(), "", "", uid, 1, "o/d", "1", "choice", (), body)
        self.items.append(made)
        return made

    def answer(self) -> None:
        draw, uid = self.draw, self.draw.choice(self.names)
        purpose = "tutorial" if draw.random() < 0.03 else "practice"
        shown = Exposure(*self.stamp(), "", self.item(uid).id, uid, purpose)
        self.exposures.append(shown)
        rows = [f"{uid}/r{i}" for i in range(draw.randint(2, 3))] if draw.random() < 0.2 else [uid]
        stages = draw.choice((1, 1, 1, 2, 3)) if draw.random() < 0.9 else 0
        early = draw.random() < 0.05
        if early:
            self.reveal(shown)
        for stage in range(stages):
            for name in rows:
                self.lock(shown.id, "", name, stage)
        if draw.random() < 0.9 and not early:
            self.reveal(shown)
        if draw.random() < 0.03:
            self.lock(shown.id, "", rows[0], stages)

    def lock(self, exposure: str, question: str, uid: str, stage: int) -> None:
        draw = self.draw
        made = Forecast(
            *self.stamp(), exposure, question, uid, stage, True, ("a", "b"), (5000, 5000),
            hint_used=draw.random() < 0.05,
            recognised=draw.choices(("new", "heard", "known"), (18, 1, 1))[0],
        )  # fmt: skip
        self.forecasts.append(made)

    def reveal(self, shown: Exposure, uid: str = "") -> None:
        made = Reveal(*self.stamp(), shown.id, uid or shown.uid, "", ((shown.uid, "a"),))
        self.reveals.append(made)

    def sight(self) -> None:
        uid = self.draw.choice(self.names)
        self.exposures.append(Exposure(*self.stamp(), "", "", uid, "key_seen"))

    def question(self) -> None:
        asked = Question(*self.stamp(), "binary", "Will it?", "2026-12-01")
        self.questions.append(asked)
        for stage in range(self.draw.randint(1, 3)):
            self.lock("", asked.id, "", stage)
        if self.draw.random() < 0.7:
            outcome = self.draw.choice(("yes", "no", "void", "ambiguous"))
            self.resolutions.append(ResolutionRow(*self.stamp(), asked.id, "", outcome))

    def fact(self) -> None:
        draw = self.draw
        targets = [{"uid": draw.choice(self.names)}, {"uid": f"{draw.choice(self.names)}/r1"}]
        if self.forecasts:
            targets.append({"forecast_id": draw.choice(self.forecasts).id})
        if self.exposures:
            targets.append({"exposure_id": draw.choice(self.exposures).id})
        kind, body = draw.choice(("void", "contested")), draw.choice(targets)
        if self.facts and draw.random() < 0.2:
            kind, body = "hide", {"id": draw.choice(self.facts).id}
        self.facts.append(Fact(*self.stamp(), kind, json.dumps(body)))
        if draw.random() < 0.3:
            made = ResolutionRow(*self.stamp(), "", draw.choice(self.names), "a")
            self.resolutions.append(made)

    def stray(self) -> None:
        """What only damage or a merge of odd ledgers brings."""
        draw, uid = self.draw, self.draw.choice(self.names)
        gone = Exposure(f"gone-{self.count}", self.at, DAY, "", "", uid, "practice")
        roll = draw.random()
        if roll < 0.3:
            self.lock(gone.id, "", uid, 0)
        elif roll < 0.6:
            self.reveal(gone)
        elif self.exposures:
            self.reveal(draw.choice(self.exposures), draw.choice((uid, f"{uid}/r0", "x/y#z")))
        else:
            self.exposures.append(Exposure(*self.stamp(), "", "", f"{uid}/r1", "practice"))

    def history(self) -> History:
        return History(
            items=tuple(self.items),
            exposures=tuple(self.exposures),
            questions=tuple(self.questions),
            forecasts=tuple(self.forecasts),
            reveals=tuple(self.reveals),
            resolutions=tuple(self.resolutions),
            facts=tuple(self.facts),
        )


def by_arrays(history: History, contested: tuple[str, ...] = ()) -> dict[str, str]:
    joined = Joined(history)
    found = stale(joined, contested).tolist()
    ids = joined.history.column("forecasts", "id")
    return {name: WHY[code] for name, code in zip(ids, found, strict=True)}


def by_rules(history: History, contested: tuple[str, ...] = ()) -> dict[str, str]:
    return {name: status.reason for name, status in freshness(history, contested).items()}


@given(st.integers(0, 10**6), st.integers(0, 60))
@settings(max_examples=300, deadline=None)
@example(0, 0)
@example(1, 200)
def test_arrays_and_rules_agree(seed: int, size: int) -> None:
    history = Walk(seed, size).history()
    assert by_arrays(history) == by_rules(history)
    contested = ("o/d#s0", "o/d#s1/r1")
    assert by_arrays(history, contested) == by_rules(history, contested)


def test_the_walks_meet_every_reason_by_arrays_and_by_rules() -> None:
    """Otherwise the test above would compare nothing."""
    met: set[str] = set()
    plain = 0
    for seed in range(40):
        history = Walk(seed, 40).history()
        found = by_arrays(history)
        met |= set(found.values())
        plain += sum(reason == "" for reason in found.values())
    assert met == {"", *REASONS}
    assert plain > 100


def test_the_order_of_rows_does_not_matter() -> None:
    for seed in range(15):
        history = Walk(seed, 40).history()
        turned = History(
            **{name: tuple(reversed(getattr(history, name))) for name in history.__dict__}
        )
        assert by_arrays(turned) == by_arrays(history)
