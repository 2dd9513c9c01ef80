"""Norms as plain data: what is told of a state, a region or an instrument, for files and faces.

Pages, the API and the command line hand over the same: the day asked, the day on which each list
was read, every status, and what bounds the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from comity.core.findings import Source, subject_json
from comity.core.marks import N_
from comity.core.places import Place
from comity.core.regions import Region
from comity.evidence.accounts.area import ask_all
from comity.evidence.reading import Evidence
from comity.policy.closing import steps
from comity.policy.counts import Count, count, recount, themes
from comity.policy.days import ADDED, AGED, LATER, ON_PAPER, WITHDRAWALS
from comity.policy.gaps import Group, gaps, table
from comity.policy.instruments import THEMES, Instrument, instruments
from comity.policy.norms import EUROPEAN_UNION, Status, named, party_lists, standing, statuses
from comity.policy.states import BEGAN, yet_to_be
from comity.policy.timeline import events_for, events_of, parties_by_year

UNNAMED = N_(
    "No list of parties names {place}. Treaties may bind it through the state that answers for it; "
    "the lists do not tell."
)
COLUMNS = (
    "party", "code", "title", "theme", "kind", "status", "later_unknown", "signature_date",
    "action", "action_date", "in_force_date", "in_force_exact", "in_force", "day", "list_as_of",
    "verification", "entry_source", "entry_extent", "sources",
)  # fmt: skip
"""The columns of a table of statuses."""


def of_place(
    evidence: Evidence,
    place: Place,
    day: date,
    *,
    theme: str | None = None,
    among: Group | None = None,
) -> dict[str, Any]:
    """Everything about one state: each treaty, counts by theme, votes on the compacts, gaps."""
    found = [one for one in statuses(evidence, place, day) if theme in (None, one.instrument.theme)]
    return {
        "subject": subject_json(place),
        "as_of": day.isoformat(),
        "register_read": read_on(found),
        "treaties": [one.as_json() for one in found],
        "themes": [
            {
                "theme": one.theme,
                "label": one.label,
                "in_force": one.in_force.value,
                "told": one.told,
                "unverified": one.unverified,
                "untold": one.untold,
                "left_open": one.left_open,
                "finding": one.in_force.as_json(),
            }
            for one in themes(evidence, place, day)
            if theme in (None, one.theme)
        ],
        "compacts": votes(evidence, place),
        "timeline": [
            one.as_json()
            for one in events_of(evidence, place, day)
            if theme in (None, one.instrument.theme)
        ],
        **(compared(evidence, place, among, day, theme=theme) if among else {}),
        "notes": [*_bounds(evidence, place, day), *notes(found, day)],
        "sources": _cited(found),
    }


def compared(
    evidence: Evidence, place: Place, among: Group, day: date, *, theme: str | None = None
) -> dict[str, Any]:
    """What binds the others and not the state, and what would close each gap."""
    found = [
        one for one in gaps(evidence, place, among, day) if theme in (None, one.instrument.theme)
    ]
    return {
        "against": {
            "slug": among.slug,
            "region": among.region and subject_json(among.region),
            "others": [subject_json(one) for one in among.members],
        },
        "gaps": [one.as_json() for one in found],
        "would_close": [one.as_json() for one in steps(evidence, place, found, day)],
    }


def of_gaps(
    evidence: Evidence, place: Place, among: Group, day: date, *, theme: str | None = None
) -> dict[str, Any]:
    """The gaps of a state alone."""
    own = [one for one in statuses(evidence, place, day) if theme in (None, one.instrument.theme)]
    return {
        "subject": subject_json(place),
        "as_of": day.isoformat(),
        "register_read": read_on(own),
        **compared(evidence, place, among, day, theme=theme),
        "notes": [*_bounds(evidence, place, day), *notes(own, day)],
        "sources": _cited(own),
    }


def _bounds(evidence: Evidence, place: Place, day: date) -> list[str]:
    """What bounds an answer about this place: no list names it, or it was no state yet."""
    if place.code not in named(evidence):
        return [UNNAMED.format(place=place.in_sentence)]
    if begun := yet_to_be(place.code, day):
        return [BEGAN.format(place=place.name, day=begun.since, before=begun.before)]
    return []


def of_region(
    evidence: Evidence,
    region: Region,
    day: date,
    *,
    theme: str | None = None,
    unverified: bool = False,
) -> dict[str, Any]:
    """The members of a region against the instruments, and how many of them each binds."""
    members = [one for one in region.members(day) if not yet_to_be(one.code, day)]
    rows = table(evidence, (one for one in members if one.code in named(evidence)), day)
    union = of_union(evidence, region, day)
    found = [one for row in rows.values() for one in row if theme in (None, one.instrument.theme)]
    wanted = [one for one in instruments().values() if theme in (None, one.theme)]
    return {
        "subject": subject_json(region),
        "as_of": day.isoformat(),
        "register_read": read_on(found),
        "members": [subject_json(place) for place in rows],
        "unnamed": [subject_json(place) for place in members if place not in rows],
        "instruments": [
            counted(count(evidence, one, day, among=region, unverified=unverified))
            for one in wanted
        ],
        "treaties": [one.as_json() for one in found],
        **({"union": [one.as_json() for one in union]} if union else {}),
        "notes": notes(found, day),
        "sources": _cited(found),
    }


def of_union(evidence: Evidence, region: Region, day: date) -> list[Status]:
    """What the European Union itself is to the treaties whose lists name it; else nothing.

    Other treaties are open to states alone, or its part in them is not told by a list.

    >>> from comity.core.regions import regions
    >>> found = of_union(evidence, regions()["eu"], date(2026, 2, 10))
    >>> [(one.instrument.code, one.state) for one in found][-1]
    ('CRPD_2006', 'party')
    """
    if region.slug != "eu":
        return []
    return [one for one in statuses(evidence, EUROPEAN_UNION, day) if one.entry]


def of_instrument(
    evidence: Evidence, one: Instrument, day: date, *, unverified: bool = False
) -> dict[str, Any]:
    """One instrument: how many it binds, who is what to it, and since when."""
    found = standing(evidence, one, day)
    again = recount(evidence, one)
    return {
        "instrument": described(one),
        "as_of": day.isoformat(),
        "count": counted(count(evidence, one, day, unverified=unverified)),
        "recount": again and again.as_json(),
        "statuses": [status.as_json() for status in found],
        "timeline": [event.as_json() for event in events_for(evidence, one, day)],
        "parties_by_year": [finding.as_json() for finding in parties_by_year(evidence, one)],
        "notes": notes(found, day),
        "sources": _cited(found),
    }


def of_all(evidence: Evidence, day: date, *, unverified: bool = False) -> dict[str, Any]:
    """Every instrument with how many it binds, by theme."""
    counts = [count(evidence, one, day, unverified=unverified) for one in instruments().values()]
    lists = party_lists(evidence).values()
    sources = list(dict.fromkeys(source for known in lists for source in known.sources))
    return {
        "as_of": day.isoformat(),
        "unverified_counted": unverified,
        "themes": THEMES,
        "instruments": [counted(one) for one in counts],
        "notes": [ON_PAPER],
        "sources": [source.as_json() for source in sources],
    }


def described(one: Instrument) -> dict[str, Any]:
    """An instrument as plain data."""
    waits = one.waits
    return {
        "code": one.code,
        "title": one.title,
        "short": one.short,
        "theme": one.theme,
        "kind": one.kind,
        "register": one.register,
        "adopted": one.adopted,
        "in_force": one.in_force and one.in_force.isoformat(),
        "depositary": one.depositary,
        "needs": one.needs or None,
        "waits": waits
        and {"days": waits.days, "months": waits.months, "first_of_month": waits.first_of_month},
        "checked": one.checked,
        "why_not_held": one.why or None,
    }


def counted(found: Count) -> dict[str, Any]:
    """A count as plain data: the number, or None with how many the list names."""
    return described(found.instrument) | {
        "list_as_of": found.list_as_of and found.list_as_of.isoformat(),
        "held": found.held,
        "partial": not found.complete,
        "parties": found.parties and found.parties.value,
        "listed": found.listed,
        "not_verified": found.unverified,
        "of": found.of,
        "with_european_union": found.with_union,
        "later_unknown": found.later_unknown,
        "no_such_treaty_yet": not found.adopted,
        "finding": found.parties and found.parties.as_json(),
    }


def votes(evidence: Evidence, place: Place) -> list[dict[str, Any]]:
    """How a state voted on the two global compacts; both bind nobody.

    >>> from comity.core.places import find_place
    >>> [(one["compact"], one["vote"]) for one in votes(evidence, find_place("HUN"))]
    [('GCM', 'no'), ('GCR', 'no')]
    """
    if not evidence.holds("compact_votes"):
        return []
    rows = ask_all(evidence, "SELECT * FROM compact_votes ORDER BY ALL")
    names = ("compact", "vote", "resolution", "date")
    return [{name: row[name] for name in names} for row in rows if row["country"] == place.code]


def read_on(found: Iterable[Status]) -> dict[str, list[str]]:
    """The days on which lists were read, each with the instruments of which that is so."""
    days: dict[str, list[str]] = {}
    for one in found:
        if one.list_as_of:
            codes = days.setdefault(one.list_as_of.isoformat(), [])
            if one.instrument.code not in codes:
                codes.append(one.instrument.code)
    return dict(sorted(days.items()))


def notes(found: Sequence[Status], day: date) -> list[str]:
    """What bounds an answer: later acts, what nobody verified, and that paper is not practice."""
    told = [ON_PAPER]
    told += [
        LATER.format(day=day, read=read) + f" ({', '.join(codes)})"
        for read, codes in read_on(found).items()
        if read < day.isoformat()
    ]
    if any(one.entry and one.entry.dataset == "treaty_actions" for one in found):
        told.append(WITHDRAWALS)
    if any(source.dataset == "treaty_accessions" for one in found for source in one.sources):
        told.append(ADDED)
    if any(one.later_unknown for one in found):
        told.append(AGED)
    missing = list(dict.fromkeys(s.instrument.code for s in found if s.state == "not held"))
    if missing:
        told.append(f"No list of parties is held: {', '.join(missing)}.")
    return told


def _cited(found: Iterable[Status]) -> list[dict[str, str]]:
    every: dict[Source, None] = dict.fromkeys(one for status in found for one in status.sources)
    return [source.as_json() for source in every]


def status_rows(statuses: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Statuses as rows of a table: the same columns whoever is told of."""
    return [
        {name: row[name] for name in COLUMNS} | {"sources": "; ".join(row["sources"])}
        for row in statuses
    ]


def flat(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a table from plain data: lists become text, and what holds more is left out.

    >>> flat([{"code": "C097", "bound": ["KGZ", "TJK"], "finding": None, "count": {"n": 2}}])
    [{'code': 'C097', 'bound': 'KGZ; TJK'}]
    """
    return [
        {
            key: "; ".join(value) if isinstance(value, list) else value
            for key, value in row.items()
            if not isinstance(value, dict) and key not in ("finding", "waits")
        }
        for row in rows
    ]
