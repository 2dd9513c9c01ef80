"""Tables of futures hold what the table of forecasts says, and totals that add up."""

import numpy as np
import polars as pl
import pytest

from comity.foresight.futures import Futures, futures
from comity.foresight.recipe import BAR
from comity.foresight.running import forecast
from tests.foresight.made_panels import made

DRAWS = 400


@pytest.fixture(scope="module")
def found() -> Futures:
    return futures(forecast(made(series=24, periods=30, horizons=3), BAR), BAR, draws=DRAWS)


def drawn(table: pl.DataFrame) -> np.ndarray:
    return table.select(pl.col("^path_.*$")).to_numpy()


def test_each_row_has_the_quantiles_of_its_forecast(found: Futures) -> None:
    table, said = found.table(), found.made.table
    assert table.columns[:5] == ["origin", "destination", "period", "horizon", "path_1"]
    assert table.select("origin", "destination", "period").equals(
        said.select("origin", "destination", "period")
    )
    for name, level in (("q100", 0.1), ("q500", 0.5), ("q900", 0.9)):
        counts = np.quantile(drawn(table), level, axis=1)
        np.testing.assert_allclose(counts, said[name], rtol=0.02, atol=0.05)


def test_totals_stand_beside_them_by_everything_and_by_each_part(found: Futures) -> None:
    table, totals = found.table(), found.totals()
    assert totals["total_by"].unique(maintain_order=True).to_list() == [
        "all",
        "origin",
        "destination",
    ]
    second = table.filter(pl.col("horizon") == 2)
    for by, name in (("origin", "o3"), ("destination", "d1")):
        mine = totals.filter(total_by=by, name=name, horizon=2)
        summed = drawn(second.filter(pl.col(by) == name)).sum(axis=0)
        np.testing.assert_allclose(drawn(mine)[0], summed, rtol=1e-4)
    everyone = totals.filter(total_by="all", horizon=2)
    np.testing.assert_allclose(drawn(everyone)[0], drawn(second).sum(axis=0), rtol=1e-4)


def test_no_path_is_told_of_series_and_totals_of_one_to_four_people(found: Futures) -> None:
    told = Futures(found.paths, found.made, people=True).table()
    last, middle = found.made.table["last"], np.median(drawn(found.table()), axis=1)
    few = np.array(last.is_between(1e-9, 4.999)) | ((middle > 0) & (middle < 5))
    assert few.any()
    assert not few.all()
    np.testing.assert_array_equal(told["path_1"].is_null(), few)
