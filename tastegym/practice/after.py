"""What may follow a block: a first prediction about one's own work, or ten minutes with a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.frozen import frozen

if TYPE_CHECKING:
    from tastegym.practice.start import Base

FIRST = (
    "One thing more: what will come of your own work today? Say it with a number, and the gym "
    "asks you tomorrow."
)
PAPER = "If you read a paper today, predict its results from the abstract first."


@frozen
class After:
    """`first` asks for one prediction about today's own work, `paper` offers a paper."""

    first: bool = False
    paper: bool = False


def after(base: Base) -> After:
    """What follows the block that just ended, from the ledger as it stands; UserError as `facts`.

    A first sitting is still the first when it was left and gone on with.
    """
    from tastegym import home
    from tastegym.practice.facts import facts, sittings
    from tastegym.practice.start import day_plan, was_used

    if not was_used(base):
        return After()
    path = home.ledger_path(base.home)
    first = sittings(path) <= 1 and not facts(path, base.now().local_day).predicted
    return After(first=first, paper=not first and day_plan(base).paper)
