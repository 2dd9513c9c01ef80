"""Robust gains against another solver, and the robust package against all packages there are."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from comity.agreements.doubt import doubts, knapsack
from comity.agreements.nash import nash
from comity.agreements.programme import compile_scenario
from comity.agreements.robust import robust_gains, robust_nash
from comity.agreements.scenario import BadScenario, Choice, Interaction, Payments
from comity.agreements.solver import Deadline
from comity.agreements.wish import Wish
from tests.agreements.uncertain import uncertain

numbers = st.floats(-5, 5, allow_nan=False).map(lambda x: round(x, 3))
moves = st.tuples(numbers, st.floats(0, 2), st.floats(0, 2))


@given(st.lists(moves, min_size=1, max_size=7))
@settings(max_examples=25, deadline=None)
def test_the_knapsack_is_the_linear_programme(issues: list[tuple[float, float, float]]) -> None:
    effects, down, up = (np.array(column) for column in zip(*issues, strict=True))
    answer = linprog(
        effects, A_eq=np.ones((1, len(effects))), b_eq=[0], bounds=list(zip(-down, up, strict=True))
    )
    assert knapsack(effects, -down, up) == pytest.approx(answer.fun, abs=1e-7)


def brute(scenario, spread=None):
    """The best sum of log worst gains over all packages, each worst gain by linear programmes."""
    programme = compile_scenario(scenario)
    best, arg = -np.inf, None
    for choice in itertools.product(
        *[range(a, b) for a, b in itertools.pairwise(programme.starts)]
    ):
        chosen = np.array(choice)
        if not programme.obeys(chosen) or programme.gains(chosen).min() <= 0:
            continue
        worst = [_worst(scenario, programme, p, chosen, spread) for p in scenario.parties]
        if min(worst) > 0 and np.log(worst).sum() > best:
            best, arg = float(np.log(worst).sum()), chosen
    return best, arg


def _worst(scenario, programme, party, chosen, spread):
    """The least of utility less outside option, weights acting on both, by an outside solver."""
    stated = scenario.stated[party.id]
    share = stated.spread if spread is None else spread
    w = np.array([stated.weights[i] for i in programme.issues])
    v = np.array([list(stated.values[i].values()) for i in programme.issues])
    x = v[np.arange(len(w)), chosen - programme.starts[:-1]]
    extra = programme.utilities(chosen)[programme.parties.index(party.id)] - w @ x
    outside = [] if party.reservation is None else [(np.zeros(len(w)), party.reservation)]
    if programme.status_quo is not None:
        today = programme.status_quo
        q = v[np.arange(len(w)), today - programme.starts[:-1]]
        quo = programme.utilities(today)[programme.parties.index(party.id)] - w @ q
        outside.append((q, quo))
    bounds = list(zip(w * (1 - share), w * (1 + share), strict=True))
    return min(
        linprog(x - q, A_eq=np.ones((1, len(w))), b_eq=[w.sum()], bounds=bounds).fun + extra - d
        for q, d in outside
    )


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("today", [True, False])
def test_the_robust_package_is_the_best_of_all_packages(seed: int, today: bool) -> None:
    scenario = uncertain(3, 4, 3, seed + 10, spread=0.4, today=today)
    best, arg = brute(scenario)
    found = robust_nash(scenario, Wish(gap=1e-9))
    if arg is None:
        assert found.status == "infeasible"
        return
    assert found.status == "optimal"
    assert found.value == pytest.approx(best, abs=1e-6)
    assert found.bound is not None
    assert found.bound >= best - 1e-9
    assert found.worst == pytest.approx(robust_gains(scenario, found.package))


def test_a_reservation_and_todays_options_both_bind_and_interactions_count() -> None:
    """Both outside options at once: values today are not zero, and a reservation lies close by."""
    scenario = uncertain(2, 4, 3, 3, spread=0.5, today=False)
    choices = (Choice("i0", frozenset({"o1", "o2"})), Choice("i1", frozenset({"o2"})))
    programme = compile_scenario(scenario)
    quo = programme.points[:, programme.starts[:-1]].sum(axis=1)
    scenario = replace(
        scenario,
        issues=tuple(replace(i, status_quo="o0") for i in scenario.issues),
        parties=tuple(
            replace(p, reservation=float(d) - 0.05)
            for p, d in zip(scenario.parties, quo, strict=True)
        ),
        interactions=(Interaction("p0", 0.2, choices), Interaction("p1", -0.1, choices)),
    )
    best, arg = brute(scenario)
    assert arg is not None
    found = robust_nash(scenario, Wish(gap=1e-9))
    assert (found.status, found.value) == ("optimal", pytest.approx(best, abs=1e-6))


def test_sure_weights_give_the_nash_package() -> None:
    scenario = uncertain(5, 8, 4, 4)
    programme = compile_scenario(scenario)
    plain = nash(programme, np.zeros(5), np.ones(5), gap=1e-9, deadline=Deadline(20))
    found = robust_nash(scenario, Wish(gap=1e-9), spread=0.0)
    assert plain.chosen is not None
    assert found.package == programme.package(plain.chosen) == found.nominal
    assert found.worst == pytest.approx(found.gains)
    assert found.price == pytest.approx(0.0)


def test_payments_are_shared_by_worst_gains() -> None:
    """Money is sure, and more of it than anything at stake evens out what weights leave."""
    scenario = uncertain(2, 3, 3, 6, spread=0.9)
    paid = replace(scenario, payments=Payments(limits={"p0": 5.0, "p1": 5.0}))
    without, found = robust_nash(scenario), robust_nash(paid, Wish(gap=1e-7))
    assert found.status == "optimal"
    assert found.value is not None
    assert without.value is None or found.value >= without.value - 1e-9
    assert found.money.sum() == pytest.approx(0, abs=1e-9)
    worst = list(found.worst.values())
    assert worst[0] == pytest.approx(worst[1], abs=1e-4)  # equal worth of money: equal worst gains


def test_more_doubt_never_gives_more() -> None:
    scenario = uncertain(3, 5, 4, 8)
    values = [robust_nash(scenario, spread=s).value or -np.inf for s in (0.0, 0.3, 0.6)]
    assert all(a >= b - 1e-9 for a, b in itertools.pairwise(values))


def test_above_the_proven_size_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.agreements.robust.PROVEN", 10)
    scenario = uncertain(4, 8, 4, 5)
    found = robust_nash(scenario)
    assert (found.status, found.bound) == ("robust_unproven", None)
    assert found.worst == pytest.approx(robust_gains(scenario, found.package))
    assert found.value is not None
    assert found.value >= np.log(np.maximum(list(found.nominal_worst.values()), 1e-300)).sum()


def test_a_weight_outside_its_bounds_is_refused() -> None:
    scenario = uncertain(2, 3, 2, 0)
    odd = replace(scenario.stated["p0"], low={"i0": 0.999})
    wrong = replace(scenario, stated={**scenario.stated, "p0": odd})
    with pytest.raises(BadScenario, match="weight of i0 for p0"):
        doubts(wrong, compile_scenario(wrong))
