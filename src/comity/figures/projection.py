"""From the globe to the page: Equal Earth for the world, Lambert's equal-area view for a region.

Both keep areas true, so that a country is never made to look larger than it is. What is drawn is
cut to the page here, and borders are simplified once for both neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt

import numpy as np

from comity.figures.topology import Points, Ring, Topology

Polygon = list[list[float]]
_TOLERANCE = 0.45
"""A border may be off by this many pixels."""
_CUT, _EDGE = 6.0, 8.0
"""What reaches further than eight pixels over the edge of the page is cut off six beyond it."""


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


@lru_cache(maxsize=24)
def _drawn(same: _Same, view: View) -> Page:
    topology = same.topology
    named = [(code, ring) for code, rings in topology.shapes.items() for ring in rings]
    rings = [*(ring for _, ring in named), *topology.nameless]
    found = _Arcs(topology, view).polygons(rings)
    shapes: dict[str, list[Polygon]] = {}
    for (code, _), polygons in zip(named, found, strict=False):
        if polygons:
            shapes.setdefault(code, []).extend(polygons)
    nameless = [polygon for polygons in found[len(named) :] for polygon in polygons]
    areas = {code: sum(map(_area, polygons)) for code, polygons in shapes.items()}
    return Page(shapes, nameless, areas)


def _area(polygon: Polygon) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(polygon))) / 2


class _Arcs:
    """The arcs of a topology laid on a page; each is simplified once, for both its sides."""

    def __init__(self, topology: Topology, view: View) -> None:
        self.view = view
        self.topology = topology
        self.ends = np.cumsum([len(arc) for arc in topology.arcs]).tolist()
        self.starts = [0, *self.ends[:-1]]
        joined = np.concatenate(topology.arcs)
        self.points = view.project(joined)
        self.rounded = np.round(self.points, 1)
        self.low = np.minimum.reduceat(self.points, self.starts)
        self.high = np.maximum.reduceat(self.points, self.starts)
        self.hidden = _any(_behind(joined, view), self.starts)
        self.aside = set(np.flatnonzero(self._aside()).tolist())
        self.wrapped = self._wrapped(joined) if view.world else np.zeros_like(self.hidden)
        self.made: dict[int, list[int]] = {}

    def _wrapped(self, joined: Points) -> np.ndarray:
        """Which arcs jump from one edge of the world to the other."""
        lon = self.view.turned(joined)[:, 0]
        jumps = np.abs(np.diff(lon, prepend=lon[0])) > 180
        jumps[self.starts] = False
        return _any(jumps, self.starts)

    def _aside(self) -> np.ndarray:
        """Which arcs are cut off as a whole, so that no point between their ends leaves a trace.

        The page is cut left and right first: what lies above or below it must not reach over there.
        """
        (left, top), (right, bottom) = self.low.T, self.high.T
        wide, tall = self.view.width, self.view.height
        sideways: np.ndarray = (right < -_EDGE) | (left > wide + _EDGE)
        between = (left > -_CUT) & (right < wide + _CUT)
        sideways |= between & ((bottom < -_EDGE) | (top > tall + _EDGE))
        return sideways

    def polygons(self, rings: Sequence[Ring]) -> list[list[Polygon]]:
        """What is seen of each ring on the page: nothing, a polygon, or several."""
        arcs = np.array([n if n >= 0 else ~n for ring in rings for n in ring])
        starts = np.cumsum([0, *(len(ring) for ring in rings[:-1])])
        low = np.minimum.reduceat(self.low[arcs], starts)
        high = np.maximum.reduceat(self.high[arcs], starts)
        hidden, wrapped = _any(self.hidden[arcs], starts), _any(self.wrapped[arcs], starts)
        off, beyond = _off(low, high, self.view), _off(high, low, self.view, _EDGE)
        found: list[list[Polygon]] = [[] for _ in rings]
        for n in np.flatnonzero(~hidden & (wrapped | ~off)).tolist():
            made = self._halves(rings[n]) if wrapped[n] else [self._whole(rings[n], cut=beyond[n])]
            found[n] = [polygon for polygon in made if len(polygon) > 3]
        return found

    def _whole(self, ring: Ring, *, cut: bool) -> Polygon:
        """One ring: its arcs joined, and cut near the edge of the page where it goes beyond."""
        line: list[int] = []
        for n in ring:
            piece = self._line(n) if n >= 0 else self._line(~n)[::-1]
            line += piece[1:] if line else piece
        if not cut:
            plain: Polygon = self.rounded[line].tolist()
            return plain
        view = self.view
        bounds = (-_CUT, view.width + _CUT, -_CUT, view.height + _CUT)
        return _rounded(_cut(self.points[line].tolist(), *bounds))

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
                halves.append(np.round(flat[_needed(flat)], 1).tolist())
        return halves

    def _line(self, number: int) -> list[int]:
        """Which points an arc needs; one beside the page, which will be cut off, only its ends."""
        if number not in self.made:
            start, end = self.starts[number], self.ends[number]
            aside = number in self.aside
            needed = [0, end - start - 1] if aside else _needed(self.points[start:end])
            self.made[number] = [start + n for n in needed]
        return self.made[number]


def _any(marks: np.ndarray, starts: Sequence[int] | np.ndarray) -> np.ndarray:
    """Whether any is marked of those from each start to the next."""
    found: np.ndarray = np.logical_or.reduceat(marks, starts)
    return found


def _off(low: Points, high: Points, view: View, margin: float = 0.0) -> np.ndarray:
    """Which boxes lie beside the page altogether; with low and high swapped, which reach over."""
    (left, top), (right, bottom) = low.T, high.T
    off: np.ndarray = (right < -margin) | (left > view.width + margin)
    off |= (bottom < -margin) | (top > view.height + margin)
    return off


def _behind(points: Points, view: View) -> np.ndarray:
    """Which points lie near the far side of the globe, where a regional view tears apart."""
    if view.latitude is None:
        south: np.ndarray = points[:, 1] < -60  # Antarctica has no figures
        return south
    lon, lat = np.radians(points[:, 0] - view.longitude), np.radians(points[:, 1])
    sin0, cos0 = sin(radians(view.latitude)), cos(radians(view.latitude))
    far: np.ndarray = sin0 * np.sin(lat) + cos0 * np.cos(lat) * np.cos(lon) < -0.85
    return far


def _needed(points: Points) -> list[int]:
    """Which points of a line it cannot do without (Douglas and Peucker 1973)."""
    x, y = points[:, 0].tolist(), points[:, 1].tolist()
    keep = {0, len(x) - 1}
    waiting = [(0, len(x) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        ax, ay = x[first], y[first]
        dx, dy = x[last] - ax, y[last] - ay
        size = hypot(dx, dy)
        between = zip(x[first + 1 : last], y[first + 1 : last], strict=True)
        if size > 1e-9:
            off = [abs((px - ax) * dy - (py - ay) * dx) / size for px, py in between]
        else:
            off = [hypot(px - ax, py - ay) for px, py in between]
        most = max(off)
        if most > _TOLERANCE:
            where = first + 1 + off.index(most)
            keep.add(where)
            waiting += [(first, where), (where, last)]
    return sorted(keep)


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
