"""What the app needs of the world, as one protocol; `desk` serves it from a home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tastegym.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from tastegym.clock import Moment
    from tastegym.deck.library import DeckInfo
    from tastegym.insight.anchors import Progress
    from tastegym.insight.filters import Filter
    from tastegym.insight.opened import Opened as Looked
    from tastegym.insight.running import Running
    from tastegym.insight.values import Insight
    from tastegym.ledger.draft import Draft
    from tastegym.practice.after import After
    from tastegym.practice.course import Where
    from tastegym.practice.habit import Habit
    from tastegym.practice.plan import Plan
    from tastegym.practice.start import Request
    from tastegym.tui.notebook import Notebook
    from tastegym.tui.round import Sitting
    from tastegym.tui.settings import Settings


@frozen
class DeckRow:
    """A deck with how much of it this person has met."""

    info: DeckInfo
    answered: int
    unseen: int


@frozen
class Today:
    """What the first screen says at once.

    `plan` is what Enter starts, `habit` knows this week alone, `days` are its practised local
    days. `sittings` counts those so far; `titles` say what the drafts are about. `course` is given
    while a check-up is offered.
    """

    day: str
    plan: Plan
    habit: Habit
    days: tuple[str, ...] = ()
    drafts: tuple[Draft, ...] = ()
    titles: tuple[str, ...] = ()
    sittings: int = 0
    course: Where | None = None
    offset_min: int = 0


class Services(Protocol):
    """Everything outside the app."""

    settings: Settings
    unicode: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences to tell at the start."""

    @property
    def where(self) -> str:
        """The home, as it is shown."""

    @property
    def tutored(self) -> bool:
        """Whether the tutorial was played or left."""

    def now(self) -> Moment:
        """The present moment."""

    def begin(self, request: Request) -> Sitting:
        """A new block."""

    def resume(self, exposure_id: str = "") -> tuple[Sitting, dict[str, Any]]:
        """An open draft (the newest by default) with what the screen kept."""

    def tutorial(self) -> Sitting:
        """A sitting of one question that does not count."""

    def leave_tutorial(self) -> None:
        """Remember that the tutorial was left."""

    def today(self) -> Today:
        """The first screen's facts, from the standard library alone."""

    def habit(self) -> Habit:
        """All weeks practised; for a thread."""

    def running(self, session: str) -> Running:
        """The figures that a sitting moved; slow, for a thread."""

    def after(self) -> After:
        """What may follow the block that just ended."""

    def course(self) -> Where:
        """Where the check-ups stand; a course whose last one is done is ended."""

    def check_up(self) -> Sitting:
        """The next sitting of a check-up."""

    def end_course(self) -> None:
        """End the course of check-ups: nothing is held back any more."""

    def measured(self) -> Progress | None:
        """What the check-ups found; slow, for a thread."""

    def decks(self) -> tuple[DeckRow, ...]:
        """Every deck."""

    def figures(self, source: str) -> Insight:
        """All history figures of one record; slow, for a thread."""

    def notebook(self) -> Notebook:
        """The door to the journal."""

    def opened(self, wanted: Filter, progress: Callable[[str], None]) -> Looked:
        """A record under a filter, with all that History shows of it; slow, for a thread."""

    def matters(self, forecast_id: str) -> tuple[str, ...]:
        """Put a forecast on the page of ten that mattered or take it off; who is on it then."""

    def keymap(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """The person's own keys, and what was wrong with them."""

    def set(self, settings: Settings) -> None:
        """Keep the settings."""

    def refresh(self) -> None:
        """Look at the ledger again."""

    def warm(self) -> None:
        """Import in a daemon thread what the next step needs."""

    def close(self) -> None:
        """Finish what is queued."""
