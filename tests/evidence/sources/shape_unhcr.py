"""UNHCR's answers, in the shape that its API documents and that public code has recorded.

https://api.unhcr.org/docs/refugee-statistics.html (lists and parameters)
https://github.com/PopulationStatistics/refugees/blob/main/data-raw/rdf.R (the same, as asked by
UNHCR's own package: pages, "-" for what is missing)
https://github.com/cyanheads/unhcr-refugees-mcp-server/blob/main/tests/fixtures/unhcr.ts (recorded
rows: whole numbers beside the text "0", names with a trailing space, blank codes of footnotes)
https://github.com/PopulationStatistics/refugees/blob/main/data-raw/flows.R (the workbook of flows)

All figures are invented.
"""

import io
import json
import zipfile
from typing import Any

import xlsxwriter

from comity.evidence.sources.unhcr_people import BANDS
from tests.evidence.sources.loopback import Question, Reply, told

Row = dict[str, Any]

PLACES = {
    "SYR": ("SYR", "Syrian Arab Rep."), "DEU": ("GFR", "Germany"), "TUR": ("TUR", "T\u00fcrkiye"),
    "AUT": ("AUS", "Austria"), "UNK": ("UKN", "Unknown "), "XXA": ("STA", "Stateless"),
    "PSE": ("GAZ", "State of Palestine"), "JOR": ("JOR", "Jordan"), "AB9": ("AB9", "Abyei Area"),
    "VEN": ("VEN", "Venezuela"), "COL": ("COL", "Colombia"),
}  # fmt: skip
FIGURES = (
    "refugees", "asylum_seekers", "returned_refugees", "idps", "returned_idps", "stateless", "ooc",
    "oip", "hst",
)  # fmt: skip


def side(prefix: str, iso: str | None) -> Row:
    """The four fields of one side; a side that is summed has a dash in each."""
    code, name = PLACES[iso] if iso else ("-", "-")
    number: Any = 1 + [*PLACES].index(iso) if iso else "-"
    return {
        f"{prefix}_id": number, f"{prefix}_name": name, prefix: code, f"{prefix}_iso": iso or "-",
    }  # fmt: skip


def row(year: int, origin: str | None, asylum: str | None, **figures: Any) -> Row:
    """One row of any list."""
    return {"year": year} | side("coo", origin) | side("coa", asylum) | figures


def stock(year: int, origin: str, asylum: str, **figures: Any) -> Row:
    """A row of the stocks: "0" where nothing is said, and a dash for oip."""
    rest = dict.fromkeys(FIGURES, "0") | {"oip": "-"}
    return row(year, origin, asylum, **(rest | figures))


def bands(**known: int) -> Row:
    """The fields of people by sex and age, "0" where nothing is said."""
    return dict.fromkeys(BANDS, "0") | known


def note(text: str, year: str, origin: str | None, asylum: str | None, types: str) -> Row:
    """A footnote: a side that is not named has a blank name and an empty code."""
    blank = (" ", 278, "")
    coo = (PLACES[origin][1], 7, origin) if origin else blank
    coa = (PLACES[asylum][1], 8, asylum) if asylum else blank
    return {
        "footnote": text, "year": year, "coo": coo[0], "coo_id": coo[1], "coo_iso": coo[2],
        "coa": coa[0], "coa_id": coa[1], "coa_iso": coa[2], "population_type": types,
    }  # fmt: skip


def country(iso: str | None, code: str, name: str, area: str | None, region: str | None) -> Row:
    """A row of the list of countries."""
    return {"0": 1, "id": 5, "code": code, "iso": iso, "iso2": None, "name": name,
            "nameOrigin": name, "majorArea": area, "region": region}  # fmt: skip


def application(year: int, asylum: str, kind: str, level: str, unit: str, applied: Any) -> Row:
    """A row of the applications of Syrians."""
    return row(year, "SYR", asylum, procedure_type="G", app_type=kind, dec_level=level,
               app_pc=unit, applied=applied)  # fmt: skip


def decision(year: int, asylum: str, who: str, level: str, unit: str, *outcomes: Any) -> Row:
    """A row of the decisions on Syrians: recognised, other protection, rejected, closed."""
    names = ("dec_recognized", "dec_other", "dec_rejected", "dec_closed")
    return row(year, "SYR", asylum, procedure_type=who, dec_level=level, dec_pc=unit,
               dec_total=1, **dict(zip(names, outcomes, strict=True)))  # fmt: skip


