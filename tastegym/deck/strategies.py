"""Ways to answer without reading: what a person who knows nothing could still see."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tastegym.deck.lint.words import ABSOLUTES, HEDGES, content, tokens
from tastegym.deck.model import NO, YES, Kind, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tastegym.deck.model import Scenario


@dataclass(frozen=True, slots=True)
class Question:
    """One question with a key: options in the order of the file, the content words of what was
    asked (`stem`), what was true.
    """

    uid: str
    key: str
    options: tuple[Option, ...]
    stem: frozenset[str]
    exciting: str
    shuffled: bool
    skills: tuple[str, ...]
    written: bool
    """True when an author wrote the options: yes and no have no length to give away."""


_YES_NO = (Option(YES, "Yes"), Option(NO, "No"))


def questions(scenarios: Sequence[Scenario]) -> list[Question]:
    """Every question with a key: scenarios with options, and the rows of boards."""
    found: list[Question] = []
    for one in scenarios:
        stem = content(one.setup) | content(one.question)
        if one.kind is Kind.BOARD:
            found += [
                Question(
                    f"{one.uid}/{row.id}", row.answer, _YES_NO, stem, row.exciting, True,
                    one.skills, False,
                )
                for row in one.rows
            ]  # fmt: skip
        elif one.answer and len(one.options) >= 2:
            written = {option.id for option in one.options} != {YES, NO}
            found.append(
                Question(
                    one.uid, one.answer, one.options, stem, one.exciting, one.shuffle, one.skills,
                    written,
                )
            )  # fmt: skip
    return found


def _tie(name: str, question: Question, best: list[str]) -> str:
    """One of the tied options, drawn by a hash, the same for ever and fair over items."""
    seed = hashlib.sha256(f"{name}\n{question.uid}".encode()).digest()
    return sorted(best)[int.from_bytes(seed[:8], "big") % len(best)]


def _by_score(
    score: Callable[[Question, Option], float], least: int = 2
) -> Callable[[str, Question], str | None]:
    """The option of the highest score; None where no option stands out or nobody wrote them."""

    def pick(name: str, question: Question) -> str | None:
        options = question.options
        if not question.written or len(options) < least:
            return None
        scores = [score(question, option) for option in options]
        top = max(scores)
        ties = scores.count(top)
        if ties == 1:
            return options[scores.index(top)].id
        if ties == len(scores):
            return None
        best = [option.id for option, value in zip(options, scores, strict=True) if value == top]
        return _tie(name, question, best)

    return pick


def _count(words: frozenset[str], sign: int = 1) -> Callable[[Question, Option], float]:
    return lambda _, option: sign * sum(map(words.__contains__, tokens(option.text)))


def _stem_overlap(question: Question, option: Option) -> float:
    return len(question.stem & content(option.text))


def _convergence(question: Question, option: Option) -> float:
    own = content(option.text)
    shared = sum([len(own & content(other.text)) for other in question.options])
    return shared - len(own)


def _oddness(question: Question, option: Option) -> float:
    # Times the number of options: whole numbers, so that equal distances tie exactly.
    total = sum([len(other.text) for other in question.options])
    return abs(len(option.text) * len(question.options) - total)


def _digits(_: Question, option: Option) -> float:
    return sum(map(str.isdigit, option.text))


def _always_yes(_: str, question: Question) -> str | None:
    return YES if {option.id for option in question.options} == {YES, NO} else None


def _sceptical(name: str, question: Question) -> str | None:
    if not question.exciting:
        return None
    return _tie(name, question, [o.id for o in question.options if o.id != question.exciting])


def _position(place: int) -> Callable[[str, Question], str | None]:
    def pick(_: str, question: Question) -> str | None:
        if question.shuffled or not question.written:
            return None
        at = len(question.options) // 2 if place == 0 else (0 if place == 1 else -1)
        return question.options[at].id

    return pick


STRATEGIES: dict[str, Callable[[str, Question], str | None]] = {
    "always yes": _always_yes,
    "longest": _by_score(lambda _, option: len(option.text)),
    "shortest": _by_score(lambda _, option: -len(option.text)),
    "most hedged": _by_score(_count(HEDGES)),
    "fewest absolutes": _by_score(_count(ABSOLUTES, -1)),
    "stem overlap": _by_score(_stem_overlap),
    "convergence": _by_score(_convergence, 3),
    "odd one out": _by_score(_oddness, 3),
    "most specific": _by_score(_digits),
    "most sceptical": _sceptical,
    "first": _position(1),
    "middle": _position(0),
    "last": _position(-1),
}
"""Name to a pick: an option id, or None where the strategy has nothing to go by."""
