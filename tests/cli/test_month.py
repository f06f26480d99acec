"""A month of own work through the plain commands: every figure is what was lived."""

from __future__ import annotations

import pytest
from cli_runner import Cli, predicted

TASKS = (
    (95, "1h", 30, "yes"), (90, "2h", 180, "yes"), (90, "2h", 230, "no"), (65, "1h", 90, "yes"),
    (65, "30m", 90, "no"), (30, "1 day", 480, "no"),
)  # fmt: skip
"""Bucket, estimate, minutes it took, and whether it came off."""
TALKS = (("80", "yes", "hit"), ("70", "no", "missed"), ("60", "yes", "missed"))
IDEAS = ((5, "70", "no"), (2, "40", "yes"), (4, "60", "no"), (3, "50", "yes"))


def lived(cli: Cli) -> None:
    """A month: tasks by the clock and by telling, talks, ideas, quantities; some left open."""
    for number, (bucket, time, took, outcome) in enumerate(TASKS):
        cli.days = number
        one = predicted(cli, f"Task {number}", str(bucket), "--by", "tomorrow", "--kind", "task",
                        "--time", time)  # fmt: skip
        if number % 2:
            told = ("--took", f"{took}m")
        else:
            assert cli("journal", "start", one).code == 0
            cli.days += took / 60 / 24
            assert cli("journal", "stop", one).code == 0
            told = ()
        assert cli("resolve", one, outcome, *told).code == 0
    for number, (p, outcome, reason) in enumerate(TALKS):
        cli.days = 8 + number
        one = predicted(cli, f"Talk {number}", p, "--by", "in 2 days", "--kind", "mentor",
                        "--his-reason", "the baseline")  # fmt: skip
        assert cli("resolve", one, outcome, f"--reason-{reason}", "--missing", "who asks").code == 0
    cli.days = 12
    ideas = [
        predicted(cli, "Idea", p, "--by", "in 2 weeks", "--kind", "idea", "--conviction", str(c))
        for c, p, _ in IDEAS
    ]
    wide = predicted(cli, "Hours", "10", "25", "60", "hours", "--by", "in 2 weeks")
    narrow = predicted(cli, "Points", "1", "2", "3", "points", "--by", "in 2 weeks")
    for p in ("90", "70"):
        predicted(cli, f"Unpleasant {p}", p, "--by", "in 2 weeks")
    cli.days = 20
    for one, (_, _, outcome) in zip(ideas, IDEAS, strict=True):
        assert cli("resolve", one, outcome).code == 0
    assert cli("resolve", wide, "30").code == 0
    assert cli("resolve", narrow, "7").code == 0
    cli.days = 30


def test_a_month_in_figures(cli: Cli) -> None:
    lived(cli)
    found = cli("journal", "--json").json["figures"]
    ratios = sorted(took / minutes for (_, _, took, _), minutes in
                    zip(TASKS, (60, 120, 120, 60, 30, 480), strict=True))  # fmt: skip
    durations = found["durations"]
    assert durations["n"] == 6
    assert durations["ratio"] == pytest.approx((ratios[2] + ratios[3]) / 2, abs=0.01)
    assert durations["low"] == pytest.approx((ratios[0] + ratios[1]) / 2, abs=0.01)
    assert durations["high"] == pytest.approx((ratios[4] + ratios[5]) / 2, abs=0.01)
    assert durations["over_twice"] == pytest.approx(1 / 6)
    came_off = {one["bucket"]: one["came_off"] for one in found["buckets"]}
    assert {bucket: (one["hits"], one["n"]) for bucket, one in came_off.items()} == {
        95: (1, 1), 90: (1, 2), 65: (1, 2), 30: (0, 1),
    }  # fmt: skip
    assert (found["mentor"]["hits"], found["mentor"]["n"]) == (2, 3)
    assert (found["reasons"]["hits"], found["reasons"]["n"]) == (1, 3)
    assert found["conviction"] == [2.5, 4.5]
    assert (found["held"]["hits"], found["held"]["n"]) == (1, 2)
    assert (found["resolved"], found["overdue"], found["open"]) == (15, 2, 2)
    assert found["overdue_share"] == pytest.approx(2 / 17)
    said = [(b / 100, o) for b, _, _, o in TASKS]
    said += [(int(p) / 100, o) for p, o, _ in TALKS] + [(int(p) / 100, o) for _, p, o in IDEAS]
    scores = [(p - (o == "yes")) ** 2 for p, o in said]
    assert found["last"] == pytest.approx(sum(scores) / 13)
    assert found["with_overdue"] == pytest.approx((sum(scores) + 0.81 + 0.49) / 15)


def test_a_month_in_words(cli: Cli) -> None:
    lived(cli)
    out = " ".join(cli("journal").out.split())
    for text in (
        "overdue (2)", "Unpleasant 90", "over 13 resolved", "2 predictions are unresolved past the",
        "12 % of those whose day has come (17)", "counted as misses the score is",
        "Tasks took 1.5 times the estimate (median of 6;", "Of tasks called 90 % sure, 1 of 2",
        "Your mentor's answer: 2 of 3", "the reason 1 of 3", "Conviction was 2.5 of 5 in ideas",
        "ranges held the value in 1 of 2",
    ):  # fmt: skip
        assert text in out, text
    done = cli("resolve", typed="no\n\n")
    assert done.code == 0
    assert cli("journal", "--json").json["figures"]["overdue"] == 1
    review = " ".join(cli("review", "--until", "2026-12-12").out.split())
    assert "Your 10-90 % ranges held the value in 1 of 2" in review
    assert "Still to be resolved" in cli("review").out
