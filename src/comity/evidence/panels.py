"""One measure for many places: every number a finding, the same as on the page of each place.

Nothing is counted here a second time: each measure offered is taken out of an account, which is
what the page of a country, a region or the world is made of. What is added is the same number for
every 1,000 inhabitants, so that places of different size can be compared.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from comity.core.errors import ComityError, shown
from comity.core.findings import Finding, Status, at
from comity.core.places import Place, places
from comity.core.regions import Region
from comity.evidence.accounts import population
from comity.evidence.accounts.area import Area
from comity.evidence.offers import Offer, offered
from comity.evidence.reading import Evidence, Row
from comity.evidence.series import is_series, table_years
from comity.evidence.shelf import Shelf

Where = Place | Region
MOST_PLACES = 8
"""How many places are compared with each other at once."""

RECENT = 3
"""Among how many of the newest years the one is sought that stands for "latest"."""

ENOUGH = 2 / 3
"""The latest year has figures of at least this part of the places that any recent year has."""


def offer(code: str) -> Offer:
    """The measure offered under this code; raises `ComityError` with what may be meant.

    >>> offer("displaced_from").about
    (('role', 'from here'),)
    """
    if code in offered():
        return offered()[code]
    near = difflib.get_close_matches(code[:60], list(offered()), n=2, cutoff=0.6)
    meant = f"did you mean {' or '.join(near)}?" if near else "/measures lists those that are."
    raise ComityError(f"'{shown(code)}' is no measure that can be compared; {meant}")


def panel(
    evidence: Evidence,
    measure: str,
    subjects: Sequence[Where] | None = None,
    *,
    years: range | None = None,
    per_thousand: bool = False,
) -> list[Finding]:
    """One measure for these subjects (every place where None), each by year in order.

    `per_thousand` divides a count by the population of the same year; a measure of which that makes
    no sense is given as it is.

    >>> from comity.core.places import find_place
    >>> found = panel(evidence, "immigrants", [find_place("TJK")], years=range(2020, 2025))
    >>> [(str(f.period), f.value) for f in found]
    [('2020', 276031), ('2024', 276777)]
    """
    chosen = offer(measure)
    several = subjects is None or len(subjects) > MOST_PLACES
    asked = _within(evidence, years) if several else evidence
    found: list[Finding] = []
    for subject in subjects or places().values():
        area = Area.of(evidence, subject)
        own = chosen.of(asked, area)
        if per_thousand and chosen.rate:
            own = _rates(asked, area, chosen, own)
        found += sorted(own, key=lambda finding: finding.period)
    return [f for f in found if years is None or f.period.start.year in years]


class _Years(Shelf):
    """The answers of a shelf about some years, so that no finding is made to be thrown away."""

    def __init__(self, whole: Shelf, years: range) -> None:
        self.whole = whole
        self.years = years

    def pays(self, sql: str, code: str) -> bool:
        """Always: a panel asks about every place."""
        return True

    def of(self, sql: str, code: str | None = None) -> list[Row]:
        """The rows of the years, and those that name none."""
        first = self.years.start
        return [row for row in self.whole.of(sql, code) if row.get("year", first) in self.years]


def _within(evidence: Evidence, years: range | None) -> Evidence:
    """The same evidence, asked once for every place; where `years` are given, of those only."""
    evidence.query("SELECT 1")  # the copy shares the open files
    narrowed = copy(evidence)
    shelf = evidence.shelf or Shelf(evidence.query)
    narrowed.shelf = shelf if years is None else _Years(shelf, years)
    return narrowed


def _rates(evidence: Evidence, area: Area, chosen: Offer, counts: list[Finding]) -> list[Finding]:
    """The counts divided by the population of the same year; what is withheld stays so."""
    people = [f for f in population.demography(evidence, area) if f.measure == "population"]
    made = []
    for count in counts:
        inhabitants = at(people, count.period)
        if inhabitants is None or not inhabitants.value:
            continue
        rate = evidence.derived(
            count.subject,
            "rate_per_thousand",
            count.period,
            _scaled(count.value, inhabitants),
            [count, inhabitants],
            f"{count.measure} divided by population of the same year",
            about=(("of", count.kind.label), *chosen.about),
            low=_scaled(count.low, inhabitants),
            high=_scaled(count.high, inhabitants),
            interval=count.interval,
            note=count.note,
        )
        kept: tuple[Status, ...] = ("withheld", "not_reported", "projected")
        made.append(replace(rate, status=count.status) if count.status in kept else rate)
    return made


def _scaled(number: float | None, inhabitants: Finding) -> float | None:
    return None if number is None else 1000 * number / (inhabitants.value or 1)


def covered(evidence: Evidence, measure: str) -> tuple[int, ...]:
    """The years for which any place has a figure of the measure, without projections.

    >>> covered(evidence, "immigrants")
    (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)
    """
    chosen = offer(measure)
    entry = evidence.datasets.get(chosen.table)
    if entry is None:
        return ()
    if is_series(entry):
        return table_years(evidence, [chosen.table]).get((chosen.table, chosen.indicator), ())
    column = f'left("{entry.time_column}"::VARCHAR, 4)::INTEGER'
    rows = evidence.query(f'SELECT DISTINCT {column} AS year FROM "{chosen.table}" ORDER BY year')
    return tuple(row["year"] for row in rows)


def ahead(evidence: Evidence, measure: str) -> tuple[int, ...]:
    """The years after the covered ones for which the measure is projected."""
    chosen, known = offer(measure), covered(evidence, measure)
    if not chosen.projected or not known:
        return ()
    last = evidence.query(f'SELECT max(year) AS year FROM "{chosen.table}"')[0]["year"]
    return tuple(range(known[-1] + 1, last + 1))


def everywhere(
    evidence: Evidence, measure: str, until: int | None = None, *, per_thousand: bool = False
) -> list[Finding]:
    """One finding a place, of the year asked for, or else of the newest year before it.

    Where no year is asked for, it is the newest one that is told of most places: publishers of
    yearly tables hear from some countries later than from others.
    """
    known = covered(evidence, measure)
    candidates = known[-RECENT:]
    if until is not None:
        every = (*known, *ahead(evidence, measure))
        candidates = tuple(year for year in every if year <= until)[-RECENT:]
    if not candidates:
        return []
    span = range(candidates[0], candidates[-1] + 1)
    by_year: dict[int, list[Finding]] = {}
    for finding in panel(evidence, measure, years=span, per_thousand=per_thousand):
        by_year.setdefault(finding.period.start.year, []).append(finding)
    known_in = {year: sum(map(_known, found)) for year, found in by_year.items()}
    least = 1 if until is not None else ENOUGH * max(known_in.values(), default=0)
    enough = [year for year, count in known_in.items() if count >= least]
    return by_year[max(enough)] if enough else []


def _known(finding: Finding) -> bool:
    return finding.status != "not_reported"
