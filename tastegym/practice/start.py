"""From a home and a request to an open sitting: what every face of practice stands on.

Standard library only: the ledger is read with `sqlite3`, and its writer is imported in a thread
of its own once the first question is on the screen.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tastegym import clock, home
from tastegym.deck.library import Library, open_library
from tastegym.errors import UserError
from tastegym.frozen import frozen
from tastegym.ledger import draft, seen
from tastegym.ledger.ids import Ids
from tastegym.ledger.seen import NOTHING_SEEN, Seen, State
from tastegym.ledger.writer import Saving, Writer
from tastegym.practice.choose import choose
from tastegym.practice.session import Session
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tastegym.clock import Moment
    from tastegym.deck.library import Ref
    from tastegym.ledger.records import Record
    from tastegym.ledger.writer import Ledger
    from tastegym.practice.draw import Drawer
    from tastegym.practice.facts import Facts
    from tastegym.practice.lessons import Standing
    from tastegym.practice.plan import Lab, Plan
    from tastegym.practice.values import Asking, Drawn
    from tastegym.practice.worlds import Generated

COUNT = 5
"""Questions of a block when nothing is said: about ten minutes at first."""

_CLOCK_SLACK = 2 * 60 * 1_000_000  # microseconds the clock may lag behind the last answer


@frozen
class Request:
    """What a person asked to practise; None leaves the choice to the program."""

    deck: str | None = None
    skill: str | None = None
    count: int | None = None
    seed: str | None = None
    resume: bool = False
    minutes: float | None = None

    @property
    def leaves_it_open(self) -> bool:
        """Whether the day's plan decides: nothing was asked for, or only how long it is to be."""
        return not (self.deck or self.skill or self.count or self.seed)


class Base:
    """A usable home: the library, what was seen, and the thread that writes."""

    def __init__(
        self,
        home: Path,
        library: Library,
        seen: Seen,
        salt: str,
        writer: Writer,
        ids: Ids,
        now: Callable[[], Moment],
        notes: tuple[str, ...],
    ) -> None:
        self.home = home
        self.library = library
        self.seen = seen
        self.salt = salt
        self.writer = writer
        self.ids = ids
        self.now = now
        self.notes = notes


