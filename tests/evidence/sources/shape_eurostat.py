"""Eurostat's answers, in the shape that its user guides and JSON-stat document.

https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-detailed-guidelines/api-statistics
https://json-stat.org/full/ (JSON-stat 2.0)
https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-detailed-guidelines/asynchronous-api
Seen in copies of real answers: `|C` in `status` for a confidential cell, a dimension of size 0
where none of the codes asked is known, the periods of a table among the annotations, the warning.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from tests.evidence.sources.loopback import Question, Reply, told

YEARS = ("2024", "2025")
_YEARLY = list(YEARS)
_MONTHLY = [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)]
_QUARTERLY = [f"{year}-Q{quarter}" for year in YEARS for quarter in range(1, 5)]
CITIZENS = ["TOTAL", "EU27_2020", "SY", "XK", "STLS", "UNK", "RNC"]
STATES = ["EU27_2020", "DE", "EL"]
_PEOPLE = {"sex": ["T", "M", "F", "UNK"], "age": ["TOTAL", "Y_LT18"]}
_TOTAL = ["TOTAL", "SOME"]

TABLES: dict[str, dict[str, list[str]]] = {
    "migr_asyappctza": {"applicant": ["TOTAL", "FRST", "SSEQ"], **_PEOPLE, "time": _YEARLY},
    "migr_asyappctzm": {"applicant": ["TOTAL", "FRST", "SSEQ"], **_PEOPLE, "time": _MONTHLY},
    "migr_asydcfstq": {
        "decision": ["TOTAL", "POS", "POS_RFG", "POS_HUM", "POS_SPROT", "NEG"],
        **_PEOPLE,
        "time": _QUARTERLY,
    },
    "migr_asypenctzm": {**_PEOPLE, "time": _MONTHLY},
    "migr_asytpsm": {**_PEOPLE, "time": _MONTHLY},
    "migr_asytpfm": {**_PEOPLE, "time": _MONTHLY},
    "migr_eirfs": {"reason": _TOTAL, "border": _TOTAL, "time": _YEARLY},
    "migr_eipre": {"reason": _TOTAL, "apprehen": _TOTAL, **_PEOPLE, "time": _YEARLY},
    "migr_eiord": {**_PEOPLE, "time": _YEARLY},
    "migr_eirtn": {"c_dest": _TOTAL, **_PEOPLE, "time": _YEARLY},
    "migr_resfirst": {
        "reason": ["TOTAL", "FAM", "EDUC", "EMP", "OTH"],
        "duration": _TOTAL,
        "time": _YEARLY,
    },
}
"""The dimensions of each table beside freq, unit, citizen and geo, with their codes."""

CELLS: dict[tuple[str, str], tuple[int | str | None, str]] = {
    ("SY", "DE"): (100, ""),
    ("SY", "EL"): (0, ""),
    ("XK", "DE"): (None, "|C"),
    ("XK", "EL"): (None, ":"),
    ("STLS", "DE"): (15, "p"),
    ("UNK", "EL"): (5, "dp"),
    ("RNC", "DE"): (10, ""),
    ("TOTAL", "DE"): (125, ""),
    ("SY", "EU27_2020"): (100, ""),
}
"""Values and flags of the first period of a year, by citizenship and state."""


def stat(
    code: str,
    dimensions: Mapping[str, Sequence[str]],
    cells: Mapping[tuple[str, ...], tuple[int | str | None, str]],
    updated: str = "2026-09-11T11:00:00+0200",
) -> dict[str, Any]:
    """A JSON-stat answer; cells by their codes in the order of the dimensions."""
    every = itertools.product(*dimensions.values())
    places = {coordinates: str(place) for place, coordinates in enumerate(every)}
    kept = {places[at]: cell for at, cell in cells.items()}
    status = {place: letters for place, (_, letters) in kept.items() if letters}
    latest = TABLES.get(code, {}).get("time", YEARS)
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Some table",
        "source": "ESTAT",
        "updated": updated,
        "value": {place: value for place, (value, _) in kept.items() if value is not None},
        **({"status": status} if status else {}),
        "id": [*dimensions],
        "size": [len(codes) for codes in dimensions.values()],
        "dimension": {
            name: {
                "label": name,
                "category": {
                    "index": {one: place for place, one in enumerate(codes)},
                    "label": {one: f"Label of {one}" for one in codes},
                },
            }
            for name, codes in dimensions.items()
        },
        "extension": {
            "lang": "EN",
            "id": code.upper(),
            "agencyId": "ESTAT",
            "version": "1.0",
            "annotation": [
                {"type": "OBS_COUNT", "title": "1000"},
                {"type": "OBS_PERIOD_OVERALL_LATEST", "title": latest[-1]},
                {"type": "OBS_PERIOD_OVERALL_OLDEST", "title": latest[0]},
                {"type": "UPDATE_DATA", "date": updated},
            ],
        },
    }


def dimensions(code: str, query: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """All dimensions of a table with the codes that are asked for; unknown ones are dropped."""
    rest = dict(TABLES[code])
    periods = rest.pop("time")
    if "lastTimePeriod" in query:
        periods = periods[-int(query["lastTimePeriod"][0]) :]
    since = query.get("sinceTimePeriod", [periods[0]])[0]
    until = query.get("untilTimePeriod", [periods[-1]])[0]
    freq = "Q" if "Q" in since else "M" if "-" in since else "A"
    every = {"freq": [freq], "unit": ["PER"], "citizen": CITIZENS, **rest, "geo": STATES}
    asked = {
        name: [one for one in codes if one in query.get(name, codes)]
        for name, codes in every.items()
    }
    return asked | {"time": [period for period in periods if since <= period <= until]}


def content(code: str, query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What the API answers to a question: the same cells for every code of the other dimensions."""
    found = dimensions(code, query)
    cells = {}
    for coordinates in itertools.product(*found.values()):
        at = dict(zip(found, coordinates, strict=True))
        cell = CELLS.get((at["citizen"], at["geo"]))
        if cell and (at["time"] in YEARS or at["time"].endswith(("-01", "-Q1"))):
            cells[coordinates] = cell
    return stat(code, found, cells)


