"""Ten that mattered in the report: what stood to choose, the numbers and what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.frozen import frozen
from tastegym.insight import words
from tastegym.insight.shown_then import shown_then

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tastegym.insight.log import Entry
    from tastegym.ledger.read import History


@frozen
class Said:
    """One option (or level) in the words that were shown, its number, and whether it came true."""

    text: str
    number: str
    true: bool


@frozen
class Kept:
    """One prediction on the page: `about` says day, source and score, `outcome` what happened."""

    question: str
    about: str
    said: tuple[Said, ...]
    reason: str
    notes: tuple[str, ...]
    outcome: str


def kept(history: History, chosen: Iterable[Entry]) -> tuple[Kept, ...]:
    """The chosen entries as they were shown then, in their order."""
    return tuple(_one(history, entry) for entry in chosen)


def _one(history: History, entry: Entry) -> Kept:
    then = shown_then(history, entry)
    texts: dict[str, str] = {}
    if then.scenario is not None:
        texts = {option.id: option.text for option in then.scenario.options}
        claim = next((row.text for row in then.scenario.rows if row.id == then.row), "")
    else:
        claim = ""
    said = dict(entry.said)
    names = [name for name in then.order if name in said] or list(said)
    names += [name for name in said if name not in names]
    rows = tuple(
        Said(texts.get(name) or name, _number(entry, said[name]), name == entry.outcome)
        for name in names
    )
    score = f", Brier {words.decimal(entry.brier)}" if entry.brier is not None else ""
    return Kept(
        question=f"{entry.question} {claim}".strip(),
        about=f"{entry.local_day}, {entry.origin}{score}",
        said=rows,
        reason=entry.reason or "none given",
        notes=then.notes,
        outcome=texts.get(entry.outcome) or entry.outcome or "taken back",
    )


def _number(entry: Entry, value: float) -> str:
    return f"{value:g}" if "quantile" in entry.kind else words.percent(value)
