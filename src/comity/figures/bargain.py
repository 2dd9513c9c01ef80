"""Gains: what each party would gain under several ideas of fairness, as a share of its best.

Parties stand below each other. The line at zero is what a party has without any deal, and 100 per
cent the most that it could gain in a package that all others accept. Points of one party cannot be
compared with those of another, so shares are drawn; the table beside has the points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Source
from comity.core.marks import N_
from comity.figures.figure import Figure, Plain, built
from comity.figures.fonts import width_of
from comity.figures.labels import pixel
from comity.figures.lanes import Lanes, Row
from comity.figures.scales import tick_texts
from comity.figures.theme import LIGHT, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 40
"""Parties that are drawn at most."""

SHAPES = ("circle", "square", "diamond", "triangle-up", "cross")
_STEP = 17
_BETWEEN = 16
_MARK = 20
_LINE = 20


@dataclass(frozen=True, slots=True)
class Gain:
    """What one party gains under one idea of fairness."""

    party: str
    concept: str
    points: float
    share: float | None
    """Of its ideal gain, 0.4 for 40 per cent; None where the ideal is not known."""


def gains(
    found: Sequence[Gain],
    title: str,
    *,
    parties: Mapping[str, str],
    concepts: Mapping[str, str],
    sources: Sequence[Source],
    caption: str = "",
    note: str = "",
    name: str = "gains",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """A mark for each party and concept; `parties` and `concepts` give codes their names."""
    known = [one for one in found if one.share is not None]
    if not known:
        raise ComityError(f"'{title}' cannot be drawn: no gain of it is known as a share.")
    shown = [code for code in parties if any(one.party == code for one in known)]
    if len(shown) > MOST or len(concepts) > len(SHAPES):
        raise ComityError(
            f"'{title}' has too much to draw; choose at most {MOST} parties "
            f"and {len(SHAPES)} concepts."
        )
    chart = _Chart(known, {code: parties[code] for code in shown}, concepts, words, width)
    return built(
        "gains",
        title,
        chart.spec,
        (),
        _alt(title, known, parties, concepts, words),
        words=words,
        name=name,
        caption=sentence(caption, words.say(_READING)),
        note=note,
        sources=sources,
        plain=_numbers(found, parties, concepts, words),
    )


_READING = N_(
    "Zero is what a party has without a deal; 100 is the most it could gain in any package that "
    "all accept."
)


@dataclass(frozen=True)
class _Chart:
    """A lane for each party, in it a row for each concept."""

    known: Sequence[Gain]
    parties: Mapping[str, str]
    concepts: Mapping[str, str]
    words: Words
    width: int

    @cached_property
    def lanes(self) -> Lanes:
        thick = _STEP * (len(self.concepts) - 1) + _MARK
        names = [*self.parties.values()]
        return Lanes(
            names, [("", "")] * len(names), self.words, self.width, thick, self.key[1] + 12
        )

    @cached_property
    def key(self) -> tuple[list[tuple[float, float]], int]:
        """Where the name of each concept stands above the lanes, and how tall they are together."""
        wide = [
            _MARK + width_of(text, SIZES["label"]) + _BETWEEN for text in self.concepts.values()
        ]
        places: list[tuple[float, float]] = []
        x, y = 8.0, 0.0
        for one in wide:
            if x > 8.0 and x + one - _BETWEEN > self.width - 8:
                x, y = 8.0, y + _LINE
            places.append((x, y))
            x += one
        return places, round(y) + _LINE

    @cached_property
    def top(self) -> float:
        """The largest share there is room for."""
        return max(100.0, *(100 * (one.share or 0) for one in self.known))

    @cached_property
    def x(self) -> dict[str, Any]:
        marks = [0.0, 25.0, 50.0, 75.0, 100.0]
        low = min(0.0, *(100 * (one.share or 0) for one in self.known))
        return {
            "field": "value",
            "type": "quantitative",
            "scale": {
                "domain": [low, self.top * (1.1 if self.lanes.inner > 400 else 1.16)],
                "nice": False,
                "reverse": not self.words.rightward,
            },
            "axis": {
                **self.lanes.axis(marks, tick_texts(marks, "percent", self.words), "percent"),
                "title": self.words.say("Share of the largest possible gain"),
            },
        }

    def spec(self) -> dict[str, Any]:
        rows = self._rows()
        zero = {
            "data": {"values": [*map(self._beside, range(len(self.parties)))]},
            "mark": {"type": "rule", "color": LIGHT.ink, "strokeWidth": 1.5},
            "encoding": {"x": self.x, "y": pixel("y"), "y2": {"field": "end"}},
        }
        stems = {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": LIGHT.line, "strokeWidth": 1.5},
            "encoding": {"x": self.x, "x2": {"datum": 0}, "y": pixel("y")},
        }
        return self.lanes.spec([stems, zero, self._marks(rows), self._texts(rows), *self._keyed()])

    def _beside(self, n: int) -> Row:
        """The line at zero in one lane; on a telephone the name of the lane stands above it."""
        half = self.lanes.thick / 2 + (0 if self.lanes.narrow else 6)
        middle = self.lanes.middle(n)
        return {"value": 0, "y": round(middle - half, 1), "end": round(middle + half, 1)}

    def _rows(self) -> list[Row]:
        by_code = {(one.party, one.concept): one for one in self.known}
        first = -_STEP * (len(self.concepts) - 1) / 2
        return [
            {
                "value": round(100 * (one.share or 0), 3),
                "text": self.words.percent(100 * (one.share or 0)),
                "party": name,
                "concept": concept,
                "called": self.concepts[concept],
                "y": round(self.lanes.middle(n) + first + _STEP * k, 1),
            }
            for n, (party, name) in enumerate(self.parties.items())
            for k, concept in enumerate(self.concepts)
            if (one := by_code.get((party, concept)))
        ]

    def _told_apart(self) -> dict[str, Any]:
        """Each concept by shape and by colour."""
        codes = [*self.concepts]
        scales = {"shape": SHAPES, "fill": LIGHT.lines}
        return {
            channel: {
                "field": "concept",
                "type": "nominal",
                "scale": {"domain": codes, "range": [*values[: len(codes)]]},
                "legend": None,
            }
            for channel, values in scales.items()
        }

    def _marks(self, rows: list[Row]) -> dict[str, Any]:
        told = {
            "party": self.words.say("Party"),
            "called": self.words.say("Idea of fairness"),
            "text": self.words.say("Share of the largest possible gain"),
        }
        return {
            "data": {"values": rows},
            "mark": {"type": "point", "size": 85, "strokeWidth": 0, "opacity": 1},
            "encoding": {
                "x": self.x,
                "y": pixel("y"),
                **self._told_apart(),
                "tooltip": [{"field": f, "type": "nominal", "title": t} for f, t in told.items()],
            },
        }

    def _texts(self, rows: list[Row]) -> dict[str, Any]:
        ahead = 1 if self.words.rightward else -1
        return {
            "data": {"values": rows},
            "mark": {
                "type": "text",
                "align": "left" if ahead > 0 else "right",
                "baseline": "middle",
                "dx": 9 * ahead,
                "fontSize": SIZES["small"],
            },
            "encoding": {
                "x": self.x,
                "y": pixel("y"),
                "text": {"field": "text", "type": "nominal"},
            },
        }

    def _keyed(self) -> list[dict[str, Any]]:
        """What shapes and colours stand for, above the lanes."""
        places, tall = self.key
        ahead = 1 if self.words.rightward else -1
        left = self.lanes.spec([])["padding"]["left"]
        boxes, names = [], []
        for (x, y), (code, name) in zip(places, self.concepts.items(), strict=True):
            x = x + 6 if ahead > 0 else self.width - x - 6
            row = {"x": round(x - left, 1), "y": y - tall}
            boxes.append({**row, "concept": code})
            names.append({**row, "x": round(x - left + 13 * ahead, 1), "text": name})
        mark = {"type": "point", "size": 95, "strokeWidth": 0, "opacity": 1, "clip": False}
        where = {"x": pixel("x"), "y": pixel("y")}
        side = "left" if ahead > 0 else "right"
        return [
            {
                "data": {"values": boxes},
                "mark": mark,
                "encoding": {**where, **self._told_apart()},
            },
            {
                "data": {"values": names},
                "mark": {"type": "text", "align": side, "baseline": "middle", "clip": False},
                "encoding": {**where, "text": {"field": "text", "type": "nominal"}},
            },
        ]


def _numbers(
    found: Sequence[Gain], parties: Mapping[str, str], concepts: Mapping[str, str], words: Words
) -> Plain:
    say = words.say
    heads = (
        say("Party"), say("Idea of fairness"), say("Gain, in the party's own points"),
        say("Share of the largest possible gain, %"),
    )  # fmt: skip
    rows = tuple(
        (
            parties[one.party],
            concepts[one.concept],
            one.points,
            None if one.share is None else 100 * one.share,
        )
        for one in found
    )
    return Plain(("party", "concept", "gain_points", "share_of_ideal_percent"), heads, rows)


def _alt(
    title: str,
    known: Sequence[Gain],
    parties: Mapping[str, str],
    concepts: Mapping[str, str],
    words: Words,
) -> str:
    told = []
    for code, name in concepts.items():
        own = sorted((one for one in known if one.concept == code), key=lambda g: g.share or 0)
        if own:
            told.append(
                words.say("{name}: from {low} ({first}) to {high} ({last})").format(
                    name=name,
                    low=words.percent(100 * (own[0].share or 0)),
                    first=parties[own[0].party],
                    high=words.percent(100 * (own[-1].share or 0)),
                    last=parties[own[-1].party],
                )
            )
    return words.say("Dots, a row for each party and idea of fairness. {title}. {list}.").format(
        title=title, list=words.apart(told)
    )
