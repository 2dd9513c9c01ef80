"""What may come for one place or corridor, and how earlier forecasts of it came out.

A few rows of the record are read, and the counts of those series alone, so that a page that tells
of many other things can tell of these too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from comity import __version__
from comity.core.findings import Finding, Lineage
from comity.core.marks import N_
from comity.core.places import places, special_codes
from comity.evidence.reading import Evidence, Row
from comity.foresight.archive import FORECASTS, intact
from comity.foresight.break_records import Break, touching
from comity.foresight.breaks import Heed
from comity.foresight.layers import Layer, layers
from comity.foresight.panel import number_of
from comity.foresight.past import BANDS, HINDCASTS, Past, counted, counts_of, past_of
from comity.foresight.record import NEWEST

__all__ = [
    "ARCHIVED",
    "RECONSTRUCTED",
    "Judged",
    "Outlook",
    "about_of",
    "about_past",
    "largest",
    "outlooks",
    "verdict",
]

RECONSTRUCTED, ARCHIVED = N_("reconstructed afterwards"), N_("archived")
_SCORES = "forecast_scores"
_ORIGIN = {"applications_lodged": N_("by people from here"), "new_displacements": N_("leaving")}
_HERE = {"applications_lodged": N_("lodged here"), "new_displacements": N_("arriving")}

About = tuple[tuple[str, str], ...]


def verdict(row: Mapping[str, object]) -> str:
    """What the two scores of a row say together: "better", "part", "tie" or "worse"."""
    said = {row["verdict_log"], row["verdict_natural"]}
    if "worse" in said:
        return "worse"
    return "better" if said == {"better"} else "part" if "better" in said else "tie"


@dataclass(frozen=True, slots=True)
class Judged:
    """How forecasts one period ahead did over a layer: Comity's, and the last value beside them.

    `years` are the first and the last of which they spoke.
    """

    ours: Row
    last: Row
    years: tuple[int, int]

    @property
    def verdict(self) -> str:
        """Against the last value: "better", "part" (by one of two scores), "tie" or "worse"."""
        return verdict(self.ours)


@dataclass(frozen=True)
class Outlook:
    """One series: what was counted, the newest forecast by horizon, and earlier ones of it.

    `before` are the rows of forecasts one period ahead whose outcome is known, oldest first.
    `judged` is None where no scores are held.
    """

    evidence: Evidence
    layer: Layer
    series: str
    key: tuple[str, ...]
    counts: Mapping[str, float]
    ahead: tuple[Past, ...]
    before: tuple[Row, ...]
    judged: Judged | None

    def lineage(self, table: str, method: str) -> Lineage:
        """Who says what a table of the record tells of this series, and of which counts."""
        day = self.evidence.lineage(table).sources[0]
        given = self.ahead[0].said.lineage.sources[1]
        stated = (("layer", self.layer.name), ("series", self.series))
        return Lineage((day, given), method, __version__, stated)

    @cached_property
    def history(self) -> tuple[Finding, ...]:
        """What was counted, by period."""
        if not self.counts:
            return ()
        row, lineage = self.ahead[0].row, self.evidence.lineage(self.layer.dataset)
        return tuple(
            replace(counted(self.layer, row, when, n, lineage), about=about_of(self.layer, row))
            for when, n in self.counts.items()
        )

    @cached_property
    def past(self) -> tuple[Past, ...]:
        """The forecasts one period ahead whose outcome is known, oldest first."""
        return tuple(_past(self.evidence, self.layer, row) for row in self.before)

    @property
    def last(self) -> Finding:
        """What had been counted last when the forecast was made."""
        return replace(self.ahead[0].last, about=about_of(self.layer, self.ahead[0].row))

    def bands(self) -> list[Finding]:
        """The newest forecast with each of its other bands, which `about` tells apart."""
        return [
            replace(
                one.said,
                low=one.row[low],
                high=one.row[high],
                interval=name,
                about=(*one.said.about, ("band", name)),
            )
            for name, (low, high) in BANDS.items()
            if name != "80 %"
            for one in self.ahead
            if one.said.value is not None
        ]

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks that the forecast heeds: known by then, and their regime still new."""
        told = [one for one in self.ahead if one.row["state"] != "ordinary"]
        if not told:
            return ()
        step, made_from = self.layer.step, told[0].made_from
        release, target = self.layer.release_of(made_from), number_of(step, told[-1].row["period"])
        settled = Heed().settled or (12 if step == "month" else 3)
        made = number_of(step, made_from)
        return tuple(
            one
            for one in touching(self.layer.name, self.layer.by, self.key)
            if one.known <= release
            and made - settled + 1 < number_of(step, one.begins.isoformat()) <= target
        )


