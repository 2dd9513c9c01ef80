"""A report in the form somebody needs: JSON, Markdown, a page that stands alone, or tagged paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from comity.briefs.agreements.papers import Part, Report, Sheet
from comity.briefs.render.html import environment, stylesheet
from comity.briefs.voice import Voice
from comity.core.errors import FileTrouble

ENDINGS = (".json", ".md", ".html", ".pdf")
_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_<>|#[]"})


def write(report: Report, suffix: str) -> bytes:
    """The report in the form of a file ending; raises `FileTrouble` for one it does not write."""
    match suffix.lower():
        case ".json":
            plain = json.dumps(report.as_json(), ensure_ascii=False, allow_nan=False, indent=1)
            return f"{plain}\n".encode()
        case ".md":
            return markdown(report).encode()
        case ".html":
            return standalone(report).encode()
        case ".pdf":
            return pdf(report)
    raise FileTrouble(f"A report is written as {', '.join(ENDINGS)}, not as '{suffix}'.")


def fragment(report: Report) -> Markup:
    """The body of a report, for a page that holds it."""
    page = environment(report.language).get_template("agreement_parts.html")
    return Markup(page.module.body(report))  # type: ignore[attr-defined]


def standalone(report: Report) -> str:
    """One file with everything in it: no scripts, no requests to anybody."""
    own = (files("comity.briefs") / "templates" / "agreement.css").read_text(encoding="utf-8")
    return (
        environment(report.language)
        .get_template("agreement.html")
        .render(
            report=report,
            direction=Voice(report.language).direction,
            css=Markup(stylesheet() + own),
        )
    )


def pdf(report: Report) -> bytes:
    """Tagged paper (PDF/UA-1), dated by the day of the report and by no clock."""
    from comity.figures.press import printed

    template = files("comity.briefs") / "templates" / "agreement.typ"
    return printed(
        template.read_text(encoding="utf-8"), _content(report), report.language, report.day
    )


def _content(report: Report) -> dict[str, Any]:
    """All that is printed, as plain data."""
    return {
        "title": report.title,
        "about": report.about,
        "seal": report.seal,
        "notes": list(report.notes),
        "made": report.made,
        "paged": report.labels["paged"],
        "parts": [
            {
                "heading": part.heading,
                "text": list(part.text),
                "points": list(part.points),
                "sheets": [_sheet(sheet) for sheet in part.sheets],
            }
            for part in report.parts
        ],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "caption": sheet.caption,
        "columns": list(sheet.columns),
        "rows": [list(row) for row in sheet.rows],
        "numbers": sorted(sheet.numbers),
        "widths": widths(sheet),
    }


def widths(sheet: Sheet) -> list[float]:
    """How wide each column is beside the others: by the text it holds, within bounds.

    >>> widths(Sheet("", ("A", "B"), (("short", "of a moderate length, and so wider"),)))
    [9.0, 23.0]
    """
    found = []
    for place in range(len(sheet.columns)):
        cells = [row[place] for row in sheet.rows]
        word = max(
            len(word) for cell in (sheet.columns[place], *cells) for word in [*cell.split(), ""]
        )
        longest = max(map(len, cells), default=0)
        found.append(round(max(min(longest**0.5 * 4, 40.0), min(word, 14), 6.0), 0))
    return found


def markdown(report: Report) -> str:
    """The report as a text that reads well as it is."""
    blocks = [f"# {_safe(report.title)}", _safe(report.about), f"**{_safe(report.seal)}**"]
    blocks += [f"*{_safe(note)}*" for note in report.notes]
    for part in report.parts:
        blocks.extend(_blocks(part))
    return "\n\n".join([*blocks, _safe(report.made)]) + "\n"


def _blocks(part: Part) -> Iterator[str]:
    yield f"## {_safe(part.heading)}"
    if part.text:
        yield " ".join(_safe(one) for one in part.text)
    if part.points:
        yield "\n".join(f"- {_safe(one)}" for one in part.points)
    for sheet in part.sheets:
        yield f"**{_safe(sheet.caption)}**"
        rule = ["---:" if place in sheet.numbers else "---" for place in range(len(sheet.columns))]
        rows = [[_safe(cell) for cell in row] for row in (sheet.columns, *sheet.rows)]
        yield "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))


def _safe(text: str) -> str:
    return text.translate(_SPECIAL).replace("\n", " ")
