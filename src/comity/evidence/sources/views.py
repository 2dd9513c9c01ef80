"""ViEWS: monthly forecasts of deaths in state-based conflict, of the newest run alone.

What an earlier run foresaw stays in the earlier releases held. https://api.viewsforecasting.org
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally, gleditsch_ward, iso
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.flags import FORECAST
from comity.evidence.sources.forms import csv_of, field_of, json_of, records

API = "https://api.viewsforecasting.org"
PAGES_AT_MOST = 100
RUN = re.compile(r"fatalities(\d{3})_(\d{4})_(\d{2})_t(\d{2})")
"""Model, year and month of the last data it knows, and try; month 00 are back-tests."""

_FIELDS = ("isoab", "gwcode", "year", "month", "main_mean", "main_dich")


def _collect(_wanted: Wanted, get: Get) -> list[Body]:
    listing = get(Ask(f"{API}/"))
    run = _newest(field_of(json_of(listing), list, "runs", listing), listing)
    bodies: list[Body] = []
    page, pages = 1, 1
    while page <= pages:
        params = (("pagesize", "10000"), ("page", str(page)))
        body = get(Ask(f"{API}/{run}/cm/sb", params))
        pages = field_of(json_of(body), int, "page_count", body)
        if pages > PAGES_AT_MOST:
            raise BadAnswer(f"{body.name} speaks of {pages} pages, more than a run can have.")
        bodies.append(body)
        page += 1
    return bodies


def _newest(runs: Sequence[Any], listing: Body) -> str:
    """The run with the latest data; the list is not in the order of time."""
    found = [match for run in runs if (match := RUN.fullmatch(str(run))) and match[3] != "00"]
    if not found:
        raise BadAnswer(f"{listing.name} lists no run such as fatalities003_2026_08_t01.")
    return max(found, key=lambda run: (run[2], run[3], run[1], run[4]))[0]


def _read(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    runs = {match[0] for body in bodies if (match := RUN.search(f"{body.url} {body.name}"))}
    if len(runs) != 1:
        raise BadAnswer(
            f"The files speak of {len(runs)} runs; bring those of one run, named as in "
            "fatalities003_2026_08_t01_cm.csv."
        )
    run = runs.pop()
    table = pl.concat([_rows(body) for body in bodies])
    if table.is_empty():
        raise BadAnswer(f"{bodies[-1].name} has no forecast for any country.")
    tally = Tally(wanted.dataset)
    code = pl.struct("isoab", "gwcode").map_elements(_either, return_dtype=pl.String)
    coded = table.with_columns(code.alias("code"))
    tidy = coded.select(
        tally.coded(coded["code"], "country", lambda text: iso(text)),
        pl.format("{}-{}", "year", pl.col("month").str.pad_start(2, "0")).alias("month"),
        pl.lit(run).alias("run"),
        pl.col("main_mean").alias("deaths"),
        pl.col("main_dich").alias("probability_25"),
        pl.lit(FORECAST).alias("flag"),
    ).drop_nulls("country")
    return Release(tidy, f"run {run}", None, tally.notes())


def _rows(body: Body) -> pl.DataFrame:
    """The forecasts of a page; a file that a person saved may be CSV."""
    if body.data.lstrip()[:1] not in (b"{", b"["):
        return csv_of(body, _FIELDS).select(_FIELDS)
    table = records(field_of(json_of(body), list, "data", body), _FIELDS, body).select(_FIELDS)
    empty = [name for name in _FIELDS[2:] if table[name].null_count()]
    if empty:
        raise BadAnswer(f"{body.name} leaves '{shown(empty[0])}' empty in a forecast.")
    return table


def _either(row: dict[str, str | None]) -> str | None:
    """ISO's letters, else the number of Gleditsch and Ward."""
    own = row["isoab"] or ""
    return iso(own) or gleditsch_ward(row["gwcode"] or "") or own


CONNECTORS = (Connector("conflict_forecasts", _collect, _read, ("fatalities*",)),)
