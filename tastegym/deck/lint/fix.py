"""Safe mends: each only spells what the finding already knows, and is kept if it helps."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym.deck.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from tastegym.deck.diagnostic import Fix
    from tastegym.deck.load import Loaded

ROUNDS = 40
SINGLY = 20
"""How many fixes are tried alone where all together do not help."""
_BOM = b"\xef\xbb\xbf"


def fix(path: Path, look: Callable[[Path], Loaded] = load) -> int:
    """Apply safe fixes to the files of a deck until none is left; how many were applied.

    `look` reads the deck with its findings. What lowers neither the number of errors nor that of
    findings is taken back. OSError when a file cannot be written.
    """
    applied = 0
    loaded = look(path)
    for _ in range(ROUNDS):
        fixes = possible(loaded)
        # All at once; where that does not help, the first that helps alone.
        singly = [[one] for one in fixes[:SINGLY]] if len(fixes) > 1 else []
        for some in [fixes, *singly] if fixes else []:
            done, again = _try(some, loaded, lambda: look(path))
            if done:
                applied, loaded = applied + done, again
                break
        else:
            break
    return applied


def possible(loaded: Loaded) -> list[Fix]:
    """The fixes of a deck; none of a file that is not UTF-8, whose bytes nobody can place."""
    odd = {one.place.path for one in loaded.diagnostics if one.code == "S011"}
    return [
        one.fix for one in loaded.diagnostics if one.fix is not None and one.fix.path not in odd
    ]


def _try(fixes: list[Fix], loaded: Loaded, look: Callable[[], Loaded]) -> tuple[int, Loaded]:
    """Write the fixes; 0 and the files as they were where the deck is not better for it."""
    before = {name: Path(name).read_bytes() for name in {one.path for one in fixes}}
    done = 0
    for name, data in before.items():
        changed, count = apply(data, [one for one in fixes if one.path == name])
        write(Path(name), changed)
        done += count
    again = look()
    if _better(again, loaded):
        return done, again
    for name, data in before.items():
        write(Path(name), data)
    return 0, loaded


def _better(new: Loaded, old: Loaded) -> bool:
    # Mending a syntax error brings to light what stood behind it, so S codes count first.
    def badness(loaded: Loaded) -> tuple[int, int, int]:
        codes = [one.code[0] for one in loaded.diagnostics]
        return codes.count("S"), loaded.errors, len(codes)

    return badness(new) < badness(old)


def apply(data: bytes, fixes: list[Fix]) -> tuple[bytes, int]:
    """The bytes with the fixes made, the first of those that overlap; and how many were made."""
    text = data.decode("utf-8-sig")
    pieces: list[str] = []
    at = count = 0
    for one in sorted(fixes, key=lambda one: (one.start, one.end)):
        if one.start < at:
            continue
        pieces += [text[at : one.start], one.text]
        at = one.end
        count += 1
    whole = "".join([*pieces, text[at:]]).encode("utf-8")
    return (_BOM + whole if data.startswith(_BOM) else whole), count


def write(path: Path, data: bytes) -> None:
    """Replace a file in one step, so that a broken-off write leaves the old one whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is its owner's alone; the new file has the rights of the old one.
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
