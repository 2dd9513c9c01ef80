"""The pictures of the slider of days: one ground for all of them, and the people of each day.

They stand in the page itself, small and without a script, so that moving from day to day asks for
nothing more; the figure of a day, with its title and sources, is a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from comity.core.findings import Finding
from comity.figures.maps import Base
from comity.figures.whereabouts import Map, Scene
from comity.figures.words import Words
from comity.web.exhibits import Exhibit


@dataclass(frozen=True, slots=True)
class Circle:
    """People at a place: where, how large, and of which kind the place is."""

    x: float
    y: float
    radius: float
    kind: str


@dataclass(frozen=True, slots=True)
class Text:
    """A name or a number on the picture; `anchor` is its side that faces the place."""

    x: float
    y: float
    text: str
    anchor: str
    number: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The people of one day on one ground."""

    circles: tuple[Circle, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One day of the slider, with its map."""

    day: int
    date: str
    alt: str
    exhibit: Exhibit
    pictures: tuple[Frame, ...]
    now: bool


_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


@dataclass(frozen=True)
class Ground:
    """Land, roads and places on a width, which are the same on every day."""

    scene: Scene
    words: Words
    width: int

    @cached_property
    def _map(self) -> Map:
        return Map(self.scene, {}, self.words, self.width)

    @property
    def height(self) -> int:
        """How tall the picture is."""
        return self._map.view.height

    @cached_property
    def land(self) -> str:
        """The land as one path; nothing for a made-up network."""
        if not self.scene.positioned:
            return ""
        base = Base(self._map.view)
        found = [polygon for some in base.shapes.values() for polygon in some]
        return "".join(_path(polygon) for polygon in [*found, *base.page.nameless])

    @property
    def roads(self) -> list[tuple[float, float, float, float]]:
        """Every road, from its one end to its other."""
        at = self._map
        ends = [pair for pair in self.scene.roads if pair[0] in at.at and pair[1] in at.at]
        return [(*at.spot(one), *at.spot(two)) for one, two in ends]

    @property
    def spots(self) -> list[Circle]:
        """A speck for every place."""
        return [Circle(*self._map.spot(one.name), 2.4, one.kind) for one in self.scene.spots]

    def frame(self, found: Mapping[str, Finding]) -> Frame:
        """The people of a day, those of large places below those of small ones."""
        drawn = Map(self.scene, found, self.words, self.width)
        kinds = {one.name: one.kind for one in self.scene.spots}
        largest = sorted(found.items(), key=lambda pair: (-(pair[1].value or 0), pair[0]))
        circles = tuple(
            Circle(*drawn.spot(name), round(drawn.radius(one), 1), kinds[name])
            for name, one in largest
            if one.value
        )
        return Frame(circles, tuple(_texts(drawn.labels(("camp",)).rows)))


def _path(polygon: Sequence[Sequence[float]]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in polygon) + "Z"


def _texts(rows: Iterable[Mapping[str, object]]) -> Iterable[Text]:
    for row in rows:
        anchor = _ANCHORS[str(row["align"])]
        yield Text(
            float(str(row["x"])),
            float(str(row["y"])),
            str(row["text"]),
            anchor,
            bool(row["number"]),
        )
