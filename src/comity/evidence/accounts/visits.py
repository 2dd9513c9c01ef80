"""Short visits: which passports open which borders, both ways. Work and stay are other rules."""

from __future__ import annotations

from dataclasses import dataclass

from comity.core.findings import Finding
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.evidence.accounts.area import Area, ask, period
from comity.evidence.reading import Evidence

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
        """SELECT category, days, snapshot FROM visa_requirements
           WHERE passport = ? AND destination = ?""",
        [pair.origin.code, pair.destination.code],
    )
    if not rows:
        return None
    days = Finding(
        pair,
        "visa_days",
        Period.parse(rows[0]["snapshot"]),
        rows[0]["days"],
        evidence.lineage("visa_requirements"),
        about=(("rule", rows[0]["category"]),),
    )
    return Rule(pair.origin, pair.destination, rows[0]["category"], days)


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
