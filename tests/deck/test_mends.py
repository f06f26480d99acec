"""Each safe mend: the file says the same afterwards, has one finding less, and keeps its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tastegym.deck import mends
from tastegym.deck.lint.fix import fix
from tastegym.deck.lint.run import lint
from tastegym.deck.load import load_text
from tests.deck import broken
from tests.deck.broken import BINARY, BOARD, CHOICE, GENERATED, QUANTILE, STAGED

if TYPE_CHECKING:
    from pathlib import Path

CROWD = "    comparators: [{name: crowd, probs: {x: 0.7, y: 0.3}}]\n"

# Code, a good deck, what stands in it, and how its author wrote that instead.
MENDS = {
    "colon in a text": ("S000", CHOICE, "Why?", '"Which: a or b?"', "Which: a or b?"),
    "text begins with @": ("S000", CHOICE, "Why?", '"@home, why?"', "@home, why?"),
    "a key twice, alike": ("S004", CHOICE, "    answer: x\n", "    answer: x\n",
                           "    answer: x\n    answer: x\n"),
    "anchor that nobody uses": ("S005", CHOICE, "Why?", "Why?", "&w Why?"),
    "tag that says nothing": ("S006", CHOICE, "Why?", "Why?", "!!str Why?"),
    "missing blank": ("S009", CHOICE, "{id: x,", "{id: x,", "{id:x,"),
    "bare comma": ("S009", CHOICE, "text: Data}", 'text: "Data, mostly"}', "text: Data, mostly}"),
    "zero-width space": ("S010", CHOICE, "Why?", "Why?", "Wh\u200by?"),
    "soft hyphen": ("S010", CHOICE, "differ", "differ", "dif\u00adfer"),
    "misspelt field": ("M101", CHOICE, "setup:", "setup:", "setpu:"),
    "flag": ("M104", CHOICE + "    contested: true\n", "contested: true", "contested: true",
             "contested: yes"),
    "kind": ("M104", BINARY, "kind: binary", "kind: binary", "kind: Binary"),
    "truth": ("M104", CHOICE + "    truth: {kind: HIST}\n", "HIST", "HIST", "hist"),
    "date": ("M104", CHOICE + "    as_of: 2026-03-01\n", "2026-03-01", "2026-03-01", "2026/3/1"),
    "number": ("M104", QUANTILE.replace("max: 2", "max: 1000"), "1000", "1000", "1_000"),
    "seeds": ("M104", GENERATED, "1-40", "1-40", "1 to 40"),
    "one hint": ("M104", CHOICE + "    hints: [Look twice.]\n", "[Look twice.]", "[Look twice.]",
                 "Look twice."),
    "one hint with commas": ("M104", CHOICE + "    hints: [a]\n", "[a]", '["Look, twice."]',
                             "Look, twice."),
    "one skill": ("M104", CHOICE + "    skills: [anomaly.triage]\n", "[anomaly.triage]",
                  "[anomaly.triage]", "anomaly.triage"),
    "share": ("M104", CHOICE + CROWD, "x: 0.7", "x: 0.7", "x: 70%"),
    "level": ("M104", QUANTILE, "0.1,", "0.1,", "10%,"),
    "key in capitals": ("K201", CHOICE, "answer: x", "answer: x", "answer: X"),
    "yes as true": ("K201", BINARY, "answer: yes", "answer: yes", "answer: true"),
    "row": ("K201", BOARD, "answer: no", "answer: no", "answer: False"),
    "skill": ("L301", CHOICE + "    skills: [anomaly.triage]\n", "anomaly.triage",
              "anomaly.triage", "Anomaly triage"),
    "exciting": ("L304", CHOICE + "    exciting: y\n", "exciting: y", "exciting: y",
                 "exciting: Y"),
    "option of a comparator": ("L304", CHOICE + CROWD, "x: 0.7", "x: 0.7", "X: 0.7"),
    "allow without use": ("W420", STAGED, "    setup:", "    setup:",
                          "    # tastegym: allow W401 once it was\n    setup:"),
    "allow behind a value": ("W420", STAGED, "    answer: x\n", "    answer: x\n",
                             "    answer: x  # tastegym: allow W401 once\n"),
}  # fmt: skip


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("name", MENDS)
def test_mended(name: str, ends: str, tmp_path: Path) -> None:
    code, scenario, place, right, wrong = MENDS[name]
    noted = scenario.replace("    question:", "    # a note, \u00e9\n    question:", 1)
    assert noted.count(place) == 1
    good = broken.of(noted.replace(place, right)).replace("\n", ends).encode()
    path = tmp_path / "deck.yaml"
    path.write_bytes(broken.of(noted.replace(place, wrong)).replace("\n", ends).encode())
    before = lint(path)
    assert [one.code for one in before.diagnostics if one.fix is not None] == [code]
    assert fix(path, lint) == 1
    assert path.read_bytes() == good
    after = lint(path)
    assert after.deck == load_text("deck.yaml", good).deck
    hidden = code == "S000"  # what stands behind it is only seen now
    assert hidden or len(after.diagnostics) == len(before.diagnostics) - 1
    assert fix(path, lint) == 0


def test_a_directive_goes(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text("%YAML 1.2\n---\n" + broken.of(CHOICE))
    assert fix(path) == 1
    assert path.read_text() == "---\n" + broken.of(CHOICE)


def test_one_that_does_not_help_keeps_no_other_from_helping(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    bad = broken.of(CHOICE + "    ordered: yes\n    lessons: No slug\n    setpu: again\n")
    path.write_text(bad)
    assert fix(path) >= 1
    assert "ordered: true\n" in path.read_text()


def test_a_file_in_another_encoding_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    data = broken.of(CHOICE + "    contested: yes\n").encode() + b"# caf\xe9\n"
    path.write_bytes(data)
    assert any(one.fix for one in lint(path).diagnostics)
    assert fix(path, lint) == 0
    assert path.read_bytes() == data


DOUBTFUL = {
    "another text under an equal key": broken.plus(CHOICE, "answer: y"),
    "an anchor in use": "a: &a [x]\nb: *a\n",
    "a tag of a program": "a: !!python/name:os.system x\n",
    "an option that is only near": broken.edit(CHOICE, "answer: x", "answer: xx"),
    "two options alike": broken.of(
        CHOICE.replace("id: x,", "id: a-b,").replace("id: y,", "id: a.b,").replace(
            "answer: x", "answer: A B")
    ),
    "a per cent sign that is a unit": broken.edit(QUANTILE, "value: 0.18", "value: 18%"),
    "a date in another order": broken.plus(CHOICE, "as_of: 3/1/2026"),
    "seeds that fall": broken.edit(GENERATED, "1-40", "40 to 1"),
    "a decimal comma": broken.edit(QUANTILE, "value: 0.18", "value: '0,18'"),
    "a character with a look": broken.edit(CHOICE, "Why?", "W\u202ehy?"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_could_mean_two_things_is_left_alone(name: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(DOUBTFUL[name], "utf-8")
    assert lint(path).errors
    assert fix(path, lint) == 0
    assert path.read_text("utf-8") == DOUBTFUL[name]


@given(st.integers(0, 100), st.integers(0, 999))
def test_shares_are_exact(whole: int, part: int) -> None:
    text = f"{whole}.{part:03}%"
    made = mends.share(text)
    assert made is not None
    assert round(float(made) * 100_000) == whole * 1000 + part
    assert mends.share(f"{whole}%") == f"{whole / 100:g}"
