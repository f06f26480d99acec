"""`tastegym review`: the week, the calls with own reasons, seven questions, Markdown."""

from __future__ import annotations

import json

import pytest
from cli_runner import Cli, predicted
from player import Live


def practise(cli: Cli, seed: int, *argv: str) -> None:
    """One block, answered by somebody sensible."""
    assert cli("practice", "--plain", *argv, typed=Live(seed)).code == 0


def test_a_week_with_its_misses_and_best_calls(cli: Cli) -> None:
    for p, outcome, reason in ((95, "no", "I was sure"), (90, "yes", "three seeds"),
                               (80, "no", "habit"), (60, "yes", "a hunch")):  # fmt: skip
        one = predicted(cli, f"Claim at {p}", str(p), "--by", "today", "--reason", reason)
        cli("resolve", one, outcome)
    found = cli("review", "--json").json
    assert [one["question"] for one in found["misses"]] == ["Claim at 95", "Claim at 80"]
    assert [one["reason"] for one in found["misses"]] == ["I was sure", "habit"]
    assert [one["question"] for one in found["best"]] == ["Claim at 90", "Claim at 60"]
    records = {one["record"]: one for one in found["records"]}
    assert records["journal"]["counted"] == 4
    assert abs(records["journal"]["brier"] - (0.9025 + 0.01 + 0.64 + 0.16) / 4) < 1e-9
    assert records["deck"]["brier"] is None


def test_sharpness_favourites_and_what_they_were_worth(cli: Cli) -> None:
    for typed, outcome in (("90", "yes"), ("20", "yes"), ("50", "no"), ("a 60 | b 30 | c", "1")):
        cli("resolve", predicted(cli, "Claim", typed, "--by", "today"), outcome)
    week = next(one for one in cli("review", "--json").json["records"] if one["counted"])
    assert week["favourite"] == pytest.approx((0.9 + 0.8 + 0.5 + 0.6) / 4)
    assert week["came"] == pytest.approx((1 + 0 + 0.5 + 1) / 4)
    assert week["sharpness"] == pytest.approx((0.4 + 0.3 + 0.0) / 3)
    out = " ".join(cli("review").out.split())
    assert "Your favourites had 70 % on average; 62 % of them came true" in out
    assert "sharpness 0.23" in out


def test_a_quarter_has_its_line_and_a_forecast_belongs_to_the_week_of_its_outcome(cli: Cli) -> None:
    names = [predicted(cli, f"Claim {n}", "70", "--by", "in 2 months") for n in range(34)]
    cli.days = 30
    for number, one in enumerate(names):
        cli("resolve", one, "no" if number % 4 == 0 else "yes")
    found = cli("review", "--json").json
    records = {one["record"]: one for one in found["records"]}
    assert records["journal"]["counted"] == 34, "locked a month ago, known this week"
    assert (found["line_of"], found["line"][-1]["index"]) == ("journal", 34)
    expected = (9 * 0.49 + 25 * 0.09) / 34
    assert records["journal"]["brier"] == pytest.approx(expected)
    out = cli("review").out
    assert "Own work, 34 answers: the running Brier score went from" in out
    assert "promised" in out, "the picture names its lines"
    assert "```text" in cli("review", "--export", "-").out
    cli.days = 130
    assert cli("review", "--json").json["line"] == [], "a quarter, no more"


def test_a_week_that_is_still_to_come_is_refused(cli: Cli) -> None:
    assert "still to come" in cli.refused("review", "--until", "2026-11-23")
    assert cli("review", "--until", "yesterday", "--json").json["last"] == "2026-11-21"


def test_last_weeks_answers_do_not_count_this_week(cli: Cli) -> None:
    cli("resolve", predicted(cli, "Old", "95", "--by", "today"), "no")
    cli.days = 7
    assert cli("review", "--json").json["misses"] == []
    assert len(cli("review", "--until", "2026-11-25", "--json").json["misses"]) == 1
    assert "no date" in cli.misread("review", "--until", "someday")


def test_answers_are_kept_and_the_change_comes_first_next_week(cli: Cli) -> None:
    said = cli("review", typed="Finish H2\n\n\n\nWrite the *criterion* first\nq\n")
    assert "2 answers kept" in said.out
    again = cli("review", typed="")
    assert "What is the goal now?" not in again.out.rsplit("--", 1)[-1].replace("- What", "")
    assert again.out.count("Finish H2") == 1
    cli.days = 7
    later = cli("review", typed="").out
    assert later.index("Last time you wanted to change: Write the *criterion* first") < later.index(
        "The week in figures"
    )
    facts = [row for row in cli.history().facts if row.kind == "review"]
    assert [sorted(json.loads(row.body)["answers"]) for row in facts] == [["change", "goal"]]


def test_it_is_written_as_markdown_and_never_over_a_file(cli: Cli, tmp_path) -> None:
    one = predicted(cli, "A [link](x) and <b>", "95", "--by", "today")
    cli("resolve", one, "no")
    target = tmp_path / "week.md"
    assert cli("review", "--export", str(target)).code == 0
    text = target.read_text()
    assert text.startswith("# Review of 2026-11-16 to 2026-11-22\n")
    assert "\\[link\\](x) and \\<b\\>" in text
    assert "there already" in cli.refused("review", "--export", str(target))
    assert "cannot be written" in cli.refused("review", "--export", str(tmp_path / "no" / "w.md"))
    assert cli("review", "--export", "-").out == text


def test_practice_shows_up_with_ranges_and_regret(cli: Cli) -> None:
    for seed in range(2):
        practise(cli, seed, "--deck", "worlds", "--count", "6")
    found = cli("review", "--json").json
    records = {one["record"]: one for one in found["records"]}
    scored = [row for row in cli.history().forecasts if row.final and row.probs]
    assert records["generated"]["counted"] == len(scored) >= 8
    assert records["generated"]["expected"] is not None
    assert sum(one["now"]["n"] for one in found["regrets"]) >= 4, "a third are anchors"
    out = cli("review", typed="").out
    assert "Worlds: Brier" in out
    assert "Regret by skill, on anchors" in out
