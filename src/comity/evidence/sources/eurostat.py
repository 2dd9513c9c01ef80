"""Eurostat's Statistics API: one question a year and table, totals among states, letters as flags.

https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-detailed-guidelines/api-statistics
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally, eurostat
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.eurostat_answers import (
    Answer,
    Table,
    answer_of,
    content_of,
    dimensions_of,
)
from comity.evidence.sources.flags import NOT_REPORTED, WITHHELD, WORDS
from comity.evidence.sources.forms import field_of

API = "https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data"
TOTALS = frozenset(
    {
        "TOTAL", "EU", "EU15", "EU25", "EU27_2007", "EU27_2020", "EU28", "EXT_EU27_2007",
        "EXT_EU27_2020", "EXT_EU28", "EA", "EA19", "EA20", "EA21", "EEA", "EFTA",
    }
)  # fmt: skip
"""Codes of CITIZEN and GEO that add up others."""

ANYBODY = {"sex": "T", "age": "TOTAL"}
_MISSING = ("", ":", "-", "NaN")
_PARTS = {"CN_X_HK": "CN"}
"""Citizenships that another one holds already, where both are told."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a dataset is made: its tables, the form of its periods, and whether zeros are kept."""

    dataset: str
    tables: tuple[Table, ...]
    periods: tuple[str, str] = ("{}", "{}")
    zeros: bool = True


def _collect(way: Way, wanted: Wanted, get: Get) -> Iterator[Body]:
    for table in way.tables:
        url = f"{API}/{table.code}"
        filters = (("format", "JSON"), ("lang", "EN"), *table.pinned.items())
        few = (*filters, ("citizen", "TOTAL"), ("lastTimePeriod", "1"))
        first, last = _years(get(Ask(url, few)), wanted)
        every = (*filters, *((table.along, code) for code in table.words))
        for year in range(min(max(first, wanted.since or first), last), last + 1):
            since, until = (form.format(year) for form in way.periods)
            span = (("sinceTimePeriod", since), ("untilTimePeriod", until))
            yield get(Ask(url, (*every, *span)))


def _years(body: Body, wanted: Wanted) -> tuple[int, int]:
    """The first and the last year of a table, as its annotations state them."""
    notes = field_of(field_of(content_of(body), dict, "extension", body), list, "annotation", body)
    told = {note.get("type"): note.get("title") for note in notes if isinstance(note, dict)}
    years = []
    for name in ("OBS_PERIOD_OVERALL_OLDEST", "OBS_PERIOD_OVERALL_LATEST"):
        found = re.match(r"(\d{4})(?!\d)", str(told.get(name, "")))
        if not found:
            raise BadAnswer(f"{body.name} does not state {name}: its form has changed.")
        years.append(int(found[1]))
    first, last = years
    if not 1950 <= first <= last <= wanted.today.year + 1:
        raise BadAnswer(f"{body.name} states figures from {first} to {last}, which cannot be.")
    return first, last


def _read(way: Way, wanted: Wanted, bodies: Sequence[Body]) -> Release:
    tally = Tally(wanted.dataset)
    answers = [answer_of(way.tables, body) for body in bodies]
    frames = [
        _tidy(way, answer, wanted, tally, body)
        for answer, body in zip(answers, bodies, strict=True)
    ]
    for table in way.tables:
        _all_told(table, [answer for answer in answers if answer.table is table], wanted)
    frame = pl.concat(frames)
    days = [answer.updated for answer in answers if answer.updated]
    released = max(days) if days else None
    day = released or wanted.today
    label = f"{'update of' if released else 'as read on'} {day.day} {day:%B %Y}"
    return Release(
        frame, label, released, tally.notes("citizenships or states"), _since(wanted, frame)
    )


def _since(wanted: Wanted, frame: pl.DataFrame) -> int | None:
    """The year with which the table starts: the last one is asked even where it lies before."""
    years = frame[str(wanted.dataset.time_column)].str.extract(r"^(\d{4})").drop_nulls()
    return wanted.since and min([wanted.since, *map(int, years.unique())])


def _all_told(table: Table, answers: Iterable[Answer], wanted: Wanted) -> None:
    """Refuse a release in which a whole table, or one of the things it counts, is missing."""
    told: set[str] = set()
    several = False
    for answer in answers:
        several = True
        told |= {table.words.get(code, "") for code in answer.codes.get(table.along, ())}
    if not several:
        raise BadAnswer(f"{wanted.dataset.name} needs {table.code} too, which was not brought.")
    if gone := set(table.words.values()) - told:
        code = next(code for code, word in table.words.items() if word in gone)
        raise BadAnswer(
            f"{table.code} no longer has {table.along} '{code}': its codes have changed."
        )


def _tidy(way: Way, answer: Answer, wanted: Wanted, tally: Tally, body: Body) -> pl.DataFrame:
    """The cells of one file under the names of the catalogue, with codes as Comity's."""
    table, dataset = answer.table, wanted.dataset
    measure = next(column.name for column in dataset.columns if column.measure)
    cells = _pinned(answer, body).filter(
        ~pl.col("geo").is_in(TOTALS) & ~pl.col("citizen").is_in(TOTALS)
    )
    for held, whole in _PARTS.items():
        if whole in answer.codes["citizen"]:
            cells = cells.filter(pl.col("citizen") != held)
    value, flag = _figures(cells, body)
    columns = [
        cells["time"].alias(str(dataset.time_column)),
        tally.coded(cells["citizen"], "origin", eurostat),
        tally.coded(cells["geo"], "destination", eurostat),
        value.alias(measure),
        flag,
    ]
    if table.along:
        columns.append(
            cells[table.along]
            .replace_strict(table.words, return_dtype=pl.String)
            .alias(table.column)
        )
    tidy = pl.DataFrame(columns).drop_nulls(["origin", "destination"])
    if table.fixed:
        tidy = tidy.with_columns(pl.lit(table.fixed[1]).alias(table.fixed[0]))
    tidy = tidy if way.zeros else tidy.filter(pl.col(measure).is_null() | (pl.col(measure) != 0))
    return _added(tidy, measure)


