"""Settings: theme, length of a block, movement; and where the keys are changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from tastegym.errors import UserError
from tastegym.tui.commands import bindings
from tastegym.tui.home_commands import SETTINGS
from tastegym.tui.paint import settings as paint
from tastegym.tui.screens.one_page import OnePage

if TYPE_CHECKING:
    from tastegym.tui.ink import Lines

MINUTES = (5, 10, 15, 20, 30, 45)
BLOCKS = (None, 3, 4, 5, 6, 8, 10, 15, 20)


class SettingsScreen(OnePage):
    """A short list; every change shows at once and is kept at once."""

    TABLE = SETTINGS
    BINDINGS: ClassVar[list[Any]] = bindings(SETTINGS)
    HEADING = "Settings"

    def __init__(self) -> None:
        super().__init__()
        self.at = 0

    def draw_main(self, width: int) -> Lines:
        """The list."""
        services = self.taste.services
        return paint.page(services.settings, self.at, services.where, width)

    def action_choose(self, step: int) -> None:
        """Another setting."""
        self.at = (self.at + step) % len(paint.NAMES)
        self.redraw()

    def action_turn(self, step: int) -> None:
        """The next or the former value."""
        was = self.taste.services.settings
        if self.at == 0:
            now = replace(was, theme=_turned(self._themes(), was.theme, step))
        elif self.at == 1:
            now = replace(was, minutes=_turned(MINUTES, was.minutes, step))
        elif self.at == 2:
            now = replace(was, block=_turned(BLOCKS, was.block, step))
        else:
            now = replace(was, motion=not was.motion)
        try:
            self.taste.services.set(now)
        except UserError as error:
            self.taste.say(str(error))
        self.taste.dress()
        self.redraw()

    def _themes(self) -> tuple[str, ...]:
        ours = [name for name in self.app.available_themes if name.startswith("taste-")]
        others = sorted(n for n in self.app.available_themes if n not in ours)
        return (*ours, *others)


def _turned(values: tuple[Any, ...], value: Any, step: int) -> Any:
    at = values.index(value) if value in values else 0
    return values[(at + step) % len(values)]
