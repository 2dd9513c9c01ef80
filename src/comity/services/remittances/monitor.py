"""SDG 10.c watched: what sending money costs on average to a country, from it, and in the world.

The World Bank averages over services; the table that ships has one average a corridor, so the mean
here is over corridors. Both are shown where both are known, and why they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Literal

from comity.core.errors import ComityError
from comity.core.findings import Finding, sources_of, subject_json
from comity.core.marks import N_
from comity.core.parts import Part
from comity.core.periods import Period
from comity.core.places import Corridor, Place, places
from comity.core.regions import Region, Subject
from comity.evidence.accounts import money
from comity.evidence.accounts.area import Area
from comity.evidence.indicators import AVERAGE_TARGET, CORRIDOR_TARGET
from comity.evidence.reading import Evidence, Row
from comity.services.remittances.averages import (
    QUOTES,
    Averages,
    Flows,
    Weighted,
    averages,
    quotes_of,
    weighted,
)
from comity.services.remittances.held_back import WAITS, waits
from comity.services.remittances.published import published

Side = Literal["receiver", "sender"]
REASON = N_(
    "The World Bank averages over services: a corridor with many services counts more. The mean "
    "here is over corridors, each of which counts once. So the two differ a little."
)
CAVEATS = (
    N_("The set of corridors grew over the years; a change can come from that alone."),
    N_("An average says nothing of what people use; the cheapest services may be little used."),
    N_("Fees that the receiver pays are not in these prices."),
    N_("The weights are modelled flows of one year, so the weighted mean is an estimate."),
)


ASKED, ABOVE_3, ABOVE_5 = (
    N_("corridors"),
    N_("corridors above 3 percent"),
    N_("corridors above 5 percent"),
)
"""What is counted of the corridors."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter: the plain mean over the corridors that were asked, and how many are above."""

    period: Period
    mean: float
    corridors: int
    above_3: int
    above_5: int
    negative: int
    weighted: Weighted

    def as_json(self) -> dict[str, Any]:
        """The quarter as plain data; percent of 200 US dollars."""
        return {
            "quarter": str(self.period),
            "mean_pct": self.mean,
            "corridors": self.corridors,
            "above_3": self.above_3,
            "above_5": self.above_5,
            "negative": self.negative,
            "weighted_pct": self.weighted.mean,
            "weighted_corridors": self.weighted.corridors,
        }


@dataclass(frozen=True, slots=True)
class Monitor:
    """What sending costs to or from a country, to a region, or in the world."""

    subject: Place | Region
    side: Side
    quarters: tuple[Quarter, ...]
    corridors: tuple[Finding, ...]
    """The newest cost of each corridor, as corridors of people, by name."""

    published: tuple[Finding, ...]
    quotes: Averages | None
    waits: bool
    evidence: Evidence

    @property
    def newest(self) -> Quarter | None:
        """The newest quarter."""
        return self.quarters[-1] if self.quarters else None

    @property
    def world(self) -> bool:
        """Whether it is of all corridors."""
        return self.subject.slug == "world"

    def mean(self, one: Quarter) -> Finding:
        """The plain mean of a quarter, as a finding."""
        method = f"plain mean over {one.corridors} corridors of the quarter"
        lineage = self.evidence.lineage("remittance_prices", method=method)
        return Finding(
            self.subject,
            "remittance_cost_mean",
            one.period,
            one.mean,
            lineage,
            about=self.about,
            status="derived",
        )

    def by_money(self, one: Quarter) -> Finding | None:
        """The mean weighted by money sent; None where no flow is held."""
        if one.weighted.mean is None:
            return None
        method = (
            f"corridor averages weighted by modelled flows, {one.weighted.corridors} of "
            f"{one.weighted.of} corridors"
        )
        lineage = self.evidence.lineage("remittance_prices", "remittances_bilateral", method=method)
        return Finding(
            self.subject,
            "remittance_cost_weighted",
            one.period,
            one.weighted.mean,
            lineage,
            about=self.about,
            status="derived",
        )

    def count(self, one: Quarter, what: str) -> Finding:
        """How many corridors were asked, or are above a target."""
        value = {ASKED: one.corridors, ABOVE_3: one.above_3, ABOVE_5: one.above_5}[what]
        lineage = self.evidence.lineage("remittance_prices", method="corridors counted")
        return Finding(
            self.subject,
            "places_counted",
            one.period,
            value,
            lineage,
            about=(*self.about, ("of", what)),
            status="derived",
            unit="pairs",
        )

    @property
    def caveats(self) -> tuple[str, ...]:
        """What a reader should know."""
        return (*CAVEATS, WAITS) if self.waits else CAVEATS

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """What narrows a mean that is not of money received."""
        return (("role", "from here"),) if self.side == "sender" else ()

    def age_days(self, one: Quarter) -> int:
        """Days since a quarter ended."""
        return max(0, (self.evidence.today - one.period.end).days)

    def as_json(self) -> dict[str, Any]:
        """The monitor as plain data; its keys are part of the public interface."""
        newest = self.newest
        means = [self.mean(one) for one in self.quarters[-1:]]
        means += [found for one in self.quarters[-1:] if (found := self.by_money(one))]
        return {
            "subject": subject_json(self.subject),
            "money": "all" if self.world else "to" if self.side == "receiver" else "from",
            "unit": "percent of 200 US dollars",
            "targets": {"average": AVERAGE_TARGET, "corridor": CORRIDOR_TARGET},
            "latest": newest
            and newest.as_json()
            | {
                "ended": newest.period.end.isoformat(),
                "age_days": self.age_days(newest),
                "age_years": round(self.age_days(newest) / 365.25, 1),
            },
            "quarters": [one.as_json() for one in self.quarters],
            "corridors": [_told(one) for one in self.corridors],
            "published": [
                {
                    "quarter": str(one.period),
                    "series": one.measure,
                    "value_pct": one.value,
                    "source": one.lineage.sources[0].citation,
                }
                for one in self.published
            ],
            "quotes": self.quotes and self.quotes.as_json(),
            "reason": REASON,
            "caveats": list(self.caveats),
            "as_of": self.evidence.today.isoformat(),
            "sources": [one.as_json() for one in sources_of([*means, *self.published])],
        }

    def parts(self) -> tuple[Part, ...]:
        """The quarters and the corridors as tables."""
        columns = (
            "Quarter",
            "Mean %",
            "Corridors",
            "Above 3 %",
            "Above 5 %",
            "Negative",
            "Weighted %",
            "Weighted over",
        )
        quarters = tuple(tuple(one.as_json().values()) for one in reversed(self.quarters))
        pairs = tuple(tuple(_told(one).values()) for one in self.corridors)
        head = ("Corridor of money", "Quarter", "Cost %", "Negative")
        return (
            Part("Quarters", columns, quarters, columns[1:]),
            Part("Corridors", head, pairs, ("Cost %",)),
        )


