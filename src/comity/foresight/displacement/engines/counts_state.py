"""How many people are where: at places, halfway on a route, on the road; and the day's worklist."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from comity.foresight.displacement.engines.counts_world import Records, World
from comity.foresight.displacement.plans.plan import Ints

__all__ = [
    "FIRST",
    "FULL",
    "QUEUED",
    "REFUSED",
    "STAMP",
    "Road",
    "State",
    "empty_road",
    "empty_state",
]

FIRST, REFUSED = 1, 2
"""Flags of a group on the road: it is their first road; the road was closed behind them."""

QUEUED, STAMP, FULL = range(3)
"""Counters of a state: length of the worklist, version of the crowding of places, and whether an
array was too small.
"""

_PLACE = np.dtype(
    [
        ("here", "i8"),
        ("sunk", "i8"),
        ("lost", "i8"),
        ("due", "i8"),
        ("gauge", "i8"),
        ("marked", "i8"),
        ("crowding", "f8"),
        ("population", "f8"),
        ("total", "f8"),
        ("share", "f8"),
    ]
)
_ROUTE = np.dtype(
    [("halfway", "i8"), ("chosen", "i8"), ("base", "f8"), ("weight", "f8"), ("usable", "i8")]
)
_QUEUE = np.dtype([("key", "i8"), ("people", "i8")])
_GROUP = np.dtype(
    [("route", "i8"), ("flag", "i8"), ("covered", "f8"), ("people", "i8"), ("taken", "i8")]
)
_TABLE = np.dtype([("key", "i8"), ("slot", "i8")])


class Road(NamedTuple):
    """Groups on the road; those alike in route, flags and kilometres covered are one group."""

    group: Records
    """route, flag, covered, people, and taken: those who have already travelled today."""
    table: Records
    """Where a group is found by what it is; twice as long as the groups."""
    size: Ints
    """(1) Groups there are."""


class State(NamedTuple):
    """Everything that changes in a run."""

    free: Ints
    """(2 x P) People at a place with no route: those who have travelled before, and the others."""
    setting_out: Ints
    """(2 x R) People who set out on a route this morning, likewise."""
    place: Records
    """(P) here: all who are there; sunk: for good; lost: their route is gone, as they will see in
    the morning; crowding: what is left of its draw, 1 to 0; total: weight of its routes as of the
    version in marked; gauge: here this morning; due: those about to arrive; share: part of the
    others on the road who arrive there, as the last days show."""
    route: Records
    """(R) halfway: people where it begins who are bound to it; usable: whether it is open; base:
    weight today before crowding; weight; chosen: scratch."""
    queue: Records
    """Those who are at a place with part of their day left, as a heap."""
    counter: Ints


def empty_road(room: int) -> Road:
    """A road with room for so many groups, a power of two."""
    return Road(np.zeros(room, _GROUP), np.zeros(2 * room, _TABLE), np.zeros(1, np.int64))


def empty_state(world: World, room: int) -> State:
    """Nobody anywhere, with room for so many on a day's worklist."""
    places, routes = len(world.place), len(world.route)
    place = np.zeros(places, _PLACE)
    place["crowding"] = 1.0
    place["population"] = world.place["population"]
    return State(
        free=np.zeros((2, places), np.int64),
        setting_out=np.zeros((2, routes), np.int64),
        place=place,
        route=np.zeros(routes, _ROUTE),
        queue=np.zeros(room, _QUEUE),
        counter=np.zeros(3, np.int64),
    )
