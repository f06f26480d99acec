"""The app: it moves between screens, handles signals, and owns nothing else."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.message import Message

from tastegym.chart.canvas import carries_unicode
from tastegym.errors import UserError
from tastegym.text import clean
from tastegym.tui.ahead import Ahead
from tastegym.tui.commands import APP, bindings
from tastegym.tui.resume import watch
from tastegym.tui.themes import DARK, THEMES
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from textual.app import SystemCommand
    from textual.screen import Screen

    from tastegym.practice.session import Session
    from tastegym.practice.start import Request
    from tastegym.tui.command import Command
    from tastegym.tui.services import Services


class Job(Message):
    """Something that another thread wants done in this one."""

    def __init__(self, run: Callable[[], None]) -> None:
        super().__init__()
        self.run = run


class TastegymApp(App[int]):
    """`first` makes the screen to start on; `services` hold all that touches disk or time."""

    CSS_PATH = "styles/app.tcss"
    BINDINGS: ClassVar[list[Any]] = bindings(APP)
    TITLE = "tastegym"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self, services: Services, first: Callable[[TastegymApp], Screen[Any]] | None = None
    ) -> None:
        super().__init__()
        self.services = services
        self.ahead = Ahead(self, super().on_event)
        self._first = first or _today
        for theme in THEMES:
            self.register_theme(theme)
        # Before the start no watcher is needed: it would have every stylesheet parsed again.
        self.set_reactive(App.theme, self._wanted_theme())
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "full" if self.animated else "none"
        self._keys, self._notes = services.keymap()
        if self._keys:
            self.set_keymap(self._keys)
        Page.ascii_only = not services.unicode

    def dress(self) -> None:
        """Wear the theme of the settings; an unknown one falls back to ours."""
        self.theme = self._wanted_theme()
        self.animation_level = "full" if self.animated else "none"
        for page in self.screen.query(Page):
            page.refresh()

    def _wanted_theme(self) -> str:
        theme = self.services.settings.theme
        return theme if theme in self.available_themes else DARK

    @property
    def animated(self) -> bool:
        """Whether things may move."""
        return self.services.settings.motion

    def get_default_screen(self) -> Screen[Any]:
        """The first screen itself, so that nothing is painted twice."""
        return self._first(self)

    def on_mount(self) -> None:
        """Leave cleanly when the machine or the connection goes: the draft is kept already."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and sys.platform != "win32":
                loop.add_signal_handler(number, self._leave_on_signal)
        watch(self, self._driver)

    def _leave_on_signal(self) -> None:
        self.exit(0)

    def first_paint(self) -> None:
        """What waited for the first screen to be painted."""
        self.services.warm()
        for note in (*self.services.notes, *self._notes):
            self.notify(clean(note), markup=False, timeout=12)
        self._notes = ()

    # -- keys -----------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Let each key do its work before the next one is handed on."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.ahead.take(event)
        else:
            await super().on_event(event)

    def keys_of(self, command: Command) -> str:
        """How a command's keys are written, the person's own keymap included."""
        own = self._keys.get(command.id)
        if own is None:
            return command.shown
        return " ".join(_pretty(key) for key in own.split(","))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: what the present screen can do, from the table of commands."""
        from textual.app import SystemCommand

        from tastegym.tui.commands import in_state
        from tastegym.tui.screens.face import Face

        if isinstance(screen, Face):
            for command in in_state(screen.TABLE, screen.state):
                title = f"{command.label}  ({self.keys_of(command)})"
                yield SystemCommand(title, command.help, self._runner(screen, command))
        for command in APP:
            if command.id != "app.palette":
                yield SystemCommand(command.label, command.help, self._runner(screen, command))

    def _runner(self, screen: Screen[Any], command: Command) -> Callable[[], Any]:
        async def run() -> None:
            await screen.run_action(command.action)

        return run

    # -- moving between screens -----------------------------------------------------------

    def go_home(self) -> None:
        """Back to Today, fresh."""
        from tastegym.tui.screens.today import TodayScreen

        self._look_again()
        while len(self.screen_stack) > 1 and not isinstance(self.screen, TodayScreen):
            self.pop_screen()
        if isinstance(self.screen, TodayScreen):
            self.screen.look_again()
        else:
            self.push_screen(TodayScreen())

    def go_back(self) -> None:
        """One screen back; from the first one, Today."""
        from tastegym.tui.screens.today import TodayScreen

        if len(self.screen_stack) > 1:
            self.pop_screen()
            if isinstance(self.screen, TodayScreen):
                self.screen.look_again()
        else:
            self.go_home()

    def practise(self, request: Request) -> None:
        """Start a block; what cannot be had is said in one sentence."""
        from tastegym.tui.screens.practice import PracticeScreen

        try:
            sitting = self.services.begin(request)
        except UserError as error:
            self.say(str(error))
            return
        self.push_screen(PracticeScreen(sitting))

    def resume(self, exposure_id: str = "") -> None:
        """Go on with an answer that was left open, by default the newest."""
        from tastegym.tui.screens.practice import PracticeScreen

        try:
            sitting, face = self.services.resume(exposure_id)
        except UserError as error:
            self.say(str(error))
            return
        self.push_screen(PracticeScreen(sitting, face))

    def show_summary(self, session: Session) -> None:
        """The block is done."""
        from tastegym.tui.screens.summary import SummaryScreen

        self._look_again()
        self.push_screen(SummaryScreen(session))

    def _look_again(self) -> None:
        """Read the ledger again; trouble is said, and what was known before stays."""
        try:
            self.services.refresh()
        except UserError as error:
            self.say(str(error))

    def say(self, sentence: str) -> None:
        """One sentence in a corner; never markup."""
        self.notify(clean(sentence), markup=False, severity="warning", timeout=8)

    def action_help(self) -> None:
        """Explain the present screen."""
        from tastegym.tui.screens.face import Face
        from tastegym.tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen) or not isinstance(self.screen, Face):
            return
        self.push_screen(HelpScreen(self.screen.HEADING, self.screen.TABLE, self.screen.state))

    # -- other threads --------------------------------------------------------------------

    def from_thread(self, job: Callable[[], None]) -> None:
        """Run a job in the app's thread; may be called from any."""
        self.post_message(Job(job))

    def on_job(self, message: Job) -> None:
        """Do what another thread asked for."""
        message.run()


