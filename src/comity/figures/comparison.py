"""A comparison: the same number by several methods, a row for each, with its range.

What is recommended says so in words. Where the numbers span more than a hundredfold, the scale goes
up in steps of ten, and the caption says that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, log10
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.figures.figure import Figure, built, once, one_unit
from comity.figures.labels import pixel
from comity.figures.lanes import Lanes, short, span_of
from comity.figures.scales import tick_texts, ticks
from comity.figures.theme import BLUE, LIGHT, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 16
"""Rows of a comparison."""

_FOLD = 100
_THICK = 18


def comparison(
    findings: Sequence[Finding],
    title: str,
    *,
    labels: Mapping[str, str],
    recommended: str = "",
    caption: str = "",
    note: str = "",
    name: str = "comparison",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """A dot and its range for each method, in the order in which the methods come.

    Findings say their method in `about`; `labels` gives each method a name in the reader's
    language, and `recommended` is the code of the one to use where a single number is needed.
    """
    one_unit(title, findings)
    rows = _by_method(title, findings)
    if unnamed := [method for method in rows if method not in labels]:
        raise ComityError(f"'{title}' has no label for the method '{unnamed[0]}'; give it one.")
    chart = _Chart(rows, labels, recommended, words, width)
    steps = words.say("Each step of the scale is ten times the one before.")
    edge = words.say("A line that ends at the edge goes down to zero.")
    return built(
        "comparison",
        title,
        chart.spec,
        findings,
        _alt(title, chart, words),
        words=words,
        name=name,
        caption=sentence(
            caption, steps if chart.in_tens else "", edge if chart.in_tens and chart.to_zero else ""
        ),
        note=note,
    )


def _by_method(title: str, findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The findings of each method: one number, with one interval or several."""
    rows: dict[str, list[Finding]] = {}
    for finding in once(findings):
        method = dict(finding.about).get("method")
        if method is None:
            raise ComityError(f"'{title}' cannot be drawn: a finding of it names no method.")
        rows.setdefault(method, []).append(finding)
    if any(len({f.key for f in found}) > 1 for found in rows.values()):
        raise ComityError(
            f"'{title}' has several numbers for a method; compare one subject and period."
        )
    if len(rows) > MOST:
        raise ComityError(f"'{title}' compares {len(rows)} methods; draw at most {MOST}.")
    return rows


