"""Where no package helps everybody: the right culprits, the nearest miss, and ways that work."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from comity.agreements.conflicts import widths
from comity.agreements.infeasible import Diagnosis
from comity.agreements.packages import solve
from comity.agreements.programme import compile_scenario
from comity.agreements.relief import WayOut
from comity.agreements.scenario import Issue, Linear, Option, Party, Payments, Scenario
from comity.agreements.wish import Wish
from tests.agreements.brute import deals, keeps, outside, scenarios, wishes
from tests.agreements.talk import drawn

HARD = {"A": {"x": (0, 10), "y": (0, -3)}, "B": {"x": (0, -4), "y": (0, 2)}}


def _talk(table: dict, reserved: dict | None = None, **more) -> Scenario:
    issues = tuple(
        Issue(i, f"issue {i}", tuple(Option(o, f"{i} {o}") for o in ("no", "yes")[: len(row)]))
        for i, row in next(iter(table.values())).items()
    )
    held = reserved or dict.fromkeys(table, 0.0)
    points = {
        p: {i: dict(zip(("no", "yes"), map(float, row), strict=False)) for i, row in rows.items()}
        for p, rows in table.items()
    }
    parties = tuple(Party(p, f"{p}land", held[p]) for p in table)
    return Scenario("t", "t", parties, issues, points, **more)


def _why(scenario: Scenario, wish: Wish | None = None) -> Diagnosis:
    found = solve(scenario, wish)
    assert found.status == "infeasible"
    assert found.diagnosis is not None
    json.dumps(found.as_json(), allow_nan=False)
    return found.diagnosis


def _carried_out(scenario: Scenario, wish: Wish, way: WayOut) -> tuple[Scenario, Wish]:
    """The change as somebody would write it into the document, from what the way tells."""
    paid: dict[str, float] = {}
    for one in way.changes:
        if one.kind == "limit":
            assert one.after is not None
            rows = []
            for row in scenario.constraints:
                ends = {"low": -one.after, "high": one.after} if row.low == -row.high else (
                    {"high": one.after} if one.before == row.high else {"low": one.after}
                )  # fmt: skip
                rows.append(replace(row, **ends) if row.label == one.constraint else row)
            scenario = replace(scenario, constraints=tuple(rows))
        elif one.kind == "drop":
            kept = tuple(r for r in scenario.constraints if r.label != one.constraint)
            scenario = replace(scenario, constraints=kept)
        elif one.kind == "outside":
            assert one.after is not None
            scenario = scenario.with_reservation(str(one.party), one.after)
        elif one.kind == "least":
            assert one.after is not None
            wish = replace(wish, eps=f"{100 * one.after}%" if one.unit == "share" else one.after)
        else:
            for party in (one.party, one.receiver):
                paid[str(party)] = paid.get(str(party), 0.0) + (one.after or 0.0) * (1 + 1e-6)
    return (replace(scenario, payments=Payments(limits=paid)) if paid else scenario), wish


@settings(max_examples=25)
@given(scenarios(generous=False), wishes)
def test_every_way_out_leads_to_a_deal(scenario: Scenario, wish: Wish) -> None:
    """Each is carried out and solved anew; who is called hopeless is so by enumeration."""
    told = solve(scenario, wish).diagnosis
    assume(told is not None)
    assert told is not None
    assert len(told.ways) <= 3
    for way in told.ways:
        changed, wished = _carried_out(scenario, wish, way)
        assert keeps(changed, way.package)
        if way.everyone:
            assert solve(changed, wished).status == "optimal"
    every = [deal.gains for deal in deals(scenario)]
    assert (told.reason == "constraints") == (not every)
    if every:
        best = dict(zip([p.id for p in scenario.parties], np.max(every, axis=0), strict=True))
        named = {one.party: one.most for one in told.hopeless}
        assert {party for party, most in best.items() if most <= 1e-7} <= set(named)
        assert named == pytest.approx({party: best[party] for party in named}, abs=1e-6)
        assert told.reason in ("party", "conflict")
        assert told.nearest is not None
        assert keeps(scenario, told.nearest.package)


@settings(max_examples=10)
@given(scenarios(generous=False, parties=(2, 4)))
def test_the_conflict_is_smallest_and_the_miss_nearest(scenario: Scenario) -> None:
    """Each demand named is needed: without it the others can be met."""
    told = solve(scenario, Wish("leximin", eps=1.0, alternatives=0)).diagnosis
    assume(told is not None)
    assert told is not None
    assume(told.reason != "constraints")
    rows = {one.label for one in told.constraints}
    demands = [("party", p) for p in told.parties] + [("row", label) for label in rows]

    def meets(kept: list[tuple[str, str]]) -> bool:
        freed = replace(
            scenario, constraints=tuple(r for r in scenario.constraints if ("row", r.label) in kept)
        )
        wanted = [n for n, p in enumerate(scenario.parties) if ("party", p.id) in kept]
        return any((deal.gains[wanted] >= 1.0 - 1e-9).all() for deal in deals(freed))

    assert told.smallest
    assert not meets(demands)
    for demand in demands:
        assert meets([one for one in demands if one != demand])
    assert told.nearest is not None
    assert told.nearest.proven
    width = widths(compile_scenario(scenario))
    lacking = [np.maximum(1.0 - deal.gains, 0.0) for deal in deals(scenario)]
    named = {one.party: one.missing for one in told.nearest.shortfalls}
    mine = np.array([named.get(p.id, 0.0) for p in scenario.parties])
    nearest = min(float((short / width).sum()) for short in lacking)
    assert float((mine / width).sum()) == pytest.approx(nearest, abs=1e-5)


def test_a_budget_is_raised_just_as_far_as_it_must() -> None:
    table = {**HARD, "B": {"x": (0, -4), "y": (0, 6)}}
    costs = {("x", "yes"): 30.0, ("y", "yes"): 40.0}
    budget = Linear("budget", "budget of B", costs, high=60.0, unit="million euros", party="B")
    told = _why(_talk(table, constraints=(budget,)))
    assert (told.reason, told.parties) == ("conflict", ("A", "B"))
    assert [one.label for one in told.constraints] == ["budget of B"]
    [change] = told.ways[0].changes
    assert (change.kind, change.before, change.after) == ("limit", 60.0, 70.0)
    assert told.ways[0].gains == {"A": 7.0, "B": 2.0}
    assert told.ways[0].text == ("Raise the limit of budget of B from 60 to 70 million euros.")
    assert [way.kind for way in told.ways] == ["limit", "payment", "outside"]


def test_money_closes_a_gap_that_options_leave() -> None:
    told = _why(_talk(HARD), Wish("leximin", eps=2.0))
    [pay, *_] = told.ways
    [change] = pay.changes
    assert (pay.kind, change.party, change.receiver) == ("payment", "A", "B")
    assert change.after == pytest.approx(4.0, abs=1e-6)  # B has -2 and asks for 2
    assert not pay.worth_known
    assert told.nearest is not None
    assert told.nearest.shortfalls[0].missing > 0


def test_too_much_is_asked_of_a_deal_that_there_is() -> None:
    """The largest least gain that all can have is offered, and is exact."""
    table = {"A": {"x": (0, 10), "y": (0, -3)}, "B": {"x": (0, -4), "y": (0, 6)}}
    told = _why(_talk(table), Wish("leximin", eps=5.0))
    least = next(way for way in told.ways if way.kind == "least")
    assert least.changes[0].after == pytest.approx(2.0, abs=1e-4)
    assert least.changes[0].after <= 2.0
    share = _why(_talk(table), Wish(eps="150%"))
    [change] = next(way for way in share.ways if way.kind == "least").changes
    assert (change.unit, change.after) == ("share", pytest.approx(1.0, abs=1e-4))


def test_constraints_that_contradict_each_other_are_said_to() -> None:
    """Whatever anybody gains; only those in the contradiction are named."""
    rows = (
        Linear("cap", "places", {("x", "yes"): 5.0}, high=9.0),
        Linear("at_least", "x is wanted", {("x", "yes"): 1.0}, low=1.0),
        Linear("implication", "x only with y", {("x", "yes"): 1.0, ("y", "yes"): -1.0}, high=0.0),
        Linear("at_most", "no y", {("y", "yes"): 1.0}, high=0.0),
    )
    told = _why(_talk(HARD, {"A": 9.0, "B": 4.0}, constraints=rows))
    assert (told.reason, told.parties) == ("constraints", ())
    assert [one.label for one in told.constraints] == ["x is wanted", "x only with y", "no y"]
    assert len(told.ways) == 3
    assert not any(way.everyone for way in told.ways)
    assert "No package at all" in told.text


def test_the_floor_does_not_give_way() -> None:
    """What it rules out would please all, and is the only deal: still it is never offered."""
    barred = Option("blind", "Return without a hearing", inadmissible="non-refoulement")
    scenario = _talk(HARD)
    x = scenario.issue("x")
    points = {p: {**t, "x": {**t["x"], "blind": 1e3}} for p, t in scenario.points.items()}
    issues = (replace(x, options=(*x.options, barred)), scenario.issue("y"))
    told = _why(replace(scenario, issues=issues, points=points))
    packages = [way.package for way in told.ways]
    assert told.nearest is not None
    assert packages
    assert all(p["x"] != "blind" for p in [*packages, told.nearest.package])
    assert "blind" not in json.dumps(told.as_json())
    assert "hearing" not in json.dumps(told.as_json())
    only = replace(scenario, issues=(replace(x, options=(barred,)), scenario.issue("y")))
    told = _why(replace(only, points=points))
    assert (told.reason, told.issues, told.ways) == ("floor", ("x",), ())


def test_todays_situation_is_no_outside_option_that_could_fall() -> None:
    scenario = _talk(HARD)
    today = tuple(replace(i, status_quo="no") for i in scenario.issues)
    told = _why(replace(scenario, issues=today))
    assert not any(one.kind == "outside" for way in told.ways for one in way.changes)


def test_several_changes_where_none_helps_alone() -> None:
    """Each of two parties has more elsewhere than all of this could give it."""
    scenario = _talk({"A": {"x": (0, 3)}, "B": {"x": (0, 3)}}, {"A": 5.0, "B": 6.0})
    told = _why(scenario)
    assert [one.party for one in told.hopeless] == ["A", "B"]
    [way] = told.ways
    assert (way.kind, [one.party for one in way.changes]) == ("together", ["A", "B"])
    changed, wish = _carried_out(scenario, Wish(), way)
    assert solve(changed, wish).status == "optimal"


def test_payments_that_cannot_cover_their_overhead() -> None:
    scenario = _talk(
        {"A": {"x": (0, 3)}, "B": {"x": (0, 3)}},
        payments=Payments(limits={"A": 1.0, "B": 1.0}, overhead=5.0),
    )
    assert _why(scenario).reason == "payments"


def test_a_large_talk_is_diagnosed_within_its_time() -> None:
    """Ten parties that each hold out for nearly everything: an answer, if not all of it."""
    scenario = drawn(10, 20)
    reach = compile_scenario(scenario).reach
    greedy = tuple(
        replace(p, reservation=float(0.3 + 0.9 * r))
        for p, r in zip(scenario.parties, reach, strict=True)
    )
    told = _why(replace(scenario, parties=greedy), Wish(time_limit=2.0))
    assert told.reason == "conflict"
    assert len(told.parties) >= 2
    assert (outside(replace(scenario, parties=greedy)) > 0.3).all()
