"""A form: lines to type into, one of them at a time, and one commit for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input

from tastegym.errors import UserError
from tastegym.tui import ink
from tastegym.tui.commands import APP, bindings
from tastegym.tui.journal_commands import FORM
from tastegym.tui.screens.face import Face
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from tastegym.ledger.records import Record
    from tastegym.tui.forms import Field, Form
    from tastegym.tui.ink import Lines
    from tastegym.tui.notebook import Notebook

LONGEST = 400  # characters of a line
LABEL = 17  # columns


class FormScreen(Face):
    """Shows a form, reads each line as it is left, and commits what its builder makes.

    `done` is called with the rows once they are in the ledger. What is typed stays in the notebook
    until then, so that leaving the form or a failed commit loses nothing.
    """

    TABLE = FORM
    BINDINGS: ClassVar[list[Any]] = bindings(FORM)
    HEADING = "Form"
    # `?` is a character here.
    LAST = next(c for c in APP if c.id == "app.palette")

    def __init__(
        self, form: Form, notebook: Notebook, done: Callable[[tuple[Record, ...]], None]
    ) -> None:
        super().__init__()
        self.HEADING = form.heading  # type: ignore[misc]  # the head and the help name this form
        self.form = form
        self._notebook = notebook
        self._done = done
        self._said = ("", "")
        self._trouble = ""
        self._refused = ("", "", "")
        self._waiting: tuple[Record, ...] | None = None
        self._failed: tuple[dict[str, str], tuple[Record, ...]] | None = None

    # -- what is shown --------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The lines, and below them what the present one means."""
        kept = self._notebook.kept.get(self.form.key, {})
        with VerticalScroll(id="main", can_focus=False):
            if self.form.about:
                yield Page(self._about, id="about")
            for field in self.form.fields:
                kind = Vertical if field.stacked else Horizontal
                with kind(id=f"row-{field.name}", classes="stacked" if field.stacked else "beside"):
                    yield Page(_label(field), id=f"label-{field.name}")
                    yield Input(
                        kept.get(field.name, field.start),
                        id=f"field-{field.name}",
                        compact=True,
                        max_length=LONGEST,
                        select_on_focus=False,
                        classes="entry",
                    )
        yield Page(self._live, id="live")

    def on_mount(self) -> None:
        """Start on the first line that is still empty."""
        self._show_fields()
        empty = [f for f in self._fields() if not self._input(f).value]
        self._input((empty or self._fields())[0]).focus()

    def _about(self, width: int) -> Lines:
        return [*ink.flow(self.form.about, width, "dim"), ink.BLANK]

    def _live(self, width: int) -> Lines:
        text, role = self._said
        return ink.flow(text, width, role)[:3] or [ink.BLANK]

    # -- the texts ------------------------------------------------------------------------

    def _input(self, field: Field) -> Input:
        return self.query_one(f"#field-{field.name}", Input)

    @property
    def texts(self) -> dict[str, str]:
        """Every text as it stands; of lines that do not show, none."""
        raw = {f.name: self._input(f).value for f in self.form.fields}
        return {f.name: raw[f.name] if f.shows(raw) else "" for f in self.form.fields}

    def _fields(self) -> list[Field]:
        texts = {f.name: self._input(f).value for f in self.form.fields}
        return [f for f in self.form.fields if f.shows(texts)]

    def _show_fields(self) -> None:
        shown = {f.name for f in self._fields()}
        for field in self.form.fields:
            self.query_one(f"#row-{field.name}").display = field.name in shown

    @property
    def _here(self) -> Field | None:
        name = (self.focused.id or "") if self.focused else ""
        found = [f for f in self.form.fields if name == f"field-{f.name}"]
        return found[0] if found else None

    # -- keys -----------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the text, and say what it means as far as it can be read."""
        event.stop()
        texts = {f.name: self._input(f).value for f in self.form.fields}
        if texts == {f.name: f.start for f in self.form.fields}:
            self._notebook.drop(self.form.key)
        elif texts != self._notebook.kept.get(self.form.key):
            self._trouble = self._notebook.keep(self.form.key, texts)
        self._show_fields()
        self._explain()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Explain the line that one came to."""
        self._explain()

    def _explain(self) -> None:
        field = self._here
        if field is None or self._waiting is not None:
            return
        text = self._input(field).value
        if self._refused[:2] == (field.name, text):
            self._say(self._refused[2], "warn")
            return
        try:
            read = field.read(text, self.texts) if text.strip() else ""
        except UserError:
            read = ""  # half a number is no mistake; leaving the line tells
        if self._trouble:
            self._say(self._trouble, "warn")
            return
        self._say(f"= {read}" if read else field.hint, "accent" if read else "dim")

    def _say(self, text: str, role: str) -> None:
        self._said = (text, role)
        self.page("live").show(self._live)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read this line and go on; on the last one, save."""
        event.stop()
        field = self._here
        if field is None or self.tiny or not self._reads(field):
            return
        shown = self._fields()
        if field is shown[-1]:
            self.action_save()
        else:
            self._input(shown[shown.index(field) + 1]).focus()

    def _reads(self, field: Field) -> bool:
        try:
            field.read(self._input(field).value, self.texts)
        except UserError as error:
            # Stands as long as the text does: coming to the line explains it anew.
            self._refused = (field.name, self._input(field).value, str(error))
            self._input(field).focus()
            self._explain()
            return False
        return True

    def action_step(self, step: int) -> None:
        """Another line; nothing is refused on the way."""
        shown = self._fields()
        here = self._here
        at = shown.index(here) if here in shown else 0
        self._input(shown[(at + step) % len(shown)]).focus()

    def action_fresh(self) -> None:
        """Start over: every line as it was when the form was first opened."""
        if self._waiting is None:
            for field in self.form.fields:
                self._input(field).value = field.start
            self._input(self._fields()[0]).focus()

    def action_save(self) -> None:
        """Commit, unless a line cannot be read: that one is shown with its sentence."""
        if self._waiting is not None or not all(self._reads(field) for field in self._fields()):
            return
        try:
            records = self._rows()
        except UserError as error:
            self._say(str(error), "warn")
            return
        if not records:
            self._end(())
            return
        self._waiting = records
        self._say("Saving …", "dim")
        post = self.taste.from_thread
        self._notebook.submit(*records, then=lambda error: post(lambda: self._saved(error)))

    def _rows(self) -> tuple[Record, ...]:
        """The rows of these texts; those of a failed commit again, so that none is kept twice."""
        if self._failed is not None and self._failed[0] == self.texts:
            return self._failed[1]
        return self.form.build(self.texts, self._notebook.now(), self._notebook.new_id)

    def _saved(self, error: BaseException | None) -> None:
        records, self._waiting = self._waiting or (), None
        if error is not None:
            self._failed = (self.texts, records)
            if self.is_mounted:
                self._say(f"Not saved: {error} What you typed stands; ctrl+s tries again.", "warn")
            return
        self._end(records)

    def _end(self, records: tuple[Record, ...]) -> None:
        self._notebook.drop(self.form.key)
        if self.is_current:
            self.app.pop_screen()
        self._done(records)


def _label(field: Field) -> Callable[[int], Lines]:
    def draw(width: int) -> Lines:
        if field.stacked:
            return ink.flow(field.label, width, "strong")
        return [((ink.fit(field.label, min(width, LABEL)), "dim"),)]

    return draw
