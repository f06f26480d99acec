"""`tastegym checkup`: the same measure before, at week 8 and at week 16."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from tastegym import clock
from tastegym.cli import numbers
from tastegym.errors import UserError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from tastegym.insight.anchors import Progress
    from tastegym.practice.course import Where
    from tastegym.practice.start import Base


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "checkup",
        help="measure yourself before, at week 8 and at week 16",
        description="44 unseen instances of worlds, now and again after 8 and 16 weeks. Two skills "
        "stay out of practice meanwhile, so that you can tell what practice changed.",
    )
    parser.add_argument(
        "--count", type=numbers.count, default=0, metavar="N", help="how many in one sitting"
    )
    parser.add_argument("--status", action="store_true", help="only tell how it stands")
    parser.add_argument("--stop", action="store_true", help="end the course; nothing is held back")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--plain", action="store_true", help="lines (check-ups always are)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Play the next part of a check-up, or tell how it stands."""
    from tastegym.home import resolve
    from tastegym.practice.start import open_base

    base = open_base(resolve(args.data_dir, os.environ), now=clock.now)
    try:
        return _run(base, args)
    finally:
        base.writer.close()


def _run(base: Base, args: argparse.Namespace) -> int:
    from tastegym.practice.checkup import ends
    from tastegym.practice.course import where

    found = where(base)
    if args.stop:
        if found.course is None or found.course.ended:
            raise UserError("There is no course of check-ups to end.")
        base.writer.submit(ends(base.now(), base.ids.new)).wait()
        print("The course is ended; nothing is held back from practice.")
        return 0
    if args.json or args.status or not found.ready:
        _tell(base, found, as_json=args.json)
        return 0
    return _play(base, found, args.count)


def _play(base: Base, found: Where, asked: int) -> int:
    from tastegym.cli.plain import Plain
    from tastegym.practice.checkup import SITTING
    from tastegym.practice.course import closing, sitting, where
    from tastegym.practice.start import Opened

    session, begun = sitting(base, found, asked or SITTING)
    if begun is not None:
        base.writer.submit(begun).wait()
        found = where(base)
    for line in _before(found):
        print(line)
    Plain(Opened(base, session), sys.stdin, sys.stdout).play()
    found = where(base)
    over = closing(base, found)
    if over is not None:
        base.writer.submit(over).wait()
    print()
    _tell(base, found, as_json=False)
    return 0


def _before(found: Where) -> Iterator[str]:
    from tastegym.cli.plain_text import wrapped
    from tastegym.insight.course_words import held_back, status

    yield from wrapped(
        f"{status(found) if found.standing.done else _begun(found)} "
        f"Answer as you would in practice, without paper. {held_back(found)}"
    )
    yield ""


def _begun(found: Where) -> str:
    from tastegym.practice.checkup import WEEKS

    standing = found.standing
    return f"Check-up of week {WEEKS[standing.number or 0]}: 0 of {standing.size} done."


# --- telling --------------------------------------------------------------------------------------


def _tell(base: Base, found: Where, *, as_json: bool) -> None:
    from tastegym.insight.course_words import sentences, status

    measured = _progress(base, found)
    if as_json:
        value = {
            "course": asdict(found.course) if found.course else None,
            "standing": asdict(found.standing),
            "progress": asdict(measured) if measured else None,
        }
        print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
        return
    from tastegym.cli.plain_text import wrapped

    for sentence in [status(found), *sentences(measured)]:
        for line in wrapped(sentence, hanging="  "):
            print(line)


def _progress(base: Base, found: Where) -> Progress | None:
    from tastegym.home import ledger_path
    from tastegym.practice.start import was_used

    if found.course is None or not was_used(base):
        return None
    from tastegym.insight.anchors import progress
    from tastegym.ledger.read import history

    return progress(history(ledger_path(base.home)), found.course.held_back, found.course.started)
