"""The page of a country, a corridor or a region, and the same dossier in every other form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.dossier import Dossier
from comity.briefs.pictures import figures_for
from comity.briefs.render import ENDINGS, render
from comity.briefs.render.html import fragment
from comity.briefs.voice import Voice
from comity.core.errors import ComityError
from comity.core.marks import N_
from comity.core.places import Place
from comity.core.regions import Subject
from comity.web import citing, urls
from comity.web.answers import html, moved, twin
from comity.web.exhibits import Wall
from comity.web.library import Library
from comity.web.pages import figures
from comity.web.state import LATEST, View
from comity.web.templating import environment, render_page

_TAKE = (
    (".pdf", "PDF"),
    (".json", "JSON"),
    (".csv", "CSV"),
    (".xlsx", "Excel"),
    (".md", "Markdown"),
    (".html", N_("HTML, one file")),
    (".zip", "ZIP"),
)


def answer(
    request: Request, library: Library, view: View, subject: Subject, ending: str, asked: str
) -> Response:
    """The page or twin of a subject; a redirect where it was asked for by another name."""
    if asked != subject.slug:
        return moved(request, urls.to(subject, ending=ending))
    if isinstance(subject, Place) and view.compare == subject:
        raise ComityError(f"{subject.name} cannot be compared with itself; name another country.")
    view = replace(view, unit=LATEST.unit, measures=())
    key = (subject.kind, subject.code, ending, view)
    if ending in citing.ENDINGS:
        cited = citing.cite_page(request, library.dossier(subject, view), view)
        return twin(cited.written(ending).encode(), ending, urls.to(subject))
    if ending:
        body = library.page(key, lambda: _file(library, subject, view, ending))
        return twin(body, ending, urls.to(subject))
    here = (*key, citing.base_of(request))
    return html(library.page(here, lambda: _page(request, library, subject, view)))


def _file(library: Library, subject: Subject, view: View, ending: str) -> bytes:
    return render(library.dossier(subject, view), ending, home=library.home)


def wall_of(library: Library, subject: Subject, view: View) -> Wall:
    """The figures of a subject's page."""

    def made() -> Wall:
        dossier = library.dossier(subject, view)
        return Wall(urls.to(subject), view, lambda width: figures_for(dossier, width=width))

    return library.wall((subject.kind, subject.code, view), made)


def figure(
    request: Request, library: Library, view: View, subject: Subject, asked: str, *, framed: bool
) -> Response:
    """One figure of a subject's page, as a page, as a file, or for a frame elsewhere."""
    view = replace(view, unit=LATEST.unit, measures=())
    show = figures.embed if framed else figures.answer
    above = Voice(view.language).title(subject)
    return show(request, library, wall_of(library, subject, view), asked, above)


def asked_for(name: str) -> tuple[str, str]:
    """The name and the ending of what was asked for: "UZB.json" is ("UZB", ".json")."""
    return urls.split_ending(name, (*ENDINGS, *citing.ENDINGS))


def _page(request: Request, library: Library, subject: Subject, view: View) -> bytes:
    dossier = library.dossier(subject, view)
    wall = wall_of(library, subject, view)
    library.ahead(lambda: figures.drawn(library, wall))
    around = view.alone()
    voice = Voice(view.language)
    pieces = environment(view.language).get_template("around.html").module
    context: dict[str, Any] = {
        "subject": subject,
        "related": dossier.related,
        "view": view,
        "to": lambda other: urls.to(other, around),
        "site": lambda path: urls.page(path, around),
    }
    body = fragment(
        dossier,
        link=lambda other: urls.to(other, around),
        dataset=lambda name: urls.dataset(name, around),
        downloads=[(voice._(label), urls.to(subject, view, ending)) for ending, label in _TAKE],
        around=Markup(pieces.around(**context)),  # type: ignore[attr-defined]
        pictures=wall.hung(),
        beyond=Markup(pieces.beyond(**context)),  # type: ignore[attr-defined]
        glossary=urls.page("/glossary", around),
    )
    return render_page(
        request,
        "subject.html",
        view,
        title=dossier.title,
        subject=subject,
        body=body,
        crumb=_crumb(dossier),
        cited=citing.cite_page(request, dossier, view),
    )


def _crumb(dossier: Dossier) -> list[Subject]:
    """The world regions of a country, widest first, for the line above its name."""
    if not isinstance(dossier.subject, Place):
        return []
    levels = dossier.subject.m49_regions
    by_code = {other.code: other for other in dossier.related if other.kind == "region"}
    return [by_code[code] for code in levels if code in by_code]
