"""A matrix: where people are from, line by line, against where they live, column by column.

The darker the cell, the more. A cell that nobody reported stays empty; a withheld one says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.places import Corridor, Place
from comity.figures.figure import Figure, built
from comity.figures.fonts import clipped, wrapped
from comity.figures.scales import class_labels, class_of, classes, named, widest
from comity.figures.theme import LIGHT, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 14
_LINE = 15
Cells = dict[tuple[str, str], Finding]


def matrix(
    findings: Sequence[Finding],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "matrix",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """Origins against destinations, for findings about corridors; the largest come first."""
    cells: Cells = {
        (f.subject.origin.code, f.subject.destination.code): f
        for f in findings
        if isinstance(f.subject, Corridor)
    }
    known = [f for f in cells.values() if f.value is not None]
    if not known:
        raise ComityError(f"'{title}' cannot be drawn: no finding about a corridor has a value.")
    rows, columns = _ends(known, (0,)), _ends(known, (1,))
    if {*rows} == {*columns}:
        rows = columns = _ends(known, (0, 1))  # so that a place meets itself on the diagonal
    left_out = max(len(rows), len(columns)) > MOST
    rest = words.say("The largest {n} of each are shown.").format(n=MOST) if left_out else ""
    reading = words.say("Lines: where people are from. Columns: where they live.")
    return built(
        "matrix",
        title,
        _Grid(cells, rows[:MOST], columns[:MOST], words, width).spec,
        findings,
        _alt(title, known, words),
        words=words,
        name=name,
        caption=sentence(caption, reading, rest),
        note=note,
    )


def _ends(known: Sequence[Finding], ends: tuple[int, ...]) -> list[Place]:
    """The origins (0), destinations (1) or both, those with the largest sums first."""
    sums: dict[str, float] = {}
    places: dict[str, Place] = {}
    for finding in known:
        if isinstance(finding.subject, Corridor):
            pair = (finding.subject.origin, finding.subject.destination)
            for place in (pair[end] for end in ends):
                places[place.code] = place
                sums[place.code] = sums.get(place.code, 0) + (finding.value or 0)
    return [places[code] for code in sorted(sums, key=lambda code: (-sums[code], code))]


@dataclass(frozen=True)
class _Grid:
    """The cells laid out on a width."""

    cells: Cells
    rows: list[Place]
    columns: list[Place]
    words: Words
    width: int

    def spec(self) -> dict[str, Any]:
        room = self.width * 0.27
        sides = [wrapped(self.words.name(p), SIZES["label"], room)[:2] for p in self.rows]
        heads = [[clipped(self.words.name(p), SIZES["label"], 190)] for p in self.columns]
        left = round(max(widest(lines) for lines in sides)) + 14
        slant = round(0.72 * max(widest(lines) for lines in heads)) + 24
        right = min(slant, 90)
        cell = min(64, (self.width - left - right) // len(self.columns))
        tall = min(44, max(32, cell * 3 // 4))
        inside = [f for f in self.cells.values() if self._shows(f)]
        breaks = classes([f.value for f in inside if f.value is not None])
        texts = [self._short(f.value) for f in inside if f.value is not None]
        roomy = widest(texts, SIZES["small"]) < cell - 4
        data = [self._row(f, breaks, roomy=roomy) for f in inside]
        across = self._axis("to", self.columns, heads, {"orient": "top", "labelAngle": -45})
        across["axis"] |= {"labelAlign": "left", "labelBaseline": "middle", "offset": 2}
        down = self._axis("from", self.rows, sides, {})
        back = {
            "data": {
                "values": [{"from": a, "to": b} for a in _n(self.rows) for b in _n(self.columns)]
            },
            "mark": {"type": "rect", "color": LIGHT.sea, "stroke": LIGHT.card, "strokeWidth": 2},
            "encoding": {"x": across, "y": down},
        }
        width = cell * len(self.columns)
        return {
            "width": width,
            "height": tall * len(self.rows),
            "autosize": "none",
            "padding": {
                "left": left,
                "right": self.width - left - width,
                "top": slant,
                "bottom": 60,
            },
            "layer": [back, *self._filled(data, breaks, across, down)],
        }

    def _axis(
        self, field: str, places: list[Place], lines: list[list[str]], more: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            "field": field,
            "type": "nominal",
            "scale": {"domain": _n(places), "padding": 0},
            "axis": {**named(lines, _LINE), **more},
        }

    def _shows(self, finding: Finding) -> bool:
        pair = finding.subject
        both = isinstance(pair, Corridor) and pair.origin in self.rows
        return both and isinstance(pair, Corridor) and pair.destination in self.columns

    def _row(self, finding: Finding, breaks: list[float], *, roomy: bool) -> dict[str, Any]:
        pair = finding.subject
        if not isinstance(pair, Corridor):
            raise TypeError(f"{finding.subject.code} is no corridor")
        row: dict[str, Any] = {
            "from": str(self.rows.index(pair.origin)),
            "to": str(self.columns.index(pair.destination)),
            "pair": self.words.name(pair),
            "when": self.words.period(finding.period),
            "shown": self.words.value(finding),
            "text": "",
            "class": -1,
        }
        if finding.value is None:
            return row | {"text": "\u00d7"}
        row["value"] = finding.value
        row["class"] = class_of(finding.value, breaks)
        if roomy:
            row["text"] = self._short(finding.value)
        return row

    def _short(self, value: float) -> str:
        """A number as short as a cell: thousands with a "k"."""
        if value < 1000:
            return self.words.number(value)
        if value < 1e6:
            return f"{self.words.number(value / 1e3, 1 if value < 1e4 else 0)}k"
        return f"{self.words.number(value / 1e6, 1)}M"

    def _filled(
        self, rows: list[dict[str, Any]], breaks: list[float], x: dict[str, Any], y: dict[str, Any]
    ) -> list[dict[str, Any]]:
        labels = class_labels(breaks, "persons", self.words)
        unit = next(iter(self.cells.values())).unit
        names = dict(enumerate(labels))
        for row in rows:
            row["name"] = names.get(row["class"], "")
        fill = {
            "field": "name",
            "type": "nominal",
            "scale": {"domain": labels, "range": list(LIGHT.ramp[-len(labels) :])},
            "legend": {
                "title": self.words.unit(unit),
                "orient": "bottom",
                "direction": "horizontal",
                "symbolType": "square",
                "columns": max(1, round((self.width * 0.75) // (widest(labels) + 34))),
                "offset": 14,
            },
        }
        light = [n for n, label in enumerate(labels) if _pale(n, len(labels)) and label]
        told = {
            "pair": self.words.say("From and to"),
            "shown": self.words.unit(unit),
            "when": self.words.say("When"),
        }
        tooltip = [{"field": field, "type": "nominal", "title": t} for field, t in told.items()]
        text = {
            "data": {"values": [row for row in rows if row["text"]]},
            "mark": {"type": "text", "fontSize": SIZES["small"]},
            "encoding": {
                "x": x,
                "y": y,
                "text": {"field": "text", "type": "nominal"},
                "color": {
                    "condition": {
                        "test": f"datum.class < 0 || indexof({light}, datum.class) >= 0",
                        "value": LIGHT.ink,
                    },
                    "value": LIGHT.card,
                },
            },
        }
        boxes = {
            "data": {"values": [row for row in rows if row["class"] >= 0]},
            "mark": {"type": "rect", "stroke": LIGHT.card, "strokeWidth": 2},
            "encoding": {"x": x, "y": y, "fill": fill, "tooltip": tooltip},
        }
        return [boxes, text]


def _n(places: list[Place]) -> list[str]:
    return [str(n) for n in range(len(places))]


def _pale(number: int, every: int) -> bool:
    """Whether a class of the ramp is read better with dark text on it."""
    return number + len(LIGHT.ramp) - every < 3


def _alt(title: str, known: Sequence[Finding], words: Words) -> str:
    largest = max(known, key=lambda f: f.value or 0)
    return words.say(
        "Matrix of origins and destinations. {title}. {n} corridors have a number; "
        "the largest is {pair} with {number}."
    ).format(
        title=title,
        n=words.number(len(known)),
        pair=words.name(largest.subject),
        number=words.amount(largest.value or 0, largest.unit),
    )
