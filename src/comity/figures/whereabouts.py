"""Where people were on a day: places on a map as circles by people, and the roads between them.

Country outlines lie below where the places have positions on the Earth; a made-up network is laid
on a circle instead, and says so. Every day of a run is drawn on one scale, so that circles can be
compared from day to day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi, sin
from typing import Any

import numpy as np

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import places
from comity.figures.figure import Figure, Plain, built
from comity.figures.frames import points_view
from comity.figures.keyed import Key, Look
from comity.figures.labels import Labels, pixel
from comity.figures.maps import Base, disclaimer
from comity.figures.projection import View
from comity.figures.theme import BLUE, LIGHT, ORANGE, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

EARTH = 6371.0
"""Its mean radius in kilometres."""

_LARGEST = 24.0
_LEAST = 0.03
_FAR = (0.0, 14.0, 24.0)
"""How much farther off a name may stand that finds no room beside its place."""
_COLOUR = {
    "condition": [
        {"test": "datum.kind === 'camp'", "value": BLUE},
        {"test": "datum.kind === 'conflict'", "value": ORANGE},
    ],
    "value": LIGHT.soft,
}
_ORDER = {"camp": 0, "conflict": 1, "other": 2}
_SCHEMATIC = N_(
    "The places have no positions on the Earth: their order on the circle means nothing."
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a displacement case; `kind` is `camp`, `conflict` or `other`."""

    name: str
    longitude: float
    latitude: float
    kind: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """The places and roads of a case, and the most people who are ever shown at one place."""

    spots: tuple[Spot, ...]
    roads: tuple[tuple[str, str], ...]
    most: float

    @property
    def positioned(self) -> bool:
        """Whether the places lie apart from each other on the Earth."""
        at = [(one.longitude, one.latitude) for one in self.spots]
        valid = all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in at)
        spread = np.ptp(np.array(at), axis=0).max() if at else 0.0
        return valid and bool(spread > 0.02)


