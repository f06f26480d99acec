"""The day's plan: what it may never do, whatever the decks and the past."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tastegym.generators import registry
from tastegym.practice import lessons, worlds
from tastegym.practice.facts import Answered, DueQuestion, Facts
from tastegym.practice.pace import USUAL_MINUTES, group_weights, offers_paper, own_times
from tastegym.practice.plan import (
    LESSONS_AT_MOST,
    MINUTES,
    MOST_ITEMS,
    Known,
    Lab,
    Plan,
    plan,
)
from tastegym.practice.spread import spread
from tastegym.practice.words import budget, left
from tastegym.practice.worlds import WORLDS, World, is_anchor

TODAY = "2026-11-22"
SKILLS = ("anomaly.triage", "experiment.design", "rigour.noise", "narrative.claims", "own.skill")
KINDS = ("binary", "choice", "staged", "board", "quantile")


@dataclass(frozen=True)
class Ref:
    uid: str
    kind: str = "choice"
    skills: tuple[str, ...] = ("anomaly.triage",)
    lessons: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    spoils: tuple[str, ...] = ()
    cluster: str = ""
    pending: bool = False


def uid(number: int) -> str:
    return f"d/deck#s{number}"


@st.composite
def libraries(draw: st.DrawFn) -> list[Ref]:
    count = draw(st.integers(0, 24))
    refs = []
    for number in range(count):
        others = st.integers(0, max(0, count - 1)).map(uid)
        refs.append(
            Ref(
                uid(number),
                draw(st.sampled_from((*KINDS, "generated"))),
                tuple(draw(st.lists(st.sampled_from(SKILLS), max_size=2, unique=True))),
                tuple(draw(st.lists(st.sampled_from(("l1", "l2", "l3")), max_size=2, unique=True))),
                (f"d/old#s{number}",) if draw(st.booleans()) else (),
                tuple({one for one in draw(st.lists(others, max_size=2)) if one != uid(number)}),
                draw(st.sampled_from(("", "", "c1", "c2"))),
                draw(st.booleans()) and draw(st.booleans()),
            )
        )
    return refs


@st.composite
def pasts(draw: st.DrawFn, refs: list[Ref]) -> Known:
    names = [ref.uid for ref in refs] + [name for ref in refs for name in ref.aliases]
    some = st.frozensets(st.sampled_from(names), max_size=12) if names else st.just(frozenset())
    days = st.integers(0, 90).map(lambda n: (date.fromisoformat(TODAY) - timedelta(n)).isoformat())
    rungs = draw(
        st.dictionaries(st.sampled_from(("l1", "l2", "l3", "base-rate-first", "gone")),
                        st.tuples(st.integers(0, 4), days), max_size=5)
    )  # fmt: skip
    due = draw(st.integers(0, 6))
    facts = Facts(
        shown=tuple(draw(st.dictionaries(st.sampled_from([w.name for w in WORLDS]),
                                         st.integers(0, 9))).items()),
        rungs=tuple((name, rung, day) for name, (rung, day) in rungs.items()),
        due=tuple(DueQuestion(f"q{n}", "Will it hold?", TODAY) for n in range(due)),
        held_back=tuple(draw(st.lists(st.sampled_from(SKILLS[:3]), max_size=2, unique=True))),
    )  # fmt: skip
    return Known(
        TODAY,
        draw(st.text("abc", min_size=1, max_size=3)),
        "salt",
        draw(some),
        draw(some),
        facts,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Ref], Known, float]:
    refs = draw(libraries())
    return refs, draw(pasts(refs)), draw(st.floats(1, 60))


def names_of(ref: Ref) -> set[str]:
    return {ref.uid, *ref.aliases}


def used_up(refs: list[Ref], known: Known) -> set[str]:
    """What may not be called fresh: met, seen, or given away; written apart from the plan."""
    touched = known.met | known.key_seen
    given_away = {one for ref in refs if names_of(ref) & touched for one in ref.spoils}
    return {ref.uid for ref in refs if names_of(ref) & (touched | given_away)}


@settings(max_examples=100, deadline=None)
@given(cases())
def test_what_a_plan_never_does(case: tuple[list[Ref], Known, float]) -> None:
    refs, known, minutes = case
    by_uid = {ref.uid: ref for ref in refs}
    labs = [Lab(ref.uid, TODAY) for ref in refs if ref.pending]
    made = plan(refs, WORLDS, known, minutes=minutes, labs=labs)
    stale = used_up(refs, known)

    for spot in made.spots:
        assert bool(spot.uid) != bool(spot.world)
        if spot.uid:
            assert (spot.uid in stale) == bool(spot.why_not), "a used scenario is never called new"
            assert (spot.why in {"recall", "repeat"}) == bool(spot.why_not)
            assert by_uid[spot.uid].pending == (spot.why == "lab")
            assert by_uid[spot.uid].kind != "generated"
    uids = [spot.uid for spot in made.spots if spot.uid]
    assert len(set(uids)) == len(uids)
    chosen = [by_uid[one] for one in uids]
    assert not any(one.uid in other.spoils for one in chosen for other in chosen)
    clusters = [ref.cluster for ref in chosen if ref.cluster]
    assert len(set(clusters)) == len(clusters), "siblings stay apart"

    lessons_met = [spot.lesson for spot in made.spots if spot.lesson]
    assert len(lessons_met) <= LESSONS_AT_MOST
    assert len(set(lessons_met)) == len(lessons_met)
    standings = {n: lessons.Standing(n, rung, day) for n, rung, day in known.facts.rungs}
    assert set(lessons_met) <= {one.lesson for one in lessons.due(standings, TODAY)}

    held = set(known.facts.held_back)
    for spot in made.spots:
        if spot.why in {"unseen", "world", "lesson"} and not spot.why_not:
            tags = by_uid[spot.uid].skills if spot.uid else world(spot.world).skills
            assert held.isdisjoint(tags), "what a check-up holds back is not practised"

    assert len(made.spots) <= MOST_ITEMS
    assert made.unseen == len(
        [r for r in refs if r.uid not in stale and r.kind != "generated" and not r.pending
         and held.isdisjoint(r.skills)]
    )  # fmt: skip


def world(name: str) -> worlds.World:
    return next(one for one in WORLDS if one.name == name)


@settings(max_examples=20, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_same_inputs_give_the_same_plan_in_whatever_order(case, chance: random.Random) -> None:
    refs, known, minutes = case
    first = plan(refs, WORLDS, known, minutes=minutes)
    mixed = refs[:]
    chance.shuffle(mixed)
    assert plan(mixed, WORLDS, known, minutes=minutes) == first


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(KINDS), max_size=12))
def test_at_most_two_of_a_kind_in_a_row_wherever_it_can_be_had(kinds: list[str]) -> None:
    made = plan([], WORLDS, Known(TODAY, "s"), minutes=2).spots[0]
    spots = [replace(made, kind=kind, uid=uid(n), world="") for n, kind in enumerate(kinds)]
    ordered = [spot.kind for spot in spread(spots)]
    assert Counter(ordered) == Counter(kinds)
    most = max(Counter(kinds).values(), default=0)
    possible = most <= 2 * (len(kinds) - most + 1)
    three = any(a == b == c for a, b, c in zip(ordered, ordered[1:], ordered[2:], strict=False))
    assert three != possible


def many(count: int, **fields: object) -> list[Ref]:
    return [
        Ref(uid(n), KINDS[n % 5], (SKILLS[n % 4],), **fields)  # type: ignore[arg-type]
        for n in range(count)
    ]


def test_the_first_days_hold_four_to_six_questions() -> None:
    for seed in range(60):
        made = plan(many(60), WORLDS, Known(TODAY, f"s{seed}"))
        assert 4 <= len(made.spots) <= 6
        assert abs(made.planned - MINUTES) <= 1.5
        assert made.first
        assert made.spots[0].uid, "an authored scenario stands first: it is painted sooner"
        assert sum(bool(spot.world) for spot in made.spots) in {1, 2}


def test_the_budget_is_met_within_half_a_question() -> None:
    for minutes in (5.0, 10.0, 20.0, 45.0):
        made = plan(many(200), WORLDS, Known(TODAY, "s"), minutes=minutes)
        assert abs(made.planned - minutes) <= max(USUAL_MINUTES.values()) / 2
    due = tuple(DueQuestion(f"q{n}", "Will it hold?", TODAY) for n in range(50))
    crowded = plan(many(200), WORLDS, Known(TODAY, "s", facts=Facts(due=due)))
    assert abs(crowded.planned - MINUTES) <= 1.25, "fifty due predictions do not double a day"
    assert len(crowded.due) == 50


def test_missed_days_pile_nothing_up() -> None:
    rungs = tuple((f"l{n}", 0, "2026-01-01") for n in range(40))
    refs = [replace(ref, lessons=(f"l{n}",)) for n, ref in enumerate(many(60))]
    made = plan(refs, WORLDS, Known(TODAY, "s", facts=Facts(rungs=rungs)))
    assert sum(bool(spot.lesson) for spot in made.spots) == LESSONS_AT_MOST
    assert len(made.spots) <= 6


def test_a_due_lesson_takes_an_unseen_sibling_then_a_world_then_the_old_one() -> None:
    facts = Facts(rungs=(("base-rate-first", 0, "2026-11-20"),))
    old = Ref(uid(1), lessons=("base-rate-first",))
    new = Ref(uid(2), lessons=("base-rate-first",))
    known = Known(TODAY, "s", facts=facts, met=frozenset({old.uid}))
    first = [spot for spot in plan([old, new], WORLDS, known).spots if spot.lesson]
    assert [(one.uid, one.why, one.why_not) for one in first] == [(new.uid, "lesson", "")]
    second = [spot for spot in plan([old], WORLDS, known).spots if spot.lesson]
    assert [(one.world, one.why) for one in second] == [("base-rate", "lesson")]
    third = [spot for spot in plan([old], [], known).spots if spot.lesson]
    assert [(one.uid, one.why, one.why_not) for one in third] == [(old.uid, "recall", "repeat")]
    assert not [spot for spot in plan([], [], known).spots if spot.lesson]


def answered(number: int, minutes: float, skills: tuple[str, ...] = ("rigour.noise",)) -> Answered:
    start = number * 3_600_000_000
    return Answered(
        uid(number), f"s{number}", start, start + int(minutes * 6e7), "choice", skills, True
    )


def test_the_group_practised_least_comes_first_and_recent_answers_weigh_more() -> None:
    recent = tuple(answered(n, 2) for n in reversed(range(40)))
    made = plan(many(40), [], Known(TODAY, "s", facts=Facts(recent=recent)))
    by_uid = {ref.uid: ref for ref in many(40)}
    groups = Counter(by_uid[spot.uid].skills[0] for spot in made.spots)
    assert "rigour.noise" not in groups
    assert max(groups.values()) <= 2, "groups are mixed within a day"

    def itself(skills: tuple[str, ...]) -> tuple[str, ...]:
        return skills

    old_rigour = [answered(n, 2) for n in range(30)]
    newer = [answered(n, 2, ("anomaly.triage",)) for n in range(30, 60)]
    weights = group_weights((old_rigour + newer)[::-1], itself)
    assert weights["rigour.noise"] == pytest.approx(weights["anomaly.triage"] / 2)


def test_own_times_are_drawn_towards_what_was_measured() -> None:
    assert own_times(())["choice"] == USUAL_MINUTES["choice"]
    slow = own_times([answered(n, 4) for n in range(200)])
    assert slow["choice"] == pytest.approx(4, rel=0.05)
    assert slow["board"] == pytest.approx(2 * USUAL_MINUTES["board"], rel=0.05)
    asleep = own_times([answered(n, 600) for n in range(200)])
    assert asleep["choice"] <= 4 * USUAL_MINUTES["choice"] + 1e-9
    racing = own_times([answered(n, 0.01) for n in range(200)])
    assert racing["choice"] >= 0.4 * USUAL_MINUTES["choice"] - 1e-9


def test_one_generated_item_in_three_is_an_anchor() -> None:
    marks = [is_anchor("salt", n) for n in range(3000)]
    assert all(sum(marks[n : n + 3]) == 1 for n in range(0, 3000, 3))
    places = Counter(n % 3 for n, mark in enumerate(marks) if mark)
    assert min(places.values()) > 250, "no place is the anchor's for ever"


def test_the_table_of_worlds_is_the_registry() -> None:
    for row in WORLDS:
        found = registry.find(row.name)
        assert (row.skills, row.lesson) == (found.skills, found.lesson_slug)
    assert [row.name for row in WORLDS] == list(registry.BUILT_IN)


def test_what_is_left_is_told_in_days() -> None:
    made = plan(many(31), WORLDS, Known(TODAY, "s"))
    assert left(made).startswith("31 unseen left, about ")
    assert "nothing" not in budget(made)
    empty = plan([], WORLDS, Known(TODAY, "s"))
    assert left(empty) == "No unseen scenario left; worlds never run out."
    assert empty.spots
    assert all(spot.world for spot in empty.spots)
    assert plan([], [], Known(TODAY, "s")) == Plan(
        TODAY, MINUTES, 0, (), (), 0, None, paper=True, first=True
    )
    told = replace(made, unseen=31, days_left=6)
    assert left(told) == "31 unseen left, about six days."


def test_a_count_in_place_of_minutes() -> None:
    for count in (1, 3, 8, 20):
        made = plan(many(60), WORLDS, Known(TODAY, "s"), count=count)
        assert len(made.spots) == count
        assert made.minutes == made.planned
    rungs = tuple((f"l{n}", 0, "2026-01-01") for n in range(40))
    refs = [replace(ref, lessons=(f"l{n}",)) for n, ref in enumerate(many(60))]
    few = plan(refs, WORLDS, Known(TODAY, "s", facts=Facts(rungs=rungs)), count=3)
    assert sum(bool(spot.lesson) for spot in few.spots) <= LESSONS_AT_MOST
    assert any(not spot.lesson for spot in few.spots), "lessons leave room for what is new"


def test_a_world_of_two_forms_takes_them_in_turn() -> None:
    two = World("two", ("rigour.noise",), "lesson", ((), (("ask", "score"),)))
    forms = []
    for shown in range(4):
        facts = Facts(shown=(("two", shown),))
        (spot,) = plan([], [two], Known(TODAY, "s", facts=facts), count=1).spots
        forms.append(spot.params)
    assert forms == [(), (("ask", "score"),)] * 2
    day = plan([], [two], Known(TODAY, "s"), count=4).spots
    assert [spot.params for spot in day] == forms, "and on within a day"


def test_a_paper_is_offered_on_two_days_of_practice_in_a_week() -> None:
    monday = date(2026, 11, 16)
    days = [(monday + timedelta(days=n)).isoformat() for n in range(14)]
    for low, wanted in ((20, 2), (3, 4)):
        offered = [day for n, day in enumerate(days) if offers_paper(day, [], low, days[:n])]
        assert sum(day < days[7] for day in offered) == wanted
        assert sum(day >= days[7] for day in offered) == wanted
    thrice = [days[0], days[2], days[5]]
    offered = [day for n, day in enumerate(thrice) if offers_paper(day, [], 20, thrice[:n])]
    assert offered == [days[0], days[5]], "three days of practice, two offers"


def test_a_paper_is_offered_twice_a_week_and_more_often_when_little_is_left() -> None:
    sunday = TODAY
    assert offers_paper(sunday, [], 20)
    assert not offers_paper(sunday, [sunday], 20)
    assert not offers_paper(sunday, ["2026-11-21"], 20), "the day after, not again"
    assert not offers_paper(sunday, ["2026-11-16", "2026-11-18"], 20), "twice this week already"
    assert offers_paper(sunday, ["2026-11-16", "2026-11-18"], 3)
    assert offers_paper(sunday, ["2026-11-12", "2026-11-14"], 20), "last week does not count"
