"""A choropleth: each place in the shade of its class; small states as circles that can be seen.

Use it for rates and shares: a count on a map shows where many people live. Places without a
figure are land colour and are named so in the key; withheld is a class of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from comity.core.findings import Finding
from comity.core.places import Place
from comity.figures.figure import Figure, built, once, one_unit
from comity.figures.frames import area_view, world_view
from comity.figures.labels import pixel
from comity.figures.maps import Base, disclaimer
from comity.figures.projection import View
from comity.figures.scales import class_labels, class_of, classes, widest
from comity.figures.theme import LIGHT, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

_KEY = 21
_SWATCH = 12


def choropleth(
    findings: Sequence[Finding],
    title: str,
    *,
    within: Iterable[Place] | None = None,
    caption: str = "",
    note: str = "",
    name: str = "choropleth",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """Places by class of one measure; the frame holds the places `within`, or the world."""
    one_unit(title, findings)
    told = [f for f in once(findings) if isinstance(f.subject, Place)]
    one_unit(title, told)
    shown = [f.subject for f in told if isinstance(f.subject, Place)]
    view = world_view(width) if within is None else area_view([*within, *shown], width)
    return built(
        "choropleth",
        title,
        _Shades(told, view, words).spec,
        told,
        _alt(title, told, words),
        words=words,
        name=name,
        caption=caption,
        note=sentence(note, disclaimer(words, shown)),
    )


class _Shades:
    """The classes of a measure laid on a view."""

    def __init__(self, findings: Sequence[Finding], view: View, words: Words) -> None:
        self.words = words
        self.base = Base(view)
        self.unit = findings[0].unit
        self.measure = findings[0]
        self.about = {f.subject.code: f for f in findings}
        known = [f.value for f in findings if f.value is not None]
        self.breaks = classes(known, tens=self.unit != "percent")
        self.labels = class_labels(self.breaks, self.unit, words)
        self.ramp = _spaced(len(self.labels))

    def spec(self) -> dict[str, Any]:
        told = {code: self._row(f) for code, f in self.about.items()}
        colour = {
            "type": "ordinal",
            "scale": {
                "domain": [*range(len(self.labels)), -1, -2],
                "range": [*self.ramp, LIGHT.line, LIGHT.land],
            },
            "legend": None,
        }
        small = self.base.small
        marks = [{**told[code], "x": x, "y": y} for code, (x, y) in small.items() if code in told]
        shapes = {code: row for code, row in told.items() if code not in small}
        layers = [
            self.base.land(shapes),
            self.base.specks(told),
            self.base.filled(
                shapes,
                {"fill": {"field": "properties.class", **colour}},
                self._tooltip("properties."),
            ),
            {
                "data": {"values": marks},
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 70,
                    "opacity": 1,
                    "stroke": LIGHT.soft,
                    "strokeWidth": 0.8,
                },
                "encoding": {
                    "x": pixel("x"),
                    "y": pixel("y"),
                    "fill": {"field": "class", **colour},
                    "tooltip": self._tooltip(""),
                },
            },
        ]
        return self._with_key(self.base.spec(layers))

    def _row(self, finding: Finding) -> dict[str, Any]:
        row: dict[str, Any] = {
            "name": self.words.name(finding.subject),
            "shown": self.words.value(finding),
            "when": self.words.period(finding.period),
        }
        if finding.value is None:
            return row | {"class": -1 if finding.status == "withheld" else -2}
        return row | {"value": finding.value, "class": class_of(finding.value, self.breaks)}

    def _tooltip(self, prefix: str) -> list[dict[str, Any]]:
        told = {
            "name": self.words.say("Where"),
            "shown": self.words.measure(self.measure),
            "when": self.words.say("When"),
        }
        return [
            {"field": prefix + field, "type": "nominal", "title": text}
            for field, text in told.items()
        ]

    def _with_key(self, spec: dict[str, Any]) -> dict[str, Any]:
        """The map with its key below: a swatch and a name for each class, line by line."""
        entries = [*zip(self.ramp, self.labels, strict=True)]
        if any(f.status == "withheld" for f in self.about.values()):
            entries.append((LIGHT.line, self.words.say("withheld")))
        entries.append((LIGHT.land, self.words.say("no figure")))
        x, y = 4.0, spec["height"] + 32.0
        title = self.words.unit(self.unit)
        layers = [_text(4, spec["height"] + 14, title, LIGHT.soft)]
        for colour, label in entries:
            wide = _SWATCH + 7 + widest([label], SIZES["label"])
            if x > 4 and x + wide > self.base.view.width - 4:
                x, y = 4.0, y + _KEY
            layers += [_swatch(x, y, colour), _text(x + _SWATCH + 6, y, label, LIGHT.ink)]
            x += wide + 18
        deep = round(y + 14 - spec["height"])
        padding = {"left": 0, "right": 0, "top": 0, "bottom": deep}
        return {**spec, "padding": padding, "layer": [*spec["layer"], *layers]}


def _spaced(count: int) -> list[str]:
    """As many steps of the ramp as there are classes, as far apart as may be."""
    ramp = LIGHT.ramp
    chosen = {1: [2], 2: [1, 3], 3: [0, 2, 4], 4: [0, 1, 3, 4]}.get(count, [0, 1, 2, 3, 4])
    return [ramp[n] for n in chosen]


def _swatch(x: float, y: float, colour: str) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "point",
            "shape": "square",
            "size": _SWATCH**2,
            "fill": colour,
            "stroke": LIGHT.line,
            "strokeWidth": 0.5,
            "opacity": 1,
        },
        "encoding": {"x": {"value": round(x + _SWATCH / 2, 1)}, "y": {"value": y}},
    }


def _text(x: float, y: float, text: str, colour: str) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "baseline": "middle", "color": colour},
        "encoding": {
            "x": {"value": round(x, 1)},
            "y": {"value": y},
            "text": {"value": text},
        },
    }


def _alt(title: str, told: Sequence[Finding], words: Words) -> str:
    known = sorted(
        (f for f in told if f.value is not None), key=lambda f: (-(f.value or 0), f.subject.code)
    )
    return words.say(
        "Map of {n} countries and areas. {title}. Highest: {a}, {high}; lowest: {b}, {low}."
    ).format(
        n=words.number(len(known)),
        title=title,
        a=words.name(known[0].subject),
        high=words.amount(known[0].value or 0, known[0].unit),
        b=words.name(known[-1].subject),
        low=words.amount(known[-1].value or 0, known[-1].unit),
    )
