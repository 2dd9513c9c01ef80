"""What can be worked out before anybody moves, where people differ in nothing but their place.

Nights on a road follow from its length and speed, a day of leaving from one draw as long as its
chance stays the same, and weights of routes change only where a place at their end fills up.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.plans.plan import Plan

__all__ = ["is_lean", "shortcuts"]

Arrays = dict[str, NDArray[Any]]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MOST_DAYS = 32_000


def is_lean(plan: Plan, asked: dict[str, float], drawn: NDArray[np.bool_]) -> bool:
    """Whether no rule needs to know of people more than where they are."""
    more = ("on_foot", "no_short_stints", "sinks", "fixed", "from_population")
    return bool(
        asked["plain"]
        and not any(asked.get(name) for name in more)
        and not drawn.any()
        and not plan.walk.any()
        and plan.days < _MOST_DAYS
    )


def shortcuts(arrays: Arrays, days: int) -> Arrays:
    """Arrays of their own, from those of the roads, the routes and the days."""
    return (
        _on_roads(arrays["kilometres"], arrays["speed"], days)
        | _on_routes(arrays["steps"], arrays["goal"])
        | _seen(arrays["begin"], arrays["which"], arrays["goal"])
        | _staying(arrays["leaving"])
    )


def _on_roads(length: Floats, speed: Floats, days: int) -> Arrays:
    """Nights on each road, and kilometres of the day after the last; added up as people travel."""
    along, nights = speed.copy(), np.zeros(len(length), dtype=np.int64)
    for _ in range(days):
        short = ~(along > length)
        if not short.any():
            break
        along[short] += speed[short]
        nights += short
    return {"nights": nights, "last_day": length - (along - speed)}


def _on_routes(steps: Ints, goal: Ints) -> Arrays:
    """Whether each link is followed by another of its route, and where that ends."""
    more = np.ones(steps[-1], dtype=np.bool_)
    more[steps[1:] - 1] = False
    return {"more": more, "led": np.repeat(goal, np.diff(steps))}


def _seen(begin: Ints, which: Ints, goal: Ints) -> Arrays:
    """From where, in any state of the roads, some route leads to each place."""
    places = begin.shape[2] - 1
    start = np.concatenate(
        [np.repeat(np.arange(places), np.diff(row)) for row in begin.reshape(-1, places + 1)]
    )
    pairs = np.unique(goal[which[: len(start)]].astype(np.int64) * places + start)
    return {
        "seen_begin": np.searchsorted(pairs, np.arange(places + 1) * places),
        "seen_from": pairs % places,
    }


def _staying(leaving: Floats) -> Arrays:
    """How long people stay by the logarithm of a draw, and until when that holds."""
    with np.errstate(divide="ignore"):  # where nobody leaves, none of these is ever over
        by_log = 1.0 / np.log1p(-np.where(leaving < 1.0, leaving, 0.0))
    by_log[leaving >= 1.0] = 0.0
    days = leaving.shape[1]
    until = np.full(leaving.shape, days)
    for day in range(days - 2, -1, -1):
        same = leaving[:, day] == leaving[:, day + 1]
        until[:, day] = np.where(same, until[:, day + 1], day + 1)
    return {"days_by_log": by_log, "until": until}
