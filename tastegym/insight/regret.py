"""Distance from the ideal observer, for answers to generated scenarios."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from tastegym.calibration.compare import regret as compare
from tastegym.insight.joined import codes
from tastegym.insight.values import Interval, Regret
from tastegym.ledger.records import TOTAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.calibration.sample import Ints
    from tastegym.insight.frame import Frame

IDEAL = "ideal observer"
_MARK = '"comparators":'


def regret(frame: Frame, where: Ints) -> Regret | None:
    """Mean regret of the rows `where` whose item states the ideal answer; None if none does."""
    keys, history = frame.keys, frame.history
    made = where[frame.keyed("records", "generated".__eq__)[where]]
    if not len(made):
        return None
    bodies = dict(zip(history.column("items", "id"), history.column("items", "body"), strict=True))
    known = [
        (place, ideal)
        for place, lock, key in zip(
            made.tolist(), frame.lock[made].tolist(), frame.key[made].tolist(), strict=True
        )
        if (ideal := _ideal(bodies.get(keys.items[key], ""), frame.options(lock)))
    ]
    if not known:
        return None
    width = max(len(ideal) for _, ideal in known)
    probs, best = np.zeros((len(known), width)), np.zeros((len(known), width))
    mask = np.zeros((len(known), width), dtype=np.bool_)
    for i, (place, ideal) in enumerate(known):
        probs[i, : len(ideal)] = [p / TOTAL for p in frame.probs(int(frame.lock[place]))]
        best[i, : len(ideal)] = ideal
        mask[i, : len(ideal)] = True
    cluster = codes([keys.clusters[int(frame.key[place])] for place, _ in known])[1]
    found = compare(probs, best, mask, cluster)
    if found is None:
        return None
    spread = Interval(found.brier.mean, found.brier.low, found.brier.high)
    return Regret(len(known), spread, found.kl.mean, found.kl_calibration, found.kl_reasoning)


def _ideal(body: str, options: Sequence[str]) -> list[float]:
    """The ideal probabilities in the order of the options; empty if the item has none."""
    at = body.find(_MARK)
    if at < 0:
        return []
    listed: list[dict[str, Any]] = json.JSONDecoder().raw_decode(body, at + len(_MARK))[0]
    for comparator in listed:
        if comparator.get("name") == IDEAL:
            given = comparator.get("probs", {})
            ideal = [float(given.get(option, 0.0)) for option in options]
            total = sum(ideal)
            return [p / total for p in ideal] if total > 0.99 else []
    return []
