"""A chord diagram: groups of places along a circle, joined by ribbons as wide as people moved.

A ribbon has the colour of the group that people left. It touches the circle there, and ends in a
point, short of the circle, where they arrived, as in the circular plots of Sander and others
(2014). At most twelve groups are drawn; the smallest are put together as other places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, log10
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.figures.around import Beside, Key
from comity.figures.circle import Circle, Pen, Ribbon, circle
from comity.figures.figure import Figure, built, one_unit
from comity.figures.fonts import wrapped
from comity.figures.movements import Groups, Link, Movements, moves_of
from comity.figures.scales import widest
from comity.figures.theme import LIGHT, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

_RING = 11.0
_LARGEST = 250.0
_BETWEEN_MARKS = 9.0
"""Marks along the circle stand at least so many pixels apart."""


def chord(
    findings: Sequence[Finding],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "chord",
    words: Words = ENGLISH,
    width: int = WIDTH,
    groups: Groups | None = None,
    inside: bool = False,
) -> Figure:
    """Ribbons between at most twelve groups, for findings about corridors, one for each.

    `groups` names what a place belongs to; each place stands for itself where nothing is given.
    Moves inside a group are drawn with `inside`, and otherwise left out, which is said.
    """
    one_unit(title, findings)
    moves = moves_of(title, findings)
    table = Movements.of(moves, groups, words, inside)
    if not table.links:
        raise ComityError(
            f"'{title}' cannot be drawn: nobody moved between two of its groups; "
            "draw the moves inside them, or choose smaller groups."
        )
    chart = _Chart(table.names, table.links, table.others, words, width)
    return built(
        "chord",
        title,
        chart.spec,
        findings,
        _alt(title, table, words),
        words=words,
        name=name,
        caption=sentence(caption, _reading(chart, moves, words), _left_out(table, words)),
        note=note,
    )


@dataclass(frozen=True)
class _Chart:
    """The circle laid out on a width: names around it, or numbered with a key on a telephone."""

    names: Sequence[str]
    links: Sequence[Link]
    others: int | None
    words: Words
    width: int

    @cached_property
    def circle(self) -> Circle:
        return circle({(k.origin, k.destination): k.value for k in self.links}, len(self.names))

    @property
    def narrow(self) -> bool:
        return self.width < 500

    @cached_property
    def pen(self) -> Pen:
        return Pen(mirrored=not self.words.rightward)

    @cached_property
    def lines(self) -> list[list[str]]:
        """The names in lines as wide as there is room for."""
        room = self.width / 2 - 44 if self.narrow else min(190.0, self.width * 0.2)
        return [wrapped(one, SIZES["label"], room)[:3] for one in self.names]

    @cached_property
    def radius(self) -> float:
        """The radius of the ring's outer edge."""
        if self.narrow:
            return self.width / 2 - 26.0
        room = max(widest(lines) for lines in self.lines) + 30
        return floor(min(_LARGEST, self.width / 2 - room))

    @property
    def middle(self) -> tuple[float, float]:
        return self.width / 2, self.radius + (24 if self.narrow else 42)

    @cached_property
    def step(self) -> int:
        """How many people there are from one mark along the circle to the next: 1, 2 or 5 tens."""
        least = _BETWEEN_MARKS / self.radius / self.circle.turn
        size = 10.0 ** floor(log10(max(least, 1)))
        return ceil(next(size * part for part in (1, 2, 5, 10) if size * part >= least))

    @cached_property
    def _key(self) -> Key:
        return Key(self.lines, self.words, self.width)

    def spec(self) -> dict[str, Any]:
        below = 44 + self._key.height if self.narrow else 36
        return {
            "width": self.width,
            "height": round(self.middle[1] + self.radius + below),
            "autosize": "none",
            "padding": 0,
            "layer": [self._ribbons(), self._arcs(), self._marks(), *self._names()],
        }

    def _fill(self) -> dict[str, Any]:
        """A colour for each group, no two neighbours alike; the others are grey."""
        return {
            "field": "group",
            "type": "nominal",
            "scale": {
                "domain": [str(n) for n in range(len(self.names))],
                "range": [self._colour(n) for n in range(len(self.names))],
            },
            "legend": None,
        }

    def _colour(self, n: int) -> str:
        if n == self.others:
            return LIGHT.soft
        last = n == len(self.names) - 1 and n % len(LIGHT.lines) == 0 and n > 0
        return LIGHT.lines[2 if last else n % len(LIGHT.lines)]

    def _drawn(self, rows: list[dict[str, Any]], mark: dict[str, Any]) -> dict[str, Any]:
        """Paths around the middle of the circle: symbols of size 4 are drawn as they are."""
        x, y = self.middle
        return {
            "data": {"values": rows},
            "mark": {"type": "point", "size": 4, "opacity": 1, "clip": False, **mark},
            "encoding": {
                "x": {"value": x},
                "y": {"value": y},
                "shape": {"field": "path", "type": "nominal", "scale": None, "legend": None},
            },
        }

    def _ribbons(self) -> dict[str, Any]:
        found = {(k.origin, k.destination): k for k in self.links}
        order = sorted(self.circle.ribbons, key=lambda r: (r.value, r.origin, r.destination))
        rows = [self._row(found[r.origin, r.destination], r) for r in order]
        rim = {"stroke": LIGHT.card, "strokeWidth": 0.7, "strokeJoin": "round"}
        layer = self._drawn(rows, {**rim, "fillOpacity": 0.72})
        told = {
            "pair": self.words.say("From and to"),
            "shown": self.words.unit("persons"),
            "when": self.words.say("When"),
        }
        layer["encoding"] |= {
            "fill": self._fill(),
            "tooltip": [{"field": f, "type": "nominal", "title": t} for f, t in told.items()],
        }
        return layer

    def _row(self, link: Link, ribbon: Ribbon) -> dict[str, Any]:
        return {
            "group": str(link.origin),
            "to": str(link.destination),
            "pair": self._pair(link),
            "value": link.value,
            "shown": _shown(link, self.words),
            "when": self.words.period(link.findings[0].period),
            "path": self.pen.ribbon(ribbon, self.radius - _RING - 1),
        }

    def _pair(self, link: Link) -> str:
        return _pair(self.names, link, self.words)

    def _arcs(self) -> dict[str, Any]:
        rows = [
            {
                "group": str(n),
                "name": self.names[n],
                "path": self.pen.arc(span, self.radius - _RING, self.radius),
            }
            for n, span in enumerate(self.circle.arcs)
            if span[1] > span[0]
        ]
        layer = self._drawn(rows, {"strokeWidth": 0})
        told = [{"field": "name", "type": "nominal", "title": self.words.say("Where")}]
        layer["encoding"] |= {"fill": self._fill(), "tooltip": told}
        return layer

    def _marks(self) -> dict[str, Any]:
        """A short line outside the ring for each so many people, from the start of each arc."""
        apart = self.step * self.circle.turn
        angles = [
            start + apart * n
            for start, end in self.circle.arcs
            for n in range(floor((end - start) / apart + 1e-9) + 1)
            if end > start
        ]
        path = "".join(self.pen.mark(a, self.radius + 1.5, self.radius + 5) for a in angles)
        return self._drawn([{"path": path}], {"stroke": LIGHT.soft, "strokeWidth": 0.8})

    @cached_property
    def _angles(self) -> list[float]:
        """The middle of each arc."""
        return [(start + end) / 2 for start, end in self.circle.arcs]

    def _names(self) -> list[dict[str, Any]]:
        if self.narrow:
            numbers = self._key.numbers(self._angles, self.pen, self.radius, self.middle)
            return [numbers, *self._key.layers(self.middle[1] + self.radius + 44, self._fill())]
        beside = Beside(self.lines, self._angles, self.pen, self.radius)
        line = {"stroke": LIGHT.line, "strokeWidth": 1, "fill": None}
        leaders = beside.leaders()
        drawn = [self._drawn([{"path": leaders}], line)] if leaders else []
        return [*drawn, *beside.layers(self.middle)]


