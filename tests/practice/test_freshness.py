"""Freshness: each reason by hand, checked against an independent oracle as well."""

from __future__ import annotations

import dataclasses

import pytest
from freshness_world import HOUR, World

from tastegym.practice.freshness import REASONS, base_uid
from tastegym.text import canonical


@pytest.fixture
def world():
    return World()


def test_a_first_answer_is_fresh(world):
    assert world.why(world.answer(world.item("a"))) == ""


def test_being_shown_does_not_use_an_item_up(world):
    item = world.item("a")
    world.show(item)
    world.fact("skip", uid=item.uid)
    assert world.why(world.answer(item)) == ""


def test_a_second_answer_is_a_repeat_and_the_first_stays_fresh(world):
    item = world.item("a")
    assert world.why(world.answer(item), world.answer(item)) == ("", "repeat")


def test_a_lock_without_a_reveal_uses_an_item_up(world):
    item = world.item("a")
    world.lock(world.show(item))
    assert world.why(world.answer(item)) == "repeat"


def test_two_open_questions_count_once_by_their_locks(world):
    item = world.item("a")
    one, two = world.show(item), world.show(item)
    second = world.lock(two)
    first = world.lock(one)
    assert world.why(first, second) == ("repeat", "")


def test_a_reveal_elsewhere_between_two_stages_spends_the_last(world):
    item = world.item("a")
    staged = world.show(item)
    world.lock(staged, stage=0)
    world.answer(item)
    assert world.why(world.lock(staged, stage=1)) == "repeat"


def test_an_alias_is_the_same_scenario_in_both_directions(world):
    old = world.item("old")
    new = world.item("new", aliases=["o/d#old"])
    assert world.why(world.answer(old), world.answer(new)) == ("", "repeat")
    other = World()
    new, old = other.item("new", aliases=["o/d#old"]), other.item("old")
    assert other.why(other.answer(new), other.answer(old)) == ("", "repeat")


def test_aliases_reach_through_a_chain_and_through_later_texts(world):
    one = world.item("one")
    two = world.item("two")
    three = world.item("three", aliases=["o/d#two"])
    world.variant(two, aliases=["o/d#one"])
    assert world.why(world.answer(one), world.answer(three)) == ("", "repeat")


def test_an_answer_spoils_what_it_gives_away_and_not_itself(world):
    teller = world.item("teller", spoils=["o/d#told"])
    told = world.item("told")
    assert world.why(world.answer(teller), world.answer(told)) == ("", "spoiled")


def test_what_is_spoiled_later_stays_fresh(world):
    teller = world.item("teller", spoils=["o/d#told"])
    told = world.item("told")
    assert world.why(world.answer(told), world.answer(teller)) == ("", "")


def test_spoiling_goes_through_aliases_and_seen_keys(world):
    world.item("teller-2", aliases=["o/d#teller"], spoils=["o/d#old-name"])
    told = world.item("told", aliases=["o/d#old-name"])
    teller = world.item("teller")
    world.show(teller, "key_seen")
    assert world.why(world.answer(told)) == "spoiled"


def test_a_key_seen_before_the_lock_counts_and_after_it_not(world):
    item = world.item("a")
    shown = world.show(item)
    world.show(item, "key_seen")
    assert world.why(world.lock(shown)) == "key_seen"
    other = World()
    item = other.item("a")
    forecast = other.answer(item)
    other.show(item, "key_seen")
    assert other.why(forecast) == ""


def test_only_the_last_stage_counts(world):
    staged = world.show(world.item("a"))
    stages = [world.lock(staged, stage=n) for n in range(3)]
    world.reveal(staged)
    assert world.why(*stages) == ("superseded", "superseded", "")


def test_rows_of_a_board_do_not_repeat_each_other(world):
    board = world.item("board")
    shown = world.show(board)
    rows = [world.lock(shown, row=name) for name in ("r1", "r2", "r3")]
    world.reveal(shown)
    again = world.lock(world.show(board), row="r1")
    assert world.why(*rows, again) == ("", "", "", "repeat")


def test_a_lock_after_its_own_reveal_never_counts(world):
    shown = world.show(world.item("a"))
    first = world.lock(shown)
    world.reveal(shown)
    assert world.why(first, world.lock(shown, stage=1)) == ("", "superseded")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"hint_used": True}, "hint"),
        ({"recognised": "known"}, "known"),
        ({"recognised": "heard"}, ""),
        ({"hint_used": True, "recognised": "known"}, "hint"),
    ],
)
def test_help_and_memory(world, more, why):
    assert world.why(world.answer(world.item("a"), **more)) == why


def test_a_hint_at_an_early_stage_counts_at_the_last(world):
    shown = world.show(world.item("a"))
    world.lock(shown, stage=0, hint_used=True)
    assert world.why(world.lock(shown, stage=1)) == "hint"


@pytest.mark.parametrize(("hours", "why"), [(23.9, ""), (24.1, "late")])
def test_the_day_after_the_first_showing(world, hours, why):
    item = world.item("a")
    world.show(item)
    world.wait(hours)
    assert world.why(world.lock(world.show(item))) == why


def test_exactly_a_day_is_in_time(world):
    item = world.item("a")
    shown = world.show(item)
    forecast = dataclasses.replace(world.lock(shown), at=shown.at + 24 * HOUR)
    world.rows["forecasts"] = [forecast]
    assert world.why(forecast) == ""
    world.rows["forecasts"] = [dataclasses.replace(forecast, at=forecast.at + 1)]
    assert world.why(forecast) == "late"


