"""What is measured: the vocabulary of every finding, as a table that code and documents read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comity.core.places import rows_of


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; `timing` is mid-year, year-end, during, quarter, month, day or span."""

    code: str
    label: str
    unit: str
    timing: str
    counts_people: bool
    definition: str


@cache
def measures() -> dict[str, Measure]:
    """Every measure by its code.

    >>> measures()["migrant_stock"].unit, measures()["migrant_stock"].timing
    ('persons', 'mid-year')
    """
    return {
        row["code"]: Measure(
            row["code"],
            row["label"],
            row["unit"],
            row["timing"],
            row["counts_people"] == "yes",
            row["definition"],
        )
        for row in rows_of("measures.csv")
    }
