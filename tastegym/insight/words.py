"""The sentences about a record: what a figure says, with its n and what would be normal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tastegym.insight import spelling
from tastegym.insight.filters import POOLED, SOURCE_WORDS
from tastegym.insight.veil import CURVE_FROM

if TYPE_CHECKING:
    from tastegym.insight.values import (
        AdviceBlock,
        Evidence,
        Figures,
        Group,
        Headline,
        Insight,
        Interval,
        Multiplier,
        ThenNow,
        Updates,
    )

percent, decimal, count = spelling.percent, spelling.decimal, spelling.count
e_value, day_of = spelling.e_value, spelling.day_of

CLEAR = 20
_NO_SIGN = 1 / 3
_DIRECTION = {"over": "overconfidence", "under": "underconfidence"}
_MEANS = {
    "over": "your numbers are more extreme than what comes true",
    "under": "your numbers are more timid than what comes true",
}


def title(insight: Insight) -> str:
    """What record this is, how many of its answers count, and under which filter."""
    figures = insight.figures
    filtered = f", {insight.filter_words}" if insight.filter_words else ""
    return (
        f"{SOURCE_WORDS[insight.source].capitalize()}{filtered}: "
        f"{figures.fresh} counted of {count(figures.n, 'resolved answer')}"
    )


def score(figures: Figures) -> str:
    """The mean score beside what the person's own numbers promised."""
    if figures.brier is None:
        return "No answer counts yet, so there is no score."
    luck = figures.expected_brier
    parts = [f"Brier {decimal(figures.brier)} over {count(figures.fresh, 'answer')}"]
    if luck.mean is not None and luck.sd is not None:
        parts.append(
            f"if your numbers were exactly right: {decimal(luck.mean)} ± {decimal(luck.sd)} (SD)"
        )
    if figures.uniform is not None:
        parts.append(f"even odds: {decimal(figures.uniform)}")
    return "; ".join(parts) + "."


def skill(interval: Interval, fresh: int) -> str:
    """Skill against even odds, with its interval in words."""
    if interval.value is None:
        return f"Skill is shown from {CURVE_FROM} counted answers." if fresh else ""
    if interval.lo is None or interval.hi is None:
        return f"Skill {decimal(interval.value, 2)} against even odds (too few sources to say ±)."
    text = (
        f"Skill {decimal(interval.value, 2)} against even odds "
        f"(90 % range {decimal(interval.lo, 2)} to {decimal(interval.hi, 2)})"
    )
    if interval.lo <= 0 <= interval.hi:
        return text + ": not yet distinguishable from even odds."
    return text + "."


def verdict(figures: Figures, source: str = "", *, filtered: bool = False) -> str:
    """Over- or underconfident: by the evidence that may be looked at every day."""
    found = figures.evidence
    if source == POOLED:
        return "No verdict on pooled records: each record is judged apart."
    if filtered or found.verdict == "no_verdict" or found.e is None:
        return (
            "No verdict under a filter: among many filters one looks clear by luck alone. The "
            "range above still holds for these answers."
            if figures.beta.median is not None
            else "No verdict under a filter."
        )
    if not figures.fresh:
        return "Over- or underconfident? Nothing can be said before the first counted answer."
    text = _rung(found, figures)
    if found.clear_at is not None and found.verdict != "clear":
        text += (
            f" It was once clear, on {day_of(found.clear_at)}; answers since then speak for your "
            "numbers."
        )
    return text


def _rung(found: Evidence, figures: Figures) -> str:
    e = found.e or 0.0
    if found.direction is None or found.verdict == "cannot_tell":
        if e < _NO_SIGN and figures.fresh >= CURVE_FROM:
            return (
                f"No sign of over- or underconfidence in {count(figures.fresh, 'answer')} "
                f"(evidence {e_value(e)}; below 1 speaks for your numbers, {CLEAR} would be clear)."
            )
        return (
            f"Over- or underconfident? Cannot tell yet: evidence {e_value(e)}, and {CLEAR} would "
            f"be clear.{_needed(figures.answers_needed)}"
        )
    leaning, means = _DIRECTION[found.direction], _MEANS[found.direction]
    if found.verdict == "hint":
        return (
            f"A hint of {leaning} (evidence {e_value(e)} of {CLEAR}): perhaps {means}. Too little "
            "to act on."
        )
    if found.verdict == "fairly_clear":
        return f"Fairly clear {leaning} (evidence {e_value(e)} of {CLEAR}): {means}."
    return f"Clear {leaning} (evidence {e_value(e)}; {CLEAR} is clear): {means}."


