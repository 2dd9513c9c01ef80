"""Obligations in words: where an article stands, how it was checked, and what it is to a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from comity.briefs.voice import Voice
from comity.core.errors import ComityError, UnknownPlace
from comity.core.findings import Source
from comity.core.marks import N_
from comity.core.places import Place, find_place
from comity.core.regions import find_region
from comity.evidence.reading import Evidence
from comity.policy.instruments import Instrument, instruments
from comity.policy.obligations import (
    KINDS,
    SHUT,
    Duty,
    Obligation,
    Topic,
    duties,
    obligations_of,
    topics,
)
from comity.policy.obligations_told import (
    AIMS,
    DECLARED,
    FAR,
    OWN_WORDS,
    RESERVED,
    UNRESERVED,
    cited,
    limits,
    reserved,
)
from comity.policy.texts import Article, Reservation, texts
from comity.web import norms_said
from comity.web.norms_asked import Asked
from comity.web.state import View

NUMBERED = {
    "": N_("article {number}"),
    "annex": N_("annex {number}"),
    "conclusion": N_("conclusion {number}"),
    "guideline": N_("guideline {number}"),
    "part": N_("part {number}"),
    "principle": N_("principle {number}"),
}
"""How the parts of instruments are cited, by what they are called there."""


@dataclass(frozen=True)
class Question:
    """What the address of a page on obligations asks: the day in law, and of which state."""

    asked: Asked
    place: Place | None

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Question:
        """What the parameters of an address ask; raises `ComityError` for what is no country.

        >>> Question.read({"place": "Kyrgyzstan", "as_of": "2020"}).view.query()
        '?as_of=2020-12-31&place=KGZ'
        """
        only = {name: parameters.get(name, "") for name in ("as_of", "lang")}
        written = parameters.get("place", "").strip()[:80]
        return cls(Asked.read(only), _country(written) if written else None)

    @property
    def day(self) -> date:
        """The day in law that is asked about."""
        return self.asked.day

    @property
    def view(self) -> View:
        """The question as the end of an address."""
        more = self.asked.view.more
        if self.place:
            more = (*more, ("place", self.place.code))
        return View(language=self.asked.view.language, more=more)


@dataclass(frozen=True)
class Told:
    """One topic as its page shows it."""

    evidence: Evidence
    topic: Topic
    question: Question

    @property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.question.view.language)

    @cached_property
    def duties(self) -> list[Duty]:
        """What each article is to the state; empty where none is named."""
        asked = self.question
        if asked.place is None:
            return []
        return duties(self.evidence, asked.place, self.topic.code, asked.day)

    @property
    def lines(self) -> list[tuple[Obligation, Duty | None]]:
        """Every obligation, with what it is to the state."""
        if not self.duties:
            return [(one, None) for one in self.topic.obligations]
        return [(one.obligation, one) for one in self.duties]

    @cached_property
    def texts(self) -> dict[tuple[str, str], Article]:
        """The full texts that are held."""
        return texts(self.evidence)

    @cached_property
    def reservations(self) -> list[tuple[Instrument, Reservation]]:
        """What the state declared on the instruments of the topic."""
        found = reserved(self.evidence, self.topic, self.question.place)
        return [(instruments()[one.instrument], one) for one in found]

    @property
    def declared(self) -> str:
        """On which instruments the state declared something, in a sentence; none where on none."""
        place, voice = self.question.place, self.voice
        if place is None or not self.reservations:
            return ""
        names = voice.list([voice._(one.short) for one, _ in self.reservations])
        return voice._(DECLARED).format(place=voice.name(place), instruments=names)

    @property
    def answer(self) -> str:
        """What binds the state, in a sentence."""
        place = self.question.place
        if place is None:
            return ""
        return answer(self.topic, self.duties, place, self.question.day, self.voice)

    @property
    def notes(self) -> list[str]:
        """What bounds the page."""
        told = notes(self.question, self.duties, self.voice, reserved=bool(self.reservations))
        return [*told, *map(self.voice._, limits(one.code for one in self.topic.instruments))]

    @property
    def sources(self) -> list[Source]:
        """Every source behind the page."""
        made = [one for _, one in self.reservations]
        return list(dict.fromkeys(cited(self.evidence, self.topic, self.duties, made)))


def _country(text: str) -> Place:
    """The country of this name; raises `ComityError` for a region, else `UnknownPlace`."""
    try:
        return find_place(text)
    except UnknownPlace as unknown:
        try:
            region = find_region(text)
        except UnknownPlace:
            raise unknown from None
    raise ComityError(f"place takes a country, and {region.name} is a region; write KGZ, say.")


def binding(topic: Topic, found: Sequence[Duty]) -> list[Instrument]:
    """The instruments that bind the state on a topic; permissions do not count."""
    codes = {
        one.status.instrument.code
        for one in found
        if one.answer == "bound" and one.obligation.kind != "may"
    }
    return [one for one in topic.instruments if one.code in codes]


def answer(topic: Topic, found: Sequence[Duty], place: Place, day: date, voice: Voice) -> str:
    """What binds a state on a topic on a day, in a sentence."""
    bound = [voice._(one.short) for one in binding(topic, found)]
    words = {"place": voice.name(place), "day": voice.day(day)}
    if not bound:
        text = N_("On {day} no treaty of this list is known to bind {place} on this topic.")
        return voice._(text).format(**words)
    text = N_("On {day} these bind {place} on this topic: {instruments}.")
    return voice._(text).format(**words, instruments=voice.list(bound))


def article(one: Obligation, voice: Voice) -> str:
    """Where an obligation stands: its article, by its number or as soft law numbers it."""
    word, _, number = one.article.rpartition(" ")
    return voice._(NUMBERED[word]).format(number=number)


def through(one: Obligation, voice: Voice) -> str:
    """The article of another treaty that the instrument makes its own."""
    if one.of is None:
        return ""
    text = N_("with article {number} of another treaty: {treaty}")
    return voice._(text).format(number=one.through, treaty=voice._(one.of.short))


def checked(one: Obligation, voice: Voice) -> str:
    """How far the article was checked."""
    if one.checked == "text":
        return voice._("read in full")
    if one.checked == "recalled":
        return voice._("recalled; check before use")
    return voice._("seen elsewhere")


def seen_at(one: Obligation) -> str:
    """Where the article, or a summary of it, was seen, if it was seen elsewhere."""
    return "" if one.checked in ("text", "recalled") else one.checked


def shut(one: Obligation, voice: Voice) -> str:
    """What the instrument says of reservations to the article."""
    if not one.reservations:
        return ""
    text = N_("{rule} (article {number})")
    return voice._(text).format(rule=voice._(SHUT[one.reservations]), number=one.reservations_by)


def kind(one: Obligation, voice: Voice) -> str:
    """The kind of obligation."""
    return voice._(KINDS[one.kind])


def standing(duty: Duty, voice: Voice) -> str:
    """What an obligation is to the state."""
    if duty.status.left_open:
        return norms_said.state(duty.status, voice)
    return voice._(duty.said)


def start(duty: Duty, voice: Voice) -> str:
    """Since when it binds the state, or will."""
    if duty.answer not in ("bound", "later") or not (day := norms_said.start(duty.status, voice)):
        return ""
    return voice._("in force from {day}").format(day=day)


def notes(
    question: Question, found: Sequence[Duty], voice: Voice, *, reserved: bool = False
) -> list[str]:
    """What bounds a page on obligations."""
    told = [voice._(OWN_WORDS), voice._(AIMS)]
    if question.place:
        told += [voice._(FAR), voice._(UNRESERVED)]
    told += norms_said.notes([one.status for one in found], question.day, voice)
    return [*told, *([voice._(RESERVED)] if reserved else [])]


def by_topic(one: Instrument) -> list[tuple[Topic, list[Obligation]]]:
    """What one instrument asks, topic by topic: for the page of the instrument.

    >>> from comity.policy.instruments import find_instrument
    >>> [topic.code for topic, _ in by_topic(find_instrument("OPCAT"))]
    ['detention']
    """
    every = obligations_of(one)
    return [
        (topic, [each for each in every if each.topic == topic.code])
        for topic in topics().values()
        if any(each.topic == topic.code for each in every)
    ]
