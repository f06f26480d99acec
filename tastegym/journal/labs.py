"""Lab questions that were answered in practice, whose truth their deck brings later.

Until then the estimate may be given anew: a dated row of the same exposure, never an edit.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from tastegym.deck.forms import options_of
from tastegym.deck.identity import scenario_from_dict
from tastegym.errors import USAGE, UserError
from tastegym.frozen import frozen, replace
from tastegym.journal import score
from tastegym.journal.entry import Dated, Entry, Outcome, outcome_of, state_of
from tastegym.journal.estimate import BINARY, CHOICE, QUANTILE, YES_NO, Estimate, again
from tastegym.journal.model import estimate_of, one_line
from tastegym.scoring.entry import EntryError, read_quantiles
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tastegym.clock import Moment
    from tastegym.journal.read import Own
    from tastegym.ledger.records import Forecast, ResolutionRow, Reveal


@frozen
class _Asked:
    """The text of a lab question as it was shown, and the options and unit of its answer."""

    question: str
    criterion: str
    by: str
    options: tuple[str, ...]
    unit: str


def lab_entries(own: Own, resolved: Mapping[str, ResolutionRow], today: str) -> list[Entry]:
    """One entry per exposure with a lock; `resolved` holds resolutions by uid."""
    items = {item.id: item for item in own.items}
    reveals = {row.exposure_id: row for row in reversed(own.reveals)}
    dated: dict[str, list[Forecast]] = defaultdict(list)
    for row in sorted(own.forecasts, key=lambda row: (row.at, row.id)):
        if row.exposure_id and row.final:
            dated[row.exposure_id].append(row)
    made: list[Entry] = []
    for exposure in own.exposures:
        rows = [row for row in dated.get(exposure.id, []) if row.uid == exposure.uid]
        if rows and exposure.purpose == "practice":
            asked = _asked(items[exposure.item_id].body)
            outcome = _outcome(asked, rows[0], reveals.get(exposure.id), resolved.get(exposure.uid))
            made.append(_entry(exposure.uid, asked, rows, outcome, today))
    return made


def _asked(body: str) -> _Asked:
    data = json.loads(body)
    scenario = scenario_from_dict(data)
    unit = scenario.quantile.unit if scenario.quantile is not None else ""
    return _Asked(
        scenario.question,
        str(data.get("criterion", "")),
        str(data.get("resolve_by", "")),
        tuple(option.text for option in options_of(scenario)),
        "" if scenario.bins else unit,
    )


def _outcome(
    asked: _Asked, first: Forecast, reveal: Reveal | None, resolution: ResolutionRow | None
) -> Outcome | None:
    """What came true by the deck's answer, or by a resolution of this ledger."""
    if reveal is None:
        return outcome_of(resolution, (), asked.unit) if resolution else None
    told = dict(reveal.outcome).get(first.uid, "")
    text = told.removesuffix(".0")
    if told in first.options and len(asked.options) == len(first.options):
        text = asked.options[first.options.index(told)]
    return Outcome(reveal.at, reveal.local_day, told, f"{text} {asked.unit}".rstrip())


def _entry(
    uid: str, asked: _Asked, rows: Sequence[Forecast], outcome: Outcome | None, today: str
) -> Entry:
    first = rows[0]
    kind = QUANTILE if first.quantiles else (BINARY if first.options == YES_NO else CHOICE)
    names = asked.options if len(asked.options) == len(first.options) else first.options
    estimates = tuple(
        Dated(
            row.at,
            row.local_day,
            estimate_of(row, kind, names, asked.unit),
            str(json.loads(row.body).get("reason", "")),
        )
        for row in rows
    )
    entry = Entry(
        id=uid,
        short=uid.rpartition("#")[2],
        statement=asked.question,
        kind=kind,
        topic="other",
        by=asked.by,
        state=state_of(asked.by, outcome, today),
        asked=first.local_day,
        estimates=estimates,
        outcome=outcome,
        criterion=asked.criterion,
        lab=True,
        locked=rows[-1],
    )
    return entry if outcome is None else _scored(entry, outcome)


def _scored(entry: Entry, outcome: Outcome) -> Entry:
    """The entry with what its estimates cost; those after the answer are hindsight."""
    row = entry.locked
    truth: float | None = None
    if row is not None and outcome.outcome in row.options:
        truth = row.options.index(outcome.outcome)
    elif row is not None and row.quantiles:
        try:
            truth = float(outcome.outcome)
        except ValueError:
            truth = None
    before = [one for one in entry.estimates if one.at <= outcome.at] or list(entry.estimates[:1])
    if truth is None or (entry.kind == QUANTILE and len(before[0].estimate.quantiles) != 3):
        return entry
    dated = [(one.at, one.estimate) for one in before]
    return replace(
        entry,
        scores=score.scores(dated, truth, outcome.at),
        hit=score.hit(before[-1].estimate, truth),
    )


def read(entry: Entry, text: str) -> Estimate:
    """A later estimate of a lab question as it is typed; UserError if it does not fit."""
    row = entry.locked
    if row is None or not row.quantiles:
        return again(text, entry.last)
    levels = [level for level, _ in row.quantiles]
    said = one_line(text).removesuffix(entry.last.unit).strip()
    try:
        values = read_quantiles(said, levels)
    except EntryError as error:
        raise UserError(str(error), code=USAGE) from None
    return Estimate(QUANTILE, quantiles=values, unit=entry.last.unit, typed=one_line(text))


def update(
    entry: Entry, text: str, reason: str, now: Moment, new_id: Callable[[int], str]
) -> Forecast:
    """The row of a later estimate; UserError once the answer is in, or if it does not fit.

    It takes over what the lock said of hints and recognition: both stay true of the answer.
    """
    row = entry.locked
    if row is None or entry.outcome is not None:
        raise UserError(f"{entry.short} is answered: nothing can be added.")
    estimate = read(entry, text)
    said = {"typed": estimate.typed, "reason": one_line(reason), "update": "1"}
    levels = (level for level, _ in row.quantiles)
    return replace(
        row,
        id=new_id(now.at),
        at=now.at,
        local_day=now.local_day,
        probs=estimate.probs,
        quantiles=tuple(zip(levels, estimate.quantiles, strict=True)),
        body=canonical({name: value for name, value in said.items() if value}),
    )
