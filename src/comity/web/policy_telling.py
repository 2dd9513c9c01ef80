"""What tells of an indicator on its page: words, sentences and tables that all of them share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from comity.briefs.dossier import Line, Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.places import Corridor, Place
from comity.core.regions import regions
from comity.evidence.reading import Evidence
from comity.figures import Figure
from comity.web.state import View

CONTINENTS = ("africa", "americas", "asia", "europe", "oceania")

Wall = dict[str, list[Figure]]


@dataclass(frozen=True)
class Telling:
    """What is published of one indicator: of a place, or of all where none is chosen.

    `pair` is a corridor as the money goes; only what sending costs is told of one.
    """

    evidence: Evidence
    view: View
    place: Place | None = None
    pair: Corridor | None = None

    @property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.view.language)

    def sections(self) -> list[Section]:
        """The questions that the page answers; none where nothing is published."""
        return []

    def figures(self, how: dict[str, Any]) -> Wall:
        """The figures of the page by its parts."""
        return {}

    def say(self, template: str, by: str = "", /, **parts: Any) -> Sentence:
        """A sentence as `Voice.say` makes it, with a warning where its newest figure is old."""
        return self.voice.aged(self.voice.say(template, by, **parts), self.evidence.today)

    def years_table(self, caption: str, found: Sequence[Finding]) -> Table:
        """A row a year, the newest first."""
        ordered = sorted(found, key=lambda one: one.period.start, reverse=True)
        lines = tuple(Line(self.voice.period(one.period), (one,)) for one in ordered)
        return Table(caption, self.voice._("Year"), (self.voice._("Figure"),), lines)

    def by_continent(self, caption: str, found: Iterable[Finding]) -> tuple[Table, ...]:
        """A table a part of the world, its countries by name."""
        by_place = {one.subject: one for one in found}
        tables = []
        for slug in CONTINENTS:
            part = regions()[slug]
            inside = [p for p in part.members(self.evidence.today) if p in by_place]
            inside.sort(key=lambda place: place.name_in(self.view.language))
            lines = tuple(Line(place, (by_place[place],)) for place in inside)
            named = self.voice._("{title}, {place}").format(
                title=caption, place=self.voice.title(part)
            )
            head = (self.voice._("Figure"),)
            tables.append(Table(named, self.voice._("Country or area"), head, lines))
        return tuple(table for table in tables if table.lines)
