"""Files of people: what is written is read back, and what is broken is refused with its row."""

import datetime as dt
import gzip
import io
import json
import random
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from comity.core import sheets
from comity.core.errors import BadTable, FileTrouble
from comity.core.places import places
from comity.core.sheets import READS, WRITES, read_table, table_bytes, write_table
from comity.core.tables import Column, Schema, conform

PEOPLE = Schema(
    "people",
    (
        Column("country", "place"),
        Column("year", "year"),
        Column("month", "month", nullable=True),
        Column("day", "date", nullable=True),
        Column("note", "text", nullable=True),
        Column("persons", "integer", measure=True, nullable=True),
        Column("rate", "number", measure=True, nullable=True),
    ),
    key=("country", "year"),
)
FORMS = (".csv", ".xlsx", ".parquet")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sheets")


def file(folder: Path, data: bytes | str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def refused(path: Path, schema: Schema | None = None) -> str:
    with pytest.raises(BadTable) as caught:
        read_table(path) if schema is None else conform(read_table(path), schema, path.name)
    sentence = str(caught.value)
    assert sentence.startswith(path.name)
    assert sentence.endswith(".")
    return sentence


def book(rows: list[list[Any]], first_row: int = 0) -> bytes:
    """A workbook as a spreadsheet saves it, typed cell by cell."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet()
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        for r, row in enumerate(rows, first_row):
            for c, cell in enumerate(row):
                match cell:
                    case None:
                        sheet.write_blank(r, c, None, day)
                    case dt.date():
                        sheet.write_datetime(r, c, dt.datetime.combine(cell, dt.time()), day)
                    case bool():
                        sheet.write_boolean(r, c, cell)
                    case str():
                        sheet.write_string(r, c, cell)
                    case _:
                        sheet.write_number(r, c, cell)
    return buffer.getvalue()


# --- What is written is read back -------------------------------------------------------------

# Excel keeps 15 digits of a number and no control characters, so the tables stay within these.
letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
texts = st.text(letters, max_size=12).map(str.strip) | st.sampled_from(
    [
        "=1+1", "+7 495", "@a", "-", "NA", "mailto:x", "https://un.org/a", "a,b", 'say "no"', "a;b",
        "two\nlines", "tab\there", "١٢", "中文", "#N/A", "1e5", "007", "2024-01-01", "'", "_x0041_",
    ]
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    """Any table that conforms to the schema of people."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(sorted(places())), st.integers(1000, 2999)),
            min_size=1, max_size=6, unique=True,
        )
    )  # fmt: skip
    day = st.none() | st.dates(dt.date(1900, 3, 1)).map(str)
    rows = [
        {
            "country": code,
            "year": year,
            "month": draw(st.none() | st.dates().map(lambda d: str(d)[:7])),
            "day": draw(day),
            "note": draw(st.none() | texts) or None,
            "persons": draw(st.none() | st.integers(-(10**15), 10**15)),
            "rate": draw(st.none() | st.floats(-1e300, 1e300)),
        }
        for code, year in keys
    ]
    types = {column.name: column.dtype for column in PEOPLE.columns}
    return conform(pl.DataFrame(rows, schema=types), PEOPLE, "drawn")


def as_workbooks_keep_it(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.16g}")


@pytest.mark.parametrize("ending", FORMS)
@given(frame=tables())
def test_any_table_that_conforms_survives_the_round_trip(
    folder: Path, ending: str, frame: pl.DataFrame
) -> None:
    path = folder / f"round{ending}"
    write_table(frame, path)
    again = conform(read_table(path), PEOPLE, path.name)
    if ending == ".xlsx":
        kept = [as_workbooks_keep_it(number) for number in frame["rate"]]
        frame = frame.with_columns(pl.Series("rate", kept, dtype=pl.Float64))
    assert_frame_equal(again, frame, check_exact=True)


