"""People moved one by one: for rules that need to know who somebody is, or how far they have come.

Each person is a row of columns. Whoever stays costs nothing, since the day on which they will leave
is drawn when they come; so a day costs what those do who leave or travel on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from comity.foresight.displacement.engines.agents_kernel import driven_out, run
from comity.foresight.displacement.engines.agents_lean import run_lean
from comity.foresight.displacement.engines.agents_state import empty_state, lean_state
from comity.foresight.displacement.engines.agents_world import world_of
from comity.foresight.displacement.engines.draws import seeded
from comity.foresight.displacement.engines.outcome import Outcome
from comity.foresight.displacement.engines.shared import Shared
from comity.foresight.displacement.plans.plan import Plan

__all__ = ["simulate"]


def simulate(plan: Plan, seed: int, member: int = 0) -> Outcome:
    """One member of an ensemble; the same seed and member give the same bytes."""
    world = _WORLDS.of(plan)
    begun = time.perf_counter()
    days, places, links = plan.days, len(plan.places), len(plan.tail)
    at = np.zeros((days, places), dtype=np.int64)
    under_way = np.zeros(days, dtype=np.int64)
    entered = np.zeros((days, links), dtype=np.int64)
    chance = seeded(seed, member)
    driven = world.spawned
    if world.poisson.any():
        driven = driven_out(driven, world.poisson, chance)
    people = int(world.initial.sum() + world.arrivals.sum() + driven.sum())
    lean = bool(world.where["lean"][0])
    move: Callable[..., None] = run_lean if lean else run
    state = lean_state(world, people) if lean else empty_state(world, people)
    move(
        world.where,
        world.wide,
        world.whole,
        *state,
        chance,
        world.initial,
        world.arrivals,
        driven,
        at,
        under_way,
        entered,
    )
    agent_days = int(at.sum() + under_way.sum())
    seconds = time.perf_counter() - begun
    return Outcome(member, at, under_way, entered, agent_days, seconds)


_WORLDS = Shared(world_of)
