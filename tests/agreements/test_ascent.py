"""Small steps only ever improve, stay within the rules, and end where no step helps."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.agreements.ascent import climb, log_gains, neighbours, repair
from comity.agreements.programme import Chosen, compile_scenario
from comity.agreements.scenario import Scenario
from tests.agreements.brute import deals, packages, scenarios


def _start(scenario: Scenario, number: int) -> Chosen:
    every = list(packages(scenario))
    return compile_scenario(scenario).chosen(every[number % len(every)])


@given(scenarios(), st.integers(0, 999))
def test_no_single_step_is_left_that_helps(scenario: Scenario, number: int) -> None:
    programme, start = compile_scenario(scenario), _start(scenario, number)
    count = len(programme.parties)
    objective = log_gains(np.ones(count), np.full(count, 0.5))
    chosen, value = climb(programme, start, np.zeros(0), objective)
    first = float(objective(programme.gains(start)[:, None])[0])
    assert value >= first or not programme.obeys(start)
    if np.isfinite(value):
        assert programme.obeys(chosen)
        assert value == pytest.approx(np.log(programme.gains(chosen)).sum())
        for trial in neighbours(programme, chosen):
            if programme.obeys(trial):
                assert objective(programme.gains(trial)[:, None])[0] <= value + 1e-9


@given(scenarios(), st.integers(0, 999))
def test_neighbours_are_all_admissible_packages_one_option_away(
    scenario: Scenario, number: int
) -> None:
    programme, start = compile_scenario(scenario), _start(scenario, number)
    told = {tuple(one) for one in neighbours(programme, start)}
    wanted = set()
    for package in packages(scenario):
        chosen = programme.chosen(package)
        changed = chosen != start
        if changed.sum() == 1 and programme.allowed[chosen[changed]].all():
            wanted.add(tuple(chosen))
    assert told == wanted


@given(scenarios(constrained=False, issues=(1, 3)), st.integers(0, 999))
def test_repair_lets_nobody_fall_further_behind(scenario: Scenario, number: int) -> None:
    programme, start = compile_scenario(scenario), _start(scenario, number)
    assume((programme.reach > 0).all() and deals(scenario))
    least = 0.3 * programme.reach
    before, after = (
        np.maximum((least - programme.gains(one)) / programme.reach, 0.0).sum()
        for one in (start, repair(programme, start, least))
    )
    assert after <= before + 1e-9


def test_what_falls_short_is_worth_nothing() -> None:
    objective = log_gains(np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    told = objective(np.array([[1.0, 4.0, 0.9], [np.e, 1.0, 9.0]]))
    assert told == pytest.approx([2.0, np.log(4.0), -np.inf])
