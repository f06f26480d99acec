"""An unfinished answer, kept at every keystroke in a small file of its own.

It survives the death of the program, not that of the machine: nothing is synced, so a keystroke
costs some tens of microseconds. The ledger knows nothing of it.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tastegym.frozen import frozen
from tastegym.text import canonical, sha256

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "drafts"
_SUFFIX = ".draft"


@frozen
class Draft:
    """What stood on the screen: `fields` is whatever the front end needs to show it again.

    `at` is the instant of the keystroke (microseconds since 1970 UTC). `pid` is the program that
    wrote it, so that a second program does not offer what the first is still typing.
    """

    exposure_id: str
    uid: str
    stage: int
    at: int
    fields: tuple[tuple[str, str], ...]
    pid: int = 0


@frozen
class Drafts:
    """The drafts found, newest first, and one sentence for each file that could not be read."""

    found: tuple[Draft, ...]
    notes: tuple[str, ...] = ()


def save(home: Path, draft: Draft) -> None:
    """Keeps the draft in place of the exposure's earlier one; raises OSError."""
    folder = home / FOLDER
    pid = draft.pid or os.getpid()
    body = canonical(
        {
            "exposure_id": draft.exposure_id,
            "uid": draft.uid,
            "stage": draft.stage,
            "at": draft.at,
            "fields": [[_plain(key), _plain(value)] for key, value in draft.fields],
            "pid": pid,
        }
    )
    target = _file(home, draft.exposure_id)
    fresh = target.with_suffix(f".{pid}.new")
    data = f"{sha256(body)}\n{body}\n".encode()
    try:
        _write(fresh, data)
    except FileNotFoundError:
        folder.mkdir(mode=0o700, exist_ok=True)
        _write(fresh, data)
    # A rename replaces the old draft in one step: a kill leaves the one or the other, whole.
    fresh.replace(target)


def _write(path: Path, data: bytes) -> None:
    """A file that only its owner may read, as the ledger is."""
    with open(path, "wb", opener=_private) as file:
        file.write(data)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def load(home: Path) -> Drafts:
    """Every draft in the home, newest first; a damaged one is left out with a sentence."""
    found: list[Draft] = []
    notes: list[str] = []
    for path in sorted((home / FOLDER).glob(f"*{_SUFFIX}")):
        try:
            found.append(_read(path))
        except (OSError, ValueError, KeyError, TypeError):
            notes.append(f"The draft {path} cannot be read and is ignored: delete it if you like.")
    found.sort(key=lambda draft: (draft.at, draft.exposure_id), reverse=True)
    return Drafts(tuple(found), tuple(notes))


def clear(home: Path, exposure_id: str) -> None:
    """Forgets the exposure's draft, if there is one; raises OSError."""
    _file(home, exposure_id).unlink(missing_ok=True)


def is_being_typed(draft: Draft) -> bool:
    """Whether another program that still runs wrote the draft."""
    if draft.pid in (0, os.getpid()):
        return False
    if os.name != "posix":
        return False  # signal 0 would end the process there
    try:
        os.kill(draft.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _file(home: Path, exposure_id: str) -> Path:
    return home / FOLDER / f"{exposure_id}{_SUFFIX}"


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _read(path: Path) -> Draft:
    digest, body, rest = path.read_text("utf-8").split("\n")
    if sha256(body) != digest or rest:
        raise ValueError("the digest does not fit")
    data = json.loads(body)
    return Draft(
        exposure_id=str(data["exposure_id"]),
        uid=str(data["uid"]),
        stage=int(data["stage"]),
        at=int(data["at"]),
        fields=tuple((str(key), str(value)) for key, value in data["fields"]),
        pid=int(data["pid"]),
    )
