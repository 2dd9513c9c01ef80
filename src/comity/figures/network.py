"""A network: places as circles, movements between them as curves; large circles for many people.

Places start where they lie on the globe and push each other apart until their circles stand free,
so that the picture keeps the map in mind. Nothing is drawn by lot: the same findings give the same
picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.core.findings import Finding
from comity.core.places import Corridor, Place
from comity.figures.curves import PAGE, Curve, curve, heads
from comity.figures.figure import Figure, built, once, one_unit
from comity.figures.frames import point_of
from comity.figures.labels import Labels, pixel
from comity.figures.projection import equal_earth
from comity.figures.theme import BLUE, LIGHT, ORANGE, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 40
"""The largest movements that are drawn."""

_LARGEST = 26.0
_STEPS = 300


def network(
    findings: Sequence[Finding],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "network",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """Circles and curves for findings about corridors, the largest first."""
    one_unit(title, findings)
    known = sorted(
        (f for f in once(findings) if isinstance(f.subject, Corridor) and f.value),
        key=lambda f: (-(f.value or 0), f.subject.code),
    )
    one_unit(title, known)
    rest = ""
    if len(known) > MOST:
        rest = words.say("The {n} largest of {all} are drawn.").format(
            n=MOST, all=words.number(len(known))
        )
    reading = words.say("The larger a circle, the more people come from or live there.")
    return built(
        "network",
        title,
        _Net(known[:MOST], words, width).spec,
        findings,
        _alt(title, known, words),
        words=words,
        name=name,
        caption=sentence(caption, reading, rest),
        note=note,
    )


class _Net:
    """The places and movements laid out on a page."""

    def __init__(self, links: Sequence[Finding], words: Words, width: int) -> None:
        self.links = links
        self.words = words
        self.width = width
        self.height = round(width * (0.66 if width > 500 else 1.1))
        sums: dict[str, float] = {}
        places: dict[str, Place] = {}
        for link in links:
            if isinstance(link.subject, Corridor):
                for end in (link.subject.origin, link.subject.destination):
                    places[end.code] = end
                    sums[end.code] = sums.get(end.code, 0) + float(link.value or 0)
        self.places = [places[code] for code in sorted(places)]
        most = max(sums.values())
        largest = _LARGEST * min(1.0, width / 600)
        self.radius = {
            code: round(max(4.0, largest * sqrt(value / most)), 1) for code, value in sums.items()
        }
        self.sums = sums
        self.at = self._laid_out()

    def _laid_out(self) -> dict[str, tuple[float, float]]:
        """Where each circle stands: as on the map, then pushed apart, on the whole page."""
        points = [point_of(place) or (0.0, 0.0) for place in self.places]
        flat = equal_earth(np.array(points))
        at = _onto(np.column_stack([flat[:, 0], -flat[:, 1]]), self.width, self.height)
        radii = np.array([self.radius[place.code] for place in self.places])
        at = _apart(at, radii, self.width, self.height)
        return {
            place.code: (round(float(x), 1), round(float(y), 1))
            for place, (x, y) in zip(self.places, at, strict=True)
        }

    def spec(self) -> dict[str, Any]:
        return {
            "width": self.width,
            "height": self.height,
            "autosize": "none",
            "padding": 0,
            "layer": [self._lines(), self._heads(), self._circles(), *self._names()],
        }

    def _curve(self, pair: Corridor) -> Curve | None:
        start, end = self.at[pair.origin.code], self.at[pair.destination.code]
        return curve(start, end, gap=self.radius[pair.destination.code] + 4)

    def _wide(self, link: Finding) -> float:
        most = max(float(one.value or 0) for one in self.links)
        return round(max(0.8, 9 * float(link.value or 0) / most), 2)

    def _heads(self) -> dict[str, Any]:
        return heads(
            (found, self._wide(link))
            for link in reversed(self.links)
            if isinstance(link.subject, Corridor) and (found := self._curve(link.subject))
        )

    def _lines(self) -> dict[str, Any]:
        rows = [
            {
                "type": "Feature",
                "properties": {
                    "pair": self.words.name(link.subject),
                    "value": link.value,
                    "shown": self.words.value(link),
                    "when": self.words.period(link.period),
                    "wide": self._wide(link),
                },
                "geometry": {"type": "LineString", "coordinates": found.line},
            }
            for link in reversed(self.links)
            if isinstance(link.subject, Corridor) and (found := self._curve(link.subject))
        ]
        told = {
            "pair": self.words.say("From and to"),
            "shown": self.words.unit(self.links[0].unit),
            "when": self.words.say("When"),
        }
        return {
            "data": {"values": rows},
            "projection": PAGE,
            "mark": {"type": "geoshape", "filled": False, "stroke": ORANGE, "opacity": 0.55},
            "encoding": {
                "strokeWidth": {"field": "properties.wide", "type": "quantitative", "scale": None},
                "tooltip": [
                    {"field": f"properties.{field}", "type": "nominal", "title": text}
                    for field, text in told.items()
                ],
            },
        }

    def _circles(self) -> dict[str, Any]:
        rows = [
            {
                "x": self.at[place.code][0],
                "y": self.at[place.code][1],
                "name": self.words.name(place),
                "value": self.sums[place.code],
                "shown": self.words.amount(self.sums[place.code], self.links[0].unit),
                "size": round(4 * self.radius[place.code] ** 2, 1),
            }
            for place in self.places
        ]
        told = {"name": self.words.say("Where"), "shown": self.words.say("Both directions")}
        return {
            "data": {"values": rows},
            "mark": {
                "type": "point",
                "shape": "circle",
                "fill": BLUE,
                "stroke": LIGHT.card,
                "strokeWidth": 1.5,
                "opacity": 1,
            },
            "encoding": {
                "x": pixel("x"),
                "y": pixel("y"),
                "size": {"field": "size", "type": "quantitative", "scale": None},
                "tooltip": [
                    {"field": field, "type": "nominal", "title": text}
                    for field, text in told.items()
                ],
            },
        }

    def _names(self) -> list[dict[str, Any]]:
        labels = Labels(self.width, self.height)
        for place in self.places:
            labels.keep_free(*self.at[place.code], self.radius[place.code] * 0.8)
        for place in sorted(self.places, key=lambda p: (-self.sums[p.code], p.code)):
            x, y = self.at[place.code]
            away = (x - self.width / 2, y - self.height / 2)
            gap = self.radius[place.code] + 3
            labels.place(x, y, self.words.name(place), away=away, gap=gap)
        return labels.layers()


def _onto(points: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]:
    """Points stretched over a page, with a margin for names."""
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.maximum(high - low, 1e-6)
    margin = np.array([0.14 * width, 0.12 * height])
    spread: NDArray[np.float64] = margin + (points - low) / span * (
        np.array([width, height]) - 2 * margin
    )
    return spread


def _apart(
    at: NDArray[np.float64], radii: NDArray[np.float64], width: int, height: int
) -> NDArray[np.float64]:
    """Circles pushed apart until each has room for its name, drawn back to where they were."""
    home = at.copy()
    room = float(np.clip(0.6 * sqrt(width * height / len(at)), 24, 70))
    free = radii[:, None] + radii[None, :] + room
    for _ in range(_STEPS):
        between = at[:, None, :] - at[None, :, :]
        far = np.sqrt((between**2).sum(axis=2)) + 1e-9
        push = np.clip(free - far, 0, None) / far
        np.fill_diagonal(push, 0.0)
        at = at + 0.25 * (between * push[:, :, None]).sum(axis=1) + 0.02 * (home - at)
        margin = np.array([60.0, 24.0])
        at = np.clip(at, margin, np.array([width, height]) - margin)
    return at


def _alt(title: str, known: Sequence[Finding], words: Words) -> str:
    ends = {
        end.code
        for f in known[:MOST]
        if isinstance(f.subject, Corridor)
        for end in (f.subject.origin, f.subject.destination)
    }
    return words.say(
        "Network of {n} countries and areas. {title}. The largest movement is {pair}: {number}."
    ).format(
        n=len(ends),
        title=title,
        pair=words.name(known[0].subject),
        number=words.amount(known[0].value or 0, known[0].unit),
    )
