"""Practice: one screen that is updated in place, from the question to the end of the block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tastegym.practice.bars import COARSE, FINE, Bars
from tastegym.practice.ladder import COARSE as PARTS
from tastegym.practice.ladder import FINE as FINE_PARTS
from tastegym.tui.commands import bindings
from tastegym.tui.paint.layout import Tops
from tastegym.tui.practice_commands import ASK, PRACTICE, REVEAL, TYPE, WAIT
from tastegym.tui.screens.table import Table

if TYPE_CHECKING:
    from textual import events


END = 100_000
"""More lines than any text has: to its end."""


class PracticeScreen(Table):
    """The loop: question, rows, lock, reveal, next."""

    TABLE = PRACTICE
    BINDINGS: ClassVar[list[Any]] = bindings(PRACTICE)

    # -- keys -----------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Digits and the open line take their characters before any binding does."""
        char = event.character if event.is_printable else None
        if char is None or self.tiny:
            return
        if self.state == REVEAL and self.round.rating_open and char in "1234":
            self.round.rate(int(char))
            self.draw()
        elif self.state == TYPE or (self.state == ASK and char in self._digits):
            self.round.set_entry(self.round.entry.type(char))
            self.did("type")
            self.draw()
        else:
            return
        event.stop()

    @property
    def _digits(self) -> str:
        entry = self.round.entry
        if not isinstance(entry, Bars):
            return "0123456789.,-+"
        return "0123456789.,%:" if entry.buffer else "0123456789"

    def action_move(self, step: int) -> None:
        """Another row."""
        self.did("move")
        self._entry(self.round.entry.move(step))

    def action_nudge(self, direction: int) -> None:
        """Five percent up or down."""
        self.did("nudge")
        entry = self.round.entry
        step = COARSE if isinstance(entry, Bars) else PARTS
        self._entry(entry.nudge(direction, step))

    def action_fine(self, direction: int) -> None:
        """One percent up or down."""
        entry = self.round.entry
        step = FINE if isinstance(entry, Bars) else FINE_PARTS
        self._entry(entry.nudge(direction, step))

    def action_colon(self) -> None:
        """Open the line."""
        self._entry(self.round.entry.open_line())

    def action_even(self) -> None:
        """Even bars."""
        self._entry(self.round.entry.even())

    def action_pin(self) -> None:
        """Pin or let go."""
        self._entry(self.round.entry.pin())

    def action_erase(self) -> None:
        """Take a character back."""
        self._entry(self.round.entry.backspace())

    def _entry(self, entry: Any) -> None:
        self.round.set_entry(entry)
        self.draw()

    def action_enter(self) -> None:
        """Towards the lock."""
        self.did("enter")
        self.round.enter()
        self._saving_or_draw()

    def action_retry(self) -> None:
        """Save again."""
        self.round.save()
        self._saving_or_draw()

    def _saving_or_draw(self) -> None:
        """A commit mostly takes a few milliseconds: the reveal is then the next thing to show."""
        if self.round.state == WAIT:
            self.draw_soon()
        else:
            self.draw()

    def action_back(self) -> None:
        """Step back."""
        self.round.back()
        self.draw()

    def action_hint(self) -> None:
        """One more hint."""
        self.round.hint()
        self.scroll_text(END)

    def action_seen(self) -> None:
        """Recognised or not."""
        self.round.recognise()
        self.draw()

    def action_bet(self) -> None:
        """The equivalent bet."""
        self.round.start_bet()
        self.draw()

    def action_bet_on(self, choice: int) -> None:
        """A choice between two bets."""
        self.round.answer_bet(choice)
        self.draw()

    def action_skip(self) -> None:
        """Next, unanswered."""
        self.round.skip()
        self.action_next()

    def action_everything(self) -> None:
        """The second tier, or back to the first."""
        self.round.all_open = not self.round.all_open
        self.tops = Tops()
        self.draw()

    def action_rate(self) -> None:
        """Ask for the rating."""
        self.round.rating_open = not self.round.rating_open
        self.draw()

    def action_next(self) -> None:
        """The next question in the same place, or the summary; a reveal has to be seen first."""
        if self.unread:
            return
        self.zoomed = False
        if not self.round.open():
            if self.done is not None:
                self.done()
                return
            self.taste.show_summary(self.round.sitting.session)
            return
        self.tops = Tops()
        self.draw()
        self.call_after_refresh(self.round.painted)

    def action_zoom(self) -> None:
        """The text alone, and back."""
        self.zoomed = not self.zoomed
        self.draw()

    def action_scroll(self, direction: int) -> None:
        """Scroll the text that is being read."""
        if self.laid is not None:
            self.scroll_text(direction * self.laid.page)

    def action_leave(self) -> None:
        """To Today; the draft holds what stands here."""
        self.round.keep()
        self.round.keep_now()
        if self.done is not None:
            self.done()
            return
        self.taste.go_home()

    # -- written lines --------------------------------------------------------------------

    def action_reason(self) -> None:
        """Write the reason."""
        asking = self.round.asking
        self.write("reason", asking.reason if asking else "")

    def action_own(self) -> None:
        """Write the own line."""
        self.write("own", "")

    def action_needed(self) -> None:
        """Write what would have been needed."""
        self.write("needed", self.round.needed)

    def on_input_changed(self, event: Any) -> None:
        """Keep the line as it is typed."""
        if self.writing in {"reason", "own"}:
            self.round.writing = {"what": self.writing, "text": event.value}
            self.round.keep()

    def on_input_submitted(self, event: Any) -> None:
        """Take the line."""
        self._take(event.value)

    def action_keep(self) -> None:
        """Take the line, from another key than the field's own."""
        self._take(self.field_text)

    def _take(self, text: str) -> None:
        what = self.close_field()
        if what == "reason":
            self.round.reason(text)
        elif what == "own":
            self.round.own_line(text)
        elif what == "needed":
            self.round.say_needed(text)
        self.draw()

    def action_cancel(self) -> None:
        """Drop the line."""
        self.close_field()
        self.round.keep()
        self.draw()
