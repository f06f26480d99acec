"""Errors written for the person who reads them."""

from __future__ import annotations

DONE, REFUSED, USAGE = 0, 1, 2
"""Exit codes: all is done; findings, or something refused; the command's words are wrong."""


class UserError(Exception):
    """What went wrong, where, and how to mend it, in one plain sentence.

    Front ends print it to stderr and exit with ``code``. REFUSED is for what was understood: a
    file, deck or prediction that is not there, a day that has passed, a ledger that cannot be
    read. USAGE is for what nobody could understand: no date, no probability, no such kind.
    Anything else that reaches a front end is a bug.
    """

    def __init__(self, sentence: str, *, code: int = REFUSED) -> None:
        super().__init__(sentence)
        self.code = code
