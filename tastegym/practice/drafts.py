"""Answers left open: which there are, and how a sitting goes on with one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tastegym import home
from tastegym.errors import UserError
from tastegym.ledger import draft, seen
from tastegym.practice.session import Session
from tastegym.practice.start import Opened, standings
from tastegym.practice.values import Drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tastegym.practice.start import Base
    from tastegym.practice.worlds import Generated


def open_drafts(base: Base) -> tuple[draft.Draft, ...]:
    """Unfinished answers that can be gone on with, newest first.

    Left out are those that another running program is typing, those whose stage is in the ledger
    already (the program died between the commit and the next draft), and those to a scenario that
    was answered elsewhere since.
    """
    path = home.ledger_path(base.home)
    fit = []
    for one in draft.load(base.home).found:
        locked = seen.locked_stages(path, one.exposure_id) if path.exists() else 0
        elsewhere = not locked and seen.board_of(one.uid) in base.seen.met
        if not draft.is_being_typed(one) and locked <= one.stage and not elsewhere:
            fit.append(one)
    return tuple(fit)


def continued(base: Base, exposure_id: str = "") -> Opened:
    """The sitting of a draft (the newest by default); UserError if it cannot be gone on with."""
    fit = [one for one in open_drafts(base) if exposure_id in ("", one.exposure_id)]
    if not fit and exposure_id:
        raise UserError("That answer is no longer open: it was given, or is being typed elsewhere.")
    if not fit:
        raise UserError("There is no open draft to go on with: start with `tastegym practice`.")
    one = fit[0]
    try:
        saved = json.loads(dict(one.fields)["session"])
        drawn = [_again(base, entry) for entry in saved["uids"][: saved["index"] + 1]]
        drawn += [_known_by_now(base, _again(base, e)) for e in saved["uids"][saved["index"] + 1 :]]
        session = Session.resume(
            saved, drawn, started=base.now(), new_id=base.ids.new, standings=standings(base)
        )
    except (KeyError, ValueError, TypeError, UserError):
        raise UserError(
            "The open draft belongs to scenarios that have changed since, so it cannot be gone on "
            "with: start anew with `tastegym practice`."
        ) from None
    return Opened(base, session, one.exposure_id)


def face_of(base: Base, exposure_id: str) -> dict[str, Any]:
    """What a screen kept in a draft, {} if nothing."""
    for one in draft.load(base.home).found:
        if one.exposure_id == exposure_id:
            face = json.loads(dict(one.fields).get("face", "{}"))
            return face if isinstance(face, dict) else {}
    return {}


def _again(base: Base, entry: Sequence[Any]) -> Drawn | Generated:
    """What a draft says was drawn; ValueError or UserError if it is no longer to be had."""
    if entry[-1] == "generated":
        from tastegym.practice.worlds import promised

        return promised(entry)
    uid, _, why, first, about = entry
    pairs = tuple((str(name), value) for name, value in about)
    return Drawn(base.library.scenario(uid), why, first, pairs)


def _known_by_now(base: Base, one: Drawn | Generated) -> Drawn | Generated:
    """The same, saying that it does not count if it was answered in another sitting since."""
    from tastegym.frozen import replace
    from tastegym.practice.worlds import met_seeds

    if isinstance(one, Drawn):
        names = {one.scenario.uid, *one.scenario.aliases}
        met = not names.isdisjoint(base.seen.met)
    else:
        met = str(one.seed) in met_seeds(base.seen.met, one.world)
    return replace(one, why_not="repeat") if met and not one.why_not else one
