"""One field for everything: a name or a pair leads to its page, anything else to suggestions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from comity.evidence.catalogue import Dataset
from comity.web import urls
from comity.web.answers import html
from comity.web.asking import Books, Seen
from comity.web.library import Library
from comity.web.search import exactly, near
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
LONGEST = 80
"""Letters of a question that are read."""


@router.get("/find")
def find(request: Request, library: Books, view: Seen, q: Annotated[str, Query()] = "") -> Response:
    """Go to the page of what was typed, or list what may be meant."""
    asked = " ".join(q.split())[:LONGEST]
    if asked and (subject := exactly(asked)):
        return RedirectResponse(urls.to(subject, view.alone()), 303)
    found = near(asked) if asked else []
    datasets = _datasets(library, view, asked)
    page = render_page(request, "find.html", view, asked=asked, found=found, datasets=datasets)
    return html(page, 404 if asked and not found and not datasets else 200)


def _datasets(library: Library, view: View, asked: str) -> list[Dataset]:
    """Datasets that speak of all the words typed."""
    words = asked.lower().split()
    found = []
    for entry in library.evidence(view.as_of).datasets.values():
        text = f"{entry.name} {entry.title} {entry.short} {entry.publisher}".lower()
        if words and all(word in text for word in words):
            found.append(entry)
    return found[:8]
