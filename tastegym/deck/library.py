"""Every deck that this person can play: shipped, installed, or named by a path."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tastegym.deck.files import DECK_FILE, deck_files
from tastegym.deck.index import Index
from tastegym.deck.skills import GROUPS, SKILLS, group_of
from tastegym.errors import UserError
from tastegym.frozen import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tastegym.deck.load import Loaded
    from tastegym.deck.model import Scenario

CACHE = ("cache", "decks.sqlite3")
INSTALLED = "decks"
MAX_PROBLEMS = 50


@frozen
class Ref:
    """What choosing and listing need to know of a scenario, without its texts."""

    uid: str
    deck: str
    kind: str
    skills: tuple[str, ...]
    lessons: tuple[str, ...]
    aliases: tuple[str, ...]
    spoils: tuple[str, ...]
    cluster: str
    difficulty: int | None
    contested: bool
    pending: bool
    playable: bool


@frozen
class Problem:
    """One finding of a deck, ready to list; `place` is file:line:col within the deck."""

    code: str
    severity: str
    place: str
    message: str


@frozen
class DeckInfo:
    """A deck in the list. `id` is "" when not even that could be read.

    `playable` scenarios can be asked, `waiting` ones are good but not playable in this version,
    `closed` ones are lab questions that ended void or ambiguous, and `dropped` ones have an error.
    `worst` is E, W, I or "". `hidden` decks have an id that another deck took first; they are
    listed and never played.
    """

    id: str
    version: str
    title: str
    description: str
    sampling: str
    lang: str
    playable: int
    waiting: int
    dropped: int
    worst: str
    problems: tuple[Problem, ...]
    left_out: int
    skills: tuple[tuple[str, str, str], ...]
    path: Path
    shipped: bool
    hidden: bool = False
    closed: int = 0


@frozen
class _Entry:
    info: DeckInfo
    refs: tuple[Ref, ...]
    content: str


class Library:
    """The decks of one home; scenarios are read when they are asked for."""

    def __init__(self, index: Index, entries: Sequence[_Entry], extra: str | None) -> None:
        self._index = index
        self._entries = {one.info.id: one for one in entries if one.info.id and not one.info.hidden}
        self._extra = extra
        self._loaded: dict[str, dict[str, Scenario]] = {}
        self.decks: tuple[DeckInfo, ...] = tuple(one.info for one in entries)
        self._groups = {name: group for one in entries for name, _, group in one.info.skills}

    def info(self, deck_id: str) -> DeckInfo:
        """The deck of that full id; UserError if there is none."""
        return self._entry(deck_id).info

    def extra_id(self) -> str:
        """The id of the deck that was named by a path; UserError if it cannot be used."""
        if self._extra:
            return self._extra
        raise UserError("The deck at that path cannot be read: see `tastegym deck lint` on it.")

    def refs(self, deck_id: str | None = None) -> tuple[Ref, ...]:
        """The good scenarios of one deck, or of all; with `playable` said of each."""
        if deck_id is not None:
            return self._entry(deck_id).refs
        return tuple(ref for one in self._entries.values() for ref in one.refs)

    def has_skill(self, ref: Ref, wanted: str) -> bool:
        """True when a scenario trains a skill id or group slug; UserError for an unknown word."""
        if wanted not in GROUPS and wanted not in SKILLS and wanted not in self._groups:
            raise _unknown("skill", wanted, [*GROUPS, *SKILLS, *self._groups])
        return any(wanted in (skill, group_of(skill, self._groups)) for skill in ref.skills)

    def find(self, name: str) -> str:
        """The full id of a deck named by it or by its last part; UserError if none or several."""
        if name in self._entries:
            return name
        ends = [deck_id for deck_id in self._entries if deck_id.rpartition("/")[2] == name]
        if len(ends) == 1:
            return ends[0]
        if ends:
            raise UserError(
                f"Several decks are called {name}: write one of {', '.join(sorted(ends))}."
            )
        known = [*self._entries, *(deck_id.rpartition("/")[2] for deck_id in self._entries)]
        raise _unknown("deck", name, known)

    def scenario(self, uid: str) -> Scenario:
        """The scenario of a uid, an alias or a board's row; UserError if there is none."""
        deck_id, _, rest = uid.partition("#")
        entry = self._entries.get(deck_id)
        wanted = f"{deck_id}#{rest.partition('/')[0]}"
        if entry is not None:
            for ref in entry.refs:
                if ref.uid == wanted or wanted in ref.aliases:
                    return self._scenario(entry, ref.uid)
        for other in self._entries.values():
            for ref in other.refs:
                if wanted in ref.aliases:
                    return self._scenario(other, ref.uid)
        raise UserError(f"There is no scenario {uid} in the installed decks.")

    def _entry(self, deck_id: str) -> _Entry:
        if deck_id not in self._entries:
            raise _unknown("deck", deck_id, list(self._entries))
        return self._entries[deck_id]

    def _scenario(self, entry: _Entry, uid: str) -> Scenario:
        from tastegym.deck.identity import key_hash, scenario_from_dict, shown_hash

        loaded = self._loaded.get(entry.info.id)
        if loaded is None:
            body = self._index.scenario(entry.content, uid)
            if body is not None:
                try:
                    scenario = scenario_from_dict(body)
                except ValueError:
                    scenario = None
                if (
                    scenario is not None
                    and scenario.uid == uid
                    and scenario.shown_hash == shown_hash(scenario)
                    and scenario.key_hash == key_hash(scenario)
                ):
                    return scenario
            loaded = self._read_again(entry)
        if uid not in loaded:
            raise UserError(f"The scenario {uid} has changed since the start: begin anew.")
        return loaded[uid]

    def _read_again(self, entry: _Entry) -> dict[str, Scenario]:
        from tastegym.deck.load import load

        deck = load(entry.info.path).deck
        loaded = {one.uid: one for one in deck.scenarios} if deck is not None else {}
        self._loaded[entry.info.id] = loaded
        return loaded

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()


