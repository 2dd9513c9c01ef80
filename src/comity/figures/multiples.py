"""Small multiples: the same measure for several routes, groups or places, on one common scale.

Counts of what happened during a year are columns; everything else is a line. A year that is told
as incomplete is drawn pale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding
from comity.figures.figure import Figure, built, once, one_unit
from comity.figures.fonts import wrapped
from comity.figures.lines import position
from comity.figures.scales import labelled, tick_texts, ticks, widest, year_ticks
from comity.figures.theme import BLUE, LIGHT, SIZES, STACK, WIDTH
from comity.figures.words import ENGLISH, Words, sentence

MOST = 12
_TALL = 96
_GAP = 28


def multiples(
    panels: Mapping[str, Sequence[Finding]],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "multiples",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """A small chart for each entry of `panels`, those with the largest values first."""
    one_unit(title, [finding for found in panels.values() for finding in found])
    known = {
        label: [f for f in sorted(once(found), key=lambda f: f.period) if f.value is not None]
        for label, found in panels.items()
    }
    known = {label: found for label, found in known.items() if found}
    order = sorted(known, key=lambda label: (-max(f.value or 0 for f in known[label]), label))
    shown = {label: known[label] for label in order[:MOST]}
    return built(
        "multiples",
        title,
        _Grid(shown, words, width).spec,
        [finding for found in panels.values() for finding in found],
        _alt(title, shown, words),
        words=words,
        name=name,
        caption=sentence(caption, words.largest(len(shown), len(known))),
        note=note,
    )


@dataclass(frozen=True)
class _Grid:
    """Panels in rows; only the first of a row is labelled on its side."""

    panels: Mapping[str, Sequence[Finding]]
    words: Words
    width: int

    @property
    def columns(self) -> int:
        return max(1, min(len(self.panels), 3 if self.width > 500 else 2))

    def spec(self) -> dict[str, Any]:
        every = [f for found in self.panels.values() for f in found]
        values = [f.value or 0 for f in every]
        marks = ticks(min(0, *values), max(values), 4)
        left = round(widest(tick_texts(marks, every[0].unit, self.words), SIZES["small"])) + 10
        inner = (self.width - left - _GAP * (self.columns - 1) - 16) // self.columns
        heads = [wrapped(label, SIZES["label"], inner)[:3] for label in self.panels]
        tall = max(len(lines) for lines in heads)
        return {
            "padding": {"left": 2, "right": 2, "top": 2, "bottom": 2},
            "columns": self.columns,
            "spacing": {"row": 42 + 15 * tall, "column": _GAP},
            "bounds": "flush",
            "concat": [
                self._panel(n, lines, found, marks, inner)
                for n, (lines, found) in enumerate(zip(heads, self.panels.values(), strict=True))
            ],
        }

    def _panel(
        self, n: int, head: list[str], found: Sequence[Finding], marks: list[float], inner: int
    ) -> dict[str, Any]:
        told = {
            "data": {"values": [self._row(finding) for finding in found]},
            "encoding": {
                "x": self._years(inner),
                "y": self._values(marks, labels=n % self.columns == 0),
                "tooltip": self._tooltip(found[0]),
            },
        }
        columns = found[0].kind.timing == "during"
        return {
            "width": inner,
            "height": _TALL,
            "title": {
                "text": head,
                "anchor": "start",
                "frame": "group",
                "color": LIGHT.ink,
                "font": STACK,
                "fontSize": SIZES["label"],
                "fontWeight": "normal",
                "lineHeight": 15,
                "offset": 8,
            },
            **told,
            **(self._columns(inner) if columns else {"mark": {"type": "line", "color": BLUE}}),
        }

    def _columns(self, inner: int) -> dict[str, Any]:
        first, last = self._span
        broad = max(2.0, 0.72 * inner / (last - first + 1))
        return {
            "mark": {
                "type": "bar",
                "width": round(broad, 1),
                "color": BLUE,
                "opacity": {"expr": "datum.part ? 0.45 : 1"},
            }
        }

    @property
    def _span(self) -> tuple[float, float]:
        years = [position(f.period) for found in self.panels.values() for f in found]
        return min(years), max(years)

    def _years(self, inner: int) -> dict[str, Any]:
        first, last = self._span
        return {
            "field": "x",
            "type": "quantitative",
            "scale": {"domain": [first - 0.6, last + 0.6], "nice": False, "zero": False},
            "axis": {
                **labelled(year_ticks(first, last, max(2, inner // 44)), lambda y: str(round(y))),
                "labelFontSize": SIZES["small"],
                "grid": False,
                "title": None,
            },
        }

    def _values(self, marks: list[float], *, labels: bool) -> dict[str, Any]:
        unit = next(iter(self.panels.values()))[0].unit
        by_value = dict(zip(marks, tick_texts(marks, unit, self.words), strict=True))
        return {
            "field": "y",
            "type": "quantitative",
            "stack": None,
            "scale": {"domain": [marks[0], marks[-1]], "nice": False},
            "axis": {
                **labelled(marks, lambda value: by_value[value]),
                "labelOpacity": int(labels),  # unseen ones keep the heads of a row level
                "labelFontSize": SIZES["small"],
                "domain": False,
                "ticks": False,
                "grid": True,
                "title": None,
            },
        }

    def _row(self, finding: Finding) -> dict[str, Any]:
        return {
            "x": position(finding.period),
            "y": finding.value,
            "when": self.words.period(finding.period),
            "shown": self.words.value(finding),
            "part": finding.note.startswith("to "),
            "note": self.words.noted(finding.note),
        }

    def _tooltip(self, finding: Finding) -> list[dict[str, Any]]:
        told = {
            "when": self.words.say("When"),
            "shown": self.words.measure(finding),
            "note": self.words.say("Note"),
        }
        return [{"field": field, "type": "nominal", "title": t} for field, t in told.items()]


def _alt(title: str, panels: Mapping[str, Sequence[Finding]], words: Words) -> str:
    told = []
    for label, found in list(panels.items())[:3]:
        most = max(found, key=lambda f: f.value or 0)
        told.append(
            words.say("{name}: at most {number}, in {when}").format(
                name=label,
                number=words.amount(most.value or 0, most.unit),
                when=words.period(most.period),
            )
        )
    return words.say("{n} small charts on one scale. {title}. {list}.").format(
        n=len(panels), title=title, list=words.apart(told)
    )
