"""What is worth asking, against every package at every end of every weight."""

import itertools

import numpy as np
import pytest

from comity.agreements.asking import worth_asking
from comity.agreements.programme import compile_scenario
from comity.agreements.stability import NEAR, recommended
from tests.agreements.uncertain import uncertain


@pytest.mark.parametrize("seed", [1, 4])
def test_losses_are_what_enumeration_says(seed: int) -> None:
    scenario = uncertain(3, 4, 3, seed, spread=0.5)
    programme = compile_scenario(scenario)
    chosen = recommended(programme, 5.0)
    assert chosen is not None
    found = {
        (one.party, one.issue): one
        for one in worth_asking(scenario, programme.package(chosen), seconds=2.0)
    }
    assert len(found) == 12
    packages = [
        np.array(c)
        for c in itertools.product(*[range(a, b) for a, b in itertools.pairwise(programme.starts)])
    ]
    gains = np.array([programme.gains(one) for one in packages])
    own = next(n for n, one in enumerate(packages) if np.array_equal(one, chosen))
    for (party, issue), one in found.items():
        stated, row = scenario.stated[party], programme.parties.index(party)
        w = stated.weights[issue]
        assert (one.low, one.high) == pytest.approx((0.5 * w, min(1, 1.5 * w)))
        losses = [0.0]
        for end in (one.low, one.high):
            rest = (1 - end) / (1 - w)
            moved = {i: end if i == issue else x * rest for i, x in stated.weights.items()}
            told = gains.copy()
            told[:, row] = [
                sum(moved[i] * stated.values[i][o] for i, o in programme.package(p).items())
                for p in packages
            ]
            with np.errstate(invalid="ignore", divide="ignore"):
                logs = np.where((told > 0).all(axis=1), np.log(told).sum(axis=1), -np.inf)
            if logs.max() > logs[own]:
                losses.append(logs.max() - logs[own])
        if max(losses) > NEAR * 2:
            assert one.changes
            assert one.loss == pytest.approx(max(losses), abs=2e-4)
        else:
            assert one.loss <= NEAR * 2


def test_the_first_is_worth_most_and_sure_weights_are_not_asked() -> None:
    scenario = uncertain(3, 4, 3, 4)
    programme = compile_scenario(scenario)
    chosen = recommended(programme, 5.0)
    assert chosen is not None
    package = programme.package(chosen)
    losses = [one.loss for one in worth_asking(scenario, package, spread=0.8)]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] > 0
    assert worth_asking(scenario, package, spread=0.0) == []
