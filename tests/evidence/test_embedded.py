"""The figures that ship with Comity are as the catalogue declares and as publishers say."""

import io
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from comity.core.places import places, special_codes
from comity.core.tables import conform
from comity.evidence.catalogue import Dataset, catalogue, unknown_dataset
from comity.evidence.embedded import embedded_bytes, shipped
from comity.evidence.reading import Evidence
from comity.evidence.store import completed

DATASETS = list(shipped().values())
PROJECTED = {"demography", "net_migration_intervals", "youth_share"}
ISO = {code for code, place in places().items() if place.m49}
each = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


def embedded(name: str) -> pl.DataFrame:
    """What ships, with the column for a publisher's flags, which figures of before syncs lack."""
    frame = pl.read_parquet(io.BytesIO(embedded_bytes(name)))
    return completed(frame, catalogue()[name])


# --- As declared ------------------------------------------------------------------------------


def test_there_are_thirty_two_tables_and_each_is_there() -> None:
    assert sorted(shipped()) == [
        "asylum_applicants_eu", "asylum_applications", "asylum_decisions", "border_detections_eu",
        "border_encounters_us", "compact_votes", "conflict_deaths", "demography", "displaced_stock",
        "displacement_flows", "dyads", "economy", "forecast_backtest", "forecast_scores",
        "forecasts", "ilo_ratifications", "internally_displaced", "migrant_stock",
        "migration_flow_adjustments", "migration_flow_totals", "migration_flows",
        "missing_migrants", "net_migration_intervals", "palestine_refugees", "remittance_prices",
        "remittances_bilateral", "sdg_10_7_2", "solutions", "treaty_accessions", "treaty_actions",
        "visa_requirements", "youth_share",
    ]  # fmt: skip
    there = files("comity.evidence.embedded").iterdir()
    found = {file.name for file in there if file.name.endswith(".parquet")}
    assert found == {f"{name}.parquet" for name in shipped()}


@each
def test_columns_are_named_ordered_and_typed_as_declared(dataset: Dataset) -> None:
    declared = [(column.name, column.dtype) for column in dataset.schema_.columns]
    assert list(embedded(dataset.name).schema.items()) == declared


@each
def test_every_row_passes_the_border_unchanged(dataset: Dataset) -> None:
    """Bounds, allowed words, places, empty cells and keys hold, and checking changes nothing."""
    frame = embedded(dataset.name)
    tidy = conform(frame, dataset.schema_, dataset.name)
    assert_frame_equal(tidy, frame.sort(dataset.key), check_exact=True)


@each
def test_keys_are_declared_and_no_two_rows_share_one(dataset: Dataset) -> None:
    frame = embedded(dataset.name)
    assert dataset.key
    assert frame.select(dataset.key).n_unique() == frame.height
    assert frame.select(pl.col(dataset.key).null_count()).row(0) == (0,) * len(dataset.key)


@each
def test_what_is_declared_as_filled_is_filled(dataset: Dataset) -> None:
    frame = embedded(dataset.name)
    for column in dataset.columns:
        empty = frame[column.name].null_count()
        assert column.nullable or empty == 0, column.name
        assert empty < frame.height or column.name == "flag", column.name


@each
def test_bounds_and_allowed_words_are_not_looser_than_the_figures(dataset: Dataset) -> None:
    """Every allowed word and every special code occurs, or the list would hide a new mistake."""
    frame = embedded(dataset.name)
    for column in dataset.columns:
        found = set(frame[column.name].drop_nulls().unique().to_list())
        if column.allowed and column.name != "flag":
            assert found == set(column.allowed), column.name
        if column.type == "place":
            assert found - ISO == set(column.specials), column.name
            assert set(column.specials) <= {*special_codes(), "XKX"}


