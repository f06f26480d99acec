"""What players did with each option, against figures worked out by hand."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from tastegym.authoring.stats import gather
from tastegym.cli.main import run
from tastegym.deck.load import load
from tests.deck.lab import ROWS, cause

if TYPE_CHECKING:
    from pathlib import Path

DECK = f"""\
tastegym: 1
deck: {{id: me/stats, version: 1.0.0, title: Stats}}
scenarios:
{cause("three")}  - id: two
    kind: binary
    setup: A gain on one seed.
    question: Does it hold?
    answer: no
    explanation: It did not.
{ROWS}"""


@pytest.fixture
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))
    path = tmp_path / "stats.yaml"
    path.write_text(DECK)
    return path


def lines(deck: Path, rows: list[tuple[str, dict[str, float], str]]) -> str:
    shown = {one.uid: one.shown_hash for one in load(deck).deck.scenarios}  # type: ignore[union-attr]
    made = []
    for number, (name, probs, reason) in enumerate(rows):
        uid = f"me/stats#{name}"
        body = {
            "type": "forecast", "id": f"f{number}", "uid": uid,
            "shown_hash": shown[f"me/stats#{name.partition('/')[0]}"],
            "options": list(probs), "probs": list(probs.values()), "why_not_fresh": reason,
        }  # fmt: skip
        made.append(json.dumps(body))
    return "\n".join(made) + "\n"


def test_figures_by_hand(deck: Path, tmp_path: Path) -> None:
    answers = [{"a": 0.2, "b": 0.78, "c": 0.02}] * 4 + [{"a": 0.1, "b": 0.9, "c": 0.0}]
    rows = [("three", probs, "") for probs in answers]
    rows += [("three", {"a": 1.0, "b": 0.0, "c": 0.0}, "known"),
             ("three", {"a": 1.0, "b": 0.0, "c": 0.0}, "repeat"),
             ("three", {"a": 1.0, "b": 0.0, "c": 0.0}, "superseded")]  # fmt: skip
    rows += [("two", {"yes": 0.05, "no": 0.95}, "")] * 5
    file = tmp_path / "players.jsonl"
    file.write_text(lines(deck, rows))
    stats = gather(str(deck), [file], tmp_path / "home")
    three, two = stats.decks[0].items
    assert three.n == 5
    assert [round(one.mean, 4) for one in three.options] == [0.18, 0.804, 0.016]
    assert [one.dead for one in three.options] == [False, False, True]
    by_hand = (4 * (0.8**2 + 0.78**2 + 0.02**2) + (0.9**2 + 0.9**2)) / 2 / 5
    assert three.brier == pytest.approx(by_hand)
    assert three.excess == pytest.approx(by_hand - 1 / 3)
    assert three.knew == pytest.approx(1 / 6)
    assert three.flags == ("dead option: c", "maybe miskeyed: players believe b")
    assert two.flags == ("too easy: everybody is nearly sure of the key",)
    assert two.brier == pytest.approx(0.0025)
    assert two.excess == pytest.approx(0.0025 - 0.25)


def test_nothing_is_judged_on_few_answers(deck: Path, tmp_path: Path) -> None:
    file = tmp_path / "players.jsonl"
    file.write_text(lines(deck, [("three", {"a": 0.0, "b": 1.0, "c": 0.0}, "")] * 4))
    [three] = gather(str(deck), [file], tmp_path / "home").decks[0].items
    assert three.flags == ()
    assert not any(one.dead for one in three.options)


def test_a_line_met_in_two_files_counts_once(deck: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    text = lines(deck, [("two", {"yes": 0.5, "no": 0.5}, "")])
    file.write_text(text)
    again.write_text(text)
    assert gather(str(deck), [file, again], tmp_path / "home").answers == 1


def test_an_older_wording_is_counted_apart(deck: Path, tmp_path: Path) -> None:
    file = tmp_path / "players.jsonl"
    file.write_text(lines(deck, [("two", {"yes": 0.5, "no": 0.5}, "")] * 3))
    deck.write_text(DECK.replace("A gain on one seed", "A gain on one seed only"))
    [two] = gather(str(deck), [file], tmp_path / "home").decks[0].items
    assert (two.n, two.older, two.brier) == (0, 3, None)


def test_from_this_ledger_with_boards_and_ratings(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Each line is refused or read by the question that stands there; `2` rates it ambiguous.
    text = deck.read_text()
    parts = [text[: text.index("  - id: three")], *("  - id" + p for p in text.split("  - id")[1:])]
    for part, said in zip(parts[1:], ("60 30 10", "80", "30 90"), strict=True):
        deck.write_text(parts[0] + part)
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{said}\n2\n"))
        run(["practice", "--plain", "--deck", str(deck), "--count", "1", "--seed", "9"])
    deck.write_text(text)
    capsys.readouterr()
    assert run(["deck", "stats", str(deck), "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    items = {one["uid"].rpartition("#")[2]: one for one in body["decks"][0]["items"]}
    assert body["answers"] == 3
    assert items["two"]["brier"] == pytest.approx(0.64)
    assert items["two"]["ratings"] == [["ambiguous", 1]]
    given = [one["mean"] for one in items["rows"]["options"]]
    assert sorted(given) == [0.3, 0.9]
    off = [one["mean"] - one["true"] for one in items["rows"]["options"]]
    assert items["rows"]["brier"] == pytest.approx(sum(x * x for x in off) / 2)
    assert items["rows"]["n"] == 1
    assert run(["deck", "stats", str(deck)]) == 0
    out = capsys.readouterr().out
    assert "against even odds" in out
    assert max(map(len, out.splitlines())) <= 80


def test_nobody_yet_and_bad_files(
    deck: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deck", "stats", str(deck)]) == 0
    assert "Nobody has answered" in capsys.readouterr().out
    bad = tmp_path / "bad.jsonl"
    for text in ("{", "[]", '{"type": "item"}', '{"type": "forecast", "id": "x"}', "[" * 90_000):
        bad.write_text(text)
        assert run(["deck", "stats", str(deck), "--from", str(bad)]) == 1
        assert f"{bad}:1: this is no forecast line" in capsys.readouterr().err
    assert run(["deck", "stats", "--from", str(tmp_path / "none")]) == 1
    assert "cannot be read: No such file" in capsys.readouterr().err
    assert run(["deck", "stats", "no-such-deck"]) == 1
    assert "There is no deck" in capsys.readouterr().err
