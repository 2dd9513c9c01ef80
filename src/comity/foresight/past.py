"""One forecast of the record: what was said, what was known then, and what came.

Archived forecasts were written down when they were made; reconstructed ones were worked out
afterwards from what was public at an earlier origin. Each says which of the two it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import isfinite, log1p
from typing import Any, Literal

from comity import __version__
from comity.core.errors import NotHeld
from comity.core.findings import Finding, Lineage, Source
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, known_place, special_codes
from comity.core.regions import Subject, regions
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.reading import Evidence, Row
from comity.foresight.archive import FORECASTS
from comity.foresight.layers import Layer
from comity.foresight.naming import series_name
from comity.foresight.panel import Panel

__all__ = [
    "HINDCASTS",
    "Past",
    "counted",
    "counts_of",
    "panel_of",
    "past_of",
    "subject_of",
    "timing",
]

HINDCASTS = "forecast_backtest"
BANDS = {"50 %": ("q250", "q750"), "80 %": ("q100", "q900"), "95 %": ("q025", "q975")}

Kind = Literal["archived", "reconstructed"]
Timing = Literal["before", "during", "after"]


@dataclass(frozen=True)
class Past:
    """One forecast, with its 80 % band, and what came; `outcome` is None until that is known.

    `last` is what had been counted last, which is what the last value would have forecast.
    `distance` is how far the outcome lay beyond the 95 % band, in ln(1 + y): 0 inside, negative
    below. `made_on` is empty for a reconstructed forecast, which nobody made at the time. `row`
    holds the forecast's other columns, as stored.
    """

    kind: Kind
    said: Finding
    last: Finding
    outcome: Finding | None
    made_from: str
    horizon: int
    made_on: str = ""
    inside80: bool | None = None
    inside95: bool | None = None
    distance: float = 0.0
    row: Row = field(default_factory=dict)

    @property
    def timing(self) -> Timing | None:
        """When an archived forecast was made: before, during or after the period it speaks of."""
        return timing(self.made_on, str(self.said.period)) if self.made_on else None

    def band(self, name: str) -> tuple[float, float] | None:
        """The ends of the "50 %", "80 %" or "95 %" band; None where the forecast is withheld.

        Ends of 1 to 4 people are nobody's count: they bound what may come.
        """
        if self.said.value is None:
            return None
        low, high = BANDS[name]
        return self.row[low], self.row[high]


def timing(made_on: str, period: str) -> Timing:
    """When a forecast was made, beside the period of which it speaks.

    >>> timing("2026-11-23", "2027"), timing("2026-11-23", "2026"), timing("2026-11-23", "2025-05")
    ('before', 'during', 'after')
    """
    day, spoken = date.fromisoformat(made_on), Period.parse(period)
    if day < spoken.start:
        return "before"
    return "during" if day <= spoken.end else "after"


class _Panels:
    """The counts of each layer asked so far, read once while the evidence is open."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.kept: dict[str, tuple[Panel, dict[str, int]]] = {}

    def of(self, layer: Layer) -> tuple[Panel, dict[str, int]]:
        """A layer's panel, and the place of each series in it."""
        if layer.name not in self.kept:
            panel = layer.panel(self.evidence)
            named = {series_name(panel.by, key): at for at, key in enumerate(panel.keys)}
            self.kept[layer.name] = panel, named
        return self.kept[layer.name]


def panel_of(evidence: Evidence, layer: Layer) -> Panel:
    """The counts of a layer, read once while the evidence is open."""
    return evidence.once(_Panels).of(layer)[0]


def counts_of(evidence: Evidence, layer: Layer, series: str) -> dict[str, float]:
    """One series of the panel, by period; empty where nobody was counted by that day."""
    try:
        panel, named = evidence.once(_Panels).of(layer)
    except NotHeld:
        return {}
    row = panel.values[named[series]] if series in named else ()
    return {panel.label(at): float(n) for at, n in enumerate(row) if isfinite(n)}


