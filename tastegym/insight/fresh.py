"""Freshness of a whole ledger at once, by arrays: the rules of `practice.freshness` and no others.

Of most scenarios nothing is ever said (no alias, spoiler, fact or resolution names them), and for
those few rules are left: superseded, repeat, hint, known, late. They are decided here; every other
answer is judged by the rules themselves. A test holds both to be equal on every history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tastegym.insight.joined import FAR, NONE, any_at, codes, least, whole
from tastegym.practice.freshness import LATE_AFTER, REASONS, base_uid, judged, spoken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tastegym.calibration.sample import Bools, Ints
    from tastegym.insight.joined import Joined
    from tastegym.ledger.read import History

WHY = ("", *REASONS)
"""The reason behind each number; 0 counts."""

_CODE = {reason: code for code, reason in enumerate(WHY)}


def stale(joined: Joined, contested: Collection[str] = ()) -> Ints:
    """(F,) the number in `WHY` of each lock of the joined history; 0 for the fresh ones."""
    history = joined.history
    said = spoken(history, contested)
    named = _named(joined, said.names)
    plain = (
        (joined.of_lock != NONE) & ~named[joined.scenario[joined.of_lock]]
        if len(joined.scenario)
        else np.zeros(len(joined.of_lock), dtype=np.bool_)
    )
    why = _by_arrays(joined, plain)
    rest = np.flatnonzero(~plain)
    if len(rest):
        status = judged(_part(joined, named, rest), said)
        ids = history.column("forecasts", "id")
        why[rest] = [_CODE[status[ids[place]].reason] for place in rest.tolist()]
    return why


def _named(joined: Joined, names: Iterable[str]) -> Bools:
    """(scenarios,) whether something is said of a scenario, or its rows are out of the ordinary."""
    column = joined.history.column
    named = np.zeros(len(joined.scenarios), dtype=np.bool_)

    def add(uids: Iterable[str]) -> None:
        for uid in uids:
            for name in (uid, base_uid(uid)):
                if name in joined.scenarios:
                    named[joined.scenarios[name]] = True

    add(names)
    wanted = set(names)
    for table, of in (
        ("exposures", np.arange(len(joined.scenario))),
        ("forecasts", joined.of_lock),
    ):
        hit = [i for i, name in enumerate(column(table, "id")) if name in wanted] if wanted else []
        named[joined.scenario[of[[i for i in hit if of[i] != NONE]]]] = True
    purposes, purpose = codes(column("exposures", "purpose"))
    named[joined.scenario[purpose != purposes.get("practice", NONE)]] = True
    if wanted:
        items = column("exposures", "item_id")
        named[joined.scenario[[i for i, item in enumerate(items) if item in wanted]]] = True
    add(uid for uid in joined.scenarios if uid.rfind("/") > uid.find("#") >= 0)
    # Locks whose exposure is not here, and reveals that do not name what their exposure showed.
    lost = np.flatnonzero(joined.of_lock == NONE).tolist()
    uids, questions = column("forecasts", "uid"), column("forecasts", "question_id")
    add([uids[place] for place in lost if not questions[place]])
    revealed = joined.revealed
    shown_there = np.append(joined.scenario, NONE)[joined.of_reveal]
    strange = revealed != shown_there
    for side in (revealed[strange], shown_there[strange]):
        named[side[side != NONE]] = True
    return named


def _by_arrays(joined: Joined, plain: Bools) -> Ints:
    """The reasons of the plain locks; 0 for the others."""
    column = joined.history.column
    exposures, scenarios = len(joined.scenario), len(joined.scenarios)
    why = np.zeros(len(plain), dtype=np.int64)
    rows = np.flatnonzero(plain)
    if not len(rows):
        return why
    of, rank = joined.of_lock[rows], joined.lock_rank[rows]
    met = joined.of_reveal != NONE
    told = least(exposures, joined.of_reveal[met], joined.reveal_rank[met])
    told_of = least(scenarios, joined.scenario[joined.of_reveal[met]], joined.reveal_rank[met])
    first = least(exposures, of, rank)
    locked = np.flatnonzero(first < FAR)
    first_of = least(scenarios, joined.scenario[locked], first[locked])
    scenario = joined.scenario[of]
    hint = whole(joined.history, "forecasts", "hint_used")[rows] == 1
    known = np.array([r == "known" for r in column("forecasts", "recognised")], np.bool_)[rows]
    shown = least(scenarios, joined.scenario, joined.shown_at)
    tests = (
        ("superseded", ~_standing(joined, rows, told)),
        ("repeat", (first[of] != first_of[scenario]) | (told_of[scenario] < rank)),
        ("hint", any_at(exposures, of, hint)[of]),
        ("known", any_at(exposures, of, known)[of]),
        ("late", joined.lock_at[rows] - shown[scenario] > LATE_AFTER),
    )
    found = np.zeros(len(rows), dtype=np.int64)
    for reason, holds in reversed(tests):
        found[holds] = _CODE[reason]
    why[rows] = found
    return why


def _standing(joined: Joined, rows: Ints, told: Ints) -> Bools:
    """(n,) whether each of the locks stands for its answer: the last stage before the reveal."""
    of, rank = joined.of_lock[rows], joined.lock_rank[rows]
    stage = whole(joined.history, "forecasts", "stage")[rows]
    uids, uid = codes(joined.history.column("forecasts", "uid"))
    slot = of * len(uids) + uid[rows]
    standing = rank <= told[of]
    order = np.lexsort((rank, stage, slot, ~standing))
    last = np.ones(len(order), dtype=np.bool_)
    last[:-1] = slot[order][1:] != slot[order][:-1]
    # The locks in time come first; the last of them ends its slot even if late ones follow.
    final = int(np.count_nonzero(standing))
    if final:
        last[final - 1] = True
    kept = np.zeros(len(rows), dtype=np.bool_)
    kept[order[:final][last[:final]]] = True
    return kept


def _part(joined: Joined, named: Bools, rest: Ints) -> History:
    """All rows of the scenarios of which something is said, and of questions."""
    history = joined.history
    shown = np.flatnonzero(named[joined.scenario]).tolist() if len(named) else []
    revealed = joined.revealed
    told = np.flatnonzero((revealed == NONE) | np.append(named, True)[revealed]).tolist()
    return history.changed(
        exposures=tuple([history.row("exposures", place) for place in shown]),
        forecasts=tuple([history.row("forecasts", place) for place in rest.tolist()]),
        reveals=tuple([history.row("reveals", place) for place in told]),
    )
