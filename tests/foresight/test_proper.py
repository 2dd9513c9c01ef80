"""Scoring rules, against published numbers, closed forms and plain integration."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, norm, poisson

from comity.foresight.bands import LEVELS
from comity.foresight.proper import crps, inside, pinball, pit, tail_crps, wis

counts = st.lists(st.floats(0, 1e5), min_size=len(LEVELS), max_size=len(LEVELS)).map(sorted)


def by_intervals(quantiles: list[float], outcome: float) -> float:
    """The weighted interval score as Bracher et al. (2021) write it: equations 1 to 3."""
    half = len(LEVELS) // 2
    total = 0.5 * abs(outcome - quantiles[half])
    for k in range(half):
        alpha, low, high = 2 * LEVELS[k], quantiles[k], quantiles[-1 - k]
        interval = high - low
        interval += 2 / alpha * max(low - outcome, 0) + 2 / alpha * max(outcome - high, 0)
        total += alpha / 2 * interval
    return float(total / (half + 0.5))


@given(counts, st.floats(0, 1e5))
def test_the_weighted_interval_score_is_that_of_its_definition(
    quantiles: list[float], outcome: float
) -> None:
    made = wis(np.array([quantiles]), np.array([outcome]))[0]
    assert made == pytest.approx(by_intervals(quantiles, outcome), abs=1e-6)
    assert made >= 0


def test_the_weighted_interval_score_of_a_worked_example() -> None:
    # "wis works, 2 intervals and median", from the tests of covidHubUtils (Reich Lab)
    quantiles = np.array([[-1.0, 0, 1, 2, 3], [-2, 1, 2, 2, 4], [-2, 0, 3, 3, 4]])
    outcomes = np.array([1.0, -15, 22])
    made = wis(quantiles, outcomes, np.array([0.1, 0.25, 0.5, 0.75, 0.9]))
    assert made == pytest.approx([0.36, 15.34, 19.14])


@given(counts, st.floats(0, 1e5), st.floats(0.01, 100))
def test_scores_are_in_the_unit_of_what_is_forecast(
    quantiles: list[float], outcome: float, factor: float
) -> None:
    said, came = np.array([quantiles]), np.array([outcome])
    for rule in (wis, crps):
        assert rule(said * factor, came * factor) == pytest.approx(factor * rule(said, came))
        assert rule(np.full_like(said, outcome), came)[0] == 0  # the exact forecast


def test_crps_tends_to_that_of_the_normal_distribution() -> None:
    outcomes = np.array([-2.5, -0.7, 0.0, 0.4, 1.9])
    exact = outcomes * (2 * norm.cdf(outcomes) - 1) + 2 * norm.pdf(outcomes) - np.pi**-0.5
    for number, within in ((15, 0.08), (99, 0.01), (9_999, 1e-4)):
        levels = np.arange(1, number + 1) / (number + 1)
        said = np.tile(norm.ppf(levels), (len(outcomes), 1))
        assert crps(said, outcomes, levels) == pytest.approx(exact, rel=within)
        assert wis(said, outcomes, levels) == pytest.approx(exact, rel=2 * within)


@given(counts, st.floats(0, 1e5), st.floats(0, 1e5))
def test_the_upper_tail_and_the_rest_are_the_whole(
    quantiles: list[float], outcome: float, threshold: float
) -> None:
    said, came, at = np.array([quantiles]), np.array([outcome]), np.array([threshold])
    tail = tail_crps(said, came, at)
    below = crps(np.array([quantiles]), came) - tail
    mirrored = tail_crps(-said[:, ::-1], -came, -at, 1 - LEVELS[::-1])
    assert below == pytest.approx(mirrored, abs=1e-6)
    assert -1e-9 <= tail[0] <= crps(said, came)[0] + 1e-9
    assert tail_crps(said, came, np.maximum(said[:, -1], came))[0] == 0


def test_the_tail_is_the_integral_that_it_stands_for() -> None:
    said, came, at = np.sort(np.random.default_rng(1).gamma(2, 3, (1, 15))), 6.0, 4.0
    x = np.linspace(at, 60, 2_000_001)
    function = np.interp(x, said[0], LEVELS, left=0, right=1)
    plain = np.sum((function - (x >= came)) ** 2) * (x[1] - x[0])
    assert tail_crps(said, np.array([came]), np.array([at]))[0] == pytest.approx(plain, rel=1e-4)


def test_no_forecast_earns_more_than_what_one_believes() -> None:
    outcomes = np.random.default_rng(2).normal(size=20_000)
    means = []
    for shift, width in ((0, 1), (0.2, 1), (-0.2, 1), (0, 0.8), (0, 1.25)):
        said = np.tile(shift + width * norm.ppf(LEVELS), (len(outcomes), 1))
        means.append(
            [
                wis(said, outcomes).mean(),
                crps(said, outcomes).mean(),
                tail_crps(said, outcomes, np.full(len(outcomes), 1.0)).mean(),
            ]
        )
    assert (np.array(means[1:]) > means[0]).all()
    assert pinball(said, outcomes).shape == (20_000, 15)


@pytest.mark.parametrize("mean", [0.2, 3.0, 400.0])
def test_calibrated_counts_are_placed_evenly(mean: float) -> None:
    rng = np.random.default_rng(3)
    outcomes = rng.poisson(mean, 5_000) * 1.0
    said = np.tile(poisson.ppf(LEVELS, mean), (len(outcomes), 1))
    placed = pit(said, outcomes)
    assert ((placed >= 0) & (placed <= 1)).all()
    assert placed.tobytes() == pit(said, outcomes).tobytes()
    assert np.mean(placed < 0.025) == pytest.approx(0.025, abs=0.012)
    if mean > 100:
        assert kstest(placed, "uniform").statistic < 0.05
    share = np.mean(inside(said, outcomes, 0.8))
    assert share >= 0.78


def test_a_spread_that_is_too_small_piles_up_at_the_ends() -> None:
    outcomes = np.random.default_rng(4).normal(size=4_000)
    placed = pit(np.tile(0.5 * norm.ppf(LEVELS), (4_000, 1)), outcomes)
    tenths = np.histogram(placed, 10, (0, 1))[0]
    assert min(tenths[0], tenths[-1]) > 2 * tenths[5]
    assert inside(np.tile(norm.ppf(LEVELS), (4_000, 1)), outcomes, 0.95).mean() == pytest.approx(
        0.95, abs=0.012
    )
