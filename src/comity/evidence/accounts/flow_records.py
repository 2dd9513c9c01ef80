"""What was merged, left out or mended for the estimated flows, and what that means for a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from comity.core.findings import Source
from comity.core.periods import Period
from comity.core.places import Place, places
from comity.evidence.accounts.area import ask_all
from comity.evidence.accounts.flows import TOTALS
from comity.evidence.flows.naming import FORMER
from comity.evidence.reading import Evidence

ADJUSTMENTS = "migration_flow_adjustments"
CHANNEL_ISLANDS = "XCI"


@dataclass(frozen=True, slots=True)
class Record:
    """One adjustment in one or several periods; `says` is a sentence in English."""

    periods: tuple[Period, ...]
    kind: str
    places: tuple[str, ...]
    says: str

    @property
    def spans(self) -> list[Period]:
        """The periods, with those that follow each other as one.

        >>> both = (Period.span(1990, 1995), Period.span(1995, 2000), Period.span(2020, 2024))
        >>> [str(span) for span in Record(both, "merged", (), "").spans]
        ['1990-2000', '2020-2024']
        """
        found: list[Period] = []
        for period in sorted(self.periods):
            if found and found[-1].end.year == period.start.year:
                found[-1] = Period.span(found[-1].start.year, period.end.year)
            else:
                found.append(period)
        return found


def records(
    evidence: Evidence, about: Iterable[Place] = (), period: Period | None = None
) -> list[Record]:
    """The adjustments, in their order, each once with all periods in which it was made.

    `about` keeps those that name one of these places, `period` those of one period.
    """
    if not evidence.holds(ADJUSTMENTS):
        return []
    rows = ask_all(evidence, f"SELECT * FROM {ADJUSTMENTS} ORDER BY year0, number")
    wanted = {FORMER.get(place.code, place.code) for place in about}
    found: dict[tuple[str, tuple[str, ...], str], list[Period]] = {}
    for row in rows:
        named = tuple((row["places"] or "").split())
        when = Period.span(row["year0"], row["year1"])
        if (period is None or when == period) and (not wanted or wanted & {*named}):
            found.setdefault((row["kind"], named, row["says"]), []).append(when)
    return [
        Record(tuple(dict.fromkeys(periods)), kind, named, says)
        for (kind, named, says), periods in found.items()
    ]


def source(evidence: Evidence) -> Source | None:
    """Who says what was adjusted; None where the records are not held."""
    if not evidence.holds(ADJUSTMENTS):
        return None
    return evidence.lineage(ADJUSTMENTS).sources[0]


@dataclass(frozen=True, slots=True)
class Part:
    """How a place takes part in the estimates: for itself, under another, or not at all.

    `other` is the place under which its people count, None for the Channel Islands; `periods` are
    those in which it is so.
    """

    how: Literal["itself", "under another", "channel islands", "not at all"]
    other: Place | None = None
    periods: tuple[Period, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether it has flows of its own in at least one period."""
        return self.how == "itself" or (self.how == "under another" and bool(self.periods))


def part_of(evidence: Evidence, place: Place) -> Part:
    """How a place takes part in the estimated flows.

    `periods` are filled where a place counts under another in some periods only.
    """
    if FORMER.get(place.code) == CHANNEL_ISLANDS:
        return Part("channel islands")
    rows = ask_all(evidence, f"SELECT DISTINCT country, year0, year1 FROM {TOTALS}")
    own = {Period.span(r["year0"], r["year1"]) for r in rows if r["country"] == place.code}
    merged = [
        one
        for one in records(evidence, [place])
        if one.kind == "merged" and place.code in one.places[1:] and one.places[0] in places()
    ]
    if merged:
        others = tuple(when for one in merged for when in one.periods) if own else ()
        return Part("under another", places()[merged[0].places[0]], others)
    return Part("itself" if own else "not at all")