def _pinned(answer: Answer, body: Body) -> pl.DataFrame:
    """The cells of the codes that are taken; of a dimension that nobody asked about, its total."""
    table, cells = answer.table, answer.cells
    pins = {"unit": "PER", **table.pinned}
    for name in dimensions_of(cells):
        if name in ("citizen", "geo"):
            continue
        if name == table.along:
            cells = cells.filter(pl.col(name).is_in(list(table.words)))
            continue
        codes = answer.codes[name]
        if name not in pins and len(codes) == 1:
            continue
        taken = pins.get(name) or next((one for one in ("TOTAL", "T") if one in codes), "TOTAL")
        if cells.height and taken not in codes:
            found = ", ".join(sorted(map(shown, codes))[:8])
            raise BadAnswer(f"{body.name} has no {name} '{taken}', but {found}.")
        cells = cells.filter(pl.col(name) == taken)
    return cells


def _figures(cells: pl.DataFrame, body: Body) -> tuple[pl.Series, pl.Series]:
    """Whole numbers, and flags that say why a number is missing where it is."""
    text = cells["value"].fill_null("").str.strip_chars()
    empty = text.is_in(list(_MISSING))
    wrong = (~empty & ~text.str.contains(r"^\d{1,15}(\.0+)?$")).arg_true()
    if len(wrong):
        row = cells.row(int(wrong[0]), named=True)
        where = f"{row['citizen']} in {row['geo']}, {row['time']}"
        raise BadAnswer(f"{body.name}: {where}: {shown(row['value'])} is no number of people.")
    value = text.set(empty, None).str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
    flag = cells["flag"].set(~empty & cells["flag"].eq_missing(NOT_REPORTED), None)
    flag = flag.set(empty & flag.ne_missing(WITHHELD), NOT_REPORTED)
    return value, flag


def _added(tidy: pl.DataFrame, measure: str) -> pl.DataFrame:
    """Rows of the same key as one: several codes may stand for the same origin."""
    key = [name for name in tidy.columns if name not in (measure, "flag")]
    if not tidy.select(pl.struct(key).is_duplicated().any()).item():
        return tidy
    order = {word: number for number, word in enumerate(WORDS)}
    rank = pl.col("flag").replace_strict(order, default=-1, return_dtype=pl.Int64)
    grouped = tidy.with_columns(rank.alias("rank")).group_by(key, maintain_order=True)
    whole = grouped.agg(
        pl.when(pl.col(measure).is_null().any())
        .then(None)
        .otherwise(pl.col(measure).sum())
        .alias(measure),
        pl.col("flag").sort_by("rank").last(),
    )
    return whole.select(tidy.columns)


_MONTHS, _QUARTERS = ("{}-01", "{}-12"), ("{}-Q1", "{}-Q4")
_SEXES = {"F": "female", "M": "male", "UNK": "unknown"}
_DECISIONS = {
    "POS_RFG": "refugee_status",
    "POS_SPROT": "subsidiary_protection",
    "POS_HUM": "humanitarian",
    "NEG": "rejected",
}
_REASONS = {"FAM": "family", "EDUC": "education", "EMP": "employment", "OTH": "other"}


def _measured(code: str, measure: str, **pinned: str) -> Table:
    return Table(code, pinned, fixed=("measure", measure))


WAYS = (
    Way(
        "asylum_applicants_eu",
        (Table("migr_asyappctza", {"age": "TOTAL", "applicant": "TOTAL"}, "sex", "sex", _SEXES),),
        zeros=False,
    ),
    Way(
        "asylum_applicants_eu_monthly",
        (
            Table(
                "migr_asyappctzm",
                ANYBODY,
                "applicant",
                "applicant",
                {"TOTAL": "all", "FRST": "first_time"},
            ),
        ),
        _MONTHS,
    ),
    Way(
        "asylum_decisions_eu",
        (Table("migr_asydcfstq", ANYBODY, "decision", "decision", _DECISIONS),),
        _QUARTERS,
    ),
    Way("asylum_pending_eu", (Table("migr_asypenctzm", ANYBODY),), _MONTHS),
    Way(
        "temporary_protection_eu",
        (
            _measured("migr_asytpsm", "beneficiaries", **ANYBODY),
            _measured("migr_asytpfm", "decisions", **ANYBODY),
        ),
        _MONTHS,
    ),
    Way(
        "enforcement_eu",
        (
            _measured("migr_eirfs", "refused_entry", reason="TOTAL", border="TOTAL"),
            _measured(
                "migr_eipre",
                "found_irregularly_present",
                reason="TOTAL",
                apprehen="TOTAL",
                **ANYBODY,
            ),
            _measured("migr_eiord", "ordered_to_leave", **ANYBODY),
            _measured("migr_eirtn", "returned", c_dest="TOTAL", **ANYBODY),
        ),
    ),
    Way(
        "residence_permits_eu",
        (Table("migr_resfirst", {"duration": "TOTAL"}, "reason", "reason", _REASONS),),
    ),
)


def _connector(way: Way) -> Connector:
    return Connector(
        way.dataset,
        lambda wanted, get: [*_collect(way, wanted, get)],
        lambda wanted, bodies: _read(way, wanted, bodies),
        tuple(f"*{t.code}*.{end}" for t in way.tables for end in ("json", "csv", "csv.gz")),
    )


CONNECTORS = tuple(_connector(way) for way in WAYS)
