"""How states voted on the two global compacts in December 2018, and how regions did.

A vote is a position of its day. Not voting is not abstaining; neither compact is binding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity.core.findings import Finding, Lineage, Source
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Place, places
from comity.core.regions import Region, regions
from comity.evidence.accounts.area import Area, ask
from comity.evidence.reading import Evidence, Row

Compact = Literal["gcm", "gcr"]
VOTES = {
    "yes": N_("for"),
    "no": N_("against"),
    "abstain": N_("abstained"),
    "not voting": N_("did not vote"),
}
NAMES: dict[Compact, str] = {
    "gcm": N_("Global Compact for Safe, Orderly and Regular Migration"),
    "gcr": N_("Global Compact on Refugees"),
}
_METHOD = "count of recorded votes"


@dataclass(frozen=True, slots=True)
class Vote:
    """How a state voted, on which resolution and day, and who says so."""

    country: Place
    vote: str
    resolution: str
    day: date
    source: Source


def votes(evidence: Evidence, compact: Compact) -> list[Vote]:
    """Every state's vote on a compact, by name; none where the table is not held.

    >>> [vote.country.code for vote in votes(evidence, "gcr") if vote.vote == "no"]
    ['HUN', 'USA']
    """
    if not evidence.holds("compact_votes"):
        return []
    rows = evidence.query(
        "SELECT country, vote, resolution, date FROM compact_votes WHERE compact = ?",
        [compact.upper()],
    )
    source = evidence.lineage("compact_votes").sources[0]
    found = [
        Vote(places()[row["country"]], row["vote"], row["resolution"],
             date.fromisoformat(row["date"]), source)
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda vote: vote.country.name)


def cast_by(evidence: Evidence, place: Place) -> list[Row]:
    """How one state voted: rows of compact, vote and date."""
    if not evidence.holds("compact_votes"):
        return []
    sql = """SELECT {place} AS place, compact, vote, date FROM compact_votes
             WHERE {here} ORDER BY compact"""
    return ask(evidence, Area(place, (place.code,)), "country", sql)


def sums(evidence: Evidence, compact: Compact, area: Region) -> list[Finding]:
    """How many states of a region voted for, against, abstained or did not vote.

    >>> [finding.value for finding in sums(evidence, "gcm", regions()["world"])]
    [152, 5, 12, 24]
    """
    cast = votes(evidence, compact)
    return summed(cast, evidence.lineage("compact_votes", method=_METHOD), area) if cast else []


def summed(cast: list[Vote], lineage: Lineage, area: Region) -> list[Finding]:
    """The same from votes at hand; members are those of the day of the vote."""
    inside = {place.code for place in area.members(cast[0].day)}
    here = [vote.vote for vote in cast if vote.country.code in inside]
    day = Period("day", cast[0].day, cast[0].day)
    compact = "GCM" if cast[0].resolution == "A/RES/73/195" else "GCR"
    return [
        Finding(area, "compact_votes", day, here.count(kind), lineage, status="derived",
                about=(("compact", compact), ("vote", kind)))
        for kind in VOTES
    ]  # fmt: skip


def by_region(evidence: Evidence, compact: Compact) -> list[tuple[Region, list[Finding]]]:
    """The votes of the world and of the regions of UN M49."""
    cast = votes(evidence, compact)
    if not cast:
        return []
    lineage = evidence.lineage("compact_votes", method=_METHOD)
    kinds = ("World", "M49 region", "M49 sub-region")
    found = [
        (region, summed(cast, lineage, region))
        for region in regions().values()
        if region.grouping in kinds
    ]
    voted = [(region, cells) for region, cells in found if any(one.value for one in cells)]
    return sorted(voted, key=lambda one: (kinds.index(one[0].grouping), one[0].name))
