"""A user's file read as its scheme wants it; a slip is one sentence with file, row and column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NoReturn

import polars as pl

from comity.core.brought import MOST, OLDEST
from comity.core.errors import BadTable, shown
from comity.core.tables import Column, Schema, conform
from comity.core.templates import renumbered, without_comments

Row = dict[str, Any]
"""The cells of a row by column, and under `row` its number in the file."""

COUNTRY = Column("country", "place", "Country: its name or ISO 3166-1 alpha-3 code", also=("iso3",))
YEAR = Column("year", "year", "Year in which the rule was in force", minimum=OLDEST)
SOURCE = Column(
    "source", "text", "Where the answer is written: law, article, date, address", nullable=True
)


def read(
    table: pl.DataFrame, schema: Schema, file: str, *, planned: Collection[str] = ()
) -> list[Row]:
    """The rows of a file in their order, every cell checked; `planned` columns may lie ahead."""
    kept, numbers = without_comments(table)
    if kept.is_empty():
        raise BadTable(f"{file} has no rows below its heading; nothing was read.")
    try:
        tidy = conform(_spelled(kept, schema), replace(schema, key=()), file)
    except BadTable as error:
        raise renumbered(error, numbers) from error
    rows = [row | {"row": n} for n, row in zip(numbers, tidy.iter_rows(named=True), strict=True)]
    days = [column for column in schema.columns if column.type in ("year", "date")]
    for column in days:
        if column.name not in planned:
            _past(rows, column, file)
    return rows


def _spelled(table: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The table with codes in the spelling of their list, whatever case they are written in.

    >>> cells = pl.DataFrame({"area": ["Access to Justice", "other"]})
    >>> one = Schema("s", (Column("area", "text", allowed=("access_to_justice",)),))
    >>> _spelled(cells, one)["area"].to_list()
    ['access_to_justice', 'other']
    """
    lists = {column.name: {plain(c): c for c in column.allowed} for column in schema.columns}
    named = {name: lists.get(name.strip().lower().replace(" ", "_")) for name in table.columns}
    columns = [
        pl.Series(name, [cell and known.get(plain(cell), cell) for cell in table[name]], pl.String)
        for name, known in named.items()
        if known
    ]
    return table.with_columns(columns)


def plain(code: str) -> str:
    """A code without what people write differently: case, and marks between its words.

    >>> plain(" Not_applicable ")
    'not applicable'
    """
    return " ".join(code.replace("_", " ").casefold().split())


def _past(rows: Sequence[Row], column: Column, file: str) -> None:
    today = datetime.now(UTC).date()
    latest = today.year if column.type == "year" else today.isoformat()
    for row in rows:
        cell = row[column.name]
        if cell is not None and cell > latest:
            refuse(file, row, column.name, f"lies in the future (today is {today}); mend the date")


def refuse(file: str, row: Row, column: str, says: str) -> NoReturn:
    """Raise `BadTable` about one cell."""
    cell = row[column]
    quoted = "the cell" if cell in (None, "") else f"'{shown(cell)}'"
    raise BadTable(f"{file}, row {row['row']}, column '{column}': {quoted} {says}.")


def once(rows: Sequence[Row], key: Sequence[str], file: str, column: str) -> None:
    """Refuse two rows that answer the same; where their answers differ they contradict."""
    seen: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        known = tuple(row[name] for name in key)
        first = seen.setdefault(known, row)
        if first is not row:
            what = ", ".join(f"{name} {shown(row[name])}" for name in key if row[name] is not None)
            same = "says the same twice" if first[column] == row[column] else "is answered twice"
            raise BadTable(
                f"{file}, rows {first['row']} and {row['row']}, column '{column}': {what} {same} "
                f"('{shown(_cell(first[column]))}' and '{shown(_cell(row[column]))}'); keep one."
            )


def _cell(value: object) -> object:
    return "nothing" if value is None else value


def sourced(rows: Sequence[Row], answered: str, file: str, column: str = "source") -> None:
    """Refuse an answer that does not say where it is written."""
    for row in rows:
        if row[answered] is not None and not row[column]:
            refuse(file, row, column, "is empty; say where the answer is written")


def number(row: Row, column: str, file: str) -> float:
    """The number that a cell of text holds; raises `BadTable` where it holds none."""
    text = str(row[column] if row[column] is not None else "")
    try:
        value = float(text)
    except ValueError:
        refuse(file, row, column, "is not a number with a point, as in 12.5")
    if value != value or abs(value) == float("inf"):
        refuse(file, row, column, "is not a number with a point, as in 12.5")
    if abs(value) > MOST:
        refuse(file, row, column, f"is too large; numbers are at most {MOST:g}")
    return value


def day(text: str) -> date:
    """A day of a checked column.

    >>> day("2024-07-01").year
    2024
    """
    return date.fromisoformat(text)


def by_spell(rows: Sequence[Row]) -> dict[tuple[str, int], list[Row]]:
    """The rows of every country and year that a file speaks of, in order.

    >>> list(by_spell([{"country": "TJK", "year": 2024}, {"country": "KGZ", "year": 2024}]))
    [('KGZ', 2024), ('TJK', 2024)]
    """
    found: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        found.setdefault((row["country"], row["year"]), []).append(row)
    return dict(sorted(found.items()))
