"""`tastegym report`: one page for a mentor or oneself."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym import clock
from tastegym.cli.history import SINCE, UNTIL
from tastegym.errors import UserError

if TYPE_CHECKING:
    import argparse

    from tastegym.ledger.read import History
    from tastegym.report.content import Report


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "report",
        help="one self-contained page of the record",
        description="One page with the same figures as the history: no network, no script, light, "
        "dark and on paper.",
    )
    parser.add_argument("out", metavar="OUT.html", help="the file to write; - prints")
    parser.add_argument("--markdown", action="store_true", help="Markdown instead of HTML")
    parser.add_argument("--since", default="", metavar="D", help=SINCE)
    parser.add_argument("--until", default="", metavar="D", help=UNTIL)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the page; UserError for an unusable ledger, a wrong day, or a file it cannot write."""
    from tastegym.report import html, markdown

    made = _report(args)
    text = markdown.page(made) if args.markdown else html.page(made)
    if args.out == "-":
        sys.stdout.write(text)
        return 0
    out = Path(args.out).expanduser()
    try:
        # Written beside and renamed, so that a full disk leaves the older report whole.
        fresh = out.with_name(f".{out.name}.new")
        fresh.write_text(text, "utf-8")
        fresh.replace(out)
    except OSError as error:
        raise UserError(
            f"The report cannot be written to {out} ({os.strerror(error.errno or 0)}): name a file "
            "in a folder that exists and is yours to write."
        ) from None
    print(out)
    return 0


def _report(args: argparse.Namespace) -> Report:
    from tastegym.cli.history import days, read
    from tastegym.deck.library import open_library
    from tastegym.home import ledger_path, resolve
    from tastegym.insight.decks import marks
    from tastegym.insight.filters import Filter
    from tastegym.insight.imports import settled
    from tastegym.insight.log import entries
    from tastegym.insight.look import look
    from tastegym.insight.mattered import mattered
    from tastegym.insight.rows import answers
    from tastegym.report.content import RECORDS, report
    from tastegym.report.mattered import kept

    home = resolve(args.data_dir, os.environ)
    history = read(ledger_path(home))
    library = open_library(home)
    decks = marks(library)
    library.close()
    day = clock.now().local_day
    since, until = days(args)
    insights = {
        source: look(
            history,
            Filter(source, since, until, "", ""),
            day,
            contested=decks.contested,
            extra_skills=decks.groups,
        )
        for source in RECORDS
    }
    whole = settled(history)
    chosen = mattered(whole, entries(whole, answers(history, day, decks.contested)))
    return report(insights, day, kept(whole, chosen), _skipped(whole))


def _skipped(history: History) -> dict[str, int]:
    """How many questions of decks and of worlds were shown and skipped."""
    world = {row.id: row.uid.startswith("world:") for row in history.exposures}
    said = [json.loads(fact.body) for fact in history.facts if fact.kind == "skip"]
    generated = sum(world.get(str(body.get("exposure_id", "")), False) for body in said)
    return {"deck": len(said) - generated, "generated": generated}
