"""Measures how far revisions of stocks and of demography differ, for `evidence/flows/errors.py`.

`python -m scripts.flow_errors FOLDER` prints the constants; FOLDER holds `flows/stocks` with
`un_ims2019_bilateral.parquet`, `un_ims2020_bilateral.parquet` and `demography_5year_wpp*.csv`. The
stocks of 2024 are those that ship with Comity.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from comity.evidence import open_evidence
from comity.evidence.flows import errors
from comity.evidence.flows.errors import Sizes
from comity.evidence.flows.naming import coded
from comity.evidence.reading import Evidence

REVISED = 1e-3
"""A cell that moved by less than this share, or by two people, was rounded and not revised."""

WEIGHTY = 1000
"""Cells of more people than this say how errors at two dates go together."""


def stocks(folder: Path, evidence: Evidence) -> list[pl.DataFrame]:
    """Each revision of the stocks of both sexes, in the order of publication."""
    found = []
    for name in ("un_ims2019_bilateral.parquet", "un_ims2020_bilateral.parquet"):
        rows = pl.read_parquet(folder / "flows" / "stocks" / name)
        rows = rows.filter(pl.col("sex") == "total").select(
            pl.col("origin_iso3").map_elements(coded, pl.String).alias("origin"),
            pl.col("destination_iso3").map_elements(coded, pl.String).alias("destination"),
            pl.col("year").cast(pl.Int64),
            pl.col("stock").cast(pl.Float64),
        )
        found.append(rows)
    query = "SELECT origin, destination, year, female + male AS stock FROM migrant_stock"
    found.append(
        pl.DataFrame(evidence.query(query), orient="row").cast(
            {"year": pl.Int64, "stock": pl.Float64}
        )
    )
    return found


def stock_revisions(revisions: list[pl.DataFrame]) -> pl.DataFrame:
    """Cells of destinations that were revised in a year: `whole` is shared by all, `own` is not."""
    steps = []
    keys = ["origin", "destination", "year"]
    for step, (old, new) in enumerate(pairwise(revisions)):
        both = old.join(new, on=keys, suffix="_new").filter(
            (pl.col("stock") > 0) & (pl.col("stock_new") > 0)
        )
        moved = (pl.col("stock_new") - pl.col("stock")).abs()
        both = both.with_columns(
            step=pl.lit(step),
            size=(pl.col("stock") * pl.col("stock_new")).sqrt(),
            log=(pl.col("stock_new") / pl.col("stock")).log(),
            moved=(moved > 2) & (moved > REVISED * pl.col("stock")),
        )
        place = ("destination", "year")
        steps.append(
            both.with_columns(
                people=pl.col("size").sum().over(place),
                whole=(pl.col("stock_new").sum() / pl.col("stock").sum()).log().over(place),
            ).filter(pl.col("moved").any().over(place))
        )
    return pl.concat(steps).with_columns(own=pl.col("log") - pl.col("whole"))


def vital_revisions(folder: Path) -> pl.DataFrame:
    """What changed between revisions for each place and five years, per head."""
    years = (2019, 2022, 2024)
    tables = [
        pl.read_csv(folder / "flows" / "stocks" / f"demography_5year_wpp{year}.csv")
        .filter(pl.col("year0") >= 1990)
        .with_columns(pl.col("births", "deaths", "net_migration") / pl.col("pop_start"))
        for year in years
    ]
    return pl.concat(
        old.join(new, on=["iso3", "year0"], suffix="_new").select(
            "year0",
            people="pop_start_new",
            population=(pl.col("pop_start_new") / pl.col("pop_start")).log(),
            births=(pl.col("births_new") / pl.col("births")).log(),
            deaths=(pl.col("deaths_new") / pl.col("deaths")).log(),
            net=pl.col("net_migration_new") - pl.col("net_migration"),
        )
        for old, new in pairwise(tables)
    )


def by_size(rows: pl.DataFrame, size: str, column: str, like: Sizes) -> Sizes:
    """How far 80 in 100 move at most, in each class of size, to two significant digits."""
    found, lower = [], 0.0
    for upper, _ in like:
        inside = rows.filter((pl.col(size) > lower) & (pl.col(size) <= upper))[column]
        found.append((upper, _digits(float(np.quantile(inside.abs(), 0.8)))))
        lower = upper
    return tuple(found)


def shared(rows: pl.DataFrame) -> float:
    """The correlation at which errors five years apart differ as much as they are seen to.

    Two errors of one spread and correlation r differ by sqrt(2 - 2 r) times that spread.
    """
    keys = ["step", "origin", "destination"]
    after = rows.select(*keys, pl.col("year") - 5, pl.col("log").alias("after"))
    pairs = rows.join(after, on=[*keys, "year"]).filter(pl.col("size") > WEIGHTY)
    levels = np.quantile(pairs.select(pl.col("log").abs()), 0.8)
    changes = np.quantile(pairs.select((pl.col("after") - pl.col("log")).abs()), 0.8)
    return _digits(float(1 - (changes / levels) ** 2 / 2))


def newest(rows: pl.DataFrame) -> float:
    """Spread of net migration in the newest five years over that in the years before."""
    last = pl.col("year0") == rows["year0"].max()
    one, other = (
        float(np.quantile(rows.filter(which)["net"].abs(), 0.8)) for which in (last, ~last)
    )
    return _digits(one / other)


def _digits(value: float) -> float:
    return float(f"{value:.2g}")


def measured(folder: Path, evidence: Evidence) -> dict[str, Sizes | float]:
    """The constants of `errors.py` by name, as these tables have them."""
    cells, vital = stock_revisions(stocks(folder, evidence)), vital_revisions(folder)
    places = cells.unique(["step", "destination", "year"], maintain_order=True)
    return {
        "STOCK_OF_DESTINATION": by_size(places, "people", "whole", errors.STOCK_OF_DESTINATION),
        "STOCK_OF_CELL": by_size(cells, "size", "own", errors.STOCK_OF_CELL),
        "STOCK_SHARED": shared(cells),
        "POPULATION": by_size(vital, "people", "population", errors.POPULATION),
        "BIRTH_RATE": by_size(vital, "people", "births", errors.BIRTH_RATE),
        "DEATH_RATE": by_size(vital, "people", "deaths", errors.DEATH_RATE),
        "NET_RATE": by_size(vital, "people", "net", errors.NET_RATE),
        "NEWEST": newest(vital),
    }


def main() -> None:
    """Print every constant."""
    with_home = open_evidence()
    for name, value in measured(Path(sys.argv[1]), with_home).items():
        print(name, "=", value)  # noqa: T201


if __name__ == "__main__":
    main()