def _needed(answers: int | None) -> str:
    if answers is None:
        return " Even odds say nothing about confidence."
    if not answers:
        return " A lean as large as 80 % for what is worth 75 % would usually have shown by now."
    return (
        f" A lean as large as 80 % for what is worth 75 % usually takes about {_rough(answers)} "
        "more answers to show."
    )


def _rough(n: int) -> int:
    """A number to two digits at most, so that it does not look exact."""
    power = int(10 ** max(0, math.floor(math.log10(n)) - 1))
    return max(1, round(n / power) * power)


def worth(figures: Figures, said: float = 0.8) -> str:
    """What a stated probability is worth, from beta; "" where it is hidden."""
    found = next((w for w in figures.worth if abs(w.said - said) < 1e-9), None)
    if found is None:
        if not figures.fresh:
            return ""
        return f"What your numbers are worth is shown from {CURVE_FROM} counted answers."
    return (
        f"When you say {percent(found.said)}, it is about {percent(found.median)} "
        f"(90 % range {100 * found.lo:.0f}-{percent(found.hi)}, "
        f"{count(figures.fresh, 'answer')})."
    )


def bucket(figures: Figures) -> str:
    """The decade of forecasts said most often, with what would be normal; "" where hidden."""
    one = figures.bucket
    if one is None:
        return ""
    return (
        f"Of the {count(one.n, 'time')} you said {100 * one.low:.0f}-{percent(one.high)}, "
        f"{one.hits} came true; {_range(one.normal_lo, one.normal_hi)} would be normal."
    )


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"


def split(figures: Figures) -> str:
    """Where the score is lost: by wrong confidence, and by not telling options apart."""
    corp = figures.corp
    if corp.mcb is None or corp.mcb_null is None:
        return ""
    luck = f"luck alone costs {decimal(corp.mcb_null)}"
    if corp.dsc is None or corp.unc is None or figures.brier is None:
        return f"Wrong confidence costs {decimal(corp.mcb)} of your score; {luck}."
    return (
        f"Of your {decimal(figures.brier)}, {decimal(corp.mcb)} is lost by wrong confidence "
        f"({luck}) and {decimal(corp.unc - corp.dsc)} by not recognising what is true "
        f"({decimal(corp.unc)} if you could tell nothing apart)."
    )


def then_now(figures: Figures) -> str:
    """First answers against last ones: the score, and whether calibration or sharpness moved it."""
    return moved(figures.then_now)


def moved(both: ThenNow | None) -> str:
    """One part of a record against a later one; "" where there is nothing to compare."""
    if both is None:
        return ""
    score_, excess = both.score, both.excess
    text = (
        f"{_sides(both)}: Brier {decimal(score_.first)} then, "
        f"{decimal(score_.last)} now ({_signed(score_.difference, score_.lo, score_.hi)})."
    )
    if score_.lo is None or score_.hi is None:
        return text + " Too few independent answers to say more."
    if _holds(score_.lo, 0.0, score_.hi):
        text += " Chance alone can do that."
    elif _holds(excess.lo, 0.0, excess.hi):
        text += (
            " What your own numbers promised moved with it: "
            + ("sharper answers or easier" if score_.difference < 0 else "vaguer answers or harder")
            + " questions, not another calibration."
        )
    else:
        text += " It moved against what your own numbers promised: that is calibration."
    chance = percent(min(0.99, max(0.01, both.p_improved)))
    return text + f" The chance that your calibration came closer to right is {chance}."


