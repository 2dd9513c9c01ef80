"""How decisions on asylum end for people of one origin, destination by destination."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from comity.core.findings import SMALLEST_COUNT, Finding, Number, Status
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import Corridor, Place, places
from comity.core.regions import Subject
from comity.evidence.accounts.area import period, stated, told
from comity.evidence.accounts.asylum import FEWEST_DECISIONS
from comity.evidence.mixed.spans import halved
from comity.evidence.reading import Evidence, Row

FEWEST_DESTINATIONS = 3
"""Quartiles of destinations say something from this number on."""

ASSUMPTIONS = (
    N_(
        "Recognition is decisions at first instance that granted refugee status or another "
        "protection, per 100 decisions on substance. Files that were closed otherwise, appeals, "
        "and countries that report first instance and appeal together are left out."
    ),
    N_(
        "Decisions are counted in persons or in cases, whichever a country has more of, and never "
        "added; the mean over destinations is of persons. The interval of a rate is Wilson's, for "
        "chance alone; counts below five, which UNHCR shows as 5 or 0, move the rates of small "
        "corridors besides."
    ),
    N_(
        "Destinations differ in who comes to them, from where in a country, and for what reasons; "
        "a different rate is a question to ask, and no proof of a wrong decision."
    ),
)
_TOO_FEW = Note(N_("withheld: fewer than {n} people"), n=SMALLEST_COUNT)
_ENDED = ("recognised", "complementary", "rejected")


@dataclass(frozen=True)
class Decided:
    """Decisions on one origin in one destination and period, in the unit that has more of them."""

    origin: str
    destination: str
    period: Period
    unit: str
    granted: float
    decided: float
    closed: float
    status: Status
    note: str

    @property
    def rate(self) -> float:
        """The share that was granted protection, from 0 to 1."""
        return self.granted / self.decided

    @property
    def often(self) -> bool:
        """Whether a rate rests on enough decisions to be compared."""
        return self.decided >= FEWEST_DECISIONS

    @property
    def few(self) -> bool:
        """Whether a rate would tell how many were granted or refused, where they are 1 to 4."""
        refused = self.decided - self.granted
        return any(0 < round(count, 6) < SMALLEST_COUNT for count in (self.granted, refused))

    def told(self, status: Status, note: str = "") -> tuple[Status, str]:
        """Status and note of a figure that rests on those granted: withheld where they are few."""
        return ("withheld", _TOO_FEW) if self.few else (status, note)


@dataclass(frozen=True)
class Rates:
    """The rates of destinations that decided often, the lowest first.

    >>> Rates.of([]).known
    False
    """

    by_destination: tuple[Decided, ...]

    @classmethod
    def of(cls, decided: Iterable[Decided]) -> Rates:
        """The rates of those that decided on enough claims."""
        often = (one for one in decided if one.often)
        return cls(tuple(sorted(often, key=lambda one: (one.rate, one.destination))))

    def without(self, one: Decided) -> Rates:
        """The rates of the other destinations."""
        return Rates(tuple(d for d in self.by_destination if d.destination != one.destination))

    @property
    def known(self) -> bool:
        """Whether there are enough destinations, and persons among what they count."""
        enough = len(self.by_destination) >= FEWEST_DESTINATIONS
        return enough and any(one.unit == "persons" for one in self.by_destination)

    @cached_property
    def mean(self) -> float:
        """The share of all decisions that granted protection, where persons are counted."""
        persons = [one for one in self.by_destination if one.unit == "persons"]
        return sum(one.granted for one in persons) / sum(one.decided for one in persons)

    @cached_property
    def heaviest(self) -> tuple[str, float]:
        """The destination that weighs most in the mean, and its share from 0 to 1."""
        persons = [one for one in self.by_destination if one.unit == "persons"]
        most = max(persons, key=lambda one: one.decided)
        return most.destination, most.decided / sum(one.decided for one in persons)

    @cached_property
    def quartiles(self) -> tuple[float, float, float]:
        """Lower quartile, median and upper quartile of destinations, each counting the same."""
        lower, middle, upper = (self._quantile(share) for share in (0.25, 0.5, 0.75))
        return lower, middle, upper

    def _quantile(self, share: float) -> float:
        """Between two destinations, in a straight line from one to the other."""
        last = len(self.by_destination) - 1
        below = int(share * last)
        above = min(below + 1, last)
        first, then = (self.by_destination[place].rate for place in (below, above))
        return first + (share * last - below) * (then - first)


def decisions_on(evidence: Evidence, origin: str) -> list[Decided]:
    """Decisions at first instance on people of one origin, by destination and period."""
    return every_decision(evidence).get(origin, [])


def every_decision(evidence: Evidence) -> dict[str, list[Decided]]:
    """Decisions at first instance by origin, read once of the same release."""
    if not evidence.holds("asylum_decisions"):
        return {}
    return evidence.once_of(["asylum_decisions"], _every_decision)


def _every_decision(evidence: Evidence) -> dict[str, list[Decided]]:
    rows = evidence.query(
        f"""SELECT origin, destination, span, unit,
                   sum(part * (recognised + complementary)) FILTER (rejected IS NOT NULL)
                     AS granted,
                   sum(part * (recognised + complementary + rejected)) AS decided,
                   coalesce(sum(part * otherwise_closed), 0) AS closed
                   {told(evidence, "asylum_decisions", decided=_ENDED)}
            FROM {halved("asylum_decisions")}
            WHERE level = 'first_instance' AND origin <> destination
            GROUP BY origin, destination, span, unit
            QUALIFY row_number() OVER (PARTITION BY origin, destination, span
                                       ORDER BY decided DESC NULLS LAST, unit) = 1
            ORDER BY span, destination"""
    )
    found: dict[str, list[Decided]] = {}
    for row in rows:
        if row["origin"] in places() and row["destination"] in places():
            found.setdefault(row["origin"], []).append(_decided(row))
    return found


def _decided(row: Row) -> Decided:
    unit = "persons" if row["unit"] == "P" else "cases"
    granted, decided, closed = (float(row[name] or 0) for name in ("granted", "decided", "closed"))
    said = stated(row, "decided", "derived") or {"status": "not_reported", "note": ""}
    return Decided(
        row["origin"],
        row["destination"],
        period(row["span"]),
        unit,
        granted,
        decided,
        closed,
        said["status"],
        said["note"],
    )


def wilson(part: float, whole: float, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's interval of a share, from 0 to 1; by default that of 95 in 100.

    >>> low, high = wilson(5, 10)
    >>> round(low, 3), round(high, 3)
    (0.237, 0.763)
    """
    share, room = part / whole, z * z / whole
    middle = (share + room / 2) / (1 + room)
    half = z * sqrt(share * (1 - share) / whole + room / (4 * whole)) / (1 + room)
    return max(0.0, middle - half), min(1.0, middle + half)


