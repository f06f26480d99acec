"""Worlds of installed packages, for the plan.

To ask which packages register a world means reading the metadata of all of them, and to learn a
world's skills means importing it: both are done after the first question is on the screen and kept
in a small file of the home. A start reads that file and looks at nothing but the dates of the
folders that packages are installed in; where one differs, the plan does without until the next
start.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tastegym.errors import UserError
from tastegym.practice.worlds import World
from tastegym.text import canonical

FILE = "worlds.json"


def known(home: Path) -> tuple[World, ...]:
    """The worlds that installed packages brought when it was last looked; () if unknown."""
    try:
        kept = json.loads((home / FILE).read_text("utf-8"))
        if kept["places"] != _places():
            return ()
        return tuple(
            World(str(name), tuple(map(str, skills)), str(lesson))
            for name, skills, lesson in kept["worlds"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ()  # a file that only saves work: what is wrong with it is mended by `refresh`


def refresh(home: Path) -> None:
    """Look again if anything was installed since; takes tens of milliseconds then.

    A world that does not load is left out: `tastegym generate --list` says what is wrong with it.
    OSError where the file cannot be written.
    """
    places = _places()
    path = home / FILE
    try:
        if json.loads(path.read_text("utf-8"))["places"] == places:
            return
    except (OSError, ValueError, KeyError, TypeError):
        pass
    body = canonical({"places": places, "worlds": _installed()})
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(body + "\n", "utf-8")
    fresh.replace(path)


def _installed() -> list[list[object]]:
    from tastegym.generators import registry

    found: list[list[object]] = []
    for name in registry.names():
        if name in registry.BUILT_IN:
            continue
        try:
            world = registry.find(name)
        except UserError:
            continue
        found.append([name, list(world.skills), world.lesson_slug])
    return found


def _places() -> list[list[object]]:
    """Every folder that modules come from, with the instant of its last change."""
    places: list[list[object]] = []
    for place in sys.path:
        try:
            places.append([place, Path(place).stat().st_mtime_ns])
        except OSError:
            continue  # names on the path that are no folder hold no package
    return places
