"""A table of a dossier laid out for reading: what all its cells share moves into its headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from comity.briefs.dossier import Table, Word
from comity.briefs.render.cells import Cell, cell_of, unit_of
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.core.regions import Subject

MOST_LETTERS = 5
"""More different notes than so many stand in the cells instead of below the table."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and below it what holds for every cell: unit, period, status mark.

    `worded` where no cell holds a number.
    """

    heading: str
    below: tuple[str, ...] = ()
    mark: str = ""
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, the subject it can link to, the cells, and what all of them share."""

    heading: str
    subject: Subject | None
    cells: tuple[Cell, ...]
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as every form of a dossier shows it; `notes` are marked with small letters."""

    caption: str
    first: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]


def grid_of(table: Table, voice: Voice) -> Grid:
    """Lay a table out: shared units, periods and statuses go up, notes go below."""
    headings = [heading_of(line.heading, voice) for line in table.lines]
    body = [
        [_without_period(cell_of(finding, voice, table.absent), heading) for finding in line.cells]
        for heading, line in zip(headings, table.lines, strict=True)
    ]
    columns = []
    for place, heading in enumerate(table.columns):
        findings = [line.cells[place] for line in table.lines]
        column, cells = _lift(heading, table.caption, findings, [row[place] for row in body], voice)
        columns.append(column)
        for row, cell in zip(body, cells, strict=True):
            row[place] = cell
    if len({cell.note for row in body for cell in row}) > MOST_LETTERS:
        body = [[_with_note(cell, voice) for cell in row] for row in body]
    notes = _letters(cell.note for row in body for cell in row)
    rows = tuple(
        _row(heading, line.heading, cells, notes)
        for heading, line, cells in zip(headings, table.lines, body, strict=True)
    )
    return Grid(
        table.caption,
        table.first,
        tuple(columns),
        rows,
        tuple((letter, note) for note, letter in notes.items()),
        tuple(dict.fromkeys(_marks(columns, rows))),
    )


def heading_of(heading: Subject | str, voice: Voice) -> str:
    """What stands at the head of a row: a text, a name, or both names of a corridor."""
    if isinstance(heading, str):
        return heading
    if isinstance(heading, Corridor):
        return voice._("{a} \u2192 {b}").format(
            a=voice.title(heading.origin), b=voice.title(heading.destination)
        )
    return voice.title(heading)


def _row(heading: str, subject: Subject | str, cells: list[Cell], notes: dict[str, str]) -> Row:
    """A row of a table; a mark or a note that all its cells share stands at its head."""
    marks = {cell.mark for cell in cells if not cell.missing}
    mark = marks.pop() if len(marks) == 1 else ""
    told = {cell.note for cell in cells if not cell.missing}
    note = told.pop() if len(told) == 1 and len(cells) > 1 else ""
    return Row(
        heading,
        None if isinstance(subject, str) else subject,
        tuple(
            replace(
                cell,
                note="" if cell.note == note else notes.get(cell.note, ""),
                mark="" if mark else cell.mark,
            )
            for cell in cells
        ),
        mark,
        notes.get(note, ""),
    )


def _lift(
    heading: str,
    caption: str,
    findings: list[Finding | Word | None],
    cells: list[Cell],
    voice: Voice,
) -> tuple[Column, list[Cell]]:
    """Move what all cells of a column share below its heading."""
    below: list[str] = []
    known = [finding for finding in findings if isinstance(finding, Finding)]
    units = {unit_of(finding, voice, f"{heading} {caption}") for finding in known}
    if len(units) == 1 and (unit := units.pop()):
        below.append(unit)
    cells = [_without_period(cell, heading) for cell in cells]
    periods = {cell.period for cell in cells if cell.worded or not cell.missing}
    if len(periods) == 1 and (period := periods.pop()):
        if period not in caption:
            below.append(period)
        cells = [replace(cell, period="") for cell in cells]
    marks = {cell.mark for cell in cells if not cell.missing}
    mark = marks.pop() if len(marks) == 1 else ""
    if mark:
        cells = [replace(cell, mark="") for cell in cells]
    worded = not known and any(cell.worded for cell in cells)
    cells = [replace(cell, worded=worded) for cell in cells]
    return Column(heading, tuple(below), mark, worded), cells


def _with_note(cell: Cell, voice: Voice) -> Cell:
    """The note told in the cell, where letters below a table would be too many."""
    told = "" if cell.period and cell.period in cell.note else cell.period
    return replace(cell, period=voice.apart([part for part in (told, cell.note) if part]), note="")


def _without_period(cell: Cell, heading: str) -> Cell:
    return replace(cell, period="") if cell.period and cell.period in heading else cell


def _marks(columns: Iterable[Column], rows: Iterable[Row]) -> Iterable[str]:
    yield from (column.mark for column in columns if column.mark)
    for row in rows:
        yield from (mark for mark in (row.mark, *(cell.mark for cell in row.cells)) if mark)


def _letters(notes: Iterable[str]) -> dict[str, str]:
    """A small letter for each note, in order of first use: a to z, then aa, ab."""
    unique = [note for note in dict.fromkeys(notes) if note]
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return {
        note: (alphabet[n // 26 - 1] if n >= 26 else "") + alphabet[n % 26]
        for n, note in enumerate(unique)
    }


_EXPLAINED = {
    "estimated": N_("estimated: worked out by the publisher or a model, not counted"),
    "projected": N_("projected: what a model expects, not what was seen"),
    "derived": N_("derived: worked out by Comity from published figures"),
}


def explained(mark: str, voice: Voice) -> str:
    """What a status mark means, in a sentence for the foot of a table."""
    return voice._(_EXPLAINED[mark])
