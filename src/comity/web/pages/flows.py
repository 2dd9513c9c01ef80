"""Movement as estimated: of the world, a country, a region or a corridor, period by period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.dossier import Dossier
from comity.briefs.render import render
from comity.briefs.render.html import fragment
from comity.core.places import Corridor, Place
from comity.core.regions import Subject, find_subject, regions
from comity.evidence.accounts import flow_records, flow_sums, flows
from comity.evidence.reading import Evidence
from comity.web import urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books
from comity.web.exhibits import Wall
from comity.web.flow_figures import figures_of
from comity.web.flow_pairs import Along
from comity.web.flowing import Around, written
from comity.web.library import Library
from comity.web.pages import figures
from comity.web.state import View
from comity.web.templating import environment, render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx", ".md")
_LABELS = {".json": "JSON", ".csv": "CSV", ".xlsx": "Excel", ".md": "Markdown"}


def _chosen(request: Request) -> View:
    """The view of these pages: day, language and period."""
    view = View.read(request.query_params)
    return replace(view.alone(), period=written(request.query_params.get("period", "")))


Choice = Annotated[View, Depends(_chosen)]
"""The state of a page of movement."""


@dataclass(frozen=True)
class Shown:
    """What a page of movement shows: its dossier, its figures, and the period they are of."""

    evidence: Evidence
    subject: Subject
    view: View

    @cached_property
    def telling(self) -> Around | Along:
        """What tells of the subject."""
        if isinstance(self.subject, Corridor):
            return Along(self.evidence, self.subject, self.view)
        return Around(self.evidence, self.subject, self.view)

    @cached_property
    def dossier(self) -> Dossier:
        """Everything that the page says."""
        return self.telling.dossier()

    @cached_property
    def wall(self) -> Wall:
        """The figures of the page."""
        return Wall(
            f"/flows/{self.subject.slug}",
            self.view,
            lambda width: figures_of(self.dossier, self.telling.period, width=width),
        )

    @cached_property
    def records(self) -> list[flow_records.Record]:
        """What was merged, left out or mended and names a place of the page."""
        if isinstance(self.subject, Corridor):
            return flow_records.records(
                self.evidence, (self.subject.origin, self.subject.destination)
            )
        if isinstance(self.subject, Place):
            return flow_records.records(self.evidence, (self.subject,))
        return []

    def as_json(self) -> dict[str, Any]:
        """The page as plain data."""
        period = self.telling.period
        return self.dossier.as_json() | {
            "period": period and str(period),
            "periods": [str(one) for one in flows.flow_periods(self.evidence)],
            "adjustments": [
                {
                    "periods": [str(one) for one in record.periods],
                    "kind": record.kind,
                    "places": list(record.places),
                    "says": record.says,
                }
                for record in self.records
            ],
        }


@router.get("/flows")
@router.get("/flows.json")
@router.get("/flows.csv")
@router.get("/flows.xlsx")
@router.get("/flows.md")
def world(request: Request, library: Books, view: Choice) -> Response:
    """Movement in the world."""
    return _answer(request, library, view, regions()["world"], ending_of(request))


@router.get("/flows/{name}")
def one(request: Request, library: Books, view: Choice, name: str) -> Response:
    """Movement to and from a country or a region, or along a corridor."""
    asked, ending = urls.split_ending(name, ENDINGS)
    if asked == "methods":
        return moved(request, "/methods/flows")
    subject = find_subject(asked)
    if asked != subject.slug or subject.slug == "world":
        return moved(request, urls.flows(subject, ending=ending))
    return _answer(request, library, view, subject, ending)


@router.get("/flows/{name}/figures/{figure}")
def figure(request: Request, library: Books, view: Choice, name: str, figure: str) -> Response:
    """One figure of a page of movement."""
    shown = _shown(library, view, find_subject(name))
    above = shown.dossier.title
    return figures.answer(
        request, library, shown.wall, figure, above, lambda other: _to(other, view)
    )


@router.get("/embed/flows/{name}/figures/{figure}")
def framed(request: Request, library: Books, view: Choice, name: str, figure: str) -> Response:
    """One figure of a page of movement for a frame on another site."""
    shown = _shown(library, view, find_subject(name))
    return figures.embed(request, library, shown.wall, figure, shown.dossier.title)


def _shown(library: Library, view: View, subject: Subject) -> Shown:
    key = ("flows", urls.flows(subject, view))
    return library.wall(key, lambda: Shown(library.evidence(view.as_of), subject, view))


def _to(subject: Subject, view: View) -> str:
    """The page of movement of a subject; none for a pair of regions."""
    if isinstance(subject, Corridor) and not flow_sums.has_page(subject):
        return ""
    return urls.flows(subject, view)


def _answer(
    request: Request, library: Library, view: View, subject: Subject, ending: str
) -> Response:
    shown = _shown(library, view, subject)
    key = (urls.flows(subject, view), ending)
    if ending:
        body = library.page(key, lambda: _file(shown, ending))
        return twin(body, ending, urls.flows(subject))
    return html(library.page(key, lambda: _page(request, library, shown)))


def _file(shown: Shown, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(shown.as_json())
    return render(shown.dossier, ending)


def _page(request: Request, library: Library, shown: Shown) -> bytes:
    view, subject, dossier = shown.view, shown.subject, shown.dossier
    library.ahead(lambda: figures.drawn(library, shown.wall))
    pieces: Any = environment(view.language).get_template("flow_pieces.html").module
    voice = shown.telling.voice
    context: dict[str, Any] = {"subject": subject, "view": view, "voice": voice}
    body = fragment(
        dossier,
        link=lambda other: _to(other, view),
        dataset=lambda name: urls.dataset(name, view),
        downloads=[(_LABELS[ending], urls.flows(subject, view, ending)) for ending in ENDINGS],
        around=Markup(
            pieces.around(
                **context,
                period=shown.telling.period,
                periods=flows.flow_periods(shown.evidence) if dossier.findings else [],
            )
        ),
        beyond=Markup(
            pieces.adjusted(shown.records, flow_records.source(shown.evidence), **context)
            if shown.records
            else ""
        ),
        pictures=shown.wall.hung(),
        glossary=urls.page("/glossary", view),
    )
    return render_page(request, "flows.html", view, title=dossier.title, subject=subject, body=body)
