"""How sure the weights are: between which bounds each party's weights lie, and what that leaves it.

A party stated weights and values (`Scenario.stated`). Its values are taken as they are; each weight
may be anything between its bounds, as long as all weights of the party keep their sum. Parties that
gave points alone have no uncertainty.

A gain is counted from what the party has without a deal. Where that is today's options, the same
weights act on them, so only the difference counts. A reservation given in points stays fixed: it
says what the party has elsewhere, which the weights of this table do not touch. Where a party has
both, its gain is the smaller of the two differences, under every choice of weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from comity.agreements.programme import Array, Chosen, Programme
from comity.agreements.scenario import BadScenario, Scenario, Stated
from comity.core.errors import shown


@dataclass(frozen=True, eq=False)
class Doubt:
    """Weights with their bounds and values of options, for P parties, I issues, K columns."""

    weights: Array
    """(P, I): as stated; zero where a party gave points alone."""
    low: Array
    high: Array
    """(P, I): how far each weight may move, as differences: low <= 0 <= high."""
    values: Array
    """(P, K): the value of each option, before weights."""
    fixed: Array
    """(P,): the reservation in points, minus infinity where there is none."""
    quo: Array
    """(P,): utility of today's options under the stated weights; minus infinity where unknown."""
    at_quo: Array
    """(P, I): value of today's option of each issue."""

    @property
    def sizes(self) -> Array:
        """(P,): how many weights of each party are uncertain."""
        return np.asarray((self.high > self.low).sum(axis=1))

    def effects(self, chosen: Chosen) -> Array:
        """(..., P, I): what one unit of weight adds in each issue, for packages (..., I)."""
        return np.asarray(np.moveaxis(self.values[:, chosen], 0, -2))

    def bases(self) -> list[tuple[Array, Array]]:
        """Outside options as (points (P,), values (P, I)); a gain is the smaller difference."""
        known = [(self.fixed, np.zeros_like(self.at_quo)), (self.quo, self.at_quo)]
        return [(points, values) for points, values in known if np.isfinite(points).any()]

    def worst(self, utilities: Array, chosen: Chosen) -> Array:
        """(..., P): the least gains that any weights leave, given utilities under stated ones."""
        effects = self.effects(chosen)
        least = [
            utilities - points + knapsack(effects - values, self.low, self.high)
            for points, values in self.bases()
        ]
        return np.asarray(np.minimum.reduce(least))


def knapsack(effects: Array, low: Array, high: Array) -> Array:
    """(...,): min of effects @ d over low <= d <= high with sum(d) = 0, for low <= 0 <= high.

    Everything starts at its lower bound; what is missing to zero goes where it does least good.

    >>> float(knapsack(np.array([1.0, 3.0, 2.0]), np.full(3, -0.1), np.full(3, 0.1)))
    -0.2
    """
    order = np.argsort(effects, axis=-1)
    low, high = np.broadcast_to(low, effects.shape), np.broadcast_to(high, effects.shape)
    room = np.take_along_axis(high - low, order, axis=-1)
    before = np.cumsum(room, axis=-1) - room
    filled = np.clip(-low.sum(axis=-1, keepdims=True) - before, 0.0, room)
    ordered = np.take_along_axis(effects, order, axis=-1)
    return np.asarray((effects * low).sum(axis=-1) + (ordered * filled).sum(axis=-1))


def doubts(scenario: Scenario, programme: Programme, spread: float | None = None) -> Doubt:
    """The bounds of a scenario; `spread` takes the place of what each party stated.

    Raises `BadScenario` where bounds do not hold the weight that they belong to.
    """
    shape = (len(programme.parties), len(programme.issues))
    weights, low, high = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    values = np.zeros((shape[0], len(programme.options)))
    for row, party in enumerate(programme.parties):
        stated = scenario.stated.get(party)
        if stated is None:
            continue
        weights[row], low[row], high[row] = _bounds(stated, programme, party, spread)
        values[row] = [
            stated.values.get(programme.issues[i], {}).get(option, 0.0)
            for i, option in zip(programme.issue_of, programme.options, strict=True)
        ]
    return Doubt(weights, low, high, values, *_outsides(scenario, programme, values))


def _bounds(
    stated: Stated, programme: Programme, party: str, spread: float | None
) -> tuple[Array, Array, Array]:
    """Weights of one party, and how far each may move down and up."""
    share = stated.spread if spread is None else spread
    if not 0 <= share < np.inf:
        raise BadScenario(f"The spread of the weights of {shown(party)} must be zero or more.")
    weights = np.array([stated.weights.get(i, 0.0) for i in programme.issues], dtype=np.float64)
    low, high = weights * max(0.0, 1 - share), weights * (1 + share)
    if spread is None:
        low = np.array([stated.low.get(i, x) for i, x in zip(programme.issues, low, strict=True)])
        high = np.array(
            [stated.high.get(i, x) for i, x in zip(programme.issues, high, strict=True)]
        )
    slack = 1e-9 * max(1.0, float(weights.sum()))
    for issue, w, a, b in zip(programme.issues, weights, low, high, strict=True):
        if not (a - slack <= w <= b + slack and a >= -slack):
            raise BadScenario(
                f"The weight of {shown(issue)} for {shown(party)} is {w:g}, which is not between "
                f"its bounds {a:g} and {b:g}; widen the bounds or correct the weight."
            )
    return weights, np.minimum(low - weights, 0.0), np.maximum(high - weights, 0.0)


def _replaced(bounds: Array, given: Mapping[str, float], programme: Programme) -> Array:
    pairs = zip(programme.issues, bounds, strict=True)
    return np.array([given.get(issue, bound) for issue, bound in pairs], dtype=np.float64)


def _outsides(
    scenario: Scenario, programme: Programme, values: Array
) -> tuple[Array, Array, Array]:
    count = len(programme.parties)
    today = programme.status_quo
    given = [p.reservation for p in scenario.parties]
    fixed = np.array([-np.inf if r is None else r for r in given], dtype=np.float64)
    if today is None:
        fixed = np.where(np.isfinite(fixed), fixed, programme.outside)
        return fixed, np.full(count, -np.inf), np.zeros((count, len(programme.issues)))
    return fixed, programme.utilities(today), values[:, today]
