"""GLOBALCIT's country-year file: one wide row a state and year, a hundred columns of codes."""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from comity.evidence.published.forms import coded, needs, not_ahead, refuse

FORMER = ("CSK", "DDR", "SCG", "SUN", "YUG")
"""Former states that the file has rows for."""

_COLUMN = re.compile(r"^(?P<item>[AL]\d\d[a-f]?)(?:_(?P<years>yrs))?(?:_(?P<aspect>bin|cat))?$")
_ASPECTS = {"bin": "provision", "cat": "kind"}
_WHOLE = r"^\d{1,2}(\.0+)?$"


def tidy(raw: pl.DataFrame, file: str, released: date | None = None) -> pl.DataFrame:
    """One row for each code that is there: country, year, item, aspect, code.

    >>> rows = {
    ...     "iso3": ["KGZ"],
    ...     "year": ["2024"],
    ...     "A06_bin": ["1.0"],
    ...     "A06a_yrs_cat": ["5.0"],
    ...     "dualcit_comb": ["3"],
    ... }
    >>> tidy(pl.DataFrame(rows), "a.csv").rows()[1]
    ('KGZ', '2024', 'A06a', 'years', '5.0')
    """
    wanted = ("iso3", "year", "A06_bin", "dualcit_comb")
    needs(raw, wanted, file, "GLOBALCIT's country-year table")
    not_ahead(raw["year"], file, released)
    named = {name: found for name in raw.columns if (found := _named(name))}
    for name in named:
        cells = raw[name].replace("", None)
        refuse(~cells.str.contains(_WHOLE), cells, file, "is no code of one or two digits")
    frame = raw.with_columns(coded(raw["iso3"], file, FORMER).alias("country"))
    long = frame.unpivot(list(named), index=["country", "year"], variable_name="column",
                         value_name="code")  # fmt: skip
    return long.filter(pl.col("code").is_not_null() & (pl.col("code") != "")).select(
        "country",
        "year",
        pl.col("column").replace_strict({name: item for name, (item, _) in named.items()})
        .alias("item"),
        pl.col("column").replace_strict({name: aspect for name, (_, aspect) in named.items()})
        .alias("aspect"),
        "code",
    )  # fmt: skip


def _named(column: str) -> tuple[str, str] | None:
    """The item and the aspect that a column of the file holds; None for one of another kind."""
    if column == "dualcit_comb":
        return "dualcit", "kind"
    found = _COLUMN.match(column)
    if found is None or not (found["years"] or found["aspect"]):
        return None
    return found["item"], "years" if found["years"] else _ASPECTS[found["aspect"]]
