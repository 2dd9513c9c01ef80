"""What it costs to send money home: a corridor, a country, a region, and the world."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from comity.briefs.render.html import fragment
from comity.core.places import Corridor, find_place
from comity.core.regions import Subject, find_subject
from comity.web import urls
from comity.web.answers import ending_of, html, moved, twin
from comity.web.asking import Books, Seen
from comity.web.exhibits import Wall
from comity.web.library import Library
from comity.web.pages import figures
from comity.web.pages.services_remittances_offers import router as offers
from comity.web.remittances import NAME, Costs, state_of
from comity.web.services_urls import service
from comity.web.state import View
from comity.web.taking import ENDINGS, taken
from comity.web.templating import environment, render_page

router = APIRouter()
router.include_router(offers)
HOME = "/services/remittances"


@router.get(HOME)
@router.get(f"{HOME}.json")
@router.get(f"{HOME}.csv")
@router.get(f"{HOME}.xlsx")
def index(
    request: Request, library: Books, view: Seen, sender: str = "", receiver: str = ""
) -> Response:
    """The world, and the way to any corridor or country."""
    if chosen := _chosen(sender[:80], receiver[:80], view):
        return RedirectResponse(chosen, 303)
    return _answer(request, library, _shown(library, view, find_subject("world")))


def _chosen(sender: str, receiver: str, view: View) -> str:
    """The page that the form asks for; empty where nothing is filled in. Raises `UnknownPlace`."""
    ends = [find_place(one) if one.strip() else None for one in (sender, receiver)]
    start, end = ends
    if start and end:
        if start == end:
            return service(NAME, view, of=start.slug)
        return service(NAME, view, of=Corridor(start, end).slug)
    if end:
        return service(NAME, view, of=end.slug)
    if start:
        address = service(NAME, view, of=start.slug)
        return f"{address}{'&' if '?' in address else '?'}side=from"
    return ""


def _pictured(
    library: Books, view: Seen, name: str, amount: str = "", side: str = ""
) -> tuple[Wall, str]:
    shown = _shown(library, view, find_subject(name), amount, side)
    return shown.wall, shown.dossier.title


Pictured = Annotated[tuple[Wall, str], Depends(_pictured)]
"""The figures of a page (that of the index stands under `world`), and its title."""


@router.get(f"{HOME}/{{name}}/figures/{{figure}}")
def figure(
    request: Request, library: Books, view: Seen, pictured: Pictured, figure: str
) -> Response:
    """One figure of a page."""
    return figures.answer(request, library, pictured[0], figure, pictured[1], _link(view))


@router.get(f"/embed{HOME}/{{name}}/figures/{{figure}}")
def framed(request: Request, library: Books, pictured: Pictured, figure: str) -> Response:
    """The same for a frame on another site."""
    return figures.embed(request, library, pictured[0], figure, pictured[1])


@router.get(f"{HOME}/{{name}}")
def one(
    request: Request, library: Books, view: Seen, name: str, amount: str = "", side: str = ""
) -> Response:
    """A corridor as the money goes, or every corridor to or from a country, or to a region."""
    asked, ending = urls.split_ending(name, ENDINGS)
    subject = find_subject(asked)
    if asked != subject.slug or subject.slug == "world":
        of = "" if subject.slug == "world" else subject.slug
        return moved(request, f"{service(NAME, of=of)}{ending}")
    return _answer(request, library, _shown(library, view, subject, amount, side))


def _shown(
    library: Library, view: View, subject: Subject, amount: str = "", side: str = ""
) -> Costs:
    state, sent, way = state_of(view, subject, amount, side)
    key = (NAME, subject.slug, state, library.tried)
    return library.wall(key, lambda: Costs(library.evidence(view.as_of), subject, state, sent, way))


def _answer(request: Request, library: Library, shown: Costs) -> Response:
    ending = ending_of(request)
    key = (shown.address(), ending, library.tried)
    if ending:
        return twin(
            library.page(key, lambda: shown.file(ending)), ending, service(NAME, of=shown.of)
        )
    return html(library.page(key, lambda: _page(request, library, shown)))


def _link(view: View) -> Any:
    """Where the subjects of these pages have theirs: corridors are of money."""
    return lambda subject: service(NAME, view.alone(), of=subject.slug)


def _page(request: Request, library: Library, shown: Costs) -> bytes:
    view, subject = shown.view, shown.subject
    library.ahead(lambda: figures.drawn(library, shown.wall))
    pair = subject if isinstance(subject, Corridor) else None
    pieces: Any = environment(view.language).get_template("services/remittances_pieces.html").module
    context: dict[str, Any] = {
        "subject": subject,
        "pair": pair,
        "view": view,
        "voice": shown.voice,
        "newest": shown.dossier.note,
        "amount": f"{shown.amount:g}",
        "side": shown.side,
        "here": service(NAME, of=shown.of),
        "back": service(NAME, view, of=pair.reversed().slug) if pair else "",
        "people": urls.to(pair.reversed(), view.alone()) if pair else "",
        "to": lambda other: urls.to(other, view.alone()),
        "site": lambda path: urls.page(path, view.alone()),
    }
    body = fragment(
        replace(shown.dossier, note=""),
        link=_link(view),
        dataset=lambda name: urls.dataset(name, view.alone()),
        downloads=taken(shown.address),
        around=Markup(pieces.around(**context)),
        beyond=Markup(pieces.beyond(**context)),
        pictures=shown.wall.hung(),
        glossary=urls.page("/glossary", view.alone()),
    )
    return render_page(
        request,
        "services/remittances.html",
        view,
        title=shown.dossier.title,
        about=shown.dossier.note,
        home="" if shown.subject.slug == "world" else service(NAME, view),
        body=body,
    )
