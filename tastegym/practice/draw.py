"""From a plan, or from chosen scenarios, to what a session plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tastegym.practice import worlds
from tastegym.practice.pace import GENERATED
from tastegym.practice.values import Drawn
from tastegym.practice.worlds import ANY_LEVEL, Generated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tastegym.deck.model import GeneratorRef, Scenario
    from tastegym.practice.choose import Ref
    from tastegym.practice.plan import Plan, Spot

    Past = Callable[[str], Sequence[tuple[int, float]]]
    """(level, regret) of a world's adaptive answers, oldest first."""


class Drawer:
    """Makes what is drawn; `shown` counts a world's instances so far, `past` reads its levels."""

    def __init__(
        self,
        scenario: Callable[[str], Scenario],
        salt: str,
        met: Collection[str],
        shown: Mapping[str, int],
        past: Past,
        first_shown: Mapping[str, int],
    ) -> None:
        self._scenario = scenario
        self._salt = salt
        self._met = met
        self._shown = dict(shown)
        self._past = past
        self._first = first_shown

    def planned(self, plan: Plan) -> list[Drawn | Generated]:
        """The scenarios of a plan, in its order."""
        return [self._spot(spot) for spot in plan.spots]

    def _spot(self, spot: Spot) -> Drawn | Generated:
        about: tuple[tuple[str, Any], ...] = (("why", spot.why),)
        if spot.lesson:
            about = (*about, ("lesson", spot.lesson))
        if spot.world:
            return self.world(spot.world, anchor=spot.anchor, about=about, params=dict(spot.params))
        return self._authored(spot.uid, spot.why_not, about)

    def chosen(
        self, pairs: Sequence[tuple[Ref, str]], refs: Sequence[Ref], count: int
    ) -> list[Drawn | Generated]:
        """Chosen scenarios; generated ones that state no seeds fill up to `count`."""
        made: list[Drawn | Generated] = []
        endless = [ref for ref in refs if ref.kind == GENERATED]
        more = [(endless[i % len(endless)], "") for i in range(count - len(pairs)) if endless]
        for ref, why in (*pairs, *more):
            if ref.kind == GENERATED:
                made.append(self._instance(ref.uid))
            else:
                made.append(self._authored(ref.uid, why, ()))
        return made

    def _authored(self, uid: str, why: str, about: tuple[tuple[str, Any], ...]) -> Drawn:
        scenario = self._scenario(uid)
        return Drawn(scenario, why, self._first.get(scenario.uid), about)

    def _instance(self, uid: str) -> Generated:
        """The next instance of a deck's reference to a world."""
        scenario = self._scenario(uid)
        ref = scenario.generator
        if ref is None:
            raise ValueError(f"{uid} names no world")
        about = (("ref", uid),)
        if scenario.seeds:
            return self._listed(ref, scenario.seeds, about)
        if "difficulty" in ref.params:
            return self._fresh(ref.name, dict(ref.params), about)
        anchor = worlds.is_anchor(self._salt, sum(self._shown.values()))
        return self.world(ref.name, anchor=anchor, about=about, params=dict(ref.params))

    def _listed(
        self, ref: GeneratorRef, seeds: str, about: tuple[tuple[str, Any], ...]
    ) -> Generated:
        """The first unmet of the seeds that a deck lists; a met one once all are."""
        first, _, last = seeds.partition("-")
        listed = range(int(first), int(last or first) + 1)
        met = worlds.met_seeds(self._met, ref.name)
        number = self._count(ref.name)
        unmet = [seed for seed in listed if str(seed) not in met]
        pool = unmet or listed
        seed = pool[number % len(pool)]
        why = "" if unmet else "repeat"
        return Generated(ref.name, seed, tuple(sorted(ref.params.items())), about, why)

    def world(
        self,
        name: str,
        *,
        anchor: bool,
        about: tuple[tuple[str, Any], ...] = (),
        params: dict[str, Any] | None = None,
    ) -> Generated:
        """The next instance of a world for this person: an anchor, or at the adaptive level."""
        level = ANY_LEVEL if anchor else worlds.next_level(self._past(name))
        return self._fresh(name, {**(params or {}), "difficulty": level}, about)

    def _fresh(
        self, name: str, params: dict[str, Any], about: tuple[tuple[str, Any], ...]
    ) -> Generated:
        met = worlds.met_seeds(self._met, name)
        seed = worlds.fresh_seed(self._salt, name, self._count(name), met)
        return Generated(name, seed, tuple(sorted(params.items())), about)

    def _count(self, name: str) -> int:
        """The running number of the next instance of a world."""
        number = self._shown.get(name, 0)
        self._shown[name] = number + 1
        return number
