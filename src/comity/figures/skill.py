"""Skill: by how much a forecast is closer than the last value, with its interval, beside zero.

Zero is the last value with its own honest bands. Where the interval holds zero nobody can tell the
two apart: that is a tie, drawn hollow and grey. What is worse than the last value is crossed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from comity.core.errors import ComityError
from comity.core.findings import Source
from comity.figures.figure import Figure, Plain, built
from comity.figures.keyed import Key, Look
from comity.figures.labels import pixel
from comity.figures.lanes import Lanes, short
from comity.figures.scales import tick_texts, ticks
from comity.figures.theme import BLUE, LIGHT, ORANGE, WIDTH
from comity.figures.words import ENGLISH, Words

MOST = 16
"""Lanes that are drawn at most."""

_THICK = 16
Verdict = Literal["better", "tie", "worse"]


@dataclass(frozen=True, slots=True)
class Skill:
    """How much closer than the last value, in percent, with the interval; `who` names the lane."""

    who: str
    value: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """Better or worse where the interval leaves no doubt; else a tie."""
        if self.low > 0:
            return "better"
        return "worse" if self.high < 0 else "tie"


def skill(
    found: Sequence[Skill],
    title: str,
    *,
    sources: Sequence[Source],
    caption: str = "",
    note: str = "",
    name: str = "skill",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """A mark with its interval for each lane, in the order given."""
    if not 1 <= len(found) <= MOST:
        raise ComityError(f"'{title}' cannot be drawn: give it 1 to {MOST} lanes.")
    told = [
        words.say("{name}: {number}").format(name=one.who, number=_told(one, words))
        for one in found
    ]
    return built(
        "skill",
        title,
        _Chart(found, words, width).spec,
        (),
        words.say(
            "Marks with their intervals around the line of the last value. {title}. {list}."
        ).format(title=title, list=words.apart(told)),
        words=words,
        name=name,
        caption=caption,
        note=note,
        sources=sources,
        plain=_rows(found, words),
    )


def _rows(found: Sequence[Skill], words: Words) -> Plain:
    say = words.say
    heads = (
        say("What"),
        say("Closer than the last value, %"),
        say("From, %"),
        say("To, %"),
        say("Verdict"),
    )
    said = {"better": say("better"), "tie": say("no better, no worse"), "worse": say("worse")}
    rows = tuple((one.who, one.value, one.low, one.high, said[one.verdict]) for one in found)
    return Plain(("what", "skill_percent", "low", "high", "verdict"), heads, rows)


def _told(one: Skill, words: Words) -> str:
    value = words.say("{value} ({low} to {high})")
    return value.format(
        value=_percent(one.value, words),
        low=_signed(one.low, words),
        high=_signed(one.high, words),
    )


def _percent(value: float, words: Words) -> str:
    return _signed(value, words) + words.percent_sign


def _signed(value: float, words: Words) -> str:
    return short(round(value, 1), words, plus=True)


@dataclass(frozen=True)
class _Chart:
    """A lane for each skill."""

    found: Sequence[Skill]
    words: Words
    width: int

    @cached_property
    def looks(self) -> dict[str, Look]:
        say = self.words.say
        every = {
            "better": Look(say("Closer"), "circle", BLUE, BLUE),
            "tie": Look(say("No telling apart"), "circle", LIGHT.card, LIGHT.soft),
            "worse": Look(say("Further off"), "cross", ORANGE, ORANGE),
        }
        there = {one.verdict for one in self.found}
        return {verdict: look for verdict, look in every.items() if verdict in there}

    @cached_property
    def lanes(self) -> Lanes:
        ends = []
        for one in self.found:
            span = self.words.say("{low} to {high}").format(
                low=_signed(one.low, self.words), high=_signed(one.high, self.words)
            )
            ends.append((_percent(one.value, self.words), span))
        tall = Key([*self.looks.values()], self.words, self.width, 0).tall
        names = [one.who for one in self.found]
        return Lanes(names, ends, self.words, self.width, _THICK, tall + 12)

    @cached_property
    def x(self) -> dict[str, Any]:
        reach = [0.0, *(end for one in self.found for end in (one.low, one.high))]
        marks = ticks(min(reach), max(reach), 6 if self.lanes.inner > 400 else 4)
        axis = self.lanes.axis(marks, tick_texts(marks, "percent", self.words), "percent")
        domain = [min(marks[0], min(reach)), max(marks[-1], max(reach))]
        return {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": domain, "nice": False, "reverse": not self.words.rightward},
            "axis": {**axis, "title": self.words.say("Closer than the last value, percent")},
        }

    def spec(self) -> dict[str, Any]:
        left = self.lanes.spec([])["padding"]["left"]
        key = Key([*self.looks.values()], self.words, self.width, left)
        layers = [self._zero(), *(self._lane(verdict) for verdict in self.looks)]
        return self.lanes.spec([*layers, *key.layers(8)])

    def _zero(self) -> dict[str, Any]:
        """The line of the last value; beside each mark only where names stand above the marks."""
        heights = [self.lanes.middle(n) for n in range(len(self.found))]
        ends = [{"value": 0, "y": y - _THICK / 2, "to": y + _THICK / 2} for y in heights]
        lane = {"y": pixel("y"), "y2": {"field": "to"}} if self.lanes.narrow else {}
        return {
            "data": {"values": ends if lane else [{"value": 0}]},
            "mark": {"type": "rule", "color": LIGHT.ink, "strokeWidth": 1.4},
            "encoding": {"x": self.x, **lane},
        }

    def _lane(self, verdict: str) -> dict[str, Any]:
        look = self.looks[verdict]
        rows = [
            {
                "value": round(one.value, 2),
                "low": round(one.low, 2),
                "high": round(one.high, 2),
                "y": round(self.lanes.middle(n), 1),
                "who": one.who,
                "shown": _told(one, self.words),
            }
            for n, one in enumerate(self.found)
            if one.verdict == verdict
        ]
        heads = {"who": self.words.say("What"), "shown": self.words.say("Closer than last value")}
        told = [{"field": f, "type": "nominal", "title": title} for f, title in heads.items()]
        whisker = {"type": "rule", "color": look.stroke, "strokeWidth": 2.4}
        ends = {"x": {**self.x, "field": "low"}, "x2": {"field": "high"}}
        return {
            "data": {"values": rows},
            "encoding": {"y": pixel("y")},
            "layer": [
                {"mark": whisker, "encoding": ends},
                {"mark": look.mark(), "encoding": {"x": self.x, "tooltip": told}},
            ],
        }
