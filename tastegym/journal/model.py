"""A prediction about one's own work, from what was said to the rows that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tastegym.frozen import frozen
from tastegym.journal.estimate import BINARY, CHOICE, LEVELS, QUANTILE, YES_NO, Estimate
from tastegym.journal.typed import BUCKETS, wrong
from tastegym.ledger.records import TOTAL, Forecast, Question
from tastegym.text import canonical, clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from tastegym.clock import Moment

    NewId = Callable[[int], str]

LONGEST = 400  # characters of a statement


@frozen
class New:
    """A prediction as it was said; texts may be empty and numbers None where nothing was.

    `base_rate` is the share (0 to 1) of such things that come true, `minutes` the estimated time
    of a task, `bucket` one of `BUCKETS`, `conviction` 1 to 5, `his_reason` the reason that a mentor
    is expected to give, `paper` a title or address.
    """

    statement: str
    estimate: Estimate
    by: str
    topic: str = "experiment"
    criterion: str = ""
    base_rate: float | None = None
    bucket: int | None = None
    minutes: float | None = None
    conviction: int | None = None
    reason: str = ""
    his_reason: str = ""
    change_mind: str = ""
    tags: tuple[str, ...] = ()
    paper: str = ""
    cluster: str = ""


def checked(new: New) -> New:
    """The prediction with clean text; UserError with one sentence for what cannot be kept."""
    from dataclasses import replace

    statement = one_line(new.statement)
    if not statement:
        raise wrong('A prediction needs a statement, such as "H2 beats the baseline".')
    if len(statement) > LONGEST:
        raise wrong(f"The statement is longer than {LONGEST} characters: shorten it.")
    if new.minutes is not None and new.minutes > 60 * 24 * 365:
        raise wrong("An estimated time is less than a year.")
    bucket = _bucket(new)
    return replace(
        new,
        statement=statement,
        bucket=bucket,
        tags=tuple(dict.fromkeys(one_line(tag) for tag in new.tags if tag.strip())),
        criterion=one_line(new.criterion),
        reason=one_line(new.reason),
        his_reason=one_line(new.his_reason),
        change_mind=one_line(new.change_mind),
        paper=one_line(new.paper),
    )


def _bucket(new: New) -> int | None:
    """The bucket that was named, or that a task's estimate falls into."""
    bucket, estimate = new.bucket, new.estimate
    if estimate.kind != BINARY:
        if bucket is not None:
            raise wrong("A bucket goes with a yes/no prediction.")
        return None
    percent = estimate.probs[0] / 100
    if bucket is not None and percent != bucket:
        raise wrong(f"The bucket says {bucket} % and the estimate {percent:g} %: give one.")
    return int(percent) if new.topic == "task" and percent in BUCKETS else bucket


def one_line(text: str) -> str:
    """A text as one line that is safe to show."""
    return " ".join(clean(text).split())


def rows(new: New, now: Moment, new_id: NewId) -> tuple[Question, Forecast]:
    """The question and its first estimate."""
    new = checked(new)
    question = Question(
        id=new_id(now.at),
        at=now.at,
        local_day=now.local_day,
        kind=new.estimate.kind,
        statement=new.statement,
        resolve_by=new.by,
        body=canonical(_body(new, now)),
    )
    return question, forecast(question.id, new.estimate, now, new_id, new.reason)


def _body(new: New, now: Moment) -> dict[str, Any]:
    said: dict[str, Any] = {
        "criterion": new.criterion,
        "base_rate": new.base_rate,
        "bucket": new.bucket,
        "minutes": new.minutes,
        "conviction": new.conviction,
        "his_reason": new.his_reason,
        "change_mind": new.change_mind,
        "tags": list(new.tags),
        "paper": new.paper,
        "cluster": new.cluster,
        "unit": new.estimate.unit,
        "options": list(new.estimate.options),
    }
    kept = {name: value for name, value in said.items() if value not in (None, "", [])}
    return kept | {"topic": new.topic, "offset_min": now.offset_min}


def forecast(
    question_id: str, estimate: Estimate, now: Moment, new_id: NewId, reason: str = ""
) -> Forecast:
    """One dated estimate of a question."""
    said = {"typed": estimate.typed, "reason": one_line(reason)}
    options: tuple[str, ...] = ()
    if estimate.kind != QUANTILE:
        options = YES_NO if estimate.kind == BINARY else option_ids(len(estimate.options))
    if options and sum(estimate.probs) != TOTAL:
        raise ValueError(f"probabilities that do not share everything: {estimate.probs}")
    return Forecast(
        id=new_id(now.at),
        at=now.at,
        local_day=now.local_day,
        exposure_id="",
        question_id=question_id,
        uid="",
        stage=0,
        final=True,
        options=options,
        probs=estimate.probs,
        quantiles=tuple(zip(LEVELS, estimate.quantiles, strict=False)),
        body=canonical({name: text for name, text in said.items() if text}),
    )


def option_ids(count: int) -> tuple[str, ...]:
    """The ids of a choice's options: o1, o2 ... in the order typed."""
    return tuple(f"o{n}" for n in range(1, count + 1))


def estimate_of(row: Forecast, kind: str, options: tuple[str, ...], unit: str) -> Estimate:
    """A kept estimate as a value."""
    values = tuple(value for _, value in row.quantiles)
    return Estimate(kind, row.probs, options if kind == CHOICE else (), values, unit)
