"""How much is known of a subject: years with a figure, gaps, age and rows, table by table.

A year counts as covered when the table holds at least one figure of the subject for it. Which years
a table could hold follows from its declared frequency: every year for one that appears yearly or
more often, the years it speaks of for one that appears every five years or irregularly. Projections
are no counts: they neither cover a year nor make a table young.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from comity.core.findings import Finding, Lineage, Number
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.regions import Region, Subject
from comity.evidence.accounts.area import period
from comity.evidence.catalogue import Dataset
from comity.evidence.reading import Evidence, Row
from comity.evidence.series import has_column, is_series, series_rows, table_years

_EVERY_YEAR = ("yearly", "annual", "quarterly", "monthly", "weekly", "daily")


@dataclass(frozen=True, slots=True)
class Coverage:
    """One table that speaks of the subject, or one indicator of it.

    `expected` are the years the table could hold, `years` those it holds of the subject, `missing`
    those without a figure between the first and the last. Tables without a series (rules, records)
    have rows and the age of their release only; projections have no age.
    """

    dataset: Dataset
    indicator: str | None
    expected: tuple[int, ...]
    years: tuple[int, ...]
    missing: tuple[int, ...]
    newest: Period | None
    rows: Finding
    coverage: Finding | None = None
    gaps: Finding | None = None
    age: Finding | None = None
    places: Finding | None = None

    @property
    def title(self) -> str:
        """The table, and the indicator where it holds several."""
        plain = (self.indicator or "").replace("_", " ")
        return f"{self.dataset.title}: {plain}" if plain else self.dataset.title

    @property
    def findings(self) -> list[Finding]:
        """What was found, as findings."""
        known = (self.coverage, self.gaps, self.age, self.rows, self.places)
        return [finding for finding in known if finding is not None]


def coverage_of(
    evidence: Evidence,
    subject: Subject,
    names: Iterable[str] | None = None,
    *,
    members: bool = True,
) -> list[Coverage]:
    """How every table (or those named) covers the subject; tables silent on it are left out.

    A name may carry an indicator, as in "economy:gdp_usd"; without names, a table of several
    indicators is taken indicator by indicator. For a region, `members` also counts the members that
    each table names.

    >>> from comity.core.regions import find_subject
    >>> coverage_of(evidence, find_subject("TJK-RUS"), ["migrant_stock"])[0].coverage.value
    100.0
    """
    asked = _asked(evidence, names)
    rows = series_rows(evidence, subject, asked, places=members and isinstance(subject, Region))
    years = table_years(evidence, {row["dataset"] for row in rows})
    place = {name: number for number, name in enumerate(dict(asked))}
    rows.sort(key=lambda row: (place[row["dataset"]], row["indicator"] or ""))
    return [
        _covered(evidence, subject, row, years.get((row["dataset"], row["indicator"]), ()))
        for row in rows
    ]


def how_sure(
    evidence: Evidence, subject: Subject, datasets: Sequence[str]
) -> list[tuple[Dataset, Period | None, Finding | None, Finding | None]]:
    """For "how sure" lines: table, newest period, coverage and age, in the order asked.

    A table without rows for the subject is left out; coverage is None where the table has no
    series, age where it holds projections only. Names may carry an indicator ("economy:gdp_usd").

    >>> from comity.core.regions import find_subject
    >>> [str(line[1]) for line in how_sure(evidence, find_subject("TJK-RUS"), ["migrant_stock"])]
    ['2024']
    """
    found = coverage_of(evidence, subject, datasets, members=False)
    return [(one.dataset, one.newest, one.coverage, one.age) for one in found]


def _asked(evidence: Evidence, names: Iterable[str] | None) -> list[tuple[str, str | None]]:
    if names is None:
        return [
            (name, "*" if has_column(entry, "indicator") else None)
            for name, entry in evidence.datasets.items()
        ]
    split = [name.partition(":") for name in names]
    known = [(name, part or None) for name, _, part in split if name in evidence.datasets]
    return [
        (name, part)
        for name, part in dict.fromkeys(known)
        if part is None or has_column(evidence.datasets[name], "indicator")
    ]


def _covered(evidence: Evidence, subject: Subject, row: Row, table: tuple[int, ...]) -> Coverage:
    entry = evidence.datasets[row["dataset"]]
    released = evidence.store.vintage(entry.name, evidence.as_of).vintage
    maker = _Maker(evidence, subject, entry, row["indicator"], released)
    rows = maker.rows(row["n"], row["verified"])
    places = maker.places(row["places"])
    if not is_series(entry):
        day = Period("day", released, released)
        age = maker.age(day, N_("age of the release: the table holds no series"))
        return Coverage(entry, row["indicator"], (), (), (), day, rows, age=age, places=places)
    ahead = entry.counts == "projection"
    times = [period(text) for text in row["times"] or () if text is not None]
    times = [time for time in times if ahead or time.start <= released]
    expected = _expected(entry, table, None if ahead else released)
    years = tuple(sorted({time.start.year for time in times}))
    missing = _missing(expected, years)
    newest = max(times, default=None)
    return Coverage(
        entry,
        row["indicator"],
        expected,
        years,
        missing,
        newest,
        rows,
        coverage=maker.coverage(expected, years),
        gaps=maker.gaps(years, missing) if years else None,
        age=None
        if ahead or newest is None
        else maker.age(newest, Note(N_("newest: {period}"), period=newest)),
        places=places,
    )


def _expected(entry: Dataset, table: tuple[int, ...], released: date | None) -> tuple[int, ...]:
    """The years that the table could hold, whatever the place, until its release."""
    years = [year for year in table if released is None or date(year, 1, 1) <= released]
    if years and entry.frequency in _EVERY_YEAR:
        return tuple(range(years[0], years[-1] + 1))
    return tuple(years)


def _missing(expected: tuple[int, ...], years: tuple[int, ...]) -> tuple[int, ...]:
    if not years:
        return ()
    inside = (year for year in expected if years[0] < year < years[-1])
    return tuple(year for year in inside if year not in years)


def spelled(years: Sequence[int]) -> str:
    """Years in words, neighbours drawn together.

    >>> spelled([1991, 1992, 1993, 2001])
    '1991 to 1993, 2001'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the findings on one table."""

    evidence: Evidence
    subject: Subject
    dataset: Dataset
    indicator: str | None
    released: date

    def _finding(
        self, measure: str, period: Period, value: Number, method: str, note: str
    ) -> Finding:
        about = [("dataset", self.dataset.name)]
        if self.indicator:
            about.append(("indicator", self.indicator))
        lineage: Lineage = self.evidence.lineage(self.dataset.name, method=method)
        return Finding(
            self.subject,
            measure,
            period,
            value,
            lineage,
            about=tuple(about),
            status="derived",
            note=note,
        )

    def _on(self, day: date) -> Period:
        return Period("day", day, day)

    def coverage(self, expected: tuple[int, ...], years: tuple[int, ...]) -> Finding | None:
        if not expected:
            return None
        inside = sum(year in expected for year in years)
        first, last = expected[0], expected[-1]
        if first == last:
            note = Note(N_("the table holds {year} only"), year=first)
        else:
            template = N_("{inside} of {all} years, {first} to {last}")
            note = Note(template, inside=inside, all=len(expected), first=first, last=last)
        return self._finding(
            "coverage",
            Period.span(first, last),
            round(100 * inside / len(expected), 1),
            "years with a figure / years that the table covers",
            note,
        )

    def gaps(self, years: tuple[int, ...], missing: tuple[int, ...]) -> Finding:
        return self._finding(
            "gaps",
            Period.span(years[0], years[-1]),
            len(missing),
            "years without a figure between the first and the last",
            spelled(missing),
        )

    def age(self, newest: Period, note: str) -> Finding:
        today = self.evidence.today
        years = max(0.0, round((today - newest.end).days / 365.25, 1))
        method = "years from the end of the newest period to the day asked"
        return self._finding("age", self._on(today), years, method, note)

    def rows(self, number: int, verified: int) -> Finding:
        unverified = number - verified
        note = Note(N_("not verified: {n} listed"), n=unverified) if unverified else ""
        period = self._on(self.released)
        return self._finding("rows", period, verified, "rows that speak of the subject", note)

    def places(self, codes: list[str] | None) -> Finding | None:
        if codes is None or not isinstance(self.subject, Region):
            return None
        today = self.evidence.today
        members = {place.code for place in self.subject.members(today)}
        return self._finding(
            "places_counted",
            self._on(today),
            len(members & set(codes)),
            "members of which the table speaks",
            Note(N_("of {n} members"), n=len(members)),
        )
