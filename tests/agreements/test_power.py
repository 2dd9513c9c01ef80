"""Outside options: what they are worth, to their owner and to everybody else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from comity.agreements import power as module
from comity.agreements.packages import solve
from comity.agreements.power import UNIT, alternatives, power
from comity.agreements.scenario import BadScenario, Issue, Option, Party, Scenario
from comity.agreements.wish import Wish
from tests.agreements.brute import deals, scenarios
from tests.agreements.talk import drawn

CAKE = Scenario(
    "cake", "A cake in two hundred slices", (Party("a", "A", 0.0), Party("b", "B", 0.0)),
    (Issue("i", "slices", tuple(Option(f"o{k}", str(k)) for k in range(201))),),
    {"a": {"i": {f"o{k}": k / 2 for k in range(201)}},
     "b": {"i": {f"o{k}": 100 - k / 2 for k in range(201)}}},
)  # fmt: skip

QUICK = Wish(alternatives=0)


def test_half_of_a_better_alternative_is_won_at_the_table() -> None:
    """Nash splits what is left after both alternatives: ten more elsewhere are five more here."""
    told = power(CAKE)
    assert told is not None
    first = told.responses[0]
    assert first.unit == pytest.approx(UNIT * 100, rel=0.01)
    assert first.points == pytest.approx({"a": first.unit / 2, "b": -first.unit / 2}, abs=0.26)
    assert first.gains == pytest.approx({"a": -first.unit / 2, "b": -first.unit / 2}, abs=0.26)
    assert (first.method, first.same_package) == ("solved", False)
    assert told.prices == pytest.approx({"a": 1 / 50, "b": 1 / 50}, rel=0.01)


def test_the_relaxed_model_says_the_same_where_packages_can_be_mixed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SMALL", 0)
    told = power(CAKE)
    assert told is not None
    first = told.responses[0]
    assert first.method == "relaxed"
    assert first.points == pytest.approx({"a": first.unit / 2, "b": -first.unit / 2}, abs=0.1)


@settings(max_examples=15)
@given(scenarios(parties=(2, 3), issues=(2, 3)))
def test_responses_are_those_of_solving_anew(scenario: Scenario) -> None:
    """Each against enumeration with the outside option raised."""
    told = power(scenario)
    assume(told is not None)
    assert told is not None
    least = solve(scenario, Wish(alternatives=0)).least
    for n, response in enumerate(told.responses):
        raised = told.standings[n].outside + response.unit
        changed = scenario.with_reservation(response.party, raised)
        good = [
            d.gains for d in deals(changed) if (d.gains >= np.array([*least.values()]) - 1e-9).all()
        ]
        assert response.deal == bool(good)
        if good:
            now = [one.gain + response.gains[one.party] for one in told.standings]
            best = max(np.log(gains).sum() for gains in good)
            assert np.log(now).sum() == pytest.approx(best, abs=1e-5)


def test_standings_say_what_each_party_stands_on() -> None:
    options = (Option("x", "x"), Option("y", "y"))
    scenario = Scenario(
        "t", "t", (Party("a", "A", 3.0), Party("b", "B"), Party("c", "C", 9.0)),
        (Issue("i", "issue", options, status_quo="x"),),
        {"a": {"i": {"x": 1, "y": 8}}, "b": {"i": {"x": 2, "y": 4}}, "c": {"i": {"y": 10}}},
    )  # fmt: skip
    told = power(scenario)
    assert told is not None
    assert [(s.outside, s.stands_on) for s in told.standings] == [
        (3.0, "alternative"), (2.0, "status quo"), (9.0, "alternative"),
    ]  # fmt: skip
    assert [s.ideal for s in told.standings] == pytest.approx([5.0, 2.0, 1.0])
    assert [s.share for s in told.standings] == pytest.approx([1.0, 1.0, 1.0])
    by = [s.dependence for s in told.standings]
    assert by == sorted(by)  # C has least to gain, and can walk away most easily
    assert told.as_json()["standings"][0]["party"] == "a"
    one = replace(scenario, issues=(replace(scenario.issues[0], status_quo=None),))
    more = power(one)
    assert more is not None
    assert more.standings[1].stands_on == "nothing stated"


def test_without_a_deal_there_is_no_power_to_tell_of() -> None:
    assert power(CAKE.with_reservation("a", 101.0)) is None


def test_equal_and_weighted_fairness_side_by_side() -> None:
    """A party with three times the weight takes three quarters of the cake."""
    equal, people = alternatives(CAKE, {"people": {"a": 30.0, "b": 10.0}}, QUICK)
    assert (equal.name, equal.weights) == ("equal", {"a": 0.5, "b": 0.5})
    assert (people.name, people.weights) == ("people", {"a": 0.75, "b": 0.25})
    assert equal.found.gains == pytest.approx({"a": 50.0, "b": 50.0})
    assert people.found.gains == pytest.approx({"a": 75.0, "b": 25.0})
    assert people.as_json()["weights"] == {"a": 0.75, "b": 0.25}
    three = drawn(3, 4, 3)
    flat = {party.id: 8.0 for party in three.parties}
    same = alternatives(three, {"flat": flat}, QUICK)
    assert same[0].found.gains == same[1].found.gains


def test_weights_for_some_parties_only_are_refused() -> None:
    with pytest.raises(BadScenario, match="weights 'people' have none for b"):
        alternatives(CAKE, {"people": {"a": 1.0}})
    with pytest.raises(BadScenario, match="above zero"):
        alternatives(CAKE, {"people": {"a": 1.0, "b": -1.0}})
