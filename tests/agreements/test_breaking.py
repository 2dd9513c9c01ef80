"""The smallest change that breaks a deal, against a search with an outside solver."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from comity.agreements.breaking import breaking
from comity.agreements.chances import chances
from comity.agreements.robust import robust_gains
from tests.agreements.uncertain import uncertain

LONG = 1e4


def least(effect: np.ndarray, w: np.ndarray, t: float) -> float:
    bounds = list(zip(w * max(0.0, 1 - t), w * (1 + t), strict=True))
    return float(linprog(effect, A_eq=np.ones((1, len(w))), b_eq=[w.sum()], bounds=bounds).fun)


@given(st.integers(0, 10_000), st.integers(2, 6))
@settings(max_examples=25, deadline=None)
def test_it_is_where_the_worst_gain_meets_zero(seed: int, issues: int) -> None:
    scenario = uncertain(1, issues, 4, seed)
    stated = scenario.stated["p0"]
    rng = np.random.default_rng(seed)
    package = {f"i{i}": f"o{rng.integers(4)}" for i in range(issues)}
    w = np.array(list(stated.weights.values()))
    v = np.array([stated.values[i][o] for i, o in package.items()])
    (found,) = breaking(scenario, package)
    if w @ v <= 0:
        assert found.change == 0
    elif found.change is None:
        assert least(v, w, LONG) > 0
    else:
        assert least(v, w, found.change) == pytest.approx(0, abs=1e-7)
        assert least(v, w, found.change * 0.999) > -1e-9
        there = np.array(list(found.weights.values()))
        assert there @ v == pytest.approx(0, abs=1e-9)
        assert there.sum() == pytest.approx(1)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_one_weight_alone_is_the_soonest_of_all(seed: int) -> None:
    scenario = uncertain(1, 4, 4, seed)
    stated = scenario.stated["p0"]
    rng = np.random.default_rng(seed)
    package = {f"i{i}": f"o{rng.integers(4)}" for i in range(4)}
    w = np.array(list(stated.weights.values()))
    v = np.array([stated.values[i][o] for i, o in package.items()])
    (found,) = breaking(scenario, package)
    if w @ v <= 0:
        return
    soonest = np.inf
    for i in range(4):  # walk each weight over its whole way, the others giving way in proportion
        way = np.linspace(0, 1, 4001)
        gain = way * v[i] + (1 - way) * (w @ v - w[i] * v[i]) / (1 - w[i])
        broken = np.abs(way[gain <= 0] - w[i]) / w[i]
        soonest = min(soonest, broken.min(initial=np.inf))
    if found.issue is None:
        assert soonest == np.inf
        return
    assert found.issue_change is not None
    step = 1 / 4000 / w.min()
    assert abs(found.issue_change) <= soonest + 1e-9 <= abs(found.issue_change) + step + 2e-9
    share = stated.weights[found.issue]
    most = abs(found.issue_change) * max(1.0, share / (1 - share))  # how far the others gave way
    assert found.change is not None
    assert found.change <= most + 1e-9


def test_below_the_change_no_draw_breaks_the_deal_and_above_it_some_weights_do() -> None:
    scenario = uncertain(3, 6, 4, 2)
    package = {"i0": "o1", "i1": "o2", "i2": "o3", "i3": "o1", "i4": "o2", "i5": "o3"}
    for one in breaking(scenario, package):
        if one.change:
            assert robust_gains(scenario, package, spread=one.change * 0.99)[one.party] > 0
            assert robust_gains(scenario, package, spread=one.change * 1.01)[one.party] < 0
            sure = chances(scenario, package, spread=min(0.99, one.change * 0.99), draws=2000)
            assert sure.gain[one.party].value == 1.0


def test_who_gains_on_every_issue_cannot_be_turned() -> None:
    scenario = uncertain(1, 3, 4, 0)
    values = scenario.stated["p0"].values
    package = {i: max(told, key=lambda o, told=told: told[o]) for i, told in values.items()}
    (found,) = breaking(scenario, package)
    assert (found.change, found.issue, found.weights) == (None, None, {})
