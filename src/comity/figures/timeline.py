"""A timeline: what happened to each of several things, lane by lane, and since when each holds.

A mark is something that happened on a day; a bar runs from the day since which something holds to
the day on which it ended, or to the end of the picture. Marks differ in shape, not in colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Source
from comity.core.marks import N_
from comity.figures.figure import Figure, Plain, built
from comity.figures.fonts import width_of
from comity.figures.labels import pixel
from comity.figures.lanes import Lanes, Row
from comity.figures.scales import labelled, year_ticks
from comity.figures.theme import BLUE, LIGHT, ORANGE, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 60
"""Lanes that are drawn at most."""

LOOKS = (("circle", LIGHT.card, BLUE), ("diamond", BLUE, BLUE), ("cross", ORANGE, ORANGE))
"""Shape, fill and outline of the first, the second and the third kind of mark."""

_THICK, _MARK, _LINE, _BETWEEN = 14, 20, 20, 16
_ALT = N_("Timeline with {n} lanes, from {first} to {last}. {title}. {list}.")
_PART = N_("{lane}: {text}")


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened in a lane on a day."""

    lane: str
    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Since when something holds in a lane, until when, and whether somebody verified it."""

    lane: str
    start: date
    end: date
    sure: bool = True


def timeline(
    moments: Sequence[Moment],
    stretches: Sequence[Stretch],
    title: str,
    *,
    lanes: Mapping[str, str],
    kinds: Mapping[str, str],
    holds: str,
    until: date,
    sources: Sequence[Source],
    plain: Plain,
    ends: Mapping[str, str] | None = None,
    caption: str = "",
    note: str = "",
    name: str = "timeline",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """Marks and bars in lanes; `lanes` and `kinds` give codes their names, `holds` names the bars.

    `ends` says in short at the end of a lane what the lane comes to, as the year it began to hold.
    """
    shown = {code: text for code, text in lanes.items() if any(m.lane == code for m in moments)}
    if not shown or len(shown) > MOST or len(kinds) > len(LOOKS):
        raise ComityError(
            f"'{title}' cannot be drawn: choose 1 to {MOST} lanes and at most {len(LOOKS)} kinds."
        )
    chart = _Chart(moments, stretches, shown, kinds, holds, until, ends or {}, words, width)
    return built(
        "timeline",
        title,
        chart.spec,
        (),
        _alt(title, shown, ends or {}, moments, until, words),
        words=words,
        name=name,
        caption=sentence(caption),
        note=note,
        sources=sources,
        plain=plain,
    )


@dataclass(frozen=True)
class _Chart:
    """A lane for each thing."""

    moments: Sequence[Moment]
    stretches: Sequence[Stretch]
    named: Mapping[str, str]
    kinds: Mapping[str, str]
    holds: str
    until: date
    ends: Mapping[str, str]
    words: Words
    width: int

    @cached_property
    def lanes(self) -> Lanes:
        ends = [(self.ends.get(code, ""), "") for code in self.named]
        names = [*self.named.values()]
        return Lanes(names, ends, self.words, self.width, _THICK, self.key[1] + 10, 40)

    @cached_property
    def key(self) -> tuple[list[tuple[float, float]], int]:
        """Where each entry of the key stands above the lanes, and how tall they are together."""
        places: list[tuple[float, float]] = []
        x, y = 8.0, 0.0
        for text in self._texts:
            wide = _MARK + width_of(text, SIZES["label"])
            if x > 8.0 and x + wide > self.width - 8:
                x, y = 8.0, y + _LINE
            places.append((x, y))
            x += wide + _BETWEEN
        return places, round(y) + _LINE

    @property
    def _texts(self) -> tuple[str, ...]:
        """The entries of the key: the bars, where there are any, and each kind of mark."""
        return (*([self.holds] if self.holds else []), *self.kinds.values())

    @cached_property
    def x(self) -> dict[str, Any]:
        first = min(one.day for one in self.moments if one.lane in self.named).year
        last = _year(self.until)
        years = year_ticks(first, last, 8 if self.lanes.inner > 330 else 4)
        axis = labelled(years, lambda value: str(round(value)))
        return {
            "field": "x",
            "type": "quantitative",
            "scale": {
                "domain": [first - 0.4, max(last, first + 1)],
                "nice": False,
                "reverse": not self.words.rightward,
            },
            "axis": {**axis, "title": None, "domain": False, "ticks": False, "grid": True},
        }

    def spec(self) -> dict[str, Any]:
        rows = {code: n for n, code in enumerate(self.named)}
        bars = [self._bar(one, rows[one.lane]) for one in self.stretches if one.lane in rows]
        marks = [self._mark(one, rows[one.lane]) for one in self.moments if one.lane in rows]
        return self.lanes.spec([self._bars(bars), self._marks(marks), *self._keyed()])

    def _bar(self, one: Stretch, lane: int) -> Row:
        row = {"x": _year(one.start), "end": _year(min(one.end, self.until))}
        return {**row, "y": round(self.lanes.middle(lane), 1), "sure": one.sure}

    def _mark(self, one: Moment, lane: int) -> Row:
        return {
            "x": _year(one.day),
            "y": round(self.lanes.middle(lane), 1),
            "kind": one.kind,
            "called": self.kinds[one.kind],
            "lane": [*self.named.values()][lane],
            "when": self.words.day(one.day),
        }

    def _bars(self, rows: list[Row]) -> dict[str, Any]:
        dash = {"condition": {"test": "datum.sure", "value": [1, 0]}, "value": [3, 3]}
        return {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": LIGHT.ramp[1], "strokeWidth": 6},
            "encoding": {
                "x": self.x,
                "x2": {"field": "end"},
                "y": pixel("y"),
                "strokeDash": dash,
            },
        }

    def _marks(self, rows: list[Row]) -> dict[str, Any]:
        told = {
            "lane": self.words.say("What"),
            "called": self.words.say("Event"),
            "when": self.words.say("When"),
        }
        return {
            "data": {"values": rows},
            "mark": {"type": "point", "size": 60, "strokeWidth": 1.6, "opacity": 1},
            "encoding": {
                "x": self.x,
                "y": pixel("y"),
                **self._told_apart(),
                "tooltip": [{"field": f, "type": "nominal", "title": t} for f, t in told.items()],
            },
        }

    def _told_apart(self) -> dict[str, Any]:
        """Each kind by its shape, and by whether it is hollow."""
        codes = [*self.kinds]
        looks = zip(*LOOKS[: len(codes)], strict=True)
        ranges = dict(zip(("shape", "fill", "stroke"), looks, strict=True))
        return {
            channel: {
                "field": "kind",
                "type": "nominal",
                "scale": {"domain": codes, "range": [*values]},
                "legend": None,
            }
            for channel, values in ranges.items()
        }

    def _keyed(self) -> list[dict[str, Any]]:
        """What bars and shapes stand for, above the lanes."""
        places, tall = self.key
        ahead = 1 if self.words.rightward else -1
        left = self.lanes.spec([])["padding"]["left"]
        at = [
            (round((x + 6 if ahead > 0 else self.width - x - 6) - left, 1), y - tall)
            for x, y in places
        ]
        texts = self._texts
        names = [
            {"x": x + 13 * ahead, "y": y, "text": text}
            for (x, y), text in zip(at, texts, strict=True)
        ]
        marks = [
            {"x": x, "y": y, "kind": kind}
            for (x, y), kind in zip(at[len(at) - len(self.kinds) :], self.kinds, strict=True)
        ]
        where = {"x": pixel("x"), "y": pixel("y")}
        bar = [{"x": at[0][0] - 7, "end": at[0][0] + 7, "y": at[0][1]}] if self.holds else []
        rule = {"type": "rule", "color": LIGHT.ramp[1], "strokeWidth": 6, "clip": False}
        point = {"type": "point", "size": 60, "strokeWidth": 1.6, "opacity": 1, "clip": False}
        side = "left" if ahead > 0 else "right"
        text = {"type": "text", "align": side, "baseline": "middle", "clip": False}
        told = {"text": {"field": "text", "type": "nominal"}}
        return [
            {
                "data": {"values": bar},
                "mark": rule,
                "encoding": {**where, "x2": {"field": "end"}},
            },
            {
                "data": {"values": marks},
                "mark": point,
                "encoding": {**where, **self._told_apart()},
            },
            {"data": {"values": names}, "mark": text, "encoding": {**where, **told}},
        ]


def _year(day: date) -> float:
    """Where a day stands on an axis of years."""
    start = day.replace(month=1, day=1)
    return round(day.year + (day - start).days / 366, 3)


def _alt(
    title: str,
    lanes: Mapping[str, str],
    ends: Mapping[str, str],
    moments: Sequence[Moment],
    until: date,
    words: Words,
) -> str:
    told = [
        words.say(_PART).format(lane=text, text=ends[code])
        for code, text in lanes.items()
        if ends.get(code)
    ]
    return words.counted(_ALT, len(lanes)).format(
        n=words.number(len(lanes)),
        first=min(one.day for one in moments).year,
        last=until.year,
        title=title,
        list=words.apart(told),
    )
