"""Openness beside asylum: the visit rule for each country of origin, and who asks for protection.

Rules for visits are not rules of asylum. The table says what stands beside what, and nothing of
why; a destination far from a war gets few claims from it whatever its visas are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding, subject_json
from comity.core.marks import N_
from comity.core.places import Corridor, Place, places
from comity.evidence.accounts.area import period
from comity.evidence.accounts.asylum import protection_by_origin
from comity.evidence.accounts.visits import Rule
from comity.evidence.openness import rules_here
from comity.evidence.reading import Evidence, Row
from comity.policy.openness.reciprocity import CLOSED, rule_json

CAVEATS = (
    N_(
        "Rules for visits are not rules of asylum: anybody may ask for protection, with a visa or "
        "without."
    ),
    N_(
        "Claims are those of the newest year, the visa rules those of one day; neither tells why "
        "people came or did not."
    ),
)
SHOWN = 25
"""Origins on a page: those with most claims, in the order of the alphabet."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Claims of people of one origin, the visit rule for its nationals, and how claims ended."""

    origin: Place
    claims: Finding
    rule: Rule | None
    rate: Finding | None
    decisions: Finding | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The numbers that there are."""
        found = (self.claims, self.rule.days if self.rule else None, self.rate, self.decisions)
        return tuple(one for one in found if one is not None)

    def as_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return {
            "origin": subject_json(self.origin),
            "claims": self.claims.value,
            "claims_status": self.claims.status,
            "counted_in": self.claims.unit,
            "rule": rule_json(self.rule),
            "protection_rate": self.rate and self.rate.value,
            "decisions": self.decisions and self.decisions.value,
        }


@dataclass(frozen=True, slots=True)
class Claims:
    """All origins of a year, by name, and the share of claims by people who need a visa."""

    origins: tuple[Claim, ...]
    share: Finding | None

    @property
    def largest(self) -> tuple[Claim, ...]:
        """The origins with most claims, still in the order of the alphabet."""
        most = sorted(self.origins, key=lambda one: -(one.claims.value or 0))[:SHOWN]
        return tuple(one for one in self.origins if one in most)

    @property
    def findings(self) -> list[Finding]:
        """Every number of the table."""
        shares = [self.share] if self.share else []
        return [*shares, *(f for one in self.origins for f in one.findings)]


def claims_on(evidence: Evidence, place: Place) -> Claims | None:
    """Claims lodged in a country in the newest year it has any, origin by origin.

    >>> from comity.core.places import find_place
    >>> found = claims_on(evidence, find_place("DEU"))
    >>> syria = next(one for one in found.origins if one.origin.code == "SYR")
    >>> syria.rule.category, syria.claims.value > 10_000
    ('visa required', True)
    """
    if not evidence.holds("asylum_applications"):
        return None
    rows = [row for row in _asked(evidence, place) if row["origin"] in places()]
    if not rows:
        return None
    rules = rules_here(evidence, place)
    ended = protection_by_origin(evidence, place)
    made = [_claim(evidence, place, row, rules, ended) for row in rows]
    made.sort(key=lambda one: one.origin.name)
    return Claims(tuple(made), _share(evidence, place, rows, rules))


def _asked(evidence: Evidence, place: Place) -> list[Row]:
    """Claims by origin in the newest year, in the unit in which more were lodged."""
    return evidence.query(
        """WITH here AS (SELECT * FROM asylum_applications
                         WHERE destination = $1 AND origin <> $1 AND applications > 0),
                newest AS (SELECT * FROM here WHERE year = (SELECT max(year) FROM here)),
                units AS (SELECT unit FROM newest GROUP BY unit
                          ORDER BY sum(applications) DESC, unit LIMIT 1)
           SELECT origin, year, unit, sum(applications) AS n
           FROM newest JOIN units USING (unit) GROUP BY ALL ORDER BY origin""",
        [place.code],
    )


def _claim(
    evidence: Evidence, place: Place, row: Row, rules: dict[Place, Rule], ended: list[Finding]
) -> Claim:
    origin = places()[row["origin"]]
    pair = Corridor(origin, place)
    measure = "applications" if row["unit"] == "P" else "application_cases"
    made = evidence.lineage("asylum_applications", method="sum of new applications by unit")
    claims = Finding(pair, measure, period(row["year"]), row["n"], made)
    own = {finding.measure: finding for finding in ended if finding.subject == pair}
    return Claim(
        origin, claims, rules.get(origin), own.get("protection_rate"), own.get("decisions")
    )


def _share(
    evidence: Evidence, place: Place, rows: list[Row], rules: dict[Place, Rule]
) -> Finding | None:
    """The share of claims by nationals who need a visa, among those whose rule is known."""
    known = [(rules[places()[row["origin"]]], row["n"]) for row in rows
             if places()[row["origin"]] in rules]  # fmt: skip
    total = sum(count for _, count in known)
    if total < LEAST:
        return None
    under = sum(count for rule, count in known if rule.category in CLOSED)
    lineage = evidence.lineage(
        "asylum_applications",
        "visa_requirements",
        method="claims by nationals who need a visa / claims by nationals with a known rule",
    )
    return Finding(
        place,
        "claims_under_visa",
        period(rows[0]["year"]),
        100 * under / total,
        lineage,
        status="derived",
    )


LEAST = 100
"""A share rests on at least this many claims."""
