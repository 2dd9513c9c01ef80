"""A map of categories: what each place is to something, as a treaty; small states as circles.

Shades tell categories apart by how dark they are as well as by hue, and the table beside the map
says the same in words. Places of which nothing is told are land colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from comity.core.errors import ComityError
from comity.core.findings import Source
from comity.core.marks import N_
from comity.core.places import places
from comity.figures.figure import Figure, Plain, built
from comity.figures.frames import area_view, world_view
from comity.figures.labels import pixel
from comity.figures.maps import Base, disclaimer
from comity.figures.scales import widest
from comity.figures.theme import BLUE, LIGHT, ORANGE, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

Shade = Literal["strong", "middle", "weak", "grey", "other"]
_SHADES: dict[Shade, str] = {
    "strong": BLUE,
    "middle": LIGHT.ramp[2],
    "weak": LIGHT.ramp[0],
    "grey": LIGHT.line,
    "other": ORANGE,
}
_KEY, _SWATCH = 21, 12
_ALT = N_("Map of {n} countries and areas. {title}. {list}.")
_PART = N_("{category}: {number}")


@dataclass(frozen=True, slots=True)
class Category:
    """One category: what it is called and how dark it is drawn."""

    code: str
    label: str
    shade: Shade


def category_map(
    told: Mapping[str, str],
    title: str,
    *,
    categories: Sequence[Category],
    sources: Sequence[Source],
    plain: Plain,
    within: Iterable[str] | None = None,
    untold: str = "",
    caption: str = "",
    note: str = "",
    name: str = "map",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """Places by category: `told` says which each is of, `untold` names the others in the key."""
    known = {code: kind for code, kind in told.items() if code in places()}
    if not known:
        raise ComityError(f"'{title}' cannot be drawn: nothing is told of any place.")
    inside = None if within is None else [places()[code] for code in within]
    view = world_view(width) if inside is None else area_view(inside, width)
    used = [one for one in categories if one.code in known.values()]
    return built(
        "categories",
        title,
        _Map(known, used, Base(view), untold or words.say("no figure"), words).spec,
        (),
        _alt(title, known, used, words),
        words=words,
        name=name,
        caption=caption,
        note=sentence(note, disclaimer(words, [places()[code] for code in known])),
        sources=sources,
        plain=plain,
    )


@dataclass(frozen=True)
class _Map:
    """Categories laid on a view."""

    told: Mapping[str, str]
    categories: Sequence[Category]
    base: Base
    untold: str
    words: Words

    def spec(self) -> dict[str, Any]:
        called = {one.code: one.label for one in self.categories}
        rows = {
            code: {"name": places()[code].name_in(self.words.language), "kind": called[kind]}
            for code, kind in self.told.items()
        }
        small = self.base.small
        shapes = {code: row for code, row in rows.items() if code not in small}
        marks = [{**rows[code], "x": x, "y": y} for code, (x, y) in small.items() if code in rows]
        layers = [
            self.base.land(shapes),
            self.base.specks(rows),
            self.base.filled(shapes, {"fill": self._fill("properties.")}, self._tip("properties.")),
            self._circles(marks),
        ]
        return self._keyed(self.base.spec(layers))

    def _circles(self, marks: list[dict[str, Any]]) -> dict[str, Any]:
        rim = {"stroke": LIGHT.soft, "strokeWidth": 0.8}
        return {
            "data": {"values": marks},
            "mark": {"type": "point", "filled": True, "size": 44, "opacity": 1, **rim},
            "encoding": {
                "x": pixel("x"),
                "y": pixel("y"),
                "fill": self._fill(""),
                "tooltip": self._tip(""),
            },
        }

    def _fill(self, prefix: str) -> dict[str, Any]:
        scale = {
            "domain": [one.label for one in self.categories],
            "range": [_SHADES[one.shade] for one in self.categories],
        }
        return {"field": f"{prefix}kind", "type": "nominal", "scale": scale, "legend": None}

    def _tip(self, prefix: str) -> list[dict[str, Any]]:
        told = {"name": self.words.say("Where"), "kind": self.words.say("Status")}
        return [
            {"field": prefix + field, "type": "nominal", "title": text}
            for field, text in told.items()
        ]

    def _keyed(self, spec: dict[str, Any]) -> dict[str, Any]:
        """The map with its key below: a swatch and a name for each category, line by line."""
        entries = [(_SHADES[one.shade], one.label) for one in self.categories]
        entries.append((LIGHT.land, self.untold))
        rightward, edge = self.words.rightward, self.base.view.width
        x, y = 4.0, spec["height"] + 16.0
        swatches, names = [], []
        for colour, label in entries:
            wide = _SWATCH + 7 + widest([label], SIZES["label"])
            if x > 4 and x + wide > edge - 4:
                x, y = 4.0, y + _KEY
            box, text = x + _SWATCH / 2, x + _SWATCH + 6
            if not rightward:
                box, text = edge - box, edge - text
            swatches.append(_swatch(round(box, 1), y, colour))
            names.append({"x": round(text, 1), "y": y, "text": label})
            x += wide + 18
        deep = round(y + 14 - spec["height"])
        padding = {"left": 0, "right": 0, "top": 0, "bottom": deep}
        side = "left" if rightward else "right"
        return {
            **spec,
            "padding": padding,
            "layer": [*spec["layer"], *swatches, _names(names, side)],
        }


def _swatch(x: float, y: float, colour: str) -> dict[str, Any]:
    square = {"type": "point", "shape": "square", "size": _SWATCH**2, "opacity": 1}
    return {
        "data": {"values": [{}]},
        "mark": {**square, "fill": colour, "stroke": LIGHT.line, "strokeWidth": 0.5},
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }


def _names(rows: list[dict[str, Any]], side: str) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": side, "baseline": "middle", "color": LIGHT.ink},
        "encoding": {
            "x": pixel("x"),
            "y": pixel("y"),
            "text": {"field": "text", "type": "nominal"},
        },
    }


def _alt(title: str, told: Mapping[str, str], categories: Sequence[Category], words: Words) -> str:
    counted = Counter(told.values())
    parts = [
        words.say(_PART).format(category=one.label, number=words.number(counted[one.code]))
        for one in categories
    ]
    return words.counted(_ALT, len(told)).format(
        n=words.number(len(told)), title=title, list=words.apart(parts)
    )
