"""What Comity is, how to read its numbers, and how to take them along."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.web.answers import html
from comity.web.asking import Seen
from comity.web.templating import render_page

router = APIRouter()


@router.get("/about")
def about(request: Request, view: Seen) -> Response:
    """How to read and reuse what stands on these pages."""
    return html(render_page(request, "about.html", view))
