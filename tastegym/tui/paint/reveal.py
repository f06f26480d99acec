"""The reveal in two tiers: points first and at most twenty rows; then everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.chart.columns import width as columns
from tastegym.deck.forms import Form
from tastegym.practice.words import not_counted
from tastegym.tui import ink
from tastegym.tui.paint.ask import bar_cells
from tastegym.tui.paint.figures import points_role, points_text, share, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.deck.model import Source
    from tastegym.practice.values import Against, Shown, StageScore
    from tastegym.tui.ink import Line, Lines

FIRST_ROWS = 20
"""Rows that the first tier takes at most."""

NEEDED = "What would you have needed to see?"


def first(
    shown: Shown, width: int, told: tuple[str, str] = ("", ""), rows: int = FIRST_ROWS
) -> Lines:
    """The first tier; `told` are the rating and the line given to `NEEDED` so far."""
    top = [*score(shown, width), *_rivals(shown, width), ink.BLANK]
    end = _afterwards(shown, width, told)
    tail = _short_tail(shown, width)
    room = min(rows, FIRST_ROWS) - len(top) - len(end) - 1
    outcome = _outcome_rows(shown, width, max(2, room - min(len(tail), 6)))
    tail = _cropped(tail, room - len(outcome))
    return [*top, *outcome, *([ink.BLANK, *tail] if tail else []), *end]


def _cropped(lines: Lines, room: int) -> Lines:
    if len(lines) <= room:
        return lines
    return [*lines[: max(0, room - 1)], (("… space opens the rest", "dim"),)]


def score(shown: Shown, width: int) -> Lines:
    """Points, then what stands beside them."""
    asking = shown.asking
    points = points_text(shown.points)
    if asking.form is Form.QUANTILE:
        runs = [(f"WIS {value(float(f'{shown.score:.3g}'))}", "strong")]
        if shown.against:
            runs.insert(0, (f"{points} points   ", points_role(shown.points)))
        return [ink.shorten(tuple(runs), width)]
    beside = f"   Brier {shown.score:.3f}"
    if asking.form is Form.BOARD:
        beside += f"   mean of {len(shown.rows)} rows"
    else:
        beside += f"   you gave the truth {share(truth_share(shown))} %"
    return [ink.shorten(ink.line((f"{points} points", points_role(shown.points)), beside), width)]


def truth_share(shown: Shown) -> int:
    """The basis points that the locked answer gave to what came true."""
    ids = [option.id for option in shown.asking.options]
    return shown.estimate.probs[ids.index(shown.outcome)]


def _rivals(shown: Shown, width: int) -> Lines:
    runs: list[tuple[str, str]] = []
    for rival in shown.against:
        said = _rival(rival, shown)
        if sum(columns(text) for text, _ in runs) + columns(said) + 3 > width and runs:
            break
        runs.append((f"{'   ' if runs else ''}{said}", "dim"))
    return [ink.shorten(tuple(runs), width)] if runs else []


def _rival(rival: Against, shown: Shown) -> str:
    name = ink.plain(rival.name)[0]
    if shown.asking.form is Form.QUANTILE:
        return f"{name} WIS {rival.score:.3g}"
    return f"{name} {points_text(rival.points)}"


def _outcome_rows(shown: Shown, width: int, room: int) -> Lines:
    """Your locked bars with what came true marked: whole texts if they fit, else one line each."""
    if shown.asking.form is Form.QUANTILE:
        return _quantile_rows(shown, width)
    rows = list(_marked(shown))
    whole = [line for row in rows for line in _whole_row(row, width)]
    if len(whole) <= room:
        return whole
    kept = sorted(rows, key=lambda row: (not row[0], -row[1]))[:room] if len(rows) > room else rows
    if len(kept) < len(rows):
        kept = kept[:-1]
    made = [_outcome_row(row, width) for row in rows if row in kept]
    if len(kept) < len(rows):
        made.append(((f"  and {len(rows) - len(kept)} more: space", "dim"),))
    return made


def _marked(shown: Shown) -> Iterator[tuple[bool, int, str]]:
    """(came true, basis points, text) of every row, in the order shown."""
    if shown.asking.form is Form.BOARD:
        for row in shown.rows:
            yield row.came_true, row.yes, row.row.text
        return
    for option, bp in zip(shown.asking.options, shown.estimate.probs, strict=True):
        yield option.id == shown.outcome, bp, option.text


def _outcome_row(row: tuple[bool, int, str], width: int) -> Line:
    true, _, text = row
    lead = _row_lead(row, width)
    return (*lead, (ink.fit(text, width - ink.size(lead)).rstrip(), "strong" if true else "dim"))


def _whole_row(row: tuple[bool, int, str], width: int) -> Lines:
    """The row over as many lines as its text needs."""
    true, _, text = row
    lead = _row_lead(row, width)
    wide = ink.size(lead)
    made = ink.flow(ink.plain(text)[0], max(12, width - wide), "strong" if true else "dim")
    return [(*(lead if i == 0 else ((" " * wide, ""),)), *line) for i, line in enumerate(made)]


def _row_lead(row: tuple[bool, int, str], width: int) -> Line:
    true, bp, _ = row
    cells = bar_cells(width)
    return ink.line(
        ("✓ " if true else "  ", "good"),
        (f"{share(bp)} %".rjust(8), "strong" if true else ""),
        "  ",
        *(ink.bar(bp / 10_000, cells) if cells else ()),
        "  ",
    )


def _quantile_rows(shown: Shown, width: int) -> Lines:
    from tastegym.tui.paint.quantiles import scale

    key = shown.asking.scenario.quantile
    if key is None or key.value is None:
        return []
    unit = ink.plain(key.unit)[0]
    made: Lines = [ink.line(("✓ ", "good"), (f"The value: {value(key.value)} {unit}", "strong"))]
    mine = shown.estimate.quantiles
    said = "   ".join(
        f"{level:.0%} {value(v)}"
        for level, v in zip(shown.asking.scenario.levels, mine, strict=True)
    )
    made.append((("  you: " + said, ""),))
    low, high = min(*mine, key.value), max(*mine, key.value)
    low, high = (low if key.min is None else key.min), (high if key.max is None else key.max)
    wide = min(width, 72)
    log = key.scale == "log" and low > 0
    drawn = list(scale(mine, low, high, wide, log=log))
    truth = scale((key.value,), low, high, wide, log=log)
    drawn[[role for _, role in truth].index("you")] = ("✓", "good")
    return [*made, tuple(drawn)]


def _short_tail(shown: Shown, width: int) -> Lines:
    scenario = shown.asking.scenario
    made: Lines = []
    for label, text, role in (
        ("Your line", shown.asking.own_line, ""),
        ("Your reason", shown.asking.reason, ""),
        ("The cue", scenario.cue, ""),
        ("The rule", scenario.rule, "strong"),
    ):
        if text:
            made += ink.labelled(label, text, width, role, wide=13)
    return made


def _afterwards(shown: Shown, width: int, told: tuple[str, str]) -> Lines:
    rating, needed = told
    made: Lines = []
    if shown.why_not:
        made += [ink.BLANK, *ink.flow(not_counted(shown.why_not), width, "dim")]
    if needed:
        made += [ink.BLANK, *ink.labelled("You needed", needed, width, wide=13)]
    elif shown.missed:
        asks = ink.line((NEEDED, ""), ("  n", "key"), (" writes it", "dim"))
        made += [ink.BLANK, ink.shorten(asks, width)]
    if rating:
        made.append((("Rated       ", "dim"), (rating, "")))
    return made


# -- the second tier ------------------------------------------------------------------------


def everything(shown: Shown, width: int, told: tuple[str, str] = ("", "")) -> Lines:
    """Both tiers at full length: every option's feedback, the explanation, figures and sources."""
    scenario = shown.asking.scenario
    made = [*score(shown, width), ink.BLANK]
    made += ink.flow(scenario.question, width, "strong")
    made += [ink.BLANK, *_told_before(shown, width)]
    if shown.asking.form is Form.QUANTILE:
        made += _quantile_rows(shown, width)
    else:
        made += _options(shown, width)
    made += _section("What happened", ink.flow(scenario.explanation, width), width)
    lessons: Lines = []
    for label, text, role in (
        ("The cue", scenario.cue, ""),
        ("The rule", scenario.rule, "strong"),
        ("Ask yourself", scenario.ask_yourself, ""),
    ):
        if text:
            lessons += ink.labelled(label, text, width, role, wide=14)
    made += _section("To take along", lessons, width)
    made += _section("Figures", _figures(shown, width), width)
    made += _section("Sources", _sources(shown, width), width)
    return [*made, *_afterwards(shown, width, told)]


