"""A dossier as a workbook: what it says, every finding behind it, and the sources."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook

from comity.briefs.dossier import Dossier
from comity.briefs.render.layout import shorts
from comity.briefs.render.rows import SCHEMA, finding_rows
from comity.briefs.voice import Voice
from comity.core.findings import Finding, Source, sources_of

_WIDTHS = {
    "subject_name": 26, "label": 44, "unit": 12, "value": 15, "low": 15, "high": 15,
    "interval": 14, "status": 12, "about": 24, "note": 30, "datasets": 24, "vintages": 24,
    "method": 36,
}  # fmt: skip
_SOURCES = ("dataset", "vintage", "short", "citation", "licence", "url")


def workbook(dossier: Dossier) -> bytes:
    """The dossier as XLSX with the sheets Summary, Findings and Sources; the same bytes each time."""
    buffer = io.BytesIO()
    book = _opened(buffer, dossier.title, dossier.as_of)
    forms = _forms(book)
    _summary(book, dossier, forms)
    _findings(book, dossier.findings, forms)
    _sources(book, dossier.sources(), forms)
    book.close()
    return buffer.getvalue()


def findings_workbook(title: str, findings: Sequence[Finding], as_of: date) -> bytes:
    """Findings as XLSX with the sheets Findings and Sources; the same bytes each time."""
    buffer = io.BytesIO()
    book = _opened(buffer, title, as_of)
    forms = _forms(book)
    _findings(book, findings, forms)
    _sources(book, sources_of(findings), forms)
    book.close()
    return buffer.getvalue()


def _opened(buffer: io.BytesIO, title: str, as_of: date) -> Any:
    """A workbook in which texts stay texts: none is run as a formula or opened as a link."""
    book = Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made = datetime.combine(as_of, datetime.min.time())
    book.set_properties({"title": title, "author": "Comity", "created": made})
    return book


def _forms(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "heading": book.add_format({"bold": True, "valign": "top", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "question": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.###", "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
    }


def _summary(book: Any, dossier: Dossier, forms: dict[str, Any]) -> None:
    voice = Voice(dossier.language)
    sheet = book.add_worksheet("Summary")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, 44)
    sheet.write_string(0, 0, dossier.title, forms["title"])
    made = voice._("As known on {day}. Made with Comity {version}.")
    sheet.write_string(1, 0, made.format(day=voice.day(dossier.as_of), version=dossier.version))
    sheet.write_string(2, 0, dossier.note)
    for place, heading in enumerate(("Question", "Answer", "Sources")):
        sheet.write_string(4, place, heading, forms["heading"])
    row = 5
    for section in dossier.sections:
        lines = [(s.text, "; ".join(shorts(s.sources))) for s in section.sentences]
        lines += [(note, "") for note in section.notes]
        for number, (text, sources) in enumerate(lines):
            sheet.write_string(row, 0, "" if number else section.question, forms["question"])
            sheet.write_string(row, 1, text, forms["text"])
            sheet.write_string(row, 2, sources, forms["text"])
            row += 1


def _findings(book: Any, findings: Sequence[Finding], forms: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Findings")
    for place, name in enumerate(SCHEMA):
        sheet.write_string(0, place, name, forms["heading"])
        sheet.set_column(place, place, _WIDTHS.get(name, 12))
    rows = finding_rows(findings).rows()
    for number, cells in enumerate(rows, start=1):
        for place, value in enumerate(cells):
            if isinstance(value, float):
                form = forms["whole" if value.is_integer() else "number"]
                sheet.write_number(number, place, value, form)
            elif value is not None:
                sheet.write_string(number, place, str(value))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(SCHEMA) - 1)


def _sources(book: Any, sources: Sequence[Source], forms: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Sources")
    for place, (name, width) in enumerate(zip(_SOURCES, (22, 12, 40, 90, 28, 60), strict=True)):
        sheet.write_string(0, place, name, forms["heading"])
        sheet.set_column(place, place, width)
    for number, source in enumerate(sources, start=1):
        for place, name in enumerate(_SOURCES):
            sheet.write_string(number, place, source.as_json()[name], forms["text"])
