"""Emigration pressure: five conditions in a country, each ranked among all, and their plain mean.

It describes conditions that states make or fail to mend, never people. Each part is a percentile
among the countries with a figure of the same year (ties share their middle rank), the pressure is
the mean of the parts that are known, and its bounds are what it would be without any one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.core.findings import Finding, Status
from comity.core.marks import N_, Note
from comity.core.places import Place, places
from comity.evidence.accounts.area import Area, ask, period
from comity.evidence.mixed.spans import PERIODS
from comity.evidence.reading import Evidence, Row

FEWEST_PARTS = 3
OLDEST = 4
"""A part can be so many years older than the year asked: shares of age come every fifth year."""

LEFT_OUT = N_("with any one part left out")
ASSUMPTIONS = (
    N_(
        "Emigration pressure is Comity's own index of conditions in a country: people displaced "
        "abroad per 1,000 inhabitants, output per person (less is more pressure), people aged 15 "
        "to 24, deaths in organised violence per million, and people living abroad per 100 at home."
    ),
    N_(
        "Each part is a percentile among countries of the same year, all weigh the same, three or "
        "more must be known, and the range is what the mean would be without any one of them. The "
        "choice of parts is a judgement; the index predicts nothing, and where incomes are lowest "
        "fewer people can afford to leave."
    ),
    N_(
        "Pressure and opportunity describe rules and conditions of states, never people. The risk "
        "is to people."
    ),
)


@dataclass(frozen=True)
class Part:
    """One condition: how it is measured, from what, and which way it presses."""

    measure: str
    name: str
    datasets: tuple[str, ...]
    method: str
    sql: str
    presses: int = 1


_WITH_GAZA = "ISR"
"""Deaths in Gaza are published under Israel: its rate is left out, and Palestine has no row."""

_PER = "JOIN demography AS d ON d.country = t.place AND d.year = t.year"
_ABROAD = """(SELECT origin AS place, year, sum(persons) AS n FROM displaced_stock
             WHERE category IN ('refugees', 'asylum_seekers', 'oip') AND origin <> destination
             GROUP BY ALL) AS t"""
_AWAY = "(SELECT origin AS place, year, sum(female + male) AS n FROM migrant_stock GROUP BY ALL)"
PARTS = (
    Part(
        "displaced_rate",
        N_("people displaced abroad"),
        ("displaced_stock", "demography"),
        "people displaced abroad / population of 1 July of the same year",
        f"SELECT t.place, t.year, 1e3 * n / pop_jul1 AS value FROM {_ABROAD} {_PER}",
    ),
    Part(
        "gdp_per_person",
        N_("low output per person"),
        ("economy",),
        "as published",
        """SELECT country AS place, year, value FROM economy
           WHERE indicator = 'gdp_per_capita_ppp' AND value > 0""",
        -1,
    ),
    Part(
        "youth_share",
        N_("young people"),
        ("youth_share",),
        "as published",
        "SELECT country AS place, year, 100 * youth_share AS value FROM youth_share",
    ),
    Part(
        "conflict_death_rate",
        N_("deaths in organised violence"),
        ("conflict_deaths", "demography"),
        "deaths in organised violence / population of 1 July of the same year",
        f"""SELECT t.place, t.year, 1e6 * deaths_total / pop_jul1 AS value
            FROM (SELECT country AS place, year, deaths_total FROM conflict_deaths
                  WHERE country <> '{_WITH_GAZA}') AS t {_PER}""",
    ),
    Part(
        "emigrants_share",
        N_("people living abroad"),
        ("migrant_stock", "demography"),
        "emigrants divided by population",
        f"SELECT t.place, t.year, 100.0 * n / pop_jul1 AS value FROM {_AWAY} AS t {_PER}",
    ),
)


def pressure(evidence: Evidence, place: Place) -> list[Finding]:
    """The pressure at the end of each period, its rank among countries, and every part of it.

    >>> from comity.core.places import find_place
    >>> found = pressure(evidence, find_place("SYR"))
    >>> ranks = {str(f.period): f.value for f in found if f.measure == "pressure_rank"}
    >>> ranks["2024"] > 90
    True
    """
    held = [part for part in PARTS if all(evidence.holds(name) for name in part.datasets)]
    if len(held) < FEWEST_PARTS:
        return []
    area = Area(place, (place.code,))
    means = ask(evidence, area, "place", f"{_ranked(held)} {_MEANS}")
    parts = ask(evidence, area, "place", f"{_ranked(held)} {_PARTS}")
    found = [f for row in means for f in _whole(evidence, place, row, held)]
    asked = {row["asked"] for row in means}
    shown = [row for row in parts if row["asked"] in asked]
    return [*found, *(f for row in shown for f in _part(evidence, place, row))]


def _ranked(held: list[Part]) -> str:
    """Every part of every country for each year asked, as a percentile of the year it is of.

    Percentiles are added as decimals: floats give another last digit in another order.
    """
    raw = " UNION ALL ".join(
        f"SELECT '{part.measure}' AS part, {part.presses} AS presses, place, year, value "
        f"FROM ({part.sql})"
        for part in held
    )
    years = ", ".join(f"({one.end.year})" for one in PERIODS)
    known = ", ".join(f"'{code}'" for code in places())
    return f"""WITH raw AS (SELECT * FROM ({raw}) WHERE value IS NOT NULL AND place IN ({known})),
        dated AS (SELECT asked, part, max(year) AS year
                  FROM (VALUES {years}) AS years(asked) JOIN (SELECT DISTINCT part, year FROM raw)
                    ON year BETWEEN asked - {OLDEST} AND asked GROUP BY ALL),
        ranked AS (SELECT asked, place, part, year, value,
                     100 * (rank() OVER (PARTITION BY asked, part ORDER BY presses * value) - 1
                            + count(*) OVER (PARTITION BY asked, part, value) / 2)
                     / count(*) OVER (PARTITION BY asked, part) AS percentile
                   FROM raw JOIN dated USING (part, year)),
        summed AS (SELECT *, percentile::DECIMAL(18, 10) AS exact FROM ranked),
        means AS (SELECT asked, place, avg(exact) AS mean, count(*) AS n,
                    (sum(exact) - max(exact)) / (count(*) - 1) AS low,
                    (sum(exact) - min(exact)) / (count(*) - 1) AS high
                  FROM summed GROUP BY ALL HAVING count(*) >= {FEWEST_PARTS})"""


def _among(column: str) -> str:
    """The percentile of a column of `m` among the pressures of its year."""
    return f"""(SELECT 100 * (count(*) FILTER (o.mean < m.{column})
                              + count(*) FILTER (o.mean = m.{column}) / 2) / count(*)
                FROM means AS o WHERE o.asked = m.asked)"""


_MEANS = f"""SELECT {{place}} AS place, asked, mean, low, high, n, {_among("mean")} AS rank,
                    {_among("low")} AS rank_low, {_among("high")} AS rank_high
             FROM means AS m WHERE {{here}} ORDER BY asked"""
_PARTS = """SELECT {place} AS place, asked, part, year, value, percentile
            FROM ranked WHERE {here} ORDER BY asked, part"""


def _whole(evidence: Evidence, place: Place, row: Row, held: list[Part]) -> list[Finding]:
    names = dict.fromkeys(name for part in held for name in part.datasets)
    note = Note(N_("mean of {n} parts out of {all}"), n=row["n"], all=len(PARTS))
    return [
        Finding(
            place,
            measure,
            period(row["asked"]),
            row[value],
            evidence.lineage(*names, method=method, parts=", ".join(p.measure for p in held)),
            low=row[low],
            high=row[high],
            interval=LEFT_OUT,
            status="derived",
            note=note,
        )
        for measure, value, low, high, method in (
            ("emigration_pressure", "mean", "low", "high", "mean of the percentiles of the parts"),
            ("pressure_rank", "rank", "rank_low", "rank_high", "percentile among all countries"),
        )
    ]


def _part(evidence: Evidence, place: Place, row: Row) -> list[Finding]:
    part = next(one for one in PARTS if one.measure == row["part"])
    lineage = evidence.lineage(*part.datasets, method=part.method)
    return [
        Finding(
            place, part.measure, period(row["year"]), row["value"], lineage,
            status=_status(part, row),
        ),
        Finding(
            place,
            "pressure_part",
            period(row["asked"]),
            row["percentile"],
            evidence.lineage(*part.datasets, method="percentile among all countries"),
            about=(("of", part.name), ("figure of", str(row["year"]))),
            status="derived",
        ),
    ]  # fmt: skip


def _status(part: Part, row: Row) -> Status:
    """As other accounts have it: output is published, shares of age are projected from 2020 on."""
    if part.measure == "youth_share":
        return "projected" if row["year"] > 2019 else "estimated"
    return "published" if part.measure == "gdp_per_person" else "derived"