def _sides(both: ThenNow) -> str:
    if not any(both.names):
        return f"First {both.n} against last {both.n_last} answers"
    then, now = both.names
    return (
        f"{then[:1].upper()}{then[1:]} ({count(both.n, 'answer')}) against {now} "
        f"({count(both.n_last, 'answer')})"
    )


def _holds(low: float | None, value: float, high: float | None) -> bool:
    return low is not None and high is not None and low <= value <= high


def _signed(value: float, low: float | None, high: float | None) -> str:
    change = f"{value:+.3f}"
    if low is None or high is None:
        return f"{change}, no range"
    return f"{change}, 90 % range {low:+.3f} to {high:+.3f}"


_REASONS = {
    "void": ("void",) * 2,
    "ambiguous": ("ambiguous outcome", "ambiguous outcomes"),
    "contested": ("contested truth", "contested truths"),
    "tutorial": ("from the tutorial",) * 2,
    "key_seen": ("whose answer you had seen",) * 2,
    "spoiled": ("given away by another scenario",) * 2,
    "repeat": ("repeat", "repeats"),
    "hint": ("with a hint",) * 2,
    "known": ("known beforehand",) * 2,
    "late": ("locked after more than a day",) * 2,
}


def reason(name: str, n: int) -> str:
    """Why some answers do not count, in words for so many of them."""
    return _REASONS[name][n != 1]


def excluded(figures: Figures) -> str:
    """What does not count and why, and the headline with all of it; "" if everything counts."""
    if not figures.excluded:
        return ""
    parts = [f"{n} {_REASONS[reason][n != 1]}" for reason, n in figures.excluded.items()]
    total = sum(figures.excluded.values())
    text = f"Not counted: {total} ({', '.join(parts)})."
    everything: Group = figures.with_excluded
    if everything.brier is not None:
        text += f" With all whose outcome is known: Brier {decimal(everything.brier)}"
        if everything.skill.value is not None:
            text += f", skill {decimal(everything.skill.value, 2)}"
        text += f" over {count(everything.n, 'answer')}."
    return text


def waiting(insight: Insight) -> str:
    """How many answers wait for their outcome, and how many of them are overdue."""
    open_ = len(insight.waiting)
    if not open_:
        return ""
    overdue = sum(one.overdue for one in insight.waiting)
    text = f"Waiting for {count(open_, 'outcome')}"
    return text + (f", {overdue} overdue." if overdue else ".")


def quantiles(figures: Figures) -> str:
    """The block of numeric answers; "" if there are none."""
    block = figures.quantiles
    if not block.n or block.coverage is None or block.lo is None or block.hi is None:
        return ""
    text = (
        f"Numeric answers: {count(block.n, 'interval')}, of which {percent(block.coverage)} held "
        f"the value (90 % range {100 * block.lo:.0f}-{percent(block.hi)})"
    )
    if block.rel_wis is not None:
        text += f"; score {decimal(block.rel_wis, 2)} of an even spread's"
    return text + "."


def regret(figures: Figures) -> str:
    """Distance from the ideal observer; "" where no ideal answer is known."""
    found = figures.regret
    if found is None or found.brier.value is None:
        return ""
    text = f"Regret against the ideal observer {decimal(found.brier.value)}"
    if found.brier.lo is not None and found.brier.hi is not None:
        text += f" (90 % range {decimal(max(0.0, found.brier.lo))} to {decimal(found.brier.hi)})"
    return text + f" over {count(found.n, 'answer')}, free of luck."


def practised(figures: Figures) -> str:
    """How many generated answers come from a world that was met before; "" if none do."""
    if not figures.practised:
        return ""
    return (
        f"{figures.practised} of these {count(figures.fresh, 'answer')} come from a world met "
        "before (a practised family)."
    )


def record(name: str, headline: Headline) -> str:
    """One line on one of the records."""
    words = SOURCE_WORDS[name]
    if not headline.n:
        return f"{words}: nothing yet"
    if headline.brier is None:
        return f"{words}: {count(headline.n, 'answer')}, none counted"
    text = f"{words}: Brier {decimal(headline.brier)} over {count(headline.fresh, 'answer')}"
    if headline.skill.value is not None:
        text += f", skill {decimal(headline.skill.value, 2)}"
    return text


