"""Lab questions: answered in practice, estimated anew until the answer comes, then scored."""

from __future__ import annotations

import json

import pytest
from cli_runner import Cli

from tastegym.practice.freshness import freshness

DECK = """\
tastegym: 1
deck: {id: me/lab, version: 1.0.0, title: Lab, private: true}
scenarios:
  - id: two-weeks
    kind: binary
    setup: A run of two weeks begins.
    question: Does it end below 2.0?
    answer: pending
    criterion: The last value of the log.
    resolve_by: 2026-11-29
"""
QUANTILES = """\
  - id: how-much
    kind: quantile
    setup: The run ends in two weeks.
    question: At which loss does it end?
    levels: [0.05, 0.25, 0.5, 0.75, 0.95]
    answer: {value: pending, unit: nats, min: 0, max: 9}
    criterion: The last value of the log.
    resolve_by: 2026-11-29
"""


@pytest.fixture
def lab(cli: Cli):
    cli.home.mkdir()
    file = cli.home / "decks" / "lab.yaml"
    file.parent.mkdir()
    file.write_text(DECK)
    assert cli("practice", "--plain", "--deck", "me/lab", typed="70\n").code == 0
    return file


def answered(lab, value: str = "yes") -> None:
    text = lab.read_text().replace("answer: pending", f"answer: {value}\n    explanation: It did.")
    lab.write_text(text.replace("version: 1.0.0", "version: 1.1.0"))


def test_a_waiting_forecast_takes_dated_estimates_until_the_answer(cli: Cli, lab) -> None:
    cli.days = 2
    said = cli("journal", "update", "two-weeks", "85%", "--reason", "it fell fast")
    assert said.code == 0, said.err
    assert "85 %" in said.out
    cli.days = 3
    assert cli("journal", "update", "me/lab#two-weeks", "90").code == 0
    rows = cli.history().forecasts
    assert [row.probs[0] for row in rows] == [7000, 8500, 9000]
    assert len({row.exposure_id for row in rows}) == 1
    assert len({row.local_day for row in rows}) == 3, "a dated row, never an edit"
    (entry,) = cli("journal", "--json").json["entries"]
    assert (entry["lab"], entry["state"], len(entry["estimates"])) == (True, "open", 3)
    assert entry["estimates"][1]["reason"] == "it fell fast"

    answered(lab)
    cli.days = 5
    assert "answer to two-weeks has come" in cli("journal").out
    said = cli("resolve")
    assert "gave this 90 %, Brier 0.010" in " ".join(said.out.split())
    status = freshness(cli.history())
    assert [status[row.id].reason for row in cli.history().forecasts] == [
        "superseded", "superseded", "",
    ]  # fmt: skip
    (entry,) = cli("journal", "--json").json["entries"]
    assert (entry["state"], entry["outcome"]) == ("resolved", "yes")
    assert entry["scores"]["first"] == pytest.approx(0.09)
    assert entry["scores"]["last"] == pytest.approx(0.01)
    assert 0.01 < entry["scores"]["over_time"] < 0.09
    record = cli("history", "--source", "journal", "--json").json
    assert (record["n"], record["fresh"]) == (1, 1)
    assert record["brier"] == pytest.approx(0.01)
    assert "is resolved (Yes)" in cli.refused("journal", "update", "two-weeks", "95")
    assert cli("resolve").out == "Nothing is due.\n", "revealed once"


def test_what_does_not_fit_changes_nothing(cli: Cli, lab) -> None:
    assert "does not fit" in cli.refused("journal", "update", "two-weeks", "1 2 3 nats")
    assert "above 100" in cli.misread("journal", "update", "two-weeks", "130")
    assert "own have a clock" in cli.refused("journal", "start", "two-weeks")
    assert "its deck brings the answer" in cli.refused("resolve", "two-weeks", "yes")
    assert "did you mean two-weeks" in cli.refused("journal", "update", "two-week", "80")


def test_one_whose_day_has_passed_is_listed_as_overdue_and_still_takes_estimates(
    cli: Cli, lab
) -> None:
    cli.days = 10
    listed = cli("journal", "--due").out
    assert "overdue (1)" in listed
    assert "lab question" in listed
    assert cli("journal", "update", "two-weeks", "20").code == 0


def test_quantiles_keep_their_levels(cli: Cli, lab) -> None:
    lab.write_text(DECK + QUANTILES)
    said = cli("practice", "--plain", "--deck", "me/lab", "--count", "2", typed="1 2 3 4 5\n\n")
    assert said.code == 0
    assert cli("journal", "update", "how-much", "2 2.2 2.4 2.6 3 nats").code == 0
    row = cli.history().forecasts[-1]
    assert [level for level, _ in row.quantiles] == [0.05, 0.25, 0.5, 0.75, 0.95]
    assert json.loads(row.body)["typed"] == "2 2.2 2.4 2.6 3 nats"
    assert "Give 5 values" in cli.misread("journal", "update", "how-much", "1 2 3")
