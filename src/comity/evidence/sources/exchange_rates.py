"""Euro reference rates of the European Central Bank by month: averages and the last day's rate.

https://data.ecb.europa.eu/help/api/data (series EXR.M.<currency>.EUR.SP00.A and .E, as SDMX-CSV)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.flags import NOT_REPORTED, OBS_STATUS, WITHHELD, flagged
from comity.evidence.sources.forms import sdmx_csv_of

API = "https://data-api.ecb.europa.eu/service/data/EXR"
KINDS = {"A": "average", "E": "month_end"}
"""The Bank's codes of the kinds of a month's rate (EXR_SUFFIX)."""

_PINNED = {"FREQ": "M", "CURRENCY_DENOM": "EUR", "EXR_TYPE": "SP00"}
_NEEDED = (*_PINNED, "CURRENCY", "EXR_SUFFIX", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS")
_NUMBER = r"^\d+(\.\d*)?([eE][-+]?\d+)?$"


def _collect(wanted: Wanted, get: Get) -> Iterator[Body]:
    start = (("startPeriod", f"{wanted.since}-01"),) if wanted.since else ()
    for suffix in KINDS:
        yield get(Ask(f"{API}/M..EUR.SP00.{suffix}", (("format", "csvdata"), *start), "csv"))


def _read(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    aside: Counter[str] = Counter()
    frame = pl.concat([_tidy(body, aside) for body in bodies])
    for kind in KINDS.values():
        if kind not in frame["kind"]:
            raise BadAnswer(f"The files of exchange_rates hold no rates of the kind '{kind}'.")
    names = ", ".join(f"{shown(name)} ({rows:,} rows)" for name, rows in sorted(aside.items()))
    notes = (f"Set aside, being no currency of ISO 4217: {names}.",) if names else ()
    return Release(
        frame, f"months to {frame['month'].drop_nulls().max()!s}", None, notes, wanted.since
    )


def _tidy(body: Body, aside: Counter[str]) -> pl.DataFrame:
    """The monthly rates against the euro in one file."""
    frame = sdmx_csv_of(body, _NEEDED).select(pl.col(_NEEDED).fill_null("").str.strip_chars())
    for name, code in _PINNED.items():
        frame = frame.filter(pl.col(name) == code)
    frame = frame.filter(pl.col("EXR_SUFFIX").is_in([*KINDS]))
    currency = pl.col("CURRENCY").str.contains(r"^[A-Z]{3}$")
    aside.update(frame.filter(~currency)["CURRENCY"].to_list())
    frame = frame.filter(currency)
    if frame.is_empty():
        raise BadAnswer(f"{body.name} holds no monthly rates against the euro (EXR.M.*.EUR.SP00).")
    untold = frame["OBS_VALUE"].is_in(["", "NaN", "-", ":"])
    if len(wrong := (~untold & ~frame["OBS_VALUE"].str.contains(_NUMBER)).arg_true()):
        row = frame.row(int(wrong[0]), named=True)
        raise BadAnswer(
            f"{body.name}: {row['CURRENCY']} in {row['TIME_PERIOD']}: {shown(row['OBS_VALUE'])} is "
            "no rate."
        )
    flag = pl.Series([flagged(text, OBS_STATUS) for text in frame["OBS_STATUS"]], dtype=pl.String)
    return frame.select(
        month="TIME_PERIOD",
        currency="CURRENCY",
        kind=pl.col("EXR_SUFFIX").replace_strict(KINDS, return_dtype=pl.String),
        rate=frame["OBS_VALUE"].set(untold, None),
        flag=flag.set(untold & flag.ne_missing(WITHHELD), NOT_REPORTED),
    )


CONNECTORS = (
    Connector(
        "exchange_rates",
        lambda wanted, get: [*_collect(wanted, get)],
        _read,
        ("EXR*.csv", "exchange_rates*.csv"),
    ),
)
