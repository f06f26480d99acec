"""Which scenarios share a fact, so that their answers are not independent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tastegym.ledger.records import Item

_DECODER = json.JSONDecoder()


def clusters(items: Iterable[Item]) -> dict[str, str]:
    """The cluster of each scenario that shares one, by uid; the others stand alone.

    A scenario's own `cluster` holds within its deck. Without one, scenarios are joined that spoil
    one another or whose first source has the same identifier.
    """
    return clusters_of((item.uid, item.deck, item.body) for item in items)


def clusters_of(items: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The same from the uid, deck and body of each item."""
    joined = _Joined()
    met = joined.parent
    named: dict[str, str] = {}
    for uid, deck, body in items:
        # The marks spare parsing: bodies are canonical JSON, where no text can contain them bare.
        slug = _field(body, '"cluster":') if '"cluster":' in body else None
        if slug:
            name = f"cluster {deck} {slug}"
        else:
            source = _first_source(body)
            name = f"source {source}" if source else uid
            if '"spoils":' in body:
                for other in _field(body, '"spoils":'):
                    joined.join(name, str(other))
        if named.setdefault(uid, name) != name or uid in met:
            joined.join(uid, name)
    if not joined.uids:
        return named
    for uid in joined.uids & named.keys():
        joined.join(uid, named[uid])
    known = dict.fromkeys(joined.uids) | named
    return {uid: joined.find(name or uid) for uid, name in known.items()}


_SOURCES, _IDENTIFIER = '"sources":', '"identifier":"'


def _first_source(body: str) -> str:
    """The identifier of the first source; "" without one."""
    at = body.find(_SOURCES)
    if at < 0 or not body.startswith("[{", at + len(_SOURCES)):
        return ""
    start = body.find(_IDENTIFIER, at)
    if start >= 0 and body.find("}", at, start) < 0:
        start += len(_IDENTIFIER)
        text = body[start : body.find('"', start)]
        if "\\" not in text:
            return text
    # A brace or an escape stands in a text before or inside it: read it as it is written.
    sources = _field(body, _SOURCES)
    return str(sources[0].get("identifier") or "")


class _Joined:
    """Names that mean the same cluster (union-find; the least name stands for all)."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}  # also the names that were joined to another

    @property
    def uids(self) -> set[str]:
        """All names that were joined to another."""
        return set(self.parent)

    def find(self, name: str) -> str:
        """The name that stands for this one; itself if it was never joined."""
        parent = self.parent
        while (above := parent.get(name, name)) != name:
            parent[name] = parent.get(above, above)
            name = above
        return name

    def join(self, one: str, other: str) -> None:
        """Make two names mean the same."""
        low, high = sorted((self.find(one), self.find(other)))
        self.parent.setdefault(low, low)
        self.parent[high] = low


def _field(body: str, mark: str) -> Any:
    """The value of a field of canonical JSON, parsed alone; None if the field is absent."""
    at = body.find(mark)
    return _DECODER.raw_decode(body, at + len(mark))[0] if at >= 0 else None
