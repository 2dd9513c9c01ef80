"""Rules for quantiles are those that linear programming finds."""

import numpy as np
import pytest
from scipy.optimize import linprog

from comity.foresight.methods.tilted import tilted


def _exact(features, target, level):
    """The least tilted absolute deviations, solved exactly: coefficients, the constant last."""
    known = np.column_stack([features, np.ones(len(target))])
    n, k = known.shape
    solved = linprog(
        np.concatenate([np.zeros(k), np.full(n, level), np.full(n, 1 - level)]),
        A_eq=np.hstack([known, np.eye(n), -np.eye(n)]),
        b_eq=target,
        bounds=[(None, None)] * k + [(0, None)] * (2 * n),
    )
    return solved.x[:k], solved.fun


def _loss(missed, level):
    return np.sum(np.where(missed > 0, level * missed, (level - 1) * missed))


@pytest.fixture
def drawn():
    rng = np.random.default_rng(3)
    features = rng.normal(size=(150, 2)) * [1.0, 40.0]
    target = features @ [0.5, -0.02] + rng.standard_t(3, 150) * (1 + np.abs(features[:, 0]))
    return features, target


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_reaches_the_optimum_of_linear_programming(drawn, level):
    features, target = drawn
    rules = tilted(features, target, (level,), 0.0, rounds=60)
    exact, least = _exact(features, target, level)
    found = rules.at(features)[:, 0]
    assert _loss(target - found, level) == pytest.approx(least, rel=2e-3)
    assert found == pytest.approx(np.column_stack([features, np.ones(150)]) @ exact, abs=0.25)


def test_units_of_a_feature_change_nothing(drawn):
    features, target = drawn
    plain = tilted(features, target, (0.2, 0.8), 0.3).at(features)
    scaled = tilted(features * 1000 + 7, target, (0.2, 0.8), 0.3).at(features * 1000 + 7)
    assert scaled == pytest.approx(plain, abs=1e-6)


def test_a_ridge_draws_towards_the_quantiles_of_all(drawn):
    features, target = drawn
    held = tilted(features, target, (0.25, 0.75), 1e6, rounds=60).at(features)
    assert np.ptp(held, axis=0) == pytest.approx([0, 0], abs=1e-3)
    assert held[0] == pytest.approx(np.quantile(target, [0.25, 0.75]), abs=0.1)


def test_nothing_is_drawn_out_beyond_what_was_seen(drawn):
    features, target = drawn
    rules = tilted(features, target, (0.1, 0.9), 0.1)
    furthest = features.max(axis=0, keepdims=True)
    assert rules.at(1e6 + furthest) == pytest.approx(rules.at(furthest))
    still = tilted(np.column_stack([features[:, 0], np.full(150, 2.0)]), target, (0.1,), 0.0)
    assert np.abs(still.at(features)).max() < 3 * np.abs(target).max()
