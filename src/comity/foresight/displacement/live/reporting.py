"""Taking a report in: what it must be, what is odd about it, and the log it is added to.

A report is refused where it cannot be true (a camp nobody knows, a day that is not over, fewer
than no people) and remarked on where it may be a slip. Of a file of reports all are taken or none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from comity.core.errors import BadTable, ComityError, shown
from comity.core.files import write_whole
from comity.core.sheets import read_table, table_bytes
from comity.core.tables import Column, Schema, conform
from comity.foresight.displacement.cases.case import Case, Series
from comity.foresight.displacement.live.live import (
    IN_FILES,
    REPORTS,
    TOTAL,
    Entry,
    Report,
    in_force,
    known,
    log_table,
    read_log,
)
from comity.foresight.displacement.live.locking import writing
from comity.foresight.displacement.live.withholding import people

__all__ = ["Added", "Entry", "add_reports", "camps_of", "read_reports"]

LARGEST = 100_000_000
"""People that no report of a camp exceeds; more is a slip."""
_JUMP, _FEW = 5.0, 1_000
"""A change that is remarked on: by this factor, and by at least so many people."""
_SILENT = 365
"""Days without a report, after which a report is remarked on."""
_SOURCE = 200

_BULK = Schema(
    "reports",
    (
        Column("camp", "text", also=("place", "location")),
        Column("date", "date"),
        Column("persons", "integer", nullable=True, minimum=0, maximum=LARGEST),
        Column("kind", "text", nullable=True, allowed=("count", "retraction")),
        Column("received_at", "date", nullable=True, also=("received",)),
        Column("source", "text", nullable=True),
    ),
)
_PERSONAL = re.compile(
    r"(?<![a-z])(names?|surnames?|firstname|lastname|fullname|pr[ée]noms?|apellidos?|phones?|"
    r"mobile|telephones?|t[ée]l[ée]phone|tel[ée]fono|e-?mail|passports?|passeport|pasaporte|birth|"
    r"birthday|dob|naissance|nacimiento|age|gender|sex|nationality|ethnicity|religion|address|"
    r"biometrics?|fingerprints?|case number|case id|individual|person id|household|id number|"
    r"national id|фамилия|имя|паспорт|телефон|姓名|护照|电话|الاسم|جواز|هاتف)(?![a-z])"
)
_CONTACT = re.compile(r"\S@\S|(?<![\w/.-])\+?\d[\d ().]{7,}\d(?![\w/-])")


@dataclass(frozen=True, slots=True)
class Added:
    """What was added to the log, what stood in it already, and what is odd about either."""

    new: tuple[Report, ...]
    known: int
    remarks: tuple[str, ...]


def camps_of(case: Case) -> tuple[str, ...]:
    """Where people can be reported: camps with a series, then other camps of the case."""
    told = [series.name for series in case.camps]
    camps = [place.name for place in case.places if place.kind in ("camp", "idpcamp")]
    return tuple(dict.fromkeys([*told, *camps]))


def read_reports(path: Path, received: date) -> tuple[Entry, ...]:
    """The reports of a table with the columns camp, date, persons, and, if given, the others.

    Those others are kind (count or retraction), received_at and source. Raises `BadTable` for
    what breaks them, for two rows about one camp and day received on one day, and for columns
    that look as if they told of persons.
    """
    frame = read_table(path)
    for heading in frame.columns:
        if _PERSONAL.search(heading.lower().replace("_", " ").strip()):
            raise BadTable(
                f"{path.name}, column '{shown(heading)}' looks like personal data, which has no "
                "place in counts of camps; take the column out and bring the file again."
            )
    entries = []
    seen: dict[tuple[str, str, str], int] = {}
    for at, row in enumerate(conform(frame, _BULK, path.name).to_dicts()):
        where = f"{path.name}, row {at + 2}"
        key = (row["camp"], row["date"], row["received_at"] or "")
        if key in seen:
            raise BadTable(
                f"{path.name}, rows {seen[key]} and {at + 2}: both speak of {shown(key[0])} on "
                f"{key[1]}; keep one, or say in column 'received_at' which came later."
            )
        seen[key] = at + 2
        entries.append(_entry(row, received, where))
    return tuple(entries)


def _entry(row: dict[str, str | int | None], received: date, where: str) -> Entry:
    persons = row["persons"]
    if row["kind"] == "retraction":
        persons = None
    elif persons is None:
        raise BadTable(
            f"{where}, column 'persons': the cell is empty, which is not zero; fill it in, or take "
            "the report back with 'retraction' in a column 'kind'."
        )
    return Entry(
        camp=str(row["camp"]),
        day=date.fromisoformat(str(row["date"])),
        persons=None if persons is None else int(persons),
        received=date.fromisoformat(str(row["received_at"])) if row["received_at"] else received,
        source=str(row["source"] or ""),
        where=where,
    )


def add_reports(folder: Path, case: Case, entries: Sequence[Entry], today: date) -> Added:
    """Add reports to the log in the folder of a kept case, all of them or none.

    `case` is what its files say. Raises `ComityError` at the first report that cannot stand. What
    the log says already is not said again.
    """
    with writing(folder.parent):
        if not folder.is_dir():
            raise ComityError(f"The case {folder.name} is not kept any more; keep it again first.")
        path = folder / REPORTS
        log = list(read_log(path))
        before = len(log)
        remarks: list[str] = []
        for entry in entries:
            remarks += _take_in(log, case, entry, today)
        if len(log) > before:
            write_whole(path, table_bytes(log_table(log), ".csv"))
    return Added(tuple(log[before:]), len(entries) - (len(log) - before), tuple(remarks))


def _take_in(log: list[Report], case: Case, entry: Entry, today: date) -> list[str]:
    """Check one report against the case and the log, add it, and say what is odd about it."""
    camp = _camp(case, entry)
    _check_days(case, entry, today)
    _check_source(entry)
    if entry.persons is not None and not 0 <= entry.persons <= LARGEST:
        raise ComityError(
            f"{_of(entry)}{entry.persons:,} persons cannot be; give a whole number from 0 to "
            f"{LARGEST:,}."
        )
    standing = in_force(log).get((camp, entry.day))
    files = _said_in_files(case, camp, entry.day)
    same = standing is not None and standing.persons == entry.persons
    if same and standing and standing.received <= entry.received:
        return [f"{camp} on {entry.day}: the log says this already; nothing was added."]
    if entry.persons is None and files is None and (standing is None or standing.persons is None):
        raise ComityError(
            f"{_of(entry)}nothing was reported of {camp} on {entry.day}, so nothing can be taken "
            "back; check the camp and the day."
        )
    remarks = _odd(case, log, camp, entry, standing)
    corrects = str(standing.number) if standing else IN_FILES if files is not None else ""
    source = " ".join(entry.source.split())
    day, persons, received = entry.day, entry.persons, entry.received
    number = len(log) + 1
    log.append(Report(camp, day, persons, received, source, number=number, corrects=corrects))
    return remarks


def _of(entry: Entry) -> str:
    return f"{entry.where}: " if entry.where else ""


def _camp(case: Case, entry: Entry) -> str:
    """The camp as the case writes it; raises `ComityError` for one it does not have."""
    names = (*camps_of(case), TOTAL)
    wanted = entry.camp.strip()
    if wanted in names:
        return wanted
    folded = {name.casefold(): name for name in names}
    if found := folded.get(wanted.casefold()):
        return found
    near = get_close_matches(wanted.casefold(), folded, n=1, cutoff=0.6)
    hint = f"do you mean {folded[near[0]]}?" if near else f"its camps are {', '.join(names)}."
    raise ComityError(f"{_of(entry)}'{shown(wanted)}' is no camp of {case.name}; {hint}")


def _check_days(case: Case, entry: Entry, today: date) -> None:
    if entry.day > today:
        raise ComityError(f"{_of(entry)}{entry.day} is still to come; report what was counted.")
    if entry.day < case.start:
        raise ComityError(
            f"{_of(entry)}{entry.day} is before {case.name} begins ({case.start}); check the day."
        )
    if entry.received > today:
        raise ComityError(
            f"{_of(entry)}a report received on {entry.received} is still to come; leave the day "
            "out for today."
        )
    if entry.received < entry.day:
        raise ComityError(
            f"{_of(entry)}a report of {entry.day} cannot have been received on {entry.received}, "
            "which is earlier; check the two days."
        )


def _check_source(entry: Entry) -> None:
    if len(entry.source) > _SOURCE:
        raise ComityError(f"{_of(entry)}the source is longer than {_SOURCE} letters; shorten it.")
    if _CONTACT.search(entry.source):
        raise ComityError(
            f"{_of(entry)}the source holds an e-mail address or a telephone number; name the "
            "organisation or the document, and no person."
        )


def _series(case: Case, camp: str) -> Series | None:
    if camp == TOTAL:
        return case.total
    return next((series for series in case.camps if series.name == camp), None)


def _said_in_files(case: Case, camp: str, day: date) -> float | None:
    series = _series(case, camp)
    if series is None or day not in series.days:
        return None
    return series.persons[series.days.index(day)]


def _odd(
    case: Case, log: Sequence[Report], camp: str, entry: Entry, standing: Report | None
) -> list[str]:
    """What may be a slip, in sentences; the report is taken all the same."""
    remarks = []
    if standing is not None and entry.received < standing.received:
        remarks.append(
            f"{camp} on {entry.day}: a report received later, on {standing.received}, goes on "
            "counting; this one stays in the log."
        )
    series = _series(known(case, log, entry.received), camp)
    if entry.persons is None or series is None or not series.days:
        return remarks
    newest = series.days[-1]
    if entry.day < newest:
        remarks.append(
            f"{camp} on {entry.day}: a late report; the newest of this camp is of {newest}."
        )
    if (entry.day - newest).days > _SILENT:
        remarks.append(
            f"{camp} on {entry.day}: {(entry.day - newest).days:,} days after the report before "
            "it; check the year."
        )
    return remarks + _jump(series, camp, entry)


def _jump(series: Series, camp: str, entry: Entry) -> list[str]:
    """A sentence where a count is many times the one before it, or a small part of it."""
    before = [at for at, day in enumerate(series.days) if day < entry.day]
    if not before or entry.persons is None:
        return []
    day, persons = series.days[before[-1]], series.persons[before[-1]]
    low, high = sorted((persons, float(entry.persons)))
    if high - low < _FEW or high < _JUMP * low:
        return []
    return [
        f"{camp} on {entry.day}: {people(entry.persons)} people after {people(persons)} on "
        f"{day}; if that is a slip, report the day again and the new count stands."
    ]
