"""Camp reports as FLEE reads them: corrected, straight between reports, cut to whole people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import BadTable, shown
from comity.foresight.displacement.cases.case import Series
from comity.foresight.displacement.cases.cells import Row, day_in, rows_of

__all__ = ["corrected", "daily", "persons_on", "read_layout", "reports"]

Reports = list[tuple[date, float]]


def persons_on(series: Series, day: date) -> int:
    """People on a day: straight between reports, constant outside, whole people.

    >>> camp = Series("A", (date(2020, 1, 1), date(2020, 1, 5)), (10.0, 31.0))
    >>> persons_on(camp, date(2020, 1, 3)), persons_on(camp, date(2020, 2, 1))
    (20, 31)
    """
    return int(daily(series, day, 1)[0])


def daily(series: Series, start: date, days: int, scale: float = 1.0) -> NDArray[np.int64]:
    """People on each of `days` days from `start`, divided by `scale` before they are cut.

    Nobody is known to be in a camp that has not reported yet.
    """
    told = series.in_flee or tuple(zip(series.days, series.persons, strict=True))
    if not told:
        return np.zeros(days, dtype=np.int64)
    reported = [day for day, _ in told]
    when = np.array([(day - start).days for day in reported], dtype=np.float64)
    persons = _corrected(series, reported, np.array([people for _, people in told]) / scale)
    asked = np.arange(days, dtype=np.float64)
    after = np.searchsorted(when, asked, side="right")
    old = np.clip(after - 1, 0, len(when) - 1)
    new = np.clip(after, 0, len(when) - 1)
    span = np.where(new > old, when[new] - when[old], 1.0)
    part = np.where(new > old, (asked - when[old]) / span, 0.0)
    people = persons[old] + part * (persons[new] - persons[old])
    people = np.where(asked <= when[0], persons[0], people)
    return np.trunc(people).astype(np.int64)


def reports(series: Series) -> tuple[tuple[date, float], ...]:
    """The days that were really reported, with people after correction.

    >>> days = (date(2020, 1, 1), date(2020, 1, 5), date(2020, 1, 9))
    >>> [persons for _, persons in reports(Series("A", days, (10.0, 20.0, 5.0), days[2]))]
    [2.5, 5.0, 5.0]
    """
    persons = _corrected(series, series.days, np.array(series.persons, dtype=np.float64))
    return tuple(zip(series.days, persons.tolist(), strict=True))


def corrected(series: Series) -> tuple[date, ...]:
    """The days of re-registrations, in the order of the file."""
    return (*([series.corrected] if series.corrected else []), *series.corrected_again)


def _corrected(
    series: Series, days: Sequence[date], persons: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Values before a re-registration, brought to its level; each correction works on the last."""
    for day in corrected(series):
        for row, reported in enumerate(days):
            if row and reported == day and persons[row - 1] > 0:
                persons[:row] *= persons[row] / persons[row - 1]
    return persons


def read_layout(folder: Path, source: Path, corrections: Path | None) -> tuple[Series, ...]:
    """The series of `data_layout.csv`, in its order; the first is the total."""
    layout = source / "data_layout.csv"
    if not layout.is_file():
        return ()
    found: list[Series] = []
    for row in rows_of(layout, folder):
        if row.is_remark:
            continue
        name = row.name(0, "name")
        if any(series.name == name for series in found):
            row.refuse("name", f"names '{name}' a second time; keep one row for each camp")
        found.append(_added(name, row, folder, source))
    return _with_corrections(found, folder, corrections)


def _added(name: str, row: Row, folder: Path, source: Path) -> Series:
    """The reports of all files that a row of the layout names, added up."""
    files = [cell for cell in row.cells[1:] if cell]
    if not files:
        row.refuse("file", "is empty; name the file of this camp's reports")
    for file in files:
        _check_file(source / file, row, file, source)
    told = [reported for file in files if (reported := _read(source / file, folder))]
    if not told:
        return Series(name, (), ())
    days, persons = zip(*_known(told), strict=True)
    in_flee = told[0]
    for more in told[1:]:
        in_flee = _sum(in_flee, more)
    return Series(name, days, persons, in_flee=tuple(in_flee) if told[1:] else ())


