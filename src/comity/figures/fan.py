"""A fan: what was counted, what is expected with its bands, and how earlier forecasts came out.

Earlier forecasts are bars of their 80 % bands, beside what came. One that missed differs from the
others in shape as well as in colour. A rule is an event from which on a series means another thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor, log10
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.figures.figure import Figure, built, one_unit
from comity.figures.keyed import Key, Look
from comity.figures.lines import Line, Row, position
from comity.figures.scales import labelled, tick_texts, ticks, widest, year_ticks
from comity.figures.theme import BLUE, LIGHT, ORANGE, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

HEIGHT = 300
BAND = "80 %"
"""The interval of the bars of earlier forecasts, and of what counts as missed."""

WIDEST = "95 %"
"""The band that may run out of a picture in which it would leave no room for the rest."""

_BELOW, _UNIT = 28, 26
_LETTERS = "ABCDEFGHIJ"
_CUT = N_("The 95 % band runs out of the picture; the table has its end.")


@dataclass(frozen=True, slots=True)
class Past:
    """What was said of a period before it, and what came; `said` has the 80 % band."""

    said: Finding
    came: Finding | None

    @property
    def known(self) -> bool:
        """Whether the band and what came are both known, so that it can be judged."""
        values = (self.said.low, self.said.high, self.came and self.came.value)
        return None not in values

    @property
    def missed(self) -> bool:
        """Whether what came lay outside the band."""
        if not self.known or self.came is None:
            return False
        value, low, high = self.came.value or 0, self.said.low or 0, self.said.high or 0
        return not low <= value <= high


def fan(
    history: Sequence[Finding],
    ahead: Sequence[Finding],
    title: str,
    *,
    past: Sequence[Past] = (),
    breaks: Sequence[tuple[Period, str]] = (),
    ratio: bool = False,
    caption: str = "",
    note: str = "",
    name: str = "fan",
    tab: str = "",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """The history of a series and its forecast, each band of which is a finding of its own.

    `ratio` draws equal ratios as equal heights. `breaks` are periods with what happened then.
    """
    judged = [one for one in past if one.known]
    used = [*history, *ahead, *(f for one in judged for f in (one.said, one.came) if f)]
    one_unit(title, used)
    if not any(one.low is not None for one in [*ahead, *(one.said for one in judged)]):
        raise ComityError(f"'{title}' cannot be drawn: no forecast of it has a band.")
    chart = _Chart(history, ahead, judged, breaks, ratio, words, width)
    return built(
        "fan",
        title,
        chart.spec,
        used,
        _alt(title, history, ahead, judged, words),
        words=words,
        name=name,
        caption=sentence(caption, words.say(_CUT) if chart.cut else ""),
        note=sentence(_lettered(breaks, words), note),
        tab=tab,
    )


def _lettered(breaks: Sequence[tuple[Period, str]], words: Words) -> str:
    """What the letters at the rules stand for."""
    told = (
        words.say("{letter}: {event} ({when}).").format(
            letter=letter, event=event.rstrip("."), when=words.period(when)
        )
        for letter, (when, event) in zip(_LETTERS, breaks, strict=False)
    )
    return " ".join(told)


@dataclass(frozen=True)
class _Chart:
    """History, fan and earlier forecasts laid out on a width, ready to become a spec."""

    history: Sequence[Finding]
    ahead: Sequence[Finding]
    past: Sequence[Past]
    breaks: Sequence[tuple[Period, str]]
    ratio: bool
    words: Words
    width: int

    @cached_property
    def line(self) -> Line:
        """The history and what is expected, as one line whose later part is dashed."""
        return Line("", [*self.history, *self.ahead], 0)

    @cached_property
    def looks(self) -> dict[str, Look]:
        say = self.words.say
        looks = {"counted": Look(say("What was counted"), "circle", BLUE, BLUE, size=36)}
        if self.line.fan:
            looks["fan"] = Look(
                say("Expected, with its bands"), "square", BLUE, LIGHT.card, 0.4, 130
            )
        if any(not one.missed for one in self.past):
            looks["held"] = Look(
                say("What came, inside the earlier band"), "diamond", LIGHT.card, BLUE
            )
        if any(one.missed for one in self.past):
            looks["missed"] = Look(
                say("What came, outside the earlier band"), "cross", ORANGE, ORANGE
            )
        return looks

    @cached_property
    def marks(self) -> list[float]:
        """The ticks of the values: from zero, or powers of ten for ratios."""
        bounds = [row[end] for row in self._shown for end in ("low", "high")]
        bars = [
            end for one in self.past for end in (one.said.low, one.said.high) if end is not None
        ]
        came = [one.came.value for one in self.past if one.came and one.came.value is not None]
        reach = [*(row["y"] for row in self.line.rows), *bounds, *bars, *came]
        if not self.ratio:
            return ticks(min(0.0, *reach), max(reach))
        return _powers(min(reach), max(reach))

    @cached_property
    def _shown(self) -> list[Row]:
        """The bands that the picture has room for: a far wider one runs out of it."""
        narrower = [row["high"] for row in self.line.fan if row["level"] != WIDEST]
        counted = [row["y"] for row in self.line.rows]
        bars = [one.said.high or 0 for one in self.past]
        top = max([*narrower, *counted, *bars], default=0)
        return [row for row in self.line.fan if self.ratio or row["high"] <= 1.5 * top]

    @property
    def cut(self) -> bool:
        """Whether a band runs out of the picture."""
        return len(self._shown) < len(self.line.fan)

    def spec(self) -> dict[str, Any]:
        texts = tick_texts(self.marks, self._unit, self.words)
        left = round(widest(texts)) + 12
        key = Key([*self.looks.values()], self.words, self.width, left)
        return {
            "width": self.width - left - 18,
            "height": HEIGHT,
            "autosize": "none",
            "padding": {"left": left, "right": 18, "top": key.tall + _UNIT, "bottom": _BELOW},
            "layer": [*self._layers(texts), *key.layers(_UNIT)],
        }

    @property
    def _unit(self) -> str:
        return (self.line.findings or [self.past[0].said])[0].unit

    @cached_property
    def _x(self) -> Row:
        xs = [row["x"] for row in self.line.rows]
        xs += [position(one.said.period) for one in self.past]
        pad = 0.012 * (max(xs) - min(xs)) or 0.5
        span = [round(min(xs) - pad, 3), round(max(xs) + pad, 3)]
        years = year_ticks(min(xs), max(xs), max(3, (self.width - 70) // 62))
        return {
            "field": "x",
            "type": "quantitative",
            "scale": {"domain": span, "nice": False, "zero": False},
            "axis": {
                **labelled(years, lambda year: str(round(year))),
                "grid": False,
                "title": None,
            },
        }

    def _y(self, texts: Sequence[str]) -> Row:
        by_value = dict(zip(self.marks, texts, strict=True))
        how = {"type": "symlog", "constant": 1} if self.ratio else {}
        return {
            "field": "y",
            "type": "quantitative",
            "stack": None,
            "scale": {"domain": [self.marks[0], self.marks[-1]], "nice": False, **how},
            "axis": {
                **labelled(self.marks, lambda value: by_value[value]),
                "grid": True,
                "domain": False,
                "ticks": False,
                "title": self.words.unit(self._unit),
                "titleAngle": 0,
                "titleAlign": "left",
                "titleAnchor": "start",
                "titleBaseline": "bottom",
                "titleX": -round(widest(texts)) - 6,
                "titleY": -12,
            },
        }

    def _layers(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        x, y = self._x, self._y(texts)
        layers = [self._bands(x, y), *self._rules(x), self._bars(x, y)]
        layers += [self._stroke(x, y, ahead=False), self._stroke(x, y, ahead=True)]
        layers += [self._points(x, y, "counted"), self._points(x, y, "fan")]
        layers += [self._points(x, y, "held"), self._points(x, y, "missed")]
        return [layer for layer in layers if layer]

    def _bands(self, x: Row, y: Row) -> dict[str, Any]:
        """The bands of the fan, one upon the other; a band of one period alone is a bar."""
        low = {**y, "field": "low"}
        return _layer(
            [{**row, "low": self._inside(row["low"])} for row in self.line.fan],
            {"type": "area", "color": BLUE, "opacity": 0.19, "line": False, "clip": True},
            {"x": x, "y": low, "y2": {"field": "high"}, "detail": {"field": "level"}},
        )

    def _inside(self, value: float) -> float:
        """Not below the axis of ratios, which has no zero where nothing is that small."""
        return max(value, self.marks[0])

    def _bars(self, x: Row, y: Row) -> dict[str, Any]:
        rows = [
            {
                "x": position(one.said.period),
                "low": self._inside(one.said.low or 0),
                "high": one.said.high,
                "missed": one.missed,
            }
            for one in self.past
        ]
        colour = {"condition": {"test": "datum.missed", "value": ORANGE}, "value": BLUE}
        return _layer(
            rows,
            {"type": "rule", "strokeWidth": 5, "opacity": 0.38, "strokeCap": "butt"},
            {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
        )

    def _rules(self, x: Row) -> list[dict[str, Any]]:
        """A dashed rule for each event, with the letter under which the note tells of it."""
        first, last = x["scale"]["domain"]
        rows = [
            {"x": position(when), "letter": letter}
            for letter, (when, _) in zip(_LETTERS, self.breaks, strict=False)
            if first <= position(when) <= last
        ]
        rule = {"type": "rule", "color": LIGHT.soft, "strokeDash": [4, 4]}
        text = {"type": "text", "align": "left", "baseline": "top", "dx": 4, "fontWeight": "bold"}
        letter = {"x": x, "y": {"value": 0}, "text": {"field": "letter", "type": "nominal"}}
        return [_layer(rows, rule, {"x": x}), _layer(rows, text, letter)] if rows else []

    def _stroke(self, x: Row, y: Row, *, ahead: bool) -> dict[str, Any]:
        rows = [
            {key: row[key] for key in ("x", "y", "part")} for row in self.line.strokes(ahead=ahead)
        ]
        dash = {"strokeDash": [2, 4], "strokeCap": "round"} if ahead else {}
        mark = {"type": "line", "color": BLUE, "strokeWidth": 2.2, "strokeJoin": "round", **dash}
        return _layer(rows, mark, {"x": x, "y": y, "detail": {"field": "part"}})

    def _points(self, x: Row, y: Row, kind: str) -> dict[str, Any]:
        """The points of one kind, each with what it says when it is pointed at."""
        if kind not in self.looks:
            return {}
        look = self.looks[kind]
        few = len(self.line.rows) <= 40
        mark = look.mark() | {"opacity": 1.0, "clip": True}
        if kind in ("counted", "fan"):
            hollow = {"fill": LIGHT.card} if kind == "fan" else {}
            mark |= {"shape": "circle", "size": 24, "stroke": BLUE, "opacity": float(few)} | hollow
        heads = {"when": self.words.say("When"), "shown": self.words.unit(self._unit)}
        told = [{"field": f, "type": "nominal", "title": title} for f, title in heads.items()]
        return _layer(self._rows(kind), mark, {"x": x, "y": y, "tooltip": told})

    def _rows(self, kind: str) -> list[Row]:
        if kind in ("counted", "fan"):
            lines = zip(self.line.rows, self.line.findings, strict=True)
            found = [f for row, f in lines if row["ahead"] == (kind == "fan")]
            return [self._row(one, self.words.value(one)) for one in found]
        judged = [one for one in self.past if one.missed == (kind == "missed")]
        return [
            self._row(one.came, _beside(one, self.words)) for one in judged if one.came is not None
        ]

    def _row(self, one: Finding, shown: str) -> Row:
        when = self.words.period(one.period)
        return {"x": position(one.period), "y": one.value, "when": when, "shown": shown}


def _layer(rows: list[Row], mark: Row, encoding: Row) -> dict[str, Any]:
    """A layer of these rows; nothing where there are none."""
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding} if rows else {}


def _powers(low: float, high: float) -> list[float]:
    """Zero where it is needed, then powers of ten that hold all values, with steps between.

    >>> _powers(0, 40), _powers(300, 90_000)
    ([0, 1, 10, 100], [100, 1000, 10000, 100000])
    """
    first = floor(log10(low)) if low >= 1 else 0
    powers = [10**n for n in range(first, 12)]
    steps = powers if high >= 30 * powers[0] else sorted(k * p for p in powers for k in (1, 2, 5))
    top = next(n for n, one in enumerate(steps) if one >= high)
    start = max((n for n, one in enumerate(steps) if one <= low), default=0)
    return [*([0] if low < 1 else []), *steps[start : max(top, start + 1) + 1]]


def _beside(one: Past, words: Words) -> str:
    """What came, beside what had been said."""
    came = one.came
    if came is None:
        return ""
    said = words.say("{value}; between {low} and {high} had been expected")
    return said.format(
        value=words.amount(came.value or 0, came.unit),
        low=words.amount(one.said.low or 0, came.unit),
        high=words.amount(one.said.high or 0, came.unit),
    )


def _alt(
    title: str,
    history: Sequence[Finding],
    ahead: Sequence[Finding],
    past: Sequence[Past],
    words: Words,
) -> str:
    """What a reader who cannot see the picture is told: the last count, the bands, the misses."""
    known = [one for one in history if one.value is not None]
    parts = []
    if known:
        parts.append(_part(known[-1], words))
    banded = {str(one.period): one for one in ahead if one.interval == BAND}
    parts += [_part(one, words) for one in banded.values()]
    if past:
        misses = words.say("{missed} of {n} earlier forecasts missed")
        missed = sum(one.missed for one in past)
        parts.append(misses.format(missed=words.number(missed), n=words.number(len(past))))
    told = words.say("What was counted and what is expected. {title}. {list}.")
    return told.format(title=title, list=words.apart(parts))


def _part(one: Finding, words: Words) -> str:
    when = words.period(one.period)
    return words.say("{when}: {value}").format(when=when, value=words.value(one))
