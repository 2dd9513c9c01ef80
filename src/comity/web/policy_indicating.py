"""What the page of an indicator shows: what is published of it, in sentences, tables and figures.

The page tells how one's own figure is worked out; the file it is worked out from stays with the
command line, for answers of a ministry and surveys of workers have no way onto this server.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.briefs.dossier import Dossier, Section
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.regions import regions
from comity.evidence.indicators import Formula, formula
from comity.figures import Words
from comity.policy import published as known
from comity.web.policy_counts_told import Costs, Deaths, Refugees
from comity.web.policy_rounds_told import Policies
from comity.web.policy_telling import Telling, Wall

_TELLING: dict[str, type[Telling]] = {
    "10.7.2": Policies,
    "10.7.3": Deaths,
    "10.7.4": Refugees,
    "10.c.1": Costs,
}
_NOBODY = N_("No published figure of this indicator is in the evidence.")


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
        return kind(self.evidence, self.view, self.place)

    @property
    def title(self) -> str:
        """What the indicator is called, with its number."""
        title = self.voice._(self.formula.title)
        named = self.voice._("SDG {code}: {title}").format(code=self.formula.code, title=title)
        if self.place is None:
            return named
        place = self.voice.title(self.place)
        return self.voice._("{title}, {place}").format(title=named, place=place)

    @cached_property
    def dossier(self) -> Dossier:
        """Everything that is published, question by question."""
        return Dossier(
            self.place or regions()["world"],
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