@each
def test_every_dataset_says_who_counted_what_and_under_which_licence(dataset: Dataset) -> None:
    stated = (
        dataset.title, dataset.summary, dataset.publisher, dataset.short, dataset.release,
        dataset.licence, dataset.citation, dataset.frequency, dataset.counted, dataset.who_counted,
        dataset.vintage_note,
    )  # fmt: skip
    assert all(text.strip() == text != "" for text in stated)
    assert dataset.url.startswith(("https://", "http://www.cepii.fr/"))
    assert all(caveat.endswith(".") for caveat in dataset.caveats)
    assert not dataset.private
    assert dataset.source().vintage == dataset.vintage


@pytest.mark.parametrize(
    "dataset",
    [d for d in DATASETS if d.time_column and d.name not in PROJECTED],
    ids=lambda dataset: dataset.name,
)
def test_no_figure_is_newer_than_its_release(dataset: Dataset) -> None:
    """As of a day, nothing may be read that was not public by then."""
    newest = str(embedded(dataset.name)[dataset.time_column].max())[:4]
    assert int(newest) <= dataset.vintage.year


def test_a_dataset_nobody_knows() -> None:
    near = unknown_dataset("Migrant stok", list(catalogue()))
    assert str(near).startswith("No dataset is called 'Migrant stok'; did you mean migrant_stock")
    assert "'comity data' lists them all" in str(unknown_dataset("zzz", list(catalogue())))


# --- As anybody can check ---------------------------------------------------------------------

DISPLACED = "SELECT sum(persons) FROM displaced_stock WHERE "
KNOWN = [
    # UNHCR, Refugee Data Finder
    (DISPLACED + "origin = 'SYR' AND destination = 'TUR' AND year = 2018 AND category = 'refugees'",
     3_622_366),
    (DISPLACED + "origin = 'VEN' AND year = 2024 AND category = 'refugees'", 370_169),
    (DISPLACED + "origin = 'VEN' AND year = 2024 AND category = 'oip'", 5_875_359),
    (DISPLACED + "origin = 'UKR' AND year = 2022 AND category = 'refugees'", 5_684_177),
    (DISPLACED + "origin = 'AFG' AND year = 2023 AND category = 'refugees'", 6_403_144),
    (DISPLACED + "year = 2024 AND category = 'refugees'", 30_958_200),
    (DISPLACED + "year = 2024 AND category = 'asylum_seekers'", 8_352_712),
    ("SELECT sum(persons) FROM internally_displaced WHERE year = 2024", 73_573_201),
    ("SELECT sum(persons) FROM palestine_refugees WHERE year = 2024", 5_914_401),
    # UN DESA
    ("SELECT sum(female + male) FROM migrant_stock WHERE year = 2024", 304_021_813),
    ("SELECT female + male FROM migrant_stock WHERE origin = 'MEX' AND destination = 'USA' "
     "AND year = 2024", 11_279_561),
    ("SELECT female + male FROM migrant_stock WHERE origin = 'TJK' AND destination = 'RUS' "
     "AND year = 2024", 415_676),
    ("SELECT pop_jul1 FROM demography WHERE country = 'DEU' AND year = 2024", 84_552_242),
    ("SELECT pop_jul1 FROM demography WHERE country = 'WLD' AND year = 2024", 8_161_972_573),
    ("SELECT pop_jul1 FROM demography WHERE country = 'IND' AND year = 2024", 1_450_935_791),
    # Frontex, US CBP (fiscal year 2023), IOM, UCDP, Eurostat, World Bank
    ("SELECT sum(detections) FROM border_detections_eu WHERE month LIKE '2015-%'", 1_822_102),
    ("SELECT sum(encounters) FROM border_encounters_us "
     "WHERE month BETWEEN '2022-10' AND '2023-09'", 2_475_669),
    ("SELECT sum(dead_missing) FROM missing_migrants WHERE month LIKE '2024-%'", 9_191),
    ("SELECT sum(deaths_total) FROM conflict_deaths WHERE year = 2024", 160_900),
    ("SELECT sum(applicants) FROM asylum_applicants_eu WHERE destination = 'DEU' AND year = 2016",
     745_155),
    ("SELECT round(sum(usd_million) / 1000) FROM remittances_bilateral WHERE year = 2017", 613),
]  # fmt: skip


