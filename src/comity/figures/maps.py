"""What every map shares: land and sea, marks for states too small to see, and a disclaimer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any

import numpy as np

from comity.core.marks import N_
from comity.core.places import Place, places
from comity.figures.curves import PAGE
from comity.figures.frames import point_of
from comity.figures.labels import pixel
from comity.figures.projection import Polygon, View, drawn
from comity.figures.theme import LIGHT
from comity.figures.topology import Points, topology
from comity.figures.words import Words

SMALL = 9.0
"""A place drawn on fewer square pixels than this is marked with a circle."""

_DISCLAIMER = N_(
    "The boundaries and names shown on this map do not imply official endorsement or acceptance, "
    "and lines are simplified."
)


def disclaimer(words: Words, shown: Iterable[Place] = ()) -> str:
    """What is printed below every map; the note on Kosovo where it is named."""
    noted = [place.note for place in shown if place.code == "XKX" and place.note]
    return " ".join([words.say(_DISCLAIMER), *(words.say(note) for note in noted)])


class Base:
    """The shapes of a view, and which places are too small on it to be seen."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.page = drawn(topology(), view)
        self.shapes = self.page.shapes

    @cached_property
    def small(self) -> dict[str, tuple[float, float]]:
        """The places marked with a circle, and where: no shape, or one too small to see."""
        codes, points = _located()
        return {
            code: (round(x, 1), round(y, 1))
            for code, (x, y) in zip(codes, self.view.project(points).tolist(), strict=True)
            if self.view.holds(x, y) and self.page.areas.get(code, 0.0) < SMALL
        }

    def land(self, besides: Iterable[str] = ()) -> dict[str, Any]:
        """All land that nothing is said about, as one shape."""
        other = set(besides)
        rest = [p for code, found in self.shapes.items() if code not in other for p in found]
        return {
            "data": {"values": [feature([*rest, *self.page.nameless])]},
            "projection": PAGE,
            "mark": {"type": "geoshape", "fill": LIGHT.land, **_BORDER},
        }

    def filled(
        self, told: Mapping[str, Mapping[str, Any]], how: Mapping[str, Any], tooltip: list[Any]
    ) -> dict[str, Any]:
        """Places of which something is said, each with its properties."""
        rows = [
            feature(self.shapes[code], dict(about))
            for code, about in told.items()
            if code in self.shapes
        ]
        return {
            "data": {"values": rows},
            "projection": PAGE,
            "mark": {"type": "geoshape", **_BORDER},
            "encoding": {**how, "tooltip": tooltip},
        }

    def specks(self, besides: Iterable[str] = ()) -> dict[str, Any]:
        """Small circles for the small states of which nothing is said."""
        other = set(besides)
        rows = [{"x": x, "y": y} for code, (x, y) in self.small.items() if code not in other]
        return {
            "data": {"values": rows},
            "mark": {"type": "circle", "size": 12, "opacity": 1, "color": LIGHT.land, **_BORDER},
            "encoding": {"x": pixel("x"), "y": pixel("y")},
        }

    def spec(self, layers: list[dict[str, Any]]) -> dict[str, Any]:
        """The spec of a map: its size, the sea, and its layers from the ground up."""
        return {
            "width": self.view.width,
            "height": self.view.height,
            "autosize": "none",
            "padding": 0,
            "view": {"fill": LIGHT.sea, "stroke": LIGHT.grid},
            "layer": layers,
        }


_BORDER = {"stroke": LIGHT.card, "strokeWidth": 0.7, "strokeJoin": "round"}


def feature(polygons: list[Polygon], about: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Polygons as one GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": dict(about or {}),
        "geometry": {"type": "MultiPolygon", "coordinates": [[polygon] for polygon in polygons]},
    }


@cache
def _located() -> tuple[list[str], Points]:
    """Every place that is on the map of the world, and where."""
    found = {place.code: point for place in places().values() if (point := point_of(place))}
    return list(found), np.array(list(found.values()))
