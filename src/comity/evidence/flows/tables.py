"""Stocks and demography as people bring them, read into one shape and checked cell by cell.

Accepted are the columns of the catalogue (`origin, destination, year, female, male` and `country,
year, births, deaths, net_migration, pop_jul1`), those of researchers' files (`origin_iso3,
destination_iso3, year, sex, stock` and `iso3, year0, pop_start, pop_end, births, deaths,
net_migration`), and alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from comity.core.errors import BadTable, ComityError, shown
from comity.core.tables import Column, Schema, conform
from comity.evidence.flows.naming import coded

Sex = Literal["total", "female", "male"]
SEXES: tuple[Sex, ...] = ("total", "female", "male")
_SEX_WORDS = {
    "total": "total", "t": "total", "both": "total", "both sexes": "total", "b": "total",
    "female": "female", "f": "female", "females": "female", "women": "female",
    "male": "male", "m": "male", "males": "male", "men": "male",
}  # fmt: skip

_ORIGIN = Column(
    "origin", "text", also=("origin_iso3", "from", "orig", "birth", "birthplace", "iso_o", "pob")
)
_DESTINATION = Column(
    "destination",
    "text",
    also=("destination_iso3", "to", "dest", "residence", "iso_d", "por", "geo"),
)
_YEAR = Column("year", "year", also=("t", "time"))
_SEX = Column("sex", "text", nullable=True, also=("gender", "group"))
_PERSONS = ("value", "persons", "migrants", "migrant_stock")
STOCK_BY_ROW = Schema(
    "stocks",
    (
        _ORIGIN,
        _DESTINATION,
        _YEAR,
        _SEX,
        Column("stock", "number", minimum=0, measure=True, nullable=True, also=_PERSONS),
    ),
)
STOCK_BY_COLUMN = Schema(
    "stocks",
    (
        _ORIGIN,
        _DESTINATION,
        _YEAR,
        Column("female", "number", minimum=0, measure=True, nullable=True, also=("females",)),
        Column("male", "number", minimum=0, measure=True, nullable=True, also=("males",)),
    ),
)
_PLACE = Column("country", "text", also=("iso3", "code", "region", "place", "iso"))
_NET = Column("net_migration", "number", measure=True, nullable=True, also=("net", "netmig"))


def _persons(name: str, *also: str, needed: bool = True) -> Column:
    return Column(name, "number", minimum=0, measure=True, nullable=not needed, also=also)


DEMOGRAPHY_BY_PERIOD = Schema(
    "demography",
    (
        _PLACE,
        Column("year0", "year", also=("year", "start")),
        Column("year1", "year", nullable=True, also=("end",)),
        _SEX,
        _persons("births"),
        _persons("deaths"),
        _persons("pop_start", "pop0", needed=False),
        _persons("pop_end", "pop1", needed=False),
        _NET,
    ),
)
DEMOGRAPHY_BY_YEAR = Schema(
    "demography",
    (
        _PLACE,
        _YEAR,
        _SEX,
        _persons("births"),
        _persons("deaths"),
        _persons("pop_jul1", "pop_midyear", "population", "pop"),
        _NET,
    ),
)


@dataclass(frozen=True)
class Table:
    """A table that was read: what it is called in a sentence, and its rows.

    Stocks have the columns origin, destination, year, persons; demography has place, births,
    deaths, pop_start, pop_end, net_migration (the last three may be empty). Labels stand as they
    were written; `label` columns are turned into codes by whoever knows how places merge.
    """

    name: str
    rows: pl.DataFrame
    assumed: str = ""
    """What was taken for granted while reading, in a sentence."""


def stocks(frame: pl.DataFrame, years: tuple[int, int], sex: Sex, name: str) -> Table:
    """The stocks of both years for one sex, in persons; raises `BadTable` in one sentence.

    Rows of several sexes are never added to a total: where a table says whom it counts, its rows of
    the sex that is asked are read and no others.
    """
    wide = _has(frame, "female", "females") and _has(frame, "male", "males")
    if wide and not _has(frame, "stock", *_PERSONS):
        tidy = conform(frame, STOCK_BY_COLUMN, name)
        persons = pl.col("female") + pl.col("male") if sex == "total" else pl.col(sex)
        tidy = tidy.with_columns(persons.alias("stock"))
    else:
        if not _has(frame, "stock", *_PERSONS):
            raise BadTable(
                f"{name} has no column 'stock' (or {', '.join(_PERSONS)}; or female and male); its "
                f"columns are: {', '.join(frame.columns)}. Rename the one that is meant."
            )
        tidy = _of_sex(conform(frame, STOCK_BY_ROW, name), sex, name)
    tidy = tidy.filter(pl.col("year").is_in(list(years)) & pl.col("stock").is_not_null())
    for year in years:
        if tidy.filter(pl.col("year") == year).is_empty():
            known = sorted(
                conform(frame.select(_year_of(frame)), Schema("", (_YEAR,)), name)["year"].unique()
            )
            raise BadTable(
                f"{name} has no stocks of {year} for sex {sex}; it has {_listed(known)}. "
                "Choose a period between two of its years."
            )
    rows = tidy.select("origin", "destination", "year", persons=pl.col("stock"))
    no_doubles(rows, ["origin", "destination", "year"], name)
    return Table(name, rows)


def demography(
    frame: pl.DataFrame, years: tuple[int, int], sex: Sex, name: str
) -> tuple[Table, Sex]:
    """Births, deaths and populations between two mid-years, and the sex they are of.

    Where a table has rows of calendar years, vital events are half of the end years plus the years
    between. The sex is `total` where the table has no figures by sex.
    """
    by_period = _has(frame, "year0", "pop_start") or not _has(frame, "pop_jul1", *_also("pop_jul1"))
    schema = DEMOGRAPHY_BY_PERIOD if by_period else DEMOGRAPHY_BY_YEAR
    tidy = conform(frame, schema, name)
    stated: Sex = sex if _says(tidy, sex) else "total"
    tidy = _of_sex(tidy, stated, name)
    rows = _of_period(tidy, years, name) if by_period else _of_years(tidy, years, name)
    no_doubles(rows, ["country"], name)
    return Table(name, rows, _assumed(tidy, years, name) if by_period else ""), stated


def _also(column: str) -> tuple[str, ...]:
    return next(c.also for c in DEMOGRAPHY_BY_YEAR.columns if c.name == column)


def _has(frame: pl.DataFrame, *names: str) -> bool:
    plain = {name.strip().lower().replace(" ", "_") for name in frame.columns}
    return bool(plain & {*names})


def _year_of(frame: pl.DataFrame) -> str:
    return next(n for n in frame.columns if n.strip().lower() in (_YEAR.name, *_YEAR.also))


def _says(tidy: pl.DataFrame, sex: Sex) -> bool:
    known = tidy["sex"].drop_nulls().str.to_lowercase().unique().to_list()
    return sex in {_SEX_WORDS.get(word) for word in known}


def _of_sex(tidy: pl.DataFrame, sex: Sex, name: str) -> pl.DataFrame:
    """The rows of one sex; a table that says nothing of sexes speaks of both together."""
    told = tidy["sex"].drop_nulls().str.strip_chars().str.to_lowercase()
    if told.is_empty():
        if sex != "total":
            raise BadTable(
                f"{name} has no column 'sex' with rows of sex {sex}; bring a table by sex, or ask "
                "for --sex total."
            )
        return tidy
    if strange := sorted({*told.unique()} - {*_SEX_WORDS}):
        row = tidy["sex"].str.to_lowercase().index_of(strange[0])
        raise BadTable(
            f"{name}, row {(row or 0) + 2}, column 'sex': '{shown(strange[0])}' is none of: total, "
            "female, male."
        )
    meant = pl.col("sex").fill_null("total").str.strip_chars().str.to_lowercase()
    rows = tidy.filter(meant.replace_strict(_SEX_WORDS, default="total") == sex)
    if rows.is_empty():
        raise BadTable(
            f"{name} has no rows of sex {sex}, and rows of several sexes are not added up; add "
            f"rows of sex {sex}, or choose a sex and a method that need none."
        )
    return rows


def _of_period(tidy: pl.DataFrame, years: tuple[int, int], name: str) -> pl.DataFrame:
    """The rows of one period; of several that follow each other, their sums."""
    year0, year1 = years
    starts = sorted(tidy["year0"].unique())
    if year0 not in starts:
        raise BadTable(f"{name} has no period that starts in {year0}; it has {_listed(starts)}.")
    ends = tidy.filter(pl.col("year0") == year0)["year1"].drop_nulls().unique().to_list()
    if ends not in ([], [year1]):
        raise BadTable(f"{name} has a period from {year0} to {ends[0]}, not to {year1}.")
    inside = [start for start in starts if year0 <= start < year1]
    if not ends and len(starts) > 1 and year1 != _next(starts, inside[-1]):
        raise BadTable(
            f"{name} has periods that start in {_listed(starts)}, so that of {year0} seems not to "
            f"end in {year1}; choose another period, or add a column year1 that says so."
        )
    chosen = tidy.filter(pl.col("year0").is_in(inside)).sort("year0", maintain_order=True)
    columns = ("country", "births", "deaths", "pop_start", "pop_end", "net_migration")
    if len(inside) == 1:
        return chosen.select(columns)
    no_doubles(chosen, ["country", "year0"], name)
    sums = [
        pl.when(pl.col(c).is_null().any()).then(None).otherwise(pl.col(c).sum()).alias(c)
        for c in ("births", "deaths", "net_migration")
    ]
    whole = chosen.group_by("country", maintain_order=True).agg(
        *sums, pl.col("pop_start").first(), pl.col("pop_end").last(), pl.len()
    )
    return whole.filter(pl.col("len") == len(inside)).select(columns)


def _assumed(tidy: pl.DataFrame, years: tuple[int, int], name: str) -> str:
    """What nobody can see from a table with one period that does not say when it ends."""
    if tidy["year0"].n_unique() > 1 or not tidy["year1"].drop_nulls().is_empty():
        return ""
    return f"{name} does not say when its period ends; it is taken to be {years[0]} to {years[1]}."


def _next(starts: Sequence[int], year: int) -> int:
    """The start of the next period; after the last one as long as the period before."""
    at = starts.index(year)
    return starts[at + 1] if at + 1 < len(starts) else 2 * year - starts[at - 1]


def _of_years(tidy: pl.DataFrame, years: tuple[int, int], name: str) -> pl.DataFrame:
    year0, year1 = years
    inside = tidy.filter(pl.col("year").is_between(year0, year1))
    missing = {*range(year0, year1 + 1)} - {*inside["year"].unique()}
    if missing:
        raise BadTable(
            f"{name} has no rows of {min(missing)}; bring every year of {year0}-{year1}."
        )
    no_doubles(inside, ["country", "year"], name)
    half = pl.when(pl.col("year").is_in([year0, year1])).then(0.5).otherwise(1.0)
    whole = inside.group_by("country").len().filter(pl.col("len") == year1 - year0 + 1)["country"]
    sums = [
        pl.when(pl.col(c).is_null().any()).then(None).otherwise((pl.col(c) * half).sum()).alias(c)
        for c in ("births", "deaths", "net_migration")
    ]
    ends = [
        pl.col("pop_jul1").filter(pl.col("year") == year).first().alias(c)
        for year, c in ((year0, "pop_start"), (year1, "pop_end"))
    ]
    rows = inside.filter(pl.col("country").is_in(whole.implode()))
    return rows.group_by("country", maintain_order=True).agg(*sums, *ends)


def no_doubles(rows: pl.DataFrame, key: Sequence[str], name: str) -> None:
    """Refuse two rows of the same key; raises `BadTable` with the first of them."""
    doubles = rows.filter(pl.struct(key).is_duplicated())
    if not doubles.is_empty():
        what = ", ".join(f"{column} {doubles[0, column]}" for column in key)
        raise BadTable(f"{name} has several rows for {what}; keep one of them.")


def _listed(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years) or "none"


def seed(frame: pl.DataFrame, places: Sequence[str], name: str) -> pl.DataFrame:
    """A seed matrix: origin, destination and a weight of zero or more; absent pairs weigh nothing.

    A square table with the origins in its first column (whatever its heading, also none) and a
    column a destination is read too.
    """
    long = _has(frame, "origin", *_ORIGIN.also) and _has(frame, "destination", *_DESTINATION.also)
    if not long:
        labels = frame.columns[0]
        frame = frame.unpivot(index=labels, variable_name="destination", value_name="weight")
        frame = frame.rename({labels: "origin"})
    schema = Schema("seed", (_ORIGIN, _DESTINATION, _persons("weight", "seed", "value", "w", "x")))
    tidy = conform(frame, schema, name)
    coded_rows = tidy.with_columns(
        pl.col(c).replace_strict({v: coded(v) for v in tidy[c].unique()}, return_dtype=pl.String)
        for c in ("origin", "destination")
    )
    no_doubles(coded_rows, ["origin", "destination"], name)
    known = {*coded_rows["origin"]} & {*coded_rows["destination"]}
    if missing := [place for place in places if place not in known]:
        raise ComityError(
            f"{name} has no weights for {', '.join(missing[:5])}; a seed needs every place, as an "
            "origin and as a destination."
        )
    return coded_rows.filter(
        pl.col("origin").is_in(list(places)) & pl.col("destination").is_in(list(places))
    )
