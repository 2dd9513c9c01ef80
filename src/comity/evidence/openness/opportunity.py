"""What a corridor offers by law on a day: the visa rule, reciprocity, and free movement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.core.findings import Finding, subject_json
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.evidence.accounts.visits import Rule, rule
from comity.evidence.openness.areas import RIGHTS, Area
from comity.evidence.openness.pairs import ease_of, reciprocity_between
from comity.evidence.openness.records import lineage
from comity.evidence.openness.shares import Share, partners, pending, shares
from comity.evidence.reading import Evidence

CAVEATS = (
    N_("Visa rules are those for short visits; permits to work are not in the evidence."),
    N_("The list of free-movement areas is not complete: where none is named, one may exist."),
    N_("Rules are as written, not as applied at the border; officers can refuse entry."),
)


@dataclass(frozen=True, slots=True)
class Opportunity:
    """What nationals of the origin may do in the destination, as far as the evidence says.

    `areas` are those in force on the day whose instrument and members were checked; `unverified`
    were not, and count for nothing; `pending` are instruments that are not in force. The visa rule
    is that of its own snapshot, whatever the day.
    """

    corridor: Corridor
    day: date
    rule: Rule | None
    ease: Finding | None
    reciprocity: Finding | None
    areas: tuple[Share, ...]
    unverified: tuple[Share, ...]
    pending: tuple[Area, ...]

    @property
    def rights(self) -> tuple[str, ...]:
        """What the checked areas give together, from the smallest right to the largest."""
        return tuple(right for right in RIGHTS if any(right in one.gives for one in self.areas))

    @property
    def disagrees(self) -> bool:
        """Whether an area gives visits without a visa and the visa table says otherwise."""
        return self.rule is not None and "visit" in self.rights and not self.rule.free

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The numbers, each with its lineage."""
        found = (self.rule.days if self.rule else None, self.ease, self.reciprocity)
        return tuple(one for one in found if one is not None)

    def as_json(self) -> dict[str, Any]:
        """The opportunity as plain data; its keys are part of the public interface."""
        return {
            "subject": subject_json(self.corridor),
            "day": self.day.isoformat(),
            "visa": self.rule
            and {
                "category": self.rule.category,
                "days": self.rule.days.value,
                "snapshot": str(self.rule.days.period),
            },
            "rights": list(self.rights),
            "sources_disagree": self.disagrees,
            "areas": [share.as_json() for share in self.areas],
            "not_verified": [share.as_json() for share in self.unverified],
            "not_in_force": [
                {"area": one.code, "name": one.name, "why": one.not_in_force, "source": one.source}
                for one in self.pending
            ],
            "findings": [finding.as_json() for finding in self.findings],
            "caveats": list(CAVEATS),
        }


def legal_opportunity(
    evidence: Evidence, corridor: Corridor, day: date | None = None
) -> Opportunity:
    """What people may do by law on a corridor on a day (the evidence's own where None).

    >>> from comity.core.regions import find_subject
    >>> found = legal_opportunity(evidence, find_subject("TJK-RUS"))
    >>> found.rule.category, found.ease.value, found.rights
    ('visa free (days)', 100.0, ('visit',))
    """
    on = day or evidence.today
    there, back = rule(evidence, corridor), rule(evidence, corridor.reversed())
    shared = shares(corridor.origin, corridor.destination, on)
    return Opportunity(
        corridor,
        on,
        there,
        ease_of(evidence, there),
        reciprocity_between(evidence, there, back),
        tuple(share for share in shared if share.verified),
        tuple(share for share in shared if not share.verified),
        pending(corridor.origin, corridor.destination, on),
    )


@dataclass(frozen=True, slots=True)
class FreeMovement:
    """In how many countries nationals have a right by a checked area; the unchecked beside them.

    `counts` holds one finding a right that somebody gives; none at all means that no area on record
    names the place, not that it has no free movement.
    """

    counts: tuple[Finding, ...]
    unverified: int


def free_movement_of(evidence: Evidence, place: Place, day: date | None = None) -> FreeMovement:
    """The countries where nationals of a place have free movement on a day, counted by right.

    >>> from comity.core.places import find_place
    >>> counts = free_movement_of(evidence, find_place("NPL")).counts
    >>> [(dict(one.about)["right"], one.value) for one in counts]
    [('visit', 1), ('residence', 1), ('work', 1)]
    """
    on = day or evidence.today
    found = partners(place, on)
    given = {
        right: sum(any(one.verified and right in one.gives for one in shared)
                   for shared in found.values())
        for right in RIGHTS
    }  # fmt: skip
    counts = tuple(
        Finding(
            place,
            "free_movement",
            Period("day", on, on),
            count,
            lineage("countries that share a free-movement area"),
            about=(("right", right),),
            status="derived",
        )
        for right, count in given.items()
        if count
    )
    unverified = sum(not any(one.verified for one in shared) for shared in found.values())
    return FreeMovement(counts, unverified)
