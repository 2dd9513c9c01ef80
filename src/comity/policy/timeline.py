"""When it happened: signatures, acts, entries into force and withdrawals, and parties year by year.

A day that a list gives as a year alone stays a year. What a list does not verify is marked and is
in no count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from comity import __version__
from comity.core.findings import Finding, Lineage
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Place
from comity.core.regions import regions
from comity.evidence.reading import Evidence
from comity.policy.instruments import Instrument, instruments
from comity.policy.norms import Entry, PartyList, last_day, party_lists

What = Literal["signature", "act", "in force", "withdrawal"]
EVENTS: dict[str, str] = {
    "signature": N_("signature"),
    "ratification": N_("ratification"),
    "accession": N_("accession"),
    "succession": N_("succession"),
    "acceptance": N_("acceptance"),
    "approval": N_("approval"),
    "in force": N_("in force"),
    "withdrawal": N_("withdrawal"),
}
"""What can happen, as it is said."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `when` is a day, a month or a year as the list has it."""

    when: str
    party: str
    instrument: Instrument
    what: What
    kind: str
    verified: bool

    @property
    def day(self) -> date:
        """The last day that `when` may mean."""
        return last_day(self.when)

    def as_json(self) -> dict[str, Any]:
        """The event as plain data."""
        return {
            "date": self.when,
            "party": self.party,
            "code": self.instrument.code,
            "short": self.instrument.short,
            "event": self.kind,
            "verified": self.verified,
        }


def events_of(evidence: Evidence, place: Place, day: date) -> list[Event]:
    """What one state did, and when it was bound, up to the day, in the order of time.

    >>> from comity.core.places import find_place
    >>> found = events_of(evidence, find_place("KGZ"), date(2026, 2, 10))
    >>> [(one.when, one.kind) for one in found if one.instrument.code == "REFUGEE_CONV_1951"]
    [('1996-10-08', 'accession'), ('1997-01-06', 'in force')]
    """
    lists = party_lists(evidence)
    return _in_order(
        (one for code in instruments() for one in _events(lists[code], place.code)), day
    )


def events_for(evidence: Evidence, instrument: Instrument, day: date) -> list[Event]:
    """What happened to one instrument up to the day, state by state, in the order of time."""
    known = party_lists(evidence)[instrument.code]
    return _in_order((one for party in known.entries for one in _events(known, party)), day)


def _in_order(found: Iterable[Event], day: date) -> list[Event]:
    return sorted((one for one in found if one.day <= day), key=lambda one: (one.day, one.party))


def _events(known: PartyList, party: str) -> Iterator[Event]:
    entry, one = known.entries.get(party), known.instrument
    if entry is None:
        return
    if entry.signed:
        yield Event(entry.signed, party, one, "signature", "signature", verified=True)
    if entry.bound:
        yield Event(entry.bound, party, one, "act", entry.action, verified=entry.verified)
    if start := _start(known, entry):
        exact = len(entry.bound) == len("2003-09-29")  # else it is the latest that it can be
        when = start.isoformat() if exact else f"{start.year}"
        yield Event(when, party, one, "in force", "in force", verified=entry.verified)
    if entry.withdrawn:
        yield Event(entry.withdrawn, party, one, "withdrawal", "withdrawal", verified=True)


def _start(known: PartyList, entry: Entry) -> date | None:
    return known.instrument.bound_from(entry.consented) if entry.consented else None


def parties_by_year(evidence: Evidence, instrument: Instrument) -> list[Finding]:
    """How many were bound at the end of each year, up to the day on which the list was read.

    Nothing where the list may not be counted.

    >>> from comity.policy.instruments import find_instrument
    >>> found = parties_by_year(evidence, find_instrument("ICRMW"))
    >>> {str(one.period): one.value for one in found if one.period.start.year in (2003, 2026)}
    {'2003': 22, '2026-02-10': 60}
    """
    known = party_lists(evidence)[instrument.code]
    if not known.countable or known.as_of is None:
        return []
    sure = [entry for entry in known.parties if entry.verified]
    joined = sorted(day for entry in sure if (day := _start(known, entry)))
    left = sorted(last_day(entry.withdrawn) for entry in sure if entry.withdrawn)
    ends = [Period.year(year) for year in range(joined[0].year, known.as_of.year)]
    return [
        _counted(known, period, bisect_right(joined, period.end) - bisect_right(left, period.end))
        for period in (*ends, _last(known.as_of))
    ]


def _last(read: date) -> Period:
    whole = (read.month, read.day) == (12, 31)
    return Period.year(read.year) if whole else Period.parse(read.isoformat())


def _counted(known: PartyList, period: Period, number: int) -> Finding:
    return Finding(
        regions()["world"],
        "treaty_parties",
        period,
        number,
        Lineage(known.sources, "recount of parties", __version__),
        about=(("instrument", known.instrument.code),),
        status="derived",
    )
