"""Visa rules of many pairs at once: both ways for a country, and among the members of a group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.core.findings import Finding
from comity.core.places import Corridor, Place
from comity.evidence.accounts.area import Area, ask
from comity.evidence.accounts.visits import Rule, rules_of
from comity.evidence.openness.rules import ease, likeness, percent, scale
from comity.evidence.reading import Evidence

_SIDE = """SELECT {place} AS place, passport, destination, category, days, snapshot
           FROM visa_requirements WHERE {here} AND passport <> destination"""


@dataclass(frozen=True, slots=True)
class Pair:
    """The rule for a partner's nationals in a country, and the one for its nationals there."""

    partner: Place
    inward: Rule
    outward: Rule
    alike: Finding

    @property
    def gap(self) -> float:
        """How much easier it is to come than to go, from -1 to 1; zero where both are alike."""
        return ease(self.inward.category) - ease(self.outward.category)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The numbers, each with its lineage."""
        return (self.inward.days, self.outward.days, self.alike)


def both_ways(evidence: Evidence, place: Place) -> list[Pair]:
    """Every partner of a country with a rule in both directions, by name.

    >>> from comity.core.places import find_place
    >>> found = {pair.partner.code: pair for pair in both_ways(evidence, find_place("KGZ"))}
    >>> found["DEU"].inward.category, found["DEU"].outward.category, found["DEU"].gap
    ('visa free (days)', 'visa required', 1.0)
    """
    inward = {rule.passport: rule for rule in _rules(evidence, place, "destination")}
    outward = {rule.destination: rule for rule in _rules(evidence, place, "passport")}
    partners = sorted({*inward} & {*outward}, key=lambda partner: partner.name)
    made = (
        (partner, inward[partner], outward[partner],
         reciprocity_between(evidence, inward[partner], outward[partner]))
        for partner in partners
    )  # fmt: skip
    return [Pair(who, there, back, alike) for who, there, back, alike in made if alike]


def _rules(evidence: Evidence, place: Place, side: str) -> list[Rule]:
    if not evidence.holds("visa_requirements"):
        return []
    return rules_of(evidence, ask(evidence, Area(place, (place.code,)), side, _SIDE))


def rules_here(evidence: Evidence, place: Place) -> dict[Place, Rule]:
    """The rule of a country for every passport."""
    return {rule.passport: rule for rule in _rules(evidence, place, "destination")}


def rules_among(evidence: Evidence, members: Iterable[Place]) -> dict[tuple[Place, Place], Rule]:
    """The rules among members of a group, by passport and destination."""
    codes = ", ".join(f"'{place.code}'" for place in members)
    if not codes or not evidence.holds("visa_requirements"):
        return {}
    rows = evidence.query(
        f"""SELECT passport, destination, category, days, snapshot FROM visa_requirements
            WHERE passport IN ({codes}) AND destination IN ({codes}) AND passport <> destination"""
    )
    return {(rule.passport, rule.destination): rule for rule in rules_of(evidence, rows)}


def ease_of(evidence: Evidence, rule: Rule | None) -> Finding | None:
    """The ease of one rule, in percent."""
    if rule is None or rule.passport == rule.destination:
        return None
    return Finding(
        Corridor(rule.passport, rule.destination),
        "visa_ease",
        rule.days.period,
        percent(ease(rule.category)),
        scale(evidence, "ease of the visa rule"),
        about=(("rule", rule.category),),
        status="derived",
    )


def reciprocity_between(
    evidence: Evidence, there: Rule | None, back: Rule | None
) -> Finding | None:
    """How alike the rules of a pair are in both directions, in percent."""
    if there is None or back is None or there.passport == there.destination:
        return None
    return Finding(
        Corridor(there.passport, there.destination),
        "visa_reciprocity",
        max(there.days.period, back.days.period),
        percent(likeness(ease(there.category), ease(back.category))),
        scale(evidence, "likeness of the visa rules both ways"),
        status="derived",
    )