def rate_of(evidence: Evidence, one: Decided) -> list[Finding]:
    """The rate of one destination with its interval, and the decisions that it rests on.

    Fewer than five decisions make no rate; nor do decisions that were not published. The rate is
    withheld where it would tell that one to four people were granted protection, or refused.
    """
    if one.decided < SMALLEST_COUNT:
        return []
    pair = Corridor(places()[one.origin], places()[one.destination])
    method = "granted / decided at first instance, half of the end years plus the years between"
    lineage = evidence.lineage("asylum_decisions", method=method)
    low, high = wilson(one.granted, one.decided)
    rate: tuple[Number, Number | None, Number | None] = (100 * one.rate, 100 * low, 100 * high)
    numbers = (
        ("recognition_rate", rate, one.told(one.status, one.note)),
        ("decisions", (round(one.decided), None, None), (one.status, one.note)),
    )
    return [
        Finding(
            pair,
            measure,
            one.period,
            value,
            lineage,
            low=least,
            high=most,
            interval="as published" if least is None else "95 %",
            about=(("counted in", one.unit),),
            status=status,
            note=note,
        )
        for measure, (value, least, most), (status, note) in numbers
    ]


def spread(
    evidence: Evidence, subject: Subject, when: Period, rates: Rates, *, others: bool = False
) -> list[Finding]:
    """Mean, extremes and quartiles of the rates of destinations, and how many there are.

    `others` says that the subject is a corridor whose own destination is left out.
    """
    if not rates.known:
        return []
    lower, middle, upper = rates.quartiles
    first, last = rates.by_destination[0], rates.by_destination[-1]
    shown: tuple[Status, str] = ("derived", "")
    values = {
        N_("mean weighted by decisions"): (rates.mean, (), shown),
        N_("lowest"): (first.rate, (("destination", first.destination),), first.told("derived")),
        N_("lower quartile"): (lower, (), shown),
        N_("median"): (middle, (), shown),
        N_("upper quartile"): (upper, (), shown),
        N_("highest"): (last.rate, (("destination", last.destination),), last.told("derived")),
    }
    among = (("among", N_("other destinations")),) if others else ()
    count = Finding(
        subject,
        "recognition_destinations",
        when,
        len(rates.by_destination),
        evidence.lineage("asylum_decisions", method="destinations that decided often enough"),
        about=among,
        status="derived",
    )
    lineage = evidence.lineage(
        "asylum_decisions",
        method="rates by destination, summed up",
        fewest_decisions=FEWEST_DECISIONS,
    )
    return [
        *(
            Finding(
                subject,
                "recognition_across",
                when,
                100 * value,
                lineage,
                about=(*among, ("statistic", statistic), *more),
                status=status,
                note=note,
            )
            for statistic, (value, more, (status, note)) in values.items()
        ),
        count,
    ]


