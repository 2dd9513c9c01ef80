"""Where two sources measure the same thing, how far apart they are, and why they may differ.

A difference is no error: definitions, dates and rounding differ, and each comparison says how.
Only what both sources speak of is compared, so that a hole in one is not read as a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor
from comity.core.regions import Region, Subject
from comity.evidence.accounts.area import Area, ask, ask_all
from comity.evidence.accounts.people import counted
from comity.evidence.reading import Evidence, Row

APPLICATIONS = ("asylum_applications", "asylum_applicants_eu")
MIGRATION = ("demography", "migrant_stock")
_CASES_APART = "pairs counted in cases left out"

_WHY_APPLICATIONS = (
    N_(
        "The definitions differ: UNHCR counts new applications in persons, Eurostat first-time and "
        "repeat applicants rounded to 5."
    ),
    N_(
        "Only pairs of origin and destination that both sources name in the year are compared; "
        "UNHCR counts Serbia and Kosovo as one origin, Eurostat as two."
    ),
)
_WHY_MIGRATION = (
    N_(
        "Stocks are of 1 July, so net migration is summed from mid-year to mid-year: half of the "
        "end years and the years between."
    ),
    N_(
        "A difference is expected: the death of a migrant lowers a stock, and nobody moved. Deaths "
        "of migrants are not counted here."
    ),
    N_(
        "Both sides are modelled by UN DESA from censuses, registers and surveys of different "
        "dates."
    ),
)
_COLUMNS = (
    N_("UNHCR, new applications"),
    N_("Eurostat, first-time and repeat"),
    N_("UNHCR divided by Eurostat"),
)
_TITLES = {
    "": N_("Asylum applications: UNHCR and Eurostat"),
    "lodged here": N_("Asylum applications lodged here: UNHCR and Eurostat"),
    "by people from here": N_("Asylum applications by people from here: UNHCR and Eurostat"),
}
_PROJECTED = N_("the last years of net migration are projected (medium variant)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sources side by side; each line holds the two values and what lies between them."""

    slug: str
    title: str
    datasets: tuple[str, str]
    columns: tuple[str, ...]
    lines: tuple[tuple[Finding, ...], ...]
    why: tuple[str, ...]

    @property
    def findings(self) -> list[Finding]:
        """Every finding, line by line."""
        return [finding for line in self.lines for finding in line]

    @property
    def newest(self) -> tuple[Finding, ...]:
        """The line of the newest period."""
        return self.lines[-1]


def comparisons(evidence: Evidence, subject: Subject) -> list[Comparison]:
    """Every comparison of two sources that can be made for the subject.

    >>> from comity.core.places import find_place
    >>> [one.slug for one in comparisons(evidence, find_place("DEU"))]
    ['applications-here', 'applications-from-here', 'migration']
    """
    made = [*_applications(evidence, subject), _migration(evidence, subject)]
    return [one for one in made if one is not None and one.lines]


def _applications(evidence: Evidence, subject: Subject) -> Iterator[Comparison | None]:
    if not all(name in evidence.datasets for name in APPLICATIONS):
        return
    area = subject if isinstance(subject, Corridor) else Area.of(evidence, subject)
    if isinstance(area, Corridor) or area.codes is None:
        yield _ratio(evidence, subject, "applications", "", ask(evidence, area, "origin", _BOTH))
        return
    for column, slug, role in (
        ("destination", "applications-here", "lodged here"),
        ("origin", "applications-from-here", "by people from here"),
    ):
        yield _ratio(evidence, subject, slug, role, ask(evidence, area, column, _BOTH))


_BOTH = """
    WITH unhcr AS (
      SELECT origin, destination, year, sum(applications) AS n
      FROM asylum_applications WHERE {here}
      GROUP BY ALL HAVING count(*) FILTER (unit <> 'P') = 0 AND count(applications) = count(*)),
    eurostat AS (
      SELECT origin, destination, year, sum(applicants) AS n
      FROM asylum_applicants_eu WHERE {here}
      GROUP BY ALL HAVING count(applicants) = count(*))
    SELECT {place} AS place, year, sum(unhcr.n)::BIGINT AS first, sum(eurostat.n)::BIGINT AS second,
      count(*) AS pairs
    FROM unhcr JOIN eurostat USING (origin, destination, year)
    GROUP BY ALL HAVING first > 0 OR second > 0 ORDER BY year"""


def _ratio(
    evidence: Evidence,
    subject: Subject,
    slug: str,
    role: str,
    rows: list[Row],
) -> Comparison:
    return Comparison(
        slug,
        _TITLES[role],
        APPLICATIONS,
        _COLUMNS,
        tuple(_ratio_line(evidence, subject, row, role) for row in rows),
        _WHY_APPLICATIONS,
    )


