"""Forecasts on a lab question that wait for its truth, and the rows that reveal them."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from tastegym.deck.forms import answer_of, bin_index
from tastegym.deck.identity import scenario_from_dict
from tastegym.deck.model import Kind
from tastegym.frozen import frozen
from tastegym.ledger import reader
from tastegym.ledger.records import TOTAL, Reveal
from tastegym.ledger.rows import BY_NAME, decode
from tastegym.scoring import rules
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tastegym.clock import Moment
    from tastegym.deck.model import Scenario
    from tastegym.ledger.records import Exposure, Forecast, Item

    NewId = Callable[[int], str]


@frozen
class Waiting:
    """One answered exposure without a reveal: its last forecast and the text it was given to."""

    exposure: Exposure
    forecast: Forecast
    item: Item


@frozen
class Revealed:
    """One forecast that was revealed: when it was locked, what it gave the truth, its score.

    `given` is the probability of what came true and `score` the half-Brier score; for quantiles
    `given` is None and `score` the WIS.
    """

    day: str
    given: float | None
    score: float

    def line(self) -> str:
        """One line for the person."""
        if self.given is None:
            return f"Revealed: your quantiles of {self.day}, WIS {self.score:.3g}"
        return (
            f"Revealed: your forecast of {self.day} gave this {100 * self.given:g} %, "
            f"Brier {self.score:.3f}"
        )


_PLACES = "SELECT {columns} FROM {table} WHERE {where} ORDER BY id"


def waiting(ledger: Path, scenario: Scenario) -> tuple[Waiting, ...]:
    """The exposures of a scenario (or of its aliases) that hold a final forecast and no reveal.

    UserError if the ledger cannot be read.
    """
    names = (scenario.uid, *scenario.aliases)
    marks = ", ".join("?" * len(names))

    def fetch(conn: sqlite3.Connection) -> tuple[Waiting, ...]:
        shown: Sequence[Exposure] = _rows(
            conn,
            "exposure",
            f"uid IN ({marks}) AND purpose = 'practice' AND id NOT IN "  # noqa: S608  only marks
            "(SELECT exposure_id FROM reveal WHERE exposure_id IS NOT NULL)",
            names,
        )
        found = []
        for exposure in shown:
            last: Sequence[Forecast] = _rows(
                conn, "forecast", "exposure_id = ? AND final = 1", (exposure.id,)
            )
            items: Sequence[Item] = _rows(conn, "item", "id = ?", (exposure.item_id,))
            if last and items:
                found.append(Waiting(exposure, last[-1], items[0]))
        return tuple(found)

    try:
        return reader.reading(ledger, fetch)
    except sqlite3.Error as error:
        raise reader.explain(ledger, error) from None


def _rows(
    conn: sqlite3.Connection, name: str, where: str, values: tuple[str, ...]
) -> tuple[Any, ...]:
    table = BY_NAME[name]
    sql = _PLACES.format(columns=", ".join(table.columns), table=name, where=where)
    return decode(table, conn.execute(sql, values).fetchall())


def reveals(
    held: Sequence[Waiting], truth: Scenario, now: Moment, new_id: NewId
) -> tuple[list[Reveal], tuple[Revealed, ...], tuple[str, ...]]:
    """The rows of the reveals, what to tell of each, and sentences about those that cannot be.

    An answer that was no option of the text once shown cannot be scored on it.
    """
    rows: list[Reveal] = []
    told: list[Revealed] = []
    notes: list[str] = []
    for one in held:
        asked = scenario_from_dict(json.loads(one.item.body))
        outcome = _outcome(asked, truth)
        if one.forecast.probs and outcome not in one.forecast.options:
            notes.append(
                f"Your forecast of {one.forecast.local_day} was given to an older text without "
                f"the option {outcome}; it stays open."
            )
            continue
        rows.append(
            Reveal(
                new_id(now.at),
                now.at,
                now.local_day,
                one.exposure.id,
                one.exposure.uid,
                truth.key_hash,
                ((one.forecast.uid, outcome),),
                canonical(
                    {"comparators": [{"name": c.name, "probs": dict(c.probs)}
                                     for c in truth.comparators]}
                ),
            )
        )  # fmt: skip
        told.append(_told(one.forecast, outcome, truth))
    return rows, tuple(told), tuple(notes)


def _outcome(asked: Scenario, truth: Scenario) -> str:
    """What came true, in the words of the text that was shown: its own bins may differ."""
    if truth.kind is not Kind.QUANTILE or truth.quantile is None:
        return answer_of(truth)
    value = truth.quantile.value
    assert value is not None
    return f"bin{bin_index(asked.bins, value)}" if asked.bins else repr(value)


def _told(forecast: Forecast, outcome: str, truth: Scenario) -> Revealed:
    if forecast.probs:
        probs = [p / TOTAL for p in forecast.probs]
        place = forecast.options.index(outcome)
        return Revealed(forecast.local_day, probs[place], rules.half_brier(probs, place))
    levels = [level for level, _ in forecast.quantiles]
    values = [value for _, value in forecast.quantiles]
    log = truth.quantile is not None and truth.quantile.scale == "log"
    score = rules.wis(levels, values, float(outcome), "log" if log else "linear")
    return Revealed(forecast.local_day, None, score)
