"""How much a deal bears: its chances when weights are only nearly known, and what would break it.

`chances` draws a small chart for the table as a whole and for each party: how often the package
leaves a gain, against how uncertain the weights are. `breaking` draws by how much each party's
weights would have to change before the deal is no gain to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Source
from comity.core.marks import N_
from comity.figures.figure import Figure, Plain, built
from comity.figures.fonts import wrapped
from comity.figures.labels import pixel
from comity.figures.lanes import Lanes
from comity.figures.scales import labelled, tick_texts, ticks, widest
from comity.figures.theme import BLUE, LIGHT, ORANGE, SIZES, STACK, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 24
"""Small charts, or bars, that are drawn at most."""

ALL = ""
"""The code of the table as a whole: every party gains."""

_TALL = 96
_GAP = 44
_BAR = 18


@dataclass(frozen=True, slots=True)
class Chance:
    """How often a package leaves a gain, where each weight may lie so far from what was stated."""

    who: str
    """A party, or `ALL`."""
    width: float
    """Half of the interval around each weight, as a share of it: 0.3 for plus or minus 30 %."""
    value: float
    low: float
    high: float


def chances(
    found: Sequence[Chance],
    title: str,
    *,
    names: Mapping[str, str],
    sources: Sequence[Source],
    caption: str = "",
    note: str = "",
    name: str = "chances",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """A small chart for each code in `names`, all on one scale; `ALL` has a second colour."""
    panels = {code: [one for one in found if one.who == code] for code in names}
    if not all(panels.values()) or len(panels) > MOST:
        raise ComityError(f"'{title}' cannot be drawn: give 1 to {MOST} parties their chances.")
    chart = _Grid(panels, names, words, width)
    return built(
        "chances",
        title,
        chart.spec,
        (),
        _alt(title, panels, names, words),
        words=words,
        name=name,
        caption=sentence(caption, words.say(_READING if words.rightward else _READING_BACK)),
        note=note,
        sources=sources,
        plain=_chance_rows(found, names, words),
    )


_READING = N_(
    "Read from left to right: the less sure the weights are, the less sure is a gain. The band "
    "says how exactly the draws tell it (95 in 100)."
)
_READING_BACK = N_(
    "Read from right to left: the less sure the weights are, the less sure is a gain. The band "
    "says how exactly the draws tell it (95 in 100)."
)


@dataclass(frozen=True)
class _Grid:
    """Panels in rows; only those at the start of a row are labelled on their side."""

    panels: Mapping[str, Sequence[Chance]]
    names: Mapping[str, str]
    words: Words
    width: int

    @property
    def columns(self) -> int:
        return max(1, min(len(self.panels), 3 if self.width > 500 else 2))

    @cached_property
    def _marks(self) -> tuple[list[float], list[str]]:
        marks = [0.0, 50.0, 100.0]
        return marks, tick_texts(marks, "percent", self.words)

    def spec(self) -> dict[str, Any]:
        left = round(widest(self._marks[1], SIZES["small"])) + 10
        inner = (self.width - left - _GAP * (self.columns - 1) - 28) // self.columns
        heads = [wrapped(self.names[code], SIZES["label"], inner)[:3] for code in self.panels]
        return {
            "padding": {"left": 2, "right": 22, "top": 2, "bottom": 2},
            "columns": self.columns,
            "spacing": {"row": 50 + 15 * max(map(len, heads)), "column": _GAP},
            "bounds": "flush",
            "concat": [
                self._panel(n, code, head, inner)
                for n, (code, head) in enumerate(zip(self.panels, heads, strict=True))
            ],
        }

    def _panel(self, n: int, code: str, head: list[str], inner: int) -> dict[str, Any]:
        colour = ORANGE if code == ALL else BLUE
        told = {
            "across": self.words.say("Weights known within"),
            "shown": self.words.say("How often it gains"),
        }
        return {
            "width": inner,
            "height": _TALL,
            "title": {
                "text": head,
                "anchor": "start" if self.words.rightward else "end",
                "frame": "group",
                "color": LIGHT.ink,
                "font": STACK,
                "fontSize": SIZES["label"],
                "fontWeight": "bold" if code == ALL else "normal",
                "lineHeight": 15,
                "offset": 8,
            },
            "data": {"values": [self._row(one) for one in self.panels[code]]},
            "encoding": {
                "x": self._across(inner, n),
                "y": self._up(labels=self._first(n)),
                "tooltip": [{"field": f, "type": "nominal", "title": t} for f, t in told.items()],
            },
            "layer": [
                {
                    "mark": {"type": "area", "color": colour, "opacity": 0.25},
                    "encoding": {"y": {**self._up(labels=self._first(n)), "field": "low"},
                                 "y2": {"field": "high"}},
                },
                {"mark": {"type": "line", "color": colour, "strokeWidth": 2.2}},
                {"mark": {"type": "point", "fill": colour, "strokeWidth": 0, "size": 22,
                          "opacity": 1, "clip": False}},
            ],
        }  # fmt: skip

    def _first(self, n: int) -> bool:
        """Whether this panel stands where the rows of its language begin."""
        return n % self.columns == 0

    def _row(self, one: Chance) -> dict[str, Any]:
        percent = self.words.percent
        return {
            "x": round(100 * one.width, 3),
            "y": round(100 * one.value, 3),
            "low": round(100 * one.low, 3),
            "high": round(100 * one.high, 3),
            "across": f"\u00b1{percent(100 * one.width)}",
            "shown": self.words.say("{value} ({low} to {high})").format(
                value=percent(100 * one.value, 1),
                low=percent(100 * one.low, 1),
                high=percent(100 * one.high, 1),
            ),
        }

    def _across(self, inner: int, n: int) -> dict[str, Any]:
        most = max(one.width for found in self.panels.values() for one in found)
        marks = ticks(0, 100 * most, 3 if inner < 130 else 4)
        marks = [mark for mark in marks if mark <= 100 * most + 1e-9]
        said = dict(zip(marks, tick_texts(marks, "percent", self.words), strict=True))
        return {
            "field": "x",
            "type": "quantitative",
            "scale": {
                "domain": [0, 100 * most],
                "nice": False,
                "reverse": not self.words.rightward,
            },
            "axis": {
                **labelled(marks, lambda value: f"\u00b1{said[value]}" if value else said[value]),
                "labelFontSize": SIZES["small"],
                "grid": False,
                "title": None,
            },
        }

    def _up(self, *, labels: bool) -> dict[str, Any]:
        marks, said = self._marks
        by_value = dict(zip(marks, said, strict=True))
        return {
            "field": "y",
            "type": "quantitative",
            "stack": None,
            "scale": {"domain": [0, 100], "nice": False},
            "axis": {
                **labelled(marks, lambda value: by_value[value]),
                "labelOpacity": int(labels),
                "labelFontSize": SIZES["small"],
                "domain": False,
                "ticks": False,
                "grid": True,
                "title": None,
            },
        }


def _chance_rows(found: Sequence[Chance], names: Mapping[str, str], words: Words) -> Plain:
    say = words.say
    heads = (
        say("Who"), say("Weights known within, \u00b1 %"), say("How often it gains, %"),
        say("From, %"), say("To, %"),
    )  # fmt: skip
    rows = tuple(
        (names[c.who], 100 * c.width, 100 * c.value, 100 * c.low, 100 * c.high) for c in found
    )
    return Plain(("who", "weights_within_percent", "gains_percent", "low", "high"), heads, rows)


def _alt(
    title: str, panels: Mapping[str, Sequence[Chance]], names: Mapping[str, str], words: Words
) -> str:
    told = []
    for code, found in [*panels.items()][:4]:
        last = max(found, key=lambda one: one.width)
        told.append(
            words.say("{name}: {share} at \u00b1{width}").format(
                name=names[code],
                share=words.percent(100 * last.value),
                width=words.percent(100 * last.width),
            )
        )
    return words.say("{n} small charts on one scale. {title}. {list}.").format(
        n=len(panels), title=title, list=words.apart(told)
    )


@dataclass(frozen=True, slots=True)
class Break:
    """The smallest change of a party's weights at which the deal is no gain to it."""

    party: str
    change: float | None
    """As a share of each weight, 0.4 for 40 per cent; None where no change does it."""
    issue: str = ""
    issue_change: float | None = None
    """The issue whose weight alone does it soonest, and by how much of itself that changes."""


