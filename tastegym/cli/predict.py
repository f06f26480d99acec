"""`tastegym predict`: a prediction about one's own work, with a number and a day."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tastegym import clock
from tastegym.cli.ask import Asker, EndedError
from tastegym.errors import USAGE, UserError
from tastegym.journal.typed import TOPICS

if TYPE_CHECKING:
    import argparse

    from tastegym.clock import Moment
    from tastegym.journal.estimate import Estimate
    from tastegym.journal.model import New


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "predict",
        mixed=True,
        help="keep a prediction about your own work",
        description="Keep a prediction about your own work: a sentence that will be true or not, "
        "how probable it is, and the day by which it is known. What is missing is asked for, line "
        "by line.",
    )
    parser.add_argument(
        "statement", metavar="STATEMENT", nargs="?", default="", help="what will be true or not"
    )
    parser.add_argument(
        "estimate",
        metavar="ESTIMATE",
        nargs="*",
        help="70%%, 17:3, or '10 25 60 hours' (10/50/90 %%), or 'drop it 60 | go on 40'",
    )
    parser.add_argument(
        "--by", metavar="D", default="",
        help="2026-12-01, tomorrow, fri, in 3 weeks, end of month",
    )  # fmt: skip
    parser.add_argument("--kind", default="experiment", metavar="K", help=", ".join(TOPICS))
    parser.add_argument(
        "--option", action="append", default=[], metavar="TEXT", help="an option; repeatable"
    )
    parser.add_argument("--unit", default="", metavar="U", help="the unit of a quantity")
    parser.add_argument(
        "--criterion", default="", metavar="TEXT", help="what exactly counts as yes"
    )
    parser.add_argument("--base-rate", default="", metavar="P", help="how often such things happen")
    parser.add_argument("--bucket", default="", metavar="P", help="for a task: 95, 90, 65 or 30")
    parser.add_argument("--time", default="", metavar="T", help="for a task: 90m, 2h, 1h30, 2 days")
    parser.add_argument("--conviction", default="", metavar="N", help="for an idea: 1 to 5")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why you think so")
    parser.add_argument(
        "--his-reason", default="", metavar="TEXT", help="for a mentor: the reason you expect"
    )
    parser.add_argument(
        "--change-mind", default="", metavar="TEXT", help="what would change your mind"
    )
    parser.add_argument(
        "--tag", action="append", default=[], metavar="WORD", help="a tag; repeatable"
    )
    parser.add_argument("--json", action="store_true", help="print the entry as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Keep one prediction; UserError (and nothing kept) for anything that cannot be read."""
    from tastegym.cli.journal_text import as_json, kept
    from tastegym.home import resolve
    from tastegym.journal.model import rows
    from tastegym.journal.read import Desk
    from tastegym.journal.view import entries

    now = clock.now()
    with Desk(resolve(args.data_dir, os.environ), clock.now) as desk:
        new = _new(args, now)
        question, estimate = rows(new, now, desk.new_id)
        desk.save(question, estimate)
        entry = next(e for e in entries(desk.own, now.local_day) if e.id == question.id)
    if args.json:
        print(as_json(entry))
    else:
        for line in kept(entry):
            print(line)
    return 0


def _new(args: argparse.Namespace, now: Moment) -> New:
    from tastegym.journal import typed
    from tastegym.journal.model import New, checked

    new = New(
        *_given(args, now),
        topic=typed.read_topic(args.kind),
        base_rate=typed.read_share(args.base_rate),
        bucket=typed.read_bucket(args.bucket),
        minutes=typed.read_minutes(args.time),
        conviction=typed.read_conviction(args.conviction),
        criterion=args.criterion,
        reason=args.reason,
        his_reason=args.his_reason,
        change_mind=args.change_mind,
        tags=tuple(args.tag),
    )
    return checked(new)


def _given(args: argparse.Namespace, now: Moment) -> tuple[str, Estimate, str]:
    """Statement, estimate and day: from the arguments, the rest asked for."""
    from tastegym.dates import read_date
    from tastegym.journal.estimate import read_estimate

    ask = Asker(sys.stdin, sys.stderr if args.json else sys.stdout)
    options = tuple(args.option)
    typed = " ".join(args.estimate) or args.bucket

    def estimate(text: str) -> Estimate:
        return read_estimate(text, options, args.unit)

    def day(text: str, flag: str = "") -> str:
        return read_date(text, now.local_day, flag)

    ready = estimate(typed) if typed else None
    by = day(args.by, "--by") if args.by else ""
    try:
        statement = args.statement or ask.until("What will be true or not?", _statement)
        if ready is None:
            hint = "Percents in their order:" if options else "How probable, in percent?"
            ready = ask.until(hint, estimate)
        return statement, ready, by or ask.until("By when? (fri, in 3 weeks, 2026-12-01)", day)
    except EndedError:
        raise UserError(
            "Nothing was kept: a prediction needs a statement, an estimate and --by DATE.",
            code=USAGE,
        ) from None


def _statement(text: str) -> str:
    if not text:
        raise UserError("Say it in one sentence that will be true or not.")
    return text
