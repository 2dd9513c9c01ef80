"""A ranking: bars from the largest down, each with its number, and its interval where it has one.

At most twelve are drawn and the rest is said. What was withheld or not reported stands at the end
with its reason and no bar.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding
from comity.figures.figure import Figure, built, once, one_unit
from comity.figures.fonts import wrapped
from comity.figures.scales import labelled, named, tick_texts, ticks, widest
from comity.figures.theme import BLUE, LIGHT, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 12
_ROW = 27
_LINE = 15


def ranking(
    findings: Sequence[Finding],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "ranking",
    words: Words = ENGLISH,
    width: int = WIDTH,
    label: Callable[[Finding], str] | None = None,
    beside: Mapping[str, Finding] | None = None,
    most: int = MOST,
) -> Figure:
    """Bars of one measure, largest first, at most so many; one finding a subject.

    `label` names a bar (the subject where nothing is given). `beside` adds a second finding to the
    tooltip of a bar by the code of its subject, such as how many decisions a rate rests on.
    """
    one_unit(title, findings)
    findings = once(findings)
    known = sorted(
        (f for f in findings if f.value is not None),
        key=lambda f: (-(f.value or 0), f.subject.code),
    )
    unknown = [f for f in findings if f.value is None]
    shown = [*known[:most], *unknown[: max(0, most - len(known))]]
    called = label or (lambda f: words.name(f.subject))
    chart = _Chart(shown, words, width, called, beside or {})
    return built(
        "ranking",
        title,
        chart.spec,
        [*findings, *(beside or {}).values()],
        _alt(title, known, called, words),
        words=words,
        name=name,
        caption=sentence(caption, words.largest(len(shown), len(findings))),
        note=note,
    )


@dataclass(frozen=True)
class _Chart:
    """Bars laid out on a width."""

    shown: Sequence[Finding]
    words: Words
    width: int
    called: Callable[[Finding], str]
    beside: Mapping[str, Finding]

    def spec(self) -> dict[str, Any]:
        room = self.width * (0.36 if self.width > 500 else 0.4)
        labels = [wrapped(self.called(f), SIZES["label"], room)[:3] for f in self.shown]
        left = round(max(widest(lines) for lines in labels)) + 14
        numbers = [self.words.value(f) for f in self.shown]
        plain = [self._number(f) for f in self.shown]
        right = round(widest(plain)) + 12
        tall = max(_ROW, 4 + _LINE * max(len(lines) for lines in labels))
        rows = [
            self._row(finding, n, number, text)
            for n, (finding, number, text) in enumerate(
                zip(self.shown, numbers, plain, strict=True)
            )
        ]
        return {
            "width": self.width - left - right,
            "height": tall * len(rows),
            "autosize": "none",
            "padding": {"left": left, "right": right, "top": 4, "bottom": self._below()},
            "data": {"values": rows},
            "layer": self._layers(labels, [r for r in rows if "value" in r]),
        }

    def _below(self) -> int:
        """Room for the numbers below the bars, and for what they count where that is not plain."""
        return 28 if self.shown[0].unit == "percent" else 46

    def _number(self, finding: Finding) -> str:
        if finding.value is None:
            return self.words.missing(finding)
        return self.words.amount(finding.value, finding.unit)

    def _row(self, finding: Finding, n: int, number: str, text: str) -> dict[str, Any]:
        row: dict[str, Any] = {"n": str(n), "name": self.called(finding), "text": text}
        row["shown"] = number
        row["when"] = self.words.period(finding.period)
        if finding.value is not None:
            row["value"] = finding.value
            row["end"] = max(finding.value, finding.high or 0)
        if finding.low is not None and finding.high is not None:
            row |= {"low": finding.low, "high": finding.high}
        if other := self.beside.get(finding.subject.code):
            row["beside"] = self.words.value(other)
        return row

    def _layers(self, labels: list[list[str]], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        unit = self.shown[0].unit
        reach = [0.0, *(row["end"] for row in rows), *(row.get("low", 0) for row in rows)]
        marks = ticks(min([*reach, *(row["value"] for row in rows)]), max(reach), 5)
        by_value = dict(zip(marks, tick_texts(marks, unit, self.words), strict=True))
        x = {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": [marks[0], max(reach)], "nice": False},
            "axis": {
                **labelled([m for m in marks if m <= max(reach)], lambda v: by_value[v]),
                "title": None if unit == "percent" else self.words.unit(unit),
                "domain": False,
                "ticks": False,
                "grid": True,
            },
        }
        y = {
            "field": "n",
            "type": "nominal",
            "sort": None,
            "scale": {"paddingInner": 0.3, "paddingOuter": 0.15},
            "axis": named(labels, _LINE),
        }
        bars = {
            "mark": {"type": "bar", "color": BLUE},
            "encoding": {"x": x, "y": y, "tooltip": self._tooltip()},
        }
        spans = {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "strokeWidth": 2, "color": LIGHT.ink},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y},
        }
        numbers = {
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {
                "x": {"field": "end", "type": "quantitative"},
                "y": y,
                "text": {"field": "text", "type": "nominal"},
            },
        }
        absent = {
            "transform": [{"filter": "!isValid(datum.value)"}],
            "mark": {"type": "text", "align": "left", "dx": 6, "color": LIGHT.soft},
            "encoding": {"x": {"datum": 0}, "y": y, "text": {"field": "text", "type": "nominal"}},
        }
        layers: list[dict[str, Any]] = [bars]
        if any("low" in row for row in rows):
            layers.append(spans)
        layers.append(numbers)
        return [*layers, absent] if len(rows) < len(self.shown) else layers

    def _tooltip(self) -> list[dict[str, Any]]:
        first = self.shown[0]
        told = [
            ("name", self.words.say("Where")),
            ("shown", self.words.measure(first)),
            ("when", self.words.say("When")),
        ]
        if self.beside:
            told.append(("beside", self.words.measure(next(iter(self.beside.values())))))
        return [{"field": field, "type": "nominal", "title": text} for field, text in told]


def _alt(
    title: str, known: Sequence[Finding], called: Callable[[Finding], str], words: Words
) -> str:
    told = [
        words.say("{name}: {number}").format(
            name=called(f), number=words.amount(f.value or 0, f.unit)
        )
        for f in known[:3]
    ]
    return words.say("Bar chart. {title}. The largest are {list}.").format(
        title=title, list=words.apart(told)
    )
