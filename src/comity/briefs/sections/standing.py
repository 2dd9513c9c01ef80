"""What a state is to a treaty, made ready for a dossier: a finding, the words for it, its list.

A status enters a dossier as a finding like any other: 1 where the treaty is in force for the state,
0 where it is not, and no value where nobody has verified it or a partial list does not name it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from comity import __version__
from comity.briefs.dossier import Word
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding, Lineage
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import Place
from comity.evidence.reading import Evidence
from comity.policy.instruments import Instrument
from comity.policy.norms import OUTSIDE, Status, named, party_lists, standing, statuses

MOVING = (
    "refugees",
    "statelessness",
    "migrant workers",
    "trafficking and smuggling",
    "displacement",
)
"""The themes whose treaties are about people who move."""

UNTOLD = ("unverified", "not listed")
"""States of which a list leaves open whether the treaty binds."""

_AGED = N_("{status} by the list of {day}; later not known")
_PRESUPPOSED = N_("not bound by the list of {day}, yet party to a protocol that presupposes it")

PAPER = N_(
    "A treaty on paper is not practice: the lists tell who is bound, not who keeps the promise."
)
NAMELESS = N_(
    "No list of parties that is held names {place}; treaties can bind an area through a state."
)


def listed(evidence: Evidence) -> list[Instrument]:
    """The treaties about people who move of which a list of parties is held, by theme."""
    known = [one.instrument for one in party_lists(evidence).values() if one.entries]
    return [one for theme in MOVING for one in known if one.theme == theme and one.binds]


def unlisted(evidence: Evidence, place: Place) -> list[Instrument]:
    """The treaties that are open to the state and of which no list of parties is held."""
    found = statuses(evidence, place, evidence.today)
    return [one.instrument for one in found if one.state == "not held"]


def acted(evidence: Evidence, place: Place) -> bool:
    """Whether any list names the place: who never acted may not be able to."""
    return place.code in named(evidence)


def held(evidence: Evidence, place: Place) -> list[Status]:
    """The status of a state for every treaty of which a list is held."""
    return [
        one
        for one in statuses(evidence, place, evidence.today)
        if one.state not in ("not held", *OUTSIDE)
    ]


def among(
    evidence: Evidence, members: Iterable[Place], chosen: Iterable[Instrument]
) -> dict[Place, list[Status]]:
    """The status of every member for these instruments, those left out whom no list names."""
    known = [place for place in members if acted(evidence, place)]
    columns = [standing(evidence, one, evidence.today, known) for one in chosen]
    return {place: list(row) for place, row in zip(known, zip(*columns, strict=True), strict=True)}


def open_still(status: Status) -> bool:
    """Whether the lists leave open if the treaty binds, for what they lack or by their age."""
    return status.state in UNTOLD or status.left_open


def bound(status: Status) -> Finding:
    """Whether a treaty is in force for a state on the day, as a finding.

    >>> from comity.core.places import find_place
    >>> found = {one.instrument.code: bound(one) for one in held(evidence, find_place("KGZ"))}
    >>> found["ICRMW_1990"].value, found["OPCAT_2002"].value, found["CPED_2006"].value
    (1, 1, 0)
    >>> found["STATELESS_1954"].value  # its list is of 2015
    """
    place = status.place
    assert place is not None  # the European Union has no dossier
    return Finding(
        place,
        "treaties_in_force",
        Period("day", status.day, status.day),
        None if open_still(status) else int(status.bound_now),
        Lineage(status.sources, "status in the list of parties", __version__),
        about=(("instrument", status.instrument.code),),
        status="derived",
        note=_note(status),
    )


def _note(status: Status) -> str:
    """The status in words, with the day on which its list was read."""
    state, read = status.said, status.list_as_of
    if read and status.presupposed_by:
        return Note(_PRESUPPOSED, day=read)
    if read and status.left_open:
        return Note(_AGED, status=state, day=read)
    return Note(N_("{status} by the list of {day}"), status=state, day=read) if read else state


def called(instrument: Instrument, voice: Voice) -> str:
    """An instrument by its short name, or by its title where a comma would split it in a list."""
    return voice._(instrument.title if "," in instrument.short else instrument.short)


def each(found: Iterable[Status], voice: Voice) -> list[Sentence]:
    """Instruments by name, each with the finding behind what is said of it."""
    return [Sentence(called(one.instrument, voice), (bound(one),)) for one in found]


def names(found: Iterable[Status], voice: Voice) -> str:
    """Instruments as a list of names."""
    return voice.list([called(one.instrument, voice) for one in found])


def short(status: Status, voice: Voice) -> Word:
    """A status in the words of a narrow table: "party", "not verified"."""
    text = status.said
    if status.state == "party" and not status.in_force:
        text = N_("party, not yet in force")
    return Word(voice._(text), bound(status), known=not open_still(status))


def long(status: Status, voice: Voice) -> Word:
    """A status with the day since which it holds, as far as that was read."""
    word = short(status, voice)
    if status.left_open:
        return replace(word, text=voice.noted(word.finding.note))
    start, entry = status.in_force_from, status.entry
    if status.state != "party" or start is None or entry is None:
        return word
    return replace(word, text=_since(voice, status, start, entry.day_known))


def _since(voice: Voice, status: Status, start: date, known: bool) -> str:
    if not known:
        return voice._("party; nobody verified since when")
    if len(status.bound) < len("2004-01-01"):
        return voice._("party; instrument of {year}").format(year=status.bound[:4])
    if not status.in_force:
        return voice._("party, in force from {day}").format(day=voice.day(start))
    return voice._("party, in force since {day}").format(day=voice.day(start))


def read_on(status: Status, voice: Voice) -> Word | None:
    """The day on which the list was read."""
    day = status.list_as_of
    return None if day is None else Word(voice.day(day), bound(status))


def on(day: date) -> Period:
    """A day as a sentence takes it."""
    return Period("day", day, day)