def _told(one: Finding) -> dict[str, Any]:
    pair = one.subject
    assert isinstance(pair, Corridor)
    return {
        "corridor": pair.reversed().code,
        "quarter": str(one.period),
        "cost_percent": one.value,
        "negative": (one.value or 0) < 0,
    }


def monitor(evidence: Evidence, subject: Subject, side: Side = "receiver") -> Monitor:
    """What sending costs to a country or region (or from it), or in the world, by quarter.

    Raises `ComityError` for a corridor.

    >>> from comity.core.regions import find_subject
    >>> found = monitor(evidence, find_subject("world"))
    >>> [round(one.mean, 2) for one in found.quarters if str(one.period) == "2016Q3"]
    [7.55]
    """
    if isinstance(subject, Corridor):
        raise ComityError(f"{subject.code} is a corridor; a monitor is of a country or a region.")
    area = Area.of(evidence, subject)
    here = area.holds(side)
    rows = _rows(evidence, here)
    flows = _flows(evidence) if rows else {}
    by_quarter: dict[str, list[Row]] = {}
    for row in rows:
        by_quarter.setdefault(row["quarter"], []).append(row)
    return Monitor(
        subject,
        side,
        tuple(_quarter(name, inside, flows) for name, inside in sorted(by_quarter.items())),
        () if subject.slug == "world" else _corridors(evidence, rows),
        tuple(published(evidence, subject, sent=side == "sender")),
        _quotes(evidence, here),
        waits(evidence),
        evidence,
    )


def _rows(evidence: Evidence, here: str) -> list[Row]:
    if not evidence.holds("remittance_prices"):
        return []
    return evidence.query(
        f"""SELECT sender, receiver, quarter, cost_percent AS n FROM remittance_prices
            WHERE {here} AND cost_percent IS NOT NULL ORDER BY quarter, sender, receiver"""
    )


def _flows(evidence: Evidence) -> Flows:
    if not evidence.holds("remittances_bilateral"):
        return {}
    rows = evidence.query("SELECT sender, receiver, usd_million AS n FROM remittances_bilateral")
    return {(row["sender"], row["receiver"]): row["n"] for row in rows}


def _quarter(name: str, rows: Sequence[Row], flows: Flows) -> Quarter:
    costs = {(row["sender"], row["receiver"]): row["n"] for row in rows}
    values = [*costs.values()]
    return Quarter(
        Period.parse(name),
        fmean(values),
        len(values),
        sum(cost > AVERAGE_TARGET for cost in values),
        sum(cost > CORRIDOR_TARGET for cost in values),
        sum(cost < 0 for cost in values),
        weighted(costs, flows),
    )


def _corridors(evidence: Evidence, rows: Sequence[Row]) -> tuple[Finding, ...]:
    """The newest cost of each corridor, by the names of its ends."""
    newest = {(row["receiver"], row["sender"]): row for row in rows}
    known = places()
    found = [
        money.cost_of(evidence, Corridor(known[home], known[there]), row["quarter"], row["n"])
        for (home, there), row in newest.items()
        if home in known and there in known and home != there
    ]
    return tuple(sorted(found, key=lambda one: one.subject.name))


def _quotes(evidence: Evidence, here: str) -> Averages | None:
    if QUOTES not in evidence.datasets:
        return None
    found = quotes_of(evidence, here)
    return None if found.is_empty() else averages(found, _flows(evidence))