@dataclass(frozen=True)
class _Chart:
    """Dots and lines laid out on a width."""

    methods: Mapping[str, Sequence[Finding]]
    labels: Mapping[str, str]
    recommended: str
    words: Words
    width: int

    @cached_property
    def known(self) -> dict[str, Finding]:
        """One finding of each method that has a number."""
        return {m: f[0] for m, f in self.methods.items() if f[0].value is not None}

    @cached_property
    def _ends(self) -> list[float]:
        every = [f for found in self.methods.values() for f in found]
        return [float(x) for f in every for x in (f.value, f.low, f.high) if x is not None]

    @cached_property
    def in_tens(self) -> bool:
        """Whether the numbers span so much that steps of ten tell them apart better."""
        values = [float(f.value or 0) for f in self.known.values()]
        positive = [end for end in self._ends if end > 0]
        return min(values) > 0 and max(positive) > _FOLD * min(positive)

    @property
    def to_zero(self) -> bool:
        """Whether a range goes down to where steps of ten do not reach."""
        return min(self._ends) <= 0

    def called(self, method: str) -> str:
        """The label of a method, which says where it is the recommended one."""
        label = self.labels[method]
        if method != self.recommended:
            return label
        return self.words.say("{method} (recommended)").format(method=label)

    @cached_property
    def lanes(self) -> Lanes:
        names = [self.called(method) for method in self.methods]
        return Lanes(
            names, [self._end(f[0]) for f in self.methods.values()], self.words, self.width, _THICK
        )

    def _end(self, finding: Finding) -> tuple[str, str]:
        if finding.value is None:
            return self.words.missing(finding), ""
        return short(finding.value, self.words), span_of(finding, self.words)

    @cached_property
    def scale(self) -> tuple[list[float], list[float]]:
        """The marks of the axis and what it reaches from and to."""
        low, high = min(self._ends), max(self._ends)
        if self.in_tens:
            first = floor(log10(min(end for end in self._ends if end > 0)))
            powers = [10.0**n for n in range(first, ceil(log10(high)) + 1)]
            return powers, [powers[0], high * 1.05]
        marks = ticks(min(0.0, low), max(0.0, high), 6 if self.lanes.inner > 400 else 4)
        return marks, [marks[0] if low < 0 else 0.0, (high if high > 0 else 0.0) * 1.02]

    @cached_property
    def x(self) -> dict[str, Any]:
        marks, domain = self.scale
        unit = next(iter(self.known.values())).unit
        inside = [mark for mark in marks if domain[0] <= mark <= domain[1]]
        return {
            "field": "value",
            "type": "quantitative",
            "scale": {
                "type": "log" if self.in_tens else "linear",
                "domain": domain,
                "nice": False,
                "zero": False,
                "reverse": not self.words.rightward,
            },
            "axis": self.lanes.axis(inside, tick_texts(inside, unit, self.words), unit),
        }

    def spec(self) -> dict[str, Any]:
        whiskers = {
            "data": {"values": self._ranges()},
            "mark": {"type": "rule", "color": BLUE, "strokeCap": "butt"},
            "encoding": {
                "x": {**self.x, "field": "low"},
                "x2": {"field": "high"},
                "y": pixel("y"),
                "strokeWidth": {"field": "wide", "type": "quantitative", "scale": None},
            },
        }
        return self.lanes.spec([whiskers, self._dots()])

    def _ranges(self) -> list[dict[str, Any]]:
        """A row for each interval; the widest of a method is the thinnest line."""
        rows = []
        first = self.scale[1][0]
        for n, found in enumerate(self.methods.values()):
            ranged = [f for f in found if f.low is not None and f.high is not None]
            ranged.sort(key=lambda f: float(f.low or 0) - float(f.high or 0))
            for k, finding in enumerate(ranged):
                rows.append(
                    {
                        "low": max(float(finding.low or 0), first),
                        "high": max(float(finding.high or 0), first),
                        "y": self.lanes.middle(n),
                        "wide": 2 + 2.5 * k,
                    }
                )
        return rows

    def _dots(self) -> dict[str, Any]:
        rows = [
            {
                "method": self.called(method),
                "value": self.known[method].value,
                "shown": self.words.value(self.known[method]),
                "when": self.words.period(self.known[method].period),
                "best": method == self.recommended,
                "y": self.lanes.middle(n),
            }
            for n, method in enumerate(self.methods)
            if method in self.known
        ]
        told = {
            "method": self.words.say("Method"),
            "shown": self.words.measure(next(iter(self.known.values()))),
            "when": self.words.say("When"),
        }
        return {
            "data": {"values": rows},
            "mark": {"type": "point", "shape": "circle", "stroke": BLUE, "opacity": 1},
            "encoding": {
                "x": self.x,
                "y": pixel("y"),
                "fill": {"condition": {"test": "datum.best", "value": BLUE}, "value": LIGHT.card},
                "size": {"condition": {"test": "datum.best", "value": 130}, "value": 75},
                "strokeWidth": {"value": 2},
                "tooltip": [{"field": f, "type": "nominal", "title": t} for f, t in told.items()],
            },
        }


def _alt(title: str, chart: _Chart, words: Words) -> str:
    told = [
        words.say("{name}: {number}").format(name=chart.called(m), number=words.value(f[0]))
        for m, f in chart.methods.items()
    ]
    return words.say("Dots with ranges, a row for each method. {title}. {list}.").format(
        title=title, list=words.apart(told)
    )
