"""SDG 10.7.3 from a list of incidents: the dead and the missing by year and place, at least.

Deaths in detention after arrival, after a deportation or in camps are not part of the indicator;
they are left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from comity.core.brought import OLDEST, Brought, brought, choice, text
from comity.core.errors import BadPeriod, shown
from comity.core.parts import Part
from comity.core.periods import Period
from comity.core.tables import Column, Schema
from comity.evidence.indicators import died_or_disappeared
from comity.policy.assessment_forms import Assessment

METHOD = "SDG 10.7.3, Comity version 1: dead and missing added up by year and place; a lower bound"
COUNTS, OUTSIDE = "transit", ("detention", "after_deportation", "camp")
MOST = 1_000_000
"""No row tells of more people; a larger number is a slip."""

_SCHEMA = Schema(
    "10.7.3",
    (
        text("date", optional=False),
        Column("dead", "integer", nullable=True, minimum=0, maximum=MOST),
        Column("missing", "integer", nullable=True, minimum=0, maximum=MOST),
        text("region"),
        choice("stage", (COUNTS, *OUTSIDE)),
    ),
)

Row = Mapping[str, Any]


def assess(path: Path) -> Assessment:
    """The assessment of a file with one row an incident."""
    table = brought(path, _SCHEMA, ("dead", "missing"))
    rows = [dict(row, year=_year(table, number, row["date"])) for number, row in table.rows()]
    inside = [row for row in rows if row["stage"] not in OUTSIDE]
    years = sorted({row["year"] for row in inside})
    by_year = [{"year": y, **_summed(row for row in inside if row["year"] == y)} for y in years]
    by = [
        {"year": year, "region": region, **_summed(r for r in inside if _at(r) == (year, region))}
        for year, region in sorted({_at(row) for row in inside})
    ]
    plain = {
        "unit": "deaths and disappearances, at least",
        **_summed(inside),
        "by_year": by_year,
        "by": by,
        "left_out": {stage: sum(row["stage"] == stage for row in rows) for stage in OUTSIDE},
    }
    notes = (*_notes(plain), *table.notes)
    return Assessment("10.7.3", METHOD, plain, (_table(by),), notes, _said(plain))


def _at(row: Row) -> tuple[int, str]:
    return row["year"], row["region"] or "not stated"


def _year(table: Brought, number: int, written: str) -> int:
    try:
        period = Period.parse(written)
    except BadPeriod as error:
        says = f"'{shown(written)}' is no date; write it as in 2024-06-14, 2024-06 or 2024"
        raise table.refuse(number, "date", says) from error
    if period.start > date.today():
        raise table.refuse(number, "date", f"{written} lies ahead; write when it happened")
    if period.start.year < OLDEST:
        raise table.refuse(number, "date", f"{written} is before {OLDEST}; write when it happened")
    if period.start.year != period.end.year:
        raise table.refuse(number, "date", f"{written} is more than a year; write one")
    return period.start.year


def _summed(rows: Iterable[Row]) -> dict[str, Any]:
    """The dead, the missing and both together; None where nobody told."""
    found = list(rows)
    both = [died_or_disappeared(row["dead"], row["missing"]) for row in found]
    return {
        "value": _sum(both),
        "dead": _sum(row["dead"] for row in found),
        "missing": _sum(row["missing"] for row in found),
        "incidents": len(found),
        "without_a_number": sum(one is None for one in both),
    }


def _sum(numbers: Iterable[int | None]) -> int | None:
    told = [number for number in numbers if number is not None]
    return sum(told) if told else None


def _said(plain: Mapping[str, Any]) -> str:
    events = _counted(plain["incidents"], "incident", "incidents")
    if plain["value"] is None:
        return f"No number of people is told of {events}."
    people = _counted(plain["value"], "person", "people")
    return f"At least {people} died or disappeared, in {events}."


def _counted(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def _notes(plain: Mapping[str, Any]) -> list[str]:
    notes = [
        "A minimum: many deaths are never recorded, and more reports can look like more deaths."
    ]
    if plain["without_a_number"]:
        notes.append(
            f"Incidents without any number: {plain['without_a_number']}; counted as incidents, "
            "never as zero deaths."
        )
    if left := sum(plain["left_out"].values()):
        notes.append(
            f"Incidents left out: {left}, in detention, after a deportation or in camps, which are "
            "not part of the indicator."
        )
    return notes


def _table(by: Iterable[Mapping[str, Any]]) -> Part:
    names = ("year", "region", "dead", "missing", "value", "incidents")
    columns = ("Year", "Place", "Dead", "Missing", "Together", "Incidents")
    lines = tuple((str(one["year"]), *(one[name] for name in names[1:])) for one in by)
    return Part("By year and place", columns, lines, columns[2:])
