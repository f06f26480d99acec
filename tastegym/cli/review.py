"""`tastegym review`: the week's figures, the calls that mattered, and seven questions."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym import clock
from tastegym.errors import UserError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from tastegym.insight.decks import DeckMarks
    from tastegym.journal.review import Review
    from tastegym.ledger.read import History


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "review",
        help="the weekly review: figures, calls, and seven questions",
        description="The last seven days in figures, the two worst confident misses and the two "
        "best calls with your own reasons, regret by skill, and seven questions (Enter skips one, "
        "q ends).",
    )
    parser.add_argument(
        "--until", default="", metavar="D", help="the last day: yesterday, sun, 2026-11-22"
    )
    parser.add_argument(
        "--export", default="", metavar="FILE", help="write it as Markdown (- = print)"
    )
    parser.add_argument("--json", action="store_true", help="print the review as JSON")
    parser.add_argument("--plain", action="store_true", help="lines of text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show the review; ask the questions unless it is exported or printed as JSON."""
    from tastegym.cli.history import say
    from tastegym.home import ledger_path, resolve
    from tastegym.journal.review import review

    home = resolve(args.data_dir, os.environ)
    found = review(_history(ledger_path(home)), _last(args.until), _marks(home))
    if args.json:
        print(json.dumps(_as_dict(found), ensure_ascii=False, indent=2, allow_nan=False))
    elif args.export:
        _export(found, args.export)
    else:
        for line in page(found):
            say(line)
        _ask(home, found)
    return 0


def _marks(home: Path) -> DeckMarks:
    from tastegym.deck.library import open_library
    from tastegym.insight.decks import marks

    library = open_library(home)
    try:
        return marks(library)
    finally:
        library.close()


def _last(text: str) -> str:
    from tastegym.dates import read_past

    today = clock.now().local_day
    return read_past(text, today, "--until") if text else today


def _history(path: Path) -> History:
    from tastegym.ledger import seen
    from tastegym.ledger.read import History, history

    state = seen.check(path)
    if state.state is seen.State.MISSING:
        return History()
    state.require(*seen.READABLE)
    return history(path)


def page(found: Review) -> Iterator[str]:
    """The review as lines of at most 76 columns."""
    from tastegym.cli.plain_text import heading, wrapped
    from tastegym.journal.review_text import markdown

    fenced = False
    for line in markdown(found):
        if line.startswith("```"):
            fenced = not fenced
        elif fenced:
            yield line
        elif line.startswith("#"):
            yield heading(line.lstrip("# "))
        elif line:
            hanging = "    " if line.startswith(("- ", "  ")) else ""
            indent = "  " if line.startswith("  ") else ""
            yield from wrapped(_unescaped(line), indent, hanging)
        else:
            yield ""


def _unescaped(line: str) -> str:
    import re

    return re.sub(r"\\([\\`*_{}\[\]<>#|!~])", r"\1", line.replace("**", ""))


def _ask(home: Path, found: Review) -> None:
    """The seven questions, those of this week not answered yet; what was said is kept."""
    from tastegym.cli.ask import Asker, EndedError
    from tastegym.journal.read import Desk
    from tastegym.journal.review import QUESTIONS, answered

    ask = Asker(sys.stdin, sys.stdout)
    given: dict[str, str] = {}
    try:
        for name, question in QUESTIONS.items():
            if not found.kept.get(name) and (said := ask.line(f"{question} ")):
                given[name] = said
    except EndedError:
        print()
    if not given:
        return
    with Desk(home, clock.now) as desk:
        desk.save(answered(found, given, desk.now(), desk.new_id))
    noun = "answer" if len(given) == 1 else "answers"
    print(f"{len(given)} {noun} kept; `tastegym review --export FILE` writes it all as Markdown.")


def _export(found: Review, where: str) -> None:
    from tastegym.journal.review_text import markdown

    text = "\n".join(markdown(found)).rstrip() + "\n"
    if where == "-":
        sys.stdout.write(text)
        return
    path = Path(where).expanduser()
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UserError(f"{path} is there already: give another name.") from None
    except OSError as error:
        raise UserError(f"{path} cannot be written ({os.strerror(error.errno or 0)}).") from None
    print(f"Written to {path}.")


def _as_dict(found: Review) -> dict[str, object]:
    from tastegym.cli.journal_text import as_dict

    plain = asdict(replace(found, overdue=(), kept={}))
    return plain | {
        "overdue": [as_dict(one) for one in found.overdue],
        "kept": dict(found.kept),
    }