@given(
    frame=tables(),
    separator=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_table_survives_the_dialects_of_csv(
    folder: Path, frame: pl.DataFrame, separator: str, end: str, encoding: str
) -> None:
    text = frame.write_csv(separator=separator, line_terminator=end)
    path = file(folder, text.encode(encoding), "dialect.txt")
    assert_frame_equal(conform(read_table(path), PEOPLE, path.name), frame, check_exact=True)


def test_json_keeps_every_letter_and_the_kinds_of_missing() -> None:
    frame = pl.DataFrame(
        {"country": ["TUR"], "name": ["Türkiye"], "n": [0], "m": [None], "d": [dt.date(2024, 7, 1)]}
    )
    assert json.loads(table_bytes(frame, ".json")) == [
        {"country": "TUR", "name": "Türkiye", "n": 0, "m": None, "d": "2024-07-01"}
    ]
    assert "Türkiye" in table_bytes(frame, ".json").decode()


def test_the_same_table_gives_the_same_bytes() -> None:
    frame = pl.DataFrame({"country": ["TUR"], "n": [1.5]})
    first = {ending: table_bytes(frame, ending) for ending in WRITES}
    time.sleep(1.1)  # workbooks keep the second in which they were made
    assert {ending: table_bytes(frame, ending) for ending in WRITES} == first


def test_endings_that_are_not_read_or_written(folder: Path) -> None:
    assert "reads .csv, .tsv" in refused(file(folder, "a,b\n1,2\n", "old.xls"))
    with pytest.raises(BadTable, match=r"Comity writes tables as .csv, .json, .parquet, .xlsx"):
        table_bytes(pl.DataFrame(), ".xls")
    assert set(WRITES) - {".json"} <= set(READS)
    path = file(folder, "country,n\nUZB,1\n", "UPPER.CSV")
    assert read_table(path).rows() == [("UZB", "1")]


def test_more_rows_than_a_sheet_holds_are_refused_not_cut() -> None:
    frame = pl.select(n=pl.int_range(2**20))
    with pytest.raises(BadTable, match=r"holds 1,048,575 rows .* write \.csv or \.parquet"):
        table_bytes(frame, ".xlsx")


def test_a_failed_write_leaves_the_old_table(folder: Path) -> None:
    path = file(folder, "old", "kept.csv")
    with pytest.raises(BadTable):
        write_table(pl.DataFrame({"a": [1]}), path.with_suffix(".xls"))
    (folder / "a-folder.csv").mkdir()
    with pytest.raises(FileTrouble, match="a folder or file is in the way"):
        write_table(pl.DataFrame({"a": [1]}), folder / "a-folder.csv")
    assert path.read_text() == "old"
    assert [p.name for p in folder.iterdir() if p.name.startswith(".comity")] == []


# --- CSV --------------------------------------------------------------------------------------


def test_cells_stay_text(folder: Path) -> None:
    path = file(folder, "a,b,c\n007,1.10,NA\n, x ,\n")
    assert read_table(path).rows() == [("007", "1.10", "NA"), ("", " x ", "")]


def test_quoted_separators_and_line_ends_stay_in_their_cell(folder: Path) -> None:
    text = '"Persons, total";country\n"1\n2";"a;b"\n3;"say ""no"""\n'
    frame = read_table(file(folder, text))
    assert frame.columns == ["Persons, total", "country"]
    assert frame.rows() == [("1\n2", "a;b"), ("3", 'say "no"')]


def test_rows_after_a_quoted_line_end_are_numbered_as_a_spreadsheet_does(folder: Path) -> None:
    path = file(folder, 'country,year,note\nUZB,2024,"two\nlines"\nTJK,20x4,\n')
    assert "row 3, column 'year': '20x4'" in refused(path, PEOPLE)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", " is empty; its first row must name the columns"),
        (b"\n\n", " is empty"),
        (b"\xef\xbb\xbf", " is empty"),
        (b" , \n,\n", " is empty"),
        (b"country,n\n", " has no rows below its heading; nothing was read"),
        (b"country,n\n\n , \n", " has no rows below its heading"),
        (b"\ncountry,n\nUZB,1\n", ", row 1 is blank; the first row must name the columns"),
        (b"n,n\n1,2\n", ", row 1: the heading 'n' stands more than once or is blank"),
        (b"n, n \n1,2\n", ", row 1: the heading 'n' stands more than once or is blank"),
        (b"country,\nUZB,1\n", ", row 1: the heading '' stands more than once or is blank"),
        (b"country,n\nUZB,1\nTJK\n", ", row 3: 1 cells where the heading has 2"),
        (b"country,n\nUZB,1\nTJK,1,234\n", ", row 3: 3 cells where the heading has 2"),
        (b"country,n\nUZB,1\n\nTJK,2\n", ", row 3: 0 cells where the heading has 2"),
        (b'country,n\nUZB,1\nTJK,"2\nAFG,3\n', ", row 3: the quotation marks do not close"),
        (b'country,n\nUZB,"1"2\n', ", row 2: the quotation marks do not close"),
        (b"country,n\nUZB,1\nC\xf4te d'Ivoire,2\n", ", row 3: a letter is not in UTF-8; save"),
        (b"pa\xeds,n\nUZB,1\n", ", row 1: a letter is not in UTF-8"),
        (b"country,n\nUZB,\x001\n", ", row 2: this is not a text table; save it as CSV in UTF-8"),
        (b"country,n\n" + b"UZB,1\n" * 2000 + b"TJK,\x00\n", ", row 2002: this is not a text"),
        ("country,n\nUZB,1\n".encode("utf-16-le"), ", row 1: this is not a text table"),
        ("country,n\nUZB,1\n".encode("utf-16") + b"x", ", row 3: a letter is not in UTF-16"),
        (b"\xff\xfe\x00\xd8\n\x00", ", row 1: a letter is not in UTF-16"),
        (b"PK\x03\x04\x14\x00\x06\x00", ", row 1: this is not a text table"),
    ],
)  # fmt: skip
def test_broken_csv_is_refused_in_its_row(folder: Path, data: bytes, says: str) -> None:
    assert refused(file(folder, data)).startswith(f"people.csv{says}")


