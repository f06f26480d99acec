"""Sentences for wrong words of a command; imported when something is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def left_over(word: str, usage: str) -> str:
    """A sentence about a word that no argument took."""
    word = word.strip()
    if not word.startswith("-") or word[1:2].isdecimal():
        return f"{word!r} is a word too many: put quotes around what belongs together."
    return f"There is no option {word.partition('=')[0]} here{_meant(word, _OPTION.findall(usage))}"


def _meant(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word.partition("=")[0], known, n=1, cutoff=0.6)
    return f": did you mean {near[0]}?" if near else "."


# What argparse says (Python 3.11 to 3.14) as sentences; anything else is passed on as it came.
_MISSING = re.compile(r"the following arguments are required: (.+)")
_NO_VALUE = re.compile(r"argument (\S+): expected (?:one|at least one) argument")
_NONE_OF = re.compile(r"argument ([^:]+): invalid choice: '?(.*?)'? \(choose from (.+)\)", re.S)
_BOTH = re.compile(r"argument (\S+): not allowed with argument (\S+)")
_EITHER = re.compile(r"one of the arguments (.+) is required")
_ABOUT = re.compile(r"argument ([^:]+): (.+)", re.S)


def plainly(message: str) -> str:
    """What argparse says as a plain sentence."""
    if match := _MISSING.fullmatch(message):
        return f"{match[1]} {'are' if ', ' in match[1] else 'is'} missing."
    if match := _NO_VALUE.fullmatch(message):
        return f"{match[1]} needs a value."
    if match := _NONE_OF.fullmatch(message):
        known = [word.strip("' ") for word in match[3].split(",")]
        if near := _meant(match[2], known).rstrip("."):
            return f"There is no {match[1]} {match[2]!r}{near}"
        return f"There is no {match[1]} {match[2]!r}: use {', '.join(known)}."
    if match := _BOTH.fullmatch(message):
        return f"Give {match[1]} or {match[2]}, not both."
    if match := _EITHER.fullmatch(message):
        return f"Give one of {', '.join(match[1].split())}."
    if match := _ABOUT.fullmatch(message):
        return f"{match[1]} {match[2]}"
    return message if message.endswith((".", "?")) else f"{message}."
