"""`tastegym data import` and `data merge`: forecasts of other programs, and of other machines."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym import clock, home
from tastegym.errors import UserError
from tastegym.text import clean

if TYPE_CHECKING:
    import argparse

    from tastegym.intake.plan import Plan
    from tastegym.ledger.ids import Ids
    from tastegym.ledger.merge import Merged
    from tastegym.ledger.read import History

_MOST = 20  # names of rows that are listed


def register(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare both parts."""
    take = parts.add_parser(
        "import",
        help="forecasts from Fatebook or a table, as a record of their own",
        description="Bring in Fatebook's export (CSV or JSON) or a table as `tastegym score` reads "
        "it, as a record of its own. Without FILE the imports so far are listed.",
    )
    take.add_argument("file", metavar="FILE", nargs="?", type=Path)
    take.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    take.add_argument("--name", metavar="NAME", default="", help="whose forecasts are yours")
    take.add_argument("--skip-bad", action="store_true", help="bring the good rows all the same")
    take.add_argument("--undo", metavar="ID", default="", help="take an import back")
    take.set_defaults(run=_import)
    event = parts.add_parser("event", help="mark a day, to compare before and after it")
    event.add_argument("text", metavar="TEXT", nargs="?", default="", help="what happened")
    event.add_argument("--on", metavar="D", default="", help="the day; today by default")
    event.add_argument("--undo", metavar="E", default="", help="take a mark back")
    event.set_defaults(run=_event)
    merge = parts.add_parser("merge", help="join another machine's ledger, or its export")
    merge.add_argument("file", metavar="OTHER", type=Path)
    merge.set_defaults(run=_merge)


def _home(args: argparse.Namespace) -> Path:
    return home.resolve(args.data_dir, os.environ)


def _history(path: Path) -> History:
    from tastegym.cli.history import read

    return read(path)


# --- import ---------------------------------------------------------------------------------------


def _import(args: argparse.Namespace) -> int:
    if args.undo and args.file:
        raise UserError("Give a FILE or --undo ID, not both.", code=2)
    if args.undo:
        return _undo(args)
    if args.file is None:
        return _list(args)
    from tastegym.ledger.merge import is_ours

    source = args.file.expanduser()
    if is_ours(source):
        if args.dry_run:
            raise UserError(f"{source} is a ledger or an export of one: --dry-run is for imports.")
        return _join(args, source)
    from tastegym.intake.plan import fact, plan

    path = home.ledger_path(_home(args))
    made = plan(source, _history(path), args.name)
    for line in _told(made):
        print(line)
    if made.bad and not (args.skip_bad or args.dry_run):
        raise UserError("Nothing was imported: mend the bad rows, or leave them out by --skip-bad.")
    if args.dry_run:
        print("Dry run: nothing was written.")
        return 1 if made.bad else 0
    if not made.brought:
        print("Nothing new: nothing was written.")
        return 0
    from tastegym.ledger.opening import open_for_practice

    home.ensure(_home(args))
    ids = _ids(path)
    now = clock.now()
    written = fact(made, now, ids)
    ledger = open_for_practice(path, clock.now)
    try:
        ledger.append(*made.records, written)
    finally:
        ledger.close()
    print(
        f"Imported as {written.id[-6:]}; `tastegym data import --undo {written.id[-6:]}` takes it"
    )
    print("back. See it with `tastegym history --source import`.")
    return 0


def _told(made: Plan) -> list[str]:
    lines = [
        f"{clean(made.name)}: {made.form}, {made.questions} questions, {made.resolved} resolved.",
        f"forecasts: {made.new} new, {made.known} there already",
    ]
    if made.others:
        lines.append(f"by other people, left out: {made.others}")
    if made.changed:
        lines.append(f"known with another forecast, left out: {len(made.changed)}")
        lines += [f"  {name}" for name in made.changed[:_MOST]]
    if made.bad:
        lines.append(f"bad rows: {len(made.bad)}")
        lines += [f"  {line}" for line in made.bad]
    return lines


def _list(args: argparse.Namespace) -> int:
    from tastegym.insight.imports import done
    from tastegym.intake.plan import told

    found = done(_history(home.ledger_path(_home(args))))
    for one, stands in found:
        print(told(one) + ("" if stands else "  taken back"))
    if not found:
        print("There is no import yet: `tastegym data import FILE`.")
    return 0


def _undo(args: argparse.Namespace) -> int:
    from tastegym.intake.plan import take_back, told
    from tastegym.ledger.opening import open_for_practice

    path = home.ledger_path(_home(args))
    one, gone = take_back(_history(path), args.undo, clock.now(), _ids(path))
    ledger = open_for_practice(path, clock.now)
    try:
        ledger.append(gone)
    finally:
        ledger.close()
    print(f"taken back: {told(one)}")
    print("Importing the file again brings it back.")
    return 0


# --- events ---------------------------------------------------------------------------------------


def _event(args: argparse.Namespace) -> int:
    from tastegym.insight.events import chosen, events
    from tastegym.intake.marks import mark, unmark
    from tastegym.ledger.opening import open_for_practice

    path = home.ledger_path(_home(args))
    now = clock.now()
    if args.undo:
        made = unmark(chosen(_history(path), args.undo), now, _ids(path).new)
    elif args.text:
        made = mark(args.text, args.on, now, _ids(path).new)
    else:
        for one in events(_history(path)):
            print(f"{one.id[-6:]}  {one.day}  {one.text}")
        return 0
    home.ensure(_home(args))
    ledger = open_for_practice(path, clock.now)
    try:
        ledger.append(made)
    finally:
        ledger.close()
    print("taken back" if args.undo else f"marked: {made.local_day}  {clean(args.text)}")
    return 0


# --- merge ----------------------------------------------------------------------------------------


def _merge(args: argparse.Namespace) -> int:
    return _join(args, args.file.expanduser())


def _join(args: argparse.Namespace, source: Path) -> int:
    from tastegym.ledger import merge, seen

    path = home.ledger_path(_home(args))
    seen.check(path).require(seen.State.OK, seen.State.MISSING)
    if not source.is_file():
        raise UserError(f"There is no file {source}.")
    if not merge.is_ours(source):
        raise UserError(
            f"{source} is neither a ledger nor an export of one: for other programs there is "
            "`tastegym data import`."
        )
    home.ensure(_home(args))
    return _said(merge.merge(path, source, clock.now()), source)


def _said(done: Merged, source: Path) -> int:
    print(f"{clean(source.name)}: {done.added} rows new, {done.same} there already.")
    if not done.whole:
        print("! The export was cut or changed after it was written.", file=sys.stderr)
    for names, what in (
        (done.quarantined, "kept apart (quarantine), since they do not fit what is here"),
        (done.rejected, "left out, since they do not fit their own hash or cannot be read"),
    ):
        if names:
            print(f"! {len(names)} rows were {what}:", file=sys.stderr)
            for name in names[:_MOST]:
                print(f"!   {clean(name)}", file=sys.stderr)
            if len(names) > _MOST:
                print(f"!   ... and {len(names) - _MOST} more", file=sys.stderr)
    return 1 if done.rejected or not done.whole else 0


def _ids(path: Path) -> Ids:
    from tastegym.ledger import seen
    from tastegym.ledger.ids import Ids

    present = seen.check(path).state is not seen.State.MISSING
    return Ids(seen.seen(path).last_id if present else "")
