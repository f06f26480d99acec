"""Freshness over any ledger: against an independent oracle, in any order of rows, at any size."""

from __future__ import annotations

import json
import random

from freshness_oracle import reasons as by_the_rules
from freshness_world import DAY, HOUR, World
from hypothesis import given, settings
from hypothesis import strategies as st

from tastegym.ledger.read import History
from tastegym.ledger.records import Fact, Forecast, Reveal
from tastegym.practice.freshness import REASONS, freshness
from tastegym.text import canonical

NAMES = ("a", "b", "c", "d")


@st.composite
def worlds(draw):
    """A few scenarios that know each other, and a random walk of everything that can happen."""
    world = World()
    rng = random.Random(draw(st.integers(0, 2**32)))
    links = [f"o/d#{name}" for name in NAMES]
    items = [
        world.item(
            name,
            **({"aliases": rng.sample(links, 1)} if rng.random() < 0.2 else {}),
            **({"spoils": rng.sample(links, rng.randint(1, 2))} if rng.random() < 0.4 else {}),
            **({"pending": True} if rng.random() < 0.15 else {}),
            **({"contested": True} if rng.random() < 0.1 else {}),
        )
        for name in NAMES
    ]
    questions = [world.question()]
    for _ in range(draw(st.integers(1, 25))):
        _step(world, rng, items, questions)
    if not world.rows["forecasts"]:
        world.answer(items[0])
    return world


def _step(world, rng, items, questions):
    deeds = (
        _meet,
        _meet,
        _meet,
        _meet,
        _lock_again,
        _lock_again,
        _show_outcome,
        _pause,
        _estimate,
        _resolve,
        _mark,
        _take_back,
    )
    rng.choice(deeds)(world, rng, items, questions[0])
    if rng.random() < 0.05:
        world.at -= 40 * HOUR  # a clock that was set back


def _meet(world, rng, items, question):
    purpose = rng.choice(("practice",) * 6 + ("tutorial", "key_seen"))
    exposure = world.show(rng.choice(items), purpose)
    if rng.random() < 0.7 and purpose != "key_seen":
        world.lock(exposure, row=rng.choice(("", "", "r1")), **_said(rng))
        if rng.random() < 0.7:
            world.reveal(exposure)


def _lock_again(world, rng, items, question):
    exposures = [e for e in world.rows["exposures"] if e.purpose != "key_seen"]
    if exposures:
        world.lock(rng.choice(exposures), stage=rng.randint(0, 2), **_said(rng))


def _show_outcome(world, rng, items, question):
    if world.rows["exposures"]:
        world.reveal(rng.choice(world.rows["exposures"]))


def _pause(world, rng, items, question):
    world.wait(rng.choice((1, 12, 25)))


def _estimate(world, rng, items, question):
    world.estimate(question, stage=rng.randint(0, 3))


def _resolve(world, rng, items, question):
    outcome = rng.choice(("yes", "void", "ambiguous"))
    if rng.random() < 0.5:
        world.resolve(outcome, question)
    else:
        world.resolve(outcome, uid=rng.choice(items).uid)


def _mark(world, rng, items, question):
    world.fact(rng.choice(("void", "contested")), uid=rng.choice(items).uid)


def _take_back(world, rng, items, question):
    rows = world.rows["facts"] + world.rows["resolutions"]
    if rows:
        world.fact("hide", id=rng.choice(rows).id)


def _said(rng):
    return {
        "hint_used": rng.random() < 0.1,
        "recognised": rng.choice(("new", "new", "new", "heard", "known")),
    }


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_any_ledger_agrees_with_the_rules_read_plainly(world):
    history = world.history()
    got = {k: status.reason for k, status in freshness(history).items()}
    assert got == by_the_rules(history)
    assert all(s.fresh == (s.reason == "") for s in freshness(history).values())


@settings(max_examples=150, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_merging_is_irrelevant(world, rng):
    """Rows of two machines interleave in any way: the figures stay."""
    before = freshness(world.history())
    for rows in world.rows.values():
        rng.shuffle(rows)
    assert freshness(world.history()) == before


def test_the_walks_reach_every_reason():
    """The two properties above would be empty if some reason never came up."""
    reached = set()
    for seed in range(400):
        world, rng = World(), random.Random(seed)
        links = [f"o/d#{name}" for name in NAMES]
        items = [
            world.item(name, **({"spoils": rng.sample(links, 1)} if rng.random() < 0.5 else {}))
            for name in NAMES
        ]
        questions = [world.question()]
        for _ in range(20):
            _step(world, rng, items, questions)
        reached |= {status.reason for status in freshness(world.history()).values()}
    assert reached == {"", *REASONS}


def test_the_work_grows_in_step_with_the_rows():
    """Ten times the rows look at ten times as many, counted in steps of the interpreter."""
    small, large = (_steps(n) for n in (200, 2000))
    assert large < 12 * small


def _steps(count):
    import sys

    world = World()
    items = [world.item(f"n{k}", spoils=[f"o/d#n{k + 1}"]) for k in range(count // 10)]
    for k in range(count):
        world.answer(items[k % len(items)])
    history = world.history()
    seen = 0

    def tracer(frame, event, arg):
        nonlocal seen
        seen += 1
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        freshness(history)
    finally:
        sys.settrace(before)
    return seen


def test_bodies_are_read_as_the_writer_writes_them():
    """The quick look for telling fields rests on canonical JSON."""
    assert '"aliases":' in canonical({"aliases": ["x"]})
    assert json.loads(canonical({"aliases": ["x"]})) == {"aliases": ["x"]}


def test_the_short_way_changes_nothing():
    """The arrays of `insight.fresh` give every answer the status that the rules give it."""
    from tastegym.insight.fresh import WHY, stale
    from tastegym.insight.joined import Joined

    def quick(history):
        joined = Joined(history)
        ids = joined.history.column("forecasts", "id")
        return {name: WHY[why] for name, why in zip(ids, stale(joined).tolist(), strict=True)}

    for seed in range(60):
        draw = random.Random(seed)
        world = World()
        items = [world.item(f"i{n}") for n in range(4)]
        for _ in range(12):
            shown = world.show(draw.choice(items), draw.choice(("practice",) * 4 + ("key_seen",)))
            for row in draw.choice((("",), ("",), ("/a", "/b"), ("/a", "/a"))):
                world.add(
                    "forecasts",
                    Forecast(
                        *world.stamp(), shown.id, "", shown.uid + row, draw.randrange(2), True,
                        ("yes", "no"), (6000, 4000), hint_used=draw.random() < 0.1,
                    ),
                )  # fmt: skip
            if draw.random() < 0.7:
                named = draw.choice((shown.uid, shown.uid, f"{shown.uid}/a", items[0].uid))
                at = world.stamp() if draw.random() < 0.8 else (shown.id + "x", shown.at, DAY)
                world.add("reveals", Reveal(*at, shown.id, named, "k", ((named, "yes"),)))
        if draw.random() < 0.5:
            said = {"uid": draw.choice(items).uid}
            world.add("facts", Fact(*world.stamp(), "void", canonical(said)))
        history = History(**{name: tuple(rows) for name, rows in world.rows.items()})
        assert {k: status.reason for k, status in freshness(history).items()} == quick(history)
