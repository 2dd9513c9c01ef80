"""UN DESA's page of the International Migrant Stock and its workbook, as public programs read it.

https://www.un.org/development/desa/pd/content/international-migrant-stock (page and workbooks)
https://github.com/owid/etl (sheet 'Table 1', headings in the eleventh row; code that reads it)
The words above the three blocks of years were not seen in public; those of the workbook by
destination ("both sexes combined", "males", "females") stand here.
"""

import io
from collections.abc import Sequence

import xlsxwriter

from tests.evidence.sources.loopback import Question, Reply, page

FILE = "undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx"
YEARS = (1990, 2020, 2024)
BLOCKS = ("Both sexes combined", "Males", "Females")
HEADINGS = (
    "Index",
    "Region, development group, country or area of destination",
    "Coverage of destination",
    "Data type of destination",
    "Location code of destination",
    "Region, development group, country or area of origin",
    "Location code of origin",
)
Cell = str | int

ROWS: tuple[tuple[str, Cell, str, Cell, Sequence[Cell], Sequence[Cell]], ...] = (
    ("WORLD", 900, "WORLD", 900, (900, 900, 900), (800, 800, 800)),
    ("Türkiye*", 792, "WORLD", 900, (50, 50, 50), (60, 60, 60)),
    ("Türkiye*", 792, "Uzbekistan", 860, (10, 20, 30), (12, 22, 32)),
    ("Türkiye*", 792, "Others", 2003, (5, 0, 0), (4, 0, 0)),
    ("Channel Islands*", 830, "Türkiye", 792, ("..", 1, 2), ("..", 0, 3)),
    ("Europe", 908, "Uzbekistan", 860, (70, 70, 70), (70, 70, 70)),
)
"""Destination, origin and their codes; men and women in the three years."""


def workbook(
    rows: Sequence[tuple[str, Cell, str, Cell, Sequence[Cell], Sequence[Cell]]] = ROWS,
    sheet: str = "Table 1",
    headings: Sequence[str] = HEADINGS,
    blocks: Sequence[str] = BLOCKS,
) -> bytes:
    """The workbook: titles, words over the blocks of years, headings, then rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("Table of contents").write(0, 0, "United Nations")
        table = book.add_worksheet(sheet)
        table.write(4, 0, "International migrant stock at mid-year by sex, 1990-2024")
        for number, words in enumerate(blocks):
            table.write(9, len(headings) + number * len(YEARS), words)
        table.write_row(10, 0, [*headings, *(year for _ in blocks for year in YEARS)])
        for number, (to, to_code, origin, origin_code, men, women) in enumerate(rows):
            both = [m + w if isinstance(m, int) and isinstance(w, int) else ".."
                    for m, w in zip(men, women, strict=True)]  # fmt: skip
            cells = [number + 1, to, "", "BR", to_code, origin, origin_code, *both, *men, *women]
            table.write_row(11 + number, 0, cells)
        book.add_worksheet("Migrant notes")
    return file.getvalue()


LINKS = f"""<!DOCTYPE html><h1>International Migrant Stock</h1>
<a href="/development/desa/pd/sites/www.un.org.development.desa.pd/files/{FILE}">Both</a>
<a href="/development/desa/pd/files/{FILE.replace("2024", "2020")}">Edition of 2020</a>"""


def answer(question: Question) -> Reply:
    """The page, then the workbook it links."""
    if question.path.endswith(".xlsx"):
        return Reply(workbook())
    return page(LINKS)


SHAPES = {"migrant_stock": answer}
KEYS: dict[str, dict[str, str]] = {}
FILES = {"migrant_stock": [(FILE, workbook())]}
