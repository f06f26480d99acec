"""Forms as data: lines with a label, a hint and a reader; and how their texts become rows.

A form knows no widgets. A reader returns what it understood, in words, or raises UserError; the
builder makes the rows from all texts, or raises UserError with one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from tastegym.dates import read_date
from tastegym.errors import UserError
from tastegym.frozen import frozen
from tastegym.journal import labs, model
from tastegym.journal.entry import AMBIGUOUS, VOID
from tastegym.journal.estimate import BINARY, CHOICE, QUANTILE, again, read_estimate
from tastegym.journal.resolve import Said, outcome_of, resolution, wanted
from tastegym.journal.score import said
from tastegym.journal.typed import (
    TOPICS,
    read_conviction,
    read_hit,
    read_minutes,
    read_share,
    read_topic,
)
from tastegym.tui.paint.journal import day_words

if TYPE_CHECKING:
    from tastegym.clock import Moment
    from tastegym.journal.entry import Entry
    from tastegym.journal.estimate import Estimate
    from tastegym.journal.review import Review
    from tastegym.ledger.records import Record

Texts: TypeAlias = Mapping[str, str]
NewId: TypeAlias = Callable[[int], str]
Build: TypeAlias = "Callable[[Texts, Moment, NewId], tuple[Record, ...]]"


def _as_typed(_text: str, _all: Texts) -> str:
    return ""


def _always(_all: Texts) -> bool:
    return True


@frozen
class Field:
    """One line of a form.

    `read` takes the text and all texts; what it returns is echoed. `shows` tells whether the line
    belongs to the form as it stands; `stacked` puts the label above the line.
    """

    name: str
    label: str
    hint: str = ""
    read: Callable[[str, Texts], str] = _as_typed
    start: str = ""
    shows: Callable[[Texts], bool] = _always
    stacked: bool = False


@frozen
class Form:
    """A form: `key` names what was typed and not saved, `build` makes the rows of it."""

    key: str
    heading: str
    about: str
    fields: tuple[Field, ...]
    build: Build


# --- reading one line -----------------------------------------------------------------------------

ESTIMATE_HINT = (
    "70, 17:3 or 1 in 40 for yes; `10 25 60 hours` for the 10, 50 and 90 % values; "
    "`drop it 60 | go on 40` between options"
)
DAY_HINT = "fri, tomorrow, in 3 weeks, 2026-12-01"


def echo(estimate: Estimate) -> str:
    """An estimate as it was understood."""
    if estimate.kind == BINARY:
        yes = estimate.probs[0]
        return f"yes {yes / 100:g} %, no {(10_000 - yes) / 100:g} %"
    if estimate.kind == QUANTILE and len(estimate.quantiles) == 3:
        low, middle, high = (f"{v:g}" for v in estimate.quantiles)
        unit = f" {estimate.unit}" if estimate.unit else ""
        return f"1 in 10 below {low}, half below {middle}, 1 in 10 above {high}{unit}"
    return said(estimate)


def estimate_words(text: str, _all: Texts) -> str:
    """A first estimate as it was understood; UserError if it cannot be."""
    if not text.strip():
        raise UserError("Give an estimate, such as 70.")
    return echo(read_estimate(text))


def _topic_is(name: str) -> Callable[[Texts], bool]:
    def shows(texts: Texts) -> bool:
        try:
            return read_topic(texts.get("kind", "")) == name
        except UserError:
            return False

    return shows


def _minutes_words(text: str, _all: Texts) -> str:
    minutes = read_minutes(text)
    return "" if minutes is None else f"{minutes:g} minutes"


def _share_words(text: str, _all: Texts) -> str:
    share = read_share(text)
    return "" if share is None else f"{100 * share:.3g} % of such things come true"


# --- predictions ----------------------------------------------------------------------------------


def new_prediction(today: str) -> Form:
    """A new prediction, seen from a local day."""

    def by(text: str, _all: Texts) -> str:
        if not text.strip():
            raise UserError("Say by which day it will be known, such as fri.")
        return day_words(read_date(text, today))

    def statement(text: str, _all: Texts) -> str:
        if not model.one_line(text):
            raise UserError("Say it in one sentence that will be true or not.")
        return ""

    def kind(text: str, _all: Texts) -> str:
        return TOPICS[read_topic(text)]

    def conviction(text: str, _all: Texts) -> str:
        found = read_conviction(text)
        return f"{found} of 5" if found else ""

    task, mentor, idea = _topic_is("task"), _topic_is("mentor"), _topic_is("idea")
    fields = (
        Field("statement", "Prediction", "one sentence that will be true or not", statement),
        Field("estimate", "Estimate", ESTIMATE_HINT, estimate_words),
        Field("by", "Known by", DAY_HINT, by),
        Field("kind", "Kind", ", ".join(TOPICS), kind, "experiment"),
        Field("minutes", "Time it takes", "90m, 2h, 1h30, 2 days", _minutes_words, shows=task),
        Field("his_reason", "Their reason", "the reason you expect from them", shows=mentor),
        Field("conviction", "Conviction", "1 (hardly) to 5 (fully)", conviction, shows=idea),
        Field("criterion", "Counts as yes", "what exactly has to be seen; may stay empty"),
        Field("base_rate", "Base rate", "how often such things come true: 30, 1 in 5",
              _share_words),
        Field("reason", "Why", "your reason in one line"),
        Field("change_mind", "Change of mind", "what would change your mind"),
        Field("tags", "Tags", "words with commas between them"),
    )  # fmt: skip

    def build(texts: Texts, now: Moment, new_id: NewId) -> tuple[Record, ...]:
        new = model.New(
            statement=texts["statement"],
            estimate=read_estimate(texts["estimate"]),
            by=read_date(texts["by"], today),
            topic=read_topic(texts["kind"]),
            criterion=texts["criterion"],
            base_rate=read_share(texts["base_rate"]),
            minutes=read_minutes(texts.get("minutes", "")),
            conviction=read_conviction(texts.get("conviction", "")),
            reason=texts["reason"],
            his_reason=texts.get("his_reason", ""),
            change_mind=texts["change_mind"],
            tags=tuple(tag for tag in texts["tags"].split(",") if tag.strip()),
        )
        return model.rows(new, now, new_id)

    return Form("new", "New prediction", "", fields, build)


def update(entry: Entry) -> Form:
    """A new dated estimate of one prediction."""

    def estimate(text: str, _all: Texts) -> str:
        if not text.strip():
            raise UserError(f"Give the new estimate; it stands at {said(entry.last)}.")
        return echo(labs.read(entry, text) if entry.lab else again(text, entry.last))

    def build(texts: Texts, now: Moment, new_id: NewId) -> tuple[Record, ...]:
        if entry.lab:
            return (labs.update(entry, texts["estimate"], texts["reason"], now, new_id),)
        new = again(texts["estimate"], entry.last)
        return (model.forecast(entry.id, new, now, new_id, texts["reason"]),)

    hint = {
        BINARY: "how probable yes is now: 70, 17:3, 1 in 40",
        CHOICE: "percents in the order of the options",
        QUANTILE: "the 10, 50 and 90 % values, lowest first",
    }[entry.kind]
    about = f"{entry.statement}\n\nIt stands at {said(entry.last)}. Earlier estimates stay."
    fields = (
        Field("estimate", "New estimate", hint, estimate),
        Field("reason", "Why", "what changed your mind"),
    )
    return Form(f"update {entry.id}", "New estimate", about, fields, build)


# --- outcomes -------------------------------------------------------------------------------------


def _is_void(texts: Texts) -> bool:
    return model.one_line(texts.get("outcome", "")).casefold() == VOID


def outcome_words(entry: Entry, text: str) -> str:
    """An outcome as it was understood; UserError if it does not fit."""
    found = outcome_of(entry, text)
    if entry.kind == CHOICE and found.startswith("o") and found[1:].isdigit():
        return f"{entry.last.options[int(found[1:]) - 1]} came true"
    if entry.kind == QUANTILE and found not in {AMBIGUOUS, VOID}:
        return f"{found.removesuffix('.0')} {entry.last.unit}".rstrip()
    return found


def resolve(entry: Entry) -> Form:
    """What came of one prediction; an earlier outcome is put right by a new row."""

    def outcome(text: str, _all: Texts) -> str:
        if not text.strip():
            raise UserError(f"Say what came of it: {wanted(entry)}.")
        return outcome_words(entry, text)

    def why(text: str, texts: Texts) -> str:
        if _is_void(texts) and not model.one_line(text):
            raise UserError("A void needs a reason: say in one line why it cannot be judged.")
        return ""

    def reason_hit(text: str, _all: Texts) -> str:
        hit = read_hit(text)
        return "" if hit is None else ("the reason you expected" if hit else "another reason")

    def build(texts: Texts, now: Moment, new_id: NewId) -> tuple[Record, ...]:
        told = Said(
            outcome=texts["outcome"],
            why=texts.get("why", ""),
            note=texts["note"],
            missing=texts["missing"],
            reason_hit=read_hit(texts.get("reason_hit", "")),
            took=read_minutes(texts.get("took", "")),
            correct=entry.outcome is not None,
        )
        return (resolution(entry, told, now, new_id),)

    fields = (
        Field("outcome", "What came of it", wanted(entry), outcome),
        Field("why", "Why void", "such as: the run was never started", why, shows=_is_void),
        Field("reason_hit", "Their reason", f"yes if it was: {entry.his_reason}", reason_hit,
              shows=lambda _all: bool(entry.his_reason)),
        Field("took", "Time it took", "90m, 2h, 1h30, 2 days", _minutes_words,
              shows=lambda _all: entry.topic == "task"),
        Field("note", "Note", "what happened"),
        Field("missing", "Not known", "what you would have had to know"),
    )  # fmt: skip
    about = f"{entry.statement}\n\nYou said {said(entry.last)}."
    if entry.criterion:
        about += f" It counts as yes if: {entry.criterion}"
    if entry.outcome is not None:
        about += (
            f"\n\nResolved as {entry.outcome.text} on {entry.outcome.day}. A new outcome puts that "
            "right; the old one stays in the ledger."
        )
    return Form(f"resolve {entry.id}", "What came of it", about, fields, build)


# --- the week -------------------------------------------------------------------------------------


def week(found: Review) -> Form:
    """The questions of a review; those left empty are skipped."""
    from tastegym.journal.review import QUESTIONS, answered

    def build(texts: Texts, now: Moment, new_id: NewId) -> tuple[Record, ...]:
        given = {
            name: text
            for name in QUESTIONS
            if (text := model.one_line(texts[name])) and text != found.kept.get(name)
        }
        return (answered(found, given, now, new_id),) if given else ()

    fields = tuple(
        Field(name, question, "leave it empty to skip it", start=found.kept.get(name, ""),
              stacked=True)
        for name, question in QUESTIONS.items()
    )  # fmt: skip
    about = f"Last time you wanted to change: {found.change}" if found.change else ""
    return Form("review", "Seven questions", about, fields, build)
