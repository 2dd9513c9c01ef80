"""The model contract on paper: tagged PDF from the same terms that are written as text and Word."""

from __future__ import annotations

from datetime import date

from comity import __version__
from comity.briefs.agreements.papers import Part, Report, Sheet
from comity.briefs.agreements.writing import pdf
from comity.services.contracts.model import ABOUT, TITLE, Model, shown_blank
from comity.services.contracts.model_written import ORIGIN, RECALLED, SIGNED, origin, written

ENDINGS = (".docx", ".pdf", ".md", ".txt")
"""The forms in which the model contract is written."""


def model_bytes(one: Model, ending: str) -> bytes:
    """The model contract in the form of a file ending, PDF included; raises `FileTrouble`."""
    return pdf(_paper(one)) if ending == ".pdf" else written(one, ending)


def _paper(one: Model) -> Report:
    parts = [
        Part(
            str(number),
            f"{number}. {section}",
            points=tuple(f"{clause.number} {shown_blank(clause.text)}" for clause in clauses),
        )
        for number, (section, clauses) in enumerate(one.sections(), start=1)
    ]
    parts.append(Part("signatures", "Signatures", points=SIGNED))
    if not one.filled:
        rows = tuple((clause.number, origin(clause)) for clause in one.clauses)
        sheet = Sheet("Clauses, their sources and the checks they answer", ("Clause", "From"), rows)
        parts.append(Part("origin", ORIGIN, (RECALLED,), sheets=(sheet,)))
    return Report(
        kind="contract",
        title=TITLE,
        about="" if one.filled else ABOUT,
        seal="",
        notes=(),
        parts=tuple(parts),
        facts={},
        made="" if one.filled else f"Made with Comity {__version__}.",
        language="en",
        day=date(2000, 1, 1),
        version=__version__,
        labels={"paged": "Page {page} of {pages}"},
    )
