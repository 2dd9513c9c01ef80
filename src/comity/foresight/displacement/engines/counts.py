"""People moved by number: how many leave, how many take each road, how many arrive.

Where nothing personal sets people apart, those at the same place, or at the same point of the same
road, are exchangeable: binomial and multinomial draws of whole groups have the same distribution as
decisions one by one, at a cost that does not depend on how many people there are. Within a day
FLEE lets one person after the other travel, and each sees camps as full as they are by then; here
groups travel in portions, each small enough that a camp's draw hardly changes within it.
"""

from __future__ import annotations

import time
from itertools import islice

import numpy as np

from comity.foresight.displacement.engines.counts_kernel import run
from comity.foresight.displacement.engines.counts_state import empty_road, empty_state
from comity.foresight.displacement.engines.counts_world import (
    MOST_ROUTES,
    routes_of,
    world_of,
)
from comity.foresight.displacement.engines.draws import seeded
from comity.foresight.displacement.engines.outcome import Outcome
from comity.foresight.displacement.engines.shared import Shared
from comity.foresight.displacement.plans.plan import MARKER, Plan

__all__ = ["simulate", "unable"]

_ROOM = 1 << 11


def simulate(plan: Plan, seed: int, member: int = 0) -> Outcome:
    """One member of an ensemble; the same seed and member give the same bytes.

    Exact where `unable(plan)` is empty, but for the order within a day at camps about to be full.
    """
    world = _WORLDS.of(plan)
    begun = time.perf_counter()
    days, places, links = plan.days, len(plan.places), len(plan.tail)
    room = _ROOM
    while True:
        at = np.zeros((days, places), np.int64)
        under_way = np.zeros(days, np.int64)
        entered = np.zeros((days, links), np.int64)
        roads = empty_road(room), empty_road(room)
        state = empty_state(world, room)
        if run(world, state, *roads, seeded(seed, member), at, under_way, entered):
            break
        room *= 4
    agent_days = int(at.sum() + under_way.sum())
    seconds = time.perf_counter() - begun
    return Outcome(member, at, under_way, entered, agent_days, seconds)


def unable(plan: Plan) -> str:
    """Why people are not exchangeable under a plan, in a sentence; empty where they are."""
    s = plan.settings
    if plan.demography is not None and _personal(plan):
        return "Age, gender, ethnicity or religion decide here, so people differ."
    if s.avoid_short_stints:
        return "Avoiding short stints needs to know how far each person went lately."
    if s.fixed_routes:
        return "Fixed routes are kept person by person."
    if s.stay_close_to_home and plan.rules != "flee":
        return "Staying close to home needs the home of each person."
    if s.two_system_decision_making and plan.rules != "flee":
        return "Decisions by two systems need the connections of each person."
    if s.harvest_months and any("farmer_fraction" in p.attributes for p in plan.case.places):
        return "Farmers stay at home in harvest months, so people differ."
    return _unable_by_routes(plan)


def _personal(plan: Plan) -> bool:
    """Whether an attribute of persons enters any decision."""
    s = plan.settings
    return any(
        (
            s.children_avoid_hazards,
            s.boys_take_risk,
            s.match_camp_ethnicity,
            s.match_camp_religion,
            s.match_town_ethnicity,
            s.match_conflict_ethnicity,
            s.flood_awareness_weights,
        )
    )


def _unable_by_routes(plan: Plan) -> str:
    marker = plan.kind == MARKER
    if (marker.any(axis=0) != marker.all(axis=0)).any():
        return "A marker that becomes a place during the run changes routes under way."
    if plan.settings.awareness_level < 2:
        return ""
    if any(islice(routes_of(plan), MOST_ROUTES, None)):
        return f"With this awareness there are more than {MOST_ROUTES:,} routes."
    return ""


_WORLDS = Shared(world_of)
