"""Agreement with R, scikit-learn, statsmodels, scoringrules, exact enumeration, and print."""

from __future__ import annotations

import numpy as np
import pytest
import reference_data as ref

from tastegym.calibration import (
    cells,
    classical,
    evidence,
    isotonic,
    nulls,
    numeric,
    pooling,
    power,
    reliability,
    scores,
)
from tastegym.calibration.sample import Sample
from tastegym.scoring import rules, shares

EXACT = 1e-9


def close(value: object, tolerance: float = EXACT) -> object:
    return pytest.approx(value, abs=tolerance, rel=0)


@pytest.mark.parametrize("name", ref.SETS)
def test_brier_and_log_scores(name: str) -> None:
    want = ref.expected()["python"][name]
    sample = ref.SETS[name]()
    assert scores.half_brier(sample).mean() == close(want["brier_sklearn"])
    found = scores.log_score(sample)
    assert found is not None
    assert found.mean_nats == close(want["log_sklearn"])


def test_luck_band_and_spiegelhalter_z() -> None:
    want = ref.expected()["python"]["human300"]
    band = scores.luck(ref.human300())
    assert band is not None
    assert band.mean == close(want["expected_brier_if_calibrated"])
    assert band.sd == close(want["sd_brier_if_calibrated"])
    assert band.z == close(want["spiegelhalter_z"])


def test_four_options() -> None:
    want = ref.expected()["python"]["multi6"]
    sample = ref.multi6()
    assert 2 * scores.half_brier(sample).mean() == close(want["brier_0_2_sklearn"])
    assert scores.half_brier(sample).mean() == close(want["brier_0_1_sklearn"])
    found = scores.log_score(sample)
    assert found is not None
    assert found.mean_nats == close(want["log_sklearn"])
    # scoringrules leaves out the division by K - 1.
    assert 3 * scores.ranked(sample) == close(np.array(want["rps_scoringrules"]))
    rewards = [
        rules.spherical(p, int(y)) for p, y in zip(sample.probs, sample.outcome, strict=True)
    ]
    assert rewards == close(want["spherical_fractions"])


@pytest.mark.parametrize("name", ref.SETS)
def test_corp_of_the_brier_score(name: str) -> None:
    want = ref.expected()["R"]["corp"][name]
    sample = ref.SETS[name]()
    found = reliability.decompose(sample)
    assert found is not None
    assert found.score == close(want["score"])
    assert found.mcb == close(want["mcb"])
    assert found.dsc == close(want["dsc"])
    assert found.unc == close(want["unc"])
    drawn = reliability.curve(sample)
    assert drawn is not None
    bins = want["bins"]
    blocks = [drawn.fitted[np.searchsorted(drawn.forecast, x - 1e-9)] for x in bins["x_min"]]
    assert blocks == close(bins["cep"])
    sizes = [
        int(drawn.n[(drawn.forecast >= low - 1e-9) & (drawn.forecast <= high + 1e-9)].sum())
        for low, high in zip(bins["x_min"], bins["x_max"], strict=True)
    ]
    assert sizes == bins["n"]


@pytest.mark.parametrize("name", ref.SETS)
def test_corp_of_the_log_score(name: str) -> None:
    want = ref.expected()["python"]["corp_log_modeldiag"][name]
    found = reliability.decompose(ref.SETS[name](), "log")
    assert found is not None
    for part in ("score", "mcb", "dsc", "unc"):
        assert getattr(found, part) == close(want[part])


def test_weighted_pav() -> None:
    want = ref.expected()["R"]["pava"]
    fit = isotonic.pav(np.array(want["y"], float), np.array(want["w"], float))
    assert fit == close(want["fit"])


@pytest.mark.parametrize(("name", "make"), [("three60", ref.three60), ("human300", ref.human300)])
def test_maximum_likelihood_beta(name: str, make: object) -> None:
    want = ref.expected()["R"]["beta"][name]
    found = power.fit(make())  # type: ignore[operator]
    assert found is not None
    assert found.beta == close(want["beta"])
    assert found.se == close(want["se"], 1e-9)
    assert found.log_likelihood == close(want["loglik"])


def test_posterior_of_beta() -> None:
    want = ref.expected()["python"]["beta_posterior_three60"]
    found = power.posterior(ref.three60())
    assert found.q05 == close(want["q05"], 2e-3)
    assert found.median == close(want["median"], 2e-3)
    assert found.q95 == close(want["q95"], 2e-3)
    assert found.p_below_1 == close(want["p_beta_lt_1"], 2e-3)
    now = evidence.evidence(ref.three60())
    assert now.log_e[-1] == close(want["log_bayes_factor_vs_beta1"], 2e-3)


def test_three_point_e_process() -> None:
    want = ref.expected()["python"]["eprocess_3point"]
    found = evidence.evidence(ref.three60(), np.array(want["beta"]), np.array(want["weight"]))
    assert found.log_e == close(want["log_e"])


@pytest.mark.parametrize("name", ref.SETS)
def test_cox_and_firth(name: str) -> None:
    want = ref.expected()["R"]["cox"][name]
    sample = ref.SETS[name]()
    p, y = sample.probs[:, 0], (sample.outcome == 0).astype(float)
    plain, firth = classical.cox(p, y), classical.cox(p, y, firth=True)
    assert plain is not None
    assert firth is not None
    for part in ("intercept", "slope", "se_intercept", "se_slope"):
        # R stops its iterations at 1e-8 relative deviance.
        assert getattr(plain, part) == close(want[part], 1e-7)
    assert firth.intercept == close(want["firth_intercept"], 1e-7)
    assert firth.slope == close(want["firth_slope"], 1e-7)


