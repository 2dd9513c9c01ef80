"""The rules of one corridor: now in both directions, and one after the other through time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding, sources_of, subject_json
from comity.core.places import Corridor
from comity.evidence.accounts.visits import Rule, rule
from comity.evidence.openness import CAVEATS as OF_VISITS
from comity.evidence.openness import Spell, spells_of
from comity.evidence.openness.history import CAVEATS, HISTORY
from comity.evidence.reading import Evidence
from comity.policy.openness.reciprocity import rule_json


@dataclass(frozen=True, slots=True)
class Changes:
    """What holds on a corridor; `spells` is None where no history was brought."""

    corridor: Corridor
    day: str
    rule: Rule | None
    back: Rule | None
    spells: tuple[Spell, ...] | None

    @property
    def findings(self) -> list[Finding]:
        """The days of each rule."""
        now = [one.days for one in (self.rule, self.back) if one]
        return [*now, *(one.days for one in self.spells or ())]

    def as_json(self) -> dict[str, Any]:
        """The rules as plain data."""
        return {
            "subject": subject_json(self.corridor),
            "day": self.day,
            "rule": rule_json(self.rule),
            "rule_in_the_other_direction": rule_json(self.back),
            "history": None if self.spells is None else [one.as_json() for one in self.spells],
            "caveats": [*OF_VISITS, *(CAVEATS if self.spells else ())],
            "findings": [finding.as_json() for finding in self.findings],
            "sources": [source.as_json() for source in sources_of(self.findings)],
        }

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rules as rows of the table of a report."""
        for one in (self.rule, self.back):
            if one:
                yield _row(one.category, one.days, str(one.days.period))
        for spell in self.spells or ():
            yield _row(spell.category, spell.days, f"{spell.first} to {spell.last}")


def _row(category: str, days: Finding, when: str) -> dict[str, Any]:
    assert isinstance(days.subject, Corridor)
    return {
        "what": "Visa rule",
        "country": days.subject.destination.code,
        "partner": days.subject.origin.code,
        "rule_in": category,
        "days_in": days.value,
        "period": when,
        "source": "; ".join(source.short for source in days.lineage.sources),
    }


def changes_of(evidence: Evidence, pair: Corridor) -> Changes:
    """The rules of a corridor, now and through time.

    >>> from comity.core.regions import find_subject
    >>> changes_of(evidence, find_subject("KGZ-UZB")).rule.days.value
    60
    """
    held = evidence.holds(HISTORY)
    return Changes(
        pair,
        evidence.today.isoformat(),
        rule(evidence, pair),
        rule(evidence, pair.reversed()),
        tuple(spells_of(evidence, pair)) if held else None,
    )
