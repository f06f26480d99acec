"""World names → worlds. A family is imported when it is asked for, alone.

Installed packages may register further worlds under the entry point group `tastegym.generators`;
these are looked up only for a name that is not built in, or for a full list, because reading
package metadata is slow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tastegym.errors import UserError
from tastegym.generators.interface import World
from tastegym.generators.params import did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "tastegym.generators"

BUILT_IN: dict[str, str] = {
    "base-rate": "base_rate:BaseRate",
    "significant-finding": "significant_finding:SignificantFinding",
    "winners-curse": "winners_curse:WinnersCurse",
    "seeds-or-gain": "seeds_or_gain:SeedsOrGain",
    "anomaly-board": "anomaly_board:AnomalyBoard",
    "forking-paths": "forking_paths:ForkingPaths",
    "which-experiment": "which_experiment:WhichExperiment",
    "experiment-result": "experiment_result:ExperimentResult",
    "task-order": "task_order:TaskOrder",
    "decodable-or-used": "decodable_or_used:DecodableOrUsed",
    "off-the-list": "off_the_list:OffTheList",
    "many-lines": "many_lines:ManyLines",
}
"""World name → module:class under tastegym.generators, in teaching order."""

_made: dict[str, World] = {}


def find(name: str, version: int | None = None) -> World:
    """The world of this name; UserError: unknown name, another version, a broken plug-in."""
    world = _made.get(name)
    if world is None:
        world = _made[name] = _load(name)
    if version is not None and version != world.version:
        raise UserError(
            f"World {name} has version {world.version} here, not {version}; "
            f"mend the deck's generator version or install the matching tastegym."
        )
    return world


def names() -> tuple[str, ...]:
    """All names, built-in ones first, then those that installed packages register."""
    return (*BUILT_IN, *sorted(set(_entry_points()) - set(BUILT_IN)))


def _load(name: str) -> World:
    place = BUILT_IN.get(name)
    if place is not None:
        module, _, attribute = place.partition(":")
        cls: type[World] = getattr(import_module(f"tastegym.generators.{module}"), attribute)
        return cls()
    registered = _entry_points()
    if name in registered:
        return _plug_in(name, registered[name])
    hint = did_you_mean(name, (*BUILT_IN, *registered))
    raise UserError(
        f"There is no world {name!r}.{hint or ' See the names with `tastegym generate --list`.'}"
    )


def _plug_in(name: str, entry: EntryPoint) -> World:
    try:
        found = entry.load()
        world = found() if isinstance(found, type) else found
    except (ImportError, AttributeError, TypeError) as error:
        raise UserError(
            f"World {name} is registered as {entry.value} but does not load: {error}"
        ) from error
    if not isinstance(world, World) or world.name != name:
        raise UserError(
            f"World {name} is registered as {entry.value}, which is no World of that name; "
            f"see docs/generators.md."
        )
    return world


def _entry_points() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group=GROUP)}
