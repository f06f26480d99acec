"""Lines for a terminal: none wider than it is. What goes into a pipe or a file stays as it is."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEAST = 40
_KEPT = re.compile(r"\s*\d* \|")
"""Quotes from a file: they are cut by the terminal, since carets stand under them."""


def wrapped(lines: Iterable[str], columns: int) -> Iterator[str]:
    """The lines, folded at blanks and indented two columns more where they go on."""
    columns = max(columns, LEAST)
    for line in lines:
        if len(line) <= columns or "\x1b" in line or _KEPT.match(line):
            yield line
            continue
        indent = line[: len(line) - len(line.lstrip())]
        yield from textwrap.wrap(
            line.strip(),
            columns,
            initial_indent=indent,
            subsequent_indent=indent + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def show(lines: Iterable[str]) -> None:
    """Print lines, folded to the terminal where stdout is one."""
    if sys.stdout.isatty():
        lines = wrapped(lines, shutil.get_terminal_size().columns)
    for line in lines:
        print(line)
