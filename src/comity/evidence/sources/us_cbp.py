"""United States Customs and Border Protection: a CSV file for each window of four fiscal years.

https://www.cbp.gov/document/stats/nationwide-encounters
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

import polars as pl

from comity.core.errors import shown
from comity.core.places import folded
from comity.evidence.sources.codes import Tally, named
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
from comity.evidence.sources.flags import PROVISIONAL
from comity.evidence.sources.forms import csv_of, hrefs_of, wholes_of

PAGE = "https://www.cbp.gov/document/stats/nationwide-encounters"
FILE = "nationwide-encounters*aor*.csv"
AGENT = (("User-Agent", "Mozilla/5.0 (compatible; Comity; migration statistics)"),)
"""The site turns programmes away whose name does not begin like a browser's; this one names itself.

Reported by others who fetch the files.
"""

WINDOWS = 12
"""Windows of fiscal years that are fetched at most; the page has held two to four."""

FIRST_MONTH = "2019-10"
"""The first month with nationalities: the files begin with the fiscal year 2020."""

REGION = "Southwest Land Border"
COLUMNS = ("Fiscal Year", "Month (abbv)", "Land Border Region", "Citizenship", "Encounter Count")
OWN = {"other": "OOO", "unknown": "OOO", "china peoples republic of": "CHN"}
"""Citizenships that are no name of a country known elsewhere, folded."""

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def _citizenship(text: str) -> str | None:
    return OWN.get(folded(text)) or named(text)


def _collect(_wanted: Wanted, get: Get) -> list[Body]:
    page = get(Ask(PAGE, form="html", headers=AGENT))
    newest: dict[str, str] = {}
    for href in hrefs_of(page, FILE):
        window = _window(href)
        if window not in newest or _age(href) > _age(newest[window]):
            newest[window] = href
    if not newest:
        raise BadAnswer(
            f"{page.name} links to no file like nationwide-encounters-fy22-fy25-aor.csv; the page "
            "has changed, so download the files and use 'comity sync --from'."
        )
    if len(newest) > WINDOWS:
        raise BadAnswer(f"{page.name} links to {len(newest)} files of encounters: too many.")
    return [
        get(Ask(href, form="csv", headers=AGENT, most=256 * MEBIBYTE)) for href in newest.values()
    ]


def _name(href: str) -> str:
    return unquote(urlsplit(href).path).rsplit("/", 1)[-1].lower()


def _window(href: str) -> str:
    """The fiscal years in a file's name, without the month of a release.

    >>> _window("/files/2026-07/nationwide-encounters-fy23-fy26-jun-aor.csv")
    'fy23-fy26'
    """
    return "-".join(re.findall(r"fy[0-9]{2,4}", _name(href)))


def _age(href: str) -> tuple[str, int]:
    """How late a file of a window is: the folder of its month, then the month in its name."""
    folder = re.search(r"/(20[0-9]{2})-([0-9]{2}|[A-Za-z]{3})[a-z]*/", href)
    month = folder[2].upper() if folder else ""
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if month.isdigit() else 0
    named_month = re.search(r"-([a-z]{3})-aor", _name(href))
    told = named_month[1].upper() if named_month else ""
    rank = (_MONTHS.index(told) - 9) % 12 if told in _MONTHS else 12
    return (f"{folder[1]}-{number:02}" if folder else "", rank)


def _read(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    tally = Tally(wanted.dataset)
    read = [(_table(body, tally), _age(body.url or body.name)) for body in bodies]
    found = sorted(
        (
            (str(table["month"].max()), age, place)
            for place, (table, age) in enumerate(read)
            if len(table)
        ),
    )
    if not found:
        raise BadAnswer(f"{bodies[0].name} has no row of the region '{REGION}'.")
    kept = read[found[0][-1]][0]
    for *_, place in found[1:]:
        newer = read[place][0]
        older = kept.filter(~pl.col("month").is_in(newer["month"].unique().to_list()))
        kept = pl.concat([older, newer])
    months = sorted(kept["month"].unique())
    _no_gap(months, bodies)
    since = None if months[0] <= FIRST_MONTH else int(months[0][:4]) + (months[0][5:] != "01")
    tidy = (
        kept.filter(pl.col("month") >= f"{since or 0:04}")
        .group_by("month", "origin")
        .agg(pl.col("encounters").sum(), pl.col("flag").max())
        .filter(pl.col("encounters") != 0)
    )
    return Release(
        tidy, f"months to {months[-1]}", None, tally.kept_as("OOO", "citizenships"), since
    )


def _table(body: Body, tally: Tally) -> pl.DataFrame:
    frame = csv_of(body, COLUMNS)
    frame = frame.filter(pl.col("Land Border Region").str.strip_chars() == REGION)
    year = frame["Fiscal Year"].str.extract(r"^\s*(20[0-9]{2})\b").cast(pl.Int32)
    month = frame["Month (abbv)"].str.strip_chars().str.to_uppercase().str.slice(0, 3)
    number = month.replace_strict({m: n for n, m in enumerate(_MONTHS, 1)}, default=None)
    for cells, found in ((frame["Fiscal Year"], year), (frame["Month (abbv)"], number)):
        if found.null_count():
            bad = cells.filter(found.is_null())[0]
            raise BadAnswer(
                f"{body.name}, column '{cells.name}': '{shown(str(bad))}' is none as documented."
            )
    origins = tally.coded(frame["Citizenship"], "origin", _citizenship)
    if origins.null_count() > len(origins) / 4:
        raise BadAnswer(f"{body.name}: most citizenships are no known country: its form changed.")
    counts = wholes_of(frame["Encounter Count"], body)
    if counts.null_count():
        raise BadAnswer(f"{body.name}, column 'Encounter Count': a cell is empty.")
    table = pl.DataFrame(
        [year.alias("year"), number.cast(pl.Int32).alias("number"), origins.fill_null("OOO")]
    )
    return table.select(
        pl.format(
            "{}-{}",
            pl.col("year") - (pl.col("number") >= 10).cast(pl.Int32),
            pl.col("number").cast(pl.String).str.zfill(2),
        ).alias("month"),
        "origin",
        counts.alias("encounters"),
        pl.when(frame["Fiscal Year"].str.contains("(?i)fytd"))
        .then(pl.lit(PROVISIONAL))
        .alias("flag"),
    )


def _no_gap(months: Sequence[str], bodies: Sequence[Body]) -> None:
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in months]
    if lost := sorted({*range(numbers[0], numbers[-1])} - {*numbers}):
        names = ", ".join(body.name for body in bodies[:4])
        raise BadAnswer(f"{names}: {lost[0] // 12}-{lost[0] % 12 + 1:02} is in none of the files.")


CONNECTORS = (Connector("border_encounters_us", _collect, _read, (FILE,)),)
