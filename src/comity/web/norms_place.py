"""What the page on norms of one state shows: treaties, gaps, what would close them, votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from comity.briefs.voice import Sentence
from comity.core.errors import ComityError
from comity.core.marks import N_
from comity.core.places import Place
from comity.core.regions import Region, regions
from comity.policy import told
from comity.policy.closing import Step, steps
from comity.policy.counts import ThemeCount, themes
from comity.policy.gaps import NEIGHBOURS, Gap, Group, gaps, group_of, home_region, shown
from comity.policy.instruments import Instrument
from comity.policy.norms import Status, named, statuses
from comity.policy.obligations import find_topic
from comity.policy.states import BEGAN, yet_to_be
from comity.web import norms_figures, norms_said, policy_urls
from comity.web.exhibits import Wall
from comity.web.norms_shown import Shown
from comity.web.state import View

_IN_FORCE = N_("In force: {n} of the {told} of which a list tells.")


@dataclass(frozen=True)
class PlaceShown(Shown):
    """What binds one state."""

    place: Place

    @cached_property
    def found(self) -> list[Status]:
        """The status for every instrument."""
        return statuses(self.evidence, self.place, self.asked.day)

    @property
    def named(self) -> bool:
        """Whether any list names the place."""
        return self.place.code in named(self.evidence)

    @property
    def unnamed(self) -> str:
        """What is said of a place that no list names."""
        return self.voice._(told.UNNAMED).format(place=self.voice.name(self.place))

    @property
    def begun(self) -> str:
        """What is said of a state that was none yet on the day."""
        found = yet_to_be(self.place.code, self.asked.day)
        if found is None or not self.named:
            return ""
        return self.voice._(BEGAN).format(
            place=self.voice.title(self.place),
            day=self.voice.day(found.since),
            before=self.voice._(found.before),
        )

    @cached_property
    def counts(self) -> dict[str, ThemeCount]:
        """The counts by theme."""
        return {one.theme: one for one in themes(self.evidence, self.place, self.asked.day)}

    def in_force(self, theme: str) -> Sentence | None:
        """How many treaties of a theme bind the state, in a sentence."""
        found = self.counts.get(theme)
        if found is None or not self.named:
            return None
        return self.voice.say(_IN_FORCE, n=found.in_force, told=self.voice.exact(found.told))

    def of_theme(self, theme: str) -> list[Status]:
        """The treaties of a theme."""
        return [s for s in self.found if s.instrument.binds and s.instrument.theme == theme]

    @property
    def soft(self) -> list[Instrument]:
        """The texts that bind nobody."""
        return [s.instrument for s in self.found if not s.instrument.binds]

    @cached_property
    def votes(self) -> list[dict[str, Any]]:
        """How the state voted on the global compacts."""
        return told.votes(self.evidence, self.place)

    @cached_property
    def among(self) -> Group | None:
        """With whom the state is set side by side; nobody before it was a state."""
        if yet_to_be(self.place.code, self.asked.day):
            return None
        if self.asked.against:
            return group_of(self.evidence, self.place, self.asked.against, self.asked.day)
        try:
            home = home_region(self.place).slug
            return group_of(self.evidence, self.place, home, self.asked.day)
        except ComityError:
            return None

    @cached_property
    def choices(self) -> list[Region]:
        """The regions to which the state belongs on the day, by name."""
        inside = [
            region
            for region in regions().values()
            if region.slug != "world" and self.place in region.members(self.asked.day)
        ]
        return sorted(inside, key=lambda region: region.name_in(self.voice.language))

    @property
    def neighbourly(self) -> bool:
        """Whether the state is set beside its neighbours by land."""
        return self.among is not None and self.among.slug == NEIGHBOURS

    @cached_property
    def gaps(self) -> list[Gap]:
        """Each treaty beside the others."""
        if self.among is None or not self.named:
            return []
        return gaps(self.evidence, self.place, self.among, self.asked.day)

    @property
    def open(self) -> dict[str, list[Gap]]:
        """The sure gaps, by theme."""
        return shown(self.gaps)

    @property
    def left_open(self) -> list[Gap]:
        """What are gaps as far as old lists tell."""
        return [one for one in self.gaps if one.left_open]

    @property
    def steps(self) -> dict[str, Step]:
        """What would close each gap, by instrument."""
        found = steps(self.evidence, self.place, self.gaps, self.asked.day)
        return {one.instrument.code: one for one in found}

    @property
    def about(self) -> View:
        """The view of the pages on topics that ask about this state on this day."""
        law = self.asked.within("as_of")
        return replace(law, more=(("place", self.place.code), *law.more))

    def topics(self, codes: Sequence[str]) -> str:
        """Topics by title, side by side."""
        return self.voice.apart([self.voice._(find_topic(code).title) for code in codes])

    def others(self, gap: Gap) -> str:
        """How many of the others are bound, or why that is not told."""
        if gap.bound is None and gap.status.list_as_of is None:
            return self.voice._("not held")
        if gap.bound is None:
            return norms_said.not_verified(len(gap.bound_by) + len(gap.unverified), self.voice)
        value = int(gap.bound.value or 0)
        return norms_said.of_all(value, len(gap.others), self.voice, partial=not gap.complete)

    def names(self, codes: list[str]) -> str:
        """States by name, as the language lists them."""
        return self.voice.list([norms_said.party(code, self.voice) for code in codes])

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The page as plain data."""
        return told.of_place(self.evidence, self.place, self.asked.day, among=self.among)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The page as rows of a table."""
        return told.status_rows(self.plain["treaties"])

    def wall(self) -> Wall:
        """The pictures of the page."""
        return Wall(
            policy_urls.norms(self.place),
            self.asked.within("as_of"),
            lambda width: norms_figures.of_place(
                self.evidence, self.place, self.found, self.asked, width
            ),
        )
