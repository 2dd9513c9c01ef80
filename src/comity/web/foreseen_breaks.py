"""What the page of regime breaks shows: its rows in the reader's words, and a timeline of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from comity.briefs.voice import Voice
from comity.core.findings import Source, sources_of
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.core.regions import find_subject
from comity.evidence.reading import Evidence
from comity.figures import Figure, timeline
from comity.figures.figure import Plain
from comity.figures.timeline import Moment
from comity.figures.words import Words
from comity.foresight.artefacts import SIGNS, Artefact
from comity.foresight.break_records import KINDS, Break, compiled, counted_by_kind
from comity.foresight.break_told import NOTES, Told, told
from comity.foresight.layers import layers
from comity.web import foresight_urls
from comity.web.atom import Entry
from comity.web.state import View

PATH = f"{foresight_urls.HOME}/breaks"
JUMPS = 30
"""Marked jumps that stand on the page; the files have all."""

_CHECKED = {
    "read": N_("read"),
    "read in part": N_("read, some days recalled"),
    "recalled": N_("recalled"),
}
_EFFECTS = {"freeze": N_("forecast frozen"), "widen": N_("bands widened")}


@dataclass(frozen=True, slots=True)
class Row:
    """One break as a reader meets it."""

    one: Break
    begins: str
    known: str
    until: str
    who: str
    where: str
    kind: str
    effect: str
    checked: str


@dataclass(frozen=True)
class Shown:
    """The breaks that an address asks for, in a language."""

    evidence: Evidence
    view: View
    place: str = ""
    kind: str = ""

    @cached_property
    def found(self) -> Told:
        """What was found."""
        return told(self.evidence, self.place, self.kind)

    @cached_property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.view.language)

    @property
    def asked(self) -> View:
        """The view with what the address asks of breaks."""
        found = self.found
        named = found.layer or (found.subject.slug if found.subject else "")
        more = (("place", named), ("kind", found.kind))
        return replace(self.view.alone(), more=tuple(pair for pair in more if pair[1]))

    @property
    def title(self) -> str:
        """The heading."""
        if self.found.subject:
            name = self.voice.title(self.found.subject)
            return self.voice._("Changes of rules and of counting: {place}").format(place=name)
        if self.found.layer:
            name = self.voice._(layers()[self.found.layer].title)
            return self.voice._("Changes of rules and of counting: {place}").format(place=name)
        return self.voice._("Changes of rules and of counting")

    @property
    def asked_words(self) -> str:
        """What stands in the field of the form."""
        subject = self.found.subject
        if subject is None:
            return self.found.layer
        return (
            subject.code if isinstance(subject, Corridor) else subject.name_in(self.view.language)
        )

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kinds that the form offers."""
        return {kind: self.voice._(text) for kind, text in KINDS.items()}

    @cached_property
    def rows(self) -> list[Row]:
        """The breaks, the newest first."""
        return [self._row(one) for one in reversed(self.found.breaks)]

    def _row(self, one: Break) -> Row:
        voice = self.voice
        return Row(
            one,
            voice.day(one.begins),
            voice.day(one.known),
            voice.day(one.until) if one.until else "",
            self._names(one.origins),
            self._where(one),
            voice._(KINDS[one.kind]),
            voice._(_EFFECTS[one.effect]),
            voice._(_CHECKED[one.verification]),
        )

    def _where(self, one: Break) -> str:
        routes = [self.voice._(route) for route in one.routes]
        return self.voice.apart([*routes, *filter(None, [self._names(one.destinations)])])

    def _names(self, codes: Iterable[str]) -> str:
        names = [self.voice.name(find_subject(code)) for code in codes]
        return self.voice.list(sorted(names)) if names else ""

    def pair(self, jump: Artefact) -> str:
        """From where to where people were counted."""
        ends = (jump.corridor.origin, jump.corridor.destination)
        origin, destination = map(self.voice.title, ends)
        return self.voice._("{a} \u2192 {b}").format(a=origin, b=destination)

    def signs(self, jump: Artefact) -> list[str]:
        """What speaks for the registration of a group."""
        return [self.voice._(SIGNS[sign]) for sign in jump.signs]

    @property
    def jumps(self) -> tuple[Artefact, ...]:
        """The largest marked jumps."""
        return self.found.jumps[:JUMPS]

    @property
    def notes(self) -> list[str]:
        """What bounds the page."""
        return [self.voice._(note) for note in NOTES]

    @property
    def sources(self) -> list[Source]:
        """Who says so."""
        return [compiled(), *sources_of(self.found.findings)]

    def figures(self, width: int) -> dict[str, list[Figure]]:
        """The timeline, where there is a break to draw."""
        found, voice = self.found.breaks, self.voice
        if not found:
            return {}
        drawn = timeline(
            [Moment(one.kind, one.begins, one.effect) for one in found],
            [],
            voice._("When rules and ways of counting changed"),
            lanes=self.kinds,
            kinds={effect: voice._(text) for effect, text in _EFFECTS.items()},
            holds="",
            until=max(self.found.day, max(one.begins for one in found)),
            sources=[compiled()],
            plain=self._plain(),
            ends={kind: voice.exact(n) for kind, n in counted_by_kind(found).items()},
            caption=voice._(
                "By the day on which each took effect; marks of one time lie on each other."
            ),
            name="breaks",
            words=Words(voice.language, voice._),
            width=width,
        )
        return {"timeline": [drawn]}

    def _plain(self) -> Plain:
        voice = self.voice
        heads = (voice._("What changed"), voice._("Kind"), voice._("From"), voice._("Forecasts"))
        rows = tuple(
            (voice._(row.one.title), row.kind, row.one.begins.isoformat(), row.effect)
            for row in self.rows
        )
        return Plain(("title", "kind", "from", "effect"), heads, rows)

    def entries(self) -> list[Entry]:
        """The breaks as entries of a feed, by the day on which each was known."""
        found = sorted(self.found.breaks, key=lambda one: (one.known, one.id), reverse=True)
        return [
            Entry(
                hashlib.sha256(one.id.encode()).hexdigest(),
                self.voice._(one.title),
                self.voice._(one.changes),
                one.known,
                f"{PATH}{self.view.alone().query()}#{one.id}",
                one.kind,
            )
            for one in found
        ]
