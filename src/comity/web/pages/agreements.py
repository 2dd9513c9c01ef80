"""Worked examples of agreements: what is negotiated, packages, what a deal bears, its terms.

Only the examples that ship with Comity are shown. A broker's own scenario is private and stays with
the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from comity.core.findings import sources_of
from comity.figures.exchange import KINDS
from comity.web import talk_figures, talk_files, urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books
from comity.web.exhibits import Wall
from comity.web.library import Library
from comity.web.pages import figures
from comity.web.state import View
from comity.web.talk_shown import Shown, concept_in
from comity.web.talks import (
    DRAWN,
    DRAWS,
    FIRST,
    LABELS,
    MEANINGS,
    MINE,
    STANDS,
    STATUSES,
    VALUES,
    concept_of,
    find_talk,
    talks,
)
from comity.web.templating import environment, render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx")
SCENARIO = (*ENDINGS, ".yaml")
TERMS = (".pdf", ".json", ".md", ".html")


def _chosen(request: Request) -> View:
    """The view of these pages: day, language and the idea of fairness."""
    concept = concept_of(request.query_params.get("concept", ""))
    view = View.read(request.query_params).alone()
    return view if concept == FIRST else replace(view, concept=concept)


Choice = Annotated[View, Depends(_chosen)]
"""The state of a page of an agreement."""


@router.get("/agreements")
@router.get("/agreements.json")
@router.get("/agreements.csv")
def index(request: Request, library: Books, view: Choice) -> Response:
    """All examples, and how to use the same on one's own scenario."""
    library.ahead(lambda: [talk.packages for talk in talks().values()])
    match ending_of(request):
        case ".json":
            return twin(json_bytes(talk_files.listed()), ".json", "/agreements")
        case ".csv":
            return twin(talk_files.listed_csv(), ".csv", "/agreements")
    return html(
        render_page(request, "agreements/index.html", view.alone(), talks=talks().values(),
                    mine=MINE)
    )  # fmt: skip


@router.get("/agreements/{name}")
def scenario(request: Request, library: Books, view: Choice, name: str) -> Response:
    """What is negotiated in an example, with the evidence beside each issue."""
    asked, ending = urls.split_ending(name, SCENARIO)
    shown = _shown(library, view.alone(), asked)
    if asked != shown.talk.name:
        return moved(request, urls.agreement(shown.talk.name, ending=ending))
    library.ahead(lambda: shown.talk.packages)
    if ending:
        body = library.page(_key(shown, ending), lambda: _scenario_file(shown, ending))
        return _twin(body, ending, urls.agreement(shown.talk.name))

    def page() -> bytes:
        return _render(request, shown, "scenario", issues=_issues(shown), sources=shown.sources)

    return html(library.page(_key(shown, ""), page))


def _issues(shown: Shown) -> list[dict[str, Any]]:
    """Each issue with what stands beside it."""
    beside = {one.issue: one for one in shown.beside}
    return [
        {
            "issue": issue,
            "known": shown.known_of(beside[issue.id]),
            "count": len(beside[issue.id].findings),
            "lacking": [lack.said(shown.voice) for lack in beside[issue.id].lacking],
        }
        for issue in shown.talk.scenario.issues
    ]


def _scenario_file(shown: Shown, ending: str) -> bytes:
    match ending:
        case ".json":
            return json_bytes(talk_files.told(shown.talk, shown.beside))
        case ".yaml":
            return talk_files.scenario_yaml(shown.talk)
    return talk_files.scenario_file(shown.talk, shown.beside, ending)


@router.get("/agreements/{name}/packages")
@router.get("/agreements/{name}/packages.json")
@router.get("/agreements/{name}/packages.csv")
@router.get("/agreements/{name}/packages.xlsx")
def packages(request: Request, library: Books, view: Choice, name: str) -> Response:
    """The packages of all concepts side by side, one of them in detail."""

    def data(shown: Shown, ending: str) -> bytes:
        if ending == ".json":
            return json_bytes(talk_files.solved(shown.talk, concept_in(view)))
        return talk_files.packages_file(shown.talk, ending)

    def page(shown: Shown, wall: Wall) -> bytes:
        return _render(
            request, shown, "packages", pictures=wall.hung(), meanings=MEANINGS, values=VALUES,
            statuses=STATUSES, kinds=KINDS, arrow=shown.arrow,
        )  # fmt: skip

    return _solved(request, library, view, name, "packages", data, page)


@router.get("/agreements/{name}/sensitivity")
@router.get("/agreements/{name}/sensitivity.json")
@router.get("/agreements/{name}/sensitivity.csv")
@router.get("/agreements/{name}/sensitivity.xlsx")
def sensitivity(request: Request, library: Books, view: Choice, name: str) -> Response:
    """What happens to a package when the weights of issues are only nearly known."""

    def data(shown: Shown, ending: str) -> bytes:
        if ending == ".json":
            return json_bytes(talk_files.weighed(shown.talk, concept_in(view)))
        return talk_files.sensitivity_file(shown.talk, concept_in(view), ending)

    def page(shown: Shown, wall: Wall) -> bytes:
        return _render(
            request, shown, "sensitivity", pictures=wall.hung(), statuses=STATUSES, draws=DRAWS,
            drawn=DRAWN,
        )  # fmt: skip

    return _solved(request, library, view, name, "sensitivity", data, page)