def answer(question: Question) -> Reply:
    """The answer of the API to any question that is put to it."""
    return told(content(question.path.rsplit("/", 1)[-1], question.query))


def csv(code: str, rows: Sequence[str], extra: str = "") -> bytes:
    """A table as SDMX-CSV, as the data browser and the API write it."""
    names = [name for name in dimensions(code, {}) if name != "time"]
    heading = f"DATAFLOW,LAST UPDATE,{','.join(names)},TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"
    start = f"ESTAT:{code.upper()}(1.0),11/09/26 11:00:00,"
    return "\r\n".join([heading + extra, *(start + row for row in rows), ""]).encode()


PERMITS = csv(
    "migr_resfirst",
    [
        "A,PER,SY,FAM,TOTAL,DE,2025,120,,",
        "A,PER,SY,EDUC,TOTAL,DE,2025,3,bp,",
        "A,PER,SY,EMP,TOTAL,DE,2025,0,,",
        "A,PER,SY,OTH,TOTAL,DE,2025,,,C",
        "A,PER,SY,OTH,SOME,DE,2025,7,,",
        "A,PER,SY,TOTAL,TOTAL,DE,2025,123,,F",
        "A,PER,TOTAL,FAM,TOTAL,EU27_2020,2025,900,,",
    ],
)

MADE_OF = {
    "asylum_applicants_eu": ["migr_asyappctza"],
    "asylum_applicants_eu_monthly": ["migr_asyappctzm"],
    "asylum_decisions_eu": ["migr_asydcfstq"],
    "asylum_pending_eu": ["migr_asypenctzm"],
    "temporary_protection_eu": ["migr_asytpsm", "migr_asytpfm"],
    "enforcement_eu": ["migr_eirfs", "migr_eipre", "migr_eiord", "migr_eirtn"],
    "residence_permits_eu": ["migr_resfirst"],
}


def _files(dataset: str) -> list[tuple[str, bytes]]:
    if dataset == "residence_permits_eu":
        return [("estat_migr_resfirst_en.csv", PERMITS)]
    return [
        (f"{code}.json", told(content(code, {"age": ["TOTAL"]})).body) for code in MADE_OF[dataset]
    ]


SHAPES = dict.fromkeys(MADE_OF, answer)
FILES = {dataset: _files(dataset) for dataset in MADE_OF}
