"""What the pages of worlds say and show: counts, every reading, evidence counted from one."""

from __future__ import annotations

import re

import pytest

from tastegym.chart.columns import width as columns
from tastegym.clock import Moment
from tastegym.generators import registry
from tastegym.generators.page import exhibit_lines
from tastegym.ledger.ids import Ids
from tastegym.practice.session import Session
from tastegym.practice.values import Drawn, Estimate
from tastegym.tui.paint import ask

NOW = Moment(1_795_000_000_000_000, 0, "UTC", "2026-11-20")


@pytest.mark.parametrize("seed", range(40))
def test_the_best_of_many_says_how_many(seed: int) -> None:
    made = registry.find("forking-paths").instance(seed, {"paths": "told"})
    said = re.search(r"In all: (one|\d+) analys[ie]s\.", made.scenario.setup)
    assert said
    assert {"one": 1}.get(said[1]) or int(said[1]) == made.shown["paths"]


@pytest.mark.parametrize("seed", range(40))
def test_a_board_shows_each_reading_once(seed: int) -> None:
    made = registry.find("anomaly-board").instance(seed)
    board = made.scenario.exhibits[-1]
    met = [(row[i], row[i + 1]) for row in board.rows for i in range(0, len(row), 2) if row[i]]
    given = zip(made.shown["entries"], made.shown["deviations"], strict=True)
    assert sorted(met) == sorted((name, f"{value:.1f}") for name, value in given)
    assert max(map(columns, exhibit_lines(board, 76))) <= 76
    assert len(board.rows) <= 10


@pytest.mark.parametrize("seed", range(40))
def test_no_value_hides_another_in_a_plot_of_seeds(seed: int) -> None:
    """Each place in the plot is one mark; two values in one place have a mark of their own."""
    made = registry.find("seeds-or-gain").instance(seed, {"view": "dots"})
    assert "is the same in both arms" in made.scenario.setup
    key, *field = exhibit_lines(made.scenario.exhibits[-1], 76)[1:]
    marks = {mark: sum(line.count(mark) for line in field) for mark in "●○◉"}
    n = len(made.shown["old"])
    assert marks["●"] + marks["◉"] == n
    assert marks["○"] + marks["◉"] == n
    assert ("◉" in key) == bool(marks["◉"])


def test_evidence_is_counted_from_one_where_no_stage_is_a_prior() -> None:
    scenario = registry.find("experiment-result").instance(5).scenario
    run = Session([Drawn(scenario)], seed="pages", started=NOW, new_id=Ids().new)
    asking = run.ask(NOW)
    assert asking is not None
    flat = Estimate((*(10_000 // len(asking.options),) * (len(asking.options) - 1),))
    flat = Estimate((10_000 - sum(flat.probs), *flat.probs))
    asking = run.committed(run.lock(flat, NOW))
    page = "\n".join("".join(text for text, _ in line) for line in ask.stem(asking, 76))
    assert "Evidence 1" in page
    assert "Evidence 0" not in page
