"""Draws have the distributions they are named after, and a seed fixes them."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from comity.foresight.displacement.engines.draws import (
    binomial,
    choose,
    days_until,
    multinomial,
    poisson,
    seeded,
    uniform,
)
from comity.foresight.displacement.engines.kernels import kernel

DRAWS = 40_000


@kernel
def _binomials(state: NDArray[np.uint64], n: int, p: float, out: NDArray[np.int64]) -> None:
    for number in range(len(out)):
        out[number] = binomial(state, n, p)


@kernel
def _poissons(state: NDArray[np.uint64], mean: float, out: NDArray[np.int64]) -> None:
    for number in range(len(out)):
        out[number] = poisson(state, mean)


def _fits(drawn: NDArray[np.int64], law: object) -> bool:
    """A chi-square test against a law of scipy, over bins that all expect enough."""
    edges = np.unique(law.ppf(np.linspace(0.02, 0.98, 25)))  # type: ignore[attr-defined]
    expected = np.diff(law.cdf(edges), prepend=0.0, append=1.0) * len(drawn)  # type: ignore[attr-defined]
    observed = np.bincount(np.searchsorted(edges, drawn), minlength=len(edges) + 1)
    kept = expected > 5
    if kept.sum() < 2:
        return abs(drawn.mean() - law.mean()) < 5 * law.std() / len(drawn) ** 0.5  # type: ignore[attr-defined]
    spread = (observed[kept] - expected[kept]) ** 2 / expected[kept]
    return bool(stats.chi2.sf(spread.sum(), kept.sum() - 1) > 1e-4)


@pytest.mark.parametrize(
    ("n", "p"),
    [(5, 0.3), (20, 0.6), (100, 0.05), (30, 0.4), (1000, 0.3), (10**7, 0.2), (10**6, 0.9999)],
)
def test_binomial_numbers_are_exact(n: int, p: float) -> None:
    drawn = np.zeros(DRAWS, dtype=np.int64)
    _binomials(seeded(n), n, p, drawn)
    assert _fits(drawn, stats.binom(n, p))


@pytest.mark.parametrize("mean", [0.2, 3.0, 9.9, 10.0, 50.0, 1e5])
def test_poisson_numbers_are_exact(mean: float) -> None:
    drawn = np.zeros(DRAWS, dtype=np.int64)
    _poissons(seeded(11), mean, drawn)
    assert _fits(drawn, stats.poisson(mean))


def test_choice_and_spread_follow_weights() -> None:
    state, weights = seeded(2), np.array([3.0, 0.0, 1.0, 4.0])
    chosen = np.bincount([choose(state, weights.cumsum()) for _ in range(8000)], minlength=4)
    assert chosen[1] == 0
    assert stats.chisquare(chosen[[0, 2, 3]], [3000, 1000, 4000]).pvalue > 1e-4
    spread = np.zeros(4, dtype=np.int64)
    multinomial(state, 80_000, weights, spread)
    assert spread.sum() == 80_000
    assert spread[1] == 0
    assert stats.chisquare(spread[[0, 2, 3]], [30_000, 10_000, 40_000]).pvalue > 1e-4


def test_waiting_is_geometric() -> None:
    state = seeded(5)
    waited = np.array([days_until(state, 0.25) for _ in range(8000)])
    assert _fits(waited, stats.geom(0.25))
    assert days_until(state, 0.0) > 10**9


def test_seed_and_member_fix_the_numbers_and_neighbours_share_none() -> None:
    states = [seeded(1, 0), seeded(1, 1), seeded(2, 0), seeded(0, 1)]
    rows = np.array([[uniform(state) for _ in range(500)] for state in states])
    again = seeded(1, 0)
    assert [uniform(again) for _ in range(500)] == rows[0].tolist()
    assert len(np.unique(rows)) == rows.size
    assert abs(np.corrcoef(rows)[np.triu_indices(4, 1)]).max() < 0.2
