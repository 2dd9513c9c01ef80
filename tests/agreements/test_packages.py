"""Packages as people ask for them: right by enumeration, proven, and sound under odd input."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.agreements import solver
from comity.agreements.documents import read_scenario
from comity.agreements.examples import load
from comity.agreements.packages import Package, compare, solve
from comity.agreements.scenario import Choice, Interaction, Issue, Option, Party, Scenario
from comity.agreements.wish import CONCEPTS, Wish
from tests.agreements.brute import (
    deals,
    efficient,
    keeps,
    outside,
    scenarios,
    truth,
    utility,
    valued,
    wishes,
)
from tests.agreements.talk import drawn

QUICK = settings(max_examples=8)
several = scenarios(parties=(2, 3), issues=(2, 3))


def _vector(found: Package) -> np.ndarray:
    return np.array(list(found.gains.values()))


def _same(one: Package, other: Package, wish: Wish) -> None:
    """The same verdict, and the same worth by the concept's own measure."""
    assert one.status == other.status
    if one.package and other.package:
        sums = [np.sort(list(each.gains.values())) for each in (one, other)]
        if wish.concept == "nash":
            sums = [np.log(each).sum() for each in sums]
        assert sums[0] == pytest.approx(sums[1], abs=1e-5)


@settings(max_examples=25)
@given(scenarios(), wishes, st.permutations([1.0, 2.0, 3.0, 7.0]), st.integers(0, 2))
def test_every_concept_against_enumeration(
    scenario: Scenario, wish: Wish, four: list[float], alternatives: int
) -> None:
    """All five concepts and three scales, weights, floors, interactions, every constraint."""
    weights = np.array(four[: len(scenario.parties)])
    named = {p.id: w for p, w in zip(scenario.parties, weights, strict=True)}
    wish = replace(wish, weights=named, alternatives=alternatives)
    right, found = truth(scenario, wish), solve(scenario, wish)
    if right is None:
        assert (found.status, found.package) == ("infeasible", {})
        assert found.diagnosis is not None
        return
    gains = _vector(found)
    assert found.status == "optimal"
    assert valued(wish, right, gains, weights) == pytest.approx(right.best, abs=1e-5)
    assert found.bound is not None
    assert found.value is not None
    assert found.value <= found.bound <= found.value + 2e-6 * max(1.0, abs(found.value))
    assert keeps(scenario, found.package)
    own = [utility(scenario, p.id, found.package) for p in scenario.parties]
    assert gains == pytest.approx(own - outside(scenario), abs=1e-12)
    assert (gains >= right.least - 1e-6).all()
    assert list(found.ideal.values()) == pytest.approx(right.ideal, abs=1e-6)
    assert list(found.scales.values()) == pytest.approx(right.scale, abs=1e-6)
    assert found.efficient is True
    assert efficient(gains, [deal.gains for deal in deals(scenario)])
    told = [found.package, *(one.package for one in found.alternatives)]
    assert len(told) == 1 + min(alternatives, right.count - 1)
    assert len({json.dumps(one, sort_keys=True) for one in told}) == len(told)
    values = [found.value, *(one.value for one in found.alternatives)]
    assert all(one.proven for one in found.alternatives)
    assert values == sorted(values, reverse=True) or values == pytest.approx(
        sorted(values, reverse=True), abs=1e-5
    )
    most = max(deal.gains @ (1 / right.scale) for deal in deals(scenario)
               if (deal.gains >= right.least - 1e-7).all())  # fmt: skip
    assert found.price_of_fairness == pytest.approx(
        1 - float((gains / right.scale).sum() / most), abs=1e-5
    )


@pytest.mark.mirror
def test_the_package_with_the_largest_sum_in_published_talks(mirror: Path) -> None:
    for name in ("llmd_base", "anac2015_tram", "anac2012_energy_b"):
        expected = json.loads((mirror / "negotiation" / f"{name}.expected.json").read_text())
        key = next(k for k in expected if k.startswith("utilitarian"))
        scenario = read_scenario(mirror / "negotiation" / f"{name}.json")
        found = solve(scenario, Wish("utilitarian", alternatives=0))
        least = solve(scenario, Wish("minimal-regret", alternatives=0))
        assert sum(found.utilities.values()) == pytest.approx(
            sum(expected[key]["utilities"].values()), abs=1e-6
        )
        assert least.value is not None
        assert least.value <= 0  # minus the largest regret


