"""UNHCR's lists around the stocks: people by sex and age, this year's estimate, notes, its codes.

https://api.unhcr.org/docs/refugee-statistics.html
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from itertools import product

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally, iso
from comity.evidence.sources.contract import BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.flags import ESTIMATED, NOT_REPORTED
from comity.evidence.sources.unhcr import (
    Endpoint,
    added_up,
    codes_of,
    collect,
    counted,
    labelled,
    listed,
    newest,
    paged,
    place_of,
    sided,
    table,
    years_of,
)

TYPES = {
    "REF": "refugees", "ROC": "refugees", "ASY": "asylum_seekers", "OIP": "oip", "VDA": "oip",
    "IDP": "idps", "IOC": "idps", "STA": "stateless", "OOC": "ooc", "HST": "hst",
    "RET": "returned_refugees", "RDP": "returned_idps", "RST": "resettlement",
    "NAT": "naturalisation",
}  # fmt: skip
"""UNHCR's population types; people in situations like those of refugees are counted with them."""

_AGES = ("0_4", "5_11", "12_17", "18_59", "60", "other", "total")
_CALLED = {"f": "female", "m": "male", "60": "60_plus", "other": "age_unknown"}
BANDS = {
    f"{sex}_{age}": f"{_CALLED[sex]}_{_CALLED.get(age, age)}" for sex, age in product("fm", _AGES)
}
"""The API's fields of people by sex and age, and the columns that they become."""

DEMOGRAPHICS = Endpoint(
    "demographics", 2001, (*BANDS, "total"), ("pop_type",), (("ptype_show", "true"),)
)
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if number}
_SPAN = re.compile(r"(\d{4})(?:\s*[-\u2013]\s*(\d{4}))?")
_REGION = re.compile(r"region[=_ -](\d+)")
_COUNTRY = ("name", "code", "iso", "majorArea", "region")


