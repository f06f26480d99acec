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
from tastegym.errors import UserError
from tastegym.frozen import frozen
from tastegym.ledger import seen
from tastegym.ledger.ids import Ids
from tastegym.text import clean, forbidden

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
    """What came true: an option's id, yes, no or a number; where it stands; who says so; why."""

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
    there = is_there(ledger)  # an unusable ledger is told before anything is changed
    file: Path | None = None
    if scenario.pending:
        file = _write(path, loaded, item, wanted, said, now)
    elif _answer(scenario) != wanted:
        raise UserError(
            f"{name} was answered before, with {_answer(scenario)}: change it in "
            f"{item.page.source.path}, and raise its rev."
        )
    after = load(path).deck
    assert after is not None
    truth = next(one for one in after.scenarios if one.id == scenario.id)
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
    labs = [one.id for one in loaded.deck.scenarios if one.pending]
    known = listed(labs) if labs else "none"
    hint = nearest(name, labs) or f"Open lab questions here: {known}."
    raise UserError(f"The deck has no scenario {clean(name)!r}. {hint}")


def _checked(scenario: Scenario, text: str) -> str:
    if scenario.kind is Kind.QUANTILE:
        if not _NUMBER.fullmatch(text):
            raise UserError(f"{scenario.id} asks for a number, and {clean(text)!r} is none.")
        return text
    ids = [option.id for option in options_of(scenario)]
    if text not in ids:
        hint = nearest(text, ids) or f"Say one of {listed(ids)}."
        raise UserError(f"{clean(text)!r} is no answer to {scenario.id}. {hint}")
    return text


def _answer(scenario: Scenario) -> str:
    if scenario.quantile is not None and scenario.quantile.value is not None:
        return f"{scenario.quantile.value:g}"
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
        one.id == name and not one.pending for one in again.deck.scenarios
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
    if said.by.strip():
        resolved.append(f"by: {_quoted(said.by)}")
    resolved.append(f"evidence: {_quoted(said.evidence)}")
    fields = [f"resolved: {{{', '.join(resolved)}}}"]
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


def _is_quantity(node: Map) -> bool:
    return "levels" in node.entries or "bins" in node.entries


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
