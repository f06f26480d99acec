"""What a person's past says about a plan: own times, groups practised, days with a paper."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from tastegym.practice.facts import Answered

    Groups: TypeAlias = Callable[[tuple[str, ...]], tuple[str, ...]]
    Weights: TypeAlias = "Counter[str]"

GENERATED = "generated"
USUAL_MINUTES = {
    "binary": 1.75,
    "choice": 2.0,
    "staged": 2.5,
    "board": 2.25,
    "quantile": 2.0,
    GENERATED: 2.0,
}
"""Minutes from one question to the next before a person's own times are known."""

HALF_LIFE = 30
"""Answers after which an answer weighs half when groups are compared."""

_OWN_FROM = 4.0  # answers that the usual times weigh as much as
_SHORTEST, _LONGEST = 0.4, 4.0  # usual times: clicking through is no reading, a pause no answering


def own_times(recent: Sequence[Answered]) -> dict[str, float]:
    """Minutes a question of each kind takes this person, from one question to the next.

    The last question of a sitting counts to its lock. A time counts as no less than .4 and no more
    than 4 usual ones; few answers are drawn towards the person's pace, and that towards the usual
    times.
    """
    ratios: dict[str, list[float]] = defaultdict(list)
    after: dict[str, int] = {}
    for one in recent:
        end = after.get(one.session, one.locked_at)
        after[one.session] = one.shown_at
        kind = GENERATED if one.uid.startswith("world:") else one.kind
        if kind in USUAL_MINUTES and end > one.shown_at:
            minutes = (end - one.shown_at) / 60_000_000
            ratios[kind].append(min(_LONGEST, max(_SHORTEST, minutes / USUAL_MINUTES[kind])))
    pace = _drawn([value for values in ratios.values() for value in values], 1.0)
    return defaultdict(
        lambda: 2.0 * pace,
        {kind: usual * _drawn(ratios[kind], pace) for kind, usual in USUAL_MINUTES.items()},
    )


def _drawn(values: Sequence[float], towards: float) -> float:
    """The mean of the values, drawn towards another value as if that had been seen four times."""
    return (_OWN_FROM * towards + math.fsum(values)) / (_OWN_FROM + len(values))


def group_weights(recent: Sequence[Answered], groups: Groups) -> Weights:
    """Counted answers of decks by group; an answer 30 answers ago weighs half."""
    weights: Weights = Counter()
    oldest_first: list[Answered] = []
    seen: set[str] = set()
    for one in reversed(recent):
        repeated = one.uid in seen
        seen.add(one.uid)
        if one.counts and not repeated and not one.uid.startswith("world:"):
            oldest_first.append(one)
    for age, one in enumerate(reversed(oldest_first)):
        for group in groups(one.skills):
            weights[group] += 0.5 ** (age / HALF_LIFE)
    return weights


def offers_paper(
    day: str, papers: Collection[str], days_left: int | None, practised: Collection[str] = ()
) -> bool:
    """Whether Today offers a paper: on two days a week, on four where unseen scenarios run low.

    `papers` are days on which one was read, `practised` days with an answer, in any order. The
    offer stands on the first and third day of practice in a week (on the first four), so that who
    never takes it up is not asked daily; a paper read is followed by a day without one.
    """
    today = date.fromisoformat(day)
    monday = (today - timedelta(days=today.weekday())).isoformat()
    low = days_left is None or days_left <= 10
    lived = sum(monday <= one < day for one in set(practised))
    if lived not in ({0, 1, 2, 3} if low else {0, 2}):
        return False
    last = max((one for one in papers if one <= day), default="")
    if last and (today - date.fromisoformat(last)).days < (1 if low else 2):
        return False
    return sum(monday <= one <= day for one in set(papers)) < (4 if low else 2)
