"""Like mistakes are answered alike by every command: one sentence, one exit code, nothing changed.

2: the words cannot be understood. 1: they are understood, and what they name refuses.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import Cli, predicted

from tastegym.cli.examples import EXAMPLES
from tastegym.cli.main import COMMANDS, build
from tastegym.cli.parser import shielded
from tastegym.generators import registry

PREDICT = ("predict", "It holds")
NO_DATE = (
    (*PREDICT, "70", "--by", "{}"),
    ("journal", "pause", "{}", "fri"),
    ("journal", "pause", "fri", "{}"),
    ("review", "--until", "{}"),
    ("history", "--since", "{}"),
    ("history", "--until", "{}"),
    ("report", "out.html", "--since", "{}"),
    ("report", "out.html", "--until", "{}"),
    ("data", "event", "new job", "--on", "{}"),
)
NO_PROBABILITY = (
    (*PREDICT, "{}", "--by", "fri"),
    (*PREDICT, "--by", "fri", "{}"),
    (*PREDICT, "70", "--by", "fri", "--base-rate", "{}"),
    ("journal", "update", "ID", "{}"),
)
NO_COUNT = (
    ("practice", "--plain", "--count", "{}"),
    ("practice", "--plain", "--minutes", "{}"),
    ("checkup", "--count", "{}"),
    ("demo", "--plain", "--seed", "{}"),
    ("generate", "base-rate", "--count", "{}"),
    ("generate", "base-rate", "--seed", "{}"),
    ("journal", "target", "{}"),
    (*PREDICT, "70", "--by", "fri", "--conviction", "{}"),
    (*PREDICT, "70", "--by", "fri", "--bucket", "{}"),
    (*PREDICT, "70", "--by", "fri", "--kind", "task", "--time", "{}"),
)
NO_WORD = (
    ("journal", "show"), ("journal", "update", "ID"), ("journal", "start"), ("journal", "target"),
    ("journal", "pause", "fri"), ("deck",), ("deck", "lint"), ("deck", "explain"),
    ("deck", "resolve", "a", "b", "yes"), ("data",), ("data", "merge"), ("seal",), ("compare",),
    ("report",), ("score",), ("generate",), ("resolve", "ID"), ("predict", "It holds"),
)  # fmt: skip
UNKNOWN = (
    ("nonsense",), ("--nonsense",), ("journal", "nonsense"), ("deck", "nonsense"),
    ("data", "nonsense"), ("history", "--nonsense"), ("history", "nonsense"),
    ("journal", "--nonsense"), ("predict", "It holds", "70", "--nonsense"),
    ("history", "--source", "nonsense"), ("deck", "lint", "x", "--format", "nonsense"),
    (*PREDICT, "70", "--by", "fri", "--kind", "nonsense"),
)  # fmt: skip
NO_VALUE = (
    ("history", "--since"), (*PREDICT, "70", "--by"), ("practice", "--deck"), ("--data-dir",),
    ("review", "--until"),
)  # fmt: skip
BOTH = (
    ("history", "--json", "--plain"), ("data", "export", "--csv", "--forecasts"),
    ("resolve", "ID", "yes", "--reason-hit", "--reason-missed"),
)  # fmt: skip
NOT_THERE = (
    ("resolve", "zzzzzz", "yes"), ("journal", "show", "zzzzzz"),
    ("journal", "update", "zzzzzz", "70"),
    ("journal", "start", "zzzzzz"), ("journal", "stop", "zzzzzz"), ("deck", "lint", "no-such"),
    ("deck", "audit", "no-such"), ("deck", "lock", "no-such"), ("deck", "preview", "no-such"),
    ("deck", "explain", "W999"), ("deck", "update", "no-such"), ("deck", "stats", "no-such"),
    ("seal", "no-such"), ("compare", "no-such"), ("score", "no-such.csv"), ("generate", "no-such"),
    ("data", "import", "no-such"), ("data", "merge", "no-such"), ("data", "restore", "no-such"),
    ("practice", "--plain", "--deck", "no-such"), ("practice", "--plain", "--skill", "no-such"),
    ("history", "--deck", "no-such"), ("history", "--skill", "no-such"),
    ("history", "--event", "no-such"), ("data", "event", "--undo", "no-such"),
)  # fmt: skip
DOES_NOT_FIT = (
    (*PREDICT, "70", "--by", "2026-11-21"), (*PREDICT, "70", "--by", "yesterday"),
    (*PREDICT, "70", "--by", "in 50 years"), ("journal", "pause", "yesterday", "fri"),
    ("review", "--until", "2030-01-01"), ("review", "--until", "2026-11-23"),
    ("data", "event", "new job", "--on", "2030-01-01"),
    ("resolve", "ID", "perhaps"), ("resolve", "ID", "7"), ("journal", "update", "ID", "1 2 3 ms"),
    ("journal", "stop", "ID"), ("report", "no-such/out.html"),
    ("review", "--export", "no-such/w.md"),
)  # fmt: skip


def filled(shapes, *values):
    return [tuple(part.format(value) for part in one) for one in shapes for value in values]


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        *((argv, 2, "is no date that I can read: write 2026-12-01,")
          for argv in filled(NO_DATE, "someday", "12/01/2026", "fr")),
        *((argv, 2, "There is no day") for argv in filled(NO_DATE, "2026-02-30")),
        *((argv, 2, "a probability lies from 0 to 100 %.")
          for argv in filled(NO_PROBABILITY, "-5%", "-5", "170%")),
        *((argv, 2, "is not a number that I can read")
          for argv in filled(NO_PROBABILITY, "often", "nan")),
        *((argv, 2, "") for argv in filled(NO_COUNT, "-3", "none", "0.5x")),
        *((argv, 2, "") for argv in NO_WORD),
        *((argv, 2, "") for argv in UNKNOWN),
        *((argv, 2, " needs a ") for argv in NO_VALUE),
        *((argv, 2, "not both.") for argv in BOTH),
        *((("resolve", "", "yes"), 2, "The id is empty"), (("journal", "show", ""), 2, "is empty")),
        *((argv, 1, "") for argv in NOT_THERE),
        *((argv, 1, "") for argv in DOES_NOT_FIT),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_like_mistakes_are_answered_alike(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv, code: int, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if "ID" in argv:
        one = predicted(cli, "H2 holds", "70", "--by", "fri")
        argv = tuple(one if word == "ID" else word for word in argv)
    sentence = cli.refused(*argv, code=code)
    assert says in sentence
    assert sentence.endswith((".", "?", "--help`.")), sentence
    assert "  " not in sentence
    assert {path.name for path in tmp_path.iterdir()} <= {"home"}


def test_a_near_miss_is_named(cli: Cli) -> None:
    one = predicted(cli, "The rebuttal works", "70", "--by", "fri")
    typo = one[:5] + ("0" if one[5] != "0" else "1")
    for argv in (("resolve", typo, "yes"), ("journal", "show", typo)):
        assert cli.refused(*argv).endswith(f"did you mean {one} (The rebuttal works)?")
    for argv, meant in (
        (("jurnal",), "journal"), (("journal", "shw"), "show"), (("deck", "lnt"), "lint"),
        (("history", "--sourc", "deck", "--sinse", "x"), "--since"),
        (("generate", "base-rat"), "base-rate"), (("deck", "explain", "W40"), "W40"),
    ):  # fmt: skip
        code = 1 if argv[0] == "generate" or "explain" in argv else 2
        assert meant in cli.refused(*argv, code=code)


def test_words_stand_before_between_and_behind_the_options(cli: Cli) -> None:
    for argv in (
        ("It holds", "70%", "--by", "fri"), ("--by", "fri", "It holds", "70%"),
        ("It holds", "--by", "fri", "70%"), ("--by=fri", "It holds", "--tag", "a", "70%"),
    ):  # fmt: skip
        assert cli("predict", *argv, "--json").json["estimates"][0]["probs"] == [0.7, 0.3]
    one = predicted(cli, "Change in points", "--by", "fri", "-5", "-1.5", "3", "points")
    assert cli("journal", "update", "--reason", "less", one, "-6 -2 3").code == 0
    assert cli("resolve", "--note", "worse", one, "-4").code == 0
    assert cli("journal", "show", one, "--json").json["outcome"] == "-4.0"


# --- the help -------------------------------------------------------------------------------------


def parsers(parser: argparse.ArgumentParser):
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for part in action.choices.values():
                yield from parsers(part)


def test_every_help_says_what_it_does_and_gives_examples() -> None:
    names = set()
    for parser in parsers(build()):
        name = parser.prog.removeprefix("tastegym").strip()
        names.add(name)
        text = parser.format_help()
        assert "\nexamples:\n  tastegym" in text, f"{parser.prog} has no example"
        assert parser.description
        assert parser.description.rstrip().endswith((".", "?")), parser.description
    assert names == set(EXAMPLES)
    assert {command.name for command in COMMANDS} < names


@pytest.mark.parametrize("line", sorted({line for lines in EXAMPLES.values() for line in lines}))
def test_every_example_can_be_typed(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0].partition(" < ")[0])
    assert words[0] == "tastegym"
    if words[1:]:
        build().parse_args(shielded(words[1:]))
    if words[1:2] == ["generate"] and "--list" not in words:
        assert registry.find(words[2])


# --- a home that cannot be read, a reader that leaves ---------------------------------------------

READING = (
    ("journal",), ("journal", "--json"), ("review",), ("review", "--export", "-"), ("history",),
    ("history", "--json"), ("data", "export"), ("report", "-"), ("resolve",),
    ("checkup", "--status"),
)  # fmt: skip
WRITING = (
    (*PREDICT, "70", "--by", "fri"), ("paper", "P"), ("journal", "target", "4"), ("practice",),
    ("data", "event", "new job"),
)  # fmt: skip


@pytest.mark.parametrize("argv", [*READING, *WRITING], ids=" ".join)
def test_an_unusable_ledger_is_one_sentence_and_stays_as_it_is(cli: Cli, argv) -> None:
    cli.home.mkdir()
    ledger = cli.home / "ledger.sqlite3"
    ledger.write_bytes(b"this is no ledger at all")
    said = cli(*argv, typed="It holds\n70\nIt grows\n60\n\n")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert str(ledger) in said.err
    assert ledger.read_bytes() == b"this is no ledger at all"


@pytest.mark.parametrize("argv", [*READING, *WRITING], ids=" ".join)
def test_a_home_that_is_a_file_is_one_sentence(cli: Cli, argv) -> None:
    cli.home.write_text("mine")
    said = cli(*argv, typed="It holds\n70\nIt grows\n60\n\n")
    assert said.code == 1
    assert said.err.startswith("tastegym: ")
    assert said.err.count("\n") == 1
    assert cli.home.read_text() == "mine"


@pytest.mark.parametrize(
    "argv",
    [("journal",), ("history",), ("review",), ("deck", "list"), ("generate", "--list"), ("-h",)],
    ids=" ".join,
)
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path, argv) -> None:
    command = [sys.executable, "-m", "tastegym", "--data-dir", str(tmp_path / "home"), *argv]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == 0
    assert said == ""
