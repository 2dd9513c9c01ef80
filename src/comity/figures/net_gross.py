"""Net and gross: for each place people who left, people who arrived, and the difference.

The two bars of a place start from zero to either side. The difference stands below them as a dot,
because a small net number may be what is left of two large ones; every number has its range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.regions import Subject
from comity.figures.figure import Figure, built, once, one_unit
from comity.figures.fonts import wrapped
from comity.figures.labels import pixel
from comity.figures.lanes import Lanes, short, span_of
from comity.figures.scales import tick_texts, ticks
from comity.figures.theme import BLUE, LIGHT, ORANGE, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 20
"""The places that are drawn at most."""

_HEADS = {"left": N_("People who left"), "arrived": N_("People who arrived")}
_BAR = 14
_THICK = 34
_BESIDE = 12
_UP, _DOWN = -8, 11
"""Where bars and dots stand, as seen from the middle of a lane."""

By = Literal["gross", "net"]
ByCode = Mapping[str, Finding]


def net_gross(
    findings_in: Sequence[Finding],
    findings_out: Sequence[Finding],
    findings_net: Sequence[Finding],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "net-gross",
    words: Words = ENGLISH,
    width: int = WIDTH,
    by: By = "gross",
) -> Figure:
    """Arrivals, departures and net migration of at most twenty places, each once.

    Sorted by all who moved, or, `by="net"`, from those that gained most to those that lost most.
    """
    every = [*findings_in, *findings_out, *findings_net]
    one_unit(title, every)
    three = [_by_code(title, some) for some in (findings_in, findings_out, findings_net)]
    places = [
        _Place(subject, *(some.get(code) for some in three))
        for code, subject in sorted({f.subject.code: f.subject for f in every}.items())
    ]
    largest = sorted(places, key=lambda p: (-p.size(by), p.subject.code))
    shown = largest[:MOST]
    if by == "net":
        shown.sort(key=lambda p: (p.net is None, -_value(p.net), p.subject.code))
    rest = words.largest(len(shown), len(places))
    return built(
        "net_gross",
        title,
        _Chart(shown, words, width).spec,
        every,
        _alt(title, shown, words),
        words=words,
        name=name,
        caption=sentence(caption, _reading(every, words), rest),
        note=note,
    )


def _by_code(title: str, findings: Sequence[Finding]) -> dict[str, Finding]:
    """One finding a place; its first interval where it has several."""
    found = {f.key: f for f in reversed(once(findings))}
    by_code = {f.subject.code: f for f in found.values()}
    if len(by_code) < len(found):
        raise ComityError(
            f"'{title}' has several numbers for a place; draw one period, sex and method."
        )
    return by_code


def _value(finding: Finding | None) -> float:
    return float(finding.value or 0) if finding else 0.0


@dataclass(frozen=True)
class _Place:
    """A place with the three numbers; None where nobody was asked."""

    subject: Subject
    arrived: Finding | None
    left: Finding | None
    net: Finding | None

    def size(self, by: By) -> float:
        """What the largest places are chosen by."""
        return abs(_value(self.net)) if by == "net" else _value(self.arrived) + _value(self.left)

    def parts(self) -> list[tuple[str, int, Finding | None]]:
        """The bars, with the side on which they stand."""
        return [("left", -1, self.left), ("arrived", 1, self.arrived)]

    def known(self) -> list[Finding]:
        return [f for f in (self.left, self.arrived, self.net) if f and f.value is not None]


@dataclass(frozen=True)
class _Chart:
    """Bars and dots laid out on a width."""

    shown: Sequence[_Place]
    words: Words
    width: int

    @cached_property
    def lanes(self) -> Lanes:
        names = [self.words.name(place.subject) for place in self.shown]
        ends = [self._end(place.net) for place in self.shown]
        lanes = Lanes(names, ends, self.words, self.width, _THICK)
        lines = max(len(head) for head in self._heads_in(lanes.inner / 2 - _BESIDE))
        return replace(lanes, top=14 + 15 * lines)

    def _end(self, net: Finding | None) -> tuple[str, str]:
        if net is None:
            return "", ""
        if net.value is None:
            return self.words.missing(net), ""
        return short(net.value, self.words, plus=True), span_of(net, self.words)

    def _heads_in(self, room: float) -> list[list[str]]:
        return [wrapped(self.words.say(text), SIZES["label"], room) for text in _HEADS.values()]

    @cached_property
    def x(self) -> dict[str, Any]:
        """The scale of people, the same to both sides."""
        known = [f for place in self.shown for f in place.known()]
        ends = [abs(end) for f in known for end in (f.value, f.low, f.high) if end is not None]
        most = max(ends) * 1.02 or 1.0
        marks = [
            mark for mark in ticks(0, most, 4 if self.lanes.inner > 400 else 3) if mark <= most
        ]
        said = dict(zip(marks, tick_texts(marks, "persons", self.words), strict=True))
        both = sorted({sign * mark for mark in marks for sign in (-1, 1)})
        return {
            "field": "value",
            "type": "quantitative",
            "scale": {
                "domain": [-most, most],
                "nice": False,
                "reverse": not self.words.rightward,
            },
            "axis": self.lanes.axis(both, [said[abs(mark)] for mark in both], known[0].unit),
        }

    def spec(self) -> dict[str, Any]:
        zero = {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": LIGHT.soft, "strokeWidth": 1},
            "encoding": {"x": {"datum": 0, "type": "quantitative"}},
        }
        bars, absent = self._bars()
        layers = [bars, self._whiskers(self._rows()), zero, *self._net(), *self._heads(), *absent]
        return self.lanes.spec(layers)

    def _rows(self) -> list[dict[str, Any]]:
        """A row for each bar, with its ends in pixels across and in people along."""
        rows = []
        for n, place in enumerate(self.shown):
            y = self.lanes.middle(n) + _UP
            for side, sign, finding in place.parts():
                if finding is None:
                    continue
                row = {
                    "name": self.words.name(place.subject),
                    "side": side,
                    "what": self.words.say(_HEADS[side]),
                    "shown": self.words.value(finding),
                    "when": self.words.period(finding.period),
                    "y": y,
                    "top": y - _BAR / 2,
                    "bottom": y + _BAR / 2,
                }
                if finding.value is not None:
                    row |= {"value": sign * finding.value, "zero": 0}
                if finding.low is not None and finding.high is not None:
                    row |= {"low": sign * finding.low, "high": sign * finding.high}
                rows.append(row)
        return rows

    def _bars(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        rows = self._rows()
        told = {
            "name": self.words.say("Where"),
            "what": self.words.say("What"),
            "shown": self.words.unit("persons"),
            "when": self.words.say("When"),
        }
        bars = {
            "data": {"values": [row for row in rows if "value" in row]},
            "mark": {"type": "rect"},
            "encoding": {
                "x": self.x,
                "x2": {"field": "zero"},
                "y": pixel("top"),
                "y2": {"field": "bottom"},
                "color": {
                    "field": "side",
                    "type": "nominal",
                    "scale": {"domain": list(_HEADS), "range": [ORANGE, BLUE]},
                    "legend": None,
                },
                "tooltip": [{"field": f, "type": "nominal", "title": t} for f, t in told.items()],
            },
        }
        return bars, self._absent([row for row in rows if "value" not in row])

    def _absent(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Where no bar can be drawn, the reason stands in its place."""
        layers = []
        for side, away in (("left", -1), ("arrived", 1)):
            told = [{"y": r["y"], "text": r["shown"]} for r in rows if r["side"] == side]
            away = away if self.words.rightward else -away
            align = "left" if away > 0 else "right"
            if told:
                layers.append(self._said(told, {"align": align, "dx": 6 * away}, LIGHT.soft))
        return layers

    def _said(
        self, rows: list[dict[str, Any]], mark: dict[str, Any], colour: str = LIGHT.ink
    ) -> dict[str, Any]:
        """Texts beside zero."""
        return {
            "data": {"values": rows},
            "mark": {"type": "text", "baseline": "middle", "color": colour, **mark},
            "encoding": {
                "x": {"datum": 0, "type": "quantitative"},
                "y": pixel("y"),
                "text": {"field": "text", "type": "nominal"},
            },
        }

    def _whiskers(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """The ranges of what these rows draw."""
        ranged = [{key: r[key] for key in ("low", "high", "y")} for r in rows if "low" in r]
        return {
            "data": {"values": ranged},
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": LIGHT.ink},
            "encoding": {
                "x": {**self.x, "field": "low"},
                "x2": {"field": "high"},
                "y": pixel("y"),
            },
        }

    def _net(self) -> list[dict[str, Any]]:
        rows = []
        for n, place in enumerate(self.shown):
            if place.net is None or place.net.value is None:
                continue
            row: dict[str, Any] = {
                "name": self.words.name(place.subject),
                "value": place.net.value,
                "shown": self.words.value(place.net),
                "when": self.words.period(place.net.period),
                "y": self.lanes.middle(n) + _DOWN,
            }
            if place.net.low is not None and place.net.high is not None:
                row |= {"low": place.net.low, "high": place.net.high}
            rows.append(row)
        told = {
            "name": self.words.say("Where"),
            "shown": self.words.say("Net migration"),
            "when": self.words.say("When"),
        }
        dots = {
            "data": {"values": rows},
            "mark": {
                "type": "point",
                "shape": "circle",
                "size": 46,
                "fill": LIGHT.ink,
                "strokeWidth": 0,
                "opacity": 1,
            },
            "encoding": {
                "x": self.x,
                "y": pixel("y"),
                "tooltip": [{"field": f, "type": "nominal", "title": t} for f, t in told.items()],
            },
        }
        return [self._whiskers(rows), dots]

    def _heads(self) -> list[dict[str, Any]]:
        """What the two sides are, above them."""
        layers = []
        heads = self._heads_in(self.lanes.inner / 2 - _BESIDE)
        most = max(len(lines) for lines in heads)
        for lines, away in zip(heads, (-1, 1), strict=True):
            away = away if self.words.rightward else -away
            rows = [{"y": -6 - 15 * (most - 1 - n), "text": line} for n, line in enumerate(lines)]
            align = "left" if away > 0 else "right"
            layers.append(self._said(rows, {"align": align, "dx": 8 * away}))
        return layers


def _reading(findings: Sequence[Finding], words: Words) -> str:
    if any(finding.low is not None for finding in findings):
        return words.say("The dot and the number are net migration; thin lines are ranges.")
    return words.say("The dot and the number are net migration.")


def _alt(title: str, shown: Sequence[_Place], words: Words) -> str:
    told = [
        words.say("{name}: {number}").format(
            name=words.name(place.subject), number=words.value(place.net)
        )
        for place in shown
        if place.net is not None
    ]
    return words.say(
        "Bar chart of people who left and people who arrived. {title}. Net migration: {list}."
    ).format(title=title, list=words.apart(told[:3]))
