"""Who asked for asylum and how claims ended; persons and cases are never added up."""

from __future__ import annotations

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor, Place, places
from comity.core.regions import Subject
from comity.evidence.accounts.area import Area, ask, period, stated, told, yearly
from comity.evidence.accounts.people import Side
from comity.evidence.reading import Evidence, Row

FEWEST_DECISIONS = 100
"""A protection rate rests on at least this many decisions."""


def applications(evidence: Evidence, area: Area | Corridor, side: Side) -> list[Finding]:
    """New asylum applications by year: in persons, and in cases where they are counted so."""
    if not evidence.holds("asylum_applications"):
        return []
    rows = ask(
        evidence,
        area,
        side,
        f"""SELECT {{place}} AS place, year, unit, sum(applications) AS n
                   {told(evidence, "asylum_applications", n="applications")}
            FROM asylum_applications WHERE {{here}} GROUP BY ALL ORDER BY year""",
    )
    lineage = evidence.lineage("asylum_applications", method="sum of new applications by unit")
    role = role_of(area, side)
    persons = [row for row in rows if row["unit"] == "P"]
    cases = [row for row in rows if row["unit"] == "C"]
    return [
        *yearly(persons, "n", area, "applications", lineage, about=role),
        *yearly(cases, "n", area, "application_cases", lineage, about=role),
    ]


def applicants_eu(evidence: Evidence, area: Area | Corridor, side: Side) -> list[Finding]:
    """Asylum applicants as Eurostat counts them, by year."""
    if not evidence.holds("asylum_applicants_eu"):
        return []
    rows = ask(
        evidence,
        area,
        side,
        f"""SELECT {{place}} AS place, year, sum(applicants) AS n
                   {told(evidence, "asylum_applicants_eu", n="applicants")}
            FROM asylum_applicants_eu WHERE {{here}} GROUP BY ALL ORDER BY year""",
    )
    lineage = evidence.lineage("asylum_applicants_eu", method="sum over sex")
    return yearly(rows, "n", area, "applicants_eu", lineage, about=role_of(area, side))


def role_of(area: Area | Corridor, side: Side) -> tuple[tuple[str, str], ...]:
    """Which side of an area a count of claims or detections is about; nothing for a corridor."""
    if isinstance(area, Corridor):
        return ()
    return (("role", N_("lodged here") if side == "destination" else N_("by people from here")),)


def protection(evidence: Evidence, area: Area | Corridor, side: Side) -> list[Finding]:
    """Decisions and protection rate at first instance by year.

    (recognised + complementary) / (recognised + complementary + rejected), in the unit (persons or
    cases) in which more was decided that year; years with fewer than 100 decisions are left out.
    Rows of which one of the three was not published count on neither side of the division.
    """
    if not evidence.holds("asylum_decisions"):
        return []
    rows = _decided(evidence, area, side, "year")
    subject = area if isinstance(area, Corridor) else area.subject
    return [f for row in rows for f in _rate(evidence, subject, row, role_of(area, side))]


def protection_by_destination(evidence: Evidence, origin: Place, most: int = 10) -> list[Finding]:
    """Protection rates for one origin by destination, newest year, most decisions first."""
    if not evidence.holds("asylum_decisions"):
        return []
    area = Area(origin, (origin.code,))
    rows = _decided(evidence, area, "origin", "destination, year", _NEWEST)
    rows = [row for row in rows if row["decided"] is not None]
    rows.sort(key=lambda row: (-row["decided"], row["destination"]))
    made: list[Finding] = []
    for row in rows:
        if row["destination"] in places() and row["destination"] != origin.code:
            made += _rate(evidence, Corridor(origin, places()[row["destination"]]), row, ())
    return made[: 2 * most]


def protection_by_origin(evidence: Evidence, destination: Place) -> list[Finding]:
    """Protection rates in one destination by origin, newest year; at least 100 decisions each."""
    if not evidence.holds("asylum_decisions"):
        return []
    area = Area(destination, (destination.code,))
    rows = _decided(evidence, area, "destination", "origin, year", _NEWEST)
    made: list[Finding] = []
    for row in rows:
        if row["origin"] in places() and row["origin"] != destination.code:
            made += _rate(evidence, Corridor(places()[row["origin"]], destination), row, ())
    return made


def spread(evidence: Evidence, rates: list[Finding]) -> tuple[Finding, Finding] | None:
    """The lowest and highest protection rate among destinations, or None with fewer than two."""
    given = (f for f in rates if f.measure == "protection_rate" and f.value is not None)
    known = sorted(given, key=lambda f: f.value or 0)
    if len(known) < 2 or not isinstance(known[0].subject, Corridor):
        return None
    origin = known[0].subject.origin
    made = [
        evidence.derived(
            origin,
            measure,
            found.period,
            found.value,
            known,
            "extreme of the rates by destination with at least 100 decisions",
            about=(("destination", found.subject.code.split("-")[1]),),
        )
        for found, measure in (
            (known[0], "protection_rate_lowest"),
            (known[-1], "protection_rate_highest"),
        )
    ]
    return made[0], made[1]


_NEWEST = "year = (SELECT max(year) FROM asylum_decisions)"


def _decided(
    evidence: Evidence, area: Area | Corridor, side: Side, by: str, condition: str = "TRUE"
) -> list[Row]:
    ended = ("recognised", "complementary", "rejected")
    return ask(
        evidence,
        area,
        side,
        f"""WITH units AS (
              SELECT {{place}} AS place, {by}, unit,
                     sum(recognised + complementary) FILTER (rejected IS NOT NULL) AS granted,
                     sum(recognised + complementary + rejected) AS decided
                     {told(evidence, "asylum_decisions", decided=ended)}
              FROM asylum_decisions
              WHERE level = 'first_instance' AND {{here}} AND {condition} GROUP BY ALL)
            SELECT * FROM units WHERE decided >= {FEWEST_DECISIONS} OR decided IS NULL
            QUALIFY row_number() OVER (PARTITION BY place, {by} ORDER BY decided DESC, unit) = 1
            ORDER BY {by}""",
    )


def _rate(
    evidence: Evidence,
    subject: Subject,
    row: Row,
    role: tuple[tuple[str, str], ...],
) -> list[Finding]:
    unit = "persons" if row["unit"] == "P" else "cases"
    lineage = evidence.lineage(
        "asylum_decisions",
        method="(recognised + complementary) / (recognised + complementary + rejected)",
        level="first instance",
        counted_in=unit,
    )
    about = (*role, ("counted in", unit))
    year = period(row["year"])
    found = stated(row, "decided", "derived")
    if found is None:
        return []
    known = row["decided"] is not None
    rate = found | {"value": 100 * row["granted"] / row["decided"] if known else None}
    return [
        Finding(subject, "protection_rate", year, lineage=lineage, about=about, **rate),
        Finding(subject, "decisions", year, lineage=lineage, about=about, **found),
    ]
