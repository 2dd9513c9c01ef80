"""Facts that answer what is commonly believed: how far people go, who hosts, how many move."""

from __future__ import annotations

from comity.core.findings import Finding
from comity.core.periods import Period
from comity.core.places import Place, places
from comity.core.regions import Subject
from comity.evidence.accounts.area import Area, ask
from comity.evidence.reading import Evidence, Row

_POOR = ("Low income", "Lower middle income", "Upper middle income")


def same_region(evidence: Evidence, place: Place) -> Finding | None:
    """Share of a country's emigrants who live in the same M49 region, newest year; percent."""
    if not place.m49_regions or not evidence.holds("migrant_stock"):
        return None
    region = place.m49_regions[0]
    near = [p.code for p in places().values() if region in p.m49_regions and p != place]
    rows = ask(
        evidence,
        Area(place, (place.code,)),
        "origin",
        """SELECT {place} AS place, destination, year, sum(female + male) AS n
           FROM migrant_stock WHERE {here} GROUP BY origin, destination, year
           QUALIFY year = max(year) OVER (PARTITION BY origin)""",
    )
    rows = _near(rows, near)
    return _percent(evidence, place, "share_same_region", rows, "migrant_stock")


def _near(rows: list[Row], near: list[str]) -> list[Row]:
    """What all rows add up to, and those with a destination nearby."""
    if not rows:
        return []
    whole = sum(row["n"] or 0 for row in rows)
    part = sum(row["n"] or 0 for row in rows if row["destination"] in near)
    return [{"year": rows[0]["year"], "whole": whole, "part": part}]


_OLD_BORDERS = ("SDN", "SRB")
"""Whose land borders the table of ties still draws as before 2011 (Sudan) and 2006 (Serbia)."""


def neighbours(evidence: Evidence, place: Place) -> Finding | None:
    """Share of people displaced from a country who live in a country with a land border to it.

    None where the table of ties lacks the country, knows only its former borders, or lacks
    destinations of more than one in a hundred of the people; none are guessed.
    """
    held = evidence.holds("displaced_stock") and evidence.holds("dyads")
    if not held or place.code in _OLD_BORDERS:
        return None
    rows = ask(
        evidence,
        Area(place, (place.code,)),
        "origin",
        """SELECT {place} AS place, year, sum(persons) AS whole,
                  sum(persons) FILTER (contiguous = 1) AS part,
                  sum(persons) FILTER (contiguous IS NULL) AS unknown
           FROM displaced_stock LEFT JOIN dyads USING (origin, destination)
           WHERE {here} AND category IN ('refugees', 'asylum_seekers', 'oip')
             AND year = (SELECT max(year) FROM displaced_stock)
           GROUP BY ALL""",
    )
    whole = (rows[0]["whole"] if rows else 0) or 0
    if whole < 1000 or (rows[0]["unknown"] or 0) > 0.01 * whole:
        return None
    return _percent(evidence, place, "share_neighbours", rows, "displaced_stock", "dyads")


def low_and_middle(evidence: Evidence, area: Area) -> Finding | None:
    """Share of refugees and others in need whom low- and middle-income countries host."""
    if not evidence.holds("displaced_stock"):
        return None
    poor = [p.code for p in places().values() if p.group("income") in _POOR]
    rows = ask(
        evidence,
        area,
        "origin",
        f"""SELECT {{place}} AS place, year, sum(persons) AS whole,
                   sum(persons) FILTER (destination IN ({_list(poor)})) AS part
            FROM displaced_stock
            WHERE {{here}} AND category IN ('refugees', 'oip')
              AND year = (SELECT max(year) FROM displaced_stock)
            GROUP BY ALL""",
    )
    return _percent(evidence, area.subject, "share_low_middle", rows, "displaced_stock")


def _percent(
    evidence: Evidence, subject: Subject, measure: str, rows: list[Row], *names: str
) -> Finding | None:
    if not rows or not rows[0]["whole"]:
        return None
    part, whole = float(str(rows[0]["part"] or 0)), float(str(rows[0]["whole"]))
    lineage = evidence.lineage(*names, method="part divided by whole", part=part, whole=whole)
    return Finding(
        subject,
        measure,
        Period.parse(str(rows[0]["year"])),
        100 * part / whole,
        lineage,
        status="derived",
    )


def _list(codes: list[str]) -> str:
    return ", ".join(repr(code) for code in codes) or "''"