def departure(evidence: Evidence, one: Decided, elsewhere: Rates) -> list[Finding]:
    """Recognition in one destination minus the mean of the others, in percentage points."""
    if not elsewhere.known or one.decided < SMALLEST_COUNT:
        return []
    low, high = wilson(one.granted, one.decided)
    here, least, most = (100 * (share - elsewhere.mean) for share in (one.rate, low, high))
    status, note = one.told("derived")
    return [
        Finding(
            Corridor(places()[one.origin], places()[one.destination]),
            "recognition_departure",
            one.period,
            here,
            evidence.lineage("asylum_decisions", method="rate here minus the mean rate elsewhere"),
            low=least,
            high=most,
            interval="95 %",
            about=(("counted in", one.unit),),
            status=status,
            note=note,
        )
    ]


def on_corridor(evidence: Evidence, pair: Corridor, decided: Sequence[Decided]) -> list[Finding]:
    """Recognition on a corridor, beside that of the same people in other destinations."""
    found: list[Finding] = []
    for one in decided:
        if one.destination == pair.destination.code:
            elsewhere = rates_elsewhere(decided, one)
            found += rate_of(evidence, one)
            found += spread(evidence, pair, one.period, elsewhere, others=True)
            found += departure(evidence, one, elsewhere)
    return found


def from_origin(evidence: Evidence, origin: Place, decided: Sequence[Decided]) -> list[Finding]:
    """The spread for people of one origin, and each destination in the newest period."""
    found: list[Finding] = []
    spans = sorted({one.period for one in decided})
    for span in spans:
        rates = Rates.of(one for one in decided if one.period == span)
        found += spread(evidence, origin, span, rates)
        for one in rates.by_destination if span == spans[-1] else ():
            found += rate_of(evidence, one)
    return found


def rates_elsewhere(decided: Sequence[Decided], one: Decided) -> Rates:
    """The rates of the other destinations for the same origin in the same period."""
    return Rates.of(other for other in decided if other.period == one.period).without(one)