def outlooks(evidence: Evidence, names: Sequence[str], series: str) -> list[Outlook]:
    """What may come for a series of these layers ("DEU", "SYR-DEU"), in the order of the layers.

    Of a layer by route, every route of this origin, the largest first. A layer without a forecast
    of it is left out.

    >>> found = outlooks(evidence, ["asylum-destinations", "eu-detections"], "SYR")
    >>> [(one.layer.name, one.series) for one in found][:2]
    [('asylum-destinations', 'SYR'), ('eu-detections', 'western-balkan-route~SYR')]
    """
    if not evidence.holds(FORECASTS):
        return []
    every = _rows(evidence, FORECASTS, names, series, f"TRUE ORDER BY {NEWEST}")
    newest = evidence.once(_newest)
    ahead = [row for row in every if row["batch"] == newest[row["layer"]]]
    before: list[Row] = []
    if evidence.holds(HINDCASTS):
        before = _rows(evidence, HINDCASTS, names, series, "horizon = 1 ORDER BY made_from")
    found = []
    for name in names:
        mine = sorted((row for row in ahead if row["layer"] == name), key=_largest_first)
        for called in dict.fromkeys(row["series"] for row in mine):
            parts = (_of(rows, name, called) for rows in (ahead, every, before))
            found.append(_outlook(evidence, layers()[name], called, *parts))
    return found


def _rows(
    evidence: Evidence, table: str, names: Sequence[str], series: str, rest: str
) -> list[Row]:
    """The rows of a series, or by route of this origin; kept for all places, where that pays."""
    shelf, called = evidence.shelf, "regexp_extract(series, '[^~]*$')"
    every = f"SELECT *, {called} AS place FROM {table} WHERE series NOT LIKE '%-___' AND {rest}"
    if shelf and series in places() and shelf.pays(every, series):
        kept = (row for row in shelf.of(every, series) if row["layer"] in names)
        return [{name: row[name] for name in row if name != "place"} for row in kept]
    where = "list_contains(?, layer) AND (series = ? OR series LIKE ?)"
    asked = [list(names), series, f"%~{series}"]
    return evidence.query(f"SELECT * FROM {table} WHERE {where} AND {rest}", asked)


def _counts(evidence: Evidence, layer: Layer, series: str, row: Row) -> Mapping[str, float]:
    """What was counted of a series, by period; from the whole panel of a layer, where that pays."""
    shelf, code = evidence.shelf, series.split("~")[-1]
    if not evidence.holds(layer.dataset):
        return {}
    if shelf and code in places() and shelf.pays(f"counts of {layer.name}", code):
        return counts_of(evidence, layer, series)
    return layer.counts(evidence, tuple(str(row[column]) for column in layer.by))


def _of(rows: Iterable[Row], layer: str, series: str) -> list[Row]:
    return [row for row in rows if (row["layer"], row["series"]) == (layer, series)]


def _largest_first(row: Row) -> tuple[float, str]:
    return -row["last"], row["series"]


def _newest(evidence: Evidence) -> dict[str, str]:
    """The newest batch of each layer."""
    intact(evidence)
    rows = evidence.query(
        f"""SELECT layer, batch FROM {FORECASTS}
            QUALIFY row_number() OVER (PARTITION BY layer ORDER BY {NEWEST}) = 1"""
    )
    return {row["layer"]: row["batch"] for row in rows}