def past_of(evidence: Evidence, layer: Layer, row: Row) -> Past:
    """A row of the archive or of the hindcasts, with what came, where the row does not say it."""
    archived = "made_on" in row
    came = row["observed"] if "observed" in row else _came(evidence, layer, row)
    said = counted(
        layer,
        row,
        row["period"],
        row["q500"],
        _lineage(evidence, layer, row),
        low=_whole(row["q100"]),
        high=_whole(row["q900"]),
        interval="80 %",
        status="projected",
    )
    figures = evidence.lineage(layer.dataset)
    return Past(
        kind="archived" if archived else "reconstructed",
        said=said,
        last=counted(layer, row, row["made_from"], row["last"], figures),
        outcome=None if came is None else counted(layer, row, row["period"], came, figures),
        made_from=row["made_from"],
        horizon=row["horizon"],
        made_on=row.get("made_on", ""),
        inside80=_inside(row, "80 %", came),
        inside95=_inside(row, "95 %", came),
        distance=_distance(row, came),
        row=row,
    )


def counted(
    layer: Layer, row: Row, period: str, value: float, lineage: Lineage, **more: Any
) -> Finding:
    """A number of the series; a zero that was counted may stand for what nobody reported."""
    subject, about = subject_of(row)
    published = "status" not in more
    note = N_("none, or not reported") if published and value == 0 else ""
    return Finding(
        subject,
        layer.measure,
        Period.parse(period),
        _whole(value),
        lineage,
        about=about,
        note=note,
        **more,
    )


def _came(evidence: Evidence, layer: Layer, row: Row) -> float | None:
    """What has been counted since of an archived forecast's period, where it is known."""
    if layer.dataset not in evidence.datasets:
        return None
    panel, named = evidence.once(_Panels).of(layer)
    at, column = named.get(row["series"]), panel.column(row["period"])
    if at is None or not 0 <= column < panel.periods:
        return None
    value = float(panel.values[at, column])
    return value if isfinite(value) else None


def _inside(row: Row, band: str, came: float | None) -> bool | None:
    low, high = BANDS[band]
    return None if came is None else bool(row[low] <= came <= row[high])


def _distance(row: Row, came: float | None) -> float:
    if came is None or _inside(row, "95 %", came):
        return 0.0
    return log1p(came) - log1p(row["q025"] if came < row["q025"] else row["q975"])


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def subject_of(row: Row) -> tuple[Subject, tuple[tuple[str, str], ...]]:
    """Of whom or what a row speaks, and what narrows it: the route, or a side without a page.

    >>> subject_of({"origin": "SYR", "route": "Western Balkan Route"})[1]
    (('route', 'Western Balkan Route'),)
    """
    about = [("route", row["route"])] if row.get("route") else []
    sides = []
    for side in ("origin", "destination"):
        code = row.get(side)
        place = known_place(code) if code else None
        if code and place is None:
            about.append((side, special_codes()[code].name if code in special_codes() else code))
        elif place:
            sides.append(place)
    subject: Subject = regions()["world"]
    if len(sides) == 2 and sides[0] != sides[1]:
        subject = Corridor(*sides)
    elif sides:
        subject = sides[-1]
    return subject, tuple(about)


def _lineage(evidence: Evidence, layer: Layer, row: Row) -> Lineage:
    """Who says so: the table of forecasts, and the release of the figures it was made of."""
    table = FORECASTS if "made_on" in row else HINDCASTS
    entry = evidence.datasets[table]
    day = date.fromisoformat(row["vintage"]) if "vintage" in row else _made_from(entry, layer)
    stated = [
        (name, str(row[name]))
        for name in ("layer", "made_on", "made_from", "horizon", "state", "batch")
        if name in row
    ]
    sources: tuple[Source, ...] = (entry.source(), catalogue()[layer.dataset].source(day))
    method = N_("Forecast") if table == FORECASTS else N_("Reconstructed forecast")
    return Lineage(sources, method, row.get("version", __version__), tuple(stated))


def _made_from(entry: Dataset, layer: Layer) -> date | None:
    """The release that a table was made of, as the table says."""
    return entry.derived.made_from.get(layer.dataset) if entry.derived else None
