"""Jumps that look like the registration or recognition of a group, and not like arrivals.

A corridor that counted a few people one year and many thousands the next need not have seen as
many arrive: a state may have registered people who had lived there for long, or recognised a group
by one decision, or begun to count in another way. A rule marks such points by what other tables
say of the same year. A mark is a sign to look closer: it says nothing of why people came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, places
from comity.evidence.reading import Evidence

__all__ = ["LAYERS", "SIGNS", "Artefact", "artefacts", "of_series"]

LEAST, FEW, TIMES = 1_000, 200, 50
"""A jump: to at least so many, from at most so few the year before, and at least so many fold."""

Sign = Literal["recognised", "there", "one_place", "unit", "category", "flows"]
SIGNS: dict[Sign, str] = {
    "recognised": N_(
        "At the end of the year nearly nobody of them awaited a decision, while the number "
        "protected rose by at least half as many: a group was recognised at once."
    ),
    "there": N_(
        "At least half as many people of this origin were already counted in the country the year "
        "before."
    ),
    "one_place": N_(
        "It is more than in all other countries together, where applications of this origin rose "
        "by less than half."
    ),
    "unit": N_("The count changed between persons and cases."),
    "category": N_("Most are counted in a category that held nobody on this corridor before."),
    "flows": N_("The stock rose, and less than a fifth as many were counted as new that year."),
}
"""What other tables say of a jump, as it is said."""

LAYERS = {
    "asylum-corridors": ("asylum_applications", "applications_lodged"),
    "refugee-corridors": ("displaced_stock", "refugees_and_others"),
}
"""The layers that are looked at, with their dataset and measure."""

_APPLICATIONS = """
WITH counted AS (
    SELECT origin, destination, CAST(year AS INTEGER) AS year, sum(applications) AS n,
        coalesce(sum(applications) FILTER (unit = 'C'), 0) AS cases
    FROM asylum_applications GROUP BY ALL
), everywhere AS (SELECT origin, year, sum(n) AS n FROM counted GROUP BY ALL
), held AS (
    SELECT origin, destination, CAST(year AS INTEGER) AS year,
        sum(persons) FILTER (category <> 'asylum_seekers') AS protected,
        sum(persons) FILTER (category = 'asylum_seekers') AS waiting
    FROM displaced_stock
    WHERE category IN ('asylum_seekers', 'oip', 'refugees') AND origin <> destination GROUP BY ALL
), jump AS (
    SELECT a.*, coalesce(b.n, 0) AS before, coalesce(b.cases, 0) AS cases_before
    FROM counted a
    JOIN (SELECT origin, destination, min(year) AS first FROM counted GROUP BY ALL) f
        ON f.origin = a.origin AND f.destination = a.destination AND f.first < a.year
    LEFT JOIN counted b
        ON b.origin = a.origin AND b.destination = a.destination AND b.year = a.year - 1
)
SELECT j.origin, j.destination, j.year, j.n, j.before,
    coalesce(h.waiting, 0) <= 0.1 * j.n
        AND coalesce(h.protected, 0) - coalesce(p.protected, 0) >= 0.5 * j.n AS recognised,
    coalesce(p.protected, 0) + coalesce(p.waiting, 0) >= 0.5 * j.n AS there,
    j.n > e.n - j.n AND e.n - j.n < 1.5 * (coalesce(o.n, 0) - j.before) AS one_place,
    j.before > 0 AND (j.cases > 0.5 * j.n) <> (j.cases_before > 0.5 * j.before) AS unit
