"""Answers to one's own questions: what was typed becomes a row, or one sentence why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tastegym.errors import USAGE, UserError
from tastegym.frozen import frozen
from tastegym.journal.entry import AMBIGUOUS, VOID
from tastegym.journal.estimate import BINARY, CHOICE, QUANTILE
from tastegym.journal.model import one_line, option_ids
from tastegym.ledger.records import ResolutionRow
from tastegym.text import canonical

if TYPE_CHECKING:
    from collections.abc import Callable

    from tastegym.clock import Moment
    from tastegym.journal.entry import Entry


@frozen
class Said:
    """What was said of an outcome; texts may be empty, `took` are minutes."""

    outcome: str
    why: str = ""
    note: str = ""
    missing: str = ""
    reason_hit: bool | None = None
    took: float | None = None
    correct: bool = False


def resolution(
    entry: Entry, said: Said, now: Moment, new_id: Callable[[int], str]
) -> ResolutionRow:
    """The row of an outcome; UserError for one that does not fit, or that is there already.

    A void needs a reason. `correct` replaces an earlier outcome by a new row; the old one stays.
    """
    if entry.lab:
        raise UserError(
            f"{entry.short} is a lab question: its deck brings the answer "
            "(`tastegym deck resolve`)."
        )
    if entry.outcome is not None and not said.correct:
        raise UserError(
            f"{entry.short} was resolved as {entry.outcome.text} on {entry.outcome.day}: add "
            "--correct to put that right."
        )
    outcome = outcome_of(entry, said.outcome)
    if outcome == VOID and not one_line(said.why):
        raise UserError('A void needs a reason: add --why "the run was never started".', code=USAGE)
    if said.reason_hit is not None and not entry.his_reason:
        raise UserError("No reason was foretold for this one, so none can be hit or missed.")
    if said.took is not None and said.took <= 0:
        raise UserError("The time taken is more than nothing.", code=USAGE)
    body: dict[str, Any] = {
        "why": one_line(said.why),
        "note": one_line(said.note),
        "missing": one_line(said.missing),
        "reason_hit": said.reason_hit,
        "took_min": said.took,
    }
    kept = {name: value for name, value in body.items() if value not in (None, "")}
    return ResolutionRow(
        id=new_id(now.at),
        at=now.at,
        local_day=now.local_day,
        question_id=entry.id,
        uid="",
        outcome=outcome,
        body=canonical(kept),
    )


_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})
_VALUE = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?", re.A)


def outcome_of(entry: Entry, typed: str) -> str:
    """The outcome as it is kept: yes, no, an option's id, a number, ambiguous or void."""
    said = one_line(typed).casefold()
    if said in {AMBIGUOUS, VOID}:
        return said
    if entry.kind == BINARY and said in _YES | _NO:
        return "yes" if said in _YES else "no"
    if entry.kind == QUANTILE:
        number = said.replace("\u2212", "-").removesuffix(entry.last.unit.casefold()).strip()
        if _VALUE.fullmatch(number):
            return repr(float(number))
    if entry.kind == CHOICE and (found := _option(entry, said)):
        return found
    raise UserError(f"{typed!r} is no outcome of {entry.short}: say {wanted(entry)}.")


def _option(entry: Entry, said: str) -> str:
    options = entry.last.options
    ids = option_ids(len(options))
    if said.isascii() and said.isdigit() and 1 <= int(said) <= len(options):
        return ids[int(said) - 1]
    fits = [i for i, text in enumerate(options) if text.casefold() == said]
    fits = fits or [i for i, text in enumerate(options) if text.casefold().startswith(said)]
    return ids[fits[0]] if len(fits) == 1 else ""


def wanted(entry: Entry) -> str:
    """What may be said of an outcome."""
    if entry.kind == BINARY:
        return "yes, no, ambiguous (kept, not scored) or void"
    if entry.kind == QUANTILE:
        unit = f" in {entry.last.unit}" if entry.last.unit else ""
        return f"the value{unit}, ambiguous or void"
    numbered = ", ".join(f"{n} {text}" for n, text in enumerate(entry.last.options, start=1))
    return f"which came true ({numbered}), ambiguous or void"
