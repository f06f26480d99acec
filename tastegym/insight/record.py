"""An opened record: the answers under one filter, and what screens ask of them one by one."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tastegym.calibration import reliability, scores, trend
from tastegym.calibration.cells import group
from tastegym.calibration.sample import Sample
from tastegym.deck.skills import GROUPS
from tastegym.errors import UserError
from tastegym.insight import figures as make
from tastegym.insight.advice import advice
from tastegym.insight.filters import POOLED, checked
from tastegym.insight.frame import Frame
from tastegym.insight.fresh import WHY
from tastegym.insight.imports import settled
from tastegym.insight.log import Entries
from tastegym.insight.matching import matching
from tastegym.insight.numeric import quantiles
from tastegym.insight.regret import regret
from tastegym.insight.rows import NO_OUTCOME, RECORDS, Row
from tastegym.insight.updates import updates
from tastegym.insight.values import BetaPoint, CurvePoint, Headline, Insight
from tastegym.insight.veil import veil, veil_headline

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tastegym.calibration.sample import Bools, Ints
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
        self.frame = frame = Frame(self.history, today, contested)
        self.ledger = frame.ledgered()
        self.wanted = checked(wanted, frame, extra_skills)
        self._extra = extra_skills
        self._chosen = matching(frame, self.wanted, extra_skills)
        counts = frame.outcome[self._chosen] != NO_OUTCOME
        if not self.wanted.uncounted:
            counts &= frame.why[self._chosen] == 0
        self._counted = self._chosen[counts]
        self.chosen, self.counted = frame.rows(self._chosen), frame.rows(self._counted)
        self._table = frame.table(self._counted, extra_skills)

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
        return sum(locked < day for locked in self._lock_days)

    def days(self, start: int, stop: int) -> tuple[str, str]:
        """The first and last local day of the counted answers `start` to `stop`; at least one."""
        met = self._lock_days[start:stop]
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
        top, right = self._tops
        best = self._table.sample.probs[np.arange(len(top)), top]
        return Sample.binary(best, right.astype(np.int64))

    @cached_property
    def _tops(self) -> tuple[Ints, Bools]:
        """The favourite of each counted answer (of several the first shown); was it right?"""
        frame, sample = self.frame, self._table.sample
        top = sample.probs.argmax(axis=1)
        even = (sample.probs == sample.probs.max(axis=1, initial=0.0)[:, None]).sum(axis=1) > 1
        for place in np.flatnonzero(even & ~sample.statement).tolist():
            row = self._counted[place]
            options, probs = frame.options(frame.lock[row]), frame.probs(frame.lock[row])
            shown = list(frame.keys.order(int(frame.key[row]))) or list(options)
            tied = [k for k, p in enumerate(probs) if p == max(probs)]
            top[place] = min((_place(shown, options[k]), k) for k in tied)[1]
        return top, top == frame.outcome[self._counted]

    def behind(
        self, forecast: float, start: int = 0, stop: int | None = None
    ) -> tuple[tuple[Row, str, bool], ...]:
        """The pairs behind a point of the curve: the row, the option, whether it came true.

        A claim has one pair, its yes; a choice one for each option. Grouped as the curve of the
        counted answers `start` to `stop` is (0-based, end excluded).
        """
        sample = self._table.sample.take(slice(start, stop))
        grid = group(sample).grid
        here = (np.rint(sample.probs * grid) == round(grid * forecast)) & sample.mask
        found = []
        for place in np.flatnonzero(here.any(axis=1)).tolist():
            row = self.counted[start + place]
            hidden = self._hidden(row, int(self._counted[start + place]))
            found += [
                (row, option, k == row.outcome)
                for k, option in enumerate(row.forecast.options)
                if here[place, k] and k != hidden
            ]
        return tuple(found)

    def _hidden(self, row: Row, place: int) -> int:
        """The option that the curve leaves out: "no", or the lesser of two; -1 for none."""
        probs = row.forecast.probs
        if row.statement or len(probs) != 2:
            return 1 if row.statement else -1
        if probs[0] != probs[1]:
            return int(probs[0] > probs[1])
        shown = self.frame.keys.order(int(self.frame.key[place]))
        return 0 if shown and shown[0] == row.forecast.options[1] else 1

    def behind_top(self, forecast: float) -> tuple[tuple[Row, str, bool], ...]:
        """The same behind a point of the curve of what was thought likeliest."""
        sample = self._favourites()
        grid, (top, right) = group(sample).grid, self._tops
        here = np.flatnonzero(np.rint(sample.probs[:, 0] * grid) == round(grid * forecast))
        rows = ((self.counted[place], place) for place in here.tolist())
        return tuple(
            (row, row.forecast.options[top[place]], bool(right[place])) for row, place in rows
        )

    def by_group(self) -> dict[str, tuple[float, float]]:
        """Mean score of each group of skills, and what the forecasts promised there."""
        scored = scores.half_brier(self._table.sample)
        promised = scores.expected_half_brier(self._table.sample)
        return {
            name: (float(scored[rows].mean()), float(promised[rows].mean()))
            for name, rows in self._table.groups.parts()
        }

    def beta_path(self) -> tuple[BetaPoint, ...]:
        """Beta over time: what the answers up to each point say, and what all of them say of it."""
        path = trend.beta_path(self._table.sample)
        if path is None:
            return ()
        columns = np.column_stack((path.filtered, path.smoothed)).tolist()
        return tuple(
            BetaPoint(index, self._table.moment(index - 1), *row)
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
        days = self._lock_days
        return np.array([i for i, day in enumerate(days) if span.first <= day <= span.last], int)

    @cached_property
    def _lock_days(self) -> list[str]:
        """The local day on which each counted answer was locked."""
        days = self.frame.days
        return [days[place] for place in self.frame.lock[self._counted].tolist()]

    def entries(self) -> Entries:
        """The answers of the filter as a list shows them, newest lock first."""
        rank = self.frame.joined.lock_rank[self.frame.lock[self._chosen]]
        return Entries(self.history, self.frame.rows(self._chosen[np.argsort(-rank)]))

    def advice(self) -> AdviceBlock | None:
        """The correction table and how it has fared forward; None without answers."""
        return advice(self._table.sample, self.frame, self._counted)

    def updates(self) -> Updates:
        """The size of the updates in staged answers."""
        stages = np.array(self.history.column("forecasts", "stage"), dtype=np.int64)
        staged = self._counted[stages[self.frame.lock[self._counted]] > 0]
        return updates(self.frame.rows(staged), self.history)

    def _user(self, record: str = "") -> str:
        """The key of the draws: the same picture for the same person and record."""
        return f"{self.frame.salt}/{record or self.wanted.source}"

    def _figures(self, progress: Callable[[str], None] | None) -> Figures:
        plan = make.Wanted(self._user(), not self.wanted.narrows, tuple(GROUPS))
        made = make.everything_counts(make.figures(self._table, plan, progress))
        frame, chosen = self.frame, self._chosen
        numeric = frame.numeric[chosen]
        if len(self) + int(np.count_nonzero(numeric)) < len(chosen):
            known = chosen[frame.outcome[chosen] != NO_OUTCOME]
            everything = frame.table(known, self._extra).sample
            made = replace(made, with_excluded=make.group(everything, f"{plan.user}/all"))
        held = chosen[~numeric]
        if self.wanted.uncounted:
            held = held[frame.outcome[held] == NO_OUTCOME]
        excluded = _excluded(frame.why[held])
        return replace(
            made,
            n=len(self) + sum(excluded.values()),
            excluded=excluded,
            quantiles=quantiles(frame.rows(chosen[numeric]), self.history, plan.user),
            regret=regret(frame, self._counted),
            practised=_practised(frame, self._counted),
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
                frame = self.frame
                own = np.flatnonzero(frame.keyed("records", name.__eq__) & ~frame.numeric)
                fresh = frame.table(own[frame.why[own] == 0], self._extra)
                headline = replace(make.headline(fresh, self._user(name)), n=len(own))
            made[name] = veil_headline(headline)
        return made


def _practised(frame: Frame, where: Ints) -> int:
    """Generated answers after the first of their world: a family that was met before."""
    keys = frame.keys
    made = frame.key[where][frame.keyed("records", "generated".__eq__)[where]]
    return len(made) - len({keys.origins[key] for key in made.tolist()})


def _excluded(why: Ints) -> dict[str, int]:
    met = np.bincount(why, minlength=len(WHY)).tolist()
    return {reason: met[place] for place, reason in enumerate(WHY) if place and met[place]}


def _place(shown: Sequence[str], option: str) -> int:
    """Where an option stood on the screen; last if that is not known."""
    return shown.index(option) if option in shown else len(shown)
