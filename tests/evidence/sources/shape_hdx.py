"""The answers of HDX HAPI, version 2, in the shape that it documents.

https://hapi.humdata.org/openapi.json
https://hdx-hapi.readthedocs.io/en/latest/data_usage_guides/affected_people/
https://hdx-hapi.readthedocs.io/en/latest/data_usage_guides/coordination_and_context/
https://hdx-hapi.readthedocs.io/en/latest/data_usage_guides/food_security_nutrition_and_poverty/
"""

from typing import Any

from tests.evidence.sources.loopback import Question, Reply, told

KEY = "Y29taXR5OmFAYi5vcmc="


def row(code: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    """A row of a whole country, unless `more` says otherwise."""
    return {
        "location_ref": 1, "location_code": code, "location_name": "Some country",
        "has_hrp": True, "in_gho": True, "admin1_ref": 1, "admin1_code": None, "admin1_name": None,
        "provider_admin1_name": "", "admin2_ref": 1, "admin2_code": None, "admin2_name": None,
        "provider_admin2_name": "", "admin_level": 0, "resource_hdx_id": "a-b",
        "reference_period_start": f"{start}T00:00:00", "reference_period_end": f"{end}T23:59:59",
    } | more  # fmt: skip


def need(code: str, sector: str, status: str, people: int, category: str = "") -> dict[str, Any]:
    """People of a sector and status in 2026."""
    return row(
        code, "2026-01-01", "2026-12-31", sector_code=sector, sector_name=sector.title(),
        category=category, population_status=status, population=people,
    )  # fmt: skip


def phase(code: str, name: str, people: int, kind: str = "current", **more: Any) -> dict[str, Any]:
    """People in a phase in the first half of 2026."""
    return row(
        code, "2026-01-01", "2026-06-30", ipc_phase=name, ipc_type=kind,
        population_in_phase=people, population_fraction_in_phase=0.5,
    ) | more  # fmt: skip


def returned(origin: str, asylum: str, group: str, people: int, **more: Any) -> dict[str, Any]:
    """Returns in 2025."""
    return {
        "resource_hdx_id": "a-b", "origin_location_ref": 1, "asylum_location_ref": 2,
        "population_group": group, "gender": "all", "age_range": "all", "min_age": None,
        "max_age": None, "population": people, "reference_period_start": "2025-01-01T00:00:00",
        "reference_period_end": "2025-12-31T23:59:59", "origin_location_code": origin,
        "origin_location_name": "A", "asylum_location_code": asylum, "asylum_location_name": "B",
    } | more  # fmt: skip


def events(code: str, kind: str, number: int, dead: int | None) -> dict[str, Any]:
    """Events of June 2026."""
    return row(code, "2026-06-01", "2026-06-30", event_type=kind, events=number, fatalities=dead)


def round_(code: str, number: int, people: int) -> dict[str, Any]:
    """A round of assessments in March 2026."""
    return row(
        code, "2026-03-01", "2026-03-31", reporting_round=number, assessment_type="BA",
        operation="Armed conflict", population=people,
    )  # fmt: skip


ROWS: dict[str, list[dict[str, Any]]] = {
    "affected-people/humanitarian-needs": [
        need("SDN", "Intersectoral", "all", 500), need("SDN", "Intersectoral", "INN", 300),
        need("SDN", "Intersectoral", "REA", 0), need("SDN", "HEA", "INN", 200),
        need("SDN", "HEA", "INN", 90, "Children"), need("WLD", "HEA", "INN", 9_999),
    ],
    "food-security-nutrition-poverty/food-security": [
        *(phase("SOM", name, people) for name, people in
          (("all", 100), ("1", 40), ("2", 30), ("3", 20), ("4", 10), ("5", 0), ("3+", 30))),
        phase("SOM", "3+", 35, "first projection"),
        phase("SOM", "3", 12_345, provider_admin1_name="Somewhere without a code"),
    ],
    "affected-people/idps": [round_("SDN", 7, 1000), round_("SDN", 8, 1200)],
    "affected-people/returnees": [
        returned("SYR", "TUR", "RET", 400), returned("SYR", "SYR", "RDP", 900),
        returned("SYR", "TUR", "RET", 150, gender="f", age_range="0-4"),
    ],
    "coordination-context/conflict-events": [
        events("ECU", "political_violence", 10, 12), events("ECU", "civilian_targeting", 4, 5),
        events("ECU", "demonstration", 3, None), events("UZB", "demonstration", 0, 0),
    ],
}  # fmt: skip


def answer(question: Question) -> Reply:
    """One page of each table; without an identifier 403."""
    if question.query.get("app_identifier") != [KEY]:
        return Reply(b'{"detail": "Invalid app identifier"}', 403)
    return told({"data": ROWS[question.path.removeprefix("/api/v2/")]})


def csv_of(rows: list[dict[str, Any]]) -> bytes:
    """The same rows as the CSV files on data.humdata.org, with a row of tags and of marks."""
    names = [*rows[0], "warning", "error"]
    lines = [names, [f"#{name}" for name in names]]
    lines += [["" if row.get(name) is None else str(row.get(name)) for name in names]
              for row in rows]  # fmt: skip
    broken = ["" if name == "population" else line for name, line in
              zip(names, lines[-1], strict=True)]  # fmt: skip
    lines.append([*broken[:-1], "Duplicate row!"])
    return ("\ufeff" + "\n".join(",".join(line) for line in lines) + "\n").encode()


_PATHS = {
    "humanitarian_needs_hdx": "affected-people/humanitarian-needs",
    "food_security_hdx": "food-security-nutrition-poverty/food-security",
    "idps_hdx": "affected-people/idps",
    "returnees_hdx": "affected-people/returnees",
    "conflict_events_hdx": "coordination-context/conflict-events",
}
SHAPES = dict.fromkeys(_PATHS, answer)
KEYS = {name: {"HDX_APP_IDENTIFIER": KEY} for name in _PATHS}
FILES = {
    name: [(f"hdx_hapi_{name.removesuffix('_hdx')}_global.csv", csv_of(ROWS[path]))]
    for name, path in _PATHS.items()
}
