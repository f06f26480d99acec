"""Everything that the History screen shows of one record under one filter, computed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.bulk import no_collection
from tastegym.frozen import frozen
from tastegym.insight import anchors, checkups, log
from tastegym.insight.events import FIRST_DAY, LAST_DAY, Event, around, events
from tastegym.insight.mattered import marks
from tastegym.insight.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tastegym.insight.filters import Filter
    from tastegym.insight.log import Entry
    from tastegym.insight.values import AdviceBlock, BetaPoint, CurvePoint, Insight, ThenNow
    from tastegym.ledger.read import History


@frozen
class Opened:
    """One record opened for looking.

    `entries` are the answers of the filter with an outcome, newest first; `days` counts answers by
    day over the whole ledger. `places` are the counted answers before each of the `events`,
    `compared` is before against after each event that splits the record. `regret` is mean regret on
    anchors by group of skills, `scored` mean score and promised score of the record by group,
    `chosen` the forecasts on the page of ten that mattered, `top` the curve of what was thought
    likeliest alone, `measured` the check-ups. `advice` is left out: it is tested answer by answer,
    so it is made (`Record.advice`) when somebody asks for it.
    """

    insight: Insight
    record: Record | None = None
    entries: Sequence[Entry] = ()
    days: Mapping[str, int] | None = None
    events: tuple[Event, ...] = ()
    places: tuple[int, ...] = ()
    compared: tuple[ThenNow, ...] = ()
    beta: tuple[BetaPoint, ...] = ()
    advice: AdviceBlock | None = None
    regret: Mapping[str, anchors.Mean] | None = None
    scored: Mapping[str, tuple[float, float]] | None = None
    chosen: tuple[str, ...] = ()
    top: tuple[CurvePoint, ...] = ()
    measured: anchors.Progress | None = None
    today: str = ""


def opened(
    history: History,
    wanted: Filter,
    today: str,
    *,
    contested: Collection[str] = (),
    extra_skills: Mapping[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Opened:
    """Open a record; see `Record` for the arguments. `progress` is told each step."""
    say = progress or (lambda _: None)
    say("answers")
    with no_collection():
        record = Record(history, wanted, today, contested=contested, extra_skills=extra_skills)
        insight = record.insight(progress)
        say("log")
        marked = events(record.history)
        both = [record.compare(*around(event)) for event in marked]
        say("over time")
        regret = anchors.by_group(anchors.anchors(record.history), FIRST_DAY, LAST_DAY)
        return Opened(
            insight=insight,
            record=record,
            entries=record.entries(),
            days=log.days(record.history),
            events=marked,
            places=tuple(record.before(event.day) for event in marked),
            compared=tuple(one for one in both if one is not None),
            beta=record.beta_path(),
            regret={one.group: one.now for one in regret},
            scored=record.by_group(),
            chosen=tuple(marks(record.history)),
            top=record.top_choice() if insight.figures.curve else (),
            measured=checkups.measured(record.history),
            today=today,
        )
