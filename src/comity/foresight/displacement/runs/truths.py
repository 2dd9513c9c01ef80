"""What a run is scored against: the reference series of its case, or else its camp reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import BadTable, ComityError, shown
from comity.core.sheets import read_table
from comity.foresight.displacement.cases.cells import MOST_PEOPLE
from comity.foresight.displacement.cases.listing import listed, repeated
from comity.foresight.displacement.plans.plan import Plan

__all__ = ["REFERENCE", "Truth", "truth"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

REFERENCE = "reference_series.csv"
"""The file of a case that says, day by day, what its runs are scored against."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What runs are scored against: D days, and those of the plan's camps that it knows."""

    source: str
    days: Whole
    """(D) Rows of the plan."""
    camps: Whole
    """(C) Columns of the plan's camps."""
    names: tuple[str, ...]
    persons: Floats
    """(D x C)"""
    unmatched: tuple[str, ...] = ()
    """Camps that only the truth has, or only the plan: nobody can be scored there."""
    remarks: tuple[str, ...] = ()
    """Sentences on days and camps that are not scored."""

    def of(self, people: Floats) -> Floats:
        """The days and camps that are scored, of people in all camps: (… x T x C)."""
        found: Floats = people[..., self.days, :][..., self.camps]
        return found


def truth(plan: Plan) -> Truth:
    """The reference series of a case where it has one, else its camp reports as the plan has them.

    Raises `ComityError` where there is nothing to score against.
    """
    names = tuple(plan.places[place] for place in plan.camps)
    if not names:
        raise ComityError(
            f"The case {plan.case.name} has no reports of camps, so there is nothing to score a "
            "run against; add them to source/data_layout.csv."
        )
    path = plan.case.folder / REFERENCE
    if path.is_file():
        return _referred(plan, names)
    every = np.arange(len(names)), np.arange(plan.days)
    return Truth("source", every[1], every[0], names, plan.observed.astype(np.float64))


def _referred(plan: Plan, names: tuple[str, ...]) -> Truth:
    """The camps and days that `reference_series.csv` and the plan share."""
    table = read_table(plan.case.folder / REFERENCE)
    headings = [heading for heading in table.columns if heading not in ("day", "date")]
    shared = [name for name in names if name in headings]
    if "day" not in table.columns or not shared:
        raise BadTable(
            f"{REFERENCE} has {'no camp of this case' if shared == [] else 'no column day'} in its "
            "heading; write it as day,date and the names of camps."
        )
    days = _numbers(table["day"].to_list(), "day").astype(np.int64)
    if twice := repeated(map(str, days.tolist())):
        raise BadTable(f"{REFERENCE} has the day {listed(twice)} twice; keep one row a day.")
    within = (days >= 0) & (days < plan.days)
    if not within.any():
        raise BadTable(f"{REFERENCE} has no day of the run, which lasts {plan.days} days.")
    persons = np.column_stack([_numbers(table[name].to_list(), name) for name in shared])
    camps = np.array([names.index(name) for name in shared])
    apart = tuple(name for name in (*headings, *names) if name not in shared)
    remarks = tuple(_partial(plan, names, headings, int(within.sum())))
    return Truth(REFERENCE, days[within], camps, tuple(shared), persons[within], apart, remarks)


def _partial(plan: Plan, names: tuple[str, ...], headings: list[str], days: int) -> Iterator[str]:
    """What a reference does not know of the run, or knows beside it."""
    silent = [name for name in names if name not in headings]
    if silent:
        yield f"{REFERENCE} has no column for {listed(silent)}; not scored."
    strange = [name for name in headings if name not in names]
    if strange:
        yield f"{REFERENCE} has a column for {listed(strange)}, no camp of this run; left out."
    if days < plan.days:
        yield f"{REFERENCE} has {days} of the {plan.days} days of the run; no other day is scored."


def _numbers(cells: list[str], column: str) -> Floats:
    found = np.empty(len(cells))
    for row, cell in enumerate(cells):
        try:
            found[row] = float(cell)
        except (TypeError, ValueError):
            found[row] = np.nan
        if not 0 <= found[row] <= MOST_PEOPLE or (column == "day" and found[row] % 1):
            raise BadTable(
                f"{REFERENCE}, row {row + 2}, column {column}: '{shown(cell)}' is no number of "
                f"people or days; write a whole number from 0 to {MOST_PEOPLE:,}."
            )
    return found
