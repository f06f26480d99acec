"""A frame tells of every answer what the row-by-row reading tells."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lives import YES_NO, Life, practise
from test_fresh import Walk

from tastegym.insight.filters import Filter
from tastegym.insight.frame import Frame
from tastegym.insight.record import Record
from tastegym.insight.rows import answers
from tastegym.ledger.records import ResolutionRow

TODAY = "2026-06-01"


def same(history, contested=()) -> None:
    frame, plain = Frame(history, TODAY, contested), answers(history, TODAY, contested)
    told = frame.ledgered()
    assert tuple(told.rows) == plain.rows
    assert (told.waiting, told.odd, told.salt) == (plain.waiting, plain.odd, plain.salt)
    assert [told.rows[i] for i in range(len(told.rows))] == list(plain.rows)


@given(st.integers(0, 10**6), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_a_frame_holds_the_same_rows(seed: int, size: int) -> None:
    same(Walk(seed, size).history(), ("o/d#s0",))


def test_every_kind_of_answer_stands_in_the_frame() -> None:
    life = practise(Life(), 12)
    practise(life, 6, options=2)
    board = life.show(life.item("b", kind="board"))
    for i in range(3):
        life.lock(board, (0.9, 0.1), YES_NO, uid=f"{board.uid}/r{i}")
    life.reveal(board, {f"{board.uid}/r{i}": "yes" for i in range(3)})
    number = life.show(life.item("q", kind="quantile"))
    life.lock(number, (), quantiles=((0.1, 2.0), (0.5, 3.0), (0.9, 9.0)))
    life.reveal(number, "4.5")
    life.answer((0.7, 0.1, 0.1, 0.1), "a", uid="world:base-rate@1/9f#17", deck="tastegym/worlds")
    life.answer((0.7, 0.1, 0.1, 0.1), "a", name="lab", pending=True)
    life.answer((0.7, 0.1, 0.1, 0.1), "zebra")
    for outcome in ("yes", "no", "void", "ambiguous", ""):
        life.predict((0.3, 0.8), outcome)
    life.predict((0.7,), "yes", source="import", origin="fatebook")
    late = life.show(life.item("open"))
    life.lock(late, (0.7, 0.3), YES_NO)
    life.add("resolutions", ResolutionRow(*life.stamp(), "", late.uid, "no"))
    same(life.history())
    empty = Life()
    same(empty.history())
    assert len(Record(empty.history(), Filter(), TODAY).chosen) == 0


def test_the_day_of_an_outcome_is_that_of_its_reveal_or_resolution() -> None:
    life = Life()
    life.answer((0.7, 0.1, 0.1, 0.1), "a")
    asked = life.predict((0.8,), "yes")
    deck, own = answers(life.history(), TODAY).rows
    assert deck.outcome_day == life.rows["reveals"][0].local_day
    assert own.outcome_day == life.rows["resolutions"][0].local_day > asked.local_day
    assert own.forecast.local_day < own.outcome_day
    assert own.came_within(own.outcome_day, own.outcome_day)
    assert not own.came_within("", own.forecast.local_day)
    assert own.came_within("", "")


def test_days_of_a_filter_are_those_of_the_outcome() -> None:
    life = Life()
    life.predict((0.8,), "yes")
    row = answers(life.history(), TODAY).rows[0]
    came, locked = row.outcome_day, row.forecast.local_day
    assert len(Record(life.history(), Filter("journal", since=came, until=came), TODAY)) == 1
    assert len(Record(life.history(), Filter("journal", since=locked, until=locked), TODAY)) == 0


def test_of_two_even_options_the_first_shown_is_the_favourite() -> None:
    life = Life()
    for i in range(4):
        shown = life.show(life.item(f"t{i}"))
        life.rows["exposures"][-1] = shown = type(shown)(
            shown.id, shown.at, shown.local_day, shown.session_id, shown.item_id, shown.uid,
            shown.purpose, ("b", "a") if i % 2 else ("a", "b"), shown.body,
        )  # fmt: skip
        life.lock(shown, (0.5, 0.5), ("a", "b"))
        life.reveal(shown, "a")
    record = Record(life.history(), Filter(), TODAY)
    (point,) = record.window(0, 4)
    assert (point.forecast, point.n, point.hits) == (0.5, 4, 2)
    assert [hit for _, _, hit in record.behind(0.5)] == [True, False, True, False]


def test_own_predictions_that_share_a_cluster_count_like_a_board() -> None:
    life = Life()
    for paper in range(6):
        for _ in range(4):
            life.predict((0.9,), "no" if paper % 2 else "yes", cluster=f"paper:{paper}")
    record = Record(life.history(), Filter("journal"), TODAY)
    assert len(record) == 24
    assert record.frame.sample.unit.max() == 5
    assert len({row.unit for row in record.counted}) == 24, "each question keeps its own name"
