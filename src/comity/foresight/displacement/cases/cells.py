"""The cells of a case's files: rows with their numbers, and sentences on what cannot be read.

FLEE's headings begin with `#` or are missing, so columns are known by where they stand.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

from comity.core.errors import BadTable
from comity.core.files import read_whole

__all__ = ["MOST_PEOPLE", "Row", "day_in", "rows_of"]

MOST_PEOPLE = 10_000_000_000
"""More people than live are a slip of the pen; whole numbers would run over some way beyond."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file, with the number it has there; cells are stripped of blanks."""

    file: str
    number: int
    cells: tuple[str, ...]

    @property
    def is_remark(self) -> bool:
        """Whether the row is a heading or a remark, as `#` says."""
        return self.cells[0].startswith("#")

    def text(self, column: int) -> str:
        """The text of a cell; empty where the row is too short."""
        return self.cells[column] if column < len(self.cells) else ""

    def name(self, column: int, heading: str) -> str:
        """The text of a cell that may not be empty."""
        text = self.text(column)
        if not text:
            self.refuse(heading, "is empty; write a name there")
        return text

    def number_in(self, column: int, heading: str, default: float | None = None) -> float:
        """The number of a cell; `default` where it is empty."""
        text = self.text(column)
        if not text and default is not None:
            return default
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.refuse(heading, f"has '{text}', which is no number; write it in digits")
        return number

    def whole(self, column: int, heading: str, default: int | None = None) -> int:
        """The whole number of a cell; `default` where it is empty."""
        number = self.number_in(column, heading, default)
        if number != int(number):
            self.refuse(heading, f"has '{self.text(column)}', which is no whole number; round it")
        return int(number)

    def people(self, column: int, heading: str, default: int | None = None) -> int:
        """The number of people of a cell, or of places for them; `default` where it is empty."""
        number = self.whole(column, heading, default)
        if number > MOST_PEOPLE:
            self.refuse(
                heading,
                f"has {self.text(column)} people; write {MOST_PEOPLE:,} at most, in whole people",
            )
        return number

    def day(self, column: int, heading: str) -> date:
        """The date of a cell, written as 2015-05-01."""
        found = day_in(self.text(column))
        if found is None:
            self.refuse(
                heading, f"has '{self.text(column)}', which is no date; write it as 2015-05-01"
            )
        return found

    def refuse(self, heading: str, what: str) -> NoReturn:
        """Say what is wrong with a cell."""
        raise BadTable(f"{self.file}, row {self.number}, column {heading}, {what}.")


def day_in(text: str) -> date | None:
    """The date that a text writes, or None.

    >>> day_in("2012-2-29")
    datetime.date(2012, 2, 29)
    """
    parts = text.split("-")
    try:
        year, month, day = map(int, parts)
        return date(year, month, day) if len(parts[0]) == 4 else None
    except ValueError:
        return None


def rows_of(path: Path, folder: Path) -> list[Row]:
    """The rows of a file that hold anything; named in sentences as seen from `folder`.

    Raises `BadTable` (not a text table) and `FileTrouble` (cannot be read).
    """
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    text = io.StringIO(_text(name, read_whole(path)), newline="")
    reader = csv.reader(text, skipinitialspace=True)
    rows: list[Row] = []
    for cells in reader:
        if any("\n" in cell for cell in cells):
            raise BadTable(
                f"{name}, row {reader.line_num}: quotation marks open in a row before it and do "
                "not close there; mend that row."
            )
        if any(cell.strip() for cell in cells):
            rows.append(Row(name, reader.line_num, tuple(cell.strip() for cell in cells)))
    return rows


def _text(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise BadTable(
            f"{name}, row {row}: a letter is not in UTF-8; save the file as CSV UTF-8."
        ) from error
    if "\x00" in text:
        row = text[: text.index("\x00")].count("\n") + 1
        raise BadTable(f"{name}, row {row}: this is not a text table; save it as CSV in UTF-8.")
    return text
