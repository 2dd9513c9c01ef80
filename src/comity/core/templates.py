"""Tables to fill in: the columns of each, what stands in them, an example.

A template is a small table to fill in. Lines that begin with `#` explain; whoever reads such a file
leaves them out (`without_comments`), so that they can stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from comity.core.errors import BadTable, shown
from comity.core.sheets import table_bytes, workbook_bytes

WRITES = (".csv", ".xlsx")
COMMENT = "#"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: what stands in it, an example of a cell, and whether it may be left out."""

    name: str
    description: str
    example: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A table to fill in; `rows` are written in advance, their cells by the name of the column."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[Mapping[str, str], ...] = ()

    @property
    def names(self) -> list[str]:
        """The columns in order."""
        return [field.name for field in self.fields]

    def filled(self) -> pl.DataFrame:
        """The heading with the rows written in advance."""
        rows = [[row.get(name) or None for name in self.names] for row in self.rows]
        return pl.DataFrame(rows, schema=dict.fromkeys(self.names, pl.String), orient="row")

    def explained(self) -> pl.DataFrame:
        """A row a column: what it is for."""
        rows = [(f.name, _needed(f), f.description, f.example) for f in self.fields]
        names = ("column", "needed", "description", "example")
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    def as_json(self) -> dict[str, object]:
        """The template as plain data."""
        return {
            "name": self.name,
            "title": self.title,
            "columns": [
                {
                    "name": f.name,
                    "needed": not f.optional,
                    "description": f.description,
                    "example": f.example,
                }
                for f in self.fields
            ],
        }


def template_bytes(one: Template, ending: str) -> bytes:
    """The template as a file to fill in: CSV with comments, or a workbook with a second sheet."""
    if ending == ".xlsx":
        return workbook_bytes({"To fill in": one.filled(), "About": one.explained()})
    if ending != ".csv":
        raise BadTable(f"A template is written as {' or '.join(WRITES)}, not as '{shown(ending)}'.")
    return table_bytes(pl.concat([_comments(one), one.filled()]), ending)


def _comments(one: Template) -> pl.DataFrame:
    """What the columns are for, and a row as an example, as lines that are not read."""
    empty: dict[str, str | None] = dict.fromkeys(one.names)
    told = [f"{COMMENT} {f.name} ({_needed(f)}): {f.description}" for f in one.fields]
    heading = [f"{COMMENT} {one.title}: lines that begin with {COMMENT} are not read", *told]
    rows = [empty | {one.names[0]: line} for line in [*heading, f"{COMMENT} an example:"]]
    example: dict[str, str | None] = {f.name: f.example or None for f in one.fields}
    example[one.names[0]] = f"{COMMENT} {one.fields[0].example}"
    return pl.DataFrame([*rows, example], schema=dict.fromkeys(one.names, pl.String))


def _needed(field: Field) -> str:
    return "may be left out" if field.optional else "needed"


def without_comments(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[int]]:
    """The rows that do not begin with `#` and are not blank, and which rows of the file they are.

    >>> without_comments(pl.DataFrame({"year": ["# a year", "2024"]}))[1]
    [3]
    """
    first = pl.col(frame.columns[0]).fill_null("").str.strip_chars()
    numbered = frame.with_row_index("_row", offset=2)
    filled = pl.any_horizontal(pl.all().fill_null("").str.strip_chars() != "")
    kept = numbered.filter(~first.str.starts_with(COMMENT), frame.select(filled).to_series())
    return kept.drop("_row"), kept["_row"].to_list()


def renumbered(error: BadTable, rows: Sequence[int]) -> BadTable:
    """The same complaint with the rows of the file, where lines of comments were left out.

    >>> str(renumbered(BadTable("a.csv, row 2, column 'year': empty."), [9]))
    "a.csv, row 9, column 'year': empty."
    """

    def moved(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: str(rows[int(n[0]) - 2]), found[0])

    return BadTable(re.sub(r", rows? \d+( and \d+)?", moved, str(error), count=1))
