"""Help: what every key does on the screen that one came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tastegym.tui.commands import APP, bindings
from tastegym.tui.home_commands import HELP
from tastegym.tui.paint import help as paint
from tastegym.tui.screens.one_page import OnePage

if TYPE_CHECKING:
    from tastegym.tui.command import Command
    from tastegym.tui.ink import Lines


class HelpScreen(OnePage):
    """The table of commands as a page."""

    TABLE = HELP
    BINDINGS: ClassVar[list[Any]] = bindings(HELP)
    HEADING = "Help"

    def __init__(self, name: str, table: tuple[Command, ...], state: str) -> None:
        super().__init__()
        self._about = (name, table, state)

    def draw_main(self, width: int) -> Lines:
        """What the keys do."""
        name, table, state = self._about
        return paint.page(name, table, APP, state, self.taste.keys_of, width)
