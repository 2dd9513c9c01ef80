"""What several states have promised: both ends of a corridor, and the members of a region.

Members are listed by name and counted by treaty; nobody is given a place in an order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from comity import __version__
from comity.briefs.desk import Desk, missing
from comity.briefs.dossier import Line, Section, Table, Word
from comity.briefs.sections.standing import (
    NAMELESS,
    PAPER,
    acted,
    among,
    each,
    listed,
    long,
    read_on,
    short,
)
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding, Lineage
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.core.regions import Region
from comity.evidence.reading import Evidence
from comity.policy.coding.votes import Compact, sums
from comity.policy.counts import Count, count
from comity.policy.instruments import THEMES, Instrument
from comity.policy.norms import PartyList, Status, party_lists, standing

MOST_MEMBERS = 60
"""Larger regions, which is the world, are counted and not listed member by member."""

_VOTES = {
    "gcm": "Votes {yes.when} on the Global Compact for Safe, Orderly and Regular Migration: {yes} for, {no} against, {abstained} abstained, {absent} did not vote.",
    "gcr": "Votes {yes.when} on the resolution that affirmed the Global Compact on Refugees: {yes} for, {no} against, {abstained} abstained, {absent} did not vote.",
}  # fmt: skip

_NOBODY = N_("none in a partial list")
Rows = Sequence[tuple[Status, Status]]


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section:
    """Which treaties on people who move bind both ends of a corridor, and which only one."""
    question = voice._("What have both promised to people who move?")
    if note := missing(evidence, voice, "treaty_actions"):
        return Section("promised", question, (), (), (note,))
    ends = (pair.origin, pair.destination)
    if nameless := [end for end in ends if not acted(evidence, end)]:
        said = (voice._(NAMELESS).format(place=voice.name(end)) for end in nameless)
        return Section("promised", question, (), (), (*said,))
    rows = [_both(evidence, one, pair) for one in listed(evidence)]
    sentences = (
        *_shared(voice, pair, rows),
        *_alone(voice, pair.origin, rows),
        *_alone(voice, pair.destination, [(there, here) for here, there in rows]),
    )
    none = (
        () if sentences else (voice._("As far as the lists tell, none binds either of the two."),)
    )
    notes = (*none, voice._(PAPER))
    table = _ends(voice, pair, rows, voice.day(evidence.today))
    return Section("promised", question, sentences, (table,), notes)


def _both(evidence: Evidence, instrument: Instrument, pair: Corridor) -> tuple[Status, Status]:
    here, there = standing(evidence, instrument, evidence.today, (pair.origin, pair.destination))
    return here, there


def _shared(voice: Voice, pair: Corridor, rows: Rows) -> list[Sentence]:
    shared = [both for both in rows if all(one.bound_now for one in both)]
    if not shared:
        return []
    pieces = [
        Sentence(first.text, (*first.findings, *second.findings))
        for both in shared
        for first, second in [each(both, voice)]
    ]
    return [
        voice.say(
            "As far as the lists tell, both {a} and {b} are bound by: {list}.",
            a=pair.origin,
            b=pair.destination,
            list=pieces,
        )
    ]


def _alone(voice: Voice, place: Place, rows: Rows) -> list[Sentence]:
    """What binds the first of the two and, as its list tells, not the other."""
    open_to_the_other = ("none", "signatory", "withdrawn")
    alone = [
        here
        for here, there in rows
        if here.bound_now and there.state in open_to_the_other and not there.left_open
    ]
    if not alone:
        return []
    return [
        voice.say(
            "As far as the lists tell, only {place} is bound by: {list}.",
            place=place,
            list=each(alone, voice),
        )
    ]


def _ends(voice: Voice, pair: Corridor, rows: Rows, day: str) -> Table:
    return Table(
        voice._("Treaties on people who move at both ends, as of {day}").format(day=day),
        voice._("Treaty"),
        (voice.title(pair.origin), voice.title(pair.destination), voice._("List read on")),
        tuple(
            Line(
                voice._(here.instrument.short),
                (long(here, voice), long(there, voice), read_on(here, voice)),
            )
            for here, there in rows
        ),
    )


def region(desk: Desk) -> Section | None:
    """How many members each treaty binds, how members voted, and who is bound by what."""
    evidence, voice, area = desk.evidence, desk.voice, desk.subject
    if not isinstance(area, Region):
        return None
    question = voice._("What have its members promised?")
    if note := desk.missing("treaty_actions"):
        return Section("promised", question, (), (), (note,))
    whole = area.slug == "world"
    counts = [
        count(evidence, one, evidence.today, among=None if whole else area)
        for one in listed(evidence)
    ]
    tables = [_counted(evidence, voice, area, counts)]
    if len(area.members(evidence.today)) <= MOST_MEMBERS:
        tables += _members(desk, area)
    votes = [one for compact in get_args(Compact) for one in _votes(desk, area, compact)]
    sentences = (*_numbers(voice, counts), *votes)
    return Section("promised", question, sentences, tuple(tables), _notes(desk, area))


def _numbers(voice: Voice, counts: Iterable[Count]) -> list[Sentence]:
    """How many each treaty binds whose list may be counted, in a sentence above the tables."""
    pieces = [
        voice.part(N_("{treaty} ({n})"), treaty=voice._(one.instrument.short), n=one.parties)
        for one in counts
        if one.parties and one.complete
    ]
    if not pieces:
        return []
    return [
        voice.say(
            "So many are bound, as far as the lists tell, by treaties on people who move: {list}.",
            list=pieces,
        )
    ]


def _votes(desk: Desk, area: Region, compact: Compact) -> list[Sentence]:
    found = sums(desk.evidence, compact, area)
    if not any(one.value for one in found):
        return []
    yes, no, abstained, absent = found
    said = desk.voice.say(_VOTES[compact], yes=yes, no=no, abstained=abstained, absent=absent)
    return [Sentence(said.text, said.findings, past=True)]


def _counted(evidence: Evidence, voice: Voice, area: Region, counts: Iterable[Count]) -> Table:
    """A row a treaty: how many it binds, and of a list that may not be counted, why not."""
    heading = voice._("Parties") if area.slug == "world" else voice._("Parties among the members")
    lines = (
        Line(voice._(one.instrument.short), _cells(evidence, voice, area, one)) for one in counts
    )
    return Table(
        voice._("Treaties on people who move, counted as of {day}").format(
            day=voice.day(evidence.today)
        ),
        voice._("Treaty"),
        (heading, voice._("List read on")),
        tuple(lines),
    )


def _cells(
    evidence: Evidence, voice: Voice, area: Region, one: Count
) -> tuple[Finding | Word | None, ...]:
    """The count and the day of its list; words where no count may be shown, or a zero would lie."""
    known = party_lists(evidence)[one.instrument.code]
    number: Finding | Word | None = one.parties
    told = one.parties
    if told is None or not (told.value or known.complete):
        note = Note(N_("not verified: {n} listed"), n=one.listed)
        told = _uncounted(known, area, one, note if one.listed else _NOBODY)
        number = Word(voice.noted(told.note), told, known=False)
    return (number, Word(voice.day(one.list_as_of), told) if one.list_as_of else None)


def _uncounted(known: PartyList, area: Region, one: Count, note: str) -> Finding:
    """A count that is not shown, as a finding without a value."""
    return Finding(
        area,
        "treaty_parties",
        Period("day", one.day, one.day),
        None,
        Lineage(known.sources, "recount of parties", __version__),
        about=(("instrument", one.instrument.code),),
        note=note,
    )


def _members(desk: Desk, area: Region) -> list[Table]:
    """A table a theme: members by name, and what each is to every treaty of it."""
    voice, chosen = desk.voice, listed(desk.evidence)
    rows = among(desk.evidence, area.members(desk.evidence.today), chosen)
    if not rows:
        return []
    day = voice.day(desk.evidence.today)
    return [
        Table(
            voice._("Members by treaty as of {day}: {theme}").format(
                day=day, theme=voice._(THEMES[theme])
            ),
            voice._("Member"),
            tuple(voice._(one.short) for one in chosen if one.theme == theme),
            tuple(
                Line(
                    place,
                    tuple(short(one, voice) for one in found if one.instrument.theme == theme),
                )
                for place, found in rows.items()
            ),
        )
        for theme in dict.fromkeys(one.theme for one in chosen)
    ]


def _notes(desk: Desk, area: Region) -> tuple[str, ...]:
    voice, evidence = desk.voice, desk.evidence
    notes = [voice._(PAPER)]
    members = area.members(evidence.today)
    silent = [place for place in members if not acted(evidence, place)]
    if silent and len(members) <= MOST_MEMBERS:
        said = voice._("No list of parties that is held names: {names}.")
        notes.append(said.format(names=voice.say("{list}", list=silent).text))
    return tuple(notes)
