"""Where it begins to matter how much of a day is gone: who can decide once more, and who cannot.

In FLEE whoever comes to a place with part of the day left may take another road at full speed, so
how much is gone counts only in so far as that road, or roads after it, still end within the day.
Two groups at a place for whom the same roads still do are alike for the rest of the day, however
far each has come. So the distances at which that changes are worked out beforehand, going back
from each road that just fits; groups between the same two of them are one.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Any

from comity.foresight.displacement.plans.plan import Plan

__all__ = ["edges_of", "millimetres"]

_MOST = 100_000
"""Edges at most; those of the end of the day, which merge most, come first."""
_NEVER = 1 << 62


def edges_of(plan: Plan, link: Any) -> tuple[list[list[int]], int]:
    """Edges of every place in ascending order, and from where on there are no others."""
    found: list[list[int]] = [[] for _ in plan.places]
    if plan.rules != "flee":
        return found, _NEVER
    into: list[list[tuple[int, int]]] = [[] for _ in plan.places]
    for one in link:
        into[one["head"]].append((int(one["tail"]), millimetres(one["kilometres"])))
    ahead = [(-edge, place) for edge, place in _last_roads(plan, link)]
    heapq.heapify(ahead)
    for _ in range(_MOST):
        if not ahead:
            return _upwards(found), 0
        edge, place = -ahead[0][0], ahead[0][1]
        found[place].append(edge)
        while ahead and ahead[0] == (-edge, place):
            heapq.heappop(ahead)
        for before, length in into[place]:
            if edge > length:
                heapq.heappush(ahead, (length - edge, before))
    return _upwards(found), -ahead[0][0] + 1 if ahead else 0


def millimetres(kilometres: float) -> int:
    """A distance as a whole number.

    >>> millimetres(0.25)
    250000
    """
    return round(float(kilometres) * 1e6)


def _last_roads(plan: Plan, link: Any) -> Iterator[tuple[int, int]]:
    """What may be gone at a place if just one more road is to end within the day."""
    walking = plan.settings.max_walk_speed
    for one in link:
        for speed in (one["speed"], walking) if one["walk"] > 0.0 else (one["speed"],):
            edge = millimetres(speed) - millimetres(one["kilometres"])
            if edge > 0:
                yield edge, int(one["tail"])


def _upwards(found: list[list[int]]) -> list[list[int]]:
    return [edges[::-1] for edges in found]
