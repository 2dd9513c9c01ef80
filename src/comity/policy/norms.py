"""Who is bound by what on any day: the status of every state for every instrument.

`statuses(evidence, place, day)` is the status of one state for all instruments, `standing(evidence,
instrument, day)` that of all states for one. Both read the newest lists of parties that are held
and say on which day each list was read (`list_as_of`): what happened later is not known. Where a
list is partial, a state that is missing there is "not listed", which is not "not bound".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from comity.core.findings import Source
from comity.core.marks import N_
from comity.core.places import Place, places
from comity.evidence.accounts.area import ask_all
from comity.evidence.reading import Evidence, Row
from comity.policy.instruments import Instrument, instruments

State = Literal[
    "party", "signatory", "none", "withdrawn", "unverified", "not listed", "not named", "not held",
    "soft law",
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
    "soft law": N_("binds nobody"),
}
"""What a state is to an instrument, as it is said."""

EUROPEAN_UNION = "EUE"
"""The European Union where it is itself a party."""

UNVERIFIED = "recall_unverified"
_YEAR_DOUBTFUL = ("status_excerpt_year_recall", "status_verified_year_unverified")
TABLES = {"register": ("treaty_actions", "treaty_accessions"), "ilo": ("ilo_ratifications",)}
"""The datasets in which the lists of parties stand."""

IMPORTED = "treaty_parties_imported"
"""The dataset of the lists that somebody has brought."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lists say of one state and one instrument, whatever the day."""

    party: str
    signed: str = ""
    bound: str = ""
    action: str = ""
    withdrawn: str = ""
    dataset: str = ""
    verification: str = "register"
    source: str = ""

    @property
    def consented(self) -> date | None:
        """The last day on which it may have consented: an entry with a year alone counts late."""
        return last_day(self.bound) if self.bound else None

    @property
    def verified(self) -> bool:
        """Whether somebody read that the state is a party."""
        return self.verification != UNVERIFIED

    @property
    def day_known(self) -> bool:
        """Whether the day of the act, or its year at least, was read."""
        return self.verification not in _YEAR_DOUBTFUL


@dataclass(frozen=True, slots=True)
class PartyList:
    """The list of parties of one instrument as it is held: its entries and the day it was read."""

    instrument: Instrument
    as_of: date | None
    complete: bool
    entries: dict[str, Entry]
    sources: tuple[Source, ...]

    @property
    def parties(self) -> list[Entry]:
        """Everybody on the list who is or was bound."""
        return [entry for entry in self.entries.values() if entry.bound]

    @property
    def unverified(self) -> list[Entry]:
        """Those of whom nobody read that they are parties."""
        return [entry for entry in self.parties if not entry.verified]

    @property
    def countable(self) -> bool:
        """Whether a count may be shown: no more than a tenth of the list is unverified."""
        return bool(self.parties) and 10 * len(self.unverified) <= len(self.parties)


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
    return found


def named(evidence: Evidence) -> frozenset[str]:
    """Everybody whom a list of parties names: states, and the European Union.

    Treaties may bind a place that no list names through the state that answers for it.

    >>> "KGZ" in named(evidence), "GRL" in named(evidence)
    (True, False)
    """
    return _named(evidence, evidence.version)


@lru_cache(maxsize=4)
def _named(evidence: Evidence, _version: str) -> frozenset[str]:
    return frozenset(code for known in party_lists(evidence).values() for code in known.entries)


def status_of(known: PartyList, party: str, day: date) -> Status:
    """What one state is to the instrument of this list on this day."""
    one = known.instrument
    entry = known.entries.get(party)
    nothing = Status(
        party, one, day, _absent(known), "", "", "", None, None, known.as_of, entry, known.sources
    )
    if entry is None:
        return nothing
    signed = entry.signed if entry.signed and last_day(entry.signed) <= day else ""
    if entry.consented is None or entry.consented > day:
        return replace(nothing, state="signatory" if signed else _absent(known), signed=signed)
    start = one.bound_from(entry.consented)
    found = replace(
        nothing, signed=signed, bound=entry.bound, action=entry.action, in_force_from=start
    )
    if not entry.verified:
        return replace(found, state="unverified")
    if entry.withdrawn and last_day(entry.withdrawn) <= day:
        return replace(found, state="withdrawn", in_force=False)
    return replace(found, state="party", in_force=None if start is None else start <= day)


