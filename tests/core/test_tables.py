"""A table that conforms keeps every value; one wrong cell is refused with file, row and column."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from comity.core.errors import BadTable
from comity.core.places import places
from comity.core.tables import NOT_REPORTED, Column, Schema, conform, guess

ARRIVALS = Schema(
    "arrivals",
    (
        Column("origin", "place", specials=("UNK",), also=("coo", "From")),
        Column("destination", "place"),
        Column("year", "year", minimum=1950, maximum=2100),
        Column("month", "month", nullable=True),
        Column("quarter", "quarter", nullable=True),
        Column("day", "date", nullable=True),
        Column("sex", "text", allowed=("female", "male"), nullable=True),
        Column("note", "text", nullable=True),
        Column("persons", "integer", measure=True, nullable=True, minimum=0),
        Column("rate", "number", measure=True, nullable=True, minimum=-1e9, maximum=1e9),
    ),
    key=("origin", "destination", "year"),
)
PEOPLE = Schema("people", (Column("country", "place"), Column("persons", "integer", measure=True)))
MAYBE = Schema(
    "maybe",
    (
        Column("country", "place"),
        Column("persons", "integer", measure=True, nullable=True, minimum=0),
    ),
    key=("country",),
)
GOOD = {
    "origin": "SYR", "destination": "TUR", "year": "2018", "month": "2018-12", "quarter": "2018Q4",
    "day": "2018-12-31", "sex": "male", "note": "a note", "persons": "3622366", "rate": "43.5",
}  # fmt: skip


def table(**cells: Any) -> pl.DataFrame:
    return pl.DataFrame({name: [value] for name, value in (GOOD | cells).items()})


def refused(frame: pl.DataFrame, schema: Schema = ARRIVALS) -> str:
    with pytest.raises(BadTable) as caught:
        conform(frame, schema, "arrivals.csv")
    sentence = str(caught.value)
    assert sentence.startswith("arrivals.csv")
    assert sentence.endswith(".")
    assert sentence.isprintable()
    return sentence


# --- What conforms ----------------------------------------------------------------------------


def test_columns_are_named_ordered_and_typed_as_declared() -> None:
    tidy = conform(table(), ARRIVALS, "arrivals.csv")
    assert tidy.columns == [column.name for column in ARRIVALS.columns]
    assert tidy.dtypes == [column.dtype for column in ARRIVALS.columns]
    assert tidy.row(0) == (
        "SYR", "TUR", 2018, "2018-12", "2018Q4", "2018-12-31", "male", "a note", 3622366, 43.5,
    )  # fmt: skip


def test_text_and_typed_cells_mean_the_same() -> None:
    typed = table(year=2018, persons=3622366.0, rate=43.5)
    tidy = conform(typed, ARRIVALS, "a.parquet")
    assert_frame_equal(tidy, conform(table(), ARRIVALS, "a.csv"))


def test_what_nobody_declared_is_left_behind_and_what_may_miss_is_empty() -> None:
    frame = table(extra="x").drop("month", "note", "rate")
    tidy = conform(frame, ARRIVALS, "a.csv")
    assert "extra" not in tidy.columns
    assert (tidy["month"][0], tidy["note"][0], tidy["rate"][0]) == (None, None, None)
    assert tidy["rate"].dtype == pl.Float64


@pytest.mark.parametrize("heading", ["origin", "Origin", " ORIGIN ", "coo", "COO", "from"])
def test_headings_as_publishers_write_them(heading: str) -> None:
    frame = table().rename({"origin": heading})
    assert conform(frame, ARRIVALS, "a.csv")["origin"][0] == "SYR"


def test_rows_are_sorted_by_the_key() -> None:
    frame = pl.DataFrame({"country": ["UZB", "AFG", "TJK"], "persons": [1, 2, 3]})
    assert conform(frame, MAYBE, "a.csv")["country"].to_list() == ["AFG", "TJK", "UZB"]
    assert conform(frame, PEOPLE, "a.csv")["country"].to_list() == ["UZB", "AFG", "TJK"]


@pytest.mark.parametrize(
    ("column", "written", "kept"),
    [
        ("origin", "Syrian Arab Republic", "SYR"),
        ("origin", "Syria", "SYR"),
        ("origin", "760", "SYR"),
        ("origin", 760, "SYR"),
        ("origin", " syr ", "SYR"),
        ("origin", "unk", "UNK"),
        ("origin", "NA", "NAM"),
        ("quarter", "2018-q4", "2018Q4"),
        ("quarter", "2018q4", "2018Q4"),
        ("persons", "12.0", 12),
        ("persons", "0", 0),
        ("persons", "-0", 0),
        ("persons", "007", 7),
        ("persons", "9223372036854775807", 2**63 - 1),
        ("rate", "1e3", 1000.0),
        ("rate", ".5", 0.5),
        ("rate", "5.", 5.0),
        ("rate", "-0.25", -0.25),
        ("rate", " 1.5\u00a0", 1.5),
        ("note", "  two  words ", "two  words"),
        ("note", "", None),
        ("note", "NA", "NA"),
        ("note", "-", "-"),
    ],
)
def test_cells_as_people_write_them(column: str, written: Any, kept: Any) -> None:
    assert conform(table(**{column: written}), ARRIVALS, "a.csv")[column][0] == kept


@pytest.mark.parametrize("word", NOT_REPORTED)
def test_not_reported_is_neither_zero_nor_a_country(word: str) -> None:
    """NA is Namibia where a place stands, and not reported where a number stands."""
    frame = pl.DataFrame({"country": ["NA", "ZA"], "persons": [word, "0"]})
    tidy = conform(frame, MAYBE, "a.csv")
    assert tidy.rows() == [("NAM", None), ("ZAF", 0)]


def test_special_codes_stand_only_where_the_column_allows_them() -> None:
    assert conform(table(origin="UNK"), ARRIVALS, "a.csv")["origin"][0] == "UNK"
    sentence = refused(table(destination="UNK"))
    assert "row 2, column 'destination': 'UNK' is no known country or area" in sentence
    assert "name a country or area" in sentence
    assert "try CZE or SVK" in refused(table(destination="CSK"))
    assert "did you mean Uzbekistan (UZB)" in refused(table(destination="Uzbekstan"))


# --- What does not ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "written", "says"),
    [
        ("year", "18", "is not a year as in 2024"),
        ("year", "9999", "is not a year as in 2024"),
        ("year", "2018.5", "is not a year as in 2024"),
        ("year", "٢٠١٨", "is not a year as in 2024"),
        ("year", "1949", "is below 1950"),
        ("year", "2101", "is above 2100"),
        ("month", "2018-13", "is not a month as in 2024-05"),
        ("month", "2018-1", "is not a month as in 2024-05"),
        ("month", "٢٠١٨-١٢", "is not a month as in 2024-05"),
        ("quarter", "2018Q5", "is not a quarter as in 2020Q3"),
        ("day", "2023-02-30", "is no day of the calendar"),
        ("day", "2023-02-29", "is no day of the calendar"),
        ("day", "1900-02-29", "is no day of the calendar"),
        ("day", "31/12/2018", "is not a day as in 2024-07-01"),
        ("sex", "Male", "is none of: female, male"),
        ("persons", "1,234", "is not a whole number without separators"),
        ("persons", "1 234", "is not a whole number without separators"),
        ("persons", "1'234", "is not a whole number without separators"),
        ("persons", "12.5", "is not a whole number without separators"),
        ("persons", "12O", "is not a whole number without separators"),
        ("persons", "１２", "is not a whole number without separators"),
        ("persons", "-1", "is below 0"),
        ("persons", "9223372036854775808", "is too large a number"),
        ("persons", "9" * 400, "is too large a number"),
        ("rate", "1,5", "is not a number with a point"),
        ("rate", "1.5 %", "is not a number with a point"),
        ("rate", "1e400", "is too large a number"),
        ("rate", "1e10", "is above 1e+09"),
        ("rate", "nan", "is not a number with a point"),
        ("rate", "inf", "is not a number with a point"),
        ("rate", float("nan"), "is not a number with a point"),
        ("rate", float("inf"), "is not a number with a point"),
        ("origin", "Atlantis", "is no known country or area"),
        ("origin", "", "is empty; fill it in or leave the row out"),
        ("origin", None, "is empty; fill it in or leave the row out"),
        ("year", "  ", "is empty; fill it in or leave the row out"),
    ],
)
def test_a_wrong_cell_is_refused_in_its_place(column: str, written: Any, says: str) -> None:
    sentence = refused(table(**{column: written}))
    assert sentence.startswith(f"arrivals.csv, row 2, column '{column}': ")
    assert says in sentence


def test_a_measure_that_must_be_there() -> None:
    frame = pl.DataFrame({"country": ["UZB", "TJK"], "persons": ["1", "NA"]})
    sentence = refused(frame, PEOPLE)
    assert "row 3, column 'persons': 'NA' is empty" in sentence


def test_the_first_wrong_cell_is_named_and_the_others_are_counted() -> None:
    frame = pl.DataFrame({"country": ["UZB", "TJK", "AFG"], "persons": ["1", "x", "y"]})
    assert refused(frame, PEOPLE).startswith(
        "arrivals.csv, row 3, column 'persons': 'x' is not a whole number without separators, "
        "as in 1234 (1 more such rows)"
    )


def test_a_cell_as_long_as_a_book_or_with_control_characters_is_quoted_short() -> None:
    sentence = refused(table(persons="\x1b[31m1\n2" + "x" * 10_000))
    assert len(sentence) < 220


def test_a_missing_column_names_those_that_are_there() -> None:
    sentence = refused(table().drop("origin"))
    assert sentence.startswith(
        "arrivals.csv has no column 'origin' (or coo, From); its columns are"
    )
    assert "destination, year, month" in sentence
    assert sentence.endswith("Rename the one that is meant.")
    assert "its columns are: none" in refused(pl.DataFrame())


def test_two_headings_for_one_column_are_refused() -> None:
    sentence = refused(table(Origin="AFG"))
    assert "'origin'" in sentence
    assert "'Origin'" in sentence


def test_rows_that_speak_of_the_same_are_refused_with_both_numbers() -> None:
    frame = pl.concat([table(), table(origin="AFG"), table(origin="Syria", persons="7")])
    sentence = refused(frame)
    assert "rows 2 and 4: both speak of origin SYR, destination TUR, year 2018" in sentence
    empty_keys = Schema("s", (Column("a", "text", nullable=True), Column("n", "integer")), ("a",))
    frame = pl.DataFrame({"a": ["x", None, ""], "n": [1, 2, 3]})
    assert "rows 3 and 4" in refused(frame, empty_keys)


@pytest.mark.parametrize(
    "cells",
    [
        pl.Series("persons", [[1]]),
        pl.Series("persons", [b"\xff"]),
        pl.Series("persons", [object()], dtype=pl.Object),
        pl.Series("persons", [1]).cast(pl.Duration),
        pl.Series("persons", [{"a": 1}]),
        pl.Series("persons", [True]),
    ],
    ids=lambda cells: str(cells.dtype),
)
def test_cells_that_are_neither_text_nor_numbers(cells: pl.Series) -> None:
    sentence = refused(pl.DataFrame({"country": ["UZB"]}).with_columns(cells), PEOPLE)
    assert "column 'persons'" in sentence


# --- Any table, any single wrong cell ---------------------------------------------------------

PLACES = st.sampled_from(sorted(places()))
WRONG: dict[str, st.SearchStrategy[str]] = {
    "place": st.sampled_from(["Atlantis", "QQ", "0", "WLD", "YUG", "..", "-", "N/A", "XX-YY"]),
    "year": st.sampled_from(["24", "1949", "2101", "20 24", "MMXXIV", "2024-01", "NA", "2024,0"]),
    "month": st.sampled_from(["2024", "2024-00", "2024-13", "05/2024", "2024-5", "NA"]),
    "quarter": st.sampled_from(["2024Q0", "2024Q5", "Q1 2024", "2024", "NA"]),
    "date": st.sampled_from(["2023-02-30", "2024-13-01", "2024-00-10", "1.1.2024", "2024", "NA"]),
    "text": st.sampled_from(["woman", "FEMALE", "f", "NA"]),
    "integer": st.sampled_from(["1,5", "1.5", "1 000", "1.000,0", "1e3", "-1", "x", "1e400", "--"]),
    "number": st.sampled_from(["1,5", "1 000.5", "1.2.3", "x", "1e400", "-", "0x1F", "1e10"]),
}


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows of text that fulfil the schema of arrivals, each with a key of its own."""
    year = st.integers(1950, 2100)
    keys = draw(st.lists(st.tuples(PLACES, PLACES, year), min_size=1, max_size=5, unique=True))
    day = st.dates().map(str)
    return [
        {
            "origin": origin, "destination": destination, "year": str(number),
            "month": draw(st.just("") | day.map(lambda d: d[:7])),
            "quarter": draw(st.sampled_from(["", "2020Q1", "1999Q4"])),
            "day": draw(st.just("") | day),
            "sex": draw(st.sampled_from(["", "female", "male"])),
            "note": "",
            "persons": draw(st.sampled_from(NOT_REPORTED) | st.integers(0, 2**63 - 1).map(str)),
            "rate": draw(st.sampled_from(NOT_REPORTED) | st.floats(-1e9, 1e9).map(repr)),
        }
        for origin, destination, number in keys
    ]  # fmt: skip


