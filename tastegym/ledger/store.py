"""The only writer of the ledger: one durable transaction per call, nothing ever rewritten."""

from __future__ import annotations

import json
import os
import random
import secrets
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from tastegym.errors import UserError
from tastegym.ledger import reader, rows, seen
from tastegym.ledger.files import sync_folder
from tastegym.ledger.ids import Ids, derived, item_id
from tastegym.ledger.migrate import migrate
from tastegym.ledger.records import Fact, Item
from tastegym.ledger.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from tastegym.clock import Moment
    from tastegym.ledger.records import Record

# What makes "saved" true after a power cut: EXTRA also syncs the folder after the journal goes,
# and no write-ahead log leaves answers outside the file that people copy.
SETTINGS: dict[str, str] = {
    "journal_mode": "DELETE",
    "synchronous": "EXTRA",
    "fullfsync": "ON",
    "foreign_keys": "ON",
    "busy_timeout": "5000",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "mmap_size": "0",
    "temp_store": "MEMORY",
}
RETRY_PAUSES = (0.05, 0.2)  # seconds; a disk that fails for longer is for the person to mend


class NotSavedError(UserError):
    """Nothing was written. The same records may be appended again: their ids make it safe."""


class Ledger:
    """An open ledger. Safe to call from any thread; one transaction at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._refusal = ""
        self._open = True
        reader.in_use.enter(path)
        self._engine = _engine(path)

    @classmethod
    def create(cls, path: Path, now: Moment, salt: str | None = None) -> Self:
        """A new ledger with its salt (16 random bytes, hex); an existing file is opened instead.

        It is made under another name and linked into place when complete and synced, so that a
        ledger without its tables never exists.
        """
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        try:
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            _fill(draft, now, salt or secrets.token_hex(16))
            _settle(draft, path)
        except (DBAPIError, sqlite3.Error) as error:
            raise reader.explain(path, _original(error)) from None
        except OSError as error:
            raise UserError(
                f"The ledger {path} cannot be created ({os.strerror(error.errno or 0)}): check "
                "that its folder exists, is yours to write and has room."
            ) from None
        finally:
            draft.unlink(missing_ok=True)
            draft.with_name(draft.name + "-journal").unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The ledger at `path`; UserError with one sentence unless it can be written."""
        seen.check(path).require(seen.State.OK)
        return cls(path)

    def append(self, *records: Record) -> None:
        """Writes the records in one durable transaction: when it returns, they survive anything.

        A row that is there already is left alone, so a call may be repeated. A failing disk is
        tried again a few times; then NotSavedError, as when another program holds the ledger for
        too long, and nothing of the call is in the ledger (or, where only the last sync failed, all
        of it: the repeated call finds out).
        """
        encoded = [(record, rows.table_of(record).name, rows.encode(record)) for record in records]
        for record in records:
            if isinstance(record, Item) and record.id != item_id(
                record.shown_hash, record.key_hash
            ):
                raise ValueError("the id of an item is ids.item_id(shown_hash, key_hash)")
        if not encoded:
            return
        with self._lock:
            if self._refusal:
                raise NotSavedError(f"Not saved. {self._refusal}")
            self._insist(encoded)

    def _insist(self, encoded: Sequence[tuple[Record, str, rows.Columns]]) -> None:
        for pause in (*RETRY_PAUSES, None):
            try:
                self._write(encoded)
            # SQLAlchemy wraps what its own statements raise, but not what our BEGIN does.
            except (DBAPIError, sqlite3.Error) as error:
                original = _original(error)
                again = reader.code(original) in _PASSING
                if not again or pause is None:
                    raise self._not_saved(original) from None
                # After an I/O error the old connection's cache is not to be trusted.
                self._engine.dispose()
                time.sleep(pause)
            else:
                return

    def _write(self, encoded: Sequence[tuple[Record, str, rows.Columns]]) -> None:
        with Session(self._engine) as session, session.begin():
            for record, table, columns in encoded:
                if isinstance(record, Item):
                    _keep_variant(session, record, columns)
                _insert(session, table, columns)

    def _not_saved(self, error: sqlite3.Error) -> NotSavedError:
        if isinstance(error, sqlite3.IntegrityError):
            return NotSavedError(
                f"The ledger {self.path} refused a row ({error}): please report it."
            )
        return NotSavedError(f"Not saved. {reader.explain(self.path, error)}")

    def hashes(self) -> dict[tuple[str, str], str]:
        """The hash of every row by table and id, for whoever compares two ledgers."""
        with self._lock, self._engine.begin() as conn:
            return {
                (table, row[0]): row[1]
                for table in TABLES
                for row in conn.exec_driver_sql(f"SELECT id, row_hash FROM {table}")  # noqa: S608
            }

    def refuse(self, sentence: str) -> None:
        """Stops every further append: the file was found damaged while it was in use."""
        with self._lock:
            self._refusal = sentence

    def close(self) -> None:
        """Closes the file. The ledger may not be used afterwards."""
        with self._lock:
            self._engine.dispose()
            if self._open:
                self._open = False
                reader.in_use.leave(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_PASSING = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})


