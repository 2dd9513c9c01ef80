"""Tables as people keep them: CSV, XLSX and Parquet read with row numbers, and written whole."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from comity.core.errors import BadTable, shown
from comity.core.files import explained, read_whole, write_whole

if TYPE_CHECKING:
    from fastexcel import ExcelReader

READS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".csv.gz")
WRITES = (".csv", ".json", ".parquet", ".xlsx")
WORKBOOK_ROWS = 1_048_575
"""The rows that one sheet of a workbook holds below its heading."""

UNPACKED = 1 << 29
"""The bytes that a compressed table may hold."""

MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""When workbooks say they were made: always the same, so that one table gives the same bytes."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_table(
    path: Path, *, row_names: bool = False, blank_rows: bool = False, data: bytes | None = None
) -> pl.DataFrame:
    """A table from a CSV, XLSX or Parquet file; its cells are text, as they are written there.

    With `data` they are what was sent under that name, which is on no disk; Parquet is not sent so.

    With `row_names` the first heading may be blank, as pandas and R write names of rows; with
    `blank_rows` an empty line of a CSV file is a row of empty cells, and no uneven row.
    Raises `BadTable` (broken file, no rows, uneven rows, repeated headings) and `FileTrouble`.
    """
    ending = _ending(path)
    if ending not in READS:
        raise BadTable(
            f"{path.name}: Comity reads {', '.join(READS)}; save the table as one of them."
        )
    if data is not None and ending == ".parquet":
        raise BadTable(f"{path.name}: send the table as .csv or .xlsx.")
    data = read_whole(path) if data is None else data
    if ending == ".parquet":
        frame = _parquet(path)
    elif ending == ".xlsx":
        rows, others = _workbook(path, data)
        if others and sum(any(cell.strip() for cell in row) for row in rows) < 2:
            raise BadTable(
                f"{path.name}: its first sheet, '{shown(others[0])}', has no rows below a heading; "
                f"put the sheet with the table first (there is also '{shown(others[1])}')."
            )
        frame = _ruled(path, rows, row_names=row_names)
    else:
        text = _text(path, _unpacked(path, data) if ending == ".csv.gz" else data)
        even = _even(text)
        if even is None:
            rows = _delimited(path, text)
            if blank_rows:
                rows = [row or [""] * len(rows[0]) for row in rows]
            even = _ruled(path, rows, row_names=row_names)
        frame = even
    if frame.is_empty():
        raise BadTable(f"{path.name} has no rows below its heading; nothing was read.")
    return frame


def _ending(path: Path) -> str:
    """The ending of a file's name, with the one before it where the file is compressed."""
    last = path.suffix.lower()
    return path.with_suffix("").suffix.lower() + last if last == ".gz" else last


def _unpacked(path: Path, data: bytes) -> bytes:
    """What a compressed file holds, up to `UNPACKED` bytes, for a small file may hide much."""
    try:
        with gzip.open(io.BytesIO(data)) as file:
            found = file.read(UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadTable(
            f"{path.name} cannot be unpacked; compress it again, or bring the CSV file itself."
        ) from error
    if len(found) > UNPACKED:
        raise BadTable(
            f"{path.name} holds more than {UNPACKED // 2**20:,} MB; bring it as a Parquet file."
        )
    return found


def _parquet(path: Path) -> pl.DataFrame:
    """Read by DuckDB, which refuses a damaged file where Polars may end the whole process."""
    import duckdb

    literal = glob_free(path).replace("'", "''")
    try:
        with duckdb.connect(
            ":memory:",
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False},
        ) as connection:
            cursor = connection.execute(
                f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet('{literal}')"
            )
            names = [column[0] for column in cursor.description or ()]
            rows = cursor.fetchall()
    except (duckdb.Error, RuntimeError, UnicodeError) as error:
        raise BadTable(
            f"{path.name} cannot be read as a Parquet file; save it again or export CSV."
        ) from error
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def glob_free(path: Path) -> str:
    """The path as DuckDB takes it for one file, though it may hold `*`, `?` or `[`.

    >>> glob_free(Path("what?.parquet"))
    'what[?].parquet'
    """
    return re.sub(r"([*?[])", r"[\1]", str(path))


def _workbook(path: Path, data: bytes) -> tuple[list[list[str]], list[str]]:
    """The first sheet from its first row on; the names of all sheets where there are several."""
    import fastexcel

    try:
        book = fastexcel.read_excel(data)
        return cells_of(book, 0), book.sheet_names if len(book.sheet_names) > 1 else []
    except Exception as error:  # the reader raises a dozen kinds of its own
        raise BadTable(
            f"{path.name} cannot be read as an XLSX workbook; save it again or export CSV."
        ) from error


def cells_of(book: ExcelReader, sheet: int | str) -> list[list[str]]:
    """A sheet of a workbook as text; numbers with all their digits, days without hours."""
    as_text, as_number = (
        book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=kind).to_polars().rows()
        for kind in ("string", "float")
    )
    return [
        [_cell(text, number) for text, number in zip(texts, numbers, strict=True)]
        for texts, numbers in zip(as_text, as_number, strict=True)
    ]


