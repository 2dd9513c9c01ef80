"""The file of the Missing Migrants Project, with the headings of a public copy of it.

https://missingmigrants.iom.int/downloads
https://github.com/SamiaHana/disparitions-migrants-m-diterran-e (a copy of the file of 2025)
The downloads page also gives a file with other headings ("Year", "Reported Month", "Number Dead",
"Migration route" and no total): https://github.com/giocopp (code that reads one of May 2026).
"""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from tests.evidence.sources.loopback import Question, Reply

HEADINGS = (
    "Main ID", "Incident ID", "Incident Type", "Region of Incident", "Incident Date",
    "Incident Year", "Month", "Number of Dead", "Minimum Estimated Number of Missing",
    "Total Number of Dead and Missing", "Number of Survivors", "Number of Females",
    "Number of Males", "Number of Children", "Country of Origin", "Region of Origin",
    "Cause of Death", "Country of Incident", "Migration Route", "Location of Incident",
    "Coordinates", "UNSD Geographical Grouping", "Information Source", "URL", "Source Quality",
)  # fmt: skip


def incident(
    number: int, month: str, route: str, region: str, dead: object, survivors: object = ""
) -> dict[str, object]:
    """One incident of 2026."""
    name = f"2026.MMP{number:05}"
    return dict.fromkeys(HEADINGS, "") | {
        "Main ID": name, "Incident ID": name, "Incident Type": "Incident",
        "Region of Incident": region, "Incident Date": "2026-01-06", "Incident Year": "2026",
        "Month": month, "Number of Dead": dead, "Total Number of Dead and Missing": dead,
        "Number of Survivors": survivors, "Migration Route": route,
        "Location of Incident": 'Off "the" coast, near a harbour', "Coordinates": "33.1, 15.2",
    }  # fmt: skip


ROWS = [
    incident(1, "January", "Central Mediterranean", "Mediterranean", "10", "5"),
    incident(2, "January", "Central Mediterranean", "Mediterranean", "2"),
    incident(3, "January", "Central Mediterranean,Sahara Desert crossing", "Northern Africa", "4"),
    incident(4, "January", "", "South America", "1", "0"),
    incident(5, "February", "", "Caribbean", "3", "1,000"),
    incident(6, "February", "", "Europe", "1"),
    incident(7, "February", "English Channel to the UK", "Europe", "2"),
    incident(8, "March", "Horn of Africa to Yemen crossing", "Eastern Africa", "20"),
]


def sheet(rows: Sequence[dict[str, object]]) -> bytes:
    """The file as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def workbook(rows: Sequence[dict[str, object]]) -> bytes:
    """The file as a workbook."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_numbers": True}) as book:
        one = book.add_worksheet("Worksheet")
        for number, row in enumerate([dict(zip(rows[0], rows[0], strict=True)), *rows]):
            one.write_row(number, 0, [*row.values()])
    return memory.getvalue()


def answer(_question: Question) -> Reply:
    """The file."""
    return Reply(sheet(ROWS), headers={"content-type": "text/csv"})


SHAPES = {"missing_migrants": answer}
FILES = {
    "missing_migrants": [
        ("Missing_Migrants_Global_Figures_allData.xlsx", workbook(ROWS)),
        ("Missing_Migrants_Global_Figures_allData.csv", sheet(ROWS)),
    ]
}
