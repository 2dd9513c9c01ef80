"""What a placement shall seek, which floors it keeps, and how long may be looked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.core.errors import ComityError, shown
from comity.core.marks import N_

CONCEPTS = ("efficiency", "max-min", "nash")
OVER = ("places", "groups")
FIRST = ("people", "families", "outcome")
GAP, WIDE_GAP = 1e-3, 5e-3
MANY = 2000
"""Pairs of family and place above which the usual gap is the wide one."""
SECONDS = 30.0
"""An outer guard: what is proven within the gap ends long before it on most tables."""

MEANINGS = {
    "efficiency": N_("The largest sum of predicted outcomes."),
    "max-min": N_("The one with least gets as much as possible; then the largest sum."),
    "nash": N_("A balance: giving one a share more may not cost others a larger share."),
}
ORDERS = {
    "people": N_("As many people as possible get a place; only then outcomes count."),
    "families": N_("As many families as possible get a place; only then outcomes count."),
    "outcome": N_("Outcomes alone count; a family may stay without a place for them."),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What to seek: `concept` over places or groups, floors, and when to stop.

    `floors` are the least mean outcome of the families of a group, those without a place counted
    as zero. `top_share` is the least share of the families with wishes that get one of their first
    `top` wishes. `gap` is the share of the value within which it has to be proven (a difference of
    logarithms for nash); None is `GAP`, or `WIDE_GAP` above `MANY` pairs of family and place.
    """

    concept: str = "efficiency"
    over: str = "places"
    first: str = "people"
    floors: Mapping[str, float] = field(default_factory=dict)
    top: int = 3
    top_share: float = 0.0
    gap: float | None = None
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        for name, value, known in (
            ("concept", self.concept, CONCEPTS),
            ("over", self.over, OVER),
            ("first", self.first, FIRST),
        ):
            if value not in known:
                raise ComityError(f"{name} is one of {', '.join(known)}, not '{shown(value)}'.")
        if not 0 <= self.top_share <= 1:
            raise ComityError("The share of wishes met lies between 0 and 1, as in 0.6.")
        if self.top < 1:
            raise ComityError("The number of first wishes that count is 1 or more.")
        if self.gap is not None and not 0 <= self.gap < 1:
            raise ComityError("The gap is a share of the value, from 0 to below 1, as in 0.001.")
        if not 0 < self.seconds <= 3600:
            raise ComityError("The time limit lies between 0 and 3,600 seconds.")

    def within(self, pairs: int) -> float:
        """The gap that is sought for so many pairs of family and place.

        >>> Wish().within(180), Wish().within(6600), Wish(gap=0.0).within(6600)
        (0.001, 0.005, 0.0)
        """
        if self.gap is not None:
            return self.gap
        return WIDE_GAP if pairs > MANY else GAP
