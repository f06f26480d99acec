"""`tastegym resolve`: what came of a prediction."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tastegym import clock
from tastegym.errors import USAGE, UserError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tastegym.cli.ask import Asker
    from tastegym.journal.entry import Entry
    from tastegym.journal.read import Desk
    from tastegym.journal.resolve import Said


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "resolve",
        mixed=True,
        help="tell what came of a prediction",
        description="Tell what came of a prediction: yes, no, the option or value that came true, "
        "ambiguous (kept, not scored) or void (with --why). Without an id the due ones are asked.",
    )
    parser.add_argument("id", metavar="ID", nargs="?", help="the six signs that the journal shows")
    parser.add_argument(
        "outcome", metavar="OUTCOME", nargs="*", help="yes, no, an option, a value, ambiguous, void"
    )
    parser.add_argument("--why", default="", metavar="TEXT", help="why it is void")
    parser.add_argument("--note", default="", metavar="TEXT", help="what happened")
    parser.add_argument(
        "--missing", default="", metavar="TEXT", help="what you would have had to know"
    )
    reason = parser.add_mutually_exclusive_group()
    reason.add_argument(
        "--reason-hit", action="store_const", const=True, dest="reason_hit",
        help="the reason was as you expected",
    )  # fmt: skip
    reason.add_argument(
        "--reason-missed", action="store_const", const=False, dest="reason_hit",
        help="the reason was another",
    )  # fmt: skip
    parser.add_argument("--took", default="", metavar="T", help="how long the task took")
    parser.add_argument("--correct", action="store_true", help="put an earlier outcome right")
    parser.add_argument("--json", action="store_true", help="print the entry as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Keep one outcome, or ask for those that are due; UserError changes nothing."""
    from tastegym.home import resolve as home_of
    from tastegym.journal.read import Desk
    from tastegym.journal.resolve import wanted
    from tastegym.journal.view import entries, find

    today = clock.now().local_day
    with Desk(home_of(args.data_dir, os.environ), clock.now) as desk:
        made = entries(desk.own, today)
        if args.id is None:
            _reveal(desk, {one.id for one in made if one.lab and one.open})
            return _ask(desk, [one for one in made if one.state in {"due", "overdue"}])
        entry = find(made, args.id)
        if not args.outcome:
            raise UserError(f"Say what came of {entry.short}: {wanted(entry)}.", code=USAGE)
        after = _save(desk, entry, _said(args))
    _tell(after, as_json=args.json)
    return 0


def _said(args: argparse.Namespace) -> Said:
    from tastegym.journal.resolve import Said
    from tastegym.journal.typed import read_minutes

    return Said(
        outcome=" ".join(args.outcome),
        why=args.why,
        note=args.note,
        missing=args.missing,
        reason_hit=args.reason_hit,
        took=read_minutes(args.took),
        correct=args.correct,
    )


def _save(desk: Desk, entry: Entry, said: Said) -> Entry:
    from tastegym.journal.resolve import resolution
    from tastegym.journal.view import entries

    now = desk.now()
    desk.save(resolution(entry, said, now, desk.new_id))
    return next(one for one in entries(desk.own, now.local_day) if one.id == entry.id)


def _tell(entry: Entry, *, as_json: bool) -> None:
    from tastegym.cli import journal_text

    if as_json:
        print(journal_text.as_json(entry))
        return
    for line in journal_text.resolved(entry):
        print(line)


def _reveal(desk: Desk, waiting: set[str]) -> None:
    """Reveal the lab questions whose deck has brought the answer."""
    from tastegym.authoring.arrived import arrived
    from tastegym.cli.plain_text import wrapped
    from tastegym.deck.library import open_library

    if not waiting:
        return
    library = open_library(desk.home)
    try:
        rows, told = arrived(library, waiting, desk.path, desk.now(), desk.new_id)
    finally:
        library.close()
    if rows:
        desk.save(*rows)
    for said in told:
        for line in wrapped(said, hanging="  "):
            print(line)


def _ask(desk: Desk, due: Sequence[Entry]) -> int:
    """Ask for each that is due; an empty line leaves it open, `q` or the end of input ends."""
    from tastegym.cli.ask import Asker, EndedError
    from tastegym.cli.journal_text import resolved
    from tastegym.cli.plain_text import wrapped
    from tastegym.journal.score import said

    ask = Asker(sys.stdin, sys.stdout)
    own = [one for one in due if not one.lab]
    if not own:
        ask.say(["Nothing is due."])
        return 0
    try:
        for one in own:
            ask.say(["", *wrapped(f"{one.short}  {one.statement} (you: {said(one.last)})")])
            told = ask.until(
                "What came of it? (Enter leaves it open; `void because ...`)",
                lambda text, one=one: _told(desk, one, text),  # type: ignore[misc]
            )
            if told is not None:
                ask.say(resolved(_save(desk, one, _more(ask, one, told))))
    except EndedError:
        return 0
    return 0


def _told(desk: Desk, entry: Entry, text: str) -> Said | None:
    """What a line says of an outcome, None for an empty one; UserError if it does not fit."""
    from tastegym.journal.resolve import Said, resolution

    if not text:
        return None
    outcome, _, why = text.partition(" because ")
    told = Said(outcome=outcome, why=why)
    resolution(entry, told, desk.now(), desk.new_id)
    return told


def _more(ask: Asker, entry: Entry, told: Said) -> Said:
    """What belongs to a mentor's answer or to a task besides; what was said already is kept."""
    from tastegym.cli.ask import EndedError
    from tastegym.frozen import replace
    from tastegym.journal.entry import AMBIGUOUS, VOID
    from tastegym.journal.typed import read_hit, read_minutes

    if told.outcome.casefold() in {AMBIGUOUS, VOID}:
        return told
    try:
        if entry.his_reason:
            prompt = (
                f"Was the reason as you expected ({entry.his_reason})? (yes, no; Enter: unsaid)"
            )
            told = replace(told, reason_hit=ask.until(prompt, read_hit))
            told = replace(told, missing=ask.line("What did you not know? (Enter: nothing)"))
        if entry.topic == "task" and entry.took is None:
            prompt = "How long did it take? (90m, 2h, 1h30; Enter: unsaid)"
            told = replace(told, took=ask.until(prompt, read_minutes))
    except EndedError:
        return told
    return told