LISTS: dict[str, list[Row]] = {
    "population": [
        stock(1951, "UNK", "AUT", refugees=1000),
        stock(2024, "SYR", "DEU", refugees="7000", asylum_seekers=600),
        stock(2024, "SYR", "TUR", refugees=9000, returned_refugees=50),
        stock(2024, "SYR", "SYR", idps=8000, returned_idps=40, hst=70),
        stock(2024, "VEN", "COL", oip=3000),
        stock(2024, "XXA", "DEU", stateless="*"),
        stock(2025, "SYR", "DEU", refugees=6500),
        stock(2026, "SYR", "DEU", refugees=6400, oip=5),
    ],
    "asylum-applications": [
        application(2024, "DEU", "N", "FI", "P", 100),
        application(2024, "DEU", "NR", "FA", "P", 20),
        application(2024, "DEU", "A", "JR", "P", 999),
        application(2024, "DEU", "N", "IN", "C", "7"),
        application(2025, "AUT", "N", "FA", "P", "0"),
        application(2025, "TUR", "QQ", "FI", "P", 5),
    ],
    "asylum-decisions": [
        decision(2024, "DEU", "G", "FI", "P", 60, 30, 10, "0"),
        decision(2024, "DEU", "U", "NA", "P", 5, "0", "0", "-"),
        decision(2024, "DEU", "G", "JR", "P", 1, 2, 3, 4),
        decision(2025, "AUT", "G", "FA", "C", 8, 7, 6, 5),
    ],
    "solutions": [
        row(1959, "UNK", "AUT", returned_refugees="-", resettlement=30, naturalisation="-",
            returned_idps="-"),
        row(2024, "SYR", "TUR", returned_refugees=50, resettlement="-", naturalisation="0",
            returned_idps="-"),
        row(2024, "SYR", "SYR", returned_refugees="-", resettlement="-", naturalisation="-",
            returned_idps=40),
    ],
    "idmc": [
        row(1990, "UNK", "UNK", total=21000000), row(2024, "SYR", "SYR", total=8500),
        row(2024, None, "AB9", total="300"), row(2025, "SYR", None, total="-"),
    ],
    "unrwa": [
        row(1952, "PSE", "JOR", total=100), row(2024, None, "JOR", total=2400),
        row(2024, "PSE", "UNK", total=90),
    ],
    "demographics": [
        row(2024, "SYR", "DEU", pop_type="REF", total=7000,
            **bands(f_0_4=500, f_other=100, f_total=600, m_18_59=900, m_total=900)),
        row(2024, "SYR", "SYR", pop_type="IDP", total=8000, **bands()),
        row(2025, "XXA", "DEU", pop_type="STA", total="0", **bands()),
    ],
    "nowcasting": [
        row(2026, None, None, refugees=99000, asylum_seekers=9000, source="Nowcasting data",
            month="August"),
        row(2026, None, "DEU", refugees=6450, asylum_seekers=580, source="Government",
            month="August"),
        row(2026, None, "JOR", refugees=3100, asylum_seekers="-", source="Government, UNHCR",
            month="August"),
    ],
    "footnotes": [
        note("Some figures are estimates.\r\r\nFrom a survey.", "2015 - 2018, 2020", "SYR", "TUR",
             "REF,ROC,ASY"),
        note("Everywhere.", "2019", None, None, "STA"),
        note("  ", "2019", None, None, "STA"),
        note("When?", "since 2019", None, "DEU", "STA"),
    ],
    "countries": [
        country("DEU", "GFR", "Germany", "Europe", "Western Europe"),
        country("AUT", "AUS", "Austria", "Europe", "Western Europe"),
        country("SYR", "SYR", "Syrian Arab Rep.", "Asia", "Western Asia"),
        country("UNK", "UKN", "Unknown ", None, None),
        country(None, "CRB", "CRB", None, None),
    ],
    "regions": [
        {"0": 1, "id": 7, "name": "Europe", "name_fr": "Europe"},
        {"0": 1, "id": 1, "name": "Middle East and North Africa", "name_fr": "Moyen-Orient"},
    ],
}  # fmt: skip
MEMBERS = {"7": ("AUS", "GFR"), "1": ("SYR",)}


def envelope(items: list[Row], page: int = 1, pages: int | None = None) -> Row:
    """What stands around the rows; no rows are no pages."""
    pages = (1 if items else 0) if pages is None else pages
    return {"page": page, "short-url": "AbC123", "maxPages": pages, "total": [], "items": items}


