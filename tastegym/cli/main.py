"""The command line: one table of commands, of which only the one asked for is imported."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym.cli.parser import Parser, shielded
from tastegym.errors import DONE, REFUSED, USAGE, UserError
from tastegym.frozen import frozen
from tastegym.text import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    Handler = Callable[[argparse.Namespace], int]

INTERRUPTED = 130


@frozen
class Command:
    """One command: the module under `tastegym.cli` whose `register` declares it, and its help."""

    name: str
    module: str
    help: str


COMMANDS = (
    Command("practice", "practice", "give probabilities on research decisions"),
    Command("predict", "predict", "keep a prediction about your own work"),
    Command("resolve", "resolve", "tell what came of a prediction"),
    Command("journal", "journal", "your own predictions, open and resolved"),
    Command("paper", "paper", "ten minutes with a paper: predict its results, then read on"),
    Command("review", "review", "the weekly review: figures, calls, and seven questions"),
    Command("checkup", "checkup", "measure yourself before, at week 8 and at week 16"),
    Command("history", "history", "your calibration and scores so far"),
    Command("deck", "deck", "list, check and write decks"),
    Command("seal", "seal", "answer a deck into a sealed file, to compare with others"),
    Command("compare", "compare", "where sealed answers disagree, and their mean"),
    Command("generate", "generate", "show generated scenarios with the ideal answer"),
    Command("data", "data", "where your data is; export, back up, restore, check"),
    Command("report", "report", "one self-contained page of the record"),
    Command("demo", "demo", "look at a year of practice that nobody played"),
    Command("score", "score", "the same figures for any table of forecasts"),
)


def build(only: str | None = None) -> argparse.ArgumentParser:
    """The parser of all commands, or of one, without importing the others."""
    parser = Parser(
        prog="tastegym",
        description="A gym for calibration and research taste. Without a command the app starts.",
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument(
        "--data-dir", metavar="DIR", help="keep everything you own here (else $TASTEGYM_HOME)"
    )
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", prog="tastegym"
    )
    for command in COMMANDS:
        if only in {None, command.name}:
            importlib.import_module(f"tastegym.cli.{command.module}").register(commands)
    return parser


def run(argv: Sequence[str]) -> int:
    """Parse, dispatch, and turn errors into one sentence and an exit code."""
    try:
        code = _dispatch(list(argv))
        # Here, so that an output that cannot be written is told and not lost at the exit.
        sys.stdout.flush()
    except UserError as error:
        print(f"tastegym: {clean(str(error))}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _silence()
        return DONE
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EIO} or error.filename is not None:
            raise
        _silence()
        print("tastegym: the output has no room to be written: free some space.", file=sys.stderr)
        return REFUSED
    return code


def _silence() -> None:
    """Let what is still buffered go nowhere: a second flush at exit would complain again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(argv: list[str]) -> int:
    argv, data_dir = _take_data_dir(argv)
    word = next((arg for arg in argv if not arg.startswith("-")), None)
    known = {command.name for command in COMMANDS}
    if word is None and not argv:
        return _app(data_dir)
    args = build(word if word in known else None).parse_args(shielded(argv))
    if args.version:
        from tastegym import __version__

        print(f"tastegym {__version__}")
        return DONE
    args.data_dir = data_dir
    handler: Handler = args.run
    return handler(args)


def _take_data_dir(argv: list[str]) -> tuple[list[str], Path | None]:
    """Take `--data-dir DIR` out, wherever it stands before a bare `--`."""
    kept: list[str] = []
    found: Path | None = None
    rest = iter(argv)
    for arg in rest:
        if arg == "--":
            return [*kept, arg, *rest], found
        if arg == "--data-dir":
            value = next(rest, "")
        elif arg.startswith("--data-dir="):
            value = arg.partition("=")[2]
        else:
            kept.append(arg)
            continue
        if not value:
            raise UserError("--data-dir needs a folder, such as --data-dir ~/taste.", code=USAGE)
        found = Path(value).expanduser()
    return kept, found


def _app(data_dir: Path | None) -> int:
    from tastegym.cli.practice import start_app

    return start_app(data_dir)
