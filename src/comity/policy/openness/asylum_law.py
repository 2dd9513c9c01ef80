"""What asylum laws hold, where APLA's table was brought: measures counted year by year.

Nineteen Latin American countries are coded, from 1990 to 2020. What is there and what is liberal is
as the authors judge; a measure without an answer is counted nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.accounts.area import period
from comity.evidence.reading import Evidence, Row

TABLE = "asylum_policies_latin_america"
CAVEATS = (
    N_("Laws, not practice; what is liberal is as the authors of the table judge."),
    N_("A measure without an answer was not coded or did not apply; it is counted nowhere."),
)
ANSWERS = {"coded": N_("answered"), "present": N_("in the law"), "liberal": N_("liberal")}


@dataclass(frozen=True, slots=True)
class Year:
    """How many measures were answered for a year, are in the law, and are liberal."""

    year: int
    coded: Finding
    present: Finding
    liberal: Finding

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The counts in the order of `ANSWERS`."""
        return (self.coded, self.present, self.liberal)

    def as_json(self) -> dict[str, Any]:
        """The counts as plain data."""
        counts = zip(ANSWERS, self.findings, strict=True)
        return {"year": self.year} | {name: found.value for name, found in counts}


def asylum_law_of(evidence: Evidence, place: Place) -> tuple[Year, ...]:
    """The counts of each year; none where the table was not brought, or does not code the place."""
    if not evidence.holds(TABLE):
        return ()
    rows = evidence.query(
        f"""SELECT year, count(*) AS coded, count(*) FILTER (present = 'yes') AS present,
                   count(*) FILTER (liberal = 'yes') AS liberal
            FROM {TABLE} WHERE country = ? GROUP BY year ORDER BY year""",
        [place.code],
    )
    return tuple(_year(evidence, place, row) for row in rows)


def _year(evidence: Evidence, place: Place, row: Row) -> Year:
    made = evidence.lineage(TABLE, method="answers counted")
    coded, present, liberal = (
        Finding(
            place,
            "asylum_measures",
            period(row["year"]),
            row[name],
            made,
            about=(("answer", label),),
            status="derived",
        )
        for name, label in ANSWERS.items()
    )
    return Year(row["year"], coded, present, liberal)
