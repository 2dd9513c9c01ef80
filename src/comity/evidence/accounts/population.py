"""How many people there are, how their number changes, and what the economy carries."""

from __future__ import annotations

from itertools import dropwhile

from comity.core.findings import Finding, Status
from comity.evidence.accounts.area import (
    ESTIMATE_ENDS,
    WORLD_ROW,
    Area,
    ask,
    period,
    stated,
    told,
    yearly,
)
from comity.evidence.reading import Evidence, Row

_ECONOMY = {
    "gdp_usd": "gdp",
    "gdp_per_capita_ppp": "gdp_per_person",
    "unemployment": "unemployment",
    "remittances_received_gdp": "remittances_gdp",
    "remittances_received_usd": "remittances_received",
    "remittances_paid_usd": "remittances_paid",
}
_DEMOGRAPHY = {
    "population": "pop_jul1",
    "births": "births",
    "deaths": "deaths",
    "net_migration": "net_migration",
}
_ADDS_UP = ("gdp", "remittances_received", "remittances_paid")


def demography(evidence: Evidence, area: Area) -> list[Finding]:
    """Population (1 July), births, deaths and net migration of the year; projected after 2023."""
    if not evidence.holds("demography"):
        return []
    rows = ask(
        evidence,
        area,
        "country",
        f"""SELECT {{place}} AS place, year, sum(pop_jul1) AS population, sum(births) AS births,
                   sum(deaths) AS deaths, sum(net_migration) AS net_migration
                   {told(evidence, "demography", **_DEMOGRAPHY)}
            FROM demography WHERE {{here}} GROUP BY ALL ORDER BY year""",
        world=WORLD_ROW,
    )
    lineage = evidence.lineage(
        "demography", method="as published" if area.one else "sum of members"
    )
    found: list[Finding] = []
    for measure in _DEMOGRAPHY:
        past = [row for row in rows if row["year"] <= ESTIMATE_ENDS]
        ahead = [row for row in rows if row["year"] > ESTIMATE_ENDS]
        found += yearly(past, measure, area, measure, lineage, status="estimated")
        found += yearly(ahead, measure, area, measure, lineage, status="projected")
    return found


def migration_ahead(evidence: Evidence, area: Area) -> list[Finding]:
    """Projected net migration with its 80 % interval; single countries and the world only."""
    names = ("net_migration_intervals", "demography")
    if not (area.one or area.codes is None) or not all(evidence.holds(name) for name in names):
        return []
    rows = ask(
        evidence,
        area,
        "country",
        """SELECT {place} AS place, i.year, d.net_migration AS n, i.lower80, i.upper80
           FROM net_migration_intervals i JOIN demography d USING (country, year)
           WHERE {here} ORDER BY i.year""",
        world=WORLD_ROW,
    )
    lineage = evidence.lineage("demography", "net_migration_intervals")
    return [
        Finding(
            area.subject,
            "net_migration",
            period(row["year"]),
            row["n"],
            lineage,
            low=round(row["lower80"]),
            high=round(row["upper80"]),
            interval="80 %",
            status="projected",
        )
        for row in rows
        if None not in (row["n"], row["lower80"], row["upper80"])
    ]


def youth(evidence: Evidence, area: Area) -> list[Finding]:
    """Share of people aged 15 to 24, every fifth year; single countries and the world only."""
    if not (area.one or area.codes is None) or not evidence.holds("youth_share"):
        return []
    rows = ask(
        evidence,
        area,
        "country",
        """SELECT {place} AS place, year, 100 * youth_share AS n FROM youth_share
           WHERE {here} ORDER BY year""",
        world=WORLD_ROW,
    )
    lineage = evidence.lineage("youth_share")
    past = [row for row in rows if row["year"] <= 2019]
    ahead = [row for row in rows if row["year"] > 2019]
    return [
        *yearly(past, "n", area, "youth_share", lineage, status="estimated"),
        *yearly(ahead, "n", area, "youth_share", lineage, status="projected"),
    ]


def economy(evidence: Evidence, area: Area) -> list[Finding]:
    """The World Bank's indicators by year; for a region only those that add up.

    Remittances of exactly zero are filled gaps of the publisher's copy and count as not reported.
    A region's sum is given for years in which at least nine in ten of the members that ever
    reported did, and says how many.

    The publisher has a row for every country and year: years before the first figure of a country,
    and those for which nobody has any, are left out instead of being called not reported.
    """
    if not evidence.holds("economy"):
        return []
    rows = ask(
        evidence,
        area,
        "country",
        f"""SELECT {{place}} AS place, year, indicator, sum(value) AS n, count(value) AS members
                   {told(evidence, "economy", n="value")}
            FROM economy
            WHERE {{here}} AND country <> 'WLD'
              AND NOT (indicator LIKE 'remittances%' AND value IS NOT DISTINCT FROM 0)
              AND year <= (SELECT max(year) FROM economy WHERE value IS NOT NULL)
            GROUP BY ALL ORDER BY year""",
    )
    plain = area.one
    found: list[Finding] = []
    for indicator, measure in _ECONOMY.items():
        own = _since_first([row for row in rows if row["indicator"] == indicator])
        if not plain:
            if measure not in _ADDS_UP or not own:
                continue
            most = max(row["members"] for row in own)
            own = [row for row in own if row["members"] >= 0.9 * most]
        method = "as published" if plain else "sum of the members that reported"
        status: Status = "estimated" if indicator == "unemployment" else "published"
        found += yearly(
            own, "n", area, measure, evidence.lineage("economy", method=method), status=status
        )
    return found


def _since_first(rows: list[Row]) -> list[Row]:
    """The rows in order of years, from the first on that has a figure; none where none has."""
    return list(dropwhile(lambda row: row["n"] is None, rows))


def conflict(evidence: Evidence, area: Area) -> list[Finding]:
    """Deaths in organised violence by year with the publisher's low and high estimates."""
    if not evidence.holds("conflict_deaths"):
        return []
    rows = ask(
        evidence,
        area,
        "country",
        f"""SELECT {{place}} AS place, year, sum(deaths_total) AS n, sum(deaths_total_low) AS low,
                   sum(deaths_total_high) AS high
                   {told(evidence, "conflict_deaths", n="deaths_total")}
            FROM conflict_deaths WHERE {{here}} GROUP BY ALL ORDER BY year""",
    )
    method = "as published" if area.one else "sum over countries"
    lineage = evidence.lineage("conflict_deaths", method=method)
    return [
        Finding(
            area.subject,
            "conflict_deaths",
            period(row["year"]),
            lineage=lineage,
            low=None if row["n"] is None else row["low"],
            high=None if row["n"] is None else row["high"],
            interval="low and high estimate of the publisher",
            **found,
        )
        for row in rows
        if (found := stated(row, "n", "estimated"))
    ]
