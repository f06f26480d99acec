"""One sitting as a pure state machine.

Clock, identities and scenarios come in; frozen values and the rows to be committed come out.
Nothing here opens a file, and what only a lock needs is imported at the lock, so that the first
question comes quickly. The order is fixed: `ask` gives the rows of an exposure, `lock` gives
the rows of a forecast as a `Pending`, and only `committed`, called after the commit of that
`Pending` has returned, gives the next stage or the reveal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from tastegym import __version__
from tastegym.deck.forms import Form, form_of, is_ordered, options_of
from tastegym.frozen import replace
from tastegym.ledger.records import TOTAL, Fact, LessonReview, SessionRow
from tastegym.practice.order import shuffled
from tastegym.practice.values import (
    RECOGNISED,
    Asking,
    Drawn,
    Estimate,
    Opening,
    Pending,
    Result,
    Shown,
    Summary,
    Waiting,
)
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tastegym.clock import Moment
    from tastegym.deck.model import Option, Row, Scenario
    from tastegym.ledger.records import Record
    from tastegym.practice.lessons import Standing
    from tastegym.practice.values import Promised

    Part = TypeVar("Part", Option, Row)

    NewId = Callable[[int], str]
    """Makes a fresh row id for an instant in microseconds."""

LATE_AFTER = 24 * 3600 * 1_000_000
"""Microseconds after the first showing beyond which a lock counts as late."""


class Session:
    """A block of questions, asked one by one.

    Raises ValueError when the calls come out of order or an estimate does not fit the question:
    both are mistakes of a front end, never of a person. `standings` are those of the ladder of
    lessons: an answer's effect on them is part of its lock; without them no lesson moves.
    """

    def __init__(
        self,
        drawn: Sequence[Drawn | Promised],
        *,
        seed: str,
        started: Moment,
        new_id: NewId,
        purpose: str = "practice",
        about: dict[str, Any] | None = None,
        standings: Mapping[str, Standing] | None = None,
    ) -> None:
        self.id = new_id(started.at)
        self.seed = seed
        self._drawn = tuple(drawn)
        self._new_id = new_id
        self._purpose = purpose
        self._standings = None if standings is None else dict(standings)
        self._index = 0
        self._asking: Asking | None = None
        self._asked_at = started.at
        self._locked: list[Estimate] = []
        self._results: list[Result] = []
        self._skipped = 0
        self._waiting = 0
        self._row_sent = False
        self._row = SessionRow(
            self.id, started.at, started.local_day, _session_body(seed, started, about or {})
        )

    # -- asking ---------------------------------------------------------------------------

    @property
    def asking(self) -> Asking | None:
        """The question that stands before the person, if any."""
        return self._asking

    @property
    def total(self) -> int:
        """How many questions the block holds."""
        return len(self._drawn)

    def ask(self, now: Moment) -> Asking | None:
        """Put the next question, or the one still open; None when the block is done."""
        if self._asking is not None:
            return self._asking
        if self._index >= len(self._drawn):
            return None
        asking = self._draw(self._made(self._index), now)
        self._asking = asking
        self._asked_at = now.at
        self._row_sent = True
        return asking

    def _made(self, index: int) -> Drawn:
        one = self._drawn[index]
        return one if isinstance(one, Drawn) else one.make()

    def prepare(self) -> None:
        """Make the scenarios still to come that are only promised; safe from another thread."""
        for index in range(self._index, len(self._drawn)):
            self._made(index)

    def _draw(self, drawn: Drawn, now: Moment) -> Asking:
        scenario = drawn.scenario
        options = self._options(scenario)
        board = self._shuffled(scenario.rows, scenario)
        return Asking(
            exposure_id=self._new_id(now.at),
            scenario=scenario,
            form=form_of(scenario),
            options=options,
            rows=board,
            number=self._index + 1,
            total=len(self._drawn),
            stage=0,
            stages=max(1, len(scenario.stages)),
            evidence=scenario.stages[:1],
            previous=None,
            hints=(),
            hints_left=len(scenario.hints),
            recognised=RECOGNISED[0],
            reason="",
            own_line=None,
            why_not=drawn.why_not,
            opening=Opening(
                session=None if self._row_sent else self._row,
                session_id=self.id,
                moment=now,
                purpose=self._purpose,
                seed=self.seed,
                about=drawn.about,
            ),
        )

    def _options(self, scenario: Scenario) -> tuple[Option, ...]:
        """The options as shown: shuffled, unless they lie on a scale or are yes and no."""
        options = options_of(scenario)
        fixed = not scenario.shuffle or is_ordered(scenario) or form_of(scenario) is Form.BINARY
        return options if fixed else self._shuffled(options, scenario)

    def _shuffled(self, parts: tuple[Part, ...], scenario: Scenario) -> tuple[Part, ...]:
        return shuffled(parts, lambda part: part.id, f"{self.seed}/{scenario.uid}")

    # -- before the lock ------------------------------------------------------------------

    def _now(self) -> Asking:
        if self._asking is None:
            raise ValueError("no question has been asked")
        return self._asking

    def hint(self) -> Asking:
        """Show one more hint, which keeps the answer out of the figures; none left: unchanged."""
        asking = self._now()
        if asking.hints_left:
            shown = asking.scenario.hints[: len(asking.hints) + 1]
            left = len(asking.scenario.hints) - len(shown)
            self._asking = replace(asking, hints=shown, hints_left=left)
        return self._now()

    def recognise(self) -> Asking:
        """Step through new, heard of it, know the outcome."""
        asking = self._now()
        step = (RECOGNISED.index(asking.recognised) + 1) % len(RECOGNISED)
        self._asking = replace(asking, recognised=RECOGNISED[step])
        return self._asking

    def reason(self, text: str) -> Asking:
        """Keep the reason for the estimate; it is shown again after the reveal."""
        self._asking = replace(self._now(), reason=text.strip())
        return self._asking

    def own_line(self, text: str) -> Asking:
        """Keep the line typed before the options show ("" = skipped)."""
        self._asking = replace(self._now(), own_line=text.strip())
        return self._asking

    # -- lock, commit, reveal -------------------------------------------------------------

    def lock(self, estimate: Estimate, now: Moment) -> Pending:
        """The rows of one locked estimate; nothing changes until `committed` says they are safe."""
        from tastegym.practice import rows

        asking = self._now()
        if asking.wants_line:
            raise ValueError("the own line comes before the options")
        _check(asking, estimate)
        final = asking.stage == asking.stages - 1
        shared = rows.Lock(asking, self._purpose, now, estimate, final)
        forecasts = tuple(
            rows.forecast(shared, self._new_id(now.at), i) for i in range(max(1, len(asking.rows)))
        )
        records: tuple[Record, ...] = forecasts
        if final and not asking.scenario.pending:
            from tastegym.practice.reveal import reveal

            shown = reveal(asking, [*self._locked, estimate], "")
            records = (
                *forecasts,
                rows.reveal(asking, self._new_id(now.at), now, shown.regret),
                *self._reviews(shown, now),
            )
        return Pending(asking.exposure_id, asking.stage, estimate, forecasts, records)

    def _reviews(self, shown: Shown, now: Moment) -> tuple[LessonReview, ...]:
        from tastegym.practice import lessons

        if self._standings is None or self._purpose == "tutorial":
            return ()
        return lessons.reviews(self._standings, shown, self._new_id, now)

    def committed(self, pending: Pending) -> Asking | Shown | Waiting:
        """What follows a durable lock: the next stage, the reveal, or waiting for the truth."""
        asking = self._now()
        if (pending.exposure_id, pending.stage) != (asking.exposure_id, asking.stage):
            raise ValueError("this lock belongs to another question")
        self._locked.append(pending.estimate)
        if asking.stage < asking.stages - 1:
            stage = asking.stage + 1
            self._asking = replace(
                asking,
                stage=stage,
                evidence=asking.scenario.stages[: stage + 1],
                previous=pending.estimate.probs,
            )
            return self._asking
        from tastegym.practice import lessons

        if self._standings is not None:
            met = (row for row in pending.records if isinstance(row, LessonReview))
            self._standings |= lessons.standings(met)
        first = self._made(self._index).first_shown or self._asked_at
        late = pending.forecasts[0].at - first > LATE_AFTER
        if asking.scenario.pending:
            self._waiting += 1
            self._leave()
            return Waiting(asking, pending.estimate)
        from tastegym.practice.reveal import reveal
        from tastegym.practice.summary import result

        shown = reveal(asking, self._locked, self._why_not(asking, late=late))
        self._results.append(result(shown))
        self._leave()
        return shown

    def _why_not(self, asking: Asking, *, late: bool) -> str:
        """The first reason of contracts that applies to this answer as far as a session knows."""
        known = asking.recognised == RECOGNISED[-1]
        reasons = (
            (asking.scenario.contested, "contested"),
            (self._purpose == "tutorial", "tutorial"),
            (bool(asking.why_not), asking.why_not),
            (bool(asking.hints), "hint"),
            (known, "known"),
            (late, "late"),
        )
        return next((reason for applies, reason in reasons if applies), "")

    def _leave(self) -> None:
        self._asking = None
        self._locked = []
        self._index += 1

    def react(self, shown: Shown, now: Moment, *, rating: str = "", text: str = "") -> Fact:
        """The row of a person's rating of an item and what they would have needed to see."""
        body = {"exposure_id": shown.asking.exposure_id, "uid": shown.asking.scenario.uid}
        if rating:
            body["rating"] = rating
        if text.strip():
            body["text"] = text.strip()
        return Fact(self._new_id(now.at), now.at, now.local_day, "reflection", canonical(body))

    def skip(self, now: Moment) -> Fact:
        """Leave the question unanswered; being shown does not use it up."""
        asking = self._now()
        self._skipped += 1
        self._leave()
        body = {"exposure_id": asking.exposure_id, "uid": asking.scenario.uid}
        return Fact(self._new_id(now.at), now.at, now.local_day, "skip", canonical(body))

    def summary(self) -> Summary:
        """The block so far in figures."""
        from tastegym.practice.summary import summarise

        return summarise(self._results, skipped=self._skipped, waiting=self._waiting)

    # -- drafts ---------------------------------------------------------------------------

    def snapshot(self) -> dict[str, Any]:
        """Everything that a later start needs to go on, as JSON-able values."""
        from tastegym.practice import rows

        return {
            "session": rows.session_snapshot(self._row),
            "seed": self.seed,
            "purpose": self._purpose,
            "uids": [_told(d) for d in self._drawn],
            "index": self._index,
            "asked_at": self._asked_at,
            "asking": rows.asking_snapshot(self._asking) if self._asking else None,
            "locked": [rows.estimate_snapshot(e) for e in self._locked],
            "results": [rows.result_snapshot(r) for r in self._results],
            "skipped": self._skipped,
            "waiting": self._waiting,
        }

    @classmethod
    def resume(
        cls,
        saved: dict[str, Any],
        drawn: Sequence[Drawn | Promised],
        *,
        started: Moment,
        new_id: NewId,
        standings: Mapping[str, Standing] | None = None,
    ) -> Session:
        """Go on from a snapshot; `drawn` are its scenarios in its order, texts unchanged.

        Raises ValueError when they are not the scenarios of the snapshot.
        """
        from tastegym.practice import rows

        if [_names(_told(d)) for d in drawn] != [_names(entry) for entry in saved["uids"]]:
            raise ValueError("the draft belongs to other scenarios")
        session = cls(
            drawn,
            seed=saved["seed"],
            started=started,
            new_id=new_id,
            purpose=saved["purpose"],
            standings=standings,
        )
        session._row = rows.session_restored(saved["session"])
        session.id = session._row.id
        session._index = saved["index"]
        session._asked_at = saved["asked_at"]
        session._locked = [rows.estimate_restored(e) for e in saved["locked"]]
        session._results = [rows.result_restored(r) for r in saved["results"]]
        session._skipped, session._waiting = saved["skipped"], saved["waiting"]
        if saved["asking"]:
            session._reopen(saved["asking"], started)
        return session

    def _reopen(self, saved: dict[str, Any], started: Moment) -> None:
        """Put the open question back; its rows go along in case the commit never came."""
        from tastegym.practice import rows

        asked = replace(started, at=self._asked_at)
        previous = self._locked[-1].probs if self._locked else None
        drawn = self._draw(self._made(self._index), asked)
        self._asking = rows.asking_restored(drawn, saved, previous)


