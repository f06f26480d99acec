"""A lab question from its lock to its reveal."""

# ruff: noqa: E501  the deck has a scenario on one line
from __future__ import annotations

import io
import json
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tastegym import clock
from tastegym.authoring.resolve import Answer
from tastegym.authoring.resolve import resolve as resolve_deck
from tastegym.cli.main import run
from tastegym.deck.load import load
from tastegym.errors import UserError
from tastegym.ledger.read import history
from tastegym.practice.freshness import freshness

if TYPE_CHECKING:
    from pathlib import Path

DECK = """\
# our lab
tastegym: 1
deck: {id: me/lab, version: 1.0.0, title: Lab, private: true}
scenarios:
  - id: two-weeks
    kind: binary
    setup: A run of two weeks begins.   # keep me
    question: Does it end below 2.0?
    answer: pending  # not yet
    criterion: The last value of the log.
    resolve_by: 2027-01-01
  - {id: "cause", setup: The loss jumps., question: Why?, options: [{id: a, text: The logger}, {id: b, text: The data}], answer: pending, criterion: The postmortem., resolve_by: 2027-01-01, explanation: See there.}
  - id: how-much
    kind: quantile
    setup: The run ends in two weeks.
    question: At which loss does it end?
    levels: [0.1, 0.5, 0.9]
    answer:
      value: pending
      unit: nats
      min: 0
      max: 9
    criterion: The last value of the log.
    resolve_by: 2027-01-01
  - id: in-bins
    kind: quantile
    setup: The same run, in bins.
    question: At which loss does it end?
    bins: [1, 2, 3]
    answer: pending
    criterion: The last value of the log.
    resolve_by: 2027-01-01
  - id: old
    setup: Something that is known.
    question: Which one?
    options: [{id: x, text: This one here}, {id: y, text: That one there}]
    answer: x
    explanation: It was known.
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("TASTEGYM_HOME", str(home))
    return home


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "lab.yaml"
    path.write_bytes(DECK.encode())
    return path


def resolve(deck: Path, *words: str) -> int:
    return run(["deck", "resolve", str(deck), *words, "--evidence", 'log: "118"'])


def play(deck: Path, answers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    assert run(["practice", "--plain", "--deck", str(deck), "--count", "4", "--seed", "3"]) == 0


def test_the_file_changes_in_its_places_and_nowhere_else(
    home: Path, deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert resolve(deck, "two-weeks", "yes", "--by", "Ada: PI") == 0
    assert capsys.readouterr().out == f"{deck}: two-weeks is yes\n"
    today = load(deck).deck.scenarios[0].resolved.on  # type: ignore[union-attr]
    added = (
        f'\n    resolved: {{on: {today}, by: "Ada: PI", evidence: "log: \\"118\\""}}'
        '\n    explanation: "log: \\"118\\""'
    )
    once = DECK.replace("answer: pending  # not yet", f"answer: yes  # not yet{added}")
    assert deck.read_text() == once
    assert resolve(deck, "cause", "b") == 0
    twice = once.replace(
        "data}], answer: pending,",
        f'data}}], answer: b, resolved: {{on: {today}, evidence: "log: \\"118\\""}},',
    )
    assert deck.read_text() == twice
    assert resolve(deck, "how-much", "1.75") == 0
    assert resolve(deck, "in-bins", "1.75") == 0
    after = load(deck)
    assert [one.message for one in after.diagnostics] == []
    truths = {one.id: one for one in after.deck.scenarios}  # type: ignore[union-attr]
    assert not any(one.pending for one in truths.values())
    assert truths["how-much"].quantile.value == 1.75  # type: ignore[union-attr]
    assert truths["how-much"].quantile.unit == "nats"  # type: ignore[union-attr]
    assert truths["in-bins"].quantile.value == 1.75  # type: ignore[union-attr]
    assert truths["two-weeks"].resolved.by == "Ada: PI"  # type: ignore[union-attr]
    noted = history(home / "ledger.sqlite3").exposures
    assert {row.uid.rpartition("#")[2] for row in noted} >= {"how-much", "in-bins"}
    assert {row.purpose for row in noted} == {"key_seen"}, "who resolves it knows the answer"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("two-week", "yes"), "The deck has no scenario 'two-week'. Did you mean `two-weeks`?"),
        (("none-such", "yes"), "Open lab questions here: "),
        (("old", "x"), "old is no lab question"),
        (("two-weeks", "maybe"), "'maybe' is no answer to two-weeks. Say one of"),
        (("cause", "c"), "'c' is no answer to cause."),
        (("how-much", "low"), "how-much asks for a number, and 'low' is none."),
        (("how-much", "12"), "The value 12 lies outside 0 to 9. Nothing was changed."),
        (("cause", "a", "--explanation", "why"), "cause has an explanation already"),
        (("two-weeks", "yes", "--by", "a\x1b[2J"), "control character"),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(
    home: Path, deck: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert resolve(deck, *words) == 1
    err = capsys.readouterr().err
    assert says in err
    assert err.count("\n") == 1
    assert deck.read_bytes() == DECK.encode()
    assert [one.name for one in deck.parent.iterdir()] == [deck.name]


def test_windows_line_ends_stay(home: Path, deck: Path) -> None:
    deck.write_bytes(DECK.replace("\n", "\r\n").encode())
    assert resolve(deck, "two-weeks", "no") == 0
    data = deck.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == DECK.count("\n") + 2


def test_waiting_forecasts_are_revealed_once(
    home: Path, deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"two-weeks": "70", "cause": "2:80", "how-much": "1 2 3", "in-bins": "20 50 20 10"}
    text = deck.read_text()
    deck.write_text(text[: text.index("  - id: old")])
    for _ in asked:  # whichever comes, the right line is found by being refused elsewhere
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(asked.values()) + "\n"))
        assert run(["practice", "--plain", "--deck", str(deck), "--count", "1"]) == 0
    ledger = home / "ledger.sqlite3"
    before = history(ledger)
    assert len(before.reveals) == 0
    assert len(before.forecasts) == 4
    capsys.readouterr()
    for name, answer in (
        ("two-weeks", "yes"),
        ("cause", "b"),
        ("how-much", "1.5"),
        ("in-bins", "1.5"),
    ):
        assert resolve(deck, name, answer) == 0
    out = capsys.readouterr().out
    assert out.count("Revealed: your forecast of ") == 3
    assert out.count("Revealed: your quantiles of ") == 1
    after = history(ledger)
    keys = {one.uid: one.key_hash for one in load(deck).deck.scenarios}  # type: ignore[union-attr]
    assert {row.uid: row.key_hash for row in after.reveals} == keys
    outcomes = dict(pair for row in after.reveals for pair in row.outcome)
    assert outcomes == {
        "me/lab#two-weeks": "yes", "me/lab#cause": "b", "me/lab#how-much": "1.5",
        "me/lab#in-bins": "bin1",
    }  # fmt: skip
    seen = [row.uid for row in after.exposures if row.purpose == "key_seen"]
    assert sorted(seen) == sorted(keys)
    assert all(one.fresh for one in freshness(after).values())
    assert resolve(deck, "two-weeks", "yes") == 0
    assert capsys.readouterr().out == "two-weeks was answered before: yes\n"
    assert len(history(ledger).reveals) == 4
    assert resolve(deck, "two-weeks", "no") == 1
    assert "was answered before, with yes" in capsys.readouterr().err
    assert run(["history", "--json", "--source", "journal"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["n"] == figures["fresh"] == 3
    assert figures["quantiles"]["n"] == 1


def test_a_broken_off_call_can_be_repeated(
    home: Path, deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    deck.write_text(DECK[: DECK.index('  - {id: "cause"')])
    monkeypatch.setattr("sys.stdin", io.StringIO("70\n"))
    assert run(["practice", "--plain", "--deck", str(deck), "--count", "1"]) == 0

    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tastegym.authoring.resolve.append", fails)
        resolve(deck, "two-weeks", "yes")
    assert history(home / "ledger.sqlite3").reveals == ()
    capsys.readouterr()
    assert resolve(deck, "two-weeks", "yes") == 0
    assert "gave this 70 %, Brier 0.090" in capsys.readouterr().out


def test_an_answer_that_was_no_option_then_stays_open(
    home: Path, deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start, end = DECK.index('  - {id: "cause"'), DECK.index("  - id: how-much")
    head = DECK[: DECK.index("  - id: two-weeks")]
    deck.write_text(head + DECK[start:end])
    monkeypatch.setattr("sys.stdin", io.StringIO("60\n"))
    assert run(["practice", "--plain", "--deck", str(deck), "--count", "1"]) == 0
    deck.write_text(deck.read_text().replace("data}]", "data}, {id: c, text: The disk}]"))
    assert resolve(deck, "cause", "c") == 0
    assert "without the option c; it stays open" in capsys.readouterr().err
    assert history(home / "ledger.sqlite3").reveals == ()


def test_an_unusable_ledger_stops_it_before_the_file_is_changed(
    home: Path, deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    (home / "ledger.sqlite3").write_text("no ledger" * 100)
    assert resolve(deck, "two-weeks", "yes") == 1
    assert "is not a tastegym ledger" in capsys.readouterr().err
    assert deck.read_bytes() == DECK.encode()


@settings(max_examples=60, deadline=None)
@given(
    evidence=st.text(min_size=1, max_size=60).filter(str.strip),
    by=st.text(max_size=20),
    eol=st.sampled_from(["\n", "\r\n"]),
    name=st.sampled_from(
        [("two-weeks", "no"), ("cause", "a"), ("how-much", "3"), ("in-bins", "3")]
    ),
)
def test_whatever_is_said_comes_back_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    evidence: str,
    by: str,
    eol: str,
    name: tuple[str, str],
) -> None:
    path = tmp_path_factory.mktemp("lab") / "d.yaml"
    before = DECK.replace("\n", eol).encode()
    path.write_bytes(before)
    try:
        resolve_deck(
            path, name[0], Answer(name[1], evidence, by), path.parent / "none", clock.now()
        )
    except UserError:
        assert path.read_bytes() == before
        return
    after = load(path)
    assert after.errors == 0
    one = next(s for s in after.deck.scenarios if s.id == name[0])  # type: ignore[union-attr]
    said = unicodedata.normalize("NFC", " ".join(evidence.split()))
    assert one.resolved.evidence == said  # type: ignore[union-attr]
    untouched = [line for line in path.read_bytes().split(eol.encode())
                 if b"resolved" not in line and b"explanation: \"" not in line]  # fmt: skip
    kept = [line for line in before.split(eol.encode()) if b"pending" not in line]
    assert [line for line in kept if line not in untouched] == []


@pytest.mark.parametrize("outcome", ["void", "ambiguous"])
def test_what_cannot_be_judged_is_closed_and_never_scored(
    home: Path,
    deck: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    outcome: str,
) -> None:
    deck.write_text(DECK[: DECK.index('  - {id: "cause"')])
    monkeypatch.setattr("sys.stdin", io.StringIO("70\n"))
    assert run(["practice", "--plain", "--deck", str(deck), "--count", "1"]) == 0
    before = deck.read_text()
    capsys.readouterr()
    for _ in range(2):  # a repeated call adds nothing
        assert resolve(deck, "two-weeks", outcome, "--by", "Ada") == 0
        assert f"is kept and not scored: {outcome}." in capsys.readouterr().err
    [one] = load(deck).deck.scenarios  # type: ignore[union-attr]
    assert load(deck).diagnostics == ()
    assert one.pending
    assert one.resolved is not None
    assert (one.resolved.outcome, one.resolved.by) == (outcome, "Ada")
    added = [line for line in deck.read_text().splitlines() if line not in before.splitlines()]
    assert len(added) == 1
    after = history(home / "ledger.sqlite3")
    assert after.reveals == ()
    [row] = after.resolutions
    assert (row.uid, row.outcome) == ("me/lab#two-weeks", outcome)
    assert json.loads(row.body) == {"why": 'log: "118"', "by": "Ada"}
    assert run(["history", "--json", "--source", "journal"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["fresh"] == 0
    assert figures["excluded"] == {outcome: 1}
    # It is not asked again, and takes no other answer.
    assert resolve(deck, "two-weeks", "yes") == 1
    assert f"was answered before, with {outcome}" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO("70\n"))
    run(["practice", "--plain", "--deck", str(deck), "--count", "1"])
    assert len(history(home / "ledger.sqlite3").forecasts) == 1


def test_numbers_and_options_called_void(home: Path, deck: Path) -> None:
    assert resolve(deck, "how-much", "void") == 0
    assert resolve(deck, "in-bins", "ambiguous") == 0
    deck.write_text(deck.read_text().replace("id: b, text: The data", "id: void, text: The data"))
    assert resolve(deck, "cause", "void") == 0
    after = {one.id: one for one in load(deck).deck.scenarios}  # type: ignore[union-attr]
    assert load(deck).errors == 0
    assert after["how-much"].resolved.outcome == "void"  # type: ignore[union-attr]
    assert after["how-much"].quantile.value is None  # type: ignore[union-attr]
    assert after["in-bins"].resolved.outcome == "ambiguous"  # type: ignore[union-attr]
    assert (after["cause"].answer, after["cause"].pending) == ("void", False)
    assert after["cause"].resolved.outcome == ""  # type: ignore[union-attr]
