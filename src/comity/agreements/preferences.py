"""What a party wants, as weights of issues and values of options, and the first guess at weights.

Weights of a party keep the sum that they have in the scenario, so that a reservation in points
means the same before and after its weights were asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from comity.agreements.programme import Array
from comity.agreements.scenario import BadScenario, Scenario, Stated
from comity.core.errors import shown

Values = Mapping[str, Mapping[str, float]]


def with_preferences(scenario: Scenario, party: str, stated: Stated) -> Scenario:
    """The same negotiation, with other weights and values of one party; its points follow."""
    points = {
        issue.id: {
            option.id: stated.weights.get(issue.id, 0.0)
            * stated.values.get(issue.id, {}).get(option.id, 0.0)
            for option in issue.options
        }
        for issue in scenario.issues
    }
    return replace(
        scenario,
        points={**scenario.points, party: points},
        stated={**scenario.stated, party: stated},
    )


def known(scenario: Scenario, party: str) -> Stated:
    """Weights and values of a party: as stated, or read out of its points.

    From points, the value of an option is its share of the width between the least and the most
    that its issue gives, and the weight of the issue is that width.
    """
    if party not in {one.id for one in scenario.parties}:
        raise BadScenario(
            f"There is no party {shown(party)!r} in {scenario.id}; its parties are "
            f"{', '.join(one.id for one in scenario.parties)}."
        )
    if party in scenario.stated:
        return scenario.stated[party]
    weights, values = {}, {}
    for issue in scenario.issues:
        told = scenario.points.get(party, {}).get(issue.id, {})
        points = {option.id: told.get(option.id, 0.0) for option in issue.options}
        width = max(points.values()) - min(points.values())
        weights[issue.id] = width
        values[issue.id] = {o: p / width if width else 0.0 for o, p in points.items()}
    return Stated(weights, values, method="points")


def swings(scenario: Scenario, values: Values) -> dict[str, float]:
    """By issue, how far values reach from the worst to the best option that is admissible."""
    found = {}
    for issue in scenario.issues:
        told = values.get(issue.id, {})
        reach = [told.get(o.id, 0.0) for o in issue.options if not o.inadmissible]
        found[issue.id] = max(reach, default=0.0) - min(reach, default=0.0)
    return found


def from_ranking(order: Sequence[str], swings: Mapping[str, float]) -> dict[str, float]:
    """Rank-order centroid weights, which add up to one: the middle of all that keep the order.

    `order` lists issues from the one whose swing from worst to best matters most.

    >>> from_ranking(["visas", "aid"], {"visas": 1.0, "aid": 1.0})
    {'visas': 0.75, 'aid': 0.25}
    """
    n = len(order)
    parts = {issue: sum(1 / k for k in range(i + 1, n + 1)) / n for i, issue in enumerate(order)}
    return _per_unit(parts, swings)


def from_swing(ratings: Mapping[str, float], swings: Mapping[str, float]) -> dict[str, float]:
    """Weights from swing ratings: 100 for the issue that matters most, the rest against it.

    >>> from_swing({"visas": 100, "aid": 25}, {"visas": 1.0, "aid": 1.0})
    {'visas': 0.8, 'aid': 0.2}
    """
    return _per_unit(ratings, swings)


def _per_unit(parts: Mapping[str, float], swings: Mapping[str, float]) -> dict[str, float]:
    """What a whole swing is worth becomes the weight of one unit of value."""
    units = {issue: parts.get(issue, 0.0) / s if s > 0 else 0.0 for issue, s in swings.items()}
    total = sum(units.values())
    if not total > 0:
        raise BadScenario("Rank or rate at least one issue on which options differ in value.")
    return {issue: unit / total for issue, unit in units.items()}


def vector(scenario: Scenario, by_issue: Mapping[str, float]) -> Array:
    """(I,): amounts by issue in the order of the scenario; 0 where none is given."""
    return np.array([by_issue.get(issue.id, 0.0) for issue in scenario.issues], dtype=np.float64)
