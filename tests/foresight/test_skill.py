"""Skill: its interval holds what it should, its test is the one in the books, ties stay ties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from comity.foresight.skill import Skill, diebold_mariano, skill


def shared(rng: np.random.Generator, origins: int, better: float) -> tuple[np.ndarray, ...]:
    """Losses of ten series at each origin, which share its shock; the first model is better."""
    which = np.repeat(np.arange(origins), 10)
    theirs = rng.gamma(4, 0.25, origins)[which] * rng.gamma(4, 0.25, len(which))
    mine = theirs * (1 - better) * np.exp(0.3 * rng.normal(size=origins)[which] - 0.045)
    return mine, theirs, which


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    held = []
    for _ in range(200):
        told = skill(*shared(rng, 40, 0.1))
        held.append(told.low <= 0.1 <= told.high)  # type: ignore[operator]
    assert 0.8 <= np.mean(held) <= 0.96


def test_origins_are_drawn_and_not_single_forecasts() -> None:
    mine, theirs, which = shared(np.random.default_rng(1), 30, 0.05)
    blocks, single = skill(mine, theirs, which), skill(mine, theirs, np.arange(len(which)))
    assert blocks.value == pytest.approx(single.value)
    assert blocks.high - blocks.low > 1.5 * (single.high - single.low)  # type: ignore[operator]


def test_neighbours_drawn_together_keep_what_they_share() -> None:
    rng = np.random.default_rng(2)
    shock = np.repeat(rng.normal(size=40), 3)  # three months in a row
    theirs = np.ones(120)
    alone, together = (skill(theirs + 0.3 * shock, theirs, np.arange(120), n) for n in (1, 3))
    assert together.high - together.low > 1.2 * (alone.high - alone.low)  # type: ignore[operator]


@given(
    st.lists(st.tuples(st.floats(0.01, 1e4), st.floats(0.01, 1e4)), min_size=5, max_size=40),
    st.floats(0.01, 100),
)
def test_the_interval_holds_the_value_in_any_unit_and_order(
    pairs: list[tuple[float, float]], factor: float
) -> None:
    mine, theirs = np.array(pairs).T
    which = np.arange(len(pairs))
    told = skill(mine, theirs, which)
    assert told.low <= told.value <= told.high  # type: ignore[operator]
    scaled = skill(factor * mine, factor * theirs, which)
    assert [scaled.value, scaled.low, scaled.high] == pytest.approx(
        [told.value, told.low, told.high], abs=1e-9
    )
    mixed = np.random.default_rng(0).permutation(len(pairs))
    assert skill(mine[mixed], theirs[mixed], which[mixed]) == told


def test_what_cannot_be_told_is_a_tie() -> None:
    ones = np.ones(4)
    assert skill(0.1 * ones, ones, np.arange(4)) == Skill(0.9)  # four origins: no interval
    assert skill(0.1 * ones, ones, np.arange(4)).verdict == "tie"
    assert skill(ones * 0, ones * 0, np.arange(4)).value == 0.0
    assert skill(ones, ones * 0, np.arange(4)) == Skill(None)
    assert skill(ones[:0], ones[:0], np.arange(0)) == Skill(None)
    assert Skill(-0.1, -0.2, -0.01).verdict == "worse"


def test_one_step_ahead_the_test_is_that_of_student() -> None:
    rng = np.random.default_rng(5)
    mine, theirs = rng.gamma(2, 1, 25), rng.gamma(2, 1.3, 25)
    expected = ttest_1samp(mine - theirs, 0).pvalue
    assert diebold_mariano(mine, theirs, np.arange(25), 1) == pytest.approx(expected)
    assert diebold_mariano(theirs, theirs, np.arange(25), 1) == 1.0
    assert diebold_mariano(mine[:4], theirs[:4], np.arange(4), 1) is None


def test_overlapping_horizons_are_not_taken_for_independent_ones() -> None:
    rng = np.random.default_rng(6)
    found: dict[int, list[float]] = {1: [], 3: []}
    for _ in range(400):
        noise = rng.normal(size=62)
        losses = noise[2:] + noise[1:-1] + noise[:-2]  # what three years ahead have in common
        for horizon, values in found.items():
            told = diebold_mariano(losses, np.zeros(60), np.arange(60), horizon)
            assert told is not None
            values.append(told)
    wrong = {horizon: np.mean(np.array(values) < 0.1) for horizon, values in found.items()}
    assert wrong[1] > 0.28
    assert wrong[3] < 0.2