def _check_file(path: Path, row: Row, file: str, source: Path) -> None:
    """Refuse a file that is missing, or lies elsewhere: a case may come from anybody."""
    what = f"names '{shown(file)}', which"
    if not path.resolve().is_relative_to(source.resolve()):
        row.refuse("file", f"{what} lies outside {source.name}/; copy it into there")
    try:
        there = path.is_file()
    except OSError:
        there = False
    if not there:
        row.refuse("file", f"{what} is not in {source.name}/; add it there")


def _known(told: Sequence[Reports]) -> Reports:
    """Several files of one camp: each day of any of them, with the newest count of every file.

    >>> one, two = [(date(2020, 1, 1), 5.0), (date(2020, 1, 9), 8.0)], [(date(2020, 1, 4), 1.0)]
    >>> [persons for _, persons in _known([one, two])]
    [5.0, 6.0, 9.0]
    """
    if len(told) == 1:
        return told[0]
    newest, found = [0.0] * len(told), {}
    for day, file, persons in sorted(
        (day, file, persons)
        for file, reported in enumerate(told)
        for day, persons in dict(reported).items()
    ):
        newest[file] = persons
        found[day] = sum(newest)
    return list(found.items())


def _read(path: Path, folder: Path) -> Reports:
    """The dates and counts of one file; its heading, if any, and rows without a count are left.

    None where the file has its heading only: the camp has not reported yet.
    """
    found: Reports = []
    headings: list[Row] = []
    for row in rows_of(path, folder):
        heading = not found and day_in(row.text(0)) is None and not row.text(1).isdecimal()
        if heading and not row.is_remark:
            headings.append(row)
        if row.is_remark or heading or not row.text(1):
            continue
        day, persons = row.day(0, "date"), row.people(1, "count")
        if persons < 0:
            row.refuse("count", f"has {persons} people; a camp cannot hold fewer than none")
        if found and day < found[-1][0]:
            row.refuse("date", f"goes back to {day} after {found[-1][0]}; sort rows by date")
        found.append((day, float(persons)))
    rubbish = any(not row.text(1) and row.text(0).lower() != "date" for row in headings)
    if not found and (rubbish or headings[1:]):
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
        raise BadTable(f"{name} has no reports; write rows of date,count such as 2015-05-01,3250.")
    return found


def _sum(one: Reports, two: Reports) -> Reports:
    """Two series of one camp as FLEE adds them: a day of either, with the last of the other.

    On a day that the first does not report, FLEE takes its *next* report. Where the second has no
    report yet it counts as nobody; days after its last report are left off, and the last report
    of the first stands for later days.
    """
    found: Reports = []
    at, last = 0, 0.0
    for day, persons in two:
        while day > one[at][0]:
            found.append((one[at][0], last + one[at][1]))
            if at == len(one) - 1:
                break
            at += 1
        found_here = day == one[at][0]
        if found_here or day < one[at][0]:
            found.append((day, persons + one[at][1]))
            last = persons
        if found_here and at < len(one) - 1:
            at += 1
    return found


def _with_corrections(
    series: Sequence[Series], folder: Path, corrections: Path | None
) -> tuple[Series, ...]:
    """The series with the days of `registration_corrections.csv`."""
    by_name = {one.name: one for one in series}
    for row in rows_of(corrections, folder) if corrections else ():
        if row.is_remark:
            continue
        name, day = row.name(0, "name"), row.day(1, "date")
        if name not in by_name:
            row.refuse("name", f"names '{name}', which has no row in data_layout.csv; mend one")
        one = by_name[name]
        if one.corrected is None:
            by_name[name] = replace(one, corrected=day)
        else:
            by_name[name] = replace(one, corrected_again=(*one.corrected_again, day))
    return tuple(by_name.values())
