"""The desk that serves the app from a home on this machine."""

from __future__ import annotations

import gc
import json
import sys
import threading
import weakref
from typing import TYPE_CHECKING, Any

from tastegym import home as homes
from tastegym.frozen import replace
from tastegym.ledger import seen
from tastegym.ledger.seen import State
from tastegym.practice import drafts, start
from tastegym.practice.session import Session
from tastegym.practice.values import Drawn
from tastegym.tui import settings as prefs
from tastegym.tui.services import DeckRow, Today

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tastegym.clock import Moment
    from tastegym.insight.anchors import Progress
    from tastegym.insight.filters import Filter
    from tastegym.insight.opened import Opened as Looked
    from tastegym.insight.running import Running
    from tastegym.insight.values import Insight
    from tastegym.ledger.draft import Draft
    from tastegym.ledger.read import History
    from tastegym.ledger.records import Record
    from tastegym.ledger.seen import Seen
    from tastegym.practice.after import After
    from tastegym.practice.course import Where
    from tastegym.practice.habit import Break, Habit
    from tastegym.practice.plan import Plan
    from tastegym.practice.start import Base, Opened, Request
    from tastegym.tui.notebook import Notebook
    from tastegym.tui.round import Sitting
    from tastegym.tui.settings import Settings


_SWITCH_SECONDS = 0.0005


class Seat:
    """An open sitting whose commits say when they are done."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened

    @property
    def session(self) -> Session:
        """The session."""
        return self.opened.session

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences to tell before the first question."""
        return self.opened.notes

    def now(self) -> Moment:
        """The present moment."""
        return self.opened.now()

    def submit(self, *records: Record, then: Callable[[BaseException | None], None]) -> object:
        """Queue one durable transaction."""
        return self.opened.base.writer.submit(*records, then=then)

    def keep_draft(self, face: dict[str, Any] | None = None) -> str:
        """Keep the sitting as it stands."""
        return self.opened.keep_draft(face)


