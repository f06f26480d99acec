"""How long a day's practice is wanted, from the settings file of the home; standard library only.

Plain mode and the app read the same two values here, so that both follow the same plan.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tastegym.frozen import frozen

if TYPE_CHECKING:
    from pathlib import Path

FILE = "settings.json"
MINUTES = (3, 120)
COUNTS = (1, 50)
"""Least and most that a settings file may ask for."""


@frozen
class Wishes:
    """`minutes` of a day and `count` of its scenarios; None leaves them to the plan."""

    minutes: int | None = None
    count: int | None = None


def wishes(home: Path) -> Wishes:
    """What the settings ask for; a file that cannot be used asks for nothing.

    The app names what is wrong with the file; practice does not wait for it.
    """
    try:
        saved = json.loads((home / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return Wishes()
    if not isinstance(saved, dict):
        return Wishes()
    return Wishes(whole(saved.get("minutes"), MINUTES), whole(saved.get("block"), COUNTS))


def whole(value: Any, ends: tuple[int, int]) -> int | None:
    """A whole number between two ends, else None."""
    fits = isinstance(value, int) and not isinstance(value, bool)
    return value if fits and ends[0] <= value <= ends[1] else None
