"""`tastegym history`: the record in words and pictures, or as JSON."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from tastegym import clock
from tastegym.chart.canvas import carries_unicode, plain_glyph
from tastegym.chart.columns import wrap
from tastegym.errors import UserError
from tastegym.text import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from pathlib import Path

    from tastegym.chart.canvas import Picture
    from tastegym.insight.record import Record
    from tastegym.insight.values import AdviceBlock, Figures, Insight
    from tastegym.ledger.read import History

WIDEST = 80
EARLY = 100
"""Counted answers below which the page says what the figures will be able to tell."""

SINCE = "from this day on: 2026-05-01, mon, 3 weeks ago"
UNTIL = "up to this day, included"
SOURCES = ("deck", "generated", "journal", "import", "all")
# As in insight/filters.py, whose import would load the deck's skills for every `--help`.
KINDS = ("binary", "choice", "staged", "board", "quantile")
COUNTS = ("fresh", "practice")
RECOGNISED = ("new", "heard", "known")
HINTED = ("yes", "no")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "history",
        help="your calibration and scores so far",
        description="Your calibration and scores so far. Each record is judged apart; a filter "
        "(dates, deck, skill, kind, how it was answered, or all records together) shows figures "
        "without a verdict.",
    )
    parser.add_argument("--since", default="", metavar="D", help=SINCE)
    parser.add_argument("--until", default="", metavar="D", help=UNTIL)
    parser.add_argument("--deck", default="", metavar="ID", help="a deck's id or its last part")
    parser.add_argument("--skill", default="", metavar="S", help="a skill group or a skill id")
    parser.add_argument("--kind", choices=KINDS, default="", help="one kind of question")
    parser.add_argument(
        "--counts",
        choices=COUNTS,
        default="",
        help="what counts in the record (fresh), or only what does not (practice)",
    )
    parser.add_argument(
        "--recognised",
        choices=RECOGNISED,
        default="",
        help="what was new to you, heard of before, or known beforehand",
    )
    parser.add_argument(
        "--hinted", choices=HINTED, default="", help="answered with a hint, or without"
    )
    parser.add_argument(
        "--source",
        choices=SOURCES,
        default="deck",
        help="research history (deck, the default), worlds, own work, imports, or all of them",
    )
    parser.add_argument("--then", default="", metavar="A..B", help="compare these days with --now")
    parser.add_argument("--now", default="", metavar="C..D", help="... against these")
    parser.add_argument("--event", default="", metavar="E", help="compare before and after it")
    parser.add_argument(
        "--advice",
        action="store_true",
        help="what to enter when you feel 85 %%, and how that advice has fared (kept in the ledger "
        "as seen, so that later answers are not corrected twice)",
    )
    face = parser.add_mutually_exclusive_group()
    face.add_argument("--plain", action="store_true", help="lines of text")
    face.add_argument("--json", action="store_true", help="the documented JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the record; UserError for an unusable ledger or a filter that names nothing."""
    from tastegym.deck.library import open_library
    from tastegym.home import ledger_path, resolve
    from tastegym.insight.decks import marks
    from tastegym.insight.filters import Filter
    from tastegym.insight.look import look
    from tastegym.insight.record import Record

    home = resolve(args.data_dir, os.environ)
    path = ledger_path(home)
    history = read(path)
    library = open_library(home)
    decks = marks(library)
    library.close()
    since, until = days(args)
    how = (args.kind, args.counts, args.recognised, args.hinted)
    wanted = Filter(args.source, since, until, args.deck, args.skill, *how)
    if args.then or args.now or args.event or args.advice:
        record = Record(
            history,
            wanted,
            clock.now().local_day,
            contested=decks.contested,
            extra_skills=decks.groups,
        )
        return _advise(args, record, path) if args.advice else _compare(args, record)
    insight = look(
        history,
        wanted,
        clock.now().local_day,
        contested=decks.contested,
        extra_skills=decks.groups,
    )
    if args.json:
        from tastegym.insight.as_json import insight_as_json

        print(json.dumps(insight_as_json(insight), indent=2, ensure_ascii=False, allow_nan=False))
        return 0
    columns = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    say(page(insight, columns))
    return 0


def days(args: argparse.Namespace) -> tuple[str, str]:
    """`--since` and `--until` as ISO days, "" where nothing was said."""
    from tastegym.dates import read_day

    today = clock.now().local_day
    return read_day(args.since, today, "--since"), read_day(args.until, today, "--until")


def _compare(args: argparse.Namespace, record: Record) -> int:
    """Two spans of days, or what lies before and after an event, in one sentence or as JSON."""
    from tastegym.insight import words
    from tastegym.insight.events import around, chosen, span

    if args.event and (args.then or args.now):
        raise UserError("Give --event, or --then and --now.", code=2)
    if not args.event and not (args.then and args.now):
        raise UserError("Give both --then A..B and --now C..D.", code=2)
    if args.event:
        then, now = around(chosen(record.history, args.event))
    else:
        then, now = span("--then", args.then), span("--now", args.now)
    both = record.compare(then, now)
    if both is None:
        raise UserError(f"There is no counted answer {then.words()}, or none {now.words()}.")
    if args.json:
        print(json.dumps(asdict(both), indent=2, ensure_ascii=False, allow_nan=False))
        return 0
    columns = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    say(_paragraph([words.moved(both)], columns))
    return 0


