"""The list of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.tui import ink
from tastegym.tui.settings import KEYS

if TYPE_CHECKING:
    from tastegym.tui.ink import Lines
    from tastegym.tui.settings import Settings

NAMES = ("Theme", "Minutes a day", "Questions in a block", "Movement")


def page(settings: Settings, at: int, where: str, width: int) -> Lines:
    """Every setting with its value, then where the keys live."""
    values = (
        settings.theme,
        str(settings.minutes) if settings.block is None else "-",
        "as the minutes allow" if settings.block is None else str(settings.block),
        "on" if settings.motion else "off",
    )
    made: Lines = []
    for i, (name, shown) in enumerate(zip(NAMES, values, strict=True)):
        here = i == at
        made.append(
            ink.line(
                ("▸ " if here else "  ", "cursor"),
                (name.ljust(24), "strong" if here else ""),
                ("← " if here else "  ", "key"),
                (shown, "strong" if here else ""),
                (" →" if here else "", "key"),
            )
        )
    said = (
        f"Keys are changed in {where}/{KEYS}, for example:\n\n"
        "  [practice]\n"
        '  more = "right,l"\n'
        '  skip = "n"\n\n'
        "Every command and its name stand in docs/keys.md; a file that cannot be read changes "
        "nothing and is named at the start."
    )
    return [*made, ink.BLANK, ink.ruled(width, "Keys"), *ink.flow(said, width, "dim")]
