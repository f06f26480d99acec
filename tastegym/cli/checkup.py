"""`tastegym checkup`: the same measure before, at week 8 and at week 16."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tastegym import clock
from tastegym.cli import numbers
from tastegym.errors import UserError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from tastegym.insight.anchors import Progress
    from tastegym.practice.checkup import Course, Standing
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

    present, standing = _where(base)
    if args.stop:
        if present is None or present.ended:
            raise UserError("There is no course of check-ups to end.")
        base.writer.submit(ends(base.now(), base.ids.new)).wait()
        print("The course is ended; nothing is held back from practice.")
        return 0
    ready = standing.number is not None and standing.opens <= base.now().local_day
    if args.json or args.status or not ready:
        _tell(base, present, standing, as_json=args.json)
        return 0
    return _play(base, present, standing, args.count)


def _where(base: Base) -> tuple[Course | None, Standing]:
    from tastegym.home import ledger_path
    from tastegym.practice.checkup import KIND, course, standing
    from tastegym.practice.facts import checkups_done, rows_of
    from tastegym.practice.start import was_used

    path, day = ledger_path(base.home), base.now().local_day
    if not was_used(base):
        return None, standing(None, {}, day)
    present = course(rows_of(path, KIND))
    since = present.started if present else ""
    return present, standing(present, checkups_done(path, since), day)


def _play(base: Base, present: Course | None, standing: Standing, asked: int) -> int:
    from tastegym.cli.plain import Plain
    from tastegym.practice.checkup import SITTING, begins, ends
    from tastegym.practice.start import Opened

    number = standing.number or 0
    if present is None or present.number != number:
        base.writer.submit(begins(present, number, base.salt, base.now(), base.ids.new)).wait()
        present, standing = _where(base)
    assert present is not None
    session = _session(base, present, asked or SITTING)
    for line in _before(present, standing):
        print(line)
    Plain(Opened(base, session), sys.stdin, sys.stdout).play()
    present, after = _where(base)
    if present is not None and after.number is None and not present.ended:
        base.writer.submit(ends(base.now(), base.ids.new)).wait()
    print()
    _tell(base, present, after, as_json=False)
    return 0


def _session(base: Base, present: Course, size: int) -> Any:
    from tastegym.home import ledger_path
    from tastegym.practice.checkup import instances, short_name
    from tastegym.practice.facts import worlds_shown
    from tastegym.practice.session import Session
    from tastegym.practice.start import was_used

    shown = worlds_shown(ledger_path(base.home)) if was_used(base) else ()
    met = {short_name(uid) for uid in base.seen.met if uid.startswith("world:")}
    left = instances(present, base.salt, met, {short_name(uid) for uid in shown})
    # No standings: a check-up moves no lesson.
    return Session(
        left[:size],
        seed=f"{base.salt}/checkup/{present.number}/{base.seen.sessions}",
        started=base.now(),
        new_id=base.ids.new,
        about={"checkup": present.number},
    )


def _before(present: Course, standing: Standing) -> Iterator[str]:
    from tastegym.cli.plain_text import wrapped
    from tastegym.deck.skills import SKILLS
    from tastegym.practice.checkup import WEEKS

    held = " and ".join(SKILLS[skill].title for skill in present.held_back)
    yield from wrapped(
        f"Check-up of week {WEEKS[present.number]}: {standing.done} of {standing.size} done. "
        "Answer as you would in practice, without paper. "
        f"Kept out of practice until the last one: {held}."
    )
    yield ""


# --- telling --------------------------------------------------------------------------------------


def _tell(base: Base, present: Course | None, standing: Standing, *, as_json: bool) -> None:
    found = _progress(base, present)
    if as_json:
        value = {
            "course": asdict(present) if present else None,
            "standing": asdict(standing),
            "progress": asdict(found) if found else None,
        }
        print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
        return
    from tastegym.cli.plain_text import wrapped
    from tastegym.insight.checkups import sentences

    for sentence in [_status(present, standing), *sentences(found)]:
        for line in wrapped(sentence, hanging="  "):
            print(line)


def _progress(base: Base, present: Course | None) -> Progress | None:
    from tastegym.home import ledger_path
    from tastegym.practice.start import was_used

    if present is None or not was_used(base):
        return None
    from tastegym.insight.anchors import progress
    from tastegym.ledger.read import history

    return progress(history(ledger_path(base.home)), present.held_back, present.started)


def _status(present: Course | None, standing: Standing) -> str:
    from tastegym.practice.checkup import WEEKS

    if standing.number is None:
        return "The course of check-ups is over; nothing is held back from practice."
    week = WEEKS[standing.number]
    if present is None:
        return (
            "No check-up yet: `tastegym checkup` begins with 44 unseen instances, in sittings of "
            "eleven."
        )
    if standing.done:
        return f"Check-up of week {week}: {standing.done} of {standing.size} done."
    return f"The check-up of week {week} is open from {standing.opens} on."
