"""From the globe to the page: Equal Earth for the world, Lambert's equal-area view for a region.

Both keep areas true, so that a country is never made to look larger than it is. What is drawn is
cut to the page here, and borders are simplified once for both neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt

import numpy as np

from comity.figures.topology import Points, Ring, Topology

Polygon = list[list[float]]
_TOLERANCE = 0.45
"""A border may be off by this many pixels."""


@dataclass(frozen=True, slots=True)
class View:
    """A page of `width` times `height` pixels and how the globe is laid on it.

    A regional view is centred on `longitude` and `latitude`; the world has no latitude. `scale` is
    pixels per radius of the Earth, `x` and `y` where the centre of the projection stands.
    """

    width: int
    height: int
    scale: float
    x: float
    y: float
    longitude: float
    latitude: float | None = None

    @property
    def world(self) -> bool:
        """Whether the whole world is shown."""
        return self.latitude is None

    def project(self, points: Points) -> Points:
        """Longitudes and latitudes in degrees as pixels."""
        flat = np.atleast_2d(np.asarray(points, dtype=np.float64))
        if self.latitude is None:
            plain = equal_earth(self.turned(flat))
        else:
            plain = lambert(flat, self.longitude, self.latitude)
        return self.placed(plain)

    def placed(self, plain: Points) -> Points:
        """Coordinates on a globe of radius one as pixels."""
        moved: Points = plain * np.array([self.scale, -self.scale]) + np.array([self.x, self.y])
        return moved

    def turned(self, points: Points) -> Points:
        """Longitudes counted from the middle of the page, between -180 and 180."""
        lon = (points[:, 0] - self.longitude + 180) % 360 - 180
        return np.column_stack([lon, points[:, 1]])

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a pixel lies on the page, `margin` pixels from its edge."""
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin


def equal_earth(points: Points) -> Points:
    """The Equal Earth projection (Šavrič, Patterson and Jenny 2018), for a globe of radius one."""
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    t = np.arcsin(sqrt(3) / 2 * np.sin(lat))
    t2, t6 = t**2, t**6
    x = 2 * sqrt(3) * lon * np.cos(t)
    x /= 3 * (9 * d * t6 * t2 + 7 * c * t6 + 3 * b * t2 + a)
    return np.column_stack([x, t * (d * t6 * t2 + c * t6 + b * t2 + a)])


def lambert(points: Points, longitude: float, latitude: float) -> Points:
    """Lambert's azimuthal equal-area projection around a centre, for a globe of radius one."""
    lon, lat = np.radians(points[:, 0] - longitude), np.radians(points[:, 1])
    sin0, cos0 = sin(radians(latitude)), cos(radians(latitude))
    facing = sin0 * np.sin(lat) + cos0 * np.cos(lat) * np.cos(lon)
    k = np.sqrt(2 / np.maximum(1 + facing, 1e-6))
    x = k * np.cos(lat) * np.sin(lon)
    return np.column_stack([x, k * (cos0 * np.sin(lat) - sin0 * np.cos(lat) * np.cos(lon))])


@dataclass(frozen=True)
class Page:
    """What of a topology is seen in a view, in pixels: polygons by place, and those of no place.

    `areas` says how many square pixels each place covers.
    """

    shapes: dict[str, list[Polygon]]
    nameless: list[Polygon]
    areas: dict[str, float]


def drawn(topology: Topology, view: View) -> Page:
    """The polygons of each place that is on the page; views drawn before are remembered."""
    return _drawn(_Same(topology), view)


class _Same:
    """A topology that is told from others by being itself, so that a cache can hold it."""

    def __init__(self, topology: Topology) -> None:
        self.topology = topology

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.topology is self.topology

    def __hash__(self) -> int:
        return id(self.topology)


@lru_cache(maxsize=64)
def _drawn(same: _Same, view: View) -> Page:
    page = _Arcs(same.topology, view)

    def polygons(rings: Iterable[Ring]) -> list[Polygon]:
        return [polygon for ring in rings for polygon in page.polygons(ring) if len(polygon) > 3]

    shapes = {code: polygons(rings) for code, rings in same.topology.shapes.items()}
    seen = {code: found for code, found in shapes.items() if found}
    areas = {code: sum(map(_area, found)) for code, found in seen.items()}
    return Page(seen, polygons(same.topology.nameless), areas)


def _area(polygon: Polygon) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(polygon))) / 2


