"""Every forecast ever as a list, and one of them exactly as it was shown then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.tui import ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tastegym.insight.log import Entry
    from tastegym.insight.opened import Opened
    from tastegym.insight.shown_then import Then
    from tastegym.tui.ink import Lines
    from tastegym.tui.paint.history import State

ORDERS = ("newest first", "surprises first", "ten that mattered")
NEWEST, SURPRISES, TEN = range(len(ORDERS))


def listed(
    entries: Sequence[Entry],
    order: int,
    found: frozenset[str] | None,
    chosen: Sequence[str],
) -> Sequence[Entry]:
    """The entries in an order, those of a search alone if there is one; slow, for a thread."""
    from tastegym.insight.log import surprises

    kept = [e for e in entries if e.forecast_id in found] if found is not None else entries
    if order == SURPRISES:
        return surprises(kept)
    if order == TEN:
        by_id = {entry.forecast_id: entry for entry in kept}
        return [by_id[name] for name in chosen if name in by_id]
    return kept


def log(opened: Opened, state: State, width: int, height: int) -> Lines:
    """The list round its cursor, or the chosen entry in full."""
    rows = state.rows
    if state.inside and rows:
        return _entry(opened, rows[min(state.at, len(rows) - 1)], width)
    many = f"{len(rows)} answer{'' if len(rows) == 1 else 's'}, {ORDERS[state.order]}"
    if state.sorting:
        many = f"Sorting …, {ORDERS[state.order]}"
    if rows:
        many += f"; {min(state.at, len(rows) - 1) + 1} of {len(rows)}"
    made = ink.flow(many, width, "dim")
    if state.query:
        made += ink.flow(f"holding: {state.query}", width, "strong")
    made.append(((_heads(), "dim"),))
    room = max(3, height - len(made))
    first = max(0, min(state.at - room // 2, len(rows) - room))
    for place in range(first, min(len(rows), first + room)):
        made.append(ink.shorten(_row(rows[place], place == state.at, opened.chosen), width))
    if not rows and not state.sorting:
        made += ink.flow(_nothing(state), width, "dim")
    return made


def _heads() -> str:
    return "   day         Brier  said → came true"


def _nothing(state: State) -> str:
    if state.order == TEN:
        return "Nothing chosen yet: m puts an answer on this page, ten at most."
    if state.query:
        return "Nothing holds these words; / searches again, empty shows all."
    return "Nothing here yet."


def _row(entry: Entry, here: bool, chosen: Sequence[str]) -> ink.Line:
    score = "  –  " if entry.brier is None else f"{entry.brier:.3f}"
    kept = "♦" if entry.forecast_id in chosen else " "
    why = f" ({entry.why_not.replace('_', ' ')})" if entry.why_not else ""
    return (
        ("▸" if here else " ", "cursor"),
        (f"{kept} ", "accent"),
        (f"{entry.local_day}  ", "strong" if here else "dim"),
        (f"{score}  ", "miss" if (entry.brier or 0) > 0.4 else ""),
        ink.plain(f"{_favourite(entry)} → {entry.outcome or '–'}{why}"),
        ("  ", ""),
        ink.plain(entry.question, "strong" if here else "dim"),
    )


def _favourite(entry: Entry) -> str:
    if not entry.said:
        return "–"
    if "quantile" in entry.kind or entry.said[0][0].endswith(" %"):
        name, value = entry.said[len(entry.said) // 2]
        return f"{name} below {value:g}"
    name, p = max(entry.said, key=lambda pair: pair[1])
    return f"{100 * p:.0f} % {name}"


# --- one answer -----------------------------------------------------------------------------------


def _entry(opened: Opened, entry: Entry, width: int) -> Lines:
    """The text that was shown then, the numbers, the reason, what happened and what was noted."""
    from tastegym.insight.shown_then import shown_then

    if opened.record is None:
        return []
    then = shown_then(opened.record.history, entry)
    where = f"{entry.local_day}, {entry.origin}"
    if entry.why_not:
        where += f"; not counted: {entry.why_not.replace('_', ' ')}"
    made = [*ink.flow(where, width, "dim"), ink.BLANK]
    if then.setup:
        made += [*ink.flow(then.setup, width), ink.BLANK]
    made += list(_exhibits(then, width))
    made += ink.flow(then.question, width, "strong")
    made.append(ink.BLANK)
    if then.own_line:
        made += ink.labelled("in your words", then.own_line, width)
    made += _numbers(entry, then, width)
    made.append(ink.BLANK)
    made += _outcome(entry, width)
    return [*made, *_written(entry, then, width)]


def _exhibits(then: Then, width: int) -> Iterator[ink.Line]:
    """Tables and plots, and the evidence that came stage by stage with what was said before it."""
    from tastegym.chart.exhibit import draw

    scenario = then.scenario
    if scenario is None:
        return
    for exhibit in scenario.exhibits:
        yield from (*ink.picture(draw(exhibit, width)), ink.BLANK)
    for number, stage in enumerate(scenario.stages):
        if number and number <= len(then.earlier):
            before = then.earlier[number - 1]
            said = ", ".join(
                f"{name} {p / 100:g} %"
                for name, p in zip(before.options, before.probs, strict=True)
            )
            yield from ink.flow(f"You said then: {said}.", width, "dim")
            yield ink.BLANK
        if stage.reveal or stage.exhibits:
            yield from ink.flow(stage.reveal, width)
            for exhibit in stage.exhibits:
                yield from ink.picture(draw(exhibit, width))
            yield ink.BLANK


def _numbers(entry: Entry, then: Then, width: int) -> Lines:
    """The options in the order shown with the locked numbers, what came true marked."""
    numeric = "quantile" in entry.kind
    said = dict(entry.said)
    names = [name for name in then.order if name in said] or list(said)
    names += [name for name in said if name not in names]
    texts: dict[str, str] = {}
    feedback: dict[str, str] = {}
    if then.scenario is not None:
        texts = {option.id: option.text for option in then.scenario.options}
        feedback = {option.id: option.feedback for option in then.scenario.options}
        claim = next((row for row in then.scenario.rows if row.id == then.row), None)
    else:
        claim = None
    made: Lines = ink.flow(claim.text, width) if claim else []
    for name in names:
        true = name == entry.outcome
        number = f"{said[name]:g}" if numeric else f"{100 * said[name]:.0f} %"
        lead = f"{'✓' if true else ' '} {number:>6}  "
        text, role = texts.get(name) or name, "hit" if true else ""
        blank = " " * len(lead)
        made += ink.flow(text, width, role, first=lead, indent=blank)
        if feedback.get(name):
            made += ink.flow(feedback[name], width, "dim", indent=blank)
    if claim is not None and claim.feedback:
        made += ink.flow(claim.feedback, width, "dim")
    return made


def _outcome(entry: Entry, width: int) -> Lines:
    if entry.brier is not None:
        return ink.flow(f"Brier {entry.brier:.3f}; came true: {entry.outcome}.", width, "strong")
    if entry.outcome:
        return ink.flow(f"Came true: {entry.outcome}.", width, "strong")
    return ink.flow("Taken back: no outcome counts.", width, "strong")


def _written(entry: Entry, then: Then, width: int) -> Lines:
    """The reason, the notes, the explanation, and how it was answered."""
    made: Lines = []
    if entry.reason:
        made += ink.labelled("your reason", entry.reason, width, wide=14)
    for note in then.notes:
        made += ink.labelled("your note", note, width, wide=14)
    if then.explanation:
        made += [ink.BLANK, *ink.flow(then.explanation, width)]
    how = [f"locked after {then.seconds:.0f} s"] if then.seconds is not None else []
    how += [f"typed: {then.typed}"] if then.typed else []
    how += ["with a hint"] if entry.hinted else []
    how += [f"recognised: {entry.recognised}"] if entry.recognised not in {"", "new"} else []
    if how:
        made += [ink.BLANK, *ink.flow("; ".join(how) + ".", width, "dim")]
    return made
