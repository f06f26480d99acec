"""Instances of worlds for practice: which seed, anchor or adaptive, and the scenario when needed.

A world's module costs tens of milliseconds to import, so what a plan holds is a promise; the
scenario is made after the first question is on the screen.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tastegym.frozen import frozen
from tastegym.practice.values import Drawn
from tastegym.sha import sha256

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tastegym.deck.model import Scenario

FIRST_LEVEL = 2
"""The difficulty at which a world starts to adapt: the usual bias is clearly wrong there."""

ANCHOR_EVERY = 3
ANY_LEVEL = 0
"""The difficulty that draws from the fixed mix of levels: that of anchors."""


@frozen
class World:
    """What choosing needs to know of a world, without importing it.

    `forms` are the parameters under which it is played in turn: one of the worlds asks for an
    option at one time and for a number at another.
    """

    name: str
    skills: tuple[str, ...]
    lesson: str
    forms: tuple[tuple[tuple[str, str], ...], ...] = ((),)


WORLDS = (
    World("base-rate", ("evidence.updating", "anomaly.triage"), "base-rate-first"),
    World(
        "significant-finding",
        ("rigour.noise", "rigour.replication", "evidence.updating"),
        "p-is-not-the-chance-of-being-wrong",
    ),
    World(
        "winners-curse",
        ("rigour.noise", "anomaly.choice"),
        "winners-shrink",
        ((), (("ask", "score"),)),
    ),
    World("seeds-or-gain", ("rigour.noise", "rigour.baselines"), "compare-gap-with-spread"),
    World(
        "anomaly-board",
        ("anomaly.triage", "anomaly.choice", "evidence.updating"),
        "largest-of-many",
    ),
    World("forking-paths", ("rigour.post-hoc", "rigour.noise"), "count-the-paths"),
    World(
        "which-experiment", ("experiment.design", "planning.information-rate"), "ask-what-splits"
    ),
    World(
        "experiment-result",
        ("evidence.updating", "experiment.design", "evidence.combining"),
        "update-by-ratio",
    ),
    World("task-order", ("planning.task-order", "planning.de-risk"), "riskiest-per-hour-first"),
    World(
        "decodable-or-used",
        ("experiment.controls", "experiment.contrast-pairs", "skepticism.find-the-flaw"),
        "decodable-is-not-used",
    ),
    World(
        "off-the-list",
        ("hypotheses.unknown", "stage.leave-exploration"),
        "leave-room-for-the-unlisted",
    ),
    World("many-lines", ("evidence.combining", "evidence.updating"), "echoes-are-no-witnesses"),
)
"""The built-in worlds in teaching order; a test holds this table against the registry.

Worlds of installed packages stand in `plugins`.
"""


def seed_of(salt: str, world: str, number: int, what: str = "practice") -> int:
    """The seed of the person's instance of this running number: 0 to 2^63 - 1."""
    digest = sha256(f"{salt}/{what}/{world}/{number}".encode()).digest()
    return int.from_bytes(digest[:8]) >> 1


def is_anchor(salt: str, index: int) -> bool:
    """Whether the generated item of this running number (over all worlds, from 0) is an anchor.

    Exactly one of each three is, at a place drawn by the ledger's salt, so that no world is an
    anchor always or never.
    """
    block, place = divmod(index, ANCHOR_EVERY)
    drawn = sha256(f"{salt}/anchor/{block}".encode()).digest()
    return int.from_bytes(drawn[:8]) % ANCHOR_EVERY == place


def met_seeds(met: Iterable[str], world: str) -> frozenset[str]:
    """The seeds of a world among uids that were met."""
    head = f"world:{world}@"
    return frozenset(uid.rpartition("#")[2] for uid in met if uid.startswith(head))


def fresh_seed(salt: str, world: str, shown: int, seeds_met: Collection[str]) -> int:
    """The first unmet seed of the person's own sequence, from the running number `shown` on."""
    number = shown
    while str(seed := seed_of(salt, world, number)) in seeds_met:
        number += 1
    return seed


def next_level(past: Sequence[tuple[int, float]]) -> int:
    """The adaptive level after (level, regret) of this world's adaptive answers, oldest first."""
    from tastegym.generators import levels

    if not past:
        return FIRST_LEVEL
    level = past[-1][0]
    at_level: list[float] = []
    for one, regret in reversed(past):
        if one != level:
            break
        at_level.insert(0, regret)
    return levels.next_level(level, at_level)


@frozen
class Generated:
    """A promised instance of a world; `about` goes into the body of its exposure."""

    world: str
    seed: int
    params: tuple[tuple[str, Any], ...]
    about: tuple[tuple[str, Any], ...] = ()
    why_not: str = ""

    @property
    def told(self) -> list[Any]:
        """The promise as JSON values."""
        return [
            self.world,
            self.seed,
            [list(pair) for pair in self.params],
            [list(pair) for pair in self.about],
            self.why_not,
            "generated",
        ]

    def make(self) -> Drawn:
        """The scenario with its hashes; UserError if the world is not installed."""
        about = (
            *self.about,
            ("world", self.world),
            ("world_seed", self.seed),
            ("params", dict(self.params)),
            ("anchor", int(dict(self.params).get("difficulty", ANY_LEVEL)) == ANY_LEVEL),
        )
        return Drawn(_scenario(self.world, self.seed, self.params), self.why_not, None, about)


def promised(told: Sequence[Any]) -> Generated:
    """The promise back from `told`; ValueError if it is none."""
    world, seed, params, about, why, kind = told
    if kind != "generated":
        raise ValueError(f"not a promise: {told}")
    return Generated(
        str(world),
        int(seed),
        tuple((str(name), value) for name, value in params),
        tuple((str(name), value) for name, value in about),
        str(why),
    )


@lru_cache(maxsize=128)
def _scenario(world: str, seed: int, params: tuple[tuple[str, Any], ...]) -> Scenario:
    from tastegym.deck.identity import with_hashes
    from tastegym.generators import registry

    return with_hashes(registry.find(world).instance(seed, dict(params)).scenario)


def adaptive_past(rows: Iterable[tuple[str, str]]) -> list[tuple[int, float]]:
    """(level, regret) from bodies of exposures and reveals, oldest first; anchors are left out."""
    past: list[tuple[int, float]] = []
    for shown, revealed in rows:
        body = json.loads(shown)
        regret = json.loads(revealed).get("regret")
        if not body.get("anchor", True) and regret is not None:
            past.append((int(body["params"]["difficulty"]), float(regret)))
    return past
