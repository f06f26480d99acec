"""Tables from anywhere: read whole, or refused whole with every bad line named."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tastegym.calibration import power
from tastegym.calibration.sample import Sample
from tastegym.errors import UserError
from tastegym.insight.as_json import figures_as_json
from tastegym.insight.outside import MAX_BYTES, parse, read, scored

REFS = Path(__file__).parent.parent / "refs"
BINARY = "p,outcome\n0.8,1\n0.3,0\n0.6,yes\n.1,FALSE\n"


def test_claims_are_read_in_every_spelling_of_their_outcome():
    table = parse(BINARY, "t.csv")
    assert table.binary
    assert table.probs.tolist() == [[p, 1 - p] for p in (0.8, 0.3, 0.6, 0.1)]
    assert table.outcome.tolist() == [0, 1, 0, 1]


def test_choices_name_the_option_that_came_true():
    table = parse('b,outcome,"a, quoted"\n0.2,b,0.8\n0.205,"a, quoted",0.8\n', "t.csv")
    assert table.outcome.tolist() == [0, 1]
    assert table.probs[1] == pytest.approx([0.205 / 1.005, 0.8 / 1.005])


def test_rows_with_dates_are_taken_in_their_order():
    text = "p,outcome,when,id\n0.8,1,2026-05-02,x\n0.3,0,2026-05-01T10:00:00Z,y\n"
    assert parse(text, "t").ids == ("y", "x")
    assert parse(text.replace("2026-05-02", ""), "t").ids == ("x", "y"), (
        "one has none: as it stands"
    )


def test_a_mark_at_the_start_blank_lines_and_blanks_do_no_harm(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xef\xbb\xbf p , outcome \r\n\r\n 0.8 , 1 \r\n")
    assert read(path).probs.tolist() == [[0.8, pytest.approx(0.2)]]


BAD = {
    "70,1": "p is 70, outside 0 to 1; write 0.7 for 70 %",
    "-0.1,1": "p is -0.1, outside 0 to 1",
    "nan,1": "p is 'nan', not a number",
    "inf,1": "p is 'inf', not a number",
    "1e400,1": "p is '1e400', not a number",
    "٠.٥,1": "not a number",
    "1_0,1": "not a number",
    "0.5;1,1": "not a number",
    ",1": "p is empty",
    "0.5,": "outcome is empty",
    "0.5,maybe": "outcome is 'maybe', not 1 or 0",
    "0.5,2": "outcome is '2', not 1 or 0",
    "0.5": "has 1 columns instead of 2",
    "0.5,1,1": "has 3 columns instead of 2",
}


def test_all_bad_rows_are_listed_with_their_lines_and_nothing_is_read():
    text = "p,outcome\n0.5,1\n" + "\n".join(BAD) + "\n"
    with pytest.raises(UserError) as refused:
        parse(text, "t.csv")
    lines = str(refused.value).splitlines()
    assert lines[0] == f"t.csv: {len(BAD)} bad rows, so nothing was scored."
    for line, (number, said) in zip(lines[1:], enumerate(BAD.values(), start=3), strict=True):
        assert line.startswith(f"  line {number}: ")
        assert said in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no forecast in it"),
        ("p,outcome\n", "no forecast in it"),
        ("p,y\n0.5,1\n", "no column `outcome`"),
        ("outcome\n1\n", "two or more options"),
        ("a,outcome\n1,a\n", "two or more options"),
        ("p,a,outcome\n.5,.5,a\n", "two or more options"),
        ("p,p,outcome\n.5,.5,1\n", "'p' stands there twice"),
        ("a,b,outcome\n0.5,0.52,a\n", "line 2: the probabilities sum to 1.02"),
        ("a,b,outcome\n0.5,0.5,c\n", "line 2: outcome is 'c', none of a, b"),
        ("a,b,outcome\n0.5,,a\n", "line 2: b is empty"),
        ("p,outcome,when\n0.5,1,May 1st\n", "line 2: when is 'May 1st', not a date"),
        ('p,outcome\n0.5,1\n"0.5,1\n', "line 3:"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, said):
    with pytest.raises(UserError, match=said):
        parse(text, "t.csv")


def test_sums_are_allowed_half_a_percent_for_each_option():
    inside = "a,b,c,outcome\n0.33,0.33,0.325,a\n"
    assert sum(parse(inside, "t").probs[0]) == pytest.approx(1)
    with pytest.raises(UserError, match=r"sum to 0\.98"):
        parse("a,b,c,outcome\n0.33,0.33,0.32,a\n", "t")


def test_files_that_cannot_be_read_are_one_sentence(tmp_path):
    with pytest.raises(UserError, match="There is no file"):
        read(tmp_path / "none.csv")
    with pytest.raises(UserError, match="is a folder"):
        read(tmp_path)
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"p,outcome\n0.5,\xe9\n")
    with pytest.raises(UserError, match="not UTF-8 text"):
        read(latin)
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UserError, match="larger than"):
        read(large)


def human300() -> tuple[str, list[tuple[float, int]]]:
    with (REFS / "04_human300.csv").open(newline="") as file:
        rows = [(float(row["p"]), int(row["y"])) for row in csv.DictReader(file)]
    return "p,outcome\n" + "".join(f"{p},{y}\n" for p, y in rows), rows


def test_the_figures_are_those_of_the_reference_set():
    text, rows = human300()
    figures = scored(parse(text, "human300"))
    assert figures.n == figures.fresh == figures.with_excluded.n == 300
    assert figures.brier == pytest.approx(sum((p - y) ** 2 for p, y in rows) / 300, abs=1e-12)
    sample = Sample.binary([p for p, _ in rows], [y for _, y in rows])
    posterior = power.posterior(sample)
    assert figures.beta.median == pytest.approx(posterior.median, abs=1e-9)
    assert figures.corp.unc == pytest.approx(0.2478222222, abs=1e-9), "statistics.md section 14"
    assert sum(point.n for point in figures.curve) == 300


def test_nothing_is_hidden_of_a_small_table():
    made = figures_as_json(scored(parse(BINARY, "t")))
    json.dumps(made, allow_nan=False)
    assert made["curve"]
    assert made["skill"]["value"] is not None
    assert made["corp"]["dsc"] is not None
    assert made["beta"]["median"] is not None
    assert made["evidence"]["verdict"] == "cannot_tell"
    assert made["by_kind"]["binary"]["n"] == 4
    assert "records" not in made


def test_groups_and_clusters_are_used():
    lines = [f"0.{7 + i % 2},{i % 2},{'ab'[i % 2]},fact{i // 6}" for i in range(60)]
    text = "p,outcome,group,cluster\n" + "\n".join(lines) + "\n"
    made = figures_as_json(scored(parse(text, "t")))
    assert {name: part["n"] for name, part in made["by_source"].items()} == {"a": 30, "b": 30}
    alone = figures_as_json(scored(parse(text.replace("cluster", "id"), "t")))
    assert alone["brier"] == made["brier"]
    assert alone["skill"]["value"] == made["skill"]["value"]
    assert alone["skill"]["lo"] != made["skill"]["lo"], "an interval over 10 facts, not 60 rows"


def test_the_same_table_gives_the_same_band():
    text, _ = human300()
    assert scored(parse(text, "a")) == scored(parse(text, "b"))


def test_rows_of_a_cluster_are_one_step_of_the_evidence():
    lines = [f"0.9,{i % 3 != 0:d},c{i // 4}" for i in range(40)]
    joined = scored(parse("\n".join(["p,outcome,cluster", *lines]), "x.csv"))
    apart = scored(parse("\n".join(["p,outcome", *(one[:5] for one in lines)]), "x.csv"))
    assert joined.brier == apart.brier
    assert joined.evidence.e < apart.evidence.e
    assert joined.expected_brier.sd == pytest.approx(2 * apart.expected_brier.sd)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("p;outcome\n0,7;1\n", "line 1: the columns stand between semicolons: save the table with"),
        ("p\toutcome\n0.7\t1\n", "line 1: the columns stand between tabs: save the table with"),
        ("p,Outcome\n0.7,1\n", "line 1: write the column 'Outcome' in small letters: `outcome`"),
        ('p,outcome\n"0,7",1\n', "line 2: p is '0,7', not a number; write 0.7"),
        (
            "p,outcome\n0,7,1\n",
            "line 2: has 3 columns instead of 2; a comma stands between columns",
        ),
        ("p,outcome\n70%,1\n", "line 2: p is '70%', not a number; write 0.7"),
        ('p,outcome\n"12,5 %",1\n', "line 2: p is '12,5 %', not a number; write 0.125"),
        ("p,outcome\n70,1\n", "line 2: p is 70, outside 0 to 1; write 0.7 for 70 %"),
        ("p,outcome\n0.7,\n", "line 2: outcome is empty; write what came true, or leave the row"),
        ("p,outcome\nhigh,1\n", "line 2: p is 'high', not a number"),
    ],
)
def test_what_spreadsheets_do_is_told_in_one_sentence_with_its_mend(text, said):
    with pytest.raises(UserError) as refused:
        parse(text, "t.csv")
    told = [line for line in str(refused.value).splitlines() if "nothing was scored" not in line]
    assert len(told) == 1
    assert said in told[0]


def test_a_mark_before_a_table_with_semicolons_does_not_hide_it(tmp_path):
    path = tmp_path / "excel.csv"
    path.write_bytes("\ufeffp;outcome\r\n0,7;1\r\n".encode())
    with pytest.raises(UserError, match="between semicolons"):
        read(path)


def test_a_column_that_is_wrong_all_the_way_is_told_once_with_all_its_lines():
    rows = [*["0.5,"] * 7, "0.4,1", "0.5,"]
    with pytest.raises(UserError) as refused:
        parse("\n".join(["p,outcome", *rows, "7,1"]), "t.csv")
    head, empty, seven = str(refused.value).splitlines()
    assert head == "t.csv: 9 bad rows, so nothing was scored."
    assert empty.startswith("  lines 2-8, 10 (8 rows), as here: outcome is empty; write what came")
    assert seven == "  line 11: p is 7, outside 0 to 1; write 0.07 for 7 %"
