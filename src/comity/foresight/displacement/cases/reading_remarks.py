"""What is odd in the files of a case as written, and leaves no trace once they are read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from comity.foresight.displacement.cases.cells import Row, day_in, rows_of
from comity.foresight.displacement.cases.listing import listed
from comity.foresight.displacement.cases.reading_folders import files_of_reports, named_in

__all__ = ["noticed"]


def noticed(given: Path, reports: Path, folder: Path) -> Iterator[str]:
    """Sentences on files that are missing or not read, and on rows that count in an odd way."""
    if not reports.is_dir():
        yield f"{folder.name} has no folder {reports.name}/, so there are no reports of camps."
    unread = [path.name for place in (given, reports) for path in place.glob("location_attr*.csv")]
    if unread:
        yield (
            f"{listed(sorted(unread))} is not read; write what it says into further columns of "
            "locations.csv."
        )
    if (given / "conflicts.csv").is_file():
        yield from _late(rows_of(given / "conflicts.csv", folder))
    for path in files_of_reports(reports, folder):
        yield from _doubtful(path, folder)


def _late(rows: list[Row]) -> Iterator[str]:
    """A table of conflict that does not begin with day 0; read without complaint by now."""
    first = next((row for row in rows[1:] if not row.is_remark), None)
    if first and (day := first.whole(0, "#Day")):
        yield (
            f"conflicts.csv begins with day {day}, which counts as the first day of the run, day "
            "0, as in FLEE."
        )


def _doubtful(path: Path, folder: Path) -> Iterator[str]:
    """Reports without a count, and days that are reported twice."""
    dated = [row for row in rows_of(path, folder) if day_in(row.text(0))]
    name = named_in(path, folder)
    blank = [str(row.number) for row in dated if not row.text(1)]
    if blank:
        yield f"{name} has no count in row {listed(blank)}; left out, as if not reported."
    told = [row for row in dated if row.text(1)]
    twice = [two.text(0) for one, two in pairwise(told) if _same_day(one, two)]
    if twice:
        yield (
            f"{name} reports {listed(twice)} more than once; the last counts on the day and after "
            "it, the first before."
        )


def _same_day(one: Row, two: Row) -> bool:
    return day_in(one.text(0)) == day_in(two.text(0))
