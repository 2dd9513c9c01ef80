"""Composing a dossier: the sections for a country, a corridor or a region, in their order."""

from __future__ import annotations

from dataclasses import replace

from comity import __version__
from comity.briefs.desk import Desk
from comity.briefs.dossier import Dossier, Section
from comity.briefs.sections import (
    ahead,
    asylum,
    displacement,
    members,
    mixed,
    money,
    movement,
    people,
    population,
    pressure,
    progress,
    promised,
    promised_together,
    recruitment,
    sure,
    visits,
    ways,
)
from comity.briefs.voice import Voice
from comity.core.places import Corridor, Place
from comity.core.regions import Subject, regions
from comity.evidence.accounts.area import Area
from comity.evidence.reading import Evidence


def dossier(
    evidence: Evidence,
    subject: Subject,
    *,
    language: str = "en",
    compare: Place | None = None,
) -> Dossier:
    """Everything the evidence says about a subject, in the language asked for.

    `compare` is the country in whose population the pressure of hosting is expressed; without it
    the most populous other country of the same world region.
    """
    voice = Voice(language)
    if isinstance(subject, Corridor):
        sections = _corridor(evidence, voice, subject)
    else:
        sections = _area(Desk(evidence, voice, Area.of(evidence, subject), compare))
    told = tuple(_aged(evidence, voice, section) for section in sections if section is not None)
    return Dossier(
        subject=subject,
        title=voice.title(subject),
        sections=(*told, sure.sureness(evidence, voice, subject, told)),
        as_of=evidence.today,
        version=__version__,
        language=language,
        note=_note(voice, subject),
        related=_related(evidence, subject),
    )


_SPEAK_OF_THE_PAST = ("population", "cost", "beliefs")


def _aged(evidence: Evidence, voice: Voice, section: Section) -> Section:
    """The section with a warning behind sentences whose newest figure is old."""
    if section.slug in _SPEAK_OF_THE_PAST:
        return section
    warned = tuple(voice.aged(sentence, evidence.today) for sentence in section.sentences)
    return replace(section, sentences=warned)


def _area(desk: Desk) -> list[Section | None]:
    return [
        people.living_here(desk),
        people.living_abroad(desk),
        movement.area(desk),
        displacement.here(desk),
        displacement.away(desk),
        asylum.claims(desk),
        mixed.account(desk),
        pressure.hosting(desk),
        money.at_home(desk),
        population.change(desk),
        population.economy(desk),
        ways.deaths(desk),
        visits.openness(desk),
        ahead.here(desk),
        ahead.away(desk),
        promised.country(desk),
        promised_together.region(desk),
        progress.country(desk),
        progress.region(desk),
        members.side_by_side(desk),
        pressure.beliefs(desk),
    ]


def _corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> list[Section | None]:
    desk = Desk(evidence, voice, Area(pair.origin, (pair.origin.code,)))
    return [
        people.corridor(evidence, voice, pair),
        movement.corridor(evidence, voice, pair),
        money.corridor(desk, pair),
        money.cost(evidence, voice, pair),
        recruitment.corridor(evidence, voice, pair),
        displacement.corridor(evidence, voice, pair),
        asylum.corridor(evidence, voice, pair),
        mixed.corridor(evidence, voice, pair),
        visits.corridor(evidence, voice, pair),
        ahead.corridor(evidence, voice, pair),
        promised_together.corridor(evidence, voice, pair),
        ways.corridor(evidence, voice, pair),
    ]


def _note(voice: Voice, subject: Subject) -> str:
    if isinstance(subject, Corridor):
        ends = (subject.origin, subject.destination)
        return " ".join(voice._(end.note) for end in ends if end.note)
    if isinstance(subject, Place):
        return voice._(subject.note or "")
    return voice._("{grouping}; source: {source}.").format(
        grouping=voice._(subject.grouping), source=voice._(subject.source)
    )


def _related(evidence: Evidence, subject: Subject) -> tuple[Subject, ...]:
    if isinstance(subject, Corridor):
        return (subject.reversed(), subject.origin, subject.destination)
    if isinstance(subject, Place):
        return tuple(r for r in regions().values() if subject in r.members(evidence.today))
    return subject.members(evidence.today)