def breaking(
    found: Sequence[Break],
    title: str,
    *,
    names: Mapping[str, str],
    sources: Sequence[Source],
    caption: str = "",
    note: str = "",
    name: str = "breaking",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """A bar for each party, in the order given; one that nothing breaks has words instead."""
    if not 1 <= len(found) <= MOST:
        raise ComityError(f"'{title}' cannot be drawn: give it 1 to {MOST} parties.")
    chart = _Bars(found, names, words, width)
    told = [
        words.say("{name}: {number}").format(name=names[one.party], number=_end(one, words))
        for one in found
    ]
    alt = words.say("Bars, one for each party. {title}. {list}.")
    return built(
        "breaking",
        title,
        chart.spec,
        (),
        alt.format(title=title, list=words.apart(told)),
        words=words,
        name=name,
        caption=caption,
        note=note,
        sources=sources,
        plain=_break_rows(found, names, words),
    )


def _end(one: Break, words: Words) -> str:
    if one.change is None:
        return words.say("no change does")
    return words.percent(100 * one.change)


@dataclass(frozen=True)
class _Bars:
    """A lane and a bar for each party."""

    found: Sequence[Break]
    names: Mapping[str, str]
    words: Words
    width: int

    @cached_property
    def lanes(self) -> Lanes:
        ends = [(_end(one, self.words), "") for one in self.found]
        names = [self.names[one.party] for one in self.found]
        return Lanes(names, ends, self.words, self.width, _BAR)

    @cached_property
    def x(self) -> dict[str, Any]:
        most = max((100 * one.change for one in self.found if one.change is not None), default=100)
        marks = ticks(0, most, 6 if self.lanes.inner > 400 else 4)
        return {
            "field": "value",
            "type": "quantitative",
            "scale": {
                "domain": [0, marks[-1]],
                "nice": False,
                "reverse": not self.words.rightward,
            },
            "axis": {
                **self.lanes.axis(marks, tick_texts(marks, "percent", self.words), "percent"),
                "title": self.words.say("Change of every weight, at most"),
            },
        }

    def spec(self) -> dict[str, Any]:
        rows = [
            {
                "value": round(100 * one.change, 3),
                "party": self.names[one.party],
                "shown": _end(one, self.words),
                "y": self.lanes.middle(n),
            }
            for n, one in enumerate(self.found)
            if one.change is not None
        ]
        told = {"party": self.words.say("Party"), "shown": self.words.say("What breaks the deal")}
        bars = {
            "data": {"values": rows},
            "mark": {"type": "bar", "height": _BAR, "color": BLUE},
            "encoding": {
                "x": self.x,
                "x2": {"datum": 0},
                "y": pixel("y"),
                "tooltip": [{"field": f, "type": "nominal", "title": t} for f, t in told.items()],
            },
        }
        return self.lanes.spec([bars])


def _break_rows(found: Sequence[Break], names: Mapping[str, str], words: Words) -> Plain:
    say = words.say
    heads = (
        say("Party"), say("Change of every weight that breaks the deal, %"),
        say("Issue whose weight alone breaks it soonest"), say("Change of that weight, %"),
    )  # fmt: skip
    rows = tuple(
        (
            names[one.party],
            None if one.change is None else 100 * one.change,
            one.issue or None,
            None if one.issue_change is None else 100 * one.issue_change,
        )
        for one in found
    )
    names_of = ("party", "change_percent", "issue_alone", "issue_change_percent")
    return Plain(names_of, heads, rows)
