"""Which rows of a table speak of a subject, and which hold a figure: conditions for queries."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from comity.core.places import Corridor, Place
from comity.core.regions import Region, Subject
from comity.evidence.accounts.area import Area
from comity.evidence.catalogue import Dataset
from comity.evidence.reading import Evidence, Row

_PAIRS = (("origin", "destination"), ("passport", "destination"), ("receiver", "sender"))
"""Columns of a pair in the order in which people move: remittances go to where they came from."""
_ZERO_IS_MISSING = {"economy": "indicator LIKE 'remittances%' AND value = 0"}
_UNVERIFIED = "recall_unverified"
Years = dict[tuple[str, str | None], tuple[int, ...]]

_KEPT: WeakKeyDictionary[Evidence, Years] = WeakKeyDictionary()
"""The years of whole tables, kept as long as their evidence, whose files never change."""


def is_series(entry: Dataset) -> bool:
    """Whether the table holds numbers by year, quarter or month.

    >>> from comity.evidence.catalogue import catalogue
    >>> is_series(catalogue()["migrant_stock"]), is_series(catalogue()["treaty_actions"])
    (True, False)
    """
    times = {one.name: one.type for one in entry.columns}
    numbers = any(one.measure for one in entry.columns)
    return numbers and times.get(entry.time_column or "") in ("year", "quarter", "month")


def has_column(entry: Dataset, name: str) -> bool:
    """Whether the table has a column of this name."""
    return any(one.name == name for one in entry.columns)


def series_rows(
    evidence: Evidence,
    subject: Subject,
    asked: Iterable[tuple[str, str | None]],
    *,
    places: bool = False,
) -> list[Row]:
    """What each table holds on the subject, from one query over all of them.

    `asked` pairs a table with an indicator: None for the whole table, "*" for each indicator. A row
    gives `dataset`, `indicator`, `n` rows, how many are `verified`, the `times` with a figure, and
    where asked for the `places` named. Tables that cannot speak of the subject are left out.
    """
    asked = list(asked)
    shelf = None if places else evidence.shelf
    if shelf and isinstance(subject, Place) and shelf.pays("series", subject.code):
        return [row for name, part in asked for row in _kept(evidence, subject, name, part)]
    parameters = _codes(evidence, subject)
    queries = [
        query
        for name, part in asked
        if (query := _query(evidence.datasets[name], subject, part, parameters, places=places))
    ]
    if not queries:
        return []
    sql = " UNION ALL ".join(queries)
    return [row for row in evidence.query(sql, parameters if "$1" in sql else ()) if row["n"]]


def _kept(evidence: Evidence, subject: Place, name: str, part: str | None) -> list[Row]:
    """The rows on one place, from a query that evidence kept open asks once for all places."""
    entry = evidence.datasets[name]
    columns = _place_columns(entry)
    if not columns or evidence.shelf is None:
        return []
    named = ", ".join(f'"{column}"' for column in columns)
    sql = f"""SELECT place, {_counts(entry, part)}, NULL AS places
        FROM (SELECT *, unnest(list_distinct([{named}])) AS place FROM "{name}") GROUP BY ALL"""
    rows = evidence.shelf.of(sql, subject.code)
    return [row for row in rows if part in (None, "*", row["indicator"])]


def _codes(evidence: Evidence, subject: Subject) -> list[object]:
    if isinstance(subject, Corridor):
        return [subject.origin.code, subject.destination.code]
    codes = Area.of(evidence, subject).codes
    if codes is None:
        return []
    return [codes[0]] if len(codes) == 1 else [list(codes)]


def _condition(entry: Dataset, subject: Subject, *, many: bool) -> str | None:
    """The rows that speak of the subject, or None where the table cannot."""
    columns = _place_columns(entry)
    if isinstance(subject, Region) and subject.slug == "world":
        return "TRUE"
    if isinstance(subject, Corridor):
        pair = next((pair for pair in _PAIRS if set(pair) <= set(columns)), tuple(columns[:2]))
        if len(pair) < 2:
            return None
        return f'"{pair[0]}" = $1 AND "{pair[1]}" = $2'
    match = "IN (SELECT unnest($1))" if many else "= $1"
    return " OR ".join(f'"{name}" {match}' for name in columns) or None


def _place_columns(entry: Dataset) -> list[str]:
    return [one.name for one in entry.columns if one.type == "place"]


def _figure(entry: Dataset) -> str:
    """The condition that a row holds a figure, reported and counted instead of projected."""
    measures = " OR ".join(f'"{one.name}" IS NOT NULL' for one in entry.columns if one.measure)
    parts = [f"({measures})" if measures else "TRUE"]
    if any(one.name == "variant" and "estimate" in one.allowed for one in entry.columns):
        parts.append("variant = 'estimate'")
    if zero := _ZERO_IS_MISSING.get(entry.name):
        parts.append(f"NOT ({zero})")
    return " AND ".join(parts)


def _query(
    entry: Dataset, subject: Subject, part: str | None, parameters: list[object], *, places: bool
) -> str | None:
    many = bool(parameters) and isinstance(parameters[0], list)
    condition = _condition(entry, subject, many=many)
    if condition is None:
        return None
    if part and part != "*":
        parameters.append(part)
        condition = f"({condition}) AND indicator = ${len(parameters)}"
    listed = [f'list(DISTINCT "{name}")' for name in _place_columns(entry)]
    named = " || ".join(listed) if places and listed else "NULL::VARCHAR[]"
    return f"""SELECT {_counts(entry, part)}, {named} AS places
        FROM "{entry.name}" WHERE {condition}{" GROUP BY indicator" if part else ""}"""


def _counts(entry: Dataset, part: str | None) -> str:
    """What is counted of the rows of a table, or of each indicator of it."""
    time = f'"{entry.time_column}"::VARCHAR' if is_series(entry) else "NULL::VARCHAR"
    sure = f"verification <> '{_UNVERIFIED}'" if has_column(entry, "verification") else "TRUE"
    indicator = "indicator" if part else "NULL::VARCHAR"
    return f"""'{entry.name}' AS dataset, {indicator} AS indicator,
            count(*) AS n, count(*) FILTER ({sure}) AS verified,
            list(DISTINCT {time}) FILTER ({_figure(entry)}) AS times"""


def table_years(evidence: Evidence, names: Iterable[str]) -> Years:
    """Every year for which a table holds a figure of any place, in order; series only.

    The key is the table with None, and the table with each of its indicators.
    """
    kept = _KEPT.setdefault(evidence, {})
    series = [name for name in names if is_series(evidence.datasets[name])]
    if new := [evidence.datasets[name] for name in series if (name, None) not in kept]:
        for row in evidence.query(" UNION ALL ".join(_years_query(entry) for entry in new)):
            years = tuple(sorted(int(year) for year in row["years"] or ()))
            kept[row["dataset"], row["indicator"]] = years
    return kept


def _years_query(entry: Dataset) -> str:
    year = f'left("{entry.time_column}"::VARCHAR, 4)'
    several = has_column(entry, "indicator")
    return f"""SELECT '{entry.name}' AS dataset,
            {"indicator" if several else "NULL::VARCHAR"} AS indicator,
            list(DISTINCT {year}) FILTER ({_figure(entry)} AND {year} IS NOT NULL) AS years
        FROM "{entry.name}"{" GROUP BY CUBE (indicator)" if several else ""}"""
