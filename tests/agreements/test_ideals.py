"""The best that each party could have: exact by whole numbers, and never less by the relaxation."""

import numpy as np
import pytest
from hypothesis import given

from comity.agreements.ideals import Ideals, acceptable, at_most
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import Scenario
from comity.agreements.solver import Deadline
from tests.agreements.brute import deals, scenarios
from tests.agreements.talk import drawn


@given(scenarios())
def test_ideals_are_those_of_counting(scenario: Scenario) -> None:
    programme = compile_scenario(scenario)
    every = [deal.gains for deal in deals(scenario)]
    good = [gains for gains in every if (gains >= -1e-7).all()]
    found, quick = acceptable(programme, Deadline(30.0)), at_most(programme, Deadline(30.0))
    alone = acceptable(programme, Deadline(30.0), all_gain=False)
    assert (found.possible, alone.possible) == (bool(good), bool(every))
    if good:
        assert found.exact
        assert found.value == pytest.approx(np.max(good, axis=0), abs=1e-6)
        assert quick.possible
        assert (quick.bound >= np.max(good, axis=0) - 1e-6).all()
    if every:
        assert alone.value == pytest.approx(np.max(every, axis=0), abs=1e-6)


def test_out_of_time_the_bound_is_still_true() -> None:
    programme = compile_scenario(drawn(6, 25))
    hurried = acceptable(programme, Deadline(0.0))
    exact = acceptable(programme, Deadline(60.0))
    assert exact.exact
    assert (hurried.bound >= exact.value - 1e-6).all()
    assert not Ideals(np.array([-np.inf]), np.array([1.0])).exact
