"""A dossier on paper: the page's sentences, figures and tables as a tagged PDF (PDF/UA-1).

Everything is handed to the template `dossier.typ` as plain data. Of figures that are views of the
same thing, only the first is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from comity.briefs.dossier import Dossier
from comity.briefs.pictures import figures_for
from comity.briefs.render.cells import Cell
from comity.briefs.render.grids import Column, Grid, Row, explained
from comity.briefs.render.layout import Lead, Part, cited, credit, leads_of, parts_of
from comity.briefs.voice import Voice
from comity.figures import Figure, svg
from comity.figures.press import printed
from comity.figures.words import sentence

Plain = dict[str, Any]


def pdf(dossier: Dossier, *, home: Path | None = None) -> bytes:
    """The dossier as PDF; its figures are kept in `home`, and the same dossier has the same bytes.

    Raises `FileTrouble` where no PDF can be made here.
    """
    template = files("comity.briefs") / "templates" / "dossier.typ"
    content = content_of(dossier, home)
    return printed(template.read_text(encoding="utf-8"), content, dossier.language, dossier.as_of)


def content_of(dossier: Dossier, home: Path | None = None) -> Plain:
    """All that a dossier prints, as plain data."""
    voice = Voice(dossier.language)
    made = voice._("As known on {day}. Made with Comity {version}.")
    figures = figures_for(dossier)
    return {
        "title": dossier.title,
        "note": dossier.note,
        "made": made.format(day=voice.day(dossier.as_of), version=dossier.version),
        "paged": voice._("Page {page} of {pages}"),
        "leads": [_lead(lead, voice) for lead in leads_of(dossier, voice)],
        "parts": [
            _part(part, figures.get(part.slug, []), voice, home)
            for part in parts_of(dossier, voice)
        ],
        "sources": {
            "title": voice._("Sources and licences"),
            "list": [{"text": credit(one, voice), "url": one.url} for one in dossier.sources()],
        },
    }


def first_views(figures: Iterable[Figure]) -> Iterator[Figure]:
    """The figures without those that show again what the one before them shows."""
    shown: Figure | None = None
    for figure in figures:
        if not (shown and shown.tab and figure.tab):
            yield figure
        shown = figure


def _lead(lead: Lead, voice: Voice) -> Plain:
    mark = voice._(lead.cell.mark)
    when = ", ".join(part for part in (lead.when, mark) if part)
    return {
        "label": lead.label,
        "value": lead.cell.text,
        "missing": lead.cell.missing,
        "unit": lead.unit,
        "when": "; ".join(part for part in (when, lead.cell.bounds) if part),
    }


def _part(part: Part, figures: list[Figure], voice: Voice, home: Path | None) -> Plain:
    return {
        "question": part.question,
        "runs": [{"text": run.text, "cited": cited(run, voice)} for run in part.runs],
        "pictures": [_picture(figure, home) for figure in first_views(figures)],
        "tables": [_table(grid, voice) for grid in part.grids],
        "notes": part.notes,
    }


def _picture(figure: Figure, home: Path | None) -> Plain:
    """A figure as pages draw it, so that it is drawn once; paper takes its light colours."""
    return {
        "title": figure.title,
        "caption": figure.caption,
        "alt": figure.alt,
        "svg": svg(figure, theme=None, alone=False, home=home),
        "cited": sentence(figure.cited, figure.note),
    }


def _table(grid: Grid, voice: Voice) -> Plain:
    foot = [{"letter": letter, "text": note} for letter, note in grid.notes]
    foot += [{"letter": "", "text": explained(mark, voice)} for mark in grid.marks]
    return {
        "caption": grid.caption,
        "first": grid.first,
        "columns": [_column(column, voice) for column in grid.columns],
        "rows": [_row(row, voice) for row in grid.rows],
        "foot": foot,
    }


def _column(column: Column, voice: Voice) -> Plain:
    return {
        "heading": column.heading,
        "below": column.below,
        "mark": voice._(column.mark),
        "worded": column.worded,
    }


def _row(row: Row, voice: Voice) -> Plain:
    return {
        "heading": row.heading,
        "note": row.note,
        "mark": voice._(row.mark),
        "cells": [_cell(cell, voice) for cell in row.cells],
    }


def _cell(cell: Cell, voice: Voice) -> Plain:
    return {
        "text": cell.text,
        "missing": cell.missing,
        "note": cell.note,
        "below": [part for part in (cell.period, cell.bounds) if part],
        "mark": voice._(cell.mark),
    }