def test_pending_items_and_the_journal_are_never_late(world):
    item = world.item("a", pending=True)
    world.show(item)
    question = world.question()
    world.wait(1000)
    assert world.why(world.lock(world.show(item)), world.estimate(question)) == ("", "")


def test_the_last_estimate_before_the_resolution_counts(world):
    question = world.question()
    early, last = world.estimate(question), world.estimate(question, stage=1)
    world.resolve("yes", question)
    after = world.estimate(question, stage=2)
    assert world.why(early, last, after) == ("superseded", "", "superseded")


@pytest.mark.parametrize("outcome", ["void", "ambiguous"])
def test_void_and_ambiguous_are_resolutions(world, outcome):
    question, item = world.question(), world.item("a", pending=True)
    one, two = world.estimate(question), world.lock(world.show(item))
    first = world.resolve(outcome, question)
    world.resolve(outcome, uid=item.uid)
    assert world.why(one, two) == (outcome, outcome)
    world.fact("hide", id=first.id)
    assert world.why(one, two) == ("", outcome)


def test_the_last_resolution_holds(world):
    question = world.question()
    forecast = world.estimate(question)
    world.resolve("void", question)
    world.resolve("yes", question)
    assert world.why(forecast) == ""


def test_an_ambiguous_rating_changes_nothing(world):
    forecast = world.answer(world.item("a"))
    world.fact("reflection", uid=forecast.uid, rating="ambiguous")
    assert world.why(forecast) == ""


@pytest.mark.parametrize("name", ["forecast_id", "exposure_id", "uid"])
@pytest.mark.parametrize("kind", ["void", "contested"])
def test_void_and_contested_facts_and_taking_them_back(world, name, kind):
    forecast = world.answer(world.item("a"))
    target = forecast.id if name == "forecast_id" else getattr(forecast, name)
    fact = world.fact(kind, **{name: target})
    assert world.why(forecast) == kind
    back = world.fact("hide", id=fact.id)
    assert world.why(forecast) == ""
    world.fact("hide", id=back.id)
    assert world.why(forecast) == kind


def test_void_of_one_row_leaves_the_other_rows(world):
    shown = world.show(world.item("board"))
    one, two = world.lock(shown, row="r1"), world.lock(shown, row="r2")
    world.fact("void", uid=one.uid)
    assert world.why(one, two) == ("void", "")


def test_contested_by_its_own_text_or_by_a_deck_of_today(world):
    marked = world.answer(world.item("a", contested=True))
    later = world.answer(world.item("b"))
    assert world.why(marked, later) == ("contested", "")
    assert world.why(marked, later, contested={"o/d#b"}) == ("contested", "contested")


def test_the_tutorial_is_its_own_reason_and_uses_the_item_up(world):
    item = world.item("a")
    shown = world.show(item, "tutorial")
    tutored = world.lock(shown, hint_used=True)
    world.reveal(shown)
    assert world.why(tutored, world.answer(item)) == ("tutorial", "repeat")


def test_reasons_come_in_their_fixed_order(world):
    """One answer to which everything applies loses its reasons one by one."""
    teller = world.item("teller", spoils=["o/d#a"])
    item = world.item("a", contested=True)
    world.answer(teller)
    world.answer(item)
    world.show(item, "key_seen")
    world.wait(30)
    shown = world.show(item, "tutorial")
    early = world.lock(shown, stage=0, hint_used=True, recognised="known")
    forecast = world.lock(shown, stage=1, hint_used=True, recognised="known")
    void = world.fact("void", forecast_id=forecast.id)
    ambiguous = world.resolve("ambiguous", uid=item.uid)
    assert world.why(early, forecast) == ("superseded", "void")
    world.rows["facts"].remove(void)
    assert world.why(forecast) == "ambiguous"
    world.rows["resolutions"].remove(ambiguous)
    assert world.why(forecast) == "contested"
    world.rows["items"][-1] = dataclasses.replace(item, body=canonical({"uid": item.uid}))
    assert world.why(forecast) == "tutorial"
    world.rows["exposures"][-1] = dataclasses.replace(shown, purpose="practice")
    assert world.why(forecast) == "key_seen"
    world.rows["exposures"] = [e for e in world.rows["exposures"] if e.purpose != "key_seen"]
    assert world.why(forecast) == "spoiled"
    world.rows["items"][0] = dataclasses.replace(teller, body=canonical({"uid": teller.uid}))
    assert world.why(forecast) == "repeat"
    keep = {early.id, forecast.id}
    world.rows["forecasts"] = [f for f in world.rows["forecasts"] if f.id in keep]
    world.rows["reveals"].clear()
    assert world.why(forecast) == "hint"
    for plain in ({"hint_used": False}, {"recognised": "new"}):
        world.rows["forecasts"] = [dataclasses.replace(f, **plain) for f in world.rows["forecasts"]]
        assert world.why(forecast) == ("known" if "hint_used" in plain else "late")
    assert [r for r in REASONS if r in {"superseded", "late"}] == ["superseded", "late"]


def test_uids_of_rows_worlds_and_scenarios():
    assert base_uid("o/d#x/row") == "o/d#x"
    assert base_uid("o/d#x") == "o/d#x"
    assert base_uid("world:n@1/ab#7") == "world:n@1/ab#7"
    assert base_uid("") == ""
