"""Answers of the pages: HTML, the data twins of a page, and redirects to the address that lasts."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

MEDIA = {
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".yaml": "application/yaml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
}
SAVED = (
    ".csv",
    ".md",
    ".html",
    ".xlsx",
    ".docx",
    ".txt",
    ".parquet",
    ".zip",
    ".bib",
    ".ris",
)
"""Endings that a browser saves rather than shows."""


def html(body: bytes, status: int = 200) -> Response:
    """A page."""
    return Response(body, status, media_type="text/html; charset=utf-8")


def twin(body: bytes, ending: str, name: str) -> Response:
    """The data of a page in the form of an ending, with a name to save it under."""
    headers = {"Link": f'<{name}>; rel="canonical"'} if name.startswith("/") else {}
    if ending in SAVED:
        saved = name.strip("/").replace("/", "-") or "comity"
        headers["Content-Disposition"] = f'attachment; filename="comity-{saved}{ending}"'
    return Response(body, media_type=MEDIA[ending], headers=headers)


def json_bytes(plain: Any) -> bytes:
    """Plain data as JSON in UTF-8; a number that is none is refused."""
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=1, default=str)
    return f"{text}\n".encode()


def moved(request: Request, path: str) -> RedirectResponse:
    """The lasting address of what was asked for, with the same state."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{path}{query}", 308)


def ending_of(request: Request) -> str:
    """The ending of the address: ".json", ".csv" or nothing."""
    last = request.url.path.rpartition("/")[2]
    return f".{last.rpartition('.')[2]}" if "." in last else ""
