"""UCDP's page of downloads, its files and its API, in the shape that is described of them.

https://ucdp.uu.se/downloads/ (the files, by the names that the page links)
https://ucdp.uu.se/apidocs/ (the API; fields also in
https://github.com/api-evangelist/uppsala/blob/main/openapi/uppsala-gedevents-api-openapi.yml)
Headings of 26.1 as in the list of fields of the country-year API; 25.1 ended each in `_cy`.
"""

import csv
import io
import zipfile

from tests.evidence.sources.loopback import Question, Reply, page, told

DEATHS = (
    "sb_total_deaths_best", "sb_total_deaths_high", "sb_total_deaths_low",
    "sb_intrastate_deaths_best", "sb_interstate_deaths_best", "ns_total_deaths_best",
    "os_total_deaths_best", "cumulative_total_deaths_civilians_in_orgvio",
    "cumulative_total_deaths_in_orgvio_best", "cumulative_total_deaths_in_orgvio_high",
    "cumulative_total_deaths_in_orgvio_low",
)  # fmt: skip
LINKS = """<html><body><h3>UCDP GED Global version 26.1</h3>
<a href="/downloads/ged/ged261-csv.zip?v=2">CSV</a> <a href='ged/ged251-csv.zip'>25.1</a>
<a href="/downloads/candidateged/GEDEvent_v26_0_8.csv">August</a>
<a href="/downloads/candidateged/GEDEvent_v26_01_26_06.csv">January to June</a>
<a href="/downloads/candidateged/GEDEvent_v26_0_6.csv">June</a>
<a href="/downloads/candidateged/GEDEvent_v26_0_7.csv?v=2">July</a>
<a href="/downloads/organizedviolencecy/organizedviolencecy-251-csv.zip">old</a>
<a href="http://ucdp.uu.se/downloads/organizedviolencecy/organizedviolencecy-261-csv.zip">CSV</a>
<a href="/downloads/organizedviolencecy/organizedviolencecy-261-xlsx.zip">Excel</a>
</body></html>"""
EVENT = (
    "id", "relid", "year", "code_status", "type_of_violence", "conflict_name", "source_headline",
    "where_prec", "latitude", "longitude", "country", "country_id", "date_prec", "date_start",
    "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
)  # fmt: skip


