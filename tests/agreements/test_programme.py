"""A scenario in numbers says what the scenario says in words, for every package."""

import numpy as np
import pytest
from hypothesis import given

from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import Scenario
from tests.agreements.brute import Money, deals, keeps, outside, packages, scenarios, utility


@given(scenarios())
def test_every_package_has_the_utilities_it_should(scenario: Scenario) -> None:
    programme = compile_scenario(scenario)
    assert programme.outside == pytest.approx(outside(scenario))
    for package in packages(scenario):
        chosen = programme.chosen(package)
        assert programme.package(chosen) == package
        assert programme.obeys(chosen) == keeps(scenario, package)
        said = [utility(scenario, party, package) for party in programme.parties]
        assert programme.utilities(chosen) == pytest.approx(said)
        assert programme.gains(chosen) == pytest.approx(np.array(said) - outside(scenario))


@given(scenarios(paid=True))
def test_nobody_can_gain_more_than_its_reach(scenario: Scenario) -> None:
    programme, money = compile_scenario(scenario), Money(scenario)
    anything = np.full(len(programme.parties), -1e6)
    for deal in deals(scenario):
        for party, reach in enumerate(programme.reach):
            best = money.most(deal.gains, np.eye(len(anything))[party], anything)
            assert best is None or scenario.payments.unlimited or best[party] <= reach + 1e-6


@given(scenarios(paid=True))
def test_money_counts_as_much_as_each_party_says(scenario: Scenario) -> None:
    programme, money = compile_scenario(scenario), Money(scenario)
    chosen = programme.chosen(next(packages(scenario)))
    paid = np.linspace(-1.0, 2.0, len(programme.paid_low))
    assert programme.utilities(chosen, paid) - programme.utilities(chosen) == pytest.approx(
        money.worth[:, :-1] @ paid
    )


@given(scenarios(issues=(2, 3)))
def test_an_unknown_option_is_named(scenario: Scenario) -> None:
    package = {**next(packages(scenario)), "i0": "nowhere"}
    with pytest.raises(KeyError, match="i0: nowhere"):
        compile_scenario(scenario).chosen(package)
