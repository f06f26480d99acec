"""The typed lines of History: the filter, the search, two spans of days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tastegym.errors import UserError
from tastegym.insight.index import KEEP, Index
from tastegym.tui import filter_line
from tastegym.tui.paint.history import Typed
from tastegym.tui.screens.history_page import HistoryPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tastegym.insight.log import Entry
    from tastegym.insight.opened import Opened

FILTER, SEARCH, DAYS = "filter", "search", "then against now"
_HINTS = {
    SEARCH: ("Words of scenario, reason or note; all must be there. Empty shows all.",),
    DAYS: ("2026-01-01..2026-03-31 2026-07-01.. : two spans; an end left out is open.",),
}
_LONGEST = 300


class TypedLines(HistoryPage):
    """One line at a time, which takes every key until Enter or Esc."""

    _there = filter_line.Known()
    _indexed: tuple[Sequence[Entry], Index] | None = None

    def on_key(self, event: events.Key) -> None:
        """A line under way takes every key before any binding does."""
        typed = self.look.typed
        if not typed.purpose or self.tiny or event.key.startswith("ctrl+"):
            return
        event.stop()
        event.prevent_default()
        if event.key == "enter":
            self.action_line_done()
            return
        if event.key == "escape":
            self.action_line_leave()
            return
        if event.key == "tab":
            self.action_line_complete()
            return
        if event.key == "backspace":
            typed.text = typed.text[:-1]
        elif event.is_printable and event.character and len(typed.text) < _LONGEST:
            typed.text += event.character
        self._explain()

    def _begin(self, purpose: str, text: str) -> None:
        self.look.typed = Typed(purpose, text)
        self.query_one("#main").scroll_home(animate=False)
        self._explain()

    def _explain(self) -> None:
        """What the line may become."""
        typed = self.look.typed
        typed.said = ""
        typed.hints = _HINTS.get(typed.purpose, ())
        if typed.purpose == FILTER:
            found = filter_line.completions(typed.text, self._there)
            typed.hints = tuple(found) if typed.text.strip() else (filter_line.HELP,)
        self.draw_all()

    # -- opening --------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Narrow every view by one line."""
        if self.opened is None or self.opened.record is None:
            return
        self._there = filter_line.known(self.opened.record.history, self.wanted.source)
        text = filter_line.spelled(self.wanted)
        self._begin(FILTER, f"{text} " if text else "")

    def action_search(self) -> None:
        """Words that scenario, reason or note hold."""
        self._begin(SEARCH, self.look.query)

    def action_days(self) -> None:
        """Two spans of days to compare."""
        spans = self.look.spans
        ends = " ".join(f"{s.first}..{s.last}" for s in spans) if spans else ""
        self._begin(DAYS, ends)

    # -- ending ---------------------------------------------------------------------------

    def action_line_leave(self) -> None:
        """Leave everything as it was."""
        self.look.typed = Typed()
        self.draw_all()

    def action_line_complete(self) -> None:
        """Complete the last word of the filter."""
        if self.look.typed.purpose == FILTER:
            self.look.typed.text = filter_line.completed(self.look.typed.text, self._there)
            self._explain()

    def action_line_done(self) -> None:
        """Do what the line says, or say what is wrong with it."""
        typed = self.look.typed
        try:
            if typed.purpose == FILTER:
                self._filter(typed.text)
            elif typed.purpose == SEARCH:
                self._search(typed.text)
            else:
                self._days(typed.text)
        except UserError as error:
            typed.said = str(error)
            self.draw_all()

    def _filter(self, text: str) -> None:
        today = self.taste.services.now().local_day
        wanted = filter_line.read(text, self.wanted, self._there, today)
        self.look.typed = Typed()
        if wanted == self.wanted:
            self.draw_all()
        else:
            self.fetch_again(replace(wanted))

    def _days(self, text: str) -> None:
        from tastegym.insight.events import span

        parts = text.split()
        if len(parts) != 2:
            raise UserError("Give two spans of days: 2026-01-01..2026-03-31 2026-07-01..")
        self.look.spans = (span("then", parts[0]), span("now", parts[1]))
        self.look.cut = 1 + (len(self.opened.events) if self.opened else 0)
        self.look.typed = Typed()
        self.arrived()

    def _search(self, words: str) -> None:
        self.look.typed = Typed()
        self.look.query, self.look.at, self.look.inside = words.strip(), 0, False
        opened = self.opened
        if opened is None or opened.record is None or not words.strip():
            self._searched(self.look.query, None)
            return
        history, post, query, index = (
            opened.record.history, self.taste.from_thread, self.look.query, self._index
        )  # fmt: skip

        def work() -> None:
            made = index or Index(history, opened.entries)
            found = made.find(query)
            post(lambda: self._searched(query, found, (opened, made)))

        self.look.rows, self.look.sorting = (), True
        self.run_worker(work, thread=True, exclusive=True, group="search")
        self.draw_all()

    @property
    def _index(self) -> Index | None:
        """The index of the record that is open, if it was made already."""
        held = self._indexed
        return held[1] if held and self.opened and held[0] is self.opened.entries else None

    def _searched(
        self, words: str, found: frozenset[str] | None, made: tuple[Opened, Index] | None = None
    ) -> None:
        if made is not None and len(made[1]) <= KEEP:
            self._indexed = (made[0].entries, made[1])
        if self.is_mounted and words == self.look.query:
            self.found, self.look.at = found, 0
            self.list_again()
            self.to_top()
