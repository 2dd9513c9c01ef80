"""What the counting engine must know of a plan, in the arrays its kernels read.

A route is a chain of links that somebody may decide on: one link where people look one link ahead,
whole paths without loops where they see further. A route of several links is its first link and
the route that is left from there on, so that people who are halfway are again people on a route.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.counts_edges import edges_of, millimetres
from comity.foresight.displacement.engines.routes import Route, paths
from comity.foresight.displacement.plans.plan import (
    CAMP,
    IDPCAMP,
    MARKER,
    Flags,
    Floats,
    Ints,
    Plan,
)

__all__ = ["MOST_ROUTES", "Records", "World", "routes_of", "world_of"]

Records = Any
"""Rows with named fields (a structured array): one array to hand over instead of many."""

MOST_ROUTES = 200_000
"""Routes beyond which people are simulated one by one rather than by route."""

_SHORTEST = 1e-3
"""Kilometres that even a road of no length takes, so that no day goes round in a circle."""
_EARTH = 6371.0
_JUMP = 0.05
"""Change of a chance of leaving that may send people to where few went before."""
_SETTLING = 4
"""Days that such people may take."""


class World(NamedTuple):
    """A plan for kernels: T days, P places, L links, R routes ordered by where they begin."""

    place: Records
    """(P) begin, end: its routes; edge, edges: where its part of `edge` begins and ends; initial,
    population."""
    link: Records
    """(L) tail, head, kilometres, speed, walk."""
    route: Records
    """(R) first: link; rest: route left after it, -1 for none; anew: route left for those put back
    where it begins, -1 for none; goal: place where it ends; distance: softened length to the power
    asked for; near: factor for staying close."""
    day: Records
    """(T x P) camp, chance, score, capacity, spawn, spawned, poisson, sink."""
    open: Flags
    unsettled: Flags
    """(T) Days on or soon after which roads or camps change, or people leave as never before."""
    arrivals: Ints
    edge: Ints
    """What may be gone of a day, in millimetres and by place, where a road ahead stops fitting."""
    sure: int
    """Millimetres gone from which on `edge` is complete."""
    longest: int
    """Millimetres gone after which nobody decides again at the end of a road."""
    walking: float
    buffer: float
    soft: float
    power: float
    prune: float
    people_power: float
    """Power of population in the draw of places other than camps; 0 for none."""
    on_foot: bool
    """The first road of all is walked."""
    flee: bool
    """Every further road of a day is begun with a whole day's speed, and whom a road closed behind
    is put back even if it is open again by then."""
    from_population: bool
    still: bool
    """Nobody ever finds a route, which is what FLEE does with an awareness of 0."""


def world_of(plan: Plan) -> World:
    """The arrays of a plan, worked out once for all members of an ensemble."""
    s = plan.settings
    routes = list(routes_of(plan))
    link = _links(plan)
    edges, sure = edges_of(plan, link)
    return World(
        place=_places(plan, routes, edges),
        link=link,
        route=_routes(plan, routes),
        day=_days(plan),
        open=np.array(plan.open, dtype=np.bool_, order="C"),
        unsettled=_unsettled(plan),
        arrivals=np.array(plan.arrivals, dtype=np.int64),
        edge=np.array([edge for own in edges for edge in own], dtype=np.int64),
        sure=sure,
        longest=millimetres(max(float(link["speed"].max(initial=0.0)), s.max_walk_speed)),
        walking=float(s.max_walk_speed),
        buffer=float(s.capacity_buffer),
        soft=float(s.weight_softening),
        power=float(s.weight_power),
        prune=float(s.pruning_threshold),
        people_power=float(s.pop_power_for_loc_weight) if s.use_pop_for_loc_weight else 0.0,
        on_foot=bool(s.start_on_foot),
        flee=plan.rules == "flee",
        from_population=bool(s.take_from_population),
        still=plan.rules == "flee" and s.awareness_level == 0,
    )


def routes_of(plan: Plan) -> Iterator[Route]:
    """Routes of as many links as people see ahead, whatever is closed, by place."""
    marker = (plan.kind == MARKER).any(axis=0).tolist()
    ahead = max(plan.settings.awareness_level, 1)
    return paths(plan.tail.tolist(), plan.head.tolist(), marker, ahead)


def _places(plan: Plan, routes: list[Route], edges: list[list[int]]) -> Records:
    numbers = np.cumsum([0, *map(len, edges)])
    starts = [plan.tail[route[0]] for route in routes]
    limits = np.searchsorted(starts, np.arange(len(plan.places) + 1))
    return _records(
        len(plan.places),
        begin=limits[:-1].astype(np.int64),
        end=limits[1:].astype(np.int64),
        edge=numbers[:-1].astype(np.int64),
        edges=numbers[1:].astype(np.int64),
        initial=plan.initial.astype(np.int64),
        population=_floats(plan.population),
    )


def _links(plan: Plan) -> Records:
    speed = np.where(np.isnan(plan.speed), plan.settings.max_move_speed, plan.speed)
    return _records(
        len(plan.tail),
        tail=plan.tail.astype(np.int64),
        head=plan.head.astype(np.int64),
        kilometres=np.maximum(_floats(plan.kilometres), _SHORTEST),
        speed=_floats(speed),
        walk=_floats(plan.walk),
    )


def _routes(plan: Plan, routes: list[Route]) -> Records:
    s = plan.settings
    numbers = {route: number for number, route in enumerate(routes)}
    same = _first_of_the_same(plan)
    start = np.array([plan.tail[route[0]] for route in routes], dtype=np.int64)
    goal = np.array([plan.head[route[-1]] for route in routes], dtype=np.int64)
    length = _floats([sum(plan.kilometres[list(route)]) for route in routes])
    return _records(
        len(routes),
        first=np.array([same[route[0]] for route in routes], dtype=np.int64),
        rest=np.array([numbers.get(route[1:], -1) for route in routes], dtype=np.int64),
        anew=_anew(plan, routes, numbers),
        goal=goal,
        distance=(s.softening + length) ** s.distance_power,
        near=_near(plan, start, goal) if s.stay_close_to_home else np.ones(len(routes)),
    )


def _anew(plan: Plan, routes: list[Route], numbers: dict[Route, int]) -> Ints:
    """What is left of each route for those put back where it begins, if a road leads there.

    They look for a road to where the second link ends, as FLEE has dropped the first already. With
    one, what is left ends at the same place and is shorter, so it is among the routes.
    """
    ends = zip(plan.tail.tolist(), plan.head.tolist(), strict=True)
    direct = {pair: link for link, pair in reversed(list(enumerate(ends)))}
    found = np.full(len(routes), -1, dtype=np.int64)
    for number, route in enumerate(routes):
        pair = (int(plan.tail[route[0]]), int(plan.head[route[1]])) if len(route) > 1 else None
        if pair in direct:
            found[number] = numbers[(direct[pair], *route[2:])]
    return found


def _days(plan: Plan) -> Records:
    return _records(
        (plan.days, len(plan.places)),
        camp=_camps(plan),
        chance=np.clip(_floats(plan.move_chance), 0.0, 1.0),
        score=_floats(plan.score),
        capacity=_floats(plan.capacity) * plan.settings.capacity_scaling,
        spawn=_floats(plan.spawn_weight),
        spawned=plan.spawned.astype(np.int64),
        poisson=_floats(plan.poisson),
        sink=np.clip(np.where(_camps(plan), plan.sink, 0.0), 0.0, 1.0),
    )


def _unsettled(plan: Plan) -> Flags:
    changed: Flags = np.ones(plan.days, dtype=np.bool_)
    changed[1:] = (plan.open[1:] != plan.open[:-1]).any(axis=1)
    changed[1:] |= (np.abs(np.diff(_floats(plan.move_chance), axis=0)) > _JUMP).any(axis=1)
    changed[1:] |= (plan.capacity[1:] != plan.capacity[:-1]).any(axis=1)
    changed[1:] |= (plan.kind[1:] != plan.kind[:-1]).any(axis=1)
    found: Flags = changed.copy()
    for later in range(1, min(_SETTLING, plan.days)):
        found[later:] |= changed[:-later]
    return found


def _camps(plan: Plan) -> Flags:
    camps: Flags = (plan.kind == CAMP) | (plan.kind == IDPCAMP)
    return camps


def _first_of_the_same(plan: Plan) -> list[int]:
    """For each link the first with the same ends, which is the one that FLEE then travels."""
    seen: dict[tuple[int, int], int] = {}
    ends = zip(plan.tail.tolist(), plan.head.tolist(), strict=True)
    return [seen.setdefault(pair, link) for link, pair in enumerate(ends)]


def _near(plan: Plan, start: Ints, goal: Ints) -> Floats:
    """The pull of what is near, as FLEE has it: from the present place, coordinates swapped."""
    north, east = np.radians(plan.longitude), np.radians(plan.latitude)
    half = np.sin((north[goal] - north[start]) / 2) ** 2
    half += np.cos(north[start]) * np.cos(north[goal]) * np.sin((east[goal] - east[start]) / 2) ** 2
    away = 2 * _EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return _floats(np.maximum(away, 1.0) ** -plan.settings.home_distance_power)


def _records(shape: int | tuple[int, int], **columns: NDArray[Any]) -> Records:
    """A structured array with these fields."""
    kinds = [(name, column.dtype) for name, column in columns.items()]
    found = np.zeros(shape, dtype=np.dtype(kinds, align=True))
    for name, column in columns.items():
        found[name] = column
    return found


def _floats(values: object) -> Floats:
    return np.array(values, dtype=np.float64, order="C")
