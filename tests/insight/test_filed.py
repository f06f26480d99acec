"""A history read from a file gives the same frame as its records: no shortcut changes a figure."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import Life, practise
from test_fresh import Walk

from tastegym.insight.filters import Filter
from tastegym.insight.frame import Frame
from tastegym.insight.look import look
from tastegym.insight.revealed import Revealed
from tastegym.insight.rows import answers
from tastegym.ledger.gathered import Gathered
from tastegym.ledger.read import History
from tastegym.ledger.rows import TABLES, encode

TODAY = "2026-06-01"
BETWEEN = "\x1f"


def filed(history: History) -> History:
    """The same history with its tables as columns of text, as a file gives them."""
    tables = {}
    for field, table in zip(fields(History), TABLES, strict=True):
        rows = sorted((encode(row) for row in getattr(history, field.name)), key=lambda r: r["id"])
        kept = {
            name: BETWEEN.join("" if row[name] is None else str(row[name]) for row in rows)
            for name in table.codes
        }
        tables[field.name] = Gathered(table, len(rows), kept)
    return History.of_gathered(tables, Path("ledger.sqlite3"))


@given(st.integers(0, 10**6), st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_a_frame_of_a_file_holds_the_same_rows(seed: int, size: int) -> None:
    history = Walk(seed, size).history()
    told, plain = Frame(filed(history), TODAY).ledgered(), answers(history, TODAY)
    assert tuple(told.rows) == plain.rows
    assert (told.waiting, told.odd, told.salt) == (plain.waiting, plain.odd, plain.salt)


def test_all_figures_of_a_file_are_those_of_its_records() -> None:
    life = Life()
    practise(life, 60)
    practise(life, 20, options=2)
    history = life.history()
    assert look(filed(history), Filter(), TODAY) == look(history, Filter(), TODAY)


@pytest.mark.parametrize(
    "pairs",
    [
        (("d#a", "yes"),),
        (("d#a", ""),),
        (("d#a", 'he said "no"'),),
        (("d#a", "back\\slash"),),
        (("d#a", "ünïcode 漢"),),
        (("d#a", '"]]'),),
        (("d#b", "other"),),
        (("d#a/r0", "yes"), ("d#a", "no"), ("d#a/r1", "yes")),
        (),
    ],
)
def test_what_a_reveal_says_is_read_as_it_was_written(pairs: tuple[tuple[str, str], ...]) -> None:
    life = Life()
    practise(life, 1)
    history = life.history()
    told = replace(history, reveals=(replace(history.reveals[0], outcome=pairs),))
    for one in (told, filed(told)):
        assert Revealed(one).of([0, -1], ["d#a", "d#a"]) == [dict(pairs).get("d#a"), None]


def test_a_uid_with_quotes_names_no_other_pair() -> None:
    life = Life()
    practise(life, 1)
    history = life.history()
    pairs = (("x", "y"), ("u", "z"))
    told = filed(replace(history, reveals=(replace(history.reveals[0], outcome=pairs),)))
    assert Revealed(told).of([0], ['x","y"],["u']) == [None]
