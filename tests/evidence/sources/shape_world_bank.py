"""The World Bank's answers, in the shape that its help desk documents.

https://datahelpdesk.worldbank.org/knowledgebase/articles/898581-api-basic-call-structures
https://datahelpdesk.worldbank.org/knowledgebase/articles/898620-api-error-codes (errors)
"""

from collections.abc import Iterable

from comity.evidence.sources.world_bank import GOVERNANCE, INDICATORS
from tests.evidence.sources.loopback import Question, Reply, told

PAGES = 2


def row(
    code: str, country: str, year: int, value: float | None, status: str = ""
) -> dict[str, object]:
    """One row as the API writes it."""
    return {
        "indicator": {"id": code, "value": "Some indicator"},
        "country": {"id": country[:2], "value": "Some country"},
        "countryiso3code": country,
        "date": str(year),
        "value": value,
        "unit": "",
        "obs_status": status,
        "decimal": 1,
    }


def answer(question: Question) -> Reply:
    """Two pages for each indicator: states, a total and a gap."""
    code = question.path.rsplit("/", 1)[-1]
    number = int(question.query["page"][0])
    rows = {
        1: [row(code, "UZB", 2024, 8.5), row(code, "SSF", 2024, 99.0), row(code, "", 2024, 3)],
        2: [row(code, "XKX", 2024, None), row(code, "WLD", 2024, 5, "E")],
    }
    head = {"page": number, "pages": PAGES, "per_page": 20000, "total": 5, "sourceid": "2"}
    return told([head | {"lastupdated": "2026-10-14"}, rows[number]])


SHAPES = {"economy": answer, "governance": answer}


def _downloaded(codes: Iterable[str]) -> list[tuple[str, bytes]]:
    """Both pages of each indicator, as a person saves them from the same addresses."""
    return [
        (
            f"{code}_{number}.json",
            answer(Question("", f"/{code}", {"page": [str(number)]}, {})).body,
        )
        for code in codes
        for number in (1, 2)
    ]


FILES = {"economy": _downloaded(INDICATORS), "governance": _downloaded(GOVERNANCE)}
