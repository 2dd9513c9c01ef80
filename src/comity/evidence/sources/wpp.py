"""World Population Prospects: CSV files of a revision, found by the site's own list of downloads.

Figures are thousands of people. A revision may have an interim update: a ZIP archive in which some
countries stand anew; they take the place of those in the main file, whose world total stays as is.
https://population.un.org/wpp/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote, urljoin

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally, iso
from comity.evidence.sources.contract import (
    MEBIBYTE,
    Ask,
    BadAnswer,
    Body,
    Connector,
    Form,
    Get,
    Release,
    Wanted,
)
from comity.evidence.sources.forms import csv_of, figures, json_of, member_of, unzipped

SITE = "https://population.un.org/wpp/"
LIST = f"{SITE}assets/downloads.json"
INDICATORS = "Demographic_Indicators_Medium"
INTERVALS = "Demographic_Indicators_OtherVariants"
AGES = "PopulationByAge5GroupSex_Medium"
UPDATE = "CSV_files_update"

FIRST_YEAR, LAST_YEAR = 1990, 2050
"""The years of the tables that ship; the publisher's reach from 1950 to 2100."""

YOUTH = ("15-19", "20-24")
BOUNDS = {
    "Lower 80 PI": "lower80",
    "Lower 95 PI": "lower95",
    "Upper 80 PI": "upper80",
    "Upper 95 PI": "upper95",
}

_WORLD = "900"
_WHERE = ("LocID", "ISO3_code", "Variant", "Time")
_VITAL = {
    "Births": "births",
    "Deaths": "deaths",
    "NetMigrations": "net_migration",
    "TPopulation1Jan": "pop_jan1",
    "TPopulation1July": "pop_jul1",
}
_MOST = 384 * MEBIBYTE


def _collect(table: str, wanted: Wanted, get: Get) -> Iterator[Body]:
    """The file of the newest revision, and its interim update where there is one."""
    listed = get(Ask(LIST))
    paths = [*_paths(json_of(listed))]
    newest = _newest(paths, rf"WPP(\d{{4}})_{table}\.csv\.gz", listed)
    yield get(_file(newest, "gzip"))
    revision = re.findall(r"WPP(\d{4})_", newest)[-1]
    updates = [path for path in paths if path.endswith(f"WPP{revision}_{UPDATE}.zip")]
    if updates and table != INTERVALS:
        yield get(_file(updates[0], "zip"))


def _paths(content: Any) -> Iterator[str]:
    """Every path in the list of downloads, which is a tree of folders and groups."""
    nodes = [content]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            if isinstance(path := node.get("Path"), str):
                yield path
            nodes += node.values()
        elif isinstance(node, list):
            nodes += node


def _newest(paths: list[str], pattern: str, listed: Body) -> str:
    found = {years[0]: path for path in paths if (years := re.findall(f"{pattern}$", path))}
    if not found:
        raise BadAnswer(
            f"{listed.name} lists {len(paths)} files, none named like {pattern}: its form has "
            "changed; download the file by hand and bring it."
        )
    return found[max(found)]


def _file(path: str, form: Form) -> Ask:
    return Ask(urljoin(SITE, quote(path, safe="/:()%")), form=form, most=_MOST)


def _rows(
    table: str, columns: Sequence[str], bodies: Sequence[Body]
) -> tuple[pl.DataFrame, str, tuple[str, ...]]:
    """The rows of states and of the world, the label of the release, and what was set aside."""
    revisions: set[str] = set()
    frames: list[pl.DataFrame] = []
    updates: list[pl.DataFrame] = []
    for body in bodies:
        revisions |= set(re.findall(r"WPP(\d{4})_", f"{body.name} {body.url}")[-1:])
        update = "update" in body.name.casefold()
        csv = _unpacked(body, f"WPP*_{table}{'_Update' if update else ''}.csv")
        frame = csv_of(csv, (*_WHERE, *columns), only=True)
        frame = frame.select(*_WHERE, *columns, pl.lit(csv.name).alias("file"))
        (updates if update else frames).append(frame)
    if not frames or len(revisions) != 1:
        raise BadAnswer(
            f"One revision's WPP…_{table}.csv.gz is needed under that name; there is: "
            f"{', '.join(body.name for body in bodies)}."
        )
    revision = revisions.pop()
    everything = pl.concat(frames)
    kept, label = _kept(everything), revision
    notes = [f"Set aside: {everything.height - kept.height:,} rows of regions and other years."]
    if updates:
        newer = _kept(pl.concat(updates))
        places = newer["ISO3_code"].unique().sort()
        kept = pl.concat([kept.filter(~pl.col("ISO3_code").is_in(places.to_list())), newer])
        notes.append(f"Taken from the interim update of the revision: {', '.join(places)}.")
        label = f"{revision}, with its interim update"
    return kept, label, tuple(notes)


