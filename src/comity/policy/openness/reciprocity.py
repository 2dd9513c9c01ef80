"""Where visa rules are not the same both ways: open to some who are closed, and the reverse.

Open is a rule under which nobody applies for a visa before the journey (visa free, or a visa on
arrival); closed is a visa asked for beforehand at a consulate, or no admission.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.accounts.visits import Rule
from comity.evidence.openness import Pair, both_ways
from comity.evidence.reading import Evidence

CLOSED = ("visa required", "no admission")
KINDS = {
    "unanswered": N_("Open to their nationals, closed to its own"),
    "unreturned": N_("Open to its own nationals, closed to theirs"),
    "easier": N_("Somewhat easier for their nationals than for its own"),
    "harder": N_("Somewhat easier for its own nationals than for theirs"),
    "other days": N_("No visa either way, but other days, or days not given on one side"),
}
"""Ways in which two rules can differ, by what a country gives its partner's nationals."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The partners of a country with rules both ways, sorted by how the two differ."""

    place: Place
    pairs: tuple[Pair, ...]
    counts: dict[str, Finding]

    def of(self, kind: str) -> tuple[Pair, ...]:
        """The pairs that differ in one of the ways of `KINDS`, by name of the partner."""
        return tuple(pair for pair in self.pairs if kind_of(pair) == kind)

    @property
    def same(self) -> int:
        """With how many partners the rule and its days are the same."""
        return sum(not kind_of(pair) for pair in self.pairs)

    @property
    def findings(self) -> list[Finding]:
        """The counts, then the numbers of every pair."""
        each = (finding for pair in self.pairs for finding in pair.findings)
        return [*self.counts.values(), *each]

    def as_json(self) -> dict[str, Any]:
        """The lists as plain data."""
        lists = {kind: [told(pair) for pair in self.of(kind)] for kind in KINDS}
        return {"partners": len(self.pairs), "same_both_ways": self.same, **lists}


def kind_of(pair: Pair) -> str:
    """How the two rules of a pair differ, as in `KINDS`; empty where they are the same."""
    if pair.inward.open and pair.outward.category in CLOSED:
        return "unanswered"
    if pair.outward.open and pair.inward.category in CLOSED:
        return "unreturned"
    if pair.gap:
        return "easier" if pair.gap > 0 else "harder"
    return "other days" if pair.inward.days.value != pair.outward.days.value else ""


def told(pair: Pair) -> dict[str, Any]:
    """One pair as plain data: both rules with their days."""
    return {
        "partner": pair.partner.code,
        "name": pair.partner.name,
        "for_their_nationals": rule_json(pair.inward),
        "for_its_nationals": rule_json(pair.outward),
        "reciprocity": pair.alike.value,
    }


def rule_json(rule: Rule | None) -> dict[str, Any] | None:
    """A rule as plain data; None where the table has no row."""
    return None if rule is None else {"category": rule.category, "days": rule.days.value}


def balance_of(
    evidence: Evidence, place: Place, among: Collection[Place] | None = None
) -> Balance | None:
    """The balance of a country with everybody, or with the members of a group only.

    >>> from comity.core.places import find_place
    >>> found = balance_of(evidence, find_place("KGZ"), [find_place("DEU"), find_place("UZB")])
    >>> [pair.partner.code for pair in found.of("unanswered")]
    ['DEU']
    """
    pairs = both_ways(evidence, place)
    if not pairs:
        return None
    chosen = [pair for pair in pairs if among is None or pair.partner in among]
    return Balance(place, tuple(chosen), _counts(evidence, place, chosen))


def _counts(evidence: Evidence, place: Place, pairs: list[Pair]) -> dict[str, Finding]:
    """With how many partners the rules differ in each way."""
    made = evidence.lineage("visa_requirements", method="visa rules counted, both ways")
    kinds = [kind_of(pair) for pair in pairs]
    return {
        kind: Finding(
            place,
            "visa_rules",
            pairs[0].alike.period,
            kinds.count(kind),
            made,
            about=(("over", "partners"), ("difference", label)),
            status="derived",
        )
        for kind, label in KINDS.items()
        if pairs
    }
