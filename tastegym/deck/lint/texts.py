"""Rules on setups and exhibits: length, answers given away, names, width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tastegym.deck.fields import short
from tastegym.deck.lint.words import NAMES, YEAR, tokens
from tastegym.deck.model import TableExhibit
from tastegym.deck.report import width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.deck.lint.place import Spot
    from tastegym.deck.model import Exhibit

MAX_SETUP_WORDS = 250
RUN = 6
MAX_WIDTH = 76
MAX_SERIES = 6
_GAP = 2
_DIGIT = re.compile("[0-9]")


def check_texts(spot: Spot) -> None:
    """W411, W413, W414 and X902 of one scenario."""
    scenario = spot.scenario
    words = tokens(scenario.setup)
    if len(words) > MAX_SETUP_WORDS:
        spot.report(
            "W411",
            spot.field("setup"),
            f"The setup has {len(words)} words; {MAX_SETUP_WORDS} are read in a minute.",
            "Cut it, or move figures into an exhibit.",
        )
    _answer_given(spot, words)
    _names(spot, words)
    exhibits = [*scenario.exhibits, *(one for stage in scenario.stages for one in stage.exhibits)]
    for exhibit in exhibits:
        _exhibit(spot, exhibit)


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(RUN)), strict=False)


def _answer_given(spot: Spot, words: tuple[str, ...]) -> None:
    told = set(_runs(tokens(spot.scenario.explanation)))
    if told and not told.isdisjoint(_runs(words)):
        # The run that comes first in the setup, so that the message is always the same.
        first = next(run for run in _runs(words) if run in told)
        spot.report(
            "W413",
            spot.field("setup"),
            f"Setup and explanation share the words `{' '.join(first)}`.",
            "Take the answer out of the setup, or word the explanation anew.",
        )


def _names(spot: Spot, words: tuple[str, ...]) -> None:
    scenario = spot.scenario
    if scenario.truth_kind != "HIST":
        return
    for field, said in (("setup", words), ("question", tokens(scenario.question))):
        text = scenario.setup if field == "setup" else scenario.question
        year = YEAR.search(text) if _DIGIT.search(text) else None
        named = sorted(NAMES.intersection(said))
        found = year.group() if year else ""
        if named and not year:
            at = text.lower().index(named[0])
            found = text[at : at + len(named[0])]
        if found:
            spot.report(
                "W414",
                spot.field(field),
                f"`{found}` tells a well-read player which story this is.",
                "Say it without names and years; the reveal may name them.",
            )


def _exhibit(spot: Spot, exhibit: Exhibit) -> None:
    if isinstance(exhibit, TableExhibit):
        rows = [exhibit.columns, *exhibit.rows]
        columns = [max(map(width, column)) for column in zip(*rows, strict=False)]
        wide = sum(columns) + _GAP * max(0, len(columns) - 1)
        if wide > MAX_WIDTH:
            spot.report(
                "X902",
                spot.exhibit(exhibit.id),
                f"The table `{short(exhibit.id)}` needs {wide} columns; {MAX_WIDTH} fit.",
                "Shorten its cells, or split it.",
            )
    elif len(exhibit.series) > MAX_SERIES:
        spot.report(
            "X902",
            spot.exhibit(exhibit.id),
            f"The plot `{short(exhibit.id)}` has {len(exhibit.series)} series; {MAX_SERIES} can "
            "be told apart.",
            "Drop some, or split it.",
        )