def _session_body(seed: str, started: Moment, about: dict[str, Any]) -> str:
    """The body of a session row: seed, zone, version and what was asked for."""
    zone = {"offset_min": started.offset_min, "zone": started.zone}
    return canonical({"seed": seed, "version": __version__, **zone, **about})


def _told(drawn: Drawn | Promised) -> list[Any]:
    """A chosen scenario as a draft names it."""
    if not isinstance(drawn, Drawn):
        return drawn.told
    scenario = drawn.scenario
    return [
        scenario.uid,
        scenario.shown_hash,
        drawn.why_not,
        drawn.first_shown,
        [list(pair) for pair in drawn.about],
    ]


def _names(told: Sequence[Any]) -> list[Any]:
    """Which scenario an entry of a draft names: uid and text, or world, seed and parameters."""
    return list(told[:3] if told[-1] == "generated" else told[:2])


def _check(asking: Asking, estimate: Estimate) -> None:
    """Refuse an estimate that does not fit the question."""
    if asking.form is Form.QUANTILE:
        fits = len(estimate.quantiles) == len(asking.scenario.levels) and not estimate.probs
    elif asking.form is Form.BOARD:
        fits = len(estimate.probs) == len(asking.rows)
    else:
        fits = len(estimate.probs) == len(asking.options) and sum(estimate.probs) == TOTAL
    if not fits or any(not 0 <= p <= TOTAL for p in estimate.probs):
        raise ValueError(f"the estimate {estimate} does not fit {asking.scenario.uid}")
