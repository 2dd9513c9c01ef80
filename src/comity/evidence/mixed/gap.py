"""People refused here who would have been protected at the rate that others meet elsewhere.

The rule is the same for every destination. If G of D decisions granted protection here, and the
same people are recognised at the rate r elsewhere, then r D would have been protected at that rate,
and the gap is r D - G. It can never be more than those refused. Where a destination recognises more
than others the gap is zero by this rule, and its note says so. Files that were closed without a
decision on substance are a part of their own, r times the files: many of them go on elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.core.findings import SMALLEST_COUNT, Finding, Status
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import Corridor
from comity.evidence.accounts.area import Area
from comity.evidence.accounts.people import Side
from comity.evidence.mixed.recognition import (
    Decided,
    Rates,
    every_decision,
    rates_elsewhere,
)
from comity.evidence.reading import Evidence

REFUSED, CLOSED = N_("refused"), N_("closed without a decision")
QUARTILES = N_("quartiles of destinations")
WIDEST = N_("bounds added")
ZERO = N_("zero by this rule: protection is granted here more often than elsewhere")
HEAVY = N_("the pooled rate weighs destinations by decisions, and one has {share} % of them")
ASSUMPTIONS = (
    N_(
        "The protection gap is people refused at first instance who would have been protected at "
        "the rate that people from the same country meet elsewhere: pooled over the other "
        "destinations with at least 100 decisions, three or more; the interval runs from the lower "
        "to the upper quartile of these destinations, widened to the pooled rate where that lies "
        "outside."
    ),
    N_(
        "It assumes that claims here resemble claims elsewhere, and counts no appeal: some of "
        "those refused are protected later. Where a destination grants protection more often than "
        "others, the gap is zero by this rule, which does not mean that nobody was missed."
    ),
    N_(
        "Files closed without a decision on substance are shown apart and never added: people "
        "withdrew, moved on or fall under another state, and can be counted there too."
    ),
    N_(
        "People from the origin who have no claim and no status are not estimated: no source "
        "counts them."
    ),
)


@dataclass(frozen=True)
class Gap:
    """People (or cases) outside protection on one corridor in one period, with bounds."""

    origin: str
    destination: str
    period: Period
    unit: str
    refused: tuple[float, float, float] | None
    closed: tuple[float, float, float] | None
    more_here: bool


def gap_of(one: Decided, elsewhere: Rates) -> Gap | None:
    """The gap of one destination against the others, or None where there are too few of them."""
    if not elsewhere.known:
        return None
    mean, (lower, _, upper) = elsewhere.mean, elsewhere.quartiles
    rates = (mean, min(mean, lower), max(mean, upper))
    middle, low, high = (rate * one.decided - one.granted for rate in rates)
    refused = (max(middle, 0.0), max(low, 0.0), max(high, 0.0))
    middle_closed, low_closed, high_closed = (rate * one.closed for rate in rates)
    return Gap(
        one.origin,
        one.destination,
        one.period,
        one.unit,
        refused if one.decided >= SMALLEST_COUNT else None,
        (middle_closed, low_closed, high_closed) if one.closed >= SMALLEST_COUNT else None,
        middle < 0,
    )


def gaps(decided: Sequence[Decided]) -> list[Gap]:
    """The gap of every destination among decisions on people of one origin."""
    by_period: dict[Period, list[Decided]] = defaultdict(list)
    for one in decided:
        by_period[one.period].append(one)
    found = (
        gap_of(one, shared.without(one) if one.often else shared)
        for among in by_period.values()
        for shared in [Rates.of(among)]
        for one in among
    )
    return [gap for gap in found if gap]


def on_corridor(evidence: Evidence, pair: Corridor, decided: Sequence[Decided]) -> list[Finding]:
    """The protection gap of one corridor by period: those refused, and files closed otherwise."""
    there = [one for one in decided if one.destination == pair.destination.code]
    beside = [(one, rates_elsewhere(decided, one)) for one in there]
    return [
        found
        for one, elsewhere in beside
        if (gap := gap_of(one, elsewhere))
        for found in _told(evidence, pair, one, elsewhere, gap)
    ]


def _told(
    evidence: Evidence, pair: Corridor, one: Decided, elsewhere: Rates, gap: Gap
) -> list[Finding]:
    """The findings of one gap: of those refused, withheld where it tells of few, and of files."""
    heaviest, share = elsewhere.heaviest
    note: str = Note(HEAVY, share=round(100 * share)) if share >= 0.5 else ""
    refused = one.told("estimated", ZERO if gap.more_here else note)
    closed: tuple[Status, str] = ("estimated", note)
    parts = ((REFUSED, gap.refused, refused), (CLOSED, gap.closed, closed))
    return [
        Finding(
            pair,
            "protection_gap",
            gap.period,
            round(numbers[0]),
            evidence.lineage(
                "asylum_decisions",
                method=_METHOD[among],
                heaviest_destination=heaviest,
                its_share_of_decisions=f"{share:.2f}",
            ),
            low=round(numbers[1]),
            high=round(numbers[2]),
            interval=QUARTILES,
            about=(("among", among), ("counted in", gap.unit)),
            status=status,
            note=said,
            unit="" if gap.unit == "persons" else "cases",
        )
        for among, numbers, (status, said) in parts
        if numbers is not None
    ]


_METHOD = {
    REFUSED: "decisions times the rate elsewhere, minus those granted",
    CLOSED: "closed files times the rate elsewhere",
}


def of_area(evidence: Evidence, area: Area, side: Side) -> list[Finding]:
    """The gap of those refused, added over the corridors into (or out of) an area, in persons.

    Each corridor is held against the other destinations of the same origin. Corridors between
    members of a region count too: people were refused there as well.
    """
    inside = None if area.codes is None else {*area.codes}
    counted = (
        gap
        for gap in every_gap(evidence)
        if gap.unit == "persons"
        and gap.refused
        and (inside is None or getattr(gap, side) in inside)
    )
    return _added(evidence, area, side, counted)


def every_gap(evidence: Evidence) -> list[Gap]:
    """The gap of every corridor and period, worked out once of the same release."""
    if not evidence.holds("asylum_decisions"):
        return []
    return evidence.once_of(["asylum_decisions"], _every_gap)


def _every_gap(evidence: Evidence) -> list[Gap]:
    return [gap for decided in every_decision(evidence).values() for gap in gaps(decided)]


def _added(evidence: Evidence, area: Area, side: Side, counted: Iterable[Gap]) -> list[Finding]:
    sums: dict[Period, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for gap in counted:
        for place, number in enumerate(gap.refused or ()):
            sums[gap.period][place] += number
    role = N_("decided here") if side == "destination" else N_("people from here")
    return [
        Finding(
            area.subject,
            "protection_gap",
            when,
            round(middle),
            evidence.lineage("asylum_decisions", method="gaps added over corridors"),
            low=round(low),
            high=round(high),
            interval=WIDEST,
            about=(("role", role), ("among", REFUSED)),
            status="estimated",
        )
        for when, (middle, low, high) in sorted(sums.items())
    ]
