"""A circle cut into arcs and joined by ribbons: where every end lies, and the paths that draw it.

Angles are in radians from the top, clockwise; a page that is read from the right is mirrored. The
arc of a group has first the ends of those who left, then the ends of those who arrived, and every
end is as long as its number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin

Span = tuple[float, float]
Flows = Mapping[tuple[int, int], float]

HEAD_GAP = 9.0
"""Pixels between the arc and the point of a ribbon that arrives there."""

_GAP = 0.045
_MOST_OF_GAPS = 0.2
"""What is left open between arcs takes no more than this part of the circle."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A movement between two groups, with the part of either arc that it takes."""

    origin: int
    destination: int
    value: float
    leaves: Span
    arrives: Span


@dataclass(frozen=True, slots=True)
class Circle:
    """All arcs, all ribbons, and the angle that one person takes."""

    arcs: tuple[Span, ...]
    ribbons: tuple[Ribbon, ...]
    turn: float


def circle(flows: Flows, count: int) -> Circle:
    """The circle of so many groups; `flows` are positive, by the numbers of origin and destination.

    >>> made = circle({(0, 1): 30.0, (1, 0): 10.0}, 2)
    >>> [round((end - start) / made.turn) for start, end in made.arcs]
    [40, 40]
    """
    gap = min(_GAP, _MOST_OF_GAPS * 2 * pi / count) if count > 1 else 0.0
    turn = (2 * pi - gap * count) / (2 * sum(flows.values()))
    at = gap / 2
    arcs: list[Span] = []
    leaves: dict[tuple[int, int], Span] = {}
    arrives: dict[tuple[int, int], Span] = {}
    for group in range(count):
        start = at
        for pair in _leaving(flows, group, count):
            leaves[pair] = (at, at + flows[pair] * turn)
            at = leaves[pair][1]
        for pair in _arriving(flows, group, count):
            arrives[pair] = (at, at + flows[pair] * turn)
            at = arrives[pair][1]
        arcs.append((start, at))
        at += gap
    ribbons = [Ribbon(*pair, flows[pair], leaves[pair], arrives[pair]) for pair in sorted(flows)]
    return Circle(tuple(arcs), tuple(ribbons), turn)


def _leaving(flows: Flows, group: int, count: int) -> list[tuple[int, int]]:
    """Those who left, so ordered that ribbons do not cross; to the group itself last."""
    own = [pair for pair in flows if pair[0] == group]
    return sorted(own, key=lambda pair: (group - pair[1]) % count or count)


def _arriving(flows: Flows, group: int, count: int) -> list[tuple[int, int]]:
    """Those who arrived, so ordered that ribbons do not cross; from the group itself first."""
    own = [pair for pair in flows if pair[1] == group]
    return sorted(own, key=lambda pair: (group - pair[0]) % count)


@dataclass(frozen=True, slots=True)
class Pen:
    """Paths around the centre of a circle, in pixels; `mirrored` for a page read from the right."""

    mirrored: bool = False

    def at(self, angle: float, radius: float) -> tuple[float, float]:
        """A point of the page as seen from the centre."""
        x = sin(angle) * radius
        return (-x if self.mirrored else x), -cos(angle) * radius

    def _to(self, *points: tuple[float, float]) -> str:
        return " ".join(f"{x:.2f},{y:.2f}" for x, y in (self.at(*point) for point in points))

    def _along(self, span: Span, radius: float, *, back: bool = False) -> str:
        """Along the circle to the end of a span, or back to its start."""
        long = int(span[1] - span[0] > pi)
        clockwise = int(back is self.mirrored)
        end = self._to((span[0] if back else span[1], radius))
        return f"A{radius:g},{radius:g} 0 {long} {clockwise} {end}"

    def arc(self, span: Span, inner: float, outer: float) -> str:
        """The piece of a ring."""
        return (
            f"M{self._to((span[0], outer))}{self._along(span, outer)}"
            f"L{self._to((span[1], inner))}{self._along(span, inner, back=True)}Z"
        )

    def mark(self, angle: float, inner: float, outer: float) -> str:
        """A short line across the circle."""
        return f"M{self._to((angle, inner))}L{self._to((angle, outer))}"

    def ribbon(self, ribbon: Ribbon, radius: float) -> str:
        """From the arc of the origin to a point that stops short of the arc of the destination."""
        first, last = ribbon.arrives
        middle = (first + last) / 2
        tip = radius - HEAD_GAP
        neck = tip - min(10.0, max(2.5, (last - first) * tip * 0.45))
        return (
            f"M{self._to((ribbon.leaves[0], radius))}{self._along(ribbon.leaves, radius)}"
            f"{self._bend((ribbon.leaves[1], radius), (first, neck))}"
            f"{self._round((first, neck), (middle, tip))}{self._round((middle, tip), (last, neck))}"
            f"{self._bend((last, neck), (ribbon.leaves[0], radius))}Z"
        )

    def _round(self, start: Span, end: Span) -> str:
        """A side of the point, curved as the circle is."""
        half = (end[0] - start[0]) / 2
        return f"Q{self._to((start[0] + half, (start[1] + end[1]) / 2 / cos(half)), end)}"

    def _bend(self, start: Span, end: Span) -> str:
        """A curve inwards: through the centre to the other side, flatter between neighbours."""
        apart = abs(start[0] - end[0]) % (2 * pi)
        left = 0.55 * (1 - sin(min(apart, 2 * pi - apart) / 2))
        return f"C{self._to((start[0], start[1] * left), (end[0], end[1] * left), end)}"
