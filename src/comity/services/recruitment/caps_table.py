"""Reading a dated table of legal limits and minimum wages: from a file, a form, or the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from comity.core.brought import Brought, amount, brought, choice, text
from comity.core.currencies import NO_CURRENCY, currency
from comity.core.errors import ComityError, shown
from comity.core.places import Place, find_place
from comity.core.tables import Column, Schema
from comity.core.templates import Field, Template
from comity.evidence.indicators import exact
from comity.evidence.reading import Evidence
from comity.services.recruitment.caps import KINDS, MONTHS, TOTAL, Cap, CapTable, Kind
from comity.services.recruitment.items import item

DATASET = "recruitment_caps"
"""What a table of one's own is called in the store, where it was added (`comity data add`)."""

_MOST_ROWS = 5000


def _day(name: str, *, optional: bool = True) -> Column:
    return Column(name, "date", nullable=optional)


_SCHEMA = Schema(
    DATASET,
    (
        choice("kind", KINDS, optional=False),
        text("origin"),
        text("destination"),
        text("occupation"),
        text("item"),
        amount("amount"),
        text("unit", optional=False),
        _day("valid_from"),
        _day("valid_to"),
        text("source", optional=False),
        _day("as_of", optional=False),
        text("note"),
    ),
)

TEMPLATE = Template(
    "recruitment-caps",
    "What the law lets a worker be asked for, and minimum wages, by corridor",
    (
        Field(
            "kind", "cap (the most that may be asked for an item) or minimum_wage (a month)", "cap"
        ),
        Field(
            "origin",
            "where the worker comes from, by code or name; empty means everywhere",
            "NPL",
            optional=True,
        ),
        Field("destination", "where the job is; empty means everywhere", "QAT", optional=True),
        Field(
            "occupation",
            "the occupation in the words of the law; empty means all",
            "domestic work",
            optional=True,
        ),
        Field(
            "item",
            "an item of 'comity services recruitment items', or total; empty for a minimum wage",
            "agency",
            optional=True,
        ),
        Field(
            "amount", "the most that may be asked; 0 where nothing may; or the least wage", "10000"
        ),
        Field("unit", "a currency by its three letters, or months (of wages)", "NPR"),
        Field(
            "valid_from",
            "the first day on which it holds; empty where that is not known",
            "2015-07-06",
            optional=True,
        ),
        Field("valid_to", "the last day; empty while it holds", "", optional=True),
        Field("source", "the law or notice, and where it was read", "Notice of a ministry"),
        Field("as_of", "the day on which somebody read the source", "2026-01-15"),
        Field("note", "what else a reader should know", "", optional=True),
    ),
)


def read(path: Path, *, data: bytes | None = None) -> CapTable:
    """The table of a file (or of bytes that came with a form); raises `BadTable` for a bad row."""
    table = brought(path, _SCHEMA, data=data)
    if table.frame.height > _MOST_ROWS:
        raise ComityError(f"{path.name} has more than {_MOST_ROWS:,} rows; send a part of them.")
    found = [(number, _cap(table, number, row)) for number, row in table.rows()]
    _refuse_contradictions(table, found)
    return CapTable(table.name, tuple(one for _, one in found), table.notes)


def held(evidence: Evidence) -> CapTable | None:
    """The table in the store, where somebody added one under this name; else None."""
    if not evidence.holds(DATASET):
        return None
    import polars as pl

    from comity.core.sheets import table_bytes

    rows = evidence.query(f"SELECT * FROM {DATASET}")
    frame = pl.DataFrame([{name: _written(cell) for name, cell in row.items()} for row in rows])
    return read(Path(f"{DATASET}.csv"), data=table_bytes(frame, ".csv"))


def _written(cell: object) -> str:
    return "" if cell is None else str(cell)


def _cap(table: Brought, number: int, row: dict[str, Any]) -> Cap:
    kind: Kind = row["kind"]
    ends = {name: _place(table, number, name, row[name]) for name in ("origin", "destination")}
    if kind == "minimum_wage" and not ends["destination"]:
        raise table.refuse(number, "destination", "a minimum wage is that of a country; name it")
    if kind == "cap" and not any(ends.values()):
        raise table.refuse(number, "origin", "name an origin or a destination; laws are of states")
    start, end = (_read_day(table, number, name, row) for name in ("valid_from", "valid_to"))
    if start and end and start > end:
        raise table.refuse(number, "valid_to", f"{end} is before {start}; exchange the two")
    as_of = _read_day(table, number, "as_of", row)
    if as_of is None or as_of > date.today():
        raise table.refuse(number, "as_of", "lies ahead; write the day on which it was read")
    return Cap(
        kind,
        ends["origin"].code if ends["origin"] else "",
        ends["destination"].code if ends["destination"] else "",
        row["occupation"] or "",
        _what(table, number, kind, row["item"]),
        exact(row["amount"]),
        _unit(table, number, kind, row["unit"]),
        start,
        end,
        row["source"],
        as_of,
        row["note"] or "",
    )


def _place(table: Brought, number: int, column: str, written: str | None) -> Place | None:
    if not written:
        return None
    try:
        return find_place(written)
    except ComityError as error:
        raise table.refuse(number, column, str(error).rstrip(".?")) from error


def _read_day(table: Brought, number: int, column: str, row: dict[str, Any]) -> date | None:
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError as error:
        says = f"'{row[column]}' is no day of the calendar; write one as in 2026-01-15"
        raise table.refuse(number, column, says) from error


def _what(table: Brought, number: int, kind: Kind, written: str | None) -> str:
    if kind == "minimum_wage":
        if written:
            raise table.refuse(number, "item", "a minimum wage is of no item; leave the cell empty")
        return ""
    if not written:
        raise table.refuse(number, "item", f"is empty; name an item, or {TOTAL}")
    if written.strip().casefold() == TOTAL:
        return TOTAL
    try:
        found = item(written)
    except ComityError as error:
        raise table.refuse(number, "item", str(error).rstrip(".?")) from error
    if found.rule == "never":
        raise table.refuse(
            number,
            "item",
            f"nobody may ask for '{found.code}', so it has no cap; leave the row out",
        )
    return found.code


def _unit(table: Brought, number: int, kind: Kind, written: str) -> str:
    if kind == "cap" and written.strip().casefold() == MONTHS:
        return MONTHS
    found = currency(written)
    if found is None:
        raise table.refuse(number, "unit", f"'{shown(written)}' {NO_CURRENCY}")
    return found


def _refuse_contradictions(table: Brought, found: Sequence[tuple[int, Cap]]) -> None:
    """Raise where two rows hold for the same people on the same day and begin on the same day."""
    seen: dict[tuple[object, ...], int] = {}
    for number, one in found:
        key = (
            one.kind,
            one.origin,
            one.destination,
            one.occupation.casefold(),
            one.item,
            one.valid_from,
        )
        if key in seen:
            says = f"row {seen[key]} speaks of the same people from the same day; keep one"
            raise table.refuse(number, "amount", says)
        seen[key] = number
