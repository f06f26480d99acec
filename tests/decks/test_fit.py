"""Every authored page fits a terminal of 80 columns, and tier one of its reveal 24 rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tastegym.chart.columns import width as columns
from tastegym.chart.exhibit import draw
from tastegym.clock import Moment
from tastegym.deck.load import load
from tastegym.deck.model import Kind, Scenario, TableExhibit
from tastegym.ledger.ids import Ids
from tastegym.practice.reveal import even_quantiles, reveal
from tastegym.practice.session import Session
from tastegym.practice.values import Asking, Drawn, Estimate
from tastegym.scoring.entry import TOTAL
from tastegym.tui.paint import reveal as paint

ROOT = Path(__file__).parent.parent.parent / "decks"
NOW = Moment(1_795_000_000_000_000, 0, "UTC", "2026-11-20")
WIDTH, ROWS = 76, 24
HEAD = 4
"""Rows of the screen that are not the reveal's: number and deck, a blank, a blank, the keys."""


def authored() -> list[Scenario]:
    decks = [load(path.parent).deck for path in sorted(ROOT.glob("*/deck.yaml"))]
    return [s for d in decks if d for s in d.scenarios if s.kind is not Kind.GENERATED]


def asked(scenario: Scenario) -> Asking:
    run = Session([Drawn(scenario)], seed="fit", started=NOW, new_id=Ids().new)
    asking = run.ask(NOW)
    assert asking is not None
    return run.own_line("") if asking.wants_line else asking


def flat(asking: Asking) -> Estimate:
    if asking.scenario.levels:
        return Estimate(quantiles=tuple(even_quantiles(asking.scenario)))
    if asking.rows:
        return Estimate((TOTAL // 2,) * len(asking.rows))
    parts = len(asking.options)
    first = TOTAL - (parts - 1) * (TOTAL // parts)
    return Estimate((first, *(TOTAL // parts,) * (parts - 1)))


@pytest.mark.parametrize("scenario", authored(), ids=lambda s: s.uid)
def test_tier_one_of_the_reveal_fits_and_hides_nothing(scenario: Scenario) -> None:
    asking = asked(scenario)
    shown = reveal(asking, [flat(asking)] * asking.stages, "")
    lines = paint.first(shown, WIDTH, rows=ROWS - HEAD)
    texts = ["".join(text for text, _ in line) for line in lines]
    assert len(texts) <= ROWS - HEAD
    assert max(map(columns, texts)) <= WIDTH
    assert not [text for text in texts if "space opens the rest" in text or "more: space" in text]
    if scenario.kind is not Kind.BOARD:  # long rows of a board stand whole in the second tier
        assert not [text for text in texts if "…" in text]
    named = [rival.name for rival in shown.against][:1]
    assert all(any(name in text for text in texts) for name in named)
    whole = ["".join(text for text, _ in line) for line in paint.everything(shown, WIDTH)]
    assert max(map(columns, whole)) <= WIDTH


@pytest.mark.parametrize("scenario", authored(), ids=lambda s: s.uid)
def test_exhibits_show_every_cell(scenario: Scenario) -> None:
    every = [*scenario.exhibits, *(e for stage in scenario.stages for e in stage.exhibits)]
    for exhibit in every:
        rows = draw(exhibit, WIDTH).text().split("\n")
        assert max(map(columns, rows)) <= WIDTH
        if isinstance(exhibit, TableExhibit):
            page = " ".join(" ".join(rows).split())
            cells = [cell for row in exhibit.rows for cell in row if cell]
            assert [c for c in cells if " ".join(c.split())[:8] not in page] == []
            assert "…" not in page
