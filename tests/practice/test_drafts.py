"""Answers left open: private files, each found again, none that was answered elsewhere."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tastegym.clock import Moment, moment
from tastegym.errors import UserError
from tastegym.ledger import draft
from tastegym.practice.drafts import continued, face_of, open_drafts
from tastegym.practice.start import Base, Opened, Request, begin, open_base
from tastegym.practice.values import Asking, Estimate, Shown

DECK = """\
tastegym: 1
deck: {id: test/d, version: 1.0.0, title: D, private: true}
scenarios:
""" + "".join(
    f"""  - {{id: s{n}, setup: S{n}., question: Q?, answer: a, explanation: E.,
     options: [{{id: a, text: A}}, {{id: b, text: B}}]}}
"""
    for n in range(4)
)
START = datetime(2026, 11, 22, 18, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.ticks = 0

    def __call__(self) -> Moment:
        self.ticks += 1
        return moment(START + timedelta(seconds=self.ticks))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tastegym.deck.library.shipped_root", lambda: None)
    (tmp_path / "home" / "decks").mkdir(parents=True)
    (tmp_path / "home" / "decks" / "d.yaml").write_text(DECK)
    return tmp_path / "home"


def base_of(home: Path, clock: Clock) -> Base:
    return open_base(home, now=clock)


def left_open(home: Path, clock: Clock, seed: str, answered: int = 0) -> str:
    """A block left at a question; the exposure that stays open."""
    base = base_of(home, clock)
    opened = Opened(base, begin(base, Request(deck="test/d", seed=seed, count=4)))
    for _ in range(answered):
        answer(opened)
    asking = ask(opened)
    opened.keep_draft({"entry": seed})
    opened.close()
    return asking.exposure_id


def ask(opened: Opened) -> Asking:
    asking = opened.session.ask(opened.now())
    assert asking is not None
    opened.save(*asking.records).wait()
    return asking


def answer(opened: Opened) -> Shown:
    ask(opened)
    pending = opened.session.lock(Estimate((6000, 4000)), opened.now())
    opened.save(*pending.records).wait()
    shown = opened.session.committed(pending)
    opened.keep_draft()
    assert isinstance(shown, Shown)
    return shown


def test_a_draft_is_for_its_owner_alone(home: Path) -> None:
    left_open(home, Clock(), "a")
    (file,) = (home / draft.FOLDER).glob("*.draft")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o644)  # as an older program left it
    one = draft.load(home).found[0]
    draft.save(home, one)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_each_of_several_is_gone_on_with_by_its_own_name(home: Path) -> None:
    clock = Clock()
    names = [left_open(home, clock, seed) for seed in ("a", "b", "c")]
    base = base_of(home, clock)
    assert [one.exposure_id for one in open_drafts(base)] == names[::-1], "newest first"
    for name, seed in zip(names, "abc", strict=True):
        opened = continued(base, name)
        asking = opened.session.asking
        assert asking is not None
        assert asking.exposure_id == name
        assert face_of(base, name) == {"entry": seed}
    assert continued(base).session.asking.exposure_id == names[-1]  # type: ignore[union-attr]
    # One that is gone meanwhile is named, and no other opens in its place.
    draft.clear(home, names[1])
    with pytest.raises(UserError, match="no longer open"):
        continued(base, names[1])
    assert face_of(base, names[1]) == {}
    base.writer.close()


def test_a_block_left_in_the_middle_goes_on_where_it_was(home: Path) -> None:
    clock = Clock()
    name = left_open(home, clock, "a", answered=2)
    base = base_of(home, clock)
    opened = continued(base, name)
    assert opened.session.summary().answered == 2, "the figures of the block come along"
    assert answer(opened).why_not == ""
    assert answer(opened).why_not == ""
    assert opened.session.ask(opened.now()) is None
    assert opened.session.summary().answered == 4
    opened.close()


def test_what_was_answered_elsewhere_is_offered_no_more_and_counts_no_more(home: Path) -> None:
    clock = Clock()
    name = left_open(home, clock, "a", answered=1)
    base = base_of(home, clock)
    session = continued(base, name).session
    open_uid = session.asking.scenario.uid  # type: ignore[union-attr]
    base.writer.close()
    # The rest of the deck is answered in another sitting, the open question of the draft last.
    base = base_of(home, clock)
    other = Opened(base, begin(base, Request(deck="test/d", seed="zz", count=3)))
    uids = []
    while (asking := other.session.ask(other.now())) is not None:
        other.save(*asking.records).wait()
        if asking.scenario.uid == open_uid:
            other.save(other.session.skip(other.now())).wait()
            continue
        pending = other.session.lock(Estimate((6000, 4000)), other.now())
        other.save(*pending.records).wait()
        other.session.committed(pending)
        uids.append(asking.scenario.uid)
    other.keep_draft()
    other.close()
    assert len(uids) == 2
    base = base_of(home, clock)
    opened = continued(base, name)
    assert answer(opened).why_not == "", "this one is still new"
    assert [answer(opened).why_not for _ in range(2)] == ["repeat", "repeat"]
    opened.close()
    # A draft of a question that has its answer now is not offered.
    left = left_open(home, clock, "q")
    base = base_of(home, clock)
    assert left not in [one.exposure_id for one in open_drafts(base)]
    base.writer.close()
