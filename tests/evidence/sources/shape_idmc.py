"""IDMC's answers and its workbook, in the shape of its own public code.

https://github.com/idmc-labs/helix-server/blob/develop/apps/gidd/serializers.py (fields)
https://github.com/idmc-labs/helix-server/blob/develop/apps/gidd/tests/test_rest_api.py (pages)
https://github.com/idmc-labs/helix-server/blob/develop/apps/gidd/views.py (headings of the workbook)
"""

import io

import xlsxwriter

from tests.evidence.sources.loopback import Question, Reply, told

KEY = "geheim"
HEADINGS = (
    "ISO3", "Name", "Year", "Conflict Stock Displacement", "Conflict Stock Displacement (Raw)",
    "Conflict Internal Displacements", "Conflict Internal Displacements (Raw)",
    "Disaster Internal Displacements", "Disaster Internal Displacements (Raw)",
    "Disaster Stock Displacement", "Disaster Stock Displacement (Raw)",
)  # fmt: skip


def row(code: str, year: int, *figures: int | None) -> dict[str, object]:
    """A country and year: movements and people by conflict, then by disaster."""
    names = [f"{cause}_{what}_displacement" for cause in ("conflict", "disaster")
             for what in ("new", "total")]  # fmt: skip
    exact = dict(zip(names, figures, strict=True))
    rounded = {f"{name}_rounded": value and round(value, -3) for name, value in exact.items()}
    return {"iso3": code, "country_name": "Some country", "year": year} | exact | rounded


ROWS = [
    row("SDN", 2025, 1_234, 9_876, 50, None),
    row("AB9", 2025, 10, 0, None, None),
    row("XKX", 2025, None, 16_000, None, None),
    row("UZB", 2025, None, None, 7, 3),
    row("XYZ", 2025, 1, 1, 1, 1),
]


def answer(question: Question) -> Reply:
    """Pages of three rows, whatever was asked for, as a server with a bound of its own."""
    if question.query.get("client_id") != [KEY]:
        return Reply(b'{"detail": "Client is not registered."}', 403)
    offset = int(question.query["offset"][0])
    rows = ROWS[offset : offset + 3]
    left = offset + 3 < len(ROWS)
    return told(
        {
            "count": len(ROWS), "next": "https://helix-tools-api.idmcdb.org/x" if left else None,
            "previous": None, "results": rows, "last_updated": "2026-05-12",
        }
    )  # fmt: skip


def workbook(sheet: str = "1_Displacement_data", headings: tuple[str, ...] = HEADINGS) -> bytes:
    """The workbook of the page of displacement data."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, headings)
        page.write_row(1, 0, ["#country+code", "#country+name", "#date+year"])
        page.write_row(2, 0, ["SDN", "Sudan", 2024, 10_000, 9_876, 1_000, 1_234, 0, 0])
        book.add_worksheet("README").write(0, 0, "Title: GIDD")
    return made.getvalue()


SHAPES = {"internal_displacements": answer}
KEYS = {"internal_displacements": {"IDMC_CLIENT_ID": KEY}}
FILES = {
    "internal_displacements": [
        ("IDMC_Internal_Displacement_Conflict-Violence_Disasters.xlsx", workbook())
    ]
}
