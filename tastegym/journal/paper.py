"""Ten minutes with a paper: results expected from the abstract, kept before reading on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.errors import UserError
from tastegym.frozen import frozen
from tastegym.journal.estimate import read_estimate
from tastegym.journal.model import New, one_line
from tastegym.ledger.records import Fact
from tastegym.text import canonical, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tastegym.clock import Moment
    from tastegym.journal.entry import Entry
    from tastegym.journal.estimate import Estimate

FEWEST, MOST = 2, 4
"""How many results are written down."""


@frozen
class Expected:
    """A result that is expected, with its estimate."""

    statement: str
    estimate: Estimate


def expected(statement: str, estimate: str) -> Expected:
    """A result from two typed lines; UserError if either cannot be read."""
    text = one_line(statement)
    if not text:
        raise UserError("Write one result that the paper will or will not report.")
    return Expected(text, read_estimate(estimate))


def predictions(paper: str, results: Sequence[Expected], today: str) -> tuple[New, ...]:
    """The results as predictions due today; those of one paper share its facts (one cluster)."""
    title = one_line(paper)
    cluster = f"paper:{sha256(title.casefold())[:16]}" if title else ""
    return tuple(
        New(one.statement, one.estimate, today, topic="paper", paper=title, cluster=cluster)
        for one in results
    )


def read_fact(
    paper: str, questions: Sequence[str], surprise: str, now: Moment, new_id: Callable[[int], str]
) -> Fact:
    """The row that says a paper was read, which predictions belong to it, and what surprised."""
    body = {
        "paper": one_line(paper),
        "questions": list(questions),
        "surprise": one_line(surprise),
    }
    return Fact(new_id(now.at), now.at, now.local_day, "paper", canonical(body))


def still_open(entries: Sequence[Entry], title: str = "") -> tuple[Entry, ...]:
    """Results of one paper that were locked and not told yet, in the order they were written.

    Of the paper with this title, or without one of the paper that was met last.
    """
    found = [one for one in entries if one.topic == "paper" and one.open]
    name = one_line(title).casefold()
    if not name and found:
        name = max(found, key=lambda one: one.id).paper.casefold()
    of_it = (one for one in found if one.paper.casefold() == name)
    return tuple(sorted(of_it, key=lambda one: one.id))
