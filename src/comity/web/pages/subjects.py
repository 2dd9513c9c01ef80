"""The page of a country, a corridor or a region, and the same dossier in every other form."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.dossier import Dossier
from comity.briefs.render import ENDINGS, render
from comity.briefs.render.html import fragment
from comity.core.errors import ComityError
from comity.core.places import Place
from comity.core.regions import Subject
from comity.web import urls
from comity.web.answers import html, moved, twin
from comity.web.library import Library
from comity.web.state import View
from comity.web.templating import environment, render_page

_TAKE = (
    (".json", "JSON"),
    (".csv", "CSV"),
    (".xlsx", "Excel"),
    (".md", "Markdown"),
    (".html", "HTML, one file"),
)


def answer(
    request: Request, library: Library, view: View, subject: Subject, ending: str, asked: str
) -> Response:
    """The page or twin of a subject; a redirect where it was asked for by another name."""
    if asked != subject.slug:
        return moved(request, urls.to(subject, ending=ending))
    if isinstance(subject, Place) and view.compare == subject:
        raise ComityError(f"{subject.name} cannot be compared with itself; name another country.")
    key = (subject.kind, subject.code, ending, view)
    if ending:
        body = library.page(key, lambda: render(library.dossier(subject, view), ending))
        return twin(body, ending, urls.to(subject))
    return html(library.page(key, lambda: _page(request, library.dossier(subject, view), view)))


def asked_for(name: str) -> tuple[str, str]:
    """The name and the ending of what was asked for: "UZB.json" is ("UZB", ".json")."""
    return urls.split_ending(name, ENDINGS)


def _page(request: Request, dossier: Dossier, view: View) -> bytes:
    subject = dossier.subject
    around = view.alone()
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
        downloads=[(label, urls.to(subject, view, ending)) for ending, label in _TAKE],
        around=Markup(pieces.around(**context)),  # type: ignore[attr-defined]
        beyond=Markup(pieces.beyond(**context)),  # type: ignore[attr-defined]
    )
    return render_page(
        request,
        "subject.html",
        view,
        title=dossier.title,
        subject=subject,
        body=body,
        crumb=_crumb(dossier),
    )


def _crumb(dossier: Dossier) -> list[Subject]:
    """The world regions of a country, widest first, for the line above its name."""
    if not isinstance(dossier.subject, Place):
        return []
    levels = dossier.subject.m49_regions
    by_code = {other.code: other for other in dossier.related if other.kind == "region"}
    return [by_code[code] for code in levels if code in by_code]
