"""Advice such as "when you feel 85, enter 77", and how it has fared on later answers.

Answers that are locked after somebody has seen the table may hold the correction already. So the
moment is kept as a fact, and from then on those answers neither feed the correction nor test it:
they have a table of their own, which says what the numbers entered since then are worth.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from tastegym.calibration import advice as test
from tastegym.insight.filters import POOLED
from tastegym.insight.values import AdviceBlock, AdviceRow, Interval
from tastegym.ledger.records import Fact
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tastegym.calibration.sample import Bools, Ints, Sample
    from tastegym.clock import Moment
    from tastegym.insight.frame import Frame
    from tastegym.ledger.read import History

SHOWN = "advice_shown"
"""The fact that a person saw the table; `body`: the record (`source`), the answers it rested on,
and what it said (`table`: pairs of felt and entered probability)."""


def shown(
    history: History,
    block: AdviceBlock | None,
    source: str,
    now: Moment,
    new_id: Callable[[int], str],
) -> Fact | None:
    """The fact to commit when the table of a record is shown for the first time; None later.

    A face calls this when the table is in front of the person, and hands the fact to the ledger's
    writer; `source` is that of the filter (`all` marks every record). What is narrowed by a filter
    marks its whole record: who has seen a part of the table has seen it.
    """
    if block is None or _seen(history.facts, source):
        return None
    said = [[round(row.felt, 3), round(row.enter, 3)] for row in block.table]
    body = canonical({"source": source, "answers": block.answers, "table": said})
    return Fact(new_id(now.at), now.at, now.local_day, SHOWN, body)


def advised(records: Sequence[str], locked: Ints, facts: Iterable[Fact]) -> Bools:
    """(N,) whether each answer was locked after the advice for its record was first shown.

    `records` name the record of each answer, `locked` (N,) are the instants of its lock.
    """
    first: dict[str, int] = {}
    for source, at in _moments(facts):
        first[source] = min(at, first.get(source, at))
    never = int(locked.max(initial=0))
    everywhere = first.get(POOLED, never)
    since = {name: min(first.get(name, never), everywhere) for name in set(records)}
    return np.asarray(locked > np.array([since[name] for name in records], dtype=np.int64))


def _seen(facts: Iterable[Fact], source: str) -> bool:
    return any(marked in {source, POOLED} for marked, _ in _moments(facts))


def _moments(facts: Iterable[Fact]) -> Iterable[tuple[str, int]]:
    """The record that each showing marks (every one where it names none), and its instant."""
    for fact in facts:
        if fact.kind == SHOWN:
            yield str(json.loads(fact.body).get("source") or POOLED), fact.at


def advice(sample: Sample, frame: Frame, where: Ints) -> AdviceBlock | None:
    """The correction table of the rows `where` and its forward test.

    None without an answer given free of advice.
    """
    locked = frame.joined.lock_at[frame.lock[where]]
    records = [frame.keys.records[key] for key in frame.key[where].tolist()]
    marked = advised(records, locked, frame.history.facts)
    known = np.searchsorted(frame.told_at[where], locked, side="left")
    made = test.advise(sample, marked)
    if made is None:
        return None
    later = test.advise(sample, ~marked)
    forward = test.forward_test(sample, marked, known=known)
    brier = forward.brier if forward is not None else None
    return AdviceBlock(
        _table(made),
        made.answers,
        brier.n if brier else 0,
        Interval(brier.mean, brier.low, brier.high) if brier else Interval(),
        int(marked.sum()),
        _table(later) if later is not None else (),
    )


def _table(made: test.Advice) -> tuple[AdviceRow, ...]:
    return tuple(AdviceRow(row.felt, row.enter, row.low, row.high) for row in made.table)
