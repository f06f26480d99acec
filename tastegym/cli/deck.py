"""`tastegym deck`: what decks there are, and what is wrong with one."""

from __future__ import annotations

import difflib
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym.cli.lines import show
from tastegym.errors import UserError
from tastegym.text import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from tastegym.deck.diagnostic import Diagnostic
    from tastegym.deck.library import DeckInfo
    from tastegym.deck.model import Scenario

FORMATS = ("full", "concise", "json", "github")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its parts."""
    parser = commands.add_parser("deck", help="list, check and write decks")
    parts = parser.add_subparsers(dest="part", metavar="PART", title="parts", required=True)

    listing = parts.add_parser("list", help="every deck, with what can be played of it")
    listing.add_argument("--json", action="store_true", help="the same as JSON")
    listing.set_defaults(run=run_list)

    lint = parts.add_parser("lint", help="check decks; exit code 1 if anything must be mended")
    lint.add_argument("path", nargs="+", metavar="PATH", help="a deck's folder or file")
    lint.add_argument(
        "--format", choices=FORMATS, default="full", help="full (default), concise, json or github"
    )
    lint.add_argument("--fix", action="store_true", help="make the safe mends first")
    lint.set_defaults(run=run_lint)

    audit = parts.add_parser("audit", help="can the deck be beaten without reading it?")
    audit.add_argument("path", nargs="+", metavar="PATH", help="a deck's folder or file")
    audit.add_argument("--json", action="store_true", help="the same as JSON")
    audit.add_argument(
        "--seeds", type=int, default=1_000, metavar="N",
        help="seeds of each generated scenario (1000 by default, 20 to 10000)",
    )  # fmt: skip
    audit.set_defaults(run=run_audit)

    schema = parts.add_parser("schema", help="the JSON schema of a deck file, for editors")
    schema.set_defaults(run=run_schema)

    new = parts.add_parser("new", help="a new deck with three kinds of example")
    new.add_argument("path", metavar="FOLDER", help="a folder that is new or empty")
    new.add_argument("--id", metavar="OWNER/NAME", help="the deck's id; local/FOLDER by default")
    new.add_argument("--title", help="what players see; made from the id by default")
    new.set_defaults(run=run_new)

    adding = parts.add_parser("add", help="add a scenario by answering six questions")
    adding.add_argument("path", metavar="PATH", help="a deck's folder or file")
    adding.add_argument("--csv", metavar="FILE", help="a table to show, as CSV with a head line")
    adding.set_defaults(run=_later("run_add", "deck_add"))

    from tastegym.cli import deck_author

    deck_author.register(parts)

    packing = parts.add_parser("pack", help="put a folder deck into one file")
    packing.add_argument("path", metavar="FOLDER")
    packing.add_argument("--output", metavar="FILE", help="OWNER-NAME-VERSION.tgdeck by default")
    packing.set_defaults(run=_later("run_pack"))

    install = parts.add_parser("install", help="install a folder, a .tgdeck file or a git URL")
    install.add_argument(
        "source", metavar="SOURCE", help="FOLDER, FILE.tgdeck or https://...[@REF]"
    )
    install.add_argument("--yes", action="store_true", help="do not ask before an update")
    install.set_defaults(run=_later("run_install"))

    update = parts.add_parser("update", help="fetch an installed deck again from where it came")
    update.add_argument("deck", metavar="ID", help="the deck's id, or its last part")
    update.add_argument("--yes", action="store_true", help="do not ask")
    update.set_defaults(run=_later("run_update"))

    explain = parts.add_parser("explain", help="what a code such as W401 means, and why")
    explain.add_argument("code", nargs="+", metavar="CODE")
    explain.set_defaults(run=run_explain)


def _later(name: str, module: str = "deck_share") -> Callable[[argparse.Namespace], int]:
    """A handler of another module of this package, imported when it is called."""

    def run(args: argparse.Namespace) -> int:
        from importlib import import_module

        found = import_module(f"tastegym.cli.{module}")
        handler: Callable[[argparse.Namespace], int] = getattr(found, name)
        return handler(args)

    return run


def run_list(args: argparse.Namespace) -> int:
    """Print every deck with its counts and problems."""
    from tastegym.deck.library import open_library
    from tastegym.home import resolve

    library = open_library(resolve(args.data_dir, os.environ))
    try:
        if args.json:
            print(json.dumps([_as_json(info) for info in library.decks], indent=1))
        else:
            for line in _table(library.decks):
                print(line)
    finally:
        library.close()
    return 0


def _as_json(info: DeckInfo) -> dict[str, object]:
    return {
        "id": info.id,
        "version": info.version,
        "title": clean(info.title),
        "description": clean(info.description),
        "sampling": clean(info.sampling),
        "playable": info.playable,
        "not_playable_in_this_version": info.waiting,
        "closed_without_answer": info.closed,
        "dropped": info.dropped,
        "worst": info.worst,
        "problems": [
            {
                "code": one.code,
                "severity": one.severity,
                "place": clean(one.place),
                "message": clean(one.message),
            }
            for one in info.problems
        ],
        "problems_left_out": info.left_out,
        "path": clean(str(info.path)),
        "shipped": info.shipped,
        "hidden": info.hidden,
    }


def _table(decks: tuple[DeckInfo, ...]) -> list[str]:
    if not decks:
        return ["There is no deck."]
    lines: list[str] = []
    for info in decks:
        name = f"{info.id} {info.version}" if info.id else clean(str(info.path))
        lines.append(f"{name}  {clean(info.title)}" if info.id else name)
        counts = [f"{info.playable} to play"]
        if info.waiting:
            counts.append(f"{info.waiting} not playable in this version")
        if info.closed:
            counts.append(f"{info.closed} closed without an answer (void or ambiguous)")
        if info.dropped:
            counts.append(f"{info.dropped} dropped for errors")
        if info.hidden:
            counts = ["not used"]
        lines.append("  " + ", ".join(counts))
        bad = [one for one in info.problems if one.severity in {"E", "W"}]
        lines += [
            f"  {clean(' '.join(filter(None, (one.place, one.code, one.message))))}"
            for one in bad[:3]
        ]
        if len(bad) > 3 or info.left_out:
            lines.append(f"  see all with: tastegym deck lint {clean(str(info.path))}")
    return lines


def run_lint(args: argparse.Namespace) -> int:
    """Check every path; exit code 1 when there is an error, or no deck at one."""
    from tastegym.authoring.worlds import full_lint
    from tastegym.deck import report

    paths = paths_of(args.path)
    if args.fix:
        _fix(paths)
    others = _installed(args.data_dir)
    loaded = [full_lint(path, others) for path in paths]
    found = [one for deck in loaded for one in deck.diagnostics]
    left_out = sum(deck.left_out for deck in loaded)
    if args.format == "json":
        print(report.as_json(found, left_out))
    elif args.format in {"concise", "github"}:
        for one in found:
            print(report.github(one) if args.format == "github" else report.concise(one))
    else:
        _print_full(found)
    if left_out:
        print("There is more than this: each file is given up at 1,000 findings.", file=sys.stderr)
    scenarios = sum(deck.listed for deck in loaded)
    print(report.summary(found, len(loaded), scenarios), file=sys.stderr)
    return 1 if any(deck.errors for deck in loaded) else 0


def paths_of(names: list[str]) -> list[Path]:
    paths = [Path(name) for name in names]
    for path in paths:
        if not path.exists():
            raise UserError(f"There is no deck at {path}: name its folder or its file.")
    return paths


def _fix(paths: list[Path]) -> None:
    from tastegym.authoring.worlds import full_lint
    from tastegym.deck.lint.fix import fix

    for path in paths:
        try:
            count = fix(path, full_lint)
        except OSError as error:
            raise UserError(f"{path} cannot be mended: {error.strerror}.") from None
        if count:
            print(f"{path}: {count} mended.", file=sys.stderr)


def _installed(data_dir: Path | None) -> list[Scenario]:
    """Every scenario of the library, to hold a deck against."""
    from tastegym.authoring.decks import installed
    from tastegym.home import resolve

    return installed(resolve(data_dir, os.environ))


def _print_full(found: list[Diagnostic]) -> None:
    from tastegym.deck import report

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    shown = found if len(found) <= report.MANY else report.worst_first(found)[: report.MANY]
    show(report.in_full(shown, colour=colour))
    if len(shown) < len(found):
        print(
            f"The {len(shown)} worst of {len(found):,} findings stand above; all of them, by code:"
        )
        for line in report.tally(found):
            print(line)


def run_audit(args: argparse.Namespace) -> int:
    """Audit every deck; exit code 1 when one does not pass the gate A501."""
    from tastegym.authoring import audit_worlds
    from tastegym.deck import audit_report
    from tastegym.deck.audit import audit
    from tastegym.deck.diagnostic import Severity
    from tastegym.deck.load import load

    if not 20 <= args.seeds <= 10_000:
        raise UserError(f"--seeds {args.seeds} is no whole number from 20 to 10000.", code=2)
    audits = []
    for path in paths_of(args.path):
        deck = load(path).deck
        if deck is None:
            raise UserError(f"{path} cannot be read: see `tastegym deck lint {path}`.")
        audits.append((audit(deck), audit_worlds.audit_worlds(deck, args.seeds)))
    if args.json:
        rows = [
            {**audit_report.as_json(one), "worlds": audit_worlds.as_json(worlds)}
            for one, worlds in audits
        ]
        print(json.dumps(rows, indent=1))
    else:
        for number, (one, worlds) in enumerate(audits):
            lines = [] if worlds and not one.whole.n else audit_report.text(one)
            lines += ["", *audit_worlds.text(worlds)] if lines and worlds else []
            lines = lines or [f"{one.deck} {one.version}", *audit_worlds.text(worlds)]
            show(["", *lines] if number else lines)
    found = {v for one, worlds in audits for v in (one.verdict, audit_worlds.verdict_of(worlds))}
    return 1 if Severity.ERROR in found else 0


def run_schema(_: argparse.Namespace) -> int:
    """Print the JSON schema."""
    from tastegym.deck.schema import schema

    print(json.dumps(schema(), indent=1, ensure_ascii=False))
    return 0


def run_new(args: argparse.Namespace) -> int:
    """Write a new deck and say what to do next."""
    from tastegym.deck.load import load
    from tastegym.deck.new import new_deck

    path = Path(args.path)
    name = re.sub(r"[^a-z0-9]+", "-", path.absolute().name.lower()).strip("-") or "deck"
    deck_id = args.id or f"local/{name}"
    title = args.title or deck_id.rpartition("/")[2].replace("-", " ").capitalize()
    missing = [str(one) for one in reversed(path.absolute().parents) if not one.exists()]
    for file in new_deck(path, deck_id, clean(title)):
        print(file)
    if missing:
        print(f"Made on the way: {clean(missing[-1])}", file=sys.stderr)
    deck = load(path).deck
    own(args.data_dir, [one.uid for one in deck.scenarios] if deck is not None else [])
    print(f"Next: tastegym deck preview {path}", file=sys.stderr)
    return 0


def own(data_dir: Path | None, uids: list[str]) -> None:
    """Tell the ledger whose answers their author knows."""
    from tastegym import clock
    from tastegym.authoring.exposed import note_seen
    from tastegym.home import ledger_path, resolve

    told = note_seen(ledger_path(resolve(data_dir, os.environ)), uids, clock.now())
    if told:
        print(told, file=sys.stderr)


def run_explain(args: argparse.Namespace) -> int:
    """Print the reason behind each code."""
    from tastegym.deck import report
    from tastegym.deck.codes import CODES

    for number, word in enumerate(args.code):
        code = word.upper()
        if code not in CODES:
            near = difflib.get_close_matches(code, CODES, n=3, cutoff=0.5)
            hint = f"did you mean {', '.join(near)}?" if near else "codes look like W401."
            raise UserError(f"There is no code {word!r}: {hint}")
        show(["", *report.explain(code)] if number else report.explain(code))
    return 0
