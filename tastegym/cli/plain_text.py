"""What plain mode prints: questions, reveals and summaries as lines of at most 80 columns."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tastegym.deck.forms import Form
from tastegym.deck.model import NO, YES
from tastegym.practice.after import FIRST, PAPER
from tastegym.practice.words import (
    budget,
    how_sure,
    left,
    not_counted,
    percent,
    scored,
    step_words,
    why_excluded,
)
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tastegym.deck.model import Exhibit, Option, Row, Scenario, Source
    from tastegym.insight.running import Running
    from tastegym.practice.after import After
    from tastegym.practice.facts import DueQuestion
    from tastegym.practice.plan import Plan
    from tastegym.practice.values import Against, Asking, Shown, Summary

WIDTH = 76
DUE_SHOWN = 5


def wrapped(text: str, indent: str = "", hanging: str | None = None) -> Iterator[str]:
    """The text's paragraphs as lines; single line breaks flow, blank lines stay."""
    after = indent if hanging is None else hanging
    for number, paragraph in enumerate(clean(text).strip().split("\n\n")):
        if number:
            yield ""
        yield from textwrap.wrap(
            " ".join(paragraph.split()), WIDTH, initial_indent=indent, subsequent_indent=after
        ) or [indent]
        indent = after


def heading(text: str) -> str:
    """A ruled line with a title, as wide as the page."""
    return f"-- {clean(text)} ".ljust(WIDTH, "-")


def question(asking: Asking, encoding: str | None) -> Iterator[str]:
    """The question as it is first met: setup, exhibits, evidence so far, options."""
    scenario = asking.scenario
    yield heading(f"{asking.number} of {asking.total} - {scenario.deck}")
    if asking.why_not:
        yield not_counted(asking.why_not)
    yield ""
    yield from wrapped(scenario.setup)
    yield from exhibits(scenario.exhibits, encoding)
    for number in range(len(asking.evidence)):
        yield from evidence(asking, number, encoding)
    yield ""
    yield from wrapped(scenario.question)
    if scenario.criterion:
        yield from wrapped(f"Counts as yes: {scenario.criterion}")
    if not asking.wants_line:
        yield from options(asking)


def evidence(asking: Asking, number: int, encoding: str | None) -> Iterator[str]:
    """What one stage adds below the question."""
    stage = asking.evidence[number]
    if not stage.reveal and not stage.exhibits:
        return
    yield ""
    yield from wrapped(f"Then: {stage.reveal}", hanging="      ")
    yield from exhibits(stage.exhibits, encoding)


def options(asking: Asking) -> Iterator[str]:
    """The rows that take numbers, in the order shown, with the last stage's answer beside them."""
    if asking.form is Form.BINARY:
        return
    yield ""
    parts: tuple[Option | Row, ...] = (*asking.options, *asking.rows)
    for number, part in enumerate(parts, start=1):
        before = f"  (you said {percent(asking.previous[number - 1])})" if asking.previous else ""
        yield from wrapped(part.text + before, f"  {number}  ", "     ")


def exhibits(shown: tuple[Exhibit, ...], encoding: str | None) -> Iterator[str]:
    """Tables and plots, each after an empty line, in ASCII where the encoding needs it."""
    if not shown:
        return
    from tastegym.chart.exhibit import draw  # many first questions have none

    for exhibit in shown:
        yield ""
        yield from draw(exhibit, WIDTH).fit(encoding).text().splitlines()


def reveal(shown: Shown) -> Iterator[str]:
    """The reveal, both tiers, in the order of the design."""
    scenario = shown.asking.scenario
    yield ""
    yield from _locked(shown)
    yield ""
    yield from _outcome(shown)
    yield ""
    yield from _scores(shown)
    yield ""
    yield from _feedback(shown)
    yield from _told(scenario)
    for source in scenario.sources:
        yield from wrapped(f"Source: {source_line(source)}", hanging="        ")


