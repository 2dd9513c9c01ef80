"""A case is read from FLEE's folders, unchanged: `input/` for the world, `source/` for reports.

FLEE's own layouts are known too: `input_csv/` with `source_data/`, and `conflict_input/<case>`
beside `conflict_validation/<case>`. What FLEE takes with a printed error is taken with a remark;
what it cannot take, or would take wrongly, is one sentence that names the row.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from comity.core.errors import BadTable, ComityError, FileTrouble, shown
from comity.foresight.displacement.cases.case import Case, Closure, Kind, Link, Place
from comity.foresight.displacement.cases.cells import MOST_PEOPLE, Row, rows_of
from comity.foresight.displacement.cases.reading_extras import (
    read_demographics,
    read_floods,
    read_hunger,
    read_people,
)
from comity.foresight.displacement.cases.reading_folders import folders_of
from comity.foresight.displacement.cases.reading_remarks import noticed
from comity.foresight.displacement.cases.reading_series import read_layout

__all__ = ["LONGEST", "kind_of", "read_case"]

LONGEST = 36_500
"""Days of the longest run."""

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("camp", "camp"),
    ("conflict", "conflict_zone"),
    ("forward", "forwarding_hub"),
    ("marker", "marker"),
    ("flood_zone", "flood_zone"),
    ("town", "town"),
    ("default", "town"),
)

_NUMBERS = {
    "initial_idps": MOST_PEOPLE,
    "capacity_per_day": MOST_PEOPLE,
    "trade_volume": math.inf,
    "max_move_speed": math.inf,
    "hdi": 1.0,
    "conflict_intensity": 1.0,
    "farmer_fraction": 1.0,
    "deactivation_probability": 1.0,
    "walk_probability": 1.0,
}
"""Further columns that mean something, with the highest number they may have."""

CLOSURES = ("country", "location", "link", "camp", "idpcamp", "remove_forced_redirection")


def read_case(folder: Path) -> Case:
    """All that the files of a case say.

    Raises `ComityError` (no such case, or files that are missing) and `BadTable`, which names
    file, row and column.
    """
    given, reports = folders_of(folder)
    places = _places(_rows(given, "locations.csv", folder, needed=True))
    series = read_layout(folder, reports, _path(given, "registration_corrections.csv"))
    start, days = _period(_rows(given, "sim_period.csv", folder))
    if start is None:
        start = min((day for one in series for day in one.days), default=None)
    if start is None:
        raise ComityError(
            f"The case {folder.name} says nowhere when it starts; add {given.name}/sim_period.csv "
            "with the rows StartDate,2015-05-01 and Length,396."
        )
    floods, hunger = _find(given, reports, "flood_level.csv"), read_hunger(given, reports, folder)
    return Case(
        name=folder.resolve().name,
        folder=folder,
        start=start,
        days=days,
        places=places,
        links=_links(_rows(given, "routes.csv", folder, needed=True)),
        closures=_closures(_rows(given, "closures.csv", folder)),
        conflicts=_conflicts(_rows(given, "conflicts.csv", folder)),
        total=series[0] if series and series[0].days else None,
        camps=series[1:],
        demographics=read_demographics(given, reports, folder),
        hunger=hunger,
        floods=read_floods(floods, folder),
        people=read_people(_path(given, "agents.csv"), folder),
        major_routes=_major(_rows(given, "major_routes.csv", folder)),
        changes=_changes(_rows(given, "location_changes.csv", folder)),
        remarks=tuple(noticed(given, reports, folder)),
    )


def _path(given: Path, name: str) -> Path | None:
    path = given / name
    return path if path.is_file() else None


def _find(given: Path, reports: Path, name: str) -> Path | None:
    """A file that may lie in either folder."""
    return _path(given, name) or _path(reports, name)


def _rows(given: Path, name: str, folder: Path, *, needed: bool = False) -> list[Row]:
    path = _path(given, name)
    if path is None and needed:
        raise FileTrouble(f"{folder.name} has no {given.name}/{name}; a case needs it.")
    return rows_of(path, folder) if path else []


def _told(rows: Iterable[Row]) -> Iterable[Row]:
    return (row for row in rows if not row.is_remark)


def _headings(rows: Iterable[Row], fixed: int) -> tuple[str, ...]:
    """The names of the columns beyond those that every case has, from the row that begins with #.

    FLEE reads these by the first such row, and everything else by where it stands.
    """
    return next((row.cells[fixed:] for row in rows if row.is_remark), ())


def _attributes(row: Row, fixed: int, headings: tuple[str, ...]) -> Mapping[str, str]:
    """The further columns of a row that hold anything; numbers are checked where one is meant."""
    found = {}
    for column, heading in enumerate(headings, start=fixed):
        if heading and row.text(column):
            found[heading] = row.text(column)
            if heading in _NUMBERS:
                number, most = row.number_in(column, heading), _NUMBERS[heading]
                if not 0 <= number <= most or (heading == "max_move_speed" and not number):
                    row.refuse(heading, f"has {number:g}; write a number {_range(most)}")
    return found


def _range(most: float) -> str:
    return f"from 0 to {most:g}" if most < math.inf else "that is not below 0"


def kind_of(text: str) -> Kind | None:
    """What kind of place a text names, as FLEE matches it; None where it names none.

    >>> kind_of("IDP camp"), kind_of("Forwarding hub"), kind_of("village")
    ('idpcamp', 'forwarding_hub', None)
    """
    low = text.lower()
    if "camp" in low and "idp" in low:
        return "idpcamp"
    return next((kind for part, kind in _KINDS if part in low), None)


def _places(rows: list[Row]) -> tuple[Place, ...]:
    headings = _headings(rows, 8)
    places = tuple(_place(row, headings) for row in _told(rows))
    if not places:
        raise BadTable(f"{rows[0].file if rows else 'locations.csv'} has no places; add them.")
    return places


def _place(row: Row, headings: tuple[str, ...]) -> Place:
    kind = kind_of(row.text(5))
    if kind is None:
        row.refuse(
            "location_type",
            f"has '{row.text(5)}'; write camp, idpcamp, conflict_zone, forwarding_hub, marker, "
            "flood_zone or town",
        )
    people = row.people(7, "population", 0)
    is_camp = kind in ("camp", "idpcamp")
    return Place(
        name=row.name(0, "name"),
        region=row.text(1) or "unknown",
        country=row.text(2) or "unknown",
        latitude=row.number_in(3, "latitude", 0.0),
        longitude=row.number_in(4, "longitude", 0.0),
        kind=kind,
        conflict_day=row.whole(6, "conflict_date", 0) if kind == "conflict_zone" else 0,
        population=0 if is_camp else people,
        capacity=people if is_camp else -1,
        attributes=_attributes(row, 8, headings),
    )


def _links(rows: list[Row]) -> tuple[Link, ...]:
    headings = _headings(rows, 4)
    return tuple(_link(row, headings) for row in _told(rows))


def _link(row: Row, headings: tuple[str, ...]) -> Link:
    forced = row.whole(3, "forced_redirection", 0)
    if forced not in (0, 1, 2):
        row.refuse(
            "forced_redirection",
            f"has {forced}; write 0 for none, 1 from name1 to name2, 2 from name2 to name1",
        )
    one, two = row.name(0, "name1"), row.name(1, "name2")
    kilometres = row.number_in(2, "distance")
    if kilometres < 0:
        row.refuse("distance", f"has {kilometres:g} km; a road cannot be shorter than nothing")
    return Link(one, two, kilometres, forced, _attributes(row, 4, headings))


def _closures(rows: list[Row]) -> tuple[Closure, ...]:
    return tuple(_closure(row) for row in _told(rows))


def _closure(row: Row) -> Closure:
    kind = row.text(0).lower()
    if kind not in CLOSURES:
        row.refuse("closure_type", f"has '{row.text(0)}'; write one of {', '.join(CLOSURES)}")
    first, last = row.whole(3, "closure_start"), row.whole(4, "closure_end", -1)
    return Closure(kind, row.name(1, "name1"), row.text(2), first, last)


def _conflicts(rows: list[Row]) -> Mapping[str, tuple[float, ...]]:
    """Intensity by place and day: the first row is the heading, with or without #.

    The first row below it is the first day of the run, whatever its number is; so FLEE has it.
    """
    if not rows:
        return {}
    heading, *days = rows
    names = heading.cells[1:]
    if not any(names) and heading.cells[0].lstrip("# ").lower() != "day":
        heading.refuse(
            "#Day",
            f"has '{shown(heading.cells[0])}'; write #Day and the names of places as heading",
        )
    for column, name in enumerate(names):
        if name and name in names[:column]:
            heading.refuse(name, "stands twice; keep one column for each place")
    told = list(_told(days))
    if told:
        told[0].whole(0, "#Day")
    for row, before in zip(told[1:], told, strict=False):
        day, due = row.whole(0, "#Day"), before.whole(0, "#Day") + 1
        if day != due:
            row.refuse("#Day", f"has {day} where day {due} is due; write one row a day from 0")
    return {
        name: tuple(_intensity(row, column, name) for row in told)
        for column, name in enumerate(names, start=1)
        if name
    }


def _intensity(row: Row, column: int, name: str) -> float:
    found = row.number_in(column, name)
    if found < 0:
        row.refuse(name, f"has {found:g}; write an intensity from 0 to 1")
    return found


def _period(rows: list[Row]) -> tuple[date | None, int]:
    """When a case starts and how many days it lasts; 0 where it does not say."""
    start, days = None, 0
    for row in rows:
        heading = row.cells[0].lower()
        if heading == "startdate":
            start = row.day(1, "StartDate")
        elif heading == "length":
            days = row.whole(1, "Length")
            if not 1 <= days <= LONGEST:
                row.refuse("Length", f"has {days}; write the days of the run, 1 to {LONGEST:,}")
    if start and (date.max - start).days < days:
        rows[-1].refuse("Length", "ends the run after the year 9999; mend it or StartDate")
    return start, days


def _major(rows: list[Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell for cell in row.cells if cell) for row in _told(rows))


def _changes(rows: list[Row]) -> tuple[tuple[int, str, str], ...]:
    """Day, place and new kind, as `location_changes.csv` has them: name, kind, day."""
    found = []
    for row in _told(rows):
        kind = kind_of(row.text(1))
        if kind is None:
            row.refuse("location_type", f"has '{row.text(1)}'; write camp, town, marker or another")
        found.append((row.whole(2, "date"), row.name(0, "name"), kind))
    return tuple(found)
