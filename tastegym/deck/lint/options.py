"""W401-W411 on options: can the key be told from the others without knowing anything?"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tastegym.deck.fields import listed, many, short
from tastegym.deck.lint.words import ABSOLUTES, HEDGES, NEGATIONS, content, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tastegym.deck.lint.place import Spot

LONGEST_RATIO = 1.5
MAX_OPTION_WORDS = 30
_CATCH_ALL = re.compile(
    r"\b(?:all|none|neither|both) of (?:the )?(?:above|these|them|those)\b|\bboth [a-d] and [a-d]\b"
    r"|\bany of (?:the )?(?:above|these)\b|\b[a-d] and [a-d] (?:only|both)\b",
    re.IGNORECASE,
)
NONE_OF_THESE = re.compile(r"\bnone of (?:the )?(?:above|these|them|those)\b", re.IGNORECASE)
_JOINING = frozenset(["of", "and"])
"""Words of which every catch-all holds one."""
_NUMBER = re.compile(r"^[^\d\w-]*(-?\d+(?:[.,]\d+)?)")
_DIGIT = re.compile(r"\d")
_RANGE = re.compile(r"^\D*(-?\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)\D*$")
_EMPHASIS = re.compile(r"\b(?:NOT|EXCEPT|NEVER|CANNOT)\b|[*_]{1,2}(?:not|except|never)[*_]{1,2}")


def check_options(spot: Spot) -> None:
    """All rules that need nothing but one scenario."""
    options = spot.scenario.options
    _negative(spot)
    if "options" not in spot.item.node.entries:
        return  # yes and no, which nobody wrote
    _ranges(spot)
    _lengths(spot)
    _grammar(spot)
    _order(spot)
    keys = [option for option in options if option.id == spot.scenario.answer]
    if not keys or len(options) < 2:
        return
    _longest(spot)
    if spot.english:
        words = {option.id: option.text for option in options}
        _terms(spot, words)
        _repeated(spot, words)
        if len(options) >= 3:
            _convergence(spot, words)


def _longest(spot: Spot) -> None:
    key = spot.scenario.answer
    lengths = {option.id: len(option.text) for option in spot.scenario.options}
    others = [length for name, length in lengths.items() if name != key]
    mean = sum(others) / len(others)
    if lengths[key] > max(others) and lengths[key] >= LONGEST_RATIO * mean:
        spot.report(
            "W401",
            spot.option(key),
            f"The key is the longest option, {lengths[key] / mean:.1f} × the mean of the others.",
            "Shorten it, or give the others as much detail.",
        )


def _terms(spot: Spot, words: dict[str, str]) -> None:
    key = spot.scenario.answer
    # What W406 judges is left out.
    absolute = {
        name: sorted(marked)
        for name, said in words.items()
        if (marked := ABSOLUTES.intersection(tokens(said))) and not _is_catch_all(said)
    }
    for name, found in absolute.items():
        if name != key and key not in absolute:
            spot.report(
                "W402",
                spot.option(name),
                f"`{found[0]}` stands in a wrong option and no such word in the key.",
                "Say it without the absolute term.",
            )
    hedged = {
        name: sorted(stated)
        for name, said in words.items()
        if (stated := HEDGES.intersection(tokens(said)))
    }
    if hedged.keys() == {key}:
        spot.report(
            "W403",
            spot.option(key),
            f"`{hedged[key][0]}` stands in the key and no such word in another option.",
            "Hedge all options or none.",
        )


def _repeated(spot: Spot, words: dict[str, str]) -> None:
    key = spot.scenario.answer
    others: set[str] = set()
    for name, said in words.items():
        if name != key:
            others |= content(said)
    shared = (content(words[key]) & spot.stem_words) - others
    rare = sorted(word for word in shared if spot.is_rare(word))
    if rare:
        full = next((one for one in tokens(words[key]) if one.startswith(rare[0])), rare[0])
        spot.report(
            "W404",
            spot.option(key),
            f"The key repeats `{full}` from the question, and no other option does.",
            "Use another word in the key, or the same word in a wrong option too.",
        )


def _convergence(spot: Spot, words: dict[str, str]) -> None:
    key = spot.scenario.answer
    kept = {name: content(said) for name, said in words.items()}
    scores = {
        name: sum([len(said & other) for other in kept.values()]) - len(said)
        for name, said in kept.items()
    }
    runner_up = max([score for name, score in scores.items() if name != key])
    if scores[key] >= runner_up + 2:
        spot.report(
            "W405",
            spot.option(key),
            f"The key shares {many(scores[key], 'word')} with the others, the next {runner_up}.",
            "Spread the shared words over all options.",
        )


def _is_catch_all(text: str) -> bool:
    return bool(NONE_OF_THESE.search(text) or _CATCH_ALL.search(text))


def check_catch_all(spots: Iterable[Spot]) -> None:
    """W406, which spares `none of these` where it is the key in 10-30 % of a deck's uses."""
    uses: list[tuple[Spot, str, bool]] = []
    for spot in spots:
        for option in spot.scenario.options:
            if _JOINING.isdisjoint(tokens(option.text)):
                continue
            if NONE_OF_THESE.search(option.text):
                uses.append((spot, option.id, option.id == spot.scenario.answer))
            elif found := _CATCH_ALL.search(option.text):
                _catch_all(spot, option.id, found.group())
    right = sum(key for _, _, key in uses)
    if uses and 0.1 <= right / len(uses) <= 0.3:
        return
    for spot, name, _ in uses:
        spot.report(
            "W406",
            spot.option(name),
            f"`None of these` is the key in {right} of {many(len(uses), 'use')} in this deck.",
            "Let it be the key in 10-30 % of its uses, or name a real rival.",
        )


