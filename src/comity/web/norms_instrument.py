"""What the page of one instrument shows: who is what to it, since when, and what it asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.briefs.voice import Sentence
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.policy import told
from comity.policy.counts import Count, count, recount
from comity.policy.instruments import Instrument
from comity.policy.norms import Status, standing
from comity.policy.obligations import Obligation, Topic
from comity.policy.texts import Article, Reservation, reservations, texts
from comity.web import norms_figures, norms_said, policy_urls
from comity.web.exhibits import Wall
from comity.web.norms_shown import Shown
from comity.web.policy_duties import by_topic

_RECOUNTED = N_(
    "By recount of the list read on {read}, the number of parties bound on {day} was {n}; this is "
    "not an official total."
)
_AGED = N_(
    "As far as the list read on {read} and the later acts that were checked tell, the number of "
    "parties bound on {day} was {n}; this is not an official total."
)
_LISTED = N_(
    "By recount of a partial list read on {read}, the number of parties bound on {day} was at "
    "least {n}; this is not an official total."
)


@dataclass(frozen=True)
class InstrumentShown(Shown):
    """One instrument: who is what to it."""

    one: Instrument

    @cached_property
    def found(self) -> list[Status]:
        """Everybody whom the list names."""
        return standing(self.evidence, self.one, self.asked.day)

    @cached_property
    def count(self) -> Count:
        """How many it binds."""
        return count(self.evidence, self.one, self.asked.day, unverified=self.asked.unverified)

    @property
    def counted(self) -> Sentence | None:
        """How many it binds, in a sentence; None where no number may be shown."""
        if self.count.parties is None:
            return None
        read = norms_said.read(self.count.list_as_of, self.voice)
        number = self.count.parties
        if not self.count.complete:
            return self.voice.say(_LISTED, "n", n=number, day=self.day, read=read)
        if self.count.later_unknown:
            return self.voice.say(_AGED, "n", n=number, day=self.day, read=read)
        return self.voice.say(_RECOUNTED, "n", n=number, day=self.day, read=read)

    @cached_property
    def recount(self) -> Finding | None:
        """The register's own list, counted again."""
        return recount(self.evidence, self.one)

    def who(self, *kinds: str) -> list[Status]:
        """Those who are this to the instrument, by name."""
        some = [s for s in self.found if norms_said.kind_of(s) in kinds]
        return sorted(some, key=lambda s: norms_said.party(s.party, self.voice))

    @property
    def articles(self) -> list[tuple[Topic, list[Obligation]]]:
        """What its articles ask, topic by topic."""
        return by_topic(self.one)

    @cached_property
    def texts(self) -> dict[tuple[str, str], Article]:
        """The full texts that somebody has brought."""
        return texts(self.evidence)

    @cached_property
    def reservations(self) -> list[Reservation]:
        """What states declared on it, where somebody has brought it."""
        return reservations(self.evidence, None, self.one)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The page as plain data."""
        return told.of_instrument(
            self.evidence, self.one, self.asked.day, unverified=self.asked.unverified
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The page as rows of a table."""
        return told.status_rows(self.plain["statuses"])

    def wall(self) -> Wall:
        """The pictures of the page."""
        return Wall(
            policy_urls.instrument(self.one.slug),
            self.asked.within("as_of"),
            lambda width: norms_figures.of_instrument(
                self.evidence, self.one, self.found, self.asked, width
            ),
        )
