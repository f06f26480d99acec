"""A year of practice, three sessions a week, by three kinds of player, through the real ledger."""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tastegym.clock import Moment, moment
from tastegym.deck.forms import Form
from tastegym.ledger.read import history
from tastegym.ledger.records import Record
from tastegym.ledger.rows import encode, table_of
from tastegym.ledger.store import Ledger
from tastegym.practice import lessons, start
from tastegym.practice.freshness import freshness
from tastegym.practice.habit import habit, practised_days
from tastegym.practice.plan import LESSONS_AT_MOST, MINUTES, Plan
from tastegym.practice.reveal import comparator_quantiles, even_quantiles
from tastegym.practice.values import Asking, Estimate, Shown
from tastegym.scoring.entry import to_basis_points

WEEKS = 52
SCENARIOS = 120
HEAD = """\
tastegym: 1
deck: {id: test/year, version: 1.0.0, title: A year, private: true}
scenarios:
"""
CHOICE = """\
  - id: s{n}
    skills: [{skill}]
    lessons: [lesson-{lesson}]
    setup: Case {n}.
    question: Which of these was true of case {n}?
    options: [{{id: a, text: First}}, {{id: b, text: Second}}, {{id: c, text: Third}}]
    answer: {answer}
    explanation: It was.
"""
BINARY = """\
  - id: s{n}
    kind: binary
    skills: [{skill}]
    lessons: [lesson-{lesson}]
    setup: Case {n}.
    question: Did case {n} hold?
    answer: "{answer}"
    explanation: It was so.
"""
SKILLS = ("anomaly.triage", "experiment.design", "rigour.noise", "narrative.claims")


