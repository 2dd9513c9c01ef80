"""Tables as people keep them: CSV, XLSX and Parquet read with row numbers, and written whole."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import polars as pl

from comity.core.errors import BadTable
from comity.core.files import explained, read_whole, write_whole

READS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
WRITES = (".csv", ".json", ".parquet", ".xlsx")


def read_table(path: Path) -> pl.DataFrame:
    """A table from a CSV, XLSX or Parquet file; cells of CSV are text.

    Raises `BadTable` (broken file, no rows, uneven rows, repeated headings) and `FileTrouble`.
    """
    ending = path.suffix.lower()
    if ending not in READS:
        raise BadTable(
            f"{path.name}: Comity reads {', '.join(READS)}; save the table as one of them."
        )
    data = read_whole(path)
    if ending == ".parquet":
        frame = _foreign(path, "a Parquet file", lambda: pl.read_parquet(io.BytesIO(data)))
    elif ending == ".xlsx":
        frame = _foreign(path, "an XLSX workbook", lambda: _workbook(data))
    else:
        frame = _delimited(path, data)
    if frame.is_empty():
        raise BadTable(f"{path.name} has no rows below its heading; nothing was read.")
    return frame


def _foreign(path: Path, what: str, read: Any) -> pl.DataFrame:
    try:
        frame: pl.DataFrame = read()
    except Exception as error:  # the readers of both formats raise a dozen kinds of their own
        raise BadTable(
            f"{path.name} cannot be read as {what}; save it again or export CSV."
        ) from error
    return frame


def _workbook(data: bytes) -> pl.DataFrame:
    frame = pl.read_excel(io.BytesIO(data), infer_schema_length=None)
    return frame.filter(~pl.all_horizontal(pl.all().is_null()))


def _delimited(path: Path, data: bytes) -> pl.DataFrame:
    text = _text(path, data)
    heading = text.split("\n", 1)[0]
    mark = max(",;\t|", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        rows = [row for row in reader]
    except csv.Error as error:
        raise BadTable(
            f"{path.name}, row {reader.line_num}: the quotation marks do not close ({error}); "
            "mend the row."
        ) from error
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise BadTable(f"{path.name} is empty; its first row must name the columns.")
    names = [cell.strip() for cell in rows[0]]
    if doubled := sorted({name for name in names if names.count(name) > 1 or not name}):
        raise BadTable(
            f"{path.name}, row 1: the heading '{doubled[0]}' stands more than once or is blank; "
            "give every column a name of its own."
        )
    body = rows[1:]
    while body and not any(cell.strip() for cell in body[-1]):
        body.pop()
    for number, row in enumerate(body, start=2):
        if len(row) != len(names):
            raise BadTable(
                f"{path.name}, row {number}: {len(row)} cells where the heading has {len(names)}; "
                "look for a missing or unquoted separator."
            )
    columns = zip(*body, strict=True) if body else [()] * len(names)
    return pl.DataFrame(
        {name: list(cells) for name, cells in zip(names, columns, strict=True)},
        schema=dict.fromkeys(names, pl.String),
    )


def _text(path: Path, data: bytes) -> str:
    if b"\x00" in data[:4096]:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16", errors="replace")
        raise BadTable(f"{path.name} is not a text table; save it as CSV in UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise BadTable(
            f"{path.name}, row {row}: a letter is not in UTF-8; save the file as CSV UTF-8."
        ) from error


def table_bytes(frame: pl.DataFrame, ending: str) -> bytes:
    """The table in the form of a file ending; raises `BadTable` for an ending it does not write."""
    if ending not in WRITES:
        raise BadTable(f"Comity writes tables as {', '.join(WRITES)}, not as '{ending}'.")
    buffer = io.BytesIO()
    match ending:
        case ".csv":
            frame.write_csv(buffer)
        case ".parquet":
            frame.write_parquet(buffer, compression="zstd")
        case ".xlsx":
            frame.write_excel(buffer, autofit=True)
        case ".json":
            plain = json.dumps(frame.to_dicts(), ensure_ascii=False, indent=1, default=str)
            buffer.write(plain.encode())
    return buffer.getvalue()


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write the table whole, in the form that the file's ending names."""
    data = table_bytes(frame, path.suffix.lower())
    with explained(path, "write"):
        write_whole(path, data)
