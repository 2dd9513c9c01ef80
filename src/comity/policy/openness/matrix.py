"""Who may visit whom in a region or a group: passports line by line, destinations in columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.places import Place
from comity.core.regions import Region
from comity.evidence.accounts.visits import Rule
from comity.evidence.openness import EASE, ease_of, rules_among
from comity.evidence.reading import Evidence
from comity.policy.openness.reciprocity import rule_json

MOST = 60
"""Members that one matrix holds."""

SHORT = {
    "visa free": "free",
    "eta": "eta",
    "visa on arrival": "arr",
    "e-visa": "e-v",
    "visa required": "req",
    "no admission": "no",
}
"""A word for each kind of rule that fits a cell; visa free is followed by its days."""


def short(rule: Rule | None) -> str:
    """A rule in the width of a cell: the days, or the word of its kind.

    >>> short(None)
    '?'
    """
    if rule is None:
        return "?"
    return str(rule.days.value) if rule.days.value else SHORT[rule.category.removesuffix(" (days)")]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rules among the members of a region; `silent` members are not in the table of rules."""

    region: Region
    members: tuple[Place, ...]
    silent: tuple[Place, ...]
    rules: dict[tuple[Place, Place], Rule]
    eases: tuple[Finding, ...]
    counted: dict[str, Finding]

    def rule(self, passport: Place, destination: Place) -> Rule | None:
        """The rule for a passport in a destination; None for its own, and where nobody knows."""
        return self.rules.get((passport, destination))

    @property
    def counts(self) -> dict[str, int]:
        """How many rules of each kind there are, from the easiest."""
        return {kind: int(found.value or 0) for kind, found in self.counted.items()}

    @property
    def findings(self) -> list[Finding]:
        """The days and the ease of every rule."""
        days = (rule.days for rule in self.rules.values())
        return [*self.counted.values(), *days, *self.eases]

    def as_json(self) -> dict[str, Any]:
        """The matrix as plain data, a row a passport."""
        return {
            "members": [place.code for place in self.members],
            "not_in_the_table": [place.code for place in self.silent],
            "rules_by_kind": self.counts,
            "rules": [
                {"passport": a.code, "destination": b.code} | (rule_json(rule) or {})
                for (a, b), rule in self.rules.items()
            ],
        }


def matrix_of(evidence: Evidence, region: Region) -> Matrix | None:
    """The rules among the members of a region on the day of the evidence.

    >>> from comity.core.regions import find_region
    >>> found = matrix_of(evidence, find_region("central-asia"))
    >>> len(found.members), len(found.rules)
    (5, 20)
    """
    members = sorted(region.members(evidence.today), key=lambda place: place.name)
    if len(members) > MOST:
        raise ComityError(
            f"{region.name} has {len(members)} members, and a matrix holds {MOST}; choose a "
            "smaller region or group."
        )
    rules = rules_among(evidence, members)
    if not rules:
        return None
    told = {place for pair in rules for place in pair}
    eases = [found for rule in rules.values() if (found := ease_of(evidence, rule))]
    return Matrix(
        region,
        tuple(place for place in members if place in told),
        tuple(place for place in members if place not in told),
        dict(sorted(rules.items(), key=lambda one: (one[0][0].name, one[0][1].name))),
        tuple(eases),
        _counted(evidence, region, list(rules.values())),
    )


def _counted(evidence: Evidence, region: Region, rules: list[Rule]) -> dict[str, Finding]:
    """How many pairs of members have each kind of rule."""
    made = evidence.lineage("visa_requirements", method="visa rules counted")
    kinds = [rule.category for rule in rules]
    return {
        kind: Finding(
            region,
            "visa_pairs",
            rules[0].days.period,
            kinds.count(kind),
            made,
            about=(("rule", kind),),
            status="derived",
        )
        for kind in EASE
    }