def write_deck(folder: Path) -> None:
    """120 scenarios, three to a lesson, over four groups of skills."""
    folder.mkdir(parents=True)
    parts = [HEAD]
    for n in range(SCENARIOS):
        form, answer = (CHOICE, "abc"[n % 3]) if n % 2 else (BINARY, ("yes", "no")[n // 2 % 2])
        parts.append(form.format(n=n, skill=SKILLS[n % 4], lesson=n // 3, answer=answer))
    (folder / "year.yaml").write_text("".join(parts))


Answer = Callable[[Asking, random.Random], list[float]]


def knows(asking: Asking, chance: random.Random) -> list[float]:
    """Mostly right, and says so; in worlds near the ideal answer."""
    ideal = [c for c in asking.scenario.comparators if c.name == "ideal observer"]
    if ideal:
        return [max(0.0, ideal[0].probs[o.id]) + 0.01 for o in asking.options]
    right = chance.random() < 0.85
    return [4.0 if (o.id == asking.scenario.answer) == right else 1.0 for o in asking.options]


def oversure(asking: Asking, chance: random.Random) -> list[float]:
    """One favourite at 95, whatever is true."""
    favourite = chance.randrange(len(asking.options))
    return [0.95 if n == favourite else 0.02 for n in range(len(asking.options))]


def hesitant(asking: Asking, chance: random.Random) -> list[float]:
    """Never far from even odds."""
    return [1 + 0.2 * chance.random() for _ in asking.options]


class Quick:
    """The real tables and triggers, without waiting for the disk: durability has its own tests."""

    def __init__(self, path: Path, now: Moment, salt: str) -> None:
        Ledger.create(path, now, salt).close()
        self.conn = sqlite3.connect(path, isolation_level=None)
        self.conn.execute("PRAGMA synchronous=OFF")
        self.conn.execute("PRAGMA journal_mode=MEMORY")

    def append(self, *records: Record) -> None:
        self.conn.execute("BEGIN")
        for record in records:
            columns = encode(record)
            marks = ", ".join("?" * len(columns))
            sql = f"INSERT INTO {table_of(record).name} ({', '.join(columns)}) VALUES ({marks})"
            self.conn.execute(sql, tuple(columns.values()))
        self.conn.execute("COMMIT")

    def close(self) -> None:
        self.conn.close()


@dataclass
class Player:
    """Somebody who practises on Mondays, Wednesdays and Saturdays; moves away at midsummer."""

    home: Path
    answer: Answer
    seconds: float
    chance: random.Random
    now: Moment = None  # type: ignore[assignment]
    when: datetime = None  # type: ignore[assignment]
    plans: list[Plan] = field(default_factory=list)
    expected: dict[str, str] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)

    def at(self, when: datetime) -> None:
        self.when, self.now = when, moment(when)

    def passes(self, seconds: float) -> Moment:
        self.at(self.when + timedelta(seconds=seconds))
        return self.now

    def live(self) -> None:
        """The whole year."""
        first = datetime(2026, 1, 5, 20, 0)  # noqa: DTZ001  the zone is put on below
        ledger: Quick | None = None
        for week in range(WEEKS):
            zone = ZoneInfo("Europe/Berlin" if week < 26 else "Asia/Tokyo")
            for day in (0, 2, 5):
                self.at((first + timedelta(days=7 * week + day)).replace(tzinfo=zone))
                base = start.open_base(self.home, now=lambda: self.now)
                ledger = ledger or Quick(self.home / "ledger.sqlite3", self.now, base.salt)
                self.sit(base, ledger)
                base.library.close()
        assert ledger is not None
        ledger.close()

    def sit(self, base: start.Base, ledger: Quick) -> None:
        """One session, as planned."""
        plan = start.day_plan(base)
        self.plans.append(plan)
        run = start.begin(base, start.Request(), plan)
        spots = iter(plan.spots)
        while (asking := run.ask(self.passes(1))) is not None:
            spot = next(spots)
            ledger.append(*asking.records)
            self.expected[asking.exposure_id] = spot.why_not
            step = self.lock(run, ledger)
            while isinstance(step, Asking):
                step = self.lock(run, ledger)
            assert isinstance(step, Shown)
            assert step.why_not == spot.why_not, "what the plan calls fresh the reveal does too"
            self.shown.append(step)

    def lock(self, run, ledger: Quick):
        asking = run.asking
        if asking.form is Form.QUANTILE:
            estimate = Estimate(quantiles=self.values(asking))
        else:
            assert asking.form in {Form.OPTIONS, Form.BINARY}
            estimate = Estimate(to_basis_points(self.answer(asking, self.chance)))
        pending = run.lock(estimate, self.passes(self.seconds / asking.stages))
        ledger.append(*pending.records)
        return run.committed(pending)

    def values(self, asking: Asking) -> tuple[float, ...]:
        """The numbers of this kind of player: the ideal ones, one value thrice, an even spread."""
        if self.answer is hesitant:
            return even_quantiles(asking.scenario)
        ideal = next(c for c in asking.scenario.comparators if c.name == "ideal observer")
        known = comparator_quantiles(ideal, asking.scenario.levels)
        return known if self.answer is knows else (known[1],) * len(known)


PLAYERS = {"knows": (knows, 80.0), "oversure": (oversure, 120.0), "hesitant": (hesitant, 260.0)}


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Player]]:
    patch = pytest.MonkeyPatch()
    patch.setattr("tastegym.deck.library.shipped_root", lambda: None)
    lived = {}
    for name, (answer, seconds) in PLAYERS.items():
        home = tmp_path_factory.mktemp(name)
        write_deck(home / "decks")
        player = Player(home, answer, seconds, random.Random(name))
        player.live()
        lived[name] = player
    patch.undo()
    return lived


def test_the_budget_follows_the_person(years: dict[str, Player]) -> None:
    for player in years.values():
        later = player.plans[20:]
        assert all(MINUTES - 3 <= plan.planned <= MINUTES + 3 for plan in later)
    counts = {name: len(one.plans[-1].spots) for name, one in years.items()}
    assert counts["knows"] > counts["oversure"] > counts["hesitant"] >= 2
    assert all(4 <= len(one.plans[0].spots) <= 6 for one in years.values())


def test_lessons_come_when_due_and_never_pile_up(years: dict[str, Player]) -> None:
    for player in years.values():
        found = history(player.home / "ledger.sqlite3")
        rungs: dict[str, lessons.Standing] = {}
        rows = iter(sorted(found.lesson_reviews, key=lambda row: row.id))
        row = next(rows, None)
        for plan in player.plans:
            while row is not None and row.local_day < plan.day:
                rungs |= lessons.standings([row])
                row = next(rows, None)
            met = [spot for spot in plan.spots if spot.lesson]
            assert len(met) <= LESSONS_AT_MOST
            assert all(rungs[spot.lesson].due <= plan.day for spot in met)
        assert any(spot.lesson for plan in player.plans for spot in plan.spots)


def test_who_knows_climbs_higher_than_who_guesses(years: dict[str, Player]) -> None:
    height = {}
    for name, player in years.items():
        known = lessons.standings(history(player.home / "ledger.sqlite3").lesson_reviews)
        height[name] = sum(one.rung for one in known.values()) / len(known)
    assert height["knows"] > height["oversure"] + 0.5


def test_recall_comes_only_when_nothing_fresh_is_left(years: dict[str, Player]) -> None:
    for player in years.values():
        used: set[str] = set()
        for plan in player.plans:
            for spot in plan.spots:
                if spot.why == "recall":
                    number = int(spot.lesson.removeprefix("lesson-"))
                    carriers = {f"test/year#s{n}" for n in range(3 * number, 3 * number + 3)}
                    taken = {one.uid for one in plan.spots}
                    assert carriers <= used | taken
            used |= {spot.uid for spot in plan.spots}


def test_unseen_scenarios_run_down_and_worlds_take_over(years: dict[str, Player]) -> None:
    for player in years.values():
        left = [plan.unseen for plan in player.plans]
        assert left[0] == SCENARIOS
        assert all(b <= a for a, b in itertools.pairwise(left))
        assert all(b < a for a, b in itertools.pairwise(left) if a), "every day brings one"
        assert left[-1] == 0
        assert not any(spot.why == "repeat" for plan in player.plans for spot in plan.spots)
        assert any(spot.world for spot in player.plans[-1].spots)
    told = years["knows"].plans[0]
    assert told.days_left is not None
    actual = next(n for n, plan in enumerate(years["knows"].plans) if not plan.unseen)
    assert actual <= told.days_left * 1.5, "a fast player is done sooner, never far later"


def test_groups_are_practised_evenly(years: dict[str, Player]) -> None:
    for player in years.values():
        uids = [spot.uid for plan in player.plans[:12] for spot in plan.spots if spot.uid]
        groups = Counter(int(uid.rpartition("#s")[2]) % 4 for uid in uids)
        assert max(groups.values()) - min(groups.values()) <= max(3, len(uids) // 4)


def test_one_world_in_three_is_an_anchor_and_the_rest_adapts(years: dict[str, Player]) -> None:
    for name, player in years.items():
        found = history(player.home / "ledger.sqlite3")
        about = [json.loads(row.body) for row in found.exposures if row.uid.startswith("world:")]
        marks = [one["anchor"] for one in about]
        assert len(marks) > 100
        whole = len(marks) - len(marks) % 3
        assert all(sum(marks[n : n + 3]) == 1 for n in range(0, whole, 3))
        levels = [one["params"]["difficulty"] for one in about if not one["anchor"]]
        late = levels[-40:]
        if name == "knows":
            assert sum(late) / len(late) > 3.5
        if name == "oversure":
            assert sum(late) / len(late) < 2.0
        uids = [row.uid for row in found.exposures if row.uid.startswith("world:")]
        assert len(set(uids)) == len(uids), "no instance comes twice"


def test_the_world_that_asks_for_a_number_does_so_every_other_time(
    years: dict[str, Player],
) -> None:
    for player in years.values():
        found = history(player.home / "ledger.sqlite3")
        kinds = {item.id: item.kind for item in found.items}
        asked = [kinds[e.item_id] for e in found.exposures if e.uid.startswith("world:winners-")]
        assert len(asked) > 5
        assert all(kind == "quantile" for kind in asked[1::2])
        assert not any(kind == "quantile" for kind in asked[::2])


def test_what_the_plan_called_fresh_counts_and_nothing_else(years: dict[str, Player]) -> None:
    for player in years.values():
        found = history(player.home / "ledger.sqlite3")
        status = freshness(found)
        last = {row.exposure_id: status[row.id].reason for row in found.forecasts if row.final}
        assert last == player.expected


def test_the_weeks_are_kept_across_a_move(years: dict[str, Player]) -> None:
    for player in years.values():
        days = practised_days(player.home / "ledger.sqlite3")
        assert len(days) == 3 * WEEKS
        assert habit(days, days[-1]).streak == WEEKS
