"""What all screens share: head and footer from the table of commands, and the smallest window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.screen import Screen

from tastegym.chart.columns import width as columns
from tastegym.tui import ink
from tastegym.tui.commands import APP, allowed, in_state
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer

    from tastegym.tui.app import TastegymApp
    from tastegym.tui.command import Command
    from tastegym.tui.ink import Lines

SMALLEST = (60, 20)
"""Columns and rows in which everything can be done."""

SETTLED = 0.1
"""Seconds without a new size after which the window counts as at rest."""


class Face(Screen[None]):
    """A screen of pages over a table of commands."""

    TABLE: ClassVar[tuple[Command, ...]] = ()
    HEADING: ClassVar[str] = ""
    LAST: ClassVar[Command] = APP[0]
    """The command that ends every footer."""
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-mid"), (32, "-tall")]  # noqa: RUF012  as Screen declares it
    _settling: Timer | None = None

    def compose(self) -> ComposeResult:
        """The head, the screen's own part, the footer, and the line for too small a window."""
        yield Page(self._tiny, id="tiny")
        yield Page(self.head, id="head")
        yield from self.body()
        yield Page(self._foot, id="foot")

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    @property
    def state(self) -> str:
        """Which of the states of the command table holds now."""
        return ""

    @property
    def taste(self) -> TastegymApp:
        """The app, by its own type."""
        return cast("TastegymApp", self.app)

    @property
    def tiny(self) -> bool:
        """Whether the window is too small to play in."""
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    def page(self, name: str) -> Page:
        """One of the screen's pages by its id."""
        return self.query_one(f"#{name}", Page)

    def head(self, width: int) -> Lines:
        """The first line."""
        return [ink.shorten(ink.line(("tastegym", "accent"), f"   {self.HEADING}"), width)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse what does not belong to the present state, and all play in a tiny window."""
        own = any(c.action.partition("(")[0] == action for c in self.TABLE)
        if own and self.tiny and action not in {"leave", "back"}:
            return False
        if own and not allowed(self.TABLE, action, self.state):
            return False
        return super().check_action(action, parameters)

    def on_resize(self, event: events.Resize) -> None:
        """Show the one line in a window that is too small, and everything again in a larger.

        A size that the window no longer has is dropped: Textual answers every new size with an
        event of its own, and two sizes in the queue would call each other up for ever. When the
        window has come to rest everything is painted once more, since a terminal that was
        smaller in between has lost what stood outside, and only what changed is painted again.
        """
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED, self._settled)
        if event.size != self.app.size:
            event.stop()
            event.prevent_default()
            return
        self.fit(event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1])

    def _settled(self) -> None:
        self.app.screen.refresh()  # the palette may stand above

    def fit(self, tiny: bool) -> None:
        """Make room for the one line in a window that is too small."""
        self.set_class(tiny, "-tiny")
        if tiny:
            self.page("tiny").show(self._tiny)

    def refresh_foot(self) -> None:
        """Draw the footer for the present state."""
        self.page("foot").show(self._foot)

    def foot_commands(self) -> list[Command]:
        """The commands that the footer offers, most useful first."""
        return [c for c in in_state(self.TABLE, self.state) if c.foot]

    @property
    def asks_for_help(self) -> bool:
        """Whether `?` asks for help now, and is not a character of what is being typed."""
        return True

    def _foot(self, width: int) -> Lines:
        runs: list[tuple[str, str]] = []
        last = self._foot_item(self.LAST) if self.asks_for_help else []
        room = width - sum(columns(text) for text, _ in last)
        used = 0
        for command in self.foot_commands():
            item = [*self._foot_item(command), ("   ", "")]
            size = sum(columns(text) for text, _ in item)
            if used + size > room:
                break
            runs += item
            used += size
        return [(*runs, *last)]

    def _foot_item(self, command: Command) -> list[tuple[str, str]]:
        shown = self.taste.keys_of(command).split()[0]
        return [(shown, "key"), (f" {command.label}", "dim")]

    def _tiny(self, width: int) -> Lines:
        wide, high = self.size
        said = (
            f"A little more room, please: {SMALLEST[0]} columns and {SMALLEST[1]} rows "
            f"(now {wide} by {high}). Nothing is lost."
        )
        return ink.flow(said, max(1, width))

    # Subclasses with a scrolling body name its id here.
    SCROLLS: ClassVar[str] = "main"

    def action_scroll(self, direction: int) -> None:
        """Scroll the body by most of its height."""
        body = self.query_one(f"#{self.SCROLLS}")
        step = max(1, body.size.height - 2)
        body.scroll_relative(y=direction * step, animate=self.taste.animated, duration=0.12)

    def action_back(self) -> Any:
        """Back to where the person came from."""
        self.taste.go_back()
