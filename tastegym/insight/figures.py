"""Figures of one set of answers, by the functions of `tastegym.calibration`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tastegym.calibration import evidence as evidence_test
from tastegym.calibration import power, reliability, scores, trend
from tastegym.calibration.pooling import pool_beta
from tastegym.insight.luck import bucket_of
from tastegym.insight.values import (
    Answer,
    Beta,
    Corp,
    CurvePoint,
    Evidence,
    Figures,
    Group,
    Headline,
    Interval,
    LogScore,
    Shift,
    SkillRow,
    Spread,
    ThenNow,
    TimePoint,
    Worth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tastegym.calibration.sample import Floats, Ints, Sample

NO_VERDICT = Evidence()
_PART_DRAWS, _LARGE_PART_DRAWS, _LARGE_PART = 500, 200, 1_000
"""Bootstrap draws for the skill of parts of a record, fewer where a part has many answers and the
interval is narrow; the record itself has 2,000."""

_LONGEST_HALF = 100
"""Answers at most on each side of then against now."""

_MOST_ANSWERS = 2_000
"""Latest answers that are kept one by one for strips and lists."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One name for each of N rows: `names` in order, `of` (N,) the place of each row's."""

    names: tuple[str, ...]
    of: Ints

    @classmethod
    def of_rows(cls, values: Sequence[str], rows: Ints | None = None) -> Labels:
        """The labels of rows that stand at the places `rows` in `values` (default: all)."""
        names = tuple(sorted(set(values)))
        number = {name: i for i, name in enumerate(names)}
        codes = np.fromiter(map(number.__getitem__, values), np.int64, len(values))
        return cls(names, codes if rows is None else codes[rows])

    def parts(self) -> Iterator[tuple[str, Ints]]:
        """Each name that a row has, in order, with its rows."""
        for place in np.unique(self.of).tolist():
            yield self.names[place], np.flatnonzero(self.of == place)


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """Any number of names for each of N rows: the distinct `sets`, `of` (N,) the place of each."""

    sets: tuple[tuple[str, ...], ...]
    of: Ints

    def parts(self) -> Iterator[tuple[str, Ints]]:
        """Each name that a row has, in order, with its rows."""
        met = set(np.unique(self.of).tolist())
        holders: dict[str, list[int]] = defaultdict(list)
        for place, names in enumerate(self.sets):
            if place in met:
                for name in names:
                    holders[name].append(place)
        for name in sorted(holders):
            held = np.zeros(len(self.sets), dtype=np.bool_)
            held[holders[name]] = True
            yield name, np.flatnonzero(held[self.of])


