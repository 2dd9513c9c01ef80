"""Overstatements, against every package there is."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from comity.agreements.misreport import WARNING, misreports, raised_outside, shaded_weight
from comity.agreements.packages import solve
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import BadScenario, Scenario
from comity.agreements.wish import Wish
from tests.agreements.uncertain import uncertain

WISH = Wish(eps=0, alternatives=0)


def everything(scenario: Scenario) -> tuple[list[np.ndarray], np.ndarray]:
    programme = compile_scenario(scenario)
    ranges = [range(a, b) for a, b in itertools.pairwise(programme.starts)]
    packages = [np.array(choice) for choice in itertools.product(*ranges)]
    return packages, np.array([programme.gains(chosen) for chosen in packages])


def nash_of(gains: np.ndarray) -> int:
    return int(np.argmax(np.log(np.maximum(gains, 1e-300)).sum(axis=1)))


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_a_raised_outside_option_does_what_enumeration_says(seed: int) -> None:
    scenario = uncertain(3, 4, 4, seed)
    _, gains = everything(scenario)
    ideal = gains[(gains >= 0).all(axis=1)].max(axis=0)
    honest = solve(scenario, WISH)
    for share in (0.1, 0.2):
        said = gains - np.array([0, share * ideal[1], 0])
        if said.min(axis=1).max() <= 0:
            continue
        expected = gains[nash_of(said)] - gains[nash_of(gains)]
        told = raised_outside(honest, "p1", share)
        assert list(told.changes.values()) == pytest.approx(expected.tolist(), abs=1e-9)
        assert told.pays == (expected[1] > 1e-9)


def test_a_shaded_weight_is_judged_by_true_weights() -> None:
    scenario = uncertain(3, 4, 4, 2)
    _, gains = everything(scenario)
    honest = solve(scenario, WISH)
    told = shaded_weight(honest, "p0", "i1", 0.5)
    stated = scenario.stated["p0"]
    weights = dict(stated.weights)
    grown = 1.5 * weights["i1"]
    rest = (1 - grown) / (1 - weights["i1"])
    shaded = {i: grown if i == "i1" else w * rest for i, w in weights.items()}
    points = {i: {o: shaded[i] * v for o, v in stated.values[i].items()} for i in shaded}
    _, said = everything(replace(scenario, points={**scenario.points, "p0": points}))
    expected = gains[nash_of(said)] - gains[nash_of(gains)]
    assert list(told.changes.values()) == pytest.approx(expected.tolist(), abs=1e-9)
    unshaded = shaded_weight(honest, "p0", "i1", 0.0)
    assert list(unshaded.changes.values()) == pytest.approx([0, 0, 0], abs=1e-9)
    bare = solve(replace(scenario, stated={}), WISH)  # points alone
    assert shaded_weight(bare, "p0", "i1", 0.0).changes == pytest.approx(unshaded.changes)


def test_who_asks_for_everything_may_end_with_nothing() -> None:
    honest = solve(uncertain(3, 4, 4, 2), WISH)
    greedy = raised_outside(honest, "p0", 1.01)
    assert greedy.status == "infeasible"
    assert greedy.package == {}
    assert greedy.changes == pytest.approx({p: -g for p, g in honest.gains.items()})
    assert not greedy.pays


def test_the_menu_is_sorted_by_profit_and_says_what_cannot_be_promised() -> None:
    found = misreports(uncertain(3, 4, 4, 5), WISH)
    assert len(found) == 6
    profits = [one.changes[one.party] for one in found]
    assert profits == sorted(profits, reverse=True)
    assert "Myerson and Satterthwaite 1983" in WARNING
    with pytest.raises(BadScenario, match="no party 'x'"):
        raised_outside(solve(uncertain(3, 4, 4, 5), WISH), "x", 0.1)
