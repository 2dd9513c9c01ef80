"""A region member by member: the newest figure of each, side by side."""

from __future__ import annotations

from comity.core.findings import Finding, Lineage
from comity.core.periods import Period
from comity.core.places import Place, places
from comity.evidence.accounts.area import ESTIMATE_ENDS, Area, pairs, stated, told, whole
from comity.evidence.reading import Evidence, Row

COLUMNS = ("population", "immigrants", "emigrants", "displaced", "remittances_gdp")


def by_member(evidence: Evidence, area: Area) -> dict[Place, dict[str, Finding]]:
    """For every member the newest of `COLUMNS`, where there is one; members in order of names."""
    found: dict[Place, dict[str, Finding]] = {}
    for measure, (dataset, sql, method) in _queries(evidence, area).items():
        if not evidence.holds(dataset):
            continue
        lineage = evidence.lineage(dataset, method=method)
        for row in evidence.query(sql):
            place = places().get(row["place"])
            if place is not None and (made := _made(place, measure, row, lineage)):
                found.setdefault(place, {})[measure] = made
    return dict(sorted(found.items(), key=lambda item: item[0].name))


def between(evidence: Evidence, area: Area, most: int = 12) -> list[Finding]:
    """The migrant stock of every pair of members in the newest year; persons, 1 July.

    Of a large region the members with most people on the move between them, at most so many.
    """
    if area.codes is None or len(area.codes) < 3 or not evidence.holds("migrant_stock"):
        return []
    rows = evidence.query(
        f"""WITH inside AS (
                SELECT origin, destination, year, female + male AS n FROM migrant_stock
                WHERE {area.holds("origin")} AND {area.holds("destination")}
                  AND origin <> destination AND female + male > 0
                  AND year = (SELECT max(year) FROM migrant_stock)),
            ends AS (SELECT origin AS place, n FROM inside
                     UNION ALL SELECT destination, n FROM inside),
            busiest AS (SELECT place FROM ends GROUP BY place ORDER BY sum(n) DESC, place LIMIT ?)
            SELECT * FROM inside
            WHERE origin IN (FROM busiest) AND destination IN (FROM busiest)
            ORDER BY n DESC, origin, destination""",
        [most],
    )
    lineage = evidence.lineage("migrant_stock", method="sum of female and male")
    found = pairs(rows, "n", "migrant_stock", lineage)
    return found if len(area.codes) > most else whole(found, sum(row["n"] for row in rows))


def _made(place: Place, measure: str, row: Row, lineage: Lineage) -> Finding | None:
    projected = measure == "population" and row["year"] > ESTIMATE_ENDS
    figure = stated(row, "n", "projected" if projected else "published")
    if figure is None:
        return None
    about = (("role", "hosted"),) if measure == "displaced" else ()
    when = Period.year(row["year"])
    return Finding(place, measure, when, lineage=lineage, about=about, **figure)


def _queries(evidence: Evidence, area: Area) -> dict[str, tuple[str, str, str]]:
    both = told(evidence, "migrant_stock", n=("female", "male"))
    stock = f"""SELECT {{side}} AS place, year, sum(female + male) AS n {both}
                FROM migrant_stock
                WHERE {{inside}} AND year = (SELECT max(year) FROM migrant_stock) GROUP BY ALL"""
    return {
        "population": (
            "demography",
            f"""SELECT country AS place, year, pop_jul1 AS n FROM demography
                WHERE {area.holds("country")} AND year = 2024""",
            "as published",
        ),
        "immigrants": (
            "migrant_stock",
            stock.format(side="destination", inside=area.holds("destination")),
            "sum over destination, both sexes",
        ),
        "emigrants": (
            "migrant_stock",
            stock.format(side="origin", inside=area.holds("origin")),
            "sum over origin, both sexes",
        ),
        "displaced": (
            "displaced_stock",
            f"""SELECT destination AS place, year, sum(persons) AS n
                       {told(evidence, "displaced_stock", n="persons")}
                FROM displaced_stock
                WHERE {area.holds("destination")}
                  AND category IN ('refugees', 'asylum_seekers', 'oip')
                  AND year = (SELECT max(year) FROM displaced_stock) GROUP BY ALL""",
            "sum over destination of three categories",
        ),
        "remittances_gdp": (
            "economy",
            f"""SELECT country AS place, max(year) AS year, arg_max(value, year) AS n FROM economy
                WHERE {area.holds("country")} AND value > 0
                  AND indicator = 'remittances_received_gdp'
                GROUP BY country""",
            "as published",
        ),
    }
