"""UN DESA's International Migrant Stock: one wide sheet, three blocks of years, totals as rows.

The Population Division links the workbook from a page of its own; each edition has another name.
https://www.un.org/development/desa/pd/content/international-migrant-stock
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally, m49
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.forms import hrefs_of, wholes_of
from comity.evidence.sources.workbooks import raw_sheets

PAGE = "https://www.un.org/development/desa/pd/content/international-migrant-stock"
FILES = "undesa_pd_*_ims_stock_by_sex_destination_and_origin*.xlsx"
SHEET = "Table 1"

BROWSER = (("User-Agent", "Mozilla/5.0 (compatible; Comity; migration statistics)"),)
"""The United Nations' web site refuses programs that do not name themselves like a browser."""

OTHERS = "2003"
"""UN DESA's own number for other or unknown origins."""

_TO, _FROM = "location code of destination", "location code of origin"
_SEXES = {"both": r"\b(both|total)\b", "female": r"\b(fe|wo)m[ae]", "male": r"\bm[ae](le|n)"}
_FIRST_ROWS = 40
_ROUNDING = 2
"""By how many persons the two sexes may differ from what is published for both."""


def _collect(_wanted: Wanted, get: Get) -> list[Body]:
    page = get(Ask(PAGE, form="html", headers=BROWSER))
    editions = {
        year[0]: href
        for href in hrefs_of(page, FILES)
        if (year := re.findall(r"_pd_(\d{4})", href))
    }
    if not editions:
        raise BadAnswer(
            f"{page.name} links no workbook named like {FILES}; download it by hand and bring it."
        )
    return [get(Ask(editions[max(editions)], form="xlsx", headers=BROWSER))]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the table stands in a sheet: its heading row, its codes, its years by sex."""

    row: int
    destination: str
    origin: str
    years: dict[str, dict[str, str]]


def _read(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    body = bodies[-1]
    cells, layout = _table(body)
    tally = Tally(wanted.dataset)
    rows = cells.slice(layout.row + 1)
    rows = rows.with_columns(
        tally.coded(rows[layout.origin], "origin", _place),
        tally.coded(rows[layout.destination], "destination", _place),
    ).drop_nulls(["origin", "destination"])
    long = pl.concat(_year(rows, layout, year, body) for year in layout.years["both"])
    _check(long, body)
    told = long.drop_nulls(["female", "male"])
    gaps = long.height - told.height
    notes = (f"Left out: {gaps:,} pairs and years without an estimate.",) if gaps else ()
    frame = told.select("origin", "destination", "year", "female", "male")
    return Release(frame, max(layout.years["both"]), notes=tally.notes() + notes)


def _place(code: str) -> str | None:
    return "OOO" if code.strip().removesuffix(".0") == OTHERS else m49(code)


def _table(body: Body) -> tuple[pl.DataFrame, _Layout]:
    """The sheet with the table of origins and destinations, and where the table stands in it."""
    names = []
    for name, cells in raw_sheets(body, SHEET):
        names.append(shown(name))
        rows = [[" ".join((c or "").split()).casefold() for c in r] for r in _top(cells)]
        for number, row in enumerate(rows):
            if _TO in row and _FROM in row:
                columns = cells.columns
                years = _blocks(rows[:number], row, columns, f"{body.name}, sheet '{shown(name)}'")
                return cells, _Layout(
                    number, columns[row.index(_TO)], columns[row.index(_FROM)], years
                )
    raise BadAnswer(
        f"{body.name} has no sheet with the headings 'Location code of destination' and 'Location "
        f"code of origin'; its sheets are: {', '.join(names) or 'none'}. Its form has changed."
    )


def _top(cells: pl.DataFrame) -> list[tuple[str | None, ...]]:
    return cells.head(_FIRST_ROWS).rows()


def _blocks(
    above: list[list[str]], heading: list[str], columns: list[str], where: str
) -> dict[str, dict[str, str]]:
    """The columns of the years for each sex, by what is written above each block of years."""
    places = [p for p, cell in enumerate(heading) if re.fullmatch(r"(19|20)\d\d(\.0)?", cell)]
    starts = [p for p in places if heading[p] == heading[places[0]]]
    found: dict[str, dict[str, str]] = {}
    for start, end in pairwise([*starts, len(heading)]):
        words = " ".join(cell for row in above for cell in row[start:end])
        sexes = [sex for sex, pattern in _SEXES.items() if re.search(pattern, words)]
        sex = "both" if "both" in sexes else sexes[0] if len(sexes) == 1 else ""
        years = {heading[p].removesuffix(".0"): columns[p] for p in places if start <= p < end}
        if sex and sex not in found:
            found[sex] = years
    same = len({tuple(years) for years in found.values()}) == 1
    if found.keys() != _SEXES.keys() or not same:
        raise BadAnswer(
            f"{where}, has no three blocks of the same years under both sexes, male and female; it "
            f"has {len(starts)} of which {', '.join(found) or 'none'} are named. Its form has "
            "changed."
        )
    return found


def _year(rows: pl.DataFrame, layout: _Layout, year: str, body: Body) -> pl.DataFrame:
    return rows.select(
        "origin",
        "destination",
        pl.lit(year).alias("year"),
        *(
            wholes_of(rows[columns[year]].alias(f"{year} {sex}"), body).alias(sex)
            for sex, columns in layout.years.items()
        ),
    )


def _check(long: pl.DataFrame, body: Body) -> None:
    """Raise where women and men are not the people published for both, but for rounding."""
    full = long.drop_nulls(["both", "female", "male"])
    off = full.filter((pl.col("female") + pl.col("male") - pl.col("both")).abs() > _ROUNDING)
    if full.is_empty() or off.height > full.height // 100:
        raise BadAnswer(
            f"{body.name}: women and men do not add up to both sexes in {off.height:,} of "
            f"{full.height:,} figures; its blocks are not what their headings say."
        )


CONNECTORS = (Connector("migrant_stock", _collect, _read, (FILES,)),)