@given(rows())
def test_any_good_table_keeps_every_value(good: list[dict[str, str]]) -> None:
    tidy = conform(pl.DataFrame(good), ARRIVALS, "a.csv")
    assert tidy.height == len(good)
    kept = {row[:3]: row for row in tidy.rows()}
    for row in good:
        values = kept[row["origin"], row["destination"], int(row["year"])]
        for (name, text), value in zip(row.items(), values, strict=True):
            if value is None:
                assert text in NOT_REPORTED
            else:
                assert type(value)(text) == value, name


@given(rows(), st.data())
def test_any_single_wrong_cell_is_refused_naming_its_place(
    good: list[dict[str, str]], data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, len(good) - 1))
    column = data.draw(st.sampled_from([c for c in ARRIVALS.columns if c.name != "note"]))
    wrong = data.draw(WRONG[column.type])
    if column.measure and wrong in NOT_REPORTED:
        return
    good[row][column.name] = wrong
    sentence = refused(pl.DataFrame(good))
    assert sentence.startswith(f"arrivals.csv, row {row + 2}, column '{column.name}': '")


@given(rows(), st.data())
def test_any_row_said_twice_is_refused(good: list[dict[str, str]], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(good)) | {"note": "said again"}
    sentence = refused(pl.DataFrame([*good, again]))
    first = next(n for n, row in enumerate(good) if all(row[k] == again[k] for k in ARRIVALS.key))
    assert f"rows {first + 2} and {len(good) + 2}: both speak of origin" in sentence


