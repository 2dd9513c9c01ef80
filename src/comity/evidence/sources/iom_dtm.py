"""IOM's Displacement Tracking Matrix, version 3 of its API: a question for each country.

The API answers where an operation, a country's name or its code is given, so its list of countries
is asked for first. https://dtm.iom.int/data-and-analysis/dtm-api
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from comity.core.errors import shown
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
from comity.evidence.sources.forms import csv_of, field_of, json_of, records, wholes_of

API = "https://dtmapi.iom.int/v3/displacement"
KEY = Secret("DTM_KEY", "header", "Ocp-Apim-Subscription-Key")
COUNTRIES = 300
"""Countries that are asked for at most; the list has held about fifty."""

FIELDS = (
    "operation",
    "admin0Pcode",
    "numPresentIdpInd",
    "reportingDate",
    "roundNumber",
    "assessmentType",
)
ROW = ["country", "operation", "assessment", "round", "date"]


def _collect(_wanted: Wanted, get: Get) -> Iterator[Body]:
    """Every country whole: what an operation without newer rounds answers to a date is not told."""
    listed = get(Ask(f"{API}/country-list", secret=KEY))
    rows = records(_result(listed), ["admin0Pcode"], listed)
    codes = sorted({code.strip() for code in rows["admin0Pcode"].drop_nulls() if code.strip()})
    if not 0 < len(codes) <= COUNTRIES:
        raise BadAnswer(f"{listed.name} lists {len(codes)} countries: its form has changed.")
    for code in codes:
        yield get(Ask(f"{API}/admin0", (("Admin0Pcode", code),), secret=KEY))


def _result(body: Body) -> list[Any]:
    """The rows of an answer; a refusal comes with status 200 and says why."""
    content = json_of(body)
    if isinstance(content, dict) and content.get("isSuccess") is False:
        told = content.get("errorMessages")
        why = shown(str(told[0])) if isinstance(told, list) and told else "no reason given"
        raise BadAnswer(f"{body.name}: the API refuses the question: {why}")
    rows: list[Any] = field_of(content, list, "result", body)
    return rows


def _read(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    tally = Tally(wanted.dataset)
    rows = pl.concat([_rows(body, tally) for body in bodies]).drop_nulls("country")
    if rows.is_empty():
        raise BadAnswer(f"{bodies[0].name} and what came with it hold no round of any country.")
    known = pl.col("persons").is_not_null().any()
    tidy = rows.group_by(ROW).agg(
        pl.when(known).then(pl.col("persons").sum()).alias("persons"),
        pl.when(~known).then(pl.lit(NOT_REPORTED)).alias("flag"),
    )
    label = f"rounds reported to {tidy['date'].drop_nulls().max()!s}"
    return Release(tidy, label, None, tally.notes())


def _rows(body: Body, tally: Tally) -> pl.DataFrame:
    """The rows of one answer, or of the file of the same API that others pass on as CSV."""
    if body.data[:1] in (b"{", b"["):
        frame = records(_result(body), FIELDS, body)
    else:
        frame = csv_of(body, FIELDS)
        frame = frame.filter(~pl.col("operation").fill_null("").str.starts_with("#"))
        if "adminLevel" in frame.columns:
            level = wholes_of(frame["adminLevel"], body)
            frame = frame.filter(level == 0)
    dates = frame["reportingDate"].str.slice(0, 10)
    text = frame.with_columns(pl.col("operation", "assessmentType").fill_null("").str.strip_chars())
    return pl.DataFrame(
        [
            tally.coded(frame["admin0Pcode"], "country", iso),
            text["operation"],
            text["assessmentType"].replace("", "not stated").alias("assessment"),
            wholes_of(frame["roundNumber"], body).fill_null(0).alias("round"),
            dates.alias("date"),
            wholes_of(frame["numPresentIdpInd"], body).alias("persons"),
        ]
    )


CONNECTORS = (
    Connector(
        "idps_dtm",
        lambda wanted, get: [*_collect(wanted, get)],
        _read,
        ("dtm*admin0*.json", "dtm*admin0*.csv", "global-iom-dtm*.csv"),
    ),
)
