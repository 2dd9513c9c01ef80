"""Middle, bounds and points of a polytope of weights, against other ways to find them."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import ks_2samp

from comity.agreements.polytope import (
    Polytope,
    bounds,
    centre,
    contradiction,
    deepest,
    eased,
    least_errors,
    sample,
)


def cut(seed: int, n: int, rows: int) -> Polytope:
    """Half-spaces that some weights drawn beforehand obey."""
    rng = np.random.default_rng(seed)
    weights, amounts = rng.dirichlet(np.ones(n)), rng.normal(size=(rows, n))
    return Polytope(np.sign(amounts @ weights)[:, None] * amounts, np.zeros(rows))


@pytest.mark.parametrize("seed", range(4))
def test_the_centre_is_where_a_general_optimiser_finds_it(seed: int) -> None:
    polytope = cut(seed, 4, 3)
    rows, low = polytope.all_rows()

    def cost(part: np.ndarray) -> float:
        slack = rows @ np.append(part, 1 - part.sum()) - low
        return float(-np.log(slack).sum()) if slack.min() > 0 else np.inf

    start = deepest(polytope)[1][:-1]
    options = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 5000, "maxfev": 5000}
    other = minimize(cost, start, method="Nelder-Mead", options=options)
    assert centre(polytope)[:-1] == pytest.approx(other.x, abs=1e-5)


def test_points_are_as_even_as_rejection_makes_them() -> None:
    polytope = cut(7, 4, 3)
    points = sample(polytope, 1500, np.random.default_rng(1))
    flat = np.random.default_rng(2).dirichlet(np.ones(4), 200_000)
    flat = flat[(flat @ polytope.rows.T >= polytope.low).all(axis=1)]
    assert len(flat) > 1000
    assert np.allclose(points.sum(axis=1), 1)
    assert (points @ polytope.rows.T >= -1e-12).all()
    for aim in np.eye(4):
        assert ks_2samp(points @ aim, flat @ aim).pvalue > 1e-3
    low, high = bounds(polytope)
    assert (points >= low - 1e-9).all()
    assert (points <= high + 1e-9).all()
    assert (
        flat.max(axis=0) > low + 0.8 * (high - low)
    ).all()  # and the bounds are no wider than that


def test_what_cannot_all_hold_is_named_and_no_more() -> None:
    """x > y, y > z, z > x contradict each other; two more statements have no part in it."""
    rows = np.array(
        [[1, -1, 0, 0], [0, 0, -1, 1], [0, 1, -1, 0], [-1, 0, 1, 0], [1, 1, 1, -2]], dtype=float
    )
    polytope = Polytope(rows, np.zeros(5) + np.array([0.01, 0, 0.01, 0.01, -1]))
    owners = [10, 11, 12, 13, 14]
    assert deepest(polytope)[0] < 0
    assert contradiction(polytope, owners) == [10, 12, 13]
    errors = least_errors(polytope)
    assert errors[[1, 4]] == pytest.approx(0, abs=1e-9)
    assert errors.sum() == pytest.approx(0.03, abs=1e-9)
    weights = centre(eased(polytope))
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()


def test_an_exact_tie_is_a_contradiction_of_two_strict_answers() -> None:
    polytope = Polytope(np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0]]), np.zeros(2))
    assert contradiction(polytope, [0, 1]) == [0, 1]
    weights = centre(eased(polytope))
    assert weights[0] == pytest.approx(weights[1], abs=1e-6)
