"""Today: what is due, what is open, the day's plan, one key to start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tastegym.errors import UserError
from tastegym.practice.start import Request
from tastegym.tui.commands import bindings
from tastegym.tui.home_commands import SEVERAL, TODAY
from tastegym.tui.paint import today as paint
from tastegym.tui.screens.one_page import OnePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from tastegym.tui.command import Command
    from tastegym.tui.ink import Lines


class TodayScreen(OnePage):
    """The first screen."""

    TABLE = TODAY
    BINDINGS: ClassVar[list[Any]] = bindings(TODAY)
    HEADING = "Today"

    def __init__(self) -> None:
        super().__init__()
        self.figures: Any = None
        self.own: Any = None
        self.lived: Any = None
        self.at = 0

    @property
    def state(self) -> str:
        """Whether there are several answers to go on with."""
        return SEVERAL if len(self.facts.drafts) > 1 else ""

    def on_mount(self) -> None:
        """Look, and let the rest fill in later."""
        self.facts = self.taste.services.today()
        super().on_mount()
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self.taste.first_paint()
        self._fill_in()

    def _fill_in(self) -> None:
        """What takes longer than a first paint may, each as it comes."""
        services = self.taste.services
        self._later("own", lambda: services.notebook().own_work())
        if not self.facts.sittings:
            return
        self._later("lived", services.habit)
        self._later("figures", lambda: services.figures("deck"))

    def _later(self, name: str, look: Callable[[], Any]) -> None:
        """Look in a thread and show it; trouble is said once."""
        post = self.taste.from_thread

        def work() -> None:
            try:
                found = look()
            except UserError as error:
                said = str(error)
                post(lambda: self.taste.say(said))
                return
            post(lambda: self._found(name, found))

        self.run_worker(work, thread=True, exclusive=True, group=name)

    def _found(self, name: str, found: Any) -> None:
        setattr(self, name, found)
        self.redraw()

    def look_again(self) -> None:
        """Show what has changed since."""
        self.facts = self.taste.services.today()
        self.at = 0
        self.redraw()
        self.refresh_foot()
        self._fill_in()

    def draw_main(self, width: int) -> Lines:
        """The page."""
        return paint.page(self.facts, self.figures, width, self.own, self.lived, self.at)

    def foot_commands(self) -> list[Command]:
        """`c` only where there is something to go on with, `m` only while a check-up is offered."""
        hidden = set()
        if not self.facts.drafts:
            hidden.add("today.resume")
        if self.facts.course is None:
            hidden.add("today.checkup")
        return [command for command in super().foot_commands() if command.id not in hidden]

    def action_start(self) -> None:
        """Today's plan."""
        self.taste.practise(Request())

    def action_choose(self, step: int) -> None:
        """Another of the answers left open."""
        self.at = (self.at + step) % len(self.facts.drafts)
        self.redraw()

    def action_resume(self) -> None:
        """The draft that is marked."""
        if self.facts.drafts:
            self.taste.resume(self.facts.drafts[self.at].exposure_id)

    def action_tutorial(self) -> None:
        """Play it again."""
        from tastegym.tui.screens.tutorial import TutorialScreen

        self.app.push_screen(TutorialScreen(None))

    def action_go(self, name: str) -> None:
        """Another screen."""
        self.app.push_screen(_screen(name))


def _screen(name: str) -> Screen[Any]:
    if name == "decks":
        from tastegym.tui.screens.decks import DecksScreen

        return DecksScreen()
    if name == "history":
        from tastegym.tui.screens.history import HistoryScreen

        return HistoryScreen()
    if name == "journal":
        from tastegym.tui.screens.journal import JournalScreen

        return JournalScreen()
    if name == "review":
        from tastegym.tui.screens.review import ReviewScreen

        return ReviewScreen()
    if name == "paper":
        from tastegym.tui.screens.paper import PaperScreen

        return PaperScreen()
    if name == "checkup":
        from tastegym.tui.screens.checkup import CheckupScreen

        return CheckupScreen()
    from tastegym.tui.screens.settings import SettingsScreen

    return SettingsScreen()
