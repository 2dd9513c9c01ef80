"""Short visits: which passports open which borders, both ways. Work and stay are other rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.core.findings import Finding
from comity.core.places import Corridor, Place, places
from comity.evidence.accounts.area import Area, ask, period
from comity.evidence.reading import Evidence, Row

_OPEN_SQL = "category IN ('visa free', 'visa free (days)', 'visa on arrival')"


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule for short visits by holders of a passport; `days` where the source gives them."""

    passport: Place
    destination: Place
    category: str
    days: Finding

    @property
    def open(self) -> bool:
        """Whether no visa must be applied for before the journey."""
        return self.category in ("visa free", "visa free (days)", "visa on arrival")

    @property
    def free(self) -> bool:
        """Whether no visa is needed at all."""
        return self.category in ("visa free", "visa free (days)")


def rule(evidence: Evidence, pair: Corridor) -> Rule | None:
    """The rule on one corridor on the day of the snapshot, or None where it is not in the table."""
    if not evidence.holds("visa_requirements"):
        return None
    rows = evidence.query(
        """SELECT passport, destination, category, days, snapshot FROM visa_requirements
           WHERE passport = ? AND destination = ?""",
        [pair.origin.code, pair.destination.code],
    )
    return rules_of(evidence, rows)[0] if rows else None


def rules_of(evidence: Evidence, rows: Sequence[Row]) -> list[Rule]:
    """Rows of the table of visa rules as rules; codes without a page are left out."""
    known, lineage = places(), evidence.lineage("visa_requirements")
    return [
        Rule(
            known[row["passport"]],
            known[row["destination"]],
            row["category"],
            Finding(
                Corridor(known[row["passport"]], known[row["destination"]]),
                "visa_days",
                period(row["snapshot"]),
                row["days"],
                lineage,
                about=(("rule", row["category"]),),
            ),
        )
        for row in rows
        if row["passport"] in known and row["destination"] in known
    ]


def openness(evidence: Evidence, place: Place) -> tuple[Finding, Finding] | None:
    """How many countries the passport opens, and how many passports the country welcomes."""
    if not evidence.holds("visa_requirements"):
        return None
    opened = f"""SELECT {{place}} AS place, count(*) FILTER ({_OPEN_SQL}) AS n,
                        (SELECT max(snapshot) FROM visa_requirements) AS day
                 FROM visa_requirements WHERE {{here}} GROUP BY ALL HAVING count(*) > 0"""
    area = Area(place, (place.code,))
    out = ask(evidence, area, "passport", opened)
    inward = ask(evidence, area, "destination", opened)
    if not out:
        return None
    lineage = evidence.lineage("visa_requirements", method="count of visa free and visa on arrival")
    day = period(out[0]["day"])
    welcomed = inward[0]["n"] if inward else 0
    return (
        Finding(place, "visa_free_out", day, out[0]["n"], lineage, status="derived"),
        Finding(place, "visa_free_in", day, welcomed, lineage, status="derived"),
    )
