"""`tastegym paper`: predict a paper's results from its abstract, read on, and see."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tastegym import clock
from tastegym.cli.ask import Asker, EndedError
from tastegym.errors import USAGE, UserError

if TYPE_CHECKING:
    import argparse

    from tastegym.journal.entry import Entry
    from tastegym.journal.paper import Expected
    from tastegym.journal.read import Desk


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "paper",
        mixed=True,
        help="ten minutes with a paper: predict its results, then read on",
        description="Read the abstract, write two to four results that you expect, read on, and "
        "tell what the paper says. Nothing is fetched: you have the paper.",
    )
    parser.add_argument("title", metavar="TITLE", nargs="*", help="its title or address")
    parser.add_argument("--plain", action="store_true", help="lines of text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask line by line; what was locked before the input ended stays to be resolved."""
    from tastegym.home import resolve
    from tastegym.journal.read import Desk

    ask = Asker(sys.stdin, sys.stdout)
    with Desk(resolve(args.data_dir, os.environ), clock.now) as desk:
        paper, entries = _locked(ask, desk, " ".join(args.title))
        try:
            _resolve(ask, desk, paper, entries)
        except EndedError:
            ask.say(["What is open is in `tastegym journal --due`."])
    return 0


def _locked(ask: Asker, desk: Desk, title: str) -> tuple[str, list[Entry]]:
    """The paper with its results: those that wait since an earlier sitting, or new ones."""
    from tastegym.journal.paper import still_open
    from tastegym.journal.view import entries

    waiting = still_open(entries(desk.own, desk.now().local_day), title)
    if waiting and title:
        ask.say([f"{_counted(len(waiting))} still open. Read on, if you have not."])
        return title, list(waiting)
    try:
        paper = title or ask.line("Which paper? (title or address)")
        results = _expect(ask)
    except EndedError:
        results = []
    if not results:
        raise UserError(
            "Nothing was kept: write at least one result with its estimate.", code=USAGE
        )
    made = _keep(desk, paper, results)
    ask.say(["", f"{_counted(len(made))} locked. Now read on."])
    return paper, made


def _counted(count: int) -> str:
    return f"{count} prediction is" if count == 1 else f"{count} predictions are"


def _expect(ask: Asker) -> list[Expected]:
    """Two to four results; fewer if the input ends after one."""
    from tastegym.cli.plain_text import wrapped
    from tastegym.journal.estimate import read_estimate
    from tastegym.journal.paper import FEWEST, MOST, Expected

    ask.say(
        wrapped(
            "Read the abstract, no further. Then write two to four results that you expect: each a "
            "sentence, then `70` (how probable), `10 25 60 points` (10, 50 and 90 %), or "
            "`grows 60 | stays 30 | shrinks`."
        )
    )
    results: list[Expected] = []
    try:
        while len(results) < MOST:
            number = len(results) + 1
            end = " (Enter: no more)" if number > FEWEST else ""
            statement = ask.line(f"Result {number}{end}:")
            if not statement:
                if len(results) >= FEWEST:
                    break
                ask.say([f"At least {FEWEST}, please; q leaves."])
                continue
            estimate = ask.until("  Your estimate:", read_estimate)
            results.append(Expected(statement, estimate))
    except EndedError:
        if not results:
            raise
    return results


def _keep(desk: Desk, paper: str, results: list[Expected]) -> list[Entry]:
    from tastegym.journal.model import rows
    from tastegym.journal.paper import predictions
    from tastegym.journal.view import entries

    now = desk.now()
    made = [rows(new, now, desk.new_id) for new in predictions(paper, results, now.local_day)]
    desk.save(*(row for pair in made for row in pair))
    by_id = {one.id: one for one in entries(desk.own, now.local_day)}
    return [by_id[question.id] for question, _ in made]


def _resolve(ask: Asker, desk: Desk, paper: str, entries: list[Entry]) -> None:
    from tastegym.cli.journal_text import resolved
    from tastegym.cli.plain_text import wrapped
    from tastegym.journal.paper import read_fact
    from tastegym.journal.resolve import Said, resolution
    from tastegym.journal.score import said
    from tastegym.journal.view import entries as read_entries

    def settle(one: Entry, text: str) -> Entry | None:
        if not text:
            return None
        outcome, _, why = text.partition(" because ")
        row = resolution(one, Said(outcome=outcome, why=why), desk.now(), desk.new_id)
        desk.save(row)
        found = read_entries(desk.own, desk.now().local_day)
        return next(new for new in found if new.id == one.id)

    for one in entries:
        ask.say(["", *wrapped(f"{one.statement} (you: {said(one.last)})")])
        after = ask.until(
            "What does the paper say? (yes, no, a value, ambiguous; Enter: not yet)",
            lambda text, one=one: settle(one, text),  # type: ignore[misc]
        )
        if after is not None:
            ask.say(resolved(after))
    surprise = ""
    try:
        surprise = ask.line("What surprised you, in one line?")
    finally:
        now = desk.now()
        desk.save(read_fact(paper, [one.id for one in entries], surprise, now, desk.new_id))
