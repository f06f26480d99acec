"""Comparators of numeric questions: values at levels, probabilities over bins, shown and scored."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from tastegym.cli.main import run
from tastegym.deck.load import load_text
from tastegym.scoring import rules
from tests.deck import broken

if TYPE_CHECKING:
    from pathlib import Path

VALUES = broken.plus(broken.QUANTILE, "comparators: [{name: five of us, values: [0.1, 0.4, 0.7]}]")
BINS = broken.of(
    broken.QUANTILE.replace("levels: [0.1, 0.5, 0.9]", "bins: [0, 0.2]")
    + "    comparators: [{name: six of us, probs: {bin0: 0.2, bin1: 0.5, bin2: 0.3}}]\n"
)


WIS = rules.wis((0.1, 0.5, 0.9), (0.1, 0.4, 0.7), 0.18, "linear")


def test_values_are_kept_by_level() -> None:
    deck = load_text("d.yaml", VALUES.encode()).deck
    assert deck is not None
    [one] = deck.scenarios[0].comparators
    assert (one.name, dict(one.probs)) == ("five of us", {"0.1": 0.1, "0.5": 0.4, "0.9": 0.7})


def test_values_change_neither_hash() -> None:
    with_, without = (load_text("d.yaml", text.encode()).deck
                      for text in (VALUES, broken.of(broken.QUANTILE)))  # fmt: skip
    assert with_ is not None
    assert without is not None
    assert with_.scenarios[0].shown_hash == without.scenarios[0].shown_hash
    assert with_.scenarios[0].key_hash == without.scenarios[0].key_hash


@pytest.mark.parametrize(
    ("text", "answer", "line"),
    [
        (VALUES, "0.1 0.3 0.5", f"against five of us: WIS {WIS:.3g}"),
        (BINS, "20 60 20", f"Brier {rules.half_brier((0.2, 0.5, 0.3), 1):.3f}"),
    ],
)  # fmt: skip
def test_the_reveal_scores_them(
    text: str, answer: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("TASTEGYM_HOME", str(tmp_path / "home"))
    path = tmp_path / "deck.yaml"
    path.write_text(text)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n\n"))
    assert run(["practice", "--plain", "--deck", str(path), "--count", "1"]) == 0
    assert line in capsys.readouterr().out
