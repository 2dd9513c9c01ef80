"""The gauges of the monitor: what each figure is, and the one query that finds it for any place.

A gauge asks for `place`, `year` (a year or a quarter) and `n`, so that the same definition gives
the series of one country and tells which members of a region have a figure at all. A row without a
number is no figure: missing is never zero, and what may not be shown counts as missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from comity.core.findings import SMALLEST_COUNT, Status
from comity.core.marks import N_
from comity.evidence.openness import EASE

Nature = Literal["measured", "estimated", "self-reported", "rule"]
NATURES: dict[Nature, str] = {
    "measured": N_("counted"),
    "estimated": N_("estimated"),
    "self-reported": N_("self-reported"),
    "rule": N_("rule on paper"),
}
"""How a figure came to be, as it is said."""

_ABROAD = "category IN ('refugees', 'asylum_seekers', 'oip')"
_FEW = f"BETWEEN 1 AND {SMALLEST_COUNT - 1}"


@dataclass(frozen=True, slots=True)
class Gauge:
    """One way to a figure: its measure, its tables, and the query that finds it.

    `column` names whom a row is about, and `told` the table and the column whose flags the
    publisher gives. `treaties` stand in place of a query; `world` is a figure of the world alone.
    """

    name: str
    measure: str
    nature: Nature
    datasets: tuple[str, ...]
    column: str = ""
    sql: str = ""
    method: str = "as published"
    status: Status = "published"
    about: tuple[tuple[str, str], ...] = ()
    told: tuple[str, str] | None = None
    treaties: tuple[str, ...] = ()
    world: bool = False


def _counted(name: str, measure: str, dataset: str, side: str, condition: str = "TRUE",
             column: str = "persons", **more: Any) -> Gauge:  # fmt: skip
    """A gauge that adds up one column of a yearly table."""
    sql = f"""SELECT {{place}} AS place, year, sum({column}) AS n {{told}}
              FROM {dataset} WHERE {{here}} AND {condition} GROUP BY ALL"""
    method = more.pop("method", f"sum over {side}")
    nature = more.pop("nature", "measured")
    return Gauge(name, measure, nature, (dataset,), side, sql, method, told=(dataset, column),
                 **more)  # fmt: skip


def _rate(name: str, measure: str, side: str, condition: str, value: str, method: str) -> Gauge:
    """A gauge that divides displaced people by the residents of the same year."""
    sql = f"""WITH counted AS (
                SELECT {{place}} AS place, {side} AS home, year, sum(persons) AS c
                FROM displaced_stock WHERE {{here}} AND {condition} GROUP BY ALL)
              SELECT place, counted.year AS year,
                     CASE WHEN c {_FEW} THEN NULL ELSE {value} END AS n
              FROM counted JOIN demography
                ON demography.country = home AND demography.year = counted.year
              WHERE pop_jul1 > 0"""
    tables = ("displaced_stock", "demography")
    return Gauge(name, measure, "measured", tables, side, sql, method, "derived")


def _published(
    name: str, measure: str, indicator: str, series: str, nature: Nature = "measured",
    breakdown: str = "total", about: tuple[tuple[str, str], ...] = (),
) -> Gauge:  # fmt: skip
    """A gauge that reads one series of the UN's database, once it was fetched."""
    sql = f"""SELECT {{place}} AS place, year, value AS n {{told}} FROM sdg_migration
              WHERE {{here}} AND indicator = '{indicator}' AND series LIKE '{series}'
                AND breakdown LIKE '{breakdown}' GROUP BY ALL"""
    return Gauge(name, measure, nature, ("sdg_migration",), "country", sql, about=about,
                 told=("sdg_migration", "value"))  # fmt: skip


def _treaties(name: str, *codes: str) -> Gauge:
    labour = any(code.startswith(("C0", "C1")) for code in codes)
    tables = ("treaty_actions", "treaty_accessions")
    held = (*tables, "ilo_ratifications") if labour else tables
    method = "treaties in force among those named"
    return Gauge(name, "treaties_in_force", "rule", held, method=method, status="derived",
                 treaties=codes)  # fmt: skip