def _pair(names: Sequence[str], link: Link, words: Words) -> str:
    arrow = "\u2192" if words.rightward else "\u2190"
    return f"{names[link.origin]} {arrow} {names[link.destination]}"


def _shown(link: Link, words: Words) -> str:
    """The number of a ribbon: as one finding gives it, or a sum that says of how many."""
    if len(link.findings) == 1:
        return words.value(link.findings[0])
    return words.say("{number} (sum of {n} corridors; the table has the range of each)").format(
        number=words.number(round(link.value)), n=words.number(len(link.findings))
    )


def _reading(chart: _Chart, moves: Sequence[Finding], words: Words) -> str:
    direction = words.say(
        "A ribbon has the colour of the place people left; its point shows where they arrived."
    )
    marks = words.say("A mark along the circle stands for {n} people.").format(
        n=words.short(chart.step)
    )
    ranged = any(move.low is not None for move in moves)
    middle = words.say("Widths are central estimates; the table has the range of each corridor.")
    return sentence(direction, marks, middle if ranged else "")


def _left_out(table: Movements, words: Words) -> str:
    """What the picture does not show, in sentences."""
    rest = kept_in = ""
    if table.merged:
        rest = words.say("All beyond the {n} largest are drawn together as other places.").format(
            n=len(table.names) - 1
        )
    if table.kept_in > 0:
        kept_in = words.say("Moves inside a group ({share} of the people) are not drawn.").format(
            share=words.percent(100 * table.kept_in, 1)
        )
    return sentence(rest, kept_in)


def _alt(title: str, table: Movements, words: Words) -> str:
    largest = sorted(table.links, key=lambda k: (-k.value, k.origin, k.destination))[:3]
    told = [
        words.say("{name}: {number}").format(
            name=_pair(table.names, link, words), number=_shown(link, words)
        )
        for link in largest
    ]
    return words.say(
        "Circular diagram of movement between {n} groups. {title}. The largest are {list}."
    ).format(n=len(table.names), title=title, list=words.apart(told))
