"""`tastegym predict`: every kind, from arguments and from a pipe; a mistake keeps nothing."""

from __future__ import annotations

import pytest
from cli_runner import Cli, predicted


def test_a_prediction_is_kept_with_everything_that_was_said(cli: Cli) -> None:
    said = cli(
        "predict", "H2 beats the baseline", "70%", "--by", "fri", "--kind", "idea",
        "--conviction", "4", "--base-rate", "40%", "--criterion", "p < .05 on three seeds",
        "--reason", "the pilot", "--change-mind", "a null on seed two", "--tag", "own", "--json",
    )  # fmt: skip
    entry = said.json
    assert entry["estimates"][0]["probs"] == [0.7, 0.3]
    assert entry["estimates"][0]["reason"] == "the pilot"
    assert (entry["by"], entry["state"], entry["kind"]) == ("2026-11-27", "open", "idea")
    assert (entry["conviction"], entry["base_rate"], entry["tags"]) == (4, 0.4, ["own"])
    assert entry["criterion"] == "p < .05 on three seeds"
    assert entry["change_mind"] == "a null on seed two"
    (question,) = cli.history().questions
    assert question.resolve_by == "2026-11-27"


def test_every_form_is_kept(cli: Cli) -> None:
    cli("predict", "He says to drop it", "drop it 60 | go on 40", "--by", "tomorrow",
        "--kind", "mentor", "--his-reason", "the baseline is weak")  # fmt: skip
    cli("predict", "Which", "60", "25", "--option", "a", "--option", "b", "--option", "c",
        "--by", "tomorrow")  # fmt: skip
    cli("predict", "Latency", "10", "25", "60", "ms", "--by", "in 3 weeks")
    cli("predict", "Write the intro", "--bucket", "90", "--kind", "task", "--time", "2h",
        "--by", "today")  # fmt: skip
    kinds = [question.kind for question in cli.history().questions]
    assert kinds == ["choice", "choice", "quantile", "binary"]
    probs = [row.probs for row in cli.history().forecasts]
    assert probs == [(6000, 4000), (6000, 2500, 1500), (), (9000, 1000)]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["S", "170%", "--by", "fri"], "above 100"),
        (["S", "0.7", "--by", "fri"], "70 or 0.7"),
        (["S", "70", "--by", "someday"], "no date"),
        (["S", "70", "--by", "2026-11-21"], "has passed"),
        (["S", "70", "--by", "2026-02-30"], "no day"),
        (["S", "70", "--by", "fri", "--kind", "hunch"], "no kind"),
        (["S", "70", "--by", "fri", "--conviction", "6"], "conviction"),
        (["S", "70", "--by", "fri", "--bucket", "80"], "bucket"),
        (["S", "70", "--by", "fri", "--bucket", "90"], "bucket says 90"),
        (["S", "70", "--by", "fri", "--time", "soon"], "no time"),
        (["S", "70", "--by", "fri", "--base-rate", "often"], "Base rate"),
        (["S", "60", "70", "--by", "fri"], "one number"),
        (["S", "3 2 1 hours", "--by", "fri"], "rise"),
        (["   ", "70", "--by", "fri"], "statement"),
        (["x" * 401, "70", "--by", "fri"], "400"),
        (["S"], "Nothing was kept"),
        ([], "Nothing was kept"),
    ],
)
def test_a_mistake_gets_one_sentence_and_keeps_nothing(cli: Cli, argv, told) -> None:
    code = 1 if told == "has passed" else 2
    assert told in cli.refused("predict", *argv, code=code)
    assert not (cli.home / "ledger.sqlite3").exists()


def test_what_is_missing_is_asked_for_line_by_line(cli: Cli) -> None:
    said = cli("predict", typed="\nIt holds on five seeds\n0.7\n70\nnever\nin 3 weeks\n")
    assert said.code == 0
    assert "70 or 0.7" in said.out
    assert "no date" in said.out
    assert "Kept " in said.out
    (question,) = cli.history().questions
    assert (question.statement, question.resolve_by) == ("It holds on five seeds", "2026-12-13")


def test_hostile_text_is_kept_and_shown_without_its_teeth(cli: Cli) -> None:
    predicted(cli, "a\x1b[2J\u202eb\nc", "70", "--by", "fri", "--reason", "\x07")
    said = cli("journal")
    assert "\x1b" not in said.out
    assert "\u202e" not in said.out
    assert "a\ufffd[2J\ufffdb c" in said.out
