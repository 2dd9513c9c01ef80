"""Openness beside pressure: what a country's rules for visits are, and whom it hosts or lost.

Countries stand in the order of the alphabet. No number here is a merit or a fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.mixed import mismatch
from comity.evidence.openness import Index, mobility_of, openness_of, reciprocity_of
from comity.evidence.panels import covered, panel
from comity.evidence.reading import Evidence

COLUMNS = {
    "openness": N_("Openness to short visits"),
    "mobility": N_("Reach of the passport"),
    "reciprocity": N_("Reciprocity of visa rules"),
    "opportunity": N_("Legal opportunity of its people"),
    "hosted": N_("Displaced people hosted per 1,000 inhabitants"),
    "displaced": N_("People displaced from there per 1,000 inhabitants"),
}
"""What stands side by side, in this order."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The numbers of one country, each None where nobody has it."""

    place: Place
    openness: Finding | None
    mobility: Finding | None
    reciprocity: Finding | None
    opportunity: Finding | None
    hosted: Finding | None
    displaced: Finding | None

    @property
    def cells(self) -> tuple[Finding | None, ...]:
        """The numbers in the order of `COLUMNS`."""
        return tuple(getattr(self, name) for name in COLUMNS)

    def as_json(self) -> dict[str, Any]:
        """The numbers as plain data."""
        return {"country": self.place.code, "name": self.place.name} | {
            name: cell and cell.value for name, cell in zip(COLUMNS, self.cells, strict=True)
        }


def beside(evidence: Evidence, among: Iterable[Place]) -> list[Beside]:
    """The numbers of each place, by name.

    >>> from comity.core.places import find_place
    >>> beside(evidence, [find_place("KGZ")])[0].openness.unit
    'percent'
    """
    chosen = sorted(among, key=lambda place: place.name)
    hosted, displaced = (_rates(evidence, chosen, name) for name in ("displaced", "displaced_from"))
    return [_one(evidence, place, hosted, displaced) for place in chosen]


def _one(
    evidence: Evidence, place: Place, hosted: dict[str, Finding], displaced: dict[str, Finding]
) -> Beside:
    return Beside(
        place,
        _value(openness_of(evidence, place)),
        _value(mobility_of(evidence, place)),
        _value(reciprocity_of(evidence, place)),
        opportunity_of(evidence, place),
        hosted.get(place.code),
        displaced.get(place.code),
    )


def _value(index: Index | None) -> Finding | None:
    return index.value if index else None


def opportunity_of(evidence: Evidence, place: Place) -> Finding | None:
    """What the law offers people of a country over all destinations, each counting the same."""
    offered = mismatch.of_origin(evidence, place, [])
    return next((found for found in offered if found.measure == "legal_opportunity"), None)


def _rates(evidence: Evidence, chosen: list[Place], measure: str) -> dict[str, Finding]:
    """The newest rate of each place among the two newest years of the measure."""
    years = covered(evidence, measure)[-2:]
    if not years:
        return {}
    span = range(years[0], years[-1] + 1)
    found = panel(evidence, measure, chosen, years=span, per_thousand=True)
    return {finding.subject.code: finding for finding in found if finding.value is not None}
