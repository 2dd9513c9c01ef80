"""Movement split in two: people who needed protection as far as registers tell, and others."""

from __future__ import annotations

from collections.abc import Iterable

from comity.core.findings import Finding, at
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.evidence.accounts.area import Area, added, ask, period, stated, told, whole
from comity.evidence.accounts.flows import corridor_flows, totals
from comity.evidence.accounts.people import Side
from comity.evidence.mixed.spans import halved
from comity.evidence.reading import Evidence, Row

CATEGORIES = {
    "refugees": N_("recognised as a group or under temporary protection"),
    "refugee_like": N_("in a refugee-like situation"),
    "asylum_seekers": N_("asked for asylum"),
    "oip": N_("otherwise in need of protection"),
}
"""The categories of newly registered people, as UNHCR keeps them apart."""

OIP_SINCE = 2018
SIDES: tuple[Side, Side] = ("destination", "origin")
ASSUMPTIONS = (
    N_(
        "Protection-related movement is people newly registered: recognised as a group, under "
        "temporary protection or in a refugee-like situation; asking for asylum; or otherwise in "
        "need of protection. Calendar years are brought to mid-years by halves."
    ),
    N_(
        "The categories can overlap: who asks for asylum and is later given temporary protection "
        "is counted in both, who asks in two countries is counted in both, and people are counted "
        "in the year of registration, which can be later than the year of movement."
    ),
    N_(
        "Registrations and estimated movement have different definitions. Registrations repeat, "
        "and name the country that people fled, wherever they lived since; estimates name the "
        "country of last residence: who fled to a neighbour and moved on is registered on this "
        "corridor and estimated on another. Where registrations exceed the estimate, the account "
        "says by how much; nothing is cut off."
    ),
    N_(
        "Other movement is the estimate minus protection-related movement, and its interval is "
        "that of the estimate, moved. A bound below zero means that registrations exceed that end "
        "of the estimate. Other does not mean free of need: nobody asked these people."
    ),
)
_ROLES = {"destination": N_("arriving"), "origin": N_("leaving")}
_ESTIMATED = {"destination": "estimated_arrivals", "origin": "estimated_departures"}
_LATE = N_("counted since 2018 only")


def registered(evidence: Evidence, area: Area | Corridor, side: Side) -> list[Finding]:
    """People newly registered by period: all, and each category; across the border of a region.

    >>> from comity.core.regions import find_subject
    >>> found = registered(evidence, find_subject("SYR-DEU"), "destination")
    >>> [(dict(f.about), f.value) for f in found if str(f.period) == "2015-2020"]
    [({}, 496206), ({'category': 'asked for asylum'}, 496206)]
    """
    if not evidence.holds("displacement_flows"):
        return []
    rows = ask(
        evidence,
        area,
        side,
        f"""SELECT {{place}} AS place, span, category,
                   CAST(round(sum(part * persons)) AS BIGINT) AS n
                   {told(evidence, "displacement_flows", n="persons")}
            FROM {halved("displacement_flows")}
            WHERE {{here}} AND {_across(area, side)} GROUP BY ALL ORDER BY span""",
    )
    spans = dict.fromkeys(row["span"] for row in rows)
    return [
        finding
        for span in spans
        for finding in _period(evidence, area, side, [r for r in rows if r["span"] == span])
    ]


def _across(area: Area | Corridor, side: Side) -> str:
    """The condition that people crossed the border of the area."""
    if isinstance(area, Corridor) or area.one or area.codes is None:
        return "origin <> destination"
    return f"NOT ({area.holds('origin' if side == 'destination' else 'destination')})"


def _period(
    evidence: Evidence, area: Area | Corridor, side: Side, rows: list[Row]
) -> Iterable[Finding]:
    subject = area if isinstance(area, Corridor) else area.subject
    when = period(rows[0]["span"])
    lineage = evidence.lineage(
        "displacement_flows",
        method="new registrations, half of the end years plus the years between",
    )
    role = role_of(area, side)
    everyone = stated(added(rows, "n"), "n", "derived")
    if everyone is None:
        return
    total = Finding(subject, "protection_movement", when, lineage=lineage, about=role, **everyone)
    late = when.start.year < OIP_SINCE <= when.end.year
    parts = [
        Finding(
            subject,
            "protection_movement",
            when,
            lineage=lineage,
            about=(*role, ("category", words)),
            **one,
        )
        for category, words in CATEGORIES.items()
        for row in rows
        if row["category"] == category
        and (one := stated(row, "n", "derived", _LATE if late and category == "oip" else ""))
    ]
    yield total
    yield from whole(parts, total.value) if total.value is not None else parts


def role_of(area: Area | Corridor, side: Side) -> tuple[tuple[str, str], ...]:
    """Which way people cross the border of an area; nothing for a corridor."""
    return () if isinstance(area, Corridor) else (("role", _ROLES[side]),)


def estimated(evidence: Evidence, area: Area | Corridor, side: Side) -> list[Finding]:
    """The estimated movement by period: on a corridor, into an area or out of it."""
    if isinstance(area, Corridor):
        return corridor_flows(evidence, area)
    return [f for f in totals(evidence, area) if f.measure == _ESTIMATED[side]]


def split(evidence: Evidence, area: Area | Corridor, side: Side = "destination") -> list[Finding]:
    """Estimated movement, protection-related movement, and what is left or exceeds, by period."""
    moved, people = estimated(evidence, area, side), registered(evidence, area, side)
    found = [*moved, *people]
    role = role_of(area, side)
    for all_moved in moved:
        protected = at([f for f in people if f.about == role], all_moved.period)
        if protected is not None:
            found += divided(evidence, all_moved, protected)
    return found


def divided(evidence: Evidence, moved: Finding, protected: Finding) -> list[Finding]:
    """The rest of an estimate beside its protection-related part, or by how much that exceeds it.

    The share is given where its interval has an end, which it lacks where nobody may have moved.
    """
    everyone, part = moved.value, protected.value
    if everyone is None or part is None:
        return []
    low, high = (everyone if bound is None else bound for bound in (moved.low, moved.high))

    def found(measure: str, value: float, low: float, high: float, method: str) -> Finding:
        return evidence.derived(
            protected.subject, measure, moved.period, value, [moved, protected], method,
            low=low, high=high, interval=moved.interval, about=protected.about,
        )  # fmt: skip

    if part <= everyone:
        method = "estimated movement minus protection-related movement"
        made = [found("other_movement", everyone - part, low - part, high - part, method)]
    else:
        method = "protection-related movement minus estimated movement"
        made = [found("protection_exceeds", part - everyone, part - high, part - low, method)]
    if low > 0:
        share, least, most = (100 * part / count for count in (everyone, high, low))
        method = "protection-related movement per 100 who moved"
        made.append(found("protection_share", share, least, most, method))
    return made
