"""Who moved from where to where, as estimated: corridors, arrivals, departures, other methods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from comity.core.findings import Finding, withhold_parts
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, places
from comity.core.regions import Subject
from comity.evidence.accounts.area import WORLD_ROW, Area, ask, ask_all, largest_first
from comity.evidence.accounts.people import Side
from comity.evidence.reading import Evidence, Row

FLOWS = "migration_flows"
TOTALS = "migration_flow_totals"
INTERVAL = "80 %"
RECOMMENDED = "pseudo-bayes"
METHODS = (
    "pseudo-bayes",
    "closed-minimum",
    "open-minimum",
    "difference-reverse",
    "difference-drop",
    "rate",
    "independence",
)
"""The recommended method first, then from the most to the least alike."""

METHOD_NAMES = {
    "pseudo-bayes": N_("pseudo-Bayesian"),
    "closed-minimum": N_("closed accounting, most people stay"),
    "open-minimum": N_("open accounting, most people stay"),
    "difference-reverse": N_("difference of stocks, decline as return"),
    "difference-drop": N_("difference of stocks, decline as nothing"),
    "rate": N_("rates from the first stock"),
    "independence": N_("as if everybody moved at random"),
}
WIDEST = N_("bounds added")
_ABOUT = (("method", RECOMMENDED),)
_METHOD = "flows from stocks, pseudo-bayes"


def flow_periods(evidence: Evidence) -> list[Period]:
    """The periods of which flows are estimated, in order; empty where none are held."""
    if not evidence.holds(FLOWS):
        return []
    rows = ask_all(evidence, f"SELECT DISTINCT year0, year1 FROM {FLOWS} ORDER BY year0")
    return [_period(row) for row in rows]


def corridor_flows(evidence: Evidence, pair: Corridor, sex: str = "total") -> list[Finding]:
    """The recommended estimate of one corridor by period, with its 80 % interval.

    `sex` narrows it to female or male; the measure is `estimated_flow`, persons over the period.
    """
    if not evidence.holds(FLOWS):
        return []
    rows = _corridor(evidence, pair)
    lineage = evidence.lineage(FLOWS, method=_METHOD)
    about = _ABOUT if sex == "total" else (*_ABOUT, ("sex", sex))
    return [
        _found(
            pair,
            "estimated_flow",
            row,
            row["pseudo_bayes"],
            lineage,
            about,
            row["low"],
            row["high"],
        )
        for row in rows
        if row["sex"] == sex
    ]


def corridor_sexes(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """Women and men of one corridor by period; where one is withheld, so is the other."""
    kept: list[Finding] = []
    both = {f.period: f for f in corridor_flows(evidence, pair)}
    sexes = [f for sex in ("female", "male") for f in corridor_flows(evidence, pair, sex)]
    for period, total in both.items():
        kept += withhold_parts([f for f in sexes if f.period == period], total)
    return kept


def corridor_methods(evidence: Evidence, pair: Corridor, period: Period) -> list[Finding]:
    """One finding a method for one corridor and period; the recommended one has an interval."""
    if not evidence.holds(FLOWS):
        return []
    found = []
    for row in _corridor(evidence, pair):
        if row["sex"] != "total" or _period(row) != period:
            continue
        for method in METHODS:
            lineage = evidence.lineage(FLOWS, method=f"flows from stocks, {method}")
            bounds = (row["low"], row["high"]) if method == RECOMMENDED else (None, None)
            value = row[method.replace("-", "_")]
            about = (("method", method),)
            found.append(_found(pair, "estimated_flow", row, value, lineage, about, *bounds))
    return found


def totals(evidence: Evidence, area: Area, sex: str = "total") -> list[Finding]:
    """Arrivals, departures and net migration by period, estimated, with intervals of the sums.

    For a region, people who crossed its border; its intervals are sums of bounds, and wider. For
    the world, arrivals are everybody who moved.
    """
    if not (evidence.holds(TOTALS) and evidence.holds(FLOWS)):
        return []
    if area.codes is not None and not area.one:
        return _regional(evidence, area)
    rows = ask(
        evidence,
        area,
        "country",
        f"""SELECT {{place}} AS place, year0, year1, sex, arrivals, arrivals_low, arrivals_high,
                   departures, departures_low, departures_high, net, net_low, net_high
            FROM {TOTALS} WHERE {{here}} ORDER BY year0""",
        world=WORLD_ROW,
    )
    lineage = evidence.lineage(TOTALS, method=_METHOD)
    about = _ABOUT if sex == "total" else (*_ABOUT, ("sex", sex))
    names = ("arrivals",) if area.codes is None else ("arrivals", "departures", "net")
    return [
        _found(
            area.subject, f"estimated_{name}", row, row[name], lineage, about,
            row[f"{name}_low"], row[f"{name}_high"],
        )
        for name in names
        for row in rows
        if row["sex"] == sex
    ]  # fmt: skip


def largest(
    evidence: Evidence, area: Area, side: Side, period: Period | None = None, most: int = 10
) -> list[Finding]:
    """The largest estimated flows into (or out of) the area in one period (the newest by default).

    For a region, those that crossed its border.
    """
    known = flow_periods(evidence)
    if not known:
        return []
    chosen = period or known[-1]
    other = "origin" if side == "destination" else "destination"
    across = "TRUE" if area.codes is None or area.one else f"NOT ({area.holds(other)})"
    rows = ask(
        evidence,
        area,
        side,
        largest_first(
            most + 10,
            f"""SELECT {{place}} AS place, origin, destination, year0, year1,
                       pseudo_bayes AS n, low, high FROM {FLOWS}
                WHERE sex = 'total' AND year0 = {chosen.start.year} AND year1 = {chosen.end.year}
                  AND {{here}} AND {across} AND n > 0""",
        ),
    )
    return list(_pairs(evidence, rows))[:most]


def between(evidence: Evidence, codes: Iterable[str], period: Period) -> list[Finding]:
    """Every estimated flow between these places in one period, largest first."""
    listed = ", ".join(repr(code) for code in codes)
    if not evidence.holds(FLOWS) or not listed:
        return []
    rows = evidence.query(
        f"""SELECT origin, destination, year0, year1, pseudo_bayes AS n, low, high FROM {FLOWS}
            WHERE sex = 'total' AND year0 = {period.start.year} AND year1 = {period.end.year}
              AND origin IN ({listed}) AND destination IN ({listed}) AND n > 0
            ORDER BY n DESC, origin, destination""",
    )
    return list(_pairs(evidence, rows))


def _pairs(evidence: Evidence, rows: Iterable[Row]) -> Iterable[Finding]:
    known = places()
    lineage = evidence.lineage(FLOWS, method=_METHOD)
    for row in rows:
        if row["origin"] in known and row["destination"] in known:
            pair = Corridor(known[row["origin"]], known[row["destination"]])
            yield _found(
                pair, "estimated_flow", row, row["n"], lineage, _ABOUT, row["low"], row["high"]
            )


def _corridor(evidence: Evidence, pair: Corridor) -> list[Row]:
    return evidence.query(
        f"SELECT * FROM {FLOWS} WHERE origin = ? AND destination = ? ORDER BY year0, sex",
        [pair.origin.code, pair.destination.code],
    )


def _regional(evidence: Evidence, area: Area) -> list[Finding]:
    """People who crossed the border of a region, summed over corridors."""
    found: list[Finding] = []
    lineage = evidence.lineage(FLOWS, method="flows from stocks, summed across the border")
    for name, inside, outside in (
        ("arrivals", "destination", "origin"),
        ("departures", "origin", "destination"),
    ):
        rows = ask_all(
            evidence,
            f"""SELECT year0, year1, sum(pseudo_bayes) AS n, sum(low) AS low, sum(high) AS high
                FROM {FLOWS} WHERE sex = 'total' AND {area.holds(inside)}
                  AND NOT ({area.holds(outside)}) GROUP BY ALL ORDER BY year0""",
        )
        made = [
            _found(
                area.subject, f"estimated_{name}", r, r["n"], lineage, _ABOUT, r["low"], r["high"]
            )
            for r in rows
        ]
        found += [replace(one, interval=WIDEST) for one in made]
    nets = ask_all(
        evidence,
        f"""SELECT year0, year1, sum(net) AS n, sum(net_low) AS low, sum(net_high) AS high
            FROM {TOTALS} WHERE sex = 'total' AND {area.holds("country")}
            GROUP BY ALL ORDER BY year0""",
    )
    made = [
        _found(area.subject, "estimated_net", r, r["n"], lineage, _ABOUT, r["low"], r["high"])
        for r in nets
    ]
    return [*found, *(replace(one, interval=WIDEST) for one in made)]


def _found(
    subject: Subject,
    measure: str,
    row: Row,
    value: float,
    lineage: Any,
    about: tuple[tuple[str, str], ...],
    low: float | None,
    high: float | None,
) -> Finding:
    return Finding(
        subject,
        measure,
        _period(row),
        value,
        lineage,
        low=low,
        high=high,
        interval=INTERVAL if low is not None else "as published",
        about=about,
        status="estimated",
    )


def _period(row: Row) -> Period:
    return Period.span(row["year0"], row["year1"])
