"""A scenario becomes a document again, without the words that go without saying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from comity.agreements.document_constraints import constraint_forms
from comity.agreements.document_forms import choice_form
from comity.agreements.document_parts import Table
from comity.agreements.document_points import weighed
from comity.agreements.scenario import (
    BadScenario,
    Interaction,
    Issue,
    Option,
    Party,
    Payments,
    Scenario,
    Stated,
)

SCHEMA = "negotiation-scenario/1"


def document_of(scenario: Scenario) -> dict[str, Any]:
    """The scenario as plain values, from which `scenario_of` reads the same scenario."""
    table = Table(
        {party.id: party for party in scenario.parties},
        {issue.id: issue for issue in scenario.issues},
        scenario.points,
    )
    today = {issue.id: issue.status_quo for issue in scenario.issues if issue.status_quo}
    told = {
        "status_quo": today,
        "interactions": [_interaction(one, table) for one in scenario.interactions],
        "constraints": list(constraint_forms(scenario.constraints, table)),
        "payments": _payments(scenario.payments),
        "illustration": scenario.illustration,
        "provenance": dict(scenario.provenance),
    }
    return {
        "schema": SCHEMA,
        "id": scenario.id,
        "title": scenario.title,
        "parties": [_party(party) for party in scenario.parties],
        "issues": [_issue(issue) for issue in scenario.issues],
        **_wishes(scenario),
        **_filled(told),
    }


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    """What says something: neither nothing nor empty."""
    return {key: value for key, value in told.items() if value not in (None, "", [], (), {})}


def _party(party: Party) -> dict[str, Any]:
    told = _filled({"reservation": party.reservation, "country": party.country})
    money = {"money": party.money} if party.money != 1.0 else {}
    return {"id": party.id, "label": party.label, **told, **money}


def _issue(issue: Issue) -> dict[str, Any]:
    roles = {"giver": issue.giver, "receiver": issue.receiver, "payer": issue.payer}
    rest = {"unit": issue.unit, "indicator": issue.indicator, "anchors": list(issue.anchors)}
    return {
        "id": issue.id,
        "label": issue.label,
        "type": issue.kind,
        **_filled(roles),
        **_filled(rest),
        "options": [_option(option) for option in issue.options],
    }


def _option(option: Option) -> dict[str, Any]:
    told = _filled({"level": option.level, "inadmissible": option.inadmissible})
    return {"id": option.id, "label": option.label, **told}


def _wishes(scenario: Scenario) -> dict[str, Any]:
    """Points as they stand, or the weights and values that they were made from."""
    for party, one in scenario.stated.items():
        if not _agrees(weighed(one), scenario.points.get(party, {})):
            raise BadScenario(
                f"{scenario.id}: the points of {party} are not its weights times its values, so "
                "they cannot be written as both; change the one or leave out the other."
            )
    points = {
        party: {issue: dict(options) for issue, options in issues.items()}
        for party, issues in scenario.points.items()
        if party not in scenario.stated
    }
    stated = {party: _stated(one) for party, one in scenario.stated.items()}
    return {"utilities": points, **({"preferences": stated} if stated else {})}


def _agrees(
    made: Mapping[str, Mapping[str, float]], points: Mapping[str, Mapping[str, float]]
) -> bool:
    one, other = (
        {(i, o): v for i, options in table.items() for o, v in options.items()}
        for table in (made, points)
    )
    return all(abs(one.get(k, 0.0) - other.get(k, 0.0)) <= 1e-12 for k in one | other)


def _stated(stated: Stated) -> dict[str, Any]:
    return {
        "weights": dict(stated.weights),
        "values": {issue: dict(values) for issue, values in stated.values.items()},
        **({"spread": stated.spread} if stated.spread else {}),
        **_filled({"low": dict(stated.low), "high": dict(stated.high)}),
        **_filled({"method": stated.method, "date": stated.date}),
    }


def _interaction(one: Interaction, table: Table) -> dict[str, Any]:
    choices = [choice_form(choice, table) for choice in one.all_of]
    return {"party": one.party, "value": one.value, "all_of": choices}


def _payments(payments: Payments) -> dict[str, Any]:
    return _filled(
        {
            "limits": dict(payments.limits),
            "overhead": payments.overhead or None,
            "funds": [_filled(asdict(fund)) for fund in payments.funds],
            "unlimited": payments.unlimited or None,
            "unit": payments.unit,
        }
    )