def _locked(shown: Shown) -> Iterator[str]:
    yield "You locked"
    asking = shown.asking
    if asking.form is Form.QUANTILE:
        unit = asking.scenario.quantile.unit if asking.scenario.quantile else ""
        for level, value in zip(asking.scenario.levels, shown.estimate.quantiles, strict=True):
            yield f"  {level:>4.0%}  below {value:g} {clean(unit)}".rstrip()
    elif asking.form is Form.BINARY:
        yield f"  yes {percent(shown.estimate.probs[0])}"
    else:
        parts: tuple[Option | Row, ...] = (*asking.options, *asking.rows)
        for part, bp in zip(parts, shown.estimate.probs, strict=True):
            yield from wrapped(part.text, f"  {percent(bp):>8}  ", " " * 12)
    if len(shown.stages) > 1:
        briers = ", ".join(f"{stage.brier:.2f}" for stage in shown.stages)
        yield f"  Score after each stage: {briers}"
    if asking.reason:
        yield from wrapped(f"Your reason: {asking.reason}", hanging="  ")
    if asking.own_line:
        yield from wrapped(f"Your own line: {asking.own_line}", hanging="  ")


def _outcome(shown: Shown) -> Iterator[str]:
    asking = shown.asking
    if asking.form is Form.BOARD:
        yield "What came true"
        for row in shown.rows:
            said = "yes" if row.came_true else "no "
            yield from wrapped(f"{row.row.text}  (you: {percent(row.yes)})", f"  {said}  ", " " * 7)
    elif asking.form is Form.QUANTILE and asking.scenario.quantile is not None:
        key = asking.scenario.quantile
        yield f"The value: {key.value:g} {clean(key.unit)}".rstrip()
    elif asking.form is Form.BINARY:
        yield f"The answer: {shown.outcome}"
    else:
        text = next(o.text for o in asking.options if o.id == shown.outcome)
        yield from wrapped(f"What was true: {text}", hanging="  ")


def _scores(shown: Shown) -> Iterator[str]:
    if shown.asking.form is Form.QUANTILE:
        beside = f" (points {scored(shown.points)})" if shown.against else ""
        yield f"WIS {shown.score:.3g}{beside}"
    else:
        yield f"Points {scored(shown.points)}   (0 = even odds, 100 = sure and right)"
        promised = "" if shown.expected is None else f"; your numbers promised {shown.expected:.3f}"
        yield f"Brier {shown.score:.3f}{promised}"
    if shown.ranked is not None:
        yield f"Ranked score {shown.ranked:.3f} (near misses cost less)"
    for rival in shown.against:
        yield _rival(rival, shown)
    if shown.regret is not None:
        yield f"Regret {shown.regret:.3f}   (distance from the ideal answer, free of luck)"
    for number, stage in enumerate(shown.stages):
        if stage.ideal:
            ideal = ", ".join(f"{100 * p:.0f}" for p in stage.ideal)
            moved = f" ({step_words(stage.step)})" if stage.step is not None else ""
            yield from wrapped(
                f"Ideal update at stage {number + 1}, from your own numbers: {ideal} %{moved}",
                hanging="  ",
            )
    if shown.why_not:
        yield not_counted(shown.why_not)


def _rival(rival: Against, shown: Shown) -> str:
    if shown.asking.form is Form.QUANTILE:
        return f"  against {clean(rival.name)}: WIS {rival.score:.3g}"
    return f"  against {clean(rival.name)}: points {scored(rival.points)}, Brier {rival.score:.3f}"


def _feedback(shown: Shown) -> Iterator[str]:
    asking = shown.asking
    parts: tuple[tuple[str, str], ...]
    if asking.form is Form.BOARD:
        parts = tuple((row.row.text, row.row.feedback) for row in shown.rows)
    else:
        parts = tuple((_name(option), option.feedback) for option in asking.options)
    for name, feedback in parts:
        if feedback:
            yield from wrapped(f"{name}: {feedback}", "  ", "    ")
    if any(feedback for _, feedback in parts):
        yield ""


