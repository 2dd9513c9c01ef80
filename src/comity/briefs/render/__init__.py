"""A dossier in the form somebody needs: a page, a text, a table, a workbook, or data.

Every form says the same: the same sentences, the same cells, the same sources. `render` answers
with bytes, so that a face writes a file or sends a response.
"""

from __future__ import annotations

import json

from comity.briefs.dossier import Dossier
from comity.briefs.render.rows import csv_bytes, finding_rows
from comity.core.errors import FileTrouble

ENDINGS = (".json", ".md", ".html", ".csv", ".xlsx")

__all__ = ["ENDINGS", "finding_rows", "render"]


def render(dossier: Dossier, ending: str) -> bytes:
    """The dossier in the form of a file ending; raises `FileTrouble` for one it does not write."""
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
    raise FileTrouble(f"A dossier is written as {', '.join(ENDINGS)}, not as '{ending}'.")
