"""`tastegym data`: where your data is, whether it is whole, and getting it out and back."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym import clock, home
from tastegym.cli import data_join

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its parts."""
    parser = commands.add_parser("data", help="where your data is; export, back up, restore, check")
    parts = parser.add_subparsers(dest="part", metavar="PART", title="parts", required=True)
    parts.add_parser("path", help="print where the ledger is").set_defaults(run=_path)
    parts.add_parser(
        "doctor", help="check the file, every row, the backups and the drafts"
    ).set_defaults(run=_doctor)
    export = parts.add_parser("export", help="everything as JSON lines")
    kind = export.add_mutually_exclusive_group()
    kind.add_argument("--forecasts", action="store_true", help="only forecasts, with scores")
    kind.add_argument("--csv", action="store_true", help="only forecasts, for a spreadsheet")
    export.add_argument("--out", metavar="FILE", help="write here instead of printing")
    export.set_defaults(run=_export)
    parts.add_parser("backup", help="make a verified copy now").set_defaults(run=_backup)
    restore = parts.add_parser("restore", help="bring a backup back, joined with what is left")
    restore.add_argument("file", metavar="FILE", nargs="?", help="the newest whole one by default")
    restore.set_defaults(run=_restore)
    data_join.register(parts)


def _home(args: argparse.Namespace) -> Path:
    return home.resolve(args.data_dir, os.environ)


def _path(args: argparse.Namespace) -> int:
    print(home.ledger_path(_home(args)))
    return 0


def _doctor(args: argparse.Namespace) -> int:
    from tastegym.cli.lines import show
    from tastegym.ledger.doctor import examine

    report = examine(_home(args))
    show([*report.facts, *(f"! {finding}" for finding in report.findings)])
    print("all is well" if not report.findings else f"findings: {len(report.findings)}")
    return 1 if report.findings else 0


def _export(args: argparse.Namespace) -> int:
    from tastegym.ledger import seen

    path = home.ledger_path(_home(args))
    seen.check(path).require(*seen.READABLE, seen.State.OLDER)
    if args.csv:
        from tastegym.cli.forecast_csv import csv_lines
        from tastegym.ledger.read import history

        return _write(csv_lines(history(path)), args.out)
    if args.forecasts:
        from tastegym.cli.forecast_lines import forecast_lines
        from tastegym.ledger.read import history

        return _write(forecast_lines(history(path)), args.out)
    from tastegym.ledger.exchange import export

    return _write(export(path), args.out)


def _write(lines: Iterable[str], out: str | None) -> int:
    if out is None:
        for line in lines:
            sys.stdout.write(f"{line}\n")
        return 0
    from tastegym.errors import UserError

    target = Path(out).expanduser()
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
        fresh.replace(target)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise UserError(f"{target} cannot be written ({why}): choose another file.") from None
    finally:
        fresh.unlink(missing_ok=True)
    print(target)
    return 0


def _backup(args: argparse.Namespace) -> int:
    from tastegym.ledger import backup

    print(backup.make(_home(args), clock.now()))
    return 0


def _restore(args: argparse.Namespace) -> int:
    from tastegym.ledger.restore import restore

    source = Path(args.file).expanduser().absolute() if args.file else None
    done = restore(_home(args), clock.now(), source)
    print(f"brought back: {done.source}")
    if done.set_aside:
        print(f"the former ledger lies at {done.set_aside}")
        if done.saved is None:
            print("! no row was found in it: what is newer than the backup is not back")
        else:
            print(f"rows of it that the backup lacked: {done.saved}, all joined")
    for name in done.orphans:
        print(f"! {name} does not fit the rest and is kept aside as a quarantine fact")
    for name in done.lost:
        print(f"! {name} could not be read and is in no backup")
    return 1 if done.lost or (done.set_aside and done.saved is None) else 0
