"""Noting in the ledger what was looked at, beside the screen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tastegym.authoring import exposed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tastegym.clock import Moment


class Noting:
    """Writes a `key_seen` exposure for each scenario that was shown.

    One thread at a time writes what has gathered. `trouble` is a sentence once a write failed.
    """

    def __init__(self, ledger: Path, now: Callable[[], Moment]) -> None:
        self._ledger, self._now = ledger, now
        self._known: set[str] = set()
        self._waiting: list[str] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._trouble = ""
        self._told = False

    @property
    def trouble(self) -> str:
        """Why the first write that failed did; "" when it was asked for before."""
        if not self._trouble or self._told:
            return ""
        self._told = True
        return self._trouble

    def note(self, uid: str) -> None:
        """This scenario stands on the screen."""
        with self._lock:
            if uid in self._known:
                return
            self._known.add(uid)
            self._waiting.append(uid)
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="noting", daemon=True)
                self._thread.start()

    def _write(self) -> None:
        while True:
            with self._lock:
                uids, self._waiting = self._waiting, []
                if not uids:
                    self._thread = None
                    return
            self._trouble = exposed.note_seen(self._ledger, uids, self._now()) or self._trouble

    def close(self) -> None:
        """Wait until all is written."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()
