"""Then against now, beta over time, and events: marks stand where their numbers say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tastegym.chart.beta_line import beta_line
from tastegym.chart.columns import width
from tastegym.chart.reliability import BOTH, OUTLINE, SHADING, THIN_OUTSIDE, reliability
from tastegym.chart.timeline import timeline
from tastegym.chart.two_curves import NOW, THEN, THIN_NOW, THIN_THEN, two_curves


@dataclass(frozen=True)
class Point:
    forecast: float
    n: int
    fitted: float
    band_lo: float = 0.4
    band_hi: float = 0.6
    sim_lo: float = 0.2
    sim_hi: float = 0.8

    @property
    def outside(self) -> bool:
        return not self.sim_lo <= self.fitted <= self.sim_hi


@dataclass(frozen=True)
class When:
    index: int
    brier: float = 0.2
    expected: float = 0.2
    uniform: float = 0.3
    lo: float = 0.1
    hi: float = 0.3


@dataclass(frozen=True)
class Beta:
    index: int
    all_lo: float
    all_median: float
    all_hi: float


def glyphs(picture) -> str:
    return "".join(cell.glyph for row in picture.rows for cell in row)


def numbers(picture) -> set[str]:
    return set(re.findall(r"[0-9]+", picture.text()))


def places(picture, glyph):
    return [
        (c, r)
        for r, row in enumerate(picture.rows)
        for c, cell in enumerate(row)
        if cell.glyph == glyph
    ]


THEN_POINTS = [Point(0.1, 9, 0.3), Point(0.5, 3, 0.5), Point(0.9, 20, 0.6)]
NOW_POINTS = [Point(0.1, 12, 0.1), Point(0.5, 30, 0.2), Point(0.9, 2, 0.9)]


def test_both_curves_keep_their_marks_and_roles():
    picture = two_curves(THEN_POINTS, NOW_POINTS)
    for glyph, count, role in (
        (THEN, 2, "reference"), (THIN_THEN, 1, "reference"), (NOW, 2, "you"), (THIN_NOW, 1, "you"),
    ):  # fmt: skip
        found = places(picture, glyph)
        assert len(found) == count
        assert {picture.rows[r][c].role for c, r in found} == {role}
    lines = picture.text().splitlines()
    assert sum(" then" in line for line in lines) == sum(" now" in line for line in lines) == 1
    assert next(i for i, line in enumerate(lines) if " now" in line) < next(
        i for i, line in enumerate(lines) if " then" in line
    ), "at the right end now stands higher, and so does its name"
    assert {"12", "30", "2"} <= numbers(picture), "n of now"
    assert set("^*+o") <= set(glyphs(picture.ascii())), "also without Unicode"


def test_each_dot_has_its_n_and_a_thin_one_outside_is_hollow():
    points = [Point(0.1, 41, 0.3), Point(0.5, 37, 0.5), Point(0.9, 3, 0.9)]
    picture = reliability(points, numbers=True)
    assert {"41", "37", "3"} <= numbers(picture)
    assert len(places(picture, THIN_OUTSIDE)) == 1
    assert places(reliability(points, numbers=True, bands=(SHADING,)), THIN_OUTSIDE) == []


def test_the_bands_can_be_taken_away_one_by_one():
    points = [Point(k / 10, 20, 0.5) for k in range(11)]
    seen = {}
    for bands in (BOTH, (SHADING,), (OUTLINE,), ()):
        roles = {cell.role for row in reliability(points, bands=bands).rows for cell in row}
        seen[bands] = ("band" in roles, "outline" in roles)
    assert seen[BOTH] == (True, True)
    assert seen[(SHADING,)] == (True, False)
    assert seen[(OUTLINE,)] == (False, True)
    assert seen[()] == (False, False)


def test_an_event_stands_at_its_answer_with_its_words():
    moments = [When(i) for i in range(10, 101)]
    picture = timeline(moments, (80, 12), marks=[(55, "a course")])
    ((column, row),) = places(picture, "▼")
    assert picture.text().splitlines()[row].endswith("▼ a course")
    left = timeline(moments, (80, 12), marks=[(20, "early")])
    assert places(left, "▼")[0][0] < column
    assert places(timeline(moments, (80, 12), marks=[(500, "later")]), "▼") == []


def test_beta_has_its_line_of_one_and_its_band():
    picture = beta_line([Beta(i, 0.5, 0.7, 0.9) for i in range(1, 60)], (80, 12))
    text = picture.text()
    assert "timid" in text
    assert "bold" in text
    assert " you" in text
    rows = text.splitlines()
    one = next(i for i, line in enumerate(rows) if line.lstrip().startswith("1┤"))
    shaded = [i for i, line in enumerate(rows) if "░" in line]
    assert min(shaded) >= one, "the band lies below 1"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 100), st.integers(1, 500), st.integers(0, 100)),
        max_size=21, unique_by=lambda t: t[0],
    ),
    st.lists(st.tuples(st.integers(-5, 300), st.text(max_size=40)), max_size=6),
    st.integers(20, 120),
    st.integers(5, 30),
)  # fmt: skip
def test_any_numbers_fit_the_room(raw, marks, columns, rows):
    points = [Point(x / 100, n, y / 100) for x, n, y in sorted(raw)]
    moments = [When(10 + i) for i in range(len(points))]
    betas = [Beta(1 + i, 0.3, 0.5 + p.fitted, 2.0) for i, p in enumerate(points)]
    for picture in (
        two_curves(points, points[::-1][::-1], (columns, rows)),
        reliability(points, (columns, rows), numbers=True),
        timeline(moments, (columns, rows), marks=marks),
        beta_line(betas, (columns, rows), marks=marks),
    ):
        assert len({width("".join(c.glyph for c in row)) for row in picture.rows}) == 1
        assert picture.width <= max(columns, 40)
