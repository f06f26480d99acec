"""The filter as one typed line: what it reads, spells, completes and refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lives import YES_NO, Life

from tastegym.errors import UserError
from tastegym.insight.filters import COUNTS, HINTED, KINDS, RECOGNISED, Filter
from tastegym.tui.filter_line import Known, completed, completions, known, read, spelled

TODAY = "2026-11-20"
THERE = Known(("tastegym/oddities", "mine/odd-runs", "base-rate"), ("anomalies", "anomaly.triage"))


def test_every_part_is_read_with_and_without_its_name():
    wanted = read(
        "deck:oddities skill:anomalies kind:binary from:2026-05-01 until:yesterday practice heard "
        "unhinted",
        Filter("generated"),
        THERE,
        TODAY,
    )
    assert wanted == Filter(
        "generated", "2026-05-01", "2026-11-19", "tastegym/oddities", "anomalies", "binary",
        "practice", "heard", "no",
    )  # fmt: skip
    assert read("oddities anomalies binary", Filter(), THERE, TODAY) == Filter(
        deck="tastegym/oddities", skill="anomalies", kind="binary"
    )
    assert read("", Filter("journal", deck="x"), THERE, TODAY) == Filter("journal")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("deck:oditties", "did you mean oddities?"),
        ("skill:anomaly.triag", "did you mean anomaly.triage?"),
        ("kind:binnary", "did you mean binary?"),
        ("practise", "did you mean practice?"),
        ("decks:oddities", "did you mean deck:?"),
        ("from:someday", "someday"),
        ("from:2026-09-01 until:2026-05-01", "lies after"),
        ("zzzz", "is no filter."),
    ],
)
def test_what_is_unknown_is_refused_with_what_was_meant(line, meant):
    with pytest.raises(UserError) as refused:
        read(line, Filter(), THERE, TODAY)
    assert meant in str(refused.value)


@given(
    st.builds(
        Filter,
        source=st.sampled_from(("deck", "generated", "all")),
        since=st.sampled_from(("", "2026-01-01")),
        until=st.sampled_from(("", "2026-02-01")),
        deck=st.sampled_from(("", *THERE.decks)),
        skill=st.sampled_from(("", *THERE.skills)),
        kind=st.sampled_from(("", *KINDS)),
        counts=st.sampled_from(("", *COUNTS)),
        recognised=st.sampled_from(("", *RECOGNISED)),
        hinted=st.sampled_from(("", *HINTED)),
    )
)
def test_what_is_spelled_is_read_again(wanted):
    assert read(spelled(wanted), Filter(wanted.source), THERE, TODAY) == wanted


def test_words_are_completed_as_far_as_they_are_sure():
    assert completions("", THERE) == ["deck:", "skill:", "kind:", "from:", "until:"]
    assert completed("de", THERE) == "deck:"
    assert completed("deck:", THERE) == "deck:oddities", "the first, where nothing is shared"
    assert completed("deck:od", THERE) == "deck:odd"
    assert completed("fresh deck:odd-", THERE) == "fresh deck:odd-runs "
    assert completed("kind:bo", THERE) == "kind:board "
    assert completions("skill:triage", THERE) == ["skill:anomaly.triage"], "also inside a name"
    assert completed("nothing:x", THERE) == "nothing:x"


def test_the_names_are_those_of_the_ledger():
    life = Life(deck="mine/deck")
    life.answer((0.7, 0.3), "yes", YES_NO, kind="binary", skills=("rigour.noise",))
    life.answer((0.7, 0.3), "yes", YES_NO, kind="binary", uid="world:base-rate@1/ab#3",
                deck="world:base-rate@1/ab")  # fmt: skip
    there = known(life.history())
    assert there.decks == ("base-rate", "mine/deck")
    assert {"rigour", "rigour.noise"} <= set(there.skills)
    assert known(life.history(), "deck").decks == ("mine/deck",)
    assert known(life.history(), "generated").decks == ("base-rate",)