class _Arcs:
    """The arcs of a topology laid on a page; each is simplified once, for both its sides."""

    def __init__(self, topology: Topology, view: View) -> None:
        self.view = view
        lengths = [len(arc) for arc in topology.arcs]
        self.ends = np.cumsum(lengths).tolist()
        starts = [0, *self.ends[:-1]]
        joined = np.concatenate(topology.arcs)
        self.points = view.project(joined)
        self.low = np.minimum.reduceat(self.points, starts, axis=0).tolist()
        self.high = np.maximum.reduceat(self.points, starts, axis=0).tolist()
        torn = np.logical_or.reduceat(_behind(joined, view), starts)
        self.hidden = set(np.flatnonzero(torn).tolist())
        self.starts = starts
        self.topology = topology
        self.wrapped = self._wrapped(joined) if view.world else set()
        self.made: dict[int, Polygon] = {}

    def _wrapped(self, joined: Points) -> set[int]:
        """The arcs that jump from one edge of the world to the other."""
        lon = self.view.turned(joined)[:, 0]
        jumps = np.abs(np.diff(lon, prepend=lon[0])) > 180
        jumps[self.starts] = False
        return set(np.flatnonzero(np.logical_or.reduceat(jumps, self.starts)).tolist())

    def polygons(self, ring: Ring) -> list[Polygon]:
        """One ring on the page: its arcs joined, and cut at the edge; none where it is off it."""
        numbers = [n if n >= 0 else ~n for n in ring]
        if not self.hidden.isdisjoint(numbers):
            return []
        if not self.wrapped.isdisjoint(numbers):
            return self._halves(ring)
        left, top = (min(self.low[n][axis] for n in numbers) for axis in (0, 1))
        right, bottom = (max(self.high[n][axis] for n in numbers) for axis in (0, 1))
        view = self.view
        if right < 0 or bottom < 0 or left > view.width or top > view.height:
            return []
        line: Polygon = []
        for n, number in zip(ring, numbers, strict=True):
            piece = self._line(number) if n >= 0 else self._line(number)[::-1]
            line += piece[1:] if line else piece
        if left < -8 or top < -8 or right > view.width + 8 or bottom > view.height + 8:
            line = _cut(line, -6.0, view.width + 6.0, -6.0, view.height + 6.0)
        return [_rounded(line)]

    def _halves(self, ring: Ring) -> list[Polygon]:
        """A ring that the edge of the world cuts in two: each half on its own side."""
        arcs = self.topology.arcs
        points = np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring])
        turned = self.view.turned(points)
        turned[:, 0] = np.unwrap(turned[:, 0], period=360)
        turned[:, 0] -= 360 * round(float(turned[:, 0].mean()) / 360)
        halves = []
        for shift in (-360.0, 0.0, 360.0):
            line = (turned + np.array([shift, 0.0])).tolist()
            if part := _cut(line, -180.0, 180.0, -90.0, 90.0):
                flat = self.view.placed(equal_earth(np.array(part)))
                halves.append(_rounded(_simplified(flat.tolist())))
        return halves

    def _line(self, number: int) -> Polygon:
        if number not in self.made:
            points = self.points[self.starts[number] : self.ends[number]].tolist()
            self.made[number] = _simplified(points)
        return self.made[number]


def _behind(points: Points, view: View) -> np.ndarray:
    """Which points lie near the far side of the globe, where a regional view tears apart."""
    if view.latitude is None:
        south: np.ndarray = points[:, 1] < -60  # Antarctica has no figures
        return south
    lon, lat = np.radians(points[:, 0] - view.longitude), np.radians(points[:, 1])
    sin0, cos0 = sin(radians(view.latitude)), cos(radians(view.latitude))
    far: np.ndarray = sin0 * np.sin(lat) + cos0 * np.cos(lat) * np.cos(lon) < -0.85
    return far


def _simplified(line: Polygon) -> Polygon:
    """A line without the points that it can do without (Douglas and Peucker 1973)."""
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        dx, dy = bx - ax, by - ay
        size = hypot(dx, dy)
        most, where = _TOLERANCE, 0
        for n in range(first + 1, last):
            px, py = line[n][0] - ax, line[n][1] - ay
            off = abs(px * dy - py * dx) / size if size > 1e-9 else hypot(px, py)
            if off > most:
                most, where = off, n
        if where:
            keep.add(where)
            waiting += [(first, where), (where, last)]
    return [line[n] for n in sorted(keep)]


def _cut(line: Polygon, left: float, right: float, top: float, bottom: float) -> Polygon:
    """The part of a polygon within a box (Sutherland and Hodgman 1974)."""
    for axis, bound, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        kept: Polygon = []
        for n, here in enumerate(line):
            before = line[n - 1]
            inside = (here[axis] - bound) * sign >= 0
            if inside != ((before[axis] - bound) * sign >= 0):
                part = (bound - before[axis]) / (here[axis] - before[axis])
                kept.append([b + part * (h - b) for b, h in zip(before, here, strict=True)])
            if inside:
                kept.append(here)
        line = kept
    return [*line, line[0]] if line and line[0] != line[-1] else line


def _rounded(line: Polygon) -> Polygon:
    return [[round(x, 1), round(y, 1)] for x, y in line]
