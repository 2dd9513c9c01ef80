"""The UN's database of SDG indicators: a list of series, then the figures of each, in pages.

What a figure is broken down by comes with it as codes, and each page lists what its codes mean.
https://unstats.un.org/sdgs/UNSDGAPIV5/swagger/index.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally, m49
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.flags import ESTIMATED, NOT_REPORTED, OBS_STATUS, WITHHELD
from comity.evidence.sources.forms import field_of, figures, json_of, records

API = "https://unstats.un.org/sdgs/UNSDGAPIV5/v1/sdg"
POLICIES = "SG_CPA_MIGRS"
INDICATORS = ("10.7.1", "10.7.2", "10.7.3", "10.7.4", "10.c.1")
"""The indicators on migration and on what it costs to send money home."""

CORRIDORS = ("SI_RMT_COST_BC", "SI_RMT_COST_SC")
"""Series of pairs of countries, which the dataset `remittance_prices` has with more detail."""

CATEGORIES = {
    1: "Requires further progress", 2: "Partially meets", 3: "Meets", 4: "Fully meets"
}  # fmt: skip

_PAGE = 10_000
_MOST_PAGES = 200
_WORLD = "1"
_FIELDS = ("series", "area", "year", "value", "nature", "status", "units", "reporting", "breakdown")
_GUESSED = {"E": ESTIMATED, "M": ESTIMATED}


def _collect(chosen: Callable[[Body], Sequence[str]], wanted: Wanted, get: Get) -> Iterator[Body]:
    listed = get(Ask(f"{API}/Series/List", (("allreleases", "false"),)))
    yield listed
    for code in chosen(listed):
        yield from _pages(code, wanted, get)


def _pages(code: str, wanted: Wanted, get: Get) -> Iterator[Body]:
    asked: list[tuple[str, str]] = [("seriesCode", code), ("pageSize", str(_PAGE))]
    if wanted.since:
        asked += [("timePeriod", str(y)) for y in range(wanted.since, wanted.today.year + 1)]
    page, pages, before = 1, 1, b""
    while page <= pages:
        body = get(Ask(f"{API}/Series/Data", (*asked, ("page", str(page)))))
        pages = field_of(json_of(body), int, "totalPages", body)
        if pages > _MOST_PAGES or body.data == before:
            raise BadAnswer(f"{body.name}: the pages of {code} do not end ({pages} are announced).")
        yield body
        page, before = page + 1, body.data


def _listed(listed: Body) -> list[dict[str, Any]]:
    """The series of the latest release, each with its code, indicators and release."""
    content = json_of(listed)
    if not isinstance(content, list):
        raise BadAnswer(f"{listed.name} is no list of series: its form has changed.")
    for one in content:
        field_of(one, str, "code", listed)
        one["indicator"] = [str(code) for code in field_of(one, list, "indicator", listed)]
    return content


def _policies(listed: Body) -> Sequence[str]:
    _there({POLICIES}, listed)
    return (POLICIES,)


def _migration(listed: Body) -> Sequence[str]:
    series = _listed(listed)
    _there({*INDICATORS}, listed, "indicator")
    found = {one["code"] for one in series if {*INDICATORS} & {*one["indicator"]}}
    return sorted(found - {*CORRIDORS})


def _there(needed: set[str], listed: Body, what: str = "series") -> None:
    """Raise where the list lacks a series, or every series of an indicator."""
    series = _listed(listed)
    codes = {one["code"] for one in series} | {code for one in series for code in one["indicator"]}
    if lacking := sorted(needed - codes):
        raise BadAnswer(
            f"{listed.name} has no {what} {lacking[0]} among its {len(series)} series; it may have "
            "another code by now."
        )


def _rows(
    wanted: Wanted, bodies: Sequence[Body]
) -> tuple[pl.DataFrame, str, tuple[str, ...], dict[str, str]]:
    """Every figure of a country or the world, the label, the notes, and the indicator of series."""
    lists = [body for body in bodies if isinstance(json_of(body), list)]
    pages = [body for body in bodies if body not in lists]
    if not pages:
        raise BadAnswer(f"{bodies[0].name} lists series but holds no figures; bring those too.")
    about = {one["code"]: one for listed in lists for one in _listed(listed)}
    table = pl.concat(_page(body) for body in pages)
    kept = table.filter(pl.col("reporting").is_in(["", "G"]))
    tally = Tally(wanted.dataset)
    coded = kept.with_columns(tally.coded(kept["area"], "country", _area)).drop_nulls("country")
    notes = tally.notes()
    if other := table.height - kept.height:
        notes += (f"Left out: {other:,} rows that only national platforms report.",)
    told = {*coded["series"]} & about.keys()
    releases = sorted({str(about[code].get("release")) for code in told} - {"None"})
    label = f"release {releases[-1]}" if releases else f"as read on {wanted.today}"
    indicators = {
        code: next((one for one in about[code]["indicator"] if one in INDICATORS), "")
        for code in told
    }
    return coded.unique(maintain_order=True), label, notes, indicators


def _area(code: str) -> str | None:
    return "WLD" if code == _WORLD else m49(code)


def _page(body: Body) -> pl.DataFrame:
    content = json_of(body)
    meanings = _meanings(content)
    flat = [_flat(row, meanings, body) for row in field_of(content, list, "data", body)]
    table = records(flat, _FIELDS, body).select(_FIELDS)
    return table.with_columns(figures(table["value"], body).alias("value"))


def _meanings(content: Any) -> dict[tuple[str, str], str]:
    """The SDMX code of each code of each breakdown, as the page lists them; `_T` is the total."""
    found = {}
    for one in _objects(content, "dimensions"):
        for code in _objects(one, "codes"):
            name = str(code.get("code")).strip()
            found[str(one.get("id")), name] = str(code.get("sdmx") or name).strip()
    return found


def _objects(content: Any, name: str) -> list[dict[str, Any]]:
    inner = content.get(name) if isinstance(content, dict) else None
    return [one for one in inner if isinstance(one, dict)] if isinstance(inner, list) else []


def _flat(row: Any, meanings: dict[tuple[str, str], str], body: Body) -> dict[str, object]:
    attributes = field_of(row, dict, "attributes", body)
    dimensions = field_of(row, dict, "dimensions", body)
    field_of(attributes, str, "Nature", body)
    year, value = row.get("timePeriodStart"), row.get("value")
    if not isinstance(year, int | float | str):
        raise BadAnswer(
            f"{body.name} has a figure without 'timePeriodStart': its form has changed."
        )
    told = {name: str(code).strip() for name, code in dimensions.items() if code is not None}
    reporting = told.pop("Reporting Type", "")
    kinds = {name: meanings.get((name, code), code) for name, code in told.items()}
    return {
        "series": field_of(row, str, "series", body),
        "area": field_of(row, str, "geoAreaCode", body),
        "year": str(year).removesuffix(".0"),
        "value": None if value is None else str(value),
        "nature": attributes["Nature"].strip(),
        "status": str(attributes.get("Observation Status") or "").strip(),
        "units": str(attributes.get("Units") or ""),
        "reporting": reporting,
        "breakdown": "; ".join(f"{n} {c}" for n, c in sorted(kinds.items()) if c != "_T")
        or "total",
    }


def _read_policies(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    rows, label, notes, _ = _rows(wanted, bodies)
    _only({POLICIES}, rows, bodies)
    overall = rows.filter((pl.col("breakdown") == "total") & (pl.col("country") != "WLD"))
    if rows.height and overall.is_empty():
        raise BadAnswer(
            f"{bodies[-1].name} has no overall category, only: "
            f"{', '.join(shown(one) for one in rows['breakdown'].unique().sort().head(6))}."
        )
    told = overall.drop_nulls("value")
    if wrong := sorted(set(told["value"]) - CATEGORIES.keys()):
        raise BadAnswer(
            f"{bodies[-1].name} has the category {wrong[0]:g}; the categories are 1 to 4."
        )
    if gaps := overall.height - told.height:
        notes += (f"Left out: {gaps:,} states without a category.",)
    frame = told.select(
        "country",
        "year",
        pl.col("value").cast(pl.Int64).alias("category_code"),
        pl.col("value").cast(pl.Int64).replace_strict(CATEGORIES, return_dtype=pl.String)
        .alias("category"),
        pl.lit("ALL").alias("domain"),
        "series",
    )  # fmt: skip
    return Release(frame, label, notes=notes, since=wanted.since)


def _only(codes: set[str], rows: pl.DataFrame, bodies: Sequence[Body]) -> None:
    if other := sorted({*rows["series"]} - codes):
        raise BadAnswer(f"{bodies[-1].name} speaks of {shown(other[0])}, which was not asked.")


def _read_migration(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    rows, label, notes, indicators = _rows(wanted, bodies)
    if not indicators and rows.height:
        raise BadAnswer(
            f"{bodies[0].name} comes without the list of series that says what its codes mean."
        )
    _only({code for code, name in indicators.items() if name}, rows, bodies)
    frame = rows.select(
        "country",
        "year",
        pl.col("series").replace_strict(indicators, default=None).alias("indicator"),
        "series",
        "breakdown",
        "value",
        "units",
        pl.struct("value", "nature", "status")
        .map_elements(_flag, return_dtype=pl.String, skip_nulls=False)
        .alias("flag"),
    )
    return Release(frame, label, notes=notes, since=wanted.since)


def _flag(row: dict[str, Any]) -> str | None:
    """What the database says of a figure: its status first, then whether it was estimated."""
    word = OBS_STATUS.get(row["status"])
    if row["value"] is None:
        return WITHHELD if word == WITHHELD else NOT_REPORTED
    if word in (WITHHELD, NOT_REPORTED):
        word = None
    return word or _GUESSED.get(row["nature"])


CONNECTORS = (
    Connector(
        "sdg_10_7_2",
        lambda wanted, get: [*_collect(_policies, wanted, get)],
        _read_policies,
        ("sdg_10_7_2*.json", f"{POLICIES}*.json", "sdg_series_list*.json"),
    ),
    Connector(
        "sdg_migration",
        lambda wanted, get: [*_collect(_migration, wanted, get)],
        _read_migration,
        ("sdg_migration*.json", "sdg_series_list*.json"),
    ),
)
