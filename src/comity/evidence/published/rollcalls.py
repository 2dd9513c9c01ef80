"""Roll calls of the General Assembly, one row a vote; former states keep their own code."""

from __future__ import annotations

from datetime import date

import polars as pl

from comity.evidence.published.forms import coded, needs, not_ahead, refuse

FORMER = ("CSK", "DDR", "SCG", "SUN", "YUG", "YMD")
_CALLED = {
    "Yemen People's Republic": "YMD",
    "Yemen Arab Republic": "YEM",
    "Czechoslovakia": "CSK",
    "Yugoslavia": "YUG",
    "German Democratic Republic": "DDR",
}
"""Names that hold whatever code stands beside them."""

_VOTES = ("yes", "no", "abstain")
_TRUTH = {"true": "yes", "false": "no", "1": "yes", "0": "no", "yes": "yes", "no": "no"}


def tidy(raw: pl.DataFrame, file: str, released: date | None = None) -> pl.DataFrame:
    """One row a member and roll call; a member without a row did not vote.

    >>> rows = {
    ...     "rcid": ["9"],
    ...     "session": ["1"],
    ...     "date": ["1946-02-01"],
    ...     "unres": ["R/1/434"],
    ...     "title": ["REFUGEES"],
    ...     "palestine_item": ["False"],
    ...     "iso3": [""],
    ...     "country": ["Yugoslavia"],
    ...     "vote": ["no"],
    ... }
    >>> tidy(pl.DataFrame(rows), "a.csv").row(0)[-2:]
    ('YUG', 'no')
    """
    names = ("rcid", "session", "date", "unres", "title", "palestine_item", "country", "vote")
    needs(raw, names, file, "the table of roll calls")
    not_ahead(raw["date"], file, released)
    vote = raw["vote"].str.strip_chars().str.to_lowercase()
    refuse(~vote.is_in(list(_VOTES)), raw["vote"], file, f"is none of: {', '.join(_VOTES)}")
    item = raw["palestine_item"].str.strip_chars().str.to_lowercase()
    refuse(~item.is_in(list(_TRUTH)), raw["palestine_item"], file, "is neither True nor False")
    return raw.select(
        pl.col("rcid").alias("rollcall"),
        "session",
        "date",
        pl.col("unres").alias("resolution"),
        "title",
        item.replace_strict(_TRUTH, return_dtype=pl.String).alias("palestine_item"),
        _members(raw, file).alias("country"),
        vote.alias("vote"),
    )


def _members(raw: pl.DataFrame, file: str) -> pl.Series:
    """Who voted: by name where it says more than the code, else by the code if there is one."""
    name = raw["country"]
    if "iso3" not in raw.columns:
        return coded(name, file, FORMER, _CALLED)
    code = raw["iso3"].replace("", None)
    by_name = name.is_in(list(_CALLED)) | code.is_null()
    return coded(name.zip_with(by_name, code), file, FORMER, _CALLED)
