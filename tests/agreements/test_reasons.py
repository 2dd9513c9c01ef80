"""Reasons add up to what the package is worth to a party, and come from its own points alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.agreements.programme import compile_scenario
from comity.agreements.reasons import Why, why
from comity.agreements.scenario import Choice, Interaction, Issue, Option
from comity.agreements.views import Own, Terms, Transfer, own_of
from tests.agreements.talks import talks

ISSUES = tuple(
    Issue(name, name, tuple(Option(o, o) for o in "abc"), status_quo="a")
    for name in ("i", "j", "k")
)
number = st.floats(-100, 100).map(lambda x: round(x, 3))
points = st.fixed_dictionaries(
    {i.id: st.fixed_dictionaries(dict.fromkeys("abc", number)) for i in ISSUES}
)
package = st.fixed_dictionaries({i.id: st.sampled_from("abc") for i in ISSUES})
joint = st.builds(
    lambda value, one, other: Interaction(
        "P", value, (Choice("i", frozenset(one)), Choice("j", frozenset(other)))
    ),
    number, st.sampled_from(["a", "b", "bc"]), st.sampled_from(["b", "c", "ab"]),
)  # fmt: skip


def total(told: Why) -> float:
    return sum(one.points for one in (*told.gains, *told.costs))


@settings(max_examples=25, deadline=None)
@given(points, package, st.lists(joint, max_size=2), st.floats(-9, 9))
def test_reasons_add_up_to_the_change_from_today(
    values: dict[str, dict[str, float]],
    chosen: dict[str, str],
    both: list[Interaction],
    paid: float,
) -> None:
    own = Own("P", values, tuple(both), money=2.0)
    terms = Terms(chosen, (Transfer("Q", "P", paid),))
    today = {issue.id: "a" for issue in ISSUES}

    def worth(settled: dict[str, str]) -> float:
        base = sum(values[i][o] for i, o in settled.items())
        return base + sum(
            one.value for one in both if all(settled[c.issue] in c.options for c in one.all_of)
        )

    told = why(ISSUES, own, terms)
    assert total(told) == pytest.approx(worth(chosen) + 2 * paid - worth(today), abs=1e-6)
    sizes = [one.points for one in told.gains]
    assert sizes == sorted(sizes, reverse=True)
    assert all(one.points < 0 for one in told.costs)


def test_for_each_party_they_agree_with_the_engine() -> None:
    scenario = talks()
    programme = compile_scenario(scenario)
    chosen = {
        "places": "many",
        "training": "full",
        "readmission": "fast",
        "transit": "asylum",
        "cost": "three",
        "data": "shared",
    }
    utilities = programme.utilities(programme.chosen(chosen))
    for row, party in enumerate(programme.parties):
        told = why(scenario.issues, own_of(scenario, party), Terms(chosen))
        assert total(told) == pytest.approx(utilities[row])


def test_without_a_today_better_than_the_mean_of_what_is_admissible_is_a_gain() -> None:
    options = (Option("a", "A"), Option("b", "B"), Option("c", "C", inadmissible="never"))
    issue = Issue("i", "I", options)
    own = Own("P", {"i": {"a": 2.0, "b": 6.0, "c": 1000.0}}, reservation=1.0)
    (gain,) = why((issue,), own, Terms({"i": "b"})).gains
    assert gain.points == 2.0
    (cost,) = why((issue,), own, Terms({"i": "a"})).costs
    assert cost.points == -2.0
    assert not why((issue,), own, Terms({"i": "a"})).from_today


def test_the_share_is_of_what_the_party_could_choose_alone() -> None:
    own = Own(
        "P", {"i": {"b": 10.0, "c": 4.0}, "j": {"b": 10.0}, "k": {"c": -5.0}}, reservation=2.0
    )
    told = why(ISSUES, own, Terms({"i": "c", "j": "b", "k": "c"}))
    assert told.outside == "alternative"
    assert told.share == 40  # 4 + 10 - 5 - 2 = 7 of 10 + 10 - 2 = 18 is 38.9 %
    assert why(ISSUES, own, Terms({"i": "a", "j": "a", "k": "a"})).share == -10
    assert why(ISSUES, Own("P", {}), Terms({"i": "a", "j": "a", "k": "a"})).share is None


def test_issues_are_ranked_by_what_is_at_stake_and_sizes_follow() -> None:
    own = Own("P", {"i": {"b": 10.0}, "j": {"b": -40.0, "c": 60.0}, "k": {"b": 30.0}})
    told = why(ISSUES, own, Terms({"i": "b", "j": "b", "k": "b"}))
    assert [(one.settled[0][0], one.rank, one.size) for one in (*told.gains, *told.costs)] == [
        ("k", 2, "moderate"), ("i", 3, "small"), ("j", 1, "moderate"),
    ]  # fmt: skip
