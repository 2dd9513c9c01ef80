"""Groups on the road and the day's worklist of those who arrived with part of the day left.

Both merge what is alike, so that their number depends on roads and distances, never on people.
"""

from __future__ import annotations

import numpy as np

from comity.foresight.displacement.engines.counts_state import FULL, QUEUED, Road, State
from comity.foresight.displacement.engines.counts_world import World
from comity.foresight.displacement.engines.kernels import inner

__all__ = ["clear", "put", "queue", "unqueue"]

_MIX = 0x1E3779B97F4A7C15


@inner
def clear(road: Road) -> None:
    """Nobody is on the road."""
    road.size[0] = 0
    for where in range(len(road.table)):
        road.table[where].slot = -1


@inner
def put(s: State, road: Road, route: int, flag: int, covered: float, people: int) -> None:
    """A group joins those on the road who are alike, to the millimetre."""
    key = ((int(np.rint(covered * 1e6)) << 2) + flag) * len(s.route) + route
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


@inner
def _find(road: Road, key: int) -> int:
    """Where in the table a group is, or would be."""
    mask = len(road.table) - 1
    mixed = key * _MIX
    where = (mixed ^ (mixed >> 29)) & mask
    while road.table[where].slot >= 0 and road.table[where].key != key:
        where = (where + 1) & mask
    return where


@inner
def queue(w: World, s: State, used: float, place: int, state: int, people: int) -> None:
    """Put on the worklist (a heap) those who are at a place with `used` of their day gone.

    `state` is the place, or the places' number plus a route for those who are bound to it.
    """
    spot = s.counter[QUEUED]
    if spot >= len(s.queue):
        s.counter[FULL] = 1
        return
    s.counter[QUEUED] += 1
    gone = _rounded(w, place, int(np.rint(used * 1e6)))
    key = gone * (len(s.place) + len(s.route)) + state
    while spot > 0 and s.queue[(spot - 1) >> 1].key > key:
        _move(s, (spot - 1) >> 1, spot)
        spot = (spot - 1) >> 1
    s.queue[spot].key, s.queue[spot].people = key, people


@inner
def _rounded(w: World, place: int, gone: int) -> int:
    """The most that can be gone of a day with the same roads still ahead, in millimetres."""
    if gone < w.sure:
        return gone
    below, above = w.place[place].edge, w.place[place].edges
    last = above
    while below < above:
        middle = (below + above) >> 1
        if w.edge[middle] > gone:
            above = middle
        else:
            below = middle + 1
    return w.edge[below] - 1 if below < last else w.longest


@inner
def _move(s: State, source: int, target: int) -> None:
    s.queue[target].key = s.queue[source].key
    s.queue[target].people = s.queue[source].people


@inner
def unqueue(s: State) -> tuple[float, int, int]:
    """Take from the worklist those with most of their day left, with all who are alike."""
    key, people = s.queue[0].key, 0
    while s.counter[QUEUED] > 0 and s.queue[0].key == key:
        people += s.queue[0].people
        _drop(s)
    states = len(s.place) + len(s.route)
    gone = key // states
    return gone / 1e6, key - gone * states, people


@inner
def _drop(s: State) -> None:
    """Take the first off the heap."""
    s.counter[QUEUED] -= 1
    size = s.counter[QUEUED]
    _move(s, size, 0)
    key, people = s.queue[0].key, s.queue[0].people
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
    s.queue[spot].key, s.queue[spot].people = key, people
