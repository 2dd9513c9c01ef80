"""What readers of published files share: columns that must be there, and rows refused by number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import polars as pl

from comity.core.errors import BadTable, UnknownPlace, shown
from comity.core.places import find_place, special_code


def needs(frame: pl.DataFrame, columns: Iterable[str], file: str, what: str) -> None:
    """Refuse a file that lacks a column of the published form."""
    for name in columns:
        if name not in frame.columns:
            raise BadTable(
                f"{file} has no column '{name}', so it is not {what}; bring the file as it was "
                "published."
            )


def refuse(bad: pl.Series, cells: pl.Series, file: str, says: str, *, first_row: int = 2) -> None:
    """Raise at the first row that `bad` marks, numbered as in a spreadsheet."""
    rows = bad.fill_null(value=False).arg_true()
    if len(rows) == 0:
        return
    value = cells[int(rows[0])]
    quoted = "the cell" if value in (None, "") else f"'{shown(str(value))}'"
    more = f" ({len(rows) - 1} more such rows)" if len(rows) > 1 else ""
    raise BadTable(
        f"{file}, row {int(rows[0]) + first_row}, column '{cells.name}': {quoted} {says}{more}."
    )


def not_ahead(
    days: pl.Series, file: str, released: date | None = None, *, first_row: int = 2
) -> None:
    """Refuse years, or days as in 2024-07-01, in the future or after the file was released.

    >>> not_ahead(pl.Series("snapshot", ["2024-07-02"]), "a.csv", date(2024, 7, 2))
    """
    today = datetime.now(UTC).date()
    last = min(today, released or today).isoformat()
    says = "lies in the future; correct it, or leave the row out"
    refuse(_after(days, today.isoformat()), days, file, says, first_row=first_row)
    says = (
        f"lies after {last}, on which the file is said to have become public; correct it, or give "
        "another vintage"
    )
    refuse(_after(days, last), days, file, says, first_row=first_row)


def _after(days: pl.Series, last: str) -> pl.Series:
    return days.str.slice(0, len(last)) > last


def coded(
    cells: pl.Series,
    file: str,
    former: Sequence[str] = (),
    called: dict[str, str] | None = None,
    *,
    first_row: int = 2,
) -> pl.Series:
    """Names or codes of countries as alpha-3; `former` states keep their own code.

    `called` are names that only this publisher uses. What nobody knows is refused by name.

    >>> coded(pl.Series("country", ["Yugoslavia", "Kyrgyzstan"]), "a.csv", ("YUG",)).to_list()
    ['YUG', 'KGZ']
    """
    codes: dict[str, str] = {}
    for name in cells.drop_nulls().unique(maintain_order=True).to_list():
        code = _code((called or {}).get(name, name), former)
        if code is None:
            refuse(cells == name, cells, file, "is no known country or area; correct it, or leave "
                   "its rows out", first_row=first_row)  # fmt: skip
        else:
            codes[name] = code
    refuse(cells.is_null(), cells, file, "is empty; fill it in", first_row=first_row)
    return cells.replace_strict(codes, return_dtype=pl.String)


def _code(name: str, former: Sequence[str]) -> str | None:
    special = special_code(name)
    if special and special.code in former:
        return special.code
    try:
        return find_place(name).code
    except UnknownPlace:
        return None
