"""Ten minutes with a paper: predict its results from the abstract, read on, and see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import VerticalScroll

from tastegym.errors import UserError
from tastegym.journal.paper import still_open
from tastegym.tui import paper_forms as forms
from tastegym.tui.commands import bindings
from tastegym.tui.journal_commands import DONE, PAPER, READ, START
from tastegym.tui.paint import paper as paint
from tastegym.tui.screens.face import Face
from tastegym.tui.screens.form import FormScreen
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tastegym.journal.entry import Entry
    from tastegym.ledger.records import Record
    from tastegym.tui.ink import Lines


class PaperScreen(Face):
    """Three pages with a form between each two."""

    TABLE = PAPER
    BINDINGS: ClassVar[list[Any]] = bindings(PAPER)
    HEADING = "A paper"

    def __init__(self) -> None:
        super().__init__()
        self.at = START
        self.results: tuple[Entry, ...] = ()
        self.surprise = ""

    @property
    def state(self) -> str:
        """Before the predictions, while reading on, or after."""
        return self.at

    @property
    def paper(self) -> str:
        """The paper."""
        return self.results[0].paper if self.results else ""

    def body(self) -> ComposeResult:
        """One page; results that were locked and not told yet come first."""
        self._go_on()
        with VerticalScroll(id="main", can_focus=False):
            yield Page(self._main, id="main-page")

    def _main(self, width: int) -> Lines:
        if self.at == START:
            return paint.start(width)
        if self.at == READ:
            return paint.reading(self.paper, self.results, width)
        return paint.done(self.paper, self.results, self.surprise, width)

    def _go_on(self) -> None:
        """Take up the paper whose results were locked last and are still open."""
        try:
            entries = self.taste.services.notebook().entries()
        except UserError:
            return  # said when something is to be kept
        self.results = still_open(entries)
        self.at = READ if self.results else START

    def _draw(self) -> None:
        self.page("main-page").show(self._main)
        self.query_one("#main").scroll_home(animate=False)
        self.refresh_foot()

    def action_next(self) -> None:
        """The form that comes next."""
        notebook = self.taste.services.notebook()
        if self.at == START:
            form = forms.paper(self.taste.services.now().local_day)
            self.app.push_screen(FormScreen(form, notebook, self._locked))
        else:
            form = forms.paper_outcomes(self.paper, self.results)
            self.app.push_screen(FormScreen(form, notebook, self._resolved))

    def action_another(self) -> None:
        """From the start."""
        self.at, self.results, self.surprise = START, (), ""
        self._draw()

    def _locked(self, records: tuple[Record, ...]) -> None:
        self._show(READ, [one.id for one in records])

    def _resolved(self, records: tuple[Record, ...]) -> None:
        import json

        said = [json.loads(one.body) for one in records if getattr(one, "kind", "") == "paper"]
        self.surprise = said[-1].get("surprise", "") if said else ""
        self._show(DONE, [one.id for one in self.results])

    def _show(self, at: str, ids: list[str]) -> None:
        if not self.is_mounted:
            return
        try:
            found = self.taste.services.notebook().entries()
        except UserError as error:
            self.taste.say(f"It is kept, and cannot be shown: {error}")
            return
        by_id = {one.id: one for one in found}
        self.at, self.results = at, tuple(by_id[name] for name in ids if name in by_id)
        self._draw()