def _absent(known: PartyList) -> State:
    if not known.instrument.binds:
        return "soft law"
    if not known.entries:
        return "not held"
    return "none" if known.complete else "not listed"


def party_lists(evidence: Evidence) -> dict[str, PartyList]:
    """The list of parties of every instrument, as the newest evidence holds it."""
    return _lists(evidence, evidence.version)


@lru_cache(maxsize=4)
def _lists(evidence: Evidence, _version: str) -> dict[str, PartyList]:
    signed = _asked(evidence, "treaty_actions")
    later = _asked(evidence, "treaty_accessions")
    labour = _asked(evidence, "ilo_ratifications")
    brought = _asked(evidence, IMPORTED)
    return {
        code: _with_import(
            evidence,
            _list(evidence, one, signed, later, labour),
            [row for row in brought if row["treaty_code"] == code],
        )
        for code, one in instruments().items()
    }


def _with_import(evidence: Evidence, known: PartyList, rows: list[Row]) -> PartyList:
    """The list with what somebody has brought of it: a complete list replaces the one held.

    A partial one adds to it, and the day on which the older list was read stays.
    """
    if not rows:
        return known
    entries = {row["country"]: _of_import(row) for row in rows}
    read = max(date.fromisoformat(str(row["as_of"])) for row in rows)
    sources = evidence.lineage(IMPORTED).sources
    if all(row["extent"] == "complete" for row in rows):
        return PartyList(known.instrument, read, True, entries, sources)
    return replace(
        known,
        as_of=known.as_of or read,
        entries=dict(sorted((known.entries | entries).items())),
        sources=(*known.sources, *sources),
    )


def _of_import(row: Row) -> Entry:
    return Entry(
        row["country"],
        row["signature_date"] or "",
        row["action_date"] or "",
        row["action"] or "",
        row["withdrawn"] or "",
        IMPORTED,
        "imported",
        row["source"],
    )


def _asked(evidence: Evidence, dataset: str) -> list[Row]:
    if not evidence.holds(dataset):
        return []
    return ask_all(evidence, f"SELECT * FROM {dataset} ORDER BY ALL")


def _list(
    evidence: Evidence, one: Instrument, signed: list[Row], later: list[Row], labour: list[Row]
) -> PartyList:
    rows = [row for row in signed if row["treaty_code"] == one.code]
    entries = {row["country"]: _of_register(row) for row in rows}
    added = [row for row in later if row["treaty_code"] == one.code]
    for row in added:
        entries[row["country"]] = _of_later(row, entries.get(row["country"]))
    ratified = [row for row in labour if row["convention"] == one.code]
    entries |= {row["country"]: _of_labour(row) for row in ratified}
    used = [name for name, some in (("treaty_actions", rows), ("treaty_accessions", added),
                                    ("ilo_ratifications", ratified)) if some]  # fmt: skip
    read = max((date.fromisoformat(str(row["as_of"])) for row in rows), default=None)
    if ratified:
        read = evidence.datasets["ilo_ratifications"].vintage
    sources = evidence.lineage(*used).sources if used else ()
    return PartyList(one, read, bool(rows), entries, sources)


def _of_register(row: Row) -> Entry:
    left = row["status"].removeprefix("denounced (effective ").removesuffix(")")
    return Entry(
        row["country"],
        row["signature_date"] or "",
        row["action_date"] or "",
        row["action"] or "",
        left if left != row["status"] else "",
        "treaty_actions",
    )


def _of_later(row: Row, before: Entry | None) -> Entry:
    """An accession after the register was read; where its year is unknown, by the list's day."""
    year = "2024-04" if row["year"] is None else str(row["year"])
    return Entry(
        row["country"],
        before.signed if before else "",
        year,
        "ratification" if before and before.signed else "accession",
        "",
        "treaty_accessions",
        row["verification"],
        row["source"],
    )


def _of_labour(row: Row) -> Entry:
    return Entry(
        row["country"], "", row["registered"], "ratification", "", "ilo_ratifications",
        row["verification"], row["source"],
    )  # fmt: skip


def last_day(text: str) -> date:
    """The last day that a date, a month or a year alone may mean.

    >>> last_day("2018"), last_day("2024-04"), last_day("2003-09-29")
    (datetime.date(2018, 12, 31), datetime.date(2024, 4, 30), datetime.date(2003, 9, 29))
    """
    from comity.core.periods import Period

    return Period.parse(text).end
