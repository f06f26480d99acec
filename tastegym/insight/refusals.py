"""What is wrong with the rows of a table, said once for rows that are wrong in the same way."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ALIKE = 5
"""Rows that are wrong in one way are listed singly up to this number."""


class BadRowError(ValueError):
    """A row that cannot be taken: what is wrong, how to mend it, and which kind of fault it is."""

    def __init__(self, said: str, mend: str = "", kind: str = "") -> None:
        super().__init__(f"{said}; {mend}" if mend else said)
        self.kind = kind or said


class Refusal(NamedTuple):
    """One bad row: its line in the file, the sentence, and the kind of fault."""

    line: int
    said: str
    kind: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.said}"


def listed(name: str, refusals: Sequence[Refusal]) -> str:
    """All bad rows of a file by their lines, after a first line that counts them."""
    many = len(refusals)
    head = f"{name}: {many} bad row{'s' if many > 1 else ''}, so nothing was scored."
    kinds: dict[str, list[Refusal]] = {}
    for one in refusals:
        kinds.setdefault(one.kind, []).append(one)
    told: list[tuple[int, str]] = []
    for found in kinds.values():
        if len(found) > ALIKE:
            first = found[0]
            lines = ranges(one.line for one in found)
            told.append((first.line, f"lines {lines} ({len(found)} rows), as here: {first.said}"))
        else:
            told += [(one.line, str(one)) for one in found]
    return "\n".join([head, *(f"  {clean(text)}" for _, text in sorted(told))])


def ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers with runs drawn together: "2-9, 12, 14-20"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def mended_number(text: str) -> str:
    """How a number should be written that a spreadsheet wrote in its own way; "" if unclear."""
    bare = text.rstrip("% \u00a0").lstrip()
    scale = 100.0 if text.rstrip().endswith("%") else 1.0
    try:
        value = float(bare.replace(",", ".")) / scale
    except ValueError:
        return ""
    changed = scale != 1.0 or "," in bare
    return f"{value:.10g}" if changed and 0.0 <= value <= 1.0 else ""


def separator(cells: Sequence[str]) -> str:
    """What stands between the columns of a first line that has no comma; "" if nothing does."""
    if len(cells) == 1:
        for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if mark in cells[0]:
                return name
    return ""


def spilled(cells: Sequence[str], width: int) -> str:
    """The first number that a decimal comma has cut in two; "" if the row looks otherwise."""
    if len(cells) <= width:
        return ""
    pairs = itertools.pairwise(cell.strip() for cell in cells)
    return next((f"0.{b}" for a, b in pairs if a == "0" and b.isascii() and b.isdigit()), "")
