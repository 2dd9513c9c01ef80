"""Reliability: how often outcomes lay below what was said, against how often they should have.

`reliability` draws what was stated against what was observed, with its interval: points on the
diagonal keep their word. `spread_of` draws where outcomes fell within what was said (a histogram
of the probability integral transform): bars of one height keep their word as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Source
from comity.core.marks import N_
from comity.figures.figure import Figure, Plain, built
from comity.figures.fonts import wrapped
from comity.figures.scales import labelled, tick_texts, ticks, widest
from comity.figures.theme import BLUE, LIGHT, ORANGE, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

HEIGHT = 300
_TOP, _BELOW = 34, 46
_PERCENTS = [0.0, 25.0, 50.0, 75.0, 100.0]
_STACKED = {"stack": None}
_APART = N_("A cross stands where the interval does not hold what was stated.")


@dataclass(frozen=True, slots=True)
class Level:
    """A stated share of outcomes, in percent, with what was observed and its interval."""

    stated: float
    observed: float
    low: float
    high: float

    @property
    def apart(self) -> bool:
        """Whether the interval leaves no doubt that the two differ."""
        return not self.low <= self.stated <= self.high


@dataclass(frozen=True, slots=True)
class Part:
    """Outcomes between two stated shares, in percent, and the share of all that fell there."""

    low: float
    high: float
    observed: float

    @property
    def height(self) -> float:
        """How many times as many as there should be."""
        return self.observed / (self.high - self.low)


def reliability(
    found: Sequence[Level],
    title: str,
    *,
    sources: Sequence[Source],
    caption: str = "",
    note: str = "",
    name: str = "reliability",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """Stated against observed, with the diagonal on which both are alike."""
    if len(found) < 2:
        raise ComityError(f"'{title}' cannot be drawn: give it two levels or more.")
    say = words.say
    heads = (say("Stated, %"), say("Observed, %"), say("From, %"), say("To, %"))
    rows = tuple((f"{one.stated:g}", one.observed, one.low, one.high) for one in found)
    told = [
        say("{a} stated, {b} observed").format(
            a=words.percent(one.stated, 1), b=words.percent(one.observed, 1)
        )
        for one in found
    ]
    alt = say("Stated shares of outcomes against observed ones. {title}. {list}.")
    return built(
        "reliability",
        title,
        lambda: _diagonal(found, words, width),
        (),
        alt.format(title=title, list=words.apart(told)),
        words=words,
        name=name,
        caption=caption,
        note=sentence(words.say(_APART) if any(one.apart for one in found) else "", note),
        sources=sources,
        plain=Plain(("stated_percent", "observed_percent", "low", "high"), heads, rows),
    )


def _diagonal(found: Sequence[Level], words: Words, width: int) -> dict[str, Any]:
    said = tick_texts(_PERCENTS, "percent", words)
    x = _axis("stated", _PERCENTS, said, words.say("Outcomes that should lie below"), words)
    y = _axis("observed", _PERCENTS, said, words.say("Outcomes that lay below"), words, up=True)
    rows = [
        {
            "stated": round(one.stated, 2),
            "observed": round(one.observed, 2),
            "low": round(one.low, 2),
            "high": round(one.high, 2),
            "apart": one.apart,
            "shown": _between(one, words),
        }
        for one in found
    ]
    straight = {
        "data": {"values": [{"stated": 0, "observed": 0}, {"stated": 100, "observed": 100}]},
        "mark": {"type": "line", "color": LIGHT.soft, "strokeDash": [4, 4]},
        "encoding": {"x": x, "y": y},
    }
    colour = {"condition": {"test": "datum.apart", "value": ORANGE}, "value": BLUE}
    shape = {"condition": {"test": "datum.apart", "value": "cross"}, "value": "circle"}
    told = [
        {"field": "stated", "type": "quantitative", "title": words.say("Stated, %")},
        {"field": "shown", "type": "nominal", "title": words.say("Observed, %")},
    ]
    lines = {"y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}
    marks = {"y": y, "fill": colour, "stroke": colour, "shape": shape, "tooltip": told}
    layers = [
        straight,
        {
            "data": {"values": rows},
            "encoding": {"x": x},
            "layer": [
                {"mark": {"type": "rule", "strokeWidth": 2.4}, "encoding": lines},
                {"mark": {"type": "point", "size": 62, "opacity": 1}, "encoding": marks},
            ],
        },
    ]
    return _framed(layers, said, min(width, 520))


def _between(one: Level, words: Words) -> str:
    said = words.say("{value} ({low} to {high})")
    low, high = words.percent(one.low, 1), words.percent(one.high, 1)
    return said.format(value=words.percent(one.observed, 1), low=low, high=high)


def spread_of(
    found: Sequence[Part],
    title: str,
    *,
    sources: Sequence[Source],
    caption: str = "",
    note: str = "",
    name: str = "spread",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """A bar for each part, as wide as the share that should lie there; 1 is as it should be."""
    if not found:
        raise ComityError(f"'{title}' cannot be drawn: give it a part or more.")
    say = words.say
    heads = (
        say("Part of what was said, %"),
        say("Should be, %"),
        say("Observed, %"),
        say("Observed for each that should be"),
    )
    names = ("part", "expected_percent", "observed_percent", "ratio")
    rows = tuple(
        (f"{one.low:g}-{one.high:g}", one.high - one.low, one.observed, one.height) for one in found
    )
    told = [
        say("{part}: {number}").format(
            part=f"{one.low:g}-{one.high:g}{words.percent_sign}",
            number=words.number(one.height, 2),
        )
        for one in found
    ]
    alt = say("Bars of how many outcomes fell into each part of what was said. {title}. {list}.")
    return built(
        "spread",
        title,
        lambda: _bars(found, words, width),
        (),
        alt.format(title=title, list=words.apart(told)),
        words=words,
        name=name,
        caption=caption,
        note=note,
        sources=sources,
        plain=Plain(names, heads, rows),
    )


def _bars(found: Sequence[Part], words: Words, width: int) -> dict[str, Any]:
    marks = ticks(0, max(1.0, *(one.height for one in found)), 5)
    said = [words.number(mark, 2) for mark in marks]
    x = _axis(
        "low",
        _PERCENTS,
        tick_texts(_PERCENTS, "percent", words),
        words.say("Part of what was said"),
        words,
    )
    y = _axis("height", marks, said, words.say("Outcomes for each that should be"), words, up=True)
    rows = [
        {"low": one.low, "high": one.high, "zero": 0, "height": round(one.height, 3)}
        for one in found
    ]
    bars = {
        "data": {"values": rows},
        "mark": {"type": "rect", "fill": LIGHT.ramp[2], "stroke": BLUE, "strokeWidth": 1},
        "encoding": {
            "x": x,
            "x2": {"field": "high"},
            "y": {**y, "field": "zero"},
            "y2": {"field": "height"},
            "tooltip": [
                {
                    "field": "height",
                    "type": "quantitative",
                    "title": words.say("Outcomes for each that should be"),
                }
            ],
        },
    }
    one = {
        "data": {"values": [{"height": 1}]},
        "mark": {"type": "rule", "color": LIGHT.ink, "strokeDash": [4, 4]},
        "encoding": {"y": y},
    }
    return _framed([bars, one], said, min(width, 520))


def _axis(
    field: str,
    marks: Sequence[float],
    texts: Sequence[str],
    title: str,
    words: Words,
    *,
    up: bool = False,
) -> dict[str, Any]:
    """An axis over these marks, from the right in Arabic; the upright one's title is above it."""
    by_value = dict(zip(marks, texts, strict=True))
    above = {
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "start",
        "titleBaseline": "bottom",
        "titleX": -round(widest(texts)) - 6,
        "titleY": -12,
    }
    return {
        "field": field,
        "type": "quantitative",
        **_STACKED,
        "scale": {
            "domain": [marks[0], marks[-1]],
            "nice": False,
            "reverse": not (up or words.rightward),
        },
        "axis": {
            **labelled(marks, lambda value: by_value[value]),
            "title": wrapped(title, SIZES["label"], 320),
            "grid": up,
            "domain": not up,
            "ticks": not up,
            **(above if up else {}),
        },
    }


def _framed(layers: list[dict[str, Any]], texts: Sequence[str], width: int) -> dict[str, Any]:
    """The layers on a card that is no wider than needed."""
    left = round(widest(texts)) + 14
    return {
        "width": width - left - 24,
        "height": HEIGHT,
        "autosize": "none",
        "padding": {"left": left, "right": 24, "top": _TOP, "bottom": _BELOW},
        "layer": layers,
    }
