"""What the plan reads of a ledger, against the same figures taken the long way."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lives import START, Life

from tastegym.clock import moment
from tastegym.ledger.records import Exposure, LessonReview, SessionRow
from tastegym.ledger.store import Ledger
from tastegym.practice import facts, lessons
from tastegym.practice.habit import practised_days

WORLDS = ("base-rate", "base-rate-two", "winners-curse", "base")


def written(life: Life, path: Path) -> Path:
    """The ledger file of a life."""
    with Ledger.create(path, moment(START)) as ledger:
        for table in ("sessions", "items", "exposures", "questions", "forecasts", "reveals",
                      "lesson_reviews", "resolutions", "facts"):  # fmt: skip
            rows = [row for row in life.rows.get(table, []) if getattr(row, "kind", "") != "salt"]
            ledger.append(*rows)
    return path


def walk(seed: int) -> Life:
    """Answers of every sort: first and again, hinted, known, tutorials, worlds, wrong clocks."""
    draw = random.Random(seed)
    life = Life(seed=seed)
    for n in range(60):
        life.minutes += draw.choice((0, 0, 300, 1500))
        if draw.random() < 0.15:
            life.add("sessions", SessionRow(*life.stamp(), '{"clock_suspect":true}'))
        world = draw.choice(WORLDS)
        uid = (
            f"world:{world}@1/ab12#{n}"
            if draw.random() < 0.4
            else f"test/deck#s{draw.choice(range(12))}"
        )
        item = life.item(f"i{n}", uid=uid)
        shown = life.show(item, draw.choice(("practice",) * 8 + ("tutorial",)))
        if draw.random() < 0.8:
            said = {"hint_used": draw.random() < 0.3, "recognised": draw.choice(("new", "known"))}
            life.lock(shown, (0.7, 0.1, 0.1, 0.1), **said)
            life.reveal(shown, "a")
        if draw.random() < 0.4:
            name = f"l{draw.randrange(9)}"
            life.add(
                "lesson_reviews", LessonReview(*life.stamp(), name, shown.id, draw.randrange(5))
            )
    return life


@pytest.mark.parametrize("seed", range(8))
def test_worlds_and_lessons_are_counted_as_the_history_counts_them(
    seed: int, tmp_path: Path
) -> None:
    life = walk(seed)
    found = facts.facts(written(life, tmp_path / "l.sqlite3"), "2030-01-01")
    shown: dict[str, int] = {}
    for row in life.rows["exposures"]:
        assert isinstance(row, Exposure)
        if row.uid.startswith("world:") and row.purpose == "practice":
            name = row.uid.removeprefix("world:").partition("@")[0]
            shown[name] = shown.get(name, 0) + 1
    assert dict(found.shown) == shown
    known = lessons.standings(life.rows["lesson_reviews"])  # type: ignore[arg-type]
    assert {name: (rung, day) for name, rung, day in found.rungs} == {
        name: (one.rung, one.day) for name, one in known.items()
    }
    assert facts.rungs(tmp_path / "l.sqlite3") == list(found.rungs)


@pytest.mark.parametrize("seed", range(8))
def test_days_practised_are_those_with_a_first_unhelped_answer(seed: int, tmp_path: Path) -> None:
    life = walk(seed)
    path = written(life, tmp_path / "l.sqlite3")
    suspect = {row.id for row in life.rows["sessions"] if "clock_suspect" in row.body}
    shown = {row.id: row for row in life.rows["exposures"]}
    first: dict[str, str] = {}
    for row in life.rows["forecasts"]:
        first.setdefault(row.uid, row.id)
    days = {
        row.local_day
        for row in life.rows["forecasts"]
        if first[row.uid] == row.id
        and shown[row.exposure_id].purpose == "practice"
        and shown[row.exposure_id].session_id not in suspect
        and not row.hint_used
        and row.recognised != "known"
    }
    assert practised_days(path) == tuple(sorted(days))
    middle = sorted(days)[len(days) // 2]
    assert practised_days(path, middle) == tuple(d for d in sorted(days) if d >= middle)


def test_ones_own_prediction_keeps_a_day_and_an_imported_one_does_not(tmp_path: Path) -> None:
    life = Life()
    life.predict([0.7, 0.6])
    own = {row.local_day for row in life.rows["forecasts"]}
    life.predict([0.5], source="import")
    assert practised_days(written(life, tmp_path / "l.sqlite3")) == tuple(sorted(own))
