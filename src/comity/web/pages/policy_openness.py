"""Openness: every country by its rules for visits, and a page of each country and region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.dossier import Dossier
from comity.briefs.openness import (
    openness_of_corridor,
    openness_of_place,
    openness_of_region,
    pictures_for,
)
from comity.briefs.render.html import fragment, table
from comity.briefs.voice import Voice
from comity.core.findings import sources_of
from comity.core.places import Corridor, Place
from comity.core.regions import Subject, find_subject
from comity.evidence.reading import Evidence
from comity.policy.openness import (
    Changes,
    Group,
    Openness,
    changes_of,
    group_report,
    openness_report,
)
from comity.policy.openness.report import table_of
from comity.web import urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.exhibits import Wall
from comity.web.library import Library
from comity.web.openness_world import OpenWorld
from comity.web.pages import figures
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx")
_LABELS = ((".csv", "CSV"), (".xlsx", "Excel"), (".json", "JSON"))


@dataclass(frozen=True)
class Shown:
    """What a page of openness shows: the report, the same told as a dossier, and its figures."""

    evidence: Evidence
    subject: Subject
    view: View

    @cached_property
    def report(self) -> Openness | Group | Changes:
        """The facts."""
        if isinstance(self.subject, Corridor):
            return changes_of(self.evidence, self.subject)
        if isinstance(self.subject, Place):
            return openness_report(self.evidence, self.subject)
        return group_report(self.evidence, self.subject)

    @cached_property
    def dossier(self) -> Dossier:
        """The facts in sentences and tables."""
        voice = Voice(self.view.language)
        if isinstance(self.report, Openness):
            return openness_of_place(self.evidence, self.report, voice)
        if isinstance(self.report, Changes):
            return openness_of_corridor(self.evidence, self.report, voice)
        return openness_of_region(self.evidence, self.report, voice)

    @cached_property
    def wall(self) -> Wall:
        """The figures."""
        return Wall(
            urls.openness(self.subject),
            self.view,
            lambda width: pictures_for(self.dossier, width=width),
        )


@router.get("/policy/openness")
@router.get("/policy/openness.json")
@router.get("/policy/openness.csv")
@router.get("/policy/openness.xlsx")
def index(request: Request, library: Books, view: Seen) -> Response:
    """Every country by its rules for visits, in the order of the alphabet."""
    view, ending = view.alone(), ending_of(request)
    key = (urls.openness(view=view), ending)
    world = _world(library, view)
    if ending:
        return twin(library.page(key, lambda: world.file(ending)), ending, urls.openness())
    return html(library.page(key, lambda: _index(request, library, world)))


@router.get("/policy/openness/{name}")
def one(request: Request, library: Books, view: Seen, name: str) -> Response:
    """The openness of a country or of the members of a region, or the rules of a corridor."""
    view = view.alone()
    asked, ending = urls.split_ending(name, ENDINGS)
    subject = find_subject(asked)
    if asked != subject.slug or subject.slug == "world":
        return moved(request, urls.openness(subject, ending=ending))
    shown = _shown(library, view, subject)
    key = (urls.openness(subject, view), ending)
    if ending:
        body = library.page(key, lambda: _file(shown, ending))
        return twin(body, ending, urls.openness(subject))
    return html(library.page(key, lambda: _page(request, library, shown)))


@router.get("/policy/openness/{name}/figures/{figure}")
def figure(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of a page of openness; those of the index stand under `world`."""
    wall, above = _hung(library, view.alone(), name)
    return figures.answer(request, library, wall, figure, above, _link(view))


@router.get("/embed/policy/openness/{name}/figures/{figure}")
def framed(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of a page of openness for a frame on another site."""
    wall, above = _hung(library, view.alone(), name)
    return figures.embed(request, library, wall, figure, above)


def _hung(library: Library, view: View, name: str) -> tuple[Wall, str]:
    """The figures of a page, and what the page is called."""
    subject = find_subject(name)
    if subject.slug == "world":
        world = _world(library, view)
        return world.wall, world.title
    shown = _shown(library, view, subject)
    return shown.wall, shown.dossier.title


def _world(library: Library, view: View) -> OpenWorld:
    key = ("openness", urls.openness(view=view))
    return library.wall(key, lambda: OpenWorld(library.evidence(view.as_of), view))


def _shown(library: Library, view: View, subject: Subject) -> Shown:
    key = ("openness", urls.openness(subject, view))
    return library.wall(key, lambda: Shown(library.evidence(view.as_of), subject, view))


def _link(view: View) -> Any:
    """Where the subjects of these pages have theirs."""
    around = view.alone()
    return lambda subject: urls.openness(subject, around)


def _file(shown: Shown, ending: str) -> bytes:
    report = shown.report
    if ending == ".json":
        return json_bytes(shown.dossier.as_json() | report.as_json())
    return table_of({}, report.rows(), ending)


def _index(request: Request, library: Library, world: OpenWorld) -> bytes:
    library.ahead(lambda: figures.drawn(library, world.wall))
    return render_page(
        request,
        "policy/openness.html",
        world.view,
        title=world.title,
        table=table(world.table, world.voice, _link(world.view)),
        hung=world.wall.hung(),
        regions=[(one, urls.openness(one, world.view)) for one in world.regions],
        sources=sources_of(world.findings),
        take=[(label, urls.openness(view=world.view, ending=end)) for end, label in _LABELS],
    )


def _page(request: Request, library: Library, shown: Shown) -> bytes:
    view, subject = shown.view, shown.subject
    library.ahead(lambda: figures.drawn(library, shown.wall))
    body = fragment(
        shown.dossier,
        link=_link(view),
        dataset=lambda name: urls.dataset(name, view),
        downloads=[(label, urls.openness(subject, view, end)) for end, label in _LABELS],
        pictures=shown.wall.hung(),
        glossary=urls.page("/glossary", view),
    )
    return render_page(
        request,
        "policy/openness_of.html",
        view,
        title=shown.dossier.title,
        subject=subject,
        body=body,
        index=urls.openness(view=view),
    )
