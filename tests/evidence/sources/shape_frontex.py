"""Frontex's page and workbook, in the shape that public code and notes describe.

https://www.frontex.europa.eu/what-we-do/monitoring-and-risk-analysis/migratory-map/
https://github.com/iom/gdidata/blob/main/R/frontex.R (routes, special nationalities)
https://github.com/dmorinya/MigrantDeaths (the file's address and headings)
The sheet has a blank first row; headings of months are text ("JAN2009").
"""

import io
from collections.abc import Sequence

import xlsxwriter

from tests.evidence.sources.loopback import Question, Reply, page

NEWEST = "/assets/Migratory_routes/2026/Monthly_detections_of_IBC_2026_11_04.xlsx"
OLDER = (
    "https://frontex.europa.eu/assets/Migratory_routes/2026/"
    "Monthly_detections_of_IBC_2026_03_03.xlsx"
)
PAGE = f"""<!DOCTYPE html><html><body>
<!-- <a href="/x/Monthly_detections_of_IBC_2030_01_01.xlsx">Not yet</a> -->
<a class=btn href="{OLDER}">Before</a> <a href='{NEWEST}?download=1'>Detections &amp; more</a>
<a href="/assets/other_2026_12_01.xlsx">Other</a></body></html>"""
HEADINGS = ("Route", "BorderLocation", "NationalityLong", "AUG2026", "SEP2026")
ROWS: tuple[Sequence[object], ...] = (
    ("Central Mediterranean Route", "Sea", "Bangladesh", 1200, "1,300"),
    ("Central Mediterranean Route", "Sea", "Unspecified sub-Saharan nationals", "-", 5),
    ("Western Balkan Route", "Land", "Kosovo*", 40, 0),
    ("Western Balkan Route", "Land", "Unknown", 7, 8),
    ("Eastern Mediterranean Route", "Land", "Stateless", None, 3),
    ("Eastern Mediterranean Route", "Land", "Congo (the Democratic Republic of the)", 10, 20),
)


def workbook(
    headings: Sequence[object] = HEADINGS,
    rows: Sequence[Sequence[object]] = ROWS,
    sheet: str = "Detections_of_IBC",
) -> bytes:
    """The workbook as Frontex lays it out."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet("About").write(0, 0, "Monthly detections of illegal border-crossing")
        one = book.add_worksheet(sheet)
        for number, row in enumerate([headings, *rows], 1):
            for place, cell in enumerate(row):
                one.write(number, place, cell, day if hasattr(cell, "year") else None)
    return memory.getvalue()


def answer(question: Question, book: bytes | None = None) -> Reply:
    """The page, or the workbook it links to."""
    if question.path.endswith("/migratory-map/"):
        return page(PAGE)
    if question.path == NEWEST:
        return Reply(book or workbook())
    return page(status=404)


SHAPES = {"border_detections_eu": answer}
FILES = {"border_detections_eu": [("Monthly_detections_of_IBC_2026_11_04.xlsx", workbook())]}
