"""Camps over time: a small chart for each, what a run or a forecast says beside what was reported.

Reports that were really made are points. A thin line joins them, or shows what a run is compared
with, for nobody counted on other days. What a run says is a line with its bands; days that it
foretells are dotted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.periods import Period
from comity.figures.figure import Figure, built, one_unit
from comity.figures.fonts import width_of, wrapped
from comity.figures.keyed import Key, Look
from comity.figures.labels import pixel
from comity.figures.scales import labelled, tick_texts, ticks, widest
from comity.figures.theme import BLUE, LIGHT, ORANGE, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 12
_TALL, _GAP, _LINE = 110, 26, 15
_STEPS = (1, 2, 3, 6, 12, 24, 60)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Camp:
    """What is known of one camp: `said` by a run or forecast, and `reported`.

    Every finding is about one day. A finding of `said` may come twice, once with each band.
    """

    name: str
    said: Sequence[Finding] = ()
    reported: Sequence[Finding] = ()
    beside: Sequence[Finding] = ()
    """What the thin line shows, where it does more than join the reports."""

    @property
    def findings(self) -> list[Finding]:
        """All of them."""
        return [*self.said, *self.reported, *self.beside]

    @property
    def last(self) -> date:
        """The last day of which anything is told."""
        return max(one.period.start for one in self.findings)

    @property
    def most(self) -> float:
        """The largest value."""
        return max((float(one.value or 0) for one in self.findings), default=0.0)


@dataclass(frozen=True, slots=True)
class Names:
    """What the key calls the line of a run or forecast, the thin line, and the bands."""

    said: str
    line: str
    bands: str


def camps(
    found: Sequence[Camp],
    title: str,
    *,
    said: str = "",
    line: str = "",
    bands: str = "",
    marked: date | None = None,
    most: int = MOST,
    caption: str = "",
    note: str = "",
    name: str = "camps",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """A chart for each camp, the largest first.

    `said` is what the line with bands is called, `bands` what these are, `line` the thin one.
    """
    known = [one for one in found if any(f.value is not None for f in one.findings)]
    if not known:
        raise ComityError(f"'{title}' cannot be drawn: no camp has a number.")
    shown = sorted(known, key=lambda one: (-one.most, one.name))[:most]
    every = [finding for one in found for finding in one.findings]
    one_unit(title, every)
    names = Names(
        said or words.say("Simulated"),
        line or words.say("Between two reports"),
        bands or words.say("80 and 95 of 100 cases"),
    )
    grid = _Grid(shown, names, marked, words, width)
    return built(
        "camps",
        title,
        grid.spec,
        every,
        _alt(title, shown, words),
        words=words,
        name=name,
        caption=sentence(caption, grid.longer(), words.largest(len(shown), len(known))),
        note=note,
    )


@dataclass(frozen=True)
class _Grid:
    """The charts in rows, each on a scale of its own, all over the same days but the longest."""

    shown: Sequence[Camp]
    names: Names
    marked: date | None
    words: Words
    width: int

    @property
    def columns(self) -> int:
        return max(1, min(len(self.shown), 3 if self.width > 500 else 1))

    @cached_property
    def first(self) -> date:
        return min(one.period.start for camp in self.shown for one in camp.findings)

    @cached_property
    def usual(self) -> date:
        """Where charts end, but for camps that are told of more than twice as long as all others.

        The days of all others would be squeezed beside theirs.
        """
        lasts = sorted(one.last for one in self.shown)
        while len(lasts) > 1 and lasts[-1] - self.first > 2 * (lasts[-2] - self.first):
            lasts.pop()
        return lasts[-1]

    def end(self, one: Camp) -> date:
        """Where the chart of a camp ends."""
        return max(one.last, self.usual)

    def longer(self) -> str:
        """Which camps have a longer axis; empty where none has."""
        named = [one.name for one in self.shown if one.last > self.usual]
        if not named:
            return ""
        return self.words.say("Longer than the others is the axis of {camps}.").format(
            camps=self.words.apart(named)
        )

    @cached_property
    def looks(self) -> list[Look]:
        """What is there to be told apart."""
        say, there = self.words.say, self.shown
        looks = []
        if any(one.reported for one in there):
            looks.append(Look(say("Reported"), "circle", ORANGE, ORANGE, size=34))
        if any(len(one.beside or one.reported) > 1 for one in there):
            looks.append(Look(self.names.line, "stroke", ORANGE, ORANGE, size=120))
        if any(one.said for one in there):
            looks.append(Look(self.names.said, "stroke", BLUE, BLUE, size=160))
        if any(one.low is not None for camp in there for one in camp.said):
            looks.append(Look(self.names.bands, "square", BLUE, LIGHT.card, 0.4, 130))
        return looks

    def spec(self) -> Row:
        marks = {one.name: ticks(0, self._top(one) or 1, 4) for one in self.shown}
        texts = [t for camp in self.shown for t in self._texts(camp, marks[camp.name])]
        left = round(widest(texts, SIZES["small"])) + 12
        inner = (self.width - left * self.columns - _GAP * (self.columns - 1) - 8) // self.columns
        heads = [wrapped(one.name, SIZES["label"], inner)[:2] for one in self.shown]
        tall = _LINE * max(len(lines) for lines in heads) + 6
        key = Key(self.looks, self.words, self.width, left)
        panels = [
            self._panel(one, lines, marks[one.name], inner)
            for one, lines in zip(self.shown, heads, strict=True)
        ]
        panels[0]["layer"] += key.layers(tall + 8)
        return {
            "padding": {"left": 2, "right": 6, "top": 4, "bottom": 2},
            "columns": self.columns,
            "spacing": {"row": 36 + tall, "column": left + _GAP},
            "bounds": "flush",
            "concat": panels,
        }

    def _top(self, one: Camp) -> float:
        """How far the scale reaches; a far wider 95 % band runs out of the picture."""
        narrow = [f.high or 0 for f in one.said if f.interval == "80 %"]
        wide = max((f.high or 0 for f in one.said), default=0)
        return max(one.most, *narrow, min(wide, 1.6 * max(one.most, *narrow, 1)), 0.0)

    def _texts(self, one: Camp, marks: Sequence[float]) -> list[str]:
        return tick_texts(marks, one.findings[0].unit, self.words)

    def _panel(self, one: Camp, head: list[str], marks: list[float], inner: int) -> Row:
        x, y = self._x(one, inner), self._y(one, marks)
        return {
            "width": inner,
            "height": _TALL,
            "layer": [
                *(layer for layer in self._layers(one, x, y) if layer["data"]["values"]),
                self._head(head, inner),
            ],
        }

    def _head(self, lines: list[str], inner: int) -> Row:
        """The name of the camp above its chart, where its language begins to read."""
        ahead = self.words.rightward
        rows = [
            {"x": 0 if ahead else inner, "y": -8 - _LINE * (len(lines) - 1 - n), "text": line}
            for n, line in enumerate(lines)
        ]
        align = "left" if ahead else "right"
        return _layer(
            rows,
            {"type": "text", "align": align, "baseline": "bottom", "clip": False},
            {"x": pixel("x"), "y": pixel("y"), "text": {"field": "text", "type": "nominal"}},
        )

    def _layers(self, one: Camp, x: Row, y: Row) -> list[Row]:
        area = {"type": "area", "color": BLUE, "opacity": 0.2, "line": False, "clip": True}
        thin = {"type": "line", "color": ORANGE, "strokeWidth": 0.9, "clip": True}
        ends = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
        layers = [
            _layer(self._bands(one), area, ends | {"detail": {"field": "level"}}),
            _layer(self._rows(one.beside or one.reported), thin, {"x": x, "y": y}),
            *self._strokes(one, x, y),
            self._points(one, x, y),
        ]
        if self.marked and self.first <= self.marked <= self.end(one):
            rule = {"type": "rule", "color": LIGHT.soft, "strokeDash": [4, 4]}
            layers.insert(0, _layer([{"x": self._at(self.marked)}], rule, {"x": x}))
        return layers

    def _strokes(self, one: Camp, x: Row, y: Row) -> list[Row]:
        """The line of a run; dotted where it foretells."""
        ahead = [f for f in one.said if f.status == "projected"]
        past = [f for f in one.said if f.status != "projected"]
        line = {"type": "line", "color": BLUE, "strokeWidth": 1.8, "clip": True}
        dots = line | {"strokeDash": [1.5, 3.5], "strokeCap": "round"}
        there = {"x": x, "y": y}
        return [_layer(self._rows(past), line, there), _layer(self._rows(ahead), dots, there)]

    def _points(self, one: Camp, x: Row, y: Row) -> Row:
        heads = {"when": self.words.say("When"), "shown": self.words.say("Reported")}
        told = [{"field": f, "type": "nominal", "title": title} for f, title in heads.items()]
        mark = {
            "type": "point",
            "shape": "circle",
            "fill": ORANGE,
            "stroke": LIGHT.card,
            "strokeWidth": 0.8,
            "size": 26 if len(one.reported) < 60 else 12,
            "opacity": 1,
            "clip": True,
        }
        rows = [
            {**row, "when": self.words.period(f.period), "shown": self.words.value(f)}
            for f in one.reported
            if f.value is not None
            for row in self._rows([f])
        ]
        return _layer(rows, mark, {"x": x, "y": y, "tooltip": told})

    def _rows(self, findings: Sequence[Finding]) -> list[Row]:
        known = {f.period.start: f.value for f in findings if f.value is not None}
        return [{"x": self._at(day), "y": value} for day, value in sorted(known.items())]

    def _bands(self, one: Camp) -> list[Row]:
        return [
            {"x": self._at(f.period.start), "low": f.low, "high": f.high, "level": f.interval}
            for f in sorted(one.said, key=lambda f: f.period)
            if f.low is not None and f.high is not None
        ]

    def _at(self, day: date) -> int:
        return (day - self.first).days

    def _x(self, one: Camp, inner: int) -> Row:
        first, last = self.first, self.end(one)
        texts = self._dates(last, inner)
        return {
            "field": "x",
            "type": "quantitative",
            "scale": {"domain": [0, max(1, (last - first).days)], "nice": False, "zero": False},
            "axis": {
                **labelled([*texts], lambda value: texts[round(value)]),
                "labelFlush": len(texts) < 3,
                "labelFontSize": SIZES["small"],
                "grid": False,
                "title": None,
            },
        }

    def _dates(self, last: date, inner: int) -> dict[int, str]:
        """The months that there is room to name; the ends where one would stand alone."""
        first = self.first
        months = [
            date(year, month, 1)
            for year in range(first.year, last.year + 1)
            for month in range(1, 13)
            if first <= date(year, month, 1) <= last
        ]
        wide = max((width_of(self._month(day), SIZES["small"]) for day in months), default=0) + 14
        for step in _STEPS:
            some = [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
            if len(some) * wide <= inner:
                break
        if len(some) < 2:
            some = [first, last] if last > first else [first]
        return {self._at(day): self._month(day) for day in some}

    def _month(self, day: date) -> str:
        return self.words.period(Period.parse(day.strftime("%Y-%m")))

    def _y(self, one: Camp, marks: list[float]) -> Row:
        by_value = dict(zip(marks, self._texts(one, marks), strict=True))
        return {
            "field": "y",
            "type": "quantitative",
            "stack": None,
            "scale": {"domain": [marks[0], marks[-1]], "nice": False},
            "axis": {
                **labelled(marks, lambda value: by_value[value]),
                "labelFontSize": SIZES["small"],
                "domain": False,
                "ticks": False,
                "grid": True,
                "title": None,
            },
        }


def _layer(rows: list[Row], mark: Row, encoding: Row) -> Row:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _alt(title: str, shown: Sequence[Camp], words: Words) -> str:
    told = []
    for one in shown[:3]:
        last = max(
            (f for f in (one.said or one.findings) if f.value is not None),
            key=lambda f: f.period,
            default=None,
        )
        if last is not None:
            told.append(
                words.say("{name}: {value}, {when}").format(
                    name=one.name, value=words.value(last), when=words.period(last.period)
                )
            )
    return words.say("{n} small charts, one a camp. {title}. {list}.").format(
        n=words.number(len(shown)), title=title, list=words.apart(told)
    )
