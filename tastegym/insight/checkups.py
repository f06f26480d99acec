"""The course of check-ups as History needs it: what changed in what was practised and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.insight.anchors import progress
from tastegym.practice.checkup import KIND, course

if TYPE_CHECKING:
    from tastegym.insight.anchors import Progress
    from tastegym.ledger.read import History


def measured(history: History) -> Progress | None:
    """The check-ups of the present course; None before the first."""
    facts = sorted((f for f in history.facts if f.kind == KIND), key=lambda f: (f.at, f.id))
    present = course(facts)
    return progress(history, present.held_back, present.started) if present else None
