"""On the way: deaths, detections and encounters by route, and which countries a route touches."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from comity.core.findings import Finding
from comity.core.marks import N_, Note
from comity.core.places import Place, places
from comity.evidence.accounts.area import Area, ask, ask_all, period, stated, told, yearly
from comity.evidence.accounts.asylum import role_of
from comity.evidence.reading import Evidence


@dataclass(frozen=True, slots=True)
class Touch:
    """One row of the dated table: a route of a dataset touches a country, and as what."""

    dataset: str
    route: str
    country: str
    role: str
    valid_from: str
    valid_to: str
    verification: str
    source: str


@cache
def touches() -> tuple[Touch, ...]:
    """The dated table of routes and countries that ships with Comity."""
    text = (files("comity.evidence.embedded") / "routes.csv").read_text(encoding="utf-8")
    return tuple(Touch(**row) for row in csv.DictReader(text.splitlines()))


def routes_through(area: Area, dataset: str) -> dict[str, set[str]]:
    """The routes of a dataset that touch the area, with the parts it plays in each."""
    found: dict[str, set[str]] = {}
    for touch in touches():
        inside = area.codes is None or touch.country in area.codes
        if touch.dataset == dataset and inside:
            found.setdefault(touch.route, set()).add(touch.role)
    return found


def countries_on(dataset: str, route: str) -> list[Place]:
    """The countries that a route touches."""
    codes = {t.country for t in touches() if t.dataset == dataset and t.route == route}
    return sorted((places()[code] for code in codes), key=lambda place: place.name)


def deaths(evidence: Evidence, area: Area, routes: list[str] | None) -> list[Finding]:
    """Deaths and disappearances by route and year; every route where `routes` is None.

    Minimum counts. The year in which the table ends is incomplete and says so.
    """
    if not evidence.holds("missing_migrants") or routes == []:
        return []
    rows = ask_all(
        evidence,
        f"""SELECT route, CAST(month[:4] AS INTEGER) AS year, sum(dead_missing) AS n,
                   (SELECT max(month) FROM missing_migrants) AS newest
                   {told(evidence, "missing_migrants", n="dead_missing")}
            FROM missing_migrants GROUP BY ALL ORDER BY route, year""",
    )
    lineage = evidence.lineage("missing_migrants", method="sum of months")
    found: list[Finding] = []
    for row in rows:
        if routes is not None and row["route"] not in routes:
            continue
        partial = row["newest"][:4] == str(row["year"]) and row["newest"][5:] != "12"
        note = N_("a minimum count")
        if partial:
            note = Note(N_("to {month} only; a minimum count"), month=row["newest"])
        if figure := stated(row, "n", note=note):
            route = (("route", row["route"]),)
            when = period(row["year"])
            found.append(
                Finding(area.subject, "deaths_route", when, lineage=lineage, about=route, **figure)
            )
    return found


def detected(evidence: Evidence, area: Area) -> list[Finding]:
    """Detections at the EU external border and encounters at the US border of people from here."""
    found: list[Finding] = []
    for name, column, measure in (
        ("border_detections_eu", "detections", "detections_eu"),
        ("border_encounters_us", "encounters", "encounters_us"),
    ):
        if not evidence.holds(name):
            continue
        rows = ask(
            evidence,
            area,
            "origin",
            f"""SELECT {{place}} AS place, CAST(month[:4] AS INTEGER) AS year, sum({column}) AS n
                       {told(evidence, name, n=column)}
                FROM {name} WHERE {{here}} GROUP BY ALL ORDER BY year""",
        )
        last = ask_all(evidence, f"SELECT max(month) AS newest FROM {name}")[0]["newest"]
        lineage = evidence.lineage(name, method="sum of months")
        whole = [row for row in rows if str(row["year"]) != last[:4] or last.endswith("-12")]
        part = [row for row in rows if row not in whole]
        role = role_of(area, "origin")
        found += yearly(whole, "n", area, measure, lineage, about=role)
        until = Note(N_("to {month} only"), month=last)
        found += yearly(part, "n", area, measure, lineage, about=role, note=until)
    return found