@QUICK
@given(several, wishes, st.randoms(use_true_random=False))
def test_the_order_of_things_does_not_matter(scenario: Scenario, wish: Wish, random) -> None:
    """Parties, issues, options and constraints shuffled."""
    parts = [list(x) for x in (scenario.parties, scenario.issues, scenario.constraints)]
    for part in parts:
        random.shuffle(part)
    issues = []
    for issue in parts[1]:
        options = list(issue.options)
        random.shuffle(options)
        issues.append(replace(issue, options=tuple(options)))
    other = replace(
        scenario, parties=tuple(parts[0]), issues=tuple(issues), constraints=tuple(parts[2])
    )
    _same(solve(scenario, wish), solve(other, wish), wish)


@QUICK
@given(several, st.sampled_from(CONCEPTS))
def test_a_dominated_option_changes_nothing(scenario: Scenario, concept: str) -> None:
    first = scenario.issues[0]
    worse = Option("worse", "worse")
    points = {
        party: {**table, first.id: {**table[first.id], "worse": min(table[first.id].values()) - 1}}
        for party, table in scenario.points.items()
    }
    plain = replace(scenario, interactions=(), constraints=())
    other = replace(
        plain,
        issues=(replace(first, options=(*first.options, worse)), *scenario.issues[1:]),
        points=points,
    )
    _same(solve(plain, Wish(concept)), solve(other, Wish(concept)), Wish(concept))


@QUICK
@given(several)
def test_a_floor_is_never_bought_back(scenario: Scenario) -> None:
    """A million points for everybody do not make an option admissible, nor make it an ideal."""
    first, kept = scenario.issues[0], solve(scenario, Wish(alternatives=2))
    barred = Option("barred", "Return without a hearing", inadmissible="non-refoulement")
    points = {
        p: {**t, first.id: {**t[first.id], "barred": 1e6}} for p, t in scenario.points.items()
    }
    other = replace(
        scenario,
        issues=(replace(first, options=(*first.options, barred)), *scenario.issues[1:]),
        points=points,
    )
    for concept in CONCEPTS[:2]:
        found = solve(other, Wish(concept, alternatives=2))
        told = [found.package, *(one.package for one in found.alternatives)]
        assert all(package.get(first.id) != "barred" for package in told)
        assert found.status == kept.status
        assert found.ideal == pytest.approx(kept.ideal, abs=1e-6)
    assert {"issue": first.id, "option": "barred", "reason": "non-refoulement"} in found.as_json()[
        "removed"
    ]


@QUICK
@given(several)
def test_a_party_that_wants_the_same_as_another_gets_the_same(scenario: Scenario) -> None:
    one = scenario.parties[0]
    twin = replace(one, id="twin")
    other = replace(
        scenario,
        parties=(*scenario.parties, twin),
        points={**scenario.points, "twin": scenario.points[one.id]},
        interactions=(
            *scenario.interactions,
            *(replace(i, party="twin") for i in scenario.interactions if i.party == one.id),
        ),
    )
    for concept in CONCEPTS[:2]:
        wish = Wish(concept, alternatives=0)
        found, alone = solve(other, wish), solve(scenario, wish)
        assert (found.status == "infeasible") == (alone.status == "infeasible")
        assert not found.package or found.gains["twin"] == found.gains[one.id]


@QUICK
@given(several, st.integers(1, 6))
def test_a_better_outside_option_costs_somebody(scenario: Scenario, more: int) -> None:
    """What is possible only shrinks: no concept's optimum rises, each party keeps its new least."""
    party = scenario.parties[0].id
    found = {
        concept: solve(scenario, Wish(concept, eps=0.5, alternatives=0)) for concept in CONCEPTS[:2]
    }
    higher = scenario.with_reservation(party, found["nash"].outside[party] + more)
    for concept, before in found.items():
        after = solve(higher, Wish(concept, eps=0.5, alternatives=0))
        if after.package:
            assert before.package
            assert after.value is not None
            assert before.value is not None
            assert after.value <= before.value + 1e-6
            assert after.gains[party] >= 0.5 - 1e-9