@pytest.mark.parametrize(("question", "published"), KNOWN)
def test_figures_that_anybody_can_check(evidence: Evidence, question: str, published: int) -> None:
    (row,) = evidence.query(question)
    assert list(row.values()) == [published]


def test_the_countries_add_up_to_the_world(evidence: Evidence) -> None:
    (row,) = evidence.query(
        "SELECT sum(pop_jul1) FILTER (country <> 'WLD') AS parts, "
        "sum(pop_jul1) FILTER (country = 'WLD') AS world FROM demography WHERE year = 2024"
    )
    assert abs(row["parts"] - row["world"]) < 1_000


# --- As the publishers' files say -------------------------------------------------------------

PAIR = {"origin_iso3": "origin", "destination_iso3": "destination", "asylum_iso3": "destination"}


def published(mirror: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(mirror / name).rename(PAIR, strict=False)


def assert_same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    """The same rows with the same numbers, in any order of rows and columns."""
    assert_frame_equal(
        one, other.select(one.columns), check_row_order=False, check_dtypes=False, check_exact=True
    )


@pytest.mark.mirror
def test_migrant_stock_equals_the_publishers_table(mirror: Path) -> None:
    """Every pair, year and sex. One difference: the Channel Islands are XCI here, XCX there."""
    theirs = published(mirror, "un_desa/migrant_stock_bilateral_2024.parquet")
    assert theirs.filter((pl.col("origin") == "XCX") | (pl.col("destination") == "XCX")).height > 0
    theirs = theirs.with_columns(pl.col("origin", "destination").replace({"XCX": "XCI"}))
    ours = embedded("migrant_stock").unpivot(
        index=["origin", "destination", "year"], variable_name="sex", value_name="persons"
    )
    assert ours.height == theirs.height == 153_296
    assert_same(ours, theirs)
    for by in (["destination", "year", "sex"], ["origin", "year", "sex"]):
        totals = [frame.group_by(by).agg(pl.col("persons").sum()) for frame in (ours, theirs)]
        assert_same(*totals)


@pytest.mark.mirror
def test_displaced_stock_equals_the_publishers_table_from_1990(mirror: Path) -> None:
    theirs = published(mirror, "unhcr/population.parquet").rename({"population_type": "category"})
    ours = embedded("displaced_stock").drop("flag")
    assert (ours["year"].min(), ours["year"].max()) == (1990, theirs["year"].max())
    assert_same(ours, theirs.filter(pl.col("year") >= 1990))


@pytest.mark.mirror
def test_demography_equals_the_publishers_table_from_1990_to_2050(mirror: Path) -> None:
    theirs = published(mirror, "un_desa/wpp2024_indicators.parquet").rename({"iso3": "country"})
    ours = embedded("demography").unpivot(
        index=["country", "year", "variant"], variable_name="indicator"
    )
    assert (ours["year"].min(), ours["year"].max()) == (1990, 2050)
    counted = pl.col("indicator").is_in(ours["indicator"].unique().to_list())
    shared = theirs.filter(counted & pl.col("year").is_between(1990, 2050))
    assert ours.height == shared.height == 72_285
    assert_same(ours, shared)
    last = ours.filter(pl.col("variant") == "estimate")["year"].max()
    assert last == 2023, "what follows is projected and says so"


@pytest.mark.mirror
def test_border_detections_equal_the_publishers_table(mirror: Path) -> None:
    names = {"nationality_iso3": "origin", "persons": "detections"}
    assert_same(
        embedded("border_detections_eu"),
        published(mirror, "monthly/frontex_ibc.parquet").rename(names),
    )
