"""What people send home: remittances along corridors, what sending costs, and when they fell."""

from __future__ import annotations

from typing import Literal

from comity import __version__
from comity.core.findings import Finding, Lineage, at, latest, sources_of
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place, places
from comity.core.regions import Region
from comity.evidence.accounts.area import Area, ask, largest_first, pairs, period
from comity.evidence.indicators import AVERAGE_TARGET, gap
from comity.evidence.reading import Evidence, Row

Side = Literal["receiver", "sender"]

FALL = -25.0
"""A fall of remittances is named when it is at least this many percent within a year."""


def sent(evidence: Evidence, pair: Corridor) -> Finding | None:
    """Money sent along a corridor of people, from its destination to its origin; million USD."""
    if not evidence.holds("remittances_bilateral"):
        return None
    rows = evidence.query(
        "SELECT year, usd_million FROM remittances_bilateral WHERE sender = ? AND receiver = ?",
        [pair.destination.code, pair.origin.code],
    )
    if not rows:
        return None
    lineage = evidence.lineage("remittances_bilateral")
    return Finding(
        pair,
        "remittances_from",
        Period.parse(rows[0]["year"]),
        rows[0]["usd_million"],
        lineage,
        status="estimated",
    )


def largest_senders(evidence: Evidence, area: Area, most: int = 5) -> list[Finding]:
    """The largest corridors by money received in the area, as corridors of people (home first)."""
    return _largest(evidence, area, "receiver", most)


def largest_receivers(evidence: Evidence, area: Area, most: int = 5) -> list[Finding]:
    """The largest corridors by money sent from the area, as corridors of people (home first)."""
    return _largest(evidence, area, "sender", most)


def _largest(evidence: Evidence, area: Area, side: str, most: int) -> list[Finding]:
    if not evidence.holds("remittances_bilateral"):
        return []
    rows = ask(
        evidence,
        area,
        side,
        largest_first(
            most + 5,
            """SELECT {place} AS place, receiver AS origin, sender AS destination, year,
                      usd_million AS n
               FROM remittances_bilateral WHERE {here} AND usd_million > 0""",
        ),
    )
    lineage = evidence.lineage("remittances_bilateral")
    return pairs(rows, "n", "remittances_from", lineage, status="estimated")[:most]


def from_all_senders(evidence: Evidence, home: Area) -> Finding | None:
    """The denominator of a corridor's share: money from every sender that the matrix names."""
    if not evidence.holds("remittances_bilateral"):
        return None
    rows = ask(
        evidence,
        home,
        "receiver",
        """SELECT {place} AS place, max(year) AS year, sum(usd_million) AS n, count(*) AS senders
           FROM remittances_bilateral WHERE {here} AND usd_million > 0
           GROUP BY ALL HAVING count(*) > 0""",
    )
    if not rows:
        return None
    lineage = evidence.lineage(
        "remittances_bilateral", method="sum over senders", senders=rows[0]["senders"]
    )
    return Finding(
        home.subject,
        "remittances_all_senders",
        Period.parse(rows[0]["year"]),
        rows[0]["n"],
        lineage,
        status="estimated",
    )


