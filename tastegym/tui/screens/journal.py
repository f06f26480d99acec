"""The journal: predictions about one's own work, the due ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import VerticalScroll

from tastegym.errors import UserError
from tastegym.tui import forms, ink
from tastegym.tui.commands import bindings
from tastegym.tui.journal_commands import EMPTY, JOURNAL, LIST
from tastegym.tui.paint import journal as paint
from tastegym.tui.screens.face import Face
from tastegym.tui.screens.form import FormScreen
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tastegym.journal.entry import Entry
    from tastegym.ledger.records import Record
    from tastegym.tui.ink import Lines


class JournalScreen(Face):
    """A list above, the chosen prediction below."""

    TABLE = JOURNAL
    BINDINGS: ClassVar[list[Any]] = bindings(JOURNAL)
    HEADING = "Journal"

    def __init__(self) -> None:
        super().__init__()
        self.at = 0
        self.entries: tuple[Entry, ...] = ()
        self.trouble = ""
        self.counting = False

    @property
    def state(self) -> str:
        """Whether something is chosen."""
        return LIST if self.entries else EMPTY

    @property
    def chosen(self) -> Entry | None:
        """The prediction under the cursor."""
        return self.entries[self.at] if self.at < len(self.entries) else None

    def on_mount(self) -> None:
        """Look in a thread whether the answer to a lab question has come."""
        notebook, post = self.taste.services.notebook(), self.taste.from_thread

        def work() -> None:
            try:
                told = notebook.arrived()
            except UserError as error:
                told = (str(error),)
            if told:
                post(lambda: self._arrived(told))

        self.run_worker(work, thread=True, group="arrived")

    def _arrived(self, told: tuple[str, ...]) -> None:
        for said in told:
            self.taste.say(said)
        if self.is_mounted:
            self._look()
            self.draw()

    def body(self) -> ComposeResult:
        """The list and the details."""
        self._look()
        self._to_left_open()
        with VerticalScroll(id="list", can_focus=False):
            yield Page(self._list, id="list-page")
        with VerticalScroll(id="main", can_focus=False):
            yield Page(self._main, id="main-page")

    def _look(self) -> None:
        """Read the journal; trouble is said, and what was known before stays."""
        try:
            self.entries = paint.ordered(self.taste.services.notebook().entries())
            self.trouble = ""
        except UserError as error:
            self.trouble = str(error)

    def _to_left_open(self) -> None:
        """Stand on the first prediction about which something was typed and not saved."""
        kept = self.taste.services.notebook().kept
        for number, one in enumerate(self.entries):
            if f"resolve {one.id}" in kept or f"update {one.id}" in kept:
                self.at = number
                return

    def head(self, width: int) -> Lines:
        """How many are due stands at the right end."""
        from tastegym.tui.notebook import is_due

        due = sum(map(is_due, self.entries))
        right = ((paint.due_words(due), "warn"),) if due else ()
        return [ink.both(super().head(width)[0], right, width)]

    def _list(self, width: int) -> Lines:
        return paint.listed(self.entries, self.at, width)[0]

    def _main(self, width: int) -> Lines:
        if self.trouble:
            return ink.flow(self.trouble, width, "warn")
        one = self.chosen
        if one is None:
            return ink.flow(paint.FIRST, width)
        return paint.whole(self.entries, width) if self.counting else paint.details(one, width)

    def draw(self) -> None:
        """Show the journal as it stands, the chosen line in sight."""
        self.page("head").show(self.head)
        self.page("list-page").show(self._list)
        self.page("main-page").show(self._main)
        self.query_one("#main").scroll_home(animate=False)
        self.refresh_foot()
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        box = self.query_one("#list")
        row = paint.listed(self.entries, self.at, max(20, box.size.width))[1]
        top, high = box.scroll_offset.y, box.size.height
        if row < top:
            box.scroll_to(y=max(0, row - 1), animate=False)
        elif row >= top + high:
            box.scroll_to(y=row - high + 1, animate=False)

    def action_choose(self, step: int) -> None:
        """Another prediction."""
        if self.entries:
            self.at = (self.at + step) % len(self.entries)
            self.counting = False
            self.draw()

    def action_figures(self) -> None:
        """The figures in place of the details, and back."""
        self.counting = not self.counting
        self.draw()

    # -- writing --------------------------------------------------------------------------

    def action_new(self) -> None:
        """The form of a new prediction."""
        self._open(forms.new_prediction(self.taste.services.now().local_day))

    def action_update(self) -> None:
        """A new dated estimate."""
        one = self.chosen
        if one is None:
            return
        if one.outcome is not None:
            self.taste.say(f"{one.short} is resolved ({one.outcome.text}): nothing can be added.")
            return
        self._open(forms.update(one))

    def action_resolve(self) -> None:
        """What came of it."""
        one = self.chosen
        if one is not None and not self._is_lab(one):
            self._open(forms.resolve(one))

    def _is_lab(self, one: Entry) -> bool:
        if one.lab:
            self.taste.say(
                f"{one.short} is a lab question: its deck brings the answer (e: update)."
            )
        return one.lab

    def action_clock(self) -> None:
        """Start the clock of a task, or stop it."""
        from tastegym.ledger.records import Fact
        from tastegym.text import canonical

        one = self.chosen
        if one is None or one.lab or one.topic != "task" or not one.open:
            self.taste.say("Only an open prediction of kind task has a clock.")
            return
        notebook, post = self.taste.services.notebook(), self.taste.from_thread
        now = notebook.now()
        kind = "task_start" if one.running is None else "task_stop"
        body = canonical({"question_id": one.id})
        fact = Fact(notebook.new_id(now.at), now.at, now.local_day, kind, body)
        notebook.submit(fact, then=lambda error: post(lambda: self._timed(error)))

    def _timed(self, error: BaseException | None) -> None:
        if error is not None:
            self.taste.say(f"Not saved: {error}")
        elif self.is_mounted:
            self._look()
            self.draw()

    def _open(self, form: forms.Form) -> None:
        self.app.push_screen(FormScreen(form, self.taste.services.notebook(), self._written))

    def _written(self, records: tuple[Record, ...]) -> None:
        """Read again and choose what was written about."""
        if not self.is_mounted:
            return
        was = self.chosen.id if self.chosen else ""
        self._look()
        about = {_about(one) for one in records} or {was}
        for number, one in enumerate(self.entries):
            if one.id in about:
                self.at = number
        self.at = min(self.at, max(0, len(self.entries) - 1))
        self.draw()


def _about(record: Record) -> str:
    """The entry that a row is about."""
    if getattr(record, "exposure_id", ""):
        return str(getattr(record, "uid", ""))
    return str(getattr(record, "question_id", "") or record.id)