def _today(_app: TastegymApp) -> Screen[Any]:
    from tastegym.tui.screens.today import TodayScreen

    return TodayScreen()


def _pretty(key: str) -> str:
    names = {
        "up": "↑",
        "down": "↓",
        "left": "←",
        "right": "→",
        "enter": "Enter",
        "escape": "Esc",
        "question_mark": "?",
        "colon": ":",
        "equals_sign": "=",
    }
    return names.get(key.strip(), key.strip())


def run(home: Path, request: Request | None) -> int:
    """Play in the terminal: on a question at once if something was asked for, else from Today.

    Raises UserError before the terminal is touched if the home cannot be used.
    """
    # The collector would run some thirty times before the first paint and find nothing.
    gc.disable()
    from tastegym.tui.desk import Desk

    desk = Desk.open(home, request, unicode=carries_unicode(encoding_wanted()))
    try:
        app = TastegymApp(desk, first_screen(desk, request))
        app.run()
        return app.return_code or 0
    finally:
        desk.close()
        gc.enable()


def first_screen(
    services: Services, request: Request | None
) -> Callable[[TastegymApp], Screen[Any]] | None:
    """The screen to start on: the tutorial at the very first start, a question, or Today."""
    if not services.tutored:
        from tastegym.tui.screens.tutorial import TutorialScreen

        return lambda _app: TutorialScreen(request)
    if request is None:
        return None
    from tastegym.tui.screens.practice import PracticeScreen

    sitting, face = services.resume() if request.resume else (services.begin(request), None)
    return lambda _app: PracticeScreen(sitting, face)


def encoding_wanted() -> str | None:
    """The encoding that the person's locale asks for; Textual itself always writes UTF-8."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = os.environ.get(name)
        if value:
            return value.partition(".")[2].partition("@")[0] or (
                "ascii" if value in {"C", "POSIX"} else "utf-8"
            )
    return sys.stdout.encoding
