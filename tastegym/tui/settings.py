"""What a person set: theme, length of a block, movement, keys; small files in the home."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tastegym.errors import UserError
from tastegym.frozen import frozen
from tastegym.practice import wishes
from tastegym.tui.commands import unknown_ids

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS, KEYS = wishes.FILE, "keys.toml"


@frozen
class Settings:
    """`theme` is a theme's name, `minutes` the length of a day, `motion` whether things move.

    `block` fixes how many questions a block holds; None leaves that to the plan.
    """

    theme: str = "taste-dark"
    minutes: int = 10
    block: int | None = None
    motion: bool = True


def load(home: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings of a home, and a sentence for each value that cannot be used."""
    path = home / SETTINGS
    try:
        saved = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, ValueError):
        return Settings(), (f"{path} cannot be read; the usual settings hold.",)
    if not isinstance(saved, dict):
        return Settings(), (f"{path} is not a JSON object; the usual settings hold.",)
    return _checked(saved, path)


def _checked(saved: dict[str, Any], path: Path) -> tuple[Settings, tuple[str, ...]]:
    usual = Settings()
    theme, motion = saved.get("theme", usual.theme), saved.get("motion", usual.motion)
    minutes = wishes.whole(saved.get("minutes", usual.minutes), wishes.MINUTES)
    block = wishes.whole(saved.get("block"), wishes.COUNTS)
    notes = []
    if not isinstance(theme, str):
        theme = usual.theme
        notes.append(f"{path}: theme is the name of a theme.")
    if minutes is None:
        minutes = usual.minutes
        notes.append(f"{path}: minutes is a whole number {_ends(wishes.MINUTES)}.")
    if block is None and saved.get("block") is not None:
        notes.append(f"{path}: block is a whole number {_ends(wishes.COUNTS)}, or null.")
    if not isinstance(motion, bool):
        motion = usual.motion
        notes.append(f"{path}: motion is true or false.")
    return Settings(theme, minutes, block, motion), tuple(notes)


def _ends(ends: tuple[int, int]) -> str:
    return f"from {ends[0]} to {ends[1]}"


def save(home: Path, settings: Settings) -> None:
    """Keep the settings; UserError if the disk refuses."""
    path = home / SETTINGS
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(json.dumps(asdict(settings), indent=2) + "\n", "utf-8")
        fresh.replace(path)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise UserError(f"The settings cannot be kept in {path} ({why}).") from None


def keymap(home: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """The person's own keys, {command id: keys}, from `keys.toml`; a bad file changes nothing."""
    path = home / KEYS
    if not path.exists():
        return {}, ()
    import tomllib

    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        return {}, (f"{path} cannot be read ({error}); the usual keys hold.",)
    keys = {
        f"{screen}.{name}": value
        for screen, table in read.items()
        if isinstance(table, dict)
        for name, value in table.items()
    }
    wrong = unknown_ids(dict.fromkeys(keys, ""))
    wrong += [k for k, value in keys.items() if not isinstance(value, str) and k not in wrong]
    notes = tuple(f"{path}: {name} is no command with keys; see docs/keys.md." for name in wrong)
    return {name: value for name, value in keys.items() if name not in wrong}, notes
