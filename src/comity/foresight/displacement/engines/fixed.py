"""Fixed routes: one way to each goal, and the great roads that people know far beyond their own.

With the setting `fixed_routes` people know only the shortest way to each place within sight, and
the roads of `major_routes.csv` that begin where they are or at one of those places. A great road
is weighed at a quarter of its length.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.plans.plan import Plan

__all__ = ["majors_of", "shortest"]

Flags = NDArray[np.bool_]
Route = tuple[int, ...]
Ways = dict[int, Route]
"""The way to each goal from one place."""


def shortest(routes: Sequence[Route], plan: Plan, marker: Flags) -> list[Ways]:
    """The shortest of the routes to each goal, for each place; from a marker people know none."""
    found: list[Ways] = [{} for _ in plan.places]
    lengths = [float(plan.kilometres[list(route)].sum()) for route in routes]
    for number in sorted(range(len(routes)), key=lambda number: lengths[number]):
        route = routes[number]
        start = int(plan.tail[route[0]])
        if not marker[start]:
            found[start].setdefault(int(plan.head[route[-1]]), route)
    return found


def majors_of(best: Sequence[Ways], plan: Plan, open_: Flags) -> list[Route]:
    """Great roads from each place, or from one that it knows the way to, to where it knows none."""
    names = {name: number for number, name in reversed(list(enumerate(plan.places)))}
    major: dict[int, list[Route]] = {}
    for told in plan.case.major_routes:
        road = _links(told, names, plan, open_)
        if road:
            major.setdefault(int(plan.tail[road[0]]), []).append(road)
    found: list[Route] = []
    for place, ways in enumerate(best):
        beyond: Ways = {}
        for road in _beyond(place, ways, major):
            goal = int(plan.head[road[-1]])
            if goal != place and goal not in ways and _shorter(road, beyond.get(goal), plan):
                beyond[goal] = road
        found.extend(beyond.values())
    return found


def _beyond(place: int, ways: Ways, major: Mapping[int, list[Route]]) -> Iterator[Route]:
    """Great roads from a place itself, and from each of its goals after the way there."""
    yield from major.get(place, [])
    for goal, way in ways.items():
        for road in major.get(goal, []):
            yield (*way, *road)


def _shorter(road: Route, known: Route | None, plan: Plan) -> bool:
    length = plan.kilometres
    return known is None or float(length[list(road)].sum()) < float(length[list(known)].sum())


def _links(told: Sequence[str], names: Mapping[str, int], plan: Plan, open_: Flags) -> Route:
    """The open links along a row of names; none where one of them is missing."""
    found = []
    for one, two in pairwise(told):
        ends = names.get(one, -1), names.get(two, -1)
        between = np.flatnonzero((plan.tail == ends[0]) & (plan.head == ends[1]) & open_)
        if not len(between):
            return ()
        found.append(int(between[0]))
    return tuple(found)
