"""Who may visit whom: passports line by line, destinations in columns, the easier the darker.

Lines and columns stand in the order of the alphabet, by code; a cell that no rule is known for, and
that of a country's own nationals, stays empty. Where there is room, the ease stands in the cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor, Place
from comity.figures.figure import Figure, built
from comity.figures.scales import widest
from comity.figures.theme import LIGHT, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

STEPS = {
    0: N_("visa beforehand, or no admission"),
    50: N_("e-visa"),
    70: N_("visa on arrival"),
    90: N_("electronic authorisation"),
    100: N_("no visa"),
}
"""What each ease stands for, from the hardest."""

ROOMY = 16
"""With no more members than this the ease stands in the cells."""

_COLOURS = (LIGHT.land, *LIGHT.ramp[1:])


def rules(
    findings: Sequence[Finding],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "rules",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """The ease of visits among the members of a group, for findings about corridors."""
    cells = [f for f in findings if isinstance(f.subject, Corridor) and f.value is not None]
    if not cells:
        raise ComityError(f"'{title}' cannot be drawn: no finding about a corridor has a value.")
    reading = words.say("Lines: passports. Columns: destinations. Darker is easier.")
    return built(
        "rules",
        title,
        _Grid(cells, words, width).spec,
        cells,
        _alt(title, cells, words),
        words=words,
        name=name,
        caption=sentence(caption, reading),
        note=note,
    )


@dataclass(frozen=True)
class _Grid:
    """The cells laid out on a width."""

    cells: Sequence[Finding]
    words: Words
    width: int

    @property
    def _members(self) -> list[Place]:
        ends = {
            place
            for finding in self.cells
            if isinstance(finding.subject, Corridor)
            for place in (finding.subject.origin, finding.subject.destination)
        }
        return sorted(ends, key=lambda place: place.code)

    def spec(self) -> dict[str, Any]:
        """The chart as Vega-Lite."""
        codes = [place.code for place in self._members]
        roomy = len(codes) <= ROOMY and self.width >= WIDTH
        size = min(44, (self.width - 60) // len(codes))
        labels = [self.words.say(label) for label in STEPS.values()]
        across = self._axis("to", codes, size, {"orient": "top", "labelAngle": -90})
        down = self._axis("from", codes, size, {})
        columns = max(1, (self.width - 40) // round(widest(labels) + 40))
        fill = {
            "field": "kind",
            "type": "nominal",
            "scale": {"domain": labels, "range": list(_COLOURS)},
            "legend": {
                "title": None,
                "orient": "bottom",
                "direction": "horizontal",
                "columns": columns,
                "symbolType": "square",
                "symbolStrokeColor": LIGHT.soft,
                "labelLimit": 0,
                "offset": 14,
            },
        }
        rows = [self._row(finding) for finding in self.cells]
        told = {"pair": "From and to", "kind": "Rule", "when": "When"}
        tooltip = [{"field": key, "type": "nominal", "title": self.words.say(label)}
                   for key, label in told.items()]  # fmt: skip
        boxes = {
            "mark": {"type": "rect", "stroke": LIGHT.card, "strokeWidth": 1},
            "encoding": {"x": across, "y": down, "fill": fill, "tooltip": tooltip},
        }
        lines = -(-len(labels) // columns)
        wide = size * len(codes)
        return {
            "width": wide,
            "height": wide,
            "autosize": "none",
            "padding": {
                "left": 44,
                "right": max(0, self.width - 44 - wide),
                "top": 44,
                "bottom": 28 + 22 * lines,
            },
            "data": {"values": rows},
            "layer": [boxes, *([self._texts(across, down)] if roomy else [])],
        }

    def _axis(
        self, field: str, codes: list[str], size: int, more: dict[str, Any]
    ) -> dict[str, Any]:
        axis = {
            "title": None,
            "domain": False,
            "ticks": False,
            "labelColor": LIGHT.ink,
            "labelOverlap": False,
            "labelFontSize": min(SIZES["label"], max(5, size)),
        }
        scale = {"domain": codes, "padding": 0}
        return {"field": field, "type": "nominal", "scale": scale, "axis": axis | more}

    def _row(self, finding: Finding) -> dict[str, Any]:
        pair, value = finding.subject, round(finding.value or 0)
        if not isinstance(pair, Corridor):
            raise TypeError(f"{finding.subject.code} is no corridor")
        return {
            "from": pair.origin.code,
            "to": pair.destination.code,
            "pair": self.words.name(pair),
            "kind": self.words.say(STEPS[value]),
            "when": self.words.period(finding.period),
            "text": self.words.number(value),
            "dark": value > 70,
        }

    def _texts(self, x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
        colour = {"condition": {"test": "datum.dark", "value": LIGHT.card}, "value": LIGHT.ink}
        return {
            "mark": {"type": "text", "fontSize": SIZES["small"]},
            "encoding": {
                "x": x,
                "y": y,
                "text": {"field": "text", "type": "nominal"},
                "color": colour,
            },
        }


def _alt(title: str, cells: Sequence[Finding], words: Words) -> str:
    free = sum(finding.value == 100 for finding in cells)
    return words.say(
        "Matrix of passports and destinations. {title}. Rules that are known: {all}; without a "
        "visa: {free}."
    ).format(title=title, all=words.number(len(cells)), free=words.number(free))