def _unpacked(body: Body, pattern: str) -> Body:
    if body.data[:200].lstrip().startswith(b"<"):
        raise BadAnswer(f"{body.name} is a web page where a file was asked for; try again later.")
    return member_of(body, pattern) if body.data.startswith(b"PK") else unzipped(body)


def _kept(frame: pl.DataFrame) -> pl.DataFrame:
    """States, areas and the world, in the years that are kept; regions carry no ISO code."""
    world = pl.col("LocID").str.strip_chars() == _WORLD
    place = pl.when(world).then(pl.lit("WLD")).otherwise(pl.col("ISO3_code").str.strip_chars())
    year = pl.col("Time").str.strip_chars().cast(pl.Int32, strict=False)
    stripped = frame.with_columns(
        place.alias("ISO3_code"), year.alias("year"), pl.col("Variant").str.strip_chars()
    )
    return stripped.filter(
        pl.col("ISO3_code").is_not_null()
        & (pl.col("ISO3_code") != "")
        & pl.col("year").is_between(FIRST_YEAR, LAST_YEAR)
    )


def _persons(rows: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
    """Thousands as persons, under the catalogue's names."""
    body = Body(_file_of(rows), b"")
    return rows.with_columns(
        (figures(rows[name], body) * 1000).round().cast(pl.Int64).alias(new)
        for name, new in columns.items()
    )


def _file_of(rows: pl.DataFrame) -> str:
    return str(rows["file"][0]) if rows.height else "The file"


def _medium(rows: pl.DataFrame, label: str) -> pl.DataFrame:
    """The medium variant, with the years before the revision called estimates, as they are."""
    found = rows.filter(pl.col("Variant") == "Medium")
    if found.is_empty():
        raise BadAnswer(_no_variant(rows, "Medium"))
    projected = pl.col("year") >= int(label[:4])
    variant = pl.when(projected).then(pl.lit("medium")).otherwise(pl.lit("estimate"))
    return found.with_columns(variant.alias("variant"))


def _no_variant(rows: pl.DataFrame, wanted: str) -> str:
    there = ", ".join(shown(name) for name in rows["Variant"].drop_nulls().unique().sort().head(12))
    return f"{_file_of(rows)} has no rows of the variant '{wanted}'; it has: {there or 'none'}."


def _coded(rows: pl.DataFrame, wanted: Wanted) -> tuple[pl.DataFrame, tuple[str, ...]]:
    tally = Tally(wanted.dataset)
    coded = rows.with_columns(tally.coded(rows["ISO3_code"], "country", iso))
    return coded.drop_nulls("country"), tally.notes()


def _whole(rows: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows in which every one of these is told, and a note on the others."""
    told = rows.drop_nulls(columns)
    lacking = rows.join(told, on=["country", "year"], how="anti")["country"].unique().sort()
    if lacking.is_empty():
        return told, ()
    return told, (f"Left out, as figures are missing there: {', '.join(lacking.head(12))}.",)


def _demography(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    rows, label, notes = _rows(INDICATORS, [*_VITAL], bodies)
    coded, unknown = _coded(_persons(_medium(rows, label), _VITAL), wanted)
    told, gaps = _whole(coded, [*_VITAL.values()])
    frame = told.select("country", "year", "variant", *_VITAL.values())
    return Release(frame, label, notes=notes + unknown + gaps)


def _intervals(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    rows, label, notes = _rows(INTERVALS, ["NetMigrations"], bodies)
    told = _persons(rows, {"NetMigrations": "persons"}).drop_nulls("persons")
    for name in BOUNDS:
        if name not in rows["Variant"]:
            raise BadAnswer(_no_variant(rows, name))
        if name not in told["Variant"]:
            raise BadAnswer(f"{_file_of(rows)} gives no net migration for the variant '{name}'.")
    bounds = told.filter(pl.col("Variant").is_in([*BOUNDS]))
    coded, unknown = _coded(bounds, wanted)
    _once(coded, "Variant")
    wide = coded.group_by("country", "year").agg(
        pl.col("persons").filter(pl.col("Variant") == name).first().alias(bound)
        for name, bound in BOUNDS.items()
    )
    whole, gaps = _whole(wide, [*BOUNDS.values()])
    return Release(
        whole.select("country", "year", *BOUNDS.values()), label, notes=notes + unknown + gaps
    )


def _ages(
    columns: dict[str, str], wanted: Wanted, bodies: Sequence[Body]
) -> tuple[pl.DataFrame, str, tuple[str, ...]]:
    """The population by age group in persons, with its label and notes."""
    rows, label, notes = _rows(AGES, ["AgeGrp", *columns], bodies)
    coded, unknown = _coded(_persons(_medium(rows, label), columns), wanted)
    coded = coded.with_columns(pl.col("AgeGrp").str.strip_chars())
    groups = set(coded["AgeGrp"].drop_nulls())
    if not {"0-4", *YOUTH} <= groups or not any(group.endswith("+") for group in groups):
        raise BadAnswer(
            f"{_file_of(coded)} has the age groups {', '.join(sorted(map(shown, groups))[:8])}; "
            "groups of five years from 0-4 to an open one were looked for."
        )
    _once(coded, "AgeGrp")
    return coded, label, notes + unknown


def _once(rows: pl.DataFrame, kind: str) -> None:
    """Raise where a place and year has two rows of the same kind."""
    doubled = rows.filter(pl.struct("country", "year", kind).is_duplicated())
    if doubled.height:
        place, year, what = doubled.select("country", "year", kind).row(0)
        raise BadAnswer(f"{_file_of(rows)} has two rows for {place}, {year}, {shown(what)}.")


def _youth(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    coded, label, notes = _ages({"PopTotal": "persons"}, wanted, bodies)
    fifth = coded.filter(pl.col("year") % 5 == 0)
    shares = fifth.group_by("country", "year").agg(
        pl.col("persons").filter(pl.col("AgeGrp").is_in(YOUTH)).sum().alias("young"),
        pl.col("persons").sum().alias("all"),
    )
    shares = shares.filter(pl.col("all") > 0).with_columns(
        (pl.col("young") / pl.col("all")).round(5).alias("youth_share")
    )
    return Release(shares.select("country", "year", "youth_share"), label, notes=notes)


def _by_age(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    columns = {"PopFemale": "female", "PopMale": "male"}
    coded, label, notes = _ages(columns, wanted, bodies)
    frame = coded.select(
        "country", "year", pl.col("AgeGrp").alias("age_group"), "variant", *columns.values()
    )
    return Release(frame, label, notes=notes)


def _connector(
    dataset: str, table: str, read: Callable[[Wanted, Sequence[Body]], Release]
) -> Connector:
    files = (f"WPP*_{table}*.csv*", f"WPP*_{UPDATE}*.zip")
    return Connector(
        dataset,
        lambda wanted, get: [*_collect(table, wanted, get)],
        read,
        files[: 1 if table == INTERVALS else 2],
    )


CONNECTORS = (
    _connector("demography", INDICATORS, _demography),
    _connector("net_migration_intervals", INTERVALS, _intervals),
    _connector("youth_share", AGES, _youth),
    _connector("population_by_age_sex", AGES, _by_age),
)
