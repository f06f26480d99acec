"""Everything that the History screen shows of one record under one filter."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tastegym.bulk import no_collection
from tastegym.frozen import frozen
from tastegym.insight import anchors, checkups, log
from tastegym.insight.events import FIRST_DAY, LAST_DAY, Event, around, events
from tastegym.insight.mattered import marks
from tastegym.insight.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from tastegym.insight.filters import Filter
    from tastegym.insight.log import Entry
    from tastegym.insight.values import AdviceBlock, BetaPoint, CurvePoint, Insight, ThenNow
    from tastegym.ledger.read import History


class Later:
    """What no first look shows, each made when it is first asked for, and kept.

    `compared` is before against after each event that splits the record, `regret` mean regret on
    anchors by group of skills, `scored` mean score and promised score of the record by group, `top`
    the curve of what was thought likeliest alone, `measured` the check-ups.
    """

    def __init__(self, record: Record, *, curve: bool) -> None:
        self._record = record
        self._curve = curve

    def steps(self) -> Iterator[None]:
        """Make all of it, a rest after each part."""
        for name in ("beta", "scored", "regret", "measured", "top", "compared"):
            getattr(self, name)
            yield

    @cached_property
    def beta(self) -> tuple[BetaPoint, ...]:
        """Beta over time."""
        with no_collection():
            return self._record.beta_path()

    @cached_property
    def compared(self) -> tuple[ThenNow, ...]:
        """Before against after each event; those with an empty side are left out."""
        both = [self._record.compare(*around(event)) for event in events(self._record.history)]
        return tuple(one for one in both if one is not None)

    @cached_property
    def scored(self) -> Mapping[str, tuple[float, float]]:
        """Mean score and promised score by group of skills."""
        return self._record.by_group()

    @cached_property
    def _anchors(self) -> list[anchors.Answer]:
        return anchors.of_joined(self._record.frame.joined)

    @cached_property
    def regret(self) -> Mapping[str, anchors.Mean]:
        """Mean regret on anchors by group of skills."""
        found = anchors.by_group(self._anchors, FIRST_DAY, LAST_DAY)
        return {one.group: one.now for one in found}

    @cached_property
    def measured(self) -> anchors.Progress | None:
        """The check-ups of the present course; None before the first."""
        return checkups.measured(self._record.history)

    @cached_property
    def top(self) -> tuple[CurvePoint, ...]:
        """The curve of what was thought likeliest alone; empty where no curve is shown."""
        return self._record.top_choice() if self._curve else ()


@frozen
class Opened:
    """One record opened for looking.

    `entries` are the answers of the filter with an outcome, newest first; `days` counts answers by
    day over the whole ledger. `places` are the counted answers before each of the `events`,
    `chosen` the forecasts on the page of ten that mattered. `advice` is left out: it is tested
    answer by answer, so it is made (`Record.advice`) when somebody asks for it; what `later` holds
    is made when it is first looked at.
    """

    insight: Insight
    record: Record | None = None
    entries: Sequence[Entry] = ()
    days: Mapping[str, int] | None = None
    events: tuple[Event, ...] = ()
    places: tuple[int, ...] = ()
    advice: AdviceBlock | None = None
    chosen: tuple[str, ...] = ()
    later: Later | None = None
    today: str = ""

    @property
    def beta(self) -> tuple[BetaPoint, ...]:
        """See `Later`, as for all that follow."""
        return self.later.beta if self.later else ()

    @property
    def compared(self) -> tuple[ThenNow, ...]:
        """Before against after each event."""
        return self.later.compared if self.later else ()

    @property
    def regret(self) -> Mapping[str, anchors.Mean]:
        """Mean regret on anchors by group of skills."""
        return self.later.regret if self.later else {}

    @property
    def scored(self) -> Mapping[str, tuple[float, float]]:
        """Mean score and promised score by group of skills."""
        return self.later.scored if self.later else {}

    @property
    def top(self) -> tuple[CurvePoint, ...]:
        """The curve of what was thought likeliest alone."""
        return self.later.top if self.later else ()

    @property
    def measured(self) -> anchors.Progress | None:
        """The check-ups."""
        return self.later.measured if self.later else None


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
        return Opened(
            insight=insight,
            record=record,
            entries=record.entries(),
            days=log.days(record.history),
            events=marked,
            places=tuple(record.before(event.day) for event in marked),
            chosen=tuple(marks(record.history)),
            later=Later(record, curve=bool(insight.figures.curve)),
            today=today,
        )
