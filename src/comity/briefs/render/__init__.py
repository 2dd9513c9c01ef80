"""A dossier in the form somebody needs: a page, a text, a table, paper, a package, or data.

Every form says the same: the same sentences, the same cells, the same sources. `render` answers
with bytes, so that a face writes a file or sends a response.
"""

from __future__ import annotations

import json
from pathlib import Path

from comity.briefs.dossier import Dossier
from comity.briefs.render.rows import csv_bytes, finding_rows
from comity.core.errors import FileTrouble

ENDINGS = (".json", ".md", ".html", ".csv", ".xlsx", ".pdf", ".zip")

__all__ = ["ENDINGS", "finding_rows", "render"]


def render(dossier: Dossier, ending: str, *, home: Path | None = None) -> bytes:
    """The dossier in the form of a file ending; raises `FileTrouble` for one it does not write.

    Figures, where the form has them, are kept in `home` (COMITY_HOME where it is not given).
    """
    match ending.lower():
        case ".json":
            plain = json.dumps(dossier.as_json(), ensure_ascii=False, allow_nan=False, indent=1)
            return f"{plain}\n".encode()
        case ".csv":
            return csv_bytes(dossier.findings)
        case ".md":
            from comity.briefs.render.markdown import markdown

            return markdown(dossier).encode()
        case ".html":
            from comity.briefs.render.html import standalone

            return standalone(dossier).encode()
        case ".xlsx":
            from comity.briefs.render.workbook import workbook

            return workbook(dossier)
        case ".pdf":
            from comity.briefs.render.pdf import pdf

            return pdf(dossier, home=home)
        case ".zip":
            from comity.briefs.render.package import package

            return package(dossier, home=home)
    raise FileTrouble(f"A dossier is written as {', '.join(ENDINGS)}, not as '{ending}'.")
