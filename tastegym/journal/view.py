"""The journal as frozen values that every face shows: open and resolved questions, and figures."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tastegym.errors import USAGE, UserError
from tastegym.journal import score
from tastegym.journal.entry import AMBIGUOUS, SHORT, VOID, Dated, Entry, outcome_of, state_of
from tastegym.journal.estimate import BINARY, CHOICE, QUANTILE, YES_NO
from tastegym.journal.labs import lab_entries
from tastegym.journal.model import estimate_of, option_ids
from tastegym.journal.typed import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tastegym.journal.read import Own
    from tastegym.ledger.records import Fact, Forecast, Question, ResolutionRow


def entries(own: Own, today: str) -> tuple[Entry, ...]:
    """All questions, own ones and lab questions: open ones first by their day, then newest first.

    Imports are left out. `today` is the local day (ISO).
    """
    hidden = _hidden(own.facts)
    outcomes = _last(own.resolutions, hidden)
    made = [*_questions(own, hidden, outcomes, today), *lab_entries(own, outcomes, today)]
    still = sorted((one for one in made if one.open), key=lambda one: (one.by or "9", one.id))
    done = sorted((one for one in made if not one.open), key=_ended, reverse=True)
    return (*still, *done)


def _ended(one: Entry) -> tuple[int, str]:
    return (one.outcome.at if one.outcome else 0, one.id)


def find(made: Iterable[Entry], typed: str) -> Entry:
    """The entry whose id ends with what was typed (at least four characters), or a lab's name.

    UserError if there is none, or more than one; a near miss is named.
    """
    said, known = typed.strip().lower(), tuple(made)
    if not said:
        raise UserError("The id is empty: `tastegym journal` lists the predictions.", code=USAGE)
    fits = [one for one in known if _names(one, said)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise UserError(f"{typed!r} fits {len(fits)} predictions: type more of the id.")
    raise UserError(f"There is no prediction {typed!r}: {_nearest(known, said)}")


def _nearest(known: Iterable[Entry], said: str) -> str:
    from difflib import get_close_matches

    by_short = {one.short.lower(): one for one in known}
    near = get_close_matches(said[-max(map(len, by_short), default=0) :], by_short, 1, 0.6)
    if not near:
        return "`tastegym journal` lists them."
    one = by_short[near[0]]
    text = one.statement if len(one.statement) <= 50 else f"{one.statement[:49].rstrip()}…"
    return f"did you mean {one.short} ({text})?"


def _names(one: Entry, said: str) -> bool:
    if one.lab:
        return said in {one.id.lower(), one.short.lower()}
    return len(said) >= 4 and one.id.endswith(said)


# --- own questions --------------------------------------------------------------------------------


def _questions(
    own: Own, hidden: set[str], outcomes: Mapping[str, ResolutionRow], today: str
) -> list[Entry]:
    dated = _by_question(own.forecasts)
    times = _times(own.facts, hidden)
    made: list[Entry] = []
    for question in own.questions:
        body = json.loads(question.body)
        rows = dated.get(question.id, [])
        if body.get("source") == "import" or not rows:
            continue
        made.append(_entry(question, body, rows, outcomes.get(question.id), times, today))
    return made


def _entry(
    question: Question,
    body: Mapping[str, Any],
    rows: Sequence[Forecast],
    resolution: ResolutionRow | None,
    times: Mapping[str, tuple[float | None, int | None]],
    today: str,
) -> Entry:
    options = tuple(map(str, body.get("options", ())))
    unit = str(body.get("unit", ""))
    kind = question.kind if question.kind in {BINARY, CHOICE, QUANTILE} else BINARY
    estimates = tuple(
        Dated(
            row.at,
            row.local_day,
            estimate_of(row, kind, options, unit),
            str(json.loads(row.body).get("reason", "")),
        )
        for row in rows
    )
    outcome = outcome_of(resolution, options, unit) if resolution else None
    took, running = times.get(question.id, (None, None))
    if resolution and "took_min" in (told := json.loads(resolution.body)):
        took = float(told["took_min"])
    offset = int(body.get("offset_min", 0))
    truth = truth_of(outcome.outcome, kind, len(options)) if outcome else None
    scored = hit = None
    if outcome is not None and truth is not None:
        before = [one for one in estimates if one.at <= outcome.at] or list(estimates[:1])
        end = min(outcome.at, day_end(question.resolve_by, offset) or outcome.at)
        scored = score.scores([(one.at, one.estimate) for one in before], truth, end)
        hit = score.hit(before[-1].estimate, truth)
    return Entry(
        id=question.id,
        short=question.id[-SHORT:],
        statement=question.statement,
        kind=kind,
        topic=str(body.get("topic", "other")),
        by=question.resolve_by,
        state=state_of(question.resolve_by, outcome, today),
        asked=question.local_day,
        estimates=estimates,
        outcome=outcome,
        scores=scored,
        hit=hit,
        criterion=str(body.get("criterion", "")),
        base_rate=body.get("base_rate"),
        bucket=body.get("bucket"),
        minutes=body.get("minutes"),
        took=took,
        running=running,
        conviction=body.get("conviction"),
        his_reason=str(body.get("his_reason", "")),
        change_mind=str(body.get("change_mind", "")),
        tags=tuple(map(str, body.get("tags", ()))),
        paper=str(body.get("paper", "")),
    )


def truth_of(outcome: str, kind: str, options: int) -> int | float | None:
    """The index of the option that came true, or the value of a quantity; None for neither."""
    if outcome in {AMBIGUOUS, VOID}:
        return None
    if kind == QUANTILE:
        try:
            return float(outcome)
        except ValueError:
            return None
    ids = YES_NO if kind == BINARY else option_ids(options)
    return ids.index(outcome) if outcome in ids else None


def day_end(day: str, offset_min: int) -> int | None:
    """The instant (microseconds) at which a local day ends: 04:00 of the next; None for no day."""
    if not day:
        return None
    after = date.fromisoformat(day) + timedelta(days=1)
    when = datetime(after.year, after.month, after.day, 4, tzinfo=UTC)
    return int((when - timedelta(minutes=offset_min)).timestamp()) * 1_000_000


def _by_question(rows: Iterable[Forecast]) -> dict[str, list[Forecast]]:
    dated: dict[str, list[Forecast]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        if row.question_id:
            dated[row.question_id].append(row)
    return dated


def _hidden(facts: Sequence[Fact]) -> set[str]:
    from tastegym.ledger.read import History
    from tastegym.practice.freshness import taken_back

    return taken_back(History(facts=tuple(facts)))


def _last(rows: Iterable[ResolutionRow], hidden: set[str]) -> dict[str, ResolutionRow]:
    """The last resolution of each question or lab question that was not taken back."""
    last: dict[str, ResolutionRow] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        if row.id not in hidden:
            last[row.question_id or row.uid] = row
    return last


def _times(facts: Iterable[Fact], hidden: set[str]) -> dict[str, tuple[float | None, int | None]]:
    """Minutes worked by question, and the start of work that goes on."""
    worked: dict[str, float] = defaultdict(float)
    started: dict[str, int] = {}
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.id)):
        if fact.id in hidden or fact.kind not in {"task_start", "task_stop"}:
            continue
        question = str(json.loads(fact.body).get("question_id", ""))
        if fact.kind == "task_start":
            started.setdefault(question, fact.at)
        elif question in started:
            worked[question] += max(0, fact.at - started.pop(question)) / 60_000_000
    names = {*worked, *started}
    return {name: (worked.get(name), started.get(name)) for name in names}


def topic_words(topic: str) -> str:
    """A topic as it is shown."""
    return TOPICS.get(topic, topic)