def _ease(table: str) -> str:
    kinds = " ".join(f"WHEN '{kind}' THEN {100 * worth:g}" for kind, worth in EASE.items())
    return f"CASE {table}.category {kinds} END"


_PROTECTION = f"""
    WITH units AS (
      SELECT {{place}} AS place, year, unit,
             sum(recognised + complementary) FILTER (rejected IS NOT NULL) AS granted,
             sum(rejected) FILTER (recognised + complementary IS NOT NULL) AS refused
      FROM asylum_decisions WHERE level = 'first_instance' AND {{here}} GROUP BY ALL)
    SELECT place, year, CASE WHEN granted {_FEW} OR refused {_FEW} THEN NULL
                             ELSE 100.0 * granted / (granted + refused) END AS n
    FROM units WHERE granted + refused >= 100
    QUALIFY row_number() OVER (PARTITION BY place, year
                               ORDER BY granted + refused DESC, unit) = 1"""
_SENDING = """SELECT {place} AS place, quarter AS year, avg(cost_percent) AS n, count(*) AS over
              FROM remittance_prices WHERE {here} GROUP BY ALL"""
_DEATHS = """SELECT {place} AS place, CAST(month[:4] AS INTEGER) AS year,
                    sum(dead_missing) AS n, max(month) AS until {told}
             FROM missing_migrants WHERE {here} GROUP BY ALL"""
_OPEN = f"""SELECT {{place}} AS place, CAST(max(snapshot) AS VARCHAR) AS year,
                   avg({_ease("one")}) AS n
            FROM visa_requirements AS one WHERE {{here}} AND passport <> destination GROUP BY ALL"""
_ALIKE = f"""SELECT {{place}} AS place, CAST(max(one.snapshot) AS VARCHAR) AS year,
                    avg(100 - abs({_ease("one")} - {_ease("two")})) AS n
             FROM visa_requirements AS one JOIN visa_requirements AS two
               ON one.passport = two.destination AND one.destination = two.passport
             WHERE {{here}} AND one.passport <> one.destination GROUP BY ALL"""
_DOMAINS = {
    1: N_("migrants' rights"),
    2: N_("evidence-based policies"),
    3: N_("co-operation and partnerships"),
    4: N_("well-being of migrants"),
    5: N_("mobility in crises"),
    6: N_("safe, orderly and regular migration"),
}

