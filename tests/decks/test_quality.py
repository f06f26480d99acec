"""The table of blind answers is recomputed from the answers themselves."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import quality  # noqa: E402

from tastegym.deck.forms import options_of  # noqa: E402
from tastegym.deck.load import load  # noqa: E402
from tastegym.deck.model import Kind, Scenario  # noqa: E402
from tastegym.frozen import replace  # noqa: E402

READERS = sorted((ROOT / "docs" / "decks" / "blind").glob("*.jsonl"))


def scenarios() -> dict[str, Scenario]:
    decks = (load(path.parent).deck for path in (ROOT / "decks").glob("*/deck.yaml"))
    return {s.uid: s for deck in decks if deck for s in deck.scenarios}


@pytest.mark.parametrize("path", READERS, ids=lambda p: p.stem)
def test_every_answer_is_whole(path: Path) -> None:
    known = scenarios()
    met = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len({one["uid"] for one in met}) == len(met)
    for one in met:
        assert len(one["shown_hash"]) == quality.MARK
        scenario = known.get(one["uid"])
        if scenario is None or not quality.present(scenario, one):
            continue  # dropped or reworded since: the answer stays as it was given
        if scenario.levels:
            assert sorted(one["probs"]) == sorted(f"{level:g}" for level in scenario.levels)
            continue
        board = scenario.kind is Kind.BOARD
        ids = [part.id for part in (scenario.rows if board else options_of(scenario))]
        assert sorted(one["probs"]) == sorted(ids)
        assert all(0 <= p <= 1 for p in one["probs"].values())
        assert board or abs(sum(one["probs"].values()) - 1) < 0.011
        assert isinstance(one["recognised"], bool)


def test_the_page_is_what_the_answers_say() -> None:
    assert len(READERS) >= 2
    assert quality.main(["--check"]) == 0


def test_answers_to_an_older_text_give_way_to_newer_ones() -> None:
    """They stay in their file and are counted, and nothing of them enters the figures."""
    scenario = scenarios()["tastegym/will-it-replicate#body-or-face"]
    new = {"probs": {"yes": 0.8, "no": 0.2}, "recognised": False}
    new["shown_hash"] = scenario.shown_hash[: quality.MARK]
    old = {"probs": {"gone": 1.0}, "recognised": True, "shown_hash": "0" * quality.MARK}
    judged = quality.judge(scenario, [old, old, new], 4.0)
    assert [one.key for one in judged.scored] == [pytest.approx(0.8)]
    assert judged.row.split("|")[2:6] == [" 1 ", " 2 ", " 0 ", " 0.80 "]
    assert "not answered since its text changed" in quality.judge(scenario, [old], None).row
    assert "not answered yet" in quality.judge(scenario, [], None).row


def test_a_four_needs_a_comparator() -> None:
    scenario = scenarios()["tastegym/will-it-replicate#body-or-face"]
    bare = replace(scenario, comparators=())
    assert quality.judge(scenario, [], 4.0).strict == 4.0
    assert quality.judge(bare, [], 4.0).strict == 3.0
    assert quality.judge(bare, [], 3.0).strict == 3.0


def test_new_answers_are_marked_and_old_marks_stay(tmp_path: Path) -> None:
    uid = "tastegym/will-it-replicate#body-or-face"
    given = [{"uid": uid, "probs": {}}, {"uid": uid, "probs": {}, "shown_hash": "old"}]
    path = tmp_path / "fifth.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in given), "utf-8")
    quality.main(["--stamp", str(path)])
    marks = [one["shown_hash"] for one in quality.lines(path)]
    assert marks == [scenarios()[uid].shown_hash[: quality.MARK], "old"]
