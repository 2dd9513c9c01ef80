"""Who gives what to whom: parties on a circle, and an arrow for everything that one gives another.

Exchanges of two, chains that come back to where they began, and one-sided gifts are told apart by
colour, by the width and by the dashes of their lines, and in words. A number on each arrow leads to
the list below, which names the issues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import cos, hypot, pi, sin
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Source
from comity.core.marks import N_
from comity.figures.around import LINE, below, texts
from comity.figures.curves import PAGE, Curve, curve
from comity.figures.figure import Figure, Plain, built
from comity.figures.fonts import width_of, wrapped
from comity.figures.labels import pixel
from comity.figures.theme import BLUE, LIGHT, ORANGE, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 60
"""Arrows that are drawn at most."""

KINDS = {
    "direct": N_("Exchange between two"),
    "cycle": N_("Part of a longer chain that returns to its start"),
    "gift": N_("Given without a return"),
}
"""What an arrow is part of."""

_COLOURS = {"direct": BLUE, "cycle": ORANGE, "gift": LIGHT.soft}
_WIDTHS = {"direct": 2.0, "cycle": 3.6, "gift": 1.8}
_DASHES = {"direct": [1, 0], "cycle": [1, 0], "gift": [5, 4]}
_HEAD = "M-1.1,-1L1,0L-1.1,1Z"
_DOT = 7.0
_BETWEEN = 6
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arrow:
    """What one party gives another: issues by name, and the kind of exchange they are part of."""

    giver: str
    receiver: str
    issues: tuple[str, ...]
    kind: str
    """direct | cycle | gift."""


def exchange(
    arrows: Sequence[Arrow],
    title: str,
    *,
    parties: Mapping[str, str],
    sources: Sequence[Source],
    caption: str = "",
    note: str = "",
    name: str = "exchange",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """Parties (code to name) around a circle, and arrows between them."""
    if not arrows:
        raise ComityError(f"'{title}' cannot be drawn: nobody gives anybody anything.")
    if len(arrows) > MOST:
        raise ComityError(f"'{title}' has {len(arrows)} arrows; draw at most {MOST}.")
    chart = _Chart(arrows, parties, words, width)
    return built(
        "exchange",
        title,
        chart.spec,
        (),
        _alt(title, arrows, parties, words),
        words=words,
        name=name,
        caption=sentence(caption, words.say(_READING)),
        note=note,
        sources=sources,
        plain=_numbers(arrows, parties, words),
    )


_READING = N_("An arrow goes from who gives to who receives; its number stands in the list below.")


@dataclass(frozen=True)
class _Chart:
    """The circle above, what kinds of lines mean, and the list of arrows."""

    arrows: Sequence[Arrow]
    parties: Mapping[str, str]
    words: Words
    width: int

    @property
    def narrow(self) -> bool:
        return self.width < 500

    @property
    def radius(self) -> float:
        return self.width / 2 - 78 if self.narrow else 150.0

    @cached_property
    def middle(self) -> Point:
        return self.width / 2, self.radius + 62

    @cached_property
    def at(self) -> dict[str, Point]:
        """Where each party stands: the first above, then as the language reads."""
        ahead = 1 if self.words.rightward else -1
        turns = (2 * pi * n / len(self.parties) for n in range(len(self.parties)))
        return {
            code: (
                round(self.middle[0] + ahead * self.radius * sin(turn), 1),
                round(self.middle[1] - self.radius * cos(turn), 1),
            )
            for code, turn in zip(self.parties, turns, strict=True)
        }

    @cached_property
    def drawn(self) -> list[tuple[Arrow, Curve]]:
        """Each arrow with its line; several of one pair bend ever further."""
        met: dict[tuple[str, str], int] = {}
        found = []
        for arrow in self.arrows:
            pair = arrow.giver, arrow.receiver
            met[pair] = met.get(pair, 0) + 1
            bend = 0.05 + 0.11 * met[pair]
            line = curve(self.at[pair[0]], self.at[pair[1]], gap=_DOT + 7, bend=bend)
            if line is not None:
                found.append((arrow, line))
        return found

    @cached_property
    def _list(self) -> list[list[str]]:
        """The lines of text of each arrow in the list."""
        room = self.width - 52
        return [
            wrapped(
                self.words.say("{pair}: {issues}").format(
                    pair=pair(arrow, self.parties, self.words),
                    issues=self.words.apart(arrow.issues),
                ),
                SIZES["label"],
                room,
            )
            for arrow, _ in self.drawn
        ]

    @cached_property
    def _kinds(self) -> dict[str, list[str]]:
        """The kinds that occur, with the lines of text that say what they are."""
        met = {arrow.kind for arrow in self.arrows}
        room = self.width - 66
        return {
            kind: wrapped(self.words.say(text), SIZES["label"], room)
            for kind, text in KINDS.items()
            if kind in met
        }

    @cached_property
    def _tops(self) -> tuple[list[float], list[float], float]:
        """Heights of the first lines of the kinds and of the list, and of the end of all."""
        first = max(y for _, y in self.at.values()) + 78
        kinds = [
            *accumulate((LINE * len(k) + _BETWEEN for k in self._kinds.values()), initial=first)
        ]
        start = kinds.pop() + 10
        rows = [*accumulate((LINE * len(k) + _BETWEEN for k in self._list), initial=start)]
        return kinds, rows, rows.pop()

    def spec(self) -> dict[str, Any]:
        return {
            "width": self.width,
            "height": round(self._tops[2]),
            "autosize": "none",
            "padding": 0,
            "layer": [
                *self._lines(),
                *self._nodes(),
                *self._numbers(),
                *self._key(),
                *self._listed(),
            ],
        }

    def _lines(self) -> Iterator[dict[str, Any]]:
        """A layer of lines and one of heads for each kind, chains above all others."""
        for kind in ("gift", "direct", "cycle"):
            own = [(arrow, line) for arrow, line in self.drawn if arrow.kind == kind]
            if own:
                yield self._stroked([(self._told(arrow), line.line) for arrow, line in own], kind)
                yield _heads([line for _, line in own], kind)

    def _told(self, arrow: Arrow) -> dict[str, str]:
        return {
            "pair": pair(arrow, self.parties, self.words),
            "issues": self.words.apart(arrow.issues),
            "kind": self.words.say(KINDS[arrow.kind]),
        }

    def _stroked(
        self, rows: Sequence[tuple[dict[str, str], list[list[float]]]], kind: str
    ) -> dict[str, Any]:
        told = {
            "pair": self.words.say("From and to"),
            "issues": self.words.say("Issues"),
            "kind": self.words.say("Kind of exchange"),
        }
        features = [
            {
                "type": "Feature",
                "properties": about,
                "geometry": {"type": "LineString", "coordinates": line},
            }
            for about, line in rows
        ]
        return {
            "data": {"values": features},
            "projection": PAGE,
            "mark": {
                "type": "geoshape",
                "filled": False,
                "stroke": _COLOURS[kind],
                "strokeWidth": _WIDTHS[kind],
                "strokeDash": _DASHES[kind],
            },
            "encoding": {
                "tooltip": [
                    {"field": f"properties.{field}", "type": "nominal", "title": text}
                    for field, text in told.items()
                ]
            },
        }

    def _nodes(self) -> Iterator[dict[str, Any]]:
        yield _points(
            [{"x": x, "y": y, "name": self.parties[code]} for code, (x, y) in self.at.items()],
            {"fill": LIGHT.ink, "stroke": LIGHT.card, "strokeWidth": 2, "size": 4 * _DOT * _DOT},
        )
        yield from (texts(found, side) for side, found in self._named.items() if found)

    @cached_property
    def _named(self) -> dict[str, list[dict[str, Any]]]:
        """The names of parties beside their circles, by the side on which they start."""
        rows: dict[str, list[dict[str, Any]]] = {"left": [], "right": [], "center": []}
        for code, (x, y) in self.at.items():
            side, room = self._side(x)
            lines = wrapped(self.parties[code], SIZES["label"], room)[:3]
            away = {"left": 15, "right": -15, "center": 0}[side]
            top = y - LINE * (len(lines) - 1) / 2
            if side == "center":
                high = y < self.middle[1]
                top = y - 18 - LINE * (len(lines) - 1) if high else y + 20
            rows[side] += below(x + away, top, lines)
        return rows

    def _taken(self) -> Iterator[Point]:
        """Points along parties and their names, which no number may cover."""
        yield from self.at.values()
        for side, rows in self._named.items():
            for row in rows:
                wide = width_of(row["text"], SIZES["label"])
                start = row["x"] - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[side]
                yield from ((start + wide * k / 6, row["y"]) for k in range(7))

    def _side(self, x: float) -> tuple[str, float]:
        """On which side of its circle a name starts, and how wide it may be."""
        if abs(x - self.middle[0]) < self.radius * (0.62 if self.narrow else 0.2):
            return "center", 120.0 if self.narrow else 220.0
        room = (x if x < self.middle[0] else self.width - x) - 19
        return ("right" if x < self.middle[0] else "left"), max(room, 56.0)

    def _numbers(self) -> Iterator[dict[str, Any]]:
        """The number of each arrow on its line, on a ground of its own."""
        free = _Free([*self._taken()])
        rows = []
        for n, (_, line) in enumerate(self.drawn):
            x, y = free.place([(p[0], p[1]) for p in line.line])
            rows.append({"x": x, "y": y, "text": self.words.number(n + 1)})
        ground = {"fill": LIGHT.card, "stroke": LIGHT.line, "strokeWidth": 1, "size": 330}
        yield _points(rows, ground)
        yield texts(rows, "center")

    def _key(self) -> Iterator[dict[str, Any]]:
        """What each kind of line means."""
        ahead = 1 if self.words.rightward else -1
        start = 6.0 if ahead > 0 else self.width - 6.0
        said: list[dict[str, Any]] = []
        for (kind, lines), top in zip(self._kinds.items(), self._tops[0], strict=True):
            ends = sorted((start, start + 36 * ahead))
            yield self._stroked([({}, [[ends[0], top], [ends[1], top]])], kind)
            said += below(start + 48 * ahead, top, lines)
        yield texts(said, "left" if ahead > 0 else "right")

    def _listed(self) -> Iterator[dict[str, Any]]:
        ahead = 1 if self.words.rightward else -1
        start = 16.0 if ahead > 0 else self.width - 16.0
        numbers, said = [], []
        for n, (lines, top) in enumerate(zip(self._list, self._tops[1], strict=True)):
            numbers += below(start, top, [self.words.number(n + 1)])
            said += below(start + 20 * ahead, top, lines)
        yield texts(numbers, "center", LIGHT.soft)
        yield texts(said, "left" if ahead > 0 else "right")


class _Free:
    """Finds a place on each line at which its number covers no other, nor a party."""

    def __init__(self, taken: list[Point]) -> None:
        self.taken = taken

    def place(self, line: Sequence[Point]) -> Point:
        """A point near the middle of the line, as far from those taken as need be."""
        half = len(line) // 2
        order = sorted(range(4, len(line) - 4), key=lambda k: abs(k - half))
        best = max(order, key=lambda k: (min(self._far(line[k]), 21.0), -abs(k - half)))
        self.taken.append(line[best])
        return line[best]

    def _far(self, point: Point) -> float:
        return min(hypot(point[0] - x, point[1] - y) for x, y in self.taken)


def _points(rows: list[dict[str, Any]], mark: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "shape": "circle", "opacity": 1, **mark},
        "encoding": {"x": pixel("x"), "y": pixel("y")},
    }


def _heads(lines: Sequence[Curve], kind: str) -> dict[str, Any]:
    rows = [
        {"x": round(one.head[0], 1), "y": round(one.head[1], 1), "angle": one.angle}
        for one in lines
    ]
    return {
        "data": {"values": rows},
        "mark": {
            "type": "point",
            "shape": _HEAD,
            "fill": _COLOURS[kind],
            "strokeWidth": 0,
            "opacity": 1,
            "size": round((4.6 + 0.9 * _WIDTHS[kind]) ** 2, 1),
        },
        "encoding": {
            "x": pixel("x"),
            "y": pixel("y"),
            "angle": {"field": "angle", "type": "quantitative", "scale": None},
        },
    }


def pair(arrow: Arrow, parties: Mapping[str, str], words: Words) -> str:
    """From whom to whom, as the language reads."""
    mark = "\u2192" if words.rightward else "\u2190"
    return f"{parties[arrow.giver]} {mark} {parties[arrow.receiver]}"


def _numbers(arrows: Sequence[Arrow], parties: Mapping[str, str], words: Words) -> Plain:
    say = words.say
    heads = (say("Who gives"), say("Who receives"), say("Issues"), say("Kind of exchange"))
    rows = tuple(
        (
            parties[arrow.giver],
            parties[arrow.receiver],
            words.apart(arrow.issues),
            say(KINDS[arrow.kind]),
        )
        for arrow in arrows
    )
    return Plain(("giver", "receiver", "issues", "kind"), heads, rows)


def _alt(title: str, arrows: Sequence[Arrow], parties: Mapping[str, str], words: Words) -> str:
    told = []
    for kind, text in KINDS.items():
        own = [pair(arrow, parties, words) for arrow in arrows if arrow.kind == kind]
        if own:
            said = words.say("{name}: {number}")
            told.append(said.format(name=words.say(text), number=", ".join(own)))
    return words.say("Parties on a circle with arrows between them. {title}. {list}.").format(
        title=title, list=words.apart(told)
    )
