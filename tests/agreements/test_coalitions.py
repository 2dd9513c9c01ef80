"""What coalitions could do alone, against trying every package of theirs."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.agreements.coalitions import added_by_broker, bilateral, blocking, coalition_deal
from comity.agreements.documents import read_scenario
from comity.agreements.packages import solve
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import (
    BadScenario,
    Choice,
    Fund,
    Interaction,
    Linear,
    Party,
    Payments,
    Scenario,
)  # fmt: skip

from .test_reciprocity import LEVELS, made, three, webs


def best_alone(scenario: Scenario, members: set[str], floor: dict[str, float]) -> float | None:
    """Largest product of gains above the floor when only `members` trade, by trying everything."""
    programme = compile_scenario(scenario)
    choices = [
        LEVELS if {issue.giver, issue.receiver} <= members else ("none",)
        for issue in scenario.issues
    ]
    best = 0.0
    for options in itertools.product(*choices):
        package = dict(zip([i.id for i in scenario.issues], options, strict=True))
        chosen = programme.chosen(package)
        points = dict(zip(programme.parties, programme.utilities(chosen), strict=True))
        gains = [points[p] - floor[p] for p in sorted(members)]
        if min(gains) > 1e-5 and programme.obeys(chosen):
            best = max(best, float(np.prod(gains)))
    return best or None


@settings(max_examples=25, deadline=None)
@given(webs(), st.data())
def test_deals_and_blocking_are_what_trying_everything_finds(
    web: Scenario, data: st.DataObject
) -> None:
    names = [party.id for party in web.parties]
    first, last = web.issues[0].id, web.issues[-1].id
    if data.draw(st.booleans()):
        both = (Choice(first, frozenset({"full"})), Choice(last, frozenset({"half", "full"})))
        web = replace(
            web,
            interactions=(Interaction(names[0], data.draw(st.sampled_from([-3.0, 3.0])), both),),
        )
    if data.draw(st.booleans()):
        amounts = {(issue.id, "full"): 1.0 for issue in web.issues}
        web = replace(web, constraints=(Linear("at_most", "one at full", amounts, high=1.0),))
    web = replace(
        web,
        parties=(Party(names[0], "", data.draw(st.sampled_from([None, 1.0]))), *web.parties[1:]),
    )
    outside = dict(zip(names, compile_scenario(web).outside, strict=True))
    package = {issue.id: data.draw(st.sampled_from(LEVELS)) for issue in web.issues}
    one = compile_scenario(web)
    has = dict(zip(names, np.maximum(one.utilities(one.chosen(package)), one.outside), strict=True))
    blocked = {deal.members: deal for deal in blocking(web, package).coalitions}
    for members in [c for size in (2, 3) for c in itertools.combinations(names, size)]:
        for floor, deal in ((outside, coalition_deal(web, members)), (has, blocked.get(members))):
            expected = best_alone(web, set(members), floor)
            product = float(np.prod(list(deal.gains.values()))) if deal else None
            assert product == (None if expected is None else pytest.approx(expected, rel=1e-5))


def test_no_pair_only_the_trio(mirror: Path) -> None:
    folder = mirror / "negotiation"
    scenario = read_scenario(folder / "synth_cycle3.json")
    told = json.loads((folder / "synth_cycle3.expected.json").read_text())
    for members, can in told["strictly_improving_coalitions"].items():
        assert bool(coalition_deal(scenario, members.split("+"))) is can
    talks = bilateral(scenario)
    assert talks.pairs == ()
    assert [deal.members for deal in talks.triples] == [("origin", "transit", "destination")]
    package = solve(scenario).package
    added = added_by_broker(scenario, package)
    assert added.only_together == ("origin", "transit", "destination")
    assert added.added == pytest.approx(dict.fromkeys(added.package, 2.25))
    assert blocking(scenario, package).coalitions == ()
    today = blocking(scenario, {issue.id: "none" for issue in scenario.issues})
    assert [deal.members for deal in today.coalitions] == [("origin", "transit", "destination")]


def pairs_in_a_row() -> Scenario:
    """A-B, B-C and C-D can each trade; B-C gains most."""
    arcs = [("A", "B"), ("B", "A"), ("B", "C"), ("C", "B"), ("C", "D"), ("D", "C")]
    worth = {(p, f"i{k}"): [-0.5, -1.0] for k, (p, _) in enumerate(arcs)}
    worth |= {
        (q, f"i{k}"): [1.0, 9.0 if {p, q} == {"B", "C"} else 2.0] for k, (p, q) in enumerate(arcs)
    }
    return made("ABCD", arcs, worth)


def test_disjoint_pairs_reach_the_most_parties() -> None:
    talks = bilateral(pairs_in_a_row())
    assert [deal.members for deal in talks.pairs] == [("A", "B"), ("B", "C"), ("C", "D")]
    assert [deal.members for deal in talks.matching.deals] == [("A", "B"), ("C", "D")]
    assert talks.matching.gains == pytest.approx({"A": 1.0, "B": 1.0, "C": 1.0, "D": 1.0})
    assert len(talks.together.deals) == 3
    assert talks.together.gains == pytest.approx({"A": 1.0, "B": 9.0, "C": 9.0, "D": 1.0})


def test_deals_that_break_a_limit_together_are_not_made_together() -> None:
    amounts = {(f"i{k}", level): 1.0 for k in range(6) for level in ("half", "full")}
    tight = replace(pairs_in_a_row(), constraints=(Linear("cap", "two issues", amounts, high=2.0),))
    talks = bilateral(tight)
    assert len(talks.pairs) == 3
    assert (len(talks.together.deals), talks.together.status) == (1, "greedy")
    assert compile_scenario(tight).obeys(compile_scenario(tight).chosen(talks.together.package))


def test_money_of_members_only_can_make_a_deal() -> None:
    poor = made("ABC", [("A", "B")], {("A", "i0"): [-1.0, -2.0], ("B", "i0"): [3.0, 4.0]})
    assert not coalition_deal(poor, ["A", "B"])
    fund = Payments(funds=(Fund("B", "A", 10.0),))
    deal = coalition_deal(replace(poor, payments=fund), ["A", "B"])
    assert deal
    assert deal.gains == pytest.approx({"A": 1.0, "B": 1.0}, rel=1e-3)
    outside_money = Payments(funds=(Fund("C", "A", 10.0),))
    assert not coalition_deal(replace(poor, payments=outside_money), ["A", "B"])


def test_issues_without_roles_need_everybody_they_matter_to() -> None:
    scenario = three()
    bare = replace(
        scenario, issues=tuple(replace(i, giver=None, receiver=None) for i in scenario.issues)
    )
    assert not coalition_deal(bare, "AB")
    assert coalition_deal(bare, "ABC")
    third = {
        **bare.points,
        "C": {**bare.points["C"], "i0": {"none": 0.0, "half": 0.1, "full": 0.1}},
    }
    gift = replace(bare, points={**third, "A": {"i0": {"none": 0.0, "half": 1.0, "full": 1.0}}})
    assert not coalition_deal(gift, "AB")


def test_without_a_today_a_note_says_so() -> None:
    bare = replace(three(), issues=tuple(replace(i, status_quo=None) for i in three().issues))
    package = {"i0": "full", "i1": "half", "i2": "full"}
    assert coalition_deal(bare, "AB") is None
    for found in (bilateral(bare), added_by_broker(bare, package), blocking(bare, package)):
        assert "status quo" in found.notes[0]
    with pytest.raises(BadScenario, match="X is no party"):
        coalition_deal(three(), ["A", "X"])