def _section(title: str, lines: Lines, width: int) -> Lines:
    return [ink.BLANK, ink.ruled(width, title), *lines] if lines else []


def _told_before(shown: Shown, width: int) -> Lines:
    made: Lines = []
    for label, text in (
        ("Your own line", shown.asking.own_line or ""),
        ("Your reason", shown.asking.reason),
    ):
        if text:
            made += ink.labelled(label, text, width, wide=15)
    return [*made, ink.BLANK] if made else []


def _options(shown: Shown, width: int) -> Lines:
    made: Lines = []
    if shown.asking.form is Form.BOARD:
        parts = [
            (r.came_true, r.yes, r.row.text, r.row.feedback, f"{points_text(r.points)} points")
            for r in shown.rows
        ]
    else:
        parts = [
            (o.id == shown.outcome, bp, o.text, o.feedback, "")
            for o, bp in zip(shown.asking.options, shown.estimate.probs, strict=True)
        ]
    for true, bp, text, feedback, beside in parts:
        if made:
            made.append(ink.BLANK)
        lead = f"{'✓' if true else ' '} {share(bp).rjust(5)} %  "
        pieces = ink.flow(text, width - len(lead), "strong" if true else "")
        for k, piece in enumerate(pieces):
            head = (lead, "good" if true else "") if k == 0 else (" " * len(lead), "")
            made.append((head, *piece))
        made += ink.flow(feedback, width, "dim", indent=" " * len(lead))
        if beside:
            made.append(((" " * len(lead) + beside, "dim"),))
    return made


