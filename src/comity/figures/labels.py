"""Names beside points: each is put where it covers no other, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from comity.figures.fonts import width_of, wrapped
from comity.figures.theme import LIGHT, SIZES

_LINE = 15.0
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""Where a name may stand: right and left of its point, below and above, and between these."""
Box = tuple[float, float, float, float]


@dataclass
class Labels:
    """The names on a page of a width and a height, in the order in which they were placed."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)
    better_free: list[tuple[float, float]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def keep_free(self, x: float, y: float, radius: float) -> None:
        """No name shall cover this point."""
        self.taken.append((x - radius, y - radius, x + radius, y + radius))

    def place(
        self,
        x: float,
        y: float,
        name: str,
        number: str = "",
        *,
        away: tuple[float, float] = (1.0, 0.0),
        gap: float = 8.0,
    ) -> bool:
        """Put a name beside a point, on the side nearest to `away`; False where there is no room.

        A name that fits nowhere is tried again farther off, and in narrower lines.
        """
        sides = sorted(_SIDES, key=lambda s: -(s[0] * away[0] + s[1] * away[1]))
        for most, further in ((132, 0.0), (132, 9.0), (88, 0.0), (88, 9.0)):
            lines = [*wrapped(name, SIZES["label"], most)[:4], *([number] if number else [])]
            wide = max(width_of(line, SIZES["label"]) for line in lines)
            tall = _LINE * len(lines)
            corners = [(s, *_corner(x, y, wide, tall, s, gap + further)) for s in sides]
            boxes = [
                (left - 2, top - 1, left + wide + 2, top + tall + 1) for _, left, top in corners
            ]
            if free := [n for n, box in enumerate(boxes) if self._free(box)]:
                best = min(free, key=lambda n: (self._covered(boxes[n]), n))
                side, left, top = corners[best]
                self.taken.append(boxes[best])
                self._put(lines, left, top, wide, side, numbered=bool(number))
                return True
        return False

    def _covered(self, box: Box) -> int:
        """How many points of lines a box would cover."""
        left, top, right, bottom = box
        return sum(left < x < right and top < y < bottom for x, y in self.better_free)

    def _free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 3 or top < 3 or right > self.width - 3 or bottom > self.height - 3:
            return False
        return all(right <= a or c <= left or bottom <= b or d <= top for a, b, c, d in self.taken)

    def _put(
        self,
        lines: Sequence[str],
        left: float,
        top: float,
        wide: float,
        side: tuple[int, int],
        *,
        numbered: bool,
    ) -> None:
        """One row a line of text, anchored on the side that faces the point."""
        align = ("right", "center", "left")[side[0] + 1]
        x = (left + wide, left + wide / 2, left)[side[0] + 1]
        for n, line in enumerate(lines):
            self.rows.append(
                {
                    "x": round(x, 1),
                    "y": round(top + _LINE * (n + 0.5), 1),
                    "text": line,
                    "align": align,
                    "number": numbered and n == len(lines) - 1,
                }
            )

    def layers(self) -> list[dict[str, Any]]:
        """The marks of all names, each with a rim that keeps it apart from what lies below."""
        made = []
        for align in ("left", "center", "right"):
            rows = [
                {key: row[key] for key in ("x", "y", "text", "number")}
                for row in self.rows
                if row["align"] == align
            ]
            if rows:
                made.append(_marks(rows, align))
        return made


def _marks(rows: list[dict[str, Any]], align: str) -> dict[str, Any]:
    base = {"type": "text", "align": align, "baseline": "middle"}
    rim = {"stroke": LIGHT.card, "strokeWidth": 3.2, "strokeJoin": "round", "opacity": 0.85}
    return {
        "data": {"values": rows},
        "encoding": {
            "x": pixel("x"),
            "y": pixel("y"),
            "text": {"field": "text", "type": "nominal"},
        },
        "layer": [
            {"mark": {**base, **rim, "color": LIGHT.card}},
            {
                "mark": base,
                "encoding": {
                    "color": {
                        "condition": {"test": "datum.number", "value": LIGHT.soft},
                        "value": LIGHT.ink,
                    }
                },
            },
        ],
    }


def pixel(field_name: str) -> dict[str, Any]:
    """A channel whose values are pixels of the page."""
    return {"field": field_name, "type": "quantitative", "scale": None, "axis": None}


def _corner(
    x: float, y: float, wide: float, tall: float, side: tuple[int, int], gap: float
) -> tuple[float, float]:
    """The left and top edge of a box beside a point."""
    slanted = 0.6 if side[0] and side[1] else 1.0
    left = {1: x + gap * slanted, 0: x - wide / 2, -1: x - wide - gap * slanted}[side[0]]
    top = {1: y + gap * slanted, 0: y - tall / 2, -1: y - tall - gap * slanted}[side[1]]
    return left, top