def _catch_all(spot: Spot, name: str, words: str) -> None:
    spot.report(
        "W406",
        spot.option(name),
        f"`{words}` asks about the other options, not about the world.",
        "Write what would be true.",
    )


def _negative(spot: Spot) -> None:
    question = spot.scenario.question
    found = NEGATIONS.intersection(tokens(question))
    asks = question.lower().startswith(("which", "what", "who", "all of"))
    if spot.english and found and asks and not _EMPHASIS.search(question):
        spot.report(
            "W407",
            spot.field("question"),
            f"The question turns on `{sorted(found)[0]}`, which is easily overlooked.",
            "Ask for what is true, or write NOT.",
        )


def _grammar(spot: Spot) -> None:
    options = spot.scenario.options
    if spot.scenario.kind == "binary" or len(options) < 3:
        return
    last = spot.scenario.question.rstrip(" .…:_").rpartition(" ")[2].lower()
    for option in options:
        vowel = option.text[:1].lower() in "aeiou"
        if spot.english and last in {"a", "an"} and vowel is (last == "a"):
            spot.report(
                "W408",
                spot.option(option.id),
                f"`{last} {short(option.text, 20)}` is no English, so the option rules itself out.",
                "End the question with `a(n)`, or put the article into each option.",
            )
    forms: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("ends with a full stop", lambda text: text.endswith(".")),
        ("begins with a capital letter", lambda text: text[:1].isupper()),
    )
    for name, test in forms:
        odd = [option for option in options if test(option.text)]
        if len(odd) == 1 and all(option.text[:1].isalpha() for option in options):
            spot.report("W408", spot.option(odd[0].id), f"This option alone {name}.",
                        "Write all options in one form.")  # fmt: skip


def _ranges(spot: Spot) -> None:
    ranges = [
        (float(match[1]), float(match[2]), option.id)
        for option in spot.scenario.options
        if _DIGIT.search(option.text) and (match := _RANGE.match(option.text))
    ]
    ranges.sort()
    for (_, high, first), (low, _, second) in pairwise(ranges):
        if low < high:
            spot.report(
                "W409",
                spot.option(second),
                f"The ranges of `{first}` and `{second}` overlap.",
                "Let each number lie in one option.",
            )


def numbers_of(spot: Spot) -> list[float] | None:
    """The numbers that the options begin with, if every one does."""
    values: list[float] = []
    for option in spot.scenario.options:
        match = _NUMBER.match(option.text)
        if match is None:
            return None
        values.append(float(match[1].replace(",", ".")))
    return values if len(values) >= 3 else None


def _order(spot: Spot) -> None:
    values = numbers_of(spot)
    if values is not None and values not in (sorted(values), sorted(values, reverse=True)):
        spot.report(
            "W410",
            spot.field("options"),
            "The options are numbers and do not stand in order.",
            "Put them in order and write `ordered: true`.",
        )


def _lengths(spot: Spot) -> None:
    for option in spot.scenario.options:
        # A word has a letter and a blank before it, so a short text needs no counting.
        count = len(option.text.split()) if len(option.text) > 2 * MAX_OPTION_WORDS else 0
        if count > MAX_OPTION_WORDS:
            spot.report(
                "W411",
                spot.option(option.id),
                f"The option has {count} words; {MAX_OPTION_WORDS} can be taken in.",
                "Move what all options share into the setup.",
            )


def check_middle(spots: Iterable[Spot]) -> None:
    """W410: among at least four items with numeric options the key is never an end."""
    inner: list[Spot] = []
    for spot in spots:
        values = numbers_of(spot)
        ids = [option.id for option in spot.scenario.options]
        if values is None or spot.scenario.answer not in ids:
            continue
        key = values[ids.index(spot.scenario.answer)]
        if key in (min(values), max(values)):
            return
        inner.append(spot)
    if len(inner) >= 4:
        names = listed(spot.scenario.id for spot in inner)
        inner[0].report(
            "W410",
            inner[0].field("options"),
            f"In {len(inner)} items with numbers the key is never the lowest or highest: {names}.",
            "Let it be an end in some of them.",
        )
