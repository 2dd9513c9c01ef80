"""Workbooks that publishers lay out for people, read by their headings wherever these stand."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.contract import BadAnswer, Body
from comity.evidence.sources.forms import checked_zip, plain

PATIENCE = 40
"""Rows of a sheet that are looked through for its heading."""

_JOINTS = re.compile(r"[_\-\u2010-\u2015]")
_PERCENT = re.compile(r"\(?\b(?:percent|per cent|pct)\b\)?|\(%\)")


def sheet_of(body: Body, sheets: Sequence[str], needed: Sequence[str]) -> pl.DataFrame:
    """The sheet of a workbook whose heading row holds every one of `needed`, as text.

    A sheet of one of these names is tried first, then any other: publishers rename sheets and put
    titles above tables. Headings are compared without case and outer or double spaces, and come
    back as asked for; those that are blank or repeated are left out (the first one counts).
    """
    book = _book(body)
    names = [*book.sheet_names]
    order = [name for name in sheets if name in names]
    order += [name for name in names if name not in order]
    for name in order:
        rows = _rows(book, name, body)
        if (found := _headed(rows, needed)) is not None:
            return found
    raise BadAnswer(
        f"{body.name} has no sheet with the headings {', '.join(needed)}; its sheets are: "
        f"{', '.join(shown(name) for name in names) or 'none'}. Its form has changed."
    )


def columns_of(
    body: Body,
    sheets: str,
    needed: Sequence[str],
    further: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> dict[str, pl.DataFrame]:
    """These columns alone, as text, of every sheet whose name is like a pattern (`dataset*`).

    For workbooks with too many cells for `sheet_of`; each of the sheets must have the headings.
    Where no sheet has such a name, those that have the headings are taken. `further` columns are
    known by one of several headings, and are empty in a sheet that has none of them. Underscores,
    hyphens and the words for percent do not set headings apart (see `alike`).
    """
    book = _book(body)
    names = [*book.sheet_names]
    meant = [name for name in names if fnmatch.fnmatch(name.casefold(), sheets)]
    found = {name: _picked(book, name, needed, further, body) for name in meant or names}
    lacking = [name for name, table in found.items() if table is None]
    if lacking and (meant or len(lacking) == len(names)):
        raise BadAnswer(
            f"{body.name}, sheet '{shown(lacking[0])}', has no row with the headings "
            f"{', '.join(needed)}. Its form has changed."
        )
    return {name: table for name, table in found.items() if table is not None}


def _picked(
    book: Any, name: str, needed: Sequence[str], further: Mapping[str, Sequence[str]], body: Body
) -> pl.DataFrame | None:
    """These columns below the first row that holds all their headings, or None."""
    try:
        cells = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise BadAnswer(f"{body.name}, sheet '{shown(name)}', cannot be read.") from error
    for number, row in enumerate(cells.head(PATIENCE).iter_rows()):
        headings = [alike(cell or "") for cell in row]
        if {alike(one) for one in needed} <= set(headings):
            known = {one: (one,) for one in needed} | {
                one: (*also,) for one, also in further.items()
            }
            table = cells.slice(number + 1).select(
                _by_heading(cells.columns, headings, also).cast(pl.String).alias(one)
                for one, also in known.items()
            )
            kept: pl.DataFrame = table.filter(~pl.all_horizontal(pl.all().is_null()))
            return kept
    return None


def _by_heading(columns: Sequence[str], headings: list[str], also: Sequence[str]) -> pl.Expr:
    """The column under the first of these headings that is there; an empty one where none is."""
    there = [headings.index(alike(one)) for one in also if alike(one) in headings]
    return pl.col(columns[there[0]]) if there else pl.lit(None)


def alike(heading: str) -> str:
    """A heading in the form in which those that mean the same are the same.

    >>> alike("CC1 Total  Cost %"), alike("cc1_total_cost_pct"), alike("pick-up method")
    ('cc1 total cost %', 'cc1 total cost %', 'pick up method')
    """
    words = _JOINTS.sub(" ", plain(heading))
    return plain(_PERCENT.sub(" % ", words).replace("%", " % "))


def raw_sheets(body: Body, first: str) -> Iterator[tuple[str, pl.DataFrame]]:
    """The sheets of a workbook as text without headings, the one of this name before the others.

    For tables whose headings fill several rows.
    """
    book = _book(body)
    names = sorted(book.sheet_names, key=lambda name: plain(name) != plain(first))
    for name in names:
        try:
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            cells: pl.DataFrame = sheet.to_polars()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
                raise
            raise BadAnswer(f"{body.name}, sheet '{shown(name)}', cannot be read.") from error
        yield name, cells.select(pl.all().cast(pl.String))


def _book(body: Body) -> Any:
    import fastexcel

    checked_zip(body)
    try:
        return fastexcel.read_excel(body.data)
    except BaseException as error:  # the reader raises a dozen kinds of its own, and may panic
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise BadAnswer(f"{body.name} cannot be read as an XLSX workbook.") from error


def _rows(book: Any, name: str, body: Body) -> list[list[str]]:
    from comity.core.sheets import cells_of

    try:
        return cells_of(book, name)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise BadAnswer(f"{body.name}, sheet '{shown(name)}', cannot be read.") from error


def _headed(rows: list[list[str]], needed: Sequence[str]) -> pl.DataFrame | None:
    """The rows below the first one that holds all the headings, or None."""
    wanted = {plain(name): name for name in needed}
    for number, row in enumerate(rows[:PATIENCE]):
        headings = [plain(cell) for cell in row]
        if not wanted.keys() <= set(headings):
            continue
        first = {key: place for place, key in reversed([*enumerate(headings)]) if key}
        columns = {
            wanted.get(key, " ".join(row[place].split())): place
            for key, place in sorted(first.items(), key=lambda pair: pair[1])
        }
        body = [r for r in rows[number + 1 :] if any(cell.strip() for cell in r)]
        cells = {name: [r[place] or None for r in body] for name, place in columns.items()}
        return pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String))
    return None
