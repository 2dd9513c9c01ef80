"""Frontex's monthly workbook of detections, whose address changes with every release.

https://www.frontex.europa.eu/what-we-do/monitoring-and-risk-analysis/migratory-map/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import unquote, urlsplit

import polars as pl

from comity.core.places import folded
from comity.evidence.sources.codes import Tally, named
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.forms import column_of, hrefs_of, wholes_of
from comity.evidence.sources.workbooks import sheet_of

PAGE = "https://www.frontex.europa.eu/what-we-do/monitoring-and-risk-analysis/migratory-map/"
FILE = "monthly_detections_of_ibc*.xlsx"
SHEET = "Detections_of_IBC"
AGENT = (("User-Agent", "Mozilla/5.0 (compatible; Comity; migration statistics)"),)
"""Frontex turns programmes away whose name does not begin like a browser's; this one names itself.

Reported by others who fetch the file; it answers GET alone.
"""

BORDER = ("BorderLocation", "Border Location", "Border type", "Border type or inland")
NATIONALITY = ("NationalityLong", "Nationality")
OTHERS = {
    "unspecified sub saharan nationals": "OOS",
    "stateless": "STL",
    "unknown": "OOO",
    "unspecified": "OOO",
    "not specified": "OOO",
    "not available": "OOO",
    "other": "OOO",
    "others": "OOO",
}
"""What stands among the nationalities without being one, folded, to Comity's special codes."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _nationality(text: str) -> str | None:
    return OTHERS.get(folded(text)) or named(text)


def _collect(_wanted: Wanted, get: Get) -> list[Body]:
    page = get(Ask(PAGE, form="html", headers=AGENT))
    dated = {href: day for href in hrefs_of(page, FILE) if (day := _day(_file(href)))}
    if not dated:
        raise BadAnswer(
            f"{page.name} links to no file like Monthly_detections_of_IBC_2025_06_03.xlsx; the "
            "page has changed, so download the file and use 'comity sync --from'."
        )
    newest = max(dated, key=lambda href: dated[href])
    return [get(Ask(newest, form="xlsx", headers=AGENT))]


def _file(href: str) -> str:
    return unquote(urlsplit(href).path).rsplit("/", 1)[-1]


def _day(name: str) -> date | None:
    """The day in a file's name, where there is one.

    >>> _day("Monthly_detections_of_IBC_2025_06_03.xlsx")
    datetime.date(2025, 6, 3)
    """
    found = re.search(r"(20[0-9]{2})[_.-]?([01][0-9])[_.-]?([0-3][0-9])(?![0-9])", name)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _month(heading: str) -> str | None:
    """The month that a heading names, as text or as the first day of it.

    >>> _month("JAN2009"), _month("Sept 2025"), _month("2026-03-01"), _month("Total")
    ('2009-01', '2025-09', '2026-03', None)
    """
    if found := re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])(-01.*)?", heading.strip()):
        return f"{found[1]}-{found[2]}"
    found = re.fullmatch(r"([a-z]{3})[a-z]*[ ._-]*(20)?([0-9]{2})", heading.strip().lower())
    if found is None or found[1] not in _MONTHS:
        return None
    return f"20{found[3]}-{_MONTHS.index(found[1]) + 1:02}"


def _read(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    body = max(bodies, key=lambda one: _released(one) or date.min)
    sheet = sheet_of(body, [SHEET], ["Route"])
    months = {name: month for name in sheet.columns if (month := _month(name))}
    if not months or len(set(months.values())) < len(months):
        what = "two columns for one month" if months else "no column for a month (JAN2009)"
        raise BadAnswer(f"{body.name}, sheet '{SHEET}', has {what}: its form has changed.")
    tally = Tally(wanted.dataset)
    wide = pl.DataFrame(
        [
            sheet["Route"].str.strip_chars().alias("route"),
            column_of(sheet, BORDER, body).str.strip_chars().alias("border_type"),
            column_of(sheet, NATIONALITY, body).alias("origin"),
            *(wholes_of(sheet[name], body).alias(month) for name, month in months.items()),
        ]
    ).filter(~pl.col("route").fill_null("total").str.contains("(?i)^(grand )?total"))
    known = tally.coded(wide["origin"], "origin", _nationality)
    _mostly_known(known, body)
    keys = ["month", "route", "border_type", "origin"]
    tidy = (
        wide.with_columns(known.fill_null("OOO"))
        .unpivot(index=keys[1:], variable_name="month", value_name="detections")
        .filter(pl.col("detections") != 0)
        .group_by(keys)
        .agg(pl.col("detections").sum())
    )
    if tidy.is_empty():
        raise BadAnswer(f"{body.name}, sheet '{SHEET}', holds no detections.")
    released = _released(body)
    label = f"months to {tidy['month'].drop_nulls().max()!s}"
    if released:
        label = f"file of {released.day} {released:%B %Y}"
    return Release(tidy, label, released, tally.kept_as("OOO", "nationalities"))


def _released(body: Body) -> date | None:
    return _day(_file(body.url)) or _day(body.name)


def _mostly_known(origins: pl.Series, body: Body) -> None:
    """Other names for a few nationalities are no matter; other names for most are another file."""
    if len(origins) and origins.null_count() > len(origins) / 4:
        raise BadAnswer(
            f"{body.name}: {origins.null_count():,} of {len(origins):,} nationalities are no known "
            "country or area: its form has changed."
        )


CONNECTORS = (Connector("border_detections_eu", _collect, _read, ("monthly_detections*.xlsx",)),)
