"""Figures of calendar years are read for the places of an estimate, and cut at mid-year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from comity.core.errors import BadTable
from comity.core.tables import Column, Schema, conform
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.estimation import Estimate
from comity.evidence.flows.naming import coded
from comity.evidence.flows.tables import DEMOGRAPHY_BY_YEAR, STOCK_BY_ROW

_KNOWN = {c.name: c for c in (*STOCK_BY_ROW.columns, *DEMOGRAPHY_BY_YEAR.columns)}
NET_BY_YEAR = Schema(
    "net migration", tuple(_KNOWN[name] for name in ("country", "year", "net_migration"))
)
REGISTERED = Schema(
    "registered displacement",
    (
        *(_KNOWN[name] for name in ("origin", "destination", "year")),
        Column("persons", "number", minimum=0, measure=True, nullable=True, also=("count",)),
    ),
)


@dataclass(frozen=True)
class Registered:
    """People registered between the places by mid-year to mid-year, shape (T, R, R).

    `elsewhere` are those whose origin or destination takes no part; `silent` the calendar years
    without a single row.
    """

    people: Array
    elsewhere: float
    silent: tuple[int, ...]


def mid_years(calendar: Array) -> Array:
    """Half of each of two calendar years: 1 July to 30 June, first axis one shorter.

    >>> mid_years(np.array([10.0, 20.0, 40.0])).tolist()
    [15.0, 30.0]
    """
    found: Array = (calendar[1:] + calendar[:-1]) / 2
    return found


def net_by_mid_year(frame: pl.DataFrame, estimate: Estimate, name: str = "net migration") -> Array:
    """Net migration from mid-year to mid-year, shape (T, R); not a number where nobody says.

    `frame` has a row a country and calendar year; raises `BadTable` where a place has some of the
    years and not the others.
    """
    rows = conform(frame, NET_BY_YEAR, name).drop_nulls("net_migration")
    doubles = rows.filter(pl.struct("country", "year").is_duplicated())
    if not doubles.is_empty():
        raise BadTable(
            f"{name} has several rows for {doubles[0, 'country']} in {doubles[0, 'year']}; keep "
            "one of them."
        )
    rows = _seated(rows, estimate, ("country",))
    shape = (estimate.inputs.year1 - estimate.inputs.year0 + 1, len(estimate.places))
    sums, counts = np.zeros(shape), np.zeros(shape, dtype=np.int64)
    at = (rows["when"].to_numpy(), rows["country"].to_numpy())
    np.add.at(sums, at, rows["net_migration"].to_numpy())
    np.add.at(counts, at, 1)
    uneven = np.argwhere((counts < counts.max(axis=0)) & (counts.max(axis=0) > 0))
    for when, place in uneven:
        raise BadTable(
            f"{name} has no figure of {estimate.places[place]} in {estimate.inputs.year0 + when}; "
            "bring every calendar year of the period, the first and the last included."
        )
    return mid_years(np.where(counts > 0, sums, np.nan))


def registered_by_mid_year(
    frame: pl.DataFrame, estimate: Estimate, name: str = "registered displacement"
) -> Registered:
    """People registered from mid-year to mid-year; all rows of a pair and a year are added up."""
    year0, year1 = estimate.inputs.year0, estimate.inputs.year1
    rows = conform(frame, REGISTERED, name).drop_nulls("persons")
    inside = rows.filter(pl.col("year").is_between(year0, year1))
    seated = _seated(rows, estimate, ("origin", "destination"))
    size = len(estimate.places)
    sums = np.zeros((year1 - year0 + 1, size, size))
    at = tuple(seated[c].to_numpy() for c in ("when", "origin", "destination"))
    np.add.at(sums, at, seated["persons"].to_numpy())
    silent = tuple(sorted({*range(year0, year1 + 1)} - {*inside["year"]}))
    elsewhere = float(inside["persons"].sum()) - float(sums.sum())
    within = np.arange(size)
    sums[:, within, within] = 0.0
    return Registered(mid_years(sums), elsewhere, silent)


def _seated(rows: pl.DataFrame, estimate: Estimate, columns: tuple[str, ...]) -> pl.DataFrame:
    """The rows of places and years that take part, with the numbers of both for their names."""
    seats = _seats(estimate)
    year0, year1 = estimate.inputs.year0, estimate.inputs.year1
    numbered = rows.filter(pl.col("year").is_between(year0, year1)).with_columns(
        pl.col(column).replace_strict(
            {label: seats.get(coded(label)) for label in rows[column].unique()},
            return_dtype=pl.Int64,
        )
        for column in columns
    )
    when = (pl.col("year").cast(pl.Int64) - year0).alias("when")
    return numbered.drop_nulls(list(columns)).with_columns(when)


def _seats(estimate: Estimate) -> dict[str, int]:
    """The number of every place, and of the members of each that stands for several."""
    seats = {place: number for number, place in enumerate(estimate.places)}
    for adjustment in estimate.adjustments:
        if adjustment.kind == "merged":
            shared = next((seats[p] for p in adjustment.places if p in seats), None)
            if shared is not None:
                seats |= {p: shared for p in adjustment.places if p not in seats}
    return seats
