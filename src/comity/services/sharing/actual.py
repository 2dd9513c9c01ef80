"""Fair beside actual: who hosts, receives and resettles how many, and how many a key would give.

Only states whose count is known are compared, and the fair shares are those among them. Counts of
one to four people are withheld, with their states, so that no sum gives them away. Nobody is ever
shown as moving to the country that people fled from: such a state takes none in the comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import places
from comity.evidence.reading import Evidence
from comity.services.sharing.money import Rate
from comity.services.sharing.moves import Move
from comity.services.sharing.no_return import (
    NO_RETURN,
    NO_WAY,
    counted_from,
    safe_moves,
    without_return,
)
from comity.services.sharing.remarks import Remark
from comity.services.sharing.rounding import allocate

KINDS = {
    "refugees": N_("Refugees and others in need of protection hosted"),
    "applications": N_("New asylum applications"),
    "resettlement": N_("Refugees resettled here"),
}
"""What states do today that a key is held against."""

_TABLES = {
    "refugees": ("displaced_stock", "persons", "category IN ('refugees', 'oip')"),
    "applications": ("asylum_applications", "applications", "unit = 'P'"),
    "resettlement": ("solutions", "persons", "solution = 'resettlement'"),
}
_MEASURES = {"refugees": "hosted", "applications": "applications", "resettlement": "resettled"}


BESIDE = {
    "per_1000_inhabitants": ("population", 1e3),
    "per_billion_usd": ("gdp", 1e9),
    "per_1000_km2": ("area", 1e3),
    "per_usd_of_output_per_person": ("gdp_per_person", 1.0),
}
"""UNHCR's four indicators of what hosting means: each a size, and for how much of it."""

_NEAR_EAST = {"JOR", "LBN", "PSE", "SYR"}
_UNRWA = N_("Palestine refugees registered with UNRWA are counted apart, and not here.")


@dataclass(frozen=True, slots=True)
class Line:
    """One state: its count, its fair share in people, and both as shares (parts of one).

    `beside` sets the count against the state's size, by the names in `BESIDE`, where it is known.
    """

    place: str
    count: Finding
    fair: int
    actual_share: float
    fair_share: float
    beside: Mapping[str, float]

    @property
    def people(self) -> int:
        """The count."""
        return int(self.count.value or 0)

    @property
    def gap(self) -> int:
        """People above (+) or below (-) the fair share."""
        return self.people - self.fair

    @property
    def ratio(self) -> float | None:
        """Actual over fair; None where nothing is fair."""
        return self.people / self.fair if self.fair else None

    @property
    def per_thousand(self) -> float | None:
        """People per 1,000 inhabitants."""
        return self.beside.get("per_1000_inhabitants")

    @property
    def per_gdp(self) -> float | None:
        """People per billion US dollars of output."""
        return self.beside.get("per_billion_usd")


@dataclass(frozen=True, slots=True)
class Actual:
    """One kind of count held against a key."""

    kind: str
    year: int
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]
    tradable: float
    moves: tuple[Move, ...] = ()
    """One way to reach the key with the fewest people moved; none where there is no safe one."""
    rate: Rate | None = None
    """An amount in place of one person; None where there is none, or where people have arrived."""

    @property
    def total(self) -> int:
        """All people counted."""
        return sum(line.people for line in self.lines)

    @property
    def moved(self) -> int:
        """The least number of people who would have to move to reach the fair shares."""
        return sum(max(0, line.gap) for line in self.lines)

    @property
    def by_money(self) -> int:
        """Of these the people whose move may be met by money, where the key allows it."""
        return int(self.moved * self.tradable)

    def money(self, persons: int) -> float | None:
        """What stands in money for so many people; None without a rate."""
        return self.rate.of(persons) if self.rate else None


def actual(
    evidence: Evidence,
    shares: Mapping[str, float],
    kind: str,
    year: int | None = None,
    *,
    sizes: Mapping[str, Mapping[str, float]] | None = None,
    tradable: float = 0.0,
    rate: Rate | None = None,
) -> Actual | None:
    """One kind of count in a year (the newest where None) beside the shares of a key.

    `sizes` are population, GDP, GDP per person and area by state; `rate` is money in place of one
    person, which is not held against people who were resettled. None where nothing is counted.
    """
    dataset, column, only = _TABLES[kind]
    if not evidence.holds(dataset):
        return None
    codes = sorted(shares)
    marks = ", ".join("?" for _ in codes)
    rows = evidence.query(
        f"""SELECT destination AS place, year, sum({column}) AS n FROM {dataset}
            WHERE destination IN ({marks}) AND {only} AND {column} IS NOT NULL
              AND year = (SELECT max(year) FROM {dataset} WHERE year <= ?)
            GROUP BY ALL ORDER BY place""",
        [*codes, year or 9999],
    )
    if not rows:
        return None
    lineage = evidence.lineage(dataset, method="sum over origin")
    counts = {
        row["place"]: Finding(
            places()[row["place"]],
            _MEASURES[kind],
            Period.year(row["year"]),
            int(row["n"]),
            lineage,
        )
        for row in rows
    }
    known = {p: one for p, one in counts.items() if one.value is not None and shares[p] > 0}
    remarks = _remarks(codes, counts, shares)
    fled = counted_from(evidence, _TABLES[kind], codes, rows[0]["year"])
    known, spared = without_return(known, shares, fled)
    if spared:
        remarks += (Remark.of(NO_RETURN, spared),)
    if kind == "refugees" and _NEAR_EAST & counts.keys():
        remarks += (Remark.of(_UNRWA),)
    total = sum(int(one.value or 0) for one in known.values())
    if len(known) < 2 or not total:
        return None
    fair = allocate({place: shares[place] for place in known}, total)
    whole = sum(shares[place] for place in known)
    lines = tuple(
        Line(
            p,
            one,
            fair[p],
            (one.value or 0) / total,
            shares[p] / whole,
            _beside(int(one.value or 0), (sizes or {}).get(p, {})),
        )
        for p, one in known.items()
    )
    gaps = {line.place: line.gap for line in lines}
    people = {line.place: line.people for line in lines}
    arrived = kind == "resettlement"
    steps = () if arrived else safe_moves(gaps, people, fled)
    if steps is None:
        remarks += (Remark.of(NO_WAY),)
    return Actual(
        kind,
        rows[0]["year"],
        lines,
        remarks,
        0.0 if arrived else tradable,
        steps or (),
        None if arrived else rate,
    )


def _remarks(
    codes: list[str], counts: Mapping[str, Finding], shares: Mapping[str, float]
) -> tuple[Remark, ...]:
    absent = [code for code in codes if code not in counts]
    hidden = [code for code in codes if code in counts and counts[code].value is None]
    nothing = [code for code in codes if code not in hidden and not shares[code] > 0]
    told = []
    if absent:
        told.append(Remark.of(N_("No count is on record, so not compared: {places}."), absent))
    if hidden:
        told.append(Remark.of(N_("Fewer than five people, so not compared: {places}."), hidden))
    if nothing:
        told.append(Remark.of(N_("The key gives no share, so not compared: {places}."), nothing))
    return tuple(told)


def _beside(people: int, sizes: Mapping[str, float]) -> dict[str, float]:
    """The count against each size of the state that is known."""
    return {
        name: times * people / sizes[size]
        for name, (size, times) in BESIDE.items()
        if sizes.get(size)
    }
