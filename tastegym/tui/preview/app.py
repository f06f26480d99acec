"""The preview's own small app: one screen over one deck."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SuspendNotSupported

from tastegym import clock
from tastegym.authoring.decks import installed
from tastegym.chart.canvas import carries_unicode
from tastegym.home import ledger_path
from tastegym.text import clean
from tastegym.tui import settings
from tastegym.tui.app import encoding_wanted
from tastegym.tui.commands import APP, bindings
from tastegym.tui.preview.noting import Noting
from tastegym.tui.preview.screen import PreviewScreen
from tastegym.tui.themes import DARK, THEMES
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from textual.screen import Screen

    from tastegym.clock import Moment
    from tastegym.deck.model import Scenario
    from tastegym.tui.command import Command


class PreviewApp(App[int]):
    """`path` is the deck's, `noting` keeps what was seen, `launch` runs an editor and waits.

    `others` reads the scenarios of the installed decks, in a thread, once.
    """

    CSS_PATH: ClassVar[list[str]] = ["../styles/app.tcss", "preview.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[Any]] = bindings(one for one in APP if one.id != "app.palette")
    TITLE = "tastegym deck preview"
    ENABLE_COMMAND_PALETTE = False
    animated = False

    def __init__(
        self,
        path: Path,
        noting: Noting,
        *,
        now: Callable[[], Moment] = clock.now,
        launch: Callable[[Sequence[str]], object] | None = None,
        unicode: bool = True,
        others: Callable[[], Iterable[Scenario]] | None = None,
        theme: str = DARK,
    ) -> None:
        super().__init__()
        self.others = others
        self.path, self.noting, self.now = path, noting, now
        self._launch = launch
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme if theme in self.available_themes else DARK
        self.animation_level = "none"
        Page.ascii_only = not unicode

    def get_default_screen(self) -> Screen[Any]:
        """The preview itself."""
        return PreviewScreen()

    def keys_of(self, command: Command) -> str:
        """How a command's keys are written."""
        return command.shown

    def go_back(self) -> None:
        """Out of the help."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def say(self, sentence: str) -> None:
        """One sentence in a corner; never markup."""
        self.notify(clean(sentence), markup=False, severity="warning", timeout=8)

    def action_help(self) -> None:
        """Explain the keys."""
        from tastegym.tui.screens.help import HelpScreen

        screen = self.screen
        if isinstance(screen, PreviewScreen):
            self.push_screen(HelpScreen(screen.HEADING, screen.TABLE, screen.state))

    def edit(self, words: Sequence[str]) -> None:
        """Run an editor in place of the app, and come back."""
        if self._launch is not None:
            self._launch(words)
            return
        try:
            with self.suspend():
                subprocess.run(list(words), check=False)  # noqa: S603  the person's own editor
        except SuspendNotSupported:
            self.say("This terminal cannot hand over to an editor: open the file yourself.")
        except OSError as error:
            self.say(f"{words[0]} cannot be started: {error.strerror}.")


def run(path: Path, home: Path) -> int:
    """Show the deck at a path until the author leaves."""
    noting = Noting(ledger_path(home), clock.now)
    try:
        app = PreviewApp(
            path,
            noting,
            unicode=carries_unicode(encoding_wanted()),
            others=lambda: installed(home),
            theme=settings.load(home)[0].theme,
        )
        app.run()
        return app.return_code or 0
    finally:
        noting.close()
