"""Series over time: lines with gaps where years are missing, projections dashed, fans around them.

An interval is drawn as a fan where it belongs to a projection, and as a band elsewhere. The axis
of a count starts at zero. Nothing is drawn where nothing was reported or a value is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.figures.figure import Figure, built, one_unit
from comity.figures.fonts import wrapped
from comity.figures.lines import Line, Row, position
from comity.figures.scales import labelled, spread, tick_texts, ticks, widest, year_ticks
from comity.figures.theme import LIGHT, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words

HEIGHT = 300
_ABOVE, _BELOW = 30, 28
_RULED = 18
"""Room that the label of a rule needs above it."""

FEW = 16
"""A line with no more observations than this shows each of them as a point."""


def series(
    lines: Mapping[str, Sequence[Finding]],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "series",
    words: Words = ENGLISH,
    width: int = WIDTH,
    rule: tuple[float, str] | None = None,
) -> Figure:
    """Lines over time, one for each entry of `lines`; all in one unit.

    Several findings of the same period with other intervals make a fan of several shades. `rule`
    draws a line across at a value, with its label.
    """
    used = [finding for found in lines.values() for finding in found]
    one_unit(title, used)
    labels = _ends_told(lines, words)
    drawn = [Line(labels[label], found, n) for n, (label, found) in enumerate(lines.items())]
    drawn = [line for line in drawn if line.rows]
    if len(drawn) > len(LIGHT.lines):
        raise ComityError(f"'{title}' has {len(drawn)} lines; draw at most {len(LIGHT.lines)}.")
    return built(
        "series",
        title,
        _Chart(drawn, words, width, rule).spec,
        used,
        _alt(title, drawn, words),
        words=words,
        name=name,
        caption=caption,
        note=note,
        extent=(width, HEIGHT + _ABOVE + _BELOW),
    )


def _ends_told(lines: Mapping[str, Sequence[Finding]], words: Words) -> dict[str, str]:
    """What each line is called: with its last period where it ends long before the others."""
    last = {
        label: max((f.period for f in found if f.value is not None), default=None)
        for label, found in lines.items()
    }
    known = [period for period in last.values() if period]
    if len(known) < 2:
        return {label: label for label in lines}
    end = max(position(period) for period in known)
    start = min(position(f.period) for found in lines.values() for f in found)
    early = {
        label: words.say("{line} (to {when})").format(line=label, when=words.period(period))
        for label, period in last.items()
        if period and end - position(period) > 0.12 * (end - start)
    }
    return {label: early.get(label, label) for label in lines}


@dataclass(frozen=True)
class _Chart:
    """The lines laid out on a width, ready to become a spec."""

    lines: Sequence[Line]
    words: Words
    width: int
    rule: tuple[float, str] | None

    @property
    def unit(self) -> str:
        return self.lines[0].findings[0].unit

    def spec(self) -> dict[str, Any]:
        values = [row["y"] for line in self.lines for row in line.rows]
        bounds = [b for line in self.lines for row in line.fan for b in (row["low"], row["high"])]
        extra = [self.rule[0]] if self.rule else []
        reach = [0.0, *values, *bounds, *extra]
        marks = ticks(min(reach), max(reach))
        texts = tick_texts(marks, self.unit, self.words)
        left, right = round(widest(texts)) + 12, self._right()
        inner = self.width - left - right
        xs = [row["x"] for line in self.lines for row in line.rows]
        span = [min(xs), max(xs)] if min(xs) < max(xs) else [min(xs) - 1, max(xs) + 1]
        return {
            "width": inner,
            "height": HEIGHT,
            "autosize": "none",
            "padding": {"left": left, "right": right, "top": _ABOVE, "bottom": _BELOW},
            "layer": self._layers(marks, texts, span, inner),
        }

    def _right(self) -> int:
        """Room for the labels at the ends of the lines."""
        if len(self.lines) == 1:
            return 18
        room = self.width * 0.3
        return 24 + round(
            max(widest(wrapped(one.label, SIZES["label"], room)) for one in self.lines)
        )

    def _layers(
        self, marks: list[float], texts: list[str], span: list[float], inner: int
    ) -> list[dict[str, Any]]:
        x = {
            "field": "x",
            "type": "quantitative",
            "scale": {"domain": span, "nice": False, "zero": False},
        }
        years = year_ticks(span[0], span[1], max(3, inner // 62))
        x["axis"] = {
            **labelled(years, lambda year: str(round(year))),
            "grid": False,
            "title": None,
        }
        by_value = dict(zip(marks, texts, strict=True))
        y = {
            "field": "y",
            "type": "quantitative",
            "scale": {"domain": [marks[0], marks[-1]], "nice": False},
            "axis": {
                **labelled(marks, lambda value: by_value[value]),
                "grid": True,
                "domain": False,
                "ticks": False,
                "title": self.words.unit(self.unit),
                "titleAngle": 0,
                "titleAlign": "left",
                "titleAnchor": "start",
                "titleBaseline": "bottom",
                "titleX": -round(widest(texts)) - 6,
                "titleY": -12,
            },
        }
        layers = [self._fans(x, y), self._zero(marks), self._across(marks)]
        layers += [self._strokes(x, y, ahead=False), self._strokes(x, y, ahead=True)]
        layers.append(self._points(x, y))
        layers += self._ends(marks, inner)
        return [layer for layer in layers if layer]

    def _colour(self) -> dict[str, Any]:
        labels = [line.label for line in self.lines]
        scale = {"domain": labels, "range": [line.colour for line in self.lines]}
        return {"field": "line", "type": "nominal", "scale": scale, "legend": None}

    def _fans(self, x: Row, y: Row) -> dict[str, Any]:
        rows = [row for line in self.lines for row in line.fan]
        if not rows:
            return {}
        return {
            "data": {"values": rows},
            "mark": {"type": "area", "opacity": 0.22, "line": False},
            "encoding": {
                "x": x,
                "y": {**y, "field": "low"},
                "y2": {"field": "high"},
                "color": self._colour(),
                "detail": {"field": "level"},
            },
        }

    def _strokes(self, x: Row, y: Row, *, ahead: bool) -> dict[str, Any]:
        rows = [row for line in self.lines for row in line.strokes(ahead=ahead)]
        if not rows:
            return {}
        plain = [{key: row[key] for key in ("x", "y", "line", "part")} for row in rows]
        return {
            "data": {"values": plain},
            "mark": {
                "type": "line",
                "strokeWidth": 2.2,
                "strokeJoin": "round",
                **({"strokeDash": [2, 4], "strokeCap": "round"} if ahead else {}),
            },
            "encoding": {"x": x, "y": y, "color": self._colour(), "detail": {"field": "part"}},
        }

    def _points(self, x: Row, y: Row) -> dict[str, Any]:
        """A point for each value with its tooltip, seen where values are few or stand alone."""
        rows = [row for line in self.lines for row in self._told(line)]
        return {
            "data": {"values": rows},
            "mark": {"type": "point", "filled": True, "size": 28},
            "encoding": {
                "x": x,
                "y": y,
                "color": self._colour(),
                "opacity": {"field": "seen", "type": "quantitative", "scale": None},
                "tooltip": [
                    {"field": "line", "type": "nominal", "title": self.words.say("Series")},
                    {"field": "when", "type": "nominal", "title": self.words.say("When")},
                    {"field": "shown", "type": "nominal", "title": self.words.unit(self.unit)},
                ],
            },
        }

    def _told(self, line: Line) -> list[Row]:
        few = len(line.rows) <= FEW
        parts = [row["part"] for row in line.rows]
        said = {"projected": self.words.say("projected"), "estimated": self.words.say("estimate")}
        rows = []
        for row, finding in zip(line.rows, line.findings, strict=True):
            shown = self.words.value(finding)
            if status := said.get(finding.status):
                shown = f"{shown}, {status}"
            rows.append(
                {
                    "x": row["x"],
                    "y": row["y"],
                    "line": line.label,
                    "when": self.words.period(finding.period),
                    "shown": shown,
                    "seen": int((few and not row["ahead"]) or parts.count(row["part"]) == 1),
                }
            )
        return rows

    def _zero(self, marks: list[float]) -> dict[str, Any]:
        return _across(0.0, LIGHT.line) if marks[0] < 0 else _across(marks[0], LIGHT.line)

    def _across(self, marks: list[float]) -> dict[str, Any]:
        """The rule with its label: above it, or below where the unit of the axis stands above."""
        if self.rule is None:
            return {}
        value, label = self.rule
        below = (marks[-1] - value) * HEIGHT / (marks[-1] - marks[0]) < _RULED
        text = {
            "data": {"values": [{}]},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "top" if below else "bottom",
                "dy": 6 if below else -4,
                "color": LIGHT.soft,
            },
            "encoding": {"y": {"datum": value}, "x": {"value": 4}, "text": {"value": label}},
        }
        return {"layer": [_across(value, LIGHT.soft, [4, 4]), text]}

    def _ends(self, marks: list[float], inner: int) -> list[dict[str, Any]]:
        """The name of each line at its end, with a mark in its colour, none above another."""
        if len(self.lines) == 1:
            return []
        scale = HEIGHT / (marks[-1] - marks[0])
        wanted = [HEIGHT - (line.rows[-1]["y"] - marks[0]) * scale for line in self.lines]
        room = self.width * 0.3
        texts = [wrapped(line.label, SIZES["label"], room) for line in self.lines]
        tall = 16 * max(len(lines) for lines in texts)
        layers: list[dict[str, Any]] = []
        for line, lines, y in zip(self.lines, texts, spread(wanted, tall, 0, HEIGHT), strict=True):
            at = {"x": {"value": inner + 10}, "y": {"value": round(y, 1)}}
            layers.append(
                {
                    "data": {"values": [{}]},
                    "mark": {
                        "type": "point",
                        "filled": True,
                        "size": 50,
                        "opacity": 1,
                        "color": line.colour,
                    },
                    "encoding": at,
                }
            )
            layers.append(
                {
                    "data": {"values": [{}]},
                    "mark": {
                        "type": "text",
                        "align": "left",
                        "baseline": "middle",
                        "dx": 9,
                        "dy": -8 * (len(lines) - 1),
                        "lineHeight": 15,
                    },
                    "encoding": {**at, "text": {"value": lines if len(lines) > 1 else lines[0]}},
                }
            )
        return layers


def _across(value: float, colour: str, dash: list[int] | None = None) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": colour, **({"strokeDash": dash} if dash else {})},
        "encoding": {"y": {"datum": value}},
    }


def _alt(title: str, lines: Sequence[Line], words: Words) -> str:
    """What a reader who cannot see the picture is told: first and last value of each line."""
    told = []
    for line in lines:
        first, last = line.findings[0], line.findings[-1]
        told.append(
            words.say("{line}: {a} in {first}, {b} in {last}").format(
                line=line.label,
                a=words.amount(first.value or 0, first.unit),
                first=words.period(first.period),
                b=words.amount(last.value or 0, last.unit),
                last=words.period(last.period),
            )
        )
    return words.say("Line chart. {title}. {lines}.").format(title=title, lines=words.apart(told))
