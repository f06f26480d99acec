"""`tastegym journal`: what is open, due and done; clocks, breaks; and the record in History."""

from __future__ import annotations

from cli_runner import Cli, predicted

from tastegym.practice.facts import facts
from tastegym.practice.habit import habit, practised_days, settings


def test_open_due_and_overdue_stand_apart(cli: Cli) -> None:
    predicted(cli, "alpha", "70", "--by", "today")
    predicted(cli, "beta", "70", "--by", "tomorrow")
    predicted(cli, "gamma", "70", "--by", "fri")
    cli.days = 1
    out = cli("journal").out
    places = [out.index(text) for text in ("overdue (1)", "alpha", "due today (1)", "beta",
                                           "open (1)", "gamma")]  # fmt: skip
    assert places == sorted(places)
    due = cli("journal", "--due", "--json").json["entries"]
    assert [(one["statement"], one["state"]) for one in due] == [
        ("alpha", "overdue"), ("beta", "due"),
    ]  # fmt: skip


def test_an_empty_journal_says_how_to_begin(cli: Cli) -> None:
    assert "tastegym predict" in cli("journal").out
    assert cli("journal", "--due").out == "Nothing is due.\n"
    assert cli("journal", "--json").json["entries"] == []
    assert not cli.home.exists()


def test_the_clock_of_a_task_runs_and_stops(cli: Cli) -> None:
    one = predicted(cli, "Intro", "90", "--by", "fri", "--kind", "task", "--time", "60m")
    assert "does not run" in cli.refused("journal", "stop", one)
    cli("journal", "start", one)
    assert "runs already" in cli.refused("journal", "start", one)
    cli.days = 0.0625
    assert "after 90 min" in cli("journal", "stop", one).out
    cli("resolve", one, "yes")
    (entry,) = cli("journal", "--json").json["entries"]
    assert round(entry["took"]) == 90


def test_breaks_and_the_weekly_target_are_kept_as_facts(cli: Cli) -> None:
    predicted(cli, "alpha", "70", "--by", "fri")
    assert cli("journal", "pause", "tomorrow", "in 2 weeks").code == 0
    assert cli("journal", "target", "4").code == 0
    assert "1 to 7" in cli.misread("journal", "target", "9")
    assert "before it begins" in cli.misread("journal", "pause", "fri", "today")
    path = cli.home / "ledger.sqlite3"
    target, breaks = settings(path)
    assert target == 4
    assert [(one.first, one.last) for one in breaks] == [("2026-11-23", "2026-12-06")]
    days = practised_days(path)
    assert days == ("2026-11-22",), "a prediction keeps the day"
    assert habit(days, "2026-11-25", target=target, breaks=breaks).resting


def test_the_record_of_own_work_stands_in_history(cli: Cli) -> None:
    for typed, outcome in (("80", "yes"), ("80", "no"), ("drop it 60 | go on 40", "drop it")):
        cli("resolve", predicted(cli, "One of mine", typed, "--by", "today"), outcome)
    found = cli("history", "--source", "journal", "--json").json
    assert (found["n"], found["fresh"]) == (3, 3)
    brier = (0.04 + 0.64 + 0.16) / 3
    assert abs(found["records"]["journal"]["brier"] - brier) < 1e-9
    assert found["records"]["deck"]["n"] == 0


def test_practice_greets_with_what_is_due(cli: Cli) -> None:
    one = predicted(cli, "The run converges", "70", "--by", "today")
    predicted(cli, "Later", "70", "--by", "fri")
    out = cli("practice", "--plain").out
    assert "1 of your own predictions is due" in out
    assert f"  {one} The run converges" in out
    assert "Later" not in out
    cli("resolve", one, "yes")
    assert facts(cli.home / "ledger.sqlite3", "2026-11-22").due == ()
