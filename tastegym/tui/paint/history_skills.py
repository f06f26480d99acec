"""Skills with what worlds say beside decks, check-ups, and the advice that numbers leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.tui import ink

if TYPE_CHECKING:
    from tastegym.insight.anchors import Mean
    from tastegym.insight.opened import Opened
    from tastegym.insight.values import SkillRow
    from tastegym.tui.ink import Lines, Run
    from tastegym.tui.paint.history import State

_JOINED = 92
"""Columns from which score and regret stand in one table."""

CAPTION = (
    "β below 1: your numbers are more extreme than what comes true; above 1: more timid; a range "
    "that holds 1 says nothing either way. Dots are drawn towards each other as far as few answers "
    "demand. Brier beside what your numbers promised; regret is measured on anchors alone and free "
    "of luck."
)


def skills(opened: Opened, state: State, width: int, height: int) -> Lines:  # noqa: ARG001
    """The eight groups, or with the table the 37 tags; then check-ups and what would tell most."""
    if state.as_table:
        return _tags(opened, width)
    joined = width >= _JOINED and bool(opened.regret)
    made = _groups(opened, width, joined=joined)
    if not joined:
        made += _regret(opened, width)
    made += [ink.BLANK, *ink.flow(CAPTION, width, "caption")]
    return [*_next_up(opened, width), *made, *_checkups(opened, width)]


def _groups(opened: Opened, width: int, *, joined: bool) -> Lines:
    from tastegym.deck.skills import GROUPS

    scored, regret = opened.scored or {}, opened.regret or {}
    heads = ["skill", "n", "Brier", "promised", "β", "90 % range", ""]
    heads += ["regret", "n", "90 %"] if joined else []
    rows: list[list[Run]] = [[(name, "dim") for name in heads]]
    wide = 24 if joined or width >= 74 else 16
    scale = max(8, min(20, width - (94 if joined else 67 if width >= 74 else 45)))
    for row in opened.insight.figures.skills:
        if not row.n and row.skill not in regret:
            continue
        name = GROUPS.get(row.skill, row.skill)
        cells: list[Run] = [(ink.fit(str(name), wide).rstrip(), ""), (str(row.n), "strong")]
        score = scored.get(row.skill)
        cells += [(f"{v:.3f}", r) for v, r in zip(score, ("", "dim"), strict=True)] if score else []
        cells += [] if score else [("-", "dim")] * 2
        cells += _beta(row, scale)
        cells += _mean(regret.get(row.skill)) if joined else []
        rows.append(cells)
    if len(rows) == 1:
        return ink.flow("Nothing is counted by skill yet.", width, "dim")
    if width < 74:
        rows = [[*row[:3], *row[4:6]] for row in rows]
    flush = (1, 2, 3, 4, 7, 8) if joined else (1, 2, 3, 4) if width >= 74 else (1, 2, 3)
    return [ink.shorten(one, width) for one in ink.columns_of(rows, right=flush)]


def _tags(opened: Opened, width: int) -> Lines:
    """The 37 judgements that were met, by name."""
    from tastegym.deck.skills import SKILLS

    rows: list[list[Run]] = [[(name, "dim") for name in ("judgement", "n", "β", "90 % range", "")]]
    for row in opened.insight.figures.tags:
        if row.n:
            known = SKILLS.get(row.skill)
            name = ink.fit(known.title if known else row.skill, 34).rstrip()
            rows.append([(name, ""), (str(row.n), "strong"), *_beta(row, 15)])
    if len(rows) == 1:
        return ink.flow("Nothing is counted by skill yet.", width, "dim")
    said = "Each judgement alone; with few answers the groups (t) say more."
    lines = [ink.shorten(one, width) for one in ink.columns_of(rows, right=(1, 2))]
    return [*lines, ink.BLANK, *ink.flow(said, width, "caption")]


def _beta(row: SkillRow, wide: int) -> list[Run]:
    beta, low, high = row.beta, row.beta_q05, row.beta_q95
    if beta is None or low is None or high is None:
        return [("–", "dim"), ("too few yet", "dim"), ("", "")]
    drawn = (_scale(low, beta, high, wide), "you")
    return [(f"{beta:.2f}", ""), (f"{low:.2f}-{high:.2f}", "dim"), drawn]


def _scale(low: float, beta: float, high: float, wide: int) -> str:
    """A little line from 0.3 to 2.0: the range, the middle, and where 1 lies."""

    def at(value: float) -> int:
        return min(wide - 1, max(0, round((value - 0.3) / 1.7 * (wide - 1))))

    cells = ["─" if at(low) <= i <= at(high) else " " for i in range(wide)]
    cells[at(1.0)] = "┼" if cells[at(1.0)] == "─" else "│"
    cells[at(beta)] = "●"
    return "".join(cells)


def _mean(one: Mean | None) -> list[Run]:
    """Mean regret, its answers and its range."""
    if one is None or one.value is None:
        return [("-", "dim"), ("-", "dim"), ("", "")]
    reach = "too few" if one.lo is None or one.hi is None else f"{max(0, one.lo):.3f}-{one.hi:.3f}"
    return [(f"{one.value:.3f}", "strong"), (str(one.n), ""), (reach, "dim")]


def _regret(opened: Opened, width: int) -> Lines:
    """Regret on anchors in a table of its own, where the window is narrow."""
    from tastegym.deck.skills import GROUPS

    if not opened.regret:
        return []
    heads = ("regret in worlds", "mean", "n", "90 %")
    rows: list[list[Run]] = [[(name, "dim") for name in heads]]
    for group, one in opened.regret.items():
        rows.append([ink.plain(str(GROUPS.get(group, group))), *_mean(one)])
    lines = [ink.shorten(one, width) for one in ink.columns_of(rows, right=(1, 2))]
    return [ink.BLANK, *lines]


def _next_up(opened: Opened, width: int) -> Lines:
    """What would tell most if it were practised next."""
    from tastegym.deck.skills import GROUPS
    from tastegym.insight.words import next_skill

    name = next_skill(opened.insight.figures)
    if not name:
        return []
    row = next((row for row in opened.insight.figures.skills if row.skill == name), None)
    why = "not met yet" if row is None or not row.n else f"the widest range, {row.n} answers so far"
    text = f"Most informative to practise next: {GROUPS.get(name, name)}, {why} (p starts it)."
    return [*ink.flow(text, width, "strong"), ink.BLANK]


def _checkups(opened: Opened, width: int) -> Lines:
    """What check-ups measured in skills that were practised and in those held back."""
    from tastegym.insight.course_words import sentences

    told = list(sentences(opened.measured))
    if not told:
        return []
    made = [ink.BLANK, ink.ruled(width, "Check-ups: practised and held back, apart")]
    for text in told:
        made += ink.flow(text, width)
    return made


# --- advice ---------------------------------------------------------------------------------------


def shows_advice(opened: Opened) -> bool:
    """Whether the table of advice stands on the page."""
    from tastegym.insight.veil import CURVE_FROM

    return opened.advice is not None and opened.advice.answers >= CURVE_FROM


def advice(opened: Opened, state: State, width: int, height: int) -> Lines:  # noqa: ARG001
    """The correction table, and how it has fared on later answers."""
    from tastegym.insight import words
    from tastegym.insight.veil import CURVE_FROM

    block = opened.advice
    if state.advising:
        return ink.flow("Counting … advice, tested answer by answer", width, "dim")
    if block is None or not shows_advice(opened):
        return ink.flow(f"Advice is given from {CURVE_FROM} counted answers.", width, "dim")
    made = [*ink.flow(words.advice(block), width, "strong"), ink.BLANK]
    since = {row.felt: row for row in block.since}
    heads = ["you feel", "enter", "90 % range", ""] + (["entered since, worth"] if since else [])
    rows: list[list[Run]] = [[(name, "dim") for name in heads]]
    for row in block.table:
        cells: list[Run] = [
            (f"{100 * row.felt:.0f} %", "strong"),
            (f"{100 * row.enter:.0f} %", ""),
            (f"{100 * row.lo:.0f}-{100 * row.hi:.0f} %", "dim"),
            (_arrow(row.felt, row.enter, row.lo, row.hi), "you"),
        ]
        later = since.get(row.felt)
        if since:
            cells.append(
                (
                    f"{100 * later.enter:.0f} % ({100 * later.lo:.0f}-{100 * later.hi:.0f} %)"
                    if later
                    else "-",
                    "",
                )
            )
        rows.append(cells)
    said = (
        "A range that holds what you feel says nothing either way. The test is forward: each "
        "answer is corrected by what was known before it. That you have seen this table is kept "
        "with the day, so that later answers are judged apart."
    )
    lines = [ink.shorten(one, width) for one in ink.columns_of(rows, right=(0, 1))]
    return [*made, *lines, ink.BLANK, *ink.flow(said, width, "caption")]


def _arrow(felt: float, enter: float, low: float, high: float) -> str:
    """From 50 to 100 %: what was felt (│), what to enter (●) and its range."""
    wide = 21

    def at(value: float) -> int:
        return min(wide - 1, max(0, round((value - 0.5) / 0.5 * (wide - 1))))

    cells = ["─" if at(low) <= i <= at(high) else " " for i in range(wide)]
    cells[at(felt)] = "┼" if cells[at(felt)] == "─" else "│"
    cells[at(enter)] = "●"
    return "".join(cells)
