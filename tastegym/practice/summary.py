"""A block of answers in figures: points beside luck, comparators and one thing to remember."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from tastegym.deck.forms import Form, is_ordered
from tastegym.practice.reveal import EVEN_SPREAD
from tastegym.practice.values import Result, Rival, Summary
from tastegym.scoring import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.practice.values import Shown


def result(shown: Shown) -> Result:
    """What the block summary keeps of one reveal."""
    scenario = shown.asking.scenario
    if shown.asking.form is Form.QUANTILE:
        uniform = next((a.score for a in shown.against if a.name == EVEN_SPREAD), 0.0)
    elif shown.asking.form is Form.BOARD:
        uniform = rules.half_brier_uniform(2)
    else:
        uniform = rules.half_brier_uniform(len(shown.asking.options))
    rivals = [(a.name, a.score, a.points) for a in shown.against]
    return Result(
        uid=scenario.uid,
        question=scenario.question,
        rule=scenario.rule,
        score=shown.score,
        points=shown.points,
        uniform=uniform,
        expected=shown.expected,
        variance=shown.variance,
        against=(*rivals, *_longest(shown)),
        why_not=shown.why_not,
        regret=shown.regret,
    )


LONGEST = "longest option"
_ON_THE_LONGEST = 0.7


def _longest(shown: Shown) -> tuple[tuple[str, float, float], ...]:
    """Somebody who puts 70 % on the longest option and spreads the rest; () where none is longest.

    As far as the usual bias of a computed world goes for its tempting pick: certainty would lose
    to anybody. Yes and no, values on a scale and the rows of a board have no length to go by.
    """
    options = shown.asking.options
    if shown.asking.form is not Form.OPTIONS or is_ordered(shown.asking.scenario):
        return ()
    sizes = [len(option.text) for option in options]
    if sizes.count(max(sizes)) > 1:
        return ()
    rest = (1 - _ON_THE_LONGEST) / (len(options) - 1)
    probs = [_ON_THE_LONGEST if size == max(sizes) else rest for size in sizes]
    truth = [option.id for option in options].index(shown.outcome)
    return ((LONGEST, rules.half_brier(probs, truth), rules.points(probs, truth)),)


def summarise(results: Sequence[Result], *, skipped: int, waiting: int) -> Summary:
    """The block's figures; Brier figures leave quantile items out, points include them."""
    scored = [r for r in results if r.expected is not None]
    points = rules.skill(sum(r.score for r in scored), sum(r.uniform for r in scored))
    worst = min(results, key=lambda r: r.points, default=None)
    return Summary(
        answered=len(results),
        counted=sum(not r.why_not for r in results),
        skipped=skipped,
        waiting=waiting,
        brier=_mean([r.score for r in scored]),
        points=None if points is None else 100 * points,
        expected=_mean([r.expected for r in scored if r.expected is not None]),
        sd=_sd_of_mean([r.variance for r in scored if r.variance is not None]),
        rivals=_rivals(results),
        best=max(results, key=lambda r: r.points, default=None) if len(results) > 1 else None,
        worst=worst if len(results) > 1 else None,
        remember=worst.rule if worst else "",
        regret=_mean([r.regret for r in results if r.regret is not None]),
        excluded=tuple(sorted(Counter(r.why_not for r in results if r.why_not).items())),
    )


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _sd_of_mean(variances: Sequence[float]) -> float | None:
    return math.sqrt(math.fsum(variances)) / len(variances) if variances else None


def _rivals(results: Sequence[Result]) -> tuple[Rival, ...]:
    """Every kind of comparator on the questions that have it, best first; you on the same ones.

    Two of a kind on one question are one: their mean score. Numeric questions stay out: their
    scores have units.
    """
    met: dict[str, list[tuple[float, float, float]]] = {}
    for one in results:
        if one.expected is None:
            continue
        here: dict[str, list[float]] = {}
        for name, score, _ in one.against:
            here.setdefault(kind_of(name), []).append(score)
        for name, scores in here.items():
            mean = math.fsum(scores) / len(scores)
            met.setdefault(name, []).append((mean, one.score, one.uniform))
    rivals = [_rival(name, triples) for name, triples in met.items()]
    return tuple(sorted(rivals, key=lambda rival: (-rival.points, rival.name)))


_KINDS = (
    ("market", ("market",)),
    ("crowd", ("crowd", "forecasters")),
    ("blind readers", ("blind reader",)),
    ("base rate", ("base rate", "share of", "share that")),
    ("simple rules", ("rule",)),
)
"""Words in a comparator's name, and the kind they make it: a block sets you beside kinds."""


def kind_of(name: str) -> str:
    """The kind of a comparator by its name; one that fits none is its own."""
    return next((kind for kind, marks in _KINDS if any(m in name.lower() for m in marks)), name)


def _rival(name: str, triples: Sequence[tuple[float, float, float]]) -> Rival:
    total = math.fsum(uniform for _, _, uniform in triples)
    theirs, yours = (math.fsum(part) for part in list(zip(*triples, strict=True))[:2])
    return Rival(
        name,
        len(triples),
        100 * (rules.skill(theirs, total) or 0.0),
        100 * (rules.skill(yours, total) or 0.0),
        sign_flip([other - own for other, own, _ in triples]),
    )


EXACT_UP_TO = 12
"""Differences up to which all sign patterns are counted."""


def sign_flip(differences: Sequence[float]) -> float:
    """Two-sided p-value of a sum of paired differences, had each sign been a coin's.

    Exact over all 2^n patterns up to 12 differences (as in `calibration.compare`), beyond that by
    the normal approximation. 1 for no differences.
    """
    seen = abs(math.fsum(differences))
    moved = [abs(d) for d in differences if d]
    if not moved:
        return 1.0
    if len(moved) <= EXACT_UP_TO:
        sums = [0.0]
        for size in moved:
            sums = [total + signed for total in sums for signed in (-size, size)]
        return sum(abs(total) >= seen - 1e-12 for total in sums) / len(sums)
    return math.erfc(seen / math.sqrt(2 * math.fsum(d * d for d in moved)))
