"""The writer: what is appended is there, once, unchanged, and cannot be changed."""

from __future__ import annotations

import dataclasses
import sqlite3
import stat
import threading
from contextlib import closing, nullcontext

import pytest
from rows_for_tests import Maker, instant

from tastegym.errors import UserError
from tastegym.ledger import read, rows, seen, store
from tastegym.ledger.records import Exposure, Fact, Forecast
from tastegym.ledger.store import Ledger, NotSavedError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path):
    with Ledger.create(path, instant()) as opened:
        yield opened


def everything(path):
    """All rows of the ledger, of every table, in the order of their ids."""
    history = read.history(path)
    tables = (getattr(history, field.name) for field in dataclasses.fields(history))
    return sorted((row for table in tables for row in table), key=lambda row: row.id)


def test_every_kind_of_row_comes_back_as_it_went_in(ledger, path):
    made = Maker().one_of_each()
    ledger.append(*made)
    assert {type(row) for row in made} == {table.record for table in rows.TABLES}
    salt = read.facts(path, "salt")
    assert everything(path) == sorted([*made, *salt], key=lambda row: row.id)


def test_a_repeated_append_adds_nothing(ledger, path):
    made = Maker().one_of_each()
    ledger.append(*made)
    once = read.history(path)
    ledger.append(*made)
    ledger.append(*reversed(made))
    assert read.history(path) == once


def test_rows_of_one_call_may_come_in_any_order(ledger, path):
    ledger.append(*reversed(Maker().answer()))
    assert len(read.history(path).reveals) == 1


def test_a_call_is_written_whole_or_not_at_all(ledger, path):
    made = Maker().answer()
    bad = dataclasses.replace(made[-2], id=Maker().ids.new(5), probs=(5000, 4000))
    before = everything(path)
    with pytest.raises(NotSavedError, match="sum to 10000"):
        ledger.append(*made, bad)
    assert everything(path) == before
    ledger.append(*made)
    assert len(everything(path)) == len(before) + len(made)


@pytest.mark.parametrize(
    "change",
    [
        {"probs": (10_001, -1)},
        {"probs": (10_000,)},
        {"options": ("a", "b", "c")},
        {"probs": ()},
        {"quantiles": ((0.5, 1.0),)},
        {"quantiles": ((0.5, float("nan")),), "options": (), "probs": ()},
        {"recognised": "maybe"},
        {"stage": -1},
        {"question_id": "x" * 36},
        {"exposure_id": ""},
        {"exposure_id": "0" * 36},
        {"id": "short"},
        {"local_day": "today"},
        {"body": "[]"},
        {"body": "{"},
        {"body": '{"a": 1e999}'},
    ],
)
def test_an_impossible_forecast_is_refused(ledger, path, change):
    *rest, forecast, _ = Maker().answer()
    ledger.append(*rest)
    with pytest.raises(UserError):
        ledger.append(dataclasses.replace(forecast, **change))
    assert read.history(path).forecasts == ()


def test_a_ledger_held_by_another_program_is_one_sentence_and_the_repeat_saves(
    ledger, path, monkeypatch
):
    monkeypatch.setattr("tastegym.ledger.reader.BUSY_SECONDS", 0.05)
    made = Maker().answer()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSavedError, match="Another program has held the ledger"):
            ledger.append(*made)
        other.execute("ROLLBACK")
    ledger.append(*made)
    assert len(read.history(path).forecasts) == 1


def test_other_content_under_a_used_id_is_refused(ledger, path):
    made = Maker().answer()
    ledger.append(*made)
    forecast = next(row for row in made if isinstance(row, Forecast))
    with pytest.raises(NotSavedError, match="other content"):
        ledger.append(dataclasses.replace(forecast, probs=(1, 9_999)))
    assert read.history(path).forecasts == (forecast,)


@pytest.mark.parametrize("table", [table.name for table in rows.TABLES])
def test_nothing_can_be_rewritten_by_any_program(ledger, path, table):
    ledger.append(*Maker().one_of_each())
    before = everything(path)
    with closing(sqlite3.connect(path)) as other:
        names = [row[1] for row in other.execute(f"PRAGMA table_info({table})")]
        copy = ", ".join(
            "at + 1" if n == "at" else f"'{'0' * 64}'" if n == "row_hash" else n for n in names
        )
        for sql in (
            f"UPDATE {table} SET body = '{{}}'",
            f"UPDATE OR IGNORE {table} SET at = 0",
            f"DELETE FROM {table}",
            f"INSERT OR REPLACE INTO {table} SELECT {copy} FROM {table}",
        ):
            refusal = "append-only|other content"
            # Replacing an item is ignored instead: the first text stays.
            kept = table == "item" and sql.startswith("INSERT")
            with nullcontext() if kept else pytest.raises(sqlite3.IntegrityError, match=refusal):
                other.execute(sql)
            other.commit()
    assert everything(path) == before


def test_undecodable_input_is_kept_readable(ledger, path):
    fact = Maker().fact("note", text="a\udc80b")
    ledger.append(fact)
    kept = next(row for row in read.history(path).facts if row.kind == "note")
    assert kept.body == '{"text":"a?b"}'


