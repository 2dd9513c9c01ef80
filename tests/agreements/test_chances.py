"""Draws that are even on what is possible, and shares that agree with what can be worked out."""

import time

import numpy as np
import pytest
from scipy.stats import kstest

from comity.agreements.chances import chances, several, wilson
from comity.agreements.draws import uniform_on_slice
from comity.agreements.robust import robust_gains, robust_nash
from tests.agreements.uncertain import uncertain


def test_draws_on_the_whole_simplex_are_flat_dirichlet() -> None:
    """Each weight alone is then Beta(1, n - 1), and so is any sum of two Beta(2, n - 2)."""
    x = uniform_on_slice(np.zeros(6), np.ones(6), 1.0, 4000, np.random.default_rng(5))
    for column in x.T:
        assert kstest(column, "beta", args=(1, 5)).pvalue > 1e-3
    assert kstest(x[:, 0] + x[:, 5], "beta", args=(2, 4)).pvalue > 1e-3


def test_draws_in_a_box_agree_with_plain_rejection() -> None:
    low, high = np.array([0.1, 0.0, 0.2, 0.05]), np.array([0.5, 0.15, 0.3, 0.6])
    x = uniform_on_slice(low, high, 1.0, 20_000, np.random.default_rng(1))
    rng = np.random.default_rng(2)
    y = low[:3] + (high - low)[:3] * rng.random((200_000, 3))
    last = 1 - y.sum(axis=1)
    y = np.column_stack([y, last])[(last >= low[3]) & (last <= high[3])]
    assert np.allclose(x.sum(axis=1), 1)
    assert (x >= low - 1e-12).all()
    assert (x <= high + 1e-12).all()
    assert np.abs(x.mean(axis=0) - y.mean(axis=0)).max() < 0.002
    assert np.abs(np.cov(x.T) - np.cov(y.T)).max() < 2e-4


def test_two_issues_can_be_worked_out_by_hand() -> None:
    """With two weights only one number is free: the share of gaining draws is a share of a line."""
    scenario = uncertain(1, 2, 3, 0, spread=0.9)
    stated = scenario.stated["p0"]
    w, v = stated.weights, stated.values
    package = {"i0": "o1", "i1": "o2"}
    a, b = v["i0"]["o1"], v["i1"]["o2"]
    half = 0.9 * min(w["i0"], w["i1"])
    line = w["i0"] + np.linspace(-half, half, 200_001)
    truth = float((line * a + (1 - line) * b > 0).mean())
    assert 0.02 < truth < 0.98
    found = chances(scenario, package, draws=20_000, seed=9)
    assert found.all_gain.low <= truth <= found.all_gain.high
    assert found.quantiles["p0"][0.5] == pytest.approx(w["i0"] * a + w["i1"] * b, abs=0.01)


def test_a_robust_package_gains_in_every_draw_and_draws_repeat() -> None:
    scenario = uncertain(4, 6, 4, 8)
    found = robust_nash(scenario)
    robust, nominal = several(scenario, [(found.package, None), (found.nominal, None)], seed=3)
    assert robust.all_gain.value == 1.0
    worst = robust_gains(scenario, found.package)
    assert all(q[0.05] >= worst[p] - 1e-12 for p, q in robust.quantiles.items())
    assert chances(scenario, found.nominal, seed=3).as_json() == nominal.as_json()
    assert chances(scenario, found.nominal, seed=4).quantiles != nominal.quantiles


def test_wilson_covers_as_often_as_it_says() -> None:
    rng, true = np.random.default_rng(0), 0.97
    shares = [wilson(int(k), 200) for k in rng.binomial(200, true, 2000)]
    assert 0.93 < np.mean([s.low <= true <= s.high for s in shares]) < 0.98
    assert wilson(0, 50).low == 0.0 < wilson(0, 50).high


@pytest.mark.alone
def test_ten_thousand_draws_of_ten_parties_are_quick() -> None:
    scenario = uncertain(10, 30, 5, 1)
    package = {issue.id: "o1" for issue in scenario.issues}
    started = time.perf_counter()
    chances(scenario, package)
    assert time.perf_counter() - started < 1.5
