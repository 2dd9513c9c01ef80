"""The quotes of Remittance Prices Worldwide themselves, tidied: what each service asked, and how.

The two sheets of the workbook name some columns differently: what was `product`, `sending
location`, `coverage` and `pick-up method` became `payment instrument`, `access point`, `receiving
network coverage` and `pickup method` in the second quarter of 2016. Where a service does not
disclose its rate the workbook writes a margin of 0, which is not what is meant: it is left empty.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

_AMOUNTS = {"cc1": "200", "cc2": "500"}
_NUMBERS = {
    f"{ours}_{usd}": f"{theirs} {column}"
    for theirs, usd in _AMOUNTS.items()
    for ours, column in (
        ("amount", "lcu amount"),
        ("fee", "lcu fee"),
        ("rate", "lcu fx rate"),
        ("margin", "fx margin"),
    )
} | {"cost_500": "cc2 total cost %", "interbank_rate": "inter lcu bank fx"}
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "firm": ("firm",),
    "firm_type": ("firm_type",),
    "payin": ("payment instrument", "product"),
    "access_point": ("access point", "sending location"),
    "pickup": ("pickup method", "pick-up method"),
    "coverage": ("receiving network coverage", "coverage"),
    "speed": ("speed actual",),
    "currency": ("cc1 lcu code",),
    "asked": ("date",),
}
FURTHER: Mapping[str, tuple[str, ...]] = {
    **_TEXTS,
    **{name: (heading,) for name, heading in _NUMBERS.items()},
}
"""Each further column by the headings under which the two sheets have it."""

_BLANK = ("", "-", "..", "na", "n/a", "not available", "none")
_DAYS = (
    "%Y-%m-%d",
    "%d/%b/%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d/%b/%y",
    "%d-%b-%y",
    "%Y-%m-%d %H:%M:%S",
)
"""How days are written, where they are no days of the workbook; months first are not guessed."""


def tidied(coded: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The quotes as the dataset has them, and what was set aside, in a sentence each.

    `coded` has the columns of `FURTHER` as text beside sender, receiver, quarter, cost and open.
    """
    words = coded.with_columns(
        pl.when(~pl.col(name).str.to_lowercase().is_in(_BLANK)).then(pl.col(name)).alias(name)
        for name in FURTHER
    )
    read = words.with_columns(
        *(pl.col(name).cast(pl.Float64, strict=False).alias(f"{name}_read") for name in _NUMBERS),
        pl.coalesce(pl.col("asked").str.to_date(form, strict=False) for form in _DAYS)
        .dt.to_string("%Y-%m-%d")
        .alias("asked_read"),
    )
    notes = tuple(
        f"Set aside: {count:,} cells of '{heading}' that cannot be read."
        for name, heading in (*_NUMBERS.items(), ("asked", "date"))
        if (count := _unread(read, name))
    )
    frame = read.select(
        "sender",
        "receiver",
        "quarter",
        pl.col("firm").fill_null("not named"),
        *(name for name in _TEXTS if name not in ("firm", "asked")),
        pl.when(pl.col("open_said")).then(pl.col("open")).alias("transparent"),
        pl.when(pl.col("open")).then(pl.col("cost")).alias("cost_200"),
        *(_number(name) for name in _NUMBERS),
        pl.col("asked_read").alias("asked"),
    ).with_columns(pl.col("transparent").replace_strict({True: "yes", False: "no"}, default=None))
    return _numbered(frame), notes


def _number(name: str) -> pl.Expr:
    """A number; a margin or a cost without a disclosed rate is none."""
    found = pl.col(f"{name}_read")
    hidden = name.startswith(("margin", "cost"))
    kept = pl.when(pl.col("open")).then(found) if hidden else found
    return pl.when(kept.is_finite()).then(kept).alias(name)


def _unread(read: pl.DataFrame, name: str) -> int:
    return read.filter(pl.col(name).is_not_null() & pl.col(f"{name}_read").is_null()).height


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """The quotes of a corridor and quarter by number: the same for the same quotes in any order."""
    group = ["sender", "receiver", "quarter"]
    ordered = frame.sort(frame.columns, nulls_last=True)
    return ordered.with_columns(pl.int_range(1, pl.len() + 1).over(group).alias("number")).select(
        *group, "number", *(name for name in frame.columns if name not in group)
    )
