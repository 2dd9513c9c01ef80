"""The Missing Migrants Project: a file of incidents, of which sums by route and month are kept.

Nothing of a single incident is kept: no place, no name, no source. IOM names routes more finely
than the table does; `GROUPS` puts them together as in the release that ships.
https://missingmigrants.iom.int/downloads
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from comity.core.errors import shown
from comity.core.places import folded
from comity.evidence.sources.contract import (
    MEBIBYTE,
    Ask,
    BadAnswer,
    Body,
    Connector,
    Get,
    Release,
    Wanted,
)
from comity.evidence.sources.forms import column_of, csv_of, wholes_of
from comity.evidence.sources.workbooks import sheet_of

FILE = (
    "https://missingmigrants.iom.int/sites/g/files/tmzbdl601/files/report-migrant-incident/"
    "Missing_Migrants_Global_Figures_allData.csv"
)
NEEDED = ("Incident ID", "Number of Survivors")
YEAR = ("Incident Year", "Year", "Reported Year")
MONTH = ("Month", "Reported Month", "Incident Month")
REGION = ("Region of Incident", "Region")
TOTAL = "Total Number of Dead and Missing"
PARTS = (("Number of Dead", "Number Dead"), ("Minimum Estimated Number of Missing",))

UNDEFINED = "Undefined"
AMERICA = "Central American Route"
AFRICA = "Intra-African routes"
EUROPE = "Intra-European routes"
ASIA = "Asia Pacific routes"
GROUPS = {
    "Central Mediterranean": "Central Mediterranean Route",
    "Eastern Mediterranean": "Eastern Mediterranean Route",
    "Western Mediterranean": "Western Mediterranean Route",
    "Western Africa / Atlantic route to the Canary Islands": "Western African Atlantic Route",
    "Eastern Route to/from EHOA": "EHOA Eastern Route",
    "Horn of Africa to Yemen crossing": "EHOA Eastern Route",
    "Northern Route from EHOA": "EHOA Northern Route",
    "Route to Southern Africa": "EHOA Southern Route",
    "Horn of Africa Route": "EHOA Horn of Africa Route",
    "US-Mexico border crossing": AMERICA,
    "Darien": AMERICA,
    "Darien Gap": AMERICA,
    "Caribbean to US": AMERICA,
    "Caribbean to Central America": AMERICA,
    "Dominican Republic to Puerto Rico": AMERICA,
    "Haiti to Dominican Republic": AMERICA,
    "Venezuela to Caribbean": AMERICA,
    "Sahara Desert crossing": AFRICA,
    "Sea crossings to Mayotte": AFRICA,
    "Comoros to Mayotte": AFRICA,
    "DRC to Uganda": AFRICA,
    "Belarus-EU border": EUROPE,
    "Italy to France": EUROPE,
    "Ukraine to Europe": EUROPE,
    "Afghanistan to Iran": ASIA,
    "Iran to Türkiye": ASIA,
    "Iran to Turkey": ASIA,
    "Syria to Türkiye": ASIA,
    "Syria to Turkey": ASIA,
    "English Channel to the UK": UNDEFINED,
    "Mainland Europe to the UK": UNDEFINED,
    "Western Balkans": UNDEFINED,
    "Türkiye-Europe land route": UNDEFINED,
    "Turkey-Europe land route": UNDEFINED,
    "Bay of Bengal/Andaman Sea": UNDEFINED,
    "Naf River crossing": UNDEFINED,
}
"""IOM's names of routes (some were renamed over the years) to the groups of the table."""

BLANK = {
    "south america": "South American Route",
    "central america": AMERICA,
    "caribbean": AMERICA,
}
"""The group of incidents without a route, by IOM's region, folded; elsewhere it is Undefined."""

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FOLDED = {folded(name): group for name, group in GROUPS.items()} | {
    folded(group): group for group in GROUPS.values()
}


def _collect(_wanted: Wanted, get: Get) -> list[Body]:
    return [get(Ask(FILE, form="csv", most=256 * MEBIBYTE))]


