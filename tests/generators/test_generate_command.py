"""`tastegym generate`: what it prints, as text and JSON, and how it refuses."""

from __future__ import annotations

import argparse
import json
import sqlite3
from contextlib import closing

import pytest

from tastegym.cli import generate
from tastegym.errors import UserError
from tastegym.generators import registry
from tastegym.generators.wording import percent
from tastegym.home import ledger_path
from tastegym.ledger import seen


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def command():
    parser = argparse.ArgumentParser()
    generate.register(parser.add_subparsers())

    def call(*words):
        args = parser.parse_args(["generate", *words])
        return args.run(args)

    return call


def test_text_holds_question_truth_ideal_answer_and_bias(command, capsys):
    assert command("base-rate", "--seed", "2") == 0
    out = capsys.readouterr().out
    made = registry.find("base-rate").instance(2)
    assert made.scenario.question in out
    ideal, bias = percent(made.p_star["yes"]), percent(made.bias["yes"])
    for told in ("Truth: ", f"Ideal observer: {ideal}\n", f"Usual bias: {bias}\n", "Rule: "):
        assert told in out
    assert out.rstrip().endswith(f"[{made.scenario.uid}]")
    assert max(map(len, out.split("\n"))) <= 76


def test_json_lines_are_whole_instances(command, capsys):
    assert command("decodable-or-used", "--seed", "3", "--count", "4", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["seed"] for row in rows] == [3, 4, 5, 6]
    for row in rows:
        made = registry.find("decodable-or-used").instance(row["seed"])
        assert row["uid"] == made.scenario.uid
        assert row["shown"] == made.shown
        assert row["truth"] == made.scenario.answer
        assert row["p_star"] == [dict(p) for p in made.p_star_stages]
        assert len(row["p_star"]) == len(row["stages"]) == 2


def test_parameters(command, capsys):
    command("base-rate", "--seed", "1", "--param", "tests=2", "--param", "form=counts", "--json")
    row = json.loads(capsys.readouterr().out)
    assert row["params"] == {"difficulty": 0, "tests": 2, "form": "counts"}
    assert len(row["shown"]["tests"]) == 2


def test_list_names_all_worlds_with_their_parameters(command, capsys):
    assert command("--list") == 0
    out = capsys.readouterr().out
    for name in registry.BUILT_IN:
        assert f"\n{name} " in "\n" + out
    assert "difficulty=0" in out
    assert max(map(len, out.split("\n"))) <= 76
    assert command("--list", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["name"] for row in rows] == list(registry.BUILT_IN)


def test_a_broken_plug_in_does_not_hide_the_others(command, capsys, monkeypatch):
    class Broken:
        value = "gone:World"

        def load(self):
            raise ImportError("no module named gone")

    monkeypatch.setattr(registry, "_entry_points", lambda: {"zz": Broken()})
    assert command("--list") == 0
    out, err = capsys.readouterr()
    assert "many-lines" in out
    assert "World zz is registered as gone:World but does not load" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("base-rate", "--seed", "x"),
            r"--seed 'x' is no whole number from 0 to 9223372036854775807",
        ),
        (("base-rate", "--seed", "-3"), r"--seed '-3' is no whole number"),
        (("base-rate", "--seed", "1.5"), r"--seed '1.5' is no whole number"),
        (("base-rate", "--count", "0"), r"from 1 to 10000"),
        (("base-rate", "--param", "tests"), r"KEY=VALUE"),
        (("base-rate", "--param", "tests=9"), r"a whole number from 0 to 2"),
        (("base-rates",), r"Did you mean base-rate"),
        ((), r"Say which world"),
    ],
)
def test_refusals_are_one_sentence_with_the_range(command, words, told):
    with pytest.raises(UserError, match=told):
        command(*words)


def test_what_was_printed_does_not_count_as_fresh(command, home, capsys):
    """The ledger notes the answers as seen, each once, before the first sitting too."""
    command("base-rate", "--seed", "7")
    assert len(seen.seen(ledger_path(home)).key_seen) == 1
    command("base-rate", "--seed", "7", "--count", "2")
    command("base-rate", "--seed", "7", "--count", "3")
    world = registry.find("base-rate")
    uids = {world.instance(seed).scenario.uid for seed in (7, 8, 9)}
    assert seen.seen(ledger_path(home)).key_seen == uids
    with closing(sqlite3.connect(ledger_path(home))) as conn:
        assert conn.execute("SELECT count(*) FROM exposure").fetchone() == (3,)
    assert capsys.readouterr().err == ""


def test_a_ledger_that_cannot_be_written_does_not_stop_the_printing(command, home, capsys):
    home.mkdir()
    ledger_path(home).write_bytes(b"no ledger" * 2000)
    assert command("base-rate", "--seed", "7") == 0
    out, err = capsys.readouterr()
    assert "Ideal observer" in out
    assert err.startswith("Not noted as seen: ")