class Desk:
    """The services of a home on this machine."""

    def __init__(self, base: Base, *, unicode: bool) -> None:
        self._base = base
        self._path = homes.ledger_path(base.home)
        self.unicode = unicode
        self.settings, self._notes = prefs.load(base.home)
        self._fresh = True
        self._greeting: tuple[str, ...] = ()
        self._planned: tuple[Seen, str, Plan] | None = None
        self._notebook: Notebook | None = None
        self._read: tuple[tuple[tuple[int, int], ...], weakref.ref[History]] | None = None

    @classmethod
    def open(cls, home: Path, request: Request | None, *, unicode: bool) -> Desk:
        """Open the home; UserError if its ledger is unusable."""
        extra = start.deck_path(request.deck) if request else None
        return cls(start.open_base(home, extra=extra), unicode=unicode)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences to tell at the start."""
        return (*self._base.notes, *self._notes, *self._greeting)

    @property
    def where(self) -> str:
        """The home, as it is shown."""
        return str(self._base.home)

    @property
    def tutored(self) -> bool:
        """Whether the tutorial was played or left."""
        return self._base.seen.tutorial_done or bool(self._base.seen.met)

    def now(self) -> Moment:
        """The present moment."""
        return self._base.now()

    def begin(self, request: Request) -> Sitting:
        """A new block: the day's plan where nothing else is asked for.

        Nothing that was answered a moment ago is drawn as new.
        """
        if not self._fresh:
            self.refresh()
        self._fresh = False
        made = self._plan(request.minutes) if request.leaves_it_open else None
        if made is not None and made.due:
            count = len(made.due)
            said = f"{count} of your own predictions {'is' if count == 1 else 'are'} due"
            self._greeting = (f"{said}: j on Today.",)
        return Seat(start.Opened(self._base, start.begin(self._base, request, made), plan=made))

    def _plan(self, minutes: float | None = None) -> Plan:
        """The plan that Today showed, as long as day and ledger are the same; else a new one."""
        was, day = self._base.seen, self._base.now().local_day
        if minutes is None and self._planned is not None and self._planned[:2] == (was, day):
            return self._planned[2]
        made = start.day_plan(self._base, minutes)
        if minutes is None:
            self._planned = (was, day, made)
        return made

    def resume(self, exposure_id: str = "") -> tuple[Sitting, dict[str, Any]]:
        """The sitting of an open draft."""
        opened = drafts.continued(self._base, exposure_id)
        return Seat(opened), drafts.face_of(self._base, opened.drafted)

    def tutorial(self) -> Sitting:
        """A sitting on the gentlest choice in the library."""
        from tastegym.practice.gentle import gentlest

        now = self.now()
        session = Session(
            [Drawn(gentlest(self._base.library))],
            seed="tutorial",
            started=now,
            new_id=self._base.ids.new,
            purpose="tutorial",
        )
        return Seat(start.Opened(self._base, session))

    def leave_tutorial(self) -> None:
        """Remember that the tutorial was left."""
        from tastegym.ledger.records import Fact

        now = self.now()
        self._base.writer.submit(
            Fact(self._base.ids.new(now.at), now.at, now.local_day, "tutorial")
        )
        self._base.seen = replace(self._base.seen, tutorial_done=True)

    def today(self) -> Today:
        """Drafts, the plan, the week so far, and a check-up whose time has come."""
        from tastegym.practice import habit as habits
        from tastegym.practice.course import where
        from tastegym.practice.facts import sittings as count_sittings

        now, found = self.now(), drafts.open_drafts(self._base)
        self._planned = None
        target, breaks = self._habits()
        days = self._days(habits.monday_of(now.local_day))
        course = where(self._base)
        sittings = count_sittings(self._path) if self._used() else 0
        return Today(
            day=now.local_day,
            plan=self._plan(),
            habit=habits.habit(days, now.local_day, target=target, breaks=breaks),
            days=days,
            drafts=found,
            titles=tuple(map(self._title, found)),
            sittings=sittings,
            course=course if course.offered(sittings) else None,
            offset_min=now.offset_min,
        )

    def _title(self, draft: Draft) -> str:
        """What an open answer is about: a deck's title or a world's name."""
        if draft.uid.startswith("world:"):
            return f"world {draft.uid.removeprefix('world:').partition('@')[0]}"
        deck = draft.uid.partition("#")[0]
        titles = [one.title for one in self._base.library.decks if one.id == deck]
        return titles[0] if titles else deck

    def _used(self) -> bool:
        return seen.check(self._path).state is State.OK

    def _habits(self) -> tuple[int, tuple[Break, ...]]:
        from tastegym.practice import habit as habits

        return habits.settings(self._path) if self._used() else (habits.TARGET, ())

    def _days(self, since: str) -> tuple[str, ...]:
        from tastegym.practice.habit import practised_days

        return practised_days(self._path, since) if self._used() else ()

    def habit(self) -> Habit:
        """All weeks practised."""
        from tastegym.practice import habit as habits

        target, breaks = self._habits()
        days = self._days(habits.EVER)
        return habits.habit(days, self.now().local_day, target=target, breaks=breaks)

    def running(self, session: str) -> Running:
        """The figures that a sitting moved."""
        from tastegym.insight.running import running

        contested = {ref.uid for ref in self._base.library.refs() if ref.contested}
        return running(self._history(), session, self.now().local_day, contested)

    def after(self) -> After:
        """What may follow the block that just ended."""
        from tastegym.practice.after import after

        return after(self._base)

    # -- check-ups ------------------------------------------------------------------------

    def course(self) -> Where:
        """Where the check-ups stand."""
        from tastegym.practice.course import closing, where

        found = where(self._base)
        over = closing(self._base, found)
        if over is not None:
            self._base.writer.submit(over)
        return found

    def check_up(self) -> Sitting:
        """The next sitting of a check-up; the row that begins it goes first."""
        from tastegym.practice.course import sitting, where

        self.refresh()
        session, begun = sitting(self._base, where(self._base))
        if begun is not None:
            self._base.writer.submit(begun)
        return Seat(start.Opened(self._base, session))

    def end_course(self) -> None:
        """End the course of check-ups."""
        from tastegym.practice.checkup import ends

        self._base.writer.submit(ends(self.now(), self._base.ids.new)).wait()

    def measured(self) -> Progress | None:
        """What the check-ups found."""
        from tastegym.insight.anchors import progress
        from tastegym.practice.course import where

        found = where(self._base).course
        if found is None:
            return None
        return progress(self._history(), found.held_back, found.started)

    # -- lists and figures ----------------------------------------------------------------

    def _met(self, uid: str, aliases: tuple[str, ...]) -> bool:
        was = self._base.seen
        names = (uid, *aliases)
        return any(n in was.met or n in was.key_seen for n in names)

    def decks(self) -> tuple[DeckRow, ...]:
        """Every deck, the shipped ones too, with progress."""
        rows = []
        for info in self._base.library.decks:
            refs = self._base.library.refs(info.id) if info.id and not info.hidden else ()
            playable = [ref for ref in refs if ref.playable]
            unseen = sum(not self._met(ref.uid, ref.aliases) for ref in playable)
            rows.append(DeckRow(info, len(playable) - unseen, unseen))
        return tuple(rows)

    def figures(self, source: str) -> Insight:
        """All history figures of one record."""
        from tastegym.insight.filters import Filter
        from tastegym.insight.look import look
        from tastegym.ledger.read import History, history

        library = self._base.library
        missing = seen.check(self._path).state is State.MISSING
        return look(
            History() if missing else history(self._path),
            Filter(source),
            self.now().local_day,
            contested={ref.uid for ref in library.refs() if ref.contested},
            extra_skills={name: group for d in library.decks for name, _, group in d.skills},
        )

    def notebook(self) -> Notebook:
        """The door to the journal, the same one as long as the app runs."""
        if self._notebook is None:
            from tastegym.tui.notebook import HomeNotebook

            self._notebook = HomeNotebook(self._base, self._path)
        return self._notebook

    def opened(self, wanted: Filter, progress: Callable[[str], None]) -> Looked:
        """A record under a filter, with all that History shows of it."""
        from tastegym.insight.opened import opened

        progress("ledger")
        library = self._base.library
        return opened(
            self._history(),
            wanted,
            self.now().local_day,
            contested={ref.uid for ref in library.refs() if ref.contested},
            extra_skills={name: group for d in library.decks for name, _, group in d.skills},
            progress=progress,
        )

    def _history(self) -> History:
        """The ledger's rows, read again only when its files have changed."""
        from tastegym.ledger.read import History, history

        if seen.check(self._path).state is State.MISSING:
            return History()
        stamp = _stamp(self._path)
        held = self._read[1]() if self._read and self._read[0] == stamp else None
        if held is None:
            held = history(self._path)
            # Held by whoever looks at it, so that leaving History frees the memory.
            self._read = (stamp, weakref.ref(held))
        return held

    def matters(self, forecast_id: str) -> tuple[str, ...]:
        """Put a forecast on the page of ten that mattered, or take it off."""
        from tastegym.errors import UserError
        from tastegym.insight.mattered import KIND, MOST, marks
        from tastegym.ledger.records import Fact

        now, held = self.now(), marks(self._history())
        kind, body = KIND, {"forecast_id": forecast_id}
        if forecast_id in held:
            kind, body = "hide", {"id": held[forecast_id].id}
        elif len(held) >= MOST:
            raise UserError(f"There are {MOST} already: take one off first (m on it).")
        fact = Fact(self._base.ids.new(now.at), now.at, now.local_day, kind, json.dumps(body))
        self._base.writer.submit(fact).wait()
        names = tuple(name for name in held if name != forecast_id)
        return names if kind == "hide" else (*names, forecast_id)

    def keymap(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """The person's own keys."""
        return prefs.keymap(self._base.home)

    def set(self, settings: Settings) -> None:
        """Keep the settings."""
        self.settings = settings
        prefs.save(self._base.home, settings)

    def refresh(self) -> None:
        """Look at the ledger again."""
        if seen.check(self._path).state is State.OK:
            self._base.seen = seen.seen(self._path)

    def warm(self) -> None:
        """Import the ledger's writer, which takes half a second, beside the first question."""
        threading.Thread(target=_import_writer, name="warm-up", daemon=True).start()

    def close(self) -> None:
        """Finish what is queued."""
        self._base.writer.close()
        self._base.library.close()


def _import_writer() -> None:
    # A key pressed meanwhile waits for this thread several times, by default 5 ms each time.
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _SWITCH_SECONDS))
    try:
        import tastegym.ledger.opening  # noqa: F401
    finally:
        sys.setswitchinterval(before)
        # What was imported stays; a full collection over it would take 39 ms of a key's time.
        gc.freeze()
        gc.enable()


def _stamp(path: Path) -> tuple[tuple[int, int], ...]:
    """When the ledger and its journal were last written, and their sizes."""
    files = (path, path.with_name(f"{path.name}-wal"))
    found = [file.stat() for file in files if file.exists()]
    return tuple((one.st_mtime_ns, one.st_size) for one in found)
