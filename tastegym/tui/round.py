"""A block as it is played: the session, the rows being filled and the commits, without widgets.

The screen draws from this and calls it; it holds no value that the session or the entry lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tastegym.deck.forms import Form
from tastegym.practice.bars import Bars
from tastegym.practice.bet import Bet
from tastegym.practice.ladder import Ladder
from tastegym.practice.values import RATINGS, Asking, Pending, Shown, Waiting
from tastegym.text import clean
from tastegym.tui.practice_commands import ASK, BET, FAILED, LINE, OPEN, REVEAL, WAIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tastegym.clock import Moment
    from tastegym.ledger.records import Record
    from tastegym.practice.session import Session

    Then = Callable[[BaseException | None], None]


class Sitting(Protocol):
    """An open session with its doors to the disk."""

    @property
    def session(self) -> Session:
        """The session."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences to tell before the first question."""

    def now(self) -> Moment:
        """The present moment."""

    def submit(self, *records: Record, then: Then) -> object:
        """Queue one durable transaction; `then` is called, in any thread, when it has returned."""

    def keep_draft(self, face: dict[str, Any] | None = None) -> str:
        """Keep the sitting as it stands; a sentence if that failed, else ""."""


class Round:
    """One block. `sent` posts to the screen's thread: it is given a callable to run there.

    `soon` runs a callable once the screen is painted: a draft is kept after each change, but a
    busy disk may take its time, and the answer to a key does not wait for it.
    """

    def __init__(
        self,
        sitting: Sitting,
        sent: Callable[[Callable[[], None]], None],
        changed: Callable[[], None],
        soon: Callable[[Callable[[], None]], object],
    ) -> None:
        self.sitting = sitting
        self.sent = sent
        self.changed = changed
        self.soon = soon
        self.state = ASK
        self.asking: Asking | None = None
        self.entry: Bars | Ladder = Bars.start(Form.BINARY, 2)
        self.shown: Shown | None = None
        self.waiting: Waiting | None = None
        self.bet = Bet()
        self.all_open = self.rating_open = False
        self.rating = self.needed = self.note = self.banner = ""
        self.writing: dict[str, str] | None = None
        self._pending: Pending | None = None
        self._safe = False
        self._unkept = False
        self._since = 0
        self._carried = 0.0

    # -- questions ------------------------------------------------------------------------

    def open(self, face: dict[str, Any] | None = None) -> bool:
        """Put the next question; False when the block is done. `face` is what a draft kept."""
        now = self.sitting.now()
        asking = self.sitting.session.ask(now)
        self.asking, self.shown, self.waiting = asking, None, None
        if asking is None:
            return False
        self.all_open = self.rating_open = self._safe = False
        self.rating = self.needed = self.note = ""
        self._since, self._carried = now.at, 0.0
        self.entry = self._fresh(asking)
        if face:
            self._carried = float(face.get("seconds", 0.0))
            if face.get("stage") == asking.stage and "entry" in face:
                self.entry = self.entry.restored(face["entry"])
        self.state = LINE if asking.wants_line else ASK
        return True

    def painted(self) -> None:
        """The question is on the screen: now its exposure is committed and a draft begins."""
        asking = self.asking
        if asking is None:
            return
        self.keep()

        def then(error: BaseException | None) -> None:
            self.sent(lambda: self._exposed(asking.exposure_id, error))

        self.sitting.submit(*asking.records, then=then)

    def _exposed(self, exposure_id: str, error: BaseException | None) -> None:
        if self.asking is None or self.asking.exposure_id != exposure_id:
            return
        self._safe = error is None
        if error is not None:
            self.banner = str(error)
            self.changed()

    @staticmethod
    def _fresh(asking: Asking) -> Bars | Ladder:
        if asking.form is Form.QUANTILE:
            return Ladder.of(asking.scenario)
        return Bars.start(asking.form, len(asking.options or asking.rows), asking.previous)

    @property
    def _seconds(self) -> float:
        return self._carried + max(0, self.sitting.now().at - self._since) / 1e6

    def keep(self) -> None:
        """Have everything kept that stands on the screen, as soon as it is painted."""
        if not self._unkept:
            self._unkept = True
            self.soon(self.keep_now)

    def keep_now(self) -> None:
        """Keep everything that stands on the screen, so that kill -9 loses nothing."""
        if not self._unkept:
            return
        self._unkept = False
        face: dict[str, Any] = {}
        if self.asking is not None:
            face = {
                "entry": self.entry.snapshot(),
                "stage": self.asking.stage,
                "seconds": round(self._seconds, 1),
            }
            if self.writing is not None:
                face["writing"] = dict(self.writing)
        trouble = self.sitting.keep_draft(face)
        if trouble and trouble != self.banner:
            self.banner = trouble
            self.changed()

    def set_entry(self, entry: Bars | Ladder) -> None:
        """Take the rows as a key left them."""
        self.entry = entry
        self.note = ""
        self.keep()

    # -- what is said before the lock -----------------------------------------------------

    def hint(self) -> None:
        """Show one more hint; say so when there is none."""
        asking = self._asked()
        if not asking.hints_left:
            self.note = "There is no hint" + (" left." if asking.hints else " for this one.")
            return
        self.asking = self.sitting.session.hint()
        self.note = "A hint is shown above: this answer does not count."
        self.keep()

    def recognise(self) -> None:
        """Step through new, heard of it, know the outcome."""
        from tastegym.practice.words import RECOGNISED

        self.asking = self.sitting.session.recognise()
        self.note = f"{RECOGNISED[self.asking.recognised]}.".capitalize()
        self.keep()

    def reason(self, text: str) -> None:
        """Keep the reason."""
        self.asking = self.sitting.session.reason(clean(text))
        self.note = "Your reason is kept." if self.asking.reason else ""
        self.keep()

    def own_line(self, text: str) -> None:
        """Keep the own line and show the options."""
        self.asking = self.sitting.session.own_line(clean(text))
        self.state = ASK
        self.keep()

    def start_bet(self) -> None:
        """Offer the equivalent bet on the row under the cursor."""
        if not isinstance(self.entry, Bars):
            self.note = "The bet finds a probability; here values are asked for."
            return
        self.entry = self.entry.escape()
        self.bet = Bet.about(round(self.entry.values[self.entry.at] / 100))
        self.state = BET

    def answer_bet(self, choice: int) -> None:
        """The question (1), the urn (-1) or no difference (0)."""
        bet = self.bet
        self.bet = bet.question() if choice > 0 else bet.urn() if choice < 0 else bet.same()
        if self.bet.done and isinstance(self.entry, Bars):
            self.state = ASK
            self.set_entry(self.entry.put(self.bet.green * 100))
            self.note = f"The bet came out at {self.bet.green} %."

    def back(self) -> None:
        """Step back from a bet, from the buffer or from a lock half made."""
        if self.state == BET:
            self.state = ASK
        self.set_entry(self.entry.escape())

    def skip(self) -> None:
        """Leave the question unanswered."""
        fact = self.sitting.session.skip(self.sitting.now())
        self._send(fact)

    # -- lock, commit, reveal -------------------------------------------------------------

    def enter(self) -> None:
        """Commit the buffer or step towards the lock; the last step locks."""
        entry, locks = self.entry.enter()
        if not locks:
            self.set_entry(entry)
            return
        # The draft holds these rows already; writing it again would hold the reveal up.
        self.entry = entry
        estimate = entry.estimate(round(self._seconds, 1))
        self._pending = self.sitting.session.lock(estimate, self.sitting.now())
        self.save()

    def save(self) -> None:
        """Send the lock to the ledger; also how a failed one is tried again, with the same ids."""
        pending = self._pending
        if pending is None:
            return
        self.state, self.note = WAIT, "Saving …"
        before = () if self._safe else self._asked().records

        def then(error: BaseException | None) -> None:
            self.sent(lambda: self._saved(pending, error))

        self.sitting.submit(*before, *pending.records, then=then)

    def _saved(self, pending: Pending, error: BaseException | None) -> None:
        if pending is not self._pending:
            return
        if error is not None:
            self.state, self.note, self.banner = FAILED, "", str(error)
            self.changed()
            return
        self._pending, self._safe, self.note, self.banner = None, True, "", ""
        after = self.sitting.session.committed(pending)
        if isinstance(after, Asking):
            self.asking = after
            self.entry = self._fresh(after)
            self._since, self._carried = self.sitting.now().at, 0.0
            self.state = ASK
        elif isinstance(after, Shown):
            self.shown, self.state = after, REVEAL
            self.rating_open = False
        else:
            self.waiting, self.state = after, OPEN
        self.changed()
        self.keep()

    # -- after the reveal -----------------------------------------------------------------

    def rate(self, number: int) -> None:
        """Rate the item, 1 to 4."""
        if self.shown is None or not 1 <= number <= len(RATINGS):
            return
        self.rating, self.rating_open = RATINGS[number - 1], False
        now = self.sitting.now()
        self._send(self.sitting.session.react(self.shown, now, rating=self.rating))

    def say_needed(self, text: str) -> None:
        """Keep what the person would have needed to see."""
        said = clean(text).strip()
        if self.shown is None or not said:
            return
        self.needed = said
        self._send(self.sitting.session.react(self.shown, self.sitting.now(), text=said))

    def _send(self, *records: Record) -> None:
        def then(error: BaseException | None) -> None:
            if error is not None:
                self.sent(lambda: self._failed(error))

        self.sitting.submit(*records, then=then)

    def _failed(self, error: BaseException) -> None:
        self.banner = str(error)
        self.changed()

    def _asked(self) -> Asking:
        if self.asking is None:
            raise ValueError("no question stands before the person")
        return self.asking
