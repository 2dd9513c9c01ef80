"""What can be compared between places: the measures offered, and the account each is taken from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from comity.core.findings import Finding, at
from comity.core.marks import N_
from comity.core.measures import Measure, measures
from comity.core.places import Place
from comity.evidence.accounts import asylum, displacement, people, population, pressure, visits
from comity.evidence.accounts.area import Area
from comity.evidence.accounts.people import Side
from comity.evidence.reading import Evidence

Account = Callable[[Evidence, Area], list[Finding]]
About = tuple[tuple[str, str], ...]

HERE: About = (("role", "hosted"),)
FLED: About = (("role", "from here"),)
LODGED: About = (("role", "lodged here"),)
SOUGHT: About = (("role", "by people from here"),)


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure that can be compared: its code in an address, and where its numbers come from.

    `about` tells apart what one measure of the vocabulary counts on both sides; `table` and
    `indicator` say which years are covered; `rate` whether it makes sense per 1,000 inhabitants.
    `called` is its name among many places, where that of the vocabulary says "here".
    """

    code: str
    group: str
    measure: str
    table: str
    account: Account = field(compare=False)
    called: str = ""
    about: About = ()
    indicator: str | None = None
    rate: bool = False
    projected: bool = False

    @property
    def kind(self) -> Measure:
        """The measure's row in the vocabulary."""
        return measures()[self.measure]

    @property
    def title(self) -> str:
        """What it is called, in English as in the catalogues."""
        return self.called or self.kind.label

    def of(self, evidence: Evidence, area: Area) -> list[Finding]:
        """What the account says of the measure for an area."""
        return [
            finding
            for finding in self.account(evidence, area)
            if finding.measure == self.measure and set(self.about) <= set(finding.about)
        ]


def _displaced(side: Side) -> Account:
    return lambda evidence, area: displacement.displaced(evidence, area, side)


def _stock(side: Side) -> Account:
    return lambda evidence, area: people.stock(evidence, area, side)


def _applications(side: Side) -> Account:
    return lambda evidence, area: asylum.applications(evidence, area, side)


def _protection(side: Side) -> Account:
    return lambda evidence, area: asylum.protection(evidence, area, side)


def _share(side: Side, measure: str) -> Account:
    """The migrant stock in percent of the population at home, for every year that has both."""

    def account(evidence: Evidence, area: Area) -> list[Finding]:
        counted = measure.removesuffix("_share")
        inhabitants = people.of(population.demography(evidence, area), "population")
        parts = people.of(people.stock(evidence, area, side), counted)
        shares = (people.share(evidence, measure, f, at(inhabitants, f.period)) for f in parts)
        return [share for share in shares if share is not None]

    return account


def _pressure(evidence: Evidence, area: Area) -> list[Finding]:
    hosted = displacement.displaced(evidence, area, "destination")
    return pressure.pressure(evidence, hosted, population.demography(evidence, area), [])


def _net_migration(evidence: Evidence, area: Area) -> list[Finding]:
    """Net migration by year; a projected one with its interval where there is one."""
    bounded = {f.period: f for f in population.migration_ahead(evidence, area)}
    found = people.of(population.demography(evidence, area), "net_migration")
    return [bounded.get(finding.period, finding) for finding in found]


def _visits(evidence: Evidence, area: Area) -> list[Finding]:
    if not isinstance(area.subject, Place):
        return []
    return list(visits.openness(evidence, area.subject) or ())


_PEOPLE = N_("People and how their number changes")
_ELSEWHERE = N_("People living in another country")
_REFUGE = N_("People who found refuge")
_FLIGHT = N_("People who had to flee")
_ASYLUM = N_("Asylum")
_MONEY = N_("Money and work")
_VISITS = N_("Short visits")


def _demography(code: str) -> Offer:
    rate = code != "population"
    return Offer(
        code, _PEOPLE, code, "demography", population.demography, rate=rate, projected=True
    )


def _economy(code: str, indicator: str) -> Offer:
    return Offer(code, _MONEY, code, "economy", population.economy, indicator=indicator)


def _unhcr(code: str, called: str) -> Offer:
    measure = code.removesuffix("_from")
    if measure == code:
        side: Side = "destination"
        about, group = HERE, _REFUGE
    else:
        side, about, group = "origin", FLED, _FLIGHT
    account = _displaced(side)
    return Offer(code, group, measure, "displaced_stock", account, called, about, rate=True)


def _asked(code: str, called: str, table: str, make: Callable[[Side], Account]) -> Offer:
    measure = code.removesuffix("_from")
    account, about = make("destination"), LODGED
    if measure != code:
        account, about = make("origin"), SOUGHT
    rate = measure == "applications"
    return Offer(code, _ASYLUM, measure, table, account, called, about, rate=rate)


@cache
def offered() -> dict[str, Offer]:
    """Every measure that can be compared, by its code, in the order in which they are listed.

    >>> offered()["immigrants"].kind.timing, offered()["remittances_gdp"].rate
    ('mid-year', False)
    """
    every = (
        Offer("immigrants", _ELSEWHERE, "immigrants", "migrant_stock", _stock("destination"),
              N_("People from other countries"), rate=True),
        Offer("immigrants_share", _ELSEWHERE, "immigrants_share", "migrant_stock",
              _share("destination", "immigrants_share")),
        Offer("emigrants", _ELSEWHERE, "emigrants", "migrant_stock", _stock("origin"),
              N_("People living in other countries"), rate=True),
        Offer("emigrants_share", _ELSEWHERE, "emigrants_share", "migrant_stock",
              _share("origin", "emigrants_share")),
        _unhcr("displaced", N_("Displaced people hosted")),
        Offer("per_thousand", _REFUGE, "per_thousand", "displaced_stock", _pressure,
              N_("Displaced people hosted per 1,000 inhabitants")),
        _unhcr("refugees", N_("Refugees hosted")),
        _unhcr("asylum_seekers", N_("People seeking asylum who live in the country")),
        _unhcr("others_in_need", N_("Other people in need of protection hosted")),
        _unhcr("displaced_from", N_("Displaced people in other countries, by where they fled")),
        _unhcr("refugees_from", N_("Refugees in other countries, by where they fled")),
        Offer("idps", _FLIGHT, "idps", "internally_displaced", displacement.internally, rate=True),
        _asked("applications", N_("New asylum applications lodged in the country"),
               "asylum_applications", _applications),
        _asked("applications_from", N_("New asylum applications by people from the country"),
               "asylum_applications", _applications),
        _asked("protection_rate", N_("Decisions in the country that granted protection, per 100"),
               "asylum_decisions", _protection),
        _asked("protection_rate_from",
               N_("Decisions on people from the country that granted protection, per 100"),
               "asylum_decisions", _protection),
        _economy("remittances_gdp", "remittances_received_gdp"),
        _economy("remittances_received", "remittances_received_usd"),
        _economy("remittances_paid", "remittances_paid_usd"),
        _economy("gdp_per_person", "gdp_per_capita_ppp"),
        _economy("unemployment", "unemployment"),
        Offer("net_migration", _PEOPLE, "net_migration", "demography", _net_migration, rate=True,
              projected=True),
        _demography("population"),
        _demography("births"),
        _demography("deaths"),
        Offer("visa_free_out", _VISITS, "visa_free_out", "visa_requirements", _visits),
        Offer("visa_free_in", _VISITS, "visa_free_in", "visa_requirements", _visits),
    )  # fmt: skip
    return {one.code: one for one in every}
