"""What shapes and shades stand for, told above a chart in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.figures.fonts import width_of
from comity.figures.labels import pixel
from comity.figures.theme import SIZES
from comity.figures.words import Words

_MARK, _LINE, _BETWEEN = 20, 20, 16


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of mark looks: its shape, its fill and outline, how much shows through."""

    text: str
    shape: str
    fill: str
    stroke: str
    opacity: float = 1.0
    size: int = 60

    def mark(self) -> dict[str, Any]:
        """The mark of a point that looks so."""
        return {
            "type": "point",
            "shape": self.shape,
            "fill": self.fill,
            "stroke": self.stroke,
            "strokeWidth": 1.6,
            "opacity": self.opacity,
            "size": self.size,
            "clip": False,
        }


@dataclass(frozen=True)
class Key:
    """The entries of a key laid out on a width, `left` pixels of which lie beside the chart."""

    looks: Sequence[Look]
    words: Words
    width: int
    left: int

    def _places(self) -> list[tuple[float, float]]:
        places: list[tuple[float, float]] = []
        x, y = 8.0, 0.0
        for look in self.looks:
            wide = _MARK + width_of(look.text, SIZES["label"])
            if x > 8.0 and x + wide > self.width - 8:
                x, y = 8.0, y + _LINE
            places.append((x, y))
            x += wide + _BETWEEN
        return places

    @property
    def tall(self) -> int:
        """How tall the key is."""
        return round(self._places()[-1][1]) + _LINE if self.looks else 0

    def layers(self, above: float = 0) -> list[dict[str, Any]]:
        """The marks of the key, which ends so many pixels above the chart."""
        ahead = 1 if self.words.rightward else -1
        made: list[dict[str, Any]] = []
        for look, (x, y) in zip(self.looks, self._places(), strict=True):
            at = (x + 6 if ahead > 0 else self.width - x - 6) - self.left
            row = {
                "x": round(at, 1),
                "y": round(y - self.tall - above + 6, 1),
                "at": round(at + 13 * ahead, 1),
                "text": look.text,
            }
            text = {
                "type": "text",
                "align": "left" if ahead > 0 else "right",
                "baseline": "middle",
                "clip": False,
            }
            where = {"x": pixel("x"), "y": pixel("y")}
            told = {"text": {"field": "text", "type": "nominal"}, "x": pixel("at")}
            made.append({"data": {"values": [row]}, "mark": look.mark(), "encoding": where})
            made.append({"data": {"values": [row]}, "mark": text, "encoding": where | told})
        return made