def _unknown(what: str, name: str, known: Sequence[str]) -> UserError:
    import difflib  # a start never needs it

    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "`tastegym deck list` shows what there is."
    return UserError(f"There is no {what} {name!r}: {hint}")


def shipped_root() -> Path | None:
    """The folder of the shipped decks: inside the package, else in the checkout."""
    package = Path(__file__).parent.parent
    for root in (package / "decks", package.parent / "decks"):
        if root.is_dir():
            return root
    return None


def open_library(home: Path | None, *, extra: Path | None = None) -> Library:
    """Look at every deck: shipped, in `<home>/decks/`, and the one at the path `extra`.

    A bad deck never stops this: it is listed with its problems. Nothing outside `<home>/cache/` is
    written, and nothing at all when `home` is None or does not exist.
    """
    cache = home.joinpath(*CACHE) if home is not None and home.is_dir() else None
    index = Index(cache)
    entries: list[_Entry] = []
    extra_id: str | None = None
    if extra is not None:
        entry = _look(index, extra.absolute(), shipped=False)
        extra_id = entry.info.id or None
        entries.append(entry)
    shipped = shipped_root()
    entries.extend(_look(index, path, shipped=True) for path in _folders(shipped))
    installed = home / INSTALLED if home is not None else None
    entries.extend(_look(index, path, shipped=False) for path in _folders(installed))
    return Library(index, _first_of_each(entries), extra_id)


def _folders(root: Path | None) -> Iterator[Path]:
    """Decks under a root: folders with deck.yaml, such folders of an owner, single files."""
    for path in _entries(root):
        if (path.suffix == ".yaml" and path.is_file()) or (path / DECK_FILE).exists():
            yield path
        elif path.is_dir():
            yield from (inner for inner in _entries(path) if (inner / DECK_FILE).exists())


def _entries(root: Path | None) -> list[Path]:
    if root is None:
        return []
    try:
        with os.scandir(root) as found:
            names = sorted(one.name for one in found if not one.name.startswith("."))
    except OSError:
        return []
    return [root / name for name in names]


