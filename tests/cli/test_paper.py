"""`tastegym paper`: predict from the abstract, read on, resolve on the spot."""

from __future__ import annotations

import json

from cli_runner import Cli

TYPED = """\
The gain shrinks when baselines are tuned
70
Accuracy gain
0.7
1 3 8 points
The larger model
wins 60 | loses 40

yes
2.5
maybe
loses
Seeds mattered more than I thought
"""


def test_ten_minutes_with_a_paper(cli: Cli) -> None:
    said = cli("paper", "Attention to X", typed=TYPED)
    assert said.code == 0, said.err
    assert "3 predictions are locked. Now read on." in said.out
    assert said.out.index("locked") < said.out.index("What does the paper say?")
    assert "70 or 0.7" in said.out
    assert "no outcome" in said.out
    history = cli.history()
    assert [row.kind for row in history.questions] == ["binary", "quantile", "choice"]
    assert [row.outcome for row in history.resolutions] == ["yes", "2.5", "o2"]
    bodies = [json.loads(row.body) for row in history.questions]
    assert {one["paper"] for one in bodies} == {"Attention to X"}
    assert len({one["cluster"] for one in bodies}) == 1, "results of one paper are one cluster"
    (fact,) = [row for row in history.facts if row.kind == "paper"]
    told = json.loads(fact.body)
    assert told["surprise"] == "Seeds mattered more than I thought"
    assert told["questions"] == [row.id for row in history.questions]


def test_the_title_may_be_asked_for(cli: Cli) -> None:
    said = cli("paper", typed="A paper\nOne\n70\nTwo\n60\n\nyes\nno\n\n")
    assert said.code == 0
    assert len(cli.history().resolutions) == 2


def test_at_least_two_results_are_asked_for(cli: Cli) -> None:
    said = cli("paper", "P", typed="\nOne\n70\n\nTwo\n60\n\n")
    assert said.out.count("At least 2") == 2


def test_locked_results_stay_when_the_input_ends(cli: Cli) -> None:
    said = cli("paper", "P", typed="One\n70\nTwo\n60\n\nyes\n")
    assert said.code == 0
    assert "tastegym journal --due" in said.out
    due = cli("journal", "--due", "--json").json["entries"]
    assert [one["statement"] for one in due] == ["Two"]


def test_nothing_written_keeps_nothing(cli: Cli) -> None:
    assert "Nothing was kept" in cli.misread("paper", "P", typed="")
    assert "Nothing was kept" in cli.misread("paper", typed="")
    assert not (cli.home / "ledger.sqlite3").exists()


def test_a_paper_left_halfway_goes_on_where_it_stood(cli: Cli) -> None:
    first = "It grows\n70\nGain in points\n1 3 9 points\n\n"
    said = cli("paper", "Probes", typed=first)
    assert said.code == 0
    assert len(cli.history().questions) == 2
    again = cli("paper", "probes", typed="yes\n4\nthe size of it\n")
    assert "2 predictions are still open" in again.out
    assert "Result 1" not in again.out
    assert len(cli.history().questions) == 2, "nothing is asked twice"
    assert [row.outcome for row in cli.history().resolutions] == ["yes", "4.0"]
    assert "Result 1" in cli("paper", "Probes", typed="").out, "all told: a new sitting"
