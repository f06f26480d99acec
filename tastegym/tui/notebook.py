"""The journal's door to the ledger: what is there, and committing more of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tastegym.frozen import frozen
from tastegym.journal import kept as drafts
from tastegym.journal.read import own
from tastegym.journal.view import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tastegym.clock import Moment
    from tastegym.journal.entry import Entry
    from tastegym.journal.review import Review
    from tastegym.ledger.records import Record
    from tastegym.practice.start import Base


@frozen
class OwnWork:
    """What Today says of own work: predictions whose day has come, and days with a paper.

    `labs` are lab questions that were answered and wait for their truth, `overdue` those of them
    whose day has passed. `left` names the forms with text that was not saved: the key that leads
    there, and what it is.
    """

    due: int = 0
    papers: tuple[str, ...] = ()
    labs: int = 0
    overdue: int = 0
    left: tuple[tuple[str, str], ...] = ()


class Notebook(Protocol):
    """Everything that the screens of own work need."""

    kept: dict[str, dict[str, str]]
    """Text typed into a form and not saved yet, by the form's key and the line's name."""

    def keep(self, key: str, texts: dict[str, str]) -> str:
        """Keep what stands in a form, so that kill -9 loses nothing; a sentence if that failed."""

    def drop(self, key: str) -> None:
        """Forget what stood in a form."""

    def now(self) -> Moment:
        """The present moment."""

    def new_id(self, at: int) -> str:
        """A new id above all others."""

    def entries(self) -> tuple[Entry, ...]:
        """All predictions, open ones first by their day; UserError if they cannot be read."""

    def own_work(self) -> OwnWork:
        """What Today says of own work; UserError if it cannot be read."""

    def review(self) -> Review:
        """The week that ends today; slow, for a thread; UserError if it cannot be read."""

    def arrived(self) -> tuple[str, ...]:
        """Reveal lab questions whose deck has brought the answer, and what to tell; in a thread."""

    def submit(self, *records: Record, then: Callable[[BaseException | None], None]) -> object:
        """Queue one durable transaction; `then` is called from another thread."""


class HomeNotebook:
    """The notebook of an open home; writes go through the thread that owns the ledger."""

    def __init__(self, base: Base, path: Path) -> None:
        self._base = base
        self._path = path
        self.kept: dict[str, dict[str, str]] = drafts.load(base.home)

    def keep(self, key: str, texts: dict[str, str]) -> str:
        """Keep what stands in a form, so that kill -9 loses nothing; a sentence if that failed."""
        self.kept[key] = texts
        return drafts.save(self._base.home, key, texts)

    def drop(self, key: str) -> None:
        """Forget what stood in a form."""
        if self.kept.pop(key, None) is not None:
            drafts.forget(self._base.home, key)

    def now(self) -> Moment:
        """The present moment."""
        return self._base.now()

    def new_id(self, at: int) -> str:
        """A new id above all others."""
        return self._base.ids.new(at)

    def entries(self) -> tuple[Entry, ...]:
        """All predictions."""
        return entries(own(self._path), self.now().local_day)

    def own_work(self) -> OwnWork:
        """Due predictions, and the days on which a paper was read."""
        rows = own(self._path)
        found = entries(rows, self.now().local_day)
        papers = tuple(fact.local_day for fact in rows.facts if fact.kind == "paper")
        labs = [one for one in found if one.lab and one.open]
        overdue = sum(one.state == "overdue" for one in labs)
        due, left = sum(map(is_due, found)), left_open(self.kept, found)
        return OwnWork(due, papers, len(labs), overdue, left)

    def review(self) -> Review:
        """The week that ends today."""
        from tastegym.insight.decks import marks
        from tastegym.journal.review import review
        from tastegym.ledger import seen
        from tastegym.ledger.read import History, history

        missing = seen.check(self._path).state is seen.State.MISSING
        found = History() if missing else history(self._path)
        return review(found, self.now().local_day, marks(self._base.library))

    def arrived(self) -> tuple[str, ...]:
        """Reveal lab questions whose deck has brought the answer."""
        from tastegym.authoring.arrived import arrived
        from tastegym.deck.library import open_library

        waiting = {one.id for one in self.entries() if one.lab and one.open}
        if not waiting:
            return ()
        library = open_library(self._base.home)  # of this thread: the other is the screen's
        try:
            rows, told = arrived(library, waiting, self._path, self.now(), self.new_id)
        finally:
            library.close()
        if rows:
            self._base.writer.submit(*rows).wait()
        return told

    def submit(self, *records: Record, then: Callable[[BaseException | None], None]) -> object:
        """Queue one durable transaction."""
        return self._base.writer.submit(*records, then=then)


def is_due(one: Entry) -> bool:
    """Whether a prediction of one's own waits for its outcome today."""
    return one.state in {"due", "overdue"} and not one.lab


def left_open(
    kept: Mapping[str, Mapping[str, str]], found: Sequence[Entry]
) -> tuple[tuple[str, str], ...]:
    """The forms with text that was not saved, by the key of Today that leads to them.

    What was typed about a prediction that is not open any more is left out.
    """
    still = {one.id for one in found if one.open}
    made: dict[str, dict[str, object]] = {}
    for key in kept:
        form, _, target = key.partition(" ")
        if form in {"update", "resolve"} and target not in still:
            continue
        made.setdefault({"paper": "a", "review": "v"}.get(form, "j"), {})[key] = None
    return tuple((key, words) for key, keys in made.items() if (words := drafts.words(keys)))
