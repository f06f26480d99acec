"""Decks: progress, what each is, how it was chosen, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import VerticalScroll

from tastegym.practice.start import Request
from tastegym.tui.commands import bindings
from tastegym.tui.home_commands import DECKS
from tastegym.tui.paint import decks as paint
from tastegym.tui.screens.face import Face
from tastegym.tui.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tastegym.tui.ink import Lines


class DecksScreen(Face):
    """A list above, the chosen deck below."""

    TABLE = DECKS
    BINDINGS: ClassVar[list[Any]] = bindings(DECKS)
    HEADING = "Decks"

    def __init__(self) -> None:
        super().__init__()
        self.at = 0

    def body(self) -> ComposeResult:
        """The list and the details."""
        self.rows = self.taste.services.decks()
        with VerticalScroll(id="list", can_focus=False):
            yield Page(self._list, id="list-page")
        with VerticalScroll(id="main", can_focus=False):
            yield Page(self._main, id="main-page")

    def _list(self, width: int) -> Lines:
        return paint.listed(self.rows, self.at, width)

    def _main(self, width: int) -> Lines:
        return paint.details(self.rows[self.at], width) if self.rows else []

    def action_choose(self, step: int) -> None:
        """Another deck."""
        if not self.rows:
            return
        self.at = (self.at + step) % len(self.rows)
        self.page("list-page").show(self._list)
        self.page("main-page").show(self._main)
        self.query_one("#main").scroll_home(animate=False)
        box = self.query_one("#list")
        if not box.scroll_offset.y <= self.at + 1 < box.scroll_offset.y + box.size.height:
            box.scroll_to(y=max(0, self.at - 2), animate=False)

    def action_start(self) -> None:
        """Practise the chosen deck."""
        if not self.rows:
            return
        row = self.rows[self.at]
        if row.info.hidden or not row.info.playable:
            self.taste.say("This deck has nothing to play; its findings below say why.")
            return
        self.taste.practise(Request(deck=row.info.id))
