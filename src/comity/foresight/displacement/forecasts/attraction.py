"""Where people who flee would end up by the rules of movement alone, solved instead of simulated.

A person walks from place to place by the weights of the rules, and camps hold whoever comes. That
is an absorbing Markov chain, so the share that each camp receives is one system of equations, and
neither capacity nor any report of a camp is needed. How long people wait changes when they arrive,
not where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.plans.places_by_day import numbers
from comity.foresight.displacement.plans.plan import CAMP, IDPCAMP, Plan
from comity.foresight.displacement.plans.planning import make_plan

__all__ = ["absorbed", "attraction"]

Floats = NDArray[np.float64]

_GIVEN_UP = 5e-4
"""Chance at each step of going no further, so that a place without a way out has a solution."""


@dataclass(frozen=True, slots=True)
class _World:
    """A day of a plan: what the roads, places and origins of people are then."""

    open: NDArray[np.bool_]
    score: Floats
    camp: NDArray[np.bool_]
    origin: Floats

    @property
    def key(self) -> bytes:
        return b"".join(part.tobytes() for part in (self.open, self.score, self.camp, self.origin))


def attraction(case: Case, names: Sequence[str], days: int, power: float) -> Floats:
    """(days x C) The share of people fleeing on a day who would reach each camp.

    `power` is the `distance_power` of the rules. Files of roads, closures and conflict are read up
    to each day; reports are not read.
    """
    bare = replace(case, camps=(), total=None)
    plan = make_plan(bare, Settings(distance_power=power), "comity", days=days)
    at = numbers(case)
    camps = np.array([at.get(name, -1) for name in names])
    solved: dict[bytes, Floats] = {}
    found = np.empty((days, len(names)))
    for day in range(days):
        world = _world(plan, day)
        key = world.key
        if key not in solved:
            solved[key] = _among(absorbed(plan, world), camps)
        found[day] = solved[key]
    return found


def _world(plan: Plan, day: int) -> _World:
    camp = (plan.kind[day] == CAMP) | (plan.kind[day] == IDPCAMP)
    origin = np.where(camp, 0.0, plan.spawn_weight[day])
    if not origin.sum() > 0:
        origin = np.where(camp, 0.0, 1.0)
    return _World(plan.open[day], plan.score[day], camp, origin)


def absorbed(plan: Plan, world: _World) -> Floats:
    """(P) The share of people whom each camp receives, in one state of the world."""
    settings, places = plan.settings, len(world.camp)
    weight = settings.weight_softening + world.score[plan.head]
    weight = weight / (settings.softening + plan.kilometres) ** settings.distance_power
    pull = np.zeros((places, places))
    np.add.at(pull, (plan.tail, plan.head), np.where(world.open, weight, 0.0))
    away = pull.sum(axis=1, keepdims=True)
    step = np.divide(pull, away, out=np.zeros_like(pull), where=away > 0)
    walking = ~world.camp
    between = (1 - _GIVEN_UP) * step[np.ix_(walking, walking)]
    passing = np.linalg.solve((np.eye(len(between)) - between).T, world.origin[walking])
    found = np.zeros(places)
    found[world.camp] = passing @ step[np.ix_(walking, world.camp)]
    return found


def _among(found: Floats, camps: NDArray[np.int64]) -> Floats:
    """The shares of camps, which sum to 1; equal where nobody reaches any of them."""
    shares = np.where(camps >= 0, found[camps], 0.0)
    total = shares.sum()
    return shares / total if total > 0 else np.full(len(camps), 1 / len(camps))