def _first_of_each(entries: list[_Entry]) -> list[_Entry]:
    taken: dict[str, Path] = {}
    kept: list[_Entry] = []
    for entry in entries:
        first = taken.setdefault(entry.info.id, entry.info.path)
        if entry.info.id and first != entry.info.path:
            message = f"The id {entry.info.id} is taken by the deck at {first}."
            problem = Problem("L302", "E", "", message)
            info = replace(
                entry.info, hidden=True, worst="E", problems=(problem, *entry.info.problems)
            )
            kept.append(replace(entry, info=info))
        elif not (entry.info.id and any(one.info.path == entry.info.path for one in kept)):
            kept.append(entry)
    return kept


def _look(index: Index, path: Path, *, shipped: bool) -> _Entry:
    files, others = deck_files(path)
    content = index.content(path, [*files, *others])
    body = index.get(content)
    entry = _from_body(body, path, content, shipped=shipped) if body is not None else None
    return entry if entry is not None else _parse(index, path, content, shipped=shipped)


def _parse(index: Index, path: Path, content: str, *, shipped: bool) -> _Entry:
    from tastegym.deck.identity import scenario_to_dict
    from tastegym.deck.load import load

    loaded = load(path)
    body = _body(path, loaded)
    scenarios = loaded.deck.scenarios if loaded.deck is not None else ()
    index.put(content, body, ((one.uid, scenario_to_dict(one)) for one in scenarios))
    entry = _from_body(body, path, content, shipped=shipped)
    assert entry is not None
    return entry


def _body(path: Path, loaded: Loaded) -> dict[str, Any]:
    from tastegym.deck.diagnostic import SEVERITY_ORDER
    from tastegym.deck.read import is_playable

    deck = loaded.deck
    scenarios = deck.scenarios if deck is not None else ()
    ranked = sorted(loaded.diagnostics, key=lambda one: SEVERITY_ORDER[one.severity])
    return {
        "id": deck.id if deck is not None else "",
        "version": deck.version if deck is not None else "",
        "title": deck.title if deck is not None else path.name,
        "description": deck.description if deck is not None else "",
        "sampling": deck.sampling if deck is not None else "",
        "lang": deck.lang if deck is not None else "en",
        "skills": [list(one) for one in deck.skills] if deck is not None else [],
        "listed": loaded.listed,
        "left_out": max(0, len(ranked) - MAX_PROBLEMS),
        "problems": [
            [one.code, one.severity.value, _within(one.place.path, path, one.place), one.message]
            for one in ranked[:MAX_PROBLEMS]
        ],
        "refs": [
            [
                one.uid,
                one.deck,
                one.kind.value,
                one.skills,
                one.lessons,
                one.aliases,
                one.spoils,
                one.cluster,
                one.difficulty,
                one.contested,
                one.pending,
                is_playable(one),
            ]
            for one in scenarios
        ],
    }


def _within(name: str, root: Path, place: Any) -> str:
    inner = Path(name).name if name == str(root) else os.path.relpath(name, root)
    return f"{inner}:{place.line}:{place.col}"


def _from_body(body: dict[str, Any], path: Path, content: str, *, shipped: bool) -> _Entry | None:
    try:
        refs = tuple(
            Ref(
                uid, deck, kind, tuple(skills), tuple(lessons), tuple(aliases), tuple(spoils),
                cluster, difficulty, contested, pending, playable,
            )
            for uid, deck, kind, skills, lessons, aliases, spoils, cluster, difficulty, contested,
            pending, playable in body["refs"]
        )  # fmt: skip
        problems = tuple(Problem(*one) for one in body["problems"])
        playable_count = sum(ref.playable for ref in refs)
        # Every kind can be played: what is pending and cannot be asked was closed without answer.
        closed = sum(ref.pending and not ref.playable for ref in refs)
        info = DeckInfo(
            id=body["id"],
            version=body["version"],
            title=body["title"],
            description=body["description"],
            sampling=body["sampling"],
            lang=body["lang"],
            playable=playable_count,
            waiting=len(refs) - playable_count - closed,
            dropped=body["listed"] - len(refs),
            worst=problems[0].severity if problems else "",
            problems=problems,
            left_out=body["left_out"],
            skills=tuple((one[0], one[1], one[2]) for one in body["skills"]),
            path=path,
            shipped=shipped,
            closed=closed,
        )
    except (KeyError, TypeError, ValueError, IndexError):
        return None
    return _Entry(info, refs, content)
