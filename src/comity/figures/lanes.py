"""Lanes: one below the other, each with a name at its start and a number at its end.

On a telephone, name and number stand above what is drawn, which then has the whole width. Where the
language is read from the right, the start is on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.figures.fonts import clipped, wrapped
from comity.figures.labels import pixel
from comity.figures.scales import labelled, widest
from comity.figures.theme import LIGHT, SIZES
from comity.figures.words import Words

_LINE = 15
_GAP = 12
_NARROW = 500
Row = dict[str, Any]


@dataclass(frozen=True)
class Lanes:
    """Lanes laid out on a width: `names`, `ends` (a number, and its range in a second line).

    `thick` is the room for what is drawn in each; `top` and `below` are the room around all.
    """

    names: Sequence[str]
    ends: Sequence[tuple[str, str]]
    words: Words
    width: int
    thick: int
    top: int = 8
    below: int = 46

    @property
    def narrow(self) -> bool:
        """Whether names stand above what is drawn."""
        return self.width < _NARROW

    @cached_property
    def _named(self) -> list[list[str]]:
        if self.narrow:
            room = self.width - 48 - widest([end for end, _ in self.ends])
            return [[clipped(one, SIZES["label"], room)] for one in self.names]
        return [wrapped(one, SIZES["label"], self.width * 0.3)[:3] for one in self.names]

    @cached_property
    def _margins(self) -> tuple[int, int]:
        """The room at the start and at the end of what is drawn."""
        if self.narrow:
            return 18, 18
        start = max(widest(lines) for lines in self._named)
        end = max(widest(pair) for pair in self.ends)
        return round(start) + _GAP + 8, round(end) + _GAP + 4

    @property
    def inner(self) -> int:
        """How wide what is drawn is."""
        return self.width - sum(self._margins)

    @cached_property
    def pitch(self) -> int:
        """Pixels from one lane to the next."""
        if self.narrow:
            return _LINE + self.thick + 18
        lines = max(len(lines) for lines in (*self._named, *(e for e in self.ends if e[1]), [""]))
        return max(self.thick + 12, _LINE * lines + 8)

    def middle(self, n: int) -> float:
        """The height at which a lane is drawn."""
        if self.narrow:
            return self.pitch * n + _LINE + 8 + self.thick / 2
        return self.pitch * (n + 0.5)

    def spec(self, layers: list[dict[str, Any]]) -> dict[str, Any]:
        """The chart of these layers, with the names around them."""
        start, end = self._margins
        left, right = (start, end) if self.words.rightward else (end, start)
        return {
            "width": self.inner,
            "height": self.pitch * len(self.names),
            "autosize": "none",
            "padding": {"left": left, "right": right, "top": self.top, "bottom": self.below},
            "layer": [self._between(), *layers, *self._texts()],
        }

    def _between(self) -> dict[str, Any]:
        """A thin line between lanes."""
        start, end = self._margins
        left, right = (start, end) if self.words.rightward else (end, start)
        return {
            "data": {"values": [{"y": self.pitch * n} for n in range(1, len(self.names))]},
            "mark": {"type": "rule", "color": LIGHT.grid},
            "encoding": {
                "x": {"value": 4 - left},
                "x2": {"value": self.inner + right - 4},
                "y": pixel("y"),
            },
        }

    def _texts(self) -> list[dict[str, Any]]:
        near, far = ("left", "right") if self.words.rightward else ("right", "left")
        edge = 14 if self.narrow else _GAP
        first, last = (-edge, self.inner + edge)
        if not self.words.rightward:
            first, last = last, first
        numbers, ranges = [], []
        for n, (number, span) in enumerate(self.ends):
            lines = [number, span] if span and not self.narrow else [number]
            y = self._heights(n, len(lines))
            numbers.append({"y": y[0], "text": number})
            if len(lines) > 1:
                ranges.append({"y": y[1], "text": span})
        named = [
            {"y": y, "text": line}
            for n, lines in enumerate(self._named)
            for y, line in zip(self._heights(n, len(lines)), lines, strict=True)
        ]
        made = [
            _column(named, first, near if self.narrow else far),
            _column(numbers, last, far if self.narrow else near),
        ]
        return [*made, _column(ranges, last, near, LIGHT.soft)] if ranges else made

    def _heights(self, n: int, lines: int) -> list[float]:
        """The heights of the lines of a text that belongs to a lane."""
        if self.narrow:
            return [self.pitch * n + 14.0]
        first = self.middle(n) - _LINE * (lines - 1) / 2
        return [round(first + _LINE * k, 1) for k in range(lines)]

    def axis(self, marks: Sequence[float], texts: Sequence[str], unit: str) -> dict[str, Any]:
        """The axis below the lanes, with these texts at these values."""
        said = dict(zip(marks, texts, strict=True))
        return {
            **labelled(marks, lambda value: said[value]),
            "title": self.words.unit(unit),
            "domain": False,
            "ticks": False,
            "grid": True,
        }


def _column(rows: list[Row], x: float, align: str, colour: str = LIGHT.ink) -> dict[str, Any]:
    """Texts one below the other."""
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": align, "baseline": "middle", "color": colour},
        "encoding": {
            "x": {"value": x},
            "y": pixel("y"),
            "text": {"field": "text", "type": "nominal"},
        },
    }


def span_of(low: float | None, high: float | None, words: Words) -> str:
    """A range in words, or nothing: "1,200 to 1,900"."""
    if low is None or high is None:
        return ""
    return words.say("{low} to {high}").format(low=words.short(low), high=words.short(high))
