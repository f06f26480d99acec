"""Check-ups in sentences, the same in plain mode, on the check-up's screen and in History."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.deck.skills import SKILLS
from tastegym.practice.checkup import SITTING, SIZE, WEEKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.insight.anchors import Change, Mean, Progress
    from tastegym.practice.course import Where


def status(found: Where) -> str:
    """Where the course stands, in one sentence."""
    standing = found.standing
    if standing.number is None:
        return "The course of check-ups is over; nothing is held back from practice."
    week = WEEKS[standing.number]
    if found.course is None:
        return (
            "No check-up yet: `tastegym checkup` begins with 44 unseen instances, in sittings of "
            "eleven."
        )
    if standing.done:
        return f"Check-up of week {week}: {standing.done} of {standing.size} done."
    return f"The check-up of week {week} is open from {standing.opens} on."


def offer(found: Where) -> str:
    """What Today says of a check-up that may be taken."""
    standing = found.standing
    week = WEEKS[standing.number or 0]
    left = standing.size - standing.done
    sittings = -(-left // SITTING)
    often = "one sitting" if sittings == 1 else f"{sittings} sittings"
    if found.course is None:
        return f"measure where you start: {SIZE} generated questions, in {often}"
    return f"check-up of week {week}: {left} worlds left, in {often}"


def held_back(found: Where) -> str:
    """Which skills stay out of practice; "" where none do."""
    if found.course is None or found.course.ended:
        return ""
    held = " and ".join(SKILLS[skill].title for skill in found.course.held_back)
    return f"Kept out of practice until the last one: {held}."


def sentences(found: Progress | None) -> Iterator[str]:
    """The results in words: each check-up, and what changed against the first."""
    if found is None:
        return
    for one in found.measured:
        yield (
            f"Week {WEEKS[one.number]} ({one.day}): regret on practised skills "
            f"{_mean(one.practised)}, on those held back {_mean(one.held_back)}."
        )
    pairs = zip(found.measured[1:], found.practised, found.held_back, strict=True)
    for one, practised, held in pairs:
        yield (
            f"Change since week {WEEKS[found.measured[0].number]} at week {WEEKS[one.number]}: "
            f"practised {_change(practised)}, held back {_change(held)}. Below 0 is better."
        )


def _mean(found: Mean) -> str:
    if found.value is None:
        return "not measured"
    if found.lo is None or found.hi is None:
        return f"{found.value:.3f} (n = {found.n})"
    return (
        f"{found.value:.3f} (90 % range {max(0.0, found.lo):.3f} to {found.hi:.3f}, n = {found.n})"
    )


def _change(found: Change) -> str:
    if found.value is None:
        return "not measured"
    if found.lo is None or found.hi is None:
        return f"{found.value:+.3f} (too few to give a range)"
    sure = "" if found.lo > 0 or found.hi < 0 else ", chance alone can do that"
    return f"{found.value:+.3f} (90 % range {found.lo:+.3f} to {found.hi:+.3f}{sure})"
