"""Rules that hold one scenario against others: near-duplicate setups, lessons that stand alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tastegym.deck.lint.words import tokens
from tastegym.deck.model import Kind
from tastegym.deck.nodes import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tastegym.deck.lint.place import Spot
    from tastegym.deck.model import Scenario

SHINGLE = 5
SAME_SHARE = 0.6
MIN_SHINGLES = 4
_CROWD = 20


class Beside:
    """The scenarios that a deck is held against, read once for any number of lookings."""

    def __init__(self, scenarios: Iterable[Scenario] = ()) -> None:
        self.scenarios = tuple(scenarios)
        self.setups = _Setups()
        for scenario in self.scenarios:
            self.setups.add(scenario.uid, _shingles(scenario.setup))


class _Setups:
    """Setups by their five-word runs."""

    def __init__(self) -> None:
        self._owners: dict[int, tuple[int, ...]] = {}
        self._seen: list[tuple[str, int]] = []

    def add(self, uid: str, shingles: set[int]) -> None:
        own = (len(self._seen),)
        self._seen.append((uid, len(shingles)))
        shared = shingles & self._owners.keys()
        self._owners.update(dict.fromkeys(shingles - shared, own))
        for shingle in shared:
            if len(self._owners[shingle]) < _CROWD:
                self._owners[shingle] += own

    def near(self, shingles: set[int], without: Collection[str] = ()) -> tuple[int, int, str]:
        """How many runs the nearest setup shares, of how many, and whose it is; 0 for none."""
        shared = Counter(i for run in shingles & self._owners.keys() for i in self._owners[run])
        for i, count in shared.most_common():
            uid, size = self._seen[i]
            if uid not in without:
                return count, min(size, len(shingles)), uid
        return 0, 0, ""


def _shingles(text: str) -> set[int]:
    words = tokens(text)
    return {hash(run) for run in zip(*(words[i:] for i in range(SHINGLE)), strict=False)}


def check_duplicates(spots: Sequence[Spot], beside: Beside) -> None:
    """L303: a setup that shares most of its five-word runs with an earlier one."""
    setups = _Setups()
    own = {spot.scenario.uid for spot in spots}
    for spot in spots:
        shingles = _shingles(spot.scenario.setup)
        count, small, uid = max(
            beside.setups.near(shingles, own), setups.near(shingles), key=lambda found: found[0]
        )
        if small >= MIN_SHINGLES and count >= SAME_SHARE * small:
            spot.report(
                "L303",
                spot.field("setup"),
                f"The setup is nearly that of `{uid}`: {count} of {small} five-word runs.",
                "Drop one of the two, or list it in `spoils` and word it anew.",
            )
        setups.add(spot.scenario.uid, shingles)


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