def _name(option: Option) -> str:
    return option.text if option.id not in {YES, NO} else option.text.capitalize()


def _told(scenario: Scenario) -> Iterator[str]:
    yield from wrapped(scenario.explanation)
    for label, text in (
        ("The cue", scenario.cue),
        ("The rule", scenario.rule),
        ("Ask yourself", scenario.ask_yourself),
    ):
        if text:
            yield ""
            yield from wrapped(f"{label}: {text}", hanging="  ")
    yield ""


def source_line(source: Source) -> str:
    """A source with its identifier, place, and what of it was opened."""
    parts = (source.title, source.identifier or source.url, source.locator)
    checked = f"(checked: {source.checked})" if source.checked else ""
    return " ".join(part for part in (", ".join(p for p in parts if p), checked) if part)


def summary(block: Summary) -> Iterator[str]:
    """The block in figures."""
    yield ""
    yield heading("this block")
    yield _counts(block)
    if block.points is not None and block.brier is not None:
        yield f"Points {scored(block.points)}   (0 = even odds, 100 = sure and right)"
        promised = f"{block.expected:.3f} ± {block.sd:.3f}"
        yield f"Brier {block.brier:.3f}; your numbers promised {promised}"
    if block.regret is not None:
        yield f"Regret in worlds {block.regret:.3f}   (0 = the ideal answers)"
    yield from wrapped(why_excluded(block.excluded), hanging="  ") if block.excluded else ()
    for rival in block.rivals:
        yield from wrapped(
            f"{rival.name}: points {scored(rival.points)}, you {scored(rival.yours)} "
            f"on the same {rival.n} ({how_sure(rival)})",
            "  ",
            "    ",
        )
    for label, one in (("Best", block.best), ("Worst", block.worst)):
        if one is not None:
            yield from wrapped(f"{label} ({scored(one.points)}): {one.question}", hanging="  ")
    if block.remember:
        yield from wrapped(f"To remember: {block.remember}", hanging="  ")


def day(plan: Plan) -> Iterator[str]:
    """What today holds: own predictions whose day has come, the budget, and what is left."""
    yield from due_questions(plan.due, plan.day)
    yield from wrapped(f"{budget(plan)} {left(plan)}")


def due_questions(due: Sequence[DueQuestion], today: str) -> Iterator[str]:
    """Own predictions that can be resolved, at most five of them."""
    if not due:
        return
    count = len(due)
    yield f"{count} of your own predictions {'is' if count == 1 else 'are'} due:"
    for one in due[:DUE_SHOWN]:
        late = f" (since {one.resolve_by})" if one.resolve_by < today else ""
        yield from wrapped(f"{one.id[-6:]}  {one.statement}{late}", "  ", " " * 10)
    if count > DUE_SHOWN:
        yield f"  and {count - DUE_SHOWN} more: `tastegym journal --due`"
    yield "Tell what came of one with `tastegym resolve ID yes|no`."


def running(found: Running) -> Iterator[str]:
    """The running figures of the records that the block moved."""
    from tastegym.insight.running import sentences  # not needed before the end of a block

    for sentence in sentences(found):
        yield from wrapped(sentence, hanging="  ")


def after_the_block(found: After) -> Iterator[str]:
    """What may follow the questions: a first prediction, or ten minutes with a paper."""
    if found.first:
        yield ""
        yield from wrapped(
            f'{FIRST} `tastegym predict "The run beats the baseline" 60% --by tomorrow`.'
        )
    elif found.paper:
        yield ""
        yield from wrapped(f"{PAPER} `tastegym paper`.")


def _counts(block: Summary) -> str:
    said = [f"{block.answered} answered, {block.counted} of them count"]
    if block.waiting:
        said.append(f"{block.waiting} wait for their truth")
    if block.skipped:
        said.append(f"{block.skipped} skipped")
    return "; ".join(said) + "."