def test_an_item_is_stored_once_and_its_later_texts_as_facts(ledger, path):
    maker = Maker()
    first = maker.item("a", feedback="old")
    later = maker.item("a", feedback="new")
    assert first.id == later.id
    ledger.append(first)
    ledger.append(later)
    ledger.append(dataclasses.replace(later, at=later.at + 5))
    history = read.history(path)
    assert history.items == (first,)
    (variant,) = [fact for fact in history.facts if fact.kind == "item_variant"]
    assert '"feedback":"new"' in variant.body
    assert first.id in variant.body


def test_an_item_under_a_foreign_id_is_a_bug(ledger):
    maker = Maker()
    with pytest.raises(ValueError, match="item_id"):
        ledger.append(dataclasses.replace(maker.item(), id=maker.ids.new(1)))


def test_a_new_ledger_is_private_has_a_salt_and_no_leftovers(path):
    with Ledger.create(path, instant()):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["ledger.sqlite3"]
    (salt,) = read.facts(path, "salt")
    assert len(bytes.fromhex(seen.seen(path).salt)) == 16
    assert salt.at == instant().at


def test_creating_where_a_ledger_is_opens_it(path):
    with Ledger.create(path, instant(), "ab" * 16) as first:
        first.append(*Maker().answer())
    with Ledger.create(path, instant(99)):
        pass
    assert seen.seen(path).salt == "ab" * 16
    assert len(read.history(path).forecasts) == 1


def test_opening_never_creates(path):
    with pytest.raises(UserError, match="no ledger"):
        Ledger.open(path)
    assert not path.exists()


def test_odd_names_of_folders_are_no_trouble(tmp_path):
    home = tmp_path / "a b?c#d%41&mode=ro'ü"
    home.mkdir()
    path = home / "ledger.sqlite3"
    with Ledger.create(path, instant()) as ledger:
        ledger.append(*Maker().answer())
    assert len(read.history(path).forecasts) == 1
    assert [p.name for p in home.iterdir()] == ["ledger.sqlite3"]


def test_the_settings_hold_on_the_writing_connection(ledger):
    with ledger._engine.connect() as conn:
        got = {
            name: str(conn.exec_driver_sql(f"PRAGMA {name}").scalar()).lower()
            for name in store.SETTINGS
        }
    assert got == {
        "journal_mode": "delete",
        "synchronous": "3",
        "fullfsync": "1",
        "foreign_keys": "1",
        "busy_timeout": "5000",
        "trusted_schema": "0",
        "cell_size_check": "1",
        "mmap_size": "0",
        "temp_store": "2",
    }


def test_a_write_ahead_log_left_by_another_tool_is_undone(ledger, path):
    ledger.close()
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    with Ledger.open(path) as again:
        again.append(*Maker().answer())
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert len(read.history(path).forecasts) == 1


def test_threads_share_one_ledger(ledger, path):
    makers = [Maker() for _ in range(4)]
    work = [[m.answer(f"{n}-{k}") for k in range(10)] for n, m in enumerate(makers)]
    threads = [
        threading.Thread(target=lambda mine=mine: [ledger.append(*rows_) for rows_ in mine])
        for mine in work
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read.history(path).forecasts) == 40


def test_seen_tells_what_planning_needs(ledger, path):
    maker = Maker()
    ledger.append(*maker.answer("a"))
    item = maker.item("b")
    shown, tutored, peeked = (
        maker.exposure(item, purpose) for purpose in ("practice", "tutorial", "key_seen")
    )
    row = dataclasses.replace(maker.forecast(tutored), uid=f"{item.uid}/row-1")
    other = dataclasses.replace(maker.forecast(tutored), uid=f"{item.uid}/row-2")
    ledger.append(item, shown, peeked, tutored)
    assert not seen.seen(path).tutorial_done
    ledger.append(row, other)
    got = seen.seen(path)
    assert got.met == {"owner/deck#a", "owner/deck#b"}, "a row of a board is met as its board"
    assert seen.first_shown(path, ["owner/deck#b", "owner/deck#c"]) == {"owner/deck#b": shown.at}
    assert got.key_seen == {"owner/deck#b"}
    assert got.tutorial_done
    assert got.sessions == 1
    assert got.last_at == other.at
    assert got.last_id == other.id
    assert seen.locked_stages(path, tutored.id) == 1
    assert seen.locked_stages(path, shown.id) == 0


def test_a_generated_uid_is_not_cut_at_its_slash(ledger, path):
    maker = Maker()
    item = dataclasses.replace(maker.item("w"), uid="world:name@1/ab12#7")
    exposure = dataclasses.replace(maker.exposure(item), uid=item.uid)
    ledger.append(item, exposure, dataclasses.replace(maker.forecast(exposure), uid=item.uid))
    assert seen.seen(path).met == {"world:name@1/ab12#7"}


def test_row_types_are_not_mixed_up():
    assert rows.table_of(Maker().fact()).record is Fact
    assert rows.BY_NAME["exposure"].record is Exposure
