"""Six answers become a valid scenario, or nothing changes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tastegym.cli.main import run
from tastegym.deck.add import Draft, add, table_of
from tastegym.deck.load import load
from tastegym.deck.new import new_deck
from tastegym.errors import UserError
from tests.deck import broken

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = Draft(
    setup="Run b jumps: three others do not # odd",
    question="What was the cause of the jump?",
    truth="The logger's window",
    others=("A bad shard", "The warm-up"),
    why='The "window" shrank.',
    confirms="Run log 118",
)


def test_into_a_folder(tmp_path: Path) -> None:
    new_deck(tmp_path, "me/d", "D")
    file, name = add(tmp_path, DRAFT)
    assert file == tmp_path / "scenarios" / "added.yaml"
    assert name == "what-was-the-cause-of"
    assert add(tmp_path, DRAFT)[1] == "what-was-the-cause-of-2"
    loaded = load(tmp_path)
    assert loaded.errors == 0
    assert loaded.deck is not None
    one = next(one for one in loaded.deck.scenarios if one.id == name)
    assert (one.setup, one.question, one.explanation) == (DRAFT.setup, DRAFT.question, DRAFT.why)
    texts = {option.id: option.text for option in one.options}
    assert texts[one.answer] == DRAFT.truth
    assert set(texts.values()) == {DRAFT.truth, *DRAFT.others}
    assert [source.title for source in one.sources] == ["Run log 118"]


HEADER = "tastegym: 1\ndeck: {id: me/tests, version: 1.0.0, title: Tests}\n"


@pytest.mark.parametrize(
    "text",
    [
        broken.of(broken.CHOICE),
        broken.of(broken.CHOICE).rstrip("\n"),
        broken.of(broken.CHOICE).replace("\n    ", "\n  ").replace("  - id", "- id"),
        HEADER,
        HEADER + "scenarios:\n",
    ],
)
def test_into_a_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(text)
    before = load(path).listed
    add(path, DRAFT)
    loaded = load(path)
    assert loaded.errors == 0
    assert loaded.listed == before + 1
    assert path.read_text().startswith(text.rstrip("\n"))


def test_what_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    text = HEADER + "scenarios: []\n"
    path.write_text(text)
    with pytest.raises(UserError, match="Nothing was changed"):
        add(path, DRAFT)
    assert path.read_text() == text
    same = Draft("s", "q", "one", ("one",), "w")
    new_deck(tmp_path / "d", "me/d", "D")
    with pytest.raises(UserError, match="are the same text"):
        add(tmp_path / "d", same)
    assert not (tmp_path / "d" / "scenarios" / "added.yaml").exists()
    path.write_text("a: b: c")
    with pytest.raises(UserError, match="no readable deck"):
        add(path, DRAFT)


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (Draft("", "q", "t", ("o",), "w"), "needs what was seen"),
        (Draft("s", " ", "t", ("o",), "w"), "needs the question"),
        (Draft("s", "q", "t", (" ",), "w"), "at least one other option"),
        (Draft("s", "q", "t", ("\x1b[2J",), "w"), r"U\+001B"),
    ],
)
def test_refusals(tmp_path: Path, draft: Draft, words: str) -> None:
    new_deck(tmp_path, "me/d", "D")
    with pytest.raises(UserError, match=words):
        add(tmp_path, draft)


said = st.text("ab é日:#-,[]{}'\"|>&*!%@`\\?~0.", min_size=1, max_size=20).filter(str.strip)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(setup=said, question=said, truth=said, other=said, why=said)
def test_any_text_survives(
    tmp_path: Path, setup: str, question: str, truth: str, other: str, why: str
) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(HEADER)
    if truth.casefold().split() == other.casefold().split():
        return
    _, name = add(path, Draft(setup, question, truth, (other,), why))
    deck = load(path).deck
    assert deck is not None
    [one] = [one for one in deck.scenarios if one.id == name]
    assert (one.setup, one.question, one.explanation) == tuple(
        text.strip() for text in (setup, question, why)
    )
    assert next(o.text for o in one.options if o.id == one.answer) == truth.strip()


def test_tables() -> None:
    assert table_of('run,loss\na,1.5\nb,"2,5"\n') == (("run", "loss"), ("a", "1.5"), ("b", "2,5"))
    assert table_of("run;loss\na;1,5") == (("run", "loss"), ("a", "1,5"))
    for bad, words in (("", "heads"), ("a,b\n1\n", "Line 2"), ("a\n" * 100, "at most")):
        with pytest.raises(UserError, match=words):
            table_of(bad)


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))
    path, table = tmp_path / "deck.yaml", tmp_path / "t.csv"
    path.write_text(HEADER)
    table.write_text("run,loss\na,1.5\n")
    typed = "Two runs differ.\nWhy do the two differ?\nSeeds\nData\nNoise\n\nIt was so.\n\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert run(["deck", "add", str(path), "--csv", str(table)]) == 0
    out, err = capsys.readouterr()
    assert out == f"{path}: why-do-the-two-differ\n"
    assert len(err.splitlines()) == 7
    assert err.endswith(f"Next: tastegym deck preview {path}, or tastegym deck lint {path}\n")
    deck = load(path).deck
    assert deck is not None
    [one] = deck.scenarios
    assert [option.text for option in one.options] == ["Data", "Noise", "Seeds"]
    assert one.exhibits[0].rows == (("a", "1.5"),)


def test_what_is_needed_is_asked_again_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))
    path = tmp_path / "deck.yaml"
    path.write_text(HEADER)
    typed = "\nTwo runs differ.\n\x1b[A\nWhy?\n\nSeeds\n\nseeds\nData\ndata\n\n\nIt was so.\n\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert run(["deck", "add", str(path)]) == 0
    err = capsys.readouterr().err
    assert err.count("This one is needed; again:") == 3
    assert err.count("U+001B may not stand in a deck; again:") == 1
    assert err.count("One is needed at least; again:") == 1
    assert err.count("That one is there already") == 2
    [one] = load(path).deck.scenarios  # type: ignore[union-attr]
    assert (one.setup, one.question) == ("Two runs differ.", "Why?")
    assert [option.text for option in one.options] == ["Data", "Seeds"]


def test_input_that_ends_early_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(HEADER)
    for typed in ("", "a\n", "a\nb\nc\n", "a\nb\nc\nd\n\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert run(["deck", "add", str(path)]) == 1
        assert "A scenario needs " in capsys.readouterr().err
        assert path.read_text() == HEADER


def test_a_table_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deck.yaml").write_text(HEADER)
    words = ["deck", "add", str(tmp_path / "deck.yaml"), "--csv", str(tmp_path / "none.csv")]
    assert run(words) == 1
    assert "none.csv cannot be read: No such file or directory." in capsys.readouterr().err
