"""Sealed answers: the hash commits, the comparison ranks, and the key is only shown when asked."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tastegym.authoring import sealed
from tastegym.authoring.compare import compare
from tastegym.authoring.sealed import Sealed, SealedItem
from tastegym.cli.main import run
from tastegym.deck.lint.run import lint_text
from tastegym.errors import UserError
from tastegym.ledger.read import history
from tests.deck.lab import ROWS, cause

DECK = """\
tastegym: 1
deck: {id: me/lab, version: 1.0.0, title: Lab}
scenarios:
"""
DECK += cause("cause") + ROWS
DECK += """\
  - id: steps
    kind: staged
    setup: Accuracy fell.
    question: Is it the tokenizer?
    answer: no
    stages:
      - {ask: prior}
      - {reveal: Token counts are unchanged.}
    explanation: It was not.
  - id: size
    kind: quantile
    setup: A copy is about to run.
    question: Which effect?
    levels: [0.1, 0.5, 0.9]
    answer: {value: 0.2}
    explanation: It shrank.
  - id: lab
    kind: binary
    setup: A run begins.
    question: Does it end below two?
    answer: pending
    criterion: The log.
    resolve_by: 2027-01-01
  - {id: world, kind: generated, generator: {name: base-rate, version: 1}}
"""


@pytest.fixture
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "lab.yaml"
    path.write_text(DECK)
    return path


def seal(
    deck: Path, name: str, lines: str, monkeypatch: pytest.MonkeyPatch, out: str = ""
) -> tuple[int, Path]:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    file = Path(out or f"{name}.json")
    return run(["seal", str(deck), "--name", name, "--out", str(file)]), file


ADA = "? \n1:70 2:20\n10 90\n60\n20\n0.1 0.3 0.5\n80\n"
BEN = "w it is late\n2:80 1:10\n30 70\n50\n90\n0.1 0.2 0.5\nskip\n"


def test_the_hash_comes_first_and_fits_the_file(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, file = seal(deck, "Ada", ADA, monkeypatch)
    assert code == 0
    out, err = capsys.readouterr()
    data = file.read_bytes()
    assert out == f"sha256 {hashlib.sha256(data).hexdigest()}\nAda.json: 5 answers, sealed\n"
    for told in ("It was the logger", "Brier", "It was not.", "It shrank"):
        assert told not in err, "nothing is revealed"
    made = sealed.read(file)
    assert made.items[0].probs == (7000, 2000, 1000) or sum(made.items[0].probs) == 10_000
    assert made.items[1].probs in {(1000, 9000), (9000, 1000)}
    steps = made.items[2]
    assert steps.probs == (2000, 8000), "the last stage is what counts"
    assert made.items[3].quantiles == ((0.1, 0.1), (0.5, 0.3), (0.9, 0.5))
    assert made.items[4].probs == (8000, 2000)
    noted = history(deck.parent / "home" / "ledger.sqlite3").exposures
    assert {(row.uid, row.purpose) for row in noted} == {
        (one.uid, "key_seen") for one in made.items
    }
    second, _ = seal(deck, "Ada", ADA, monkeypatch, "again.json")
    assert second == 0
    assert Path("again.json").read_bytes() != data, "a nonce keeps answers from being tried out"


def test_sealing_uses_the_items_up(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("50 50\n"))
    run(["practice", "--plain", "--count", "1", "--deck", "oddities", "--seed", "1"])
    assert seal(deck, "Ben", BEN, monkeypatch)[0] == 0
    rows = history(deck.parent / "home" / "ledger.sqlite3").exposures
    used = {row.uid for row in rows if row.purpose == "key_seen"}
    assert used == {f"me/lab#{name}" for name in ("cause", "rows", "steps", "size")}
    assert "Reason kept." in capsys.readouterr().err


def test_leaving_seals_what_was_answered(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, file = seal(deck, "Cy", "1:60\nq\n", monkeypatch)
    assert code == 0
    assert len(sealed.read(file).items) == 1
    assert seal(deck, "Cy", "", monkeypatch)[0] == 1
    assert "is there already" in capsys.readouterr().err
    assert seal(deck, "Dot", "", monkeypatch)[0] == 1
    assert "nothing was sealed" in capsys.readouterr().err
    assert seal(deck, "Dot", "", monkeypatch, "none/x.json")[0] == 1
    assert "There is no folder" in capsys.readouterr().err


def item(uid: str, probs: tuple[int, ...], **fields: object) -> SealedItem:
    base = {
        "uid": uid, "shown_hash": "h", "form": "options", "question": "Why?",
        "options": (("a", "A"), ("b", "B"), ("c", "C"))[: len(probs)], "probs": probs,
    }  # fmt: skip
    return SealedItem(**(base | fields))  # type: ignore[arg-type]


def person(name: str, *items: SealedItem) -> Sealed:
    return Sealed("me/lab", "1.0.0", name, "2026-01-01", items, digest=name)


def test_disagreement_by_hand() -> None:
    one = person(
        "x", item("u#same", (5000, 5000)), item("u#far", (10_000, 0, 0)),
        item("u#board", (8000, 2000), form="board"),
        item("u#q", (), form="quantile", options=(), quantiles=((0.1, 0.0), (0.9, 2.0))),
    )  # fmt: skip
    two = person(
        "y", item("u#same", (5000, 5000)), item("u#far", (0, 6000, 4000)),
        item("u#board", (6000, 6000), form="board"),
        item("u#q", (), form="quantile", options=(), quantiles=((0.1, 0.5), (0.9, 2.5))),
    )  # fmt: skip
    three = person("y", item("u#far", (0, 10_000, 0)))
    made = compare([one, two, replace(three, digest="z")])
    apart = {one.uid: round(one.disagreement, 4) for one in made.items}
    assert apart == {"u#far": round((1 + 1 + 0.4) / 3, 4), "u#board": 0.3, "u#q": 0.25, "u#same": 0}
    assert [one.uid for one in made.items] == ["u#far", "u#board", "u#q", "u#same"]
    assert made.items[0].mean == pytest.approx((1 / 3, 1.6 / 3, 0.4 / 3))
    assert made.names == ("x", "y", "y'")
    other = person("z", item("u#same", (4000, 6000), shown_hash="other"))
    assert compare([one, other]).left_out == ("u#same",)


def test_compare_and_the_key(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(seal(deck, n, text, monkeypatch)[1]) for n, text in (("Ada", ADA), ("Ben", BEN))]
    ada = {one.uid: one for one in sealed.read(Path(files[0])).items}
    capsys.readouterr()
    assert run(["compare", *files]) == 0
    plain = capsys.readouterr().out
    assert "*" not in plain, "no key without --key"
    assert hashlib.sha256(Path(files[0]).read_bytes()).hexdigest() in plain
    assert max(len(one) for one in plain.splitlines() if "comparators:" not in one) <= 80
    assert "1  steps  70 % apart" in plain
    assert "Ben: it is late" in plain
    assert run(["compare", *files, "--key", str(deck), "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    items = {one["uid"].rpartition("#")[2]: one for one in body["items"]}
    assert items["cause"]["keys"] == ["a"]
    wrong = max(range(3), key=lambda i: items["cause"]["mean"][i])
    assert items["cause"]["against_key"] == (items["cause"]["options"][wrong][0] != "a")
    assert items["steps"]["mean"] == [0.55, 0.45]
    assert items["steps"]["against_key"], "the key is no, the mean says yes"
    assert not items["size"]["against_key"]
    assert items["lab"]["keys"] is None
    assert items["lab"]["comparator"]["name"] == "blind readers"
    assert set(ada) == {f"me/lab#{name}" for name in items}
    assert run(["compare", *files, "--key", str(deck)]) == 0
    text = capsys.readouterr().out
    assert "Readers and key disagree on" in text
    pasted = text[text.index("To paste") :].splitlines()
    line = pasted[pasted.index("  # cause") + 1]
    loaded = lint_text("x", DECK.replace("    answer: a\n", f"    answer: a\n{line}\n").encode())
    assert loaded.errors == 0
    cause = next(one for one in loaded.deck.scenarios if one.id == "cause")  # type: ignore[union-attr]
    assert cause.comparators[0].name == "blind readers"
    deck.write_text(DECK.replace("one run jumps", "one run leaps"))
    assert run(["compare", *files, "--key", str(deck)]) == 0
    assert "cause: the deck's text has changed since" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "[" * 90_000, '{"tastegym_sealed": 1}', '{"tastegym_sealed": 1, "items": 3}',
     "\x00"],
)  # fmt: skip
def test_files_that_are_none(deck: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    Path("bad.json").write_text(text)
    assert run(["compare", "bad.json"]) == 1
    assert "bad.json holds no sealed answers" in capsys.readouterr().err


def test_tampered_answers_are_refused(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, file = seal(deck, "Ada", ADA, monkeypatch)
    body = json.loads(file.read_text())
    for change in (
        lambda b: b["items"][0]["probs"].__setitem__(0, 9_999),
        lambda b: b["items"][0]["probs"].__setitem__(0, 0.5),
        lambda b: b["items"][3]["quantiles"].reverse(),
        lambda b: b["items"][0].__setitem__("question", "\x1b[2J"),
        lambda b: b["items"][0].__setitem__("form", "essay"),
    ):
        other = json.loads(json.dumps(body))
        change(other)
        Path("t.json").write_text(json.dumps(other))
        with pytest.raises(UserError, match="holds no sealed answers"):
            sealed.read(Path("t.json"))
    body["tastegym_sealed"] = 2
    Path("t.json").write_text(json.dumps(body))
    with pytest.raises(UserError, match="newer tastegym"):
        sealed.read(Path("t.json"))


def test_files_that_do_not_belong_together() -> None:
    one = person("x", item("u#a", (5000, 5000)))
    with pytest.raises(UserError, match="several decks"):
        compare([one, replace(one, deck="me/other", digest="o")])
    with pytest.raises(UserError, match="given twice"):
        compare([one, one])


def test_scenarios_with_errors_are_left_out_aloud(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    deck.write_text(DECK.replace("answer: a\n", "answer: z\n"))
    assert seal(deck, "Ada", "10 90\nq\n", monkeypatch)[0] == 0
    assert "1 of its scenarios have errors and are left out" in capsys.readouterr().err
    assert [one.uid for one in sealed.read(Path("Ada.json")).items] == ["me/lab#rows"]


class Stopping(io.StringIO):
    """Input in which a line `^C` is Ctrl-C."""

    def readline(self, *_: object) -> str:  # type: ignore[override]
        line = super().readline()
        if line == "^C\n":
            raise KeyboardInterrupt
        return line


def test_ctrl_c_keeps_what_was_answered(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Stopping("1:70 2:20\n^C\n\n10 90\n60\n^C\ns\n"))
    assert run(["seal", str(deck), "--name", "Ada", "--out", "ada.json"]) == 0
    err = capsys.readouterr().err
    assert err.count("Nothing is written yet.") == 2
    assert "Answers kept so far: 1." in err
    assert "Answers kept so far: 2." in err
    assert [one.uid for one in sealed.read(Path("ada.json")).items] == [
        "me/lab#cause", "me/lab#rows",
    ]  # fmt: skip


def test_a_second_ctrl_c_writes_nothing(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Stopping("1:70 2:20\n^C\n^C\n"))
    assert run(["seal", str(deck), "--name", "Ada", "--out", "ada.json"]) == 130
    assert not Path("ada.json").exists()
