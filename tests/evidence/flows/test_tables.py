"""Stocks and demography as people bring them: columns by many names, sexes never added up."""

import polars as pl
import pytest

from comity.core.errors import BadTable
from comity.evidence.flows.tables import Sex, demography, seed, stocks

YEARS = (2015, 2020)
ROWS = [("TJK", "RUS", 2015, 6.0, 4.0), ("TJK", "RUS", 2020, 8.0, 5.0)]
WIDE = pl.DataFrame(ROWS, ["origin", "destination", "year", "female", "male"], orient="row")
LONG = pl.concat(
    WIDE.select("origin", "destination", "year", sex=pl.lit(sex), stock=sex)
    for sex in ("female", "male")
)
TOTAL = LONG.group_by("origin", "destination", "year", maintain_order=True).agg(
    pl.lit("total").alias("sex"), pl.col("stock").sum() + 1
)


def persons(frame: pl.DataFrame, sex: Sex = "total") -> list[float]:
    return stocks(frame, YEARS, sex, "s.csv").rows.sort("year")["persons"].to_list()


def test_women_and_men_in_columns() -> None:
    assert (persons(WIDE, "female"), persons(WIDE, "male")) == ([6, 8], [4, 5])
    assert persons(WIDE) == [10, 13]


def test_rows_of_several_sexes_are_never_added_up() -> None:
    everything = pl.concat([LONG, TOTAL.select(LONG.columns)])
    assert persons(everything) == [11, 14]  # the publisher's own total, which is not the sum
    assert (persons(everything, "female"), persons(everything, "male")) == ([6, 8], [4, 5])
    with pytest.raises(BadTable, match="no rows of sex total, and rows of several sexes are not"):
        persons(LONG)
    with pytest.raises(BadTable, match="several rows for origin TJK"):
        persons(LONG.drop("sex"))
    with pytest.raises(BadTable, match="no column 'sex' with rows of sex female"):
        persons(TOTAL.drop("sex"), "female")
    with pytest.raises(BadTable, match="row 2, column 'sex': 'everyone' is none of"):
        persons(TOTAL.with_columns(sex=pl.lit("everyone")))
    assert persons(TOTAL.with_columns(sex=pl.lit("Both sexes "))) == [11, 14]


@pytest.mark.parametrize(
    "names",
    [
        ("origin_iso3", "destination_iso3", "year", "stock"),
        ("Birthplace", "Residence", "Year", "Persons"),
        ("from", "to", "time", "value"),
    ],
)
def test_columns_go_by_many_names(names: tuple[str, ...]) -> None:
    frame = WIDE.select("origin", "destination", "year", stock=pl.lit(3))
    assert persons(frame.rename(dict(zip(frame.columns, names, strict=True)))) == [3, 3]


def test_cells_may_be_text_and_marks_of_what_is_missing_are_not_zero() -> None:
    text = WIDE.with_columns(pl.all().cast(pl.String))
    assert persons(text) == [10, 13]
    first = pl.col("year") == "2015"
    silent = text.with_columns(female=pl.when(first).then(pl.lit("..")).otherwise("female"))
    with pytest.raises(BadTable, match=r"no stocks of 2015 for sex total; it has 2015, 2020"):
        persons(silent)


def test_events_of_calendar_years_are_halved_at_both_ends() -> None:
    years = pl.DataFrame({"country": "TJK", "year": range(2014, 2022), "births": 10.0,
                          "deaths": [99.0, 2, 3, 3, 3, 3, 4, 99], "net_migration": None,
                          "pop_jul1": [float(n) for n in range(100, 108)]})  # fmt: skip
    table, told = demography(years, YEARS, "female", "d.csv")
    row = table.rows.to_dicts()[0]
    assert told == "total"
    assert (row["births"], row["deaths"]) == (50, 15)
    assert (row["pop_start"], row["pop_end"], row["net_migration"]) == (101, 106, None)
    with pytest.raises(BadTable, match="no rows of 2017; bring every year of 2015-2020"):
        demography(years.filter(pl.col("year") != 2017), YEARS, "total", "d.csv")
    with pytest.raises(BadTable, match="several rows for country TJK, year 2015"):
        demography(pl.concat([years, years[1:2]]), YEARS, "total", "d.csv")


def test_a_country_with_a_gap_between_the_years_has_no_events() -> None:
    years = pl.DataFrame({"country": ["TJK"] * 6 + ["UZB"] * 5, "births": 1.0, "deaths": 1.0,
                          "year": [*range(2015, 2021), *range(2015, 2020)],
                          "pop_jul1": 9.0})  # fmt: skip
    assert demography(years, YEARS, "total", "d.csv")[0].rows["country"].to_list() == ["TJK"]


def test_events_by_sex_are_read_where_they_are_there() -> None:
    rows = pl.DataFrame({"iso3": ["TJK"] * 2, "year0": 2015, "sex": ["female", "male"],
                         "births": [4.0, 5.0], "deaths": [1.0, 2.0]})  # fmt: skip
    table, told = demography(rows, YEARS, "female", "d.csv")
    assert (told, table.rows["births"].to_list()) == ("female", [4])
    with pytest.raises(BadTable, match="not added up"):
        demography(rows, YEARS, "total", "d.csv")


def test_a_seed_may_be_square() -> None:
    square = pl.DataFrame({"": ["TJK", "Russia"], "TJK": [0.0, 1], "RUS": [2.0, 0]})
    rows = seed(square, ("TJK", "RUS"), "w.csv").sort("origin", "destination").rows()
    assert rows == [("RUS", "RUS", 0), ("RUS", "TJK", 1), ("TJK", "RUS", 2), ("TJK", "TJK", 0)]


def test_periods_that_follow_each_other_are_added() -> None:
    """Ten years between two stocks take the events of both halves and the people at the ends."""
    halves = pl.DataFrame(
        {
            "iso3": ["TJK", "TJK", "UZB", "UZB"],
            "year0": [1990, 1995, 1990, 1995],
            "births": [10, 20, 1, 2],
            "deaths": [3, 4, 5, 6],
            "pop_start": [100, 105, 50, 40],
            "pop_end": [105, 120, 40, 35],
            "net_migration": [-2, -1, None, 4],
        }
    )
    table, _ = demography(halves, (1990, 2000), "total", "d.csv")
    assert table.rows.sort("country").rows() == [
        ("TJK", 30.0, 7.0, 100.0, 120.0, -3.0),
        ("UZB", 3.0, 11.0, 50.0, 35.0, None),
    ]
    with pytest.raises(BadTable, match="seems not to end in 1997"):
        demography(halves, (1990, 1997), "total", "d.csv")