def _cell(text: str | None, number: float | None) -> str:
    if text is None:
        return ""
    if number is not None and re.fullmatch(r"-?\d+(\.\d+)?", text) and float(text) != number:
        return repr(number)  # the reader rounds numbers to nine decimals when it writes them out
    return text.removesuffix(" 00:00:00")


def _even(text: str) -> pl.DataFrame | None:
    """A table without any quotation mark in which every row is like the heading, read fast.

    None for every other, which is then read cell by cell, so that its faults are named by row.
    """
    plain = text.replace("\r\n", "\n").removesuffix("\n")
    lines = plain.split("\n")
    mark = _mark(lines[0])
    cells = lines[0].count(mark)
    if not cells or '"' in plain or "\r" in plain or any(n.count(mark) != cells for n in lines):
        return None
    names = [name.strip() for name in lines[0].split(mark)]
    blank = not lines[-1].replace(mark, "").strip()
    if blank or len({*names} - {""}) < len(names) or len(lines) == 1:
        return None
    split = pl.Series(lines[1:], dtype=pl.String).str.split_exact(mark, cells).struct.unnest()
    return split.rename(dict(zip(split.columns, names, strict=True)))


def _mark(heading: str) -> str:
    return max(",;\t|", key=heading.count)


def _delimited(path: Path, text: str) -> list[list[str]]:
    mark = _mark(re.sub(r'"[^"]*"', "", text.split("\n", 1)[0]))
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise BadTable(
            f"{path.name}, row {len(rows) + 1}: the quotation marks do not close ({error}); "
            "mend the row."
        ) from error
    return rows


def _text(path: Path, data: bytes) -> str:
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="replace")
        raise BadTable(
            f"{path.name}, row {before.count(chr(10)) + 1}: a letter is not in "
            f"{encoding.upper().removesuffix('-SIG')}; save the file as CSV UTF-8."
        ) from error
    if "\x00" in text:
        row = text[: text.index("\x00")].count("\n") + 1
        raise BadTable(
            f"{path.name}, row {row}: this is not a text table; save it as CSV in UTF-8."
        )
    return text


def _ruled(path: Path, rows: Sequence[list[str]], *, row_names: bool = False) -> pl.DataFrame:
    """A table from rows of cells, of which the first names the columns.

    Columns that are blank from top to bottom are left out: spreadsheets often write such.
    """
    filled = [number for number, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if not filled:
        raise BadTable(f"{path.name} is empty; its first row must name the columns.")
    if filled[0] > 0:
        raise BadTable(f"{path.name}, row 1 is blank; the first row must name the columns.")
    names = [cell.strip() for cell in rows[0]]
    body = rows[1 : filled[-1] + 1]
    kept = [
        at
        for at, name in enumerate(names)
        if name or at < row_names or any(row[at].strip() for row in body if at < len(row))
    ]
    named = [names[at] for at in kept]
    blank = named[1:] if row_names else named
    if doubled := sorted({n for n in named if named.count(n) > 1} | ({""} & {*blank})):
        raise BadTable(
            f"{path.name}, row 1: the heading '{shown(doubled[0])}' stands more than once or is "
            "blank; give every column a name of its own."
        )
    for number, row in enumerate(body, start=2):
        if len(row) != len(names):
            raise BadTable(
                f"{path.name}, row {number}: {len(row)} cells where the heading has {len(names)}; "
                "look for a missing or unquoted separator."
            )
    if len(kept) < len(names):
        body = [[row[at] for at in kept] for row in body]
    return pl.DataFrame(body, schema=dict.fromkeys(named, pl.String), orient="row")


def table_bytes(frame: pl.DataFrame, ending: str) -> bytes:
    """The table in the form of a file ending; raises `BadTable` for an ending it does not write."""
    if ending not in WRITES:
        raise BadTable(f"Comity writes tables as {', '.join(WRITES)}, not as '{ending}'.")
    if ending == ".xlsx" and frame.height > WORKBOOK_ROWS:
        raise BadTable(
            f"A workbook holds {WORKBOOK_ROWS:,} rows and this table has {frame.height:,}; write "
            ".csv or .parquet."
        )
    buffer = io.BytesIO()
    match ending:
        case ".csv":
            frame.write_csv(buffer)
        case ".parquet":
            frame.write_parquet(buffer, compression="zstd")
        case ".xlsx":
            buffer.write(workbook_bytes({"Sheet1": frame}))
        case ".json":
            plain = json.dumps(frame.to_dicts(), ensure_ascii=False, indent=1, default=str)
            buffer.write(plain.encode())
    return buffer.getvalue()


def workbook_bytes(tables: Mapping[str, pl.DataFrame]) -> bytes:
    """A workbook with one sheet a table, under the names given; the same bytes every time."""
    import xlsxwriter

    buffer = io.BytesIO()
    plain = {"strings_to_urls": False, "strings_to_formulas": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, plain) as book:
        book.set_properties({"created": MADE})
        for name, frame in tables.items():
            frame.write_excel(book, name, autofit=True)
    return buffer.getvalue()


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write the table whole, in the form that the file's ending names."""
    data = table_bytes(frame, path.suffix.lower())
    with explained(path, "write"):
        write_whole(path, data)
