"""OCHA's HDX Humanitarian API: needs, food security, displacement and conflict, national level.

Its tables mix totals with their parts; here totals become columns of their own, so that nobody
adds them to what they are made of. https://hdx-hapi.readthedocs.io/en/latest/
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

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

API = "https://hapi.humdata.org/api/v2"
APP = Secret("HDX_APP_IDENTIFIER", "query", "app_identifier")
PAGE = 10_000
PAGES_AT_MOST = 200

STATUSES = {
    "all": "population",
    "AFF": "affected",
    "INN": "in_need",
    "TGT": "targeted",
    "REA": "reached",
}
PHASES = {
    "all": "analysed",
    "1": "phase_1",
    "2": "phase_2",
    "3": "phase_3",
    "4": "phase_4",
    "5": "phase_5",
    "3+": "phase_3_plus",
}
EVENTS = {name: name for name in ("political_violence", "civilian_targeting", "demonstration")}
GROUPS = {"RET": "returned_refugees", "RDP": "returned_idps"}
_TOTAL = ("", "all", "total")
_START, _END = "reference_period_start", "reference_period_end"


@dataclass(frozen=True, slots=True)
class _Theme:
    """One endpoint: its path, the fields needed, and those that hold numbers of it."""

    dataset: str
    path: str
    fields: tuple[str, ...]
    numbers: tuple[str, ...]
    tidy: Callable[[pl.DataFrame, Tally, Body], pl.DataFrame]
    file: str
    national: bool = True


def _collect(theme: _Theme, wanted: Wanted, get: Get) -> list[Body]:
    asked = (("output_format", "json"), *((("admin_level", "0"),) if theme.national else ()))
    if not theme.national:
        asked += (("gender", "all"), ("age_range", "all"))
    if wanted.since:
        asked += (("start_date", f"{wanted.since}-01-01"),)
    bodies: list[Body] = []
    while len(bodies) < PAGES_AT_MOST:
        paging = (("limit", str(PAGE)), ("offset", str(PAGE * len(bodies))))
        body = get(Ask(f"{API}/{theme.path}", (*asked, *paging), secret=APP))
        if bodies and body.data == bodies[-1].data:
            raise BadAnswer(f"{body.name} gives the same page again and again.")
        bodies.append(body)
        if len(field_of(json_of(body), list, "data", body)) < PAGE:
            return bodies
    raise BadAnswer(f"{bodies[-1].name} goes on after {PAGES_AT_MOST} pages; it was given up.")


def _read(theme: _Theme, wanted: Wanted, bodies: Sequence[Body]) -> Release:
    tally = Tally(wanted.dataset)
    table = pl.concat([_rows(theme, body) for body in bodies])
    undated = len(table)
    table = table.drop_nulls(_START)
    undated -= len(table)
    if wanted.since:
        table = table.filter(pl.col(_START) >= str(wanted.since))
    whole = table.filter(pl.col("part").not_()).drop("part")
    tidy = theme.tidy(whole.unique(maintain_order=True), tally, bodies[-1])
    if tidy.is_empty():
        raise BadAnswer(f"{bodies[-1].name} has no row for any country as a whole.")
    double = pl.struct([*wanted.dataset.key]).is_duplicated()
    if "double" in tidy.columns:
        double |= pl.col("double")
    single = tidy.filter(~double)
    notes = tally.notes()
    for rows, what in (
        (len(table) - len(whole), "that speak of a part of a country"),
        (undated, "without a period"),
        (len(tidy) - len(single), "for which two figures stand side by side"),
    ):
        notes += (f"Set aside: {rows:,} rows {what}.",) if rows else ()
    label = f"as read on {wanted.today}"
    return Release(single, label, None, notes, wanted.since)


def _rows(theme: _Theme, body: Body) -> pl.DataFrame:
    """The rows of a page or of a CSV file, with a mark for those that are no whole country."""
    needed = (*theme.fields, *theme.numbers)
    if body.data.lstrip()[:1] == b"{":
        table = records(field_of(json_of(body), list, "data", body), needed, body)
    else:
        table = csv_of(body, needed)
        table = table.filter(~pl.col(theme.fields[0]).fill_null("").str.starts_with("#"))
    if "error" in table.columns:
        table = table.filter(pl.col("error").fill_null("") == "")
    names = ("admin1_code", "admin2_code", "provider_admin1_name", "provider_admin2_name")
    marks = [pl.col(name).fill_null("") != "" for name in names if name in table.columns]
    if "admin_level" in table.columns:
        marks.append(pl.col("admin_level") != "0")
    table = table.with_columns(
        (pl.any_horizontal(marks) if marks else pl.lit(value=False)).alias("part"),
        *(pl.col(name).str.slice(0, 10) for name in (_START, _END) if name in needed),
    )
    numbers = [wholes_of(table[name], body) for name in theme.numbers]
    return table.select(*needed, "part").with_columns(numbers)


def _wide(
    table: pl.DataFrame, by: Sequence[str], column: str, names: dict[str, str], value: str
) -> pl.DataFrame:
    """One column for each kind of `column`; `double` marks rows in which a kind stands twice."""
    return table.group_by(by, maintain_order=True).agg(
        pl.col(column).is_duplicated().any().alias("double"),
        *(
            pl.col(value).filter(pl.col(column) == kind).first().alias(ours)
            for kind, ours in names.items()
        ),
    )


def _known(table: pl.DataFrame, column: str, names: dict[str, str], body: Body) -> None:
    if strange := set(table[column].fill_null("")) - names.keys():
        raise BadAnswer(f"{body.name} has an unknown {column}, '{shown(min(strange))}'.")


def _placed(table: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    coded = tally.coded(table["location_code"], "country", iso)
    return table.with_columns(coded).drop_nulls("country")


def _gaps(table: pl.DataFrame, measures: Sequence[str]) -> pl.DataFrame:
    gap = pl.any_horizontal(pl.col(*measures).is_null())
    return table.with_columns(pl.when(gap).then(pl.lit(NOT_REPORTED)).alias("flag"))


def _needs(table: pl.DataFrame, tally: Tally, body: Body) -> pl.DataFrame:
    """People by sector; categories of them (women, refugees, …) are parts and left out."""
    table = table.filter(pl.col("category").fill_null("").str.to_lowercase().is_in([*_TOTAL]))
    _known(table, "population_status", STATUSES, body)
    placed = _placed(table, tally).rename({_START: "start", _END: "end", "sector_code": "sector"})
    by = ("country", "start", "end", "sector", "sector_name")
    wide = _wide(placed, by, "population_status", STATUSES, "population")
    return _gaps(wide, [*STATUSES.values()])


def _food(table: pl.DataFrame, tally: Tally, body: Body) -> pl.DataFrame:
    _known(table, "ipc_phase", PHASES, body)
    placed = _placed(table, tally).rename({_START: "start", _END: "end"})
    placed = placed.with_columns(pl.col("ipc_type").str.replace_all(" ", "_").alias("projection"))
    by = ("country", "start", "end", "projection")
    wide = _wide(placed, by, "ipc_phase", PHASES, "population_in_phase")
    return _gaps(wide, [*PHASES.values()])


def _idps(table: pl.DataFrame, tally: Tally, _body: Body) -> pl.DataFrame:
    tidy = _placed(table, tally).select(
        "country",
        pl.col(_START).alias("date"),
        pl.col("operation").fill_null("not named"),
        pl.col("reporting_round").alias("round"),
        pl.col("assessment_type").alias("assessment"),
        pl.col("population").alias("persons"),
    )
    return _gaps(tidy, ["persons"])


def _returnees(table: pl.DataFrame, tally: Tally, body: Body) -> pl.DataFrame:
    """Returns by origin and asylum; rows by sex and age are parts and left out."""
    table = table.filter(
        pl.all_horizontal(
            pl.col("gender", "age_range").fill_null("").str.to_lowercase().is_in([*_TOTAL])
        )
    )
    _known(table, "population_group", GROUPS, body)
    tidy = table.select(
        tally.coded(table["origin_location_code"], "origin", iso),
        tally.coded(table["asylum_location_code"], "destination", iso),
        pl.col(_START).str.slice(0, 4).alias("year"),
        pl.col("population_group").replace_strict(GROUPS).alias("group"),
        pl.col("population").alias("persons"),
    ).drop_nulls(["origin", "destination"])
    return _gaps(tidy, ["persons"])


def _conflict(table: pl.DataFrame, tally: Tally, body: Body) -> pl.DataFrame:
    """A column for each kind of event: civilian targeting is a part of political violence."""
    _known(table, "event_type", EVENTS, body)
    placed = _placed(table, tally).with_columns(pl.col(_START).str.slice(0, 7).alias("month"))
    by = ("country", "month")
    tables = [
        _wide(placed, by, "event_type", {name: f"{name}_{what}" for name in EVENTS}, what)
        for what in ("events", "fatalities")
    ]
    wide = tables[0].join(tables[1].drop("double"), on=by)
    return _gaps(wide, [name for name in wide.columns if name.startswith((*EVENTS,))])


_PLACE_TIME = ("location_code", _START)
THEMES = (
    _Theme(
        "humanitarian_needs_hdx",
        "affected-people/humanitarian-needs",
        (*_PLACE_TIME, _END, "sector_code", "sector_name", "category", "population_status"),
        ("population",),
        _needs,
        "hdx_hapi_humanitarian_needs*.csv",
    ),
    _Theme(
        "food_security_hdx",
        "food-security-nutrition-poverty/food-security",
        (*_PLACE_TIME, _END, "ipc_phase", "ipc_type"),
        ("population_in_phase",),
        _food,
        "hdx_hapi_food_security*.csv",
    ),
    _Theme(
        "idps_hdx",
        "affected-people/idps",
        (*_PLACE_TIME, "operation", "reporting_round", "assessment_type"),
        ("population",),
        _idps,
        "hdx_hapi_idps*.csv",
    ),
    _Theme(
        "returnees_hdx",
        "affected-people/returnees",
        (
            "origin_location_code",
            "asylum_location_code",
            _START,
            "population_group",
            "gender",
            "age_range",
        ),
        ("population",),
        _returnees,
        "hdx_hapi_returnees*.csv",
        national=False,
    ),
    _Theme(
        "conflict_events_hdx",
        "coordination-context/conflict-events",
        (*_PLACE_TIME, "event_type"),
        ("events", "fatalities"),
        _conflict,
        "hdx_hapi_conflict_event*.csv",
    ),
)

CONNECTORS = tuple(
    Connector(theme.dataset, partial(_collect, theme), partial(_read, theme), (theme.file,))
    for theme in THEMES
)