def _demographics(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """People by sex and age; where a row has nothing but its total, noughts are no figures."""
    tally = Tally(wanted.dataset)
    frame = table(DEMOGRAPHICS, bodies)
    category = _categories(frame["pop_type"])
    frame = sided(
        frame.with_columns(category), tally, ("coo", "origin"), ("coa", "destination")
    ).rename(BANDS)
    known = pl.col("female_total").fill_null(0) + pl.col("male_total").fill_null(0) > 0
    broken = known | (pl.col("total") == 0)
    flag = pl.max_horizontal(f"{name} flag" for name in DEMOGRAPHICS.figures)
    frame = frame.with_columns(
        pl.when(broken).then(pl.col(*BANDS.values())),
        flag=pl.when(broken).then(flag).otherwise(pl.max_horizontal(flag, pl.lit(NOT_REPORTED))),
    )
    key = ("origin", "destination", "year", "category")
    return labelled(added_up(frame, key, ["total", *BANDS.values()]), wanted, tally.notes())


def _categories(types: pl.Series) -> pl.Series:
    plain = types.fill_null("").str.strip_chars().str.to_uppercase()
    if strange := sorted(set(plain.to_list()) - TYPES.keys()):
        raise BadAnswer(
            f"UNHCR counts the population type '{shown(strange[0])}', which is none of "
            f"{', '.join(TYPES)}: its form has changed."
        )
    return plain.replace_strict(TYPES, return_dtype=pl.String).alias("category")


def _collect_nowcast(_wanted: Wanted, get: Get) -> Iterator[Body]:
    yield from paged("nowcasting", (("coa_all", "true"), ("cf_type", "ISO")), get)


def _nowcast(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """The newest month of each country; the sum over all of them is set aside."""
    tally = Tally(wanted.dataset)
    needed = ("year", "month", "coa", "coa_iso", "refugees", "asylum_seekers", "source")
    rows = pl.concat([_snapshot(listed(body, needed).select(needed), body) for body in bodies])
    frame = sided(rows, tally, ("coa", "destination"))
    flags = pl.max_horizontal("refugees flag", "asylum_seekers flag")
    frame = frame.with_columns(flag=pl.coalesce(flags, pl.lit(ESTIMATED)))
    return Release(frame, f"estimate for {newest(frame, 'month')}", None, tally.notes())


def _snapshot(rows: pl.DataFrame, body: Body) -> pl.DataFrame:
    """Rows with their month as in 2026-08; the API writes the month's English name."""
    names = rows["month"].fill_null("").str.strip_chars().str.to_lowercase()
    number = names.replace_strict(_MONTHS, default=None, return_dtype=pl.Int64)
    if number.null_count():
        wrong = rows["month"][int(number.is_null().arg_true()[0])]
        raise BadAnswer(f"{body.name}: '{shown(wrong)}' stands where the name of a month belongs.")
    year = years_of(rows["year"], body).cast(pl.String)
    month = year + "-" + number.cast(pl.String).str.zfill(2)
    found = [each for name in ("refugees", "asylum_seekers") for each in counted(rows[name], body)]
    return rows.with_columns(month.alias("month"), *found)


def _collect_notes(_wanted: Wanted, get: Get) -> Iterator[Body]:
    yield from paged("footnotes", (), get)


def _notes(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """One row for each category and span of years that a note speaks of."""
    tally = Tally(wanted.dataset)
    needed = ("year", "coo_iso", "coa_iso", "population_type", "footnote")
    rows = pl.concat([listed(body, needed).select(needed) for body in bodies])
    coded = [
        _anywhere(rows, f"{side}_iso", column, tally)
        for side, column in (("coo", "origin"), ("coa", "destination"))
    ]
    rows = rows.with_columns(coded).filter(pl.col("origin") != "?", pl.col("destination") != "?")
    found, odd = [], 0
    for row in rows.iter_rows(named=True):
        spans, types = _spans(row["year"] or ""), _types(row["population_type"] or "")
        text = " ".join((row["footnote"] or "").split())
        odd += not (spans and types and text)
        found += [
            (row["origin"] or None, row["destination"] or None, category, *span, text)
            for category, span in product(types, spans)
            if text
        ]
    columns = ("origin", "destination", "category", "first_year", "last_year", "note")
    frame = pl.DataFrame(sorted(set(found), key=str), schema=columns, orient="row")
    aside = (
        [f"Set aside: {odd:,} notes without a text, a year or a population type."] if odd else []
    )
    return Release(frame, f"notes to {newest(frame, 'last_year')}", None, (*aside, *tally.notes()))


def _anywhere(rows: pl.DataFrame, side: str, column: str, tally: Tally) -> pl.Series:
    """Places, blank where a note speaks of every country and "?" where it names an unknown one."""
    coded = tally.coded(rows[side], column, iso, aside=("",))
    blank = rows[side].fill_null("").str.strip_chars() == ""
    return pl.Series(column, ["" if b else c or "?" for b, c in zip(blank, coded, strict=True)])


def _spans(text: str) -> list[tuple[int, int]]:
    """Spans of years, as in "2015 - 2018, 2020"; none where one of them is not understood."""
    found = [_SPAN.fullmatch(one.strip()) for one in text.split(",")]
    pairs = [(int(one[1]), int(one[2] or one[1])) for one in found if one]
    return pairs if len(pairs) == len(found) and all(a <= b for a, b in pairs) else []


def _types(text: str) -> list[str]:
    codes = [one.strip().upper() for one in text.split(",")]
    known = [TYPES[code] for code in codes if code in TYPES]
    return [*dict.fromkeys(known)] if len(known) == len(codes) else []


def _collect_countries(_wanted: Wanted, get: Get) -> Iterator[Body]:
    """All countries, the regions, and once more the countries of each region.

    The API tells no country's region, but it can be asked for the countries of one.
    """
    yield from paged("countries", (), get)
    regions = [*paged("regions", (), get)]
    yield from regions
    for number in _regions(regions):
        yield from paged("countries", (("unhcr_region", number),), get)


def _regions(bodies: Sequence[Body]) -> dict[str, str]:
    rows = [listed(body, ("id", "name")).select("id", "name") for body in bodies]
    return {n: name.strip() for one in rows for n, name in one.iter_rows() if n and name}


def _countries(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """UNHCR's codes with the region of each, which the address (or file name) of a list tells."""
    lists = [(body, listed(body, ("name",))) for body in bodies]
    regions = _regions([body for body, rows in lists if "code" not in rows.columns])
    whole = [(body, listed(body, _COUNTRY)) for body, rows in lists if "code" in rows.columns]
    if not whole:
        raise BadAnswer("UNHCR's list of countries is not among the files; only its regions are.")
    members: dict[str, str] = {}
    for body, rows in whole:
        number = _REGION.search(body.url or body.name)
        region = regions.get(number[1]) if number else None
        codes = rows["code"].drop_nulls().to_list() if region else []
        if twice := sorted(code for code in codes if members.get(code, region) != region):
            raise BadAnswer(f"{body.name} puts {shown(twice[0])} in a second region.")
        members |= dict.fromkeys(codes, region or "")
    bare = pl.concat([rows.select(_COUNTRY) for _body, rows in whole])
    frame = bare.unique("code", keep="first", maintain_order=True)
    frame = frame.rename({"majorArea": "area", "region": "subarea", "code": "unhcr_code"})
    code, text = pl.col("unhcr_code"), pl.col("name", "area", "subarea")
    tidy = frame.with_columns(
        text.str.strip_chars().replace({"": None}),
        _own(frame, wanted),
        code.replace_strict(members, default=None, return_dtype=pl.String).alias("region"),
    )
    return Release(tidy, f"list as read on {wanted.today}")


def _own(frame: pl.DataFrame, wanted: Wanted) -> pl.Series:
    """The place of each code, blank for the few that are of no place known today."""
    named = frame.rename({"unhcr_code": "coa", "iso": "coa_iso"})
    return Tally(wanted.dataset).coded(codes_of(named, "coa"), "country", place_of)


CONNECTORS = (
    Connector(
        "displaced_demographics",
        lambda wanted, get: [*collect(DEMOGRAPHICS, wanted, get)],
        _demographics,
        ("demographics*.json",),
    ),
    Connector(
        "displacement_nowcast",
        lambda wanted, get: [*_collect_nowcast(wanted, get)],
        _nowcast,
        ("nowcasting*.json",),
    ),
    Connector(
        "unhcr_footnotes",
        lambda wanted, get: [*_collect_notes(wanted, get)],
        _notes,
        ("footnotes*.json",),
    ),
    Connector(
        "unhcr_countries",
        lambda wanted, get: [*_collect_countries(wanted, get)],
        _countries,
        ("countries*.json", "regions*.json"),
    ),
)
