"""The UN's SDG database: the list of series and pages of figures, in the shape of its API.

https://unstats.un.org/sdgs/UNSDGAPIV5/swagger/index.html (addresses and parameters)
https://github.com/v-a-s-a/sdgdata (an answer of the API in tests/fixtures/unsd_api)
"""

import json
from collections.abc import Sequence

from tests.evidence.sources.loopback import Question, Reply, told

SERIES = {
    "SG_CPA_MIGRS": ["10.7.2"],
    "SM_DTH_MIGR": ["10.7.3"],
    "SL_EMP_RCOST_MO": ["10.7.1"],
    "SM_POP_REFG_OR": ["10.7.4"],
    "SI_RMT_COST": ["10.c.1"],
    "SI_RMT_COST_BC": ["10.c.1"],
    "SI_POV_DAY1": ["1.1.1"],
}
RELEASE = "2026.Q3.G.01"
DIMENSIONS = [
    {
        "id": "Policy Domains",
        "codes": [
            {"code": "ALL_DOMAINS", "description": "All domains", "sdmx": "_T"},
            {"code": "RIGHTS", "description": "Migrant rights", "sdmx": "PD_1"},
        ],
    },
    {"id": "Sex", "codes": [{"code": "BOTHSEX", "description": "Both sexes", "sdmx": "_T"}]},
    {"id": "Reporting Type", "codes": [{"code": "G", "description": "Global", "sdmx": "G"}]},
]

Row = dict[str, object]


def listed() -> list[Row]:
    """The series of the latest release."""
    return [
        {"goal": ["10"], "indicator": indicator, "release": RELEASE, "code": code, "uri": "/v1"}
        for code, indicator in SERIES.items()
    ]


def row(
    series: str, area: str, year: int, value: str | None, nature: str = "C", **more: str
) -> Row:
    """One figure: the year is a number with a point, the value a text."""
    dimensions = {"Reporting Type": more.pop("reporting", "G")}
    if series == "SG_CPA_MIGRS":
        dimensions["Policy Domains"] = more.pop("domain", "ALL_DOMAINS")
    return {
        "goal": ["10"],
        "indicator": SERIES[series],
        "series": series,
        "geoAreaCode": area,
        "geoAreaName": "Somewhere",
        "timePeriodStart": float(year),
        "value": value,
        "valueType": "Float",
        "upperBound": None,
        "footnotes": [""],
        "attributes": {"Nature": nature, "Units": "NUMBER"} | more,
        "dimensions": dimensions,
    }


def page_of(rows: Sequence[Row], page: int = 1, pages: int = 1) -> Row:
    """A page of figures, with what its codes mean."""
    return {
        "size": 10000, "totalElements": len(rows), "totalPages": pages, "pageNumber": page,
        "attributes": [{"id": "Nature", "codes": []}], "dimensions": DIMENSIONS, "data": [*rows],
    }  # fmt: skip


def rows_of(series: str) -> dict[int, list[Row]]:
    """Two pages: states, a region, the world and a gap."""
    if series == "SG_CPA_MIGRS":
        return {
            1: [
                row(series, "860", 2021, "3.0"),
                row(series, "860", 2021, "4", domain="RIGHTS"),
                row(series, "4", 2021, "NaN"),
            ],
            2: [row(series, "860", 2019, "2"), row(series, "762", 2021, "1", reporting="N")],
        }
    return {
        1: [row(series, "860", 2024, "0"), row(series, "1", 2024, "1,250.5", "E")],
        2: [row(series, "53", 2024, "7"), row(series, "4", 2024, None, "NA")],
    }


def answer(question: Question) -> Reply:
    """The list, or a page of a series."""
    if question.path.endswith("/Series/List"):
        return told(listed())
    number = int(question.query["page"][0])
    rows = rows_of(question.query["seriesCode"][0])
    return told(page_of(rows[number], number, len(rows)))


SHAPES = {"sdg_10_7_2": answer, "sdg_migration": answer}
KEYS: dict[str, dict[str, str]] = {}
_LIST = ("sdg_series_list.json", json.dumps(listed()).encode())
FILES = {
    "sdg_10_7_2": [
        (f"SG_CPA_MIGRS_{number}.json", json.dumps(page_of(rows, number, 2)).encode())
        for number, rows in rows_of("SG_CPA_MIGRS").items()
    ],
    "sdg_migration": [
        _LIST,
        ("sdg_migration_1.json", json.dumps(page_of(rows_of("SM_DTH_MIGR")[1])).encode()),
    ],
}
