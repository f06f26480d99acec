"""The running figures that a block moves: where each record stands now, and where it stood before.

Standard library only, so that plain mode can tell them at the end of a sitting.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from tastegym.frozen import frozen
from tastegym.insight.rows import NO_OUTCOME, answers
from tastegym.insight.spelling import count
from tastegym.insight.veil import CURVE_FROM
from tastegym.practice.words import scored
from tastegym.scoring import rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tastegym.insight.rows import Row
    from tastegym.ledger.read import History


@frozen
class Mean:
    """A mean over `n` answers; None for none."""

    n: int = 0
    value: float | None = None


@frozen
class Moved:
    """A figure now and before a sitting; both None where nothing of the kind was answered."""

    now: Mean = Mean()
    before: Mean = Mean()

    @property
    def change(self) -> float | None:
        """Now minus before; None without a before."""
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value


@frozen
class Running:
    """What a sitting moved.

    `brier` is the mean half-Brier score of the counted answers to decks, `points` skill against the
    uniform answer times 100 on the same, `regret` the mean distance from the ideal observer on
    counted anchors. A record in which the sitting counted nothing is left empty.
    """

    brier: Moved = Moved()
    points: Moved = Moved()
    regret: Moved = Moved()


def running(history: History, session: str, today: str, contested: Collection[str] = ()) -> Running:
    """The running figures after a sitting, by its id; `today` is an ISO date."""
    rows = [
        row
        for row in answers(history, today, contested).rows
        if not row.reason and row.outcome != NO_OUTCOME and not row.numeric
    ]
    decks = [row for row in rows if row.record == "deck"]
    worlds = _regrets(history, [row for row in rows if row.record == "generated"])
    mine = [one for row, one in worlds if row.session == session]
    others = [one for row, one in worlds if row.session != session]
    regret = Moved(_mean([*others, *mine]), _mean(others)) if mine else Moved()
    before = [row for row in decks if row.session != session]
    if len(before) == len(decks):
        return Running(regret=regret)
    return Running(
        Moved(_mean(map(_score, decks)), _mean(map(_score, before))),
        Moved(_points(decks), _points(before)),
        regret,
    )


def _score(row: Row) -> float:
    return rules.half_brier([p / 10_000 for p in row.forecast.probs], row.outcome)


def _mean(values: Iterable[float]) -> Mean:
    held = list(values)
    return Mean(len(held), math.fsum(held) / len(held)) if held else Mean()


def _points(rows: Sequence[Row]) -> Mean:
    """Skill times 100 as a ratio of sums; hidden where there are too few answers for it."""
    if len(rows) < CURVE_FROM:
        return Mean(len(rows))
    uniform = math.fsum(rules.half_brier_uniform(len(row.forecast.probs)) for row in rows)
    skill = rules.skill(math.fsum(map(_score, rows)), uniform)
    return Mean(len(rows), None if skill is None else 100 * skill)


def _regrets(history: History, rows: Sequence[Row]) -> list[tuple[Row, float]]:
    """The regret of each counted answer to an anchor; adaptive levels hold theirs constant."""
    wanted = {row.unit for row in rows}
    anchors = {
        row.id for row in history.exposures if row.id in wanted and '"anchor":true' in row.body
    }
    told = {
        row.exposure_id: json.loads(row.body).get("regret")
        for row in history.reveals
        if row.exposure_id in anchors
    }
    pairs = [(row, told.get(row.unit)) for row in rows if row.unit in anchors]
    return [(row, float(value)) for row, value in pairs if value is not None]


# --- in words ---------------------------------------------------------------------------------


def sentences(found: Running) -> Iterator[str]:
    """Each record that the sitting moved: the figure, its n, and the change."""
    brier, points = found.brier, found.points
    if brier.now.value is not None:
        counted = count(brier.now.n, "counted answer")
        if points.now.value is None:
            head = f"Decks so far: {counted}; skill is shown from {CURVE_FROM}"
        else:
            head = f"Decks so far: {scored(points.now.value)} points over {counted}"
            head += _with(points.change, 0)
        yield f"{head}; Brier {brier.now.value:.3f}{_with(brier.change, 3)}."
    regret = found.regret
    if regret.now.value is not None:
        counted = count(regret.now.n, "anchor")
        yield (
            f"Worlds so far: regret {regret.now.value:.3f} over {counted}{_with(regret.change, 3)}."
        )


def _with(change: float | None, places: int) -> str:
    if change is None:
        return ""
    text = f"{change:+.{places}f}".replace("-", "\u2212")
    same = not text.strip("+\u22120.")
    return " (unchanged by this block)" if same else f" ({text} with this block)"