def test_windows_1252_is_refused_in_the_first_row_that_has_an_accent(folder: Path) -> None:
    text = "country;year\nUzbekistan;2024\nTürkiye;2024\nCôte d'Ivoire;2024\n"
    sentence = refused(file(folder, text.encode("cp1252")), PEOPLE)
    assert sentence == "people.csv, row 3: a letter is not in UTF-8; save the file as CSV UTF-8."


def test_decimal_commas_are_refused_whether_quoted_or_not(folder: Path) -> None:
    quoted = file(folder, 'country;year;rate\nUZB;2024;1,5\n')  # fmt: skip
    assert "row 2, column 'rate': '1,5' is not a number with a point" in refused(quoted, PEOPLE)
    bare = file(folder, "country,year,rate\nUZB,2024,1,5\n")
    assert "row 2: 4 cells where the heading has 3" in refused(bare)


def test_namibia_and_not_reported_in_one_file(folder: Path) -> None:
    path = file(folder, "country,year,persons,rate\nNA,2024,NA,0\nZA,2024,0,..\n")
    tidy = conform(read_table(path), PEOPLE, path.name)
    kept = tidy.select("country", "persons", "rate").rows()
    assert kept == [("NAM", None, 0.0), ("ZAF", 0, None)]


def test_a_duplicate_is_refused_with_both_rows(folder: Path) -> None:
    path = file(folder, "country,year\nUZB,2024\nTJK,2024\nUzbekistan,2024\n")
    assert ", rows 2 and 4: both speak of country UZB, year 2024" in refused(path, PEOPLE)


def test_a_missing_column_is_refused_with_those_that_are_there(folder: Path) -> None:
    path = file(folder, "land,year\nUZB,2024\n")
    assert " has no column 'country'; its columns are: land, year." in refused(path, PEOPLE)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_a_table_or_one_sentence(folder: Path, data: bytes) -> None:
    path = file(folder, data, "anything.csv")
    try:
        frame = read_table(path)
    except BadTable as error:
        sentence = str(error)
    else:
        assert not frame.is_empty()
        return
    assert sentence.startswith("anything.csv")
    assert sentence.isprintable()


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_blank_first_heading_is_read_where_it_names_rows(folder: Path, ending: str) -> None:
    rows = [["", "UZB", "TJK"], ["UZB", "0", "1"]]
    data = book(rows) if ending == ".xlsx" else "\n".join(",".join(row) for row in rows)
    path = file(folder, data, f"square{ending}")
    assert "the heading '' stands" in refused(path)
    assert read_table(path, row_names=True).to_dicts() == [{"": "UZB", "UZB": "0", "TJK": "1"}]
    for heading in (",UZB,", "a,,TJK", ",UZB,UZB"):
        with pytest.raises(BadTable, match="stands more than once or is blank"):
            read_table(file(folder, f"{heading}\nUZB,0,1\n"), row_names=True)


# --- XLSX -------------------------------------------------------------------------------------


