"""A table of a dossier laid out for reading: what all its cells share moves into its headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from comity.briefs.dossier import Table
from comity.briefs.render.cells import Cell, cell_of, unit_of
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.core.regions import Subject


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and below it what holds for every cell: unit, period, status mark."""

    heading: str
    below: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, the subject it can link to, and the cells."""

    heading: str
    subject: Subject | None
    cells: tuple[Cell, ...]


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
    rows = [[cell_of(cell, voice) for cell in line.cells] for line in table.lines]
    columns: list[Column] = []
    for place, heading in enumerate(table.columns):
        findings = [line.cells[place] for line in table.lines]
        cells = [row[place] for row in rows]
        column, cells = _lift(heading, table.caption, findings, cells, voice)
        columns.append(column)
        for row, cell in zip(rows, cells, strict=True):
            row[place] = cell
    headings = [
        line.heading if isinstance(line.heading, str) else voice.title(line.heading)
        for line in table.lines
    ]
    rows = [
        [_without_period(cell, heading) for cell in row]
        for heading, row in zip(headings, rows, strict=True)
    ]
    notes = _letters(cell.note for row in rows for cell in row)
    return Grid(
        table.caption,
        table.first,
        tuple(columns),
        tuple(
            Row(
                heading,
                None if isinstance(line.heading, str) else line.heading,
                tuple(replace(cell, note=notes.get(cell.note, "")) for cell in row),
            )
            for heading, line, row in zip(headings, table.lines, rows, strict=True)
        ),
        tuple((letter, note) for note, letter in notes.items()),
        tuple(dict.fromkeys(_marks(columns, rows))),
    )


def _lift(
    heading: str,
    caption: str,
    findings: list[Finding | None],
    cells: list[Cell],
    voice: Voice,
) -> tuple[Column, list[Cell]]:
    """Move what all cells of a column share below its heading."""
    below: list[str] = []
    units = {unit_of(finding, voice) for finding in findings if finding is not None}
    if len(units) == 1 and (unit := units.pop()) and unit.lower() not in heading.lower():
        below.append(unit)
    periods = {cell.period for cell in cells if cell.period}
    if len(periods) == 1 and len(cells) > 1:
        period = periods.pop()
        if period not in heading and period not in caption:
            below.append(period)
        cells = [replace(cell, period="") for cell in cells]
    else:
        cells = [_without_period(cell, heading) for cell in cells]
    marks = {cell.mark for cell in cells if not cell.missing}
    mark = marks.pop() if len(marks) == 1 and len(cells) > 1 else ""
    if mark:
        cells = [replace(cell, mark="") for cell in cells]
    return Column(heading, tuple(below), mark), cells


def _without_period(cell: Cell, heading: str) -> Cell:
    return replace(cell, period="") if cell.period and cell.period in heading else cell


def _marks(columns: Iterable[Column], rows: Iterable[Iterable[Cell]]) -> Iterable[str]:
    yield from (column.mark for column in columns if column.mark)
    yield from (cell.mark for row in rows for cell in row if cell.mark)


def _letters(notes: Iterable[str]) -> dict[str, str]:
    """A small letter for each note, in order of first use: a to z, then aa, ab."""
    unique = [note for note in dict.fromkeys(notes) if note]
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return {
        note: (alphabet[n // 26 - 1] if n >= 26 else "") + alphabet[n % 26]
        for n, note in enumerate(unique)
    }


_EXPLAINED = {
    "estimated": "estimated: worked out by the publisher or a model, not counted",
    "projected": "projected: what a model expects, not what was seen",
    "derived": "derived: worked out by Comity from published figures",
}


def explained(mark: str, voice: Voice) -> str:
    """What a status mark means, in a sentence for the foot of a table."""
    return voice._(_EXPLAINED[mark])
