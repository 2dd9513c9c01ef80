"""Counts of 1 to 4 people are withheld in tables, and totals that would tell them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from comity.core.findings import SMALLEST_COUNT
from comity.foresight.displacement.live.live import TOTAL

__all__ = ["few_withheld", "people"]


def people(persons: float) -> str:
    """A number of people for a sentence.

    >>> people(1250), people(3), people(0)
    ('1,250', 'fewer than 5', '0')
    """
    few = 0 < round(persons) < SMALLEST_COUNT
    return f"fewer than {SMALLEST_COUNT}" if few else f"{persons:,.0f}"


def few_withheld(
    frame: pl.DataFrame, counts: Sequence[str], beside: Sequence[str] = ()
) -> pl.DataFrame:
    """Rows without small `counts`, nor what stands `beside` them; other numbers to a tenth.

    The total of a day on which a camp is withheld is withheld too: the camp would be the total
    less all others. Whether a row is withheld stands in the column `withheld`.

    >>> told = pl.DataFrame({"camp": ["A", "B", "total"], "date": "1 May", "persons": [3, 80, 83]})
    >>> few_withheld(told, ["persons"])["persons"].to_list()
    [None, 80, None]
    """
    there = [name for name in counts if name in frame.columns]
    if not there:
        return frame
    whole = (pl.col(name).round() for name in there)
    few = pl.any_horizontal((one > 0) & (one < SMALLEST_COUNT) for one in whole)
    few = few.fill_null(value=False)
    if "camp" in frame.columns:
        of_a_day = [name for name in ("batch", "date") if name in frame.columns]
        told_by = few.any().over(of_a_day) if of_a_day else few.any()
        few |= (pl.col("camp") == TOTAL) & told_by
    frame = frame.with_columns(withheld=few)
    hidden = [name for name in (*there, *beside) if name in frame.columns]
    return frame.with_columns(
        pl.when("withheld").then(None).otherwise(pl.col(name)).alias(name) for name in hidden
    ).with_columns(pl.selectors.float().round(1))
