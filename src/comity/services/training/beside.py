"""What official statistics say of the countries of a partnership, to be read beside its figures."""

from __future__ import annotations

from dataclasses import dataclass

from comity.core.findings import Finding, latest
from comity.core.marks import N_
from comity.core.places import Corridor, Place
from comity.evidence.accounts import money, people
from comity.evidence.accounts.area import Area
from comity.evidence.accounts.population import demography, economy
from comity.evidence.reading import Evidence
from comity.services.training.document import Partnership

WHAT = {
    "population": N_("Inhabitants"),
    "gdp_per_person": N_("Output per person, in prices that can be compared"),
    "migrant_stock": N_("People from there who live at the destination"),
    "remittances_from": N_("Money sent home in a year"),
    "remittance_cost": N_("Cost of sending USD 200"),
}
"""What is looked up, by measure."""


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that was looked up; `finding` is None where no dataset held here tells it."""

    subject: Place | Corridor
    measure: str
    finding: Finding | None

    @property
    def label(self) -> str:
        """What was looked up."""
        return WHAT[self.measure]

    def years_old(self, today: int) -> int | None:
        """How many years lie between the figure and the year of today."""
        return None if self.finding is None else max(0, today - self.finding.period.end.year)


def known_beside(evidence: Evidence, told: Partnership) -> tuple[Known, ...]:
    """The newest figures for each country, and for each pair of countries as people go."""
    countries = dict.fromkeys(
        [*(one.place for one in told.origins), *(one.place for one in told.destinations)]
    )
    found = [one for place in countries for one in _country(evidence, place)]
    for lane in told.lanes:
        origin, end = told.origin(lane.origin).place, told.destination(lane.destination).place
        found += _pair(evidence, Corridor(origin, end))
    return tuple(found)


def _country(evidence: Evidence, place: Place) -> list[Known]:
    area = Area.of(evidence, place)
    counted = [
        one
        for one in demography(evidence, area)
        if one.measure == "population" and one.status == "estimated"
    ]
    made = [one for one in economy(evidence, area) if one.measure == "gdp_per_person"]
    return [
        Known(place, "population", latest(counted)),
        Known(place, "gdp_per_person", latest(made)),
    ]


def _pair(evidence: Evidence, pair: Corridor) -> list[Known]:
    stock = [one for one in people.corridor_stock(evidence, pair) if one.measure == "migrant_stock"]
    return [
        Known(pair, "migrant_stock", latest(stock)),
        Known(pair, "remittances_from", money.sent(evidence, pair)),
        Known(pair, "remittance_cost", latest(money.costs(evidence, pair))),
    ]
