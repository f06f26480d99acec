"""`tastegym compare`: sealed answers side by side, and against a deck's key."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "compare",
        help="where sealed answers disagree, and their mean",
        description="Rank the items of sealed files by how far their answers lie apart, and give "
        "the mean as a comparator to paste. With --key the answers are held against the deck's "
        "key: that shows the key, and is noted in your ledger.",
    )
    parser.add_argument("file", nargs="+", metavar="FILE", help="made by `tastegym seal`")
    parser.add_argument("--key", metavar="DECK", help="the deck: an id, its last part, or a path")
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the comparison; UserError for a file that is none."""
    from tastegym import clock
    from tastegym.authoring import compare_report, exposed, sealed
    from tastegym.authoring.compare import compare
    from tastegym.authoring.decks import find_deck
    from tastegym.home import ledger_path, resolve

    home = resolve(args.data_dir, os.environ)
    deck = find_deck(args.key, home)[0] if args.key else None
    made = compare([sealed.read(Path(name)) for name in args.file], deck)
    if args.json:
        print(json.dumps(compare_report.as_json(made), indent=1, ensure_ascii=False))
    else:
        for line in compare_report.text(made):
            print(line.rstrip())
    if made.keyed:
        told = [item.uid for item in made.items if item.keys is not None]
        note = exposed.note_seen(ledger_path(home), told, clock.now())
        if note:
            print(note, file=sys.stderr)
    return 0
