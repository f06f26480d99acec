"""Help for code that makes hundreds of thousands of objects at once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def no_collection() -> Iterator[None]:
    """Spares the cyclic collector, which would walk a growing heap again and again.

    Nodes, scenarios and rows hold no cycles: nothing is lost by waiting.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            _all_old()
            gc.enable()


def _all_old() -> None:
    """Count what was made in the pause as old, so that it is not walked at once after all."""
    if gc.get_freeze_count() == 0:  # else thawing would also thaw what somebody froze for good
        gc.freeze()
        gc.unfreeze()
