"""Corridors: people from one country who live in another, and everything between the two."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import UnknownPlace
from comity.core.places import Corridor
from comity.core.regions import find_subject
from comity.web import listings
from comity.web.asking import Books, Seen
from comity.web.pages import indexes, subjects

router = APIRouter()


@router.get("/corridors")
@router.get("/corridors.json")
@router.get("/corridors.csv")
@router.get("/corridors.xlsx")
def index(request: Request, library: Books, view: Seen) -> Response:
    """The largest corridors by the number of people who live in the destination."""
    return indexes.answer(request, library, view, "/corridors", listings.corridors)


@router.get("/corridors/{name}")
def corridor(request: Request, library: Books, view: Seen, name: str) -> Response:
    """The dossier of one corridor, written FROM-TO in the direction in which people move."""
    asked, ending = subjects.asked_for(name)
    return subjects.answer(request, library, view, _pair(asked), ending, asked)


def _pair(asked: str) -> Corridor:
    pair = find_subject(asked)
    if not isinstance(pair, Corridor):
        raise UnknownPlace(
            f"'{asked}' is no corridor; write two countries as FROM-TO, as in TJK-RUS.",
            (pair.code if pair.kind == "country" else pair.name,),
        )
    return pair


@router.get("/corridors/{name}/figures/{figure}")
def figure(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of the page."""
    return subjects.figure(request, library, view, _pair(name), figure, framed=False)


@router.get("/embed/corridors/{name}/figures/{figure}")
def framed(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of the page for a frame on another site."""
    return subjects.figure(request, library, view, _pair(name), figure, framed=True)
