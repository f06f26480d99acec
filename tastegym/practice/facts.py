"""What a day's plan needs of the ledger, in one read; standard library only."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from tastegym.frozen import frozen
from tastegym.ledger import reader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WINDOW = 240
"""Latest answers that are looked at: with a half-life of 30, older ones weigh under 1 in 250."""


@frozen
class Answered:
    """One answered exposure: when it was shown and last locked (microseconds), and of what kind.

    `day` is the local day of its showing.
    """

    uid: str
    session: str
    shown_at: int
    locked_at: int
    kind: str
    skills: tuple[str, ...]
    counts: bool
    day: str = ""


@frozen
class DueQuestion:
    """An open prediction of one's own whose day has come."""

    id: str
    statement: str
    resolve_by: str


@frozen
class Facts:
    """The ledger's part of a plan.

    `recent` are the latest answers, newest first; `shown` counts the instances shown of each
    world; `rungs` maps a lesson to (rung, day of its last review); `papers` are the days on which
    a paper was read, `held_back` skills kept out of practice by a check-up; `predicted` tells
    whether there is any prediction about one's own work.
    """

    recent: tuple[Answered, ...] = ()
    shown: tuple[tuple[str, int], ...] = ()
    rungs: tuple[tuple[str, int, str], ...] = ()
    due: tuple[DueQuestion, ...] = ()
    papers: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()
    predicted: bool = False


NO_FACTS = Facts()

# One grouped query over the latest exposures, walked along the primary key from its end: what it
# costs is the same for a ledger of any length.
_RECENT = """
SELECT e.uid, e.session_id, e.at, max(f.at), i.kind, i.skills,
       min(f.hint_used = 0 AND f.recognised <> 'known'), e.local_day
FROM (SELECT * FROM exposure WHERE purpose = 'practice' ORDER BY id DESC LIMIT ?) AS e
JOIN item AS i ON i.id = e.item_id
JOIN forecast AS f ON f.exposure_id = e.id AND f.final = 1
GROUP BY e.id ORDER BY e.id DESC
"""
# From each world's first uid to the next world's, then one count over each stretch of the index:
# grouping by a piece of the uid would sort every answer to a world.
_SHOWN = """
WITH RECURSIVE world (name) AS (
    SELECT substr(min(uid), 7, instr(min(uid), '@') - 7) FROM exposure
    WHERE uid >= 'world:' AND uid < 'world;'
    UNION ALL
    SELECT (SELECT substr(min(uid), 7, instr(min(uid), '@') - 7) FROM exposure
            WHERE uid >= 'world:' || name || 'A' AND uid < 'world;')
    FROM world WHERE name IS NOT NULL
)
SELECT name, (SELECT count(*) FROM exposure WHERE uid >= 'world:' || name || '@'
              AND uid < 'world:' || name || 'A' AND purpose = 'practice') AS number
FROM world WHERE name IS NOT NULL AND number
"""
_LESSONS = "SELECT count(DISTINCT lesson) FROM lesson_review"
_REVIEWS = "SELECT lesson, rung, local_day FROM lesson_review ORDER BY id DESC"
_DUE = """
SELECT id, statement, resolve_by FROM question
WHERE resolve_by <> '' AND resolve_by <= ?
  AND id NOT IN (SELECT question_id FROM resolution
                 WHERE question_id IS NOT NULL AND id NOT IN ({marks}))
ORDER BY resolve_by, id
"""
_SITTINGS = """
SELECT count(DISTINCT session_id) FROM (
    SELECT session_id FROM exposure WHERE purpose = 'practice' ORDER BY id LIMIT 200
)
"""
_PAST = """
SELECT e.body, r.body FROM exposure AS e JOIN reveal AS r ON r.exposure_id = e.id AND r.uid = e.uid
WHERE e.uid >= ? AND e.uid < ? AND e.purpose = 'practice' ORDER BY e.at DESC LIMIT ?
"""


_CHECKED = """
SELECT e.body FROM exposure AS e WHERE e.uid >= 'world:' AND e.uid < 'world;'
  AND e.local_day >= ? AND instr(e.body, '"checkup":') > 0
  AND EXISTS (SELECT 1 FROM forecast AS f WHERE f.exposure_id = e.id AND f.final = 1)
"""


class FactRow(NamedTuple):
    """A fact as it is read here."""

    id: str
    local_day: str
    body: str


def facts(path: Path, today: str) -> Facts:
    """What the plan of a day needs; UserError if the ledger cannot be read."""
    try:
        return reader.reading(path, lambda conn: _facts(conn, today))
    except sqlite3.Error as error:
        raise reader.explain(path, error) from None