@given(rows())
def test_what_conforms_conforms_again(good: list[dict[str, str]]) -> None:
    tidy = conform(pl.DataFrame(good), ARRIVALS, "a.csv")
    assert_frame_equal(conform(tidy, ARRIVALS, "b.csv"), tidy)


# --- A schema by content ----------------------------------------------------------------------


def test_a_guessed_schema_names_what_it_sees() -> None:
    frame = pl.DataFrame(
        {
            "iso3": ["UZB", "TJK"], "Year": ["2024", "2024"], "month": ["2024-01", "2024-02"],
            "quarter": ["2024Q1", "2024Q1"], "day": ["2024-01-31", "2024-02-29"],
            "people": ["12", "NA"], "share": ["0.5", "1"], "remark": ["a", "b"],
        }
    )  # fmt: skip
    found = {column.name: (column.type, column.measure) for column in guess(frame, "t").columns}
    assert found == {
        "iso3": ("place", False), "Year": ("year", False), "month": ("month", False),
        "quarter": ("quarter", False), "day": ("date", False), "people": ("integer", True),
        "share": ("number", True), "remark": ("text", False),
    }  # fmt: skip
    assert guess(frame, "t").key == ("iso3", "Year", "month", "quarter", "day", "remark")


def test_a_guessed_schema_sees_namibia_and_special_codes() -> None:
    frame = pl.DataFrame({"place": ["NA", "ZA", "UNK"], "people": ["1", "NA", "3"]})
    schema = guess(frame, "t")
    assert (schema.columns[0].type, schema.columns[0].specials) == ("place", ("UNK",))
    assert conform(frame, schema, "t.csv").rows() == [("NAM", 1), ("UNK", 3), ("ZAF", None)]


@given(rows())
def test_any_table_fulfils_the_schema_guessed_from_it(good: list[dict[str, str]]) -> None:
    frame = pl.DataFrame(good)
    tidy = conform(frame, guess(frame, "t"), "t.csv")
    assert (tidy.height, tidy.width) == (frame.height, frame.width)
