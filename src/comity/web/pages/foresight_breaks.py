"""Regime breaks: every dated change of rules or of counting that forecasts heed."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.sheets import table_bytes, workbook_bytes
from comity.foresight.break_told import as_json, sheets, table_of_breaks
from comity.web import atom, citing
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.exhibits import Wall
from comity.web.foreseen_breaks import PATH, Shown
from comity.web.library import Library
from comity.web.pages import figures
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
TAKEN = ((".csv", "CSV"), (".xlsx", "Excel"), (".json", "JSON"), (".atom", "Atom"))


@router.get(PATH)
@router.get(f"{PATH}.json")
@router.get(f"{PATH}.csv")
@router.get(f"{PATH}.xlsx")
@router.get(f"{PATH}.atom")
def breaks(
    request: Request, library: Books, view: Seen, place: str = "", kind: str = ""
) -> Response:
    """Every break, or those of a place, a layer or a kind."""
    shown, ending = _shown(library, view, place, kind), ending_of(request)
    key = (PATH, shown.asked, ending)
    if ending == ".atom":
        base = citing.base_of(request)
        return twin(
            atom.plain_feed(base, PATH, PATH, shown.title, shown.entries(), shown.asked),
            ending,
            PATH,
        )
    if ending:
        return twin(library.page(key, lambda: _file(shown, ending)), ending, PATH)
    return html(library.page(key, lambda: _page(request, library, shown)))


@router.get(f"{PATH}/figures/{{figure}}")
def figure(
    request: Request, library: Books, view: Seen, figure: str, place: str = "", kind: str = ""
) -> Response:
    """The timeline alone."""
    shown = _shown(library, view, place, kind)
    return figures.answer(request, library, _wall(library, shown), figure, shown.title)


@router.get(f"/embed{PATH}/figures/{{figure}}")
def framed(
    request: Request, library: Books, view: Seen, figure: str, place: str = "", kind: str = ""
) -> Response:
    """The timeline for a frame on another site."""
    shown = _shown(library, view, place, kind)
    return figures.embed(request, library, _wall(library, shown), figure, shown.title)


def _shown(library: Library, view: View, place: str, kind: str) -> Shown:
    return Shown(library.evidence(view.as_of), view.alone(), place.strip()[:80], kind[:40])


def _wall(library: Library, shown: Shown) -> Wall:
    asked = shown.asked
    return library.wall((PATH, asked), lambda: Wall(PATH, asked, shown.figures))


def _file(shown: Shown, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(as_json(shown.found))
    if ending == ".xlsx":
        return workbook_bytes(sheets(shown.found))
    return table_bytes(table_of_breaks(shown.found), ending)


def _page(request: Request, library: Library, shown: Shown) -> bytes:
    wall, query = _wall(library, shown), shown.asked.query()
    library.ahead(lambda: figures.drawn(library, wall))
    return render_page(
        request,
        "foresight/breaks.html",
        shown.asked,
        shown=shown,
        pictures=wall.hung(eager=True),
        take=[(label, f"{PATH}{ending}{query}") for ending, label in TAKEN],
    )