def _facts(conn: sqlite3.Connection, today: str) -> Facts:
    hidden = sorted(hidden_rows(conn))
    due = _DUE.format(marks=", ".join("?" * len(hidden)))
    check = [row for row in _of(conn, "checkup") if row.id not in hidden]
    held = json.loads(check[-1].body).get("held_back", []) if check else []
    skills: dict[str, tuple[str, ...]] = {}
    recent = []
    for uid, session, at, locked, kind, tags, counts, day in conn.execute(_RECENT, (WINDOW,)):
        if tags not in skills:
            skills[tags] = tuple(json.loads(tags))
        recent.append(
            Answered(uid, session or "", at, locked, kind, skills[tags], bool(counts), day)
        )
    return Facts(
        recent=tuple(recent),
        shown=tuple(conn.execute(_SHOWN).fetchall()),
        rungs=tuple(_rungs(conn)),
        due=tuple(DueQuestion(*row) for row in conn.execute(due, (today, *hidden))),
        papers=tuple(row.local_day for row in _of(conn, "paper") if row.id not in hidden),
        held_back=tuple(str(skill) for skill in held),
        predicted=bool(conn.execute("SELECT EXISTS (SELECT 1 FROM question)").fetchone()[0]),
    )


def rows_of(path: Path, kind: str) -> list[FactRow]:
    """The facts of one kind that were not taken back, oldest first; errors as `facts`."""

    def fetch(conn: sqlite3.Connection) -> list[FactRow]:
        hidden = hidden_rows(conn)
        return [row for row in _of(conn, kind) if row.id not in hidden]

    try:
        return reader.reading(path, fetch)
    except sqlite3.Error as error:
        raise reader.explain(path, error) from None


def _of(conn: sqlite3.Connection, kind: str) -> list[FactRow]:
    sql = "SELECT id, local_day, body FROM fact WHERE kind = ? ORDER BY id"
    return [FactRow(*row) for row in conn.execute(sql, (kind,))]


def hidden_rows(conn: sqlite3.Connection) -> set[str]:
    """Ids of rows that were taken back."""
    hides = conn.execute("SELECT id, at, local_day, body FROM fact WHERE kind = 'hide'").fetchall()
    if not hides:
        return set()
    from tastegym.ledger.read import History
    from tastegym.ledger.records import Fact
    from tastegym.practice.freshness import taken_back

    rows = tuple(Fact(id_, at, day, "hide", body) for id_, at, day, body in hides)
    return taken_back(History(facts=rows))


def shown_worlds(path: Path) -> dict[str, int]:
    """How many instances of each world were shown; UserError if the ledger cannot be read."""
    return dict(_read(path, _SHOWN))


def sittings(path: Path) -> int:
    """How many sittings of practice there were; errors as `facts`.

    Counted over the first showings alone, so that it costs the same for ever: beyond some twenty
    it stands for "many". The tutorial is none.
    """
    return int(_read(path, _SITTINGS)[0][0])


def worlds_shown(path: Path) -> tuple[str, ...]:
    """Uids of all instances of worlds that were ever shown; errors as `facts`."""
    sql = "SELECT DISTINCT uid FROM exposure WHERE uid >= 'world:' AND uid < 'world;'"
    return tuple(uid for (uid,) in _read(path, sql))


def checkups_done(path: Path, since: str) -> dict[int, int]:
    """How many instances of each check-up were answered from a local day on; errors as `facts`."""
    done: Counter[int] = Counter()
    for (body,) in _read(path, _CHECKED, (since,)):
        done[int(json.loads(body)["checkup"])] += 1
    return dict(done)


def rungs(path: Path) -> list[tuple[str, int, str]]:
    """(lesson, rung, day) of the last review of each lesson; UserError as `facts`."""
    try:
        return reader.reading(path, _rungs)
    except sqlite3.Error as error:
        raise reader.explain(path, error) from None


def _rungs(conn: sqlite3.Connection) -> list[tuple[str, int, str]]:
    """Walks back until every lesson was met: the newest reviews tell of nearly all of them."""
    wanted = conn.execute(_LESSONS).fetchone()[0]
    last: dict[str, tuple[str, int, str]] = {}
    for row in conn.execute(_REVIEWS) if wanted else ():
        last.setdefault(row[0], row)
        if len(last) == wanted:
            break
    return sorted(last.values())


def _read(path: Path, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
    try:
        return reader.reading(path, lambda conn: conn.execute(sql, values).fetchall())
    except sqlite3.Error as error:
        raise reader.explain(path, error) from None


def world_past(path: Path, world: str, limit: int = 36) -> Sequence[tuple[str, str]]:
    """Bodies of exposure and reveal of a world's answers, oldest first; errors as `facts`."""
    head = f"world:{world}"
    return _read(path, _PAST, (f"{head}@", f"{head}A", limit))[::-1]
