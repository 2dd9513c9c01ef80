"""Whether intervals hold what national offices reported: the share of them that does, by period.

Offices report net migration by calendar year and by definitions of their own. A closed method only
hands on the net migration of the demography, so that its coverage is that of World Population
Prospects and of its revisions; net migration of the United Nations itself is a check only for
methods that do not balance to it (open-minimum, differences).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from comity.core.errors import ComityError
from comity.core.tables import Column, Schema, conform
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.uncertainty import Spread

REPORTED = Schema(
    "net_migration",
    (
        Column("country", "text", also=("country_iso", "iso3", "code")),
        Column("year", "number"),
        Column(
            "net_migration",
            "number",
            measure=True,
            nullable=True,
            also=("net", "mean", "net_number_of_migrants"),
        ),
    ),
)


def of_periods(
    reported: pl.DataFrame, periods: Iterable[tuple[int, int]], name: str = "net migration"
) -> pl.DataFrame:
    """Net migration from mid-year to mid-year: half of the end years plus the years between.

    Rows of country, year0, year1, reported, whole. Where nothing but the last half year is missing,
    it is taken to be like the year before, and `whole` is false; other gaps leave a country out.

    >>> years = pl.DataFrame(
    ...     {"country": "NZL", "year": range(2015, 2021), "net": [2, 4, 4, 4, 4, 6]}
    ... )
    >>> of_periods(years, [(2015, 2020)])["reported"].to_list()
    [20.0]
    """
    tidy = conform(reported, REPORTED, name).drop_nulls("net_migration")
    by_country = tidy.sort("country", "year").partition_by("country", as_dict=True)
    rows = []
    for (country,), own in by_country.items():
        years, figures = own["year"].cast(pl.Int64).to_list(), own["net_migration"].to_list()
        known: dict[int, float] = dict(zip(years, figures, strict=True))
        for year0, year1 in periods:
            if any(year not in known for year in range(year0, year1)):
                continue
            last = known[year1] if year1 in known else known[year1 - 1]
            net = known[year0] / 2 + sum(known[y] for y in range(year0 + 1, year1)) + last / 2
            rows.append((country, year0, year1, float(net), year1 in known))
    return pl.DataFrame(
        rows,
        schema={
            "country": pl.String,
            "year0": pl.Int64,
            "year1": pl.Int64,
            "reported": pl.Float64,
            "whole": pl.Boolean,
        },
        orient="row",
    )


def against(spreads: Sequence[Spread], reported: pl.DataFrame) -> pl.DataFrame:
    """Our net migration and its interval beside what was reported, where both are known.

    `reported` is what `of_periods` gives; added are value, low, high and `inside`.
    """
    ours = pl.concat(
        pl.DataFrame(
            {
                "country": list(one.places),
                "year0": one.year0,
                "year1": one.year1,
                "value": one.both.net.value,
                "low": one.both.net.low,
                "high": one.both.net.high,
            },
            schema_overrides={"year0": pl.Int64, "year1": pl.Int64},
        )
        for one in spreads
    )
    joined = reported.join(ours, on=["country", "year0", "year1"], maintain_order="left")
    return joined.with_columns(inside=pl.col("reported").is_between(pl.col("low"), pl.col("high")))


def coverage(rows: pl.DataFrame, by: Sequence[str] = ("year0", "year1")) -> pl.DataFrame:
    """The share of reported figures inside their intervals: a row a group, `cases` and `share`."""
    counts = (pl.len().alias("cases"), pl.col("inside").mean().alias("share"))
    return rows.group_by(by, maintain_order=True).agg(counts) if by else rows.select(counts)


def needed_factor(rows: pl.DataFrame, level: float) -> float:
    """By what every interval must be stretched about its estimate to hold `level` of reports."""
    return _quantile(_needed(rows), level)


def cross_validated(rows: pl.DataFrame, level: float) -> pl.DataFrame:
    """Each report judged by the factor of all countries but its own: `factor`, and `inside` anew.

    Nothing in the package is stretched by such a factor; it says how far the intervals fall short,
    and whether one factor would mend it.
    """
    needed = _needed(rows)
    countries = rows["country"].to_numpy()
    if len(set(countries)) < 2:
        raise ComityError("Cross-validation over countries needs two of them at least.")
    factors = np.empty(len(countries))
    for country in dict.fromkeys(countries):
        own = countries == country
        factors[own] = _quantile(needed[~own], level)
    return rows.with_columns(
        factor=pl.Series(factors), inside=pl.Series(needed <= factors, dtype=pl.Boolean)
    )


def _needed(rows: pl.DataFrame) -> Array:
    """The distance of each report from the estimate, in widths of that side of the interval."""
    off = rows["reported"].to_numpy() - rows["value"].to_numpy()
    side = np.where(off > 0, rows["high"] - rows["value"], rows["value"] - rows["low"])
    found: Array = np.divide(np.abs(off), side, out=np.where(off == 0, 0.0, np.inf), where=side > 0)
    return found


def _quantile(needed: Array, level: float) -> float:
    """The least factor that holds this share of the cases."""
    at = min(len(needed) - 1, int(np.ceil(level * len(needed))) - 1)
    return float(np.sort(needed)[max(at, 0)])
