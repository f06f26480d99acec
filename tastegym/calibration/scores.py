"""Mean scores of a record: half-Brier, log, skill, the luck band, and their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from tastegym.calibration.sample import relabel
from tastegym.calibration.special import normal_quantile, t_quantile
from tastegym.scoring.rules import CLIP

if TYPE_CHECKING:
    from tastegym.calibration.sample import Floats, Ints, Sample

LEVEL = 0.9
"""Level of every interval that is not named otherwise."""

FEWEST_CLUSTERS = 10
"""Below so many independent clusters a mean has no interval."""

_BOOTSTRAP_CLUSTERS = 5000
_CHUNK = 500_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 90 % interval; ``low`` and ``high`` are None for too few clusters."""

    mean: float
    low: float | None
    high: float | None
    n: int
    clusters: int


@dataclass(frozen=True, slots=True)
class Luck:
    """The mean half-Brier score to expect if every forecast is exactly right, and its SD.

    ``z`` is the distance of the score reached, in SDs (Spiegelhalter 1986, extended to K
    options); None where the forecasts leave nothing to chance.
    """

    mean: float
    sd: float
    z: float | None


@dataclass(frozen=True, slots=True)
class Skill:
    """1 - sum of scores / sum of the uniform forecast's scores, with a 90 % interval."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class LogScore:
    """Mean and median log score in nats, and how often something forecast below .005 came true."""

    mean_nats: float
    median_nats: float
    zero_hits: int


def half_brier(sample: Sample) -> Floats:
    """Return (N,) half-Brier scores, 1/2 sum_k (p_k - o_k)^2."""
    return np.maximum(0.0, 0.5 * (_squares(sample) + 1.0) - sample.hit_prob)


def expected_half_brier(sample: Sample) -> Floats:
    """Return (N,) half-Brier scores to expect if the forecasts are right, (1 - sum p^2)/2."""
    return 0.5 * (1.0 - _squares(sample))


def variance_half_brier(sample: Sample) -> Floats:
    """Return (N,) variances of the score if the forecasts are right, sum p^3 - (sum p^2)^2."""
    cubes = np.einsum("nk,nk,nk->n", sample.probs, sample.probs, sample.probs)
    return np.asarray(np.maximum(0.0, cubes - _squares(sample) ** 2), dtype=np.float64)


def _squares(sample: Sample) -> Floats:
    return np.asarray(np.einsum("nk,nk->n", sample.probs, sample.probs), dtype=np.float64)


def uniform_half_brier(sample: Sample) -> Floats:
    """Return (N,) half-Brier scores of the uniform forecast, (1 - 1/K)/2."""
    return np.asarray(0.5 * (1.0 - 1.0 / sample.options), dtype=np.float64)


def log_losses(sample: Sample) -> Floats:
    """Return (N,) log scores in nats of the forecasts clipped at .005 and renormalised."""
    return -np.log(sample.clipped()[np.arange(len(sample)), sample.outcome])


def ranked(sample: Sample) -> Floats:
    """Return (N,) ranked probability scores; for rows whose options are ordered.

    RPS = sum_{j<K} (F_j - O_j)^2 / (K - 1), in 0..1.
    """
    columns = np.arange(sample.probs.shape[1])
    gap = np.cumsum(sample.probs, axis=1) - (columns >= sample.outcome[:, None])
    inner = columns < sample.options[:, None] - 1
    return np.asarray((gap**2 * inner).sum(axis=1) / (sample.options - 1), dtype=np.float64)


def mean_interval(values: Floats, cluster: Ints, level: float = LEVEL) -> Estimate | None:
    """Return the mean of ``values`` (N,) with a t-interval over G independent clusters.

    m +- t_{G-1} sqrt(G/(G-1) sum_g (sum_{i in g} (x_i - m))^2)/N; with clusters of one it is the
    usual t-interval. None for no values; no interval below 10 clusters.
    """
    if not len(values):
        return None
    mean = float(values.mean())
    error, count = standard_error(values, cluster)
    if count < FEWEST_CLUSTERS or error is None:
        return Estimate(mean, None, None, len(values), count)
    reach = t_quantile(0.5 + level / 2.0, count - 1) * error
    return Estimate(mean, mean - reach, mean + reach, len(values), count)


def standard_error(values: Floats, cluster: Ints) -> tuple[float | None, int]:
    """Return the cluster-robust standard error of the mean, and the number of clusters."""
    sums = np.bincount(relabel(cluster), weights=values - values.mean())
    count = len(sums)
    if count < 2:
        return None, count
    return math.sqrt(count / (count - 1) * float(sums @ sums)) / len(values), count


def brier(sample: Sample) -> Estimate | None:
    """Return the mean half-Brier score with its interval over clusters; None if empty."""
    return mean_interval(half_brier(sample), sample.cluster)


def luck(sample: Sample) -> Luck | None:
    """Return the luck band of the mean half-Brier score; None for an empty sample.

    Units (a scenario, a board) count as uncorrelated, as they are for a person whose forecasts
    are right given all that went before. How the rows of one board hang together is not known;
    their SDs are added, the most that any dependence can make of them:
    Var <= sum over units (sum of SDs)^2.
    """
    if not len(sample):
        return None
    expected = expected_half_brier(sample)
    sds = np.bincount(sample.unit, weights=np.sqrt(variance_half_brier(sample)))
    spread = math.sqrt(float(sds @ sds))
    excess = float((half_brier(sample) - expected).sum())
    z = excess / spread if spread > 1e-12 else None
    return Luck(float(expected.mean()), spread / len(sample), z)


def log_score(sample: Sample) -> LogScore | None:
    """Return mean and median log score and the count of zero-hits; None for an empty sample."""
    if not len(sample):
        return None
    losses = log_losses(sample)
    hits = int(np.count_nonzero(sample.hit_prob < CLIP))
    return LogScore(float(losses.mean()), float(np.median(losses)), hits)


def skill(sample: Sample, user: str = "", draws: int | None = None) -> Skill | None:
    """Return skill against the uniform forecast, with a bootstrap interval over clusters.

    A ratio of sums; the interval holds the middle 90 % of ``draws`` resamples of clusters (2,000
    up to 2,000 clusters, 500 up to 5,000), keyed by (user, N); beyond, it is the normal interval
    of the linearised ratio. None for an empty sample; no interval below 10 clusters.
    """
    return relative_skill(
        half_brier(sample), uniform_half_brier(sample), sample.cluster, user, draws
    )


def relative_skill(
    scores: Floats, reference: Floats, cluster: Ints, user: str = "", draws: int | None = None
) -> Skill | None:
    """Return 1 - sum(scores)/sum(reference) with a bootstrap interval, as ``skill``."""
    total = float(reference.sum())
    if total <= 0.0:
        return None
    value = 1.0 - float(scores.sum()) / total
    label = relabel(cluster)
    columns = [np.bincount(label, weights=column) for column in (scores, reference)]
    sums: Floats = np.stack(columns, axis=1).astype(np.float64)
    count = len(sums)
    if count < FEWEST_CLUSTERS:
        return Skill(value, None, None)
    if count > _BOOTSTRAP_CLUSTERS:
        residue = sums[:, 0] - (1.0 - value) * sums[:, 1]
        reach = normal_quantile(0.5 + LEVEL / 2.0) * float(np.sqrt(residue @ residue)) / total
        return Skill(value, value - reach, value + reach)
    ratios = _bootstrap_ratios(sums, draws or (2000 if count <= 2000 else 500), f"{user}/{count}")
    low, high = np.quantile(1.0 - ratios, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return Skill(value, float(low), float(high))


def _bootstrap_ratios(sums: Floats, draws: int, key: str) -> Floats:
    """Return (draws,) ratios of sums over resampled clusters; ``sums`` is (G, 2)."""
    digest = blake2b(key.encode(), digest_size=16).digest()
    generator = np.random.Generator(np.random.SFC64(int.from_bytes(digest, "little")))
    count = len(sums)
    ratios = np.empty(draws)
    rows = max(1, _CHUNK // count)
    for start in range(0, draws, rows):
        size = min(draws - start, rows)
        picked = generator.integers(0, count, size=(size, count))
        picked += count * np.arange(size)[:, None]
        times = np.bincount(picked.reshape(-1), minlength=size * count).reshape(size, count)
        top, bottom = (times @ sums).T
        ratios[start : start + size] = top / bottom
    return ratios
