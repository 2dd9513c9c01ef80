"""Lanes: one below the other, each with a name at its start and a number at its end.

On a telephone, name and number stand above what is drawn, which then has the whole width. Where the
language is read from the right, the start is on the right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from comity.core.findings import Finding, Number
from comity.core.speech import MINUS
from comity.figures.fonts import wrapped
from comity.figures.labels import pixel
from comity.figures.scales import labelled, widest
from comity.figures.theme import LIGHT, SIZES
from comity.figures.words import END, Words

_LINE = 15
_GAP = 12
_NARROW = 500
_LEFT = "\u2066"
"""Unicode's left-to-right isolate."""

_DIGITS = re.compile(r"\d[\d.,]*")
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
        room = self.width * 0.3
        if self.narrow:
            room = self.width - 44 - max(widest(pair) for pair in self.ends)
        return [wrapped(one, SIZES["label"], room)[:3] for one in self.names]

    @cached_property
    def _lines(self) -> list[int]:
        """How many lines of text the name or the number of each lane has, whichever has more."""
        ended = [sum(1 for text in pair if text) for pair in self.ends]
        lines = [max(len(own), n) for own, n in zip(self._named, ended, strict=True)]
        return lines if self.narrow else [max(lines)] * len(lines)

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
    def _tops(self) -> list[int]:
        """The height at which each lane starts, and at which the last one ends."""
        if self.narrow:
            steps = [_LINE * lines + self.thick + 18 for lines in self._lines]
        else:
            steps = [max(self.thick + 12, _LINE * lines + 8) for lines in self._lines]
        return [*accumulate(steps, initial=0)]

    def middle(self, n: int) -> float:
        """The height at which a lane is drawn."""
        if self.narrow:
            return self._tops[n] + _LINE * self._lines[n] + 8 + self.thick / 2
        return (self._tops[n] + self._tops[n + 1]) / 2

    def spec(self, layers: list[dict[str, Any]]) -> dict[str, Any]:
        """The chart of these layers, with the names around them."""
        start, end = self._margins
        left, right = (start, end) if self.words.rightward else (end, start)
        return {
            "width": self.inner,
            "height": self._tops[-1],
            "autosize": "none",
            "padding": {"left": left, "right": right, "top": self.top, "bottom": self.below},
            "layer": [self._between(), *layers, *self._texts()],
        }

    def _between(self) -> dict[str, Any]:
        """A thin line between lanes."""
        start, end = self._margins
        left, right = (start, end) if self.words.rightward else (end, start)
        return {
            "data": {"values": [{"y": y} for y in self._tops[1:-1]]},
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
        named, numbers, ranges = [], [], []
        for n, (lines, end) in enumerate(zip(self._named, self.ends, strict=True)):
            named += self._column(n, lines)
            told = self._column(n, [text for text in end if text])
            numbers += told[:1]
            ranges += told[1:]
        ended = far if self.narrow else near
        made = [
            _texts(named, first, near if self.narrow else far),
            _texts(numbers, last, ended),
        ]
        return [*made, _texts(ranges, last, ended, LIGHT.soft)] if ranges else made

    def _column(self, n: int, lines: Sequence[str]) -> list[Row]:
        """A row for each line of a text that belongs to a lane."""
        first = self.middle(n) - _LINE * (len(lines) - 1) / 2
        if self.narrow:
            first = self._tops[n] + 14.0
        return [{"y": round(first + _LINE * k, 1), "text": text} for k, text in enumerate(lines)]

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


def _texts(rows: list[Row], x: float, align: str, colour: str = LIGHT.ink) -> dict[str, Any]:
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


def short(value: Number, words: Words, *, plus: bool = False) -> str:
    """A number as short as a label needs; its sign stays before its digits in Arabic too."""
    sign = MINUS if value < 0 else "+" if plus and value > 0 else ""
    text = words.short(abs(value))
    if words.rightward or not sign:
        return sign + text
    return _DIGITS.sub(lambda found: f"{_LEFT}{sign}{found[0]}{END}", text, count=1)


def span_of(finding: Finding, words: Words) -> str:
    """The range of a finding in words, or nothing: "1,200 to 1,900"."""
    if finding.low is None or finding.high is None:
        return ""
    low, high = short(finding.low, words), short(finding.high, words)
    return words.say("{low} to {high}").format(low=low, high=high)
