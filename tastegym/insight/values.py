"""What insight finds, as frozen values free of NumPy: one model that every face shows.

Probabilities and rates lie in 0..1. None means that a figure cannot be had, or that the display
rules hide it at this number of answers (see `veil`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Verdict: TypeAlias = Literal["cannot_tell", "hint", "fairly_clear", "clear", "no_verdict"]
Direction: TypeAlias = Literal["over", "under"]


@dataclass(frozen=True, slots=True)
class Spread:
    """What the mean score would be if every forecast were exactly right, and its SD."""

    mean: float | None = None
    sd: float | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 90 % interval; the ends are None for too few independent answers."""

    value: float | None = None
    lo: float | None = None
    hi: float | None = None


@dataclass(frozen=True, slots=True)
class LogScore:
    """Mean log score in nats, and how often something forecast below .005 came true."""

    mean_nats: float | None = None
    zero_hits: int = 0


@dataclass(frozen=True, slots=True)
class Corp:
    """The parts of the mean score: brier = mcb - dsc + unc; `mcb_null` is the mcb of mere luck."""

    mcb: float | None = None
    mcb_null: float | None = None
    p: float | None = None
    dsc: float | None = None
    unc: float | None = None


@dataclass(frozen=True, slots=True)
class Beta:
    """Posterior of the one number for over- (< 1) and underconfidence (> 1)."""

    q05: float | None = None
    median: float | None = None
    q95: float | None = None
    p_below_1: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The test that may be looked at every day; `clear_at` is when e first reached 20 (in us)."""

    e: float | None = None
    max_e: float | None = None
    verdict: Verdict = "no_verdict"
    direction: Direction | None = None
    clear_at: int | None = None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One distinct forecast: pairs, scenarios, share that came true, isotonic fit, two bands."""

    forecast: float
    n: int
    scenarios: int
    hits: int
    rate: float
    fitted: float
    band_lo: float
    band_hi: float
    sim_lo: float
    sim_hi: float

    @property
    def outside(self) -> bool:
        """Whether the fitted curve leaves the outline here: luck does not explain it."""
        return not self.sim_lo - 1e-12 <= self.fitted <= self.sim_hi + 1e-12


@dataclass(frozen=True, slots=True)
class TimePoint:
    """Running mean of the score after `index` answers, beside expected and uniform."""

    index: int
    at: int | None
    brier: float
    expected: float
    uniform: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class BetaPoint:
    """Beta after `index` answers: median and 90 % range by the answers so far, and by all."""

    index: int
    at: int | None
    lo: float
    median: float
    hi: float
    all_lo: float
    all_median: float
    all_hi: float


@dataclass(frozen=True, slots=True)
class SkillRow:
    """Shrunken beta of one skill or group of skills."""

    skill: str
    n: int
    beta_q05: float | None = None
    beta: float | None = None
    beta_q95: float | None = None


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Numeric answers: how often the interval held the value, and WIS against an even spread.

    `excluded` counts the resolved ones that are not fresh.
    """

    n: int = 0
    coverage: float | None = None
    lo: float | None = None
    hi: float | None = None
    rel_wis: float | None = None
    excluded: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the record: answers, mean half-Brier score, skill against the uniform answer."""

    n: int
    brier: float | None = None
    skill: Interval = Interval()


@dataclass(frozen=True, slots=True)
class Headline:
    """The first line of one record."""

    n: int = 0
    fresh: int = 0
    brier: float | None = None
    expected_brier: Spread = Spread()
    skill: Interval = Interval()
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Answer:
    """One counted answer, for strips and lists: the favourite, what was said of it, and the score.

    `forecast_id` leads back to what was shown; "" for a row of an outside table. `said` is the
    probability of the favourite (of a yes/no claim: of the likelier side), `right` its share of the
    truth (ties count in parts).
    """

    forecast_id: str
    at: int | None
    said: float
    right: float
    brier: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """Forecasts from `low` to `high` (both within): pairs, hits, and the hits of mere luck."""

    low: float
    high: float
    n: int
    hits: int
    normal_lo: int
    normal_hi: int


