"""A country or a region as a condition in a query, and rows of a query as findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding, Lineage, Status
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

    def country_rows(self) -> str:
        """The condition on tables by country, which carry a row of their own for the world."""
        return "country = 'WLD'" if self.codes is None else self.holds("country")


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
        Finding(
            subject, measure, Period.parse(row["year"]), row[column], lineage, status=status, **more
        )
        for row in rows
        if row[column] is not None
    ]


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
            Period.parse(row["year"]),
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
