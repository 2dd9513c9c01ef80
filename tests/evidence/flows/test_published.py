"""The published estimates of Abel and Cohen for 2015-2020 are found again, method by method.

Stocks of 2020, World Population Prospects 2022 from mid-year to mid-year; Scientific Data 6:82
(2019) and 9:173 (2022).
"""

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.evidence.flows import Estimate, Method, estimate

COLUMNS: dict[str, str] = {
    "difference-drop": "sd_drop_neg", "difference-reverse": "sd_rev_neg", "rate": "mig_rate",
    "open-minimum": "da_min_open", "closed-minimum": "da_min_closed",
    "pseudo-bayes": "da_pb_closed",
}  # fmt: skip


@cache
def made(mirror: Path, method: Method) -> Estimate:
    folder = mirror / "flows" / "stocks"
    stocks = pl.read_parquet(folder / "un_ims2020_bilateral.parquet")
    people = pl.read_csv(folder / "demography_5year_wpp2022.csv")
    return estimate(stocks, people, "2015-2020", method)


def beside(mirror: Path, method: Method) -> pl.DataFrame:
    """Our flows and theirs in every cell between places that both know."""
    theirs = pl.read_parquet(mirror / "flows" / "estimates" / "abel_cohen_total_2015_2020.parquet")
    theirs = theirs.select(
        pl.col("orig", "dest").replace("CHI", "XCI"),
        published=pl.col(COLUMNS[method]).cast(pl.Float64),
    )
    known = [*{*theirs["orig"]} & {*theirs["dest"]}]
    ours = (
        made(mirror, method)
        .table()
        .filter(pl.col("origin").is_in(known) & pl.col("destination").is_in(known))
    )
    lost = theirs.filter(pl.col("published") > 0).join(
        ours, left_on=["orig", "dest"], right_on=["origin", "destination"], how="anti"
    )
    assert lost.is_empty()
    return ours.join(
        theirs, left_on=["origin", "destination"], right_on=["orig", "dest"], how="left"
    ).with_columns(pl.col("published").fill_null(0.0))


@pytest.mark.parametrize("method", ["difference-drop", "difference-reverse"])
def test_differences_are_equal_in_every_cell(method: Method, mirror: Path) -> None:
    both = beside(mirror, method)
    assert both.height > 50_000
    assert (both["flow"] == both["published"]).all()


@pytest.mark.parametrize("method", ["open-minimum", "closed-minimum", "pseudo-bayes"])
def test_accounting_agrees(method: Method, mirror: Path) -> None:
    both = beside(mirror, method)
    assert np.corrcoef(both["flow"], both["published"])[0, 1] >= 0.9999
    assert both["flow"].sum() == pytest.approx(both["published"].sum(), rel=5e-4)


def test_rates_agree(mirror: Path) -> None:
    both = beside(mirror, "rate")
    assert np.corrcoef(both["flow"], both["published"])[0, 1] >= 0.99999
    assert both["flow"].sum() == pytest.approx(both["published"].sum(), rel=3e-3)


def test_net_migration_of_the_closed_method_is_that_of_the_demography(mirror: Path) -> None:
    """But for the natives who were moved so that births minus deaths and growth agree."""
    found = made(mirror, "closed-minimum")
    moved = next(one.people for one in found.adjustments if one.kind == "balanced")
    assert moved
    change = found.inputs.pop_end - found.inputs.pop_start
    natural = found.inputs.births - found.inputs.deaths
    off = np.abs(found.net - (change - natural))
    mended = [found.places.index(place) for one in found.adjustments for place in one.places
              if one.kind == "negative_natives"]  # fmt: skip
    off[mended] = 0
    assert off.sum() <= abs(moved) + len(off)


def test_the_same_tables_give_the_same_bytes(mirror: Path) -> None:
    again = made.__wrapped__(mirror, "pseudo-bayes")
    assert again.flows.tobytes() == made(mirror, "pseudo-bayes").flows.tobytes()
    assert again.adjustments == made(mirror, "pseudo-bayes").adjustments
