"""The rows of a table column by column, as one query gathers them; standard library only.

Making a record of every row costs four times as much as reading it. What works on whole columns
asks for columns; records are made where somebody wants them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tastegym.ledger.rows import INTEGERS, LINKS, decode_columns, record_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from tastegym.ledger.rows import Table

_BETWEEN = "\x1f"


class Gathered:
    """All rows of one table at one moment, in the order of their ids."""

    def __init__(self, table: Table, size: int, kept: dict[str, Any]) -> None:
        self._table = table
        self._size = size
        self._fields: dict[str, Sequence[Any]] = {}
        self._kept = kept  # a joined text, or the values after they were first asked for
        self._order = _order(self._raw("id"))
        if self._order is not None:
            kept["id"] = [kept["id"][i] for i in self._order]

    def __len__(self) -> int:
        return self._size

    def field(self, name: str) -> Sequence[Any]:
        """One field of all rows, as the records have it; read once."""
        if name not in self._fields:
            self._fields[name] = self._table.codes[name].read(self.stored(name))
        return self._fields[name]

    def stored(self, name: str) -> Sequence[Any]:
        """One column of all rows as it is stored (text, or whole numbers), NULL as ""."""
        if not isinstance(self._kept[name], list):
            raw = self._raw(name)
            self._kept[name] = raw if self._order is None else [raw[i] for i in self._order]
        values: list[Any] = self._kept[name]
        return values

    def digits(self, name: str) -> str | None:
        """A column of whole numbers from 0 on as one text, blanks between; None where it is not.

        For who reads numbers faster than one by one.
        """
        joined = self._kept[name]
        if self._order is not None or not isinstance(joined, str):
            return None
        text = joined.replace(_BETWEEN, " ")
        return text if text.isascii() and text.replace(" ", "").isdigit() else None

    def record(self, place: int) -> Any:
        """The record of one row."""
        return record_of(self._table, [self.stored(name)[place] for name in self._table.codes])

    def records(self) -> tuple[Any, ...]:
        """The records of all rows."""
        return decode_columns(self._table, [self.stored(name) for name in self._table.codes])

    def _raw(self, name: str) -> list[Any]:
        joined = self._kept[name]
        if isinstance(joined, str):
            texts = joined.split(_BETWEEN) if self._size else []
            self._kept[name] = list(map(int, texts)) if name in INTEGERS else texts
        values: list[Any] = self._kept[name]
        return values


def _order(ids: Sequence[str]) -> list[int] | None:
    """The places of the rows by their ids; None where they stand so already."""
    if all(map(str.__le__, ids, ids[1:])):
        return None
    return sorted(range(len(ids)), key=ids.__getitem__)


def fetch(conn: sqlite3.Connection, table: Table) -> Gathered:
    """All rows of a table inside a read transaction.

    SQLite joins each column into one text, which takes a quarter of the time of handing out rows.
    """
    names = list(table.codes)
    asked = ", ".join(
        f"group_concat(coalesce({name}, ''), '{_BETWEEN}')"
        if name in LINKS
        else f"group_concat({name}, '{_BETWEEN}')"
        for name in names
    )
    size, *joined = conn.execute(f"SELECT count(*), {asked} FROM {table.name}").fetchone()  # noqa: S608
    if all(text is None or text.count(_BETWEEN) == size - 1 for text in joined):
        return Gathered(table, size, dict(zip(names, (text or "" for text in joined), strict=True)))
    # A text holds the very character that stands between texts: take the rows one by one.
    rows = conn.execute(f"SELECT {', '.join(names)} FROM {table.name}").fetchall()  # noqa: S608
    columns = zip(names, zip(*rows, strict=True), strict=True)
    kept = {name: ["" if value is None else value for value in column] for name, column in columns}
    return Gathered(table, len(rows), kept)
