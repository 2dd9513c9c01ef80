"""Estimated movement seen from further off: between regions, of every place at once, and a year.

Sums over corridors have no interval of their own; what is given are sums of bounds, which are wider
than 80 % and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place, places
from comity.core.regions import Region, regions
from comity.evidence.accounts.area import Area, ask_all
from comity.evidence.accounts.flows import FLOWS, INTERVAL, METHODS, RECOMMENDED, TOTALS, WIDEST
from comity.evidence.reading import Evidence

SIDES = ("arrivals", "departures", "net")
_ABOUT = (("method", RECOMMENDED),)
_BESIDE = N_("no range of its own; that of the recommended estimate stands beside it")


def standing_for(region: Region) -> Place:
    """A region as the end of a corridor between regions; it has its code and names, and no page.

    >>> standing_for(regions()["central-asia"]).code
    '143'
    """
    names = region.names if len(region.names) > 1 else region.names * 6
    return Place(
        region.code, "", None, names, region.in_sentence, (), None, (), (), None, None, None, None,
        None,
    )  # fmt: skip


def has_page(pair: Corridor) -> bool:
    """Whether both ends are countries or areas, and not regions."""
    return pair.origin.code in places() and pair.destination.code in places()


def parts_of(members: Iterable[Place], level: int) -> dict[str, Region]:
    """The M49 region of this level (1 below the continents, -1 the smallest) of each member."""
    by_code = {region.code: region for region in regions().values()}
    found = {}
    for place in members:
        inside = place.m49_regions
        if inside:
            found[place.code] = by_code[inside[level] if level < len(inside) else inside[-1]]
    return found


def between_regions(
    evidence: Evidence, parts: Mapping[str, Region], period: Period
) -> list[Finding]:
    """Estimated movement between regions in one period, largest first.

    `parts` names the region of each place; moves inside a region are from it to itself.
    """
    if not evidence.holds(FLOWS) or not parts:
        return []
    rows = ", ".join(f"('{code}', '{region.slug}')" for code, region in sorted(parts.items()))
    found = ask_all(
        evidence,
        f"""WITH part(code, slug) AS (VALUES {rows})
            SELECT a.slug AS origin, b.slug AS destination, sum(pseudo_bayes) AS n,
                   sum(low) AS low, sum(high) AS high
            FROM {FLOWS} JOIN part a ON origin = a.code JOIN part b ON destination = b.code
            WHERE sex = 'total' AND {_during(period)} GROUP BY ALL HAVING n > 0
            ORDER BY n DESC, a.slug, b.slug""",
    )
    lineage = evidence.lineage(FLOWS, method="flows from stocks, summed between regions")
    ends = {region.slug: standing_for(region) for region in parts.values()}
    return [
        Finding(
            Corridor(ends[row["origin"]], ends[row["destination"]]), "estimated_flow", period,
            row["n"], lineage, row["low"], row["high"], WIDEST, _ABOUT, "estimated",
        )
        for row in found
    ]  # fmt: skip


def every_place(evidence: Evidence, area: Area, period: Period) -> list[Finding]:
    """Arrivals, departures and net migration of each place of an area in one period.

    Places with most people who came or left are first.
    """
    if not evidence.holds(TOTALS):
        return []
    bounds = ", ".join(f"{side}, {side}_low, {side}_high" for side in SIDES)
    rows = ask_all(
        evidence,
        f"""SELECT country, {bounds} FROM {TOTALS}
            WHERE sex = 'total' AND {_during(period)} AND {area.holds("country")}
            ORDER BY arrivals + departures DESC, country""",
    )
    lineage = evidence.lineage(TOTALS, method=f"flows from stocks, {RECOMMENDED}")
    known = places()
    return [
        Finding(
            known[row["country"]], f"estimated_{side}", period, row[side], lineage,
            row[f"{side}_low"], row[f"{side}_high"], INTERVAL, _ABOUT, "estimated",
        )
        for row in rows
        if row["country"] in known
        for side in SIDES
    ]  # fmt: skip


def a_year(finding: Finding) -> Finding:
    """A movement of several years as people a year on average; its bounds are divided too."""
    years = finding.period.end.year - finding.period.start.year
    lineage = replace(finding.lineage, method="flows from stocks, divided by the years")
    value, low, high = (
        None if n is None else round(n / years) for n in (finding.value, finding.low, finding.high)
    )
    return replace(
        finding, measure="estimated_flow_a_year", value=value, low=low, high=high, unit="",
        lineage=lineage,
    )  # fmt: skip


def listed(
    evidence: Evidence,
    origin: Area | None = None,
    destination: Area | None = None,
    *,
    period: Period | None = None,
    sex: str = "total",
    methods: Sequence[str] = (RECOMMENDED,),
    most: int = 100,
    after: int = 0,
) -> tuple[list[Finding], int]:
    """Estimated flows that fit, newest period and largest first, and how many corridors fit.

    Of each corridor and period one finding a method; only the recommended one has an interval.
    """
    if not evidence.holds(FLOWS):
        return [], 0
    clauses = [f"sex = '{sex}'", "pseudo_bayes > 0", *_ends(origin, destination)]
    if period:
        clauses.append(_during(period))
    rows = evidence.query(
        f"""SELECT *, count(*) OVER () AS fitting FROM {FLOWS} WHERE {" AND ".join(clauses)}
            ORDER BY year0 DESC, pseudo_bayes DESC, origin, destination
            LIMIT {most} OFFSET {after}"""
    )
    known, narrowed = places(), () if sex == "total" else (("sex", sex),)
    found = []
    for row in rows:
        pair = Corridor(known[row["origin"]], known[row["destination"]])
        when = Period.span(row["year0"], row["year1"])
        for method in (m for m in METHODS if m in methods):
            lineage = evidence.lineage(FLOWS, method=f"flows from stocks, {method}")
            own = method == RECOMMENDED
            found.append(
                Finding(
                    pair, "estimated_flow", when, row[method.replace("-", "_")], lineage,
                    row["low"] if own else None, row["high"] if own else None,
                    INTERVAL if own else "as published",
                    (("method", method), *narrowed), "estimated", "" if own else _BESIDE,
                )
            )  # fmt: skip
    return found, rows[0]["fitting"] if rows else 0


def _ends(origin: Area | None, destination: Area | None) -> list[str]:
    """The conditions on both ends; each of them is a place that has a page."""
    ends = [(name, area) for name, area in (("origin", origin), ("destination", destination))]
    paged = ", ".join(repr(code) for code in places())
    return [
        *(f"{name} IN ({paged})" for name, _ in ends),
        *(area.holds(name) for name, area in ends if area is not None),
    ]


def _during(period: Period) -> str:
    return f"year0 = {period.start.year} AND year1 = {period.end.year}"
