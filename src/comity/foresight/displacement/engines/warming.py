"""Compile an engine before the clock starts: with a run of two days that hardly anybody takes."""

from __future__ import annotations

import time

from comity.foresight.displacement.engines.ensemble import simulate
from comity.foresight.displacement.plans.plan import Plan
from comity.foresight.displacement.plans.planning import make_plan

__all__ = ["warm"]

_SCALE = 1000.0


def warm(plan: Plan, engine: str) -> float:
    """Run the case of a plan for two days with few people; the seconds that it took."""
    begun = time.perf_counter()
    short = make_plan(plan.case, plan.settings, plan.rules, scale=_SCALE, days=min(2, plan.days))
    simulate(short, engine, workers=1)
    return time.perf_counter() - begun
