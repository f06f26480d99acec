"""How practice looks: one sheet drawn from a round; what keys do is in `practice`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tastegym.frozen import replace
from tastegym.practice.bars import Bars
from tastegym.tui import ink
from tastegym.tui.paint import after, ask, layout, reveal
from tastegym.tui.paint.layout import MID, TALL, Parts, Tops, Window
from tastegym.tui.practice_commands import (
    ASK,
    BET,
    OPEN,
    REVEAL,
    TYPE,
    WAIT,
    WRITE,
)
from tastegym.tui.round import Round
from tastegym.tui.screens.face import SMALLEST, Face
from tastegym.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widgets import Input

    from tastegym.practice.values import Asking
    from tastegym.tui.command import Command
    from tastegym.tui.ink import Lines
    from tastegym.tui.paint.layout import Laid
    from tastegym.tui.round import Sitting

    Coaching: TypeAlias = Sequence[tuple[str, str]]

PATIENCE = 0.08
"""Seconds that a commit may take before the screen says that it is saving."""

WHEEL = 3
"""Lines that one step of the mouse wheel moves."""

PROMPTS = {
    "reason": "Your reason, before you know:",
    "own": "In your own words:",
    "needed": reveal.NEEDED,
}


class Table(Face):
    """Stem, rows, reveal and the line under them."""

    HEADING = "Practice"
    VERTICAL_BREAKPOINTS = []  # noqa: RUF012  the sheet knows its size itself

    def __init__(
        self,
        sitting: Sitting,
        face: dict[str, Any] | None = None,
        *,
        coach: Coaching = (),
        done: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.coach = list(coach)
        self.done = done
        self._post: Callable[[Callable[[], None]], None] | None = None
        self.round = Round(sitting, self._later, self.draw, self.call_after_refresh)
        self.writing = ""
        self.zoomed = False
        self.tops = Tops()
        self.laid: Laid | None = None
        self._evidence: tuple[str, int] | None = None
        self._stem: tuple[Asking, int, Lines] | None = None
        self._patience: Timer | None = None
        self._shown_from: float | None = None
        self._face = face
        self._begun = self.round.open(face)

    # -- drawing --------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """One sheet; a field comes over it while a line is being written."""
        yield Sheet(self._sheet)

    @property
    def state(self) -> str:
        """The state of the round, or that a line is being written or the `:` line is open."""
        if self.writing:
            return WRITE
        return TYPE if self.round.state == ASK and self.round.entry.line else self.round.state

    @property
    def asks_for_help(self) -> bool:
        """Not while every printable key is typed."""
        return self.state not in {TYPE, WRITE}

    def foot_commands(self) -> list[Command]:
        """The commands of the footer; where values are asked for there are no odds to type."""
        found = super().foot_commands()
        if isinstance(self.round.entry, Bars):
            return found
        return [replace(c, label="values") if c.id == "practice.line" else c for c in found]

    @property
    def revealed(self) -> bool:
        """Whether the reveal, or the word that there is none yet, stands in place of the rows."""
        return self.round.state in {REVEAL, OPEN}

    def fit(self, tiny: bool) -> None:  # noqa: ARG002
        """Put the field back on its row; the sheet draws itself at its new size."""
        self.call_after_refresh(self._place_field)

    def on_mount(self) -> None:
        """Once the question is on the screen let the ledger know what was shown."""
        # Another thread cannot ask a screen for its app, least of all when that has ended.
        self._post = self.taste.from_thread
        self.call_after_refresh(self._painted)

    def on_unmount(self) -> None:
        """However the screen ends, its draft holds what stood there."""
        self.round.keep_now()

    def _painted(self) -> None:
        self.round.painted()
        self.taste.first_paint()
        kept = (self._face or {}).get("writing")
        if kept:
            self.write(str(kept["what"]), str(kept["text"]))

    def draw(self) -> None:
        """Show the round as it stands now."""
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        if not self.is_mounted:
            return
        self.query_one(Sheet).update()
        self._place_field()
        if not self.revealed:
            self._shown_from = None
        elif self._shown_from is None:
            self._shown_from = math.inf
            self.call_after_refresh(self._reveal_painted)

    def _reveal_painted(self) -> None:
        if self._shown_from is not None:
            self._shown_from = self.taste.ahead.now()

    @property
    def unread(self) -> bool:
        """Whether the key being handled was pressed before the reveal was on the screen."""
        return self._shown_from is not None and self.taste.ahead.pressed_at < self._shown_from

    def draw_soon(self) -> None:
        """Show the round in a moment, unless something else does before."""
        if self._patience is None:
            self._patience = self.set_timer(PATIENCE, self.draw)

    def _sheet(self, wide: int, high: int) -> tuple[Lines, int, int]:
        """The whole window, for the sheet."""
        window = Window(wide, high)
        if wide < SMALLEST[0] or high < SMALLEST[1]:
            inner = max(1, min(wide, layout.WIDEST) - 2)
            self.laid = layout.only(window, self._tiny(inner))
            return self.laid.lines, window.left - 1, inner
        self.laid = self._answer(window) if self.revealed else self._question(window)
        self.tops = self.laid.tops
        return self.laid.lines, window.left, window.text

    def _question(self, window: Window) -> Laid:
        asking, width = self.round.asking, window.text
        rows, cursor = self._rows(width)
        parts = Parts(
            head=self.head(width),
            foot=self._foot(width),
            live=self._live(width),
            stem=self._stem_lines(width),
            rows=rows,
            cursor=cursor,
            written=bool(self.writing),
        )
        if asking is not None:
            shown = (asking.exposure_id, asking.stage)
            if asking.stage and shown != self._evidence:  # the newest evidence comes into sight
                self.tops = replace(self.tops, stem=ask.evidence_at(asking, width))
            self._evidence = shown
        return layout.question(window, parts, self.tops, zoomed=self.zoomed)

    def _answer(self, window: Window) -> Laid:
        width = window.text
        parts = Parts(
            head=self.head(width),
            foot=self._foot(width),
            live=self._live(width),
            stem=self.reveal_lines(width, window.high),
            written=bool(self.writing),
        )
        return layout.answer(window, parts, self.tops)

    def head(self, width: int) -> Lines:
        """Where we are in the block."""
        return ask.head(self.round.asking, width) if self.round.asking else super().head(width)

    def _stem_lines(self, width: int) -> Lines:
        """The stem, wrapped once for each question, stage and width."""
        asking = self.round.asking
        if asking is None:
            return []
        if self._stem is None or self._stem[0] is not asking or self._stem[1] != width:
            self._stem = (asking, width, ask.stem(asking, width))
        return self._stem[2]

    def _rows(self, width: int) -> tuple[Lines, tuple[int, int] | None]:
        """Question and rows, and which of these lines belong to the cursor."""
        asking = self.round.asking
        if asking is None:
            return [], None
        if asking.wants_line:
            return ask.own_line_page(asking, width), None
        above = ask.question(asking, width)
        if self.round.state == BET:
            return [*above, *after.bet(asking, self.round, width)], None
        rows, (first, last) = ask.rows(asking, self.round.entry, width)
        followed = self.round.state in {ASK, WAIT}
        return [*above, *rows], (len(above) + first, len(above) + last) if followed else None

    def reveal_lines(self, width: int, high: int) -> Lines:
        """What stands in place of stem and rows after the lock."""
        if self.round.waiting is not None:
            return after.waiting(self.round.waiting, width)
        shown = self.round.shown
        if shown is None:
            return []
        told = (self.round.rating, self.round.needed)
        if self.round.all_open:
            return reveal.everything(shown, width, told)
        others = 7 if high >= TALL else 4 if high >= MID else 3
        return reveal.first(shown, width, told, high - others)

    def _live(self, width: int) -> Lines:
        lines = after.under(self.round, PROMPTS.get(self.writing, ""), width)
        if self.coach and self.state == ASK and len(lines) == 1:  # a long note needs the room
            return [*ink.flow(self.coach[0][1], width, "accent"), *lines]
        return lines

    def did(self, what: str) -> None:
        """Tell the tutorial's coach what was done; its next line comes."""
        if self.coach and self.coach[0][0] == what:
            self.coach.pop(0)

    # -- scrolling ------------------------------------------------------------------------

    def scroll_text(self, lines: int) -> None:
        """Move the text that is being read."""
        if self.revealed:
            self.tops = replace(self.tops, reveal=self.tops.reveal + lines)
        else:
            self.tops = replace(self.tops, stem=self.tops.stem + lines)
        self.draw()

    def on_mouse_scroll_down(self) -> None:
        """The wheel reads on."""
        self.scroll_text(WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """The wheel reads back."""
        self.scroll_text(-WHEEL)

    # -- the field of a written line ------------------------------------------------------

    def write(self, what: str, text: str) -> None:
        """Open the field for a line of text."""
        from textual.widgets import Input

        self.writing = what
        field = Input(text, id="field", compact=True, max_length=400, select_on_focus=False)
        self.draw()
        self._set(field)
        self.mount(field)
        field.focus()

    @property
    def field_text(self) -> str:
        """What stands in the field."""
        from textual.widgets import Input

        return self.query_one("#field", Input).value

    def close_field(self) -> str:
        """Take the field away; what it was for."""
        what, self.writing = self.writing, ""
        self.round.writing = None
        self.query("#field").remove()
        return what

    def _place_field(self) -> None:
        if self.writing:
            from textual.widgets import Input

            for field in self.query("#field").results(Input):
                self._set(field)

    def _set(self, field: Input) -> None:
        """Put the field where the sheet left a row for it; a tiny window shows none."""
        row = self.laid.field if self.laid is not None and not self.tiny else None
        field.display = row is not None
        if row is not None:
            field.styles.offset = (0, row)

    # -- from the thread of the ledger ----------------------------------------------------

    def _later(self, job: Callable[[], None]) -> None:
        """Run a job of another thread in this one; after the end of the app nobody waits for it."""
        if self._post is not None:
            self._post(job)
