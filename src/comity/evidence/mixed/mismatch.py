"""Openness against pressure: what the law offers people of a country beside what presses there.

Opportunity is in two halves: to visit (the ease of the visa rule, or all of it where an area of
free movement gives visits), and to stay (all of it where such an area gives work, half where it
gives residence or work in listed occupations). It holds for the day of the table of visa rules.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place, places
from comity.core.regions import Subject
from comity.evidence.accounts.area import period
from comity.evidence.mixed.pressure import LEFT_OUT
from comity.evidence.openness import areas, ease
from comity.evidence.openness.areas import checked
from comity.evidence.reading import Evidence

Array = NDArray[np.float64]

ASSUMPTIONS = (
    N_(
        "Legal opportunity is half the right to visit (the ease of the visa rule, or 100 where a "
        "checked area of free movement gives visits) and half the right to stay (100 where such an "
        "area gives work, 50 where it gives residence or listed work). Permits under national law "
        "are not in the evidence, and it holds for the day of the visa rules."
    ),
    N_(
        "The mismatch is the rank of the pressure in the origin minus the rank of the opportunity, "
        "both among countries of origin: above zero, more presses than the law opens. It says "
        "nothing of the right to seek asylum, which depends on no visa."
    ),
)
EQUAL, LIVED = N_("every destination alike"), N_("by where its people live")
_STAYING = {"work": 1.0, "residence": 0.5, "listed work": 0.5}


class Opportunities:
    """What every passport is offered in every destination, on the day of the visa rules."""

    def __init__(self, evidence: Evidence) -> None:
        known = places()
        rows = evidence.query("SELECT * FROM visa_requirements WHERE passport <> destination")
        rows = [row for row in rows if row["passport"] in known and row["destination"] in known]
        codes = sorted({code for row in rows for code in (row["passport"], row["destination"])})
        self.index = {code: number for number, code in enumerate(codes)}
        self.when = period(max(row["snapshot"] for row in rows))
        self.offered: Array = np.full((len(codes), len(codes)), np.nan)
        rights = free_movement(self.when.end)
        for row in rows:
            pair = (row["passport"], row["destination"])
            self.offered[self.index[pair[0]], self.index[pair[1]]] = offer(
                ease(row["category"]), rights.get(pair, frozenset())
            )
        self.lived = _lived(evidence, self.index)

    def means(self, weights: Array | None = None) -> Array:
        """The mean over destinations for each origin, weighted; nan where nothing is known."""
        known = ~np.isnan(self.offered)
        weighed = known if weights is None else known * weights
        totals = weighed.sum(axis=1)
        sums = (np.nan_to_num(self.offered) * weighed).sum(axis=1)
        means: Array = np.divide(sums, totals, out=np.full(len(sums), np.nan), where=totals > 0)
        return means


def opportunities(evidence: Evidence) -> Opportunities | None:
    """The table of what is offered, made once of the same releases."""
    if not evidence.holds("visa_requirements"):
        return None
    return evidence.once_of(["visa_requirements", "migrant_stock"], Opportunities)


def offer(visit: float, rights: frozenset[str]) -> float:
    """Legal opportunity from 0 to 100: half for visits, half for staying.

    >>> offer(0.5, frozenset()), offer(0.0, frozenset({"visit", "residence"}))
    (25.0, 75.0)
    """
    staying = max((_STAYING.get(right, 0.0) for right in rights), default=0.0)
    return 50 * (1.0 if "visit" in rights else visit) + 50 * staying


@cache
def free_movement(day: date) -> dict[tuple[str, str], frozenset[str]]:
    """What checked areas in force give nationals of one place in another, for all pairs at once."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for area in areas():
        if area.not_in_force or not checked(area.verification) or day < _begins(area.since):
            continue
        stays = {code: area.stay(code, day) for code in {stay.place for stay in area.stays}}
        here = [code for code, stay in stays.items() if stay and checked(stay.verification)]
        for origin, destination in permutations(here, 2):
            if area.hub and area.hub not in (origin, destination):
                continue
            binding = [one for one in area.limits if one.binds(origin, destination, day)]
            held = frozenset[str]().union(*(one.withholds for one in binding))
            pair = (origin, destination)
            found[pair] = found.get(pair, frozenset()) | (frozenset(area.gives) - held)
    return found


