"""What the journal says as a whole: scores, durations, buckets, reasons; standard library only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tastegym.frozen import frozen
from tastegym.journal import score
from tastegym.journal.estimate import QUANTILE
from tastegym.journal.typed import BUCKETS
from tastegym.scoring.shares import share_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.journal.entry import Entry


@frozen
class Share:
    """A count out of n with its 90 % interval (Jeffreys); the share is None for n = 0."""

    n: int
    hits: float
    share: float | None
    lo: float | None
    hi: float | None


@frozen
class Bucket:
    """Tasks put into one bucket (percent), and how many of them came off."""

    bucket: int
    came_off: Share


@frozen
class Durations:
    """Tasks with an estimated and a measured time.

    `ratio` is the median of actual/estimate, `low` and `high` bound its middle 80 % (the ends for
    few tasks), `over_twice` the share that took more than twice the estimate.
    """

    n: int
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    over_twice: float | None = None


@frozen
class JournalFigures:
    """The journal in figures; None where nothing is resolved.

    `scored` counts the resolved yes/no and choice questions, whose mean half-Brier scores are
    `first`, `last` and `over_time`. `overdue_share` is the share of unresolved ones among those
    whose day has passed; `with_overdue` the mean last score if each of these had gone against its
    forecast. `held` tells how often 10-90 % ranges held the value. `mentor` counts answers hit,
    `reasons` expected reasons hit; `conviction` is the mean conviction (1-5) of ideas that came
    true and of those that did not.
    """

    resolved: int
    scored: int
    open: int
    overdue: int
    ambiguous: int
    void: int
    first: float | None
    last: float | None
    over_time: float | None
    overdue_share: float | None
    with_overdue: float | None
    held: Share
    durations: Durations
    buckets: tuple[Bucket, ...]
    mentor: Share
    reasons: Share
    conviction: tuple[float | None, float | None]


def figures(entries: Sequence[Entry]) -> JournalFigures:
    """The figures of one's own questions; lab questions stay with their decks."""
    mine = [one for one in entries if not one.lab]
    done = [one for one in mine if one.state == "resolved"]
    scored = [one for one in done if one.scores is not None and one.kind != QUANTILE]
    overdue = [one for one in mine if one.state == "overdue"]
    missed = [loss for one in overdue if (loss := score.as_missed(one.last)) is not None]
    lasts = [one.scores.last for one in scored if one.scores]
    passed = len(done) + len(overdue)
    return JournalFigures(
        resolved=len(done),
        scored=len(scored),
        open=sum(one.open for one in mine),
        overdue=len(overdue),
        ambiguous=sum(one.state == "ambiguous" for one in mine),
        void=sum(one.state == "void" for one in mine),
        first=_mean([one.scores.first for one in scored if one.scores]),
        last=_mean(lasts),
        over_time=_mean([one.scores.over_time for one in scored if one.scores]),
        overdue_share=len(overdue) / passed if passed else None,
        with_overdue=_mean(lasts + missed),
        held=share([one.hit for one in done if one.kind == QUANTILE and one.hit is not None]),
        durations=durations(mine),
        buckets=buckets(done),
        mentor=share([one.hit for one in done if one.topic == "mentor" and one.hit is not None]),
        reasons=share(
            [float(o.reason_hit) for one in done if (o := one.outcome) and o.reason_hit is not None]
        ),
        conviction=_conviction(done),
    )


def share(hits: Sequence[float]) -> Share:
    """Hits (1, 0, or parts) as a share with its interval."""
    if not hits:
        return Share(0, 0.0, None, None, None)
    total = math.fsum(hits)
    low, high = share_interval(total, len(hits))
    return Share(len(hits), total, total / len(hits), low, high)


def buckets(done: Sequence[Entry]) -> tuple[Bucket, ...]:
    """Each bucket that was used, with how many of its tasks came off."""
    made: list[Bucket] = []
    for bucket in BUCKETS:
        hits = [
            float(one.outcome is not None and one.outcome.outcome == "yes")
            for one in done
            if one.bucket == bucket
        ]
        if hits:
            made.append(Bucket(bucket, share(hits)))
    return tuple(made)


