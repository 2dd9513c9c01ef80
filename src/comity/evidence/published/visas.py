"""The history of visa rules, as the snapshots of the Passport Index were gathered in one table.

Since November 2020 the codes are words or days. Before, they changed twice, and three kinds of rule
(visa on arrival, electronic authorisation, e-visa) carry labels that cannot be told apart.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from comity.evidence.published.forms import needs, not_ahead, refuse

CLEAR_FROM = "2020-11-01"
"""From this day on every rule says what it is."""

_WORDS = {
    "visa free": "visa free",
    "visa required": "visa required",
    "visa on arrival": "visa on arrival",
    "e-visa": "e-visa",
    "eta": "eta",
    "no admission": "no admission",
    "covid ban": "covid ban",
    "EVW": "eta",  # the United Kingdom's electronic visa waiver
    "Hayya Entry Permit": "e-visa",  # applied for online, for visitors of the 2022 World Cup
}
_EARLY = {
    "0": "visa required", "1": "unclear", "2": "unclear", "3": "visa free",
    "VR": "visa required", "VF": "visa free", "VOA": "unclear", "ETA": "unclear",
}  # fmt: skip
_DAYS = r"^[1-9]\d{0,2}$"
_OWN = "-1"


def tidy(raw: pl.DataFrame, file: str, released: date | None = None) -> pl.DataFrame:
    """One row a passport, destination and snapshot; a country's rule for its own is left out.

    >>> rows = {
    ...     "passport_iso3": ["KGZ"],
    ...     "destination_iso3": ["UZB"],
    ...     "requirement": ["60"],
    ...     "snapshot": ["2024-07-02"],
    ... }
    >>> tidy(pl.DataFrame(rows), "a.csv").rows()
    [('KGZ', 'UZB', '2024-07-02', 'visa free (days)', '60')]
    """
    columns = ("passport_iso3", "destination_iso3", "requirement", "snapshot")
    needs(raw, columns, file, "the history of visa rules")
    rule, early = raw["requirement"].str.strip_chars(), raw["snapshot"] < CLEAR_FROM
    refuse(raw["snapshot"].is_null(), raw["snapshot"], file, "is empty; write the day")
    not_ahead(raw["snapshot"], file, released)
    days = rule.str.contains(_DAYS) & ~(early & rule.is_in(list(_EARLY)))
    frame = raw.select(
        pl.col("passport_iso3").alias("passport"),
        pl.col("destination_iso3").alias("destination"),
        "snapshot",
        pl.when(pl.lit(days))
        .then(pl.lit("visa free (days)"))
        .when(pl.lit(early))
        .then(pl.lit(rule.replace_strict(_EARLY, default=None)))
        .otherwise(pl.lit(rule.replace_strict(_WORDS, default=None)))
        .alias("category"),
        pl.when(pl.lit(days)).then(pl.lit(rule)).alias("days"),
    )
    own = (rule == _OWN) | (raw["passport_iso3"] == raw["destination_iso3"])
    unknown = frame["category"].is_null() & ~own.fill_null(value=False)
    refuse(unknown, raw["requirement"], file, "is no kind of visa rule that the publisher used")
    return frame.filter(~own.fill_null(value=False))