FROM jump j
JOIN everywhere e ON e.origin = j.origin AND e.year = j.year
LEFT JOIN everywhere o ON o.origin = j.origin AND o.year = j.year - 1
LEFT JOIN held h ON h.origin = j.origin AND h.destination = j.destination AND h.year = j.year
LEFT JOIN held p ON p.origin = j.origin AND p.destination = j.destination AND p.year = j.year - 1
WHERE j.n >= ? AND j.before <= ? AND j.n >= ? * greatest(j.before, 1)
ORDER BY j.n DESC, j.origin, j.destination"""

_STOCKS = """
WITH parts AS (
    SELECT origin, destination, CAST(year AS INTEGER) AS year, category, sum(persons) AS n
    FROM displaced_stock
    WHERE category IN ('oip', 'refugees') AND origin <> destination GROUP BY ALL
), counted AS (SELECT origin, destination, year, sum(n) AS n FROM parts GROUP BY ALL
), gained AS (
    SELECT a.origin, a.destination, a.year, sum(a.n) AS n FROM parts a
    WHERE NOT EXISTS (
        SELECT 1 FROM parts b WHERE b.origin = a.origin AND b.destination = a.destination
            AND b.category = a.category AND b.year = a.year - 1 AND b.n > 0
    ) GROUP BY ALL
), fresh AS (
    SELECT origin, destination, CAST(year AS INTEGER) AS year, sum(persons) AS n
    FROM displacement_flows GROUP BY ALL
), jump AS (
    SELECT a.*, coalesce(b.n, 0) AS before
    FROM counted a
    JOIN (SELECT origin, destination, min(year) AS first FROM counted GROUP BY ALL) f
        ON f.origin = a.origin AND f.destination = a.destination AND f.first < a.year
    LEFT JOIN counted b
        ON b.origin = a.origin AND b.destination = a.destination AND b.year = a.year - 1
)
SELECT j.origin, j.destination, j.year, j.n, j.before,
    j.before > 0 AND coalesce(g.n, 0) >= 0.8 * j.n AS category,
    coalesce(f.n, 0) < 0.2 * (j.n - j.before) AS flows
FROM jump j
LEFT JOIN gained g ON g.origin = j.origin AND g.destination = j.destination AND g.year = j.year
LEFT JOIN fresh f ON f.origin = j.origin AND f.destination = j.destination AND f.year = j.year
WHERE j.n >= ? AND j.before <= ? AND j.n >= ? * greatest(j.before, 1)
ORDER BY j.n DESC, j.origin, j.destination"""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A marked point: the count of a year, that of the year before, and what speaks for a drive."""

    layer: str
    corridor: Corridor
    year: int
    before: Finding
    count: Finding
    signs: tuple[Sign, ...]


def artefacts(evidence: Evidence) -> tuple[Artefact, ...]:
    """Every marked point from 2000 on that the tables held can tell of, the largest first.

    >>> found = artefacts(evidence)
    >>> [one.year for one in found if one.corridor.code == "CAF-COD"]
    [2025, 2021]
    """
    return evidence.once(_found)


def of_series(evidence: Evidence, layer: str, corridor: Corridor) -> tuple[Artefact, ...]:
    """The marked points of one corridor in a layer, for a chart."""
    return tuple(
        one for one in artefacts(evidence) if (one.layer, one.corridor) == (layer, corridor)
    )


def _found(evidence: Evidence) -> tuple[Artefact, ...]:
    made = [*_applications(evidence), *_stocks(evidence)]
    return tuple(sorted(made, key=lambda one: (-(one.count.value or 0), one.corridor.code)))


def _applications(evidence: Evidence) -> Iterator[Artefact]:
    if evidence.holds("asylum_applications") and evidence.holds("displaced_stock"):
        yield from _marked(evidence, "asylum-corridors", _APPLICATIONS, ("displaced_stock",))


def _stocks(evidence: Evidence) -> Iterator[Artefact]:
    if evidence.holds("displaced_stock") and evidence.holds("displacement_flows"):
        yield from _marked(evidence, "refugee-corridors", _STOCKS, ("displacement_flows",))


def _marked(
    evidence: Evidence, layer: str, sql: str, beside: tuple[str, ...]
) -> Iterator[Artefact]:
    dataset, measure = LAYERS[layer]
    lineage = evidence.lineage(dataset, *beside)
    for row in evidence.query(sql, (LEAST, FEW, TIMES)):
        signs = tuple(sign for sign in SIGNS if row.get(sign))
        known = row["origin"] in places() and row["destination"] in places()
        if not signs or not known or row["year"] <= 2000:
            continue
        corridor = Corridor(places()[row["origin"]], places()[row["destination"]])

        def finding(year: int, value: int, about: Corridor = corridor) -> Finding:
            return Finding(about, measure, Period.year(year), value, lineage)

        count, before = finding(row["year"], row["n"]), finding(row["year"] - 1, row["before"])
        yield Artefact(layer, corridor, row["year"], before, count, signs)