def _judged(evidence: Evidence) -> dict[str, Judged]:
    """How forecasts one period ahead did, by layer."""
    if not (evidence.holds(_SCORES) and evidence.holds(HINDCASTS)):
        return {}
    rows = evidence.query(
        f"""SELECT * FROM {_SCORES} WHERE horizon = 1 AND "grouping" = 'all'
            AND model IN ('default', 'last_value')"""
    )
    spoken = evidence.query(
        f"""SELECT layer, CAST(left(min(period), 4) AS INTEGER) AS first,
            CAST(left(max(period), 4) AS INTEGER) AS last
            FROM {HINDCASTS} WHERE horizon = 1 GROUP BY layer"""
    )
    years = {row["layer"]: (row["first"], row["last"]) for row in spoken}
    by = {(row["layer"], row["model"]): row for row in rows}
    return {
        layer: Judged(row, by[layer, "last_value"], years[layer])
        for (layer, model), row in by.items()
        if model == "default" and layer in years
    }


def _outlook(
    evidence: Evidence,
    layer: Layer,
    series: str,
    ahead: list[Row],
    every: list[Row],
    before: list[Row],
) -> Outlook:
    key = tuple(str(ahead[0][column]) for column in layer.by)
    came = _counts(evidence, layer, series, ahead[0])
    kept = {row["period"]: row for row in every if row["horizon"] == 1 and row["period"] in came}
    said = [row | {"observed": came.get(row["period"])} for row in ahead]
    return Outlook(
        evidence,
        layer,
        series,
        key,
        came,
        tuple(_past(evidence, layer, row) for row in sorted(said, key=lambda row: row["horizon"])),
        (*before, *(row | {"observed": came[when]} for when, row in sorted(kept.items()))),
        evidence.once(_judged).get(layer.name),
    )


def _past(evidence: Evidence, layer: Layer, row: Row) -> Past:
    """A row, whose finding says that it is a forecast: it is none of what was counted."""
    found = past_of(evidence, layer, row)
    came = found.outcome and replace(found.outcome, about=about_of(layer, row))
    return replace(found, said=replace(found.said, about=about_past(layer, row)), outcome=came)


def about_past(layer: Layer, row: Row) -> About:
    """What narrows a forecast: the side or route it is about, and when it was worked out."""
    return (*about_of(layer, row), ("forecast", ARCHIVED if "made_on" in row else RECONSTRUCTED))


def about_of(layer: Layer, row: Row) -> About:
    """What narrows the measure of a series: a side, a route, or an origin that is no country."""
    told: list[tuple[str, str]] = []
    if layer.by == ("origin",) and row["origin"] in places():
        told.append(("role", _ORIGIN.get(layer.measure, N_("from here"))))
    elif layer.by == ("destination",):
        told.append(("role", _HERE.get(layer.measure, N_("hosted"))))
    if row["route"]:
        told.append(("route", row["route"]))
    if row["origin"] and row["origin"] not in places():
        told.append(("origin", special_codes()[row["origin"]].name))
    return tuple(told)


def largest(
    evidence: Evidence, layer: str, codes: Sequence[str] | None, most: int
) -> list[list[Past]]:
    """The newest forecasts by country of a layer, largest first: of these countries, or of all."""
    if not evidence.holds(FORECASTS):
        return []
    chosen, newest = layers()[layer], evidence.once(_newest).get(layer, "")
    rows = evidence.query(
        f"""SELECT * FROM {FORECASTS} WHERE batch = ? AND (? OR list_contains(?, series))
            ORDER BY series, horizon""",
        [newest, codes is None, list(codes or ())],
    )
    first = sorted((row for row in rows if row["horizon"] == 1), key=lambda row: -row["q500"])
    named = [row["series"] for row in first if row["series"] in places()][:most]
    return [
        [_past(evidence, chosen, row | {"observed": None}) for row in _of(rows, layer, one)]
        for one in named
    ]
