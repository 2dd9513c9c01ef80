"""From the globe to the page: Equal Earth for the world, Lambert's equal-area view for a region.

Both keep areas true, so that a country is never made to look larger than it is. What is drawn is
cut to the page here, and borders are simplified once for both neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, radians, sin, sqrt

import numpy as np

from comity.figures.topology import Points, Ring, Topology

Polygon = list[list[float]]
_TOLERANCE = 0.45
"""A border may be off by this many pixels."""


@dataclass(frozen=True, slots=True)
class View:
    """A page of `width` times `height` pixels and how the globe is laid on it.

    A regional view is centred on `longitude` and `latitude`; the world has neither. `scale` is
    pixels per radius of the Earth, `x` and `y` where the centre of the projection stands.
    """

    width: int
    height: int
    scale: float
    x: float
    y: float
    longitude: float | None = None
    latitude: float | None = None

    @property
    def world(self) -> bool:
        """Whether the whole world is shown."""
        return self.latitude is None

    def project(self, points: Points) -> Points:
        """Longitudes and latitudes in degrees as pixels."""
        flat = np.atleast_2d(np.asarray(points, dtype=np.float64))
        if self.longitude is None or self.latitude is None:
            plain = equal_earth(flat)
        else:
            plain = lambert(flat, self.longitude, self.latitude)
        return plain * [self.scale, -self.scale] + [self.x, self.y]

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a pixel lies on the page, `margin` pixels from its edge."""
        return (
            margin <= x <= self.width - margin and margin <= y <= self.height - margin
        )


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


def drawn(topology: Topology, view: View) -> tuple[dict[str, list[Polygon]], list[Polygon]]:
    """The polygons of each place that is on the page, in pixels, and those of no place."""
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
def _drawn(same: _Same, view: View) -> tuple[dict[str, list[Polygon]], list[Polygon]]:
    topology = same.topology
    joined = np.concatenate(topology.arcs)
    every = view.project(joined)
    ends = np.cumsum([len(arc) for arc in topology.arcs])
    arcs = [every[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True)]
    behind = _behind(joined, view)
    hidden = {n for n, (a, b) in enumerate(zip([0, *ends[:-1]], ends, strict=True)) if behind[a:b].any()}
    made: dict[int, Polygon] = {}

    def polygons(rings: Iterable[Ring]) -> list[Polygon]:
        found = (_polygon(ring, arcs, hidden, view, made) for ring in rings)
        return [polygon for polygon in found if polygon]

    shapes = {code: polygons(rings) for code, rings in topology.shapes.items()}
    return {code: found for code, found in shapes.items() if found}, polygons(topology.nameless)


def _behind(points: Points, view: View) -> np.ndarray:
    """Which points lie near the far side of the globe, where a regional view tears apart."""
    if view.longitude is None or view.latitude is None:
        south: np.ndarray = points[:, 1] < -60  # Antarctica has no figures
        return south
    lon, lat = np.radians(points[:, 0] - view.longitude), np.radians(points[:, 1])
    sin0, cos0 = sin(radians(view.latitude)), cos(radians(view.latitude))
    far: np.ndarray = sin0 * np.sin(lat) + cos0 * np.cos(lat) * np.cos(lon) < -0.85
    return far


def _polygon(
    ring: Ring, arcs: list[Points], hidden: set[int], view: View, made: dict[int, Polygon]
) -> Polygon:
    """One ring on the page: its arcs simplified (once for both sides), joined and cut."""
    numbers = [n if n >= 0 else ~n for n in ring]
    if hidden.intersection(numbers):
        return []
    boxes = [arcs[n] for n in numbers]
    low = np.min([box.min(axis=0) for box in boxes], axis=0)
    high = np.max([box.max(axis=0) for box in boxes], axis=0)
    if high[0] < 0 or high[1] < 0 or low[0] > view.width or low[1] > view.height:
        return []
    line: Polygon = []
    for n, number in zip(ring, numbers, strict=True):
        if number not in made:
            made[number] = _simplified(arcs[number].tolist())
        piece = made[number] if n >= 0 else made[number][::-1]
        line += piece[1:] if line else piece
    cut = low[0] < -8 or low[1] < -8 or high[0] > view.width + 8 or high[1] > view.height + 8
    line = _cut(line, view) if cut else line
    rounded = [[round(x, 1), round(y, 1)] for x, y in line]
    return rounded if len(rounded) > 3 else []


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


def _cut(line: Polygon, view: View) -> Polygon:
    """The part of a polygon on the page, with a margin (Sutherland and Hodgman 1974)."""
    low, right, bottom = -6.0, view.width + 6.0, view.height + 6.0
    for axis, bound, sign in ((0, low, 1), (0, right, -1), (1, low, 1), (1, bottom, -1)):
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
