"""A country or a region as a condition in a query, and rows of a query as findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from comity.core.findings import Finding, Lineage, Number, Status, withhold_parts
from comity.core.periods import Period
from comity.core.places import Corridor, Place, places
from comity.core.regions import Region
from comity.evidence.reading import Evidence, Row

ESTIMATE_ENDS = 2023
"""The last year for which World Population Prospects 2024 gives estimates and no projection."""


@dataclass(frozen=True, slots=True)
class Area:
    """The places that a question is about; the whole world has no condition."""

    subject: Place | Region
    codes: tuple[str, ...] | None

    @classmethod
    def of(cls, evidence: Evidence, subject: Place | Region) -> Area:
        """The area of a subject, with a region's members on the day of the evidence.

        Guernsey and Jersey together stand for the Channel Islands, which some publishers count as
        one (XCI).
        """
        if isinstance(subject, Place):
            return cls(subject, (subject.code,))
        if subject.slug == "world":
            return cls(subject, None)
        codes = [place.code for place in subject.members(evidence.today)]
        if {"GGY", "JEY"} <= set(codes):
            codes.append("XCI")
        return cls(subject, tuple(codes))

    @property
    def one(self) -> bool:
        """Whether this is a single country or area."""
        return isinstance(self.subject, Place)

    def holds(self, column: str) -> str:
        """The SQL condition that `column` names a place of the area."""
        if self.codes is None:
            return "TRUE"
        return f"{column} IN ({', '.join(repr(code) for code in self.codes)})"


WORLD_ROW = "country = 'WLD'"
"""The condition for the world on tables by country that carry a row of their own for it."""


def ask(
    evidence: Evidence, area: Area | Corridor, column: str, sql: str, *, world: str = "TRUE"
) -> list[Row]:
    """The rows of a query about an area by this column, or about a corridor.

    The query says `{place}` where it selects whom a row is about, and `{here}` where it narrows the
    rows to the area; evidence that is kept open asks it once for every place.

    >>> from comity.core.places import find_place
    >>> sql = "SELECT {place} AS place, sum(male) AS n FROM migrant_stock WHERE {here} GROUP BY ALL"
    >>> ask(evidence, Area(find_place("UZB"), ("UZB",)), "origin", sql)[0]["n"]
    7770015
    """
    if evidence.shelf and isinstance(area, Area) and area.codes and area.one:
        return evidence.shelf.of(sql.format(place=column, here="TRUE"), area.codes[0])
    if isinstance(area, Corridor):
        here = f"origin = '{area.origin.code}' AND destination = '{area.destination.code}'"
    else:
        here = world if area.codes is None else area.holds(column)
    return evidence.query(sql.format(place="''", here=here))


def largest_first(most: int, sql: str) -> str:
    """The query for the largest corridors of each place by `n`, at most so many."""
    order = "n DESC, origin, destination"
    return f"""SELECT * FROM ({sql})
            QUALIFY row_number() OVER (PARTITION BY place ORDER BY {order}) <= {most}
            ORDER BY {order}"""


def ask_all(evidence: Evidence, sql: str) -> list[Row]:
    """The rows of a query that is about no place of its own."""
    return evidence.shelf.of(sql) if evidence.shelf else evidence.query(sql)


@lru_cache(maxsize=4096)
def period(written: str | int) -> Period:
    """The period that a table writes, read once: a page shows the same years many times."""
    return Period.parse(written)


def yearly(
    rows: Iterable[Row],
    column: str,
    area_or_pair: Area | Corridor,
    measure: str,
    lineage: Lineage,
    *,
    status: Status = "published",
    **more: Any,
) -> list[Finding]:
    """One finding a row that has `year` and a value in `column`; other rows are left out."""
    subject = area_or_pair.subject if isinstance(area_or_pair, Area) else area_or_pair
    return [
        Finding(subject, measure, period(row["year"]), row[column], lineage, status=status, **more)
        for row in rows
        if row[column] is not None
    ]


def whole(found: Sequence[Finding], total: Number) -> list[Finding]:
    """Findings that add up to a total that is shown, so that no withheld one can be worked out."""
    if not found:
        return []
    return withhold_parts(found, replace(found[0], value=total, status="published", note=""))


def pairs(
    rows: Iterable[Row],
    column: str,
    measure: str,
    lineage: Lineage,
    **more: Any,
) -> list[Finding]:
    """One finding a row with `origin`, `destination`, `year`; codes without a page are left out."""
    known = places()
    return [
        Finding(
            Corridor(known[row["origin"]], known[row["destination"]]),
            measure,
            period(row["year"]),
            row[column],
            lineage,
            **more,
        )
        for row in rows
        if row["origin"] in known
        and row["destination"] in known
        and row["origin"] != row["destination"]
        and row[column] is not None
    ]
