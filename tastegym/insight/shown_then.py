"""One answer exactly as it was shown when it was given, also if its deck is gone; standard library.

The ledger keeps the whole text of every item, so nothing is asked of the decks of today.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tastegym.deck.identity import scenario_from_dict
from tastegym.frozen import frozen
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.deck.model import Scenario
    from tastegym.insight.log import Entry
    from tastegym.ledger.read import History
    from tastegym.ledger.records import Forecast


@frozen
class Then:
    """What stood before the person, and what they wrote.

    `scenario` is None for a question of one's own and for a text that this version cannot read; its
    `setup`, `question` and `explanation` are there all the same. `order` are the option ids as
    shown, `earlier` the locks of earlier stages, `seconds` the time to the lock (None: not kept),
    `typed` how the numbers were given, `own_line` what was written before the options showed,
    `notes` what was written after the reveal, `row` the claim of a board that the answer was on.
    """

    scenario: Scenario | None
    setup: str
    question: str
    explanation: str
    order: tuple[str, ...]
    earlier: tuple[Forecast, ...]
    seconds: float | None
    typed: str
    own_line: str
    notes: tuple[str, ...]
    row: str = ""


def shown_then(history: History, entry: Entry) -> Then:
    """What stood before the person when the answer of `entry` was locked."""
    forecast = next((row for row in history.forecasts if row.id == entry.forecast_id), None)
    item = next((row for row in history.items if row.id == entry.item), None)
    shown = forecast.exposure_id if forecast else ""
    exposure = next((row for row in history.exposures if row.id == shown), None)
    about: dict[str, Any] = json.loads(forecast.body) if forecast else {}
    body: dict[str, Any] = json.loads(item.body) if item else {}
    seconds = about.get("seconds")
    return Then(
        scenario=_scenario(body),
        setup=clean(str(body.get("setup", ""))),
        question=clean(str(body.get("question", "") or entry.question)),
        explanation=clean(str(body.get("explanation", ""))),
        order=exposure.option_order if exposure else (),
        earlier=tuple(_earlier(history, forecast)) if forecast and shown else (),
        seconds=float(seconds) if isinstance(seconds, int | float) else None,
        typed=clean(str(about.get("typed", ""))),
        own_line=clean(str(about.get("own_line", ""))),
        notes=tuple(_notes(history, entry.forecast_id, shown)),
        row=forecast.uid.rpartition("/")[2] if forecast and entry.kind == "board" else "",
    )


def _scenario(body: dict[str, Any]) -> Scenario | None:
    try:
        return scenario_from_dict(body) if body else None
    except ValueError:
        return None  # an older form; its texts are shown as they lie


def _earlier(history: History, last: Forecast) -> Iterator[Forecast]:
    """The locks of earlier stages of the same exposure, in their order."""
    same = [row for row in history.forecasts if row.exposure_id == last.exposure_id]
    yield from sorted((row for row in same if row.stage < last.stage), key=lambda row: row.stage)


def _notes(history: History, forecast_id: str, exposure_id: str) -> Iterator[str]:
    """What was written after the reveal of this answer."""
    for fact in history.facts:
        if fact.kind != "reflection":
            continue
        body = json.loads(fact.body)
        named = body.get("forecast_id")
        mine = named == forecast_id if named else body.get("exposure_id") == exposure_id != ""
        text = clean(str(body.get("text", "")))
        if mine and text:
            yield text
