"""The course of check-ups as History shows it: what changed in what was practised and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.insight.anchors import progress
from tastegym.practice.checkup import KIND, WEEKS, course

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.insight.anchors import Change, Mean, Progress
    from tastegym.ledger.read import History


def measured(history: History) -> Progress | None:
    """The check-ups of the present course; None before the first."""
    facts = sorted((f for f in history.facts if f.kind == KIND), key=lambda f: (f.at, f.id))
    present = course(facts)
    return progress(history, present.held_back, present.started) if present else None


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
