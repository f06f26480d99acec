"""A home as heavy as a few years make it: many installed scenarios and many forecasts."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tastegym.clock import Moment, moment
from tastegym.deck.identity import with_hashes
from tastegym.deck.model import Kind, Option, Scenario
from tastegym.frozen import replace
from tastegym.ledger.ids import Ids
from tastegym.ledger.records import TOTAL, LessonReview, Record
from tastegym.ledger.store import Ledger
from tastegym.practice.session import Session
from tastegym.practice.values import Drawn, Estimate
from tastegym.practice.worlds import WORLDS

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2024, 1, 1, 9, tzinfo=UTC)
PER_FILE = 50

_SCENARIO = """\
  - id: case-{n}
    skills: [anomaly.triage]
    setup: |
      Run {n} of a sweep jumps at step {step}; the other seeds of the same sweep do not, and the
      machine that held it was moved to another rack on the day before.
    question: Which explanation of run {n} turned out to be true?
    options:
      - {{id: a, text: The logger changed its window, feedback: It had.}}
      - {{id: b, text: One shard has bad targets, feedback: Every seed reads it.}}
      - {{id: c, text: The warm-up ended too early, feedback: All seeds share it.}}
      - {{id: d, text: The rack has a bad card, feedback: Its other runs are fine.}}
    answer: {answer}
    explanation: The window of the logger had shrunk at step {step}.
    rule: Ask what the odd run does not share with the others.
    sources: [{{title: "Run log {n}", identifier: "log:{n}", checked: full-text}}]
"""


def filled_home(folder: Path, *, scenarios: int, forecasts: int, mixed: bool = False) -> Path:
    """A home under `folder` with one installed deck of its own and a filled ledger."""
    home = folder / "home"
    home.mkdir()
    write_deck(home / "decks" / "bench", scenarios)
    fill_ledger(home / "ledger.sqlite3", forecasts, mixed=mixed)
    return home


def write_deck(folder: Path, scenarios: int) -> None:
    """A folder deck with that many scenarios in files of fifty."""
    (folder / "scenarios").mkdir(parents=True)
    (folder / "deck.yaml").write_text(
        "tastegym: 1\ndeck:\n  id: bench/many\n  version: 1.0.0\n  title: Many runs\n"
        "  licence: CC0-1.0\n"
    )
    for first in range(0, scenarios, PER_FILE):
        body = "".join(
            _SCENARIO.format(n=n, step=1000 + 7 * n, answer="abcd"[n % 4])
            for n in range(first, min(first + PER_FILE, scenarios))
        )
        path = folder / "scenarios" / f"{first:05}.yaml"
        path.write_text(f"tastegym: 1\nscenarios:\n{body}")


def fill_ledger(path: Path, forecasts: int, *, seed: int = 1, mixed: bool = False) -> None:
    """A ledger with that many locked and revealed four-option answers on 5 % steps.

    `mixed`: one in three is to a world, and every other one moves one of two hundred lessons.
    """
    rng = random.Random(seed)
    ids = Ids()
    with Ledger.create(path, moment(START)) as ledger:
        for first in range(0, forecasts, 500):
            batch: list[Record] = []
            for n in range(first, min(first + 500, forecasts)):
                batch += _answered(n, rng, ids, mixed=mixed)
            ledger.append(*batch)


def _answered(n: int, rng: random.Random, ids: Ids, *, mixed: bool) -> list[Record]:
    """The rows of one question, asked, locked and revealed."""
    now: Moment = moment(START + timedelta(minutes=97 * n))
    world = mixed and n % 3 == 2
    scenario = _of_a_world(n) if world else _scenario(n)
    run = Session([Drawn(scenario)], seed=str(n), started=now, new_id=ids.new)
    asking = run.ask(now)
    assert asking is not None
    steps = [rng.randrange(1, 12) for _ in asking.options]
    probs = [500 * (20 * s // sum(steps)) for s in steps]
    probs[steps.index(max(steps))] += TOTAL - sum(probs)
    pending = run.lock(Estimate(tuple(probs), seconds=rng.uniform(10, 90)), now)
    rows = [*asking.records, *pending.records]
    if mixed and n % 2:
        name, shown = f"lesson-{n % 200}", asking.exposure_id
        rows.append(LessonReview(ids.new(now.at), now.at, now.local_day, name, shown, n % 5))
    return rows


def _of_a_world(n: int) -> Scenario:
    world = WORLDS[n // 3 % len(WORLDS)].name
    return with_hashes(replace(_scenario(n), uid=f"world:{world}@1/bench#{n}"))


def _scenario(n: int) -> Scenario:
    options = tuple(Option(name, f"Explanation {name}") for name in "abcd")
    return with_hashes(
        Scenario(
            uid=f"bench/past#old-{n}",
            deck="bench/past",
            deck_version="1.0.0",
            id=f"old-{n}",
            kind=Kind.CHOICE,
            setup=f"Run {n} jumps.",
            question="Why?",
            explanation="The logger.",
            options=options,
            answer="abcd"[n % 4],
            skills=(("anomaly.triage", "rigour.noise", "experiment.design")[n % 3],),
        )
    )
