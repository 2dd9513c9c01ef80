"""Gaps: what binds others and not a state, theme by theme; never a rank and never a score.

The others are the other members of a region, or neighbours by land. It is a gap where a list that
may be counted says that the state is not bound and that others are. Where a list is not held, is
partial, or rests on what nobody verified, nothing is said to be a gap. Where a list was read long
before the day, the gap is left open: as far as the list of its day tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from comity import __version__
from comity.core.errors import ComityError
from comity.core.findings import Finding, Lineage
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import Place
from comity.core.regions import Region, find_region, regions
from comity.evidence.reading import Evidence
from comity.policy.borders import neighbours
from comity.policy.instruments import Instrument, instruments
from comity.policy.norms import Status, named, party_lists, statuses
from comity.policy.states import yet_to_be

NEIGHBOURS = "neighbours"
"""How neighbours by land are asked for, where a region could be."""

_DOUBT = N_("{n} more are listed, not verified")
_UNBOUND = ("none", "signatory", "withdrawn")


@dataclass(frozen=True, slots=True)
class Group:
    """Those with whom a state is set side by side; `region` is None for neighbours by land."""

    slug: str
    region: Region | None
    members: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One instrument: what the state is to it, and the others; `bound` counts those it binds.

    `bound` is None where the list may not be counted, or is not held, and at least as many where
    the list is not `complete`.
    """

    status: Status
    others: tuple[Status, ...]
    bound: Finding | None
    complete: bool = True

    @property
    def instrument(self) -> Instrument:
        """The instrument."""
        return self.status.instrument

    @property
    def open(self) -> bool:
        """Whether others are bound and the state is not, as far as somebody has read it."""
        return self._beside and not self.status.left_open

    @property
    def left_open(self) -> bool:
        """Whether it is a gap as far as an old list tells; later acts are not known.

        A state that is party to a protocol for parties of the treaty alone lacks the list only.
        """
        return self._beside and self.status.left_open and not self.status.presupposed_by

    @property
    def _beside(self) -> bool:
        return self.status.state in _UNBOUND and self.bound is not None and bool(self.bound.value)

    @property
    def bound_by(self) -> list[str]:
        """The codes of the others that are bound."""
        return [one.party for one in self.others if one.bound_now]

    @property
    def unverified(self) -> list[str]:
        """The codes of the others of whom nobody read that they are parties."""
        return [one.party for one in self.others if one.state == "unverified"]

    def as_json(self) -> dict[str, Any]:
        """The gap as plain data."""
        return {
            "code": self.instrument.code,
            "title": self.instrument.title,
            "short": self.instrument.short,
            "theme": self.instrument.theme,
            "status": self.status.state,
            "in_force": self.status.in_force,
            "gap": self.open,
            "gap_by_old_list": self.left_open,
            "presupposed_by": self.status.presupposed_by or None,
            "others": len(self.others),
            "bound": self.bound_by,
            "not_verified": self.unverified,
            "partial": not self.complete,
            "list_as_of": self.status.list_as_of and self.status.list_as_of.isoformat(),
            "finding": self.bound and self.bound.as_json(),
        }


def group_of(evidence: Evidence, place: Place, text: str, day: date) -> Group:
    """The other members of the region that is named, or "neighbours" by land.

    >>> from comity.core.places import find_place
    >>> kyrgyzstan, day = find_place("KGZ"), date(2026, 2, 10)
    >>> [one.code for one in group_of(evidence, kyrgyzstan, "central-asia", day).members]
    ['KAZ', 'TJK', 'TKM', 'UZB']
    """
    by_land = text.strip().casefold() in (NEIGHBOURS, "neighbors")
    region = None if by_land else find_region(text)
    if begun := yet_to_be(place.code, day):
        raise ComityError(
            f"On {day} {place.in_sentence} was no state of its own yet; ask about a day from "
            f"{begun.since} on."
        )
    others = neighbours(evidence, place, day) if region is None else region.members(day)
    known = tuple(
        one
        for one in others
        if one != place and one.code in named(evidence) and not yet_to_be(one.code, day)
    )
    if known:
        return Group(NEIGHBOURS if region is None else region.slug, region, known)
    if region is None:
        raise ComityError(
            f"No neighbour by land of {place.in_sentence} is on record; name a region."
        )
    raise ComityError(
        f"No list of parties names another member of {region.in_sentence} on {day}; name another "
        "region, or 'neighbours'."
    )


def home_region(place: Place) -> Region:
    """The region with which a state is set side by side where nobody chooses one: its subregion.

    >>> from comity.core.places import find_place
    >>> home_region(find_place("KGZ")).slug, home_region(find_place("SEN")).slug
    ('central-asia', 'western-africa')
    """
    by_code = {region.code: region for region in regions().values()}
    return next(
        (by_code[code] for code in reversed(place.m49_regions) if code in by_code),
        regions()["world"],
    )


def gaps(evidence: Evidence, place: Place, among: Group, day: date) -> list[Gap]:
    """For every treaty what the state is and how many of the others are bound on the day.

    >>> from comity.core.places import find_place
    >>> kyrgyzstan, day = find_place("KGZ"), date(2026, 2, 10)
    >>> found = gaps(evidence, kyrgyzstan, group_of(evidence, kyrgyzstan, "neighbours", day), day)
    >>> next(one for one in found if one.instrument.code == "ICRMW_1990").bound_by
    ['TJK']
    """
    theirs = table(evidence, among.members, day)
    return [
        _gap(evidence, place, own, [theirs[one][n] for one in among.members], among, day)
        for n, own in enumerate(statuses(evidence, place, day))
        if own.state not in ("soft law", "no treaty")
    ]


def table(evidence: Evidence, members: Iterable[Place], day: date) -> dict[Place, list[Status]]:
    """Members against instruments: the status of each for all, in the order of the catalogue."""
    return {place: statuses(evidence, place, day) for place in members}


def shown(found: Sequence[Gap]) -> dict[str, list[Gap]]:
    """The sure gaps, by theme; themes without one fall away."""
    every = (one.theme for one in instruments().values())
    by_theme = {
        theme: [one for one in found if one.open and one.instrument.theme == theme]
        for theme in dict.fromkeys(every)
    }
    return {theme: some for theme, some in by_theme.items() if some}


def _gap(
    evidence: Evidence, place: Place, own: Status, others: list[Status], among: Group, day: date
) -> Gap:
    known = party_lists(evidence)[own.instrument.code]
    found = Gap(own, tuple(others), None, known.complete)
    if not known.countable:
        return found
    doubtful = len(found.unverified)
    bound = Finding(
        place,
        "others_bound",
        Period.parse(day.isoformat()),
        len(found.bound_by),
        Lineage(known.sources, "recount of parties", __version__),
        about=(("instrument", own.instrument.code), ("among", among.slug)),
        status="derived",
        note=Note(_DOUBT, n=doubtful) if doubtful else "",
    )
    return replace(found, bound=bound)
