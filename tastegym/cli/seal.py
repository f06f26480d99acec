"""`tastegym seal`: answer a deck into a file, whose hash is shown before anybody sees it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym import clock
from tastegym.errors import UserError
from tastegym.text import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from tastegym.authoring.sealed import SealedItem
    from tastegym.cli.ask import Asker
    from tastegym.deck.model import Deck, Scenario
    from tastegym.ledger.records import Forecast
    from tastegym.practice.session import Session
    from tastegym.practice.values import Asking, Shown, Waiting


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "seal",
        help="answer a deck into a sealed file, to compare with others",
        description="Answer the scenarios of a deck into a file. Its SHA-256 is shown first: send "
        "that to the others, and the file when all have answered; `tastegym compare` does the "
        "rest. No answer is revealed.",
    )
    parser.add_argument("deck", metavar="DECK", help="a deck's id, its last part, or a path")
    parser.add_argument("--out", metavar="FILE", help="DECK-DAY.sealed.json here by default")
    parser.add_argument("--name", default="", metavar="NAME", help="whose answers these are")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask every scenario once, write the file, tell the ledger that these items are used up."""
    from tastegym.authoring import exposed, sealed
    from tastegym.authoring.decks import find_deck
    from tastegym.home import ledger_path, resolve

    home = resolve(args.data_dir, os.environ)
    deck, dropped = find_deck(args.deck, home)
    if dropped:
        print(
            f"{dropped} of its scenarios have errors and are left out: see `tastegym deck lint`.",
            file=sys.stderr,
        )
    now = clock.now()
    out = Path(args.out or f"{deck.id.partition('/')[2]}-{now.local_day}.sealed.json")
    if out.exists():
        raise UserError(f"{out} is there already: name another file with --out.")
    if not out.absolute().parent.is_dir():
        raise UserError(f"There is no folder {out.absolute().parent}: create it first.")
    ledger = ledger_path(home)
    exposed.is_there(ledger)  # an unusable ledger is told before the first question
    items = _answers(deck)
    if not items:
        raise UserError("Nothing was answered, so nothing was sealed.")
    made = sealed.Sealed(deck.id, deck.version, clean(args.name), now.local_day, tuple(items))
    data = sealed.to_bytes(made, os.urandom(16).hex())
    print(f"sha256 {sealed.digest(data)}")
    sys.stdout.flush()
    _write(out, data)
    note = exposed.note_seen(ledger, [one.uid for one in items], clock.now())
    if note:
        print(note, file=sys.stderr)
    count = len(items)
    print(f"{clean(str(out))}: {count} answer{'' if count == 1 else 's'}, sealed")
    return 0


def _write(out: Path, data: bytes) -> None:
    try:
        with out.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}.") from None


def _answers(deck: Deck) -> list[SealedItem]:
    from tastegym.cli.ask import Asker, EndedError
    from tastegym.deck.model import Kind

    ask = Asker(sys.stdin, sys.stderr)
    wanted = [one for one in deck.scenarios if one.kind is not Kind.GENERATED]
    items: list[SealedItem] = []
    try:
        for number, scenario in enumerate(wanted, start=1):
            one = _asked(ask, deck, scenario, (number, len(wanted)), len(items))
            if one is not None:
                items.append(one)
    except EndedError:
        ask.say([""])
    return items


def _asked(
    ask: Asker, deck: Deck, scenario: Scenario, place: tuple[int, int], kept: int
) -> SealedItem | None:
    """One scenario; after Ctrl-C the person may go on with it or end with what is answered.

    EndedError to seal what there is, KeyboardInterrupt (a second Ctrl-C) to drop it all.
    """
    from tastegym.cli.ask import EndedError

    while True:
        try:
            return _Sealing(ask, deck, scenario, *place).item()
        except KeyboardInterrupt:
            ask.say(["", f"Answers kept so far: {kept}. Nothing is written yet."])
            said = ask.line("Enter asks this one again, `s` seals what is kept, Ctrl-C drops it:")
            if said.lower() == "s":
                raise EndedError("Left.") from None


class _Sealing:
    """One scenario asked in lines, with no reveal: the session's rows are kept nowhere else."""

    def __init__(self, ask: Asker, deck: Deck, scenario: Scenario, number: int, total: int) -> None:
        self._ask, self._scenario = ask, scenario
        self._place = (number, total)
        self._session = _session(deck, scenario)
        self._reason = ""
        self._after: Asking | Shown | Waiting

    def item(self) -> SealedItem | None:
        """The answer, None if it was skipped; EndedError when the person leaves."""
        from dataclasses import replace

        from tastegym.authoring.sealed import item_of
        from tastegym.cli import plain_text as page
        from tastegym.practice.values import Asking

        asking = self._session.ask(clock.now())
        assert asking is not None
        number, total = self._place
        self._say(page.question(replace(asking, number=number, total=total), "utf-8"))
        if asking.wants_line:
            line = self._ask.line("In one line, what would you do or say? (empty = skip)")
            asking = self._session.own_line(line)
            self._say(page.options(asking))
        forecasts: Sequence[Forecast] | None = None
        step: Asking | Shown | Waiting = asking
        while isinstance(step, Asking):
            forecasts = self._stage(step)
            if forecasts is None:
                return None
            step = self._after
            if isinstance(step, Asking):
                self._say([*page.evidence(step, step.stage, "utf-8"), *page.options(step)])
        assert forecasts is not None
        return item_of(self._scenario, forecasts, self._reason)

    def _stage(self, asking: Asking) -> Sequence[Forecast] | None:
        """Read until a line locks this stage; None for `skip`."""
        from tastegym.cli.plain import HELP, prompt_for, read_estimate

        began = time.monotonic()
        while True:
            said = self._ask.line(prompt_for(asking))
            word, _, rest = said.partition(" ")
            if said == "skip":
                return None
            if said == "?":
                self._say([*HELP[asking.form], "`w TEXT` keeps your reason, `skip`, `q` ends."])
            elif word == "w":
                self._reason = rest.strip()
                self._say(["Reason kept." if self._reason else "Type your reason after w."])
            else:
                estimate = read_estimate(asking, said, time.monotonic() - began)
                if isinstance(estimate, str):
                    self._say([estimate])
                    continue
                pending = self._session.lock(estimate, clock.now())
                self._after = self._session.committed(pending)
                return pending.forecasts

    def _say(self, lines: Iterable[str]) -> None:
        self._ask.say(lines)


def _session(deck: Deck, scenario: Scenario) -> Session:
    from tastegym.ledger.ids import Ids
    from tastegym.practice.session import Session
    from tastegym.practice.values import Drawn

    # One order of options for everybody who answers this version of the deck.
    seed = f"seal/{deck.id}/{deck.version}"
    return Session([Drawn(scenario)], seed=seed, started=clock.now(), new_id=Ids().new)
