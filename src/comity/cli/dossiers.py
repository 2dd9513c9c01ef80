"""A dossier on a terminal: questions, sentences with their sources, and the tables behind them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.speaking import print_json, print_table, say, write

if TYPE_CHECKING:
    from comity.briefs.dossier import Dossier, Section, Word
    from comity.briefs.voice import Voice
    from comity.core.findings import Finding

_MARKS = {"estimated": " est.", "projected": " proj."}


def hand_over(dossier: Dossier, output: Path | None, *, as_json: bool) -> None:
    """Write the dossier, print it as JSON, or both; print it as text when neither is asked."""
    if output is not None:
        from comity.briefs.render import render

        write(output, render(dossier, output.suffix.lower()))
    if as_json:
        print_json(dossier.as_json())
    elif output is None:
        show(dossier)


def show(dossier: Dossier) -> None:
    """Print the dossier as text."""
    from comity.briefs.voice import Voice

    voice = Voice(dossier.language)
    say(dossier.title, "bold")
    say(f"As of {voice.day(dossier.as_of)}. Comity {dossier.version}.")
    if dossier.note:
        say(dossier.note)
    for section in dossier.sections:
        _section(section, voice)
    say("\nSources", "bold")
    for source in dossier.sources():
        say(f"- {source.citation} Licence: {source.licence}. {source.url}".rstrip())


def _section(section: Section, voice: Voice) -> None:
    say(f"\n{section.question}", "bold")
    for sentence in section.sentences:
        names = "; ".join(source.short for source in sentence.sources)
        say(sentence.text, after=f"[{names}]" if names else "")
    for table in section.tables:
        rows = [
            [
                line.heading if isinstance(line.heading, str) else voice.title(line.heading),
                *(_cell(cell, voice, table.absent) for cell in line.cells),
            ]
            for line in table.lines
        ]
        columns = [table.first, *table.columns]
        worded = {at for line in table.lines for at, word in enumerate(line.words) if word}
        right = [name for at, name in enumerate(table.columns) if at not in worded]
        print_table(columns, rows, title=table.caption, right=right)
    for remark in section.notes:
        say(f"- {remark}", "dim")


def _cell(finding: Finding | Word | None, voice: Voice, absent: str) -> str:
    """A finding in a narrow cell: its number, its bounds, and how sure it is of being one."""
    from comity.briefs.render.cells import cell_of
    from comity.core.findings import Finding

    cell = cell_of(finding, voice, absent)
    if isinstance(finding, Finding) and finding.unit == "ratio" and finding.value is not None:
        return voice.exact(finding.value, 2)
    bounds = f" ({cell.bounds})" if cell.bounds else ""
    return f"{cell.text}{bounds}{_MARKS.get(cell.mark, '')}"
