"""`tastegym history` on real ledger files: plain and JSON say the same, and nothing is written."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from lives import YES_NO, Life, practise

from tastegym.chart.columns import width
from tastegym.cli import main
from tastegym.clock import moment
from tastegym.insight.advice import SHOWN
from tastegym.insight.spelling import e_value
from tastegym.ledger import seen
from tastegym.ledger.read import facts
from tastegym.ledger.store import Ledger


def keep(life: Life, home) -> None:
    """Write a life into the ledger of a home."""
    rows = [row for table in life.rows.values() for row in table]
    at = moment(datetime(2026, 3, 1, tzinfo=UTC))
    with Ledger.create(home / "ledger.sqlite3", at, salt="5a") as ledger:
        ledger.append(*[row for row in rows if getattr(row, "kind", "") != "salt"])


@pytest.fixture
def home(tmp_path):
    return tmp_path


def run(capsys, home, *arguments: str) -> str:
    """What the command prints; it has to succeed."""
    assert main.run(["--data-dir", str(home), "history", *arguments]) == 0
    out = capsys.readouterr()
    assert out.err == ""
    return out.out


@pytest.fixture
def lived(home):
    life = practise(Life(), 130, 0.6)
    life.answer((0.7, 0.1, 0.1, 0.1), "a", name="s0")
    life.predict((0.8,), "yes")
    life.predict((0.4,))
    keep(life, home)
    return home


def test_numbers_in_plain_are_those_of_the_json(capsys, lived):
    made = json.loads(run(capsys, lived, "--json"))
    plain = " ".join(run(capsys, lived, "--plain").split())
    for text in (
        f"{made['fresh']} counted of {made['n']} resolved answers",
        f"Brier {made['brier']:.3f} over {made['fresh']} answers",
        f"{made['expected_brier']['mean']:.3f} ± {made['expected_brier']['sd']:.3f}",
        f"Skill {made['skill']['value']:.2f} against even odds",
        f"{made['skill']['lo']:.2f} to {made['skill']['hi']:.2f}",
        f"evidence {e_value(made['evidence']['e'])};",
        f"{made['corp']['mcb']:.3f} is lost by wrong confidence",
        f"{made['corp']['unc'] - made['corp']['dsc']:.3f} by not recognising",
        "Not counted: 1 (1 repeat)",
        f"Brier {made['with_excluded']['brier']:.3f}, skill",
        f"over {made['with_excluded']['n']} answers",
        f"your own work (journal): Brier {made['records']['journal']['brier']:.3f} over 1 answer",
    ):
        assert text in plain, text


def test_the_median_of_beta_is_the_one_behind_the_words(capsys, lived):
    made = json.loads(run(capsys, lived, "--json"))
    beta = made["beta"]["median"]
    worth = 0.8**beta / (0.8**beta + 0.2**beta)
    assert f"When you say 80 %, it is about {100 * worth:.0f} %" in run(capsys, lived, "--plain")


def test_how_it_was_answered_narrows_and_gives_no_verdict(capsys, home):
    life = practise(Life(), 24, 0.6)
    for i in range(3):
        life.answer((0.7, 0.1, 0.1, 0.1), "a", name=f"h{i}", lock={"hint_used": True})
    for i in range(2):
        life.answer((0.7, 0.1, 0.1, 0.1), "a", name=f"k{i}", lock={"recognised": "known"})
    keep(life, home)
    whole = json.loads(run(capsys, home, "--json"))
    assert (whole["n"], whole["fresh"]) == (29, 24)
    for flags, said, answers in (
        (("--kind", "choice"), "choice questions", 29),
        (("--kind", "board"), "board questions", 0),
        (("--counts", "fresh"), "fresh answers", 24),
        (("--counts", "practice"), "practice (what does not count)", 5),
        (("--recognised", "new"), "new to you", 27),
        (("--recognised", "known"), "known beforehand", 2),
        (("--hinted", "yes"), "with a hint", 3),
        (("--hinted", "no"), "without a hint", 26),
    ):
        made = json.loads(run(capsys, home, *flags, "--json"))
        assert made["n"] == answers, flags
        assert (made["evidence"] or {}).get("verdict", "no_verdict") == "no_verdict", flags
        plain = " ".join(run(capsys, home, *flags).split())
        assert said in plain
        assert "No verdict under a filter" in plain


def test_the_words_of_the_flags_are_those_of_the_filter():
    from tastegym.cli import history
    from tastegym.insight import filters

    for name in ("KINDS", "COUNTS", "RECOGNISED", "HINTED"):
        assert getattr(history, name) == getattr(filters, name)


def test_a_page_fits_eighty_columns_and_carries_no_control(capsys, lived):
    page = run(capsys, lived)
    assert max(map(width, page.splitlines())) <= 80
    assert "\x1b" not in page


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_a_page_fits_the_terminal(capsys, lived, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    page = run(capsys, lived)
    assert max(map(width, page.splitlines())) <= min(80, max(42, columns))


def test_ten_answers_give_a_strip(capsys, home):
    keep(practise(Life(), 10), home)
    page = run(capsys, home)
    assert "too few for a curve" in page.replace("\n", " ")
    assert "Skill is shown from 20 counted answers." in page
    assert page.count("●") + page.count("○") == 10


def test_a_missing_ledger_is_an_empty_history_and_stays_missing(capsys, home):
    assert "No answer counts yet" in run(capsys, home / "none")
    made = json.loads(run(capsys, home / "none", "--json"))
    assert (made["n"], made["brier"], made["curve"]) == (0, None, None)
    assert not (home / "none").exists()


def test_a_read_only_ledger_is_read_and_untouched(capsys, lived):
    path = lived / "ledger.sqlite3"
    before = path.read_bytes()
    path.chmod(stat.S_IRUSR)
    lived.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert "130 counted" in run(capsys, lived)
    finally:
        lived.chmod(stat.S_IRWXU)
    assert path.read_bytes() == before


def advice_facts(home) -> int:
    return len(facts(home / "ledger.sqlite3", SHOWN))


def test_asking_for_advice_marks_what_is_answered_later(capsys, lived):
    run(capsys, lived)
    run(capsys, lived, "--json")
    assert advice_facts(lived) == 0, "the page itself shows no advice and writes nothing"
    page = run(capsys, lived, "--advice")
    assert "When you feel 85 %, enter" in page
    assert "from 130 answers" in page
    assert re.search(r"^ +85 %  +[678]\d %  [678]\d-[678]\d %$", page, re.MULTILINE)
    assert advice_facts(lived) == 1
    assert run(capsys, lived, "--advice") == page
    made = json.loads(run(capsys, lived, "--advice", "--json"))
    assert (made["answers"], made["advised"], len(made["table"])) == (130, 0, 10)
    assert advice_facts(lived) == 1


def test_advice_from_a_read_only_ledger_is_shown_and_not_kept(capsys, lived, monkeypatch):
    monkeypatch.setattr(seen.os, "access", lambda *_: False)
    assert "enter" in run(capsys, lived, "--advice")
    assert advice_facts(lived) == 0


def test_too_few_answers_have_no_advice_and_no_mark(capsys, home):
    keep(practise(Life(), 19), home)
    assert run(capsys, home, "--advice") == "Advice is given from 20 counted answers.\n"
    assert json.loads(run(capsys, home, "--advice", "--json")) is None
    assert advice_facts(home) == 0
    assert main.run(["history", "--data-dir", str(home), "--advice", "--event", "x"]) == 2
    assert "--advice stands alone" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"", b"not a database" * 100, b"SQLite format 3\0" + b"\0" * 50]
)
def test_what_is_no_ledger_is_one_sentence_and_exit_one(capsys, home, content):
    path = home / "ledger.sqlite3"
    path.write_bytes(content)
    assert main.run(["history", "--data-dir", str(home)]) == 1
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.startswith("tastegym: ")
    assert out.err.count("\n") == 1
    assert path.read_bytes() == content


def test_filters_are_said_in_words_and_take_the_verdict_away(capsys, lived):
    page = run(capsys, lived, "--since", "2026-03-02", "--deck", "deck", "--skill", "anomalies")
    flat = " ".join(page.split())
    assert "deck test/deck, skill anomalies, from 2026-03-02:" in flat
    assert "No verdict under a filter" in flat
    assert "When you say 80 %" in flat
    journal = run(capsys, lived, "--source", "journal")
    assert journal.startswith("Your own work (journal): 1 counted of 1")
    assert "Waiting for 1 outcome" in journal
    pooled = " ".join(run(capsys, lived, "--source", "all").split())
    assert "No verdict on pooled records" in pooled


def test_a_date_that_is_none_is_wrong_usage(capsys, lived):
    assert main.run(["--data-dir", str(lived), "history", "--since", "May"]) == 2
    assert "--since 'May' is no date" in capsys.readouterr().err


def test_hostile_names_reach_no_terminal(capsys, home):
    life = Life()
    evil = "owner/\x1b]0;x\x07deck"
    for i in range(3):
        life.answer((0.7, 0.3), "zebra", YES_NO, uid=f"{evil}#{i}", deck=evil)
    keep(life, home)
    page = run(capsys, home)
    assert "Left out" in page
    assert "\x1b" not in page
    assert "\x07" not in page


def test_an_ascii_terminal_gets_an_ascii_page(lived):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "TASTEGYM_HOME": str(lived)}
    made = subprocess.run(
        [sys.executable, "-m", "tastegym", "history", "--plain"],
        env=environment,
        capture_output=True,
        check=True,
    )
    page = made.stdout.decode("ascii")
    assert re.search(r"^100\|", page, re.MULTILINE)
    assert re.search(r"exactly right: 0\.\d+\s\+/-\s0\.\d+\s\(SD\)", page)
    assert made.stderr == b""
