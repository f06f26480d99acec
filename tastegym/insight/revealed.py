"""What reveals told, text by text: most are read without being parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tastegym.ledger.read import History

_QUOTES = 4
_END = -3  # what follows the text of the outcome: "]]


class Revealed:
    """The outcomes of the reveals of a history, by their places."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._stored: Sequence[Any] = history.stored("reveals", "outcome")

    def __len__(self) -> int:
        return len(self._stored)

    def of(self, rows: Iterable[int], uids: Iterable[str]) -> list[str | None]:
        """What each of some reveals says of a uid; None if it says nothing, or for row -1."""
        stored = self._stored
        found: list[str | None] = []
        others: list[tuple[int, int, str]] = []
        for place, (row, uid) in enumerate(zip(rows, uids, strict=True)):
            told = None
            if row >= 0:
                text, head = stored[row], f'[["{uid}","'
                # One pair of plain texts: what stands around them is known.
                if (
                    text[: len(head)] == head
                    and text.count('"') == _QUOTES
                    and "\\" not in text
                    and text[_END:] == '"]]'
                ):
                    told = text[len(head) : _END]
                else:
                    others.append((place, row, uid))
            found.append(told)
        pairs = self._pairs({row for _, row, _ in others})
        for place, row, uid in others:
            found[place] = next((told for name, told in pairs[row] if name == uid), None)
        return found

    def _pairs(self, rows: Collection[int]) -> dict[int, Sequence[tuple[str, str]]]:
        """What some reveals say, by their places."""
        texts = [self._stored[row] for row in rows]
        read = self._history.decoded("reveals", "outcome", texts)
        return dict(zip(rows, read, strict=True))
