"""One question of one's own, or one lab question of a deck, as every face shows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tastegym.frozen import frozen
from tastegym.journal.model import option_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.journal.estimate import Estimate
    from tastegym.journal.score import Scores
    from tastegym.ledger.records import Forecast, ResolutionRow

AMBIGUOUS, VOID = "ambiguous", "void"
SHORT = 6
"""Last digits of an id that are shown and may be typed."""


@frozen
class Dated:
    """One estimate and when it was given: instant (microseconds), local day, reason ("" = none)."""

    at: int
    day: str
    estimate: Estimate
    reason: str = ""


@frozen
class Outcome:
    """What came of a question.

    `outcome` is yes, no, an option id, the text of a number, ambiguous or void. `note`, `missing`
    (the knowledge that was lacking) and `why` (of a void) are texts; `reason_hit` tells whether the
    expected reason was given, None if nothing was said of it.
    """

    at: int
    day: str
    outcome: str
    text: str
    note: str = ""
    why: str = ""
    missing: str = ""
    reason_hit: bool | None = None


@frozen
class Entry:
    """One question of one's own, or one lab question of a deck (`lab`), as it stands.

    `short` is what to type for it. `state` is open, due (its day has come), overdue, resolved,
    ambiguous or void. `took` are minutes measured by start and stop (or told), `running` the
    instant of a start without stop. `scores` and `hit` are None unless resolved. `locked` is the
    last forecast row of a lab question.
    """

    id: str
    short: str
    statement: str
    kind: str
    topic: str
    by: str
    state: str
    asked: str
    estimates: tuple[Dated, ...]
    outcome: Outcome | None = None
    scores: Scores | None = None
    hit: float | None = None
    criterion: str = ""
    base_rate: float | None = None
    bucket: int | None = None
    minutes: float | None = None
    took: float | None = None
    running: int | None = None
    conviction: int | None = None
    his_reason: str = ""
    change_mind: str = ""
    tags: tuple[str, ...] = ()
    paper: str = ""
    lab: bool = False
    locked: Forecast | None = None

    @property
    def last(self) -> Estimate:
        """The estimate that stands."""
        return self.estimates[-1].estimate

    @property
    def open(self) -> bool:
        """Whether the answer is still to come."""
        return self.state in {"open", "due", "overdue"}


def state_of(by: str, outcome: Outcome | None, today: str) -> str:
    """Whether it is open, due, overdue, or what became of it."""
    if outcome is not None:
        return outcome.outcome if outcome.outcome in {AMBIGUOUS, VOID} else "resolved"
    if not by or by > today:
        return "open"
    return "due" if by == today else "overdue"


def outcome_of(row: ResolutionRow, options: Sequence[str], unit: str) -> Outcome:
    """A resolution in the words of the question."""
    body = json.loads(row.body)
    ids = dict(zip(option_ids(len(options)), options, strict=True))
    text = ids.get(row.outcome, row.outcome.removesuffix(".0"))
    if unit and row.outcome not in {AMBIGUOUS, VOID}:
        text = f"{text} {unit}"
    return Outcome(
        row.at,
        row.local_day,
        row.outcome,
        text,
        note=str(body.get("note", "")),
        why=str(body.get("why", "")),
        missing=str(body.get("missing", "")),
        reason_hit=body.get("reason_hit"),
    )
