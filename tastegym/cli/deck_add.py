"""`tastegym deck add`: six questions, and one more scenario at the end of a deck."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym.cli.deck import own, paths_of
from tastegym.deck.add import Draft, add, table_of
from tastegym.deck.load import load
from tastegym.errors import UserError
from tastegym.text import forbidden

if TYPE_CHECKING:
    import argparse

PROMPTS = (
    ("setup", "What was seen, before anybody knew?"),
    ("question", "What is the question?"),
    ("truth", "What turned out to be true?"),
    ("others", "What else could have been true? One a line, an empty line ends."),
    ("why", "Why was it so, in one line?"),
    ("confirms", "Who or what can confirm it? (empty: nobody yet)"),
)


OPTIONAL = frozenset(["confirms"])


def _line() -> str | None:
    """One line that may stand in a deck, asked again until it can; None at the end of input."""
    while line := sys.stdin.readline():
        at = forbidden(line.strip())
        if at is None:
            return line.strip()
        print(f"U+{ord(line.strip()[at]):04X} may not stand in a deck; again:", file=sys.stderr)
    return None


def _answer(name: str) -> str:
    """The answer to one prompt; one that is needed is asked again while it is empty."""
    while (said := _line()) is not None:
        if said or name in OPTIONAL:
            return said
        print("This one is needed; again:", file=sys.stderr)
    return ""


def _others(truth: str) -> list[str]:
    """The other options, a line each; one at least, none of them said before."""
    found: list[str] = []
    while (said := _line()) is not None:
        if not said and found:
            break
        if not said:
            print("One is needed at least; again:", file=sys.stderr)
        elif said.casefold() in {one.casefold() for one in (truth, *found)}:
            print("That one is there already; another, or an empty line:", file=sys.stderr)
        else:
            found.append(said)
    return found


def run_add(args: argparse.Namespace) -> int:
    """Ask six questions and append the scenario."""
    [path] = paths_of([args.path])
    table: tuple[tuple[str, ...], ...] = ()
    if args.csv:
        try:
            table = table_of(Path(args.csv).read_text("utf-8"))
        except OSError as error:
            raise UserError(f"{args.csv} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise UserError(f"{args.csv} is not UTF-8: save it as UTF-8.") from None
    said: dict[str, list[str]] = {}
    for name, question in PROMPTS:
        print(question, file=sys.stderr)
        said[name] = _others(said["truth"][0]) if name == "others" else [_answer(name)]
    one = {name: lines[0] for name, lines in said.items() if name != "others"}
    draft = Draft(**one, others=tuple(said["others"]), table=table)
    try:
        file, name = add(path, draft)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}.") from None
    print(f"{file}: {name}")
    print(f"Next: tastegym deck preview {path}, or tastegym deck lint {path}", file=sys.stderr)
    deck = load(path).deck
    own(args.data_dir, [f"{deck.id}#{name}"] if deck is not None else [])
    return 0
