"""What reveals told, text by text: most are read without being parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.ledger.read import History

_QUOTES = 4


class Revealed:
    """The outcomes of the reveals of a history, by their places."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._stored: Sequence[Any] = history.stored("reveals", "outcome")
        self._pairs: dict[int, Sequence[tuple[str, str]]] = {}

    def __len__(self) -> int:
        return len(self._stored)

    def of(self, row: int, uid: str) -> str | None:
        """What a reveal says of a uid; None if it says nothing of it."""
        text = self._stored[row]
        if isinstance(text, str) and text.count('"') == _QUOTES and "\\" not in text:
            # One pair of plain texts: what stands around them is known.
            head = f'[["{uid}","'
            if text.startswith(head) and text.endswith('"]]'):
                return text[len(head) : -3]
        pairs = self._pairs.get(row)
        if pairs is None:
            pairs = self._pairs[row] = self._history.decoded("reveals", "outcome", [text])[0]
        return next((told for name, told in pairs if name == uid), None)