NO_MEMBERS = Members((), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Counted answers ready for statistics, in the order of their reveals; N rows.

    `at` (N,) are instants of the reveals in microseconds (0: not known), `ids` name the rows;
    `kinds`, `sources`, `groups` and `tags` say what parts each row belongs to (None: none at all).
    """

    sample: Sample
    at: Ints
    ids: Sequence[str]
    kinds: Labels
    sources: Labels | None
    groups: Members = NO_MEMBERS
    tags: Members = NO_MEMBERS

    def moment(self, row: int) -> int | None:
        """The instant of a row's reveal; None where it is not known."""
        return int(self.at[row]) or None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to compute: `verdict` only for a whole record; all `group_names` get a row each."""

    user: str
    verdict: bool = True
    group_names: Sequence[str] = ()


def figures(table: Table, wanted: Wanted, progress: Callable[[str], None] | None = None) -> Figures:
    """Everything that rests on the counted answers; n, exclusions and quantiles are added later.

    `progress` is called with the name of each step before it starts.
    """
    sample, user = table.sample, wanted.user
    size = len(sample)
    say = progress or (lambda _: None)
    if not size:
        rows = tuple(SkillRow(name, 0) for name in wanted.group_names)
        return Figures(evidence=_evidence(table, wanted), skills=rows)
    say("curve")
    corp, curve = diagram(sample, user)
    say("evidence")
    log_liks, totals = _likelihoods(sample, [table.groups, table.tags])
    posterior = power.posterior_from(totals)
    found = _evidence(table, wanted)
    say("scores")
    mean = scores.brier(sample)
    log_score = scores.log_score(sample)
    whole = Group(size, mean.mean if mean else None, skill(sample, user))
    return Figures(
        n=size,
        fresh=size,
        brier=mean.mean if mean else None,
        brier_range=Interval(mean.mean, mean.low, mean.high) if mean else Interval(),
        expected_brier=_luck(sample),
        uniform=float(scores.uniform_half_brier(sample).mean()),
        log_score=LogScore(log_score.mean_nats, log_score.zero_hits) if log_score else LogScore(),
        skill=whole.skill,
        corp=corp,
        beta=_beta(posterior),
        evidence=found,
        curve=curve,
        over_time=_over_time(table),
        skills=_skills(log_liks[0], wanted.group_names),
        tags=_skills(log_liks[1], ()),
        by_kind=parts(sample, table.kinds, user, whole),
        by_source=parts(sample, table.sources, user, whole) if table.sources else {},
        answers=_answers(table),
        bucket=bucket_of(sample),
        worth=tuple(Worth(w.said, w.median, w.low, w.high) for w in power.words_table(posterior)),
        answers_needed=power.answers_needed(sample),
        then_now=then_now(sample, min(size // 2, _LONGEST_HALF)) if size >= 40 else None,
    )


def everything_counts(found: Figures) -> Figures:
    """The figures of a set in which nothing is excluded."""
    return replace(found, with_excluded=Group(found.fresh, found.brier, found.skill))


def headline(table: Table, user: str) -> Headline:
    """The first line of a whole record, `n` aside."""
    sample = table.sample
    if not len(sample):
        return Headline(evidence=_evidence(table, Wanted(user)))
    return Headline(
        n=len(sample),
        fresh=len(sample),
        brier=float(scores.half_brier(sample).mean()),
        expected_brier=_luck(sample),
        skill=skill(sample, user),
        evidence=_evidence(table, Wanted(user)),
    )


def skill(sample: Sample, user: str, draws: int | None = None) -> Interval:
    """Skill against the uniform answer with its interval."""
    made = scores.skill(sample, user, draws)
    return Interval(made.value, made.low, made.high) if made else Interval()


def group(sample: Sample, user: str) -> Group:
    """One part of a record."""
    if not len(sample):
        return Group(0)
    mean = float(scores.half_brier(sample).mean())
    draws = _PART_DRAWS if len(sample) <= _LARGE_PART else _LARGE_PART_DRAWS
    return Group(len(sample), mean, skill(sample, user, draws))


def parts(sample: Sample, labels: Labels, user: str, whole: Group) -> dict[str, Group]:
    """The parts of a record by name, in the order of names; a single part is the whole."""
    found = dict(labels.parts())
    if len(found) == 1:
        return dict.fromkeys(found, whole)
    return {name: group(sample.take(rows), f"{user}/{name}") for name, rows in found.items()}


def then_now(sample: Sample, n: int) -> ThenNow | None:
    """First `n` answers against the last `n`; None where they overlap."""
    return _then_now(trend.then_and_now(sample, n))


def compared(first: Sample, last: Sample, names: tuple[str, str]) -> ThenNow | None:
    """Two parts of a record that the person chose; None where one is empty."""
    made = _then_now(trend.compare(first, last))
    return replace(made, names=names) if made else None


def _then_now(made: trend.ThenAndNow | None) -> ThenNow | None:
    if made is None:
        return None
    low, middle, high = made.beta_ratio
    return ThenNow(
        n=made.n,
        n_last=made.n_last,
        score=_shift(made.score),
        excess=_shift(made.excess),
        beta_first=_beta(made.beta_first),
        beta_last=_beta(made.beta_last),
        beta_ratio=Interval(middle, low, high),
        p_improved=made.p_improved,
    )


def _shift(change: trend.Change) -> Shift:
    return Shift(change.first, change.last, change.difference, change.low, change.high)


def _luck(sample: Sample) -> Spread:
    luck = scores.luck(sample)
    return Spread(luck.mean, luck.sd) if luck else Spread()


def _beta(posterior: power.Posterior) -> Beta:
    return Beta(posterior.q05, posterior.median, posterior.q95, posterior.p_below_1)


def diagram(sample: Sample, user: str) -> tuple[Corp, tuple[CurvePoint, ...]]:
    """The parts of the score and the curve with its bands, from one set of draws."""
    made = reliability.diagram(sample, user)
    if made is None or made.curve.band is None:
        return Corp(), ()
    corp, curve, band = made.corp, made.curve, made.curve.band
    columns = (
        curve.forecast, curve.n, curve.scenarios, curve.hits, curve.rate, curve.fitted,
        band.low, band.high, band.sim_low, band.sim_high,
    )  # fmt: skip
    points = zip(*(column.tolist() for column in columns), strict=True)
    return (
        Corp(corp.mcb, corp.mcb_null, corp.p, corp.dsc, corp.unc),
        tuple(CurvePoint(*point) for point in points),
    )


def _evidence(table: Table, wanted: Wanted) -> Evidence:
    if not wanted.verdict:
        return NO_VERDICT
    found = evidence_test.evidence(table.sample)
    first = found.first_at()
    at = table.moment(first) if first is not None else None
    return Evidence(found.e, found.max_e, found.verdict, found.direction, at)


def _likelihoods(
    sample: Sample, memberships: Sequence[Members]
) -> tuple[list[dict[str, tuple[int, Floats]]], Floats]:
    """Rows and log likelihood of beta by name for each membership, and that of the whole sample.

    Answers that look alike (same forecast up to order, same probability on what came true) have
    the same ratios, so each distinct one is computed once and counted.
    """
    first, where = _alike(sample)
    distinct = sample.take(first)
    ratios = np.concatenate([block for _, block in power.log_ratios(distinct)])
    weight = sample.weight

    def total(rows: Ints | slice) -> Floats:
        counts = np.bincount(where[rows], weights=weight[rows], minlength=len(first))
        return np.asarray(counts @ ratios, dtype=np.float64)

    named = [
        {name: (len(rows), total(rows)) for name, rows in members.parts()}
        for members in memberships
    ]
    return named, total(slice(None))


def _alike(sample: Sample) -> tuple[Ints, Ints]:
    """Rows that stand for all that look like them, and for each row which one it is."""
    steps = np.rint(np.sort(sample.probs, axis=1) * 1e6).astype(np.int64)
    hit = np.rint(sample.hit_prob * 1e6).astype(np.int64)
    keys = np.column_stack((sample.options, hit, steps))
    mixed = np.zeros(len(keys), dtype=np.uint64)
    for column in keys.T.astype(np.uint64):
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    _, first, where = np.unique(mixed, return_index=True, return_inverse=True)
    if not np.array_equal(keys[first][where], keys):  # two keys fell on one number
        _, first, where = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return first.astype(np.int64), where.reshape(-1).astype(np.int64)


def _skills(found: Mapping[str, tuple[int, Floats]], always: Sequence[str]) -> tuple[SkillRow, ...]:
    pooled = pool_beta([log_lik for _, log_lik in found.values()], lowest=False)
    made = {
        name: SkillRow(name, count, post.q05, post.median, post.q95)
        for (name, (count, _)), post in zip(found.items(), pooled.posteriors, strict=True)
    }
    order = [*always, *(name for name in found if name not in always)]
    return tuple(made.get(name, SkillRow(name, 0)) for name in order)


def _over_time(table: Table) -> tuple[TimePoint, ...] | None:
    run = trend.running_score(table.sample)
    if run is None:
        return None
    columns = (run.index, run.score, run.expected, run.uniform, run.low, run.high)
    points: Iterable[tuple[Any, ...]] = zip(*(c.tolist() for c in columns), strict=True)
    return tuple(TimePoint(i, table.moment(i - 1), *figures_) for i, *figures_ in points)


def _answers(table: Table) -> tuple[Answer, ...]:
    """The latest answers with their favourite; ties count in parts."""
    start = max(0, len(table.sample) - _MOST_ANSWERS)
    sample = table.sample.take(slice(start, None))
    said = sample.probs.max(axis=1)
    favourite = (np.abs(sample.probs - said[:, None]) < 1e-9) & sample.mask
    right = favourite[np.arange(len(sample)), sample.outcome] / favourite.sum(axis=1)
    columns = (said.tolist(), right.tolist(), scores.half_brier(sample).tolist())
    names = zip(table.ids[start:], table.at[start:].tolist(), *columns, strict=True)
    return tuple(Answer(name, at or None, s, r, b) for name, at, s, r, b in names)
