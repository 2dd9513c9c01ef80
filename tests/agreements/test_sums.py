"""The largest sum, and the proof that nobody could gain for free."""

import numpy as np
import pytest
from hypothesis import given

from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import Issue, Option, Party, Scenario
from comity.agreements.solver import Deadline
from comity.agreements.sums import certify, utilitarian
from tests.agreements.brute import deals, scenarios


@given(scenarios())
def test_the_largest_weighted_sum_in_which_nobody_loses(scenario: Scenario) -> None:
    programme = compile_scenario(scenario)
    count = len(programme.parties)
    scale, weights = np.array([1.0, 9.0, 0.1, 2.0])[:count], np.array([1.0, 2.0, 0.5, 4.0])[:count]
    found = utilitarian(
        programme, np.zeros(count), scale, weights, gap=1e-6, deadline=Deadline(30.0)
    )
    sums = [weights @ (d.gains / scale) for d in deals(scenario) if (d.gains >= -1e-7).all()]
    assert (found.status == "infeasible") == (not sums)
    if sums:
        assert found.value == pytest.approx(max(sums), abs=1e-5)
        assert found.bound >= found.value


@given(scenarios())
def test_a_package_is_efficient_exactly_where_none_dominates_it(scenario: Scenario) -> None:
    programme, every = compile_scenario(scenario), deals(scenario)
    for deal in every[:5]:
        chosen = programme.chosen(deal.package)
        proof = certify(programme, chosen, np.zeros(0), deadline=Deadline(30.0))
        better = [
            d for d in every
            if (d.gains >= deal.gains - 1e-9).all() and (d.gains > deal.gains + 1e-9).any()
        ]  # fmt: skip
        assert proof.efficient is (not better)
        if better:
            assert proof.better is not None
            rise = programme.gains(proof.better) - deal.gains
            assert rise.min() >= -1e-6
            assert rise.max() > 0


def test_who_can_only_lose_does_not_hide_that_a_package_is_efficient() -> None:
    """One party can gain nothing anywhere, and loses here what another gains."""
    options = (Option("floor", "floor", None, "the floor"), Option("then", "then"))
    issues = (
        Issue("one", "one", (Option("now", "now"),), status_quo="now"),
        Issue("two", "two", (*options, Option("now", "now")), status_quo="now"),
    )
    worth = {"a": (0.0, 0.0, 0.0), "b": (0.0, 0.0, 1.0), "c": (1.0, 3.0, 0.0)}
    points = {
        name: {"one": {"now": sure}, "two": {"floor": 0.0, "then": then, "now": now}}
        for name, (sure, then, now) in worth.items()
    }
    parties = tuple(Party(name, name) for name in worth)
    scenario = Scenario("lose", "lose", parties, issues, points)
    programme = compile_scenario(scenario)
    for option in ("now", "then"):
        proof = certify(
            programme,
            programme.chosen({"one": "now", "two": option}),
            np.zeros(0),
            deadline=Deadline(30.0),
        )
        assert proof.efficient is True