def durations(entries: Sequence[Entry]) -> Durations:
    """How long finished tasks took beside their estimates."""
    ratios = sorted(
        one.took / one.minutes
        for one in entries
        if one.took and one.minutes and not one.open and one.state != "void"
    )
    if not ratios:
        return Durations(0)
    return Durations(
        len(ratios),
        _quantile(ratios, 0.5),
        _quantile(ratios, 0.1),
        _quantile(ratios, 0.9),
        sum(ratio > 2 for ratio in ratios) / len(ratios),
    )


def _conviction(done: Sequence[Entry]) -> tuple[float | None, float | None]:
    rated = [one for one in done if one.conviction is not None and one.outcome is not None]
    came = [
        float(one.conviction or 0) for one in rated if one.outcome and one.outcome.outcome == "yes"
    ]
    failed = [
        float(one.conviction or 0) for one in rated if one.outcome and one.outcome.outcome == "no"
    ]
    return _mean(came), _mean(failed)


def _quantile(values: Sequence[float], level: float) -> float:
    """The quantile of sorted values, linear between neighbours."""
    place = level * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


# --- sentences ------------------------------------------------------------------------------------


def sentences(found: JournalFigures) -> list[str]:
    """The figures in words, each with its n; nothing is said of what is empty."""
    return [text for text in (
        _scored(found), _overdue(found), _held(found), _times(found.durations),
        *map(_bucket, found.buckets), _mentor(found), _convinced(found),
    ) if text]  # fmt: skip


def _scored(found: JournalFigures) -> str:
    if found.last is None or found.first is None or found.over_time is None:
        return ""
    return (
        f"Brier {found.last:.3f} by your last estimates over {found.scored} resolved "
        f"(first estimates {found.first:.3f}, averaged over time {found.over_time:.3f}; "
        "even odds on yes/no 0.250)."
    )


def _overdue(found: JournalFigures) -> str:
    if not found.overdue or found.overdue_share is None:
        return ""
    noun = "prediction is" if found.overdue == 1 else "predictions are"
    text = (
        f"{found.overdue} {noun} unresolved past the day, {100 * found.overdue_share:.0f} % of "
        f"those whose day has come ({found.resolved + found.overdue})"
    )
    if found.with_overdue is None:
        return text + "."
    return text + f"; with these counted as misses the score is {found.with_overdue:.3f}."


def _of(found: Share) -> str:
    low, high = 100 * (found.lo or 0), 100 * (found.hi or 0)
    return f"{found.hits:g} of {found.n} (90 % range {low:.0f}-{high:.0f} %)"


def _held(found: JournalFigures) -> str:
    if not found.held.n:
        return ""
    return f"Your 10-90 % ranges held the value in {_of(found.held)}; 80 % would be right."


def _times(found: Durations) -> str:
    if found.ratio is None:
        return ""
    if found.n == 1:
        return f"One timed task took {found.ratio:.2g} times its estimate."
    return (
        f"Tasks took {found.ratio:.2g} times the estimate (median of {found.n}; most lie between "
        f"{found.low:.2g} and {found.high:.2g}); {100 * (found.over_twice or 0):.0f} % took more "
        "than twice."
    )


def _bucket(found: Bucket) -> str:
    return f"Of tasks called {found.bucket} % sure, {_of(found.came_off)} came off."


def _mentor(found: JournalFigures) -> str:
    if not found.mentor.n:
        return ""
    text = f"Your mentor's answer: {_of(found.mentor)} foreseen"
    return text + (f", the reason {_of(found.reasons)}." if found.reasons.n else ".")


def _convinced(found: JournalFigures) -> str:
    came, failed = found.conviction
    if came is None or failed is None:
        return ""
    return f"Conviction was {came:.1f} of 5 in ideas that came true, {failed:.1f} in others."
