"""Exhibits: tables that stay readable at any width, and plots that show their numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tastegym.chart import columns
from tastegym.chart.axes import exact_axis, number, round_axis, short
from tastegym.chart.canvas import MARKERS
from tastegym.chart.exhibit import draw
from tastegym.chart.plot import spread
from tastegym.chart.table import is_number, table
from tastegym.deck.model import PlotExhibit, TableExhibit

WIDE = (
    ("Control, untreated and measured in the morning by the first lab", "12", "301.5 ± 2.1", "-"),
    ("Treated", "120", "288", "<.001"),
)


def plot(kind, x, series, **more):
    return PlotExhibit("p", kind, tuple(x), tuple((n, tuple(v)) for n, v in series), **more)


def test_numbers_stand_to_the_right():
    text = table(("name", "n"), (("a", "5"), ("b", "1,200")), 76).text()
    assert text.splitlines()[2:] == ["a         5", "b     1,200"]


@pytest.mark.parametrize(
    "cell",
    ["12", "-3.5", "−2", "<.001", "≈ 10 %", "1,300", "3.2 ± 0.1", "45 (12-60)", "1e-5", "5/12"],
)
def test_figures_are_told_from_words(cell):
    assert is_number(cell)
    assert not is_number(f"about {cell}")


@pytest.mark.parametrize("width", [76, 60, 40, 24, 14, 6, 1])
def test_a_table_keeps_every_word_at_any_width(width):
    exhibit = TableExhibit("t", ("Condition", "n", "Mean (ms)", "p"), WIDE, "What they saw")
    picture = draw(exhibit, width)
    assert all(columns.width(line) <= width for line in picture.text().splitlines())
    if width >= 24:
        words = picture.text().split()
        for cell in ("Control,", "301.5", "<.001", "laboratory"[:3], "288"):
            assert cell in words


def test_rows_that_wrap_in_the_first_column_stand_apart():
    picture = draw(TableExhibit("t", ("Condition", "n", "Mean (ms)", "p"), WIDE), 40)
    assert "" in picture.text().splitlines()


def test_ragged_and_empty_tables_are_drawn():
    assert table(("a", "b"), (("1",),), 40).text().splitlines()[-1] == "1"
    assert table((), (), 40).text() == ""
    assert table(("a",), (), 40).text().splitlines() == ["a", "─"]


_cells = st.text(max_size=25)


@settings(max_examples=60)
@given(st.data(), st.integers(1, 5), st.integers(1, 90))
def test_any_table_fits_its_width(data, count, width):
    heads = data.draw(st.lists(_cells, min_size=count, max_size=count))
    rows = data.draw(st.lists(st.lists(_cells, min_size=count, max_size=count), max_size=4))
    picture = draw(TableExhibit("t", tuple(heads), tuple(map(tuple, rows)), "c"), width)
    limit = max(2, min(width, 76))  # a wide character cannot be cut to one column
    assert all(columns.width(line) <= limit for line in picture.text().splitlines())


def test_a_line_plot_shows_ticks_names_and_series_in_place():
    picture = draw(
        plot(
            "line",
            range(11),
            [("train", [2 - i / 10 for i in range(11)]), ("test", [2 + i / 20 for i in range(11)])],
            x_label="epoch",
            y_label="loss",
        )
    )
    rows = picture.text().splitlines()
    assert rows[0] == "loss"
    assert rows[-1].strip() == "epoch"
    assert rows[-2].split() == ["0", "2", "4", "6", "8", "10"]
    ends = [row.split()[-1] for row in rows]
    assert ends.index("test") < ends.index("train"), "the higher series is named higher"
    assert len(rows) == 14
    assert max(map(len, rows)) <= 76


def test_series_differ_in_shape_not_only_in_colour():
    few = draw(plot("line", range(4), [("a", range(4)), ("b", [3, 2, 1, 0])])).text()
    assert MARKERS[0] in few
    assert MARKERS[1] in few
    x = [i / 10 for i in range(200)]
    dense = draw(plot("line", x, [("a", [0.0] * 200), ("b", [1.0] * 200)])).text().splitlines()
    dotted = next(row for row in dense if row.endswith(" b"))
    solid = next(row for row in dense if row.endswith(" a"))
    braille = [sum("\u2800" < char <= "\u28ff" for char in row) for row in (dotted, solid)]
    assert braille[0] < braille[1], "the second series is dashed"


def test_a_point_lies_where_its_value_says():
    picture = draw(plot("scatter", [0, 5, 10], [("s", [0, 5, 10])]), 60, 13)
    marks = [
        (c, r)
        for r, row in enumerate(picture.rows)
        for c, cell in enumerate(row)
        if cell.glyph == MARKERS[0] and r > 0
    ]
    (c0, r0), (c1, r1), (c2, r2) = sorted(marks)
    assert abs((c1 - c0) - (c2 - c1)) <= 1
    assert abs((r0 - r1) - (r1 - r2)) <= 1


def test_a_point_of_one_series_hides_none_of_another():
    apart = draw(plot("scatter", [1, 2], [("old", [3, 5]), ("new", [4, 6])]), 60, 13).text()
    assert "◉" not in apart
    met = draw(plot("scatter", [1, 2], [("old", [3, 5]), ("new", [4, 5])]), 60, 13)
    text = met.text()
    assert "● old   ○ new   ◉ both" in text
    assert text.count("◉") == 2, "once in the key, once in the field"
    assert (text.count("●"), text.count("○")) == (2, 2)
    three = [("a", [1, 2]), ("b", [1, 3]), ("c", [1, 4])]
    assert "◉ several" in draw(plot("scatter", [1, 2], three), 60, 13).text()


def test_bars_are_as_long_as_their_values():
    exhibit = plot("bars", range(3), [("a", [10, 20, 0])], labels=("x", "y", "z"))
    rows = draw(exhibit, 40).text().splitlines()
    assert rows[1].endswith(" 10")
    assert rows[2].endswith(" 20")
    assert rows[3].endswith(" 0")
    assert rows[2].count("█") == 2 * rows[1].count("█") + (rows[1].count("█▌") and 1)


def test_negative_bars_lie_left_of_zero():
    exhibit = plot("bars", range(2), [("a", [-5, 5])], labels=("x", "y"))
    first, second = draw(exhibit, 40).text().splitlines()[1:]
    assert first.index("█") < second.index("█")
    assert "-5" in first


def test_several_series_of_bars_are_named_and_filled_apart():
    exhibit = plot("bars", range(2), [("old", [1, 2]), ("new", [2, 3])], labels=("x", "y"))
    rows = draw(exhibit, 50).text().splitlines()
    assert [row.split()[-3] for row in rows[-4:]] == ["old", "new", "old", "new"]
    assert all("▒" in row for row in rows if "new" in row)


@pytest.mark.parametrize("kind", ["line", "scatter", "bars"])
@pytest.mark.parametrize(
    "values",
    [
        [0.0, 0.0, 0.0],
        [5.0, 5.0, 5.0],
        [math.nan, 1.0, math.inf],
        [math.nan] * 3,
        [1e300, -1e300, 0.0],
        [1e-300, 2e-300, 3e-300],
        [1e6, 1e6 + 1e-6, 1e6],
        [-1e-9, 0.0, 1e-9],
    ],
)
def test_awkward_values_never_break_a_plot(kind, values):
    for x in ([0.0, 1.0, 2.0], [3.0, 3.0, 3.0], [-1e9, 0.0, 1e9]):
        picture = draw(plot(kind, x, [("s", values)], labels=("a", "b", "c")), 60)
        assert max(map(len, picture.text().splitlines())) <= 60
        assert "nan" not in picture.text()


_values = st.floats(allow_nan=True, allow_infinity=True)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["line", "scatter", "bars"]),
    st.lists(st.tuples(_values, _values, _values), min_size=1, max_size=8),
    st.integers(24, 100),
    st.integers(4, 20),
)
def test_any_plot_fits_its_width(kind, points, width, height):
    x, a, b = zip(*points, strict=True)
    names = tuple(map(str, range(len(x))))
    picture = draw(plot(kind, x, [("a", a), ("b", b)], labels=names), width, height)
    assert all(columns.width(line) <= min(width, 76) for line in picture.text().splitlines())
    assert picture.ascii().text().isascii()


def test_ticks_are_round_and_short():
    axis = round_axis([0.13, 0.87], 5)
    assert [text for _, text in axis.ticks] == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
    assert [text for _, text in exact_axis([1, 2, 4, 8], 5).ticks] == ["1", "2", "4", "8"]
    assert number(-0.0001, 2) == "0.00"
    assert number(2e6, 0) == "2e6"
    assert short(0.12346) == "0.1235"


def test_names_that_meet_move_apart_and_stay_inside():
    placed = spread([(5, 0), (5, 1), (5, 2)], 0, 6)
    assert [row for row, _ in placed] == [4, 5, 6]
    assert [key for _, key in placed] == [0, 1, 2]
