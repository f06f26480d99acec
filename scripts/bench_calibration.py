"""Calibration against scikit-learn, model-diagnostics, relplot and scoringrules, in one run.

The job: reliability curve, decomposition, and a 90 % band from 1,000 resamples. Peers that would
take minutes run fewer resamples at two sizes and are extrapolated linearly, marked "~". Every
cell is the best of several interleaved runs on the same data.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("MPLBACKEND", "Agg")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from tastegym.calibration import evidence, power, reliability, scores, trend
from tastegym.calibration.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Callable

RESAMPLES = 1000
SIZES = (100, 10_000, 1_000_000)
FIVES = np.arange(1, 20) / 20


@dataclass(frozen=True)
class Timing:
    """Seconds for the whole job, and whether they are extrapolated."""

    seconds: float
    extrapolated: bool = False

    def __str__(self) -> str:
        mark = "~" if self.extrapolated else ""
        if self.seconds < 1.0:
            return f"{mark}{self.seconds * 1000:.1f} ms"
        return f"{mark}{self.seconds:.1f} s"


def forecasts(kind: str, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Calibrated forecasts on a 5 % grid ("human") or uniform on 0..1 ("continuous")."""
    rng = np.random.default_rng(size)
    p = rng.choice(FIVES, size) if kind == "human" else rng.random(size)
    return p, (rng.random(size) < p).astype(int)


