"""A table that somebody brings: read once, held against its schema, and never stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from comity import __version__
from comity.core.errors import BadTable, shown
from comity.core.findings import SMALLEST_COUNT, Finding, Lineage, Source
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import places
from comity.core.sheets import read_table
from comity.core.tables import NOT_REPORTED, Column, Schema, conform
from comity.core.templates import renumbered, without_comments

TOO_FEW = Note(
    N_("withheld: fewer than {n} people, or would disclose such a count"), n=SMALLEST_COUNT
)
MOST, MOST_PEOPLE, LEAST = 1e15, 1e11, 1e-9
"""No amount is larger, no population, and no number above zero smaller; what is, is a slip."""

OLDEST = 1900

COMMAS_READ = N_("Commas were read as decimal points.")
_COMMA = r"^-?[0-9]+(,[0-9]+)?$"
_DECIMAL = r",([0-9]{1,2}|[0-9]{4,})$|^-?(0[0-9]*|[0-9]{4,}),"
"""A number whose comma cannot part thousands."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A table that was read, with its rows numbered as in the file and what to say about it."""

    name: str
    frame: pl.DataFrame
    numbers: tuple[int, ...]
    notes: tuple[str, ...]

    def rows(self) -> list[tuple[int, dict[str, Any]]]:
        """Every row with its number in the file."""
        return list(zip(self.numbers, self.frame.iter_rows(named=True), strict=True))

    def refuse(self, number: int, column: str, says: str) -> BadTable:
        """The sentence about one cell."""
        return BadTable(f"{self.name}, row {number}, column '{column}': {says}.")


def brought(
    path: Path, schema: Schema, must: Sequence[str] = (), *, data: bytes | None = None
) -> Brought:
    """Read a table that fits the schema; raises `BadTable` in one sentence where it does not.

    `data` are the bytes of a table that was sent instead of lying at `path`, its name.

    `must` are columns that have to be there, though single cells may be empty. Lines that begin
    with `#` are left out, columns that are not declared are named in a note. Decimal commas are
    read as points in a column of numbers where nothing else can be meant, and a note says so.
    """
    frame, numbers = without_comments(read_table(path, blank_rows=True, data=data))
    if frame.is_empty():
        raise BadTable(f"{path.name} has no row that is filled in; nothing was read.")
    heads = [_plain(name) for name in frame.columns]
    if lacking := [name for name in must if name not in heads]:
        raise BadTable(
            f"{path.name} has no column '{lacking[0]}'; its columns are: "
            f"{', '.join(map(shown, frame.columns))}. Rename the one that is meant."
        )
    chosen = {column.name for column in schema.columns if column.allowed}
    words = [name for name in frame.columns if _plain(name) in chosen]
    frame = frame.with_columns(pl.col(words).str.strip_chars().str.to_lowercase())
    frame, commas = _with_points(frame, schema)
    try:
        tidy = conform(frame, schema, path.name)
    except BadTable as error:
        raise renumbered(error, numbers) from error
    known = {_plain(name) for one in schema.columns for name in (one.name, *one.also)}
    unread = [name for name in frame.columns if _plain(name) not in known | {"comment"}]
    notes = [f"Columns that were not read: {', '.join(map(shown, unread))}."] if unread else []
    if commas:
        notes.append(f"{COMMAS_READ} Columns: {', '.join(map(shown, commas))}.")
    found = Brought(path.name, tidy, tuple(numbers), tuple(notes))
    _refuse_future(found)
    _refuse_tiny(found, [one.name for one in schema.columns if one.type == "number"])
    return found


def _with_points(frame: pl.DataFrame, schema: Schema) -> tuple[pl.DataFrame, list[str]]:
    """Numbers with decimal commas as numbers with points, and the headings of their columns.

    A column counts where no cell has a point or two commas, and one at least cannot be a number
    with a separator of thousands. `1,234` alone could be either, so it is left and refused.
    """
    known = {
        _plain(name)
        for one in schema.columns
        if one.type == "number"
        for name in (one.name, *one.also)
    }
    found = []
    for name in frame.columns:
        if _plain(name) in known:
            cells = frame[name].fill_null("").str.strip_chars()
            cells = cells.filter(~cells.is_in(list(NOT_REPORTED)))
            if cells.str.contains(_COMMA).all() and cells.str.contains(_DECIMAL).any():
                found.append(name)
    return frame.with_columns(pl.col(found).str.replace(",", ".", literal=True)), found


def _plain(heading: str) -> str:
    return heading.strip().lower().replace(" ", "_")


def _refuse_future(table: Brought) -> None:
    """No figure is of a year that lies ahead."""
    if "year" not in table.frame.columns:
        return
    today = date.today().year
    for number, row in table.rows():
        if row["year"] is not None and row["year"] > today:
            raise table.refuse(number, "year", f"{row['year']} lies ahead; write the year it is of")


def _refuse_tiny(table: Brought, columns: Sequence[str]) -> None:
    """Dividing by a number next to nothing tells nothing, and may not be possible."""
    for number, row in table.rows():
        for name in columns:
            if row[name] and abs(row[name]) < LEAST:
                raise table.refuse(number, name, f"{row[name]:g} is too small a number; mend it")


def refuse_doubles(table: Brought, key: Sequence[str]) -> None:
    """Raise where two rows speak of the same thing, with both of their numbers."""
    seen: dict[tuple[Any, ...], int] = {}
    for number, row in table.rows():
        what = tuple(row[name] for name in key)
        if what in seen:
            told = ", ".join(f"{name} {row[name]}" for name in key if row[name] is not None)
            raise BadTable(
                f"{table.name}, rows {seen[what]} and {number}: both speak of {told}; keep one."
            )
        seen[what] = number


def text(name: str, *, optional: bool = True) -> Column:
    """A column of words."""
    return Column(name, "text", nullable=optional)


def choice(name: str, allowed: Sequence[str], *, optional: bool = True) -> Column:
    """A column of known words."""
    return Column(name, "text", nullable=optional, allowed=tuple(allowed))


def amount(name: str, *, optional: bool = False, least: float = 0, most: float = MOST) -> Column:
    """A column of numbers that are not below zero, nor larger than any that is meant."""
    return Column(name, "number", nullable=optional, minimum=least, maximum=most)


def own_source(name: str) -> Source:
    """A file of one's own, as it is cited: it was read today and is nowhere kept."""
    short = f"own file {name}"
    return Source(_slug(name), date.today(), short, f"A file of one's own: {name}.", "own", "")


def _slug(name: str) -> str:
    return "own_" + re.sub(r"\W+", "_", name.rsplit(".", 1)[0].lower()).strip("_")


def own_finding(
    name: str,
    country: str,
    year: int,
    measure: str,
    value: float | None,
    method: str,
    *,
    withheld: bool = False,
    about: tuple[tuple[str, str], ...] = (),
) -> Finding:
    """A number worked out from a file of one's own, as a finding with its lineage."""
    return Finding(
        places()[country],
        measure,
        Period.year(year),
        None if withheld else value,
        Lineage((own_source(name),), method, __version__),
        about=about,
        status="withheld" if withheld else "derived",
        note=TOO_FEW if withheld else "",
    )


def small(number: float | None) -> bool:
    """Whether a count of people is withheld: from one to four."""
    return number is not None and 0 < number < SMALLEST_COUNT
