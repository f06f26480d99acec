"""A pause of the garbage collector while a deck is read."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_collecting() -> Iterator[None]:
    """Nodes and scenarios hold no cycles; walking a million of them again and again doubles the
    time that a large deck takes.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            _all_old()
            gc.enable()


def _all_old() -> None:
    """Count what was made in the pause as old, so that it is not walked at once after all."""
    if gc.get_freeze_count() == 0:  # else thawing would also thaw what somebody froze for good
        gc.freeze()
        gc.unfreeze()