def _ratio_line(evidence: Evidence, subject: Subject, row: Row, role: str) -> tuple[Finding, ...]:
    period = Period.year(row["year"])
    about = (("compared", f"{role}, named by both" if role else "named by both"),)
    pairs = {"unit": "persons", "pairs": row["pairs"]}
    first = Finding(
        subject,
        "applications",
        period,
        row["first"],
        evidence.lineage(APPLICATIONS[0], method=f"sum over shared pairs, {_CASES_APART}", **pairs),
        about=about,
        status="derived",
    )
    second = Finding(
        subject,
        "applicants_eu",
        period,
        row["second"],
        evidence.lineage(APPLICATIONS[1], method="sum over sex and shared pairs", **pairs),
        about=about,
        status="derived",
    )
    note = ""
    value = None
    if "withheld" in (first.status, second.status):
        note = N_("withheld: would disclose a count below five")
    elif not row["second"]:
        note = N_("Eurostat counts nobody: no ratio")
    else:
        value = round(row["first"] / row["second"], 3)
    ratio = Finding(
        subject,
        "sources_ratio",
        period,
        value,
        evidence.lineage(*APPLICATIONS, method="UNHCR / Eurostat", **pairs),
        about=about,
        status="withheld" if note.startswith("withheld") else "derived",
        note=note,
    )
    return first, second, ratio


def _migration(evidence: Evidence, subject: Subject) -> Comparison | None:
    """Net migration of the World Population Prospects against the change of migrant stocks."""
    if isinstance(subject, Corridor) or not all(name in evidence.datasets for name in MIGRATION):
        return None
    if isinstance(subject, Region) and subject.slug == "world":
        return None
    area = Area.of(evidence, subject)
    arrived, left = (
        {row["year"]: row["n"] for row in counted(evidence, area, side)}
        for side in ("destination", "origin")
    )
    stocks = [
        _Stock(row["year"], arrived.get(row["year"]), left.get(row["year"]))
        for row in ask_all(evidence, "SELECT DISTINCT year FROM migrant_stock ORDER BY year")
    ]
    net = {row["year"]: row for row in ask(evidence, area, "country", _NET)}
    lines = [
        line
        for start, end in pairwise(stocks)
        if (line := _migration_line(evidence, subject, start, end, net))
    ]
    return Comparison(
        "migration",
        N_("Net migration and the change of migrant stocks: UN DESA twice"),
        MIGRATION,
        (
            N_("Net migration"),
            N_("Change of immigrants"),
            N_("Change of emigrants"),
            N_("Change of immigrants minus emigrants"),
            N_("Difference"),
        ),
        tuple(lines),
        _WHY_MIGRATION,
    )


_NET = """
    SELECT {place} AS place, year, sum(net_migration)::BIGINT AS n,
      bool_or(variant <> 'estimate') AS projected
    FROM demography WHERE {here} GROUP BY ALL HAVING count(net_migration) = count(*)"""


@dataclass(frozen=True, slots=True)
class _Stock:
    """People in a place from elsewhere, and people elsewhere from there, in one year."""

    year: int
    immigrants: int | None
    emigrants: int | None


def between(value: Callable[[int], float | None], start: int, end: int) -> int | None:
    """Yearly values summed from mid-year to mid-year; None where a year is missing.

    >>> between({2020: 10, 2021: 4, 2022: 20}.get, 2020, 2022)
    19
    """
    total = 0.0
    for year in range(start, end + 1):
        one = value(year)
        if one is None:
            return None
        total += one / 2 if year in (start, end) else one
    return round(total)


def _migration_line(
    evidence: Evidence, subject: Subject, start: _Stock, end: _Stock, net: dict[int, Row]
) -> tuple[Finding, ...]:
    """Net migration, what the stocks say, and the difference; empty without net migration."""
    first, last = start.year, end.year
    total = between(lambda year: net[year]["n"] if year in net else None, first, last)
    if total is None:
        return ()
    period = Period.span(first, last)
    note = _PROJECTED if any(net[year]["projected"] for year in range(first, last + 1)) else ""
    arrived = _change(start.immigrants, end.immigrants)
    left = _change(start.emigrants, end.emigrants)
    implied = None if arrived is None or left is None else arrived - left
    summed = Finding(
        subject,
        "net_migration_sum",
        period,
        total,
        evidence.lineage(MIGRATION[0], method="half of the end years plus the years between"),
        status="derived",
        note=note,
    )
    stocks = [
        Finding(
            subject,
            "stock_change",
            period,
            value,
            evidence.lineage(MIGRATION[1], method="stock at the end minus stock at the start"),
            about=(("of", words),),
            status="derived",
            note="" if value is not None else N_("no stock was estimated at one of the two dates"),
        )
        for words, value in (
            ("immigrants", arrived),
            ("emigrants", left),
            ("immigrants minus emigrants", implied),
        )
    ]
    difference = Finding(
        subject,
        "disagreement",
        period,
        None if implied is None else total - implied,
        evidence.lineage(*MIGRATION, method="net migration minus the change that stocks imply"),
        status="derived",
        note=note,
    )
    return summed, *stocks, difference


def _change(start: int | None, end: int | None) -> int | None:
    return None if start is None or end is None else end - start
