"""`deck resolve`: the truth of a lab question arrives, in its file and for those who waited.

The file is changed in two or three places and otherwise kept byte for byte.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tastegym.authoring.exposed import append, exposures, is_there, note_seen
from tastegym.authoring.waiting import Revealed, reveals, waiting
from tastegym.deck.answers import PENDING
from tastegym.deck.fields import listed, nearest
from tastegym.deck.forms import options_of
from tastegym.deck.lint.fix import apply, write
from tastegym.deck.load import load
from tastegym.deck.lock import insertion
from tastegym.deck.model import Kind
from tastegym.deck.nodes import Map, Text
from tastegym.deck.shapes import OUTCOMES
from tastegym.errors import UserError
from tastegym.frozen import frozen
from tastegym.ledger import seen
from tastegym.ledger.ids import Ids
from tastegym.ledger.read import history
from tastegym.ledger.records import ResolutionRow
from tastegym.text import canonical, clean, forbidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.clock import Moment
    from tastegym.deck.check import Item
    from tastegym.deck.diagnostic import Fix
    from tastegym.deck.load import Loaded
    from tastegym.deck.model import Scenario

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


@frozen
class Answer:
    """What came true: an option's id, yes, no, a number, or void or ambiguous where it cannot be
    told; where it stands; who says so; why.
    """

    text: str
    evidence: str
    by: str = ""
    explanation: str = ""


@frozen
class Done:
    """What `resolve` did: the file changed (None if the answer stood there), and the reveals."""

    file: Path | None
    uid: str
    answer: str
    revealed: tuple[Revealed, ...]
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """What to print."""
        if self.file is not None:
            yield clean(f"{self.file}: {self.uid.rpartition('#')[2]} is {self.answer}")
        else:
            yield clean(f"{self.uid.rpartition('#')[2]} was answered before: {self.answer}")
        for one in self.revealed:
            yield clean(one.line())


def resolve(path: Path, name: str, said: Answer, ledger: Path, now: Moment) -> Done:
    """Answer the lab question `name` of the deck at a path; UserError changes nothing.

    A question that has this answer already is left as it is, and what still waits for it is
    revealed: so a call that was broken off can be repeated.
    """
    for what, text in (("evidence", said.evidence), ("name", said.by), ("why", said.explanation)):
        if forbidden(text) is not None:
            raise UserError(f"The {what} holds a control character: type it as plain text.")
    if not said.evidence.strip():
        raise UserError("Say with --evidence where the answer can be checked.")
    loaded = load(path)
    item, scenario = _find(loaded, name, path)
    wanted = _checked(scenario, said.text.strip())
    if wanted in OUTCOMES and _is_closing(item, wanted) and said.explanation:
        raise UserError(f"What is {wanted} has no explanation: say why with --evidence.")
    there = is_there(ledger)  # an unusable ledger is told before anything is changed
    file: Path | None = None
    if scenario.pending and not _answer(scenario):
        file = _write(path, loaded, item, wanted, said, now)
    elif _answer(scenario) != wanted:
        raise UserError(
            f"{name} was answered before, with {_answer(scenario)}: change it in "
            f"{item.page.source.path}, and raise its rev."
        )
    after = load(path).deck
    assert after is not None
    truth = next(one for one in after.scenarios if one.id == scenario.id)
    if truth.pending:
        return Done(file, truth.uid, wanted, (), _closed(ledger, truth, now) if there else ())
    if not there:
        told = note_seen(ledger, [truth.uid], now)
        return Done(file, truth.uid, wanted, (), (told,) if told else ())
    held = waiting(ledger, truth)
    was = seen.seen(ledger)
    ids = Ids(was.last_id)
    rows, revealed, notes = reveals(held, truth, now, ids.new)
    seen_rows = [] if truth.uid in was.key_seen else exposures([truth.uid], now, ids)
    append(ledger, [*rows, *seen_rows], now)
    return Done(file, truth.uid, wanted, revealed, notes)


def _closed(ledger: Path, truth: Scenario, now: Moment) -> tuple[str, ...]:
    """Write that a question is void or ambiguous, once; sentences about what waited for it."""
    assert truth.resolved is not None
    outcome, held = truth.resolved.outcome, waiting(ledger, truth)
    rows = [row for row in history(ledger).resolutions if row.uid == truth.uid]
    if not rows or rows[-1].outcome != outcome:
        body = {"why": truth.resolved.evidence, "by": truth.resolved.by}
        new = Ids(seen.seen(ledger).last_id).new(now.at)
        row = ResolutionRow(new, now.at, now.local_day, "", truth.uid, outcome, canonical(body))
        append(ledger, [row], now)
    days = [one.forecast.local_day for one in held]
    return tuple(f"Your forecast of {day} is kept and not scored: {outcome}." for day in days)


def _find(loaded: Loaded, name: str, path: Path) -> tuple[Item, Scenario]:
    if loaded.deck is None:
        raise UserError(f"{path} is no readable deck: see `tastegym deck lint {path}`.")
    for item in loaded.items:
        if item.id_node is None or item.id_node.value != name:
            continue
        scenario = next((one for one in loaded.deck.scenarios if one.id == name), None)
        if scenario is None:
            raise UserError(f"{name} has errors: see `tastegym deck lint {path}`.")
        if not scenario.pending and scenario.resolved is None:
            raise UserError(f"{name} is no lab question: its answer was never `pending`.")
        return item, scenario
    labs = [one.id for one in loaded.deck.scenarios if one.pending and not _answer(one)]
    known = listed(labs) if labs else "none"
    hint = nearest(name, labs) or f"Open lab questions here: {known}."
    raise UserError(f"The deck has no scenario {clean(name)!r}. {hint}")


def _checked(scenario: Scenario, text: str) -> str:
    if scenario.kind is Kind.QUANTILE:
        if text not in OUTCOMES and not _NUMBER.fullmatch(text):
            raise UserError(f"{scenario.id} asks for a number, and {clean(text)!r} is none.")
        return text
    ids = [option.id for option in options_of(scenario)]
    if text not in ids:
        if text in OUTCOMES:
            return text
        hint = nearest(text, [*ids, *OUTCOMES]) or f"Say one of {listed([*ids, *OUTCOMES])}."
        raise UserError(f"{clean(text)!r} is no answer to {scenario.id}. {hint}")
    return text


def _answer(scenario: Scenario) -> str:
    if scenario.quantile is not None and scenario.quantile.value is not None:
        return f"{scenario.quantile.value:g}"
    if scenario.pending and scenario.resolved is not None:
        return scenario.resolved.outcome
    return scenario.answer


def _write(path: Path, loaded: Loaded, item: Item, wanted: str, said: Answer, now: Moment) -> Path:
    """Put the answer into its file; the file as it was, and UserError, if that does not fit."""
    file = Path(item.page.source.path)
    before = file.read_bytes()
    changed, _ = apply(before, _edits(item, wanted, said, now))
    try:
        write(file, changed)
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}.") from None
    again = load(path)
    name = item.id_node.value if item.id_node is not None else ""
    good = again.deck is not None and any(
        one.id == name and _answer(one) for one in again.deck.scenarios
    )
    if again.errors > loaded.errors or not good:
        write(file, before)
        known = {(one.code, one.message) for one in loaded.diagnostics}
        new = [one for one in again.diagnostics if (one.code, one.message) not in known]
        why = f": {new[0].message}" if new else "."
        raise UserError(f"The answer does not fit into {file}{why} Nothing was changed.")
    return file


def _edits(item: Item, wanted: str, said: Answer, now: Moment) -> list[Fix]:
    from tastegym.deck.diagnostic import Fix

    source, node = item.page.source, item.node
    key, value = node.entries["answer"]
    target: Text | None = value if isinstance(value, Text) else None
    written = wanted
    if isinstance(value, Map):
        inner = value.entries["value"][1]
        target = inner if isinstance(inner, Text) else None
    elif _is_quantity(node):
        written = f"{{value: {wanted}}}"
    assert target is not None
    assert target.value == PENDING
    resolved = [f"on: {date.fromisoformat(now.local_day).isoformat()}"]
    closed = wanted in OUTCOMES and _is_closing(item, wanted)
    if closed:
        resolved.append(f"outcome: {wanted}")
    if said.by.strip():
        resolved.append(f"by: {_quoted(said.by)}")
    resolved.append(f"evidence: {_quoted(said.evidence)}")
    fields = [f"resolved: {{{', '.join(resolved)}}}"]
    if closed:
        start, end, insert = insertion(source, node.start, key, value.end, fields[0])
        return [Fix(source.path, start, end, insert)]
    if said.explanation or "explanation" not in node.entries:
        fields.append(f"explanation: {_quoted(said.explanation or said.evidence)}")
    if said.explanation and "explanation" in node.entries:
        raise UserError(
            f"{item.id_node.value if item.id_node else 'It'} has an explanation already: "
            "edit it in its file, and leave --explanation out."
        )
    edits = [Fix(source.path, target.start, target.end, written)]
    for text in fields:
        start, end, insert = insertion(source, node.start, key, value.end, text)
        edits.append(Fix(source.path, start, end, insert))
    return edits


def _is_closing(item: Item, wanted: str) -> bool:
    """True unless an option is called so, which then is what came true."""
    scenario = item.scenario
    return scenario is None or wanted not in {option.id for option in options_of(scenario)}


def _is_quantity(node: Map) -> bool:
    return "levels" in node.entries or "bins" in node.entries


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
