"""One page that scrolls, with a line under it that says when there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

from tastegym.tui import ink
from tastegym.tui.screens.face import Face
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tastegym.tui.ink import Lines
    from tastegym.tui.widgets.page import Draw


class OnePage(Face):
    """A screen of one page; `draw_main` says what stands on it."""

    def body(self) -> ComposeResult:
        """The page, and the line that tells of what is out of sight."""
        with VerticalScroll(id="main", can_focus=False):
            yield Page(self.draw_main, id="main-page")
        yield Page(self._more, id="more")

    def on_mount(self) -> None:
        """Watch what is out of sight: it changes with scrolling, with the text and the window."""
        box = self.query_one("#main", VerticalScroll)
        self.watch(box, "scroll_y", self._told, init=False)
        self.watch(box, "virtual_size", self._told, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """More or less of the page shows in another window."""
        super().on_resize(event)
        self._told()

    def draw_main(self, width: int) -> Lines:  # noqa: ARG002  subclasses need it
        """The lines of the page."""
        return []

    def redraw(self) -> None:
        """Show the page as it stands now."""
        self._show("main-page", self.draw_main)

    def _told(self) -> None:
        self.call_after_refresh(self._tell)

    def _tell(self) -> None:
        self._show("more", self._more)

    def _show(self, name: str, draw: Draw) -> None:
        # A thread may report to a screen that is being taken down, its pages first.
        for page in self.query(f"#{name}").results(Page):
            page.show(draw)

    def _more(self, width: int) -> Lines:
        boxes = list(self.query("#main").results(VerticalScroll))
        if not boxes:
            return []
        box = boxes[0]
        above, below = box.scroll_offset.y > 0, box.scroll_offset.y < box.max_scroll_y
        words = " · ".join(
            text for shown, text in ((above, "more above ↑"), (below, "more below ↓")) if shown
        )
        return [ink.both((), ((words, "dim"),), width)] if words else [ink.BLANK]
