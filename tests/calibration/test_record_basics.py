"""Labels, clusters, numeric answers, special functions, and what is imported."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys

import numpy as np
import pytest
import scipy.special
from simulated_people import choices, draw

from tastegym.calibration import (
    numeric,
    scores,
    special,
)
from tastegym.calibration.sample import Sample, relabel
from tastegym.scoring import shares


def test_quantiles_of_t_and_beta_agree_with_scipy() -> None:
    for p, df in itertools.product((0.05, 0.6, 0.95, 0.995), (1, 2, 3, 4, 5.5, 9, 86, 5000, 1e5)):
        want = float(scipy.special.stdtrit(df, p))
        assert special.t_quantile(p, df) == pytest.approx(want, rel=1e-9)
    df = np.linspace(1.0, 200.0, 300)
    assert special.t_quantiles(0.95, df) == pytest.approx(scipy.special.stdtrit(df, 0.95), abs=1e-8)
    for a, b, p in ((9.5, 1.5, 0.05), (0.5, 0.5, 0.5), (1e4, 2e3, 0.95), (5e5, 5e5, 0.01)):
        want = float(scipy.special.betaincinv(a, b, p))
        assert shares.beta_quantile(p, a, b) == pytest.approx(want, rel=1e-9)
    assert special.t_quantile(0.5, 3) == 0.0
    assert shares.share_interval(0, 5)[0] == 0.0
    assert shares.share_interval(5, 5)[1] == 1.0


def test_common_figures_load_numpy_alone() -> None:
    script = (
        "import sys, numpy as np\n"
        "from tastegym.calibration import advice, compare, evidence, numeric, pooling, power\n"
        "from tastegym.calibration import reliability, scores, trend, updates\n"
        "from tastegym.calibration.sample import Sample\n"
        "r = np.random.default_rng(1); p = r.integers(0, 101, 500) / 100\n"
        "s = Sample.binary(p, (r.random(500) < p).astype(int))\n"
        "reliability.diagram(s, 'u'); power.posterior(s); evidence.evidence(s)\n"
        "scores.brier(s); scores.skill(s); trend.running_score(s); trend.beta_path(s)\n"
        "advice.forward_test(s); pooling.pool_beta([power.log_likelihood(s)])\n"
        "loaded = [m for m in sys.modules if m.split('.')[0] in ('scipy', 'textual', 'sqlmodel')]\n"
        "print(loaded)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "[]"


def test_numeric_answers() -> None:
    levels = [0.1, 0.5, 0.9]
    values = [[1.0, 2.0, 4.0]] * 30
    observed = [3.0] * 20 + [9.0] * 10
    sample = numeric.QuantileSample.build(
        levels, values, observed, log_scale=True, reference=[[0.5, 2.0, 8.0]] * 30
    )
    found = numeric.quantile_block(sample)
    assert found is not None
    assert (found.n, found.hits) == (30, 20)
    assert found.nominal == pytest.approx(0.8)
    assert found.coverage == pytest.approx(2 / 3)
    assert found.low < found.coverage < found.high
    assert found.relative_width == pytest.approx(0.5)
    assert found.relative_wis is not None
    assert found.relative_wis_low is not None
    assert found.relative_wis_low < found.relative_wis
    alone = numeric.quantile_block(numeric.QuantileSample.build(levels, values, observed))
    assert alone is not None
    assert alone.relative_wis is None
    assert alone.relative_width is None
    with pytest.raises(ValueError, match="ascend"):
        numeric.QuantileSample.build(levels, [[3.0, 2.0, 4.0]], [1.0])
    with pytest.raises(ValueError, match="positive"):
        numeric.QuantileSample.build(levels, [[1.0, 2.0, 4.0]], [-1.0], log_scale=True)
    with pytest.raises(ValueError, match="not a number"):
        numeric.QuantileSample.build(levels, [[1.0, 2.0, math.inf]], [1.0])


def test_coverage_evidence_is_a_fair_bet() -> None:
    # Over all outcome sequences of 12 answers the mean of E under the claim is 1.
    mean = sum(
        math.comb(12, h) * 0.8**h * 0.2 ** (12 - h) * numeric.coverage_e(h, 12, 0.8)
        for h in range(13)
    )
    assert mean == pytest.approx(1.0, abs=1e-12)
    assert numeric.coverage_e(20, 50, 0.8) > 20.0


def test_clusters_widen_intervals_and_bootstrap_agrees_with_theory() -> None:
    rng = np.random.default_rng(15)
    probs = choices(rng, 400)
    outcome = draw(rng, probs)
    alone = scores.skill(Sample.build(probs, outcome), "u")
    assert alone is not None
    assert alone.low is not None
    assert alone.high is not None
    s, u = scores.half_brier(Sample.build(probs, outcome)), 0.375
    theory = 1.645 * s.std(ddof=1) / math.sqrt(400) / u
    assert (alone.high - alone.low) / 2 == pytest.approx(theory, rel=0.06)
    twins = Sample.build(
        np.repeat(probs, 2, axis=0), np.repeat(outcome, 2), cluster=np.repeat(np.arange(400), 2)
    )
    paired = scores.skill(twins, "u")
    assert paired is not None
    assert paired.low is not None
    assert paired.high is not None
    assert paired.high - paired.low == pytest.approx(alone.high - alone.low, rel=0.08)
    one, two = scores.brier(Sample.build(probs, outcome)), scores.brier(twins)
    assert one is not None
    assert two is not None
    assert two.high == pytest.approx(one.high, abs=1e-12)
    large = Sample.build(np.tile(probs, (15, 1)), np.tile(outcome, 15))
    normal = scores.skill(large, "u")
    assert normal is not None
    assert normal.high is not None
    assert normal.low is not None
    assert (normal.high - normal.low) / 2 == pytest.approx(theory / math.sqrt(15), rel=0.01)


def test_labels_become_integers_in_order_of_appearance() -> None:
    assert relabel(np.array([7, 3, 7, 1])).tolist() == [0, 1, 0, 2]
    sample = Sample.build(
        [[0.5, 0.5]] * 3, [0, 1, 0], unit=["x", None, "x"], session=["mon", "tue", "mon"]
    )
    assert sample.unit.tolist() == [0, 1, 0]
    assert sample.cluster.tolist() == [0, 1, 0]
    assert sample.by_session().cluster.tolist() == [0, 1, 0]
    assert sample.weight.tolist() == [0.5, 1.0, 0.5]
    with pytest.raises(ValueError, match="labels"):
        Sample.build([[0.5, 0.5]], [0], unit=["x", "y"])
