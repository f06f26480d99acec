"""The first two minutes: why probabilities, four keys on a real question, what a score does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tastegym.errors import UserError
from tastegym.tui.commands import bindings
from tastegym.tui.home_commands import TUTORIAL
from tastegym.tui.paint import tutorial as paint
from tastegym.tui.screens.one_page import OnePage

if TYPE_CHECKING:
    from tastegym.practice.start import Request
    from tastegym.tui.ink import Lines


class TutorialScreen(OnePage):
    """Two pages, one question on the practice screen, two pages; it can be left at any moment.

    `after` is what was asked for on the command line, played when the tutorial ends.
    """

    TABLE = TUTORIAL
    BINDINGS: ClassVar[list[Any]] = bindings(TUTORIAL)
    HEADING = "Two minutes first"

    def __init__(self, after: Request | None) -> None:
        super().__init__()
        self.at = 0
        self._after = after
        self._played = False

    def on_mount(self) -> None:
        """Warm up once it shows."""
        super().on_mount()
        self.call_after_refresh(self.taste.first_paint)

    def draw_main(self, width: int) -> Lines:
        """One of the pages."""
        return paint.page(self.at, width)

    def action_next(self) -> None:
        """The next page; before the third, the question."""
        if self.at == paint.QUESTION_AFTER and not self._played:
            self._play()
            return
        if self.at == paint.PAGES - 1:
            self._end()
            return
        self.at += 1
        self._turned()

    def action_before(self) -> None:
        """The page before."""
        self.at = max(0, self.at - 1)
        self._turned()

    def _turned(self) -> None:
        self.redraw()
        self.query_one("#main").scroll_home(animate=False)

    def _play(self) -> None:
        from tastegym.tui.screens.practice import PracticeScreen

        try:
            sitting = self.taste.services.tutorial()
        except UserError as error:
            self.taste.say(str(error))
            self._played = True
            return
        self.app.push_screen(PracticeScreen(sitting, coach=paint.COACH, done=self._asked))

    def _asked(self) -> None:
        """The question was answered, skipped or left."""
        self._played = True
        self.app.pop_screen()
        self.at = paint.QUESTION_AFTER + 1
        self._turned()

    def action_leave(self) -> None:
        """Out, for good; Today offers it again."""
        self._end()

    def _end(self) -> None:
        self.taste.services.leave_tutorial()
        self.taste.go_home()
        if self._after is not None:
            self.taste.practise(self._after)
