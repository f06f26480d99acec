"""What was typed into a form and not saved yet: a small file a form, written at every keystroke.

It survives the death of the program, not that of the machine, as drafts of practice do. The ledger
knows nothing of it.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tastegym.ledger.draft import FOLDER
from tastegym.text import canonical, clean, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SUFFIX = ".form"

WORDS = {
    "new": "a prediction",
    "paper": "what you expect of a paper",
    "review": "answers of a weekly review",
    "update": "a new estimate",
    "resolve": "what came of a prediction",
}
"""What a form holds, by the first word of its key."""


def save(home: Path, key: str, texts: Mapping[str, str]) -> str:
    """Keep the texts of one form in place of its earlier ones; a sentence if that failed."""
    target = _file(home, key)
    body = canonical({"key": key, "texts": dict(texts)})
    fresh = target.with_suffix(f".{os.getpid()}.new")
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with open(fresh, "wb", opener=_private) as file:
            file.write(f"{sha256(body)}\n{body}\n".encode("utf-8", "replace"))
        # A rename replaces the old draft in one step: a kill leaves the one or the other, whole.
        fresh.replace(target)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        return f"The draft cannot be kept ({why}): what is typed here would be lost."
    return ""


def load(home: Path) -> dict[str, dict[str, str]]:
    """The texts of every form left open, by its key; a damaged file is left out."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((home / FOLDER).glob(f"*{_SUFFIX}")):
        try:
            digest, body, rest = path.read_text("utf-8").split("\n")
            if sha256(body) != digest or rest:
                continue
            data = json.loads(body)
            texts = {str(name): clean(str(text)) for name, text in data["texts"].items()}
            found[str(data["key"])] = texts
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def forget(home: Path, key: str) -> None:
    """Forget the texts of one form; what cannot be deleted is offered again, and no harm."""
    try:
        _file(home, key).unlink(missing_ok=True)
    except OSError:
        return


def words(keys: Mapping[str, object]) -> str:
    """What was left open, as a phrase; "" for nothing."""
    told = list(dict.fromkeys(WORDS[w] for key in keys if (w := key.partition(" ")[0]) in WORDS))
    if len(told) < 2:
        return "".join(told)
    return f"{', '.join(told[:-1])} and {told[-1]}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _file(home: Path, key: str) -> Path:
    return home / FOLDER / f"{sha256(key)[:24]}{_SUFFIX}"
