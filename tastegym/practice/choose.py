"""Which scenarios a block holds: a pure function of decks, what was seen, and a seed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from tastegym.practice.order import shuffled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


class Ref(Protocol):
    """What choosing and planning need to know of a scenario."""

    @property
    def uid(self) -> str:
        """``deck#id``."""

    @property
    def kind(self) -> str:
        """The kind as the deck spells it."""

    @property
    def skills(self) -> tuple[str, ...]:
        """The judgements it trains."""

    @property
    def lessons(self) -> tuple[str, ...]:
        """What a miss teaches."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Uids under which the same scenario was known before."""

    @property
    def spoils(self) -> tuple[str, ...]:
        """Uids whose answer this one gives away."""

    @property
    def cluster(self) -> str:
        """Scenarios that share a fact."""

    @property
    def pending(self) -> bool:
        """Whether the truth is not known yet."""


AT_MOST_IN_A_ROW = 2


def why_not(
    ref: Ref, met: Collection[str], key_seen: Collection[str], spoiled: Collection[str]
) -> str:
    """Why an answer to this scenario would not count: key_seen, spoiled, repeat, or ""."""
    names = (ref.uid, *ref.aliases)
    for reason, known in (("key_seen", key_seen), ("spoiled", spoiled), ("repeat", met)):
        for name in names:  # a start asks this of every scenario there is
            if name in known:
                return reason
    return ""


def choose(
    refs: Sequence[Ref],
    *,
    met: Collection[str],
    key_seen: Collection[str],
    count: int,
    seed: str,
) -> tuple[tuple[Ref, str], ...]:
    """Up to `count` scenarios with why each would not count, fresh ones first.

    `met` are the uids locked or revealed before, `key_seen` those whose key was seen. Siblings
    of one cluster and items that spoil each other stay apart while others are left, and at most
    two of a kind follow each other where the choice allows it.
    """
    spoiled = {
        uid for ref in refs if ref.spoils and _known(ref, met, key_seen) for uid in ref.spoils
    }
    marked = [(ref, why_not(ref, met, key_seen, spoiled)) for ref in refs]
    drawn = shuffled(marked, lambda pair: pair[0].uid, seed)
    fresh = [pair for pair in drawn if not pair[1]]
    stale = [pair for pair in drawn if pair[1]]
    return _mixed(_apart(fresh, count) + _apart(stale, count), count)


def _known(ref: Ref, met: Collection[str], key_seen: Collection[str]) -> bool:
    return any(name in met or name in key_seen for name in (ref.uid, *ref.aliases))


def _apart(pairs: Iterable[tuple[Ref, str]], count: int) -> list[tuple[Ref, str]]:
    """First one of each cluster and nothing that an earlier one spoils, then the others."""
    near: list[tuple[Ref, str]] = []
    far: list[tuple[Ref, str]] = []
    clusters: Counter[str] = Counter()
    names: set[str] = set()
    given_away: set[str] = set()
    for ref, why in pairs:
        touches = (
            (clusters[ref.cluster] > 0 if ref.cluster else False)
            or ref.uid in given_away
            or not names.isdisjoint(ref.spoils)
        )
        if touches:
            far.append((ref, why))
            continue
        near.append((ref, why))
        clusters[ref.cluster] += 1
        names.add(ref.uid)
        given_away.update(ref.spoils)
    return near + [pair for pair in far if len(near) < count]


def _mixed(pairs: Sequence[tuple[Ref, str]], count: int) -> tuple[tuple[Ref, str], ...]:
    """The first `count`, reordered so that no kind comes three times in a row if avoidable."""
    left = list(pairs[:count])
    mixed: list[tuple[Ref, str]] = []
    while left:
        recent = [ref.kind for ref, _ in mixed[-AT_MOST_IN_A_ROW:]]
        tired = recent[0] if len(recent) == AT_MOST_IN_A_ROW and len(set(recent)) == 1 else None
        place = next((i for i, (ref, _) in enumerate(left) if ref.kind != tired), 0)
        mixed.append(left.pop(place))
    return tuple(mixed)
