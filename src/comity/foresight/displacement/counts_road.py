"""Groups on the road and the day's worklist of those who arrived with part of the day left.

Both merge what is alike, so that their number depends on roads and distances, never on people.
"""

from __future__ import annotations

import numpy as np

from comity.foresight.displacement.counts_state import FULL, QUEUED, Road, State
from comity.foresight.displacement.kernels import kernel

__all__ = ["clear", "put", "queue", "unqueue"]

_MIX = np.uint64(0x9E3779B97F4A7C15)


@kernel
def clear(road: Road) -> None:
    """Nobody is on the road."""
    road.size[0] = 0
    for where in range(len(road.table)):
        road.table[where].slot = -1


@kernel
def put(s: State, road: Road, route: int, flag: int, covered: float, people: int) -> None:
    """A group joins those on the road who are alike, to the millimetre."""
    key = ((np.int64(np.rint(covered * 1e6)) << 2) + flag) * len(s.route) + route
    where = _find(road, key)
    group = road.table[where].slot
    if group < 0:
        group = road.size[0]
        if group >= len(road.group):
            s.counter[FULL] = 1
            return
        road.size[0] += 1
        road.table[where].key, road.table[where].slot = key, group
        new = road.group[group]
        new.route, new.flag, new.covered, new.people, new.taken = route, flag, covered, 0, 0
    road.group[group].people += people


@kernel
def _find(road: Road, key: int) -> int:
    """Where in the table a group is, or would be."""
    mask = len(road.table) - 1
    mixed = np.uint64(key) * _MIX
    where = np.int64((mixed ^ (mixed >> np.uint64(29))) & np.uint64(mask))
    while road.table[where].slot >= 0 and road.table[where].key != key:
        where = (where + 1) & mask
    return where


@kernel
def queue(s: State, used: float, state: int, people: int) -> None:
    """Put on the worklist (a heap) those who are at a place with `used` of their day gone.

    `state` is the place, or the places' number plus a route for those who are bound to it.
    """
    spot = s.counter[QUEUED]
    if spot >= len(s.queue):
        s.counter[FULL] = 1
        return
    s.counter[QUEUED] += 1
    key = np.int64(np.rint(used * 1e6)) * (len(s.place) + len(s.route)) + state
    while spot > 0 and s.queue[(spot - 1) >> 1].key > key:
        _move(s, (spot - 1) >> 1, spot)
        spot = (spot - 1) >> 1
    s.queue[spot].key, s.queue[spot].used, s.queue[spot].people = key, used, people


@kernel
def _move(s: State, source: int, target: int) -> None:
    s.queue[target].key = s.queue[source].key
    s.queue[target].used = s.queue[source].used
    s.queue[target].people = s.queue[source].people


@kernel
def unqueue(s: State) -> tuple[float, int, int]:
    """Take from the worklist those with most of their day left, with all who are alike."""
    key, used, people = s.queue[0].key, s.queue[0].used, 0
    while s.counter[QUEUED] > 0 and s.queue[0].key == key:
        people += s.queue[0].people
        _drop(s)
    return used, key % (len(s.place) + len(s.route)), people


@kernel
def _drop(s: State) -> None:
    """Take the first off the heap."""
    s.counter[QUEUED] -= 1
    size = s.counter[QUEUED]
    _move(s, size, 0)
    key, used, people = s.queue[0].key, s.queue[0].used, s.queue[0].people
    spot = 0
    while True:
        child = 2 * spot + 1
        if child >= size:
            break
        if child + 1 < size and s.queue[child + 1].key < s.queue[child].key:
            child += 1
        if s.queue[child].key >= key:
            break
        _move(s, child, spot)
        spot = child
    s.queue[spot].key, s.queue[spot].used, s.queue[spot].people = key, used, people