def clock(job: Callable[[], object]) -> float:
    """Seconds of one run."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def ours(p: np.ndarray, y: np.ndarray, resamples: int) -> None:
    """The job, from plain arrays."""
    reliability.diagram(Sample.binary(p, y), "bench", resamples)


def scikit_learn(p: np.ndarray, y: np.ndarray, resamples: int) -> None:
    """The job as a loop over IsotonicRegression: fit, decomposition, consistency band."""
    from sklearn.isotonic import IsotonicRegression

    rng = np.random.default_rng(1)
    fitted = IsotonicRegression(out_of_bounds="clip").fit(p, y).predict(p)
    np.mean((p - y) ** 2) - np.mean((fitted - y) ** 2)
    grid = np.unique(p) if len(p) <= 1000 else np.linspace(0, 1, 1001)
    curves = np.empty((resamples, len(grid)))
    for curve in curves:
        again = IsotonicRegression(out_of_bounds="clip").fit(p, rng.random(len(p)) < p)
        curve[:] = again.predict(grid)
    np.quantile(curves, [0.05, 0.95], axis=0)


def model_diagnostics(p: np.ndarray, y: np.ndarray, resamples: int) -> None:
    """Its reliability diagram with bootstrap interval, and its decomposition."""
    import matplotlib.pyplot as plt
    from model_diagnostics.calibration import plot_reliability_diagram
    from model_diagnostics.scoring import SquaredError, decompose

    figure, axes = plt.subplots()
    plot_reliability_diagram(y, p, n_bootstrap=resamples, confidence_level=0.9, ax=axes)
    decompose(y, p, scoring_function=SquaredError())
    plt.close(figure)


def relplot(p: np.ndarray, y: np.ndarray, resamples: int) -> None:
    """Its smooth diagram with a 95 % bootstrap band; it has no decomposition."""
    import relplot as package

    package.prepare_rel_diagram(p, y, num_bootstrap=resamples, report_CE_std=False)


PEERS: dict[str, Callable[[np.ndarray, np.ndarray, int], None]] = {
    "scikit-learn": scikit_learn,
    "model-diagnostics": model_diagnostics,
    "relplot": relplot,
}


MOST_ROWS = {"relplot": 10_000}
"""Peers that keep every resample in memory: gigabytes at a million rows."""


def peer_time(
    job: Callable[[np.ndarray, np.ndarray, int], None], p: np.ndarray, y: np.ndarray
) -> Timing:
    """Time a peer, in full where that is quick and by two shorter runs where it is not."""
    few, more = (2, 4) if len(p) > 100_000 else (5, 25)
    job(p, y, few)  # imports and caches
    low = min(clock(lambda: job(p, y, few)) for _ in range(2))
    high = min(clock(lambda: job(p, y, more)) for _ in range(2))
    estimate = high + max(0.0, high - low) / (more - few) * (RESAMPLES - more)
    if estimate < 6.0:
        return Timing(clock(lambda: job(p, y, RESAMPLES)))
    return Timing(estimate, extrapolated=True)


def diagrams() -> None:
    """Print the table of the full job."""
    lines = [
        "",
        "For the README:",
        "",
        "| forecasts | tastegym | scikit-learn loop | model-diagnostics | relplot |",
    ]
    lines.append("|---|---|---|---|---|")
    print(f"Full diagram: curve, decomposition, 90 % band, {RESAMPLES:,} resamples\n")
    print(f"{'forecasts':22}{'tastegym':>12}" + "".join(f"{n:>28}" for n in PEERS))
    for kind in ("human", "continuous"):
        for size in SIZES:
            p, y = forecasts(kind, size)
            ours(p, y, RESAMPLES)
            mine = clock(lambda p=p, y=y: ours(p, y, RESAMPLES))
            cells, table = [], []
            for name, job in PEERS.items():
                if size > MOST_ROWS.get(name, size):
                    cells.append("-")
                    table.append("over 4 GB")
                    continue
                theirs = peer_time(job, p, y)
                for _ in range(3):
                    mine = min(mine, clock(lambda p=p, y=y: ours(p, y, RESAMPLES)))
                cells.append(f"{theirs!s:>14} = {theirs.seconds / mine:6.0f} x")
                table.append(f"{theirs!s} ({theirs.seconds / mine:,.0f} ×)")
            row = "".join(f"{text:>28}" for text in cells)
            print(f"{kind + f' {size:,}':22}{Timing(mine)!s:>12}{row}", flush=True)
            name = "human-like (5 % steps)" if kind == "human" else "continuous"
            note = _target(kind, size, mine)
            lines.append(f"| {size:,}, {name} | {Timing(mine)!s}{note} | {' | '.join(table)} |")
    print("\n".join(lines), flush=True)


def _target(kind: str, size: int, seconds: float) -> str:
    """The target of this size beside what was measured; "" without one."""
    if (kind, size) != ("human", 1_000_000):
        return ""
    return f" (target 100 ms: {'kept' if seconds <= 0.1 else 'missed'})"


def single_scores() -> None:
    """Print the mean Brier score alone, where peers have a function for it."""
    import scoringrules
    from sklearn.metrics import brier_score_loss

    p, y = forecasts("human", 1_000_000)
    sample = Sample.binary(p, y)
    jobs: dict[str, Callable[[], object]] = {
        "tastegym": lambda: scores.half_brier(sample).mean(),
        "scoringrules": lambda: np.mean(scoringrules.brier_score(y, p)),
        "scikit-learn": lambda: brier_score_loss(y, p),
    }
    values = {name: float(np.asarray(job())) for name, job in jobs.items()}
    if max(values.values()) - min(values.values()) > 1e-12:
        raise SystemExit(f"the mean Brier scores differ: {values}")
    times = {name: min(clock(job) for _ in range(7)) for name, job in jobs.items()}
    print("\nMean Brier score alone, 1,000,000 forecasts (same value to 1e-12)")
    for name, seconds in times.items():
        print(f"  {name:14}{Timing(seconds)!s:>10}{seconds / times['tastegym']:>8.1f} x")


def own_parts() -> None:
    """Print what has no peer: the beta grid, the e-process, a whole history, other K."""
    print("\nParts without a peer (best of 5)")
    rng = np.random.default_rng(7)
    for size in (1_000, 10_000, 100_000):
        claims = Sample.binary(*forecasts("human", size))
        dirichlet = rng.multinomial(20, rng.dirichlet(np.ones(4), size)) / 20
        edges = np.cumsum(dirichlet, axis=1)[:, :-1]
        choices = Sample.build(dirichlet, (rng.random(size)[:, None] >= edges).sum(axis=1))
        for name, sample in (("yes/no", claims), ("4 options", choices)):
            both = min(clock(lambda s=sample: _beta_and_evidence(s)) for _ in range(5))
            whole = min(clock(lambda s=sample: _history(s)) for _ in range(5))
            print(
                f"  {size:>8,} {name:10} beta grid + e-process {Timing(both)!s:>10}"
                f"   all figures of a history {Timing(whole)!s:>10}",
                flush=True,
            )


def _beta_and_evidence(sample: Sample) -> None:
    power.posterior(sample)
    evidence.evidence(sample)


def _history(sample: Sample) -> None:
    _beta_and_evidence(sample)
    reliability.diagram(sample, "bench")
    scores.brier(sample)
    scores.luck(sample)
    scores.log_score(sample)
    scores.skill(sample, "bench")
    trend.running_score(sample)
    trend.beta_path(sample)
    power.top_choice(sample)


def memory() -> None:
    """Print the peak memory of a process that computes a history over a million forecasts."""
    run = subprocess.run(
        [sys.executable, __file__, "--memory-child"], capture_output=True, text=True, check=True
    )
    found = json.loads(run.stdout)
    print(f"\nMemory, history of 1,000,000 forecasts: {found['peak_mb']:.0f} MB at the peak")


def memory_child() -> None:
    """Compute a history over a million forecasts and print this process's peak memory."""
    _history(Sample.binary(*forecasts("human", 1_000_000)))
    print(json.dumps({"peak_mb": _peak_mb()}))


def _peak_mb() -> float:
    """Peak memory of this program in MB.

    Linux's ru_maxrss of a fresh process still holds the size of the parent it was forked from;
    VmHWM starts anew at exec.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print every table."""
    warnings.simplefilter("ignore")
    diagrams()
    single_scores()
    own_parts()
    memory()


if __name__ == "__main__":
    memory_child() if "--memory-child" in sys.argv else main()
