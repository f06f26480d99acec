"""Rules that hold one scenario against others: near-duplicate setups, lessons that stand alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tastegym.deck.lint.words import tokens
from tastegym.deck.model import Kind
from tastegym.deck.nodes import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tastegym.deck.lint.place import Spot
    from tastegym.deck.model import Scenario

SHINGLE = 5
SAME_SHARE = 0.6
MIN_SHINGLES = 4
_CROWD = 20


def _shingles(text: str) -> set[int]:
    words = tokens(text)
    return {hash(run) for run in zip(*(words[i:] for i in range(SHINGLE)), strict=False)}


def check_duplicates(spots: Sequence[Spot], others: Iterable[Scenario]) -> None:
    """L303: a setup that shares most of its five-word runs with an earlier one."""
    owners: dict[int, tuple[int, ...]] = {}
    seen: list[tuple[str, int]] = []

    def remember(uid: str, shingles: set[int]) -> None:
        own = (len(seen),)
        seen.append((uid, len(shingles)))
        shared = shingles & owners.keys()
        owners.update(dict.fromkeys(shingles - shared, own))
        for shingle in shared:
            if len(owners[shingle]) < _CROWD:
                owners[shingle] += own

    for scenario in others:
        remember(scenario.uid, _shingles(scenario.setup))
    for spot in spots:
        shingles = _shingles(spot.scenario.setup)
        shared = Counter(i for shingle in shingles for i in owners.get(shingle, ()))
        for i, count in shared.most_common(1):
            uid, size = seen[i]
            small = min(size, len(shingles))
            if small >= MIN_SHINGLES and count >= SAME_SHARE * small:
                spot.report(
                    "L303",
                    spot.field("setup"),
                    f"The setup is nearly that of `{uid}`: {count} of {small} five-word runs.",
                    "Drop one of the two, or list it in `spoils` and word it anew.",
                )
        remember(spot.scenario.uid, shingles)


def check_lessons(spots: Sequence[Spot], others: Sequence[Scenario]) -> None:
    """L305: a lesson that only one scenario of the library teaches never comes back."""
    uses: Counter[str] = Counter()
    for scenario in [*(spot.scenario for spot in spots), *others]:
        # A generated scenario comes back with new seeds, so it can repeat a lesson by itself.
        weight = 2 if scenario.kind is Kind.GENERATED else 1
        uses.update(dict.fromkeys(scenario.lessons, weight))
    for spot in spots:
        entry = spot.item.node.entries.get("lessons")
        for node in getattr(entry[1], "items", []) if entry is not None else []:
            if isinstance(node, Text) and uses[node.value] == 1:
                spot.report(
                    "L305",
                    node,
                    f"No other scenario teaches `{node.value}`.",
                    "Use a lesson of another scenario, or write a second one for it.",
                )
