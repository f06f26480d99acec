"""Estimates of one's own questions, and times, as they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tastegym.errors import UserError
from tastegym.journal.estimate import again, read_estimate
from tastegym.journal.typed import read_minutes
from tastegym.ledger.records import TOTAL


def test_yes_or_no_options_and_quantities() -> None:
    assert read_estimate("70%").probs == (7000, 3000)
    assert read_estimate("17:3").probs == (8500, 1500)
    assert read_estimate("1 in 40").probs == (250, 9750)
    shared = read_estimate("drop it 60 | go on 30 | ask again")
    assert shared.options == ("drop it", "go on", "ask again")
    assert shared.probs == (6000, 3000, 1000)
    named = read_estimate("60 25", ("a", "b", "c"))
    assert (named.kind, named.probs) == ("choice", (6000, 2500, 1500))
    amount = read_estimate("10 25.5 60 hours")
    assert (amount.kind, amount.quantiles, amount.unit) == ("quantile", (10, 25.5, 60), "hours")
    assert read_estimate("-1 0 3", unit="points").unit == "points"


@pytest.mark.parametrize(
    "typed",
    ["", "0.7", "170", "seventy", "60 40", "10 5 60 hours", "a | b", "a 60 | a 40", "a 70 | b 70",
     "| 60", "a 60 |", "nan 1 2", "1 2 3 4", "50 50"],
)  # fmt: skip
def test_what_cannot_be_read_gets_one_sentence(typed: str) -> None:
    with pytest.raises(UserError) as caught:
        read_estimate(typed)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=30))
def test_any_text_is_an_estimate_or_a_sentence(text: str) -> None:
    try:
        found = read_estimate(text)
    except UserError:
        return
    assert found.quantiles == tuple(sorted(found.quantiles))
    assert not found.probs or sum(found.probs) == TOTAL
    assert bool(found.probs) != bool(found.quantiles)


def test_a_later_estimate_keeps_kind_and_options() -> None:
    first = read_estimate("drop it 60 | go on 40")
    assert again("30 70", first).probs == (3000, 7000)
    turned = again("go on 80 | drop it 20", first)
    assert (turned.options, turned.probs) == (first.options, (2000, 8000))
    amount = read_estimate("1 2 3 h")
    assert again("2 3 4", amount).unit == "h"
    for typed, one in (("70", amount), ("1 2 3", read_estimate("70")), ("a 60 | b 40", first)):
        with pytest.raises(UserError):
            again(typed, one)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("90", 90), ("90m", 90), ("90 min", 90), ("2h", 120), ("1h30", 90), ("1.5 h", 90),
     ("2 days", 960), ("1 h 15 m", 75)],
)  # fmt: skip
def test_times(typed: str, minutes: float) -> None:
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["h", "0", "soon", "-5m", "1:30", "nan"])
def test_what_is_no_time_gets_one_sentence(typed: str) -> None:
    with pytest.raises(UserError):
        read_minutes(typed)
