"""Reports that arrive one by one: a log that is only ever added to, and a case as it was known.

Camps report late, twice, and wrongly. Every report stays in the log with the day on which it was
received; of several about one camp and one day the one received last counts, and a retraction
takes back whatever was said. So the case can be put together as it stood on any day, or after any
line of the log. What the files of a case say counts as received on the day of which it speaks.

The log holds counts of people at places, never anything about a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from comity.core.errors import BadTable, StoreTrouble
from comity.core.sheets import read_table
from comity.core.tables import Column, Schema, conform
from comity.foresight.displacement.cases.case import Case, Series

__all__ = [
    "COLUMNS",
    "IN_FILES",
    "REPORTS",
    "TOTAL",
    "Entry",
    "Report",
    "corrected_by",
    "in_force",
    "known",
    "log_table",
    "read_log",
]

REPORTS = "reports.csv"
TOTAL = "total"
"""The name under which all people are reported, not those of one camp."""
IN_FILES = "files"
"""What a report corrects when the files of the case already speak of that camp and day."""
COLUMNS = ("report", "camp", "date", "kind", "persons", "received_at", "source", "corrects")

_LOG = Schema(
    "reports",
    (
        Column("report", "integer", minimum=1),
        Column("camp", "text"),
        Column("date", "date"),
        Column("kind", "text", allowed=("count", "retraction")),
        Column("persons", "integer", minimum=0, nullable=True),
        Column("received_at", "date"),
        Column("source", "text", nullable=True),
        Column("corrects", "text", nullable=True),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as it was given: how many people a camp held on a day, and when that arrived.

    `persons` is None for a retraction; `source` is who says so, `where` its row of a file.
    """

    camp: str
    day: date
    persons: int | None
    received: date
    source: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Entry):
    """A line of the log.

    `corrects` names the report that it replaces, or the files of the case; it is empty for the
    first report of a camp and day.
    """

    number: int
    corrects: str = ""

    @property
    def kind(self) -> str:
        """Whether people were counted or a count taken back."""
        return "retraction" if self.persons is None else "count"

    def as_row(self) -> dict[str, object]:
        """The report as a line of the log."""
        cells = (
            self.number,
            self.camp,
            self.day.isoformat(),
            self.kind,
            self.persons,
            self.received.isoformat(),
            self.source,
            self.corrects,
        )
        return dict(zip(COLUMNS, cells, strict=True))


def read_log(path: Path) -> tuple[Report, ...]:
    """The reports of a log in the order in which they were written; none where there is no log.

    Raises `StoreTrouble` for a log that was changed by hand into something else.
    """
    if not path.exists():
        return ()
    try:
        rows = conform(read_table(path), _LOG, path.name)
    except BadTable as error:
        raise StoreTrouble(
            f"{path} cannot be read as a log of reports; restore it from a backup. It says: {error}"
        ) from error
    return tuple(
        Report(
            number=row["report"],
            camp=row["camp"],
            day=date.fromisoformat(row["date"]),
            persons=row["persons"] if row["kind"] == "count" else None,
            received=date.fromisoformat(row["received_at"]),
            source=row["source"] or "",
            corrects=row["corrects"] or "",
        )
        for row in rows.to_dicts()
    )


def log_table(log: Iterable[Report]) -> pl.DataFrame:
    """A log as the table that it is kept as."""
    types = {column.name: column.dtype for column in _LOG.columns}
    return pl.DataFrame([report.as_row() for report in log], schema=types)


def in_force(
    log: Iterable[Report], as_of: date | None = None, lines: int | None = None
) -> dict[tuple[str, date], Report]:
    """The report of each camp and day that counted on a day, or after so many lines of the log.

    >>> said = [
    ...     Report("Mole", date(2014, 5, 4), 900, received=date(2014, 5, 6), number=1),
    ...     Report("Mole", date(2014, 5, 4), 700, received=date(2014, 6, 1), number=2),
    ... ]
    >>> [one.persons for one in in_force(said).values()]
    [700]
    >>> [one.persons for one in in_force(said, as_of=date(2014, 5, 31)).values()]
    [900]
    """
    told = [
        report
        for report in log
        if (as_of is None or report.received <= as_of) and (lines is None or report.number <= lines)
    ]
    told.sort(key=lambda report: (report.received, report.number))
    return {(report.camp, report.day): report for report in told}


def known(
    case: Case, log: Sequence[Report], as_of: date | None = None, lines: int | None = None
) -> Case:
    """The case with the reports that were received by a day, or stood in so many lines of the log.

    A camp that reports for the first time becomes a series of its own, behind those of the files;
    one of which nothing is reported by then has none. Neither is a re-registration known before
    its day is reported.
    """
    by_name: dict[str, dict[date, Report]] = {}
    for (camp, day), report in in_force(log, as_of, lines).items():
        by_name.setdefault(camp, {})[day] = report
    camps = tuple(_joined(series, by_name.pop(series.name, {}), as_of) for series in case.camps)
    total = case.total or Series(TOTAL, (), ())
    total = _joined(total, by_name.pop(TOTAL, {}), as_of)
    new = (_joined(Series(name, (), ()), told, as_of) for name, told in sorted(by_name.items()))
    return replace(
        case,
        camps=tuple(series for series in (*camps, *new) if series.days),
        total=total if total.days else None,
    )


def _joined(series: Series, told: Mapping[date, Report], as_of: date | None) -> Series:
    """A series with the reports in force put in, replaced, or taken out."""
    if not told and (as_of is None or series.days[-1:] <= (as_of,)):
        return series
    points = {
        day: persons
        for day, persons in zip(series.days, series.persons, strict=True)
        if as_of is None or day <= as_of
    }
    for day, report in told.items():
        if report.persons is None:
            points.pop(day, None)
        else:
            points[day] = float(report.persons)
    days = tuple(sorted(points))
    persons = tuple(points[day] for day in days)
    told_now = replace(series, days=days, persons=persons, in_flee=())
    return corrected_by(told_now, date.max)


def corrected_by(series: Series, day: date) -> Series:
    """A series with those of its re-registrations that are reported, and not after a day."""
    told = [one for one in (series.corrected, *series.corrected_again) if one is not None]
    held = [one for one in told if one in series.days and one <= day]
    return replace(series, corrected=held[0] if held else None, corrected_again=tuple(held[1:]))
