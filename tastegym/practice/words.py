"""Sentences about an answer that every face shows in the same words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tastegym.practice.plan import Plan
    from tastegym.practice.values import Rival

WHY_NOT = {
    "superseded": "a later answer to the same question stands for it",
    "void": "the question was taken back",
    "ambiguous": "the outcome was ambiguous",
    "contested": "the truth of this one is contested, so it is kept out of every score",
    "tutorial": "this was the tutorial",
    "key_seen": "you have seen its answer on this ledger",
    "spoiled": "another scenario gave its answer away",
    "repeat": "you have answered it before",
    "hint": "a hint was shown",
    "known": "you knew the outcome",
    "late": "it was locked more than 24 hours after it was first shown",
}
"""Why an answer does not count, by the reasons of the ledger."""


def not_counted(reason: str) -> str:
    """The sentence for an answer that stays out of the figures."""
    return f"Does not count: {WHY_NOT[reason]}."


def why_excluded(excluded: Iterable[tuple[str, int]]) -> str:
    """Which answers of a block do not count, by reason; "" if all do."""
    parts = [f"{count} because {WHY_NOT[reason]}" for reason, count in excluded]
    return f"Not counted: {'; '.join(parts)}." if parts else ""


def contents(made: Plan) -> tuple[str, ...]:
    """What the plan holds, part by part: "2 for lessons that are due", "2 new", "1 world"."""
    counts = Counter("lesson" if spot.lesson else spot.why for spot in made.spots)
    parts = (
        ("lesson", "for a lesson that is due", "for lessons that are due"),
        ("lab", "open lab question", "open lab questions"),
        ("unseen", "new", "new"),
        ("world", "world", "worlds"),
        ("repeat", "answered before", "answered before"),
    )
    return tuple(
        f"{counts[name]} {one if counts[name] == 1 else more}"
        for name, one, more in parts
        if counts[name]
    )


def how_sure(rival: Rival) -> str:
    """How sure the order of you and a comparator is, by the sign-flip p-value of the difference."""
    if rival.n == 1:
        return "one question says nothing about who is better"
    if rival.p > 0.2:
        return "luck alone does that easily"
    if rival.p > 0.05:
        return "a hint, no more"
    return "hardly luck" if rival.p <= 0.01 else "probably not luck"


def step_words(step: float) -> str:
    """The size of an update beside the ideal one, in words."""
    if step < -0.1:
        return "you moved the wrong way"
    if step < 0.1:
        return "you hardly moved"
    size = f"you moved {step:.1f} times as far as the evidence asked"
    if step < 0.7:
        return f"{size}: too little"
    return f"{size}: too far" if step > 1.4 else f"{size}: about right"


def scored(points: float) -> str:
    """Points as they are shown: whole numbers, with a true minus sign."""
    return f"{round(points):d}".replace("-", "\u2212")


def percent(basis_points: int) -> str:
    """Basis points as percents, without needless decimals."""
    return f"{basis_points / 100:.2f}".rstrip("0").rstrip(".") + " %"


RECOGNISED = {
    "new": "new to you",
    "heard": "heard of it; it still counts",
    "known": "you know the outcome; it will not count",
}
"""What each state of `s` means."""

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def left(made: Plan) -> str:
    """What is left unseen, such as "31 unseen left, about six days"."""
    if not made.unseen or made.days_left is None:
        return "No unseen scenario left; worlds never run out."
    days = made.days_left
    word = _NUMBERS[days] if days < len(_NUMBERS) else str(days)
    return f"{made.unseen} unseen left, about {word} {'day' if days == 1 else 'days'}."


def budget(made: Plan) -> str:
    """What the day holds, such as "About 10 minutes: 5 questions (3 new, 2 worlds)."."""
    count = len(made.spots)
    minutes = max(1, round(made.planned))
    text = f"About {minutes} {'minute' if minutes == 1 else 'minutes'}: "
    text += f"{count} {'question' if count == 1 else 'questions'}"
    return f"{text} ({', '.join(contents(made))})." if made.spots else f"{text}."
