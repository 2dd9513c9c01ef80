"""Who is bound by what on any day: the status of every state for every instrument.

`statuses(evidence, place, day)` is the status of one state for all instruments, `standing(evidence,
instrument, day)` that of all states for one. Both read the newest lists of parties that are held
and say on which day each list was read (`list_as_of`): what happened later is not known. Where a
list is partial, a state that is missing there is "not listed", which is not "not bound".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from comity.core.findings import Source
from comity.core.marks import N_
from comity.core.places import Place, places
from comity.evidence.reading import Evidence
from comity.policy.instruments import Instrument, instruments
from comity.policy.lists import (
    EUROPEAN_UNION,
    IMPORTED,
    Entry,
    PartyList,
    last_day,
    named,
    party_lists,
)
from comity.policy.states import OPEN_TO, may_join, yet_to_be

__all__ = [
    "EUROPEAN_UNION",
    "IMPORTED",
    "OUTSIDE",
    "STATES",
    "Entry",
    "PartyList",
    "State",
    "Status",
    "is_old",
    "last_day",
    "named",
    "party_lists",
    "standing",
    "status_of",
    "statuses",
]

State = Literal[
    "party", "signatory", "none", "withdrawn", "unverified", "not listed", "not named", "not held",
    "not open", "no treaty", "no state", "soft law",
]  # fmt: skip
STATES: dict[State, str] = {
    "party": N_("party"),
    "signatory": N_("signed, not bound"),
    "none": N_("not bound"),
    "withdrawn": N_("withdrawn"),
    "unverified": N_("not verified"),
    "not listed": N_("not in a partial list"),
    "not named": N_("named in no list"),
    "not held": N_("no list of parties held"),
    "not open": N_("not open to it"),
    "no treaty": N_("no such treaty yet"),
    "no state": N_("no such state yet"),
    "soft law": N_("binds nobody"),
}
"""What a state is to an instrument, as it is said."""

OUTSIDE: tuple[State, ...] = ("not open", "no treaty", "no state", "soft law")
"""States in which there is nothing to be told: nobody could have been bound."""

OLD = timedelta(days=366)
"""A list read so long before the day asked leaves open what happened since."""


@dataclass(frozen=True, slots=True)
class Status:
    """What one state is to one instrument on one day."""

    party: str
    instrument: Instrument
    day: date
    state: State
    signed: str
    bound: str
    action: str
    in_force_from: date | None
    in_force: bool | None
    list_as_of: date | None
    entry: Entry | None
    sources: tuple[Source, ...]
    presupposed_by: str = ""

    @property
    def old(self) -> bool:
        """Whether the list was read so long before the day that later acts may well be missing."""
        return _long_before(self.list_as_of, self.day)

    @property
    def later_unknown(self) -> bool:
        """Whether what is told holds for the day of an old list, and may have changed since."""
        return self.old and self.state in ("party", "signatory", "none", "withdrawn")

    @property
    def left_open(self) -> bool:
        """Whether it is not bound by its list, and may be by now."""
        unbound = self.state in ("none", "signatory")
        return unbound and (self.old or bool(self.presupposed_by))

    @property
    def said(self) -> str:
        """The state in words; for what is open to members only, to members of what."""
        return OPEN_TO[self.instrument.open_to] if self.state == "not open" else STATES[self.state]

    @property
    def bound_now(self) -> bool:
        """Whether it is bound on the day, as far as somebody has read it."""
        return self.state == "party" and bool(self.in_force)

    @property
    def exact(self) -> bool:
        """Whether the day of the act is known; else `in_force_from` is the latest it can be."""
        return len(self.bound) == len("2003-09-29")

    @property
    def place(self) -> Place | None:
        """The state, or None for the European Union."""
        return places().get(self.party)

    def as_json(self) -> dict[str, Any]:
        """The status as plain data."""
        one = self.instrument
        return {
            "party": self.party,
            "code": one.code,
            "title": one.title,
            "short": one.short,
            "theme": one.theme,
            "kind": one.kind,
            "status": self.state,
            "later_unknown": self.later_unknown,
            "presupposed_by": self.presupposed_by or None,
            "open_to": one.open_to or None,
            "signature_date": self.signed or None,
            "action": self.action or None,
            "action_date": self.bound or None,
            "in_force_date": self.in_force_from and self.in_force_from.isoformat(),
            "in_force_exact": self.exact if self.in_force_from else None,
            "in_force": self.in_force,
            "day": self.day.isoformat(),
            "list_as_of": self.list_as_of and self.list_as_of.isoformat(),
            "verification": self.entry.verification if self.entry else None,
            "entry_source": (self.entry.source or None) if self.entry else None,
            "entry_extent": (self.entry.extent or None) if self.entry else None,
            "sources": [source.dataset for source in self.sources],
        }


def statuses(evidence: Evidence, party: Place | str, day: date) -> list[Status]:
    """The status of one state for every instrument, in the order of the catalogue.

    >>> from comity.core.places import find_place
    >>> found = statuses(evidence, find_place("KGZ"), date(2026, 2, 10))
    >>> next(one for one in found if one.instrument.code == "ICRMW_1990").in_force_from
    datetime.date(2004, 1, 1)
    """
    code = party if isinstance(party, str) else party.code
    return [_asked_of(evidence, known, code, day) for known in party_lists(evidence).values()]


def standing(
    evidence: Evidence, instrument: Instrument, day: date, among: Iterable[Place] | None = None
) -> list[Status]:
    """The status of everybody on the list of an instrument, or of these states."""
    known = party_lists(evidence)[instrument.code]
    codes = sorted(known.entries) if among is None else [place.code for place in among]
    return [_asked_of(evidence, known, code, day) for code in codes]


def _asked_of(evidence: Evidence, known: PartyList, code: str, day: date) -> Status:
    """The status of one whom a list names; of a territory, say, nothing can be said."""
    found = status_of(known, code, day)
    if found.state in ("none", "not listed") and code not in named(evidence):
        return replace(found, state="not named")
    if found.state in ("none", "signatory"):
        return replace(found, presupposed_by=_protocol(evidence, known.instrument, code, day))
    return found


def _protocol(evidence: Evidence, one: Instrument, code: str, day: date) -> str:
    """A protocol open to parties of this treaty alone, to which the state is known to be party."""
    lists = party_lists(evidence)
    protocols = (other.code for other in instruments().values() if other.needs == one.code)
    return next((p for p in protocols if status_of(lists[p], code, day).state == "party"), "")


def is_old(known: PartyList, day: date) -> bool:
    """Whether a list was read so long before the day that later acts may well be missing.

    >>> rome = party_lists(evidence)["ROME_STATUTE_1998"]
    >>> is_old(rome, date(2014, 12, 31)), is_old(rome, date(2026, 1, 1))
    (False, True)
    """
    return _long_before(known.as_of, day)


def _long_before(read: date | None, day: date) -> bool:
    return read is not None and day - read > OLD


def status_of(known: PartyList, party: str, day: date) -> Status:
    """What one state is to the instrument of this list on this day."""
    one = known.instrument
    entry = known.entries.get(party)
    state = _absent(known, party, day)
    nothing = Status(
        party, one, day, state, "", "", "", None, None, known.as_of, entry, known.sources
    )
    if entry is None:
        return nothing
    signed = entry.signed if entry.signed and last_day(entry.signed) <= day else ""
    if entry.consented is None or entry.consented > day:
        return replace(nothing, state="signatory" if signed else nothing.state, signed=signed)
    start = one.bound_from(entry.consented)
    found = replace(
        nothing, signed=signed, bound=entry.bound, action=entry.action, in_force_from=start
    )
    if not entry.verified:
        return replace(found, state="unverified")
    if entry.withdrawn and last_day(entry.withdrawn) <= day:
        return replace(found, state="withdrawn", in_force=False)
    return replace(found, state="party", in_force=None if start is None else start <= day)


def _absent(known: PartyList, party: str, day: date) -> State:
    """What a state is to an instrument of which it has made no act by the day."""
    one = known.instrument
    if not one.binds:
        return "soft law"
    if not one.adopted_by(day):
        return "no treaty"
    if yet_to_be(party, day):
        return "no state"
    if not may_join(party, one):
        return "not open"
    if not known.entries:
        return "not held"
    return "none" if known.complete else "not listed"
