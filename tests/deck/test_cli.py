"""`tastegym deck`: exit codes, streams, formats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tastegym.cli.main import run
from tastegym.deck.model import Kind
from tastegym.text import clean
from tests.deck import broken

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "decks").mkdir(parents=True)
    monkeypatch.setenv("TASTEGYM_HOME", str(home))
    monkeypatch.setenv("NO_COLOR", "")
    return home


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(broken.of(broken.CHOICE))
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.yaml"
    path.write_text(broken.of(broken.CHOICE.replace("answer: x", 'answer: "\\x1b[2J"')))
    return path


def test_lint_of_a_good_deck(home: Path, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deck", "lint", str(good)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "1 deck, 1 scenario: nothing to mend.\n"


@pytest.mark.parametrize("form", ["full", "concise", "json", "github"])
def test_lint_of_a_bad_deck(
    home: Path, bad: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deck", "lint", "--format", form, str(bad)]) == 1
    out, err = capsys.readouterr()
    assert clean(out) == out
    assert "S010" in out
    assert err == "1 deck, 1 scenario: 2 errors.\n"
    if form == "json":
        assert [one["code"] for one in json.loads(out)["findings"]] == ["K201", "S010"]


def test_full_format(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(broken.of(broken.CHOICE.replace("answer: x", "answer: 日本")))
    assert run(["deck", "lint", str(path)]) == 1
    assert (
        capsys.readouterr().out
        == f"""\
{path}:8:13: error K201 no-such-answer
  The answer `日本` is no option of this scenario.
    |
  8 |     answer: 日本
    |             ^^^^
  why: The answer names one option by its id, never by place.
  mend: Write one of x, y.

"""
    )


def test_hundreds_of_findings(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "deck.yaml"
    warned = "".join(
        broken.CHOICE.replace("id: a\n", f"id: a{i}\n") + "    shuffle: false\n" for i in range(120)
    )
    path.write_text(broken.of(warned, broken.BINARY.replace("yes", "ja")))
    assert run(["deck", "lint", str(path)]) == 1
    out = capsys.readouterr().out
    assert out.index("error K201") < out.index("warning M108")
    assert out.count("  why: ") == 100
    tail = out.split("findings stand above; all of them, by code:\n")[1].splitlines()
    assert tail[0].split() == ["1", "K201", "no-such-answer"]
    assert ["120", "M108", "fixed-order"] in [line.split() for line in tail]


def test_wrong_usage(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deck", "lint", "nowhere"]) == 1
    assert "There is no deck at nowhere" in capsys.readouterr().err
    assert run(["deck", "explain", "W4011"]) == 1
    assert "did you mean " in capsys.readouterr().err
    with pytest.raises(SystemExit) as stop:
        run(["deck", "lint"])
    assert stop.value.code == 2


def test_fix(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(broken.of(broken.CHOICE).replace("1.0.0", "1.0"))
    assert run(["deck", "lint", "--fix", str(path)]) == 0
    assert f"{path}: 1 mended." in capsys.readouterr().err
    assert "version: 1.0.0" in path.read_text()


def test_explain(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deck", "explain", "w401"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("W401 longest-is-key (warning)\n")
    assert "93 %" in out


def test_list(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "decks" / "mine.yaml").write_text(broken.of(broken.CHOICE, broken.GENERATED))
    (home / "decks" / "broken.yaml").write_text("a: b: c")
    monkeypatch.setattr("tastegym.deck.read.PLAYABLE", {Kind.CHOICE})
    assert run(["deck", "list"]) == 0
    out = capsys.readouterr().out
    assert "me/tests 1.0.0  Tests\n  1 to play, 1 not playable in this version\n" in out
    assert f"{home / 'decks' / 'broken.yaml'}\n  0 to play\n  broken.yaml:1:5 S000 " in out
    assert run(["deck", "list", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["me/tests"]["playable"], rows["me/tests"]["shipped"]) == (1, False)
    assert rows[""]["worst"] == "E"
    assert rows["tastegym/oddities"]["shipped"]


def test_a_question_closed_without_an_answer_is_called_so(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = broken.BINARY.replace("answer: yes", "answer: pending").replace(
        "    explanation",
        "    criterion: The log.\n    resolve_by: 2026-01-01\n"
        "    resolved: {on: 2026-01-01, evidence: never run, outcome: void}\n    explanation",
    )
    (home / "decks" / "mine.yaml").write_text(broken.of(broken.CHOICE, closed))
    assert run(["deck", "list"]) == 0
    out = capsys.readouterr().out
    assert "  1 to play, 1 closed without an answer (void or ambiguous)\n" in out
    assert run(["deck", "list", "--json"]) == 0
    (row,) = [one for one in json.loads(capsys.readouterr().out) if one["id"] == "me/tests"]
    assert (row["closed_without_answer"], row["not_playable_in_this_version"]) == (1, 0)


def test_audit(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deck.yaml"
    leaky = "".join(
        broken.CHOICE.replace("id: a\n", f"id: a{i}\n").replace("Seeds", f"Seeds {'of it ' * 9}")
        for i in range(60)
    )
    path.write_text(broken.of(leaky))
    assert run(["deck", "audit", str(path)]) == 1
    out = capsys.readouterr().out
    assert "A501: the deck can be beaten without reading it." in out
    assert max(map(len, out.splitlines())) <= 120
    assert run(["deck", "audit", "--json", str(path)]) == 1
    assert json.loads(capsys.readouterr().out)[0]["gate"] == "A501"
    path.write_text("a: b: c")
    assert run(["deck", "audit", str(path)]) == 1
    assert "cannot be read" in capsys.readouterr().err
