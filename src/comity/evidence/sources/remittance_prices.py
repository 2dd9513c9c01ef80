"""Remittance Prices Worldwide: a workbook of quotes, found through the Bank's Data Catalog.

The Bank asks services in each corridor what it costs to send 200 dollars. An average here is the
plain mean over the services of a corridor; those that do not disclose their exchange rate are left
out, as the methodology in the workbook says, because their cost lacks a part.
https://datacatalog.worldbank.org/search/dataset/0037898/remittance-prices-worldwide
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally, world_bank
from comity.evidence.sources.contract import (
    MEBIBYTE,
    Ask,
    BadAnswer,
    Body,
    Connector,
    Get,
    Release,
    Wanted,
)
from comity.evidence.sources.forms import field_of, json_of
from comity.evidence.sources.remittance_price_quotes import FURTHER, counted, tidied, undoubled
from comity.evidence.sources.workbooks import columns_of

ENTRY = "https://ddh-openapi.worldbank.org/datasets/0037898"
"""The entry of the data in the catalogue, which names the file of the latest release."""

FILE = re.compile(r"/rpw_dataset[^/]*?_([0-9]{4})_q([1-4])[^/]*\.xlsx$", re.IGNORECASE)

_FROM, _TO, _WHEN = "source_code", "destination_code", "period"
_OPEN, _COST = "transparent", "cc1 total cost %"
_PERIOD = r"^([0-9]{4})_([1-4])Q$"
_MISSING = ("", "-", "..", "na", "n/a", "not available")


def _collect(_wanted: Wanted, get: Get) -> list[Body]:
    entry = get(Ask(ENTRY))
    return [entry, get(Ask(_address(entry), form="xlsx", most=256 * MEBIBYTE))]


def _address(entry: Body) -> str:
    """The address of the newest workbook that the catalogue lists."""
    listed = field_of(json_of(entry), list, "resources", entry)
    addresses = [one.get("url") for one in listed if isinstance(one, dict)]
    named = [url for url in addresses if isinstance(url, str)]
    files = {url: found.groups() for url in named if (found := FILE.search(url))}
    if not files:
        raise BadAnswer(
            f"{entry.name} lists no workbook named as in rpw_dataset_2011_2025_q3.xlsx: its form "
            "has changed."
        )
    return max(files, key=lambda url: files[url])


def _read(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """The averages by corridor and quarter."""
    tally = Tally(wanted.dataset)
    coded, doubled = _coded(tally, bodies)
    used = coded.filter(pl.col("open") & pl.col("cost").is_not_null())
    label = _label(used, bodies)
    notes = (*doubled, *_left_out(coded), *tally.notes())
    return Release(_averages(used), label, _day(bodies), notes)


def _read_quotes(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """The quotes, one row a service, those of undisclosed rates too."""
    tally = Tally(wanted.dataset)
    coded, doubled = _coded(tally, bodies)
    label = _label(coded, bodies)
    frame, notes = tidied(coded)
    return Release(frame, label, _day(bodies), (*doubled, *notes, *tally.notes()))


def _coded(tally: Tally, bodies: Sequence[Body]) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The quotes of both sheets with `sender`, `receiver`, `quarter`, `cost` and `open`.

    With them goes what is said of rows that are there twice.
    """
    books = [body for body in bodies if body.data[:1] != b"{"]
    if not books:
        raise BadAnswer(f"{bodies[0].name} is no workbook; bring rpw_dataset_….xlsx itself.")
    needed = (_WHEN, _FROM, _TO, _COST, _OPEN)
    quotes = pl.concat(
        _quotes(table, name, book)
        for book in books
        for name, table in columns_of(book, "dataset*", needed, FURTHER).items()
    )
    coded = quotes.with_columns(
        tally.coded(quotes[_FROM], "sender", world_bank),
        tally.coded(quotes[_TO], "receiver", world_bank),
    ).drop_nulls(["sender", "receiver"])
    found = undoubled(coded)
    return found.rows, found.notes


def _label(used: pl.DataFrame, bodies: Sequence[Body]) -> str:
    """How the release is cited; raises `BadAnswer` where nothing is in it."""
    last = used["quarter"].max()
    if not isinstance(last, str):
        raise BadAnswer(f"{bodies[-1].name} holds no quote that counts; nothing was read.")
    return f"to the {_ORDINAL[last[5]]} quarter of {last[:4]}"


def _day(bodies: Sequence[Body]) -> date | None:
    entries = [body for body in bodies if body.data[:1] == b"{"]
    return _changed(entries[0]) if entries else None


_ORDINAL = {"1": "first", "2": "second", "3": "third", "4": "fourth"}


def _quotes(table: pl.DataFrame, sheet: str, body: Body) -> pl.DataFrame:
    """The quotes of a sheet with `quarter`, `cost` and `open` (whether its rate is disclosed)."""
    where = f"{body.name}, sheet '{shown(sheet)}'"
    text = table.select(pl.all().str.strip_chars().fill_null(""))
    _refuse(text.filter(~pl.col(_WHEN).str.contains(_PERIOD)), _WHEN, "a quarter as 2025_3Q", where)
    opened = pl.col(_OPEN).str.to_lowercase()
    _refuse(text.filter(~opened.is_in(["yes", "no", ""])), _OPEN, "yes or no", where)
    cost = pl.when(~pl.col(_COST).str.to_lowercase().is_in(_MISSING)).then(pl.col(_COST))
    read = text.with_columns(
        pl.col(_WHEN).str.replace(_PERIOD, "${1}Q${2}").alias("quarter"),
        cost.cast(pl.Float64, strict=False).alias("cost"),
        (opened != "no").alias("open"),
        (opened != "").alias("open_said"),
    )
    wrong = cost.is_not_null() & ~pl.col("cost").is_finite().fill_null(value=False)
    _refuse(read.filter(wrong), _COST, "a number with a point", where)
    return read


def _refuse(bad: pl.DataFrame, column: str, form: str, where: str) -> None:
    if not bad.is_empty():
        found = shown(bad[column][0]) or "(blank)"
        rows = counted(bad.height, "such row")
        raise BadAnswer(f"{where}, column '{column}': {found} is not {form} ({rows}).")


def _averages(used: pl.DataFrame) -> pl.DataFrame:
    """The plain mean of each corridor and quarter.

    The Bank keeps these averages as short floats with six places; the same steps here let a release
    be compared with the one before.
    """
    mean = pl.col("cost").mean().cast(pl.Float32).cast(pl.Float64).round(6)
    return used.group_by("sender", "receiver", "quarter").agg(mean.alias("cost_percent"))


def _left_out(coded: pl.DataFrame) -> tuple[str, ...]:
    """What stands in no average, in a sentence each."""
    hidden = coded.filter(~pl.col("open")).height
    blank = coded.filter(pl.col("open") & pl.col("cost").is_null()).height
    notes = (
        (hidden, "of services that do not disclose their exchange rate"),
        (blank, "without a cost"),
    )
    return tuple(f"Left out: {counted(count, 'quote')} {what}." for count, what in notes if count)


def _changed(entry: Body) -> date | None:
    """The day on which the catalogue says that the data were last changed."""
    content = json_of(entry)
    try:
        return datetime.fromisoformat(str(content.get("modified_on"))).date()
    except (ValueError, AttributeError):
        return None


_FILES = ("rpw_dataset*.xlsx", "*remittance*prices*.xlsx")
CONNECTORS = (
    Connector("remittance_prices", _collect, _read, _FILES),
    Connector("remittance_quotes", _collect, _read_quotes, _FILES),
)
