"""What a run is compared with: reports as they were published, and what they come to each day.

Nobody counts every day, and where people were registered anew, earlier reports are first brought to
the level of the new count, as FLEE does. So a day has two numbers: what was published of it, if
anything, and what the run is compared with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from comity.core.findings import SMALLEST_COUNT, Finding, Number
from comity.core.sheets import read_table
from comity.foresight.displacement.cases.case import Series
from comity.foresight.displacement.cases.reading_series import corrected
from comity.foresight.displacement.live.kept import Kept
from comity.foresight.displacement.runs.truths import REFERENCE
from comity.web.displaced import BETWEEN, BEYOND, GIVEN, LEVELLED, REPORTED, Teller, stored


@dataclass(frozen=True)
class Reports:
    """The reports of a case beside what its run is compared with; `given` as `reference` says."""

    teller: Teller
    given: frozenset[str] = frozenset()
    """Camps that are compared with other numbers than their reports come to."""

    @cached_property
    def _series(self) -> dict[str, Series]:
        return {one.name: one for one in self.teller.case.camps}

    @cached_property
    def _published(self) -> dict[str, dict[date, float]]:
        return {
            name: dict(zip(one.days, one.persons, strict=True))
            for name, one in self._series.items()
        }

    @cached_property
    def _levels(self) -> dict[str, date]:
        """The last day of each camp on which people were registered anew."""
        told = {name: [*corrected(one)] for name, one in self._series.items()}
        return {
            name: max(some)
            for name, days in told.items()
            if (some := [day for day in days if self.number(name, day) is not None])
        }

    @property
    def levelled(self) -> list[str]:
        """Camps where people were registered anew, so that earlier reports are not as published."""
        return [name for name in self._levels if name not in self.given]

    def number(self, camp: str, day: date) -> float | None:
        """What was published of a camp and a day; None on a day of which nothing was."""
        return self._published.get(camp, {}).get(day)

    def on(self, camp: str, day: date) -> Finding | None:
        """The same as a finding."""
        found = self.number(camp, day)
        return None if found is None else self.teller.at(camp, day, found, REPORTED)

    def within(self, camp: str, first: date, last: date) -> list[Finding]:
        """Every report of a camp from a day to another."""
        days = [day for day in self._published.get(camp, {}) if first <= day <= last]
        return [self.teller.at(camp, day, self.number(camp, day), REPORTED) for day in days]

    def compared(self, camp: str, day: date, value: Number | None) -> Finding:
        """What a run is compared with on a day; withheld where it would tell of a small report."""
        told = self.on(camp, day)
        if told is not None and value is not None and told.value == round(value):
            return told
        return self.teller.at(camp, day, value, self._how(camp, day), hidden=self.small(camp, day))

    def small(self, camp: str, day: date) -> bool:
        """Whether 1 to 4 people were reported."""
        return 0 < (self.number(camp, day) or 0) < SMALLEST_COUNT

    def _how(self, camp: str, day: date) -> str:
        """How the number of a day that the run is compared with comes about."""
        days = self._series[camp].days if camp in self._series else ()
        if camp in self.given or not days:
            return GIVEN
        if day < self._levels.get(camp, date.min):
            return LEVELLED
        return BETWEEN if days[0] <= day <= days[-1] else BEYOND

    def published(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of camps by day with what was published of each; what tells of 1 to 4 is empty."""
        keys = [*rows.select("place", "date").iter_rows()]
        small = pl.Series([self.small(*key) for key in keys], dtype=pl.Boolean)
        told = pl.Series([self.number(*key) for key in keys], dtype=pl.Float64)
        return rows.with_columns(
            observed=pl.when(~small).then(pl.col("observed")),
            as_published=pl.when(~small).then(told),
        )


def reference(kept: Kept, rows: pl.DataFrame) -> tuple[pl.DataFrame, frozenset[str]]:
    """Rows of a run with what the reference series of its case has instead of reports.

    The camps of which it has other numbers are named; those of none stay as they are.
    """
    path = kept.folder / REFERENCE
    if not path.is_file() or rows.is_empty():
        return rows, frozenset()
    table = stored(lambda: read_table(path))
    camps = [name for name in table.columns if name in set(rows["place"])]
    if "day" not in table.columns or not camps:
        return rows, frozenset()
    told = table.select("day", *camps).unpivot(camps, index="day", variable_name="place")
    told = told.cast({"day": pl.Int64, "value": pl.Float64}, strict=False).drop_nulls()
    joined = rows.join(told.cast({"day": rows["day"].dtype}), ["day", "place"], "left")
    other = joined.filter((pl.col("value") - pl.col("observed")).abs() >= 1)
    given = frozenset(other["place"].to_list())
    there = pl.col("place").is_in([*given]) & pl.col("value").is_not_null()
    seen = pl.when(there).then(pl.col("value")).otherwise(pl.col("observed"))
    return joined.with_columns(observed=seen.cast(pl.Float64)).drop("value"), given
