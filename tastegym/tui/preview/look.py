"""What a deck's files hold now, with the last good text of what is broken; no screen here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tastegym.authoring.worlds import seeds_of
from tastegym.deck.files import deck_files
from tastegym.deck.forms import Form
from tastegym.deck.lint.run import lint
from tastegym.deck.lock import check_lock, lock_path
from tastegym.frozen import frozen
from tastegym.generators import registry
from tastegym.ledger.records import TOTAL
from tastegym.practice.bars import Bars, spread
from tastegym.practice.ladder import Ladder
from tastegym.practice.reveal import even_quantiles
from tastegym.practice.session import Session
from tastegym.practice.values import Asking, Drawn, Estimate, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tastegym.clock import Moment
    from tastegym.deck.check import Item
    from tastegym.deck.diagnostic import Diagnostic, Place
    from tastegym.deck.lint.pairs import Beside
    from tastegym.deck.load import Loaded
    from tastegym.deck.model import Scenario


@frozen
class Entry:
    """One scenario to look at and where it stands; `stale` ones show as they last were good."""

    id: str
    scenario: Scenario
    place: Place | None = None
    stale: bool = False


@frozen
class Look:
    """A deck at one moment: its scenarios, its findings; `broken` says that no deck was read."""

    title: str
    entries: tuple[Entry, ...]
    findings: tuple[Diagnostic, ...]
    left_out: int = 0
    broken: bool = False


EMPTY = Look("", (), ())


def stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, times and sizes of the deck's files: another stamp means another text."""
    found = []
    for file in (*deck_files(path)[0], lock_path(path)):
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)


def look(path: Path, before: Look = EMPTY, beside: Beside | None = None) -> Look:
    """Read and lint the deck beside others; what cannot be read is taken from `before`."""
    loaded = lint(path, beside or (), [partial(_hold_lock, path)])
    if loaded.deck is None:
        kept = tuple(replace(one, stale=True) for one in before.entries)
        return Look(before.title, kept, loaded.diagnostics, loaded.left_out, broken=True)
    good = {one.id: one for one in loaded.deck.scenarios}
    last = {one.id: one.scenario for one in before.entries}
    entries: dict[str, Entry] = {}
    for item in loaded.items:
        name = item.id_node.value if item.id_node is not None else ""
        if name in good:
            entries[name] = Entry(name, good[name], _place(item))
        elif name in last:
            entries.setdefault(name, Entry(name, last[name], _place(item), stale=True))
    shown = _with_dropped(tuple(entries.values()), before, loaded)
    return Look(loaded.deck.title, shown, loaded.diagnostics, loaded.left_out)


def _with_dropped(entries: tuple[Entry, ...], before: Look, loaded: Loaded) -> tuple[Entry, ...]:
    """The entries, and in their old places those of files that cannot be read at the moment."""
    dropped = {one.place.path for one in loaded.diagnostics if one.code[0] == "S"}
    shown = list(entries)
    ids = [one.id for one in shown]
    at = 0
    for one in before.entries:
        if one.id in ids:
            at = ids.index(one.id) + 1
        elif one.place is not None and one.place.path in dropped:
            shown.insert(at, replace(one, stale=True))
            ids.insert(at, one.id)
            at += 1
    return tuple(shown)


def _hold_lock(path: Path, loaded: Loaded) -> None:
    check_lock(loaded, lock_path(path))


def _place(item: Item) -> Place | None:
    node = item.id_node
    return None if node is None else item.page.source.place(node.start, node.end)


def changed(old: Look, new: Look) -> int | None:
    """The place of the first scenario that is new or differs; None if there is none."""
    before: Mapping[str, Scenario] = {one.id: one.scenario for one in old.entries}
    for number, one in enumerate(new.entries):
        if before.get(one.id) != one.scenario:
            return number
    return None


def instance(scenario: Scenario, number: int) -> tuple[Scenario, int]:
    """The scenario as it is asked: of a generated one the seed of that number, and the seed.

    UserError names what is wrong with a generator.
    """
    ref = scenario.generator
    if ref is None:
        return scenario, 0
    seeds = seeds_of(scenario)
    seed = seeds[number % len(seeds)]
    return registry.find(ref.name, ref.version).instance(seed, ref.params).scenario, seed


@frozen
class Scene:
    """A scenario at one stage, with even rows; `shown` is its reveal, None while it is pending."""

    asking: Asking
    rows: Bars | Ladder
    shown: Shown | None


def scene(scenario: Scenario, stage: int, now: Moment) -> Scene:
    """The asking at a stage (the last one for a number beyond it) and the reveal after it."""
    session = Session([Drawn(scenario)], seed="preview", started=now, new_id=_ids())
    asking = session.ask(now)
    assert asking is not None
    wanted = asking
    while True:
        if asking.wants_line:
            asking = session.own_line("")
            wanted = asking if wanted.stage == asking.stage else wanted
        after = session.committed(session.lock(_even(asking), now))
        if not isinstance(after, Asking):
            break
        asking = after
        if asking.stage <= stage:
            wanted = asking
    return Scene(wanted, _rows(wanted), after if isinstance(after, Shown) else None)


def _ids() -> Callable[[int], str]:
    numbers = iter(range(1_000))
    return lambda _at: f"preview-{next(numbers)}"


def _rows(asking: Asking) -> Bars | Ladder:
    if asking.form is Form.QUANTILE:
        return Ladder.of(asking.scenario)
    count = len(asking.rows) or len(asking.options)
    return Bars.start(asking.form, count, asking.previous)


def _even(asking: Asking) -> Estimate:
    """The answer of somebody who knows nothing."""
    if asking.form is Form.BOARD:
        return Estimate((TOTAL // 2,) * len(asking.rows))
    if asking.form is Form.QUANTILE:
        return Estimate((), even_quantiles(asking.scenario) or _around(asking.scenario))
    return Estimate(spread([1] * len(asking.options), TOTAL))


def _around(scenario: Scenario) -> tuple[float, ...]:
    """Rising values about the truth, where no bounds are stated."""
    key = scenario.quantile
    value = key.value if key is not None and key.value is not None else 0.0
    if key is not None and key.scale == "log":
        return tuple((value or 1.0) * 4 ** (level - 0.5) for level in scenario.levels)
    return tuple(value + (abs(value) or 1.0) * (level - 0.5) for level in scenario.levels)
