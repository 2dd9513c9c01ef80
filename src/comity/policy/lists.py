"""The lists of parties as they are held: who signed and consented, by which act, on which day.

One list per treaty, read on a day of its own, from the register, from what was added to it later,
from the ILO, and from what somebody has brought. `norms` tells from them who was bound on a day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from comity.core.findings import Source
from comity.evidence.accounts.area import ask_all
from comity.evidence.reading import Evidence, Row
from comity.policy import imports
from comity.policy.instruments import Instrument, instruments

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
    extent: str = ""

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


def named(evidence: Evidence) -> frozenset[str]:
    """Everybody whom a list of parties names: states, and the European Union.

    Treaties may bind a place that no list names through the state that answers for it.

    >>> "KGZ" in named(evidence), "GRL" in named(evidence)
    (True, False)
    """
    return evidence.once(_named)


def _named(evidence: Evidence) -> frozenset[str]:
    return frozenset(code for known in party_lists(evidence).values() for code in known.entries)


def party_lists(evidence: Evidence) -> dict[str, PartyList]:
    """The list of parties of every instrument, as the newest evidence holds it."""
    return evidence.once(_lists)


def _lists(evidence: Evidence) -> dict[str, PartyList]:
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
    behind = [(row["file"], str(row["brought"])[:10]) for row in rows]
    sources = imports.sources(evidence, IMPORTED, behind)
    if whole := [row for row in rows if row["extent"] == "complete"]:
        known = PartyList(known.instrument, _read(whole), True, {}, ())
    entries = {row["country"]: _of_import(row) for row in rows}
    return replace(
        known,
        as_of=known.as_of or _read(rows),
        entries=dict(sorted((known.entries | entries).items())),
        sources=(*known.sources, *sources),
    )


def _read(rows: list[Row]) -> date:
    return max(date.fromisoformat(str(row["as_of"])[:10]) for row in rows)


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
        row["extent"],
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