@pytest.mark.parametrize("name", ref.SETS)
def test_murphy_terms(name: str) -> None:
    want = ref.expected()["python"]["murphy_exact"][name]
    drawn = reliability.curve(ref.SETS[name]())
    assert drawn is not None
    found = classical.murphy(drawn.forecast, drawn.n.astype(float), drawn.rate)
    assert found.reliability == close(want["REL"])
    assert found.resolution == close(want["RES"])
    assert found.uncertainty == close(want["UNC"])
    assert found.reliability - found.resolution + found.uncertainty == close(want["BS"])


def test_murphy_terms_of_a_printed_table() -> None:
    forecast, rate, share = ref.WILKS.T
    found = classical.murphy(forecast, share, rate)
    assert found.reliability == close(0.000827616, 5e-10)
    assert found.resolution == close(0.062786628, 5e-10)
    assert found.uncertainty == close(0.135420052, 5e-10)
    score = found.reliability - found.resolution + found.uncertainty
    assert score == close(0.073461040, 5e-10)


@pytest.mark.parametrize("name", ref.SETS)
def test_smooth_calibration_error(name: str) -> None:
    want = ref.expected()["python"]["smece_relplot"][name]["smece"]
    sample = ref.SETS[name]()
    found = classical.smooth_ece(sample.probs[:, 0], (sample.outcome == 0).astype(float))
    assert found == close(want, 2e-3)


def test_jeffreys_intervals() -> None:
    for case in ref.expected()["R"]["binom"]:
        found = shares.share_interval(case["x"], case["n"], 0.95)
        assert found == close(tuple(case["jeffreys"]))


def test_weighted_interval_scores() -> None:
    want = ref.expected()["python"]["quantiles"]
    rows = ref.table("07_quantiles.csv")
    levels = (0.1, 0.25, 0.5, 0.75, 0.9)
    sample = numeric.QuantileSample.build(levels, rows[:, :5], rows[:, 5])
    assert numeric.wis(sample) == close(want["wis_bracher_formula"])
    assert numeric.wis(sample) == close(want["pinball_mean_x2"])
    single = [rules.wis(levels, row[:5], row[5]) for row in rows.tolist()]
    assert single == close(want["wis_bracher_formula"])
    wide = [rules.interval_score(row[0], row[4], row[5], 0.2) for row in rows.tolist()]
    assert wide == close(want["interval_80"])
    narrow = [rules.interval_score(row[1], row[3], row[5], 0.5) for row in rows.tolist()]
    assert narrow == close(want["interval_50"])


def test_eight_schools() -> None:
    want = ref.expected()["python"]["eight_schools_flat_tau"]
    taus = np.linspace(0.0, 200.0, 20_001)
    found = pooling.pool_means(ref.SCHOOL_EFFECTS, ref.SCHOOL_ERRORS, taus)
    assert found is not None
    assert found.mean == close(want["posterior_means"], 1e-6)
    assert found.common == close(want["mu"], 1e-6)
    default = pooling.pool_means(ref.SCHOOL_EFFECTS, ref.SCHOOL_ERRORS)
    assert default is not None
    assert default.mean == close(want["posterior_means"], 1e-4)


DRAWS = 200_000
MONTE_CARLO = 6e-4


def test_null_of_claims_against_enumeration() -> None:
    want = ref.expected()["python"]["pav_null_exact_binomial"]
    forecasts = np.repeat(want["x"], want["n"])
    sample = Sample.binary(forecasts, np.zeros(len(forecasts), dtype=int))
    found = reliability.decompose(sample, user="exact", draws=DRAWS)
    assert found is not None
    assert found.mcb_null == close(want["E_MCB"], MONTE_CARLO)
    groups = cells.group(sample)
    null = nulls.draw_null(sample, groups, "exact", DRAWS)
    fits = isotonic.pav_many(null.hits, groups.n)
    for fit, steps in zip(fits, want["cdf"], strict=True):
        for value, probability in steps:
            share = float((fit <= value + 1e-9).mean())
            assert share == close(probability, 5 * 0.5 / DRAWS**0.5)


def test_null_distribution_of_mcb_against_enumeration() -> None:
    # One outcome vector for each reachable MCB: its p is the exact tail probability.
    want = ref.expected()["python"]["pav_null_exact_binomial"]
    tail = {round(value, 9): probability for value, probability in want["mcb_sf"]}
    forecasts = np.repeat(want["x"], want["n"])
    for hits in ((0, 1, 1), (2, 0, 0), (1, 2, 0), (0, 3, 2)):
        came = np.concatenate(
            [np.arange(n) < h for n, h in zip(want["n"], hits, strict=True)]
        ).astype(int)
        found = reliability.decompose(Sample.binary(forecasts, came), user="tail", draws=DRAWS)
        assert found is not None
        assert found.p == close(tail[round(found.mcb, 9)], 5 * 0.5 / DRAWS**0.5)


def test_null_of_choices_against_enumeration() -> None:
    want = ref.expected()["python"]["pav_null_exact_multinomial"]
    scenarios = np.array(want["scenarios"])
    sample = Sample.build(scenarios, np.zeros(len(scenarios), dtype=int))
    found = reliability.decompose(sample, user="exact", draws=DRAWS)
    assert found is not None
    assert found.mcb_null is not None
    # The reference is a mean over pairs; ours is in units of the half-Brier score.
    per_pair = found.mcb_null * 2 * len(scenarios) / scenarios.size
    assert per_pair == close(want["E_MCB"], MONTE_CARLO)
    assert abs(per_pair - want["E_MCB_if_wrongly_independent_binomial"]) > 10 * MONTE_CARLO