def _solved(
    request: Request,
    library: Library,
    view: View,
    name: str,
    page: str,
    data: Callable[[Shown, str], bytes],
    body: Callable[[Shown, Wall], bytes],
) -> Response:
    """A page that rests on solved packages, or its data."""
    shown, ending = _shown(library, view, name), ending_of(request)
    address = urls.agreement(shown.talk.name, page)
    if name != shown.talk.name:
        return moved(request, f"{address}{ending}")
    if ending:
        made = library.page(_key(shown, page, ending), lambda: data(shown, ending))
        return twin(made, ending, address)
    wall = shown.wall(page)
    library.ahead(lambda: figures.drawn(library, wall))
    return html(library.page(_key(shown, page), lambda: body(shown, wall)))


@router.get("/agreements/{name}/power")
@router.get("/agreements/{name}/power.json")
@router.get("/agreements/{name}/power.csv")
@router.get("/agreements/{name}/power.xlsx")
def power(request: Request, library: Books, view: Choice, name: str) -> Response:
    """What each party has without a deal, and what more of it would change for everybody."""

    def data(shown: Shown, ending: str) -> bytes:
        if ending == ".json":
            return json_bytes(talk_files.strong(shown.talk, shown.people, shown.by_people))
        return talk_files.power_file(shown.talk, ending)

    return _solved(
        request, library, view.alone(), name, "power", data,
        lambda shown, _: _render(
            request, shown, "power", stands=STANDS, credits=sources_of(shown.people.values())
        ),
    )  # fmt: skip


@router.get("/agreements/{name}/terms")
@router.get("/agreements/{name}/terms.pdf")
@router.get("/agreements/{name}/terms.json")
@router.get("/agreements/{name}/terms.md")
@router.get("/agreements/{name}/terms.html")
def terms(request: Request, library: Books, view: Choice, name: str) -> Response:
    """The terms of a package as all may read them, on a page and on paper."""
    from comity.briefs.agreements import fragment as written
    from comity.briefs.agreements import term_sheet, write

    shown, ending = _shown(library, view, name), ending_of(request)
    address = urls.agreement(shown.talk.name, "terms")
    if name != shown.talk.name:
        return moved(request, f"{address}{ending}")

    def body() -> bytes:
        solved = shown.talk.package(concept_in(view))
        report = term_sheet(solved, language=view.language, day=shown.evidence.today)
        if ending:
            return write(report, ending)
        return _render(request, shown, "terms", report=report, body=Markup(written(report)))

    made = library.page(_key(shown, "terms", ending), body)
    return twin(made, ending, address) if ending else html(made)


@router.get("/agreements/{name}/{page}/figures/{figure}")
def figure(
    request: Request, library: Books, view: Choice, name: str, page: str, figure: str
) -> Response:
    """One figure of a page of an example."""
    wall, above = _wall(library, view, name, page)
    return figures.answer(request, library, wall, figure, above)


@router.get("/embed/agreements/{name}/{page}/figures/{figure}")
def framed(
    request: Request, library: Books, view: Choice, name: str, page: str, figure: str
) -> Response:
    """One figure of an example for a frame on another site."""
    wall, above = _wall(library, view, name, page)
    return figures.embed(request, library, wall, figure, above)


def _wall(library: Library, view: View, name: str, page: str) -> tuple[Wall, str]:
    if page not in talk_figures.PAGES:
        raise HTTPException(404)
    shown = _shown(library, view, name)
    key = ("agreement", name, page, view)
    wall = library.wall(key, lambda: shown.wall(page))
    return wall, shown.voice._(shown.talk.scenario.title)


def _shown(library: Library, view: View, name: str) -> Shown:
    return Shown(find_talk(name), view, library.evidence(view.as_of))


def _key(shown: Shown, *parts: str) -> tuple[object, ...]:
    return ("agreement", shown.talk.name, shown.view, *parts)


def _twin(body: bytes, ending: str, address: str) -> Response:
    if ending != ".yaml":
        return twin(body, ending, address)
    name = address.strip("/").replace("/", "-")
    headers = {"Content-Disposition": f'attachment; filename="comity-{name}.yaml"'}
    return Response(body, media_type="application/yaml", headers=headers)


def _render(request: Request, shown: Shown, page: str, **more: Any) -> bytes:
    talk, view = shown.talk, shown.view
    return render_page(
        request,
        f"agreements/{page}.html",
        view,
        shown=shown,
        talk=talk,
        called=talk.names(shown.voice),
        concept=concept_in(view),
        labels=LABELS,
        mine=MINE,
        page=page,
        pieces=environment(view.language).get_template("agreements/pieces.html").module,
        to_page=lambda other, concept=None, ending="": urls.agreement(
            talk.name, other, _with(view, concept), ending
        ),
        **more,
    )


def _with(view: View, concept: str | None) -> View:
    """The view with another idea of fairness."""
    if concept is None:
        return view
    return replace(view, concept="" if concept == FIRST else concept)