@dataclass(frozen=True, slots=True)
class Worth:
    """What a stated probability is worth: median and 90 % range."""

    said: float
    median: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Shift:
    """Last answers minus first ones: the means, the difference, its 90 % interval."""

    first: float
    last: float
    difference: float
    lo: float | None
    hi: float | None


@dataclass(frozen=True, slots=True)
class ThenNow:
    """`n` answers against `n_last` later ones; `names` say which, empty: the first and the last.

    `score` is the mean half-Brier score, `excess` the score minus what the forecasts promised
    (a harder deck does not move it); `beta_ratio` is last/first, `p_improved` the probability that
    beta came closer to 1.
    """

    n: int
    n_last: int
    score: Shift
    excess: Shift
    beta_first: Beta
    beta_last: Beta
    beta_ratio: Interval
    p_improved: float
    names: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Regret:
    """Distance from the ideal observer, free of luck: mean with interval, and its two parts."""

    n: int
    brier: Interval
    kl: float
    kl_calibration: float
    kl_reasoning: float


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """When you feel `felt`, enter `enter`; the answers leave `lo`..`hi` (90 %)."""

    felt: float
    enter: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class AdviceBlock:
    """The correction table from `answers` given without advice, and how it fared forward.

    `gain` is the mean change of the half-Brier score, on `tested` later answers, if each had been
    corrected by what was known before it (negative: the advice helps). `advised` answers, given
    after the advice was shown, are neither fitted nor tested; `since` is what those answers say
    of the numbers entered since then, empty without any.
    """

    table: tuple[AdviceRow, ...]
    answers: int
    tested: int
    gain: Interval
    advised: int
    since: tuple[AdviceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Multiplier:
    """A factor with its 90 % range (None below ten scenarios)."""

    value: float
    lo: float | None
    hi: float | None
    updates: int
    scenarios: int


@dataclass(frozen=True, slots=True)
class Updates:
    """How large the steps between stages are.

    `by_outcome` is the factor by which they should have been stretched as outcomes judge (1 is
    right, above 1 they were too small); `by_evidence` your step as a multiple of Bayes' rule
    (below 1 the evidence was used too little), where likelihoods are known.
    """

    updates: int = 0
    by_outcome: Multiplier | None = None
    by_evidence: Multiplier | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything computed from one set of answers.

    `n` counts locked and resolved answers, `fresh` the counted ones, `excluded` the others by
    reason; `uniform` is the mean score of the uniform answer. What stands
    below `by_source` only screens and sentences use; `practised` counts generated answers whose
    world had been met before.
    """

    n: int = 0
    fresh: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    with_excluded: Group = Group(0)
    brier: float | None = None
    brier_range: Interval = Interval()
    expected_brier: Spread = Spread()
    uniform: float | None = None
    log_score: LogScore = LogScore()
    skill: Interval = Interval()
    corp: Corp = Corp()
    beta: Beta = Beta()
    evidence: Evidence = Evidence()
    curve: tuple[CurvePoint, ...] | None = None
    over_time: tuple[TimePoint, ...] | None = None
    skills: tuple[SkillRow, ...] = ()
    tags: tuple[SkillRow, ...] = ()
    quantiles: Quantiles = Quantiles()
    by_kind: Mapping[str, Group] = field(default_factory=dict)
    by_source: Mapping[str, Group] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    bucket: Bucket | None = None
    worth: tuple[Worth, ...] = ()
    answers_needed: int | None = None
    then_now: ThenNow | None = None
    regret: Regret | None = None
    practised: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A locked answer without an outcome: an open question, or a reveal that never came."""

    uid: str
    statement: str
    locked_at: int
    resolve_by: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Insight:
    """The record asked for, and the headline of each of the four.

    `filtered` tells that a filter narrows the record (then there is no verdict); `filter_words`
    says which. `waiting` lists answers without an outcome, `odd` those whose outcome is none of
    their options.
    """

    source: str
    figures: Figures
    records: Mapping[str, Headline]
    filtered: bool = False
    filter_words: str = ""
    waiting: tuple[Waiting, ...] = ()
    odd: tuple[str, ...] = ()
