"""Print a deck as its player sees it before any reveal, for solving it blind.

Usage: blind_sheet.py DECK_PATH SEED [UIDS]   (a sheet on stdout; no key, no explanation, no source)

UIDS is a file with one uid a line; only these items are printed, such as those that
`quality.py --stale` lists. Answers go into a new file in docs/decks/blind/, one JSON line an item:
{"solver", "uid", "probs", "recognised", "note"}; then `quality.py --stamp FILE` marks them as
answers to the present text.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tastegym import clock
from tastegym.cli import plain_text as page
from tastegym.deck.load import load
from tastegym.deck.model import Kind
from tastegym.ledger.ids import Ids
from tastegym.practice.order import shuffled
from tastegym.practice.session import Session
from tastegym.practice.values import Drawn


def main(path: str, seed: str, uids: str = "") -> None:
    """Print the scenarios of the deck in a drawn order, all stages of evidence included."""
    deck = load(Path(path)).deck
    if deck is None:
        sys.exit(f"{path} cannot be read")
    asked = [s for s in deck.scenarios if s.kind is not Kind.GENERATED and not s.pending]
    if uids:
        wanted = Path(uids).read_text("utf-8").split()
        asked = [s for s in asked if s.uid in wanted]
    ordered = shuffled(asked, lambda scenario: scenario.uid, seed)
    now = clock.now()
    for number, scenario in enumerate(ordered, start=1):
        run = Session([Drawn(scenario)], seed=seed, started=now, new_id=Ids().new)
        asking = run.ask(now)
        assert asking is not None
        if asking.wants_line:
            asking = run.own_line("")
        print(f"\n##### item {number} of {len(ordered)}: {scenario.uid}")
        print("\n".join(list(page.question(asking, "utf-8"))[1:]))
        for stage in scenario.stages[1:]:
            print(f"\nThen: {' '.join(stage.reveal.split())}")
            for line in page.exhibits(stage.exhibits, "utf-8"):
                print(line)
        ids = [*(one.id for one in asking.options), *(row.id for row in asking.rows)]
        print(f"\nids, in this order: {' '.join(ids) or 'levels ' + str(scenario.levels)}")


if __name__ == "__main__":
    main(*sys.argv[1:4])
