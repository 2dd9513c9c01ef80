"""The Data Catalog's entry and the workbook of quotes, as public reports on the file describe them.

https://datacatalog.worldbank.org/search/dataset/0037898/remittance-prices-worldwide
https://ddh-openapi.worldbank.org/datasets/0037898 (the entry: `resources`, `url`, `modified_on`)
https://remittanceprices.worldbank.org/methodology (what is asked, and of whom)
The sheets, their headings, numbers kept as text in some quarters, "Yes" beside "yes", KSV for
Kosovo and headings without a name are as reported of the file to the third quarter of 2025.
"""

import io
import itertools
from collections.abc import Sequence

import xlsxwriter

from tests.evidence.sources.loopback import Question, Reply, told

FILES_AT = "https://datacatalogfiles.worldbank.org/ddh-published/0037898"
OLDER, NEWER = "Dataset (up to Q1 2016)", "Dataset (from Q2 2016)"
HEAD = (
    "id", "period", "source_code", "source_name", "destination_code", "destination_name", "firm",
    "firm_type", "cc1 lcu amount", "cc1 lcu fee", "cc1 fx margin", "cc1 total cost %",
    "cc2 total cost %", "transparent", "date", "corridor",
)  # fmt: skip
Cell = str | float | None
_IDS = itertools.count(1)


def quote(
    period: str, source: str, destination: str, cost: Cell, transparent: str = "yes"
) -> list[Cell]:
    """One service in a corridor and quarter."""
    return [
        next(_IDS), period, source, "Sending", destination, "Receiving", "Some Bank", "Bank",
        200, 4, 1, cost, 2.5, transparent, "01/Sep/2025", source + destination,
    ]  # fmt: skip


OLD = (
    quote("2011_1Q", "NLD", "ANT", 6.0),
    quote("2011_1Q", "USA", "MEX", 5.0),
    quote("2011_1Q", "USA", "MEX", 7.0),
    quote("2011_1Q", "USA", "MEX", 1.0, "no"),
)
NEW = (
    quote("2024_3Q", "USA", "MEX", "4.50"),
    quote("2024_3Q", "USA", "MEX", "-1.50"),
    quote("2025_3Q", "USA", "MEX", 0, "Yes"),
    quote("2025_3Q", "DEU", "KSV", 10, "Yes"),
    quote("2025_3Q", "DEU", "XKX", 5, "Yes"),
    quote("2025_3Q", "DEU", "XKX", 5, "Yes"),
    quote("2025_3Q", "DEU", "TUR", "N/A", "Yes"),
    quote("2025_3Q", "DEU", "ZZZ", 5, "Yes"),
)


def workbook(
    old: Sequence[Sequence[Cell]] = OLD,
    new: Sequence[Sequence[Cell]] = NEW,
    *,
    head: Sequence[str] = HEAD,
    sheets: tuple[str, str] = (OLDER, NEWER),
) -> bytes:
    """The workbook: terms, countries below a blank row, and two sheets of quotes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Terms of Use").write(27, 1, "REFERENCES")
        book.add_worksheet("Methodology")
        book.add_worksheet("Countries").write_row(1, 0, ["Code", "Economy", "Region"])
        for name, headings, rows in ((sheets[0], HEAD, old), (sheets[1], head, new)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, headings)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, row)
                if name == NEWER:
                    sheet.write_row(number, len(HEAD), ["2025", "USA2025"])
    return buffer.getvalue()


def entry(*addresses: str | None) -> dict[str, object]:
    """What the catalogue answers."""
    return {
        "dataset_id": "0037898",
        "name": "Remittance Prices Worldwide",
        "modified_on": "2026-05-06T14:46:56+00:00",
        "resources": [{"name": "A resource", "url": url, "format": "EXCEL"} for url in addresses],
    }


LATEST = f"{FILES_AT}/DR0095523/rpw_dataset_2011_2025_q3.xlsx"
ADDRESSES = (
    LATEST,
    None,
    f"{FILES_AT}/DR0000001/rpw_dataset_2011_2024_q4.xlsx",
    f"{FILES_AT}/DR0095413/RPW_main_report_and_annex_Q325.pdf",
)
_BOOK = workbook()


def answer(question: Question) -> Reply:
    """The entry, then the newest of its workbooks."""
    if question.host == "ddh-openapi.worldbank.org":
        return told(entry(*ADDRESSES))
    found = LATEST.endswith(question.path)
    return Reply(_BOOK) if found else Reply(status=404)


_TOLD = [("rpw_dataset_2011_2025_q3.xlsx", _BOOK)]
SHAPES = {"remittance_prices": answer, "remittance_quotes": answer}
FILES = {"remittance_prices": _TOLD, "remittance_quotes": _TOLD}
