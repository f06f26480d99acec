"""`tastegym journal`: predictions about one's own work, open and resolved."""

from __future__ import annotations

import argparse
import json
import os
from typing import TYPE_CHECKING, Any

from tastegym import clock
from tastegym.errors import UserError
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tastegym.journal.entry import Entry
    from tastegym.journal.read import Desk

DONE_SHOWN = 10


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its parts."""
    parser = commands.add_parser("journal", help="your own predictions, open and resolved")
    parser.add_argument("--due", action="store_true", help="only those whose day has come")
    parser.add_argument("--json", action="store_true", help="print as JSON")
    parser.set_defaults(run=_list, json=False)
    parts = parser.add_subparsers(dest="part", metavar="PART", title="parts")
    show = parts.add_parser("show", help="everything about one prediction")
    show.add_argument("id", metavar="ID")
    show.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    show.set_defaults(run=_show)
    update = parts.add_parser("update", mixed=True, help="a new dated estimate; the old ones stay")
    update.add_argument("id", metavar="ID")
    update.add_argument("estimate", metavar="ESTIMATE", nargs="+")
    update.add_argument("--reason", default="", metavar="TEXT", help="what changed your mind")
    update.set_defaults(run=_update)
    for word, told in (("start", "start the clock of a task"), ("stop", "stop it")):
        timed = parts.add_parser(word, help=told)
        timed.add_argument("id", metavar="ID")
        timed.set_defaults(run=_clock, part=word)
    pause = parts.add_parser("pause", help="a planned break: no day of it is missed")
    pause.add_argument("first", metavar="FIRST", help="first day")
    pause.add_argument("last", metavar="LAST", help="last day")
    pause.set_defaults(run=_pause)
    target = parts.add_parser("target", help="how many days a week keep the habit")
    target.add_argument("days", metavar="DAYS", help="1 to 7")
    target.set_defaults(run=_target)


def _desk(args: argparse.Namespace) -> Desk:
    from tastegym.home import resolve
    from tastegym.journal.read import Desk

    return Desk(resolve(args.data_dir, os.environ), clock.now)


def _entries(desk: Desk) -> tuple[Entry, ...]:
    from tastegym.journal.view import entries

    return entries(desk.own, desk.now().local_day)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line.rstrip())


def _list(args: argparse.Namespace) -> int:
    from tastegym.cli import journal_text as text
    from tastegym.cli.plain_text import wrapped
    from tastegym.journal.figures import figures, sentences

    with _desk(args) as desk:
        made = _entries(desk)
    wanted = [one for one in made if one.state in {"due", "overdue"}] if args.due else list(made)
    if args.json:
        found = {"entries": [text.as_dict(one) for one in wanted], "figures": _figures(made)}
        print(json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False))
        return 0
    if not wanted:
        _print(
            ["Nothing is due."]
            if args.due
            else wrapped('No prediction yet: `tastegym predict "H2 beats it" 70% --by fri`.')
        )
        return 0
    _print(text.listed(wanted, text.OPEN_HEADS))
    done = [one for one in wanted if not one.open]
    _print(text.listed(done[:DONE_SHOWN], text.DONE_HEADS))
    if len(done) > DONE_SHOWN:
        _print([f"  ... and {len(done) - DONE_SHOWN} earlier ones (--json has them all)", ""])
    _print(line for said in _come(args, made) for line in wrapped(said, hanging="  "))
    if not args.due:
        _print(line for said in sentences(figures(made)) for line in wrapped(said, hanging="  "))
    return 0


def _come(args: argparse.Namespace, made: Sequence[Entry]) -> list[str]:
    """What to say of lab questions whose deck has brought the answer."""
    from tastegym.authoring.arrived import answered
    from tastegym.deck.library import open_library
    from tastegym.home import resolve

    waiting = {one.id for one in made if one.lab and one.open}
    if not waiting:
        return []
    library = open_library(resolve(args.data_dir, os.environ))
    try:
        found = answered(library, waiting)
    finally:
        library.close()
    return [f"The answer to {one.id} has come: `tastegym resolve` shows it." for one in found]


def _figures(made: Iterable[Entry]) -> dict[str, Any]:
    from dataclasses import asdict

    from tastegym.journal.figures import figures

    return asdict(figures(tuple(made)))


def _show(args: argparse.Namespace) -> int:
    from tastegym.cli.journal_text import as_json, shown
    from tastegym.journal.view import find

    with _desk(args) as desk:
        entry = find(_entries(desk), args.id)
    if args.json:
        print(as_json(entry))
    else:
        _print(shown(entry))
    return 0


def _open(desk: Desk, typed: str) -> Entry:
    from tastegym.journal.view import find

    entry = find(_entries(desk), typed)
    if entry.outcome is not None:
        raise UserError(f"{entry.short} is resolved ({entry.outcome.text}): nothing can be added.")
    return entry


def _update(args: argparse.Namespace) -> int:
    from tastegym.cli.journal_text import kept
    from tastegym.journal import labs
    from tastegym.journal.estimate import again
    from tastegym.journal.model import forecast
    from tastegym.journal.view import find

    typed = " ".join(args.estimate)
    with _desk(args) as desk:
        entry, now = _open(desk, args.id), desk.now()
        if entry.lab:
            desk.save(labs.update(entry, typed, args.reason, now, desk.new_id))
        else:
            estimate = again(typed, entry.last)
            desk.save(forecast(entry.id, estimate, now, desk.new_id, args.reason))
        after = find(_entries(desk), entry.id)
    _print(kept(after))
    return 0


def _clock(args: argparse.Namespace) -> int:
    with _desk(args) as desk:
        entry = _open(desk, args.id)
        if entry.lab:
            raise UserError(
                f"{entry.short} is a lab question: only tasks of your own have a clock."
            )
        if args.part == "start" and entry.running is not None:
            raise UserError(f"The clock of {entry.short} runs already.")
        if args.part == "stop" and entry.running is None:
            raise UserError(f"The clock of {entry.short} does not run: `tastegym journal start`.")
        _fact(desk, f"task_{args.part}", question_id=entry.id)
        after = next(one for one in _entries(desk) if one.id == entry.id)
    if args.part == "start":
        print(f"The clock of {entry.short} runs.")
    else:
        print(f"Stopped {entry.short} after {after.took or 0:.0f} min in all.")
    return 0


def _pause(args: argparse.Namespace) -> int:
    from tastegym.dates import read_date
    from tastegym.journal.typed import wrong

    with _desk(args) as desk:
        today = desk.now().local_day
        first, last = read_date(args.first, today), read_date(args.last, today)
        if last < first:
            raise wrong(f"The break ends on {last}, before it begins on {first}.")
        _fact(desk, "break", first=first, last=last)
    print(f"A break from {first} to {last}: nothing is due, and nothing is missed.")
    return 0


def _target(args: argparse.Namespace) -> int:
    from tastegym.journal.typed import wrong

    if args.days not in set("1234567"):
        raise wrong(f"{args.days!r} is no number of days from 1 to 7.")
    with _desk(args) as desk:
        _fact(desk, "weekly_target", days=int(args.days))
    print(f"{args.days} {'day' if args.days == '1' else 'days'} a week keep the habit from now on.")
    return 0


def _fact(desk: Desk, kind: str, **body: Any) -> None:
    from tastegym.ledger.records import Fact

    now = desk.now()
    desk.save(Fact(desk.new_id(now.at), now.at, now.local_day, kind, canonical(body)))