def costs(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """Average cost of sending USD 200 along a corridor of people, by quarter; percent.

    A negative average, which the publisher's method allows, carries a note.
    """
    if not evidence.holds("remittance_prices"):
        return []
    rows = evidence.query(
        """SELECT quarter, cost_percent AS n FROM remittance_prices
           WHERE sender = ? AND receiver = ? ORDER BY quarter""",
        [pair.destination.code, pair.origin.code],
    )
    return [cost_of(evidence, pair, row["quarter"], row["n"]) for row in rows]


def cost_of(evidence: Evidence, pair: Corridor, quarter: str, percent: float) -> Finding:
    """One average cost of a corridor of people, as `remittance_prices` has it."""
    return Finding(
        pair,
        "remittance_cost",
        period(quarter),
        percent,
        evidence.lineage("remittance_prices"),
        note=N_("negative as published: quoted exchange rates beat the reference rate")
        if percent < 0
        else "",
    )


TARGET = AVERAGE_TARGET
"""SDG target 10.c: sending money costs 3 percent or less by 2030."""


def above_target(evidence: Evidence, cost: Finding, target: float = TARGET) -> Finding:
    """How far a cost is above a target, in percentage points; zero where it is met."""
    value = None if cost.value is None else gap(cost.value, target)
    about = () if target == TARGET else (("target", f"{target:g} percent"),)
    return evidence.derived(
        cost.subject,
        "remittance_gap",
        cost.period,
        value,
        [cost],
        f"cost less {target:g}, or zero",
        about=about,
    )


def gap_a_year(
    evidence: Evidence, pair: Corridor, target: float = TARGET, *, cost: Finding | None = None
) -> Finding | None:
    """What costs above a target take from a corridor of people in a year, in US dollars.

    The money sent along it times what its newest average cost has above the target, in percent; 0
    where it has nothing above. The flow is modelled and older than the price, which is told in the
    parameters of the lineage; the period is that of the flow. None where either is not held. `cost`
    is the price where it is known already.

    >>> from comity.core.places import Corridor, find_place
    >>> found = gap_a_year(evidence, Corridor(find_place("NAM"), find_place("AGO")))
    >>> found.unit, str(found.period), dict(found.lineage.parameters)["cost_quarter"]
    ('USD', '2017', '2020Q3')
    """
    flow = sent(evidence, pair)
    newest = cost or latest(costs(evidence, pair))
    if flow is None or flow.value is None or newest is None or newest.value is None:
        return None
    value = flow.value * 1e6 * gap(newest.value, target) / 100
    lineage = Lineage(
        tuple(sources_of([flow, newest])),
        "flow x (cost - target) / 100, or zero",
        __version__,
        (
            ("target_percent", f"{target:g}"),
            ("cost_percent", f"{newest.value:g}"),
            ("cost_quarter", str(newest.period)),
            ("flow_year", str(flow.period)),
        ),
    )
    about = () if target == TARGET else (("target", f"{target:g} percent"),)
    return Finding(
        pair, "remittance_gap_a_year", flow.period, value, lineage, about=about, status="derived"
    )


def price_age(evidence: Evidence, price: Finding) -> Finding:
    """Whole years since the quarter of a price ended, on the day that is asked of."""
    today = evidence.today
    return evidence.derived(
        price.subject,
        "age",
        Period("day", today, today),
        max(0, (today - price.period.end).days // 365),
        [price],
        "whole years from the end of the newest period to the day asked",
    )


_MEANS = """
    WITH means AS (SELECT {place} AS place, quarter, avg(cost_percent) AS n, count(*) AS corridors
                   FROM remittance_prices WHERE {here} GROUP BY ALL)
    FROM means QUALIFY row_number() OVER (PARTITION BY place ORDER BY quarter DESC) = 1"""


def mean_cost(evidence: Evidence, area: Area, side: Side) -> tuple[Finding, Finding] | None:
    """The mean cost over the corridors to a country, or from it, that were quoted last.

    With it goes the number of these corridors.

    >>> from comity.core.places import find_place
    >>> mean, corridors = mean_cost(evidence, Area(find_place("TJK"), ("TJK",)), "receiver")
    >>> str(mean.period), round(mean.value, 2), corridors.value
    ('2020Q3', 5.58, 2)
    """
    if not evidence.holds("remittance_prices"):
        return None
    rows = ask(evidence, area, side, _MEANS)
    return _mean(evidence, area.subject, side, rows[0]) if rows else None


def mean_costs(evidence: Evidence, area: Area) -> dict[Place, Finding]:
    """The mean cost over the corridors to every member of an area that were quoted last."""
    if not evidence.holds("remittance_prices"):
        return {}
    sql = _MEANS.format(place="receiver", here=area.holds("receiver"))
    known = places()
    return {
        known[row["place"]]: _mean(evidence, known[row["place"]], "receiver", row)[0]
        for row in evidence.query(sql)
        if row["place"] in known
    }


def _mean(
    evidence: Evidence, subject: Place | Region, side: Side, row: Row
) -> tuple[Finding, Finding]:
    when, about = (
        Period.parse(row["quarter"]),
        () if side == "receiver" else (("role", "from here"),),
    )
    lineage = evidence.lineage(
        "remittance_prices", method=f"plain mean over {row['corridors']} corridors of the quarter"
    )
    mean = Finding(
        subject, "remittance_cost_mean", when, row["n"], lineage, about=about, status="derived"
    )
    counted = evidence.derived(
        subject,
        "places_counted",
        when,
        row["corridors"],
        [mean],
        "corridors quoted in the quarter",
        about=(("of", "corridors to it" if side == "receiver" else "corridors from it"),),
    )
    return mean, counted


def falls(evidence: Evidence, economy: list[Finding]) -> list[tuple[Finding, Finding]]:
    """Years in which remittances received fell by a quarter or more, with the change of output."""
    money = [f for f in economy if f.measure == "remittances_received"]
    output = [f for f in economy if f.measure == "gdp"]
    found: list[tuple[Finding, Finding]] = []
    for this in money:
        year = this.period.start.year
        before, gdp, gdp_before = at(money, year - 1), at(output, year), at(output, year - 1)
        change = _change(evidence, "remittances_fall", this, before)
        of_output = _change(evidence, "gdp_change", gdp, gdp_before)
        if change and of_output and (change.value or 0) <= FALL:
            found.append((change, of_output))
    return found


def _change(
    evidence: Evidence, measure: str, this: Finding | None, before: Finding | None
) -> Finding | None:
    if this is None or before is None or this.value is None or not before.value:
        return None
    change = 100 * (this.value / before.value - 1)
    return evidence.derived(
        this.subject, measure, this.period, change, [this, before], "change on the year before"
    )


def dependents(evidence: Evidence, place: Place) -> list[Finding]:
    """Countries whose modelled remittances come from this sender, largest first."""
    return largest_receivers(evidence, Area(place, (place.code,)), 10)
