"""Displacement: the gallery of cases, the scoreboard, and what is kept here of cases and runs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.render.rows import csv_bytes, finding_rows
from comity.core.sheets import table_bytes, workbook_bytes
from comity.web import displaced, displaced_urls, urls
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.displaced_case import CaseShown
from comity.web.displaced_index import Gallery
from comity.web.displaced_run import RunShown, run_of
from comity.web.displaced_scores import Scores
from comity.web.exhibits import Wall
from comity.web.library import Library
from comity.web.pages import figures
from comity.web.state import View
from comity.web.taking import ENDINGS, frame, taken
from comity.web.templating import environment, render_page

router = APIRouter()
HOME, SCORES = displaced_urls.HOME, displaced_urls.SCORES


@router.get(HOME)
@router.get(f"{HOME}.json")
@router.get(f"{HOME}.csv")
@router.get(f"{HOME}.xlsx")
def index(request: Request, library: Books, view: Seen) -> Response:
    """The cases that Comity was checked on, and those kept here."""
    view, ending = view.alone(), ending_of(request)
    shown = Gallery(library.home, view)
    if ending == ".json":
        return twin(json_bytes(shown.as_json()), ending, HOME)
    if ending:
        rows = [*shown.rows(), *shown.scores.cases()]
        return twin(table_bytes(frame(rows), ending), ending, HOME)
    wall = _wall(library, HOME, view, shown.figures)
    library.ahead(lambda: figures.drawn(library, wall))

    def page() -> bytes:
        take = taken(lambda end: displaced_urls.index(view, end))
        return _render(request, "index", view, shown=shown, pictures=wall.hung(), take=take)

    return html(library.page((HOME, library.cases, view), page))


@router.get(SCORES)
@router.get(f"{SCORES}.json")
@router.get(f"{SCORES}.csv")
@router.get(f"{SCORES}.xlsx")
def scores(request: Request, library: Books, view: Seen) -> Response:
    """Simulations and forecasts beside FLEE and plain rules."""
    view, ending = view.alone(), ending_of(request)
    shown = Scores(view)
    if ending == ".json":
        return twin(json_bytes(shown.as_json()), ending, SCORES)
    if ending == ".csv":
        return twin(table_bytes(frame(shown.rows()), ending), ending, SCORES)
    if ending:
        return twin(workbook_bytes(shown.sheets()), ending, SCORES)

    def page() -> bytes:
        take = taken(lambda end: displaced_urls.scores(view, end))
        return _render(request, "scores", view, shown=shown, take=take)

    return html(library.page((SCORES, view), page))


def _gallery(library: Books, view: Seen) -> tuple[Wall, str]:
    shown = Gallery(library.home, view.alone())
    return _wall(library, HOME, view.alone(), shown.figures), shown.title


InGallery = Annotated[tuple[Wall, str], Depends(_gallery)]
"""The figures of the gallery, and the title of their page."""


@router.get(f"{HOME}/figures/{{figure}}")
def index_figure(request: Request, library: Books, hung: InGallery, figure: str) -> Response:
    """The small figure of one kept case."""
    return figures.answer(request, library, hung[0], figure, hung[1])


@router.get(f"/embed{HOME}/figures/{{figure}}")
def index_framed(request: Request, library: Books, hung: InGallery, figure: str) -> Response:
    """The same for a frame on another site."""
    return figures.embed(request, library, hung[0], figure, hung[1])


@router.get(f"{HOME}/{{name}}")
def one_case(request: Request, library: Books, view: Seen, name: str) -> Response:
    """A kept case: camps, reports, the newest forecast, earlier ones, and runs."""
    asked, ending = urls.split_ending(name, ENDINGS)
    view = view.alone()
    shown = _case(library, view, asked)
    address = displaced_urls.case(shown.name)
    if ending:
        key = (address, library.cases, view, ending)
        return twin(library.page(key, lambda: _case_file(shown, ending)), ending, address)
    wall = _wall(library, address, view, shown.figures)
    library.ahead(lambda: figures.drawn(library, wall))

    def page() -> bytes:
        take = taken(lambda end: displaced_urls.case(shown.name, view, end))
        hung = wall.hung(eager=True)
        return _render(request, "case", view, shown=shown, pictures=hung, take=take)

    return html(library.page((address, library.cases, view), page))


def _case(library: Library, view: View, name: str) -> CaseShown:
    key = ("displaced case", library.cases, view, name)
    return library.wall(key, lambda: CaseShown(displaced.case_of(library.home, name), view))


def _case_file(shown: CaseShown, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(shown.as_json())
    if ending == ".csv":
        return csv_bytes(shown.findings())
    return workbook_bytes(
        {
            "Camps": finding_rows(shown.findings()),
            "Archive": frame(shown.batches),
            "Beside": displaced.withheld_archive(shown.beside),
            "Runs": frame(shown.as_json()["runs"]),
        }
    )


def _of_case(library: Books, view: Seen, name: str) -> tuple[Wall, str]:
    shown = _case(library, view.alone(), name)
    address = displaced_urls.case(shown.name)
    return _wall(library, address, view.alone(), shown.figures), shown.name


OfCase = Annotated[tuple[Wall, str], Depends(_of_case)]
"""The figures of a case, and its name."""


@router.get(f"{HOME}/{{name}}/figures/{{figure}}")
def case_figure(request: Request, library: Books, hung: OfCase, figure: str) -> Response:
    """One figure of a case."""
    return figures.answer(request, library, hung[0], figure, hung[1])


@router.get(f"/embed{HOME}/{{name}}/figures/{{figure}}")
def case_framed(request: Request, library: Books, hung: OfCase, figure: str) -> Response:
    """One figure of a case for a frame on another site."""
    return figures.embed(request, library, hung[0], figure, hung[1])


@router.get(f"{HOME}/{{name}}/runs/{{number}}")
def one_run(
    request: Request, library: Books, view: Seen, name: str, number: str, day: str = ""
) -> Response:
    """A run: a map for each day, camps beside reports, how it was made and how good it was."""
    asked, ending = urls.split_ending(number, ENDINGS)
    shown, wall = _run(library, view.alone(), name, asked, day)
    address = displaced_urls.run(shown.kept.name, shown.run.id)
    key = (address, library.cases, wall.view, ending)
    if ending:
        return twin(library.page(key, lambda: _run_file(shown, ending)), ending, address)
    library.ahead(lambda: figures.drawn(library, wall))

    def page() -> bytes:
        given = shown.day if day else -1

        def at(end: str) -> str:
            return displaced_urls.run(shown.kept.name, shown.run.id, view, end, given)

        hung = wall.hung(eager=True)
        return _render(request, "run", wall.view, shown=shown, pictures=hung, take=taken(at))

    return html(library.page(key, page))


def _run(library: Library, view: View, name: str, number: str, day: str) -> tuple[RunShown, Wall]:
    """A run on a day, and its figures, made once while they are asked for often."""
    kept = displaced.case_of(library.home, name)
    made = run_of(kept, number)
    asked = RunShown(kept, made, view, day[:20])
    state = displaced_urls.on_day(view, asked.day if day else -1)
    address = displaced_urls.run(kept.name, made.id)
    key = ("displaced run", address, library.cases, state)
    shown = library.wall(key, lambda: asked)
    return shown, _wall(library, address, state, shown.figures)


def _run_file(shown: RunShown, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(shown.as_json())
    if ending == ".csv":
        return table_bytes(shown.rows(), ending)
    return workbook_bytes(shown.sheets())


def _of_run(library: Books, view: Seen, name: str, number: str, day: str = "") -> tuple[Wall, str]:
    shown, wall = _run(library, view.alone(), name, number, day)
    return wall, shown.title


OfRun = Annotated[tuple[Wall, str], Depends(_of_run)]
"""The figures of a run on a day of it, and the title of their page."""


@router.get(f"{HOME}/{{name}}/runs/{{number}}/figures/{{figure}}")
def run_figure(request: Request, library: Books, hung: OfRun, figure: str) -> Response:
    """One figure of a run, on a day of it."""
    return figures.answer(request, library, hung[0], figure, hung[1])


@router.get(f"/embed{HOME}/{{name}}/runs/{{number}}/figures/{{figure}}")
def run_framed(request: Request, library: Books, hung: OfRun, figure: str) -> Response:
    """One figure of a run for a frame on another site."""
    return figures.embed(request, library, hung[0], figure, hung[1])


def _wall(library: Library, address: str, view: View, make: Any) -> Wall:
    key = ("displaced figures", address, library.cases, view)
    return library.wall(key, lambda: Wall(address, view, make))


def _render(request: Request, template: str, view: View, **more: Any) -> bytes:
    said: Any = environment(view.language).get_template("foresight/pieces.html").module
    return render_page(
        request, f"displacement/{template}.html", view, pieces=said, ways=displaced_urls, **more
    )
