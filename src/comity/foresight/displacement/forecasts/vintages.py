"""What was known on a day: the camp reports dated up to it, and nothing that was drawn later.

Between two reports FLEE's series are straight lines, so on most days they already know the next
report. A vintage reads real reports only: after a camp's newest one its count is held.

Re-registrations rescale what was reported before them. *Known* are those that have happened by the
day. In rolling scores all are applied, to models and baselines alike, because otherwise a change
of counting would be scored as movement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import BadTable
from comity.core.sheets import read_table
from comity.foresight.displacement.cases.case import Case, Series
from comity.foresight.displacement.cases.reading_series import daily, reports
from comity.foresight.displacement.live.live import corrected_by
from comity.foresight.displacement.runs.truths import REFERENCE

__all__ = [
    "Reports",
    "Vintage",
    "constant",
    "counted",
    "known_by",
    "reference",
    "until",
    "vintage",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Reports = tuple[tuple[Ints, Floats], ...]
"""Of each camp: days from the start of the case, in order, and people reported on them."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """Reports of C camps as known on a day, which counts from the start of the case."""

    day: int
    reported: NDArray[np.bool_]
    """(C) Whether the camp has reported at all; nobody is known to be in one that has not."""
    last: Ints
    """(C) Day of the newest report; 0 where there is none, or where it is older than the case."""
    persons: Floats
    """(C) People in the newest report."""
    levels: Floats
    """(day + 1 x C) Straight between reports, held after the newest."""

    @property
    def shares(self) -> Floats:
        """(C) Shares of the people last reported; equal where nobody is."""
        total = self.persons.sum()
        return self.persons / total if total > 0 else np.full_like(self.persons, 1 / len(self.last))

    @property
    def age(self) -> Ints:
        """(C) Days since the newest report."""
        return self.day - self.last


def known_by(case: Case, day: int) -> Case:
    """The case with camp reports and re-registrations of a day and before, and none after it.

    >>> from dataclasses import fields
    >>> camp = Series("A", (date(2020, 1, 1), date(2020, 1, 9)), (10.0, 40.0), date(2020, 1, 9))
    >>> case = Case("x", None, date(2020, 1, 1), 30, (), (), (), {}, None, (camp,))
    >>> known_by(case, 5).camps[0].persons
    (10.0,)
    """
    last = case.start + timedelta(day)
    cut = (_until(series, last) for series in case.camps)
    return replace(
        case,
        camps=tuple(series for series in cut if series.days),
        total=None,
    )


def _until(series: Series, day: date) -> Series:
    many = sum(one <= day for one in series.days)
    cut = replace(series, days=series.days[:many], persons=series.persons[:many], in_flee=())
    return corrected_by(cut, day)


def counted(case: Case, names: Sequence[str]) -> Reports:
    """The corrected reports of camps, by days from the start; of two on one day the later row."""
    by_name = {series.name: series for series in case.camps}
    found = []
    for name in names:
        one = by_name.get(name)
        told = dict(reports(one)) if one else {}
        days = np.array([(day - case.start).days for day in told], dtype=np.int64)
        found.append((days, np.array(list(told.values()), dtype=np.float64)))
    return tuple(found)


def until(told: Reports, day: int) -> Reports:
    """The reports of a day and before."""
    return tuple((days[days <= day], people[days <= day]) for days, people in told)


def vintage(told: Reports, day: int) -> Vintage:
    """What reports tell by a day; nothing after it is read."""
    camps = len(told)
    reported = np.zeros(camps, dtype=np.bool_)
    last, persons = np.zeros(camps, dtype=np.int64), np.zeros(camps)
    levels = np.zeros((day + 1, camps))
    for camp, (days, people) in enumerate(told):
        many = int(np.searchsorted(days, day, side="right"))
        if many:
            reported[camp] = True
            last[camp], persons[camp] = max(int(days[many - 1]), 0), people[many - 1]
            levels[:, camp] = np.interp(np.arange(day + 1), days[:many], people[:many])
    return Vintage(day, reported, last, persons, levels)


def constant(people: Floats) -> bool:
    """Whether a camp reports one and the same number throughout, apart from nobody at first.

    >>> constant(np.array([0.0, 100.0, 100.0])), constant(np.array([0.0, 90.0, 100.0]))
    (True, False)
    """
    some = people[people > 0]
    return bool(len(some) == 0 or (some == some[0]).all())


def reference(case: Case) -> dict[str, Floats]:
    """People by day in each camp, as scored: `reference_series.csv`, or else drawn from reports.

    Where the case does not say how long it lasts, that is up to the newest report. A day that the
    file leaves out is drawn between those that it has. Raises `BadTable` where a cell is no
    number.
    """
    path = case.folder / REFERENCE
    if not path.is_file():
        reported = (day for series in case.camps for day in series.days)
        days = case.days or (max(reported, default=case.start) - case.start).days + 1
        return {
            series.name: daily(series, case.start, days).astype(np.float64) for series in case.camps
        }
    table = read_table(path)
    if "day" not in table.columns:
        raise BadTable(f"{REFERENCE} has no column day; write it as day,date and names of camps.")
    named = [series.name for series in case.camps if series.name in table.columns]
    cells = {name: _numbers(table[name].to_list(), name) for name in ("day", *named)}
    asked = np.arange(max(int(cells["day"].max()) + 1, 1), dtype=np.float64)
    return {name: np.interp(asked, cells["day"], cells[name]) for name in named}


def _numbers(cells: list[str], column: str) -> Floats:
    try:
        return np.array([float(cell) for cell in cells])
    except (TypeError, ValueError):
        raise BadTable(
            f"{REFERENCE}, column {column}, has a cell that is no number; write whole numbers."
        ) from None
