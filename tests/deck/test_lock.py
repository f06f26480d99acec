"""The lock notices what changes after a release; generators are checked where they are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tastegym.authoring import worlds
from tastegym.authoring.lock import lock_deck
from tastegym.authoring.worlds import full_lint
from tastegym.cli.main import run
from tastegym.deck.lock import lock_path
from tastegym.errors import UserError
from tastegym.generators import registry

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
tastegym: 1
deck:
  id: me/locked
  version: 1.0.0
  title: Locked
scenarios:
"""
FIRST = """\
  - id: first # stays
    setup: The loss of one run jumps, three others stay smooth.
    question: What was the cause?
    options:
      - {id: logger, text: The logger averaged over fewer steps}
      - {id: shard, text: One shard held some corrupt targets}
    answer: logger
    explanation: The data were shared by all four runs.
"""
SECOND = (
    "  - {id: second, kind: binary, setup: A gain on one seed., question: Does it hold?, "
    "answer: no, explanation: It did not.}\n"
)
LAB = """\
  - id: lab
    kind: binary
    setup: A run of two weeks begins.
    question: Does it end below 2.0?
    answer: pending
    criterion: The last value of the log.
    resolve_by: 2027-01-01
"""
WORLD = """\
  - id: world
    kind: generated
    generator: {name: base-rate, version: 1, params: {difficulty: 2}}
    seeds: 1-3
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "d.yaml"
    path.write_text(HEAD + FIRST + SECOND + LAB + WORLD)
    return path


def found(path: Path) -> list[tuple[str, int, int, str]]:
    return [(o.code, o.place.line, o.place.col, o.message) for o in full_lint(path).diagnostics]


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def test_a_lock_holds_both_hashes_and_every_seed(deck: Path) -> None:
    assert found(deck) == []
    file, lock = lock_deck(deck)
    assert file == deck.with_name("d.lock.json")
    assert set(lock.entries) == {"first", "second", "lab", "world"}
    assert lock.entries["lab"].pending
    assert lock.entries["world"].generator == "base-rate@1"
    one = registry.find("base-rate").instance(2, {"difficulty": 2}).scenario
    other = registry.find("base-rate").instance(3, {"difficulty": 2}).scenario
    assert one.shown_hash != other.shown_hash
    seeds = lock.entries["world"].seeds
    assert list(seeds) == [1, 2, 3]
    assert len(set(seeds.values())) == 3
    assert found(deck) == []
    again = file.read_bytes()
    lock_deck(deck)
    assert file.read_bytes() == again


def test_a_changed_text_or_key_needs_a_new_rev(deck: Path) -> None:
    lock_deck(deck)
    edit(deck, ("some corrupt", "many corrupt"), ("answer: no", "answer: yes"))
    since = "changed since version 1.0.0, and `rev` did not."
    assert found(deck) == [
        ("V601", 7, 9, f"What the player sees {since}"),
        ("V601", 15, 10, f"The answer or its scoring {since}"),
    ]
    with pytest.raises(UserError, match=r"d\.yaml:7:9: V601 .*2 errors.*lint --fix"):
        lock_deck(deck)


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_the_safe_mend_raises_rev_and_touches_nothing_else(
    deck: Path, capsys: pytest.CaptureFixture[str], eol: str
) -> None:
    deck.write_bytes(deck.read_text().replace("\n", eol).encode())
    lock_deck(deck)
    edit_bytes = deck.read_bytes().replace(b"some corrupt", b"many corrupt")
    edit_bytes = edit_bytes.replace(b"answer: no,", b"answer: yes,")
    deck.write_bytes(edit_bytes)
    assert run(["deck", "lint", "--fix", str(deck)]) == 0
    assert "2 mended" in capsys.readouterr().err
    wanted = edit_bytes.replace(b"# stays", b"# stays" + eol.encode() + b"    rev: 2")
    wanted = wanted.replace(b"{id: second,", b"{id: second, rev: 2,")
    assert deck.read_bytes() == wanted
    lock_deck(deck)
    deck.write_bytes(deck.read_bytes().replace(b"many corrupt", b"most corrupt"))
    assert run(["deck", "lint", "--fix", str(deck)]) == 0
    assert deck.read_bytes().count(b"rev: 3") == 1


def test_rev_going_back_is_told(deck: Path) -> None:
    edit(deck, ("# stays", "\n    rev: 3"))
    lock_deck(deck)
    edit(deck, ("rev: 3", "rev: 2"))
    [(code, line, _, message)] = found(deck)
    assert (code, line) == ("V601", 8)
    assert message == "In `first` `rev` went back from 3 to 2, and the lock holds it."


def test_feedback_and_explanation_are_free(deck: Path) -> None:
    lock_deck(deck)
    edit(deck, ("were shared by all four", "stood behind all four"))
    assert found(deck) == []


def test_an_answered_lab_question_is_no_changed_key(deck: Path) -> None:
    lock_deck(deck)
    edit(deck, ("answer: pending", "answer: yes\n    explanation: It ended at 1.9."))
    assert found(deck) == []


def test_a_released_id_never_vanishes_silently(deck: Path) -> None:
    lock_deck(deck)
    edit(deck, ("id: first", "id: renamed"))
    [(code, line, col, message)] = found(deck)
    assert (code, line, col) == ("V603", 3, 3)
    assert message == "`first` stood in version 1.0.0 and is gone."
    edit(deck, ("# stays", "\n    aliases: [first]"))
    assert found(deck) == []
    edit(
        deck, ("\n    aliases: [first]", ""), ("title: Locked", "title: Locked\n  retired: [first]")
    )
    assert found(deck) == []
    lock_deck(deck)
    edit(deck, ("\n  retired: [first]", ""))
    assert [one[0] for one in found(deck)] == ["V603"], "a retired id stays in the lock"


def test_a_renamed_scenario_is_held_against_its_old_name(deck: Path) -> None:
    lock_deck(deck)
    edit(deck, ("id: first # stays", "id: renamed\n    aliases: [first]"))
    assert found(deck) == []
    edit(deck, ("some corrupt", "many corrupt"))
    assert [one[:2] for one in found(deck)] == [("V601", 7)]
    edit(deck, ("aliases: [first]", "aliases: [other/deck#first]"))
    assert [one[0] for one in found(deck)] == ["V603"], "an alias of another deck is none of ours"


def test_a_folder_deck_keeps_its_lock_inside(tmp_path: Path) -> None:
    folder = tmp_path / "deck"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "deck.yaml").write_text(HEAD.removesuffix("scenarios:\n"))
    part = folder / "scenarios" / "a.yaml"
    part.write_text("tastegym: 1\nscenarios:\n" + FIRST)
    file, _ = lock_deck(folder)
    assert file == folder / "deck.lock.json"
    edit(part, ("some corrupt", "many corrupt"))
    assert [one[0] for one in found(part)] == ["V601"]
    edit(part, ("id: first", "id: other"))
    assert found(folder)[0][:3] == ("V603", 3, 3)
    assert found(part) == [], "the header's finding is not the part's"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "cannot be read: Expecting"),
        ('{"format": 2}', "this version reads format 1"),
        ("[]", "a field of it is missing"),
        ('{"format": 1, "version": "1", "scenarios": {"a": 3}}', "a field of it is missing"),
        ("[" * 100_000, "it nests too deep"),
    ],
)
def test_a_broken_lock_is_told(deck: Path, text: str, why: str) -> None:
    lock_path(deck).write_text(text)
    [(code, line, col, message)] = found(deck)
    assert (code, line, col) == ("V602", 3, 7)
    assert why in message


def test_a_seed_that_renders_otherwise(deck: Path) -> None:
    file, _ = lock_deck(deck)
    body = json.loads(file.read_text())
    body["scenarios"]["world"]["seeds"]["2"] = "0" * 16
    file.write_text(json.dumps(body))
    assert found(deck) == [
        ("G701", 26, 12, "Seed 2 of base-rate@1 renders otherwise than when it was locked.")
    ]


@pytest.mark.parametrize(
    ("old", "new", "col", "message"),
    [
        ("base-rate", "base-rte", 23, "There is no world 'base-rte'."),
        ("version: 1, p", "version: 9, p", 43, "World base-rate has version 1 here, not 9"),
        ("difficulty: 2", "difficulty: 9", 67, "Parameter difficulty of world base-rate is '9'"),
        ("difficulty: 2", "hardness: 2", 65, "World base-rate has no parameter 'hardness'"),
    ],
)
def test_generators_are_checked_where_they_are_named(
    deck: Path, old: str, new: str, col: int, message: str
) -> None:
    edit(deck, (old, new))
    [one] = found(deck)
    assert one[:3] == ("G702", 25, col)
    assert one[3].startswith(message)


def test_a_seed_that_fails_or_dawdles(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise ZeroDivisionError("division by zero")

    with monkeypatch.context() as patch:
        patch.setattr(worlds, "render", fails)
        [one] = found(deck)
        assert one == (
            "G703", 26, 12, "Seed 1 of base-rate fails with ZeroDivisionError: division by zero."
        )  # fmt: skip
    ticks = iter(range(100))
    loaded = full_lint(deck)
    worlds.check_worlds(loaded, None, lambda: next(ticks) * 0.3)
    page = loaded.items[0].page
    assert [(o.code, o.message) for o in page.findings.items] == [
        ("G703", "Seed 1 of base-rate takes 300 ms.")
    ]


def test_a_deck_that_broke_its_lock_is_not_packed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "deck"
    folder.mkdir()
    file = folder / "deck.yaml"
    file.write_text(HEAD.replace("title", "licence: CC0-1.0\n  title") + FIRST)
    lock_deck(folder)
    assert run(["deck", "pack", str(folder)]) == 0
    edit(file, ("some corrupt", "many corrupt"))
    assert run(["deck", "pack", str(folder)]) == 1
    assert "has errors" in capsys.readouterr().err


def test_the_command(deck: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deck", "lock", str(deck)]) == 0
    out = capsys.readouterr().out
    assert (
        out == f"{deck.with_suffix('.lock.json')}: version 1.0.0, 4 scenarios, 3 rendered seeds\n"
    )
    assert run(["deck", "lock", str(deck / "none")]) == 1
