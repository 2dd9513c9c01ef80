"""What the pages on norms show: all instruments, and a region's members against them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.briefs.voice import Voice
from comity.core.findings import Source
from comity.core.places import Place
from comity.core.regions import Region
from comity.evidence.reading import Evidence
from comity.policy import told
from comity.policy.counts import Count, count
from comity.policy.gaps import table
from comity.policy.instruments import THEMES, Instrument, instruments
from comity.policy.norms import Status, named, party_lists
from comity.policy.states import may_join, yet_to_be
from comity.web import norms_said
from comity.web.norms_asked import Asked


@dataclass(frozen=True)
class Shown(ABC):
    """What every page on norms has: its evidence, what it is asked, its language."""

    evidence: Evidence
    asked: Asked

    @cached_property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.asked.view.language)

    @property
    def day(self) -> str:
        """The day asked, in words."""
        return self.voice.day(self.asked.day)

    @property
    @abstractmethod
    def found(self) -> list[Status]:
        """Every status that the page rests on."""

    @property
    def notes(self) -> list[str]:
        """What bounds the answer."""
        return norms_said.notes(self.found, self.asked.day, self.voice)

    @property
    def sources(self) -> list[Source]:
        """Who says so."""
        return norms_said.sources(self.found)


@dataclass(frozen=True)
class RegionShown(Shown):
    """Members of a region against the instruments."""

    region: Region

    @cached_property
    def members(self) -> list[Place]:
        """The members that some list names, by name."""
        known = [place for place in self._states if place.code in named(self.evidence)]
        return sorted(known, key=lambda place: place.name_in(self.voice.language))

    @property
    def _states(self) -> list[Place]:
        day = self.asked.day
        return [one for one in self.region.members(day) if not yet_to_be(one.code, day)]

    @property
    def unnamed(self) -> list[str]:
        """The members that no list names."""
        rest = set(self._states) - set(self.members)
        return sorted(place.name_in(self.voice.language) for place in rest)

    @cached_property
    def cells(self) -> dict[Place, dict[str, Status]]:
        """What each member is to each instrument."""
        found = table(self.evidence, self.members, self.asked.day)
        return {place: {s.instrument.code: s for s in row} for place, row in found.items()}

    @property
    def found(self) -> list[Status]:
        """Every status of the table."""
        return [status for row in self.cells.values() for status in row.values()]

    @cached_property
    def held(self) -> dict[str, list[Instrument]]:
        """The instruments of which a list is held, by theme."""
        lists = party_lists(self.evidence)
        found = {
            theme: [i for i in instruments().values() if i.theme == theme and lists[i.code].entries]
            for theme in THEMES
        }
        return {theme: some for theme, some in found.items() if some}

    @property
    def not_held(self) -> list[str]:
        """The treaties of which no list is held and that are open to a member, by name."""
        lists = party_lists(self.evidence)
        rest = [
            i
            for i in instruments().values()
            if i.binds
            and not lists[i.code].entries
            and any(may_join(one.code, i) for one in self._states)
        ]
        return [self.voice._(one.short) for one in rest]

    @cached_property
    def union(self) -> list[Status]:
        """What the European Union itself is to treaties, on its own page."""
        return told.of_union(self.evidence, self.region, self.asked.day)

    @cached_property
    def counts(self) -> dict[str, Count]:
        """How many members each instrument binds."""
        return {
            one.code: count(
                self.evidence,
                one,
                self.asked.day,
                among=self.region,
                unverified=self.asked.unverified,
            )
            for some in self.held.values()
            for one in some
        }

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The page as plain data."""
        return told.of_region(
            self.evidence, self.region, self.asked.day, unverified=self.asked.unverified
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The page as rows of a table."""
        return told.status_rows(self.plain["treaties"])


@dataclass(frozen=True)
class ListShown(Shown):
    """Every instrument with how many it binds."""

    @cached_property
    def found(self) -> list[Status]:
        """Nothing of a single state."""
        return []

    @cached_property
    def counts(self) -> dict[str, list[Count]]:
        """The treaties of each theme, counted."""
        every = [
            count(self.evidence, one, self.asked.day, unverified=self.asked.unverified)
            for one in instruments().values()
            if one.binds
        ]
        return {theme: [c for c in every if c.instrument.theme == theme] for theme in THEMES}

    @property
    def soft(self) -> list[Instrument]:
        """The texts that bind nobody."""
        return [one for one in instruments().values() if not one.binds]

    @property
    def sources(self) -> list[Source]:
        """Who keeps the lists."""
        lists = party_lists(self.evidence).values()
        return list(dict.fromkeys(source for known in lists for source in known.sources))

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The page as plain data."""
        return told.of_all(self.evidence, self.asked.day, unverified=self.asked.unverified)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The page as rows of a table."""
        return told.flat(self.plain["instruments"])
