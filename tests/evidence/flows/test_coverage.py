"""What offices reported, by period, lies inside the intervals as often as is said."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.core.errors import ComityError
from comity.evidence.flows.coverage import (
    against,
    coverage,
    cross_validated,
    needed_factor,
    of_periods,
)
from comity.evidence.flows.periods import inputs_of
from comity.evidence.flows.uncertainty import spread
from comity.evidence.reading import Evidence
from tests.evidence.flows.small_world import small_world

ESTIMATES = Path("flows", "estimates")


def test_periods_run_from_mid_year_to_mid_year_and_gaps_are_not_filled() -> None:
    rows = [("NZL", year, 10.0) for year in range(2015, 2024)]
    rows += [("ISL", year, 1.0) for year in range(2015, 2025) if year != 2018]
    table = pl.DataFrame(rows, ["country", "year", "net"], orient="row")
    found = of_periods(table, [(2015, 2020), (2020, 2024)])
    assert found.rows() == [
        ("ISL", 2020, 2024, 4.0, True),
        ("NZL", 2015, 2020, 50.0, True),
        ("NZL", 2020, 2024, 40.0, False),  # the first half of 2024 is taken to be like 2023
    ]
    steep = pl.DataFrame({"country": "NOR", "year": range(2000, 2006), "net": [0, 1, 2, 3, 4, 5]})
    assert of_periods(steep, [(2000, 2005)])["reported"].item() == 0 / 2 + 1 + 2 + 3 + 4 + 5 / 2


def rows_of(cases: list[tuple[str, float]]) -> pl.DataFrame:
    """Reports of `cases`, each with an interval from -1 to 2 about zero."""
    return pl.DataFrame(
        [(country, 2000, 2005, reported, 0.0, -1.0, 2.0) for country, reported in cases],
        ["country", "year0", "year1", "reported", "value", "low", "high"],
        orient="row",
    ).with_columns(inside=pl.col("reported").is_between(pl.col("low"), pl.col("high")))


def test_factors_stretch_each_side_and_never_see_the_country_they_judge() -> None:
    rows = rows_of([("A", 1.0), ("B", -2.0), ("C", 2.0), ("D", 40.0)])
    assert coverage(rows, ())["share"].item() == 0.5
    assert needed_factor(rows, 0.5) == 1.0  # in widths: 0.5, 2, 1 and 20
    assert needed_factor(rows, 0.75) == 2.0
    crossed = cross_validated(rows, 0.75)
    assert crossed["factor"].to_list() == [20.0, 20.0, 20.0, 2.0]
    assert crossed["inside"].to_list() == [True, True, True, False]
    with pytest.raises(ComityError, match="two of them"):
        cross_validated(rows.filter(pl.col("country") == "A"), 0.8)


def test_reports_meet_the_interval_of_their_place_and_period() -> None:
    found = spread(small_world(), draws=20)
    net = found.both.net
    reports = pl.DataFrame(
        {
            "country": ["P3", "P3", "P1", "XXX"],
            "year0": [2010, 2015, 2010, 2010],
            "year1": [2015, 2020, 2015, 2015],
            "reported": [float(net.high[3]), 0.0, float(net.high[1]) + 1, 0.0],
            "whole": True,
        }
    )
    rows = against([found], reports)
    assert rows.select("country", "inside").rows() == [("P3", True), ("P1", False)]
    assert rows["value"].to_list() == [net.value[3], net.value[1]]
    assert coverage(rows).rows() == [(2010, 2015, 2, 0.5)]


@pytest.mark.mirror
def test_national_offices_lie_inside_at_least_as_often_as_is_said(
    mirror: Path, evidence: Evidence
) -> None:
    stocks, people = (evidence.store.read(name) for name in ("migrant_stock", "demography"))
    periods = [(2000, 2005), (2015, 2020)]
    spreads = [
        spread(inputs_of(stocks, people, years).whole, draws=60, workers=1) for years in periods
    ]
    offices = pl.read_csv(mirror / ESTIMATES / "national_statistics_net_migration.csv")
    shares = coverage(against(spreads, of_periods(offices, periods)))
    assert shares["cases"].to_list() == [30, 30]
    assert min(shares["share"]) >= 0.9  # measured 1.00 and 0.97 with 400 draws
    gaskin = pl.read_csv(mirror / ESTIMATES / "gaskin_abel_net_migration.csv").drop("std")
    rows = against(spreads, of_periods(gaskin, periods))
    assert rows.height > 440
    assert min(coverage(rows)["share"]) >= 0.75  # measured 0.83 and 0.83
    assert np.corrcoef(rows["value"], rows["reported"])[0, 1] > 0.7
    for one in spreads:
        band = one.both
        assert 0.9 < float(band.median / band.total.value) < 1.3
        assert float(band.flows_widened) < 0.02