@QUICK
@given(several, st.sampled_from(CONCEPTS), st.sampled_from([1e-6, 1e6]))
def test_units_far_from_one(scenario: Scenario, concept: str, factor: float) -> None:
    """All points times a millionth, or a million: the same deal (eps is a share)."""
    other = replace(
        scenario,
        parties=tuple(
            replace(p, reservation=None if p.reservation is None else p.reservation * factor)
            for p in scenario.parties
        ),
        points={
            p: {i: {o: v * factor for o, v in row.items()} for i, row in table.items()}
            for p, table in scenario.points.items()
        },
        interactions=tuple(replace(i, value=i.value * factor) for i in scenario.interactions),
    )
    one = solve(scenario, Wish(concept))
    two = solve(other, Wish(concept, gap=1e-6 * (1 if concept == "nash" else factor)))
    assert one.status == two.status
    gains = _vector(two) / factor
    if concept == "nash":
        assert np.log(gains).sum() == pytest.approx(np.log(_vector(one)).sum(), abs=1e-5)
    elif concept == "utilitarian":
        assert gains.sum() == pytest.approx(_vector(one).sum(), rel=1e-5)
    else:
        assert two.status != "optimal" or two.value is not None
        assert two.value is None or two.value / (
            1 if concept == "kalai-smorodinsky" else factor
        ) == pytest.approx(one.value, abs=1e-5)


def _talk(table: dict[str, tuple[float, ...]], **more) -> Scenario:
    options = tuple(Option(f"o{k}", f"o{k}") for k in range(len(next(iter(table.values())))))
    return Scenario(
        "t", "t", tuple(Party(p, p.upper()) for p in table), (Issue("i", "issue", options),),
        {p: {"i": {f"o{k}": v for k, v in enumerate(row)}} for p, row in table.items()}, **more,
    )  # fmt: skip


def test_one_party_one_option_and_ties() -> None:
    alone = solve(_talk({"a": (1.0, 5.0, 3.0)}))
    assert (alone.package, alone.gains, alone.status) == ({"i": "o1"}, {"a": 5.0}, "optimal")
    single = solve(_talk({"a": (1.0,), "b": (2.0,)}))
    assert (single.package, single.alternatives, single.efficient) == ({"i": "o0"}, (), True)
    for concept in CONCEPTS:
        tied = solve(_talk({"a": (2.0, 2.0, 2.0), "b": (3.0, 3.0, 3.0)}), Wish(concept))
        assert (tied.status, tied.gains) == ("optimal", {"a": 2.0, "b": 3.0})
        assert [one.gains for one in tied.alternatives] == [tied.gains] * 2


def test_a_dictator_gives_way_where_all_must_gain() -> None:
    """Only one party's wishes carry points to speak of; the others still gain what they can."""
    scenario = _talk({"king": (1000.0, 999.0, 0.0), "b": (0.0, 0.1, 0.2), "c": (0.0, 0.1, 0.2)})
    for concept in CONCEPTS:
        found = solve(scenario, Wish(concept, eps=0.05))
        assert found.package == {"i": "o1"}


def test_a_party_that_nothing_touches_is_named() -> None:
    found = solve(_talk({"a": (1.0, 2.0), "idle": (0.0, 0.0)}))
    assert found.status == "infeasible"
    assert found.diagnosis is not None
    assert [one.party for one in found.diagnosis.hopeless] == ["idle"]
    assert "IDLE" in found.diagnosis.text


def test_the_relaxation_may_promise_what_no_package_holds() -> None:
    """Half of each option would please both; no whole one does."""
    found = solve(_talk({"a": (4.0, -2.0), "b": (-2.0, 4.0)}))
    assert found.status == "infeasible"
    assert found.diagnosis is not None
    assert set(found.diagnosis.parties) == {"a", "b"}


