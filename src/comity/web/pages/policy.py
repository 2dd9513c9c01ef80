"""The entrance to policy: what states have promised, how far they have come, how open they are."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.web.answers import html
from comity.web.asking import Books, Seen
from comity.web.pages.find import suggested
from comity.web.templating import render_page

router = APIRouter()
PRESENT = (
    "/policy/norms",
    "/policy/topics",
    "/policy/indicators",
    "/policy/coding",
    "/policy/compacts",
    "/policy/openness",
    "/policy/monitor",
)
"""The pages to which this one leads."""


@router.get("/policy")
def index(request: Request, library: Books, view: Seen) -> Response:
    """What the pages on policy tell, one sentence each, and a form for a place."""
    chosen = view.alone()

    def page() -> bytes:
        return render_page(
            request,
            "policy/index.html",
            chosen,
            suggested=suggested(chosen.language),
            present=PRESENT,
        )

    return html(library.page(("/policy", chosen), page))
