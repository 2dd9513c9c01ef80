"""The model contract as a file: text, Markdown or Word; paper is made by the briefs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from comity.core.errors import FileTrouble
from comity.core.sheets import MADE
from comity.services.contracts.model import ABOUT, BLANK, TITLE, Clause, Model, shown_blank

SIGNED = (
    f"Employer: {BLANK}   Date: {BLANK}",
    f"Worker: {BLANK}   Date: {BLANK}",
)
ORIGIN = "Where each clause comes from"
RECALLED = (
    "The rules are named as they are remembered; their texts were not read again. This page is no "
    "part of the contract."
)
_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_<>|#[]"})


def written(one: Model, ending: str) -> bytes:
    """The model in the form of a file ending; raises `FileTrouble` for one that it is not."""
    match ending:
        case ".txt":
            return "\n\n".join(_plain(one)).encode() + b"\n"
        case ".md":
            return _markdown(one).encode()
        case ".docx":
            return _word(one)
    raise FileTrouble(f"The model contract is written as .docx, .pdf, .md or .txt, not '{ending}'.")


def _plain(one: Model) -> Iterator[str]:
    yield TITLE.upper()
    if not one.filled:
        yield ABOUT
    for number, (section, clauses) in enumerate(one.sections(), start=1):
        yield f"{number}. {section.upper()}"
        yield from (f"{clause.number} {shown_blank(clause.text)}" for clause in clauses)
    yield "SIGNATURES"
    yield from SIGNED
    if not one.filled:
        yield ORIGIN.upper()
        yield RECALLED
        yield "\n".join(f"{clause.number}: {origin(clause)}" for clause in one.clauses)


def origin(clause: Clause) -> str:
    """The source of a clause and the checks that it answers, in one line.

    >>> origin(Clause("1.1", "Pay", "…", ("WAGE_01",), "C189 art 7(e)", False))
    'C189 art 7(e) (WAGE_01)'
    """
    return f"{clause.source} ({', '.join(clause.checks)})" if clause.checks else clause.source


def _markdown(one: Model) -> str:
    blocks = [f"# {TITLE}"]
    blocks += [] if one.filled else [f"*{ABOUT}*"]
    for number, (section, clauses) in enumerate(one.sections(), start=1):
        blocks.append(f"## {number}. {section}")
        blocks += [f"{one.number} {shown_blank(one.text).translate(_SPECIAL)}" for one in clauses]
    blocks += ["## Signatures", *(line.translate(_SPECIAL) for line in SIGNED)]
    if not one.filled:
        rows = [
            f"| {clause.number} | {origin(clause).translate(_SPECIAL)} |" for clause in one.clauses
        ]
        table = "\n".join(["| Clause | Source and checks |", "|---|---|", *rows])
        blocks += [f"## {ORIGIN}", RECALLED, table]
    return "\n\n".join(blocks) + "\n"


def _word(one: Model) -> bytes:
    import docx

    made = docx.Document()
    made.core_properties.title = TITLE
    made.core_properties.author = "Comity"
    made.core_properties.created = made.core_properties.modified = MADE
    made.add_heading(TITLE, 0)
    if not one.filled:
        made.add_paragraph(ABOUT)
    for number, (section, clauses) in enumerate(one.sections(), start=1):
        made.add_heading(f"{number}. {section}", 1)
        for clause in clauses:
            made.add_paragraph(f"{clause.number} {shown_blank(clause.text)}")
    made.add_heading("Signatures", 1)
    for line in SIGNED:
        made.add_paragraph(line)
    if not one.filled:
        made.add_page_break()  # type: ignore[no-untyped-call]  # the library has no types here
        made.add_heading(ORIGIN, 1)
        made.add_paragraph(RECALLED)
        table = made.add_table(1, 2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Clause", "Source and checks"
        for clause in one.clauses:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = clause.number, origin(clause)
    out = io.BytesIO()
    made.save(out)
    return _undated(out)


def _undated(packed: io.BytesIO) -> bytes:
    """The same package without the time at which it was packed, so that the bytes are the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
