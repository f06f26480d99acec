"""The argument parser of all commands: help with examples, and one sentence for every mistake.

Wrong words of a command (a missing argument, an unknown option, a value that cannot be read) leave
with exit code 2; what is understood and then refused is a UserError with exit code 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from tastegym.errors import USAGE
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence


class Formatter(argparse.HelpFormatter):
    """Help as wide as the terminal; every option passes here, and `shutil` is slow to load."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


@cache
def _columns() -> int:
    """The width of the terminal, found as `shutil.get_terminal_size` finds it."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:
        return 80


class _Parts(argparse._SubParsersAction):  # type: ignore[type-arg]
    """Sub-commands whose own help begins with the line that the list of commands has of them."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser:
        """Declare a sub-command."""
        told = str(options.get("help", ""))
        options.setdefault("description", f"{told[:1].upper()}{told[1:]}.")
        made: argparse.ArgumentParser = super().add_parser(name, **options)
        return made


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence with a pointer to the help.

    With `mixed`, words may stand before, between and behind the options.
    """

    def __init__(self, *, mixed: bool = False, **options: Any) -> None:
        super().__init__(**{"formatter_class": Formatter, **options})
        self._mixed = mixed
        self._inside = False

    def add_subparsers(self, **options: Any) -> Any:
        """Sub-commands that are parsed and described alike."""
        return super().add_subparsers(**{"action": _Parts, "parser_class": Parser, **options})

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse; what is left over is this parser's own mistake, not its parent's."""
        if self._inside:  # one of the two halves of `parse_known_intermixed_args`
            return super().parse_known_args(args, namespace)
        self._inside = self._mixed
        try:
            read = super().parse_known_intermixed_args if self._mixed else super().parse_known_args
            found, extra = read(args, namespace)
        finally:
            self._inside = False
        if extra:
            from tastegym.cli.mistakes import left_over

            self.error(left_over(extra[0], self.format_usage()))
        return found, extra

    def format_help(self) -> str:
        """The help, and below it examples that can be typed as they stand."""
        from tastegym.cli.examples import EXAMPLES

        lines = EXAMPLES.get(self.prog.removeprefix("tastegym").strip(), ())
        return super().format_help() + "".join(
            ["\nexamples:\n" if lines else "", *(f"  {line}\n" for line in lines)]
        )

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and leave with the exit code for wrong usage."""
        from tastegym.cli.mistakes import plainly

        said = clean(plainly(message))
        print(f"{self.prog}: {said} Try `{self.prog} --help`.", file=sys.stderr)
        sys.exit(USAGE)


def shielded(argv: Sequence[str]) -> list[str]:
    """The arguments with a blank before what begins like a negative number.

    argparse takes `-5%` for an unknown option; a blank makes it a value, and readers strip it.
    """
    end = argv.index("--") if "--" in argv else len(argv)
    return [f" {arg}" if _is_negative(arg) else arg for arg in argv[:end]] + list(argv[end:])


def _is_negative(arg: str) -> bool:
    return arg[:1] == "-" and (arg[1:2].isdecimal() or arg[1:2] == ".")
