"""The periods of mixed accounts, and calendar years brought to them by halves."""

from __future__ import annotations

from comity.core.errors import BadPeriod, shown
from comity.core.periods import Period

PERIODS = (*(Period.span(year, year + 5) for year in range(1990, 2020, 5)), Period.span(2020, 2024))
"""From mid-year to mid-year, as migrant stocks are counted; the last has four years."""


def period_of(written: str) -> Period:
    """The period that is written; raises `BadPeriod` with those that accounts are made for.

    >>> str(period_of("2015-2020"))
    '2015-2020'
    """
    found = Period.parse(written)
    if found not in PERIODS:
        *others, last = map(str, PERIODS)
        raise BadPeriod(
            f"No mixed account is made for '{shown(written)}'; write {', '.join(others)} or {last}."
        )
    return found


def halved(table: str) -> str:
    """A table by calendar year as rows of mid-year periods, with the `part` of each year in them.

    The first and the last year count by half: only that much of them lies in the period. Periods
    that the table does not cover from end to end are left out.
    """
    spans = ", ".join(f"({one.start.year}, {one.end.year})" for one in PERIODS)
    return f"""(SELECT *, year0 || '-' || year1 AS span,
                       CASE WHEN year IN (year0, year1) THEN 0.5 ELSE 1.0 END AS part
                FROM {table} JOIN (VALUES {spans}) AS spans(year0, year1)
                  ON year BETWEEN year0 AND year1
                WHERE year0 >= (SELECT min(year) FROM {table})
                  AND year1 <= (SELECT max(year) FROM {table}))"""
