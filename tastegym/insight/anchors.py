"""Regret over time: check-ups compared, and this week's regret by skill beside the time before."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tastegym.calibration.scores import mean_interval
from tastegym.calibration.special import t_quantile
from tastegym.deck.skills import group_of
from tastegym.frozen import frozen
from tastegym.insight.fresh import stale
from tastegym.insight.joined import Joined, by_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tastegym.ledger.read import History
    from tastegym.ledger.records import Exposure

MIX = "anchor"


@frozen
class Mean:
    """Mean regret with its 90 % interval; the ends are None for fewer than ten answers."""

    n: int
    value: float | None = None
    lo: float | None = None
    hi: float | None = None


@frozen
class Change:
    """A difference of two means (later minus earlier) with its 90 % interval (Welch)."""

    value: float | None = None
    lo: float | None = None
    hi: float | None = None


@frozen
class Measured:
    """One check-up: regret on skills that were practised, and on those held back."""

    number: int
    day: str
    done: int
    practised: Mean
    held_back: Mean


@frozen
class Progress:
    """All check-ups of a course, and how each differs from the first."""

    skills: tuple[str, ...]
    measured: tuple[Measured, ...]
    practised: tuple[Change, ...]
    held_back: tuple[Change, ...]


@frozen
class GroupRegret:
    """Regret on anchors of one group of skills: a span of days beside all days before it."""

    group: str
    now: Mean
    before: Mean
    change: Change


class Answer(NamedTuple):
    """One fresh answer to an anchor: its regret, and the check-up it belongs to (None: none)."""

    at: int
    day: str
    skills: tuple[str, ...]
    regret: float
    checkup: int | None


def anchors(history: History) -> list[Answer]:
    """Fresh answers to anchors in the order of their reveals.

    Adaptive instances are left out: their level holds regret constant by construction.
    """
    return of_joined(Joined(history)) if _marked(history) else []


def of_joined(joined: Joined) -> list[Answer]:
    """The same of a history whose tables are joined already."""
    history = joined.history
    marked = _marked(history)
    if not marked:
        return []
    shown = _counted(joined, {history.row("exposures", place).id for place in marked})
    items = by_id(history, "items", {row.item_id for row in shown.values()})
    named = history.column("reveals", "exposure_id")
    reveals = [history.row("reveals", i) for i, name in enumerate(named) if name in shown]
    made: list[Answer] = []
    for reveal in sorted(reveals, key=lambda row: (row.at, row.id)):
        regret = json.loads(reveal.body).get("regret")
        if regret is not None:
            exposure = shown[reveal.exposure_id]
            item = items.get(exposure.item_id)
            number = json.loads(exposure.body).get("checkup")
            tags = item.skills if item else ()
            made.append(Answer(reveal.at, exposure.local_day, tags, float(regret), number))
    return made


def _marked(history: History) -> list[int]:
    """The places of the exposures that were drawn as anchors."""
    column = history.column
    mark = f'"{MIX}"'
    return [
        place
        for place, (uid, body) in enumerate(
            zip(column("exposures", "uid"), column("exposures", "body"), strict=True)
        )
        if mark in body and uid.startswith("world:") and json.loads(body).get(MIX)
    ]


def _counted(joined: Joined, names: set[str]) -> dict[str, Exposure]:
    """Those of some exposures that hold a fresh answer, by their ids."""
    fresh = joined.of_lock[stale(joined) == 0]
    held = {joined.names[place] for place in np.unique(fresh[fresh >= 0]).tolist()} & names
    return by_id(joined.history, "exposures", held)


def mean(values: Sequence[float]) -> Mean:
    """The mean of the values with its interval."""
    if not values:
        return Mean(0)
    found = mean_interval(np.array(values), np.arange(len(values)))
    if found is None:
        return Mean(0)
    return Mean(len(values), found.mean, found.low, found.high)


def change(before: Sequence[float], after: Sequence[float]) -> Change:
    """The difference of two means by Welch's t; no interval below two values on a side."""
    if not before or not after:
        return Change()
    value = math.fsum(after) / len(after) - math.fsum(before) / len(before)
    if len(before) < 2 or len(after) < 2:
        return Change(value)
    parts = [float(np.var(side, ddof=1)) / len(side) for side in (before, after)]
    total = sum(parts)
    if total == 0:
        return Change(value)
    df = total**2 / sum(
        part**2 / (len(side) - 1) for part, side in zip(parts, (before, after), strict=True)
    )
    reach = t_quantile(0.95, df) * math.sqrt(total)
    return Change(value, value - reach, value + reach)


def progress(history: History, held_back: Collection[str], since: str = "") -> Progress | None:
    """The check-ups taken from the day `since` on; None if there is none."""
    taken: dict[int, list[Answer]] = defaultdict(list)
    for one in anchors(history):
        if one.checkup is not None and one.day >= since:
            taken[one.checkup].append(one)
    if not taken:
        return None
    held = set(held_back)
    split = {
        number: (
            [one.regret for one in answers if held.isdisjoint(one.skills)],
            [one.regret for one in answers if not held.isdisjoint(one.skills)],
        )
        for number, answers in sorted(taken.items())
    }
    first = min(split)
    later = [number for number in split if number != first]
    return Progress(
        skills=tuple(sorted(held)),
        measured=tuple(
            Measured(n, taken[n][0].day, len(taken[n]), mean(split[n][0]), mean(split[n][1]))
            for n in split
        ),
        practised=tuple(change(split[first][0], split[n][0]) for n in later),
        held_back=tuple(change(split[first][1], split[n][1]) for n in later),
    )


def by_group(answers: Iterable[Answer], first: str, last: str) -> tuple[GroupRegret, ...]:
    """Regret by group of skills on the days `first` to `last` beside all before, groups by name."""
    now: dict[str, list[float]] = defaultdict(list)
    before: dict[str, list[float]] = defaultdict(list)
    for one in answers:
        for group in sorted({g for tag in one.skills if (g := group_of(tag))}):
            if first <= one.day <= last:
                now[group].append(one.regret)
            elif one.day < first:
                before[group].append(one.regret)
    return tuple(
        GroupRegret(group, mean(now[group]), mean(before[group]), change(before[group], now[group]))
        for group in sorted(now)
    )
