"""Norms: every instrument, what binds a state or a region's members, and who is party to one."""

from __future__ import annotations

from typing import Any

import polars as pl
from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from comity.core.errors import ComityError, NoSuchFigure
from comity.core.places import Corridor, Place
from comity.core.regions import Region, find_subject
from comity.core.sheets import table_bytes
from comity.policy.coding.votes import NAMES, VOTES
from comity.policy.instruments import THEMES, find_instrument
from comity.policy.norms import EUROPEAN_UNION
from comity.web import norms_said, policy_duties, policy_urls, urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books
from comity.web.exhibits import Wall
from comity.web.library import Library
from comity.web.norms_asked import Asked, Question
from comity.web.norms_instrument import InstrumentShown
from comity.web.norms_place import PlaceShown
from comity.web.norms_shown import ListShown, RegionShown
from comity.web.pages import figures
from comity.web.pages.find import suggested
from comity.web.templating import environment, render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx")
_LABELS = {".json": "JSON", ".csv": "CSV", ".xlsx": "Excel"}
Told = PlaceShown | RegionShown | InstrumentShown | ListShown


@router.get("/policy/norms")
@router.get("/policy/norms.json")
@router.get("/policy/norms.csv")
@router.get("/policy/norms.xlsx")
def every(request: Request, library: Books, asked: Question) -> Response:
    """Every instrument; `place` sends to the page of a place, as the form there does."""
    if wanted := request.query_params.get("place", "").strip():
        view = asked.within("as_of")
        return RedirectResponse(policy_urls.norms(_bound(wanted[:80]), view), 302)
    shown = ListShown(library.evidence(), asked)
    ending = ending_of(request)
    if ending:
        return _file(library, shown, ending, "/policy/norms")
    view = asked.within("as_of", "unverified")
    page = {"suggested": suggested(view.language), "take": _take("/policy/norms", view.query())}
    return html(_page(request, library, shown, "norms", page))


@router.get("/policy/norms/{name}")
def bound(request: Request, library: Books, asked: Question, name: str) -> Response:
    """What binds a country, or the members of a region."""
    text, ending = urls.split_ending(name, ENDINGS)
    subject = _bound(text)
    if subject.slug == "world":
        return moved(request, f"/policy/norms{ending}")
    address = policy_urls.norms(subject)
    if text != subject.slug:
        return moved(request, f"{address}{ending}")
    shown = _shown(library, subject, asked)
    if ending:
        return _file(library, shown, ending, address)
    page: dict[str, Any] = {"subject": subject, "take": _take(address, asked.view.query())}
    if isinstance(shown, RegionShown):
        return html(_page(request, library, shown, "norms_region", page))
    page |= {"votes": VOTES, "compacts": NAMES}
    page["pictures"] = _hung(library, shown.wall())
    return html(_page(request, library, shown, "norms_place", page))


@router.get("/policy/norms/{name}/figures/{figure}")
def figure(request: Request, library: Books, asked: Question, name: str, figure: str) -> Response:
    """One figure of the page of a country."""
    wall, above = _of_place(library, asked, name)
    return figures.answer(request, library, wall, figure, above)


@router.get("/embed/policy/norms/{name}/figures/{figure}")
def framed(request: Request, library: Books, asked: Question, name: str, figure: str) -> Response:
    """One figure of the page of a country for a frame on another site."""
    wall, above = _of_place(library, asked, name)
    return figures.embed(request, library, wall, figure, above)


@router.get("/policy/instruments")
def listed(request: Request) -> Response:
    """Instruments are listed on the page of norms."""
    return moved(request, "/policy/norms")


@router.get("/policy/instruments/{name}")
def instrument(request: Request, library: Books, asked: Question, name: str) -> Response:
    """One instrument: who is what to it, since when, and what it is."""
    text, ending = urls.split_ending(name, ENDINGS)
    shown = InstrumentShown(library.evidence(), asked, find_instrument(text))
    address = policy_urls.instrument(shown.one.slug)
    if text != shown.one.slug:
        return moved(request, f"{address}{ending}")
    if ending:
        return _file(library, shown, ending, address)
    page = {"pictures": _hung(library, shown.wall()), "take": _take(address, asked.view.query())}
    return html(_page(request, library, shown, "instrument", page))


@router.get("/policy/instruments/{name}/figures/{figure}")
def drawn(request: Request, library: Books, asked: Question, name: str, figure: str) -> Response:
    """One figure of the page of an instrument."""
    wall, above = _of_instrument(library, asked, name)
    return figures.answer(request, library, wall, figure, above)


@router.get("/embed/policy/instruments/{name}/figures/{figure}")
def embedded(request: Request, library: Books, asked: Question, name: str, figure: str) -> Response:
    """One figure of the page of an instrument for a frame on another site."""
    wall, above = _of_instrument(library, asked, name)
    return figures.embed(request, library, wall, figure, above)


def _bound(text: str) -> Place | Region:
    union = text.strip().upper() == EUROPEAN_UNION  # it stands on the page of its members
    subject = find_subject("eu" if union else text)
    if isinstance(subject, Corridor):
        raise ComityError(
            f"{subject.code} is a corridor, and norms bind states; ask about "
            f"{subject.origin.code} or {subject.destination.code}."
        )
    return subject


def _shown(library: Library, subject: Place | Region, asked: Asked) -> PlaceShown | RegionShown:
    if isinstance(subject, Region):
        return RegionShown(library.evidence(), asked, subject)
    return PlaceShown(library.evidence(), asked, subject)


def _of_place(library: Library, asked: Asked, name: str) -> tuple[Wall, str]:
    subject = _bound(name)
    if isinstance(subject, Region):
        raise NoSuchFigure(f"The page of {subject.in_sentence} has tables and no figure.")
    shown = PlaceShown(library.evidence(), asked, subject)
    above = shown.voice._("What binds {place}").format(place=shown.voice.name(subject))
    return _kept(library, shown.wall()), above


def _of_instrument(library: Library, asked: Asked, name: str) -> tuple[Wall, str]:
    shown = InstrumentShown(library.evidence(), asked, find_instrument(name))
    return _kept(library, shown.wall()), shown.voice._(shown.one.short)


def _kept(library: Library, wall: Wall) -> Wall:
    return library.wall((wall.address, wall.view), lambda: wall)


def _hung(library: Library, wall: Wall) -> dict[str, Markup]:
    kept = _kept(library, wall)
    library.ahead(lambda: figures.drawn(library, kept))
    return kept.hung()


def _take(address: str, query: str) -> list[tuple[str, str]]:
    return [(_LABELS[ending], f"{address}{ending}{query}") for ending in ENDINGS]


def _file(library: Library, shown: Told, ending: str, address: str) -> Response:
    def body() -> bytes:
        if ending == ".json":
            return json_bytes(shown.plain)
        return table_bytes(pl.DataFrame(shown.rows, infer_schema_length=None), ending)

    made = library.page((address, ending, shown.asked.view), body)
    return twin(made, ending, address)


def _page(
    request: Request, library: Library, shown: Told, name: str, context: dict[str, Any]
) -> bytes:
    view = shown.asked.view

    def page() -> bytes:
        return render_page(
            request,
            f"policy/{name}.html",
            view,
            shown=shown,
            asked=shown.asked,
            themes=THEMES,
            said=norms_said,
            duties=policy_duties,
            policy=policy_urls,
            pieces=environment(view.language).get_template("policy/norms_pieces.html").module,
            **context,
        )

    return library.page((request.url.path, view), page)
