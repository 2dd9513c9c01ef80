"""The public record of one series: what was counted, what is expected, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from comity.core.errors import ComityError, NotHeld, shown
from comity.core.findings import Finding
from comity.core.regions import Subject
from comity.evidence.reading import Evidence, Row
from comity.foresight.archive import FORECASTS, intact
from comity.foresight.layers import Layer, find_layer, layers
from comity.foresight.naming import series_name
from comity.foresight.panel import Panel
from comity.foresight.past import HINDCASTS, Past, counted, panel_of, past_of, subject_of

__all__ = ["NEWEST", "Past", "Record", "layers_with", "record", "series_of"]

NEWEST = "made_from DESC, vintage DESC, made_on DESC, version DESC, batch DESC"
"""How the newest forecast is found: of the newest figures, and of those the one made last."""

Keys = str | tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """One series: its history, its newest forecast by horizon, and the past ones, misses first."""

    layer: Layer
    series: str
    subject: Subject
    history: tuple[Finding, ...]
    ahead: tuple[Past, ...]
    past: tuple[Past, ...]

    @property
    def archived(self) -> tuple[Past, ...]:
        """The forecasts that were written down when they were made, and whose outcome is known."""
        return tuple(one for one in self.past if one.kind == "archived")

    @property
    def reconstructed(self) -> tuple[Past, ...]:
        """Those worked out afterwards."""
        return tuple(one for one in self.past if one.kind == "reconstructed")


def record(evidence: Evidence, layer: str, keys: Keys) -> Record:
    """What is known and was said of one series ("AFG-DEU", or its keys) as of the evidence's day.

    Raises `ComityError` for a layer or a series nobody knows, `NotHeld` where nothing was archived
    by that day, `StoreTrouble` where the archive was altered.

    >>> found = record(evidence, "asylum-corridors", "AFG-DEU")
    >>> [(one.said.status, str(one.said.period)) for one in found.ahead][:2]
    [('projected', '2026'), ('projected', '2027')]
    >>> {one.kind for one in found.past}
    {'reconstructed'}
    """
    chosen = find_layer(layer)
    _need(evidence)
    panel = panel_of(evidence, chosen)
    series, at = series_of(panel, keys)
    rows = _rows(evidence, FORECASTS, chosen.name, series, f"{NEWEST}, horizon")
    newest = rows[0]["batch"] if rows else None
    ahead = [row for row in rows if row["batch"] == newest]
    hindcast = _rows(evidence, HINDCASTS, chosen.name, series, "made_from, horizon")
    past = [past_of(evidence, chosen, row) for row in hindcast]
    past += [one for row in rows if (one := past_of(evidence, chosen, row)).outcome is not None]
    subject, _ = subject_of(dict(zip(panel.by, panel.keys[at], strict=True)))
    return Record(
        chosen,
        series,
        subject,
        tuple(_history(evidence, chosen, panel, at)),
        tuple(past_of(evidence, chosen, row) for row in ahead),
        tuple(sorted(past, key=_misses_first)),
    )


def _misses_first(one: Past) -> tuple[float, int, str, int]:
    """Farthest outside the 95 % band first, then what lay outside the 80 % band, then by time."""
    return (-abs(one.distance), int(one.inside80 is not False), one.made_from, one.horizon)


def _need(evidence: Evidence) -> None:
    if not evidence.holds(FORECASTS):
        raise NotHeld(
            f"No forecast had been archived by {evidence.today}; 'comity forecast publish' makes "
            "and archives them."
        )
    intact(evidence)


def _rows(evidence: Evidence, table: str, layer: str, series: str, order: str) -> list[Row]:
    if not evidence.holds(table):
        return []
    return evidence.query(
        f"SELECT * FROM {table} WHERE layer = ? AND series = ? ORDER BY {order}", [layer, series]
    )


def series_of(panel: Panel, keys: Keys) -> tuple[str, int]:
    """The name of a series and its place in the panel; raises `ComityError`."""
    name = keys if isinstance(keys, str) else series_name(panel.by, keys)
    wanted = name.casefold()
    for at, key in enumerate(panel.keys):
        known = series_name(panel.by, key)
        if known.casefold() == wanted:
            return known, at
    like = ", ".join(series_name(panel.by, key) for key in panel.keys[:3])
    raise ComityError(f"'{shown(name)}' is no series of {panel.name}; its series are {like} ….")


def _history(evidence: Evidence, layer: Layer, panel: Panel, at: int) -> list[Finding]:
    """What was counted, from the first period in which anybody was."""
    lineage = evidence.lineage(layer.dataset)
    named = dict(zip(panel.by, panel.keys[at], strict=True))
    return [
        counted(layer, named, panel.label(column), float(value), lineage)
        for column, value in enumerate(panel.values[at])
        if isfinite(value)
    ]


def layers_with(evidence: Evidence, series: str) -> list[str]:
    """The layers of which a forecast of this series was archived.

    >>> layers_with(evidence, "AFG-DEU")
    ['asylum-corridors', 'refugee-corridors', 'displacement-corridors']
    """
    _need(evidence)
    rows = evidence.query(f"SELECT DISTINCT layer FROM {FORECASTS} WHERE series = ?", [series])
    named = {row["layer"] for row in rows}
    return [name for name in layers() if name in named]
