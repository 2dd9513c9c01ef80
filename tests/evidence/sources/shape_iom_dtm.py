"""The answers of IOM DTM's API, version 3, as its own client documents and prints them.

https://dtmapi.readthedocs.io/en/latest/dtmapi.html
https://github.com/Displacement-Tracking-Matrix/dtmapi/blob/main/example.ipynb (fields)
https://data.humdata.org/dataset/global-iom-dtm-from-api (the same as CSV, without a key)
"""

from tests.evidence.sources.loopback import Question, Reply, told

KEYS = {"idps_dtm": {"DTM_KEY": "abc123"}}
COUNTRIES = [
    {"admin0Name": "Sudan", "admin0Pcode": "SDN"},
    {"admin0Name": "Bahamas (the)", "admin0Pcode": "BHS"},
]


def row(
    country: str, operation: str, number: object, persons: object, reason: str = "Conflict"
) -> dict[str, object]:
    """One row of a country."""
    return {
        "operation": operation,
        "admin0Name": "Somewhere",
        "admin0Pcode": country,
        "numPresentIdpInd": persons,
        "reportingDate": "2026-06-30T00:00:00",
        "yearReportingDate": 2026,
        "monthReportingDate": 6,
        "roundNumber": number,
        "displacementReason": reason,
        "numberMales": None,
        "numberFemales": None,
        "idpOriginAdmin1Name": "Not available",
        "idpOriginAdmin1Pcode": "Not available",
        "assessmentType": "BA",
    }


ROWS = {
    "SDN": [
        row("SDN", "Clashes", 8, 1000),
        row("SDN", "Clashes", 8, "500", "Disaster"),
        row("SDN", "Clashes (Overview)", 8, 1500),
        row("SDN", "Darfur", None, 0) | {"assessmentType": None},
    ],
    "BHS": [row("BHS", "Hurricane", 1, None), row("XX", "Elsewhere", 1, 7)],
}


def envelope(rows: object) -> dict[str, object]:
    """How every answer is wrapped."""
    return {"isSuccess": True, "statusCode": 200, "errorMessages": [], "result": rows}


def answer(question: Question) -> Reply:
    """The list of countries, or the rows of one."""
    if question.headers.get("ocp-apim-subscription-key") != KEYS["idps_dtm"]["DTM_KEY"]:
        return Reply(b'{"statusCode": 401, "message": "Access denied"}', 401)
    if question.path == "/v3/displacement/country-list":
        return told(envelope(COUNTRIES))
    return told(envelope(ROWS[question.query["Admin0Pcode"][0]]))


def passed_on() -> bytes:
    """The file that the Humanitarian Data Exchange passes on: all levels, with a row of tags."""
    names = ["id", *row("SDN", "A", 1, 1), "adminLevel"]
    wanted = [*(one | {"adminLevel": 0} for rows in ROWS.values() for one in rows)]
    other = row("SDN", "Clashes", 8, 1000) | {"adminLevel": 2}
    tags = {"operation": "#operation+name", "adminLevel": "#adm+level"}
    lines = [names] + [
        ["" if one.get(name) is None else str(one.get(name)) for name in names]
        for one in (tags, *wanted, other)
    ]
    return "\n".join(",".join(line) for line in lines).encode()


SHAPES = {"idps_dtm": answer}
FILES = {"idps_dtm": [("global-iom-dtm-from-api-admin-0-to-2.csv", passed_on())]}
