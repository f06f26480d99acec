"""`tastegym review`: the week, the calls with own reasons, seven questions, Markdown."""

from __future__ import annotations

import json

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
