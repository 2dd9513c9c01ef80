"""Names around a circle: beside their arcs where there is room, else numbered with a key below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import ceil, cos, hypot, pi, sqrt
from typing import Any

from comity.figures.circle import Pen
from comity.figures.labels import pixel
from comity.figures.scales import spread
from comity.figures.theme import LIGHT
from comity.figures.words import Words

LINE = 15
"""Pixels from one line of a name to the next."""

_BETWEEN = 7
_AWAY = 14
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Beside:
    """Names of one or more lines beside the middles of their arcs; `angles` as in a circle."""

    names: Sequence[Sequence[str]]
    angles: Sequence[float]
    pen: Pen
    radius: float

    @cached_property
    def places(self) -> list[tuple[float, float]]:
        """Where each name starts, as seen from the middle: none lies over another."""
        found: dict[int, tuple[float, float]] = {}
        for side in (True, False):
            own = [n for n, angle in enumerate(self.angles) if (angle < pi) is side]
            tall = [float(LINE * len(self.names[n]) + 5) for n in own]
            wanted = [-cos(self.angles[n]) * (self.radius + 18) for n in own]
            placed = stacked(wanted, tall, self.radius + 30)
            for n, y, height in zip(own, placed, tall, strict=True):
                above = abs(self.pen.at(self.angles[n], self.radius + _AWAY)[0])
                x = max(self._clear(y, height), above)
                found[n] = (-x if side is self.pen.mirrored else x), y
        return [found[n] for n in range(len(self.names))]

    def _clear(self, y: float, tall: float) -> float:
        """How far from the middle a name of this height leaves the ring free."""
        nearest = max(0.0, abs(y) - tall / 2)
        return sqrt(max(0.0, (self.radius + 12) ** 2 - nearest**2)) + 6

    def layers(self, middle: tuple[float, float]) -> list[dict[str, Any]]:
        """The marks of the names."""
        made = []
        for side, align in ((1, "left"), (-1, "right")):
            rows: Rows = []
            for (x, y), lines in zip(self.places, self.names, strict=True):
                if x * side > 0:
                    first = y - LINE * (len(lines) - 1) / 2
                    rows += below(middle[0] + x, middle[1] + first, lines)
            if rows:
                made.append(texts(rows, align))
        return made

    def leaders(self) -> str:
        """A path of lines from arcs to those names that had to move away from them."""
        return "".join(self._leader(n) for n in range(len(self.names)))

    def _leader(self, n: int) -> str:
        x, y = self.places[n]
        end = x - 3 if x > 0 else x + 3
        start = self.pen.at(self.angles[n], self.radius + 7)
        if hypot(start[0] - end, start[1] - y) < 22:
            return ""
        return f"M{start[0]:.1f},{start[1]:.1f}L{end:.1f},{y:.1f}"


@dataclass(frozen=True)
class Key:
    """Numbers around a circle, and below it what they stand for, in two columns."""

    names: Sequence[Sequence[str]]
    words: Words
    width: int

    @cached_property
    def _rows(self) -> list[int]:
        """How many lines of text each row has."""
        half = ceil(len(self.names) / 2)
        tall = [len(one) for one in self.names]
        return [max(tall[n], *tall[half + n : half + n + 1], 1) for n in range(half)]

    @property
    def height(self) -> int:
        """How tall the key is."""
        return sum(LINE * lines + _BETWEEN for lines in self._rows)

    def numbers(
        self, angles: Sequence[float], pen: Pen, radius: float, middle: tuple[float, float]
    ) -> dict[str, Any]:
        """The mark of the numbers around the circle."""
        rows: Rows = []
        out = radius + _AWAY
        for n, angle in enumerate(spread(angles, 18 / out, 0, 2 * pi)):
            x, y = pen.at(angle, out)
            rows += below(middle[0] + x, middle[1] + y, [self.words.number(n + 1)])
        return texts(rows, "center")

    def layers(self, top: float, fill: dict[str, Any]) -> list[dict[str, Any]]:
        """The marks of the key: a square in the colour of each group, its number, its name."""
        steps = (LINE * lines + _BETWEEN for lines in self._rows)
        tops = [*accumulate(steps, initial=top)]
        ahead = 1 if self.words.rightward else -1
        boxes, numbers, names = [], [], []
        for n, lines in enumerate(self.names):
            column, row = divmod(n, len(self._rows))
            x = 8 + column * self.width / 2
            x = x if self.words.rightward else self.width - x
            boxes.append({"x": x, "y": round(tops[row], 1), "group": str(n)})
            numbers += below(x + 19 * ahead, tops[row], [self.words.number(n + 1)])
            names += below(x + 32 * ahead, tops[row], lines)
        mark = {"type": "point", "shape": "square", "size": 110, "strokeWidth": 0, "opacity": 1}
        swatch = {
            "data": {"values": boxes},
            "mark": mark,
            "encoding": {"x": pixel("x"), "y": pixel("y"), "fill": fill},
        }
        side = "left" if self.words.rightward else "right"
        return [swatch, texts(numbers, "center"), texts(names, side)]


def stacked(wanted: Sequence[float], tall: Sequence[float], most: float) -> list[float]:
    """Middles of boxes of these heights, as near as may be to those wanted, none over another.

    They stay within `most` of the middle where there is room.

    >>> [round(y) for y in stacked([0, 4, 60], [20, 20, 20], 100)]
    [-8, 12, 60]
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [wanted[n] for n in order]
    apart = [(tall[a] + tall[b]) / 2 for a, b in pairwise(order)]
    most = max(most, sum(apart) / 2)
    for _ in range(300):
        placed = [min(most, max(-most, y)) for y in placed]
        for n, least in enumerate(apart):
            lacking = least - (placed[n + 1] - placed[n])
            if lacking > 0:
                placed[n] -= lacking / 2
                placed[n + 1] += lacking / 2
    found = dict(zip(order, placed, strict=True))
    return [found[n] for n in range(len(wanted))]


def below(x: float, y: float, lines: Sequence[str]) -> Rows:
    """A row for each line of a text, one below the other."""
    return [
        {"x": round(x, 1), "y": round(y + LINE * n, 1), "text": line}
        for n, line in enumerate(lines)
    ]


def texts(rows: Rows, align: str, colour: str = LIGHT.ink) -> dict[str, Any]:
    """The mark of texts that stand where their rows say."""
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": align, "baseline": "middle", "color": colour},
        "encoding": {
            "x": pixel("x"),
            "y": pixel("y"),
            "text": {"field": "text", "type": "nominal"},
        },
    }
