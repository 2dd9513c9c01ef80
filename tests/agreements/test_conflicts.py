"""Who blocks: a smallest set of parties, by the side of all sets of parties there are."""

from itertools import combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.agreements.conflicts import conflict, rules, widths
from comity.agreements.infeasible import diagnose
from comity.agreements.packages import solve
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import Issue, Linear, Option, Party, Scenario
from comity.agreements.solver import Deadline
from comity.agreements.wish import Wish
from tests.agreements.brute import deals, scenarios


def _blocking(gains: np.ndarray, wanted: np.ndarray) -> set[tuple[int, ...]]:
    """All sets of parties that cannot have what they want together, though any fewer can."""
    found: list[tuple[int, ...]] = []
    for size in range(1, gains.shape[1] + 1):
        for group in combinations(range(gains.shape[1]), size):
            if any(set(one) <= set(group) for one in found):
                continue
            few = list(group)
            if not (gains[:, few] >= wanted[few]).all(axis=1).any():
                found.append(group)
    return set(found)


@settings(max_examples=20)
@given(
    scenarios(generous=False, parties=(2, 5)),
    st.sampled_from([Wish(alternatives=0), Wish("leximin", eps=1.0), Wish(eps="60%")]),
)
def test_the_blockers_are_a_smallest_set_under_all_constraints(
    scenario: Scenario, wish: Wish
) -> None:
    every = np.array([deal.gains for deal in deals(scenario)])
    assume(len(every))
    programme = compile_scenario(scenario)
    least = np.full(len(scenario.parties), 1.0 if wish.eps == 1.0 else 0.0)
    if wish.eps == "60%":
        best = np.array([deal for deal in every if (deal >= -1e-9).all()])
        assume(len(best))
        least = 0.6 * best.max(axis=0)
    wanted = np.maximum(least, 1e-6 * widths(programme))
    sets = _blocking(every, wanted - 1e-8 * widths(programme))
    found = conflict(programme, wanted, rules(scenario), Deadline(20.0))
    assert (found is None) == (not sets)
    if found is not None:
        assert found.smallest
        assert found.parties in sets
        told = diagnose(scenario, programme, wish, least)
        rows = tuple(scenario.parties.index(scenario.party(one)) for one in told.parties)
        assert rows in sets
        some = _blocking(every, 1e-6 * widths(programme))
        most = not any(set(one) <= set(rows) for one in some)
        assert told.too_much == (told.reason == "conflict" and most)


def test_a_gain_of_nothing_is_no_gain() -> None:
    """B and C have at best nothing together, A gains whatever is chosen: it is not named."""
    options = tuple(Option(name, name) for name in ("b", "c", "bc"))
    points = {
        "A": {"i": {"b": 5.0, "c": 4.0, "bc": 3.0}},
        "B": {"i": {"b": 2.0, "c": -1.0, "bc": 0.1 + 0.2 - 0.3}},
        "C": {"i": {"b": -1.0, "c": 2.0, "bc": 0.0}},
    }
    not_both = Linear("at_most", "not both", {("i", "bothwell"): 1.0}, high=0.0)
    parties = tuple(Party(p, f"{p}land", 0.0) for p in points)
    issue = Issue("i", "issue", (*options, Option("bothwell", "all gain")))
    points = {p: {"i": {**t["i"], "bothwell": 9.0 * (p != "A") - 1.0}} for p, t in points.items()}
    told = solve(Scenario("t", "t", parties, (issue,), points, constraints=(not_both,))).diagnosis
    assert told is not None
    assert (told.parties, told.smallest) == (("B", "C"), True)
    assert [one.label for one in told.constraints] == ["not both"]
    assert told.text.startswith("No package lets Bland and Cland gain together, given not both.")


def test_how_much_was_asked_is_said_where_less_could_be_had() -> None:
    issue = Issue("i", "issue", (Option("x", "x"), Option("y", "y")))
    points = {"A": {"i": {"x": 9.0, "y": 1.0}}, "B": {"i": {"x": 1.0, "y": 9.0}}}
    talk = Scenario("t", "t", tuple(Party(p, f"{p}land") for p in points), (issue,), points)
    for eps, said in (("99%", "99 % of its ideal gain"), (5.0, "5 points")):
        told = solve(talk, Wish(eps=eps)).diagnosis
        assert told is not None
        assert told.too_much
        first = f"No package lets Aland and Bland gain that much together, each at least {said}."
        assert told.text.startswith(first)
