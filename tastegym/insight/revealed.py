"""What reveals told, text by text: most are read without being parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tastegym.ledger.read import History

_QUOTES = 4
_END = -3  # what follows the text of the outcome: "]]


class Revealed:
    """The outcomes of the reveals of a history, by their places."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._stored: Sequence[Any] = history.stored("reveals", "outcome")
        self._pairs: dict[int, Sequence[tuple[str, str]]] = {}

    def __len__(self) -> int:
        return len(self._stored)

    def of(self, rows: Iterable[int], uids: Iterable[str]) -> list[str | None]:
        """What each of some reveals says of a uid; None if it says nothing, or for row -1."""
        stored, look = self._stored, self._among_pairs
        found: list[str | None] = []
        for row, uid in zip(rows, uids, strict=True):
            if row < 0:
                found.append(None)
                continue
            text, head = stored[row], f'[["{uid}","'
            # One pair of plain texts: what stands around them is known.
            if (
                text[: len(head)] == head
                and text.count('"') == _QUOTES
                and "\\" not in text
                and text[_END:] == '"]]'
            ):
                found.append(text[len(head) : _END])
            else:
                found.append(look(row, uid))
        return found

    def _among_pairs(self, row: int, uid: str) -> str | None:
        pairs = self._pairs.get(row)
        if pairs is None:
            text = self._stored[row]
            pairs = self._pairs[row] = self._history.decoded("reveals", "outcome", [text])[0]
        for name, told in pairs:
            if name == uid:
                return told
        return None