def _begins(since: str) -> date:
    return Period.parse(since).end


def _lived(evidence: Evidence, index: dict[str, int]) -> Array | None:
    """How many people of each origin live in each destination, by the newest stock."""
    if not evidence.holds("migrant_stock"):
        return None
    made = np.zeros((len(index), len(index)))
    for row in evidence.query(
        """SELECT origin, destination, female + male AS n FROM migrant_stock
           WHERE year = (SELECT max(year) FROM migrant_stock) AND female + male > 0"""
    ):
        if row["origin"] in index and row["destination"] in index:
            made[index[row["origin"]], index[row["destination"]]] = row["n"]
    return made


def percentile(value: float, among: Array) -> float:
    """The percentile of a value among others; ties share their middle rank.

    >>> percentile(2, np.array([1.0, 2.0, 2.0, 3.0]))
    50.0
    """
    known = among[~np.isnan(among)]
    return float(100 * (np.sum(known < value) + np.sum(known == value) / 2) / len(known))


def on_corridor(evidence: Evidence, pair: Corridor, pressed: list[Finding]) -> list[Finding]:
    """Opportunity on a corridor, its rank among origins at that destination, and the mismatch."""
    table = opportunities(evidence)
    ends = (pair.origin.code, pair.destination.code)
    if table is None or not {*ends} <= {*table.index}:
        return []
    row, column = (table.index[code] for code in ends)
    return _beside(evidence, pair, table, table.offered[:, column], row, pressed, ())


def of_origin(evidence: Evidence, origin: Place, pressed: list[Finding]) -> list[Finding]:
    """The same for an origin over all destinations: alike, and by where its people live."""
    table = opportunities(evidence)
    if table is None or origin.code not in table.index:
        return []
    row = table.index[origin.code]
    found = _beside(
        evidence, origin, table, table.means(), row, pressed, (("destinations", EQUAL),)
    )
    if table.lived is not None:
        lived, about = table.means(table.lived), (("destinations", LIVED),)
        found += _beside(evidence, origin, table, lived, row, pressed, about)
    return found


def _beside(
    evidence: Evidence,
    subject: Subject,
    table: Opportunities,
    offers: Array,
    row: int,
    pressed: list[Finding],
    about: tuple[tuple[str, str], ...],
) -> list[Finding]:
    value = float(offers[row])
    if np.isnan(value):
        return []
    rank = percentile(value, offers)
    weighed = ("migrant_stock",) if ("destinations", LIVED) in about else ()
    found = [
        Finding(
            subject,
            measure,
            table.when,
            number,
            evidence.lineage("visa_requirements", *weighed, method=method),
            about=about,
            status="derived",
        )
        for measure, number, method in (
            (
                "legal_opportunity",
                round(value, 6),
                "half the right to visit, half the right to stay",
            ),
            ("opportunity_rank", rank, "percentile among countries of origin"),
        )
    ]
    ranks = [f for f in pressed if f.measure == "pressure_rank" and _just_before(f, table.when)]
    return [*found, *(_minus(evidence, subject, one, found[1], about) for one in ranks)]


def _just_before(rank: Finding, when: Period) -> bool:
    """Whether a pressure is that of the last full year before the visa rules."""
    return rank.period.end.year == when.start.year - 1


def _minus(
    evidence: Evidence,
    subject: Subject,
    rank: Finding,
    offered: Finding,
    about: tuple[tuple[str, str], ...],
) -> Finding:
    value, low, high = (
        (number or 0) - (offered.value or 0) for number in (rank.value, rank.low, rank.high)
    )
    return evidence.derived(
        subject,
        "mismatch",
        offered.period,
        value,
        [rank, offered],
        "rank of the pressure minus rank of the opportunity",
        low=low,
        high=high,
        interval=LEFT_OUT,
        about=about,
    )
