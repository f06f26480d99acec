"""A new deck lints clean and plays."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from tastegym.cli.main import run
from tastegym.deck.lint.run import lint
from tastegym.deck.new import new_deck
from tastegym.errors import UserError
from tastegym.ledger.read import history

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("title", ["First", 'Quotes " and: colons', "日本 #1"])
def test_it_lints_clean(tmp_path: Path, title: str) -> None:
    new_deck(tmp_path / "d", "me/first", title)
    loaded = lint(tmp_path / "d")
    assert [one.message for one in loaded.diagnostics] == []
    assert loaded.deck is not None
    assert (loaded.deck.id, loaded.deck.title) == ("me/first", title)
    assert {one.kind.value for one in loaded.deck.scenarios} == {"choice", "binary", "staged"}


def test_the_editor_finds_the_schema(tmp_path: Path) -> None:
    for file in new_deck(tmp_path, "me/first", "First"):
        if file.suffix == ".yaml":
            first = file.read_text("utf-8").splitlines()[0]
            place = file.parent / first.removeprefix("# yaml-language-server: $schema=")
            assert json.loads(place.read_text("utf-8"))["title"] == "tastegym deck, format 1"


def test_refusals(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="is there already"):
        new_deck(tmp_path / "full", "me/first", "First")
    with pytest.raises(UserError, match="is no deck id"):
        new_deck(tmp_path / "other", "My Deck", "First")
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="is there already"):
        new_deck(tmp_path / "file", "me/first", "First")
    with pytest.raises(UserError, match="cannot be written"):
        new_deck(tmp_path / "file" / "inner", "me/first", "First")
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))
    path = tmp_path / "My New Deck"
    assert run(["deck", "new", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == str(path / "deck.yaml")
    assert err == f"Next: tastegym deck preview {path}\n"
    assert run(["deck", "lint", str(path)]) == 0
    loaded = lint(path)
    assert loaded.deck is not None
    assert (loaded.deck.id, loaded.deck.title) == ("local/my-new-deck", "My new deck")
    assert run(["deck", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["definitions"]


def test_its_author_knows_the_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("TASTEGYM_HOME", str(home))
    path = tmp_path / "mine"
    assert run(["deck", "new", str(path), "--id", "me/mine"]) == 0
    said = ["A jump.", "Why?", "The logger", "The disk", "", "It was.", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(said)))
    assert run(["deck", "add", str(path)]) == 0
    deck = lint(path).deck
    assert deck is not None
    rows = history(home / "ledger.sqlite3").exposures
    assert {row.purpose for row in rows} == {"key_seen"}
    assert {row.uid for row in rows} == {one.uid for one in deck.scenarios}
    assert len(rows) == 5


def test_who_writes_before_the_first_sitting_never_meets_it_as_fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))
    path = tmp_path / "mine"
    assert run(["deck", "new", str(path), "--id", "me/mine"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("70\n\n" * 9))
    assert run(["practice", "--plain", "--count", "2", "--deck", str(path), "--seed", "1"]) == 0
    capsys.readouterr()
    assert run(["data", "export", "--forecasts"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    final = {line["uid"]: line for line in lines if line["why_not_fresh"] != "superseded"}
    assert len(final) == 2
    assert {line["why_not_fresh"] for line in final.values()} == {"key_seen"}


def test_a_home_that_cannot_be_is_said_and_the_deck_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "no" / "such" / "home"))
    path = tmp_path / "mine"
    assert run(["deck", "new", str(path)]) == 0
    assert "Not noted as seen: " in capsys.readouterr().err
    assert lint(path).deck is not None
    assert not (tmp_path / "no").exists()


def test_folders_made_on_the_way_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))
    assert run(["deck", "new", str(tmp_path / "far" / "away" / "deck")]) == 0
    assert f"Made on the way: {tmp_path / 'far' / 'away'}\n" in capsys.readouterr().err
    assert run(["deck", "new", str(tmp_path / "far" / "near")]) == 0
    assert "Made on the way" not in capsys.readouterr().err