def csv_bytes(headings: tuple[str, ...], rows: list[dict[str, object]]) -> bytes:
    """A CSV file with these headings, absent cells blank."""
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def zipped(name: str, content: bytes) -> bytes:
    """A ZIP archive of one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def year_row(number: int, name: str, year: int, deaths: int, ending: str = "") -> dict[str, object]:
    """A country and year whose figures are all made of one number."""
    figures = dict.fromkeys(DEATHS, 0) | {
        "sb_total_deaths_best": deaths, "sb_total_deaths_high": deaths * 2,
        "cumulative_total_deaths_in_orgvio_best": deaths + 1,
        "cumulative_total_deaths_in_orgvio_high": deaths * 2 + 1,
        "cumulative_total_deaths_in_orgvio_low": 1,
        "cumulative_total_deaths_civilians_in_orgvio": 1, "os_total_deaths_best": 1,
    }  # fmt: skip
    row = {"country_id": number, "country": name, "year": year} | figures
    return {key + ending: value for key, value in row.items()}


def years(rows: list[dict[str, object]], ending: str = "", version: str = "26.1") -> bytes:
    """The file of countries and years."""
    names = tuple(name + ending for name in ("country", "country_id", "year", *DEATHS))
    return csv_bytes((*names, "Version"), [row | {"Version": version} for row in rows])


YEARS = [
    year_row(704, "Uzbekistan", 2025, 0),
    year_row(678, "Yemen (North Yemen)", 1989, 10),
    year_row(680, "South Yemen", 1989, 5),
    year_row(265, "German Democratic Republic", 1989, 0),
    year_row(345, "Serbia (Yugoslavia)", 2025, 3),
    year_row(347, "Kosovo", 2025, 2),
    year_row(328, "Vatican City State", 2025, 0),
]


def event(
    number: int, state: int, name: str, day: str, kind: int = 1, best: int = 10
) -> dict[str, object]:
    """An event as it stands in files and answers."""
    return {
        "id": number, "relid": f"X-{number}", "year": int(day[:4]), "code_status": "Clear",
        "type_of_violence": kind, "conflict_name": "A - B, \"C\"\nD", "where_prec": 1,
        "latitude": 1.5, "longitude": 2.5, "country": name, "country_id": state, "date_prec": 1,
        "date_start": f"{day} 00:00:00.000", "date_end": f"{day} 00:00:00.000", "deaths_a": 0,
        "deaths_b": 0, "deaths_civilians": 1, "deaths_unknown": 0, "best": best,
        "high": best + 5, "low": best - 5,
    }  # fmt: skip


FINAL = [
    event(1, 775, "Myanmar (Burma)", "2025-11-30"),
    event(2, 775, "Myanmar (Burma)", "2025-11-02"),
    event(3, 775, "Myanmar (Burma)", "2025-11-02", 3),
    event(4, 666, "Israel", "2025-12-31", 1, 100),
]
CANDIDATES = {
    "GEDEvent_v26_01_26_06.csv": [
        event(4, 666, "Israel", "2025-12-31", 1, 900),
        event(11, 666, "Israel", "2026-01-15", 1, 20),
        event(12, 666, "Israel", "2026-06-15", 1, 30),
    ],
    "GEDEvent_v26_0_6.csv": [event(13, 666, "Israel", "2026-06-20", 1, 500)],
    "GEDEvent_v26_0_7.csv": [event(14, 666, "Israel", "2026-07-01", 2, 40)],
    "GEDEvent_v26_0_8.csv": [
        event(14, 666, "Israel", "2026-07-01", 2, 45),
        event(15, 775, "Myanmar (Burma)", "2026-08-31", 3, 50),
    ],
}


def answer(question: Question) -> Reply:
    """The page, the yearly files and the candidate files."""
    name = question.path.rsplit("/", 1)[-1]
    if question.path == "/downloads/":
        return page(LINKS)
    if name == "organizedviolencecy-261-csv.zip":
        return Reply(zipped("OrganizedViolenceCYDataSet26_1.csv", years(YEARS)))
    if name == "ged261-csv.zip":
        return Reply(zipped("GEDEvent_v26_1.csv", csv_bytes(EVENT, FINAL)))
    if name in CANDIDATES:
        return Reply(csv_bytes(EVENT, CANDIDATES[name]))
    return page("Not found", 404)


def by_token(question: Question) -> Reply:
    """A page without candidate files; the API has those of January and February 2026."""
    if question.path == "/downloads/":
        return page('<a href="/downloads/ged/ged261-csv.zip">CSV</a>')
    if "/gedevents/" not in question.path:
        return answer(question)
    if question.headers.get("x-ucdp-access-token") != "geheim":
        return Reply(b"API token required", 401)
    if not question.path.endswith(("/26.0.1", "/26.0.2")):
        return page("Not found", 404)
    month = question.path[-1]
    number = int(question.query.get("page", ["0"])[0])
    rows = [event(int(month) * 10 + number, 666, "Israel", f"2026-0{month}-0{number + 1}")]
    following = f"http://ucdpapi.pcr.uu.se/api/gedevents/26.0.{month}?pagesize=1000&page=1"
    return told(
        {
            "TotalCount": 2, "TotalPages": 2, "PreviousPageUrl": "", "Result": rows,
            "NextPageUrl": following if number == 0 else "",
        }
    )  # fmt: skip


SHAPES = {"conflict_deaths": answer, "conflict_deaths_monthly": answer}
KEYS: dict[str, dict[str, str]] = {}
FILES = {
    "conflict_deaths": [
        (
            "organizedviolencecy-251-csv.zip",
            zipped(
                "organizedviolencecy_v25_1.csv",
                years([year_row(704, "Uzbekistan", 2024, 7, "_cy")], "_cy", "25.1"),
            ),
        )
    ],
    "conflict_deaths_monthly": [
        ("ged261-csv.zip", zipped("GEDEvent_v26_1.csv", csv_bytes(EVENT, FINAL))),
        ("GEDEvent_v26_01_26_06.csv", csv_bytes(EVENT, CANDIDATES["GEDEvent_v26_01_26_06.csv"])),
    ],
}
