"""Moving through time: the window of answers, and then against now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tastegym.errors import UserError
from tastegym.tui.history_commands import CHANGE, CURVE
from tastegym.tui.paint.history_change import FIRST_SIDE, sizes
from tastegym.tui.paint.history_curve import window_of, window_size
from tastegym.tui.screens.history_page import HistoryPage

if TYPE_CHECKING:
    from tastegym.insight.events import Event
    from tastegym.insight.record import Record
    from tastegym.insight.sides import Sides

REST = 0.25
"""Seconds without a key after which a moving curve gets its bands."""

_STEPS = 40
"""Steps from the first answer to the last."""


class Moves(HistoryPage):
    """The curve of a moving window, and two parts of the record beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self._moves = 0
        self._unmarking = ""

    def arrived(self) -> None:
        """Compare, where two parts are looked at."""
        super().arrived()
        if self.look.view == CHANGE:
            self.compare()

    # -- the window -----------------------------------------------------------------------

    def action_scrub(self, step: int) -> None:
        """Move the window of answers through time; past the last answer is the whole record."""
        opened, look = self.opened, self.look
        if opened is None or opened.record is None or not opened.insight.figures.curve:
            return
        size, count = window_size(opened.insight.figures), len(opened.record)
        stride = max(1, count // _STEPS)
        at = (look.window or count + stride) + step * stride
        look.view, look.inside, look.at, look.top = CURVE, False, 0, False
        look.window = 0 if at > count else max(min(size, count), at)
        self._moves += 1
        if look.window:
            look.moving = opened.record.window(*window_of(opened, look))
            look.resting = False
            moves = self._moves
            self.set_timer(REST, lambda: self._rest(moves))
        self.draw_all()

    def _rest(self, moves: int) -> None:
        """The bands of a window that stands still, computed in a thread."""
        opened = self.opened
        if moves != self._moves or not self.look.window:
            return
        if opened is None or opened.record is None:
            return
        record, post = opened.record, self.taste.from_thread
        first, stop = window_of(opened, self.look)

        def work() -> None:
            made = record.window_at_rest(first, stop)
            post(lambda: self._rested(moves, made))

        self.run_worker(work, thread=True, exclusive=True, group="rest")

    def _rested(self, moves: int, made: Any) -> None:
        if self.is_mounted and moves == self._moves and self.look.window:
            self.look.moving, self.look.resting = made, True
            self.draw_all()

    # -- then against now -----------------------------------------------------------------

    def compare(self) -> None:
        """Compare the two parts of the present cut, in a thread."""
        opened, look = self.opened, self.look
        if opened is None or opened.record is None:
            return
        sides = sizes(opened.insight.figures.fresh)
        if not look.side and sides:
            look.side = max([n for n in sides if n <= FIRST_SIDE], default=sides[0])
        look.sides, look.sides_said = None, ""
        record, post, key = opened.record, self.taste.from_thread, self._cut_key()

        def work() -> None:
            made, said = None, "There is nothing to compare yet: one side holds no counted answer."
            try:
                made = self._sides(record, key)
            except UserError as error:
                said = str(error)
            post(lambda: self._compared(key, made, said))

        self.run_worker(work, thread=True, exclusive=True, group="sides")

    def _cut_key(self) -> tuple[Any, ...]:
        """What is compared: the cut, the answers a side, the event, the spans."""
        look = self.look
        return (self.wanted, look.cut, look.side, self._cut_event(), look.spans)

    def _cut_event(self) -> Event | None:
        """The event of the present cut; None for first against last and for the person's spans."""
        events = self.opened.events if self.opened else ()
        return events[self.look.cut - 1] if 0 < self.look.cut <= len(events) else None

    @staticmethod
    def _sides(record: Record, key: tuple[Any, ...]) -> Sides | None:
        from tastegym.insight.events import around
        from tastegym.insight.sides import by_count, by_spans

        _, cut, side, event, spans = key
        if event is not None:
            return by_spans(record, *around(event))
        return by_spans(record, *spans) if cut and spans else by_count(record, side)

    def _compared(self, key: tuple[Any, ...], made: Sides | None, said: str) -> None:
        if self.is_mounted and key == self._cut_key():
            self.look.sides, self.look.sides_said = made, "" if made else said
            self.draw_all()

    def action_cut(self) -> None:
        """First against last, then before against after each event, then the person's days."""
        look = self.look
        cuts = 1 + (len(self.opened.events) if self.opened else 0) + (look.spans is not None)
        look.cut = (look.cut + 1) % cuts
        self._unmarking = ""
        self.compare()
        self.draw_all()

    def action_size(self, step: int) -> None:
        """More or fewer answers on each side of first against last."""
        if self.opened is None or self.look.cut:
            return
        known = sizes(self.opened.insight.figures.fresh)
        if self.look.side in known:
            at = known.index(self.look.side) + step
            self.look.side = known[max(0, min(len(known) - 1, at))]
            self.compare()
            self.draw_all()

    # -- events ---------------------------------------------------------------------------

    def action_event(self) -> None:
        """Write down what happened on a day."""
        from tastegym.tui.history_forms import event
        from tastegym.tui.screens.form import FormScreen

        services = self.taste.services
        form = event(services.now().local_day)
        self.app.push_screen(FormScreen(form, services.notebook(), self._marked))

    def _marked(self, records: tuple[Any, ...]) -> None:
        if records:
            self.fetch_again(self.wanted)

    def action_unmark(self) -> None:
        """Take back the mark of the event that is compared; only the second press does."""
        from tastegym.intake.marks import unmark

        event = self._cut_event()
        if event is None:
            self.taste.say("Choose the event with c first; then Bksp takes its mark back.")
            return
        if self._unmarking != event.id:
            self._unmarking = event.id
            self.taste.say(f"Bksp again takes back: {event.day} {event.text}")
            return
        self._unmarking = ""
        book, post = self.taste.services.notebook(), self.taste.from_thread
        fact = unmark(event, self.taste.services.now(), book.new_id)
        book.submit(fact, then=lambda error: post(lambda: self._unmarked(error)))

    def _unmarked(self, error: BaseException | None) -> None:
        if error is not None:
            self.taste.say(f"The mark stands: {error}")
        elif self.is_mounted:
            self.look.cut = 0
            self.fetch_again(self.wanted)
