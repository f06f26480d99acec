"""People whose calibration is known, and how often our figures misjudge them.

Shared by the short, seeded tests beside this file and by scripts/simulate, which runs the same
experiments on many more people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tastegym.calibration import evidence, power, reliability, scores, updates
from tastegym.calibration.sample import Sample

FIVES = np.array([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95]) / 100


@dataclass(frozen=True)
class Share:
    """How many of ``runs`` simulated people met a condition."""

    hits: int
    runs: int

    @property
    def rate(self) -> float:
        return self.hits / self.runs

    def error(self, nominal: float) -> float:
        """Three standard errors of the rate if its true value is ``nominal``."""
        return 3.0 * math.sqrt(nominal * (1.0 - nominal) / self.runs)


def claims(rng: np.random.Generator, size: int) -> np.ndarray:
    """p(yes) on a 5 % grid, one in ten of them a fifty."""
    return np.where(rng.random(size) < 0.1, 0.5, rng.choice(FIVES, size))


def choices(rng: np.random.Generator, size: int, options: int = 4, parts: int = 20) -> np.ndarray:
    """Forecasts from Dirichlet(1), rounded to a grid of 1/parts by largest remainder."""
    exact = rng.dirichlet(np.ones(options), size) * parts
    whole = np.floor(exact)
    rest = exact - whole
    missing = (parts - whole.sum(axis=1)).astype(int)
    order = np.argsort(-rest, axis=1)
    rank = np.argsort(order, axis=1)
    return (whole + (rank < missing[:, None])) / parts


def draw(rng: np.random.Generator, probs: np.ndarray, beta: float = 1.0) -> np.ndarray:
    """Outcomes drawn from the clipped forecast to the power beta; at beta 1 from the forecast."""
    truth = probs
    if beta != 1.0:
        truth = np.maximum(probs, 0.005)
        truth = (truth / truth.sum(axis=1, keepdims=True)) ** beta
        truth = truth / truth.sum(axis=1, keepdims=True)
    edges = np.cumsum(truth, axis=1)[:, :-1]
    return (rng.random(len(probs))[:, None] >= edges).sum(axis=1)


def person(rng: np.random.Generator, kind: str, size: int, beta: float = 1.0) -> Sample:
    """One record: yes/no claims ("claims") or four-option questions ("choices")."""
    if kind == "claims":
        p = claims(rng, size)
        probs = np.column_stack((p, 1.0 - p))
        return Sample.binary(p, draw(rng, probs, beta) == 0)
    probs = choices(rng, size)
    return Sample.build(probs, draw(rng, probs, beta))


def flagged(sample: Sample, threshold: float = 20.0) -> bool:
    """Was this person ever called out, looking after every answer?"""
    return evidence.evidence(sample).max_e >= threshold


def peeking(seed: int, kind: str, runs: int, answers: int = 500) -> Share:
    """Calibrated people who look after every answer: how many ever see "clear"?"""
    rng = np.random.default_rng(seed)
    return Share(sum(flagged(person(rng, kind, answers)) for _ in range(runs)), runs)


def detected(seed: int, runs: int, answers: int, beta: float = 0.6) -> Share:
    """Overconfident people on four options: how many are called out within ``answers``?"""
    rng = np.random.default_rng(seed)
    hits = sum(flagged(person(rng, "choices", answers, beta)) for _ in range(runs))
    return Share(hits, runs)


def excursions(seed: int, kind: str, runs: int, answers: int) -> tuple[Share, Share]:
    """Calibrated people: whose curve leaves the simultaneous band; whose MCB has p <= .10?"""
    rng = np.random.default_rng(seed)
    outside = significant = 0
    for run in range(runs):
        diagram = reliability.diagram(person(rng, kind, answers), f"{seed}/{run}")
        assert diagram is not None
        assert diagram.corp.p is not None
        outside += bool(diagram.curve.outside.any())
        significant += diagram.corp.p <= 0.10
    return Share(outside, runs), Share(significant, runs)


def boards(seed: int, runs: int, rows: int = 5, count: int = 60) -> tuple[Share, Share]:
    """Boards whose rows rise and fall together, each row calibrated on its own.

    Within a board all rows have the same forecast and one common draw decides them all: the
    strongest dependence with calibrated margins. Returns the share flagged with boards as units
    and, for contrast, with rows taken as independent.
    """
    rng = np.random.default_rng(seed)
    joined = apart = 0
    for _ in range(runs):
        p = np.repeat(claims(rng, count), rows)
        hit = np.repeat(rng.random(count), rows) < p
        probs = np.column_stack((p, 1.0 - p))
        outcome = np.where(hit, 0, 1)
        board = np.repeat(np.arange(count), rows)
        joined += flagged(Sample.build(probs, outcome, statement=True, unit=board))
        apart += flagged(Sample.build(probs, outcome, statement=True))
    return Share(joined, runs), Share(apart, runs)


def hang_together(rng: np.random.Generator, p: np.ndarray, how: str) -> np.ndarray:
    """Whether the claims (boards, rows) come true, each with its own chance p, dependent by `how`.

    "together": one uniform number a board, a claim is true where it lies below p. "favourites":
    the same, but of each claim its likelier side. "apart": independent.
    """
    chance = rng.random((len(p), 1 if how != "apart" else p.shape[1]))
    if how == "favourites":
        return np.where(p >= 0.5, chance < p, chance >= 1.0 - p)
    return chance < p


def board_bands(
    seed: int,
    runs: int,
    how: str,
    *,
    alike: bool,
    joined: bool = True,
    rows: int = 5,
    count: int = 30,
) -> tuple[Share, Share, Share]:
    """Calibrated people on boards: curve outside the outline, MCB p <= .10, |z| of luck > 1.645.

    ``alike`` gives all rows of a board the same forecast, the worst case for the curve; without
    ``joined`` the rows are taken as independent, for contrast.
    """
    rng = np.random.default_rng(seed)
    outside = significant = unlucky = 0
    for run in range(runs):
        p = claims(rng, count * (1 if alike else rows)).reshape(count, -1)
        p = np.broadcast_to(p, (count, rows))
        true = hang_together(rng, p, how)
        probs = np.column_stack((p.reshape(-1), 1.0 - p.reshape(-1)))
        unit = np.repeat(np.arange(count), rows) if joined else None
        sample = Sample.build(probs, np.where(true, 0, 1).reshape(-1), statement=True, unit=unit)
        diagram, band = reliability.diagram(sample, f"{seed}/{run}", 500), scores.luck(sample)
        assert diagram is not None
        assert diagram.corp.p is not None
        assert band is not None
        assert band.z is not None
        outside += bool(diagram.curve.outside.any())
        significant += diagram.corp.p <= 0.10
        unlucky += abs(band.z) > 1.645
    return Share(outside, runs), Share(significant, runs), Share(unlucky, runs)


def staged(
    rng: np.random.Generator, count: int, stages: int
) -> tuple[list[np.ndarray], np.ndarray]:
    """An ideal reasoner sees one signal a stage: forecasts (count, 3) per stage, and outcomes."""
    belief = choices(rng, count, options=3)
    belief = np.maximum(belief, 0.02)
    belief /= belief.sum(axis=1, keepdims=True)
    outcome = draw(rng, belief)
    path = [belief]
    for _ in range(stages - 1):
        strength = rng.uniform(0.4, 0.8, count)
        points = np.where(
            rng.random(count) < strength, outcome, (outcome + rng.integers(1, 3, count)) % 3
        )
        likelihood = np.where(
            np.arange(3) == points[:, None], strength[:, None], (1 - strength[:, None]) / 2
        )
        belief = belief * likelihood
        belief = belief / belief.sum(axis=1, keepdims=True)
        path.append(belief)
    return path, outcome


def stages(seed: int, runs: int, count: int = 100, steps: int = 4) -> tuple[Share, Share]:
    """Staged answers of a calibrated person: the last stage alone, and all stages as rows."""
    rng = np.random.default_rng(seed)
    last = every = 0
    for _ in range(runs):
        path, outcome = staged(rng, count, steps)
        last += flagged(Sample.build(path[-1], outcome))
        rows = np.stack(path, axis=1).reshape(count * steps, 3)
        every += flagged(Sample.build(rows, np.repeat(outcome, steps)))
    return Share(last, runs), Share(every, runs)


def update_coverage(seed: int, runs: int, count: int = 60) -> Share:
    """Ideal updates: how often does the 90 % interval of the multiplier hold 1?"""
    rng = np.random.default_rng(seed)
    held = 0
    for _ in range(runs):
        path, outcome = staged(rng, count, 2)
        found = updates.outcome_multiplier(path[0], path[1], outcome, np.arange(count))
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 1.0 <= found.high
    return Share(held, runs)


def luck_size(seed: int, kind: str, runs: int, answers: int) -> Share:
    """Calibrated people: how often is |z| of the luck band above 1.645?"""
    rng = np.random.default_rng(seed)
    hits = 0
    for _ in range(runs):
        band = scores.luck(person(rng, kind, answers))
        assert band is not None
        assert band.z is not None
        hits += abs(band.z) > 1.645
    return Share(hits, runs)


def beta_coverage(seed: int, runs: int, answers: int, beta: float) -> Share:
    """How often does the 90 % posterior interval hold the true beta?"""
    rng = np.random.default_rng(seed)
    held = 0
    for _ in range(runs):
        found = power.posterior(person(rng, "claims", answers, beta))
        held += found.q05 <= beta <= found.q95
    return Share(held, runs)


def change_alarms(seed: int, runs: int, answers: int = 600) -> Share:
    """Calibrated people: how many ever see the change alarm at E >= 20?"""
    rng = np.random.default_rng(seed)
    hits = 0
    for _ in range(runs):
        path = evidence.change_alarm(person(rng, "claims", answers))
        hits += float(path.max()) >= math.log(20.0)
    return Share(hits, runs)