class Opened:
    """An open sitting with its doors to the disk."""

    def __init__(
        self, base: Base, session: Session, drafted: str = "", plan: Plan | None = None
    ) -> None:
        self.base = base
        self.session = session
        self.drafted = drafted
        self.plan = plan
        self.preparing: threading.Thread | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences to tell before the first question."""
        return self.base.notes

    def now(self) -> Moment:
        """The present moment."""
        return self.base.now()

    def save(self, *records: Record) -> Saving:
        """Queue one durable transaction; wait on what it returns before a reveal."""
        return self.base.writer.submit(*records)

    def keep_draft(self, face: dict[str, Any] | None = None) -> str:
        """Keep the sitting as it stands, with what a face adds, so that kill -9 loses nothing.

        Returns a sentence if the draft could not be written, else "". Between two questions the
        draft of the last one is forgotten.
        """
        self._prepare()
        asking = self.session.asking
        try:
            if self.drafted and (asking is None or asking.exposure_id != self.drafted):
                draft.clear(self.base.home, self.drafted)
                self.drafted = ""
            if asking is not None:
                draft.save(self.base.home, self._draft(asking, face or {}))
                self.drafted = asking.exposure_id
        except OSError as error:
            why = os.strerror(error.errno or 0)
            return f"The draft cannot be kept ({why}): an unfinished answer would be lost."
        return ""

    def _prepare(self) -> None:
        """Make what was only promised, beside the first question that is on the screen."""
        if self.preparing is None:
            self.preparing = threading.Thread(target=self._make, name="worlds", daemon=True)
            self.preparing.start()

    def _make(self) -> None:
        from tastegym.practice import plugins

        # Whatever is wrong with a world is said when its turn comes.
        with suppress(UserError):
            self.session.prepare()
        with suppress(OSError):  # the next start looks again
            plugins.refresh(self.base.home)

    def _draft(self, asking: Asking, face: dict[str, Any]) -> draft.Draft:
        fields = (("session", canonical(self.session.snapshot())), ("face", canonical(face)))
        return draft.Draft(
            asking.exposure_id, asking.scenario.uid, asking.stage, self.now().at, fields
        )

    def close(self) -> None:
        """Finish what is queued and let go of the ledger."""
        self.base.writer.close()


def open_base(
    folder: Path, *, now: Callable[[], Moment] = clock.now, extra: Path | None = None
) -> Base:
    """Open a home for practice; UserError with one sentence if its ledger is unusable."""
    home.ensure(folder)
    path = home.ledger_path(folder)
    state = seen.check(path)
    state.require(State.OK, State.MISSING, State.OLDER)
    was = NOTHING_SEEN if state.state is State.MISSING else seen.seen(path)
    salt = was.salt or os.urandom(16).hex()
    notes = []
    if now().at < was.last_at - _CLOCK_SLACK:
        notes.append(
            "The clock stands before your last answer: this sitting is marked and keeps out of "
            "streaks."
        )
    return Base(
        home=folder,
        library=open_library(folder, extra=extra),
        seen=was,
        salt=salt,
        writer=Writer(lambda: _open_ledger(path, now, salt)),
        ids=Ids(was.last_id),
        now=now,
        notes=tuple(notes),
    )


def _open_ledger(path: Path, now: Callable[[], Moment], salt: str) -> Ledger:
    # SQLModel takes 0.4 s to import: this runs in the writer's thread, after the first paint.
    from tastegym.ledger.opening import open_for_practice

    return open_for_practice(path, now, salt)


def open_practice(
    folder: Path, request: Request, *, now: Callable[[], Moment] = clock.now
) -> Opened:
    """Open a home and choose a block; UserError where nothing fits the request."""
    base = open_base(folder, now=now, extra=deck_path(request.deck))
    if request.resume:
        from tastegym.practice.drafts import continued

        return continued(base)
    if not request.leaves_it_open:
        return Opened(base, begin(base, request))
    made = day_plan(base, request.minutes)
    return Opened(base, begin(base, request, made), plan=made)


def deck_path(deck: str | None) -> Path | None:
    """A deck given as a path that exists, which need not be installed."""
    if deck is None:
        return None
    path = Path(deck).expanduser()
    named_as_path = deck.startswith((".", "~", "/")) or deck.endswith((".yaml", ".yml"))
    if path.exists() and (named_as_path or path.is_dir()):
        return path
    if named_as_path:
        raise UserError(f"There is no deck at {deck}: give a folder or a YAML file that exists.")
    return None


def refs_for(base: Base, request: Request) -> Sequence[Ref]:
    """The playable scenarios that a request allows; UserError if there are none."""
    library = base.library
    given = deck_path(request.deck)
    if given is not None:
        deck: str | None = library.extra_id()
    else:
        deck = library.find(request.deck) if request.deck else None
    refs = [ref for ref in library.refs(deck) if ref.playable]
    if request.skill:
        refs = [ref for ref in refs if library.has_skill(ref, request.skill)]
    if not refs:
        raise UserError(_nothing(request))
    return refs


def _nothing(request: Request) -> str:
    wanted = " and ".join(
        f"{name} {value!r}"
        for name, value in (("deck", request.deck), ("skill", request.skill))
        if value
    )
    if wanted:
        return f"No playable scenario fits {wanted}: see `tastegym deck list` for what there is."
    return "There is no playable scenario: see `tastegym deck list`."


def day_plan(base: Base, minutes: float | None = None) -> Plan:
    """What today holds: a pure function of decks, ledger, day and what the settings ask for.

    `minutes` wins over the settings.
    """
    from tastegym.practice import plugins
    from tastegym.practice.plan import MINUTES, Known, plan
    from tastegym.practice.wishes import wishes
    from tastegym.practice.worlds import WORLDS

    was, day, wish = base.seen, base.now().local_day, wishes(base.home)
    refs = [ref for ref in base.library.refs() if ref.playable]
    known = Known(
        day=day,
        seed=f"{base.salt}/{was.sessions}",
        salt=base.salt,
        met=was.met,
        key_seen=was.key_seen,
        facts=_facts(base, day),
        extra_groups=tuple((n, g) for d in base.library.decks for n, _, g in d.skills),
    )
    return plan(
        refs,
        (*WORLDS, *plugins.known(base.home)),
        known,
        minutes=minutes or wish.minutes or MINUTES,
        labs=_labs(base, refs),
        count=None if minutes else wish.count,
    )


def _facts(base: Base, day: str) -> Facts:
    from tastegym.practice.facts import NO_FACTS, facts

    return facts(home.ledger_path(base.home), day) if was_used(base) else NO_FACTS


def was_used(base: Base) -> bool:
    """Whether there is a ledger to read."""
    return seen.check(home.ledger_path(base.home)).state is State.OK


_LABS_LOOKED_AT = 40


def _labs(base: Base, refs: Sequence[Ref]) -> tuple[Lab, ...]:
    """Lab questions that were not answered yet, with the day until which they are open."""
    from tastegym.practice.plan import Lab

    new = [ref.uid for ref in refs if ref.pending and ref.uid not in base.seen.met]
    return tuple(
        Lab(uid, base.library.scenario(uid).resolve_by) for uid in sorted(new)[:_LABS_LOOKED_AT]
    )


def begin(base: Base, request: Request, made: Plan | None = None) -> Session:
    """A new sitting, a pure function of decks, ledger and seed (with the day's plan, of the day).

    UserError where there is nothing to play.
    """
    if made is None and request.leaves_it_open:
        made = day_plan(base, request.minutes)
    started = base.now()
    seed = request.seed or f"{base.salt}/{base.seen.sessions}"
    if made is not None:
        drawn = _drawer(base, [spot.uid for spot in made.spots if spot.uid]).planned(made)
        if not drawn:
            raise UserError(_nothing(request))
    else:
        drawn = _asked_for(base, request, seed)
    return Session(
        drawn,
        seed=seed,
        started=started,
        new_id=base.ids.new,
        about=_about(base, request, started, planned=made is not None),
        standings=standings(base),
    )


def _about(base: Base, request: Request, started: Moment, *, planned: bool) -> dict[str, Any]:
    said = (
        ("deck", request.deck),
        ("skill", request.skill),
        ("count", request.count),
        ("minutes", request.minutes),
        ("planned", planned),
        ("clock_suspect", started.at < base.seen.last_at - _CLOCK_SLACK),
    )
    return {name: value for name, value in said if value}


def _asked_for(base: Base, request: Request, seed: str) -> list[Drawn | Generated]:
    from tastegym.practice.wishes import wishes

    refs = refs_for(base, request)
    count = request.count or wishes(base.home).count or COUNT
    chosen = choose(refs, met=base.seen.met, key_seen=base.seen.key_seen, count=count, seed=seed)
    return _drawer(base, [ref.uid for ref, _ in chosen]).chosen(chosen, refs, count)


def _drawer(base: Base, uids: Sequence[str]) -> Drawer:
    from tastegym.practice.draw import Drawer
    from tastegym.practice.facts import shown_worlds, world_past
    from tastegym.practice.worlds import adaptive_past

    path, used = home.ledger_path(base.home), was_used(base)
    return Drawer(
        scenario=base.library.scenario,
        salt=base.salt,
        met=base.seen.met,
        shown=shown_worlds(path) if used else {},
        past=lambda world: adaptive_past(world_past(path, world)) if used else [],
        first_shown=seen.first_shown(path, uids) if used else {},
    )


def standings(base: Base) -> dict[str, Standing]:
    """Where every lesson stands on the ladder."""
    from tastegym.practice.facts import rungs
    from tastegym.practice.lessons import Standing

    if not was_used(base):
        return {}
    rows = rungs(home.ledger_path(base.home))
    return {name: Standing(name, rung, day) for name, rung, day in rows}
