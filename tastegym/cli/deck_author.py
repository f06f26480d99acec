"""`tastegym deck lock`, `stats`, `resolve` and `preview`: an author's loop around a deck."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym.errors import UserError
from tastegym.text import clean

if TYPE_CHECKING:
    import argparse


def register(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the parts of `tastegym deck` that live here."""
    preview = parts.add_parser("preview", help="see it as players will, while you edit")
    preview.add_argument("path", metavar="PATH", help="a deck's folder or file")
    preview.set_defaults(run=run_preview)

    lock = parts.add_parser("lock", help="write down what a release shows, so changes are noticed")
    lock.add_argument("path", metavar="PATH", help="a deck's folder or file")
    lock.set_defaults(run=run_lock)

    resolving = parts.add_parser(
        "resolve",
        help="answer an open lab question and reveal what waits for it",
        description="Write the answer of a lab question into the deck, keep the rest of the file "
        "as it is, and reveal the forecasts that wait for it. A question that cannot be judged is "
        "closed as void (it lost its sense) or ambiguous (the criterion does not decide): "
        "--evidence says why, and its forecasts are kept and not scored.",
    )
    resolving.add_argument("path", metavar="PATH", help="a deck's folder or file")
    resolving.add_argument("id", metavar="ID", help="the scenario")
    resolving.add_argument(
        "answer", metavar="ANSWER", help="an option's id, yes, no, a number, void or ambiguous"
    )
    resolving.add_argument(
        "--evidence", required=True, metavar="TEXT", help="where it stands, or why it is void"
    )
    resolving.add_argument("--by", default="", metavar="NAME", help="who says so")
    resolving.add_argument(
        "--explanation", default="", metavar="TEXT", help="why it was so; else the evidence"
    )
    resolving.set_defaults(run=run_resolve)

    stats = parts.add_parser(
        "stats",
        help="what players did with each scenario",
        description="What players did with each option, from your ledger or from files that "
        "players made with `tastegym data export --forecasts`.",
    )
    stats.add_argument("deck", nargs="?", metavar="DECK", help="an id, its last part, or a path")
    stats.add_argument(
        "--from", dest="files", nargs="+", default=[], metavar="FILE", help="players' exports"
    )
    stats.add_argument("--json", action="store_true", help="the same as JSON")
    stats.set_defaults(run=run_stats)


def the_path(name: str) -> Path:
    """A deck's path that exists; UserError for another."""
    path = Path(name)
    if not path.exists():
        raise UserError(f"There is no deck at {path}: name its folder or its file.")
    return path


def run_lock(args: argparse.Namespace) -> int:
    """Write the lock and say what it holds."""
    from tastegym.authoring.lock import lock_deck

    file, lock = lock_deck(the_path(args.path))
    seeds = sum(len(entry.seeds) for entry in lock.entries.values())
    rendered = f", {seeds:,} rendered seeds" if seeds else ""
    count = len(lock.entries)
    print(
        f"{clean(str(file))}: version {lock.version}, {count:,} "
        f"scenario{'' if count == 1 else 's'}{rendered}"
    )
    return 0


def run_resolve(args: argparse.Namespace) -> int:
    """Write the answer, reveal what waits, and tell how the forecasts did."""
    from tastegym import clock
    from tastegym.authoring.resolve import Answer, resolve
    from tastegym.home import ledger_path
    from tastegym.home import resolve as home_of

    said = Answer(args.answer, args.evidence, args.by, args.explanation)
    ledger = ledger_path(home_of(args.data_dir, os.environ))
    done = resolve(the_path(args.path), args.id, said, ledger, clock.now())
    for line in done.lines():
        print(line)
    for note in done.notes:
        print(note, file=sys.stderr)
    return 0


def run_stats(args: argparse.Namespace) -> int:
    """Print what players did."""
    from tastegym.authoring import stats_report
    from tastegym.authoring.stats import gather
    from tastegym.home import resolve

    made = gather(
        args.deck, [Path(name) for name in args.files], resolve(args.data_dir, os.environ)
    )
    if args.json:
        print(json.dumps(stats_report.as_json(made), indent=1, ensure_ascii=False))
    else:
        for line in stats_report.text(made):
            print(line)
    return 0


def run_preview(args: argparse.Namespace) -> int:
    """Open the preview; it needs a terminal."""
    from tastegym.cli.practice import wants_plain

    path = the_path(args.path)
    if wants_plain():
        raise UserError(
            "The preview needs a terminal; without one use `tastegym deck lint` and "
            f"`tastegym practice --plain --deck {path}`.",
            code=2,
        )
    from tastegym.home import resolve
    from tastegym.tui.preview.app import run

    return int(run(path, resolve(args.data_dir, os.environ)))