_ALL = (
    Gauge(
        "policies", "policy_category", "self-reported", ("sdg_10_7_2",), "country",
        "SELECT {place} AS place, year, category_code AS n FROM sdg_10_7_2 WHERE {here}",
    ),
    *(
        _published(f"policies-{number}", "policy_category", "10.7.2", "SG_CPA_MIGRS",
                   "self-reported", f"%PD_{number}", (("domain", words),))
        for number, words in _DOMAINS.items()
    ),
    _rate(
        "refugees-rate", "refugees_per_100000", "origin", "category = 'refugees'",
        "100000.0 * c / (pop_jul1 + c)",
        "100,000 x refugees from here / (residents on 1 July + refugees from here)",
    ),
    _published("refugees-rate-published", "refugees_per_100000", "10.7.4", "SM_POP_REFG_OR",
               about=(("as", N_("published")),)),
    _published("recruitment-published", "recruitment_months", "10.7.1", "SL_EMP_RCOST_MO",
               "estimated"),
    Gauge(
        "deaths-world", "deaths_migration", "measured", ("missing_migrants",), "'WLD'", _DEATHS,
        "sum of months and routes", told=("missing_migrants", "dead_missing"), world=True,
    ),
    _published("deaths-published", "deaths_migration", "10.7.3", "SM_DTH_MIGR",
               about=(("by", N_("country of the incident")),)),
    Gauge(
        "sending-cost", "remittance_cost_mean", "measured", ("remittance_prices",), "receiver",
        _SENDING, "plain mean over the corridors quoted in the quarter", "derived",
    ),
    _published("sending-cost-published", "remittance_cost_mean", "10.c.1", "SI_RMT_COST",
               about=(("as", N_("published")),)),
    _rate(
        "hosted-rate", "per_thousand", "destination", _ABROAD, "1000.0 * c / pop_jul1",
        "displaced people hosted divided by population of the same year",
    ),
    _counted("resettled", "resettled", "solutions", "destination", "solution = 'resettlement'"),
    _counted("returned-home", "returned_refugees", "solutions", "origin",
             "solution = 'returned_refugees'"),
    _counted("naturalised", "naturalised", "solutions", "destination",
             "solution = 'naturalisation'"),
    Gauge(
        "citizenship", "naturalisation_years", "rule", ("citizenship_law",), "country",
        """SELECT {place} AS place, year, code AS n FROM citizenship_law
           WHERE {here} AND item = 'A06a' AND aspect = 'years'""",
    ),
    Gauge(
        "protection", "protection_rate", "measured", ("asylum_decisions",), "destination",
        _PROTECTION, "(recognised + complementary) / (recognised + complementary + rejected)",
        "derived", (("role", N_("lodged here")),),
    ),
    _counted("stateless", "stateless", "displaced_stock", "destination", "category = 'stateless'",
             about=(("role", N_("hosted")),)),
    _counted("idps", "idps", "internally_displaced", "country", nature="estimated",
             method="as published"),
    Gauge(
        "conflict", "conflict_deaths", "estimated", ("conflict_deaths",), "country",
        "SELECT {place} AS place, year, deaths_total AS n FROM conflict_deaths WHERE {here}",
    ),
    _counted("disasters", "disaster_displacements", "internal_displacements", "country",
             "cause = 'disaster'", "new_displacements", nature="estimated",
             method="as published"),
    _counted("immigrants", "immigrants", "migrant_stock", "destination", column="female + male",
             nature="estimated"),
    _counted("emigrants", "emigrants", "migrant_stock", "origin", column="female + male",
             nature="estimated"),
    Gauge(
        "remittances", "remittances_gdp", "estimated", ("economy",), "country",
        """SELECT {place} AS place, year, value AS n {told} FROM economy
           WHERE {here} AND indicator = 'remittances_received_gdp' AND value <> 0
           GROUP BY ALL""",
        told=("economy", "value"),
    ),
    Gauge("visa-openness", "visa_openness", "rule", ("visa_requirements",), "destination", _OPEN,
          "mean ease of visa rules", "derived"),
    Gauge("visa-reciprocity", "visa_reciprocity", "rule", ("visa_requirements",), "one.passport",
          _ALIKE, "mean likeness of visa rules both ways", "derived"),
    _counted("permits-eu", "permits_work_eu", "residence_permits_eu", "origin",
             "reason = 'employment'"),
    _counted("returned-eu", "returned_eu", "enforcement_eu", "origin", "measure = 'returned'"),
    _treaties("treaties-work", "ICRMW_1990", "C097", "C143", "C189"),
    _treaties("treaties-trafficking", "PALERMO_TRAFFICKING_2000"),
    _treaties("treaties-smuggling", "PALERMO_SMUGGLING_2000"),
    _treaties("treaties-detention", "ICCPR_1966", "CAT_1984", "OPCAT_2002"),
    _treaties("treaties-racism", "ICERD_1965"),
    _treaties("treaties-refugees", "REFUGEE_CONV_1951", "REFUGEE_PROT_1967"),
    _treaties("treaties-stateless", "STATELESS_1954", "STATELESS_1961"),
)  # fmt: skip

GAUGES: dict[str, Gauge] = {gauge.name: gauge for gauge in _ALL}
"""Every gauge by its name."""
