"""The quotes of Remittance Prices Worldwide themselves, tidied: what each service asked, and how.

The two sheets of the workbook name some columns differently: what was `product`, `sending
location`, `coverage` and `pick-up method` became `payment instrument`, `access point`, `receiving
network coverage` and `pickup method` in the second quarter of 2016. Where a service does not
disclose its rate the workbook writes a margin of 0, which is not what is meant: it is left empty.

Public reports on the file to the third quarter of 2025 say that its `id` is unique in a quarter,
and that no row is there twice; 322 rows are like another but for their `id`. So a row that is there
twice with its `id` is a slip of the file, and counts once; the other kinds count as published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
    "id": ("id",),
}
"""Each further column by the headings under which the two sheets have it."""

_BLANK = ("", "-", "..", "na", "n/a", "not available", "none")
_DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d/%b/%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d/%b/%y",
    "%d-%b-%y",
    "%d.%m.%Y",
    "%Y-%m-%d %H:%M:%S",
)
"""How days are written, where they are no days of the workbook."""

_SLASHED = ("%d/%m/%Y", "%m/%d/%Y")
_SERIAL = r"^([34567][0-9]{4})(?:\.0+)?$"
"""A day as spreadsheets count them: days since the 30th of December 1899."""


@dataclass(frozen=True, slots=True)
class Doubled:
    """Rows without those that are there twice, and what is said of all that look alike."""

    rows: pl.DataFrame
    notes: tuple[str, ...]


def undoubled(coded: pl.DataFrame) -> Doubled:
    """A row that is there twice with its `id` counts once; what differs anywhere is kept, and told.

    `coded` has `sender`, `receiver`, `quarter`, `cost` and the columns of `FURTHER`. Without an
    `id` two services can ask the same, so nothing is dropped.
    """
    names = ("sender", "receiver", "quarter", "cost", "open", *FURTHER)
    cells = [_same(name) for name in names]
    marked = pl.col("id").is_not_null() & (pl.col("id") != "")
    again = marked & ~pl.struct(cells).is_first_distinct()
    rows = coded.filter(~again)
    key = ["sender", "receiver", "quarter", "id"]
    shared = rows.filter(marked & pl.struct(key).is_duplicated()).height
    but_id = [_same(name) for name in names if name != "id"]
    twins = rows.filter(~pl.struct(but_id).is_first_distinct())
    told = (
        (coded.height - rows.height, "Left out: {n} that {is} in the workbook twice."),
        (
            shared,
            "Kept: {n} that {has} the id of another in the same corridor and quarter, and other "
            "figures.",
        ),
        (twins.height, "Kept: {n} that {is} like another but for the id."),
    )
    return Doubled(rows, tuple(_said(words, count) for count, words in told if count))


def _same(name: str) -> pl.Expr:
    """A cell for comparing: a number is the same however many zeros it is written with."""
    text = pl.col(name)
    if name not in _NUMBERS:
        return text
    return text.cast(pl.Float64, strict=False).cast(pl.String).fill_null(text)


def _said(words: str, count: int) -> str:
    one = count == 1
    return words.format(
        n=counted(count, "quote"), **{"is": "is" if one else "are", "has": "has" if one else "have"}
    )


def counted(count: int, noun: str) -> str:
    """A count with its noun in English.

    >>> counted(1, "cell"), counted(2000, "cell")
    ('1 cell', '2,000 cells')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


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
        _day().dt.to_string("%Y-%m-%d").alias("asked_read"),
    )
    notes = tuple(
        f"Set aside: {counted(count, 'cell')} of '{heading}' that cannot be read."
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


def _day() -> pl.Expr:
    """The day in `asked`: where day and month can change places, it is not guessed."""
    text = pl.col("asked")
    first, second = (text.str.to_date(form, strict=False) for form in _SLASHED)
    slashed = pl.when(first.is_null() | second.is_null() | (first == second)).then(
        pl.coalesce(first, second)
    )
    days = text.str.extract(_SERIAL, 1).cast(pl.Int32, strict=False)
    serial = pl.lit(date(1899, 12, 30)) + pl.duration(days=days)
    return pl.coalesce(*(text.str.to_date(form, strict=False) for form in _DAYS), slashed, serial)


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
