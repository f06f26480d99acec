"""The two forms of ten minutes with a paper: what is expected of it, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.errors import UserError
from tastegym.journal import model
from tastegym.journal.entry import VOID
from tastegym.journal.paper import FEWEST, MOST, expected, predictions, read_fact
from tastegym.journal.resolve import Said, resolution, wanted
from tastegym.journal.score import said
from tastegym.tui.forms import (
    ESTIMATE_HINT,
    Field,
    Form,
    estimate_words,
    outcome_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tastegym.clock import Moment
    from tastegym.journal.entry import Entry
    from tastegym.ledger.records import Record
    from tastegym.tui.forms import NewId, Texts


def _title(text: str, _all: Texts) -> str:
    if not model.one_line(text):
        raise UserError("Say which paper: its title or address.")
    return ""


def paper(today: str) -> Form:
    """The results expected of a paper, before reading on."""

    def result(number: int) -> Callable[[str, Texts], str]:
        def read(text: str, texts: Texts) -> str:
            if not model.one_line(text) and (number <= FEWEST or texts[f"estimate{number}"]):
                raise UserError(f"Write result {number}: {FEWEST} to {MOST} are asked for.")
            return ""

        return read

    def estimate(number: int) -> Callable[[str, Texts], str]:
        def read(text: str, texts: Texts) -> str:
            wanted = number <= FEWEST or model.one_line(texts[f"result{number}"])
            return estimate_words(text, texts) if wanted or text.strip() else ""

        return read

    def build(texts: Texts, now: Moment, new_id: NewId) -> tuple[Record, ...]:
        results = [
            expected(texts[f"result{n}"], texts[f"estimate{n}"])
            for n in range(1, MOST + 1)
            if model.one_line(texts[f"result{n}"])
        ]
        made = predictions(texts["paper"], results, today)
        return tuple(row for one in made for row in model.rows(one, now, new_id))

    fields = [Field("paper", "Paper", "its title or address", _title)]
    for n in range(1, MOST + 1):
        more = "" if n <= FEWEST else "; may stay empty"
        fields += [
            Field(f"result{n}", f"Result {n}", f"a result that you expect{more}", result(n)),
            Field(f"estimate{n}", "Its estimate", ESTIMATE_HINT, estimate(n)),
        ]
    return Form("paper", "What will it report?", "", tuple(fields), build)


def paper_outcomes(title: str, results: tuple[Entry, ...]) -> Form:
    """What the paper says of each result; an empty line leaves it open."""
    by_name = {f"r{n}": one for n, one in enumerate(results)}

    def outcome(entry: Entry) -> Callable[[str, Texts], str]:
        def read(text: str, _all: Texts) -> str:
            if not text.strip():
                return ""
            word, _, why = text.partition(" because ")
            shown = outcome_words(entry, word)
            if shown == VOID and not model.one_line(why):
                raise UserError("A void needs a reason: write `void because ...`.")
            return shown

        return read

    def build(texts: Texts, now: Moment, new_id: NewId) -> tuple[Record, ...]:
        rows: list[Record] = []
        for name, entry in by_name.items():
            if texts[name].strip():
                word, _, why = texts[name].partition(" because ")
                rows.append(resolution(entry, Said(outcome=word, why=why), now, new_id))
        ids = [one.id for one in results]
        return (*rows, read_fact(title, ids, texts["surprise"], now, new_id))

    fields = [
        Field(name, f"{one.statement} (you: {said(one.last)})", f"{wanted(one)}; empty: not "
              "yet", outcome(one), stacked=True)
        for name, one in by_name.items()
    ]  # fmt: skip
    fields.append(Field("surprise", "What surprised you, in one line?", stacked=True))
    key = f"paper {results[0].id}" if results else "paper"
    return Form(key, "What does it say?", title, tuple(fields), build)
