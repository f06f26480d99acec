"""Plain mode: the whole game in lines, for pipes, screen readers and dumb terminals.

Each question or stage reads one line and each reveal exactly one; a refused line asks the same
question again. End of input ends the sitting cleanly.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

from tastegym.cli import plain_text as page
from tastegym.deck.forms import Form
from tastegym.errors import UserError
from tastegym.practice.values import RATINGS, Asking, Estimate, Shown
from tastegym.practice.words import RECOGNISED, percent
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tastegym.ledger.records import Record
    from tastegym.practice.start import Opened
    from tastegym.practice.values import Waiting


class _Left(Exception):  # noqa: N818  not an error: the person left or the input ended
    """The person left, or the input ended."""


HELP = {
    Form.BINARY: (
        "How probable is yes? One number: `70`, `70%`, odds `17:3`, `1 in 40`, bits `+2b`.",
    ),
    Form.OPTIONS: (
        "Percents in the order shown: `60 25 15`. Give fewer and the rest is spread evenly.",
        "Or name options: `2:70 1:20`, or odds on one: `odds 2 17:3`.",
    ),
    Form.BOARD: ("How probable is yes, for every row: one percent a row, such as `80 20 50`.",),
    Form.QUANTILE: ("One value a level, lowest first, in the unit of the question.",),
}
COMMANDS = (
    "`w TEXT` keeps your reason, `s` says you have met this, `hint` shows a hint (the answer",
    "then does not count), `skip` leaves the question, `q` ends.",
)


class Plain:
    """One sitting over two streams."""

    def __init__(self, opened: Opened, read: TextIO, write: TextIO) -> None:
        self._opened = opened
        self._session = opened.session
        self._read = read
        self._write = write
        self._trouble = ""
        self._answer = ""
        self._unsaved: tuple[Record, ...] = ()

    def play(self) -> None:
        """Ask, lock, reveal, until the block or the input ends; then the summary."""
        plan = self._opened.plan
        if plan is not None:
            self._print([*page.day(plan), ""])
        try:
            while (asking := self._session.ask(self._opened.now())) is not None:
                self._print(page.question(asking, self._write.encoding))
                self._unsaved = asking.records
                self._question(asking)
        except _Left:
            self._print([""])
        else:
            self._keep()
        block = self._session.summary()
        if block.answered or block.skipped or block.waiting:
            self._print(page.summary(block))
        if block.answered:
            self._look_back(planned=plan is not None)

    def _look_back(self, *, planned: bool) -> None:
        """The figures that the block moved, and what may follow a day's plan."""
        from tastegym.home import ledger_path
        from tastegym.insight.running import running
        from tastegym.ledger.read import history
        from tastegym.practice.after import after

        base = self._opened.base
        rows, today = history(ledger_path(base.home)), base.now().local_day
        contested = {ref.uid for ref in base.library.refs() if ref.contested}
        self._print(page.running(running(rows, self._session.id, today, contested)))
        if planned:
            self._print(page.after_the_block(after(base)))

    # -- one question -----------------------------------------------------------------------

    def _question(self, asking: Asking) -> None:
        if asking.wants_line:
            self._line("In one line, what would you do or say? (empty = skip) ")
            asking = self._own_line(asking)
        step: Asking | Shown | Waiting | None = asking
        while isinstance(step, Asking):
            step = self._stage(step)
        if isinstance(step, Shown):
            self._reveal(step)
        elif step is not None:
            self._print(["Locked. The answer is not known yet; it will be shown when it arrives."])

    def _own_line(self, asking: Asking) -> Asking:
        asking = self._session.own_line(self._answer)
        self._print(page.options(asking))
        return asking

    def _stage(self, asking: Asking) -> Asking | Shown | Waiting | None:
        """Read until a line locks this stage; None if the question was skipped."""
        began = time.monotonic()
        while True:
            self._line(prompt_for(asking))
            said = self._answer.strip()
            if said.lower() == "skip":
                self._insist(self._session.skip(self._opened.now()))
                return None
            if self._command(said):
                continue
            estimate = read_estimate(asking, said, time.monotonic() - began)
            if isinstance(estimate, Estimate):
                return self._lock(estimate)
            self._print([estimate])

    def _lock(self, estimate: Estimate) -> Asking | Shown | Waiting:
        asking = self._session.asking
        pending = self._session.lock(estimate, self._opened.now())
        # The exposure goes along once more: if its own commit failed, this one brings it.
        self._insist(*(asking.records if asking else ()), *pending.records)
        step = self._session.committed(pending)
        self._keep()
        if isinstance(step, Asking):
            self._print(page.evidence(step, step.stage, self._write.encoding))
            self._print(page.options(step))
        return step

    def _insist(self, *records: Record) -> None:
        """Commit, and where that fails say so and try again with the same rows at every line."""
        while True:
            try:
                self._opened.save(*records).wait()
            except UserError as error:
                self._print(
                    page.wrapped(f"{error} Your answer is kept as a draft; nothing is shown.")
                )
                self._line("Enter tries again, q ends: ")
                if self._answer.strip().lower() == "q":
                    raise _Left from None
            else:
                return

    def _command(self, said: str) -> bool:
        """Carry out a command word; whether the line was one."""
        word, _, rest = said.partition(" ")
        match word.lower():
            case "q" if not rest:
                raise _Left
            case "?" if not rest:
                asking = self._session.asking
                form = asking.form if asking else Form.OPTIONS
                self._print([*HELP[form], *COMMANDS])
            case "s" if not rest:
                self._print([f"Noted: {RECOGNISED[self._session.recognise().recognised]}."])
            case "w":
                self._session.reason(rest)
                self._print(["Reason kept."] if rest.strip() else ["Type your reason after w."])
            case "hint" if not rest:
                self._hint()
            case _:
                return False
        self._keep()
        return True

    def _hint(self) -> None:
        before = self._session.asking
        asking = self._session.hint()
        if before is not None and len(asking.hints) > len(before.hints):
            self._print(page.wrapped(f"Hint: {asking.hints[-1]}", hanging="      "))
        else:
            self._print(["There is no further hint."])

    def _reveal(self, shown: Shown) -> None:
        self._print(page.reveal(shown))
        ratings = ", ".join(f"{n} {name}" for n, name in enumerate(RATINGS, start=1))
        self._line(f"Go on (Enter), rate it ({ratings}), or say what you needed to see: ")
        said = self._answer.strip()
        if not said:
            return
        rated = said in {"1", "2", "3", "4"}
        rating = RATINGS[int(said) - 1] if rated else ""
        fact = self._session.react(
            shown, self._opened.now(), rating=rating, text="" if rated else said
        )
        self._insist(fact)

    def _keep(self) -> None:
        trouble = self._opened.keep_draft()
        if trouble and trouble != self._trouble:
            self._print([trouble])
        self._trouble = trouble

    # -- streams ----------------------------------------------------------------------------

    def _print(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._write.write(line.rstrip() + "\n")

    def _line(self, prompt: str) -> None:
        """Prompt and read one line into `_answer`; leaves at the end of input."""
        self._write.write(f"\n{prompt}")
        self._write.flush()
        if self._unsaved:
            # The rows go to disk while the person reads; locks queue behind them.
            self._opened.save(*self._unsaved)
            self._unsaved = ()
            self._keep()
        line = self._read.readline()
        if not line:
            raise _Left
        if not self._read.isatty():
            self._write.write("\n")
        self._answer = clean(line.rstrip("\n"))


def prompt_for(asking: Asking) -> str:
    """The words that ask for the one line of this question or stage."""
    stage = f"stage {asking.stage + 1} of {asking.stages}, " if asking.stages > 1 else ""
    match asking.form:
        case Form.BINARY:
            before = f", before {percent(asking.previous[0])}" if asking.previous else ""
            return f"How probable is yes, in percent? ({stage}? for help{before}) "
        case Form.BOARD:
            return f"Percent of yes for rows 1 to {len(asking.rows)} (? for help): "
        case Form.QUANTILE:
            levels = "/".join(f"{100 * level:g}" for level in asking.scenario.levels)
            return f"Your {levels} % quantiles, lowest first (? for help): "
        case _:
            return f"Percents for 1 to {len(asking.options)} ({stage}? for help): "


def read_estimate(asking: Asking, said: str, seconds: float) -> Estimate | str:
    """The estimate that a line gives, or the sentence that refuses it."""
    from tastegym.scoring import entry  # not needed before the first answer

    scenario = asking.scenario
    quantiles: tuple[float, ...] = ()
    probs: tuple[int, ...] = ()
    try:
        if asking.form is Form.QUANTILE:
            key = scenario.quantile
            low, high = (key.min, key.max) if key else (None, None)
            quantiles = entry.read_quantiles(said, scenario.levels, low, high)
        elif asking.form is Form.BINARY:
            probs = entry.read_binary(said)
        elif asking.form is Form.BOARD:
            probs = entry.read_board(said, len(asking.rows))
        else:
            probs = entry.read_choice(said, len(asking.options))
    except entry.EntryError as refusal:
        return str(refusal)
    return Estimate(probs, quantiles, typed=said, seconds=seconds)
