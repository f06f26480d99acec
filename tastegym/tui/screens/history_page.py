"""The page of History: fetching a record in a thread, and drawing what is there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import VerticalScroll

from tastegym.errors import UserError
from tastegym.insight.filters import Filter
from tastegym.tui.commands import bindings
from tastegym.tui.history_commands import HISTORY, LINE, VIEWS
from tastegym.tui.paint import history as paint
from tastegym.tui.paint import history_log as log
from tastegym.tui.screens.face import Face
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tastegym.insight.log import Entry
    from tastegym.insight.opened import Opened
    from tastegym.ledger.read import History
    from tastegym.tui.ink import Lines

_SWITCH_SECONDS = 0.0005


class HistoryPage(Face):
    """Figures are computed in a thread; the screen tells its steps until they are there."""

    TABLE = HISTORY
    BINDINGS: ClassVar[list[Any]] = bindings(HISTORY)
    HEADING = "History"

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Filter(paint.SOURCES[0])
        self.look = paint.State()
        self.opened: Opened | None = None
        self.trouble = ""
        self.step = ""
        self.found: frozenset[str] | None = None
        self._rows_of: History | None = None  # so that another filter need not read them again

    def body(self) -> ComposeResult:
        """One page."""
        with VerticalScroll(id="main", can_focus=False):
            yield Page(self._main, id="main-page")

    @property
    def state(self) -> str:
        """The view's name, by which keys are offered; a line under way takes them all."""
        return LINE if self.look.typed.purpose else VIEWS[self.look.view]

    # -- fetching -------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Fetch once the screen shows."""
        self.call_after_refresh(self._fetch)

    def _fetch(self) -> None:
        wanted = self.wanted
        services, post = self.taste.services, self.taste.from_thread

        def told(step: str) -> None:
            post(lambda: self._told(wanted, step))

        def work() -> None:
            before = sys.getswitchinterval()
            # A key pressed meanwhile waits for this thread several times, by default 5 ms each.
            sys.setswitchinterval(min(before, _SWITCH_SECONDS))
            try:
                opened = services.opened(wanted, told)
                post(lambda: self._got(wanted, opened, ""))
                # Other views find their figures made, if nobody asks for them sooner.
                for _ in opened.later.steps() if opened and opened.later else ():
                    if wanted != self.wanted:
                        break
            except UserError as error:
                trouble = str(error)
                post(lambda: self._got(wanted, None, trouble))
            finally:
                sys.setswitchinterval(before)

        self.run_worker(work, thread=True, exclusive=True, group="fetch")

    def _told(self, wanted: Filter, step: str) -> None:
        if self.is_mounted and wanted == self.wanted and self.opened is None:
            self.step = step
            self.page("main-page").show(self._main)

    def _got(self, wanted: Filter, opened: Opened | None, trouble: str) -> None:
        if self.is_mounted and wanted == self.wanted:
            self.opened, self.trouble, self.step = opened, trouble, ""
            self._rows_of = opened.record.history if opened and opened.record else None
            self.list_again()
            self.arrived()

    def fetch_again(self, wanted: Filter) -> None:
        """Another record or filter, from the same view."""
        self.wanted, self.opened, self.found = wanted, None, None
        was = self.look
        self.look = paint.State(
            view=was.view, as_table=was.as_table, bands=was.bands, odds=was.odds, order=was.order
        )
        self.draw_all()
        self._fetch()

    # -- drawing --------------------------------------------------------------------------

    def draw_all(self) -> None:
        """Head, page and footer."""
        self.page("main-page").show(self._main)
        self.page("head").show(self.head)
        self.refresh_foot()

    def head(self, width: int) -> Lines:
        """Which record and which view."""
        return paint.head(self.wanted.source, self.look.view, width)

    def _main(self, width: int) -> Lines:
        if self.opened is None:
            return paint.waiting(self.trouble, width, self.step)
        height = max(10, self.query_one("#main").size.height)
        return paint.page(self.opened, self.look, width, height)

    def to_top(self) -> None:
        """Draw from the first line."""
        self.query_one("#main").scroll_home(animate=False)
        self.draw_all()

    def list_again(self) -> None:
        """The rows of the log in their order, under the search; sorted in a thread."""
        opened, look, found = self.opened, self.look, self.found
        if opened is None:
            return
        if found is None and look.order == log.NEWEST:
            look.rows, look.sorting = opened.entries, False
            return
        look.rows, look.sorting = (), True
        order, chosen, post = look.order, opened.chosen, self.taste.from_thread

        def work() -> None:
            rows = log.listed(opened.entries, order, found, chosen)
            post(lambda: self._listed((look, order, found, chosen), rows))

        self.run_worker(work, thread=True, exclusive=True, group="list")

    def _listed(self, wanted: tuple[Any, ...], rows: Sequence[Entry]) -> None:
        chosen = self.opened.chosen if self.opened else ()
        if self.is_mounted and wanted == (self.look, self.look.order, self.found, chosen):
            self.look.rows, self.look.sorting = rows, False
            self.draw_all()

    def arrived(self) -> None:
        """A view comes before the person, or its figures do."""
        self.draw_all()