def chosen(question: Question) -> list[Row]:
    """The rows that a question asks for; a bound of years that stands alone is ignored."""
    name = question.path.strip("/").rsplit("/", 1)[-1]
    rows = LISTS[name]
    if {"yearFrom", "yearTo"} <= question.query.keys():
        first, last = (int(question.query[bound][0]) for bound in ("yearFrom", "yearTo"))
        rows = [one for one in rows if first <= one["year"] <= last]
    if region := question.query.get("unhcr_region"):
        rows = [one for one in rows if one["code"] in MEMBERS[region[0]]]
    return rows


def answer(question: Question) -> Reply:
    """The rows that were asked for, on one page."""
    return told(envelope(chosen(question)))


def workbook(
    rows: list[tuple[Any, ...]], sheet: str = "DATA", count: str = " Count ", title: int = 0
) -> bytes:
    """UNHCR_Flow_Data.xlsx: a sheet with notes, and the sheet of data with " Count " as heading."""
    headings = ("origin", "OriginISO", "OriginName", "asylum", "AsylumISO", "AsylumName",
                "AsylumRegion", "PT", "Year", count)  # fmt: skip
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("README").write_row(0, 0, ["Forced displacement flows"])
        data = book.add_worksheet(sheet)
        data.write_row(title, 0, headings)
        for number, cells in enumerate(rows, start=title + 1):
            data.write_row(number, 0, cells)
    return buffer.getvalue()


def flow(origin: str, asylum: str, kind: str, year: int, count: Any) -> tuple[Any, ...]:
    """A row of the workbook."""
    own, other = PLACES[origin], PLACES[asylum]
    return (own[0], origin, own[1], other[0], asylum, other[1], "Some region", kind, year, count)


FLOWS = [
    flow("SYR", "DEU", "REF", 2024, 300),
    flow("SYR", "DEU", "TMP", 2024, "1,200"),
    flow("SYR", "DEU", "ASY", 2024, 80),
    flow("VEN", "COL", "OIP", 2025, 0),
    flow("UNK", "AUT", "ROC", 1962, 40),
]


def workbook_answer(_question: Question) -> Reply:
    """The workbook."""
    return Reply(workbook(FLOWS))


def downloaded(name: str, headings: str, *rows: str) -> bytes:
    """A ZIP archive of the Refugee Data Finder: lines of explanation, then the table."""
    above = '"Extracted from the UNHCR Refugee Population Statistics Database"\n\n"Date","today"\n'
    sides = (
        "Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO)"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"{name}.csv", f"{above}{sides},{headings}\n" + "\n".join(rows) + "\n")
        archive.writestr("footnotes.csv", "Year,Footnote\n")
    return buffer.getvalue()


def saved(name: str, rows: list[Row] | None = None) -> tuple[str, bytes]:
    """An answer of the API as a person saves it."""
    content = envelope(LISTS[name] if rows is None else rows)
    return f"{name}.json", json.dumps(content).encode()


POPULATION_ZIP = downloaded(
    "population",
    "Refugees under UNHCR's mandate,Asylum-seekers,Returned refugees,IDPs of concern to UNHCR,"
    "Returned IDPss,Stateless persons,Others of concern,Other people in need of international "
    "protection,Host Community",
    "2024,Syrian Arab Rep.,SYR,Germany,DEU,7000,600,0,0,0,0,0,-,0",
    "2024,Syrian Arab Rep.,SYR,Syrian Arab Rep.,SYR,0,0,0,8000,40,0,0,-,70",
)

NAMES = {
    "displaced_stock": "population", "solutions": "solutions", "internally_displaced": "idmc",
    "palestine_refugees": "unrwa", "asylum_applications": "asylum-applications",
    "asylum_decisions": "asylum-decisions", "displaced_demographics": "demographics",
    "displacement_nowcast": "nowcasting", "unhcr_footnotes": "footnotes",
}  # fmt: skip
"""The list of the API behind each dataset."""

SHAPES = dict.fromkeys([*NAMES, "unhcr_countries"], answer) | {
    "displacement_flows": workbook_answer
}
FILES: dict[str, list[tuple[str, bytes]]] = {
    **{dataset: [saved(name)] for dataset, name in NAMES.items()},
    "displaced_stock": [("population.zip", POPULATION_ZIP)],
    "displacement_flows": [("UNHCR_Flow_Data.xlsx", workbook(FLOWS))],
    "unhcr_countries": [
        saved("countries"),
        saved("regions"),
        ("countries_region_7.json", saved("countries", LISTS["countries"][:2])[1]),
    ],
}
