"""`tastegym generate`: generated scenarios with the ideal observer's answer, for reading."""

from __future__ import annotations

import json
import os
import sys
from textwrap import fill
from typing import TYPE_CHECKING, Any

from tastegym.errors import USAGE, UserError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tastegym.generators.interface import Instance, World

MAX_COUNT = 10_000
WIDTH = 76


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of the front end."""
    parser = subparsers.add_parser(
        "generate",
        help="print generated scenarios with the ideal observer's answer",
        description="Print scenarios of one world with truth, ideal answer and usual bias.",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the world; see --list")
    parser.add_argument("--seed", default="0", metavar="N", help="whole number (default 0)")
    parser.add_argument("--count", default="1", metavar="N", help="how many, seeds going up by one")
    parser.add_argument(
        "--param", action="append", default=[], metavar="KEY=VALUE", help="a parameter; repeatable"
    )
    parser.add_argument("--list", action="store_true", help="name all worlds and their parameters")
    parser.add_argument("--json", action="store_true", help="one JSON line for each instance")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what was asked for; 0 when done. UserError: unknown world, bad seed or parameter."""
    from tastegym.generators import registry

    if args.list:
        return _list(as_json=args.json)
    if not args.name:
        raise UserError("Say which world, or give --list to see all.", code=USAGE)
    seed = _whole("--seed", args.seed, 0, 2**63 - 1)
    count = _whole("--count", args.count, 1, MAX_COUNT)
    params = _params(args.param)
    world = registry.find(args.name)
    uids = []
    for number in range(count):
        made = world.instance(seed + number, params)
        uids.append(made.scenario.uid)
        if args.json:
            print(json.dumps(as_dict(made), ensure_ascii=False, sort_keys=True))
        else:
            print(as_text(made), end="\n" if number == count - 1 else "\n\n")
    _note_seen(getattr(args, "data_dir", None), uids)
    return 0


def _note_seen(data_dir: Path | None, uids: list[str]) -> None:
    """Tell the ledger that the answers were seen, so that none counts as fresh.

    What was printed stays printed: a ledger that cannot be written gives a note on stderr.
    """
    from tastegym import clock, home
    from tastegym.authoring.exposed import note_seen

    told = note_seen(home.ledger_path(home.resolve(data_dir, os.environ)), uids, clock.now())
    if told:
        print(told, file=sys.stderr)


def _whole(flag: str, text: str, low: int, high: int) -> int:
    text = text.strip()
    sign, digits = (text[:1], text[1:]) if text[:1] in {"+", "-"} else ("", text)
    if digits.isascii() and digits.isdigit() and len(digits) <= 19:
        value = int(sign + digits)
        if low <= value <= high:
            return value
    raise UserError(f"{flag} {text!r} is no whole number from {low} to {high}.", code=USAGE)


def _params(pairs: list[str]) -> dict[str, str]:
    out: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            said = f"--param {pair!r} is not of the form KEY=VALUE, as in difficulty=2."
            raise UserError(said, code=USAGE)
        out[key] = value
    return out


def _list(*, as_json: bool) -> int:
    from tastegym.generators import registry
    from tastegym.generators.params import DIFFICULTY

    worlds: list[World] = []
    for name in registry.names():
        try:
            worlds.append(registry.find(name))
        except UserError as error:  # a broken plug-in must not hide the others
            print(error, file=sys.stderr)
    for world in worlds:
        params = [
            {"name": p.name, "default": p.default, "allowed": p.allowed, "about": p.about}
            for p in world.params
        ]
        if as_json:
            row = {
                "name": world.name,
                "version": world.version,
                "title": world.title,
                "skills": world.skills,
                "p_range": world.p_range,
                "params": params,
            }
            print(json.dumps(row, ensure_ascii=False, sort_keys=True))
            continue
        print(f"{world.name:22}{world.title}")
        _say(f"trains {', '.join(world.skills)}")
        for p in world.knobs:
            _say(f"{p.name}={p.default}: {p.about} Allowed: {p.allowed}.")
    if not as_json:
        print("every world")
        _say(f"{DIFFICULTY.name}={DIFFICULTY.default}: {DIFFICULTY.about}")
    return 0


def _say(text: str) -> None:
    print(fill(text, WIDTH, initial_indent="    ", subsequent_indent="        "))


def as_dict(made: Instance) -> dict[str, Any]:
    """The stable JSON form of an instance; probabilities lie in 0-1.

    Where quantiles are asked for, `truth` is a number, `p_star` and `bias` map levels to values in
    the unit of `quantity`, and `levels` are named.
    """
    scenario = made.scenario
    asked = scenario.quantile
    row = {
        "uid": scenario.uid,
        "world": made.world,
        "version": made.version,
        "seed": made.seed,
        "params": dict(made.params),
        "kind": str(scenario.kind),
        "difficulty": scenario.difficulty,
        "setup": scenario.setup,
        "exhibits": [_exhibit(e) for e in scenario.exhibits],
        "question": scenario.question,
        "options": [{"id": o.id, "text": o.text} for o in scenario.options],
        "stages": [
            {"reveal": s.reveal, "exhibits": [_exhibit(e) for e in s.exhibits]}
            for s in scenario.stages
        ],
        "shown": made.shown,
        "truth": scenario.answer,
        "p_star": [dict(p) for p in made.p_star_stages],
        "bias": [dict(p) for p in made.bias_stages],
        "value": dict(made.value),
        "value_unit": made.unit,
        "explanation": scenario.explanation,
        "rule": scenario.rule,
        "feedback": {o.id: o.feedback for o in scenario.options},
    }
    if asked is None:
        return row
    # Only here, so that the form of all other instances stays what it was.
    quantity = {"unit": asked.unit, "scale": asked.scale, "min": asked.min, "max": asked.max}
    return row | {"truth": asked.value, "levels": list(scenario.levels), "quantity": quantity}


def _exhibit(exhibit: Any) -> dict[str, Any]:
    return {name: getattr(exhibit, name) for name in exhibit.__dataclass_fields__}


def as_text(made: Instance) -> str:
    """The instance as a reader sees it, then the answers; at most 76 columns wide."""
    from tastegym.generators.page import answers, page

    return page(made.scenario, WIDTH) + "\n\n" + answers(made, WIDTH)
