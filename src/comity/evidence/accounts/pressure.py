"""What hosting asks: displaced people per inhabitant and per output, here and as if elsewhere."""

from __future__ import annotations

from comity.core.findings import Finding, at, latest
from comity.core.places import Place, places
from comity.evidence.accounts.area import Area, ask_all
from comity.evidence.accounts.population import demography
from comity.evidence.reading import Evidence


def pressure(
    evidence: Evidence, hosted: list[Finding], people: list[Finding], output: list[Finding]
) -> list[Finding]:
    """Displaced people hosted per 1,000 inhabitants and per billion US dollars of output, by year.

    The population is that of 1 July of the same year; no year is paired with another.
    """
    found: list[Finding] = []
    for displaced in (f for f in hosted if f.measure == "displaced" and f.value is not None):
        for measure, others, scale in (
            ("per_thousand", [f for f in people if f.measure == "population"], 1e3),
            ("per_gdp_billion", [f for f in output if f.measure == "gdp"], 1e9),
        ):
            other = at(others, displaced.period)
            if other is not None and other.value:
                found.append(
                    evidence.derived(
                        displaced.subject,
                        measure,
                        displaced.period,
                        scale * (displaced.value or 0) / other.value,
                        [displaced, other],
                        f"displaced people hosted divided by {other.measure} of the same year",
                    )
                )
    return found


def compared_with(evidence: Evidence, subject: Place) -> Place | None:
    """The country to compare with by default: the most populous other one of its M49 region."""
    if not subject.m49_regions or not evidence.holds("demography"):
        return None
    region = subject.m49_regions[0]
    peers = {p.code: p for p in places().values() if region in p.m49_regions and p != subject}
    rows = ask_all(
        evidence,
        f"""SELECT country FROM demography WHERE year = {min(evidence.today.year, 2025)}
            ORDER BY pop_jul1 DESC""",
    )
    return next((peers[row["country"]] for row in rows if row["country"] in peers), None)


def as_if(evidence: Evidence, rates: list[Finding], other: Place) -> Finding | None:
    """The newest displaced-per-inhabitant rate, expressed in people of another country."""
    rate = latest([f for f in rates if f.measure == "per_thousand"])
    if rate is None or rate.value is None:
        return None
    people = [
        f for f in demography(evidence, Area(other, (other.code,))) if f.measure == "population"
    ]
    there = at(people, rate.period)
    if there is None or there.value is None:
        return None
    return evidence.derived(
        rate.subject,
        "as_if",
        rate.period,
        round(rate.value * there.value / 1000),
        [rate, there],
        f"rate per inhabitant times the population of {other.name}",
        about=(("compared with", other.code),),
    )
