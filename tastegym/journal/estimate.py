"""An estimate for one's own question in one line: yes/no, options that share 100 %, or 10/50/90."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tastegym.errors import USAGE, UserError
from tastegym.frozen import frozen
from tastegym.scoring import entry

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = (0.1, 0.5, 0.9)
BINARY, CHOICE, QUANTILE = "binary", "choice", "quantile"
YES_NO = ("yes", "no")
MOST_OPTIONS = 12

_NUMBER = r"[+-]?\d{1,15}(?:\.\d{1,15})?"
_THREE = re.compile(rf"({_NUMBER})\s+({_NUMBER})\s+({_NUMBER})(?:\s+(\D.*))?", re.A)
_SHARE = re.compile(rf"(.*\S)\s+({_NUMBER}\s*%?)", re.A)


@frozen
class Estimate:
    """What was typed, read: of kind binary, choice or quantile.

    `options` are the texts of a choice, `probs` basis points (yes and no, or one an option),
    `quantiles` the 10, 50 and 90 % values in `unit`.
    """

    kind: str
    probs: tuple[int, ...] = ()
    options: tuple[str, ...] = ()
    quantiles: tuple[float, ...] = ()
    unit: str = ""
    typed: str = ""


def read_estimate(text: str, options: Sequence[str] = (), unit: str = "") -> Estimate:
    """The estimate of one line; UserError with one sentence if it cannot be read.

    `70%`, `17:3`, `1 in 40` say how probable yes is; `drop it 60 | go on 30 | ask again` shares
    100 % between options; `10 25 60 hours` gives the 10, 50 and 90 % values. With `options` the
    line holds percents in their order.
    """
    said = " ".join(text.split())
    try:
        if options:
            return _choice(tuple(options), entry.read_choice(said, len(options)), said)
        if "|" in said:
            return _shared(said)
        if match := _THREE.fullmatch(said):
            values = entry.read_quantiles(" ".join(match.groups()[:3]), LEVELS)
            return Estimate(QUANTILE, quantiles=values, unit=(match[4] or unit).strip(), typed=said)
        return Estimate(BINARY, probs=entry.read_binary(said), typed=said)
    except entry.EntryError as error:
        raise UserError(str(error), code=USAGE) from None


def again(text: str, first: Estimate) -> Estimate:
    """A later estimate of the same kind as the first; UserError if it is of another."""
    said = " ".join(text.split())
    if first.kind == CHOICE and "|" not in said:
        return read_estimate(said, first.options)
    new = read_estimate(said, unit=first.unit)
    if new.kind != first.kind:
        raise UserError(f"{said!r} does not fit this question: {_WANTED[first.kind]}.")
    if new.kind == CHOICE and set(new.options) != set(first.options):
        raise UserError("Name the options as they were, or give percents in their order.")
    if new.kind == CHOICE:
        by_text = dict(zip(new.options, new.probs, strict=True))
        return _choice(first.options, tuple(by_text[text] for text in first.options), said)
    return new


_WANTED = {
    BINARY: "give how probable yes is, such as 70",
    CHOICE: "give percents in the order of its options",
    QUANTILE: "give its 10, 50 and 90 % values, lowest first",
}


def _choice(options: tuple[str, ...], probs: tuple[int, ...], typed: str) -> Estimate:
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise UserError(
            f"A choice needs 2 to {MOST_OPTIONS} options, not {len(options)}.", code=USAGE
        )
    if len({one.casefold() for one in options}) < len(options) or not all(options):
        raise UserError("Every option needs a text of its own.", code=USAGE)
    return Estimate(CHOICE, probs=probs, options=options, typed=typed)


def _shared(said: str) -> Estimate:
    """Options with their percents between bars; those without a number share what is left."""
    names: list[str] = []
    given: list[str] = []
    for number, part in enumerate(said.split("|"), start=1):
        match = _SHARE.fullmatch(part.strip())
        names.append((match[1] if match else part).strip())
        if match:
            given.append(f"{number}:{match[2].replace(' ', '')}")
    if not given:
        raise UserError(
            "Give at least one option its percent, such as `drop it 60 | go on 40`.", code=USAGE
        )
    return _choice(tuple(names), entry.read_choice(" ".join(given), len(names)), said)
