"""The check-up: its state, its next sitting, and what it measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tastegym.errors import UserError
from tastegym.practice.checkup import Standing
from tastegym.practice.course import Where
from tastegym.tui.commands import bindings
from tastegym.tui.home_commands import BUSY, CHECKUP, OVER, READY
from tastegym.tui.paint import checkup as paint
from tastegym.tui.screens.one_page import OnePage

if TYPE_CHECKING:
    from tastegym.tui.ink import Lines


class CheckupScreen(OnePage):
    """Where the course stands; a sitting is played on the practice screen."""

    TABLE = CHECKUP
    BINDINGS: ClassVar[list[Any]] = bindings(CHECKUP)
    HEADING = "Check-up"

    def __init__(self) -> None:
        super().__init__()
        self.measured: Any = None
        self.looked = False
        self._asked = False
        self.found = Where("", Standing(None, "", 0))

    @property
    def state(self) -> str:
        """Whether a sitting may be taken now, later, or no more."""
        if self.found.ready:
            return READY
        return BUSY if self.found.course and not self.found.course.ended else OVER

    def on_mount(self) -> None:
        """See where the course stands, and look up what was measured behind the paint."""
        super().on_mount()
        self._look()
        self.call_after_refresh(self._fill_in)

    def draw_main(self, width: int) -> Lines:
        """The page."""
        return paint.page(self.found, self.measured, width, looked=self.looked)

    def _look(self) -> None:
        """Read where the course stands; trouble is said, and what was known before stays."""
        try:
            self.found = self.taste.services.course()
        except UserError as error:
            self.taste.say(str(error))
        self.redraw()
        self.refresh_foot()

    def _fill_in(self) -> None:
        services, post = self.taste.services, self.taste.from_thread

        def work() -> None:
            try:
                measured = services.measured()
            except UserError as error:
                said = str(error)
                post(lambda: self.taste.say(said))
                return
            post(lambda: self._told_of(measured))

        self.run_worker(work, thread=True, exclusive=True)

    def _told_of(self, measured: Any) -> None:
        self.measured, self.looked = measured, True
        self.redraw()

    def action_start(self) -> None:
        """The next sitting."""
        from tastegym.tui.screens.practice import PracticeScreen

        try:
            sitting = self.taste.services.check_up()
        except UserError as error:
            self.taste.say(str(error))
            return
        self.app.push_screen(PracticeScreen(sitting, done=self._played))

    def _played(self) -> None:
        """The sitting is done or was left."""
        self.app.pop_screen()
        self._look()
        self._fill_in()

    def action_end(self) -> None:
        """End the course, at the second time of asking."""
        if self.found.course is None:
            self.taste.say("There is no course of check-ups to end.")
            return
        if not self._asked:
            self._asked = True
            self.taste.say("x again ends the course; what was measured stays.")
            return
        try:
            self.taste.services.end_course()
        except UserError as error:
            self.taste.say(str(error))
            return
        self._look()
