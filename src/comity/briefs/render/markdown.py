"""A dossier as a text that reads well as it is, and better where Markdown is understood."""

from __future__ import annotations

from collections.abc import Iterator

from comity.briefs.dossier import Dossier, Section
from comity.briefs.render.cells import Cell
from comity.briefs.render.counted import counted_in
from comity.briefs.render.grids import Column, Grid, explained, grid_of
from comity.briefs.render.layout import credit, shorts
from comity.briefs.voice import Voice
from comity.core.findings import Source

_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_<>|#[]"})


def markdown(dossier: Dossier) -> str:
    """The dossier as Markdown: questions, sentences with sources, tables, sources at the end."""
    voice = Voice(dossier.language)
    blocks = [f"# {_safe(dossier.title)}"]
    if dossier.note:
        blocks.append(_safe(dossier.note))
    for section in dossier.sections:
        blocks.extend(_section(section, voice))
    blocks.append(f"## {voice._('Sources')}")
    blocks.append("\n".join(_source(source, voice) for source in dossier.sources()))
    made = voice._("As known on {day}. Made with Comity {version}.")
    blocks.append(made.format(day=voice.day(dossier.as_of), version=dossier.version))
    return "\n\n".join(blocks) + "\n"


def _section(section: Section, voice: Voice) -> Iterator[str]:
    yield f"## {_safe(section.question)}"
    said = []
    for sentence in section.sentences:
        named = "; ".join(shorts(sentence.sources))
        said.append(_safe(sentence.text) + (f" *({_safe(named)})*" if named else ""))
    if said:
        yield " ".join(said)
    for table in section.tables:
        yield from _table(grid_of(table, voice), voice)
    if counted := counted_in(section, voice):
        yield f"**{_safe(voice._('What is counted here?'))}**"
        yield "\n".join(
            f"- **{_safe(one.label)}** \u2013 {_safe(one.definition)} "
            f"*({_safe(one.unit)}; {_safe(one.timing)})*"
            for one in counted
        )
    if section.notes:
        yield "\n".join(f"- {_safe(note)}" for note in section.notes)


def _table(grid: Grid, voice: Voice) -> Iterator[str]:
    yield f"**{_safe(grid.caption)}**"
    headings = [grid.first, *(_heading(column, voice) for column in grid.columns)]
    lines = [
        _line(_safe(heading) for heading in headings),
        _line("---" if place == 0 else "---:" for place in range(len(headings))),
    ]
    for row in grid.rows:
        about = "; ".join(part for part in (row.mark and voice._(row.mark), row.note) if part)
        heading = f"{row.heading} ({about})" if about else row.heading
        lines.append(_line([_safe(heading), *(_cell(cell, voice) for cell in row.cells)]))
    yield "\n".join(lines)
    foot = [f"{letter}: {note}" for letter, note in grid.notes]
    foot += [explained(mark, voice) for mark in grid.marks]
    if foot:
        yield "*" + _safe(" · ".join(foot)) + "*"


def _heading(column: Column, voice: Voice) -> str:
    below = [*column.below, *([voice._(column.mark)] if column.mark else [])]
    return f"{column.heading} ({', '.join(below)})" if below else column.heading


def _cell(cell: Cell, voice: Voice) -> str:
    about = [cell.period, voice._(cell.mark) if cell.mark else "", cell.bounds, cell.note]
    behind = "; ".join(part for part in about if part)
    return _safe(f"{cell.text} ({behind})" if behind else cell.text)


def _source(source: Source, voice: Voice) -> str:
    address = f" <{source.url}>" if source.url else ""
    return f"- {_safe(credit(source, voice))}{address}"


def _line(cells: Iterator[str] | list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _safe(text: str) -> str:
    return text.translate(_SPECIAL).replace("\n", " ")
