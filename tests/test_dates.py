"""Dates as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tastegym.dates import read_date, read_day, read_past
from tastegym.errors import UserError

SUNDAY = "2026-11-22"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026-12-1", "2026-12-01"),
        ("today", "2026-11-22"),
        ("Tonight", "2026-11-22"),
        ("tomorrow", "2026-11-23"),
        (" TOMORROW ", "2026-11-23"),
        ("mon", "2026-11-23"),
        ("fri", "2026-11-27"),
        ("Friday", "2026-11-27"),
        ("on friday", "2026-11-27"),
        ("sun", "2026-11-29"),
        ("in 1 day", "2026-11-23"),
        ("in 3 weeks", "2026-12-13"),
        ("3 weeks", "2026-12-13"),
        ("in a week", "2026-11-29"),
        ("in two weeks", "2026-12-06"),
        ("in 10 days", "2026-12-02"),
        ("in 3 months", "2027-02-22"),
        ("in a year", "2027-11-22"),
        ("next week", "2026-11-29"),
        ("next month", "2026-12-22"),
        ("end of month", "2026-11-30"),
        ("end of the year", "2026-12-31"),
        ("end of week", "2026-11-22"),
    ],
)
def test_what_is_meant(typed: str, meant: str) -> None:
    assert read_date(typed, SUNDAY) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "someday", "fr", "t", "2026-02-30", "2026-13-01", "26-12-01", "01.12.2026", "in weeks",
     "in 0.5 weeks", "in -1 days", "12/01/2026", "2026-11-21", "yesterday", "in 9999 years",
     "next", "٢٠٢٦-١٢-٠١", "in ٣ weeks", "nan", "2026-12-01T10:00"],
)  # fmt: skip
def test_what_is_no_date_gets_one_sentence(typed: str) -> None:
    with pytest.raises(UserError) as caught:
        read_date(typed, SUNDAY)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", "2026-11-22"), ("yesterday", "2026-11-21"), ("2026-11-1", "2026-11-01"),
        ("fri", "2026-11-20"), ("last friday", "2026-11-20"), ("sun", "2026-11-22"),
        ("last sun", "2026-11-15"), ("on mon", "2026-11-16"), ("3 weeks ago", "2026-11-01"),
        ("a month ago", "2026-10-22"), ("last week", "2026-11-15"), ("last year", "2025-11-22"),
    ],
)  # fmt: skip
def test_what_is_meant_by_a_day_that_was(typed: str, meant: str) -> None:
    assert read_past(typed, SUNDAY) == meant
    assert read_day(typed, SUNDAY, "--since") == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("tomorrow", 2),
        ("in 3 weeks", 2),
        ("2026-11-23", 1),
        ("2026-02-30", 2),
        ("9999 years ago", 2),
    ],
)
def test_a_day_that_was_is_none_to_come(typed: str, code: int) -> None:
    with pytest.raises(UserError) as caught:
        read_past(typed, SUNDAY, "--until")
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_a_filter_may_end_in_days_to_come() -> None:
    assert read_day("2030-01-01", SUNDAY, "--until") == "2030-01-01"
    assert read_day("", SUNDAY, "--until") == ""


def test_a_month_ends_on_its_last_day() -> None:
    assert read_date("in 1 month", "2027-01-31") == "2027-02-28"
    assert read_date("in 1 month", "2028-01-31") == "2028-02-29"
    assert read_date("in 1 year", "2028-02-29") == "2029-02-28"


days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(days, st.integers(0, 7000))
def test_iso_dates_read_as_they_stand_and_counted_ones_add_up(today: date, count: int) -> None:
    later = today + timedelta(days=count)
    assert read_date(later.isoformat(), today.isoformat()) == later.isoformat()
    assert read_date(f"in {count} days", today.isoformat()) == later.isoformat()


@given(days, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_a_weekday_is_the_next_one_after_today(today: date, name: str) -> None:
    found = date.fromisoformat(read_date(name, today.isoformat()))
    assert 1 <= (found - today).days <= 7
    assert f"{found:%a}".lower() == name


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    sentence, found = "", ""
    try:
        found = read_date(text, SUNDAY)
    except UserError as error:
        sentence = str(error)
    if sentence:
        assert "\n" not in sentence.replace(repr(text), "")
    else:
        assert found >= SUNDAY
        assert date.fromisoformat(found).isoformat() == found
