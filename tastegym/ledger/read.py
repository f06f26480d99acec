"""The whole history as frozen records, read with the standard library in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tastegym.bulk import no_collection
from tastegym.ledger import reader
from tastegym.ledger.gathered import fetch
from tastegym.ledger.rows import BY_NAME, TABLES, Table, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tastegym.ledger.gathered import Gathered
    from tastegym.ledger.records import (
        Exposure,
        Fact,
        Forecast,
        Item,
        LessonReview,
        Question,
        ResolutionRow,
        Reveal,
        SessionRow,
    )


@dataclass(frozen=True)
class History:
    """Everything in the ledger at one moment; each table's rows in the order of their ids.

    What was read from a file is kept as columns, and a table becomes records when it is first
    asked for as such. Nothing is read later: all of it is of one moment.
    """

    items: tuple[Item, ...] = field(default_factory=tuple)
    sessions: tuple[SessionRow, ...] = field(default_factory=tuple)
    exposures: tuple[Exposure, ...] = field(default_factory=tuple)
    questions: tuple[Question, ...] = field(default_factory=tuple)
    forecasts: tuple[Forecast, ...] = field(default_factory=tuple)
    reveals: tuple[Reveal, ...] = field(default_factory=tuple)
    resolutions: tuple[ResolutionRow, ...] = field(default_factory=tuple)
    lesson_reviews: tuple[LessonReview, ...] = field(default_factory=tuple)
    facts: tuple[Fact, ...] = field(default_factory=tuple)

    @classmethod
    def of_gathered(cls, tables: Mapping[str, Gathered], path: Path) -> History:
        """A history whose tables (by the names of the fields above) are columns so far."""
        made = object.__new__(cls)
        made.__dict__["_columns"] = dict(tables)
        made.__dict__["_path"] = path
        return made

    def __getattr__(self, name: str) -> Any:
        """A table that is still kept as columns, as records."""
        columns: Gathered | None = self.__dict__.get("_columns", {}).get(name)
        if columns is None:
            raise AttributeError(name)
        with no_collection(), self._undamaged():
            records = columns.records()
        self.__dict__[name] = records
        return records

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """Rows were checked when they were written: what cannot be read now is damaged."""
        try:
            yield
        except (ValueError, TypeError, KeyError) as error:
            damage = reader.corrupt(f"a row cannot be read: {error}")
            raise reader.explain(self.__dict__["_path"], damage) from None

    def count(self, table: str) -> int:
        """How many rows a table has."""
        kept = self._kept(table)
        return len(kept) if kept is not None else len(getattr(self, table))

    def sorted(self, table: str) -> bool:
        """Whether a table is known to stand in the order of its ids: all that came from a file."""
        return self._kept(table) is not None

    def column(self, table: str, name: str) -> Sequence[Any]:
        """One field of all rows of a table, in their order."""
        kept = self._kept(table)
        if kept is not None:
            with self._undamaged():
                return kept.field(name)
        return list(map(attrgetter(name), getattr(self, table)))

    def stored(self, table: str, name: str) -> Sequence[Any]:
        """One field of all rows as it stands in the file, for `decoded`; half as dear as `column`.

        Of a table that is records already the field itself.
        """
        kept = self._kept(table)
        if kept is not None:
            with self._undamaged():
                return kept.stored(name)
        return self.column(table, name)

    def digits(self, table: str, name: str) -> str | None:
        """A field of whole numbers as one text, blanks between; None where `column` must do."""
        kept = self._kept(table)
        return kept.digits(name) if kept is not None else None

    def decoded(self, table: str, name: str, values: Sequence[Any]) -> Sequence[Any]:
        """Some values of `stored` as the records have them."""
        if self._kept(table) is None:
            return values
        with self._undamaged():
            return BY_NAME[_SINGULAR[table]].codes[name].read(values)

    def row(self, table: str, place: int) -> Any:
        """One record of a table."""
        if table in self.__dict__:
            return self.__dict__[table][place]
        with self._undamaged():
            return self.__dict__["_columns"][table].record(place)

    def changed(self, **tables: tuple[Any, ...]) -> History:
        """The same history with other rows in some tables; the rest is not made into records."""
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.__dict__["_columns"] = {
            name: kept
            for name, kept in self.__dict__.get("_columns", {}).items()
            if name not in tables
        }
        made.__dict__.update(tables)
        return made

    def _kept(self, table: str) -> Gathered | None:
        """A table's columns, if it came from a file."""
        kept: Gathered | None = self.__dict__.get("_columns", {}).get(table)
        return kept


# The order of TABLES is that of the fields of a history.
_SINGULAR = {one.name: table.name for one, table in zip(fields(History), TABLES, strict=True)}


def history(path: Path) -> History:
    """All records of the ledger; UserError if it cannot be read.

    A missing file is an error too: callers that accept one ask `seen.check` first.
    """

    def read(conn: sqlite3.Connection) -> History:
        return History.of_gathered(
            {name: fetch(conn, BY_NAME[table]) for name, table in _SINGULAR.items()}, path
        )

    try:
        with no_collection():
            return reader.reading(path, read)
    except sqlite3.Error as error:
        raise reader.explain(path, error) from None


def facts(path: Path, kind: str) -> tuple[Fact, ...]:
    """The facts of one kind, in the order of their ids; UserError if they cannot be read."""
    table = BY_NAME["fact"]
    try:
        return reader.reading(path, lambda conn: _records(conn, table, "WHERE kind = ?", (kind,)))
    except sqlite3.Error as error:
        raise reader.explain(path, error) from None


def columns(path: Path, table: str, names: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Some fields of all rows of a table, each as one sequence, in the order of ids.

    A third of the cost of whole records where only a few fields are wanted; UserError if the
    ledger cannot be read.
    """
    codes = BY_NAME[table].codes
    wanted = ", ".join(("id", *names))

    def fetch(conn: sqlite3.Connection) -> list[tuple[Any, ...]]:
        return conn.execute(f"SELECT {wanted} FROM {table}").fetchall()  # noqa: S608

    try:
        with no_collection():
            rows = reader.reading(path, fetch)
            rows.sort()
            parts = tuple(zip(*rows, strict=True))[1:] or ((),) * len(names)
            return {name: codes[name].read(part) for name, part in zip(names, parts, strict=True)}
    except sqlite3.Error as error:
        raise reader.explain(path, error) from None


def _records(
    conn: sqlite3.Connection, table: Table, where: str = "", values: tuple[str, ...] = ()
) -> tuple[Any, ...]:
    names = ", ".join(table.columns)
    sql = f"SELECT {names} FROM {table.name} {where}"  # noqa: S608 - names of our own tables
    rows = conn.execute(sql, values).fetchall()
    # Sorted here: sorting in SQL would walk the index and fetch every row out of order.
    rows.sort()
    return decode(table, rows)
