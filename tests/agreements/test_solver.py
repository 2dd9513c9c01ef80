"""The solver finds the best package of a linear aim, keeps every rule, and never bounds too low."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.agreements import solver
from comity.agreements.programme import Array, Programme, compile_scenario
from comity.agreements.scenario import Scenario
from comity.agreements.solver import Deadline, Model
from tests.agreements.brute import deals, scenarios
from tests.agreements.talk import drawn

weights = st.lists(st.integers(-3, 5).map(float), min_size=4, max_size=4)


def _model(programme: Programme, aim: Array, *, whole: bool = True) -> Model:
    model = Model(programme, np.full(len(programme.parties), 7.0), whole=whole)
    model.aim(7.0 * aim @ model.gain_rows)
    return model


@given(scenarios(), weights)
def test_the_best_package_of_any_weighted_sum(scenario: Scenario, given_: list[float]) -> None:
    """Also where an interaction that costs somebody would rather not be noticed."""
    programme = compile_scenario(scenario)
    aim = np.array(given_[: len(programme.parties)])
    sums = [aim @ (deal.gains + programme.outside) for deal in deals(scenario)]
    answer = _model(programme, aim).solve(10.0)
    assert (answer.state == "infeasible") == (not sums)
    if sums:
        model = _model(programme, aim)
        answer = model.solve(10.0)
        chosen = model.chosen(answer.point)
        assert programme.obeys(chosen)
        assert aim @ programme.utilities(chosen) == pytest.approx(max(sums), abs=1e-6)
        assert answer.bound >= max(sums) - 1e-6
        relaxed = _model(programme, aim, whole=False)
        assert relaxed.solve(10.0).bound >= max(sums) - 1e-6
        assert len(relaxed.duals()) == relaxed.rows


@given(scenarios(parties=(2, 2)))
def test_packages_ruled_out_do_not_come_back(scenario: Scenario) -> None:
    """With `near` 0 that one package; each answer is another, until there are none."""
    programme = compile_scenario(scenario)
    model, met = _model(programme, np.ones(2)), set()
    while (answer := model.solve(10.0)).state != "infeasible":
        chosen = model.chosen(answer.point)
        assert tuple(chosen) not in met
        met.add(tuple(chosen))
        model.forbid(chosen)
    assert len(met) == len(deals(scenario))


@given(scenarios(parties=(2, 3)), weights)
def test_required_gains_are_given(scenario: Scenario, given_: list[float]) -> None:
    programme = compile_scenario(scenario)
    count = len(programme.parties)
    least = np.array(given_[:count])
    good = [d for d in deals(scenario) if (d.gains >= least).all()]
    model = _model(programme, np.ones(count))
    model.require_gains(least / 7.0)
    answer = model.solve(10.0)
    assert (answer.state == "infeasible") == (not good)
    assume(good)
    assert (programme.gains(model.chosen(answer.point)) >= least - 1e-6).all()


def test_a_deadline_counts_what_has_been_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(solver.time, "monotonic", lambda: now[0])
    limit = Deadline(10.0)
    now[0] = 104.0
    assert (limit.spent, limit.left, limit.share(0.5).left) == (4.0, 6.0, 3.0)
    now[0] = 200.0
    assert limit.left == 0.0


def test_a_limit_of_time_is_that_of_the_run_and_does_not_grow() -> None:
    """The solver's clock starts anew with each run: limits that add up would double each time."""
    programme = compile_scenario(drawn(4, 8))
    model = _model(programme, np.ones(4))
    for _ in range(3):
        model.solve(0.25)
        assert model.solver.getOptionValue("time_limit")[1] == 0.25
