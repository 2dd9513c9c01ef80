"""A flow map: who moves between which places, as curves whose width is the number of people.

Curves lead in the direction of movement and end in a head. The frame is the region in which most
people move; the world is a second view of the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from comity.core.findings import Finding
from comity.core.places import Corridor, Place
from comity.figures.curves import PAGE, Curve, curve, heads
from comity.figures.figure import Figure, built, once, one_unit
from comity.figures.frames import point_of, regional_view, world_view
from comity.figures.labels import Labels, pixel
from comity.figures.maps import Base, disclaimer
from comity.figures.projection import View
from comity.figures.theme import LIGHT, ORANGE, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 30
"""More curves than this cannot be told apart."""

_WIDEST = 11.0
Frame = Literal["region", "world"]


def flow_maps(findings: Sequence[Finding], title: str, **how: Any) -> list[Figure]:
    """Both views: the region (left out where only the world holds the flows) and the world."""
    regional = flow_map(findings, title, frame="region", **how)
    if regional.tab == "":
        return [regional]
    return [regional, flow_map(findings, title, frame="world", **how)]


def flow_map(
    findings: Sequence[Finding],
    title: str,
    *,
    frame: Frame = "region",
    focus: Place | None = None,
    caption: str = "",
    note: str = "",
    name: str = "flow-map",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """Curves for findings about corridors, the largest first; `focus` is the place in question."""
    one_unit(title, findings)
    known = sorted(
        (f for f in once(findings) if isinstance(f.subject, Corridor) and f.value),
        key=lambda f: (-(f.value or 0), f.subject.code),
    )
    one_unit(title, known)
    regional = regional_view(known, width)
    view = regional if regional and frame == "region" else world_view(width, known)
    chart = _Flows(known[:MOST], view, focus, words)
    region, world = words.say("Region"), words.say("World")
    return built(
        "flow_map",
        title,
        chart.spec,
        findings,
        _alt(title, known, words),
        words=words,
        name=name if frame == "region" else f"{name}-world",
        caption=sentence(caption, _reading(known, words, focus), chart.beyond()),
        note=sentence(note, disclaimer(words, chart.ends)),
        tab="" if regional is None else region if frame == "region" else world,
        extent=(view.width, view.height),
    )


def _reading(known: Sequence[Finding], words: Words, focus: Place | None) -> str:
    if len(known) > MOST:
        said = words.say("The {n} largest of {all} are drawn; width shows how many.").format(
            n=MOST, all=words.number(len(known))
        )
    else:
        said = words.say("The wider a line, the more people.")
    ranges = focus is not None and any(f.low is not None for f in known)
    return sentence(said, words.say("Numbers are ranges.")) if ranges else said


def _told(finding: Finding, words: Words) -> str:
    """The number of a flow; of an estimate its rounded bounds, as the value alone misleads."""
    if finding.low is None or finding.high is None:
        return words.amount(finding.value or 0, finding.unit)
    low, high = words.bounded(finding.low, finding.high)
    return words.say("{low} to {high}").format(low=low, high=high)


@dataclass
class _Flows:
    """The flows laid out on a view."""

    flows: Sequence[Finding]
    view: View
    focus: Place | None
    words: Words

    def __post_init__(self) -> None:
        pairs = [f.subject for f in self.flows if isinstance(f.subject, Corridor)]
        both = (end for pair in pairs for end in (pair.origin, pair.destination))
        self.ends: list[Place] = [end for end in dict.fromkeys(both) if point_of(end)]
        at = self.view.project(np.array([point_of(end) for end in self.ends]))
        self.at = {
            end.code: (float(x), float(y)) for end, (x, y) in zip(self.ends, at, strict=True)
        }
        self.most = max(float(f.value or 0) for f in self.flows)
        self.curves = [(f, c) for f in self.flows if (c := self._curve(f))]

    def _curve(self, finding: Finding) -> Curve | None:
        pair = finding.subject
        if not isinstance(pair, Corridor):
            return None
        start, end = self.at.get(pair.origin.code), self.at.get(pair.destination.code)
        if start is None or end is None:
            return None
        return curve(start, end, gap=5 + self._wide(finding) * 0.9)

    def _wide(self, finding: Finding) -> float:
        return round(max(1.1, _WIDEST * float(finding.value or 0) / self.most), 2)

    def spec(self) -> dict[str, Any]:
        base = Base(self.view)
        told = {end.code: self._about(end) for end in self.ends}
        strength = {
            "condition": {"test": "datum.properties.focus", "value": 0.5},
            "value": 0.16,
        }
        names = [{"field": "properties.name", "type": "nominal", "title": self.words.say("Where")}]
        small = {code: at for code, at in base.small.items() if code in told}
        layers = [
            base.land(told),
            base.specks(told),
            base.filled(told, {"fill": {"value": ORANGE}, "fillOpacity": strength}, names),
            self._marks(small),
            self._lines(),
            self._heads(),
            *self._labels(),
        ]
        return base.spec(layers)

    def _about(self, end: Place) -> dict[str, Any]:
        return {"name": self.words.name(end), "focus": self.focus == end}

    def _marks(self, small: dict[str, tuple[float, float]]) -> dict[str, Any]:
        """A circle for each end that is too small to be seen as a shape."""
        rows = [
            {"x": x, "y": y, "name": self.words.name(end), "focus": self.focus == end}
            for end in self.ends
            if (found := small.get(end.code))
            for x, y in [found]
        ]
        return {
            "data": {"values": rows},
            "mark": {"type": "circle", "size": 60, "stroke": LIGHT.card, "opacity": 1},
            "encoding": {
                "x": pixel("x"),
                "y": pixel("y"),
                "color": {"value": ORANGE},
                "tooltip": [{"field": "name", "type": "nominal", "title": self.words.say("Where")}],
            },
        }

    def _lines(self) -> dict[str, Any]:
        rows = [
            {
                "type": "Feature",
                "properties": {
                    "pair": self.words.name(finding.subject),
                    "value": finding.value,
                    "shown": self.words.value(finding),
                    "when": self.words.period(finding.period),
                    "wide": self._wide(finding),
                },
                "geometry": {"type": "LineString", "coordinates": self._on_page(found.line)},
            }
            for finding, found in reversed(self.curves)
        ]
        told = {
            "pair": self.words.say("From and to"),
            "shown": self.words.unit(self.flows[0].unit),
            "when": self.words.say("When"),
        }
        return {
            "data": {"values": rows},
            "projection": PAGE,
            "mark": {
                "type": "geoshape",
                "filled": False,
                "clip": True,
                "stroke": ORANGE,
                "strokeCap": "butt",
                "opacity": 0.82,
            },
            "encoding": {
                "strokeWidth": {
                    "field": "properties.wide",
                    "type": "quantitative",
                    "scale": None,
                },
                "tooltip": [
                    {"field": f"properties.{field}", "type": "nominal", "title": text}
                    for field, text in told.items()
                ],
            },
        }

    def _on_page(self, line: list[list[float]]) -> list[list[float]]:
        """The part of a line on the page, with the points just beyond its edge."""
        seen = [n for n, (x, y) in enumerate(line) if self.view.holds(x, y)]
        if not seen:
            return line
        return line[max(0, seen[0] - 1) : seen[-1] + 2]

    def _heads(self) -> dict[str, Any]:
        return heads(
            (found, self._wide(finding))
            for finding, found in reversed(self.curves)
            if self.view.holds(*found.head)
        )

    def _labels(self) -> list[dict[str, Any]]:
        labels = Labels(self.view.width, self.view.height)
        for _, found in self.curves:
            labels.keep_free(*found.head, 4)
            labels.better_free += [(x, y) for x, y in found.line]
        if self.focus and self.focus.code in self.at:
            x, y = self.at[self.focus.code]
            if self.view.holds(x, y):
                labels.place(x, y, self.words.name(self.focus), away=self._empty_side(), gap=12)
        for end in self.ends[: 7 if self.view.world else None]:
            x, y = self.at[end.code]
            if end != self.focus and self.view.holds(x, y):
                labels.place(x, y, self.words.name(end), self._number(end), away=self._away(end))
        return labels.layers()

    def _number(self, end: Place) -> str:
        """How many people, where a line joins this place with the one in question."""
        if self.focus is None:
            return ""
        for finding in self.flows:
            pair = finding.subject
            if isinstance(pair, Corridor) and {pair.origin, pair.destination} == {end, self.focus}:
                return _told(finding, self.words)
        return ""

    def _away(self, end: Place) -> tuple[float, float]:
        """The direction from the place in question, or from the middle, to a place."""
        x, y = self.at[end.code]
        middle = (self.view.width / 2, self.view.height / 2)
        fx, fy = self.at.get(self.focus.code, middle) if self.focus else middle
        return x - fx, (y - fy) * 0.7

    def _empty_side(self) -> tuple[float, float]:
        """The side of the place in question on which there are fewest other places."""
        assert self.focus is not None
        x, y = self.at[self.focus.code]
        others = [at for code, at in self.at.items() if code != self.focus.code]
        return sum(x - ox for ox, _ in others), sum(y - oy for _, oy in others)

    def beyond(self) -> str:
        """Which places the lines lead to that leave the page."""
        off = [end for end in self.ends if not self.view.holds(*self.at[end.code])]
        if not off:
            return ""
        names = self.words.listed([self.words.name(end) for end in off])
        return self.words.say("Beyond the map: {names}.").format(names=names)


def _alt(title: str, known: Sequence[Finding], words: Words) -> str:
    told = [
        words.say("{name}: {number}").format(name=words.name(f.subject), number=_told(f, words))
        for f in known[:3]
    ]
    return words.say("Map with {n} lines. {title}. The widest are {list}.").format(
        n=min(MOST, len(known)), title=title, list=words.apart(told)
    )
