"""Countries and areas: one page each, and all of them side by side."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.places import find_place
from comity.web import listings
from comity.web.asking import Books, Seen
from comity.web.pages import indexes, subjects

router = APIRouter()


@router.get("/countries")
@router.get("/countries.json")
@router.get("/countries.csv")
@router.get("/countries.xlsx")
def index(request: Request, library: Books, view: Seen) -> Response:
    """All countries and areas with what most people ask first."""
    return indexes.answer(request, library, view, "/countries", listings.countries)


@router.get("/countries/{name}")
def country(request: Request, library: Books, view: Seen, name: str) -> Response:
    """The dossier of one country or area."""
    asked, ending = subjects.asked_for(name)
    return subjects.answer(request, library, view, find_place(asked), ending, asked)


@router.get("/countries/{name}/figures/{figure}")
def figure(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of the page."""
    return subjects.figure(request, library, view, find_place(name), figure, framed=False)


@router.get("/embed/countries/{name}/figures/{figure}")
def framed(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of the page for a frame on another site."""
    return subjects.figure(request, library, view, find_place(name), figure, framed=True)
