"""Counting parties and treaties: by theme, never as one rank, and never what nobody verified.

Where more than a tenth of a list is unverified, `Count.parties` is None and `unverified` says how
many are listed; a caller who asks for it (`unverified=True`) gets everybody listed, and is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity import __version__
from comity.core.findings import Finding, Lineage, Source
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import Place
from comity.core.regions import Region, regions
from comity.evidence.reading import Evidence
from comity.policy.instruments import THEMES, Instrument
from comity.policy.norms import (
    EUROPEAN_UNION,
    IMPORTED,
    OUTSIDE,
    PartyList,
    Status,
    is_old,
    named,
    party_lists,
    standing,
    status_of,
    statuses,
)
from comity.policy.states import yet_to_be

_RECOUNT = N_("recount of the list of {day}, not an official total")
_PARTIAL = N_("recount of a partial list of {day}, so at least as many; not an official total")
_WITH_UNVERIFIED = N_("recount of the list of {day}, {n} of them not verified")


@dataclass(frozen=True, slots=True)
class Count:
    """How many are bound by an instrument on a day: of all states, or of a region's members.

    `parties` is None where the list may not be counted, and at least as many where the list is not
    `complete`; `unverified` is how many the list names
    whom nobody verified, and `listed` all that it names. `later_unknown` says that the list was
    read long before the day, and `adopted` whether there was such a treaty on it.
    """

    instrument: Instrument
    day: date
    list_as_of: date | None
    parties: Finding | None
    listed: int
    unverified: int
    of: int | None
    with_union: bool
    complete: bool = True
    later_unknown: bool = False
    adopted: bool = True

    @property
    def held(self) -> bool:
        """Whether there is a list of parties at all."""
        return self.list_as_of is not None


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """The treaties of one theme: how many bind the state, and of how many that is told.

    `left_open` are those among the told that do not bind it by an old list, and may by now.
    """

    theme: str
    label: str
    in_force: Finding
    told: int
    unverified: int
    untold: int
    left_open: int = 0


def count(
    evidence: Evidence,
    instrument: Instrument,
    day: date,
    *,
    among: Region | None = None,
    unverified: bool = False,
) -> Count:
    """How many are bound on the day, as a finding, if the list may be counted.

    >>> from comity.policy.instruments import find_instrument
    >>> found = count(evidence, find_instrument("ICRMW"), date(2026, 2, 10))
    >>> found.parties.value, found.listed, found.unverified
    (60, 60, 0)
    >>> count(evidence, find_instrument("C097"), date(2026, 2, 10)).parties is None
    True
    """
    known_to = named(evidence)
    members = [
        one
        for one in (among.members(day) if among else ())
        if one.code in known_to and not yet_to_be(one.code, day)
    ]
    found = standing(evidence, instrument, day, members if among else None)
    known = party_lists(evidence)[instrument.code]
    sure = [one for one in found if one.bound_now]
    doubtful = [one for one in found if one.state == "unverified"]
    finding = None
    adopted = instrument.adopted_by(day)
    if known.entries and adopted and (known.countable or unverified):
        number = len(sure) + (len(doubtful) if unverified else 0)
        finding = _parties(known, among, day, number, len(doubtful) if unverified else 0)
    return Count(
        instrument,
        day,
        known.as_of,
        finding,
        len(sure) + len(doubtful),
        len(doubtful),
        sum(one.state != "not open" for one in found) if among else None,
        any(one.party == EUROPEAN_UNION for one in sure),
        known.complete,
        is_old(known, day),
        adopted,
    )


def recount(evidence: Evidence, instrument: Instrument) -> Finding | None:
    """How many the register's own list names as parties on the day on which it was read.

    Those count of whom it has an act that binds and no withdrawal; later accessions do not.

    >>> from comity.policy.instruments import find_instrument
    >>> recount(evidence, find_instrument("REFUGEE_CONV_1951")).value
    145
    """
    known = party_lists(evidence)[instrument.code]
    if known.as_of is None or instrument.held != "register":
        return None
    own = [one for one in known.parties if one.dataset in ("treaty_actions", IMPORTED)]
    states = [status_of(known, one.party, known.as_of).state for one in own]
    return _parties(known, None, known.as_of, states.count("party"), 0)


def themes(evidence: Evidence, place: Place, day: date) -> list[ThemeCount]:
    """How many treaties of each theme bind the state on the day; themes without a list fall away.

    >>> from comity.core.places import find_place
    >>> [one.in_force.value for one in themes(evidence, find_place("KGZ"), date(2026, 2, 10))]
    [2, 0, 2, 3, 13]
    """
    found = statuses(evidence, place, day)
    by_theme = {code: [one for one in found if one.instrument.theme == code] for code in THEMES}
    return [
        _theme(place, day, code, some)
        for code, some in by_theme.items()
        if any(one.sources and one.state not in ("no treaty", "no state") for one in some)
    ]


def _theme(place: Place, day: date, theme: str, found: list[Status]) -> ThemeCount:
    tally = Counter(one.state for one in found)
    finding = Finding(
        place,
        "treaties_in_force",
        Period.parse(day.isoformat()),
        sum(one.bound_now for one in found),
        Lineage(_sources(found), "count of treaties in force", __version__),
        about=(("theme", theme),),
        status="derived",
    )
    untold = tally["not held"] + tally["not listed"] + tally["not named"]
    told = sum(one.state not in OUTSIDE for one in found) - untold - tally["unverified"]
    left_open = sum(one.left_open for one in found)
    return ThemeCount(theme, THEMES[theme], finding, told, tally["unverified"], untold, left_open)


def _parties(
    known: PartyList, among: Region | None, day: date, number: int, doubtful: int
) -> Finding:
    read = known.as_of or ""
    plain = _RECOUNT if known.complete else _PARTIAL
    note = Note(_WITH_UNVERIFIED, day=read, n=doubtful) if doubtful else Note(plain, day=read)
    return Finding(
        among or regions()["world"],
        "treaty_parties",
        Period.parse(day.isoformat()),
        number,
        Lineage(known.sources, "recount of parties", __version__),
        about=(("instrument", known.instrument.code),),
        status="derived",
        note=note,
    )


def _sources(found: Iterable[Status]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for one in found for source in one.sources))
