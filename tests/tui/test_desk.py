"""The desk over a real home: the plan is the same in every face, and a first sitting is known."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tastegym.clock import Moment, moment
from tastegym.practice import start
from tastegym.practice.start import Request, open_practice
from tastegym.practice.values import Asking, Estimate, Shown
from tastegym.tui.desk import Desk
from tastegym.tui.settings import Settings

DECK = """\
tastegym: 1
deck: {id: test/d, version: 1.0.0, title: The deck, private: true}
scenarios:
""" + "".join(
    f"""  - {{id: s{n}, setup: S{n}., question: Q?, answer: a, explanation: E.,
     options: [{{id: a, text: A}}, {{id: b, text: B longer}}]}}
"""
    for n in range(30)
)
START = datetime(2026, 11, 18, 18, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.days, self.ticks = 0.0, 0

    def __call__(self) -> Moment:
        self.ticks += 1
        return moment(START + timedelta(days=self.days, seconds=self.ticks))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tastegym.deck.library.shipped_root", lambda: None)
    (tmp_path / "home" / "decks").mkdir(parents=True)
    (tmp_path / "home" / "decks" / "d.yaml").write_text(DECK)
    return tmp_path / "home"


def salted(home: Path, clock: Clock) -> Path:
    """The home with a ledger: before there is one, every start draws a salt of its own."""
    desk = desk_of(home, clock)
    desk.leave_tutorial()
    desk.close()
    return home


def desk_of(home: Path, clock: Clock) -> Desk:
    return Desk(start.open_base(home, now=clock), unicode=True)


def play(desk: Desk, seat, count: int | None = None) -> int:
    """Answer so many questions of a sitting (all by default); how many that were."""
    done = 0
    while count is None or done < count:
        asking = seat.session.ask(seat.now())
        if asking is None:
            break
        step: object = asking
        seat.opened.save(*asking.records).wait()
        while isinstance(step, Asking):
            form = seat.session.asking
            if form.scenario.levels:
                estimate = Estimate(
                    quantiles=tuple(float(n) for n, _ in enumerate(form.scenario.levels))
                )
            else:
                size = len(form.options)
                rest = [3000 // (size - 1)] * (size - 1)
                rest[0] += 3000 - sum(rest)
                estimate = Estimate((7000, *rest))
            pending = seat.session.lock(estimate, seat.now())
            seat.opened.save(*pending.records).wait()
            step = seat.session.committed(pending)
        assert isinstance(step, Shown)
        seat.keep_draft()
        done += 1
    return done


def names(session) -> list[list[object]]:
    return [entry[:2] for entry in session.snapshot()["uids"]]


def test_app_and_plain_mode_play_the_same_plan(home: Path, clock: Clock) -> None:
    desk = desk_of(salted(home, clock), clock)
    shown = desk.today().plan
    seat = desk.begin(Request())
    desk.close()
    plain = open_practice(home, Request(), now=clock)
    plain.close()
    assert plain.plan == shown
    assert names(plain.session) == names(seat.session)
    assert len(names(seat.session)) == len(shown.spots)
    assert [spot.uid for spot in shown.spots if spot.uid] == [
        uid for uid, _ in names(seat.session) if "#" in str(uid)
    ]


def test_the_settings_of_the_app_hold_in_plain_mode(home: Path, clock: Clock) -> None:
    desk = desk_of(salted(home, clock), clock)
    usual = len(desk.today().plan.spots)
    desk.set(Settings(minutes=30))
    more = desk.today().plan
    assert more.minutes == 30
    assert len(more.spots) > 2 * usual
    desk.set(Settings(block=3))
    three = desk.today().plan
    assert len(three.spots) == 3
    deck = desk.begin(Request(deck="test/d"))
    assert deck.session.total == 3, "a deck of one's choice too"
    desk.close()
    plain = open_practice(home, Request(), now=clock)
    plain.close()
    assert plain.plan == three


def test_the_first_sitting_is_known_by_practice_alone(home: Path, clock: Clock) -> None:
    desk = desk_of(home, clock)
    assert desk.today().plan.first
    assert not desk.today().sittings
    play(desk, desk.tutorial())
    desk.refresh()
    assert desk.today().plan.first, "the tutorial is no sitting"
    assert not desk.today().sittings
    seat = desk.begin(Request())
    play(desk, seat, 1)
    # Left in the middle and gone on with, it is still the first.
    seat.session.ask(seat.now())
    seat.opened.save(*seat.session.asking.records).wait()
    seat.keep_draft({})
    desk.refresh()
    (draft,) = desk.today().drafts
    assert desk.today().titles == ("The deck",) or draft.uid.startswith("world:")
    again, _ = desk.resume(draft.exposure_id)
    play(desk, again)
    desk.refresh()
    assert desk.after().first
    assert not desk.today().plan.first
    assert desk.today().sittings == 1
    assert desk.habit().practised_today
    moved = desk.running(again.session.id)
    assert moved.brier.now.n > 0
    assert moved.brier.before.value is None
    clock.days = 1
    play(desk, desk.begin(Request()))
    assert not desk.after().first
    desk.close()


def test_what_was_just_answered_is_not_planned_again(home: Path, clock: Clock) -> None:
    desk = desk_of(home, clock)
    desk.today()
    first = desk.begin(Request())
    play(desk, first)
    second = desk.begin(Request())
    assert not {str(n) for n in names(first.session)} & {str(n) for n in names(second.session)}
    desk.close()


def test_a_check_up_is_begun_gone_on_with_and_ended(home: Path, clock: Clock) -> None:
    desk = desk_of(home, clock)
    assert desk.today().course is not None, "offered from the start"
    assert desk.course().course is None
    seat = desk.check_up()
    assert seat.session.total == 11
    assert play(desk, seat, 5) == 5
    found = desk.course()
    assert found.standing.done == 5
    assert found.course is not None
    assert len(found.course.held_back) == 2
    desk.refresh()
    held = set(found.course.held_back)
    from tastegym.practice.worlds import WORLDS

    apart = {one.name for one in WORLDS if not held.isdisjoint(one.skills)}
    assert not {spot.world for spot in desk.today().plan.spots} & apart
    measured = desk.measured()
    assert measured is not None
    assert measured.measured[0].done == 5
    desk.end_course()
    assert desk.course().standing.number is None
    assert desk.today().course is None
    desk.close()


def test_files_of_the_home_are_private(home: Path, clock: Clock) -> None:
    desk = desk_of(home, clock)
    seat = desk.begin(Request())
    seat.session.ask(seat.now())
    seat.opened.save(*seat.session.asking.records).wait()
    assert seat.keep_draft({}) == ""
    (file,) = (home / "drafts").glob("*.draft")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    desk.close()
