"""IDMC's Global Internal Displacement Database: movements in the year, people at its end.

Each country and year has four figures, two for conflict and two for disasters, of which any may be
missing. Its REST answers come in pages that name the next one; a person downloads a workbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from comity.evidence.sources.codes import Tally, iso
from comity.evidence.sources.contract import (
    Ask,
    BadAnswer,
    Body,
    Connector,
    Get,
    Release,
    Secret,
    Wanted,
)
from comity.evidence.sources.flags import NOT_REPORTED
from comity.evidence.sources.forms import field_of, json_of, records, wholes_of
from comity.evidence.sources.workbooks import sheet_of

API = "https://helix-tools-api.idmcdb.org/external-api/gidd/displacements/"
CLIENT = Secret("IDMC_CLIENT_ID", "query", "client_id")
FIRST_YEAR = 2008
PAGE = 1000
PAGES_AT_MOST = 100
CAUSES = ("conflict", "disaster")
_FIELDS = tuple(f"{cause}_{what}_displacement" for cause in CAUSES for what in ("new", "total"))
_HEADINGS = {
    "ISO3": "iso3",
    "Year": "year",
    "Conflict Internal Displacements (Raw)": "conflict_new_displacement",
    "Conflict Stock Displacement (Raw)": "conflict_total_displacement",
    "Disaster Internal Displacements (Raw)": "disaster_new_displacement",
    "Disaster Stock Displacement (Raw)": "disaster_total_displacement",
}
"""Headings of the workbook; beside each stands the same figure rounded, without "(Raw)"."""


def _collect(wanted: Wanted, get: Get) -> list[Body]:
    years = (
        ("start_year", str(wanted.since or FIRST_YEAR)),
        ("end_year", str(wanted.today.year)),
    )
    bodies: list[Body] = []
    offset, total = 0, 1
    while offset < total:
        paging = (("limit", str(PAGE)), ("offset", str(offset)), ("format", "json"))
        body = get(Ask(API, (*years, *paging), secret=CLIENT))
        answer = json_of(body)
        rows, total = field_of(answer, list, "results", body), field_of(answer, int, "count", body)
        if (not rows and offset < total) or len(bodies) >= PAGES_AT_MOST:
            raise BadAnswer(f"{body.name} ends after {offset} of {total} rows; try again later.")
        bodies.append(body)
        offset += len(rows)
    return bodies


def _read(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    tables, updates = [], set[str]()
    for body in bodies:
        if body.data.startswith(b"PK"):
            table = sheet_of(body, ["1_Displacement_data"], [*_HEADINGS]).rename(_HEADINGS)
        else:
            answer = json_of(body)
            rows = field_of(answer, list, "results", body)
            table = records(rows, ("iso3", "year", *_FIELDS), body)
            updates.add(str(answer.get("last_updated") or ""))
        table = table.select("iso3", "year", *_FIELDS)
        table = table.filter(~pl.col("iso3").fill_null("").str.starts_with("#"))
        tables.append(table.with_columns(wholes_of(table[name], body) for name in _FIELDS))
    if wanted.since and not updates:
        tables = [table.filter(pl.col("year") >= str(wanted.since)) for table in tables]
    wide = pl.concat(tables)
    tally = Tally(wanted.dataset)
    wide = wide.with_columns(tally.coded(wide["iso3"], "country", iso)).drop_nulls("country")
    if wide.is_empty():
        raise BadAnswer(f"{bodies[-1].name} has figures of no country at all.")
    stated = [day for text in updates if (day := _day(text))]
    released = max(stated) if stated else None
    label = f"update of {released}" if released else f"as read on {wanted.today}"
    tidy = pl.concat([_of(wide, cause) for cause in CAUSES])
    return Release(tidy, label, released, tally.notes(), wanted.since)


def _of(wide: pl.DataFrame, cause: str) -> pl.DataFrame:
    """The rows of a cause: those without either figure say nothing and are left out."""
    tidy = wide.select(
        "country",
        "year",
        pl.lit(cause).alias("cause"),
        pl.col(f"{cause}_new_displacement").alias("new_displacements"),
        pl.col(f"{cause}_total_displacement").alias("persons"),
    ).filter(~pl.all_horizontal(pl.col("new_displacements", "persons").is_null()))
    gap = pl.any_horizontal(pl.col("new_displacements", "persons").is_null())
    return tidy.with_columns(pl.when(gap).then(pl.lit(NOT_REPORTED)).alias("flag"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


CONNECTORS = (
    Connector(
        "internal_displacements", _collect, _read, ("IDMC_Internal_Displacement*.xlsx", "*gidd*")
    ),
)
