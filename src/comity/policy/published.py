"""What is published of an indicator: figures of the evidence, as findings, beside one's own.

A country that gave no answer, or of which nobody publishes a figure, has no finding here; that is
never a low score and never a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from comity.core.findings import Finding, at
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place, places
from comity.core.regions import regions
from comity.evidence.accounts import money, routes
from comity.evidence.accounts.area import Area, ask_all, stated, told
from comity.evidence.indicators import refugees_per_100_000
from comity.evidence.panels import panel
from comity.evidence.reading import Evidence

TABLE = "sdg_migration"
_MEASURES = {
    "10.7.1": "recruitment_months",
    "10.7.2": "policy_category",
    "10.7.3": "deaths_migration",
    "10.7.4": "refugees_per_100000",
    "10.c.1": "remittance_cost_mean",
}
_NOT_OF_A_PLACE = "SG_CPA_MIGRP"
"""The share of countries, which is no figure of a country."""

_TOGETHER = {"SRB": ("XKX",)}
"""UNHCR counts refugees of Kosovo (under Security Council resolution 1244) with those of Serbia."""

WITH_SERBIA = N_(
    "UNHCR counts refugees of Kosovo (under Security Council resolution 1244) with those of "
    "Serbia; so the population of both is counted."
)
"""What a reader of either should know."""

_PROJECTED = N_("the population of that year is projected")


def published(evidence: Evidence, indicator: str, place: Place) -> list[Finding]:
    """Every published figure of an indicator for a place, by year; empty where there is none.

    >>> from comity.core.places import find_place
    >>> [(str(f.period), f.value) for f in published(evidence, "10.7.2", find_place("KGZ"))]
    [('2019', 3)]
    """
    by_indicator = {
        "10.7.2": lambda: categories(evidence, place),
        "10.7.3": lambda: deaths_by_route(evidence, place),
        "10.7.4": lambda: refugee_rates(evidence, [place]),
        "10.c.1": lambda: costs_to(evidence, place),
    }
    own = by_indicator[indicator]() if indicator in by_indicator else []
    return [*own, *in_database(evidence, indicator, place)]


def categories(evidence: Evidence, place: Place | None = None) -> list[Finding]:
    """The overall category of 10.7.2 by country and round; of every country where None is named."""
    if not evidence.holds("sdg_10_7_2"):
        return []
    rows = ask_all(
        evidence,
        f"""SELECT country, year, any_value(category_code) AS n
                   {told(evidence, "sdg_10_7_2", n="category_code")}
            FROM sdg_10_7_2 WHERE domain = 'ALL' GROUP BY ALL ORDER BY country, year""",
    )
    lineage = evidence.lineage("sdg_10_7_2")
    return [
        Finding(places()[row["country"]], "policy_category", Period.year(row["year"]),
                lineage=lineage, **figure)
        for row in rows
        if row["country"] in places()
        and (place is None or row["country"] == place.code)
        and (figure := stated(row, "n"))
    ]  # fmt: skip


def refugee_rates(
    evidence: Evidence, subjects: Sequence[Place] | None = None, years: range | None = None
) -> list[Finding]:
    """10.7.4 from UNHCR's refugees and the population of the same year; every place where None.

    >>> from comity.core.places import find_place
    >>> found = refugee_rates(evidence, [find_place("KGZ")], range(2025, 2026))
    >>> round(found[0].value, 1)
    45.7
    """
    if not (evidence.holds("displaced_stock") and evidence.holds("demography")):
        return []
    counts = panel(evidence, "refugees_from", subjects, years=years)
    chosen = None if subjects is None else [*subjects, *_further(subjects)]
    residents: dict[str, list[Finding]] = {}
    for one in panel(evidence, "population", chosen, years=years):
        residents.setdefault(one.subject.code, []).append(one)
    found = (_rate(evidence, count, residents) for count in counts)
    return [one for one in found if one is not None]


def counted_with(place: Place) -> bool:
    """Whether UNHCR counts the refugees of a place with those of another.

    >>> from comity.core.places import find_place
    >>> counted_with(find_place("XKX")), counted_with(find_place("SRB"))
    (True, False)
    """
    return any(place.code in others for others in _TOGETHER.values())


def _further(subjects: Sequence[Place]) -> list[Place]:
    return [places()[code] for one in subjects for code in _TOGETHER.get(one.code, ())]


def _rate(
    evidence: Evidence, count: Finding, residents: dict[str, list[Finding]]
) -> Finding | None:
    """Refugees of one year among refugees and residents; None where nobody gives the residents."""
    codes = (count.subject.code, *_TOGETHER.get(count.subject.code, ()))
    people = [at(residents.get(code, []), count.period) for code in codes]
    known = [one for one in people if one is not None and one.value is not None]
    if len(known) < len(codes):
        return None
    total = sum(one.value or 0 for one in known)
    value = None if count.value is None else refugees_per_100_000(count.value, total)
    rate = evidence.derived(
        count.subject, "refugees_per_100000", count.period, value, [count, *known],
        "100,000 * refugees / (population on 1 July of the year + refugees)",
        note=_PROJECTED if any(one.status == "projected" for one in known) else count.note,
    )  # fmt: skip
    return replace(rate, status="withheld") if count.status == "withheld" else rate


def deaths(evidence: Evidence) -> list[Finding]:
    """10.7.3 for the world: the dead and the missing by year, all routes together; at least.

    >>> [f.value for f in deaths(evidence) if str(f.period) == "2024"]
    [9191]
    """
    by_year: dict[Period, list[Finding]] = {}
    world = regions()["world"]
    for one in routes.deaths(evidence, Area.of(evidence, world), None):
        by_year.setdefault(one.period, []).append(one)
    return [
        evidence.derived(
            world, "deaths_migration", period, sum(one.value or 0 for one in found), found,
            "sum of routes and months", note=found[0].note,
        )
        for period, found in sorted(by_year.items(), key=lambda pair: pair[0].start)
    ]  # fmt: skip


def deaths_by_route(evidence: Evidence, place: Place | None = None) -> list[Finding]:
    """The same by route; where a place is named, of the routes that touch it."""
    subject = place or regions()["world"]
    area = Area.of(evidence, subject)
    through = sorted(routes.routes_through(area, "missing_migrants")) if place else None
    return routes.deaths(evidence, area, through)


def costs_to(evidence: Evidence, place: Place) -> list[Finding]:
    """10.c.1 as far as it is held: each corridor that sends money to a place, and their mean.

    The newest quarter of each corridor, as corridors of people (from the place to the sender).
    """
    if not evidence.holds("remittance_prices"):
        return []
    rows = evidence.query(
        "SELECT DISTINCT sender FROM remittance_prices WHERE receiver = ? ORDER BY sender",
        [place.code],
    )
    senders = [places()[row["sender"]] for row in rows if row["sender"] in places()]
    pairs = [Corridor(place, sender) for sender in senders if sender != place]
    newest = [found[-1] for pair in pairs if (found := money.costs(evidence, pair))]
    latest = max((one.period for one in newest), default=None, key=lambda period: period.start)
    together = [one for one in newest if one.period == latest]
    return [*_mean_of(evidence, place, together), *newest]


def costs_everywhere(evidence: Evidence) -> list[Finding]:
    """The mean over the corridors to each country in the newest quarter, by country.

    >>> [round(f.value, 2) for f in costs_everywhere(evidence) if f.subject.code == "TJK"]
    [5.58]
    """
    if not evidence.holds("remittance_prices"):
        return []
    rows = ask_all(
        evidence,
        """SELECT receiver, quarter, avg(cost_percent) AS n, count(cost_percent) AS corridors
           FROM remittance_prices WHERE quarter = (SELECT max(quarter) FROM remittance_prices)
           GROUP BY ALL HAVING count(cost_percent) > 0 ORDER BY receiver""",
    )
    return [
        Finding(
            places()[row["receiver"]], "remittance_cost_mean", Period.parse(row["quarter"]),
            row["n"], evidence.lineage("remittance_prices", method="plain mean over corridors",
                                       corridors=row["corridors"]), status="derived",
        )
        for row in rows
        if row["receiver"] in places()
    ]  # fmt: skip


def _mean_of(evidence: Evidence, place: Place, found: Sequence[Finding]) -> list[Finding]:
    told_by = [one for one in found if one.value is not None]
    if not told_by:
        return []
    mean = evidence.derived(
        place, "remittance_cost_mean", told_by[0].period, fmean(one.value or 0 for one in told_by),
        told_by, f"plain mean over {len(told_by)} corridors of the quarter",
    )  # fmt: skip
    return [mean, money.above_target(evidence, mean)]


def in_database(evidence: Evidence, indicator: str, place: Place) -> list[Finding]:
    """What the UN's database of indicators says of a place, where it was fetched; as published."""
    if indicator not in _MEASURES or not evidence.holds(TABLE):
        return []
    rows = evidence.query(
        f"""SELECT year, series, breakdown, any_value("value") AS n,
                   any_value(units) AS units {told(evidence, TABLE, n='"value"')}
            FROM {TABLE} WHERE country = ? AND indicator = ? AND series <> ?
            GROUP BY ALL ORDER BY series, breakdown, year""",
        [place.code, indicator, _NOT_OF_A_PLACE],
    )
    lineage = evidence.lineage(TABLE)
    return [
        Finding(
            place, _MEASURES[indicator], Period.year(row["year"]), lineage=lineage,
            about=(("series", row["series"]), ("breakdown", row["breakdown"])), **figure,
        )
        for row in rows
        if (figure := stated(row, "n"))
    ]  # fmt: skip