def _read(_wanted: Wanted, bodies: Sequence[Body]) -> Release:
    rows = pl.concat([_incidents(body) for body in bodies])
    rows = pl.concat(
        [rows.filter(id=""), rows.filter(pl.col("id") != "").unique("id", keep="last")]
    )
    places = rows.select("route", "region").unique()
    groups = [_group(route, region) for route, region in places.iter_rows()]
    rows = rows.join(
        places.with_columns(group=pl.Series(groups, dtype=pl.String)), ["route", "region"]
    )
    strange = rows.filter(pl.col("group").is_null())["route"]
    dated = rows.drop_nulls("month")
    if dated.is_empty():
        raise BadAnswer(f"{bodies[0].name} holds no incident with a month.")
    tidy = (
        dated.select(
            "month", pl.col("group").fill_null(UNDEFINED).alias("route"), "dead", "survivors"
        )
        .group_by("month", "route")
        .agg(
            pl.len().alias("incidents"),
            pl.col("dead").sum().alias("dead_missing"),
            pl.col("survivors").sum(),
        )
    )
    notes = _notes(strange, len(rows) - len(dated))
    return Release(tidy, f"data to {_spelt(str(tidy['month'].max()))}", None, notes)


def _incidents(body: Body) -> pl.DataFrame:
    """Month, route, region and numbers of every incident of a file; nothing else of it."""
    is_book = body.data.startswith(b"PK")
    table = sheet_of(body, (), NEEDED) if is_book else csv_of(body, ())
    ids = column_of(table, NEEDED[:1], body).fill_null("")
    main = table["Main ID"].fill_null("") if "Main ID" in table.columns else pl.lit("")
    year = wholes_of(column_of(table, YEAR, body), body)
    return pl.DataFrame(
        {
            "id": table.select(pl.concat_str(main, ids)).to_series(),
            "month": _months(year, column_of(table, MONTH, body), body),
            "route": column_of(table, ["Migration Route"], body).fill_null(""),
            "region": column_of(table, REGION, body).fill_null(""),
            "dead": _dead(table, body),
            "survivors": wholes_of(column_of(table, NEEDED[1:], body), body).fill_null(0),
        }
    )


def _dead(table: pl.DataFrame, body: Body) -> pl.Series:
    """Dead and missing: the total, or where a file has none, the sum of both."""
    try:
        total = column_of(table, [TOTAL], body)
    except BadAnswer:
        dead, missing = (wholes_of(column_of(table, names, body), body) for names in PARTS)
        return dead.fill_null(0) + missing.fill_null(0)
    return wholes_of(total, body).fill_null(0)


def _months(years: pl.Series, months: pl.Series, body: Body) -> pl.Series:
    """The months as in 2025-04, from a year and the name or the number of a month."""
    number = {"": None} | {str(n): n for n in range(1, 13)} | {f"0{n}": n for n in range(1, 10)}
    names = months.fill_null("").str.strip_chars().str.to_lowercase()
    plain = names.str.replace(r"\.0+$", "")
    known = {name: number.get(name, _named_month(name)) for name in plain.unique()}
    wrong = next((name for name, found in known.items() if name and not found), None)
    if wrong is not None:
        raise BadAnswer(f"{body.name}, column '{months.name}': '{shown(wrong)}' is no month.")
    return pl.Series(
        [
            f"{year}-{found:02}" if year is not None and (found := known[name]) else None
            for year, name in zip(years, plain, strict=True)
        ],
        dtype=pl.String,
    )


def _named_month(name: str) -> int | None:
    return _NAMES.index(name[:3]) + 1 if name[:3] in _NAMES else None


def _group(route: str, region: str) -> str | None:
    """The group of a route; of several in one cell the first counts; None for an unknown name.

    >>> _group("Central Mediterranean,Sahara Desert crossing", ""), _group("", "South America")
    ('Central Mediterranean Route', 'South American Route')
    """
    if not route.strip():
        return BLANK.get(folded(region), UNDEFINED)
    return _FOLDED.get(folded(route)) or _FOLDED.get(folded(route.split(",")[0]))


def _notes(strange: pl.Series, undated: int) -> tuple[str, ...]:
    notes = []
    if len(strange):
        names = ", ".join(sorted({shown(name) for name in strange})[:8])
        notes.append(
            f"Counted as Undefined: {len(strange):,} incidents on routes not known: {names}."
        )
    if undated:
        notes.append(f"Set aside: {undated:,} incidents without a year or a month.")
    return tuple(notes)


def _spelt(month: str) -> str:
    full = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    )  # fmt: skip
    return f"{full[int(month[5:]) - 1]} {month[:4]}"


CONNECTORS = (
    Connector(
        "missing_migrants",
        _collect,
        _read,
        (
            "missing_migrants_global*.csv",
            "missing_migrants_global*.xlsx",
            "missingmigrants*.csv",
            "missingmigrants*.xlsx",
        ),
    ),
)
