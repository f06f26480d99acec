"""What a day of practice holds: a pure function of ledger facts, decks, day and seed.

The budget is minutes, measured by the person's own times. In it come own predictions whose day has
come, lessons due (at most two), open lab questions, unseen scenarios from the group practised
least, and worlds. Nothing that was left undone makes a plan longer. Standard library only.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tastegym.deck.skills import group_of
from tastegym.frozen import frozen, replace
from tastegym.practice.choose import why_not
from tastegym.practice.facts import NO_FACTS, DueQuestion, Facts
from tastegym.practice.lessons import Standing, due
from tastegym.practice.order import shuffled
from tastegym.practice.pace import GENERATED, group_weights, offers_paper, own_times
from tastegym.practice.spread import spread
from tastegym.practice.worlds import World, is_anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tastegym.practice.choose import Ref

MINUTES = 10.0
LESSONS_AT_MOST = 2
LABS_AT_MOST = 2
WORLD_EVERY = 3
"""Of the scenarios that are neither lessons nor lab questions, one in so many is a world."""

DUE_MINUTES = 0.5
DUE_AT_MOST = 4
"""Own predictions that the budget makes room for; the rest is listed all the same."""

MOST_ITEMS = 60

PLAIN = frozenset({"binary", "choice"})
"""Kinds with one short list of rows: what a first day asks while there are any."""


@frozen
class Spot:
    """One place in the plan.

    `why` is lesson, recall (a lesson met by a scenario answered before), lab, unseen, world or
    repeat. `uid` is "" for a world, `world` its name and `params` the form it takes; `anchor` says
    whether its difficulty comes from the fixed mix. `why_not` says why an answer would not count.
    """

    why: str
    kind: str
    minutes: float
    uid: str = ""
    world: str = ""
    anchor: bool = False
    lesson: str = ""
    why_not: str = ""
    params: tuple[tuple[str, str], ...] = ()


@frozen
class Lab:
    """An open lab question of a deck: it is asked until its day has passed."""

    uid: str
    resolve_by: str


@frozen
class Plan:
    """A day's practice.

    `minutes` is the budget, `planned` what it should take. `due` are own predictions whose
    day has come (they come first), `unseen` scenarios never answered (worlds never run out and are
    not among them), `days_left` for how many such days they last (None without any). `paper` offers
    ten minutes with a paper, `first` asks for one prediction about today's own work at the end.
    """

    day: str
    minutes: float
    planned: float
    spots: tuple[Spot, ...]
    due: tuple[DueQuestion, ...] = ()
    unseen: int = 0
    days_left: int | None = None
    paper: bool = False
    first: bool = False


@frozen
class Known:
    """Everything that a plan rests on beside the decks; `day` is the local day (ISO)."""

    day: str
    seed: str
    salt: str = ""
    met: frozenset[str] = frozenset()
    key_seen: frozenset[str] = frozenset()
    facts: Facts = NO_FACTS
    extra_groups: tuple[tuple[str, str], ...] = ()


def plan(
    refs: Sequence[Ref],
    worlds: Sequence[World],
    known: Known,
    *,
    minutes: float = MINUTES,
    labs: Sequence[Lab] = (),
    count: int | None = None,
) -> Plan:
    """The plan of a day. The same inputs give the same plan, whatever their order.

    With `count` it holds so many scenarios, however long they take.
    """
    maker = _Maker(refs, worlds, known, labs, counted=count is not None)
    asked = known.facts.due
    asked_minutes = DUE_MINUTES * min(len(asked), DUE_AT_MOST)
    spots = maker.fill(float(count) if count is not None else minutes - asked_minutes)
    planned = math.fsum(spot.minutes for spot in spots) + asked_minutes
    unseen = len(maker.unseen)
    a_day = max(1, sum(spot.uid in maker.unseen for spot in spots))
    days = math.ceil(unseen / a_day) if unseen else None
    return Plan(
        day=known.day,
        minutes=minutes if count is None else planned,
        planned=planned,
        spots=spots,
        due=asked,
        unseen=unseen,
        days_left=days,
        paper=offers_paper(
            known.day, known.facts.papers, days, {one.day for one in known.facts.recent}
        ),
        first=not known.facts.recent and not known.facts.predicted,
    )


class _Maker:
    """One plan in the making."""

    def __init__(
        self,
        refs: Sequence[Ref],
        worlds: Sequence[World],
        known: Known,
        labs: Sequence[Lab],
        *,
        counted: bool = False,
    ) -> None:
        self.known = known
        self.counted = counted
        self.extra = dict(known.extra_groups)
        self.groups_cache: dict[tuple[str, ...], tuple[str, ...]] = {}
        held = set(known.facts.held_back)
        self.worlds = [one for one in worlds if held.isdisjoint(one.skills)]
        self.order = {one.name: place for place, one in enumerate(worlds)}
        self.shown: Counter[str] = Counter(dict(known.facts.shown))
        self.refs = refs
        self.authored = {ref.uid: ref for ref in refs if ref.kind != GENERATED}
        self.times = own_times(known.facts.recent)
        self.weights = group_weights(known.facts.recent, self._groups)
        self.reasons = self._reasons()
        open_labs = {lab.uid for lab in labs if lab.resolve_by >= known.day}
        new = [uid for uid, reason in self.reasons.items() if not reason]
        self.labs = {uid for uid in new if self.authored[uid].pending and uid in open_labs}
        self.unseen = {
            uid
            for uid in new
            if not self.authored[uid].pending
            and (not held or held.isdisjoint(self.authored[uid].skills))
        }
        self.carriers: dict[str, set[str]] = defaultdict(set)
        self.ordered: set[str] = set()
        self.taken: list[Spot] = []
        self.closed: set[str] = set()
        self.clusters: set[str] = set()
        self.lessons: set[str] = set()
        self.kinds: Counter[str] = Counter()

    def _groups(self, skills: tuple[str, ...]) -> tuple[str, ...]:
        found = self.groups_cache.get(skills)
        if found is None:
            found = tuple(sorted({group_of(skill, self.extra) for skill in skills} or {""}))
            self.groups_cache[skills] = found
        return found

    def _reasons(self) -> dict[str, str]:
        met, key_seen = self.known.met, self.known.key_seen
        spoiled: set[str] = set()
        for ref in self.refs:
            if ref.spoils and any(n in met or n in key_seen for n in (ref.uid, *ref.aliases)):
                spoiled.update(ref.spoils)
        # A start asks this of every scenario there is: most are plainly new and have no other name.
        return {
            uid: why_not(ref, met, key_seen, spoiled)
            if ref.aliases or uid in met or uid in key_seen or uid in spoiled
            else ""
            for uid, ref in self.authored.items()
        }

    # -- filling ----------------------------------------------------------------------------

    def fill(self, minutes: float) -> tuple[Spot, ...]:
        """Spots for so many minutes (scenarios, where they are counted).

        Lessons first, then lab questions, then what is new.
        """
        self._lessons(minutes)
        self._open_labs(minutes)
        filled = 0
        pool = self._pool()
        while len(self.taken) < MOST_ITEMS:
            spot = self._next(pool, filled)
            if spot is None or not self._room(minutes, spot.kind):
                break
            self._keep(spot, self.authored.get(spot.uid))
            filled += 1
        return self._anchored(spread(self.taken))

    def _lessons(self, minutes: float) -> None:
        rungs = {name: Standing(name, rung, day) for name, rung, day in self.known.facts.rungs}
        met = 0
        ready = due(rungs, self.known.day)
        for ref in self.authored.values() if ready else ():
            for name in ref.lessons:
                self.carriers[name].add(ref.uid)
        for standing in ready:
            # The first lesson comes in any case; a second one may not push out what is new.
            room = minutes if not met else minutes / 2
            if met < LESSONS_AT_MOST and self._meet(standing.lesson, room):
                met += 1

    def _open_labs(self, minutes: float) -> None:
        asked = 0
        for uid in self._ranked(self.labs):
            ref = self.authored[uid]
            if asked < LABS_AT_MOST and not self._touches(uid) and self._room(minutes, ref.kind):
                self._keep(self._spot(ref, "lab"), ref)
                asked += 1

    def _meet(self, lesson: str, minutes: float) -> bool:
        """Find an unseen sibling, a fresh seed, or the old scenario for a lesson due."""
        carriers = self.carriers.get(lesson, set())
        fresh = [uid for uid in self._ranked(carriers & self.unseen) if not self._touches(uid)]
        worlds = [one for one in self.worlds if one.lesson == lesson and self._world_free(one)]
        old = [uid for uid in carriers if self.reasons[uid] and not self.authored[uid].pending]
        old = [uid for uid in self._ranked(old) if not self._touches(uid)]
        if fresh:
            spot = self._spot(self.authored[fresh[0]], "lesson", lesson)
        elif worlds:
            spot = self._world_spot(worlds[0], "lesson", lesson)
        elif old:
            spot = self._spot(self.authored[old[0]], "recall", lesson)
        else:
            return False
        if not self._room(minutes, spot.kind):
            return False
        self._keep(spot, self.authored.get(spot.uid))
        return True

    def _pool(self) -> dict[str, list[str]]:
        """Unseen scenarios by group, in no order yet."""
        pool: dict[str, list[str]] = defaultdict(list)
        for uid in self.unseen:
            for group in self._groups(self.authored[uid].skills):
                pool[group].append(uid)
        return pool

    def _in_order(self, pool: dict[str, list[str]], group: str) -> list[str]:
        """A group in the order of the day's seed, drawn when its turn comes: most wait in vain."""
        if group not in self.ordered:
            self.ordered.add(group)
            pool[group] = self._ranked(pool[group])
        return pool[group]

    def _next(self, pool: dict[str, list[str]], filled: int) -> Spot | None:
        if filled % WORLD_EVERY == WORLD_EVERY - 1:
            return self._world() or self._fresh(pool) or self._again()
        return self._fresh(pool) or self._world() or self._again()

    def _fresh(self, pool: dict[str, list[str]]) -> Spot | None:
        """A scenario of the group practised least; siblings by lesson only if there is no other."""
        for apart in (True, False):
            for group in sorted(pool, key=lambda name: (self.weights[name], name)):
                free = [
                    uid
                    for uid in self._in_order(pool, group)
                    if uid not in self.closed
                    and not self._touches(uid)
                    and not (apart and self.lessons.intersection(self.authored[uid].lessons))
                ]
                if free:
                    uid = min(free, key=self._rarest)
                    return self._spot(self.authored[uid], "unseen")
        return None

    def _rarest(self, uid: str) -> tuple[bool, int]:
        """A kind that the day holds least of; who never answered begins with the plain ones."""
        kind = self.authored[uid].kind
        return not self.known.facts.recent and kind not in PLAIN, self.kinds[kind]

    def _world(self) -> Spot | None:
        """The world shown least, in teaching order; none twice a day while another is left."""
        free = [one for one in self.worlds if self._world_free(one)] or self.worlds
        if not free:
            return None
        planned = Counter(spot.world for spot in self.taken)
        chosen = min(
            free,
            key=lambda one: (self.shown[one.name] + planned[one.name], self.order[one.name]),
        )
        return self._world_spot(chosen, "world")

    def _again(self) -> Spot | None:
        """When neither scenarios nor worlds are left: one answered before, which does not count."""
        stale = [uid for uid, why in self.reasons.items() if why and uid not in self.closed]
        ranked = self._ranked(uid for uid in stale if not self.authored[uid].pending)
        free = [uid for uid in ranked if not self._touches(uid)]
        return self._spot(self.authored[free[0]], "repeat") if free else None

    # -- one spot ---------------------------------------------------------------------------

    def _spot(self, ref: Ref, why: str, lesson: str = "") -> Spot:
        reason = self.reasons[ref.uid]
        return Spot(why, ref.kind, self.times[ref.kind], ref.uid, lesson=lesson, why_not=reason)

    def _world_spot(self, world: World, why: str, lesson: str = "") -> Spot:
        number = self.shown[world.name] + sum(spot.world == world.name for spot in self.taken)
        params = world.forms[number % len(world.forms)]
        minutes = self.times[GENERATED]
        return Spot(why, GENERATED, minutes, world=world.name, lesson=lesson, params=params)

    def _keep(self, spot: Spot, ref: Ref | None) -> None:
        self.taken.append(spot)
        self.kinds[spot.kind] += 1
        if ref is None:
            return
        self.closed |= {ref.uid, *ref.aliases, *ref.spoils}
        self.clusters |= {ref.cluster} - {""}
        self.lessons |= set(ref.lessons)
        for group in self._groups(ref.skills):
            self.weights[group] += 1

    def _touches(self, uid: str) -> bool:
        """Whether a scenario shares a fact with one in the plan, or either spoils the other."""
        ref = self.authored[uid]
        return (
            uid in self.closed
            or ref.cluster in self.clusters
            or any(spot.uid in ref.spoils for spot in self.taken if spot.uid)
        )

    def _world_free(self, world: World) -> bool:
        return all(spot.world != world.name for spot in self.taken)

    def _room(self, minutes: float, kind: str) -> bool:
        """Whether half of one more still fits; a plan holds at least one scenario."""
        if self.counted:
            return len(self.taken) + 0.5 <= max(1.0, minutes)
        used = math.fsum(spot.minutes for spot in self.taken)
        return not self.taken or used + self.times[kind] / 2 <= minutes

    def _ranked(self, uids: Iterable[str]) -> list[str]:
        return list(shuffled(uids, str, self.known.seed))

    def _anchored(self, spots: Sequence[Spot]) -> tuple[Spot, ...]:
        """Say of each world whether its instance is an anchor, counting on from the ledger."""
        number = self.shown.total()
        made: list[Spot] = []
        for one in spots:
            if one.world:
                made.append(replace(one, anchor=is_anchor(self.known.salt, number)))
                number += 1
            else:
                made.append(one)
        return tuple(made)
