"""One field for everything: a name or a pair leads to its page, the rest to what may be meant."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from comity.core.places import Place, folded, places
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.search.answering import Answer, answer
from comity.web.templating import render_page

router = APIRouter()
LONGEST = 80
"""Letters of a question that are read."""

SHOWN = 5
"""How many entries of a kind stand open on the page."""


@router.get("/find")
@router.get("/find.json")
def find(request: Request, library: Books, view: Seen, q: Annotated[str, Query()] = "") -> Response:
    """Go to the page of what was typed, or list what may be meant; as data, always the list."""
    asked = " ".join(q.split())[:LONGEST]
    found = answer(library, view, asked)
    if ending_of(request):
        return twin(json_bytes(_plain(found)), ".json", "/find")
    if found.page:
        return RedirectResponse(found.page, 303)
    page = render_page(
        request,
        "find.html",
        view.alone(),
        asked=asked,
        found=found,
        shown=SHOWN,
        suggested=suggested(view.language),
    )
    return html(page, 404 if asked and not found.entries else 200)


def suggested(language: str) -> list[str]:
    """The names that a field offers while somebody types: all countries, in their order."""

    def order(place: Place) -> str:
        return folded(place.name_in(language))

    return [place.name_in(language) for place in sorted(places().values(), key=order)]


def _plain(found: Answer) -> dict[str, Any]:
    return {
        "title": "Find",
        "asked": found.asked,
        "language": found.view.language,
        "from": found.view.since,
        "to": found.view.until,
        "exact": found.page,
        "count": len(found.entries),
        "entries": [
            {
                "kind": entry.kind,
                "title": entry.title,
                "hint": entry.hint,
                "address": found.address(entry),
            }
            for _, group in found.groups
            for entry in group
        ],
    }
