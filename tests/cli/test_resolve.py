"""`tastegym resolve`: outcomes, corrections, refusals, and those that are due."""

from __future__ import annotations

import json

from cli_runner import Cli, predicted


def test_an_outcome_scores_the_last_estimate_and_the_first(cli: Cli) -> None:
    one = predicted(cli, "H2 holds", "70", "--by", "in 2 weeks", "--base-rate", "40")
    cli.days = 7
    assert cli("journal", "update", one, "90", "--reason", "second seed").code == 0
    cli.days = 13
    said = cli("resolve", one, "yes")
    assert "Brier 0.010 (first estimate 0.090" in said.out
    assert "base rate alone 0.360" in said.out
    history = cli.history()
    assert [row.probs[0] for row in history.forecasts] == [7000, 9000]
    assert [row.outcome for row in history.resolutions] == ["yes"]


def test_refusals_change_nothing(cli: Cli) -> None:
    one = predicted(cli, "H2 holds", "70", "--by", "fri")
    assert "no prediction" in cli.refused("resolve", "zzzzzz", "yes")
    assert "no outcome" in cli.refused("resolve", one, "perhaps")
    assert "--why" in cli.misread("resolve", one, "void")
    assert "Say what came" in cli.misread("resolve", one)
    assert "no time" in cli.misread("resolve", one, "yes", "--took", "long")
    assert "foretold" in cli.refused("resolve", one, "yes", "--reason-hit")
    assert cli("resolve", one, "yes").code == 0
    assert "--correct" in cli.refused("resolve", one, "no")
    assert "resolved" in cli.refused("journal", "update", one, "80")
    assert cli("resolve", one, "no", "--correct").code == 0
    assert [row.outcome for row in cli.history().resolutions] == ["yes", "no"]


def test_ambiguous_and_void_are_kept_and_not_scored(cli: Cli) -> None:
    one, two = (predicted(cli, name, "70", "--by", "fri") for name in ("first one", "second one"))
    assert "not scored" in cli("resolve", one, "ambiguous").out
    assert cli("resolve", two, "void", "--why", "never run").code == 0
    bodies = [json.loads(row.body) for row in cli.history().resolutions]
    assert bodies[1]["why"] == "never run"
    figures = cli("journal", "--json").json["figures"]
    assert (figures["ambiguous"], figures["void"], figures["resolved"]) == (1, 1, 0)


def test_a_mentors_reason_and_a_tasks_time_go_with_the_outcome(cli: Cli) -> None:
    talk = predicted(cli, "He says drop it", "60", "--by", "today", "--kind", "mentor",
                     "--his-reason", "weak baseline")  # fmt: skip
    task = predicted(cli, "Intro", "90", "--by", "today", "--kind", "task", "--time", "2h")
    cli("resolve", talk, "yes", "--reason-missed", "--missing", "what reviewers ask")
    assert "1.5 times" in cli("resolve", task, "yes", "--took", "3h").out
    shown = cli("journal", "show", talk).out
    assert "What you did not know: what reviewers ask" in shown
    figures = cli("journal", "--json").json["figures"]
    assert figures["reasons"]["hits"] == 0
    assert figures["durations"]["ratio"] == 1.5


def test_without_an_id_the_due_ones_are_asked(cli: Cli) -> None:
    predicted(cli, "first", "70", "--by", "today")
    predicted(cli, "second", "70", "--by", "today")
    predicted(cli, "later", "70", "--by", "fri")
    cli.days = 1
    said = cli("resolve", typed="perhaps\nyes\nvoid because it was never run\n")
    assert said.code == 0
    assert "no outcome" in said.out
    assert "later" not in said.out
    assert [row.outcome for row in cli.history().resolutions] == ["yes", "void"]
    assert cli("resolve", typed="").out == "Nothing is due.\n"


def test_due_talks_and_tasks_are_asked_what_belongs_to_them(cli: Cli) -> None:
    predicted(cli, "He says drop it", "60", "--by", "today", "--kind", "mentor",
              "--his-reason", "weak baseline")  # fmt: skip
    predicted(cli, "Intro", "90", "--by", "today", "--kind", "task", "--time", "2h")
    predicted(cli, "Plain", "90", "--by", "today")
    lines = ("yes", "perhaps", "no", "what reviewers ask", "yes", "soon", "3h", "no")
    said = cli("resolve", typed="\n".join(lines) + "\n")
    assert said.code == 0
    assert "no answer: say yes" in said.out
    assert "no time that I can read" in said.out
    figures = cli("journal", "--json").json["figures"]
    assert (figures["reasons"]["n"], figures["reasons"]["hits"]) == (1, 0)
    assert figures["durations"]["ratio"] == 1.5
    bodies = [json.loads(row.body) for row in cli.history().resolutions]
    assert bodies[0]["missing"] == "what reviewers ask"
    assert len(bodies) == 3


def test_an_outcome_is_kept_when_the_input_ends_before_the_rest(cli: Cli) -> None:
    predicted(cli, "Intro", "90", "--by", "today", "--kind", "task", "--time", "2h")
    assert cli("resolve", typed="yes\n").code == 0
    assert [row.outcome for row in cli.history().resolutions] == ["yes"]
