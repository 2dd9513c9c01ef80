"""Where a road can lead: the routes that people weigh before they leave a place, day by day.

A route is a path without loops of as many links as people see ahead; a marker on the way costs
none of them and is nowhere to stay. Which routes there are depends on the network alone, and which
of them are open on the links that are, so they are found once and kept for every set of open links.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.fixed import majors_of, shortest
from comity.foresight.displacement.plans.plan import MARKER, Plan

__all__ = ["Atlas", "Route", "atlas_of", "paths"]

Indices = NDArray[np.int32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Route = tuple[int, ...]
"""Links in the order in which they are travelled."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """R routes, and the ones that are open from each of P places in each of E states of the roads.

    Routes of place p in state e are `which[begin[e, p] : begin[e, p + 1]]`; the links of route r
    are `links[steps[r] : steps[r + 1]]`.
    """

    links: Indices
    steps: Ints
    goal: Indices
    """(R) Place where a route ends."""
    kilometres: Floats
    """(R) Length as people weigh it."""
    state: Indices
    """(T) State of the roads on each day."""
    begin: Ints
    which: Ints

    def of(self, place: int, day: int) -> Ints:
        """Routes that are open from a place on a day."""
        begin = self.begin[self.state[day]]
        return self.which[begin[place] : begin[place + 1]]

    def links_of(self, route: int) -> Indices:
        """The links of a route, in order."""
        return self.links[self.steps[route] : self.steps[route + 1]]


def atlas_of(plan: Plan, awareness: int | None = None) -> Atlas:
    """All routes of a plan; `awareness` other than that of its settings where it is given.

    Under rules `flee` an awareness of 0 finds no route at all, so that nobody ever leaves; below
    0, and under rules `comity` at 0, it is 1.
    """
    ahead = plan.settings.awareness_level if awareness is None else awareness
    states, state = np.unique(
        np.hstack([plan.open, plan.kind == MARKER]), axis=0, return_inverse=True
    )
    found = _Found(plan, 0 if ahead == 0 and plan.rules == "flee" else max(ahead, 1))
    for row in states:
        found.add(row[: len(plan.tail)], row[len(plan.tail) :])
    return found.atlas(state.reshape(-1))


def paths(
    tail: Sequence[int],
    head: Sequence[int],
    marker: Sequence[bool],
    ahead: int,
    *,
    costly: bool = False,
) -> Iterator[Route]:
    """Paths without loops of up to `ahead` links that end elsewhere than at a marker, by place.

    A marker costs no link, unless `costly`.

    >>> list(paths([0, 1], [1, 2], [False] * 3, 2))
    [(0,), (0, 1), (1,)]
    >>> list(paths([0, 1], [1, 2], [False, True, False], 1))
    [(0, 1), (1,)]
    """
    leaving: list[list[int]] = [[] for _ in marker]
    for link, place in enumerate(tail):
        leaving[place].append(link)
    for place in range(len(marker)):
        todo: list[tuple[Route, frozenset[int], int]] = [
            ((link,), frozenset((place,)), ahead) for link in reversed(leaving[place])
        ]
        while todo:
            route, seen, left = todo.pop()
            end = head[route[-1]]
            if not marker[end]:
                yield route
            left -= costly or not marker[end]
            if left > 0:
                onward = [link for link in reversed(leaving[end]) if head[link] not in seen]
                todo.extend(((*route, link), seen | {end}, left) for link in onward)


class _Found:
    """Routes as they are found, state of the roads by state of the roads."""

    def __init__(self, plan: Plan, ahead: int) -> None:
        self.plan, self.ahead = plan, ahead
        self.tail, self.head = plan.tail.tolist(), plan.head.tolist()
        self.routes: dict[tuple[Route, bool], int] = {}
        self.by_marker: dict[bytes, _Paths] = {}
        self.begin: list[Ints] = []
        self.which: list[Ints] = []
        self.length = 0

    def add(self, open_: Flags, marker: Flags) -> None:
        """Take in the routes of one more state of the roads."""
        key = marker.tobytes()
        if key not in self.by_marker:
            self.by_marker[key] = _Paths(self._known(self._paths(marker)))
        which = self.by_marker[key].open(open_)
        if self.plan.settings.fixed_routes:
            which = self._fixed(which, open_, marker)
        begin = np.searchsorted(self._starts(which), np.arange(len(marker) + 1))
        self.begin.append(begin + self.length)
        self.which.append(which)
        self.length += len(which)

    def _paths(self, marker: Flags) -> list[Route]:
        if self.ahead == 0:
            return []
        costly = self.plan.settings.fixed_routes
        return list(paths(self.tail, self.head, marker.tolist(), self.ahead, costly=costly))

    def _known(self, routes: list[Route], *, quarter: bool = False) -> dict[Route, int]:
        """The number of each route, given where it is new."""
        known = self.routes
        return {route: known.setdefault((route, quarter), len(known)) for route in routes}

    def _starts(self, which: Ints) -> list[int]:
        routes = list(self.routes)
        return [self.tail[routes[route][0][0]] for route in which]

    def _fixed(self, which: Ints, open_: Flags, marker: Flags) -> Ints:
        """The shortest route to each goal, and the great roads that lead beyond them."""
        routes = list(self.routes)
        best = shortest([routes[number][0] for number in which], self.plan, marker)
        majors = majors_of(best, self.plan, open_)
        chosen = list(self._known([route for ways in best for route in ways.values()]).values())
        chosen += self._known(majors, quarter=True).values()
        numbers = np.array(chosen, dtype=np.int64)
        return numbers[np.argsort(self._starts(numbers), kind="stable")]

    def atlas(self, state: NDArray[np.int64]) -> Atlas:
        """All that was found."""
        links = [link for route, _ in self.routes for link in route]
        sizes = [len(route) for route, _ in self.routes]
        kilometres = self.plan.kilometres
        return Atlas(
            np.array(links, dtype=np.int32),
            np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64),
            np.array([self.head[route[-1]] for route, _ in self.routes], dtype=np.int32),
            np.array(
                [
                    float(kilometres[list(route)].sum()) * (0.25 if quarter else 1.0)
                    for route, quarter in self.routes
                ]
            ),
            state.astype(np.int32),
            np.array(self.begin, dtype=np.int64),
            np.concatenate(self.which),
        )


class _Paths:
    """Paths of a network whatever is open, ready to be asked which of them are."""

    def __init__(self, routes: dict[Route, int]) -> None:
        self.numbers = np.array(list(routes.values()), dtype=np.int64)
        self.links = np.array([link for route in routes for link in route], dtype=np.int64)
        sizes = [len(route) for route in routes]
        self.first = np.cumsum([0, *sizes[:-1]]) if sizes else np.zeros(0, dtype=np.int64)

    def open(self, links: Flags) -> Ints:
        """Numbers of the paths whose links are all open."""
        if not len(self.numbers):
            return self.numbers
        return self.numbers[np.logical_and.reduceat(links[self.links], self.first)]
