"""Who was forced to move: people displaced, newly registered, and durable solutions, by UNHCR."""

from __future__ import annotations

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.evidence.accounts.area import (
    Area,
    added,
    ask,
    largest_first,
    pairs,
    told,
    whole,
    yearly,
)
from comity.evidence.accounts.people import Side
from comity.evidence.reading import Evidence, Row

CATEGORIES = {
    "refugees": "refugees",
    "asylum_seekers": "asylum_seekers",
    "oip": "others_in_need",
    "stateless": "stateless",
    "ooc": "others_of_concern",
    "idps": "idps_unhcr",
    "returned_refugees": "returned_refugees",
    "returned_idps": "returned_idps",
    "hst": "host_community",
}
ABROAD = ("refugees", "asylum_seekers", "oip")
_ABROAD_SQL = "category IN ('refugees', 'asylum_seekers', 'oip')"
_SOLUTIONS = {
    "returned_refugees": "returned_refugees",
    "resettlement": "resettled",
    "naturalisation": "naturalised",
}


def displaced(evidence: Evidence, area: Area, side: Side) -> list[Finding]:
    """People of concern to UNHCR in the area (`destination`) or from it (`origin`), by year.

    One finding a category, and `displaced`: refugees, asylum seekers and others in need of
    international protection together. Persons, end of year.
    """
    if not evidence.holds("displaced_stock"):
        return []
    rows = ask(
        evidence,
        area,
        side,
        f"""SELECT {{place}} AS place, year, category, sum(persons) AS n
                   {told(evidence, "displaced_stock", n="persons")}
            FROM displaced_stock WHERE {{here}} GROUP BY ALL ORDER BY year""",
    )
    role = (("role", N_("hosted") if side == "destination" else N_("from here")),)
    lineage = evidence.lineage("displaced_stock", method=f"sum over {side}")
    found: list[Finding] = []
    for category, measure in CATEGORIES.items():
        own = [row for row in rows if row["category"] == category]
        found += yearly(own, "n", area, measure, lineage, about=role)
    return [*found, *_together(evidence, rows, area, f"sum over {side} of three categories", role)]


def _together(
    evidence: Evidence,
    rows: list[Row],
    area: Area | Corridor,
    method: str,
    about: tuple[tuple[str, str], ...] = (),
) -> list[Finding]:
    by_year: dict[int, list[Row]] = {}
    for row in rows:
        if row["category"] in ABROAD:
            by_year.setdefault(row["year"], []).append(row)
    together = [{"year": year} | added(own, "n") for year, own in by_year.items()]
    lineage = evidence.lineage("displaced_stock", method=method)
    return yearly(together, "n", area, "displaced", lineage, about=about)


def largest(evidence: Evidence, area: Area, side: Side, most: int = 10) -> list[Finding]:
    """The largest corridors of displaced people into (or out of) the area, newest year."""
    if not evidence.holds("displaced_stock"):
        return []
    rows = ask(
        evidence,
        area,
        side,
        largest_first(
            most + 5,
            f"""SELECT {{place}} AS place, origin, destination, year, sum(persons) AS n
                       {told(evidence, "displaced_stock", n="persons")}
                FROM displaced_stock
                WHERE {{here}} AND {_ABROAD_SQL}
                  AND year = (SELECT max(year) FROM displaced_stock) AND origin <> destination
                GROUP BY ALL""",
        ),
    )
    lineage = evidence.lineage("displaced_stock", method="sum of three categories")
    found = pairs(rows, "n", "displaced", lineage)
    return found[:most] if len(rows) > most else whole(found, sum(row["n"] or 0 for row in rows))


def corridor_displaced(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """People of concern to UNHCR on one corridor by year and category, and `displaced`."""
    if not evidence.holds("displaced_stock"):
        return []
    rows = evidence.query(
        f"""SELECT year, category, sum(persons) AS n
                   {told(evidence, "displaced_stock", n="persons")}
            FROM displaced_stock
            WHERE origin = ? AND destination = ? GROUP BY ALL ORDER BY year""",
        [pair.origin.code, pair.destination.code],
    )
    lineage = evidence.lineage("displaced_stock")
    found: list[Finding] = []
    for category, measure in CATEGORIES.items():
        own = [row for row in rows if row["category"] == category]
        found += yearly(own, "n", pair, measure, lineage)
    return [*found, *_together(evidence, rows, pair, "sum of three categories")]


def internally(evidence: Evidence, area: Area) -> list[Finding]:
    """People internally displaced by conflict (IDMC) by year."""
    if not evidence.holds("internally_displaced"):
        return []
    rows = ask(
        evidence,
        area,
        "country",
        f"""SELECT {{place}} AS place, year, sum(persons) AS n
                   {told(evidence, "internally_displaced", n="persons")}
            FROM internally_displaced WHERE {{here}} GROUP BY ALL ORDER BY year""",
    )
    method = "as published" if area.one else "sum over countries"
    return yearly(rows, "n", area, "idps", evidence.lineage("internally_displaced", method=method))


def palestine(evidence: Evidence, area: Area | Corridor) -> list[Finding]:
    """Palestine refugees registered with UNRWA by year."""
    if not evidence.holds("palestine_refugees"):
        return []
    here = area
    if isinstance(area, Corridor):
        if area.origin.code != "PSE":
            return []
        here = Area(area.destination, (area.destination.code,))
    rows = ask(
        evidence,
        here,
        "destination",
        f"""SELECT {{place}} AS place, year, sum(persons) AS n
                   {told(evidence, "palestine_refugees", n="persons")}
            FROM palestine_refugees WHERE {{here}} GROUP BY ALL ORDER BY year""",
    )
    lineage = evidence.lineage("palestine_refugees", method="sum over origin")
    return yearly(rows, "n", area, "palestine_refugees", lineage)


def newly(evidence: Evidence, area: Area | Corridor, side: Side = "destination") -> list[Finding]:
    """People newly registered or recognised as displaced in the year, by year."""
    if not evidence.holds("displacement_flows"):
        return []
    role: tuple[tuple[str, str], ...] = ()
    if isinstance(area, Area):
        role = (("role", N_("arriving") if side == "destination" else N_("leaving")),)
    rows = ask(
        evidence,
        area,
        side,
        f"""SELECT {{place}} AS place, year, sum(persons) AS n
                   {told(evidence, "displacement_flows", n="persons")}
            FROM displacement_flows WHERE {{here}} GROUP BY ALL ORDER BY year""",
    )
    lineage = evidence.lineage("displacement_flows", method="sum of all categories")
    return yearly(rows, "n", area, "new_displacements", lineage, about=role)


def solutions(evidence: Evidence, area: Area | Corridor, side: Side = "origin") -> list[Finding]:
    """Returns, resettlement and naturalisation of refugees in the year, by year."""
    if not evidence.holds("solutions"):
        return []
    rows = ask(
        evidence,
        area,
        side,
        f"""SELECT {{place}} AS place, year, solution, sum(persons) AS n
                   {told(evidence, "solutions", n="persons")}
            FROM solutions WHERE {{here}} GROUP BY ALL ORDER BY year""",
    )
    lineage = evidence.lineage("solutions", method="sum over the other country")
    role = () if isinstance(area, Corridor) else ((("side", side),))
    found: list[Finding] = []
    for solution, measure in _SOLUTIONS.items():
        own = [row for row in rows if row["solution"] == solution]
        found += yearly(own, "n", area, measure, lineage, about=(*role, ("table", "solutions")))
    return found
