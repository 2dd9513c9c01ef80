"""What a dossier is written with: evidence, a voice, and the series that several sections share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from comity.briefs.dossier import Line, Table
from comity.briefs.voice import Voice
from comity.core.findings import Finding, at
from comity.core.marks import N_
from comity.core.places import Corridor, Place
from comity.core.regions import Region
from comity.evidence.accounts import displacement, people, population
from comity.evidence.accounts.area import Area
from comity.evidence.reading import Evidence


@dataclass(frozen=True)
class Desk:
    """The evidence about one area and the voice that speaks of it."""

    evidence: Evidence
    voice: Voice
    area: Area
    compare: Place | None = None

    @property
    def subject(self) -> Place | Region:
        """Whom the area stands for."""
        return self.area.subject

    @cached_property
    def demography(self) -> list[Finding]:
        """Population, births, deaths and net migration by year."""
        return population.demography(self.evidence, self.area)

    @cached_property
    def economy(self) -> list[Finding]:
        """The World Bank's indicators by year."""
        return population.economy(self.evidence, self.area)

    @cached_property
    def immigrants(self) -> list[Finding]:
        """The migrant stock living here."""
        return people.stock(self.evidence, self.area, "destination")

    @cached_property
    def emigrants(self) -> list[Finding]:
        """The migrant stock from here."""
        return people.stock(self.evidence, self.area, "origin")

    @cached_property
    def hosted(self) -> list[Finding]:
        """People of concern to UNHCR here."""
        return displacement.displaced(self.evidence, self.area, "destination")

    @cached_property
    def fled(self) -> list[Finding]:
        """People of concern to UNHCR from here."""
        return displacement.displaced(self.evidence, self.area, "origin")

    def missing(self, dataset: str) -> str | None:
        """Why a dataset cannot be asked, in a sentence, or None where it can."""
        return missing(self.evidence, self.voice, dataset)


def missing(evidence: Evidence, voice: Voice, dataset: str) -> str | None:
    """Why a dataset cannot be asked, in a sentence, or None where it can."""
    if evidence.holds(dataset):
        return None
    held = evidence.store.manifest.datasets.get(dataset)
    if held is None:
        return voice._("The dataset {name} is not in this store.").format(name=dataset)
    if out := evidence.store.left_out(dataset):
        return voice._("The dataset {name} is left out of this deployment.").format(name=out)
    return voice._("No release of {name} was public by {day}.").format(
        name=dataset, day=voice.day(evidence.today)
    )


UNSAID = N_("none, or not reported")
"""What an absent cell means where the publisher leaves out zeros and gaps alike (UNHCR)."""


def desk_for(desk: Desk, place: Place) -> Desk:
    """The same evidence and voice for another place."""
    return Desk(desk.evidence, desk.voice, Area(place, (place.code,)), desk.compare)


def of(findings: Sequence[Finding], measure: str) -> list[Finding]:
    """The findings of one measure, in the order they came."""
    return [finding for finding in findings if finding.measure == measure]


def by_year(
    caption: str,
    first: str,
    series: Mapping[str, Sequence[Finding]],
    years: Sequence[int],
    absent: str = "not reported",
) -> Table | None:
    """A table with a row a year (newest first) and a column a series; None where it is empty."""
    lines = []
    for year in sorted(set(years), reverse=True):
        cells = tuple(at(findings, year) for findings in series.values())
        if any(cell is not None for cell in cells):
            lines.append(Line(str(year), cells))
    return Table(caption, first, tuple(series), tuple(lines), absent) if lines else None


def by_place(
    caption: str,
    first: str,
    column: str,
    pairs: Sequence[Finding],
    heading: Callable[[Corridor], Corridor | Place],
    more: Mapping[str, Sequence[Finding]] | None = None,
) -> Table | None:
    """A table with a row a corridor, in the order given; `more` adds columns by corridor."""
    extra = {name: {f.subject.code: f for f in found} for name, found in (more or {}).items()}
    lines = [
        Line(heading(f.subject), (f, *(found.get(f.subject.code) for found in extra.values())))
        for f in pairs
        if isinstance(f.subject, Corridor)
    ]
    columns = (column, *extra)
    return Table(caption, first, columns, tuple(lines)) if lines else None


def told_years(findings: Sequence[Finding]) -> list[int]:
    """The years a page shows: the last ten and every tenth before; the data files carry all."""
    years = sorted({f.period.start.year for f in findings if f.period.kind == "year"})
    return [year for year in years if year > years[-1] - 10 or year % 10 == 0] if years else []
