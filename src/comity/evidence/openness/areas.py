"""Free-movement areas: nationals of whom may visit, live or work where, by what, and since when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from comity.core.marks import N_
from comity.core.periods import Period

RIGHTS = {
    "visit": N_("visit"),
    "residence": N_("residence"),
    "listed work": N_("work in listed occupations"),
    "work": N_("work"),
}
"""What an area can give, from the smallest to the largest."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One place's time in an area; days as they are written, `left` empty where it is still in."""

    place: str
    joined: str
    left: str
    verification: str

    @property
    def begins(self) -> date:
        """The first day that counts: the last one of a year or a month."""
        return Period.parse(self.joined).end

    @property
    def ends(self) -> date:
        """The first day that counts no longer."""
        return Period.parse(self.left).start if self.left else date.max


@dataclass(frozen=True, slots=True)
class Limit:
    """Rights that an area withholds from some nationals, in some members, for some time."""

    of: frozenset[str]
    within: frozenset[str]
    withholds: frozenset[str]
    both_ways: bool
    since: str
    until: str
    note: str
    verification: str
    source: str

    def binds(self, origin: str, destination: str, day: date) -> bool:
        """Whether nationals of the origin are held to it in the destination on this day."""
        if self.since and day < Period.parse(self.since).start:
            return False
        if self.until and day >= Period.parse(self.until).end:
            return False
        return self._concerns(origin, destination)

    def ended(self, origin: str, destination: str, day: date) -> bool:
        """Whether they were held to it before this day, and are no longer."""
        over = bool(self.until) and day >= Period.parse(self.until).end
        return over and self._concerns(origin, destination)

    def _concerns(self, origin: str, destination: str) -> bool:
        return self._meets(origin, destination) or (
            self.both_ways and self._meets(destination, origin)
        )

    def _meets(self, national: str, host: str) -> bool:
        return (not self.of or national in self.of) and (not self.within or host in self.within)


@dataclass(frozen=True, slots=True)
class Area:
    """An instrument of free movement, with its members and what it gives them."""

    code: str
    name: str
    instrument: str
    gives: tuple[str, ...]
    since: str
    not_in_force: str
    hub: str
    stays: tuple[Stay, ...] = field(repr=False)
    limits: tuple[Limit, ...] = field(repr=False)
    verification: str
    source: str
    note: str

    def stay(self, place: str, day: date) -> Stay | None:
        """The time of a place in the area that this day falls into; spells without a gap are one.

        A checked spell goes before an unchecked one, and is not prolonged by it.
        """
        spells = sorted(
            (stay for stay in self.stays if stay.place == place), key=lambda one: one.begins
        )
        here = [stay for stay in spells if stay.begins <= day < stay.ends]
        if not here:
            return None
        found = next((stay for stay in here if checked(stay.verification)), here[0])
        for earlier in reversed(spells):
            alike = checked(earlier.verification) or not checked(found.verification)
            if alike and earlier.begins < found.begins <= earlier.ends:
                found = Stay(place, earlier.joined, found.left, found.verification)
        return found


def checked(verification: str) -> bool:
    """Whether somebody has read it in a source, at least in part.

    >>> checked("verified_year"), checked("recall"), checked("recall_unverified")
    (True, False, False)
    """
    return not verification.startswith("recall")
