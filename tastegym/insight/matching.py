"""Which rows of a frame pass a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tastegym.deck.skills import group_of
from tastegym.insight.filters import POOLED, PRACTICE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tastegym.calibration.sample import Ints
    from tastegym.insight.filters import Filter
    from tastegym.insight.frame import Frame


def matching(frame: Frame, wanted: Filter, extra: Mapping[str, str] | None = None) -> Ints:
    """The places of the rows that pass a checked filter, in their order.

    A day is that of the outcome: of a deck the day of the reveal, of one's own work that of the
    resolution, so that a week's figures and its calls are about the same answers.
    """
    kept = np.ones(len(frame), dtype=np.bool_)
    if wanted.source != POOLED:
        kept &= frame.keyed("records", wanted.source.__eq__)
    if wanted.since or wanted.until:
        first, last = wanted.since, wanted.until or "9"
        kept &= np.array([first <= day <= last for day in frame.told_days()], dtype=np.bool_)
    if wanted.deck:
        kept &= frame.keyed("origins", wanted.deck.__eq__)
    if wanted.skill:
        kept &= frame.keyed("skills", lambda tags: _trains(tags, wanted.skill, extra))
    if wanted.kind:
        kept &= frame.keyed("kinds", wanted.kind.__eq__)
    if wanted.counts:
        kept &= (frame.why > 0) == (wanted.counts == PRACTICE)
    if wanted.recognised:
        kept &= np.array([said == wanted.recognised for said in frame.locked("recognised")], bool)
    if wanted.hinted:
        kept &= np.array(
            [used == (wanted.hinted == "yes") for used in frame.locked("hint_used")], bool
        )
    return np.flatnonzero(kept)


def _trains(skills: tuple[str, ...], wanted: str, extra: Mapping[str, str] | None) -> bool:
    return any(wanted in {tag, group_of(tag, dict(extra or {}))} for tag in skills)