def _original(error: DBAPIError | sqlite3.Error) -> sqlite3.Error:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, sqlite3.Error):
        raise error
    return cause


def _engine(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        target = reader.uri(path, "rw")
        return sqlite3.connect(target, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _configure(conn: Any, _: object) -> None:
        configure(conn)

    @event.listens_for(engine, "begin")
    def _begin(conn: Any) -> None:
        _begin_writing(conn.connection.driver_connection)

    return engine


def _begin_writing(conn: sqlite3.Connection) -> None:
    """The only BEGIN (isolation_level=None keeps the driver from adding its own, later one).

    Asks every few milliseconds, at random: SQLite's own waiting grows to 100 ms a step, in which
    a busier program would always be there first.
    """
    deadline = time.monotonic() + reader.BUSY_SECONDS
    conn.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                conn.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                busy = reader.code(error) == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(random.uniform(0.001, 0.005))
            else:
                return
    finally:
        conn.execute(f"PRAGMA busy_timeout={SETTINGS['busy_timeout']}")


def configure(conn: sqlite3.Connection, settings: Mapping[str, str] | None = None) -> None:
    """Puts the durability settings on a writing connection."""
    for name, value in (SETTINGS if settings is None else settings).items():
        conn.execute(f"PRAGMA {name}={value}")


def _insert(session: Session, table: str, columns: rows.Columns) -> None:
    statement = insert(TABLES[table]).values(**columns)
    session.connection().execute(statement.on_conflict_do_nothing(index_elements=["id"]))


def _keep_variant(session: Session, item: Item, columns: rows.Columns) -> None:
    """Keeps what changed outside both hashes (feedback, aliases, spoils) since the item was stored.

    The item stays as it was first met; the later text becomes a fact under an id of its own.
    """
    connection = session.connection()
    known = connection.exec_driver_sql("SELECT body FROM item WHERE id = ?", (item.id,))
    stored = known.scalar_one_or_none()
    if stored is None or stored == columns["body"]:
        return
    body = {"item_id": item.id, "deck_version": item.deck_version, "body": json.loads(item.body)}
    variant = Fact(
        derived("item_variant", item.id, str(columns["body"])),
        item.at,
        item.local_day,
        "item_variant",
        json.dumps(body),
    )
    present = connection.exec_driver_sql("SELECT 1 FROM fact WHERE id = ?", (variant.id,))
    if present.first() is None:
        _insert(session, "fact", rows.encode(variant))


def _fill(path: Path, now: Moment, salt: str) -> None:
    with reader.opened(path, "rw") as conn:
        configure(conn)
        migrate(conn)
    body = json.dumps({"salt": salt, "offset_min": now.offset_min, "zone": now.zone})
    with Ledger(path) as ledger:
        ledger.append(Fact(Ids().new(now.at), now.at, now.local_day, "salt", body))


def _settle(draft: Path, path: Path) -> None:
    """Gives the complete file its name, durably, and never over an existing one."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # another program was quicker; its ledger holds
    except OSError:
        if path.exists():
            return
        draft.rename(path)  # a file system without hard links
    sync_folder(path.parent)
