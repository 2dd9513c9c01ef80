"""The worked examples: fair to whom they name, true to their rule, solved with a gain for all."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from comity.agreements import examples
from comity.agreements.nash import Found, nash
from comity.agreements.programme import Programme, compile_scenario
from comity.agreements.scenario import BadScenario, Choice, Issue, Payments, Scenario
from comity.agreements.solver import Deadline
from comity.core.measures import measures
from comity.core.places import places

NAMES = examples.names()
CURVES = {
    "gains": (0.0, 0.5, 0.8, 1.0),
    "bears": (0.0, -0.1, -0.3, -0.6),
    "shares": (0.0, 0.2, 0.3, 0.35),
    "no part": (0.0, 0.0, 0.0, 0.0),
}


def solved(scenario: Scenario) -> tuple[Programme, Found]:
    programme = compile_scenario(scenario)
    count = len(programme.parties)
    found = nash(programme, np.zeros(count), np.ones(count), gap=1e-6, deadline=Deadline(30))
    return programme, found


def gains(scenario: Scenario) -> dict[str, float]:
    programme, found = solved(scenario)
    if found.chosen is None:
        return dict.fromkeys(programme.parties, 0.0)
    return dict(zip(programme.parties, programme.gains(found.chosen, found.money), strict=True))


def package(scenario: Scenario) -> dict[str, str]:
    programme, found = solved(scenario)
    assert found.chosen is not None
    return programme.package(found.chosen)


def curve(scenario: Scenario, party: str, issue: Issue) -> str:
    values = scenario.stated[party].values[issue.id]
    told = tuple(values[option.id] for option in issue.options if not option.inadmissible)
    return next((name for name, steps in CURVES.items() if told == steps[: len(told)]), "none")


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_that_it_is_one_and_reads_without_a_warning(name: str) -> None:
    scenario, about = examples.load(name), examples.about(name)
    assert scenario.id == name
    assert scenario.warnings == ()
    assert "not any state's" in scenario.illustration == about.illustration
    assert 3 <= len(scenario.parties) <= 6
    assert 10 <= len(scenario.issues) <= 16
    assert set(about.parties) == {party.id for party in scenario.parties}
    assert all("In this illustration" in why for why in about.parties.values())


@pytest.mark.parametrize("name", NAMES)
def test_parties_are_states_under_their_united_nations_names_in_alphabetical_order(
    name: str,
) -> None:
    scenario = examples.load(name)
    for party in scenario.parties:
        assert party.country is not None
        assert party.label == places()[party.country].name
    labels = [party.label for party in scenario.parties]
    assert labels == sorted(labels)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_follows_the_rule_that_is_stated_and_none_is_anybodys_wish(name: str) -> None:
    scenario = examples.load(name)
    for party, stated in scenario.stated.items():
        assert stated.spread > 0
        assert sum(stated.weights.values()) == pytest.approx(1, abs=1e-12)
        parts = {issue.id: curve(scenario, party, issue) for issue in scenario.issues}
        assert "none" not in parts.values()
        given = {issue for issue, part in parts.items() if part != "no part"}
        assert {issue for issue, weight in stated.weights.items() if weight} == given
        points = sorted({round(100 * stated.weights[issue]) for issue in given})
        main = [p for p in points if p > 2 * points[0]]
        other = [p for p in points if p not in main]
        assert other[-1] - other[0] <= 1  # whole points: the rest is rounding
        assert main[-1] - main[0] <= 1
        assert abs(main[0] - 3 * other[0]) <= 3
        for issue in scenario.issues:
            role = {issue.giver: "bears", issue.receiver: "gains"}.get(party)
            assert parts[issue.id] in ({role, "shares"} if role else {"shares", "no part"})


@pytest.mark.parametrize("name", NAMES)
def test_each_kind_of_tie_is_in_each_example(name: str) -> None:
    scenario = examples.load(name)
    kinds = {row.kind for row in scenario.constraints}
    assert {"budget", "implication", "reciprocity"} <= kinds
    assert scenario.interactions
    assert scenario.status_quo
    assert all(issue.anchors for issue in scenario.issues)
    assert all(issue.indicator for issue in scenario.issues)


@pytest.mark.parametrize("name", NAMES)
def test_no_weight_buys_return_without_a_check_of_the_need_for_protection(name: str) -> None:
    scenario = examples.load(name)
    [(issue, option)] = scenario.inadmissible
    assert "Refugees, article 33" in option.inadmissible
    prized = {
        party: {**points, issue.id: {**points[issue.id], option.id: 1000.0}}
        for party, points in scenario.points.items()
    }
    assert package(replace(scenario, points=prized)) == package(scenario)


@pytest.mark.parametrize("name", NAMES)
def test_all_gain_and_each_gives_something_for_it(name: str) -> None:
    scenario = examples.load(name)
    programme, found = solved(scenario)
    assert found.status == "optimal"
    assert found.chosen is not None
    assert found.runs <= 5  # whole-number solves: well under a second
    assert (programme.gains(found.chosen, found.money) > 0.2).all()
    borne = programme.points[:, found.chosen]
    assert (borne.min(axis=1) < -0.01).all()
    highest = programme.reach - programme.gains(found.chosen, found.money)
    assert (highest > 0.05).all()  # nobody has everything


@pytest.mark.parametrize("name", NAMES)
def test_weights_within_their_spread_can_lead_to_another_package(name: str) -> None:
    """Otherwise sensitivity would have nothing to show."""
    scenario = examples.load(name)
    draw, nominal = np.random.default_rng(7), package(scenario)
    others = set()
    for _ in range(4):
        points = {}
        for party, stated in scenario.stated.items():
            moved = {i: w * draw.uniform(0.75, 1.25) for i, w in stated.weights.items()}
            total = sum(moved.values())
            points[party] = {
                issue: {option: moved[issue] / total * value for option, value in values.items()}
                for issue, values in stated.values.items()
            }
        others.add(tuple(package(replace(scenario, points=points)).items()))
    assert others - {tuple(nominal.items())}


def alone(scenario: Scenario, members: tuple[str, ...]) -> Scenario:
    """The same negotiation where only these parties come, and move only what is theirs."""
    issues = tuple(
        issue
        if {issue.giver, issue.receiver, issue.payer} - {None} <= {*members}
        else replace(issue, options=(issue.option(str(issue.status_quo)),))
        for issue in scenario.issues
    )
    kept = {(issue.id, option.id) for issue in issues for option in issue.options}
    interactions = []
    for one in scenario.interactions:
        choices = tuple(
            Choice(c.issue, frozenset(o for o in c.options if (c.issue, o) in kept))
            for c in one.all_of
        )
        if one.party in members and all(choice.options for choice in choices):
            interactions.append(replace(one, all_of=choices))
    return replace(
        scenario,
        parties=tuple(party for party in scenario.parties if party.id in members),
        issues=issues,
        interactions=tuple(interactions),
        constraints=tuple(
            replace(row, amounts={k: v for k, v in row.amounts.items() if k in kept})
            for row in scenario.constraints
        ),
        payments=Payments(),
    )


def test_in_the_triangle_no_two_can_reach_what_three_reach() -> None:
    scenario = examples.load("triangle")
    together = gains(scenario)
    for pair in combinations(together, 2):
        apart = gains(alone(scenario, pair))
        assert all(apart[party] < 0.9 * together[party] for party in pair), pair


@pytest.mark.parametrize("name", NAMES)
def test_every_text_can_be_translated_and_is_said_with_respect(name: str) -> None:
    known, scenario = set(examples.messages()), examples.load(name)
    texts = [scenario.title, scenario.illustration, *scenario.provenance.values()]
    for issue in scenario.issues:
        texts += [issue.label, issue.unit, *issue.anchors]
        texts += [issue.indicator] if issue.indicator.split()[0] not in measures() else []
        texts += [t for option in issue.options for t in (option.label, option.inadmissible)]
    texts += [t for row in scenario.constraints for t in (row.label, row.unit)]
    texts += [t for fund in scenario.payments.funds for t in (fund.purpose, fund.unit)]
    texts += [stated.method for stated in scenario.stated.values()]
    assert set(texts) - known == {""} & set(texts)
    for text in texts:
        assert "%" not in text
        assert "{" not in text
        words = text.lower().split()
        assert not {"illegal", "illegals", "wave", "flood", "burden", "must"} & {*words}
        assert "the same, " not in text.lower(), "an option stands alone in a commitment"


def test_an_unknown_example_is_named_with_those_there_are() -> None:
    with pytest.raises(BadScenario, match="'atlantis' is no example; there are central-asia"):
        examples.load("atlantis")
