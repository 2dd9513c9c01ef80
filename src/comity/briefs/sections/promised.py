"""What has it promised? Treaties in force by theme, what was signed only, votes on the compacts.

Lists of parties were read on different days, and some are partial; each sentence says on which day
its list was read, and what nobody verified is told as that and never counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from comity.briefs.desk import Desk
from comity.briefs.dossier import Line, Section, Table
from comity.briefs.sections.standing import (
    MOVING,
    NAMELESS,
    PAPER,
    acted,
    called,
    each,
    held,
    long,
    names,
    on,
    read_on,
    unlisted,
)
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.places import Place
from comity.evidence.accounts.area import period
from comity.evidence.reading import Row
from comity.policy.coding.votes import cast_by
from comity.policy.counts import ThemeCount, themes
from comity.policy.norms import Status

_ON = {
    "refugees": "{n} of {all} on refugees",
    "statelessness": "{n} of {all} on statelessness",
    "migrant workers": "{n} of {all} on migrant workers",
    "trafficking and smuggling": "{n} of {all} on trafficking and smuggling",
    "displacement": "{n} of {all} on displacement",
    "human rights": "{n} of {all} on the human rights of everybody",
}
_VOTED = {
    ("GCM", "yes"): "{n.when} {place} voted for the resolution on the Global Compact for Safe, Orderly and Regular Migration.",
    ("GCM", "no"): "{n.when} {place} voted against the resolution on the Global Compact for Safe, Orderly and Regular Migration.",
    ("GCM", "abstain"): "{n.when} {place} abstained on the resolution on the Global Compact for Safe, Orderly and Regular Migration.",
    ("GCM", "not voting"): "{n.when} {place} did not vote on the resolution on the Global Compact for Safe, Orderly and Regular Migration.",
    ("GCR", "yes"): "{n.when} {place} voted for the resolution that affirmed the Global Compact on Refugees.",
    ("GCR", "no"): "{n.when} {place} voted against the resolution that affirmed the Global Compact on Refugees.",
    ("GCR", "abstain"): "{n.when} {place} abstained on the resolution that affirmed the Global Compact on Refugees.",
    ("GCR", "not voting"): "{n.when} {place} did not vote on the resolution that affirmed the Global Compact on Refugees.",
}  # fmt: skip


def country(desk: Desk) -> Section | None:
    """The treaties that bind a state and those that do not, and its votes on the compacts."""
    place, voice, evidence = desk.subject, desk.voice, desk.evidence
    if not isinstance(place, Place):
        return None
    question = voice._("What has it promised?")
    if note := desk.missing("treaty_actions"):
        return Section("promised", question, (), (), (note,))
    if not acted(evidence, place):
        note = voice._(NAMELESS).format(place=voice.name(place))
        return Section("promised", question, tuple(_votes(desk, place)), (), (note,))
    found = held(evidence, place)
    moving = [one for one in found if one.instrument.theme in MOVING]
    counts = themes(evidence, place, evidence.today)
    sentences = [
        _by_theme(voice, place, counts),
        *_signed(voice, place, found),
        *_left(voice, place, found),
        *_unbound(voice, place, moving),
        *_votes(desk, place),
    ]
    day = voice.day(evidence.today)
    tables = (_statuses(voice, moving, day), _counted(voice, counts, day))
    return Section("promised", question, tuple(sentences), tables, _notes(desk, place, moving))


def _by_theme(voice: Voice, place: Place, counts: Sequence[ThemeCount]) -> Sentence:
    pieces = [
        voice.part(_ON[one.theme], n=one.in_force, all=_told(one)) for one in counts if one.told
    ]
    return voice.say(
        "Of the treaties whose lists of parties tell, these are in force for {place}: {list}.",
        place=place,
        list=pieces,
    )


def _told(one: ThemeCount) -> Finding:
    """Of how many treaties of a theme the lists tell whether they bind the state."""
    lineage = replace(one.in_force.lineage, method="treaties whose list tells of the state")
    return replace(one.in_force, measure="treaties_told", value=one.told, lineage=lineage, unit="")


def _unverified(one: ThemeCount) -> Finding:
    lineage = replace(
        one.in_force.lineage, method="treaties whose list nobody verified for the state"
    )
    return replace(
        one.in_force, measure="treaties_unverified", value=one.unverified, lineage=lineage, unit=""
    )


def _signed(voice: Voice, place: Place, found: Iterable[Status]) -> list[Sentence]:
    signed = [one for one in found if one.state == "signatory" and not one.presupposed_by]
    if not signed:
        return []
    return [
        voice.say(
            "As far as the lists tell, {place} has signed, and is not bound by: {list}.",
            place=place,
            list=each(signed, voice),
        )
    ]


def _left(voice: Voice, place: Place, found: Iterable[Status]) -> list[Sentence]:
    left = [one for one in found if one.state == "withdrawn"]
    if not left:
        return []
    return [voice.say("{place} has withdrawn from: {list}.", place=place, list=each(left, voice))]


def _unbound(voice: Voice, place: Place, moving: Iterable[Status]) -> list[Sentence]:
    """What does not bind the state, list by list, for each was read on a day of its own."""
    without = [one for one in moving if one.state == "none" and not one.presupposed_by]
    by_day = groupby(sorted(without, key=_read), key=_read)
    return [
        voice.say(
            "As far as the list of {day} tells, {place} is not bound by: {list}.",
            day=on(read),
            place=place,
            list=each([*some], voice),
        )
        for read, some in by_day
    ]


def _read(status: Status) -> date:
    return status.list_as_of or status.day


def _votes(desk: Desk, place: Place) -> list[Sentence]:
    """How it voted in December 2018; a vote is a position of its day."""
    return [
        replace(
            desk.voice.say(
                _VOTED[row["compact"], row["vote"]], n=_vote(desk, place, row), place=place
            ),
            past=True,
        )
        for row in cast_by(desk.evidence, place)
    ]


def _vote(desk: Desk, place: Place, row: Row) -> Finding:
    return Finding(
        place,
        "compact_votes",
        period(row["date"]),
        1,
        desk.evidence.lineage("compact_votes"),
        about=(("compact", row["compact"]), ("vote", row["vote"])),
    )


def _statuses(voice: Voice, moving: Sequence[Status], day: str) -> Table:
    return Table(
        voice._("Treaties on people who move, as of {day}").format(day=day),
        voice._("Treaty"),
        (voice._("What the state is to it"), voice._("List read on")),
        tuple(
            Line(voice._(one.instrument.short), (long(one, voice), read_on(one, voice)))
            for one in moving
        ),
    )


def _counted(voice: Voice, counts: Sequence[ThemeCount], day: str) -> Table:
    lines = (
        Line(voice._(one.label), (one.in_force, _told(one), _unverified(one))) for one in counts
    )
    columns = (voice._("In force"), voice._("Lists that tell"), voice._("Listed, not verified"))
    return Table(
        voice._("Treaties in force by theme, as of {day}").format(day=day),
        voice._("Theme"),
        columns,
        tuple(lines),
    )


def _notes(desk: Desk, place: Place, moving: Sequence[Status]) -> tuple[str, ...]:
    """What the lists leave open, and that being bound is not doing."""
    voice, evidence = desk.voice, desk.evidence
    notes = []
    if open_ := [one for one in moving if one.state == "unverified"]:
        notes.append(
            voice._("Listed for {place}, but nobody verified it, so that it is not counted: {list}.")
            .format(place=voice.name(place), list=names(open_, voice))
        )  # fmt: skip
    if partial := [one for one in moving if one.state == "not listed"]:
        notes.append(
            voice._("Only a partial list is held of these, and it does not name {place}: {list}.")
            .format(place=voice.name(place), list=names(partial, voice))
        )  # fmt: skip
    if without := unlisted(evidence, place):
        notes.append(
            voice._("No list of parties is held of: {list}.").format(
                list=voice.list([called(one, voice) for one in without])
            )
        )
    return (*notes, voice._(PAPER))
