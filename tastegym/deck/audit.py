"""Can a deck be beaten without reading it? Surface strategies against an exact null.

Under the null every option of an item is the key with probability 1/k, whatever a strategy picks;
hits are then Poisson-binomial. Two-sided p values are adjusted by Holm within the deck, and apart
from that over all skills, since pooling can hide opposite biases.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tastegym.bulk import no_collection
from tastegym.deck.diagnostic import Severity
from tastegym.deck.exact import clopper_pearson, detectable, holm, items_needed, two_sided
from tastegym.deck.model import NO, YES
from tastegym.deck.strategies import STRATEGIES, Question, questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.deck.model import Deck, Scenario

SMALL = 20
"""Below this many items with written options or a yes/no there are no p values."""
GATE_P, WARN_P, GATE_EXCESS = 0.01, 0.05, 0.10
ALPHA, POWER = 0.05, 0.8
WORST = 10
BALANCE = (0.4, 0.6)


@dataclass(frozen=True, slots=True)
class Result:
    """How one strategy does on the items where it has something to go by.

    `rate` and its 95 % interval (`low`, `high`) are shares of `n`; `chance` is the mean of 1/k.
    `skill` is the Brier skill against uniform over all items of the group, when each pick gets the
    one confidence that fits best and the other items a uniform answer: with S = sum(hit - 1/k) and
    D = sum(1 - 1/k) over the picks and A = sum(1 - 1/k) over all items it is S²/(D·A), reached at
    S/D of the way from uniform to certain; `brier_gain` is the same in half-Brier an item. `p` is
    adjusted (Holm), None in small groups.
    """

    strategy: str
    n: int
    hits: int
    rate: float
    low: float
    high: float
    chance: float
    skill: float
    brier_gain: float
    p: float | None = None

    @property
    def excess(self) -> float:
        """Hit rate above chance."""
        return self.rate - self.chance

    @property
    def verdict(self) -> Severity | None:
        """E at the gate A501, W below it, None otherwise."""
        if self.p is None or self.excess <= 0:
            return None
        if self.p < GATE_P and self.excess >= GATE_EXCESS:
            return Severity.ERROR
        return Severity.WARNING if self.p < WARN_P else None


@dataclass(frozen=True, slots=True)
class Group:
    """One deck or one skill: its strategies, the strongest first.

    `detectable` is the lowest hit rate that this many items would show with 80 % power at the first
    step of Holm, against a chance of `chance`; None when no rate would be.
    """

    name: str
    n: int
    results: tuple[Result, ...]
    chance: float
    detectable: float | None
    small: bool

    @property
    def best(self) -> Result | None:
        """The strategy with the highest Brier skill among those that hit more than chance."""
        ahead = [one for one in self.results if one.excess > 0]
        return max(ahead, key=lambda one: one.skill, default=None)


@dataclass(frozen=True, slots=True)
class Leak:
    """One item, and the strategies that pick its key."""

    uid: str
    strategies: tuple[str, ...]
    length_ratio: float


@dataclass(frozen=True, slots=True)
class Share:
    """How often something is true, in `n` items."""

    count: int
    n: int

    @property
    def rate(self) -> float | None:
        """The share; None of nothing."""
        return self.count / self.n if self.n else None

    @property
    def balanced(self) -> bool:
        """Between 40 and 60 %, or nothing to judge."""
        return self.rate is None or BALANCE[0] <= self.rate <= BALANCE[1]


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found; `yes` counts keys that are yes, `fails` failed exciting outcomes."""

    deck: str
    version: str
    whole: Group
    skills: tuple[Group, ...]
    worst: tuple[Leak, ...]
    yes: Share
    fails: Share
    sampling: str
    items_needed: int

    @property
    def verdict(self) -> Severity | None:
        """E when any strategy passes the gate, over the deck or in a skill."""
        found = {one.verdict for group in (self.whole, *self.skills) for one in group.results}
        for severity in (Severity.ERROR, Severity.WARNING):
            if severity in found:
                return severity
        return None


def audit(deck: Deck, generated: Sequence[Scenario] = ()) -> Audit:
    """Audit the scenarios of a deck that have a key; `generated` are rendered ones beside them."""
    with no_collection():
        return _audit(deck, generated)