def whereabouts(
    scene: Scene,
    found: Mapping[str, Finding],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "map",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """One map: a circle for each place of which a finding with a value is given."""
    if not scene.spots or not found:
        raise ComityError(f"'{title}' cannot be drawn: give it places and people there.")
    chart = Map(scene, found, words, width)
    return built(
        "whereabouts",
        title,
        chart.spec,
        found.values(),
        _alt(title, found, words),
        words=words,
        name=name,
        caption=sentence(caption, words.say("The larger a circle, the more people.")),
        note=sentence(note, bounds(scene, words)),
        extent=(width, chart.view.height + chart.top),
        plain=table_of(scene, [found], words),
    )


def table_of(scene: Scene, days: Sequence[Mapping[str, Finding]], words: Words) -> Plain:
    """The numbers of one or more days: a row a place and a day; withheld numbers stay empty."""
    say = words.say
    heads = (say("Where"), say("Country"), say("When"), say("People"), say("From"), say("To"))
    country = {one.name: one.country for one in scene.spots}
    rows = tuple(
        (name, country.get(name, ""), str(one.period), one.value, one.low, one.high)
        for found in days
        for name, one in found.items()
    )
    return Plain(("place", "country", "date", "persons", "low", "high"), heads, rows)


def bounds(scene: Scene, words: Words) -> str:
    """What bounds a map of these places: the disclaimer on borders, or that it is no map."""
    if not scene.positioned:
        return words.say(_SCHEMATIC)
    named = {one.country for one in scene.spots}
    return disclaimer(words, [one for one in places().values() if named & {*one.names}])


def _alt(title: str, found: Mapping[str, Finding], words: Words) -> str:
    largest = sorted(found.items(), key=lambda pair: (-(pair[1].value or 0), pair[0]))[:3]
    told = [
        words.say("{name}: {number}").format(name=name, number=words.value(one))
        for name, one in largest
    ]
    return words.say("Map with {n} places. {title}. Most people are at {list}.").format(
        n=words.number(len(found)), title=title, list=words.apart(told)
    )


@dataclass(frozen=True)
class Map:
    """The places of a scene laid on a page, with the people of one day."""

    scene: Scene
    found: Mapping[str, Finding]
    words: Words
    width: int
    bare: bool = False
    """Without names and key, as one of several small maps."""

    @cached_property
    def view(self) -> View:
        """How the globe, or the circle of a made-up network, is laid on the page."""
        at = [(one.longitude, one.latitude) for one in self.scene.spots]
        if self.scene.positioned:
            return points_view(at, self.width, _LEAST)
        tall = round(self.width * 0.7)
        return View(self.width, tall, 1.0, self.width / 2, tall / 2, 0.0, 0.0)

    @cached_property
    def at(self) -> dict[str, tuple[float, float]]:
        """Where each place stands, in pixels."""
        spots = self.scene.spots
        if not self.scene.positioned:
            x, y, far = self.width / 2, self.view.height / 2, 0.4 * self.view.height
            turns = [2 * pi * n / len(spots) for n in range(len(spots))]
            ring = [(x + far * sin(turn), y - far * cos(turn)) for turn in turns]
            return {one.name: at for one, at in zip(spots, ring, strict=True)}
        flat = self.view.project(np.array([(one.longitude, one.latitude) for one in spots]))
        return {one.name: (float(x), float(y)) for one, (x, y) in zip(spots, flat, strict=True)}

    @property
    def looks(self) -> list[Look]:
        """What the colours stand for."""
        say, kinds = self.words.say, {one.kind for one in self.scene.spots}
        every = {
            "camp": Look(say("Camp or settlement"), "circle", BLUE, BLUE, 0.75),
            "conflict": Look(say("Place that people leave"), "circle", ORANGE, ORANGE, 0.75),
            "other": Look(say("Town on the way"), "circle", LIGHT.card, LIGHT.soft),
        }
        return [look for kind, look in every.items() if kind in kinds]

    @cached_property
    def key(self) -> Key:
        """The key above the map."""
        return Key(self.looks, self.words, self.width, 0)

    @property
    def top(self) -> int:
        """Room above the map."""
        return 0 if self.bare else self.key.tall + 10

    def spec(self) -> dict[str, Any]:
        """The map alone, with its key."""
        layers = [*self.layers(), *self.key.layers(10)]
        if self.scene.positioned:
            made = Base(self.view).spec(layers)
        else:
            made = {
                "width": self.view.width,
                "height": self.view.height,
                "autosize": "none",
                "view": {"fill": LIGHT.card, "stroke": LIGHT.grid},
                "layer": layers,
            }
        return made | {"padding": {"left": 0, "right": 0, "top": self.top, "bottom": 0}}

    def layers(self) -> list[dict[str, Any]]:
        """From the ground up: land, roads, places, people, names, scale."""
        land = [Base(self.view).land()] if self.scene.positioned else []
        parts = [*land, self._roads(), self._specks(), self._circles()]
        if not self.bare:
            parts += [*self.labels().layers(), *self._scale()]
        return parts

    def _roads(self) -> dict[str, Any]:
        rows = [
            {
                "x": self.spot(one)[0],
                "y": self.spot(one)[1],
                "x2": self.spot(two)[0],
                "y2": self.spot(two)[1],
            }
            for one, two in self.scene.roads
            if one in self.at and two in self.at
        ]
        return {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": LIGHT.line, "strokeWidth": 1.2, "clip": True},
            "encoding": {
                "x": pixel("x"),
                "y": pixel("y"),
                "x2": {"field": "x2"},
                "y2": {"field": "y2"},
            },
        }

    def spot(self, name: str) -> tuple[float, float]:
        """Where a place stands, to a tenth of a pixel."""
        x, y = self.at[name]
        return round(x, 1), round(y, 1)

    def _specks(self) -> dict[str, Any]:
        """A small mark for every place, so that an empty one is seen too."""
        rows = [
            {
                "x": self.spot(one.name)[0],
                "y": self.spot(one.name)[1],
                "kind": one.kind,
            }
            for one in self.scene.spots
        ]
        return {
            "data": {"values": rows},
            "mark": {"type": "circle", "size": 14 if self.bare else 22, "opacity": 1, "clip": True},
            "encoding": {
                "x": pixel("x"),
                "y": pixel("y"),
                "color": _COLOUR,
            },
        }

    def radius(self, one: Finding) -> float:
        """How large a circle is, its area by people."""
        share = max(0.0, float(one.value or 0)) / (self.scene.most or 1.0)
        return float((_LARGEST * min(1.0, self.width / 560)) * min(share, 1.0) ** 0.5)

    def _circles(self) -> dict[str, Any]:
        kinds = {one.name: one.kind for one in self.scene.spots}
        largest = sorted(self.found.items(), key=lambda pair: (-(pair[1].value or 0), pair[0]))
        rows = [
            {
                "x": self.spot(name)[0],
                "y": self.spot(name)[1],
                "size": round(pi * self.radius(one) ** 2, 1),
                "kind": kinds[name],
                "name": name,
                "shown": self.words.value(one),
            }
            for name, one in largest
            if one.value and name in self.at
        ]
        heads = {"name": self.words.say("Where"), "shown": self.words.say("People")}
        told = [{"field": f, "type": "nominal", "title": title} for f, title in heads.items()]
        return {
            "data": {"values": rows},
            "mark": {"type": "circle", "opacity": 0.6, "stroke": LIGHT.card, "clip": True},
            "encoding": {
                "x": pixel("x"),
                "y": pixel("y"),
                "size": {"field": "size", "type": "quantitative", "scale": None},
                "color": _COLOUR,
                "tooltip": told,
            },
        }

    def labels(self, kinds: Collection[str] = tuple(_ORDER)) -> Labels:
        """Names of places of these kinds: of camps with their people, the largest first."""
        labels = Labels(self.view.width, self.view.height)
        for name in self.at:
            labels.keep_free(*self.at[name], 4)
        middle = (self.view.width / 2, self.view.height / 2)
        some = [one for one in self.scene.spots if one.kind in kinds]
        for one in sorted(some, key=lambda s: (_ORDER.get(s.kind, 2), -self._people(s.name))):
            x, y = self.at[one.name]
            known = self.found.get(one.name)
            number = self.words.short(known.value) if known and known.value else ""
            gap = 6 + (self.radius(known) if known else 0)
            away = (x - middle[0], y - middle[1])
            any(labels.place(x, y, one.name, number, away=away, gap=gap + far) for far in _FAR)
        return labels

    def _people(self, name: str) -> float:
        known = self.found.get(name)
        return float(known.value or 0) if known else 0.0

    def _scale(self) -> list[dict[str, Any]]:
        """A bar of round kilometres in a lower corner, where the map has a scale."""
        if not self.scene.positioned or self.view.world:
            return []
        pixels = self.view.scale / EARTH  # a kilometre
        wide = next((km for km in (1000, 500, 200, 100, 50, 20, 10) if km * pixels < 130), 10)
        y = self.view.height - 14
        bar = {"x": 12, "x2": round(12 + wide * pixels, 1), "y": y, "text": f"{wide} km"}
        encoding = {"x": pixel("x"), "y": pixel("y")}
        rule = {"type": "rule", "color": LIGHT.ink, "strokeWidth": 2}
        text = {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "dy": -4,
            "fontSize": SIZES["small"],
        }
        return [
            {
                "data": {"values": [bar]},
                "mark": rule,
                "encoding": encoding | {"x2": {"field": "x2"}},
            },
            {
                "data": {"values": [bar]},
                "mark": text,
                "encoding": encoding | {"text": {"field": "text", "type": "nominal"}},
            },
        ]