def _figures(shown: Shown, width: int) -> Lines:
    rows: list[list[tuple[str, str]]] = []
    if shown.expected is not None and shown.variance is not None:
        sd = shown.variance**0.5
        rows.append(
            [
                ("Brier", "dim"),
                (f"{shown.score:.3f}", ""),
                (f"your own numbers promised {shown.expected:.3f} ± {sd:.3f}", "dim"),
            ]
        )
    if shown.log_loss is not None:
        rows.append(
            [("Log score", "dim"), (f"{shown.log_loss:.2f}", ""), ("nats; 0 = sure", "dim")]
        )
    if shown.ranked is not None:
        rows.append(
            [("Ranked", "dim"), (f"{shown.ranked:.3f}", ""), ("near misses cost less", "dim")]
        )
    rows += [_rival_row(rival, shown) for rival in shown.against]
    made = [ink.shorten(line, width) for line in ink.columns_of(rows, right=(1,))]
    if len(shown.stages) > 1:
        made += [ink.BLANK, *_stages(shown, width)]
    return made


def _rival_row(rival: Against, shown: Shown) -> list[tuple[str, str]]:
    name = ink.plain(rival.name, "dim")
    if shown.asking.form is Form.QUANTILE:
        return [name, (f"{rival.score:.3g}", ""), ("WIS", "dim")]
    probs = ""
    if shown.asking.form is not Form.BOARD and rival.probs:
        ids = [option.id for option in shown.asking.options]
        probs = f"gave the truth {100 * rival.probs[ids.index(shown.outcome)]:.0f} %"
    source = f"  ({ink.plain(rival.source)[0]})" if rival.source else ""
    beside = f"{points_text(rival.points)} points; {probs}{source}"
    return [name, (f"{rival.score:.3f}", ""), (beside.removesuffix("; "), "dim")]


def _stages(shown: Shown, width: int) -> Lines:
    """Every stage's probabilities and score, and the update that Bayes' rule asked for."""
    rows = [[("", ""), *((_short(o.text), "dim") for o in shown.asking.options), ("Brier", "dim")]]
    for number, stage in enumerate(shown.stages, start=1):
        rows.append(_stage_row(number, stage))
        if stage.ideal:
            cells = [(f"{100 * p:.0f}", "dim") for p in stage.ideal]
            rows.append([("  by Bayes' rule", "dim"), *cells, ("", "")])
    places = range(1, len(shown.asking.options) + 2)
    return [ink.shorten(line, width) for line in ink.columns_of(rows, right=places)]


def _short(text: str) -> str:
    return ink.fit(text, 12).rstrip()


def _stage_row(number: int, stage: StageScore) -> list[tuple[str, str]]:
    cells = [(share(p), "") for p in stage.probs]
    return [(f"Stage {number}", "dim"), *cells, (f"{stage.brier:.3f}", "strong")]


def _sources(shown: Shown, width: int) -> Lines:
    made: Lines = []
    for source in shown.asking.scenario.sources:
        made += ink.flow(_source(source), width, "dim", first="· ", indent="  ")
    return made


def _source(source: Source) -> str:
    parts = [source.title, source.identifier or source.url, source.locator]
    checked = f" (checked: {source.checked})" if source.checked else ""
    return ", ".join(part for part in parts if part) + checked