def test_a_workbook_as_people_keep_it(folder: Path) -> None:
    rows = [
        ["country", "year", "day", "persons", "rate", "note"],
        ["Uzbekistan", 2024, dt.date(2024, 7, 1), 1234567, 0.1, "x"],
        ["TJK", "2024", "2024-07-02", "NA", 1e-12, None],
        ["NA", 2024.0, None, 12.0, 1e20, True],
    ]
    path = file(folder, book(rows), "people.xlsx")
    tidy = conform(read_table(path), PEOPLE, path.name)
    kept = tidy.select("country", "year", "day", "persons", "rate", "note").rows()
    assert kept == [
        ("NAM", 2024, None, 12, 1e20, "true"),
        ("TJK", 2024, "2024-07-02", None, 1e-12, None),
        ("UZB", 2024, "2024-07-01", 1234567, 0.1, "x"),
    ]


def test_a_word_among_numbers_is_refused_not_dropped(folder: Path) -> None:
    """A reader that takes the type of most cells turns the letter O of 12O into nothing."""
    rows = [["country", "year", "persons"], ["UZB", 2024, 1], ["TJK", 2024, "12O"]]
    path = file(folder, book(rows), "people.xlsx")
    assert "row 3, column 'persons': '12O' is not a whole number" in refused(path, PEOPLE)


def test_a_blank_row_is_counted_and_refused(folder: Path) -> None:
    rows = [["country", "year"], ["UZB", 2024], [None, None], ["TJK", "20x4"]]
    path = file(folder, book(rows), "people.xlsx")
    assert "row 3, column 'country': the cell is empty" in refused(path, PEOPLE)
    rows[2] = ["AFG", 2024]
    path = file(folder, book(rows), "people.xlsx")
    assert "row 4, column 'year': '20x4'" in refused(path, PEOPLE)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_columns_that_are_blank_from_top_to_bottom_are_left_out(folder: Path, ending: str) -> None:
    """Spreadsheets often save a column or two beside the table, in which nothing stands."""
    rows = [["country", "", "year", " "], ["UZB", "", "2024", ""], ["TJK", " ", "2023", ""]]
    text = "\n".join(",".join(row) for row in rows)
    path = file(folder, text if ending == ".csv" else book(rows), f"people{ending}")
    assert read_table(path).to_dict(as_series=False) == {
        "country": ["UZB", "TJK"],
        "year": ["2024", "2023"],
    }
    rows[2][3] = "x"
    path = file(folder, "\n".join(",".join(row) for row in rows))
    assert "the heading '' stands more than once or is blank" in refused(path)


def test_a_workbook_with_a_cover_is_refused_by_its_sheet(folder: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        made.add_worksheet("Cover").write_string(0, 0, "Our figures")
        made.add_worksheet("Data").write_row(0, 0, ["country", "year"])
    sentence = refused(file(folder, buffer.getvalue(), "people.xlsx"))
    assert sentence == (
        "people.xlsx: its first sheet, 'Cover', has no rows below a heading; put the sheet with "
        "the table first (there is also 'Data')."
    )


def test_a_time_of_day_is_not_cut_off(folder: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet()
        moment = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["country", "year", "day"])
        sheet.write_row(1, 0, ["UZB", 2024])
        sheet.write_datetime(1, 2, dt.datetime.fromisoformat("2024-07-01T12:30"), moment)
    sentence = refused(file(folder, buffer.getvalue(), "people.xlsx"), PEOPLE)
    assert "column 'day': '2024-07-01 12:30:00' is not a day" in sentence


@pytest.mark.parametrize(
    ("rows", "first_row", "says"),
    [
        ([], 0, " is empty"),
        ([["country", "n"]], 0, " has no rows below its heading"),
        ([["country", "n"], [" ", None]], 0, " has no rows below its heading"),
        ([["country", "n"], ["UZB", 1]], 2, ", row 1 is blank; the first row must name"),
        ([["n", "n"], [1, 2]], 0, ", row 1: the heading 'n' stands more than once"),
        ([["country", None], ["UZB", 1]], 0, ", row 1: the heading '' stands more than once or is"),
        ([["country"], ["UZB", 1]], 0, ", row 1: the heading '' stands more than once or is blank"),
    ],
)
def test_broken_workbooks(folder: Path, rows: list[list[Any]], first_row: int, says: str) -> None:
    path = file(folder, book(rows, first_row), "people.xlsx")
    assert refused(path).startswith(f"people.xlsx{says}")


# --- Any single wrong cell, in every form -----------------------------------------------------

WRONG = {
    "country": ["Atlantis", "YUG", "QQ"],
    "year": ["24", "9999", "2024,0", "MMXXIV"],
    "month": ["2024-13", "05/2024"],
    "day": ["2023-02-30", "1.1.2024"],
    "persons": ["1,5", "1 000", "12O", "1e999"],
    "rate": ["1,5", "x", "1.2.3"],
}


@pytest.mark.parametrize("ending", FORMS)
@given(frame=tables(), data=st.data())
def test_any_single_wrong_cell_is_refused_naming_file_row_and_column(
    folder: Path, ending: str, frame: pl.DataFrame, data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, frame.height - 1))
    column = data.draw(st.sampled_from(sorted(WRONG)))
    wrong = data.draw(st.sampled_from(WRONG[column]))
    cells = [cell if n != row else wrong for n, cell in enumerate(frame[column].cast(pl.String))]
    path = folder / f"wrong{ending}"
    path.write_bytes(table_bytes(frame.with_columns(pl.Series(column, cells)), ending))
    sentence = refused(path, PEOPLE)
    assert sentence.startswith(f"wrong{ending}, row {row + 2}, column '{column}': '{wrong}' ")