def _advise(args: argparse.Namespace, record: Record, path: Path) -> int:
    """The correction table, after the ledger knows that it was seen."""
    from tastegym.insight import words
    from tastegym.insight.veil import CURVE_FROM

    if args.then or args.now or args.event:
        raise UserError("--advice stands alone: leave out --then, --now and --event.", code=2)
    block = record.advice()
    if block is not None and block.answers < CURVE_FROM:
        block = None
    if block is not None:
        _mark_seen(record, block, path)
    if args.json:
        made = None if block is None else asdict(block)
        print(json.dumps(made, indent=2, ensure_ascii=False, allow_nan=False))
        return 0
    if block is None:
        say(f"Advice is given from {CURVE_FROM} counted answers.")
        return 0
    columns = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    rows = [
        f"{words.percent(row.felt):>8}  {words.percent(row.enter):>5}  "
        f"{100 * row.lo:.0f}-{words.percent(row.hi)}"
        for row in block.table
    ]
    table = "\n".join(["you feel  enter  90 % range", *rows])
    say("\n\n".join((_paragraph([words.advice(block)], columns), table)))
    return 0


def _mark_seen(record: Record, block: AdviceBlock, path: Path) -> None:
    """Keep in the ledger that the table was shown; a ledger that is read-only is left as it is."""
    from tastegym.insight.advice import shown
    from tastegym.ledger import seen
    from tastegym.ledger.ids import Ids

    now = clock.now()
    if seen.check(path).state is not seen.State.OK:
        return
    ids = Ids(after=seen.seen(path).last_id)
    fact = shown(record.history, block, record.wanted.source, now, ids.new)
    if fact is not None:
        from tastegym.ledger.opening import open_for_practice

        ledger = open_for_practice(path, clock.now)
        try:
            ledger.append(fact)
        finally:
            ledger.close()


def read(path: Path) -> History:
    """The ledger's records; none if there is no ledger yet. Never writes."""
    from tastegym.ledger import seen
    from tastegym.ledger.read import History, history

    state = seen.check(path)
    if state.state is seen.State.MISSING:
        return History()
    state.require(*seen.READABLE)
    return history(path)


def say(text: str) -> None:
    """Print text of any origin, in ASCII where the output can carry no more."""
    text = clean(text)
    if not carries_unicode(sys.stdout.encoding):
        text = "".join(plain_glyph(char) for char in text.replace("±", "+/-"))
    print(text)


def page(insight: Insight, width: int) -> str:
    """The plain face: every number is one of the insight's, rounded."""
    from tastegym.insight import words

    figures = insight.figures
    blocks = [
        _paragraph([words.title(insight) + "."], width),
        _paragraph(words.one_look(figures, insight.source, filtered=insight.filtered), width),
        *pictures(figures, width),
        _paragraph([words.then_now(figures)], width),
        _paragraph(
            [words.practised(figures), words.regret(figures), words.quantiles(figures)], width
        ),
        _paragraph([words.excluded(figures), words.waiting(insight), _odd(insight)], width),
        _records(insight, width),
        _paragraph([words.PROSPECT if figures.fresh < EARLY else ""], width),
    ]
    return "\n\n".join(filter(None, blocks))


def pictures(figures: Figures, width: int) -> list[str]:
    """Curve or strip, and the running score, each with its caption."""
    from tastegym.chart.reliability import reliability
    from tastegym.chart.strip import strip
    from tastegym.chart.timeline import timeline
    from tastegym.insight import words

    made: list[str] = []
    if figures.curve:
        made.append(_captioned(reliability(figures.curve, (width - 12, 20)), words.CURVE_CAPTION))
    elif figures.answers:
        made.append(_captioned(strip(figures.answers, width - 8), words.STRIP_CAPTION))
    if figures.over_time:
        caption = (
            "Running mean, an answer 30 answers ago counts half; shading: its 90 % range. Where "
            "`promised` and `even odds` rise too, the questions became harder."
        )
        made.append(_captioned(timeline(figures.over_time, (width - 4, 12)), caption))
    return made


def _captioned(picture: Picture, caption: str) -> str:
    return "\n".join([picture.text(), *wrap(caption, min(76, picture.width))])


def _paragraph(sentences: Iterable[str], width: int) -> str:
    return "\n".join(line for text in sentences if text for line in wrap(text, width))


def _odd(insight: Insight) -> str:
    if not insight.odd:
        return ""
    return (
        "Left out, since their outcome is none of their options: "
        f"{', '.join(sorted(set(insight.odd)))}."
    )


def _records(insight: Insight, width: int) -> str:
    from tastegym.insight import words

    others = [name for name in insight.records if name != insight.source]
    lines = [words.record(name, insight.records[name]) + "." for name in others]
    return "\n".join(["Apart from this record:", *wrap_each(lines, width)])


def wrap_each(lines: Iterable[str], width: int) -> list[str]:
    """Lines wrapped and indented by two blanks."""
    return ["  " + part for line in lines for part in wrap(line, width - 2)]
