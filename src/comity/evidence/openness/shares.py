"""What the free-movement areas give nationals of one place in another on a day.

What nobody has checked against a source is listed and never counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.core.periods import Period
from comity.core.places import Place, places
from comity.evidence.openness.areas import RIGHTS, Area, Limit, checked
from comity.evidence.openness.records import areas


@dataclass(frozen=True, slots=True)
class Share:
    """What one area gives nationals of an origin in a destination on a day, and since when.

    `since` is when it first gave anything; a right that was withheld at first came later.
    """

    area: Area
    since: str
    since_by_right: tuple[tuple[str, str], ...]
    gives: tuple[str, ...]
    withheld: tuple[Limit, ...]
    verified: bool

    def as_json(self) -> dict[str, Any]:
        """The share as plain data."""
        return {
            "area": self.area.code,
            "name": self.area.name,
            "instrument": self.area.instrument,
            "gives": list(self.gives),
            "since": self.since,
            "since_by_right": dict(self.since_by_right),
            "verified": self.verified,
            "verification": self.area.verification,
            "withheld": [
                {
                    "rights": [right for right in RIGHTS if right in limit.withholds],
                    "until": limit.until or None,
                    "note": limit.note,
                    "source": limit.source or self.area.source,
                }
                for limit in self.withheld
            ],
            "source": self.area.source,
            "note": self.area.note,
        }


def shares(origin: Place, destination: Place, day: date) -> tuple[Share, ...]:
    """What the areas in force give nationals of the origin in the destination, checked or not.

    >>> from comity.core.places import find_place
    >>> poland, germany = find_place("POL"), find_place("DEU")
    >>> [(one.area.code, one.gives) for one in shares(poland, germany, date(2006, 1, 1))]
    [('eu-eea', ('visit', 'residence'))]
    """
    if origin == destination:
        return ()
    found = (
        _share(area, origin.code, destination.code, day)
        for area in areas()
        if not area.not_in_force
    )
    return tuple(share for share in found if share)


def _share(area: Area, origin: str, destination: str, day: date) -> Share | None:
    if day < Period.parse(area.since).end or (area.hub and area.hub not in (origin, destination)):
        return None
    stays = [stay for code in (origin, destination) if (stay := area.stay(code, day))]
    if len(stays) < 2:
        return None
    binding = tuple(one for one in area.limits if one.binds(origin, destination, day))
    withheld = frozenset[str]().union(*(one.withholds for one in binding))
    gives = tuple(right for right in area.gives if right not in withheld)
    dates = [area.since, *(stay.joined for stay in stays)]
    since = _last(dates)
    by_right = tuple(
        (right, _last([since, *_freed(area, right, origin, destination, day)])) for right in gives
    )
    words = [area.verification, *(stay.verification for stay in stays)]
    return Share(area, since, by_right, gives, binding, all(map(checked, words)))


def _freed(area: Area, right: str, origin: str, destination: str, day: date) -> list[str]:
    """The ends of the limits that withheld a right before this day, as they are written."""
    return [
        limit.until
        for limit in area.limits
        if right in limit.withholds and limit.ended(origin, destination, day)
    ]


def _last(dates: list[str]) -> str:
    return max(dates, key=lambda written: Period.parse(written).end)


def pending(origin: Place, destination: Place, day: date) -> tuple[Area, ...]:
    """The instruments between members that many name and that are not in force."""
    return tuple(
        area
        for area in areas()
        if area.not_in_force
        and area.stay(origin.code, day)
        and area.stay(destination.code, day)
        and origin != destination
    )


def partners(place: Place, day: date) -> dict[Place, tuple[Share, ...]]:
    """The places in which some area gives nationals of this one a right, with the shares."""
    others = {stay.place for area in areas() if area.stay(place.code, day) for stay in area.stays}
    found = {
        other: tuple(share for share in shares(place, other, day) if share.gives)
        for other in (places()[code] for code in sorted(others))
    }
    return {other: shared for other, shared in found.items() if shared}