# --- Damaged files ----------------------------------------------------------------------------


def dented(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few others in their place, or cut short."""
    damaged = bytearray(data)
    if chance.random() < 0.3:
        return bytes(damaged[: chance.randrange(len(damaged))])
    for _ in range(chance.choice([1, 3, 20])):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


@pytest.mark.parametrize(
    ("ending", "what"), [(".parquet", "a Parquet file"), (".xlsx", "an XLSX workbook")]
)
def test_a_damaged_file_is_refused_and_never_ends_the_process(
    folder: Path, ending: str, what: str
) -> None:
    frame = pl.DataFrame({"country": ["UZB", "TJK"] * 50, "n": list(range(100))})
    whole = table_bytes(frame, ending)
    chance = random.Random(7)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(80):
        path = file(folder, dented(whole, chance), f"damaged{ending}")
        try:
            read_table(path)
        except BadTable as error:
            outcomes["refused"] += 1
            message = str(error)
        else:
            outcomes["read"] += 1
            continue
        assert message.startswith(f"damaged{ending}")
    assert outcomes["refused"] > 40
    for nothing in (b"", b"not at all", whole[: len(whole) // 2]):
        sentence = refused(file(folder, nothing, f"damaged{ending}"))
        assert sentence == f"damaged{ending} cannot be read as {what}; save it again or export CSV."


@pytest.mark.parametrize("name", ["what?.parquet", "all*.parquet", "[a].parquet", "it's.parquet"])
def test_a_parquet_file_is_one_file_whatever_its_name(folder: Path, name: str) -> None:
    for other in ("whatx.parquet", "allx.parquet", "a.parquet"):
        write_table(pl.DataFrame({"n": [1]}), folder / other)
    write_table(pl.DataFrame({"n": [2]}), folder / name)
    assert read_table(folder / name).rows() == [("2",)]


@pytest.mark.parametrize("ending", READS)
def test_a_file_that_is_not_there_or_is_a_folder(folder: Path, ending: str) -> None:
    with pytest.raises(FileTrouble, match="there is no such file; check its name"):
        read_table(folder / f"nowhere{ending}")
    (folder / f"a-place{ending}").mkdir()
    with pytest.raises(FileTrouble, match="a folder or file is in the way"):
        read_table(folder / f"a-place{ending}")


_CELL = st.text(alphabet='a1é ,;\t\x0b\x1c\u2028"', max_size=3)


@given(st.lists(st.lists(_CELL, min_size=2, max_size=3), min_size=1, max_size=4), st.booleans())
def test_what_is_read_fast_is_what_is_read_cell_by_cell(rows: list[list[str]], dos: bool) -> None:
    line = "\r\n" if dos else "\n"
    text = line.join(["a,b", *(",".join(row) for row in rows)]) + line
    fast = sheets._even(text)
    if fast is None:
        return
    careful = sheets._ruled(Path("x.csv"), sheets._delimited(Path("x.csv"), text))
    assert_frame_equal(fast, careful)


def test_a_compressed_table_is_read_and_a_damaged_one_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = gzip.compress(b"country,n\nUZB,1\n")
    assert read_table(file(folder, packed, "t.csv.gz")).rows() == [("UZB", "1")]
    for broken in (packed[:-4], b"country,n\nUZB,1\n", packed[:12] + b"\xff" * 9):
        assert "unpacked" in refused(file(folder, broken, "t.csv.gz"))
    monkeypatch.setattr(sheets, "UNPACKED", 10)
    assert "holds more than" in refused(file(folder, packed, "t.csv.gz"))
