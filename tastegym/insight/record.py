"""An opened record: the answers under one filter, and what screens ask of them one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tastegym.calibration import reliability, scores, trend
from tastegym.calibration.cells import group
from tastegym.calibration.sample import Sample
from tastegym.deck.skills import GROUPS
from tastegym.errors import UserError
from tastegym.insight import figures as make
from tastegym.insight.advice import advice
from tastegym.insight.arrays import Arrays
from tastegym.insight.filters import POOLED, checked, matching
from tastegym.insight.imports import settled
from tastegym.insight.numeric import quantiles
from tastegym.insight.regret import regret
from tastegym.insight.rows import NO_OUTCOME, RECORDS, Row, answers
from tastegym.insight.updates import updates
from tastegym.insight.values import BetaPoint, CurvePoint, Headline, Insight
from tastegym.insight.veil import veil, veil_headline
from tastegym.ledger.records import TOTAL
from tastegym.practice.freshness import REASONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tastegym.calibration.sample import Ints
    from tastegym.insight.events import Span
    from tastegym.insight.filters import Filter
    from tastegym.insight.values import AdviceBlock, Figures, ThenNow, Updates
    from tastegym.ledger.read import History


class Record:
    """The answers of a ledger under a filter; UserError for a filter that names nothing.

    `today` is an ISO date (it tells what is overdue), `contested` the uids that installed decks
    mark so, `extra_skills` maps the skills that decks declare themselves to groups.
    """

    def __init__(
        self,
        history: History,
        wanted: Filter,
        today: str,
        *,
        contested: Collection[str] = (),
        extra_skills: Mapping[str, str] | None = None,
    ) -> None:
        self.history = settled(history)
        self.ledger = answers(self.history, today, contested)
        self.wanted = checked(wanted, self.ledger.rows, extra_skills)
        self.chosen = matching(self.ledger.rows, self.wanted, extra_skills)
        every = self.wanted.uncounted
        self.counted = [
            row
            for row in self.chosen
            if (every or not row.reason) and row.outcome != NO_OUTCOME and not row.numeric
        ]
        self._arrays = Arrays(self.ledger, extra_skills)
        self._table = self._arrays.table(self.counted)

    def __len__(self) -> int:
        return len(self.counted)

    def insight(self, progress: Callable[[str], None] | None = None) -> Insight:
        """Everything that all faces show; `progress` is called with the name of each step."""
        shown = self._figures(progress)
        if progress:
            progress("records")
        return Insight(
            source=self.wanted.source,
            figures=veil(shown),
            records=self._records(shown),
            filtered=self.wanted.narrows,
            filter_words=self.wanted.words(),
            waiting=tuple(
                one for name, one in self.ledger.waiting if self.wanted.source in {name, POOLED}
            ),
            odd=self.ledger.odd,
        )

    def window(self, start: int, stop: int) -> tuple[CurvePoint, ...]:
        """The curve of the counted answers `start` to `stop` (0-based, end excluded), no bands.

        For moving through time; the bands' edges are 0 and 1, so draw them only at rest.
        """
        return self._bare(self._table.sample.take(slice(start, stop)))

    def between(self, span: Span) -> tuple[CurvePoint, ...]:
        """The curve of the counted answers locked in a span of days, no bands."""
        return self._bare(self._table.sample.take(self._within(span)))

    def before(self, day: str) -> int:
        """How many counted answers were locked before a local day (ISO)."""
        return sum(row.forecast.local_day < day for row in self.counted)

    def days(self, start: int, stop: int) -> tuple[str, str]:
        """The first and last local day of the counted answers `start` to `stop`; at least one."""
        met = [row.forecast.local_day for row in self.counted[start:stop]]
        return min(met), max(met)

    @staticmethod
    def _bare(sample: Sample) -> tuple[CurvePoint, ...]:
        made = reliability.curve(sample)
        if made is None:
            return ()
        columns = (made.forecast, made.n, made.scenarios, made.hits, made.rate, made.fitted)
        points = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(
            CurvePoint(f, n, k, hits, rate, fit, band_lo=0.0, band_hi=1.0, sim_lo=0.0, sim_hi=1.0)
            for f, n, k, hits, rate, fit in points
        )

    def window_at_rest(self, start: int, stop: int) -> tuple[CurvePoint, ...]:
        """The same curve with its bands."""
        _, points = make.diagram(self._table.sample.take(slice(start, stop)), self._user())
        return points

    def top_choice(self) -> tuple[CurvePoint, ...]:
        """The curve of what was thought likeliest alone: one pair an answer, ties to the first."""
        sample = self._favourites()
        return make.diagram(sample, f"{self._user()}/top")[1] if len(sample) else ()

    def _favourites(self) -> Sample:
        best = [max(row.forecast.probs) for row in self.counted]
        right = [
            row.forecast.probs.index(p) == row.outcome
            for row, p in zip(self.counted, best, strict=True)
        ]
        return Sample.binary(np.array(best) / TOTAL, np.array(right, dtype=np.int64))

    def behind(
        self, forecast: float, start: int = 0, stop: int | None = None
    ) -> tuple[tuple[Row, str, bool], ...]:
        """The pairs behind a point of the curve: the row, the option, whether it came true.

        A claim has one pair, its yes; a choice one for each option. Grouped as the curve of the
        counted answers `start` to `stop` is (0-based, end excluded).
        """
        rows = self.counted[start:stop]
        grid = group(self._table.sample.take(slice(start, stop))).grid
        step = round(grid * forecast)
        return tuple(
            (row, option, place == row.outcome)
            for row in rows
            for place, (option, p) in enumerate(
                zip(row.forecast.options, row.forecast.probs, strict=True)
            )
            if round(p * grid / TOTAL) == step and not (row.statement and place)
        )

    def behind_top(self, forecast: float) -> tuple[tuple[Row, str, bool], ...]:
        """The same behind a point of the curve of what was thought likeliest."""
        grid = group(self._favourites()).grid
        step = round(grid * forecast)
        return tuple(
            (row, row.forecast.options[place], place == row.outcome)
            for row in self.counted
            for place in (row.forecast.probs.index(max(row.forecast.probs)),)
            if round(row.forecast.probs[place] * grid / TOTAL) == step
        )

    def by_group(self) -> dict[str, tuple[float, float]]:
        """Mean score of each group of skills, and what the forecasts promised there."""
        table = self._table
        scored = scores.half_brier(table.sample)
        promised = scores.expected_half_brier(table.sample)
        places: dict[str, list[int]] = {}
        for place, groups in enumerate(table.groups):
            for name in groups:
                places.setdefault(name, []).append(place)
        return {
            name: (float(scored[rows].mean()), float(promised[rows].mean()))
            for name, rows in places.items()
        }

    def beta_path(self) -> tuple[BetaPoint, ...]:
        """Beta over time: what the answers up to each point say, and what all of them say of it."""
        path = trend.beta_path(self._table.sample)
        if path is None:
            return ()
        columns = np.column_stack((path.filtered, path.smoothed)).tolist()
        return tuple(
            BetaPoint(index, self._table.at[index - 1] or None, *row)
            for index, row in zip(path.index.tolist(), columns, strict=True)
        )

    def then_now(self, n: int) -> ThenNow | None:
        """The first `n` counted answers against the last `n`; None where they overlap."""
        return make.then_now(self._table.sample, n)

    def compare(self, then: Span, now: Span) -> ThenNow | None:
        """The counted answers locked in one span of days against those in another; None if empty.

        UserError where the spans share a day, for no answer may stand on both sides.
        """
        if then.first <= now.last and now.first <= then.last:
            raise UserError(f"{then.words()} and {now.words()} share days: choose two that do not.")
        parts = [self._table.sample.take(self._within(span)) for span in (then, now)]
        return make.compared(parts[0], parts[1], (then.words(), now.words()))

    def _within(self, span: Span) -> Ints:
        days = (row.forecast.local_day for row in self.counted)
        return np.array([i for i, day in enumerate(days) if span.first <= day <= span.last], int)

    def advice(self) -> AdviceBlock | None:
        """The correction table and how it has fared forward; None without answers."""
        return advice(self._table.sample, self.counted, self.history)

    def updates(self) -> Updates:
        """The size of the updates in staged answers."""
        return updates(self.counted, self.history)

    def _user(self, record: str = "") -> str:
        """The key of the draws: the same picture for the same person and record."""
        return f"{self._arrays.salt}/{record or self.wanted.source}"

    def _figures(self, progress: Callable[[str], None] | None) -> Figures:
        plan = make.Wanted(self._user(), not self.wanted.narrows, tuple(GROUPS))
        made = make.everything_counts(make.figures(self._table, plan, progress))
        numeric = [row for row in self.chosen if row.numeric]
        if len(self.counted) + len(numeric) < len(self.chosen):
            known = [row for row in self.chosen if row.outcome != NO_OUTCOME]
            everything = self._arrays.table(known).sample
            made = replace(made, with_excluded=make.group(everything, f"{plan.user}/all"))
        held = self.chosen
        if self.wanted.uncounted:
            held = [row for row in held if row.outcome == NO_OUTCOME]
        excluded = _excluded(held)
        return replace(
            made,
            n=len(self.counted) + sum(excluded.values()),
            excluded=excluded,
            quantiles=quantiles(numeric, self.history, plan.user),
            regret=regret(self.counted, self.history),
            practised=_practised(self.counted),
        )

    def _records(self, shown: Figures) -> dict[str, Headline]:
        """The headlines of the four records, whole whatever the filter is."""
        made: dict[str, Headline] = {}
        for name in RECORDS:
            if name == self.wanted.source and not self.wanted.narrows:
                headline = Headline(
                    shown.n,
                    shown.fresh,
                    shown.brier,
                    shown.expected_brier,
                    shown.skill,
                    shown.evidence,
                )
            else:
                own = [row for row in self.ledger.rows if row.record == name and not row.numeric]
                fresh = self._arrays.table([row for row in own if not row.reason])
                headline = replace(make.headline(fresh, self._user(name)), n=len(own))
            made[name] = veil_headline(headline)
        return made


def _practised(rows: Sequence[Row]) -> int:
    """Generated answers after the first of their world: a family that was met before."""
    worlds = [row.origin for row in rows if row.record == "generated"]
    return len(worlds) - len(set(worlds))


def _excluded(rows: Sequence[Row]) -> dict[str, int]:
    met = Counter(row.reason for row in rows if row.reason and not row.numeric)
    return {reason: met[reason] for reason in REASONS if met[reason]}
