"""UNHCR's workbook of forced displacement flows: people newly registered or recognised in a year.

https://www.unhcr.org/refugee-statistics/insights/explainers/forcibly-displaced-flow-data.html
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.unhcr import added_up, counted, newest, provisional, sided, years_of
from comity.evidence.sources.workbooks import sheet_of

WORKBOOK = "https://www.unhcr.org/refugee-statistics/insights/data/UNHCR_Flow_Data.xlsx"
HEADERS = (
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Comity"),
    ("Referer", "https://www.unhcr.org/refugee-statistics/"),
    ("Accept", "text/html,application/xhtml+xml,application/octet-stream,*/*;q=0.8"),
    ("Accept-Language", "en-US,en;q=0.9"),
)
"""The site turns away what does not look like a browser; Comity says who it is all the same."""

TYPES = {
    "REF": "refugees", "GRP": "refugees", "TMP": "refugees",
    "ASY": "asylum_seekers", "ASR": "asylum_seekers",
    "ROC": "refugee_like", "OIP": "oip", "VDA": "oip",
}  # fmt: skip
"""UNHCR's population types; group recognition and temporary protection are refugees."""

_NEEDED = ("OriginISO", "AsylumISO", "PT", "Year", "Count")


def _collect(_wanted: Wanted, get: Get) -> list[Body]:
    return [get(Ask(WORKBOOK, form="xlsx", headers=HEADERS))]


def _read(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    tally = Tally(wanted.dataset)
    rows = pl.concat([_figures(body, tally) for body in bodies])
    frame = added_up(rows, ("origin", "destination", "year", "category"), ["persons"])
    label = f"figures to {newest(frame, 'year')}"
    return Release(provisional(frame, wanted), label, None, tally.notes())


def _figures(body: Body, tally: Tally) -> pl.DataFrame:
    rows = sheet_of(body, ["DATA"], _NEEDED)
    types = rows["PT"].fill_null("").str.strip_chars().str.to_uppercase()
    if strange := sorted(set(types) - TYPES.keys()):
        raise BadAnswer(
            f"{body.name} counts the population type '{shown(strange[0])}', which is none of "
            f"{', '.join(TYPES)}: its form has changed."
        )
    blank = pl.lit(None, dtype=pl.String)
    sides = [
        (pl.col(own) if own in rows.columns else blank).alias(side)
        for own, side in (("origin", "coo"), ("asylum", "coa"))
    ]
    frame = rows.with_columns(*sides, coo_iso=pl.col("OriginISO"), coa_iso=pl.col("AsylumISO"))
    frame = frame.with_columns(
        types.replace_strict(TYPES, return_dtype=pl.String).alias("category"),
        years_of(rows["Year"], body),
        *counted(rows["Count"].alias("persons"), body),
    ).rename({"persons flag": "flag"})
    frame = sided(frame, tally, ("coo", "origin"), ("coa", "destination"))
    return frame.select("origin", "destination", "year", "category", "persons", "flag")


CONNECTORS = (Connector("displacement_flows", _collect, _read, ("UNHCR_Flow_Data*.xlsx",)),)