def one_look(figures: Figures, source: str = "", *, filtered: bool = False) -> list[str]:
    """The sentences at the top of a record: score, verdict, calibration."""
    said = [
        score(figures),
        skill(figures.skill, figures.fresh),
        verdict(figures, source, filtered=filtered),
        bucket(figures),
        worth(figures),
        split(figures),
    ]
    return [text for text in said if text]


def advice(block: AdviceBlock | None, felt: float = 0.85) -> str:
    """One row of the correction table in words, and how the table has fared."""
    if block is None:
        return ""
    row = min(block.table, key=lambda one: abs(one.felt - felt))
    text = (
        f"When you feel {percent(row.felt)}, enter {percent(row.enter)} "
        f"({100 * row.lo:.0f}-{percent(row.hi)}, from {count(block.answers, 'answer')})."
    )
    return " ".join(filter(None, (text, _fared(block), _since(block, row.felt))))


def _fared(block: AdviceBlock) -> str:
    """How the correction would have done on answers that came after a fit."""
    if block.gain.value is None:
        return ""
    helped = "better" if block.gain.value < 0 else "worse"
    text = (
        f"On the {count(block.tested, 'answer')} that came after a fit it would have done "
        f"{helped} by {decimal(abs(block.gain.value))} a question"
    )
    if block.gain.lo is not None and block.gain.hi is not None:
        text += f" (change {block.gain.lo:+.3f} to {block.gain.hi:+.3f})"
    return text + "."


def _since(block: AdviceBlock, felt: float) -> str:
    """What the numbers are worth that were entered after the table had been seen."""
    row = next((one for one in block.since if one.felt == felt), None)
    if row is None:
        return ""
    return (
        f"It rests on answers from before you first saw it. In the "
        f"{count(block.advised, 'answer')} since, {percent(row.felt)} entered has been worth "
        f"{percent(row.enter)} ({100 * row.lo:.0f}-{percent(row.hi)}): if you follow the advice "
        "already, do not correct again."
    )


def next_skill(figures: Figures) -> str:
    """The group of skills of which the least is known: answering it tells most; "" if none."""
    rows = [row for row in figures.skills if row.beta_q05 and row.beta_q95]
    untried = [row.skill for row in figures.skills if not row.n]
    if untried or not rows:
        return untried[0] if untried else ""
    return max(rows, key=lambda row: (row.beta_q95 or 1.0) / (row.beta_q05 or 1.0)).skill


def updates(found: Updates) -> str:
    """Whether the steps between stages were as large as the evidence deserved."""
    parts = []
    if found.by_evidence is not None:
        one = found.by_evidence
        parts.append(f"Your updates were {_factor(one)} of what the evidence called for")
    if found.by_outcome is not None:
        one = found.by_outcome
        parts.append(f"as outcomes judge they should have been {_factor(one)} as large")
    if not parts:
        return ""
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]} ({count(found.updates, 'update')})."


def _factor(one: Multiplier) -> str:
    if one.lo is None or one.hi is None:
        return f"{one.value:.2f} times (too few scenarios for a range)"
    return f"{one.value:.2f} times (90 % range {one.lo:.2f} to {one.hi:.2f})"


PROSPECT = (
    "What half a year of ten minutes a day can tell: which way you lean, and your distance from "
    "the ideal answers in worlds to about 0.01. What it cannot: which single skill is your best."
)
"""Said early, so that nobody waits for the wrong thing."""

CURVE_CAPTION = (
    "Shading: where a calibrated person's curve lies at one place 9 times in 10; such a person "
    "leaves it somewhere 6 times in 10. Dots: where the whole curve lies 9 times in 10. "
    "◆ outside the dots, ● inside, hollow: fewer than 5 answers. n: how often you said it."
)
"""What the marks of the curve mean."""

STRIP_CAPTION = "One mark is one answer, at what you gave your favourite: too few for a curve."
"""What the strip shows."""
