"""What is known of a dataset itself: the years and places it covers, and the pages that use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comity.briefs.dossier import Line, Section, Table
from comity.briefs.voice import Voice
from comity.core.errors import UnknownPlace
from comity.core.findings import Finding
from comity.core.places import Corridor, find_place
from comity.core.regions import Subject
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.coverage import Coverage
from comity.evidence.quality import Quality, report_on_dataset
from comity.evidence.reading import Evidence
from comity.evidence.sync.reading import lag
from comity.web.library import Library
from comity.web.state import View

LOOKED_AT = 12
"""How many subjects with most rows are looked at for one that has a page."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The years of a series, one after the other, and whether each has a figure."""

    title: str
    years: tuple[tuple[int, bool], ...]

    @property
    def first(self) -> int:
        """The first year that the table could hold."""
        return self.years[0][0]

    @property
    def last(self) -> int:
        """The last year that the table could hold."""
        return self.years[-1][0]


@dataclass(frozen=True, slots=True)
class Holding:
    """A dataset as it is covered: strips of years, tables of findings, and those findings."""

    strips: tuple[Strip, ...]
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]


def not_held(library: Library, name: str) -> Dataset | None:
    """A dataset that can be fetched and was not yet; None for any other name."""
    entry = catalogue().get(name)
    absent = name not in library.store.manifest.datasets
    return entry if entry and entry.fetched and absent else None


def dataset(library: Library, name: str, as_of: date | None) -> Dataset:
    """A public dataset that is held; raises `NotHeld` or `UnknownDataset` for any other."""
    return library.store.dataset(name) if not_held(library, name) else library.dataset(name, as_of)


@dataclass(frozen=True, slots=True)
class Reach:
    """The last period that a release covers ("" where it has none), and its publication lag.

    The lag are the days from the end of that period to the release; None where the release looks
    ahead, or came out before that period was over.
    """

    covers: str
    lag_days: int | None


def reach(evidence: Evidence, entry: Dataset) -> Reach:
    """How far the release read reaches: as noted when it was fetched, else by its table."""
    chosen = evidence.store.vintage(entry.name, evidence.as_of)
    if chosen.covers or entry.time_column is None:
        return Reach(chosen.covers, chosen.lag_days)
    found = evidence.query(f'SELECT max("{entry.time_column}") AS last FROM "{entry.name}"')
    covers = str(found[0]["last"] or "")
    return Reach(covers, lag(entry, covers, chosen.vintage))


def holding(evidence: Evidence, entry: Dataset, voice: Voice) -> Holding:
    """The years and places that a dataset covers, for the whole world."""
    quality = report_on_dataset(evidence, entry.name)
    tables = [_covered(quality, voice), _empty(quality, voice)]
    strips = tuple(_strip(one, voice) for one in quality.coverage if one.expected)
    kept = tuple(table for table in tables if table.lines)
    return Holding(strips, kept, tuple(f for table in kept for f in table.findings()))


def _strip(one: Coverage, voice: Voice) -> Strip:
    return Strip(_title(one, voice), tuple((year, year in one.years) for year in one.expected))


def _title(one: Coverage, voice: Voice) -> str:
    if one.indicator:
        return voice._(one.indicator.replace("_", " "))
    return voice._("Whole table")


def _covered(quality: Quality, voice: Voice) -> Table:
    lines = tuple(
        Line(_title(one, voice), (one.coverage, one.gaps, one.age, one.places, one.rows))
        for one in quality.coverage
    )
    return Table(
        voice._("Years and places covered"),
        voice._("Series"),
        (
            voice._("Years with a figure"),
            voice._("Years without one in between"),
            voice._("Age in years"),
            voice._("Countries and areas"),
            voice._("Rows"),
        ),
        lines,
        voice._("not a series"),
    )


def _empty(quality: Quality, voice: Voice) -> Table:
    lines = tuple(Line(dict(one.about)["column"], (one,)) for one in quality.columns)
    columns = (voice._("Cells without a number"),)
    return Table(voice._("Cells without a number, by column"), voice._("Column"), columns, lines)


def used(
    library: Library, evidence: Evidence, entry: Dataset, view: View
) -> list[tuple[Subject, list[Section]]]:
    """A country and a corridor that the dataset says much of, and the answers that use it."""
    found = []
    for subject in _examples(evidence, entry):
        sections = library.dossier(subject, view.alone()).sections
        answers = [one for one in sections if one.slug != "sure" and _rests_on(one, entry.name)]
        if answers:
            found.append((subject, answers))
    return found


def _rests_on(section: Section, name: str) -> bool:
    sources = (source for f in section.findings() for source in f.lineage.sources)
    return any(source.dataset == name for source in sources)


def _examples(evidence: Evidence, entry: Dataset) -> Iterator[Subject]:
    """The place and the pair of places with most rows, in both directions."""
    columns = [column.name for column in entry.columns if column.type == "place"]
    if columns:
        yield from _most_rows(evidence, entry, columns[-1:])
    for pair in _most_rows(evidence, entry, columns[:2]) if len(columns) > 1 else ():
        if isinstance(pair, Corridor):
            yield pair
            yield pair.reversed()


def _most_rows(evidence: Evidence, entry: Dataset, columns: list[str]) -> Iterator[Subject]:
    named = ", ".join(f'"{name}"' for name in columns)
    rows = evidence.query(
        f"""SELECT {named}, count(*) AS n FROM "{entry.name}" GROUP BY ALL
            ORDER BY n DESC, {named} LIMIT {LOOKED_AT}"""
    )
    for row in rows:
        try:
            places = [find_place(row[name] or "") for name in columns]
        except UnknownPlace:
            continue
        if len(set(places)) == len(columns):
            yield places[0] if len(places) == 1 else Corridor(*places)
            return
