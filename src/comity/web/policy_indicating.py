"""What the page of an indicator shows: what is published of it, in sentences, tables and figures.

The page tells how one's own figure is worked out; the file it is worked out from stays with the
command line, for answers of a ministry and surveys of workers have no way onto this server.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from comity.briefs.dossier import Dossier, Section
from comity.core.errors import ComityError, UnknownPlace, shown
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor, Place, find_place
from comity.core.regions import Subject, find_subject, regions
from comity.evidence.indicators import Formula, formula
from comity.figures import Words
from comity.policy import published as known
from comity.web.policy_counts_told import Costs, Deaths, Refugees
from comity.web.policy_rounds_told import Policies
from comity.web.policy_telling import Telling, Wall
from comity.web.state import View

SENDING = "10.c.1"

_TELLING: dict[str, type[Telling]] = {
    "10.7.2": Policies,
    "10.7.3": Deaths,
    "10.7.4": Refugees,
    "10.c.1": Costs,
}
_NOBODY = N_("No published figure of this indicator is in the evidence.")


def asked(
    view: View, code: str, place: str, corridor: str
) -> tuple[View, Place | None, Corridor | None]:
    """What an address asks of an indicator: the state of its page, and the place or the corridor.

    A corridor, as the money goes, is read for what sending costs, and by nothing else.

    >>> from comity.web.state import LATEST
    >>> asked(LATEST, "10.c.1", "", "rus-tjk")[0].more
    (('corridor', 'RUS-TJK'),)
    """
    state = view.alone()
    if corridor.strip() and code == SENDING:
        pair = _money(corridor[:80])
        return replace(state, more=(("corridor", pair.code),)), None, pair
    if not place.strip():
        return state, None, None
    found = find_place(place[:80])
    return replace(state, more=(("place", found.code),)), found, None


def _money(written: str) -> Corridor:
    try:
        found = find_subject(written)
    except UnknownPlace:
        found = None
    if not isinstance(found, Corridor):
        raise ComityError(f"'{shown(written)}' is no corridor; write RUS-TJK, as the money goes.")
    return found


@dataclass(frozen=True)
class Indicated(Telling):
    """One indicator as published: of a place, or of all where none is chosen."""

    code: str = "10.7.2"

    @property
    def formula(self) -> Formula:
        """What the indicator is."""
        return formula(self.code)

    @cached_property
    def telling(self) -> Telling:
        """What tells of it."""
        kind = _TELLING.get(self.code, Telling)
        return kind(self.evidence, self.view, self.place, self.pair)

    @property
    def title(self) -> str:
        """What the indicator is called, with its number."""
        title = self.voice._(self.formula.title)
        named = self.voice._("SDG {code}: {title}").format(code=self.formula.code, title=title)
        if self.pair is not None:
            ends = {"a": self.pair.origin, "b": self.pair.destination}
            names = {end: self.voice.title(place) for end, place in ends.items()}
            place = self.voice._("{a} \u2192 {b}").format(**names)
        elif self.place is not None:
            place = self.voice.title(self.place)
        else:
            return named
        return self.voice._("{title}, {place}").format(title=named, place=place)

    @property
    def subject(self) -> Subject:
        """Whom the page is about; a corridor as people go, as its findings have it."""
        if self.pair is not None:
            return self.pair.reversed()
        return self.place or regions()["world"]

    @cached_property
    def dossier(self) -> Dossier:
        """Everything that is published, question by question."""
        return Dossier(
            self.subject,
            self.title,
            tuple(self.sections() or [self._nothing()]),
            self.evidence.today,
            self.evidence.version,
            self.view.language,
            self.voice._(self.formula.measures),
        )

    def sections(self) -> list[Section]:
        """What Comity works out from the evidence, then what the UN's database says."""
        return [*self.telling.sections(), *self._database()]

    def pictures(self, width: int) -> Wall:
        """The figures of the page, drawn for a width."""
        how: dict[str, Any] = {"words": Words(self.view.language), "width": width}
        return self.telling.figures(how)

    def _nothing(self) -> Section:
        question = self.voice._("What is published?")
        return Section("published", question, (), notes=(self.voice._(_NOBODY),))

    def _database(self) -> list[Section]:
        """What the UN's database says of the place, where it was fetched."""
        if self.place is None:
            return []
        found = known.in_database(self.evidence, self.formula.code, self.place)
        if not found:
            return []
        by_series: dict[str, list[Finding]] = {}
        for one in found:
            by_series.setdefault(", ".join(value for _, value in one.about), []).append(one)
        tables = tuple(self.years_table(name, own) for name, own in by_series.items())
        question = self.voice._("What does the UN's database of indicators say?")
        return [Section("database", question, (), tables)]