def test_today_may_be_inadmissible() -> None:
    """What stands today counts as what everyone has, though nobody may choose it again."""
    options = (Option("now", "now", inadmissible="floor"), Option("x", "x"), Option("y", "y"))
    scenario = Scenario(
        "t", "t", (Party("a", "A"), Party("b", "B", -5.0)),
        (Issue("i", "issue", options, status_quo="now"),),
        {"a": {"i": {"now": 1.0, "x": 3.0, "y": 0.0}}, "b": {"i": {"now": -4.0, "x": -3.0}}},
    )  # fmt: skip
    found = solve(scenario)
    assert (found.package, found.gains) == ({"i": "x"}, {"a": 2.0, "b": 1.0})


def test_an_interaction_that_costs_cannot_be_declined() -> None:
    """Both good options together clash so badly that one of them has to go."""
    table = {p: {i: {"o0": 0.0, "o1": 3.0} for i in ("i0", "i1")} for p in ("p0", "p1")}
    both = tuple(Choice(issue, frozenset({"o1"})) for issue in ("i0", "i1"))
    clash = replace(drawn(2, 2, 2), points=table, interactions=(Interaction("p1", -5.0, both),))
    assert sorted(solve(clash).package.values()) == ["o0", "o1"]


def test_the_same_bytes_twice() -> None:
    scenario = drawn(3, 5, 3)
    for concept in CONCEPTS:
        told = [
            solve(scenario, Wish(concept, scale="range", alternatives=1)).as_json()
            for _ in range(2)
        ]
        for one in told:
            del one["seconds"]
        assert json.dumps(told[0], allow_nan=False) == json.dumps(told[1], allow_nan=False)


def test_concepts_side_by_side() -> None:
    scenario = drawn(4, 6)
    told = compare(scenario, [Wish(concept, alternatives=0) for concept in CONCEPTS])
    by = {one.wish.concept: one for one in told}
    assert [one.wish.concept for one in told] == list(CONCEPTS)
    assert min(by["leximin"].gains.values()) == max(min(one.gains.values()) for one in told)
    assert max(sum(one.gains.values()) for one in told) == sum(by["utilitarian"].gains.values())
    assert by["utilitarian"].price_of_fairness == pytest.approx(0.0, abs=1e-9)
    assert min(by["kalai-smorodinsky"].shares().values()) == max(
        min(one.shares().values()) for one in told
    )


@pytest.mark.parametrize("concept", ["nash", "leximin"])
def test_a_time_limit_leaves_a_package_and_a_bound(
    concept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock on which every look costs ten seconds; what is told stays true."""
    now = itertools.count(step=10.0)
    monkeypatch.setattr(solver.time, "monotonic", lambda: float(next(now)))
    scenario = drawn(12, 40)
    found = solve(scenario, Wish(concept, time_limit=100.0))
    assert found.status == "bounded"
    assert keeps(scenario, found.package)
    assert found.gap is not None
    assert found.gap > 0
    assert min(found.gains.values()) > 0
    json.dumps(found.as_json(), allow_nan=False)


@pytest.mark.parametrize("points", [1e3, 1e6, 1e12])
def test_no_interaction_buys_back_what_human_rights_rule_out(points: float) -> None:
    scenario = load("triangle")
    issue, option = scenario.inadmissible[0]
    lure = tuple(
        Interaction(party.id, points, (Choice(issue.id, frozenset({option.id})),))
        for party in scenario.parties
    )
    bought = solve(replace(scenario, interactions=scenario.interactions + lure))
    honest = solve(scenario)
    assert (bought.package, bought.gains) == (honest.package, honest.gains)
    assert bought.ideal == pytest.approx(honest.ideal)


def test_an_eps_of_zero_asks_only_that_nobody_loses() -> None:
    """The status quo, where nothing else is had: no gain is no loss, but no product of gains."""
    one = Issue("i", "issue", (Option("x", "x"), Option("y", "y")), status_quo="x")
    table = {"a": {"i": {"x": 0.0, "y": 1.0}}, "b": {"i": {"x": 0.0, "y": -1.0}}}
    talk = Scenario("quo", "quo", (Party("a", "A"), Party("b", "B")), (one,), table)
    for concept in ("leximin", "utilitarian"):
        content = solve(talk, Wish(concept, eps=0))
        assert (content.status, content.package) == ("optimal", {"i": "x"})
        assert solve(talk, Wish(concept)).status == "infeasible"
    assert solve(talk, Wish("nash", eps=0)).status == "infeasible"
