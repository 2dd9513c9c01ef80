"""Which part of the globe to show: the world, or the region in which most people move.

Most corridors are between neighbours, and a world map shows those as a blot. The regional frame is
worked out from the largest flows that together carry most people; lines to places beyond it leave
the page at its edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import asin, atan2, cos, degrees, radians, sin, sqrt

import numpy as np

from comity.core.findings import Finding
from comity.core.places import Corridor, Place
from comity.figures.projection import View, equal_earth, lambert
from comity.figures.topology import Points, topology

CARRIED = 0.8
"""The frame shows the largest flows that together carry at least this part of the people."""

_ATLANTIC, _PACIFIC = 11.0, 152.0
"""Meridians in the middle of a world map: the second shows the Pacific whole."""

_NORTH, _SOUTH = 83.5, -56.0
_SMALLEST = 0.11
"""Half the width of the smallest frame, in radii of the Earth (700 km)."""
_LARGEST = 1.05
"""A frame whose half-width would be larger than this is the world."""
_MARGIN = 1.32
_LABELS = 0.05
"""Room around points for their names, as a part of the frame."""


def world_view(width: int, findings: Sequence[Finding] = ()) -> View:
    """The inhabited world on a page of this width.

    It is cut in the Bering Strait, or in the Atlantic where most of these flows have an end in the
    Pacific.
    """
    pairs = _carrying(findings)
    pacific = sum(_in_pacific(pair) for pair in pairs)
    middle = _PACIFIC if pairs and 2 * pacific > len(pairs) else _ATLANTIC
    edge = float(equal_earth(np.array([[180.0, 0.0]]))[0, 0])
    top = float(equal_earth(np.array([[0.0, _NORTH]]))[0, 1])
    bottom = float(equal_earth(np.array([[0.0, _SOUTH]]))[0, 1])
    scale = (width - 8) / (2 * edge)
    height = round((top - bottom) * scale) + 8
    return View(width, height, round(scale, 3), width / 2, round(4 + top * scale, 2), middle)


def _in_pacific(pair: Corridor) -> bool:
    ends = [point_of(end) for end in (pair.origin, pair.destination)]
    return any(150 <= point[0] % 360 <= 210 for point in ends if point)


def regional_view(findings: Sequence[Finding], width: int) -> View | None:
    """The frame for these flows, or None where only the world would hold them."""
    return _framed(_points(_carrying(findings)), width)


def area_view(places: Iterable[Place], width: int) -> View:
    """The frame that holds all these places with their land, or the world.

    The outermost points of their borders are left aside: land that lies oceans away from the rest
    of a country does not make the frame.
    """
    found = list(places)
    points = [point for place in found if (point := point_of(place))]
    shapes = topology()
    rings = [ring for place in found for ring in shapes.shapes.get(place.code, ())]
    arcs = {n if n >= 0 else ~n for ring in rings for n in ring}
    borders = np.concatenate([shapes.arcs[n] for n in sorted(arcs)]) if arcs else np.empty((0, 2))
    return _framed(points, width, borders) or world_view(width)


def points_view(points: Sequence[tuple[float, float]], width: int, least: float) -> View:
    """The frame around longitudes and latitudes, at least `least` radii of the Earth to each side.

    >>> points_view([(1.4, 18.4), (-3.0, 16.8)], 720, 0.03).holds(360, 223)
    True
    """
    return _framed(points, width, smallest=least) or world_view(width)


def _framed(
    points: Sequence[tuple[float, float]],
    width: int,
    borders: Points | None = None,
    smallest: float = _SMALLEST,
) -> View | None:
    """The page around these points as tight as names allow, and around most of the borders."""
    if not points:
        return None
    height = round(width * (0.62 if width > 500 else 0.9))
    longitude, latitude = _middle(points)
    for _ in range(3):  # the middle of the box moves as its projection does
        low, high = _box(points, borders, longitude, latitude)
        longitude, latitude = _unprojected((low + high) / 2, longitude, latitude)
    half = np.abs(_box(points, borders, longitude, latitude)).max(axis=0)
    half = half * (_MARGIN if borders is None else 1.06) + _LABELS * half.max()
    across = max(float(half[0]), float(half[1]) * width / height, smallest)
    if across > _LARGEST:
        return None
    return View(
        width,
        height,
        round(width / 2 / across, 2),
        width / 2,
        height / 2,
        round(longitude, 3),
        round(latitude, 3),
    )


def _box(
    points: Sequence[tuple[float, float]],
    borders: Points | None,
    longitude: float,
    latitude: float,
) -> Points:
    """The lowest and highest coordinates, as seen from a centre."""
    flat = lambert(np.array(points), longitude, latitude)
    if borders is None or not len(borders):
        return np.array([flat.min(axis=0), flat.max(axis=0)])
    land = np.percentile(lambert(borders, longitude, latitude), [1.5, 98.5], axis=0)
    return np.array([np.minimum(flat.min(axis=0), land[0]), np.maximum(flat.max(axis=0), land[1])])


def point_of(place: Place) -> tuple[float, float] | None:
    """Longitude and latitude at which a place is marked."""
    if place.longitude is None or place.latitude is None:
        return None
    return place.longitude, place.latitude


def _carrying(findings: Sequence[Finding]) -> list[Corridor]:
    """The largest flows that together carry most people, at least three."""
    known = sorted(
        ((f.value or 0, f.subject) for f in findings if isinstance(f.subject, Corridor)),
        key=lambda one: (-one[0], one[1].code),
    )
    total = sum(value for value, _ in known)
    chosen: list[Corridor] = []
    carried = 0.0
    for value, pair in known:
        if len(chosen) >= 3 and carried >= CARRIED * total:
            break
        chosen.append(pair)
        carried += value
    return chosen


def _points(pairs: Iterable[Corridor]) -> list[tuple[float, float]]:
    ends = dict.fromkeys(end for pair in pairs for end in (pair.origin, pair.destination))
    return [point for end in ends if (point := point_of(end))]


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The direction in which the points lie, seen from the middle of the Earth."""
    x = sum(cos(radians(lat)) * cos(radians(lon)) for lon, lat in points)
    y = sum(cos(radians(lat)) * sin(radians(lon)) for lon, lat in points)
    z = sum(sin(radians(lat)) for _, lat in points)
    return degrees(atan2(y, x)), degrees(atan2(z, sqrt(x * x + y * y)))


def _unprojected(flat: np.ndarray, longitude: float, latitude: float) -> tuple[float, float]:
    """Back from Lambert's projection to longitude and latitude."""
    x, y = float(flat[0]), float(flat[1])
    rho = sqrt(x * x + y * y)
    if rho < 1e-9:
        return longitude, latitude
    c = 2 * asin(min(1.0, rho / 2))
    sin0, cos0 = sin(radians(latitude)), cos(radians(latitude))
    lat = asin(cos(c) * sin0 + y * sin(c) * cos0 / rho)
    lon = atan2(x * sin(c), rho * cos(c) * cos0 - y * sin(c) * sin0)
    return longitude + degrees(lon), degrees(lat)
