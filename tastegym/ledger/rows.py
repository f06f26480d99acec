"""How a record becomes a row of its table, and a row becomes a record again.

Standard library only, since the reader of a starting program rests on it. The order of columns is
that of the tables; the order of `TABLES` is one in which every link points backwards.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, fields
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeAlias

from tastegym.errors import UserError
from tastegym.ledger import records
from tastegym.text import canonical, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Value: TypeAlias = str | int | None
Columns: TypeAlias = dict[str, Value]

HASH = "row_hash"


@dataclass(frozen=True, slots=True)
class Code:
    """One way to keep a field: `write` gives the column's value, `read` a whole column's fields."""

    write: Callable[[Any], Value]
    read: Callable[[Sequence[Any]], Sequence[Any]]


def _text(value: str) -> str:
    # A lone surrogate (undecodable input) has no UTF-8 form and would make the row unwritable.
    return value.encode("utf-8", "replace").decode("utf-8")


def _same(column: Sequence[Any]) -> Sequence[Any]:
    return column


def _cached(parse: Callable[[str], Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Reads a column whose texts repeat, each distinct text parsed once."""

    def read(column: Sequence[Any]) -> Sequence[Any]:
        known = {text: parse(text) for text in set(column)}
        return [known[text] for text in column]

    return read


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text[1:-1].split(","))) if text != "[]" else ()


def _pairs(text: str) -> tuple[tuple[Any, ...], ...]:
    if text == "[]":
        return ()
    if text.startswith('[["') and text.endswith('"]]') and "\\" not in text:
        # Pairs of texts without a quote inside: what stands between them is known.
        pairs = tuple([tuple(pair.split('","')) for pair in text[3:-3].split('"],["')])
        if all(len(pair) == 2 for pair in pairs):
            return pairs
    return tuple(tuple(pair) for pair in json.loads(text))


def _body(value: str) -> str:
    loaded = json.loads(_text(value))
    if not isinstance(loaded, dict):
        raise UserError(f"a row's body must be a JSON object, not {value[:40]!r}.")
    return canonical(loaded)


TEXT = Code(_text, _same)
INTEGER = Code(int, _same)
LINK = Code(lambda value: value or None, lambda column: [value or "" for value in column])
FLAG = Code(int, lambda column: [value == 1 for value in column])
BODY = Code(_body, _same)
WORDS = Code(lambda value: _text(canonical(value)), _cached(lambda text: tuple(json.loads(text))))
NUMBERS = Code(canonical, _cached(_numbers))
PAIRS = Code(lambda value: _text(canonical(value)), _cached(_pairs))

_BY_TYPE = {
    "str": TEXT,
    "int": INTEGER,
    "bool": FLAG,
    "tuple[str, ...]": WORDS,
    "tuple[int, ...]": NUMBERS,
    "tuple[tuple[float, float], ...]": PAIRS,
    "tuple[tuple[str, str], ...]": PAIRS,
}
INTEGERS = frozenset({"at", "rev", "stage", "final", "hint_used", "rung"})
"""Columns that hold whole numbers; every other holds text."""

LINKS = frozenset({"session_id", "item_id", "exposure_id", "question_id"})
"""Columns that may be NULL: the record has no such link."""

_BY_NAME = {"body": BODY} | dict.fromkeys(LINKS, LINK)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, the record class of its rows, and how each column is kept."""

    name: str
    record: type[Any]
    codes: Mapping[str, Code]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns but the hash, in the order of the schema."""
        return tuple(self.codes)


def _table(name: str, record: type[Any]) -> Table:
    codes = {f.name: _BY_NAME.get(f.name) or _BY_TYPE[str(f.type)] for f in fields(record)}
    return Table(name, record, codes)


_BLANK: Callable[[type[Any]], Any] = object.__new__

TABLES = (
    _table("item", records.Item),
    _table("session", records.SessionRow),
    _table("exposure", records.Exposure),
    _table("question", records.Question),
    _table("forecast", records.Forecast),
    _table("reveal", records.Reveal),
    _table("resolution", records.ResolutionRow),
    _table("lesson_review", records.LessonReview),
    _table("fact", records.Fact),
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}
_BY_RECORD: Mapping[type[Any], Table] = {table.record: table for table in TABLES}


def table_of(record: records.Record) -> Table:
    """The table that keeps this kind of record."""
    return _BY_RECORD[type(record)]


def row_hash(columns: Mapping[str, Value]) -> str:
    """Hex SHA-256 over canonical JSON of every column that is not NULL, the hash itself excepted.

    NULL is left out so that a column added later does not change the hash of an older row.
    """
    return sha256(canonical({k: v for k, v in columns.items() if v is not None and k != HASH}))


def encode(record: records.Record) -> Columns:
    """The columns of a record, `row_hash` included; UserError when a value cannot be kept."""
    table = table_of(record)
    columns: Columns = {}
    for name, code in table.codes.items():
        try:
            columns[name] = code.write(getattr(record, name))
        except ValueError:
            raise UserError(
                f"{name} of a {table.name} row cannot be kept: {getattr(record, name)!r}."
            ) from None
    columns[HASH] = row_hash(columns)
    return columns


def decode(table: Table, rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The records of rows that hold `table.columns` in order."""
    return decode_columns(table, list(zip(*rows, strict=True))) if rows else ()


def decode_columns(table: Table, columns: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """The records of rows that come column by column, in the order of `table.columns`.

    Fields are set column by column through the slots' own descriptors, which keeps the loop over
    rows in C: 100,000 rows take a fraction of what their constructors would.
    """
    made = tuple(map(_BLANK, repeat(table.record, len(columns[0]))))
    for (name, code), column in zip(table.codes.items(), columns, strict=True):
        setter = table.record.__dict__[name].__set__
        deque(map(setter, made, code.read(column)), maxlen=0)
    return made


def record_of(table: Table, values: Sequence[Any]) -> Any:
    """The record of one row that holds `table.columns` in order."""
    return decode_columns(table, [(value,) for value in values])[0]
