"""The end of a block: your numbers, then what the signal was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tastegym.errors import UserError
from tastegym.practice.after import After
from tastegym.practice.start import Request
from tastegym.tui.commands import bindings
from tastegym.tui.home_commands import DONE, FIRST, SUMMARY
from tastegym.tui.paint import summary as paint
from tastegym.tui.screens.one_page import OnePage

if TYPE_CHECKING:
    from tastegym.practice.session import Session
    from tastegym.tui.command import Command
    from tastegym.tui.ink import Lines


class SummaryScreen(OnePage):
    """One block in figures; the running ones come a moment later."""

    TABLE = SUMMARY
    BINDINGS: ClassVar[list[Any]] = bindings(SUMMARY)
    HEADING = "Block summary"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.summary = session.summary()
        self.moved: Any = None
        self.follows = After()
        self._session = session.id

    @property
    def state(self) -> str:
        """Whether the block ends with a first prediction."""
        return FIRST if self.follows.first else DONE

    def on_mount(self) -> None:
        """See what follows, and look up the running figures behind the paint."""
        super().on_mount()
        if self.summary.answered:
            try:
                self.follows = self.taste.services.after()
            except UserError as error:
                self.taste.say(str(error))
            self.call_after_refresh(self._fill_in)

    def _fill_in(self) -> None:
        services, post, session = self.taste.services, self.taste.from_thread, self._session

        def work() -> None:
            try:
                moved = services.running(session)
            except UserError as error:
                said = str(error)
                post(lambda: self.taste.say(said))
                return
            post(lambda: self._found(moved))

        self.run_worker(work, thread=True, exclusive=True)

    def _found(self, moved: Any) -> None:
        self.moved = moved
        self.redraw()

    def draw_main(self, width: int) -> Lines:
        """The figures."""
        return paint.page(self.summary, width, self.moved, self.follows)

    def foot_commands(self) -> list[Command]:
        """The paper only where it is offered."""
        found = super().foot_commands()
        return [one for one in found if one.id != "summary.paper" or self.follows.paper]

    def action_again(self) -> None:
        """Another block."""
        self.taste.go_home()
        self.taste.practise(Request())

    def action_predict(self) -> None:
        """One prediction about today's own work; then Today."""
        from tastegym.tui import forms
        from tastegym.tui.screens.form import FormScreen

        services = self.taste.services
        form = forms.new_prediction(services.now().local_day)
        self.app.push_screen(FormScreen(form, services.notebook(), self._predicted))

    def _predicted(self, records: tuple[Any, ...]) -> None:
        if records:
            self.taste.go_home()

    def action_paper(self) -> None:
        """Ten minutes with a paper, from Today."""
        from tastegym.tui.screens.paper import PaperScreen

        self.taste.go_home()
        self.app.push_screen(PaperScreen())

    def action_history(self) -> None:
        """The figures."""
        from tastegym.tui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen())

    def action_back(self) -> None:
        """Today."""
        self.taste.go_home()
