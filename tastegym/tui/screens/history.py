"""History: one record under one filter, computed in a thread and looked at from eight sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tastegym.errors import UserError
from tastegym.frozen import replace as changed
from tastegym.tui.history_commands import ADVICE, CURVE, LOG, VIEWS
from tastegym.tui.paint import history as paint
from tastegym.tui.paint import history_log as log
from tastegym.tui.screens.history_lines import TypedLines
from tastegym.tui.screens.history_moves import Moves

if TYPE_CHECKING:
    from tastegym.insight.opened import Opened
    from tastegym.insight.values import AdviceBlock

_PERIODS = (0, 90, 30)
"""Days that the period filter reaches back; 0 is all."""


class HistoryScreen(Moves, TypedLines):
    """The keys of History; what it draws is in `paint`."""

    def __init__(self) -> None:
        super().__init__()
        self.period = 0
        self._shown_advice: set[str] = set()

    def arrived(self) -> None:
        """Make the advice where it is looked at, and keep that it was shown."""
        super().arrived()
        if self.look.view == ADVICE:
            self._advise()

    # -- keys -----------------------------------------------------------------------------

    def action_turn(self, step: int) -> None:
        """Another view."""
        self.look.view = (self.look.view + step) % len(VIEWS)
        self.look.at, self.look.inside = 0, False
        self.query_one("#main").scroll_home(animate=False)
        self.arrived()

    def action_table(self) -> None:
        """The chart as a table, and back."""
        self.look.as_table = not self.look.as_table
        self.to_top()

    def action_record(self) -> None:
        """Another of the four records, then all of them together."""
        at = paint.SOURCES.index(self.wanted.source)
        self.fetch_again(replace(self.wanted, source=paint.SOURCES[(at + 1) % len(paint.SOURCES)]))

    def action_period(self) -> None:
        """All time, the last ninety days, the last thirty."""
        self.period = (self.period + 1) % len(_PERIODS)
        back = _PERIODS[self.period]
        today = date.fromisoformat(self.taste.services.now().local_day)
        since = (today - timedelta(days=back - 1)).isoformat() if back else ""
        self.fetch_again(replace(self.wanted, since=since, until=""))

    def action_choose(self, step: int) -> None:
        """Another point of the curve or line of the log; elsewhere the page scrolls by a line."""
        if self.opened is None:
            return
        listing = self.look.view in {CURVE, LOG}
        if self.look.inside or not listing or (self.look.view == CURVE and self.look.as_table):
            self.query_one("#main").scroll_relative(y=step, animate=False)
            return
        if self.look.view == LOG:
            most = len(self.look.rows) - 1
            self.look.at = max(0, min(most, self.look.at + step))
        else:
            from tastegym.tui.paint.history_curve import points

            self.look.at = (self.look.at + step) % (len(points(self.opened, self.look)) + 1)
        self.draw_all()

    def action_scroll(self, direction: int) -> None:
        """Scroll; in the log by a page of lines."""
        if self.look.view == LOG and not self.look.inside:
            self.action_choose(direction * max(1, self.query_one("#main").size.height - 4))
        else:
            super().action_scroll(direction)

    def action_open(self) -> None:
        """The answers behind a point, or an answer as it was shown; and back."""
        self.look.inside = not self.look.inside and (self.look.view == LOG or self.look.at > 0)
        self.to_top()

    def action_bands(self) -> None:
        """Both bands, the one at one place, the one for all places, none."""
        from tastegym.tui.paint.history_curve import BANDS

        self.look.bands = (self.look.bands + 1) % len(BANDS)
        self.draw_all()

    def action_odds(self) -> None:
        """Log odds on both axes, and back."""
        self.look.odds = not self.look.odds
        self.draw_all()

    def action_top(self) -> None:
        """All options, or the likeliest one of each answer."""
        self.look.top, self.look.at, self.look.inside = not self.look.top, 0, False
        self.draw_all()

    def action_order(self) -> None:
        """Newest first, surprises first, ten that mattered."""
        self.look.order = (self.look.order + 1) % len(log.ORDERS)
        self.look.at, self.look.inside = 0, False
        self.list_again()
        self.to_top()

    def action_practise(self) -> None:
        """Practise what would tell most."""
        from tastegym.insight.words import next_skill
        from tastegym.practice.start import Request

        if self.opened is not None:
            self.taste.practise(Request(skill=next_skill(self.opened.insight.figures)))

    def action_back(self) -> None:
        """Out of what is open; then back to where the person came from."""
        if self.look.inside:
            self.look.inside = False
            self.to_top()
        elif self.look.window:
            self.look.window = self.look.at = 0
            self.draw_all()
        else:
            self.taste.go_back()

    # -- what is kept ---------------------------------------------------------------------

    def action_matters(self) -> None:
        """Put the answer on the page of ten that mattered, or take it off."""
        rows = self.look.rows
        if not rows or self.opened is None:
            return
        name = rows[min(self.look.at, len(rows) - 1)].forecast_id
        services, post = self.taste.services, self.taste.from_thread

        def work() -> None:
            try:
                chosen = services.matters(name)
            except UserError as error:
                told = str(error)
                post(lambda: self.taste.say(told))
                return
            post(lambda: self._chose(chosen))

        self.run_worker(work, thread=True, group="keep")

    def _chose(self, chosen: tuple[str, ...]) -> None:
        if self.is_mounted and self.opened is not None:
            self.opened = changed(self.opened, chosen=chosen)
            if self.look.order == log.TEN:
                self.list_again()
            self.draw_all()

    def _advise(self) -> None:
        """The advice of the record, made in a thread when it is first asked for."""
        opened = self.opened
        if opened is None or opened.record is None:
            return
        if opened.advice is not None:
            self._keep_advice()
            return
        record, post = opened.record, self.taste.from_thread

        def work() -> None:
            made = record.advice()
            post(lambda: self._advised(opened, made))

        self.look.advising = True
        self.run_worker(work, thread=True, exclusive=True, group="advice")
        self.draw_all()

    def _advised(self, opened: Opened, made: AdviceBlock | None) -> None:
        if self.is_mounted and self.opened is not None and self.opened.record is opened.record:
            self.opened, self.look.advising = changed(self.opened, advice=made), False
            self.draw_all()
            if self.look.view == ADVICE:
                self._keep_advice()

    def _keep_advice(self) -> None:
        """Keep that the table of advice stands before the person, once for each record."""
        from tastegym.insight.advice import shown
        from tastegym.tui.paint.history_skills import shows_advice

        opened, source = self.opened, self.wanted.source
        if opened is None or opened.record is None or not shows_advice(opened):
            return
        if source in self._shown_advice:
            return
        book = self.taste.services.notebook()
        fact = shown(
            opened.record.history, opened.advice, source, self.taste.services.now(), book.new_id
        )
        if fact is None:
            self._shown_advice.add(source)
            return
        self._shown_advice.add(source)
        post = self.taste.from_thread
        book.submit(fact, then=lambda error: post(lambda: self._kept_advice(source, error)))

    def _kept_advice(self, source: str, error: BaseException | None) -> None:
        if error is not None:
            self._shown_advice.discard(source)  # tried again when the table is next shown
            self.taste.say(f"That the advice was shown could not be kept: {error}")
