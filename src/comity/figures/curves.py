"""Lines from one place to another on the page: quadratic curves of 25 points, with a head."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Any

from comity.figures.labels import pixel
from comity.figures.theme import ORANGE

PAGE = {"type": "identity", "scale": 1, "translate": [0, 0]}
"""The projection of what is in pixels of the page already."""

POINTS = 25
_BEND = 0.17
_HEAD = "M-1.1,-1L1,0L-1.1,1Z"
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line on the page and where its head stands; `angle` in degrees, clockwise from the right.

    The two directions of a pair bend to different sides, so that both are seen.
    """

    line: list[list[float]]
    head: Point
    angle: float


def curve(start: Point, end: Point, *, gap: float = 6.0, bend: float = _BEND) -> Curve | None:
    """From `start` to `end`, stopping `gap` pixels before it; None where they lie too close."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    far = hypot(dx, dy)
    if far < 2 * gap:
        return None
    middle = ((start[0] + end[0]) / 2 + dy * bend, (start[1] + end[1]) / 2 - dx * bend)
    stop = 1 - gap / far
    line = [_at(start, middle, end, stop * n / (POINTS - 1)) for n in range(POINTS)]
    (ax, ay), (bx, by) = line[-2], line[-1]
    angle = degrees(atan2(by - ay, bx - ax))
    return Curve([[round(x, 1), round(y, 1)] for x, y in line], line[-1], round(angle, 1))


def _at(start: Point, middle: Point, end: Point, t: float) -> Point:
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return (
        a * start[0] + b * middle[0] + c * end[0],
        a * start[1] + b * middle[1] + c * end[1],
    )


def heads(curves: Iterable[tuple[Curve, float]]) -> dict[str, Any]:
    """The mark of the heads of curves, each with the width of its curve."""
    rows = [
        {
            "x": round(found.head[0], 1),
            "y": round(found.head[1], 1),
            "angle": found.angle,
            "size": round((4.2 + 0.95 * wide) ** 2, 1),
        }
        for found, wide in curves
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "shape": _HEAD, "fill": ORANGE, "stroke": None, "opacity": 1},
        "encoding": {
            "x": pixel("x"),
            "y": pixel("y"),
            "angle": {"field": "angle", "type": "quantitative", "scale": None},
            "size": {"field": "size", "type": "quantitative", "scale": None},
        },
    }