def _audit(deck: Deck, generated: Sequence[Scenario]) -> Audit:
    asked = questions([one for one in (*deck.scenarios, *generated) if not one.contested])
    picks = {
        name: {one.uid: pick for one in asked if (pick := choose(name, one)) is not None}
        for name, choose in STRATEGIES.items()
    }
    whole = _adjusted([_group(deck.id, asked, picks)])[0]
    tags = sorted({skill for one in asked for skill in one.skills})
    skills = _adjusted(
        [_group(tag, [one for one in asked if tag in one.skills], picks) for tag in tags]
    )
    yes_no = [one for one in asked if {option.id for option in one.options} == {YES, NO}]
    exciting = [one for one in asked if one.exciting]
    return Audit(
        deck.id,
        deck.version,
        whole,
        tuple(skills),
        _worst(asked, picks),
        Share(sum(one.key == YES for one in yes_no), len(yes_no)),
        Share(sum(one.key != one.exciting for one in exciting), len(exciting)),
        deck.sampling,
        items_needed(0.25, 0.365, ALPHA / 10),
    )


def _group(name: str, asked: Sequence[Question], picks: dict[str, dict[str, str]]) -> Group:
    results: list[Result] = []
    for strategy, picked in picks.items():
        mine = [one for one in asked if one.uid in picked]
        if mine:
            results.append(_result(strategy, mine, picked, asked))
    chances = [1 / len(one.options) for one in asked]
    chance = sum(chances) / len(chances) if chances else 0.0
    small = len(asked) < SMALL
    seen = None
    if asked and results and not small:
        seen = detectable(len(asked), chance, ALPHA / len(results), POWER)
    ranked = sorted(results, key=lambda one: (-one.excess, one.strategy))
    return Group(name, len(asked), tuple(ranked), chance, seen, small)


def _result(
    strategy: str, asked: Sequence[Question], picked: dict[str, str], all_asked: Sequence[Question]
) -> Result:
    n = len(asked)
    hits = sum(picked[one.uid] == one.key for one in asked)
    chance = sum(1 / len(one.options) for one in asked)
    low, high = clopper_pearson(hits, n)
    spread = n - chance
    # The half-Brier of a uniform answer to k options is (1 - 1/k) / 2.
    whole = sum(1 - 1 / len(one.options) for one in all_asked)
    skill = (hits - chance) ** 2 / (spread * whole)
    gain = skill * whole / 2 / len(all_asked)
    return Result(
        strategy, n, hits, hits / n, low, high, chance / n, skill, gain,
        two_sided(Counter(1 / len(one.options) for one in asked), hits),
    )  # fmt: skip


def _adjusted(groups: list[Group]) -> list[Group]:
    """The groups with p values adjusted over all their strategies together; none in small ones."""
    tested = [one for group in groups if not group.small for one in group.results]
    p_values = iter(holm([one.p if one.p is not None else 1.0 for one in tested]))
    return [
        Group(
            group.name,
            group.n,
            tuple(_with_p(one, None if group.small else next(p_values)) for one in group.results),
            group.chance,
            group.detectable,
            group.small,
        )
        for group in groups
    ]


def _with_p(one: Result, p: float | None) -> Result:
    return Result(
        one.strategy, one.n, one.hits, one.rate, one.low, one.high, one.chance, one.skill,
        one.brier_gain, p,
    )  # fmt: skip


def _worst(asked: Sequence[Question], picks: dict[str, dict[str, str]]) -> tuple[Leak, ...]:
    leaks: list[Leak] = []
    for one in asked:
        if not one.written:
            continue
        found = tuple(
            name
            for name, picked in picks.items()
            if picked.get(one.uid) == one.key and name not in {"always yes", "most sceptical"}
        )
        others = [len(option.text) for option in one.options if option.id != one.key]
        own = sum(len(option.text) for option in one.options if option.id == one.key)
        ratio = own * len(others) / max(1, sum(others))
        if found:
            leaks.append(Leak(one.uid, found, ratio))
    leaks.sort(key=lambda one: (-len(one.strategies), -one.length_ratio, one.uid))
    return tuple(leaks[:WORST])
